"""Rules of receipt, correction and acceptance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from workbench.core import codec
from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import PackIdentity
from workbench.core.decide_base import (
    Context,
    Extra,
    Rule,
    all_listed,
    choices,
    not_future,
    numbered,
    require,
    stated,
)
from workbench.core.decide_clock import acceptance
from workbench.core.decide_promise import check_promise
from workbench.core.parts_timing import CalendarUse
from workbench.core.permitted import unpermitted
from workbench.core.values import Application


def pack_identity(context: Context) -> Extra:
    """Return the identity of the pack in force, as an event holds it."""
    pack = context.pack
    return {"pack": asdict(PackIdentity(pack.name, pack.version, pack.digest))}


def _rules_in_force(why: str, context: Context) -> Extra:
    """Return pack and edition of the calendar by which the case is judged from now on, as an event holds them."""
    use = CalendarUse(context.calendar.version, context.today, why)
    return {**pack_identity(context), "calendar": codec.plain(use)}


def receive_package(command: c.ReceivePackage, context: Context) -> Extra:
    """A case opens with a package received now or earlier; it takes the next case number."""
    not_future(command.received, context, "received")
    require(
        command.copies >= 1,
        "stated",
        "copies",
        ("份数至少为 1", "at least one copy is needed"),
        ("请填写收到的份数", "state how many copies came"),
    )
    return {"case": command.case, "number": context.draw("case"), **pack_identity(context)}


def _assign_officer(_case: Case, command: c.AssignOfficer, _context: Context) -> Extra:
    stated(command, "officer", "name")
    return {}


def _declare_not_required(_case: Case, command: c.DeclareNotRequired, context: Context) -> Extra:
    stated(command, "reason")
    return numbered(context, command.kind)


def _refuse_acceptance(_case: Case, command: c.RefuseAcceptance, context: Context) -> Extra:
    stated(command, "reason", "competent")
    return numbered(context, command.kind)


def _correct_on_spot(_case: Case, command: c.CorrectOnSpot, context: Context) -> Extra:
    stated(command, "items")
    return {"on": codec.plain(context.today)}


def _send_correction(case: Case, command: c.SendCorrection, context: Context) -> Extra:
    """One notice names everything at once; a second normal round needs its reason."""
    stated(command, "items")
    for item in command.items:
        stated(item, "code", "problem", "remedy")
        all_listed(item.reasons, choices(context.pack, "defects"), "items")
    require(
        command.due > context.today,
        "ALL.32",
        "due",
        ("补正期限须晚于今日", "the day to correct by must lie after today"),
        ("请给出今日以后的期限", "choose a later day"),
    )
    require(
        not case.corrections or command.second_round_reason.strip(),
        "ALL.32",
        "second_round_reason",
        ("补正内容应当一次告知；再次告知须说明理由", "corrections are told once; a second notice needs its reason"),
        ("请填写再次告知的理由", "state why a second notice is needed"),
    )
    _names_all(case, command, context)
    _nothing_silent(case, command, context)
    return {"sent": codec.plain(context.today), **numbered(context, command.kind)}


def _names_all(case: Case, command: c.SendCorrection, context: Context) -> None:
    named = {item.code for item in command.items}
    left = [code for code in to_correct(case, context) if code not in named]
    require(
        not left,
        "ALL.32",
        "items",
        (f"补正告知遗漏：{'、'.join(left)}", f"the notice leaves out: {', '.join(left)}"),
        ("请把全部需补正事项列入，或更改其结论", "list everything that needs correction, or change its verdict"),
    )


def _nothing_silent(case: Case, command: c.SendCorrection, context: Context) -> None:
    """What checks fire for is asked for, or named among what is knowingly not asked for."""
    told = {item.code for item in (*command.items, *command.not_asked)}
    fired = (code for item in context.gate if item.fired for code in item.objects or (item.check,))
    left = [code for code in dict.fromkeys(fired) if code not in told | _judged(case)]
    require(
        not left,
        "ALL.32",
        "not_asked",
        (
            f"尚有问题既未列入也未注明不要求补正：{'、'.join(left)}",
            f"neither asked for nor set aside: {', '.join(left)}",
        ),
        ("请列入告知书，或者列为“不要求补正”", "put them in the notice, or among what is not asked for"),
    )


def _judged(case: Case) -> set[str]:
    """Return the papers and plan contents on which the officer's own word stands."""
    judged = {code for code, v in case.materials.items() if v.verdict}
    return judged | {code for code, s in case.plan.items() if s.score is not None}


def to_correct(case: Case, context: Context) -> tuple[str, ...]:
    """Return the papers and plan contents in need of correction: as the officer judged, then as the checks found.

    What the checks found counts until the officer has judged it; the officer's word stands over theirs.
    """
    verdicts = context.pack.lists.get("document_verdicts", {})
    wanted = {code for code, row in verdicts.items() if row.data.get("correction")}
    papers = [code for code, v in case.materials.items() if v.verdict in wanted]
    contents = [code for code, s in case.plan.items() if s.score == 0]
    return tuple(dict.fromkeys((*papers, *contents, *_found(case, context))))


def _found(case: Case, context: Context) -> Iterator[str]:
    """Yield what the checks of papers and contents fire for and nobody has judged."""
    judged = _judged(case)
    for item in context.gate:
        if item.fired and item.check in _OF_PAPERS:
            yield from (code for code in item.objects if code not in judged)


_OF_PAPERS = frozenset({"K06", "K08"})
"""Checks whose objects are papers and plan contents."""


def _receive_supplement(case: Case, command: c.ReceiveSupplement, context: Context) -> Extra:
    """Corrected papers come in; what they change must be judged again."""
    not_future(command.received, context, "received")
    require(
        command.received >= case.received,
        "order",
        "received",
        ("补正时间早于收件时间", "the supplement is dated before the package"),
        ("请核对时间", "check the time"),
    )
    if case.decision is not None:
        _within_permit(case, command, context)
    return {"reopened": list(reopened(case, command.application))}


def _within_permit(case: Case, command: c.ReceiveSupplement, context: Context) -> None:
    """Papers may still come in after the decision; another time, place, content or scale is no supplement."""
    touched = unpermitted(case, command.application, context.pack)
    require(
        not touched,
        "TAR.15",
        "application",
        (
            f"许可后不得以补正变更：{'、'.join(row.text.zh for row in touched)}",
            f"a supplement cannot change what was permitted: {', '.join(row.text.en for row in touched)}",
        ),
        (
            "变更时间须申请并经同意；变更地点、内容或扩大规模须重新申请",
            "a change of time is asked for and approved; another place, content or larger scale is a new application",
        ),
    )


def reopened(case: Case, application: Application) -> tuple[str, ...]:
    """Return what was judged on papers or rows that the new application changes, as ``field:code``."""
    return tuple(_reopened(case, case.application, application))


def _reopened(case: Case, old: Application, new: Application) -> Iterator[str]:
    for item in case.materials:
        if _papers(old, item) != _papers(new, item):
            yield f"materials:{item}"
    for content in case.plan:
        if _where(old, content) != _where(new, content):
            yield f"plan:{content}"
    before, after = _acts(old), _acts(new)
    for no in case.programme:
        part = case.programme_items.get(no)
        row = part.parent if part else no
        if before.get(row) != after.get(row):
            yield f"programme:{no}"


def _papers(application: Application, item: str) -> list[tuple[Mapping[str, object], str]]:
    rows = [r for r in application.rows("materials") if r["item"] == item]
    return [(r.values, _digest(application, r["file"])) for r in rows]


def _where(application: Application, content: str) -> list[tuple[Mapping[str, object], str]]:
    rows = [r for r in application.rows("plan") if r["code"] == content]
    return [(r.values, _digest(application, r["file"])) for r in rows]


def _digest(application: Application, name: Any) -> str:
    attachment = application.attachment(name)
    return attachment.sha256 if attachment else ""


def _acts(application: Application) -> dict[str, Mapping[str, object]]:
    return {str(r["no"]): r.values for r in application.rows("programme")}


def _accept(case: Case, command: c.Accept, context: Context) -> Extra:
    """Accept when papers are complete, or tolerated within the limits of tolerance."""
    not_future(command.on, context, "on")
    latest = max([case.received, *(s.received for s in case.supplements)]).date()
    require(
        command.on >= latest,
        "ALL.32",
        "on",
        ("受理日早于收件或补正之日", "the day of acceptance lies before receipt or the last supplement"),
        ("受理日应为材料收齐之日或以后", "acceptance is on the day the papers are complete, or later"),
    )
    _not_deemed(case, context)
    promised = {p.item for p in command.promises}
    left = [code for code in to_correct(case, context) if code not in promised]
    require(
        not left,
        "ALL.32",
        "promises",
        (f"尚有需补正事项：{'、'.join(left)}", f"still in need of correction: {', '.join(left)}"),
        (
            "请先发补正告知或改判；可容缺的须附承诺",
            "send the correction notice, judge again, or add a promise",
        ),
    )
    require(
        len(promised) == len(command.promises),
        "tolerance",
        "promises",
        ("同一材料有两份承诺", "one paper is promised twice"),
        ("每份材料只留一份承诺", "keep one promise per paper"),
    )
    for promise in command.promises:
        check_promise(case, promise, command.on, context)
    owed = {"tolerance_number": context.number("tolerate")[1]} if command.promises else {}
    return {**_rules_in_force("accepted", context), **numbered(context, command.kind), **owed}


def _not_deemed(case: Case, context: Context) -> None:
    """An acceptance counts on the day it is recorded, for its notice is numbered only then."""
    law = acceptance(case, context, context.today)
    require(
        law.state != "deemed",
        "ALL.32",
        "on",
        (
            f"补正告知期限（{law.correction_due.value}）已过，依法自收件之日视为受理",
            f"the last day for a notice ({law.correction_due.value}) is past: by law it is accepted from receipt",
        ),
        ("请登记视为受理", "record the deemed acceptance instead"),
    )


def _deem_accepted(case: Case, _command: c.DeemAccepted, context: Context) -> Extra:
    """Without a notice in time the application counts as accepted from receipt."""
    law = acceptance(case, context)
    due = law.correction_due.value
    require(
        law.state == "deemed",
        "ALL.32",
        "",
        (f"补正告知期限（{due}）内已告知或尚未届满", f"the notice was in time, or its last day ({due}) is not past"),
        ("请办理受理、补正或不予受理", "accept, send the correction notice, or refuse acceptance"),
    )
    return _rules_in_force("deemed_accepted", context)


def _withdraw_application(_case: Case, command: c.WithdrawApplication, _context: Context) -> Extra:
    stated(command, "reason")
    return {}


RULES: dict[str, Rule] = {
    f.__name__[1:]: f
    for f in (
        _assign_officer,
        _declare_not_required,
        _refuse_acceptance,
        _correct_on_spot,
        _send_correction,
        _receive_supplement,
        _accept,
        _deem_accepted,
        _withdraw_application,
    )
}
"""Command kind → rule."""
