"""Pages of the register of cases: filter, sort, search, counters, by key and never by offset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Text,
    and_,
    bindparam,
    cast,
    column,
    func,
    or_,
    select,
    table,
    tuple_,
)

from workbench.storage import search
from workbench.storage.connection import Store
from workbench.storage.projections import COLUMNS, RANKS, CaseRow, case_row
from workbench.storage.schema import cases

GROUPS = ("overdue", "today", "three", "week", *RANKS[1:])
"""Groups of the queue, most urgent first; the running ones by the day they are due."""

SORTS: Mapping[str, tuple[str, ...]] = {
    "urgency": ("queue_rank", "due"),
    **{
        name: (name,)
        for name in (
            *("number", "title", "undertaker", "first_day", "headcount", "level", "status", "officer", "received"),
            *("updated", "decided", "paper_number", "due", "promise_due"),
        )
    },
}
"""What the queue can be sorted by; every sort ends with the case identifier, so that keys are unique."""


@dataclass(frozen=True)
class Days:
    """The days that part the running cases: today, the last day of "within three", both of the office's calendar."""

    today: date
    three: date


@dataclass(frozen=True)
class CaseFilter:
    """What a page holds; empty members do not filter.

    ``text`` is what a person typed: every word must occur in title, undertaker, place or number. ``decided`` and
    ``first_day`` are spans of days, both ends included, ``None`` = open.
    """

    text: str = ""
    groups: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    approvers: tuple[str, ...] = ()
    undertakers: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    outcomes: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    decided: tuple[date | None, date | None] | None = None
    first_day: tuple[date | None, date | None] | None = None
    promise_open: bool = False


@dataclass(frozen=True)
class CasePage:
    """Rows in order, how many match in all, the counters over the whole register, and the key of the next page.

    ``counts`` has every one of :data:`GROUPS`, ``all``, and ``promise_overdue``.
    """

    rows: tuple[CaseRow, ...]
    total: int
    counts: Mapping[str, int]
    next_key: tuple[str | int, ...] | None


@dataclass(frozen=True)
class Sort:
    """One of :data:`SORTS`, upwards or downwards."""

    by: str = "urgency"
    descending: bool = False


URGENCY = Sort()

_full_text = table("cases_text", column("rowid"), column("cases_text"))


def search_cases(
    store: Store,
    wanted: CaseFilter,
    days: Days,
    *,
    sort: Sort = URGENCY,
    after: tuple[str | int, ...] | None = None,
    limit: int = 50,
) -> CasePage:
    """Return one page of the cases that match.

    Args:
        store: The open database.
        wanted: The filter.
        days: The days that part the groups.
        sort: The order.
        after: ``next_key`` of the page before, of the same filter and sort.
        limit: Rows per page.
    """
    with store.read() as connection:
        terms = list(_terms(wanted, days, store.kind))
        keys = [cases.c[name] for name in (*SORTS[sort.by], "case_id")]
        page = select(*COLUMNS).where(*terms)
        if after is not None:
            place = tuple_(*after)
            page = page.where(tuple_(*keys) < place if sort.descending else tuple_(*keys) > place)
        order = [key.desc() for key in keys] if sort.descending else keys
        found = connection.execute(page.order_by(*order).limit(limit + 1)).all()
        counts = group_counts(connection, days)
        total = _total(connection, terms, counts)
    rows = tuple(case_row(row) for row in found[:limit])
    last = found[limit - 1] if len(found) > limit else None
    return CasePage(rows, total, counts, None if last is None else tuple(getattr(last, key.name) for key in keys))


def _total(connection: Connection, terms: list[ColumnElement[bool]], counts: Mapping[str, int]) -> int:
    if not terms:
        return counts["all"]
    return int(connection.execute(select(func.count()).select_from(cases).where(*terms)).scalar_one())


def group_counts(connection: Connection, days: Days) -> dict[str, int]:
    """Return the counters over the whole register: one walk along the index of urgency, sorted into groups here."""
    counts = dict.fromkeys(GROUPS, 0)
    for rank, due, count in connection.execute(_BY_DUE):
        counts[_group(rank, due, days)] += count
    counts["all"] = sum(counts.values())
    counts["promise_overdue"] = connection.execute(_LATE, {"today": days.today.isoformat()}).scalar_one()
    return counts


_BY_DUE = select(cases.c.queue_rank, cases.c.due, func.count()).group_by(cases.c.queue_rank, cases.c.due)
_LATE = select(func.count()).where(cases.c.promise_due > "", cases.c.promise_due < bindparam("today"))


def _group(rank: int, due: str, days: Days) -> str:
    """Return the group of a case; the same sorting as :func:`_groups`, for rows already counted."""
    if rank:
        return RANKS[rank]
    today = days.today.isoformat()
    if due <= today:
        return "today" if due == today else "overdue"
    return "three" if due <= days.three.isoformat() else "week"


def _groups(days: Days) -> dict[str, ColumnElement[bool]]:
    """Return the condition of every group."""
    running, due = cases.c.queue_rank == 0, cases.c.due
    today, three = days.today.isoformat(), days.three.isoformat()
    parts = {
        "overdue": and_(running, due < today),
        "today": and_(running, due == today),
        "three": and_(running, due > today, due <= three),
        "week": and_(running, due > max(today, three)),
    }
    return parts | {name: cases.c.queue_rank == rank for rank, name in enumerate(RANKS) if rank}


def _terms(wanted: CaseFilter, days: Days, kind: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of a filter."""
    if wanted.groups:
        conditions = _groups(days)
        yield or_(*(conditions[name] for name in wanted.groups))
    members = {
        "status": wanted.statuses,
        "officer": wanted.officers,
        "approver": wanted.approvers,
        "undertaker": wanted.undertakers,
        "level": wanted.levels,
        "outcome": wanted.outcomes,
        "case_id": wanted.cases,
    }
    yield from (cases.c[name].in_(values) for name, values in members.items() if values)
    yield from _span("decided", wanted.decided)
    yield from _span("first_day", wanted.first_day)
    if wanted.promise_open:
        yield cases.c.promise_due > ""
    if wanted.text.strip():
        yield from _text_terms(wanted.text, kind)


def _span(name: str, span: tuple[date | None, date | None] | None) -> Iterator[ColumnElement[bool]]:
    if span is None:
        return
    day = cases.c[name]
    first, last = span
    yield day >= (first.isoformat() if first else "0")
    if last is not None:
        yield day < f"{last.isoformat()}~"  # times of that day sort before the tilde


def _text_terms(typed: str, kind: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions of a search: by tokens through the index, longer words by the text as well."""
    typed_words = search.words(typed)
    wanted = sorted({token for word in typed_words for token in search.needed(word)})
    if wanted and kind == "sqlite":
        match = " AND ".join(f'"{token}"' for token in wanted)
        yield cases.c.row.in_(select(_full_text.c.rowid).where(_full_text.c.cases_text.op("MATCH")(match)))
    elif wanted:
        yield cases.c.tokens.op("@>")(cast(wanted, ARRAY(Text)))
    yield from (cases.c.folded.contains(word, autoescape=True) for word in typed_words if not search.exact(word))
