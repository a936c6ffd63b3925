"""What must hold of the days that a year's notice sets, in whichever form it comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from workbench.errors import Text
from workbench.storage.pack_faults import Fault, Place, fault


def in_notice(day: date, year: int) -> bool:
    """Return whether a year's notice may set a day: one of the year, or of the December before."""
    return day.year == year or (day.year == year - 1 and day.month == 12)


def contradictions(off: Mapping[date, Text], work: Mapping[date, Text], place: Place) -> Iterator[Fault]:
    """Yield days that are both off and worked, and make-up days that are no weekend days."""
    for day in work:
        if day in off:
            yield fault(place, Text(f"{day} 既放假又上班", f"{day} is both off and worked"))
        if day.weekday() < 5:
            yield fault(place, Text(f"{day} 不是周末，不能调休上班", f"{day} is no weekend day to be worked"))
