"""Seals: the fingerprint of everything a signature rests on, and what changed since.

Number, day and checkpoint of the decision are drawn when it is signed and stand outside (they are part of the journal's
own proof). Every field of the case is either covered or excluded with its reason; a test fails when one is on neither.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from workbench.core import codec
from workbench.core.canonical import fingerprint as canonical_fingerprint
from workbench.core.case import Case
from workbench.core.pack import Pack
from workbench.core.values import Application, Row
from workbench.errors import Text

TAG = "EAW-S1"

COVERED: dict[str, Text] = {
    "id": Text("案卷", "case"),
    "pack": Text("规则包", "rule pack"),
    "application": Text("申请材料", "application"),
    "received": Text("收件时间", "time of receipt"),
    "accepted": Text("受理日", "day of acceptance"),
    "deemed": Text("视为受理", "deemed acceptance"),
    "corrections": Text("补正告知", "correction notices"),
    "supplements": Text("补正材料", "supplements"),
    "spot_corrections": Text("当场更正", "corrections on the spot"),
    "pauses": Text("期限中止", "stops of the clock"),
    "promises": Text("容缺承诺", "promises"),
    "fulfilments": Text("承诺兑现（决定前）", "promises kept before the decision"),
    "materials": Text("材料审查", "verdicts on papers"),
    "plan": Text("方案内容评分", "plan scores"),
    "duties": Text("责任落实", "duties"),
    "programme": Text("节目结论", "programme conclusions"),
    "answers": Text("承办者答复", "undertaker's answers"),
    "programme_items": Text("节目细项", "parts of acts"),
    "interactions": Text("互动环节登记", "interaction sub-forms"),
    "factors": Text("风险因素评分", "risk scores"),
    "agency": Text("评估单位评分", "agency's scores"),
    "measures": Text("控制措施", "control measures"),
    "seats": Text("评分次序", "order of scoring"),
    "level": Text("安保等级", "security level"),
    "site": Text("场地审查", "site verdicts"),
    "standing_problems": Text("准予保留的平面图问题", "problems of the plan left standing"),
    "facts": Text("认定事实", "governing facts"),
    "stated": Text("补充陈述", "statements entered"),
    "consultations": Text("征求意见", "consultations"),
    "resolutions": Text("意见分歧处理", "conflicts resolved"),
    "meetings": Text("会商纪要", "minutes of joint meetings"),
    "site_checks": Text("现场查验", "on-site checks"),
    "conditions": Text("附带要求", "conditions"),
    "recommendation": Text("审查意见", "recommendation"),
    "working_plan": Text("现行方案", "plan in force"),
    "timing": Text("延期和听证", "extensions and hearings"),
}
"""Fields that a decision rests on, with the names under which a person sees them."""

EXCLUDED: dict[str, str] = {
    "number": "drawn at receipt, outside the seal like every number",
    "status": "follows from the acts; the signature itself changes it",
    "version": "counts events",
    "channel": "how the package came, not what it says",
    "copies": "counted at the window",
    "officer": "who works on the case may change after signing",
    "officer_name": "as officer",
    "acceptance_number": "drawn at acceptance",
    "tolerance_number": "drawn at acceptance",
    "later_fulfilments": "promises kept after the decision are watched by the opening gate",
    "promise_steps": "reminders, letters and later moments; what counts stands in the promises and their fulfilment",
    "later_duties": "progress after the decision is expected",
    "later_meetings": "joint meetings after the decision",
    "consulting": "packets, urging, refused files and closed points: how an opinion was asked for, not what it says",
    "returned": "signed lists come back before and after the decision; they change no duty",
    "finding_answers": "remarks; they never change what a check finds",
    "notes": "working notes; reasons that count stand in the verdicts",
    "taken_back": "history of earlier recommendations",
    "decision": "number, day and checkpoint are drawn in the deciding transaction",
    "delivery": "after the decision",
    "publication": "after the decision",
    "opening_checks": "after the decision",
    "run": "after the decision",
    "review": "after the decision",
    "changes": "after the decision; a new state needs a decision of its own",
    "documents": "papers are made from the sealed state",
    "closure": "after the decision",
    "signatures": "the seals themselves",
    "registers": "kept from day to day until after the event; what a decision rests on stands in facts and conditions",
    "roster": "who stands where changes until the last day; posts and strength stand in the plan",
    "acts": "who touched what; kept by the journal",
    "after": "after the decision; hazards found on site stand in the covered on-site checks as they were found",
    "neighbours": "the comparison with earlier cases is an aid; what was taken from it stands in the conditions",
    "counts": "what was counted on site; the decision rests on what the application states",
    "advised": "history of earlier conclusions; counted in statistics, decides nothing",
    "programme_lists": "other bodies' lists to compare with; the reviewed list itself is in the recommendation",
    "aliases": "names that mean the same in comparisons; they change no list",
    "variations": "after the decision; a changed list is a request of its own",
    "variation_verdicts": "after the decision",
    "performed": "after the decision",
    "later_plan": "after the decision; papers name the plan that they print",
    "scenario_words": "deputies, reporting and words for cards are completed up to the event",
    "trigger_words": "as scenario_words",
    "drills": "table-top exercises are held before and after the decision",
    "calendars": "the calendar takes part by its version, among those of the models",
}
"""Fields outside the seal, each with its reason."""

_LATER = frozenset({"working_plan", "standing_problems"})
"""Fields that a case did not have at first: empty ones take no part, so that earlier seals stay true."""

_INTAKE = (
    "id",
    "pack",
    "application",
    "received",
    "accepted",
    "deemed",
    "corrections",
    "supplements",
    "spot_corrections",
    "promises",
)
COVERS: dict[str, tuple[str, ...]] = {
    "intake": _INTAKE,
    "decision": tuple(COVERED),
    "event": (*COVERED, "decision", "run"),
    "change": (*COVERED, "changes"),
}
"""Cover name → fields.

``intake`` seals the window's acts, ``event`` those of the running event, ``change`` the state that an approved change
of the permit makes.
"""

COVER_OF: dict[str, str] = {
    "declare_not_required": "intake",
    "refuse_acceptance": "intake",
    "send_correction": "intake",
    "accept": "intake",
    "waive_promise": "intake",
    "recommend": "decision",
    "countersign": "decision",
    "third_sign": "decision",
    "decide_change": "change",
    "suspend_event": "event",
    "resume_event": "event",
    "stop_event": "event",
}
"""Signed act (command kind) → what its seal covers; acts that are not here are recorded without a seal."""


def content(case: Case, cover: str = "decision") -> dict[str, Any]:
    """Return what a seal covers as plain JSON, by field; the order in which a map was filled takes no part.

    The application, by far the largest part, takes part by its own fingerprint.
    """
    told = (name for name in COVERS[cover] if name != "application" and (name not in _LATER or getattr(case, name)))
    plain = {name: codec.plain(_settled(getattr(case, name))) for name in told}
    return {**plain, "application": _application_fingerprint(case.application)}


_FINGERPRINTS: deque[tuple[Application, str]] = deque(maxlen=8)
"""The applications fingerprinted last. An application never changes, so the same object has the same fingerprint."""


def _application_fingerprint(application: Application) -> str:
    for known, digest in tuple(_FINGERPRINTS):
        if known is application:
            return digest
    digest = canonical_fingerprint(codec.plain(_settled(application)))
    _FINGERPRINTS.append((application, digest))
    return digest


def _settled(value: Any) -> Any:
    """Return maps in the order of their keys, those of an application too; other values as they are."""
    if isinstance(value, Mapping):
        return {key: value[key] for key in sorted(value)}
    if not isinstance(value, Application):
        return value
    rows = {key: tuple(map(_settled_row, value.sheets[key])) for key in sorted(value.sheets)}
    log = tuple(replace(line, detail=_settled(line.detail)) for line in value.window_log)
    return replace(value, fields=_settled(value.fields), sheets=rows, window_log=log)


def _settled_row(row: Row) -> Row:
    return replace(row, values=_settled(row.values), remarks=_settled(row.remarks))


def fingerprint(case: Case, pack: Pack, models: Mapping[str, str], cover: str = "decision") -> str:
    """Return the fingerprint of the covered content, 64 hex digits.

    Args:
        case: The state that is signed.
        pack: The rule pack it was judged by.
        models: Versions of the models whose numbers it rests on, by name.
        cover: One of :data:`COVERS`.
    """
    rules = [pack.name, pack.version, pack.digest]
    return canonical_fingerprint([TAG, cover, rules, sorted(map(list, models.items())), content(case, cover)])


def differences(sealed: Case, present: Case, cover: str = "decision") -> tuple[Text, ...]:
    """Return what covered content differs between the signed state and the present one, by name.

    Maps are compared by key: ``材料审查：M2.1`` names one verdict, not the whole field.
    """
    return tuple(
        text
        for name in COVERS[cover]
        if getattr(sealed, name) != getattr(present, name)
        for text in _named(name, getattr(sealed, name), getattr(present, name))
    )


def _named(name: str, before: object, after: object) -> Iterator[Text]:
    label = COVERED.get(name, Text(name, name))
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        yield label
        return
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            part = " ".join(k for k in key if k) if isinstance(key, tuple) else key
            yield Text(f"{label.zh}：{part}", f"{label.en}: {part}")
