"""What a consulted authority is shown: the declared sections of the application and nothing beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from workbench.core.consultation import codes_of
from workbench.core.masking import masked
from workbench.core.pack import Choice, Column, Pack
from workbench.core.parameters import choices
from workbench.core.values import Application, Row, Scalar
from workbench.errors import Text


@dataclass(frozen=True)
class Line:
    """A value of a section: its name in both languages and the value as text."""

    zh: str
    en: str
    value: str


@dataclass(frozen=True)
class Section:
    """A declared section: title, single values, and a table with its heads (Chinese, English)."""

    code: str
    zh: str
    en: str
    lines: tuple[Line, ...] = ()
    heads: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def title(self) -> Text:
        """Return the title."""
        return Text(self.zh, self.en)


def sections(application: Application, pack: Pack, codes: Iterable[str]) -> tuple[Section, ...]:
    """Return the sections of some codes in the order of the pack; what is not stated is left out.

    Args:
        application: The application.
        pack: ``packet_sections`` say which fields and columns a section has.
        codes: Of the sections that are declared.
    """
    wanted = set(codes)
    rows = choices(pack, "packet_sections")
    return tuple(_section(application, pack, row) for code, row in rows.items() if code in wanted)


def _section(application: Application, pack: Pack, row: Choice) -> Section:
    sheet = str(row.data.get("sheet", ""))
    columns = [_columns(pack, sheet)[key] for key in codes_of(row, "columns")]
    kept = [r for r in application.rows(sheet) if _fits(r, codes_of(row, "only"))] if sheet else []
    return Section(
        code=row.code,
        zh=row.text.zh,
        en=row.text.en,
        lines=tuple(_lines(application, pack, codes_of(row, "fields"))),
        heads=tuple((column.label.zh, column.label.en) for column in columns) if kept else (),
        rows=tuple(tuple(shown(r[column.key]) for column in columns) for r in kept),
    )


def _lines(application: Application, pack: Pack, keys: Iterable[str]) -> Iterable[Line]:
    known = {column.key: column for sheet in pack.sheets.values() if sheet.keyed for column in sheet.columns}
    for key in keys:
        value = shown(application.fields.get(key))
        if value:
            unit = f" {known[key].unit}" if known[key].unit else ""
            yield Line(known[key].label.zh, known[key].label.en, value + unit)


def _columns(pack: Pack, sheet: str) -> Mapping[str, Column]:
    return {column.key: column for column in pack.sheets[sheet].columns} if sheet else {}


def _fits(row: Row, only: Iterable[str]) -> bool:
    """Return whether a row has the words that a section asks for (``column=word``)."""
    pairs = (rule.partition("=") for rule in only)
    return all(row[column] == word for column, _, word in pairs)


def shown(value: Scalar) -> str:
    """Return a value as a packet shows it: personal numbers masked, yes and no in words, empty when not stated."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case int() | Decimal() | date():
            return masked(str(value))
        case tuple():
            return masked("、".join(value))
        case _:
            return masked(str(value))
