"""From a case to the contents of its instruments: every number and word on paper comes from here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from reports.acceptance_notice import AcceptanceNotice, MaterialLine
from reports.correction_notice import CorrectionNotice, DeficiencyLine
from reports.grant import Appeal, ConditionLine, Grant
from reports.issue import Issue
from reports.papers import texts_of
from reports.refusal import FactLine, ReasonLine, Refusal
from reports.wording import filled
from workbench.core.case_parts import Decision
from workbench.core.facts import day_of
from workbench.core.gate import OVERALL
from workbench.core.parameters import number, word
from workbench.core.promises import with_defaults
from workbench.core.records import Recorded
from workbench.core.seal import fingerprint
from workbench.core.working_plan import SHEETS, in_force, plan_number
from workbench.errors import NO_TEXT, Text
from workbench.services import legal
from workbench.services.clocks import local_day
from workbench.services.desk import stream_of
from workbench.services.looking import Look
from workbench.services.wording import level_name, text_of

_NONE = date(1, 1, 1)


def field(look: Look, key: str) -> str:
    """Return a value of the application form as text; empty when it is not stated."""
    return text_of(look.application.fields.get(key))


def organ(look: Look) -> str:
    """Return the issuing organ: the office's own name, else the one that the application names."""
    return str(look.desk.database.settings.get("organ") or field(look, "app.organ"))


def phone(look: Look) -> str:
    """Return the office's telephone; empty when none is set."""
    return str(look.desk.database.settings.get("phone") or "")


def draft(look: Look) -> Issue:
    """Return the formal side of a draft: no number, no seal, no checkpoint."""
    now = look.desk.clock.now()
    return Issue(
        organ=organ(look),
        number="",
        day=local_day(now),
        moment=now,
        case=look.case.number,
        event=field(look, "ev.name"),
        draft=True,
        sample=look.desk.sample_day is not None,
    )


def issued(look: Look, number: str, *kinds: str) -> Issue:
    """Return the formal side of a paper that an act issued: number, seal, and the entry of the deciding event.

    Args:
        look: The case.
        number: The number that the act drew.
        kinds: Kinds of the deciding event, e.g. ``correction_sent``.
    """
    entry = entry_of(look, number, kinds)
    return Issue(
        organ=organ(look),
        number=number,
        day=local_day(entry.at),
        moment=entry.at,
        case=look.case.number,
        event=field(look, "ev.name"),
        seal=_seal_at(look, entry.version),
        chain=entry.chain,
        seq=entry.seq,
        head=entry.hash,
        sample=look.desk.sample_day is not None,
    )


def entries(look: Look, *kinds: str) -> tuple[Recorded, ...]:
    """Return the events of the case of these kinds, in order."""
    events = look.desk.database.journal.read(stream_of(look.case.id))
    return tuple(e for e in events if e.kind in kinds and e.version <= look.case.version)


def entry_of(look: Look, number: str, kinds: tuple[str, ...]) -> Recorded:
    """Return the event of one of these kinds that drew a number, else the newest of them; none is an error of ours."""
    own = entries(look, *kinds)[::-1]
    return next((e for e in own if e.body.get("number") == number), own[0])


def _seal_at(look: Look, version: int) -> str:
    """Return the seal that was signed with an event; an act without signature takes that of the present state."""
    signed = next((s for s in look.case.signatures if s.version == version), None)
    return signed.fingerprint if signed else fingerprint(look.case, look.pack, look.models)


def officers(look: Look) -> tuple[str, ...]:
    """Return the case officer's name, when one is assigned."""
    return (look.case.officer_name,) if look.case.officer_name else ()


def basis(look: Look, paper: str, on: date) -> str:
    """Return the law a paper rests on, in words, as in force on its day."""
    return legal.in_words(look.pack, look.pack.papers[paper].basis, on)


def purpose(look: Look, name: str, on: date) -> str:
    """Return the law for one purpose of the pack's list ``paper_basis``."""
    return legal.in_words(look.pack, look.pack.lists["paper_basis"][name].basis, on)


# F03


def acceptance_notice(look: Look) -> AcceptanceNotice:
    """Return the content of the acceptance notice; a draft shows what acceptance today would say."""
    case = look.case
    issue = draft(look)
    if case.acceptance_number:
        issue = issued(look, case.acceptance_number, "accepted")
    accepted = case.accepted or look.desk.today
    due = look.clock.due or accepted
    return AcceptanceNotice(
        issue=issue,
        applicant=field(look, "und.name"),
        event=field(look, "ev.name"),
        received=case.received.date(),
        accepted=accepted,
        due=due,
        basis=basis(look, "F03", issue.day),
        materials=tuple(_received(look)),
        limit=look.clock.limit,
        skipped=tuple(_not_counted(look, accepted, due)),
        tolerated=len(case.promises),
        officers=officers(look),
        phone=phone(look),
        estimated=look.clock.estimate,
    )


def _received(look: Look) -> Iterator[MaterialLine]:
    """Yield a line per class: copies handed in and their forms."""
    rows = look.case.application.rows("materials")
    for code, row in look.pack.classes.items():
        own = [r for r in rows if look.pack.materials[str(r["item"])].class_code == code and r["file"] is not None]
        copies = [r["copies"] for r in own if isinstance(r["copies"], int)]
        forms = tuple(dict.fromkeys(str(r["original"]) for r in own if r["original"]))
        yield MaterialLine(row.text.zh, str(max(copies, default=0)) if own else "—", "、".join(forms) or "—")


def _not_counted(look: Look, first: date, last: date) -> Iterator[date]:
    day = first + timedelta(days=1)
    while day <= last:
        if not look.desk.calendar.is_workday(day):
            yield day
        day += timedelta(days=1)


# F05


def correction_notice(look: Look, number: int) -> CorrectionNotice:
    """Return the content of a correction notice, counted from 1."""
    case = look.case
    notice = case.corrections[number - 1]
    issue = issued(look, notice.number, "correction_sent")
    first, latest = day_of(look.application.fields.get("ev.start_date")), look.assessment.clock("apply_by")
    return CorrectionNotice(
        issue=issue,
        applicant=field(look, "und.name"),
        event=field(look, "ev.name"),
        received=case.received.date(),
        due=notice.due,
        basis=basis(look, "F05", issue.day),
        items=tuple(
            DeficiencyLine("" if i.code in OVERALL else i.code, title(look, i.code), i.problem, i.remedy)
            for i in notice.items
        ),
        first_day=first,
        latest_day=latest.value if latest else None,
        latest_basis=purpose(look, "correction_lead", issue.day),
        lead=look.pack.clocks["apply_by"].amount,
        officers=officers(look),
        phone=phone(look),
        second_round_reason=notice.second_round_reason,
    )


def title(look: Look, code: str) -> str:
    """Return the name of a paper, plan content, duty or fact; empty for anything else."""
    return title_in(look, code).zh


def title_in(look: Look, code: str) -> Text:
    """Return the name of a paper, plan content, duty or fact in both languages; empty for anything else."""
    for table in (look.pack.materials, look.pack.plan, look.pack.duties, look.pack.facts):
        if code in table:
            return table[code].text
    return OVERALL.get(code, NO_TEXT)


# F11 and F12


def _decided(look: Look, paper: str) -> Issue:
    decision: Decision | None = look.case.decision
    if decision is None or decision.paper != paper:
        return draft(look)
    return issued(look, decision.number, "third_signed", "countersigned")


def appeal(look: Look) -> Appeal:
    """Return the remedies, from the pack."""
    pack = look.pack
    return Appeal(word(pack, "review_body"), int(number(pack, "review_days")), int(number(pack, "suit_months")))


def remedies(look: Look) -> dict[str, str]:
    """Return the remedies as values of a paper's wording."""
    known = appeal(look)
    return {
        "review_days": str(known.review_days),
        "review_body": known.review_body,
        "suit_months": str(known.suit_months),
    }


def contact(look: Look) -> dict[str, str]:
    """Return who answers questions, as values of a paper's wording."""
    return {"officers": "、".join(officers(look)) or "—", "phone": phone(look) or "—"}


def grant(look: Look) -> Grant:
    """Return the content of the permit, or of its draft."""
    case, recommendation = look.case, look.case.recommendation
    issue = _decided(look, "F11")
    fields = look.application.fields
    asked = fields.get("ev.requested_capacity")
    approved = recommendation.approved if recommendation else None
    return Grant(
        issue=issue,
        applicant=field(look, "und.name"),
        event=field(look, "ev.name"),
        received=(case.supplements[-1].received if case.supplements else case.received).date(),
        accepted=case.accepted or issue.day,
        basis=basis(look, "F11", issue.day),
        conditions_basis=purpose(look, "grant_conditions", issue.day),
        change_basis=purpose(look, "grant_change", issue.day),
        penalty_basis=purpose(look, "grant_penalty", issue.day),
        first_day=day_of(fields.get("ev.start_date")) or _NONE,
        last_day=day_of(fields.get("ev.end_date")) or _NONE,
        hours=_hours(look),
        place=field(look, "loc.name"),
        approved=approved or (asked if isinstance(asked, int) else 0),
        conditions=(*_conditions(look, issue.day), *_suspensive(look)),
        appeal=appeal(look),
        uscc=field(look, "und.uscc"),
        safety_person="，".join(x for x in (field(look, "und.safety_lead"), field(look, "und.safety_post")) if x),
        tickets=_tickets(look, approved),
        areas=_areas(look),
        plan_version=_plan_version(look),
        level=level_name(look.pack, look.level).zh,
        annexes=("核定区域图", "节目单", "条件清单"),
    )


def _plan_version(look: Look) -> str:
    """Return the version of the plan that the decision rests on, as the plan prints it; empty without a plan."""
    plan = in_force(look.application, look.case.working_plan)
    if not any(plan.rows(sheet) for sheet in SHEETS):
        return ""
    number = str(len(look.case.working_plan) + 1)
    words = texts_of(look.pack.papers, "F19")["version_name"]
    return filled(words, {"number": number, "digest": plan_number(plan)[:8]})


def _hours(look: Look) -> str:
    rows = look.case.application.rows("sessions")
    starts = [r["start"] for r in rows if isinstance(r["start"], datetime)]
    ends = [r["end"] for r in rows if isinstance(r["end"], datetime)]
    if not starts or not ends:
        return ""
    return f"每日{min(s.time() for s in starts):%H:%M}至{max(e.time() for e in ends):%H:%M}"


def _conditions(look: Look, on: date) -> Iterator[ConditionLine]:
    """Yield each condition with its one owner and the time by which it must be met."""
    for c in look.case.conditions.values():
        due = f"，{c.due.year}年{c.due.month}月{c.due.day}日{c.due:%H:%M}前" if c.due else ""
        moment = look.pack.lists["condition_moments"].get(c.moment)
        when = f"，{moment.text.zh}{due}落实" if moment else ""
        text = c.text.rstrip("。") + (f"（由{c.owner}负责{when}）" if c.owner else "")
        yield ConditionLine(c.title, text, legal.in_words(look.pack, (c.basis,), on))


def _suspensive(look: Look) -> Iterator[ConditionLine]:
    """Yield the papers that are owed before opening, each with its moment and what follows if it does not come."""
    for made in look.case.open_promises("before_opening"):
        promise = with_defaults(made, look.pack)
        name = title(look, promise.item)
        until = f"{promise.due.year}年{promise.due.month}月{promise.due.day}日{promise.due:%H:%M}"
        row = look.pack.lists["promise_fallbacks"].get(promise.fallback)
        follows = str(row.data["printed"]).format(number=promise.number) if row else "未补齐的，不得举办"
        yield ConditionLine("容缺补齐", f"{promise.promisor}于{until}前补齐“{name}”；{follows}")


def _tickets(look: Look, approved: int | None) -> int | None:
    asked = look.application.fields.get("ev.tickets_per_session")
    if not isinstance(asked, int) or asked == 0:
        return None
    return min(asked, approved) if approved else asked


def _areas(look: Look) -> str:
    kinds: dict[str, list[str]] = {}
    for row in look.plan.rows("zones"):
        if row["kind"] in {c.text.zh for c in look.pack.deployment.values() if c.data.get("kind") == "zone"}:
            kinds.setdefault(str(row["kind"]), []).append(str(row["name"]))
    return "；".join(f"{kind}区：{'、'.join(names)}" for kind, names in kinds.items())


def refusal(look: Look) -> Refusal:
    """Return the content of the refusal, or of its draft."""
    case, recommendation = look.case, look.case.recommendation
    issue = _decided(look, "F12")
    fields = look.application.fields
    reasons = recommendation.reasons if recommendation else ()
    rows = look.pack.lists["refusal_conditions"]
    facts = [FactLine(rows[r.condition].text.zh, r.required, r.found or r.fact, meets=False) for r in reasons]
    met = [c for c in rows if c not in {r.condition for r in reasons}]
    facts += [FactLine(rows[c].text.zh, "—", "经审查未发现不符合的情形", meets=True) for c in met]
    checked = [check.at.date() for check in case.site_checks if check.complete]
    return Refusal(
        issue=issue,
        applicant=field(look, "und.name"),
        event=field(look, "ev.name"),
        received=case.received.date(),
        accepted=case.accepted or issue.day,
        first_day=day_of(fields.get("ev.start_date")) or _NONE,
        last_day=day_of(fields.get("ev.end_date")) or _NONE,
        place=field(look, "loc.name"),
        headcount=look.headcount or 0,
        basis=basis(look, "F12", issue.day),
        conditions_basis=purpose(look, "grant_conditions", issue.day),
        facts=tuple(facts),
        reasons=tuple(ReasonLine(_condition(look, r.condition, issue.day), r.fact, r.evidence) for r in reasons),
        appeal=appeal(look),
        checked=checked[-1] if checked else None,
    )


def _condition(look: Look, code: str, on: date) -> str:
    row = look.pack.lists["refusal_conditions"][code]
    law = legal.in_words(look.pack, row.basis, on)
    items = f"第{legal.numeral(int(str(row.data['paragraph'])))}款第（{legal.numeral(int(str(row.data['item'])))}）项"
    return f"{law}{items}"
