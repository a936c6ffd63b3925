"""Working-day calendars from dated JSON files.

The form (``EAW-CAL 1``), one file per year: ``year``; ``status`` ``official`` (the yearly notice is published) or
``computed`` (weekends and statutory days only); ``mark``; ``paper`` with ``zh``, ``en`` and ``issued`` (``YYYY-MM`` or
null); ``off`` and ``work``: groups of ``days`` with a name in both languages. The form of the open data set holiday-cn
(``year``, ``papers``, ``days`` with ``name``, ``date``, ``isOffDay``) is read as well; see
:mod:`workbench.storage.holiday_cn`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import ClassVar

from workbench.core.calendar import CalendarYear, DayException, WorkCalendar
from workbench.errors import PackError, Text
from workbench.storage import holiday_cn
from workbench.storage.calendar_days import contradictions
from workbench.storage.pack_faults import Fault, PackFaults, Place, fault, nearest
from workbench.storage.packs import forms_folder

FORMAT = "EAW-CAL 1"
_KEYS = ("format", "year", "status", "mark", "paper", "off", "work")
_STATUS = ("official", "computed")
_LARGEST = 1_000_000
"""Bytes; a year is about 3 kB."""


def load_calendar(exceptions: Iterable[DayException] = (), *, imported: Iterable[CalendarYear] = ()) -> WorkCalendar:
    """Return the calendar that comes with the program, with an office's additions.

    Args:
        exceptions: Local closures and extra working days; a later one of the same day rules.
        imported: Years read by :func:`import_calendar`; an imported year replaces the shipped one.

    Raises:
        PackFaults: A shipped file is wrong.
    """
    years = {year.year: year for year in (*shipped_years(), *imported)}
    found = {e.day: e for e in exceptions}
    return WorkCalendar(dict(sorted(years.items())), found, _version(years, found))


@cache
def shipped_years() -> tuple[CalendarYear, ...]:
    """Return the years that come with the program."""
    return tuple(import_calendar(p) for p in _shipped())


def import_calendar(path: Path) -> CalendarYear:
    """Return the year that a calendar file states.

    Raises:
        PackFaults: The file is not a calendar of this form, or its days contradict each other; all faults at once.
        PackError: The file cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise PackError(Text("无法读取日历文件", "the calendar file cannot be read"), where=str(path)) from error
    place = Place(path.name, 0)
    faults: list[Fault] = []
    raw = _parsed(data, place, faults)
    year = _read(raw, place, faults) if raw is not None else None
    if faults or year is None:
        raise CalendarFaults(path.name, tuple(faults))
    return year


class CalendarFaults(PackFaults):
    """A calendar file cannot be used; ``faults`` lists everything that is wrong in it."""

    what: ClassVar[Text] = Text("日历文件", "calendar file")


def _read(raw: Mapping[str, object], place: Place, faults: list[Fault]) -> CalendarYear | None:
    if raw.get("format") == FORMAT:
        return _year(raw, place, faults)
    return holiday_cn.year_of(raw, place, faults, _english())


@cache
def _english() -> Mapping[str, str]:
    """Return the English of the holidays' Chinese names, as the shipped years give it."""
    years = (import_calendar(p) for p in _shipped())
    return {name.zh: name.en for year in years for name in (*year.off.values(), *year.work.values())}


def _shipped() -> list[Path]:
    return sorted((forms_folder() / "calendars").glob("*.json"))


def _version(years: Mapping[int, CalendarYear], exceptions: Mapping[date, DayException]) -> str:
    """Return e.g. ``2024-2026+3f9a01c2``: the published years, and a fingerprint of all days."""
    official = sorted(y for y, c in years.items() if c.official)
    days = [[y, c.official, sorted(map(str, c.off)), sorted(map(str, c.work))] for y, c in sorted(years.items())]
    local = [[str(e.day), e.working] for _, e in sorted(exceptions.items())]
    digest = hashlib.sha256(json.dumps([days, local]).encode()).hexdigest()[:8]
    span = f"{official[0]}-{official[-1]}" if official else "none"
    return f"{span}+{digest}"


def _parsed(data: bytes, place: Place, faults: list[Fault]) -> Mapping[str, object] | None:
    if len(data) > _LARGEST:
        faults.append(fault(place, Text("文件过大，不是日历", "the file is too large for a calendar")))
        return None
    try:
        raw = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        line = Place(place.file, getattr(error, "lineno", 0))
        faults.append(fault(line, Text("不是有效的 JSON 文件", "not a valid JSON file")))
        return None
    if not isinstance(raw, dict) or not (raw.get("format") == FORMAT or holiday_cn.looks_like(raw)):
        told = Text(
            f"格式应为“{FORMAT}”，或 holiday-cn 的 year、papers、days",
            f"the format should be “{FORMAT}”, or that of holiday-cn: year, papers, days",
        )
        faults.append(fault(place, told))
        return None
    return raw


def _year(raw: Mapping[str, object], place: Place, faults: list[Fault]) -> CalendarYear | None:
    faults.extend(
        fault(place, Text(f"未知的键“{key}”", f"unknown key “{key}”"), nearest(key, _KEYS))
        for key in raw
        if key not in _KEYS
    )
    year, status = raw.get("year"), raw.get("status")
    if not isinstance(year, int) or isinstance(year, bool) or not 1900 < year < 2200:
        faults.append(fault(place, Text("年份有误", "the year is wrong")))
        return None
    if status not in _STATUS:
        faults.append(fault(place, Text("status 应为 official 或 computed", "status is official or computed")))
    off = _named_days(raw, "off", year, place, faults)
    work = _named_days(raw, "work", year, place, faults)
    faults.extend(contradictions(off, work, place))
    paper = _name(raw.get("paper"), "paper", place, faults)
    mark = raw.get("mark")
    if mark not in {"A", "B", "C", "X", "M", "P"}:
        faults.append(fault(place, Text("缺少证据标记（mark）", "the evidence mark is missing")))
    return CalendarYear(year, status == "official", off, work, paper, str(mark))


def _named_days(raw: Mapping[str, object], key: str, year: int, place: Place, faults: list[Fault]) -> dict[date, Text]:
    """Return day → name; days that are no dates, of another year or listed twice are faults."""
    found: dict[date, Text] = {}
    groups = raw.get(key)
    if not isinstance(groups, list):
        faults.append(fault(place, Text(f"缺少列表“{key}”", f"the list “{key}” is missing")))
        return found
    for group in groups:
        name = _name(group, key, place, faults)
        for word in _listed(group):
            day = _day(word)
            if day is None or day.year != year or day in found:
                faults.append(
                    fault(place, Text(f"{key}：日期“{word}”有误或重复", f"{key}: wrong or repeated day “{word}”"))
                )
            else:
                found[day] = name
    return found


def _listed(group: object) -> list[object]:
    days = group.get("days") if isinstance(group, dict) else None
    return days if isinstance(days, list) and days else [None]


def _day(word: object) -> date | None:
    try:
        return date.fromisoformat(word) if isinstance(word, str) else None
    except ValueError:
        return None


def _name(group: object, key: str, place: Place, faults: list[Fault]) -> Text:
    zh, en = (group.get("zh"), group.get("en")) if isinstance(group, dict) else (None, None)
    if not (isinstance(zh, str) and zh and isinstance(en, str) and en):
        faults.append(fault(place, Text(f"{key}：缺少 zh 或 en", f"{key}: zh or en is missing")))
        return Text("", "")
    return Text(zh, en)
