"""Words from templates and values: dates, numerals, masked numbers, and text that is never read as markup.

Templates come from the rule pack. ``{name}`` takes a value, ``**…**`` marks emphasis. Both are read in the template
before any value is put in, so nothing a person wrote can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby

from reports.blocks import Span, Words

DIGITS = "〇一二三四五六七八九"
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_EMPHASIS = re.compile(r"\*\*(.+?)\*\*")
_PLACE = re.compile(r"\{(\w+)\}")


def phrase(template: str, values: Mapping[str, str] | None = None) -> Words:
    """Fill a template and return its words; a placeholder without a value is an error of ours (``KeyError``)."""
    values = values or {}
    spans: list[Span] = []
    for index, part in enumerate(_EMPHASIS.split(template)):
        filled = _filled(part, values)
        if filled:
            spans.append(Span(filled, strong=bool(index % 2)))
    return tuple(spans)


def filled(template: str, values: Mapping[str, str]) -> str:
    """Fill a template that has no emphasis."""
    return "".join(span.text for span in phrase(template, values) if isinstance(span, Span))


def _filled(part: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        text = values[match[1]]
        within = part[: match.start()].endswith("“") and part[match.end() :].startswith("”")
        return inner_quotes(text) if within else text

    return _PLACE.sub(value, part)


def inner_quotes(text: str) -> str:
    """Return text as it stands inside quotation marks: its own double marks become single ones."""
    return text.replace("“", "‘").replace("”", "’")


def day_zh(day: date) -> str:
    """Return ``2026年4月15日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def hour_zh(moment: datetime) -> str:
    """Return ``2026年4月15日17时`` or, when minutes matter, ``2026年4月15日17时30分``."""
    minutes = f"{moment.minute:02d}分" if moment.minute else ""
    return f"{day_zh(moment.date())}{moment.hour}时{minutes}"


def day_en(day: date) -> str:
    """Return ``15 April 2026``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def span_en(first: date, last: date) -> str:
    """Return the days of an event: ``29 April 2026 to 2 May 2026``."""
    return day_en(first) if first == last else f"{day_en(first)} to {day_en(last)}"


def span_zh(first: date, last: date) -> str:
    """Return the days of an event, the year and month said once: ``2026年4月29日至5月2日``."""
    if first == last:
        return day_zh(first)
    until = day_zh(last)
    if first.year == last.year:
        until = until.removeprefix(f"{last.year}年")
    if (first.year, first.month) == (last.year, last.month):
        until = until.removeprefix(f"{last.month}月")
    return f"{day_zh(first)}至{until}"


def days_zh(days: Iterable[date]) -> str:
    """Return a list of days, the month said once: ``4月8日、9日、5月1日``."""
    said = []
    for month, run in groupby(sorted(set(days)), key=lambda day: (day.year, day.month)):
        numbers = [f"{day.day}日" for day in run]
        said.append(f"{month[1]}月" + "、".join(numbers))
    return "、".join(said)


def numeral_zh(number: int) -> str:
    """Return a number below 100 in Chinese numerals; larger ones in digits."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if tens == 0:
        return "零" if ones == 0 else DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def masked_id(number: str) -> str:
    """Return an identity number as its last four digits behind asterisks."""
    return "*" * (len(number) - 4) + number[-4:] if len(number) > 4 else "*" * len(number)


def masked_phone(number: str) -> str:
    """Return a mobile number with its middle hidden; short office numbers stay."""
    return number[:3] + "*" * (len(number) - 7) + number[-4:] if len(number) >= 11 else number
