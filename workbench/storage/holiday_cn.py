"""A year of working days in the form of the open data set holiday-cn.

An object with ``year``, ``papers`` (addresses of the notices) and ``days``: each with ``name``, ``date`` and
``isOffDay`` (true = off, false = a make-up working day); keys that begin with ``$`` belong to the schema. Weekend days
that adjoin a holiday are listed only where the notice lists them. December days may stand in the next year's file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from workbench.core.calendar import CalendarYear
from workbench.errors import Text
from workbench.storage.calendar_days import contradictions, in_notice
from workbench.storage.pack_faults import Fault, Place, fault, nearest

_KEYS = ("year", "papers", "days")
_DAY_KEYS = ("name", "date", "isOffDay")


def looks_like(raw: Mapping[str, object]) -> bool:
    """Return whether an object is meant to be of this form."""
    return "format" not in raw and isinstance(raw.get("days"), list) and "year" in raw


def year_of(
    raw: Mapping[str, object], place: Place, faults: list[Fault], english: Mapping[str, str]
) -> CalendarYear | None:
    """Return the year that an object of this form states; what is wrong is added to ``faults``.

    Args:
        raw: The parsed file.
        place: The file, for messages.
        faults: Grows by every fault, each with the place in the file, e.g. ``days[3].date``.
        english: English of the holidays' names; an unknown name stands as it is in both languages.
    """
    faults.extend(
        fault(place, Text(f"未知的键“{key}”", f"unknown key “{key}”"), nearest(key, _KEYS))
        for key in raw
        if key not in _KEYS and not key.startswith("$")
    )
    year, listed = raw.get("year"), raw.get("days")
    if not isinstance(year, int) or isinstance(year, bool) or not 1900 < year < 2200:
        faults.append(fault(place, Text("year：年份有误", "year: the year is wrong")))
        return None
    if not isinstance(listed, list) or not listed:
        told = Text(
            f"days：文件中没有日期，{year} 年的放假通知尚未公布",
            f"days: no day is listed; the notice of {year} is not out yet",
        )
        faults.append(fault(place, told))
        return None
    off: dict[date, Text] = {}
    work: dict[date, Text] = {}
    for number, entry in enumerate(listed):
        _take(entry, f"days[{number}]", (year, off, work), (place, faults, english))
    faults.extend(contradictions(off, work, place))
    if not faults:
        faults.extend(_missing(off, year, place))
    return CalendarYear(year, official=True, off=off, work=work, paper=_paper(raw, year, place, faults), mark="A")


_NAMES = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
_FIXED = ((1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3))
"""Holidays that every year has, and those with a fixed day: 全国年节及纪念日放假办法 (2024), Art. 2."""


def _missing(off: Mapping[date, Text], year: int, place: Place) -> Iterator[Fault]:
    """Yield the statutory holidays that the file leaves out: a part of a notice is not taken for the notice."""
    for name in _NAMES:
        if not any(name in told.zh for told in off.values()):
            yield fault(place, Text(f"days：缺少法定节假日“{name}”", f"days: the statutory holiday {name} is missing"))
    for month, day in _FIXED:
        fixed = date(year, month, day)
        if fixed not in off and fixed.weekday() < WEEKEND and (year > LATER or day == 1):
            yield fault(place, Text(f"days：{fixed} 是法定节假日，未列为放假", f"days: {fixed} is a statutory holiday"))


WEEKEND, LATER = 5, 2024
"""First day of the weekend; the last year before the regulation of 2024 was in force."""


Days = tuple[int, dict[date, Text], dict[date, Text]]
Telling = tuple[Place, list[Fault], Mapping[str, str]]


def _take(entry: object, where: str, days: Days, telling: Telling) -> None:
    """Put one listed day where it belongs, or say what is wrong with it and where."""
    year, off, work = days
    place, faults, english = telling
    if not isinstance(entry, dict) or set(entry) != set(_DAY_KEYS):
        told = Text(f"{where}：应有且只有 name、date、isOffDay", f"{where}: name, date and isOffDay, nothing else")
        faults.append(fault(place, told))
        return
    name, off_day, day = entry["name"], entry["isOffDay"], _day(entry["date"])
    if not isinstance(name, str) or not name.strip():
        faults.append(fault(place, Text(f"{where}.name：名称为空", f"{where}.name: the name is empty")))
    elif not isinstance(off_day, bool):
        faults.append(fault(place, Text(f"{where}.isOffDay：应为 true 或 false", f"{where}.isOffDay: true or false")))
    elif day is None or not in_notice(day, year) or day in off or day in work:
        word = entry["date"]
        faults.append(
            fault(place, Text(f"{where}.date：日期“{word}”有误或重复", f"{where}.date: wrong or repeated day “{word}”"))
        )
    else:
        (off if off_day else work)[day] = _named(name.strip(), english, works=not off_day)


def _day(word: object) -> date | None:
    try:
        return date.fromisoformat(word) if isinstance(word, str) and len(word) == len("2026-01-01") else None
    except ValueError:
        return None


def _named(name: str, english: Mapping[str, str], *, works: bool) -> Text:
    told = english.get(name, name)
    return Text(f"{name}调休上班", f"Make-up working day for {told}") if works else Text(name, told)


def _paper(raw: Mapping[str, object], year: int, place: Place, faults: list[Fault]) -> Text:
    """Return the name of the notice; the addresses that the file gives are checked and not kept."""
    papers = raw.get("papers")
    if not isinstance(papers, list) or not papers or not all(isinstance(p, str) and p.strip() for p in papers):
        faults.append(fault(place, Text("papers：没有写明放假通知", "papers: the notice is not named")))
    return Text(
        f"国务院办公厅关于{year}年部分节假日安排的通知",
        f"Notice of the General Office of the State Council on the holiday arrangements for {year}",
    )
