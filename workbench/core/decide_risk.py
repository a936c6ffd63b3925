"""Rules of the risk assessment: scores of two seats, control measures, the level."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.decide_base import Context, Extra, Rule, another_person, choices, listed, require, stated
from workbench.core.decide_duties import one_owner
from workbench.core.facts import number_of
from workbench.core.pack import Pack
from workbench.core.parameters import number

GAP_STEP = "risk_gap_step"
"""Parameter: from how many steps between the officer's and the agency's score a note is needed."""


def gap_step(pack: Pack) -> int:
    """Return from how many steps between the two seats a note is needed."""
    return int(number(pack, GAP_STEP))


def gap(mine: tuple[int | None, int | None], theirs: tuple[int | None, int | None]) -> int:
    """Return the larger difference of two pairs of scores (before, after), in steps; 0 where one is missing."""
    return max((abs(a - b) for a, b in zip(mine, theirs, strict=True) if a is not None and b is not None), default=0)


def gap_of(case: Case, code: str) -> int:
    """Return by how many steps the two seats differ on a factor."""
    mine, theirs = case.factors.get(code), case.agency.get(code)
    if mine is None or theirs is None:
        return 0
    return gap((mine.before, mine.after), (theirs.before, theirs.after))


def gap_untold(case: Case, code: str, pack: Pack) -> bool:
    """Return whether the two seats differ so far on a factor that a note is needed, and there is none."""
    said = case.factors.get(code)
    return said is not None and gap_of(case, code) >= gap_step(pack) and not said.gap_note.strip()


def _score_factor(case: Case, command: c.ScoreFactor, context: Context) -> Extra:
    """Scores run from 0 to 4; a reduction needs evidence, a rise an explanation, a gap to the agency's a note."""
    listed(command.factor, context.pack.factors, "factor")
    _in_range((command.before, command.after), command.not_applicable)
    require(
        0 <= command.confidence <= 3,
        "range",
        "confidence",
        ("把握分为1至3", "confidence runs from 1 to 3"),
        ("请选择1至3", "choose 1 to 3"),
    )
    _explained(command)
    _gap_told(case, command, context)
    return {}


def _in_range(scores: tuple[int | None, int | None], not_applicable: str, field: str = "before") -> None:
    require(
        not not_applicable or not_applicable.strip(),
        "stated",
        "not_applicable",
        ("不适用须写明理由", "a factor that does not apply needs a reason"),
        ("请填写理由", "state the reason"),
    )
    require(
        all(s is None or 0 <= s <= 4 for s in scores),
        "range",
        field,
        ("评分为 0 至 4", "a score runs from 0 to 4"),
        ("请选择 0 至 4", "choose 0 to 4"),
    )
    require(
        scores == (None, None) or not not_applicable.strip(),
        "range",
        "not_applicable",
        ("不适用的因素不评分", "a factor that does not apply has no score"),
        ("请去掉评分或去掉不适用理由", "clear the scores or the reason"),
    )


def _explained(command: c.ScoreFactor) -> None:
    if command.before is None or command.after is None:
        return
    require(
        command.after >= command.before or command.evidence.strip(),
        "evidence",
        "evidence",
        ("降低评分须有控制措施的佐证", "a reduction needs evidence of the control measure"),
        ("请填写佐证", "state the evidence"),
    )
    require(
        command.after <= command.before or command.note.strip(),
        "evidence",
        "note",
        ("控制后评分高于控制前，须说明", "a score after controls above the one before needs an explanation"),
        ("请填写说明", "explain it"),
    )


def _gap_told(case: Case, command: c.ScoreFactor, context: Context) -> None:
    """Once the agency's column lies open, a score that is far from it says why."""
    theirs = case.agency.get(command.factor)
    if case.seats.reveal is None or theirs is None:
        return
    step = gap_step(context.pack)
    found = gap((command.before, command.after), (theirs.before, theirs.after))
    require(
        found < step or command.gap_note.strip(),
        "N09",
        "gap_note",
        (f"与评估单位评分相差 {found} 级，须说明", f"{found} steps from the agency's score: say why"),
        ("请填写差异说明", "explain the difference"),
    )


def _set_level(_case: Case, command: c.SetLevel, context: Context) -> Extra:
    """Level 0 takes the choice back; another level than the computed one needs a reason, a lower one also an approver.

    Levels are numbered from 1, the highest, so a lower level is a greater number.
    """
    require(
        0 <= command.level <= 4,
        "range",
        "level",
        ("安保等级为一至四级", "security levels run from 1 to 4"),
        ("请选择一至四级", "choose 1 to 4"),
    )
    computed = context.computed_level
    known = {"model": context.models.get("risk", ""), "computed": computed}
    if command.level == 0:
        return {}
    if command.level == computed:
        return {**known, "approver": "", "approver_name": ""}
    stated(command, "reason")
    if computed is None or command.level < computed:
        return {**known, "approver": "", "approver_name": ""}
    stated(command, "approver")
    another_person(command.approver, context)
    account = _approver(command.approver.strip(), context)
    another_person(account, context)
    return {**known, "approver": account, "approver_name": context.approvers[account]}


def _approver(said: str, context: Context) -> str:
    """Return the approver's account meant by an identifier, or by a name that only one of them has."""
    if said in context.approvers:
        return said
    meant = [account for account, name in context.approvers.items() if name == said]
    require(
        len(meant) == 1,
        "listed",
        "approver",
        (f"“{said}”不是有审批角色的账户", f"“{said}” is no account with the approver's role"),
        ("请从名单中选择", "choose from the list"),
    )
    return meant[0]


def _reveal_agency(case: Case, command: c.RevealAgency, context: Context) -> Extra:
    """The agency's column is opened once; before every factor is scored only with a reason."""
    require(
        case.seats.reveal is None,
        "once",
        "case",
        ("评估单位评分已经公开", "the agency's column is open already"),
        ("无需再次公开", "nothing is left to open"),
    )
    for line in command.lines:
        listed(line.factor, context.pack.factors, "lines")
        _in_range((line.before, line.after), line.not_applicable, "lines")
    unscored = tuple(_unscored(case, context.pack))
    require(
        not unscored or command.reason.strip(),
        "N09",
        "reason",
        (f"尚有 {len(unscored)} 项因素未评", f"{len(unscored)} factors are not scored yet"),
        ("请先独立评完；确需先看的，写明理由", "score them first on your own, or say why it must be opened now"),
    )
    return {"unscored": list(unscored)}


def _unscored(case: Case, pack: Pack) -> Iterable[str]:
    for code in pack.factors:
        said = case.factors.get(code)
        if said is None or (said.before is None and not said.not_applicable):
            yield code


def _set_agency_score(case: Case, command: c.SetAgencyScore, context: Context) -> Extra:
    listed(command.factor, context.pack.factors, "factor")
    _in_range((command.before, command.after), command.not_applicable)
    require(
        case.seats.reveal is not None,
        "N09",
        "factor",
        ("评估单位评分尚未公开", "the agency's column is not open yet"),
        ("请先公开评估单位评分", "open it first"),
    )
    return {}


def _apply_measure(_case: Case, command: c.ApplyMeasure, context: Context) -> Extra:
    """A measure lowers only factors it is linked to, by its most at most, with evidence, and has one owner."""
    listed(command.measure, choices(context.pack, "measures"), "measure")
    stated(command, "reductions", "evidence", "owner", "moment")
    listed(command.moment, choices(context.pack, "condition_moments"), "moment")
    one_owner(command.owner, ("请只填一个责任人", "name one owner"))
    row = context.pack.lists["measures"][command.measure]
    linked, most = row.data["factors"], int(number_of(row.data["reduction"]) or 0)
    codes = [one.factor for one in command.reductions]
    for one in command.reductions:
        listed(one.factor, linked if isinstance(linked, tuple) else (), "reductions")
    require(
        len(set(codes)) == len(codes) and all(1 <= one.steps <= most for one in command.reductions),
        "range",
        "reductions",
        (f"该措施每项因素最多降低 {most} 级", f"this measure lowers a factor by at most {most}"),
        (f"请填写 1 至 {most}，每项因素一次", f"state 1 to {most}, each factor once"),
    )
    return {"text": command.text.strip() or row.text.zh}


def _drop_measure(case: Case, command: c.DropMeasure, _context: Context) -> Extra:
    listed(command.measure, case.measures, "measure")
    return {}


def _dismiss_neighbour(case: Case, command: c.DismissNeighbour, _context: Context) -> Extra:
    require(
        bool(command.other) and command.other != case.id,
        "other",
        "other",
        ("不是另一个案卷", "not another case"),
        ("请选择一个旧案", "choose an earlier case"),
    )
    if command.other not in case.neighbours:
        stated(command, "reason")
    return {}


RULES: dict[str, Rule] = {
    f.__name__[1:]: f
    for f in (
        _score_factor,
        _set_level,
        _reveal_agency,
        _set_agency_score,
        _apply_measure,
        _drop_measure,
        _dismiss_neighbour,
    )
}
"""Command kind → rule."""
