"""References between the rows of a pack, and words that a field may hold."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from workbench.core.pack import Column, Pack, Parameter, RegisterField, RegisterMeasure
from workbench.errors import Text
from workbench.storage.pack_faults import Fault, Place, fault, nearest

OFFICE = "office"
"""The basis of an office's own default."""

_Known = Callable[[Pack], Mapping[str, Any]]
REFERENCES: tuple[tuple[str, str, _Known], ...] = (
    ("materials", "class_code", lambda p: p.classes),
    ("materials", "defects", lambda p: p.lists.get("defects", {})),
    ("duties", "party", lambda p: p.parties),
    ("duties", "support", lambda p: p.parties),
    ("duties", "oversee", lambda p: p.parties),
    ("factors", "dimension", lambda p: p.dimensions),
    ("checks", "severity", lambda p: p.lists.get("severities", {})),
    ("checks", "gates", lambda p: p.lists.get("gates", {})),
    ("site_objects", "group", lambda p: p.lists.get("site_groups", {})),
    ("site_objects", "sheet", lambda p: p.sheets),
    ("site_objects", "keys", lambda p: p.lists.get("site_keys", {})),
    ("site_objects", "vehicles", lambda p: p.lists.get("vehicle_kinds", {})),
    ("registers", "section", lambda p: p.lists.get("register_sections", {})),
    ("triggers", "scenarios", lambda p: p.scenarios),
)
"""Table, field, and the table that the field's codes must be in. An empty field refers to nothing."""

REQUIRED: frozenset[tuple[str, str]] = frozenset(
    {("materials", "class_code"), ("duties", "party"), ("factors", "dimension"), ("checks", "severity")}
    | {("registers", "section"), ("site_objects", "group")}
)
"""Of these, the fields that may not be empty."""

WORDS: Mapping[tuple[str, str], frozenset[str]] = {
    ("grounds", "kind"): frozenset({"content", "safety"}),
    ("clocks", "unit"): frozenset({"working_day", "calendar_day", "hour", "month"}),
    ("clocks", "direction"): frozenset({"after", "before"}),
    ("triggers", "direction"): frozenset({"up", "down"}),
    ("triggers", "group"): frozenset({"", "load", "wind", "heat"}),
    ("site_objects", "geometry"): frozenset({"Point", "LineString", "Polygon"}),
    ("registers", "scope"): frozenset({"office", "case"}),
}
COLUMN_KINDS = frozenset(
    {"text", "code", "integer", "number", "bool", "date", "datetime", "list", "texts", "path", "any"}
)
"""Kinds of a workbook column; ``any`` is a text, a number or a date."""

REGISTER_KINDS = frozenset(
    {"text", "lines", "integer", "number", "bool", "date", "datetime", "choice", "choices"}
    | {"phone", "tail", "code", "entry", "case"}
)
"""Kinds of a register's field."""

MEASURE_KINDS = frozenset(
    {
        "sum",
        "product",
        "same_day",
        "kinds_at_most",
        "lead_hours",
        "covered",
        "every_option",
        "monthly",
        "open",
        "overdue",
    }
)
"""Kinds of a register's measure."""

DIVIDING: Mapping[str, tuple[str, ...]] = {
    "mobile_points": ("step",),
    "quick_reaction": ("speed",),
    "shift_limit": ("hours", "rest_hours"),
}
"""Numbers of the deployment rules that others are divided by, or without which one person would never be relieved."""

LONGEST_PERIOD = 1000
"""A statutory period of more units is a slip of the pen."""

MARKS = frozenset("ABCXMP")


def reference_faults(pack: Pack) -> Iterator[Fault]:
    """Yield every reference that leads nowhere and every word that a field does not know."""
    for table, code, row in coded_rows(pack):
        place = place_of(row.source)
        yield from _basis(pack, table, code, row, place)
        yield from _validity(code, row, place)
        yield from _codes(pack, table, code, row, place)
        yield from _words(table, code, row, place)
        yield from _amounts(table, code, row, place)
    yield from _sheet_faults(pack)
    yield from _register_faults(pack)


def coded_rows(pack: Pack) -> Iterator[tuple[str, str, Any]]:
    """Yield (table, code, row) for every coded row, lists as ``lists.name``."""
    for f in dataclasses.fields(pack):
        value = getattr(pack, f.name)
        if f.name == "lists":
            for name, rows in value.items():
                yield from ((f"lists.{name}", code, row) for code, row in rows.items())
        elif isinstance(value, Mapping) and f.name not in {"sheets", "roles"}:
            yield from ((f.name, code, row) for code, row in value.items())


def place_of(source: str) -> Place:
    """Return the place that a row's ``source`` names."""
    file, _, line = source.rpartition(":")
    return Place(file, int(line)) if file and line.isdigit() else Place(source, 0)


def _basis(pack: Pack, table: str, code: str, row: Any, place: Place) -> Iterator[Fault]:
    if row.mark not in MARKS:
        yield fault(place, Text(f"{code}：未知的证据标记“{row.mark}”", f"{code}: unknown evidence mark “{row.mark}”"))
    if table == "laws":
        return
    for reference in row.basis:
        if reference != OFFICE and reference not in pack.laws:
            message = Text(
                f"{code}：依据“{reference}”不在法条表内", f"{code}: basis “{reference}” is not in the law table"
            )
            yield fault(place, message, nearest(reference, pack.laws))


def _validity(code: str, row: Any, place: Place) -> Iterator[Fault]:
    start: date | None = row.valid_from
    end: date | None = row.valid_to
    if start is not None and end is not None and end < start:
        yield fault(place, Text(f"{code}：有效期止于开始之前", f"{code}: validity ends before it starts"))


def _codes(pack: Pack, table: str, code: str, row: Any, place: Place) -> Iterator[Fault]:
    for name, field, known_of in REFERENCES:
        if name != table:
            continue
        known, value = known_of(pack), getattr(row, field)
        wanted = value if isinstance(value, tuple) else (value,) if value else ()
        if not wanted and (table, field) in REQUIRED:
            yield fault(place, Text(f"{code}：缺少“{field}”", f"{code}: “{field}” is missing"))
        for word in wanted:
            if word not in known:
                message = Text(
                    f"{code}：{field} 指向不存在的“{word}”", f"{code}: {field} refers to “{word}”, which is not there"
                )
                yield fault(place, message, nearest(word, known))


def _words(table: str, code: str, row: Any, place: Place) -> Iterator[Fault]:
    for (name, field), known in WORDS.items():
        if name == table and getattr(row, field) not in known:
            word = getattr(row, field)
            yield fault(
                place,
                Text(f"{code}：{field} 不能是“{word}”", f"{code}: {field} cannot be “{word}”"),
                nearest(word, known),
            )


def _amounts(table: str, code: str, row: Any, place: Place) -> Iterator[Fault]:
    if table == "clocks" and not 0 < row.amount <= LONGEST_PERIOD:
        yield fault(
            place, Text(f"{code}：期限应在 1 至 {LONGEST_PERIOD} 之间", f"{code}: amount is 1 to {LONGEST_PERIOD}")
        )
    if table == "parameters":
        yield from _value(code, row, place)
    for key in DIVIDING.get(code, ()) if table == "deployment" else ():
        found = row.data.get(key)
        if isinstance(found, bool) or not isinstance(found, int | Decimal) or found <= 0:
            yield fault(place, Text(f"{code}：“{key}”应大于 0", f"{code}: “{key}” is more than 0"))


def _value(code: str, row: Parameter, place: Place) -> Iterator[Fault]:
    """Yield why the value of a parameter cannot be used: there is none, or it is not within its bounds."""
    value, least, most = row.value, row.least, row.most
    if value is None:
        yield fault(place, Text(f"{code}：缺少“value”", f"{code}: “value” is missing"))
    elif least is None and most is None:
        return
    elif isinstance(value, bool) or not isinstance(value, int | Decimal):
        yield fault(place, Text(f"{code}：“value”应为数", f"{code}: “value” should be a number"))
    elif (least is not None and value < least) or (most is not None and value > most):
        shown = " – ".join("…" if one is None else f"{one:f}" for one in (least, most))
        yield fault(place, Text(f"{code}：“value”应在 {shown} 之间", f"{code}: “value” is within {shown}"))


def _sheet_faults(pack: Pack) -> Iterator[Fault]:
    """Yield faults of the workbook schema: column kinds, and references of columns to other sheets."""
    for sheet in pack.sheets.values():
        place = place_of(sheet.source)
        columns = {c.key for c in sheet.columns}
        for column in sheet.columns:
            yield from _column_faults(column)
        for key, target in sheet.references.items():
            if key not in columns:
                yield fault(place, Text(f"引用的栏“{key}”不存在", f"no such column “{key}”"), nearest(key, columns))
            if not _target_exists(pack, target):
                yield fault(
                    place, Text(f"{key} 引用的“{target}”不存在", f"{key} refers to “{target}”, which is not there")
                )


def _column_faults(column: Column) -> Iterator[Fault]:
    place, key = place_of(column.source), column.key
    if column.kind not in COLUMN_KINDS:
        message = Text(f"{key}：未知的类型“{column.kind}”", f"{key}: unknown kind “{column.kind}”")
        yield fault(place, message, nearest(column.kind, COLUMN_KINDS))
    if (column.kind == "list") != bool(column.options):
        yield fault(
            place, Text(f"{key}：只有 list 类型须有 options", f"{key}: options belong to kind list, and to it alone")
        )
    if len(set(column.options)) < len(column.options):
        yield fault(place, Text(f"{key}：options 有重复", f"{key}: an option stands twice"))


def _register_faults(pack: Pack) -> Iterator[Fault]:
    """Yield faults of the registers: kinds, lists, targets and the fields that their rows name."""
    for code, register in pack.registers.items():
        place, keys = place_of(register.source), {field.key for field in register.fields}
        named = [register.title, register.owner, register.done, *(field.after for field in register.fields)]
        named += [key for measure in register.measures for key in measure.fields]
        for key in named:
            if key and key not in keys:
                yield fault(place, Text(f"{code}：没有字段“{key}”", f"{code}: no field “{key}”"), nearest(key, keys))
        for field in register.fields:
            yield from _register_field(pack, field)
        for measure in register.measures:
            yield from _register_measure(pack, measure)


def _register_field(pack: Pack, field: RegisterField) -> Iterator[Fault]:
    wanted: tuple[tuple[str, Collection[str], bool], ...] = (
        (field.kind, REGISTER_KINDS, True),
        (field.options, pack.lists, field.kind in {"choice", "choices"}),
        (field.target, pack.registers, field.kind == "entry"),
        (field.watch, ("lapse", "due"), False),
    )
    yield from _named(field.key, wanted, place_of(field.source))


def _register_measure(pack: Pack, measure: RegisterMeasure) -> Iterator[Fault]:
    wanted: tuple[tuple[str, Collection[str], bool], ...] = (
        (measure.kind, MEASURE_KINDS, True),
        (measure.limit, pack.parameters, False),
    )
    yield from _named(measure.key, wanted, place_of(measure.source))


def _named(key: str, wanted: tuple[tuple[str, Collection[str], bool], ...], place: Place) -> Iterator[Fault]:
    """Yield a fault for each word that is not among the known ones, and for a needed one that is missing."""
    for word, known, needed in wanted:
        if (word or needed) and word not in known:
            message = Text(f"{key}：未知的“{word}”", f"{key}: unknown “{word}”")
            yield fault(place, message, nearest(word, known))


def _target_exists(pack: Pack, target: str) -> bool:
    """Return whether ``sheet.column``, ``attachments``, ``site.layer``, a table or a list of the pack exists."""
    head, _, tail = target.partition(".")
    if head in {"attachments", "site"}:
        return True
    if tail and head in pack.sheets:
        return any(c.key == tail for c in pack.sheets[head].columns)
    if head == "lists":
        return tail in pack.lists
    return bool(getattr(pack, head, None))
