"""The fact ledger: every key fact, every place where it is stated, and where the statements differ.

Values are compared after normalising: numbers as numbers, dates as ISO text, texts without spaces and with half-width
brackets. Two statements can contradict each other only if fact and scope are the same; a statement without a scope
takes the fact's usual one. The workbook takes part with its usual scope.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from workbench.core.case_parts import Stated
from workbench.core.pack import Fact, Facts, Pack
from workbench.core.parameters import words
from workbench.core.values import Application, Row, Scalar
from workbench.errors import Text

WORKBOOK = "application.xlsx"
"""The name under which the workbook's own values appear as a source."""

Normal = str | Decimal
"""A value as it is compared."""

_BRACKETS = str.maketrans("（）［］｛｝", "()[]{}")
_TIME = re.compile(r"(\d{1,2})[:：](\d{2})(?::00)?")


@dataclass(frozen=True)
class Statement:
    """One place where a fact is stated: the normalised value, the value as it stood, file and page (0 = no page).

    ``key`` and ``how`` belong to what an officer entered; both are empty for what the package itself says.
    """

    value: Normal
    raw: Scalar
    file: str
    page: int = 0
    quote: str = ""
    key: str = ""
    how: str = ""

    @property
    def source(self) -> str:
        """Return the place in words: ``file p3``, or the file alone."""
        return f"{self.file} p{self.page}" if self.page else self.file


@dataclass(frozen=True)
class FactEntry:
    """A fact in one scope with all its statements: the workbook's first, then in the order of the sheet."""

    code: str
    title: Text
    scope: str
    unit: str
    statements: tuple[Statement, ...]
    severity: str = "warn"

    @property
    def values(self) -> tuple[tuple[Normal, tuple[str, ...]], ...]:
        """Return the distinct values in the order first seen, each with its sources."""
        grouped: dict[Normal, list[str]] = {}
        for statement in self.statements:
            grouped.setdefault(statement.value, []).append(statement.source)
        return tuple((value, tuple(sources)) for value, sources in grouped.items())

    @property
    def conflict(self) -> bool:
        """Return whether at least two statements differ."""
        return len({s.value for s in self.statements}) > 1


def normal(value: Scalar, kind: str) -> Normal | None:
    """Return a value as it is compared, or ``None`` when nothing is stated.

    Args:
        value: As read.
        kind: ``text``, ``number``, ``date`` or ``time``; a value that does not fit its kind is compared as text.
    """
    if value is None or value in ("", ()):
        return None
    if isinstance(value, datetime):
        return value.strftime("%H:%M") if kind == "time" else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _number(value) if kind == "number" else str(value)
    return _from_text(str(value), kind)


def _from_text(value: str, kind: str) -> Normal | None:
    text = "".join(value.translate(_BRACKETS).split())
    if kind == "number":
        plain = unicodedata.normalize("NFKC", text).replace(",", "").removesuffix("%")
        try:
            return _number(Decimal(plain))
        except InvalidOperation:
            return text or None
    if kind == "time" and (found := _TIME.fullmatch(text)):
        return f"{int(found[1]):02}:{found[2]}"
    return text or None


def _number(value: int | Decimal) -> Normal:
    number = Decimal(value)
    return number.normalize() if number.is_finite() else str(number)


SET_ASIDE = "set_aside"
"""How a proposal ends that the officer does not take into the ledger."""


def shown_value(value: Normal) -> str:
    """Return a compared value as text: a number in plain digits."""
    return value if isinstance(value, str) else f"{value:f}"


def ledger(application: Application, pack: Pack, entered: Iterable[tuple[str, Stated]] = ()) -> tuple[FactEntry, ...]:
    """Return every fact that is stated anywhere, in pack order; one entry per scope, in the order first seen.

    Args:
        application: The package.
        pack: The rules; its facts are the rows of the ledger.
        entered: What officers entered, by key; proposals that were set aside take no part.
    """
    stated: dict[str, list[tuple[str, Statement]]] = {}
    for fact, scope, statement in (*_of_sheet(application, pack), *_of_officers(entered, pack)):
        stated.setdefault(fact, []).append((scope, statement))
    return tuple(e for fact in pack.facts.values() for e in _entries(fact, application, stated.get(fact.code, [])))


def _of_sheet(application: Application, pack: Pack) -> Iterator[tuple[str, str, Statement]]:
    for row in application.rows("statements"):
        fact = pack.facts.get(str(row["fact"]))
        value = normal(row["value"], fact.kind) if fact else None
        if fact is not None and value is not None:
            page = row["page"] if isinstance(row["page"], int) else 0
            file, quote = str(row["file"] or ""), str(row.values.get("quote") or "")
            yield fact.code, str(row["scope"] or ""), Statement(value, row["value"], file, page, quote)


def _of_officers(entered: Iterable[tuple[str, Stated]], pack: Pack) -> Iterator[tuple[str, str, Statement]]:
    for key, said in entered:
        fact = pack.facts.get(said.fact)
        value = normal(said.value, fact.kind) if fact else None
        if value is not None and said.how != SET_ASIDE:
            yield said.fact, said.scope, Statement(value, said.value, said.file, said.page, said.quote, key, said.how)


def conflicts(entries: tuple[FactEntry, ...]) -> tuple[FactEntry, ...]:
    """Return the entries whose statements differ."""
    return tuple(e for e in entries if e.conflict)


def _entries(fact: Fact, application: Application, stated: list[tuple[str, Statement]]) -> Iterator[FactEntry]:
    scopes: dict[str, list[Statement]] = {}
    own = workbook_value(fact, application)
    value = normal(own, fact.kind)
    if value is not None:
        scopes[fact.scope] = [Statement(value, own, WORKBOOK)]
    for scope, statement in stated:
        scopes.setdefault(scope or fact.scope, []).append(statement)
    for scope, statements in scopes.items():
        yield FactEntry(fact.code, fact.text, scope, fact.unit, tuple(statements), fact.severity)


def workbook_value(fact: Fact, application: Application) -> Scalar:
    """Return what the workbook itself says of a fact, by the pack's binding; ``None`` = not stated.

    Bindings: a key of the key/value sheet; ``size KEY``; ``count SHEET`` or ``count SHEET COLUMN=VALUE``;
    ``sum SHEET.COLUMN``. A count or sum of nothing is not stated.
    """
    match fact.field.split():
        case [key]:
            return application.fields.get(key)
        case ["size", key]:
            listed = application.fields.get(key)
            return len(listed) if isinstance(listed, tuple) and listed else None
        case ["count", sheet]:
            return len(application.rows(sheet)) or None
        case ["count", sheet, test]:
            column, _, wanted = test.partition("=")
            return sum(row.values.get(column) == wanted for row in application.rows(sheet)) or None
        case ["sum", place]:
            sheet, _, column = place.partition(".")
            return total(application.rows(sheet), column) or None
    return None


def total(rows: tuple[Row, ...], column: str) -> Decimal:
    """Return the sum of a column over the rows that state it."""
    return sum((n for n in (number_of(row.values.get(column)) for row in rows) if n is not None), Decimal(0))


def number_of(value: Scalar) -> Decimal | None:
    """Return a number as a Decimal; anything that is not a number is ``None``."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return Decimal(value)


def day_of(value: Scalar) -> date | None:
    """Return the day of a date or local time; anything else is ``None``."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def condition_facts(application: Application, pack: Pack) -> Facts:
    """Return the facts that pack conditions may name.

    The keys of the key/value sheet, ``count.<sheet>`` for every sheet the workbook has, and
    ``case.organiser_differs``: whether a party in the organiser's role is not the undertaker.
    """
    facts: dict[str, Scalar] = dict(application.fields)
    for sheet in application.sheets:
        if sheet not in application.missing_sheets:
            facts[f"count.{sheet}"] = len(application.rows(sheet))
    facts["case.organiser_differs"] = organiser_differs(application, pack)
    return facts


def organiser_differs(application: Application, pack: Pack) -> bool | None:
    """Return whether an organiser is not the undertaker; ``None`` when one of the two is not stated."""
    roles = words(pack, "organiser_roles")
    undertaker = normal(application.fields.get("und.name"), "text")
    organisers = [normal(r["name"], "text") for r in application.rows("parties") if r["role"] in roles]
    if undertaker is None or not organisers:
        return None
    return any(name is not None and name != undertaker for name in organisers)
