"""Columns of the workbook's sheets: their kinds, and what is wrong with a value that a person gives for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from workbench.core.pack import Column
from workbench.core.values import Scalar
from workbench.errors import Text

KIND_NAMES: Mapping[str, str] = {
    "integer": "int",
    "date-time": "datetime",
    "enum": "choice",
    "是/否": "bool",
    "yes_no": "bool",
    "boolean": "bool",
    "num": "number",
    "decimal": "number",
    "pct": "percent",
    "texts": "list",
    "path": "file",
}
"""Other names of the column kinds, so that a pack may use the words of the format's description."""

LONGEST = 4000
"""Most characters of a value."""
LARGEST = 10**9
"""Greatest number; anything beyond is a slip of the hand."""
SIGNED = frozenset({"x", "y", "yellow", "orange", "red", "resume"})
"""Columns whose numbers may lie below zero: places, and thresholds such as temperatures."""

Wrong = tuple[Text, Text]
"""What is wrong, and the remedy."""


def kind_of(column: Column) -> str:
    """Return the kind of a column: text, code, int, number, percent, bool, date, datetime, list, choice, file, any."""
    kind = KIND_NAMES.get(column.kind, column.kind)
    if kind == "list" and column.options:
        return "choice"
    return "percent" if kind == "number" and column.unit == "%" else kind


def wrong_value(column: Column, value: Scalar) -> Wrong | None:
    """Return what is wrong with a value of a column taken by itself; ``None`` when it may stand.

    ``None`` says nothing and is never wrong: what is missing is told by the checks. A blank text is, where the column
    is required.
    """
    if value is None:
        return None
    if isinstance(value, str) and not value.strip():
        return _missing(column) if column.required else None
    return _CHECKS.get(kind_of(column), _text)(column, value)


def _missing(column: Column) -> Wrong:
    zh, en = column.label.zh, column.label.en
    return Text(f"“{zh}”为必填项", f"{en} must be stated"), Text("请填写后再保存", "fill it in, then save")


def _text(column: Column, value: Scalar) -> Wrong | None:
    if not isinstance(value, str):
        return _needs(column, Text("文字", "a text"))
    if len(value) > LONGEST:
        message = Text(
            f"“{column.label.zh}”超过 {LONGEST} 个字符", f"{column.label.en}: more than {LONGEST} characters"
        )
        return message, Text("请精简", "shorten it")
    return None


def _needs(column: Column, what: Text) -> Wrong:
    unit = f"（{column.unit}）" if column.unit else ""
    message = Text(f"“{column.label.zh}”应为{what.zh}{unit}", f"{column.label.en} must be {what.en}")
    return message, Text("请重新填写", "fill it in again")


def _number(column: Column, value: Scalar) -> Wrong | None:
    whole = kind_of(column) == "int"
    kinds = int if whole else int | Decimal
    what = Text("整数", "a whole number") if whole else Text("数字", "a number")
    if isinstance(value, bool) or not isinstance(value, kinds):
        return _needs(column, what)
    assert isinstance(value, int | Decimal)
    if isinstance(value, Decimal) and not value.is_finite():
        return _needs(column, what)
    if value < 0 and column.key not in SIGNED:
        return _needs(column, Text(f"不小于 0 的{what.zh}", f"{what.en} from 0"))
    return _needs(column, Text("合理的数值", "a sensible number")) if abs(value) > LARGEST else None


def _percent(column: Column, value: Scalar) -> Wrong | None:
    wrong = _number(column, value)
    if wrong is None and isinstance(value, int | Decimal) and value > 100:
        return _needs(column, Text("0 至 100 之间的数", "a number of 0 to 100"))
    return wrong


def _choice(column: Column, value: Scalar) -> Wrong | None:
    if value in column.options:
        return None
    message = Text(
        f"“{column.label.zh}”不在列表内：{str(value)[:40]}", f"{column.label.en} is not in the list: {str(value)[:40]}"
    )
    listed = "、".join(column.options)
    return message, Text(f"可选：{listed}", f"choose from: {listed}")


def _bool(column: Column, value: Scalar) -> Wrong | None:
    return None if isinstance(value, bool) else _needs(column, Text("是或否", "yes or no"))


def _date(column: Column, value: Scalar) -> Wrong | None:
    fits = isinstance(value, date) and not isinstance(value, datetime)
    return None if fits else _needs(column, Text("日期", "a date"))


def _datetime(column: Column, value: Scalar) -> Wrong | None:
    fits = isinstance(value, datetime) and value.tzinfo is None
    return None if fits else _needs(column, Text("日期和时间", "a date and a time"))


def _list(column: Column, value: Scalar) -> Wrong | None:
    return None if isinstance(value, tuple) else _needs(column, Text("若干项", "several items"))


_CHECKS: dict[str, Callable[[Column, Scalar], Wrong | None]] = {
    "int": _number,
    "number": _number,
    "percent": _percent,
    "choice": _choice,
    "bool": _bool,
    "date": _date,
    "datetime": _datetime,
    "list": _list,
    "any": lambda _column, _value: None,
}
