"""Tables of published models: by upper bounds, by first values, and constants chosen by name."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import cast

from workbench.crowd.model import refuse
from workbench.crowd.parameters import Number, Parameter, ParameterSet
from workbench.crowd.working import Working
from workbench.errors import Text


def up_to(table: Parameter, value: Number) -> Fraction:
    """Return the second column of the first row whose upper bound is not below the value.

    Beyond the last row the table's own ``value`` holds; a table without one ends with its last row.
    """
    for bound, found in table.steps:
        if value <= bound:
            return Fraction(found)
    return Fraction(table.value if table.value is not None else table.steps[-1][1])


def beginning_at(table: Parameter, value: Number) -> tuple[Decimal, ...]:
    """Return the last row whose first column is not above the value; the first row below all of them."""
    found = table.steps[0]
    for row in table.steps:
        if value >= row[0]:
            found = row
    return found


def chosen(sheet: Working, prefix: str, name: str, key: str) -> Parameter:
    """Return the constant of that prefix and name and note that it was taken; an unknown name is refused at the key."""
    if prefix + name not in sheet.parameters:
        known = [code.removeprefix(prefix) for code in names(sheet.parameters, prefix)]
        near = get_close_matches(name, known, n=3) or known
        mend = Text(f"可用：{'、'.join(near)}", f"use one of: {', '.join(near)}")
        raise refuse(key, f"没有这一项：{name[:40]}", f"there is no {name[:40]}", mend)
    return sheet.parameter(prefix + name)


def names(parameters: ParameterSet, prefix: str) -> tuple[str, ...]:
    """Return the codes of the constants that begin with a prefix, in pack order."""
    return tuple(row.code for row in parameters.rows(prefix))


def bounds(parameter: Parameter) -> tuple[Fraction, Fraction]:
    """Return the range of a constant; both ends are the value where the source gives one number."""
    low = parameter.low if parameter.low is not None else parameter.value
    high = parameter.high if parameter.high is not None else parameter.value
    return Fraction(low or 0), Fraction(high or 0)


def records(values: Mapping[str, object], key: str) -> tuple[Mapping[str, object], ...]:
    """Return an input of rows; none when it was not given."""
    return cast("tuple[Mapping[str, object], ...]", values[key] or ())


def read_at(title: Text, place: str) -> Text:
    """Return the name of a value that was read from a table, with what it was read at."""
    return Text(f"{title.zh}（{place}）", f"{title.en} ({place})")


def number(values: Mapping[str, object], key: str) -> Fraction:
    """Return an input that is a number and was given."""
    return Fraction(cast("Fraction | int", values[key]))


def optional(values: Mapping[str, object], key: str) -> Fraction | None:
    """Return an input that is a number, or ``None`` when it was not given."""
    return None if values[key] is None else number(values, key)


def either(values: Mapping[str, object], first: str, second: str) -> str:
    """Return which of two inputs was given; neither or both is refused at the first."""
    given = [key for key in (first, second) if values[key] is not None]
    if len(given) != 1:
        raise refuse(first, f"{first} 与 {second} 应填且只填一项", f"give either {first} or {second}, and only one")
    return given[0]
