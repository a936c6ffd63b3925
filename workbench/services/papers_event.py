"""Papers after the decision and at the event: inspections F07, changes F13, cancellation F14, stop notices F15."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial

from reports import field_notice, parts
from reports.blocks import Document
from reports.field_notice import FieldNotice, TriggerLine
from reports.parts import Choice, Head, Notice, Pairs, Rows, Sentence, Sheet, Signing
from reports.wording import day_en, day_zh, filled, hour_zh, span_zh
from workbench.core.case_parts import RunEntry
from workbench.core.commands import HazardFound, ItemResult
from workbench.core.facts import day_of
from workbench.core.pack import Pack
from workbench.core.records import Recorded
from workbench.errors import Text, WorkbenchError
from workbench.services import legal
from workbench.services import paper_contents as contents
from workbench.services.allowed import allowed
from workbench.services.looking import Look
from workbench.services.slips import Slip, Which, instrument, texts

_UNREAD = frozenset({"M", "C"})
"""Marks of rows that nobody has read in the law itself."""
_DOUBT = "待核实"
"""What :func:`legal.in_words` says of articles so marked."""
_ORDERS = ("suspended", "stopped", "resumed")


class UnconfirmedError(WorkbenchError):
    """The law that a paper rests on has not been confirmed by the office; it cannot be printed."""


def slips(look: Look) -> Iterator[Slip]:
    """Yield a record per inspection, a decision per request, a notice per order given at the event."""
    case = look.case
    site, opening = contents.entries(look, "site_checked"), contents.entries(look, "opening_checked")
    for index, entry in enumerate(site):
        check = case.site_checks[index]
        which = Which(f"s{index + 1}", Text(f"现场查验　{_moment(check.at)}", f"on site, {_en(check.at)}"))
        number = _number(entry) if check.complete else ""
        yield instrument(look, "F07", partial(_site_check, index=index), number, which)
    for index, entry in enumerate(opening):
        done = case.opening_checks[index]
        which = Which(f"o{index + 1}", Text(f"举办前检查　{_moment(done.at)}", f"before opening, {_en(done.at)}"))
        number = _number(entry) if done.complete else ""
        yield instrument(look, "F07", partial(_opening_check, index=index), number, which)
    for index, change in enumerate(case.changes):
        if change.result:
            which = Which(str(index + 1), look.pack.lists["change_kinds"][change.change].text)
            yield instrument(look, "F13", partial(_change, index=index), change.number, which)
    if case.closure is not None and case.closure.kind == "cancelled":
        yield instrument(look, "F14", _cancelled, case.closure.number)
    for index, run in enumerate(e for e in case.run if e.kind in _ORDERS and e.number):
        which = Which(str(index + 1), _order_name(look.pack, run))
        yield instrument(look, "F15", partial(_order, run=run), run.number, which)


def _number(entry: Recorded) -> str:
    return str(entry.body.get("number", ""))


def _moment(at: datetime) -> str:
    return f"{at.month}月{at.day}日{at.hour}时{at.minute:02d}分"


def _en(at: datetime) -> str:
    return f"{day_en(at.date())} {at:%H:%M}"


# F07


def _site_check(look: Look, index: int) -> Document:
    check, entry = look.case.site_checks[index], contents.entries(look, "site_checked")[index]
    plain = [(str(n), item, "", "") for n, item in enumerate(check.items, 1)]
    made: list[parts.Part] = [*_checked(_results(look, check.results) or plain)]
    made += [*_hazards(look, check.found), *_found(check.findings, bare=not check.found), Head("conclusion_head")]
    made.append(parts.Plain(check.conclusion) if check.conclusion else Choice("passed"))
    head = (hour_zh(check.at), check.place, "、".join(check.officers))
    return _record(look, entry, (check.complete, "subtitle_site"), head, made)


def _opening_check(look: Look, index: int) -> Document:
    check, entry = look.case.opening_checks[index], contents.entries(look, "opening_checked")[index]
    made: list[parts.Part] = [*_checked(_results(look, check.results))]
    kept = [(*_condition(look, one.condition), one.evidence, one.fulfilled) for one in check.conditions]
    if kept:
        made += [Head("conditions_head"), Rows("condition_columns", _CONDITIONS, kept)]
    made += [*_hazards(look, check.found), *_found(check.hazards, bare=not check.found)]
    made += [Head("conclusion_head"), Choice("passed", frozenset({0 if check.passed else 1}))]
    head = (hour_zh(check.at), contents.field(look, "loc.name"), "、".join(check.officers))
    people = allowed(look, check.at)
    if people is not None:
        made.insert(0, parts.Plain(people.text.zh + "。", "flush"))
    return _record(look, entry, (check.complete, "subtitle_opening"), head, made)


def _condition(look: Look, code: str) -> tuple[str, str]:
    condition = look.case.conditions.get(code)
    return (condition.title, condition.text) if condition else (code, "")


def _results(look: Look, results: Sequence[ItemResult]) -> list[tuple[str, ...]]:
    """Return what came out for each item of the list, with its note."""
    items, words = look.pack.lists["inspection_items"], look.pack.lists["inspection_results"]
    return [
        (str(n), items[one.item].text.zh if one.item in items else one.item, words[one.result].text.zh, one.note)
        for n, one in enumerate(results, 1)
    ]


def _hazards(look: Look, found: Sequence[HazardFound]) -> tuple[parts.Part, ...]:
    grades = look.pack.lists["hazard_severities"]
    rows = [
        (
            str(n),
            h.what,
            h.place,
            grades[h.severity].text.zh if h.severity in grades else h.severity,
            h.holder,
            hour_zh(h.due),
        )
        for n, h in enumerate(found, 1)
    ]
    return (Head("hazards_head"), Rows("hazard_columns", _HAZARDS, rows)) if rows else ()


def _record(
    look: Look, entry: Recorded, kind: tuple[bool, str], head: tuple[str, str, str], made: list[parts.Part]
) -> Document:
    """Return the record of an inspection: head, what was checked and found, conclusion, four signatures.

    Args:
        look: The case.
        entry: The event that recorded it.
        kind: Whether both officers stand by it, else it is a draft; key of the subtitle.
        head: Time, place, officers.
        made: Everything between head and signatures.
    """
    said = texts(look, "F07")
    complete, subtitle = kind
    issue = contents.issued(look, _number(entry), entry.kind) if complete else contents.draft(look)
    at, place, officers = head
    values = (
        *(contents.field(look, "ev.name"), contents.field(look, "und.name")),
        *(at, place, officers, look.case.number),
    )
    basis = Sentence("basis", {"basis": contents.basis(look, "F07", issue.day)}, "flush")
    whole = (Pairs(values, "labels", across=2, label=22.0), basis, *made, _REMARKS, Signing())
    content = Sheet("F07", issue, whole, values={"event": contents.field(look, "ev.name")}, subtitle=said[subtitle])
    return parts.document(content, said)


_CONDITIONS = ((40.0, "left"), (74.0, "left"), (43.0, "left"), (15.0, "centre"))
_HAZARDS = ((12.0, "centre"), (50.0, "left"), (32.0, "left"), (16.0, "centre"), (32.0, "left"), (30.0, "centre"))
_ITEMS = ((12.0, "centre"), (92.0, "left"), (22.0, "centre"), (46.0, "left"))
_REMARKS = Rows("remark_columns", ((172.0, "left"),), (), empty=2)
_FOUND = ((12.0, "centre"), (160.0, "left"))


def _checked(rows: Sequence[Sequence[str]]) -> tuple[parts.Part, ...]:
    return (Head("items_head"), Rows("item_columns", _ITEMS, rows)) if rows else ()


def _found(findings: Sequence[str], *, bare: bool) -> tuple[parts.Part, ...]:
    """Return findings in words; ``bare`` says so where there is nothing else either."""
    rows = [(str(n), text) for n, text in enumerate(findings, 1)]
    if rows:
        return (Head("findings_head"), Rows("finding_columns", _FOUND, rows))
    return (Head("findings_head"), Sentence("no_findings")) if bare else ()


# F13 and F14


def _change(look: Look, index: int) -> Document:
    """Return the decision on a request, or the notice to apply anew."""
    change = look.case.changes[index]
    issue = contents.issued(look, change.number, "change_decided")
    values = {
        "requested": day_zh(change.requested.date()),
        "event": contents.field(look, "ev.name"),
        "permit": _permit(look),
        "change": look.pack.lists["change_kinds"][change.change].text.zh,
        "basis": contents.basis(look, "F13", issue.day),
        "reason": change.reason.rstrip("。"),
        **contents.remedies(look),
    }
    times = "；".join(f"{one.session} {hour_zh(one.start)}至{hour_zh(one.end)}" for one in change.sessions)
    rows = Pairs((values["change"], change.what, "；".join(x for x in (change.new_value, times) if x) or "—"), "rows")
    after = ["effect"] if change.result == "approved" else []
    made: list[parts.Part] = [Sentence("opening", values), rows, Sentence(change.result, values)]
    made += [Sentence(key, values) for key in (*after, "appeal")]
    content = Notice("F13", issue, contents.field(look, "und.name"), tuple(made), title=f"title_{change.result}")
    return parts.document(content, texts(look, "F13"))


def _permit(look: Look) -> str:
    return look.case.decision.number if look.case.decision else ""


def _cancelled(look: Look) -> Document:
    said = texts(look, "F14")
    closure = look.case.closure
    issue = contents.issued(look, closure.number if closure else "", "event_cancelled")
    fields = look.case.application.fields
    first, last = day_of(fields.get("ev.start_date")), day_of(fields.get("ev.end_date"))
    told = closure.at if closure else None
    rows = (
        *(span_zh(first, last) if first and last else "", hour_zh(told) if told else day_zh(issue.day)),
        filled(said["contact"], contents.contact(look)),
    )
    values = {
        "event": contents.field(look, "ev.name"),
        "permit": _permit(look),
        "basis": contents.basis(look, "F14", issue.day),
        "day": day_zh(issue.day),
    }
    made = (Sentence("opening", values), Pairs(rows, "rows"), Sentence("duties"))
    return parts.document(Notice("F14", issue, contents.field(look, "und.name"), made), said)


# F15


def _order_name(pack: Pack, run: RunEntry) -> Text:
    kinds = pack.papers["F15"].texts["kinds"]
    at = field_notice.KINDS.index(run.kind)
    return Text(f"{kinds.zh.split('|')[at]}　{_moment(run.at)}", f"{kinds.en.split('|')[at]}, {_en(run.at)}")


def _order(look: Look, run: RunEntry) -> Document:
    """Return the notice of an order given at the event, once the office has confirmed its law."""
    require_confirmed(look.pack, "F15", run.at.date())
    said = texts(look, "F15")
    kind = {"suspended": "event_suspended", "stopped": "event_stopped", "resumed": "event_resumed"}[run.kind]
    issue = contents.issued(look, run.number, kind)
    before = _suspension(look, run)
    content = FieldNotice(
        issue=issue,
        kind=run.kind,
        addressees="、".join(x for x in (contents.field(look, "und.name"), contents.field(look, "ven.owner")) if x),
        event=contents.field(look, "ev.name"),
        permit=_permit(look),
        at=run.oral or run.at,
        triggers=tuple(_triggers(look, before if run.kind == "resumed" else run, said)),
        orders=_ordered(run),
        basis=contents.basis(look, "F15", issue.day),
        resume_when=run.resume_when,
        ends=filled(said["ends"], {"number": before.number}) if run.kind == "resumed" and before.number else "",
    )
    return field_notice.document(content, said)


def _suspension(look: Look, run: RunEntry) -> RunEntry:
    """Return the suspension that a resumption ends, else the entry itself."""
    if run.ends:
        return look.case.run[run.ends - 1]
    at = look.case.run.index(run)
    return next((e for e in reversed(look.case.run[:at]) if e.kind == "suspended"), run)


def _triggers(look: Look, run: RunEntry, said: dict[str, str]) -> Iterator[TriggerLine]:
    row = look.pack.triggers.get(run.trigger)
    if row is not None:
        limits = dict.fromkeys(text.zh for text in (row.orange, row.red) if text.zh)
        sources = "；".join(run.sources) or said["source"]
        yield TriggerLine(row.text.zh, "；".join(limits), run.measured, f"{run.at:%H:%M}", sources)


def _ordered(run: RunEntry) -> tuple[str, ...]:
    """Return what is ordered, a sentence each: scope first."""
    lines = (run.scope, *run.measures.splitlines(), *run.text.splitlines())
    return tuple(line.strip() for line in lines if line.strip())


def require_confirmed(pack: Pack, paper: str, on: date) -> None:
    """Refuse a paper whose articles the office has not confirmed in its pack.

    Raises:
        UnconfirmedError: The paper or a law it names is marked as from memory or weak.
    """
    row = pack.papers[paper]
    law = legal.in_words(pack, row.basis, on)
    if row.mark not in _UNREAD and _DOUBT not in law:
        return
    raise UnconfirmedError(
        Text(
            f"{row.text.zh}的法律条文尚未经本单位核实，不能打印",
            f"the office has not confirmed the law of “{row.text.en}”",
        ),
        where=law,
        remedy=Text(
            "核对条文后，在本单位规则包中改写该文书和条文的依据与标记",
            "check the articles, then set basis and mark of the paper and its laws in the office's own pack",
        ),
    )
