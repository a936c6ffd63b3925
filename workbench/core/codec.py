"""Plain JSON for journal bodies and snapshots, and back.

Containers are read by the type that is expected; single values say themselves what they are, by a one-member object:
``{"$d": …}`` a date, ``{"$t": …}`` a local time, ``{"$u": …}`` a moment in UTC, ``{"$n": …}`` a decimal, ``{"$i": …}``
an integer beyond 2^53. Objects have ASCII keys only (they are field names of dataclasses); maps, whose keys may be
Chinese, become lists of pairs. There are no floats anywhere.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from workbench.core.commands import ALL, Command
from workbench.core.values import Application, Attachment, Feature, Row

T = TypeVar("T")
Reader = Callable[[Any], Any]

_SAFE = 2**53
_LEFT_OUT: dict[type, frozenset[str]] = {Attachment: frozenset({"text"})}
"""Fields that are never written: page texts are kept with the attachment, not in the journal."""
_SPARSE: dict[type, frozenset[str]] = {Feature: frozenset({"extra"})}
"""Fields that are written only when they say something: what was sealed before there were such fields stays equal."""


def plain(value: object) -> Any:
    """Return ``value`` as plain JSON.

    Raises:
        TypeError: A float or any other kind of value that the journal does not hold.
        ValueError: A decimal that is not finite.
    """
    if value is None or isinstance(value, bool):
        return value
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    if is_dataclass(value):
        left_out = _left_out(value)
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name not in left_out}
    raise TypeError(f"the journal holds no {type(value).__name__}")


def _left_out(value: Any) -> frozenset[str]:
    never, sparse = _LEFT_OUT.get(type(value), frozenset()), _SPARSE.get(type(value), frozenset())
    return never | {name for name in sparse if not getattr(value, name)}


def _integer(value: int) -> Any:
    return value if abs(value) < _SAFE else {"$i": str(value)}


def _decimal(value: Decimal) -> Any:
    if not value.is_finite():
        raise ValueError(f"not a finite number: {value}")
    return {"$n": str(value)}


def _moment(value: datetime) -> Any:
    if value.tzinfo is None:
        return {"$t": value.isoformat()}
    return {"$u": value.astimezone(UTC).isoformat(timespec="microseconds")}


def _application(value: Application) -> Any:
    """Write sheets by columns: the keys of a sheet stand once, not in every row."""
    body = {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name != "sheets"}
    body["sheets"] = [[key, _sheet(key, rows)] for key, rows in value.sheets.items()]
    return body


def _sheet(key: str, rows: tuple[Row, ...]) -> Any:
    columns = list(rows[0].values) if rows else []
    if any(r.sheet != key or list(r.values) != columns for r in rows):
        return plain(rows)
    return {"columns": columns, "rows": [_row(r) for r in rows]}


def _row(row: Row) -> list[Any]:
    return [row.number, row.pending, plain(row.remarks), *(plain(v) for v in row.values.values())]


_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    (Enum, lambda value: value.value),
    (str, str),
    (int, _integer),
    (Decimal, _decimal),
    (datetime, _moment),
    (date, lambda value: {"$d": value.isoformat()}),
    ((tuple, list), lambda value: [plain(v) for v in value]),
    (frozenset, lambda value: [plain(v) for v in sorted(value)]),
    (Mapping, lambda value: [[plain(k), plain(v)] for k, v in value.items()]),
    (Application, _application),
)


def scalar(value: Any) -> Any:
    """Read a self-describing value: text, number, yes/no, date, time, or a tuple of such."""
    if isinstance(value, dict):
        ((tag, text),) = value.items()
        return _TAGS[tag](text)
    if isinstance(value, list):
        return tuple(scalar(v) for v in value)
    return value


_TAGS: dict[str, Callable[[str], Any]] = {
    "$d": date.fromisoformat,
    "$t": datetime.fromisoformat,
    "$u": datetime.fromisoformat,
    "$n": Decimal,
    "$i": int,
}


def read(kind: type[T], value: Any) -> T:
    """Return the ``kind`` that ``value`` was written from; members that are missing take their defaults."""
    wanted: Any = kind
    result: T = reader(wanted)(value)
    return result


@cache
def reader(kind: Any) -> Reader:
    """Return the function that reads values of a type; built once per type."""
    if kind is Application:
        return _read_application
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _container(typing.get_origin(kind), typing.get_args(kind))


def _container(origin: Any, args: tuple[Any, ...]) -> Reader:
    if origin is tuple:
        return _many(args)
    if origin is frozenset:
        return frozenset
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _map(*args)
    if origin in (typing.Union, types.UnionType):
        return _optional([a for a in args if a is not type(None)])
    return scalar


def _record(kind: type) -> Reader:
    hints = typing.get_type_hints(kind)
    readers = {f.name: reader(hints[f.name]) for f in fields(kind)}

    def read_record(value: Any) -> Any:
        return kind(**{name: readers[name](v) for name, v in value.items()})

    return read_record


def _many(args: tuple[Any, ...]) -> Reader:
    if args[-1] is Ellipsis:
        one = reader(args[0])
        return scalar if one is scalar else lambda value: tuple(one(v) for v in value)
    each = tuple(reader(a) for a in args)
    return lambda value: tuple(r(v) for r, v in zip(each, value, strict=True))


def _map(key: Any, value: Any) -> Reader:
    read_key, read_value = reader(key), reader(value)
    return lambda pairs: {read_key(k): read_value(v) for k, v in pairs}


def _optional(members: list[Any]) -> Reader:
    if len(members) != 1:
        return scalar
    one = reader(members[0])
    return scalar if one is scalar else lambda value: None if value is None else one(value)


def _read_application(value: Any) -> Application:
    hints = typing.get_type_hints(Application)
    others = {k: reader(hints[k])(v) for k, v in value.items() if k != "sheets"}
    return Application(sheets={key: _read_sheet(key, body) for key, body in value["sheets"]}, **others)


def _read_sheet(key: str, body: Any) -> tuple[Row, ...]:
    if isinstance(body, list):
        return tuple(read(Row, row) for row in body)
    columns = body["columns"]
    return tuple(
        Row(key, number, dict(zip(columns, map(scalar, values), strict=True)), dict(remarks), pending)
        for number, pending, remarks, *values in body["rows"]
    )


def command_fields(command: Command) -> dict[str, Any]:
    """Return a command's fields as plain JSON, without the case, which is the stream's name."""
    body: dict[str, Any] = plain(command)
    del body["case"]
    return body


def read_command(kind: str, case: str, body: Mapping[str, Any]) -> Command:
    """Return the command of that kind from the members of ``body`` that are its fields; others are left alone."""
    known = _field_names(kind)
    return read(ALL[kind], {"case": case, **{k: v for k, v in body.items() if k in known}})


@cache
def _field_names(kind: str) -> frozenset[str]:
    return frozenset(f.name for f in fields(ALL[kind])) - {"case"}
