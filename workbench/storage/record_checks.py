"""Reads for the checks of one case: are its entries in order, has a series a gap, which cases share its days?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from workbench.core.records import Entry, entry_hash
from workbench.errors import Text
from workbench.storage.connection import Store
from workbench.storage.projections import COLUMNS, CaseRow, case_row
from workbench.storage.schema import cases, journal, numbers


@dataclass(frozen=True)
class StreamReport:
    """What the entries of a stream show: faults by version, and who wrote them."""

    count: int
    faults: tuple[tuple[int, Text], ...]
    actors: frozenset[str]


def check_stream(store: Store, stream: str) -> StreamReport:
    """Compare the entries of a stream with their own hashes, versions and times.

    The links between entries run through the whole chain and are compared by its verification.
    """
    rows = select(*(journal.c[name] for name in Entry._fields)).where(journal.c.stream == stream)
    with store.read() as connection:
        entries = [Entry(*row) for row in connection.execute(rows.order_by(journal.c.version))]
    return StreamReport(len(entries), tuple(_faults(entries)), frozenset(entry.actor for entry in entries))


def _faults(entries: Sequence[Entry]) -> Iterator[tuple[int, Text]]:
    at = ""
    for version, entry in enumerate(entries, 1):
        if entry.version != version:
            yield version, Text(f"第 {version} 条记录缺失", f"entry {version} is missing")
            return
        if entry.hash != entry_hash(entry):
            yield version, Text(f"第 {version} 条记录与其指纹不符", f"entry {version} does not match its hash")
        if entry.at < at:
            yield version, Text(f"第 {version} 条记录早于前一条", f"entry {version} is dated before the one before it")
        at = max(at, entry.at)


def gaps(store: Store, series: Iterable[str], years: Iterable[int]) -> tuple[tuple[str, int, int], ...]:
    """Return (series, year, how many numbers are missing) where the numbers drawn do not run from 1 without a gap."""
    wanted = numbers.c.series.in_(tuple(series)) & numbers.c.year.in_(tuple(years))
    counted = select(numbers.c.series, numbers.c.year, func.max(numbers.c.number), func.count())
    grouped = counted.where(wanted).group_by(numbers.c.series, numbers.c.year)
    ordered = grouped.order_by(numbers.c.series, numbers.c.year)
    with store.read() as connection:
        found = connection.execute(ordered).all()
    return tuple((name, year, last - count) for name, year, last, count in found if last != count)


def cases_between(store: Store, first: date, last: date, statuses: Sequence[str]) -> tuple[CaseRow, ...]:
    """Return the rows of cases in some states whose event has a day from ``first`` to ``last``, by first day."""
    begun = (cases.c.first_day != "") & (cases.c.first_day <= last.isoformat())
    shared = begun & (cases.c.last_day >= first.isoformat())
    rows = select(*COLUMNS).where(shared & cases.c.status.in_(statuses)).order_by(cases.c.first_day, cases.c.case_id)
    with store.read() as connection:
        return tuple(case_row(row) for row in connection.execute(rows))
