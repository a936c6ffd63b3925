"""What a model is: its inputs, its outputs and the function between them; and how inputs are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from math import isfinite
from typing import TypeVar

from workbench.crowd.parameters import ParameterSet
from workbench.crowd.working import Result, Working
from workbench.errors import NO_TEXT, Text, WorkbenchError

Made = TypeVar("Made")

MOST_PERSONS = 10_000_000
"""More people than any event has had at once; a larger number is a slip of the pen."""
LEAST_MINUTES = Fraction(1, 10)
"""Nobody leaves anything in less time [min]; a smaller limit is a slip of the pen."""

_PLAIN = re.compile(r"[+-]?\d{1,15}(\.\d{0,15})?(/\d{1,15})?|[+-]?\.\d{1,15}", re.ASCII)
"""A number as a person types it; an exponent could ask for a number that fills the memory."""

Given = Mapping[str, object]
"""Inputs by key: texts as typed, or values."""


class InputError(WorkbenchError):
    """Inputs of a model that cannot be worked with; ``faults`` holds all of them, ``where`` the first's key."""

    def __init__(self, faults: tuple[tuple[str, Text, Text], ...]) -> None:
        """Keep (key, message, remedy) of every fault; the first is told."""
        key, message, remedy = faults[0]
        super().__init__(message, where=key, remedy=remedy)
        self.faults = faults


def refuse(key: str, zh: str, en: str, remedy: Text = NO_TEXT) -> InputError:
    """Return the refusal of one input."""
    mend = remedy if remedy.zh else Text("更正这一项后重算", "correct this input and calculate again")
    return InputError(((key, Text(zh, en), mend),))


@dataclass(frozen=True)
class Input:
    """An input of a model.

    Attributes:
        kind: ``number`` (read exactly), ``integer``, ``word`` (one of ``options``, or free where there are none),
            ``flag``, ``numbers`` (several, separated by commas), ``rows`` (records of ``columns``).
        low, high: Bounds, both inclusive; ``above`` makes the lower one exclusive.
        default: Value when it is not given; ``None`` = must be given, unless ``optional``.
        prefix: For a word that names a constant: the first part of the codes it is chosen from.
    """

    key: str
    text: Text
    kind: str = "number"
    unit: str = ""
    low: Fraction | int = 0
    high: Fraction | int = MOST_PERSONS
    above: bool = False
    default: object = None
    optional: bool = False
    options: tuple[str, ...] = ()
    columns: tuple[Input, ...] = ()
    prefix: str = ""


@dataclass(frozen=True)
class Output:
    """A value a model gives; ``main`` marks the one to show first."""

    key: str
    text: Text
    unit: str = ""
    main: bool = False


@dataclass(frozen=True)
class Model:
    """A published model.

    Attributes:
        code: Stable name for commands and records.
        group: Family it is listed under.
        text: Name.
        about: What it answers and when it does not hold, in two sentences at most.
        families: Parameter sets it reads.
        sums: The function; it writes its working on the sheet and returns the outputs.
    """

    code: str
    group: str
    text: Text
    about: Text
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    sums: Callable[[Mapping[str, object], Working], Mapping[str, object]]
    families: tuple[str, ...] = ()


def calculate(model: Model, given: Given, parameters: ParameterSet) -> Result:
    """Return what a model gives for inputs.

    Args:
        model: The model.
        given: Inputs by key; texts are read by kind, unknown keys are refused.
        parameters: Constants of the pack.

    Raises:
        InputError: An input is missing, unknown, no number, or out of bounds (all faults are named), or they make up
            a head count beyond ``MOST_PERSONS``.
        PackError: The pack lacks a constant.
    """
    values = read(model, given)
    sheet = Working(parameters)
    found = model.sums(values, sheet)
    _believable(model, found)
    return sheet.result(model.code, values, found)


def _believable(model: Model, found: Mapping[str, object]) -> None:
    """Refuse a head count that no event has had: inputs that are each within bounds can still make one together."""
    for out in model.outputs:
        value = found.get(out.key)
        if out.unit == "p" and isinstance(value, int | float | Fraction) and value > MOST_PERSONS:
            raise refuse(
                model.inputs[0].key,
                f"{out.text.zh}超出任何活动的规模：{float(value):.3g} 人（应 ≤ {MOST_PERSONS}）",
                f"{out.text.en} is beyond any event: {float(value):.3g} persons (must be ≤ {MOST_PERSONS})",
                Text("核对各项输入的单位与位数", "check the units and digits of the inputs"),
            )


def read(model: Model, given: Given) -> Mapping[str, object]:
    """Return the inputs of a model read by their kinds, defaults filled in; ``InputError`` names every fault."""
    faults = list(_unknown(model.inputs, given))
    values: dict[str, object] = {}
    for one in model.inputs:
        try:
            values[one.key] = _read(one, given.get(one.key), one.key)
        except InputError as fault:
            faults.extend(fault.faults)
    if faults:
        raise InputError(tuple(faults))
    return values


def _unknown(inputs: tuple[Input, ...], given: Given) -> Iterator[tuple[str, Text, Text]]:
    known = [one.key for one in inputs]
    for key in given:
        if key not in known:
            near = get_close_matches(key, known, n=1)
            known_keys = "、".join(known)
            mend = near[0] if near else known_keys
            yield key, Text(f"没有这个输入：{key}", f"there is no input {key}"), Text(f"可用：{mend}", f"use: {mend}")


def _read(one: Input, value: object, where: str) -> object:
    if value is None or value == "":
        return _default(one, where)
    match one.kind:
        case "number" | "integer":
            return _bounded(one, _number(one, value, where), where)
        case "numbers":
            parts = list(value.split(",")) if isinstance(value, str) else _listed(value, where)
            return _each(parts, where, lambda part, place: _bounded(one, _number(one, part, place), place))
        case "flag":
            return _flag(value, where)
        case "rows":
            return _rows(one, value, where)
        case _:
            return _word(one, value, where)


def _default(one: Input, where: str) -> object:
    if one.default is None and not one.optional:
        raise refuse(where, f"缺少：{one.text.zh}（{one.key}）", f"missing: {one.text.en} ({one.key})")
    return one.default


def _number(one: Input, value: object, where: str) -> Fraction:
    told = refuse(where, f"{one.text.zh}应为数字：{_short(value)}", f"{one.text.en} must be a number: {_short(value)}")
    if isinstance(value, Decimal) and not value.is_finite():  # isfinite stumbles over a signalling NaN
        raise told
    if isinstance(value, float) and not isfinite(value):
        raise told
    if isinstance(value, str) and not _PLAIN.fullmatch(value.strip()):
        raise told
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal | Fraction):
        raise told
    try:
        found = Fraction(value.strip()) if isinstance(value, str) else Fraction(value)
    except ZeroDivisionError:
        raise told from None
    if one.kind == "integer" and found.denominator != 1:
        raise refuse(where, f"{one.text.zh}应为整数：{_short(value)}", f"{one.text.en} must be a whole number")
    return found


def _short(value: object) -> str:
    return str(value)[:40]


def _bounded(one: Input, value: Fraction, where: str) -> Fraction | int:
    too_low = value <= one.low if one.above else value < one.low
    if too_low or value > one.high:
        bounds = f"{'>' if one.above else '≥'} {one.low}, ≤ {one.high}"
        unit = f" {one.unit}" if one.unit else ""
        raise refuse(
            where,
            f"{one.text.zh}超出范围：{_short(value)}{unit}（应 {bounds}）",
            f"{one.text.en} is out of range: {_short(value)}{unit} (must be {bounds})",
        )
    return int(value) if one.kind == "integer" else value


def _flag(value: object, where: str) -> bool:
    if isinstance(value, bool):
        return value
    found = {"yes": True, "true": True, "1": True, "是": True, "no": False, "false": False, "0": False, "否": False}
    told = str(value).strip().lower()
    if told not in found:
        raise refuse(where, f"应为 是 或 否：{_short(value)}", f"must be yes or no: {_short(value)}")
    return found[told]


def _word(one: Input, value: object, where: str) -> str:
    told = str(value).strip()
    if one.options and told not in one.options:
        options = "、".join(one.options)
        mend = Text(f"可用：{options}", f"use one of: {', '.join(one.options)}")
        raise refuse(where, f"{one.text.zh}不能是“{_short(told)}”", f"{one.text.en} cannot be “{_short(told)}”", mend)
    return told


def _listed(value: object, where: str) -> list[object]:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise refuse(where, "应为列表", "must be a list")
    return list(value)


def _each(parts: Sequence[object], where: str, reading: Callable[[object, str], Made]) -> tuple[Made, ...]:
    """Read every part at its own place; all faults are told together."""
    made: list[Made] = []
    faults: list[tuple[str, Text, Text]] = []
    for number, part in enumerate(parts, 1):
        try:
            made.append(reading(part, f"{where}[{number}]"))
        except InputError as fault:
            faults.extend(fault.faults)
    if faults:
        raise InputError(tuple(faults))
    return tuple(made)


def _rows(one: Input, value: object, where: str) -> tuple[Mapping[str, object], ...]:
    """Read records: ``a:1:2; b:3:4`` in the order of the columns, or a list of mappings."""
    if isinstance(value, str):
        parts: list[object] = [part for part in value.split(";") if part.strip()]
    else:
        parts = _listed(value, where)
    return _each(parts, where, lambda part, place: _record(one, part, place))


def _record(one: Input, part: object, where: str) -> Mapping[str, object]:
    keys = [column.key for column in one.columns]
    if isinstance(part, str):
        cells = [cell.strip() for cell in part.split(":")]
        if len(cells) > len(keys):
            raise refuse(where, f"应为 {':'.join(keys)}：{_short(part)}", f"must be {':'.join(keys)}: {_short(part)}")
        found: Mapping[str, object] = dict(zip(keys, cells, strict=False))
    elif isinstance(part, Mapping):
        found = part
    else:
        raise refuse(where, "应为一条记录", "must be a record")
    faults = [(f"{where}.{key}", message, mend) for key, message, mend in _unknown(one.columns, found)]
    values: dict[str, object] = {}
    for column in one.columns:
        try:
            values[column.key] = _read(column, found.get(column.key), f"{where}.{column.key}")
        except InputError as fault:
            faults.extend(fault.faults)
    if faults:
        raise InputError(tuple(faults))
    return values
