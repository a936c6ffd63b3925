"""One cell of the workbook, typed by its column; every conversion is told, nothing is guessed in silence.

A reader takes the raw value of a cell and gives ``(value, remark)``. The value is ``None`` when it cannot be used.
Only what cannot change the meaning is converted: surrounding blanks, full-width digits, serial dates, a number or a
date written as text, the column's own unit after a number. A figure that says "about" is taken and marked so.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from workbench.core.columns import kind_of
from workbench.core.pack import Column
from workbench.core.values import Scalar
from workbench.errors import Text

Raw: TypeAlias = str | int | float | Decimal | bool | date | datetime | time | timedelta | None
"""What the spreadsheet library gives for a cell."""

MOST = 2**53
"""Whole numbers beyond this cannot be told apart by every reader of the journal."""

_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_DATE_TIME = re.compile(_DATE.pattern + r"[\sT]+(\d{1,2}):(\d{2})(?::(\d{2}))?")
_PLAIN_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}(?::\d{2})?)?")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_ABOUT = re.compile(r"^(?:约|大约|约为|近|≈|~)\s*|\s*(?:左右|上下)$")
_DAY_ZERO = datetime.fromisoformat("1899-12-30")
_LAST_SERIAL = 2_958_465
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200e\u200f]")


@dataclass(frozen=True)
class Remark:
    """What was noticed about a cell: kind and severity of a problem, and its message."""

    kind: str
    severity: str
    message: Text


Cell: TypeAlias = tuple[Scalar, Remark | None]
Reader: TypeAlias = Callable[[Raw, Column], Cell]


def read_cell(raw: Raw, column: Column) -> Cell:
    """Return the value of a cell and what was noticed about it.

    Args:
        raw: As the spreadsheet library gave it; formulas are not passed here.
        column: Kind, unit and allowed values decide.

    Returns:
        Value (``None`` = empty or not usable) and remark (``None`` = nothing to tell).
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None, None
    return _READERS[kind_of(column)](raw, column)


def plain_number(value: float | Decimal) -> int | Decimal:
    """Return a number without binary dust: whole ones as ``int``, others as the shortest ``Decimal``.

    Args:
        value: Finite.
    """
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if exact == exact.to_integral_value():
        return int(exact)
    return Decimal(format(exact.normalize(), "f"))


def _bad(zh: str, en: str) -> Cell:
    return None, Remark("bad_value", "error", Text(f"无效：{zh}，未采用", f"not valid: {en}; not used"))


def _converted(zh: str, en: str) -> Remark:
    return Remark("converted", "info", Text(f"已转换：{zh}", f"converted: {en}"))


def _text(raw: Raw, _column: Column) -> Cell:
    if isinstance(raw, str):
        return _trimmed(raw)
    return _as_text(raw), _converted("单元格不是文本，已按文本读取", "the cell is not text, read as text")


def _trimmed(raw: str) -> tuple[str, Remark | None]:
    kept = raw.strip()
    if _CONTROL.search(kept):
        message = Text(
            "含控制字符或改变书写方向的字符，原样保留", "holds control or direction characters; kept as it is"
        )
        return kept, Remark("control_characters", "warn", message)
    broken = "\n" in kept
    if kept != raw:
        zh, en = ("；文内换行保留", "; line breaks inside are kept") if broken else ("", "")
        return kept, _converted(f"去除首尾空白{zh}", f"surrounding blanks removed{en}")
    message = Text("文内有换行，原样保留", "holds line breaks; kept as it is")
    return kept, Remark("line_break", "info", message) if broken else None


def _as_text(raw: Raw) -> str:
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and math.isfinite(raw):
        return str(plain_number(raw))
    if isinstance(raw, datetime):
        return f"{raw:%Y-%m-%d}" if raw.time() == time() else f"{raw:%Y-%m-%d %H:%M}"
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    if isinstance(raw, timedelta):
        minutes = round(raw.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(raw)


def _file(raw: Raw, column: Column) -> Cell:
    value, remark = _text(raw, column)
    assert isinstance(value, str)
    inner = value.replace("\\", "/").removeprefix("./").removeprefix("attachments/")
    if inner != value:
        return inner, _converted("文件名改为 attachments 内的相对路径", "file name made relative to attachments")
    return value, remark


def _list(raw: Raw, column: Column) -> Cell:
    value, remark = _text(raw, column)
    assert isinstance(value, str)
    parts = tuple(part.strip() for part in re.split("[；;]", value) if part.strip())
    if ";" in value:
        remark = _converted("半角分号视作“；”", "half-width semicolons read as separators")
    return parts, remark


def _choice(raw: Raw, column: Column) -> Cell:
    value, remark = _text(raw, column)
    if not column.options or value in column.options:
        return value, remark
    folded = {unicodedata.normalize("NFKC", option): option for option in column.options}
    found = folded.get(unicodedata.normalize("NFKC", str(value)))
    if found is not None:
        return found, _converted("全角与半角字符统一", "full-width and half-width characters made equal")
    listed = "、".join(column.options)
    message = Text(f"不在列表内，未采用；可选：{listed}", f"not in the list, not used; allowed: {listed}")
    return None, Remark("not_in_list", "error", message)


def _bool(raw: Raw, column: Column) -> Cell:
    if isinstance(raw, bool):
        return raw, _converted("逻辑值读作“是/否”", "a logical value read as yes or no")
    value, remark = _text(raw, column)
    if value in {"是", "否"}:
        return value == "是", remark
    return _bad("只能填“是”或“否”", "only 是 or 否")


def _integer(raw: Raw, column: Column) -> Cell:
    value, remark = _amount(raw, column)
    if isinstance(value, Decimal):
        return _bad("应为整数", "a whole number is needed")
    return value, remark


def _percent(raw: Raw, column: Column) -> Cell:
    value, remark = _amount(raw, column)
    if isinstance(value, int | Decimal) and not 0 <= value <= 100:
        return _bad("百分数应在 0 至 100 之间", "a percentage lies between 0 and 100")
    return value, remark


def _amount(raw: Raw, column: Column) -> Cell:
    """Read a number; amounts with a unit are never negative, coordinates and bare thresholds may be."""
    value, remark = _number(raw, column)
    signed = column.key in {"x", "y"} or not (column.unit or kind_of(column) == "int")
    if isinstance(value, int | Decimal) and value < 0 and not signed:
        return _bad("不应为负数", "must not be negative")
    return value, remark


def _number(raw: Raw, column: Column) -> Cell:
    if isinstance(raw, str):
        return _number_text(raw, column)
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return _bad("应为数值", "a number is needed")
    if not -MOST < raw < MOST:  # also refuses what is not a number
        return _bad("数值超出范围", "the number is out of range")
    return plain_number(raw), None


def _number_text(raw: str, column: Column) -> Cell:
    folded = unicodedata.normalize("NFKC", raw).strip()
    bare = _ABOUT.sub("", _ABOUT.sub("", folded))
    about = bare != folded
    unit = unicodedata.normalize("NFKC", column.unit)
    digits = bare.removesuffix(unit).strip() if unit else bare
    if not _NUMBER.fullmatch(digits):
        return _bad("不是数值", "not a number")
    value = Decimal(digits.replace(",", ""))
    if abs(value) >= MOST:
        return _bad("数值超出范围", "the number is out of range")
    found = plain_number(value)
    if about:
        message = Text(f"近似：原文为约数，取 {found}", f"approximate: the text says about, {found} is taken")
        return found, Remark("approximate", "warn", message)
    return found, _converted(f"文本读作数值 {found}", f"text read as the number {found}")


def _date(raw: Raw, _column: Column) -> Cell:
    value, remark = _moment(raw)
    if isinstance(value, datetime):
        if value.time() != time():
            remark = _converted("去除时间，只取日期", "the time is left out, only the date is taken")
        return value.date(), remark
    return value, remark


def _datetime(raw: Raw, _column: Column) -> Cell:
    return _moment(raw)


def _moment(raw: Raw) -> Cell:
    """Read a point in time as a naive local ``datetime``."""
    if isinstance(raw, datetime):
        return _to_second(raw), None
    if isinstance(raw, date):
        return datetime.combine(raw, time()), None
    if isinstance(raw, str):
        return _moment_text(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return _bad("应为日期", "a date is needed")
    return _moment_serial(float(raw))


def _moment_serial(serial: float) -> Cell:
    if not 1 <= serial <= _LAST_SERIAL:
        return _bad("序列日期超出范围", "the serial date is out of range")
    value = _to_second(_DAY_ZERO + timedelta(days=serial))
    return value, _converted(f"序列日期读作 {value:%Y-%m-%d %H:%M}", f"serial date read as {value:%Y-%m-%d %H:%M}")


def _to_second(value: datetime) -> datetime:
    return (value + timedelta(microseconds=500_000)).replace(microsecond=0, tzinfo=None)


def _moment_text(raw: str) -> Cell:
    folded = unicodedata.normalize("NFKC", raw).strip()
    found = _DATE_TIME.fullmatch(folded) or _DATE.fullmatch(folded)
    if found is None:
        return _bad("不是日期或时间", "not a date or time")
    numbers = [int(part) for part in found.groups() if part is not None]
    try:
        value = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 – three to six numbers, naive by contract
    except ValueError:
        return _bad("没有这一天或这一时刻", "there is no such day or time")
    if _PLAIN_DATE.fullmatch(raw):
        return value, None
    return value, _converted(f"读作 {value:%Y-%m-%d %H:%M}", f"read as {value:%Y-%m-%d %H:%M}")


def _any(raw: Raw, column: Column) -> Cell:
    if isinstance(raw, str):
        return _trimmed(raw)
    if isinstance(raw, datetime):
        value = _to_second(raw)
        return (value.date() if value.time() == time() else value), None
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        return _text(raw, column)
    return _number(raw, column)


_READERS: Mapping[str, Reader] = {
    "text": _text,
    "code": _text,
    "int": _integer,
    "number": _amount,
    "percent": _percent,
    "bool": _bool,
    "date": _date,
    "datetime": _datetime,
    "list": _list,
    "choice": _choice,
    "file": _file,
    "any": _any,
}

KINDS = frozenset(_READERS)
"""The column kinds a pack may use."""
