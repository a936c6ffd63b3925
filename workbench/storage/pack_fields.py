"""Field kinds: how a TOML value becomes a field of a pack row.

The dataclasses of ``workbench.core.pack`` say what a row holds; here is one small reader per annotation, so a new
field needs no change. A reader raises :class:`BadValueError`; :func:`read_row` collects all of them with their places.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from workbench.core import pack as shapes
from workbench.core.values import Scalar
from workbench.errors import NO_TEXT, Text
from workbench.storage.pack_conditions import condition
from workbench.storage.pack_faults import Fault, Place, fault, nearest
from workbench.storage.pack_source import RawRow, rows_of

Made = TypeVar("Made")
Reader = Callable[[object, "list[Fault]", Place], Any]
"""Turns a TOML value into a field; faults of nested rows go into the list, its own is raised."""


class BadValueError(ValueError):
    """A value is not of its field's kind."""

    def __init__(self, message: Text, hint: str | None = None) -> None:
        """Keep the message in both languages and the nearest known word."""
        super().__init__(message.en)
        self.message = message
        self.hint = hint


def _wanted(zh: str, en: str, value: object) -> BadValueError:
    shown = f"{value!r}"[:60]
    return BadValueError(Text(f"应为{zh}，现为 {shown}", f"should be {en}, is {shown}"))


def _plain(kind: type, zh: str, en: str, value: object, _faults: list[Fault], _place: Place) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _wanted(zh, en, value)
    return value


def _decimal(value: object, _faults: list[Fault], _place: Place) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        raise _wanted("数", "a number", value)
    return Decimal(value)


def _date(value: object, _faults: list[Fault], _place: Place) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise _wanted("日期（如 2026-01-31，不加引号）", "a date (2026-01-31, no quotes)", value)
    return value


def _text(value: object, _faults: list[Fault], _place: Place) -> Text:
    if not isinstance(value, Mapping):
        raise _wanted("{ zh = …, en = … }", "{ zh = …, en = … }", value)
    for key in value:
        if key not in {"zh", "en"}:
            raise BadValueError(
                Text(f"文本内有未知键“{key}”", f"unknown key “{key}” in a text"), nearest(key, ("zh", "en"))
            )
    for key, name in (("zh", Text("中文", "Chinese")), ("en", Text("英文", "English"))):
        if not isinstance(value.get(key), str) or not value[key].strip():
            raise BadValueError(Text(f"缺少{name.zh}（{key}）", f"{name.en} text ({key}) is missing"))
    return Text(value["zh"], value["en"])


def read_condition(value: object, _faults: list[Fault], _place: Place) -> shapes.When:
    """Return a condition that is not compiled yet."""
    if not isinstance(value, str) or not value.strip():
        raise _wanted("条件文字", "a condition as text", value)
    return condition(value)


def _scalar(value: object, _faults: list[Fault], _place: Place) -> Scalar:
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return tuple(value)
    if isinstance(value, (str, int, Decimal, bool, date)):
        return value
    raise _wanted("单个值或文字列表", "one value or a list of texts", value)


def _several(item: Reader, length: int | None, value: object, faults: list[Fault], place: Place) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _wanted("列表", "a list", value)
    if length is not None and len(value) != length:
        raise BadValueError(
            Text(f"应有 {length} 项，现有 {len(value)} 项", f"should have {length} items, has {len(value)}")
        )
    return tuple(item(v, faults, place) for v in value)


def _table(item: Reader, value: object, faults: list[Fault], place: Place) -> dict[str, Any]:
    found = value.values if isinstance(value, RawRow) else value
    if not isinstance(found, Mapping):
        raise _wanted("表 { 键 = 值 }", "a table { key = value }", value)
    return {str(key): item(v, faults, place) for key, v in found.items()}


def _nested(cls: type, value: object, faults: list[Fault], _place: Place) -> tuple[Any, ...]:
    if not isinstance(value, list) or not all(isinstance(v, RawRow) for v in value):
        raise _wanted("[[…]] 行", "[[…]] rows", value)
    return tuple(read_all(cls, rows_of(value), faults, "key").values())


_PLAIN: dict[type, tuple[str, str]] = {
    str: ("文字", "a text"),
    int: ("整数", "a whole number"),
    bool: ("true 或 false", "true or false"),
}
_OTHER: dict[Any, Reader] = {
    Decimal: _decimal,
    date: _date,
    Text: _text,
    shapes.When: read_condition,
    Scalar: _scalar,
}


@lru_cache(maxsize=256)
def reader(annotation: Any) -> Reader:
    """Return the reader of an annotation; an annotation without one is a fault of ours."""
    if annotation in _OTHER:
        return _OTHER[annotation]
    if annotation in _PLAIN:
        return partial(_plain, annotation, *_PLAIN[annotation])
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        return reader(next(a for a in args if a is not NoneType))
    if origin is tuple and dataclasses.is_dataclass(args[0]) and args[0] is not Text:
        return partial(_nested, cast("type", args[0]))
    if origin is tuple:
        return partial(_several, reader(args[0]), None if args[-1] is Ellipsis else len(args))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return partial(_table, reader(args[1]))
    raise TypeError(f"no field kind for {annotation!r}")


@dataclass(frozen=True)
class FieldKind:
    """A field of a row as it is written in TOML."""

    name: str
    read: Reader
    required: bool


_ASKED_OF_ALL = frozenset({"basis", "mark"})


@lru_cache(maxsize=64)
def field_kinds(cls: type) -> Mapping[str, FieldKind]:
    """Return the fields that a row of this class may give: ``text`` is written as ``zh`` and ``en``.

    Every coded row must give ``basis`` and ``mark``; an article of law is its own basis.
    """
    hints = get_type_hints(cls)
    kinds: dict[str, FieldKind] = {}
    for f in dataclasses.fields(cls):
        if f.name == "source":
            continue
        bare = f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
        asked = f.name in _ASKED_OF_ALL and not (f.name == "basis" and cls is shapes.LawArticle)
        names = ("zh", "en") if f.name == "text" else (f.name,)
        hint = str if f.name == "text" else hints[f.name]
        kinds |= {name: FieldKind(name, reader(hint), bare or asked) for name in names}
    return kinds


def read_all(cls: type[Made], raws: Iterator[RawRow], faults: list[Fault], key: str = "code") -> dict[str, Made]:
    """Return the rows of a table by their key, in order; faulty rows are left out and reported."""
    made: dict[str, Made] = {}
    places: dict[str, Place] = {}
    for raw in raws:
        code = raw.values.get(key)
        if isinstance(code, str) and code in places:
            message = Text(f"编号“{code}”重复，首见于 {places[code]}", f"code “{code}” repeats {places[code]}")
            faults.append(fault(raw.at(key), message))
            continue
        if isinstance(code, str):
            places[code] = raw.at(key)
        row = read_row(cls, raw, faults)
        if row is not None:
            made[str(code)] = row
    return made


def read_row(cls: type[Made], raw: RawRow, faults: list[Fault]) -> Made | None:
    """Return one row, or ``None`` with its faults appended."""
    kinds = field_kinds(cast("Any", cls))
    before = len(faults)
    faults.extend(_unknown(raw, kinds))
    faults.extend(_missing(raw, kinds))
    values: dict[str, Any] = {}
    for name, value in raw.values.items():
        if name in kinds:
            try:
                values[name] = kinds[name].read(value, faults, raw.at(name))
            except BadValueError as error:
                where = Text(f"{name}：{error.message.zh}", f"{name}: {error.message.en}")
                faults.append(fault(raw.at(name), where, error.hint))
    return _make(cls, values, raw) if len(faults) == before else None


def _unknown(raw: RawRow, kinds: Mapping[str, FieldKind]) -> Iterator[Fault]:
    for name in raw.values:
        if name not in kinds:
            yield fault(raw.at(name), Text(f"未知的键“{name}”", f"unknown key “{name}”"), nearest(name, kinds))


def _missing(raw: RawRow, kinds: Mapping[str, FieldKind]) -> Iterator[Fault]:
    for name, kind in kinds.items():
        value = raw.values.get(name)
        if kind.required and (value is None or (isinstance(value, (str, list)) and not value)):
            yield fault(raw.place, Text(f"缺少“{name}”", f"“{name}” is missing"))


def _make(cls: type[Made], values: dict[str, Any], raw: RawRow) -> Made:
    names = {f.name for f in dataclasses.fields(cast("Any", cls))}
    if "text" in names:
        values["text"] = Text(values.pop("zh"), values.pop("en"))
    if "source" in names:
        values["source"] = str(raw.place)
    return cls(**values)


def texts_of(row: object) -> Iterator[tuple[str, Text]]:
    """Yield every text of a row with the name of its field, nested rows included."""
    for f in dataclasses.fields(cast("Any", row)):
        yield from _texts(f.name, getattr(row, f.name))


def _texts(name: str, value: object) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        if value != NO_TEXT:
            yield name, value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(name, item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(f"{name}.{key}", item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, shapes.When):
        yield from texts_of(value)
