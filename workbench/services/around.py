"""The checks of a case that ask the office around it: other open cases, the journal, the register of numbers."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.case import Case
from workbench.core.clashes import Footprint, footprint, overlaps, reasons
from workbench.core.facts import day_of
from workbench.core.numbering import paper_code
from workbench.core.pack import Pack
from workbench.core.reasons import Reason, Reasons
from workbench.errors import Text
from workbench.services import looking
from workbench.services.desk import Desk, pack_of, stream_of
from workbench.services.numbering import CASE
from workbench.storage.projections import CaseRow

OPEN = tuple(status.value for status in sorted(looking.BEFORE_DECISION | looking.OPEN_PERMIT))
"""Statuses of cases whose event is still to come or under way."""


def answers(look: looking.Look) -> dict[str, Reasons]:
    """Return clashes with other open cases, the state of the record, and that of the numbers."""
    return {"K24": clashes(look), "K30": record(look), "K32": numbers(look)}


def clashes(look: looking.Look) -> Reasons:
    """Fire for companies and venues that other open cases use on the same days; ``None`` without a day."""
    fields = look.case.application.fields
    first, last = day_of(fields.get("ev.start_date")), day_of(fields.get("ev.end_date"))
    if first is None or look.case.status.value not in OPEN:
        return None
    rows = look.desk.database.cases_between(first, last or first, OPEN)
    others = [_footprint(look.desk, row) for row in rows if row.case != look.case.id]
    own = footprint(look.case.application, look.pack, look.case.number)
    return reasons(own.key, overlaps([own, *others]))


def _footprint(desk: Desk, row: CaseRow) -> Footprint:
    def made() -> Footprint:
        case = desk.case(row.case)
        return footprint(case.application, pack_of(case.pack), case.number)

    return desk.footprints.take(row.case, (), (row.version,), made)


def record(look: looking.Look) -> Reasons:
    """Fire for entries of the case that are not in order, or whose author has no account."""

    def made() -> Reasons:
        report = look.desk.database.check_stream(stream_of(look.case.id))
        known = look.desk.names()
        faults = [Reason(fault, str(version)) for version, fault in report.faults]
        strangers = sorted(report.actors - known.keys())
        told = [Reason(Text(f"记录人没有账户：{who}", f"an author without an account: {who}")) for who in strangers]
        return (*faults, *told)

    return look.desk.memo.take(f"record {look.case.id}", (), (look.case.version,), made)


def numbers(look: looking.Look) -> Reasons:
    """Fire for gaps in the series that the case's papers are numbered from, and for a number used twice in the case."""
    years = range(look.case.received.year, look.today.year + 1)
    found = look.desk.database.number_gaps(_series(look.case, look.pack), years)
    gaps = [_gap(*one) for one in found]
    return (*gaps, *_twice(look.case))


def _series(case: Case, pack: Pack) -> tuple[str, ...]:
    papers = {issued.paper for issued in case.documents} | ({case.decision.paper} if case.decision else set())
    rows = (pack.papers.get(paper_code(name)) for name in papers)
    return tuple(sorted({CASE, *(row.series for row in rows if row is not None and row.series)}))


def _gap(series: str, year: int, missing: int) -> Reason:
    zh = f"{series}〔{year}〕缺 {missing} 个编号，未登记作废"
    return Reason(Text(zh, f"{series} {year}: {missing} numbers are missing and not voided"), series)


def _twice(case: Case) -> Iterator[Reason]:
    seen: dict[str, str] = {}
    for issued in case.documents:
        own = paper_code(issued.paper)
        other = seen.setdefault(issued.number, own)
        if issued.number and other != own:
            zh = f"编号 {issued.number} 用于两种文书：{other}、{own}"
            en = f"number {issued.number} stands on two papers: {other}, {own}"
            yield Reason(Text(zh, en), issued.number)
