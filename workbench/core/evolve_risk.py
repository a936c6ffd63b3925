"""What scores, the agency's column and control measures make of a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import Act, Condition, FactorScore, LevelChoice
from workbench.core.evolve_parts import amended, put, take
from workbench.core.parts_risk import AgencyScore, Dismissal, MeasureUse, Reveal, condition_of, lowered

Body = Mapping[str, Any]


def _unscored(entry: Any) -> bool:
    return entry.before is None and entry.after is None and not entry.not_applicable


def _unsaid(entry: Any) -> bool:
    """Whether nothing at all is said of a factor; evidence, notes and confidence may come before the score."""
    words = (entry.evidence, entry.note, entry.gap_note)
    return _unscored(entry) and not (entry.confidence or entry.references or any(text.strip() for text in words))


ENTRIES: dict[str, tuple[type, Callable[[Any], bool]]] = {
    "score_factor": (FactorScore, _unsaid),
    "set_agency_score": (AgencyScore, _unscored),
    "apply_measure": (MeasureUse, lambda _: False),
    "drop_measure": (MeasureUse, lambda _: True),
    "dismiss_neighbour": (Dismissal, lambda x: not x.reason.strip()),
}
"""Keyed edit → the entry that it leaves, and when it leaves none."""


def _score_factor(case: Case, command: c.ScoreFactor, _act: Act, _body: Body) -> Case:
    """Put the score; one that differs from what stood is marked when the agency's column lies open."""
    score = None if _unsaid(command) else take(FactorScore, command)
    before = case.factors.get(command.factor)
    seats = case.seats
    if seats.reveal and _said(before) != _said(score) and command.factor not in seats.later:
        seats = replace(seats, later=(*seats.later, command.factor))
    return amended(case, {"factors": put(case.factors, command.factor, score), "seats": seats})


def _said(score: FactorScore | None) -> tuple[object, ...]:
    return (None, None, "") if score is None else (score.before, score.after, score.not_applicable)


def _set_level(case: Case, command: c.SetLevel, _act: Act, body: Body) -> Case:
    if not command.level:
        return replace(case, level=None)
    known = {name: body[name] for name in ("approver_name", "model", "computed") if name in body}
    return replace(case, level=take(LevelChoice, command, **known))


def _reveal_agency(case: Case, command: c.RevealAgency, act: Act, body: Body) -> Case:
    reveal = take(
        Reveal, command, by=act.by, name=act.name, at=act.at, version=act.version, unscored=tuple(body["unscored"])
    )
    agency = {line.factor: take(AgencyScore, line, file=command.file) for line in command.lines}
    return amended(case, {"agency": agency, "seats": replace(case.seats, reveal=reveal)})


def _set_agency_score(case: Case, command: c.SetAgencyScore, _act: Act, _body: Body) -> Case:
    score = None if _unscored(command) else take(AgencyScore, command)
    return amended(case, {"agency": put(case.agency, command.factor, score)})


def _apply_measure(case: Case, command: c.ApplyMeasure, _act: Act, _body: Body) -> Case:
    """Lower the scores, keep what they were, write the condition."""
    use = take(MeasureUse, command)
    measures = put(case.measures, command.measure, use)
    touched = [one.factor for one in command.reductions if _known(case, one.factor)]
    kept = tuple((code, case.factors[code].after) for code in touched)
    changed = {code: _lower(case.factors[code], measures, code, use) for code in touched}
    condition = Condition(
        text=command.text, owner=command.owner, moment=command.moment, due=command.due, evidence=command.evidence
    )
    state = {
        "measures": measures,
        "factors": {**case.factors, **changed},
        "conditions": put(case.conditions, condition_of(command.measure), condition),
        "seats": replace(case.seats, replaced=put(case.seats.replaced, command.measure, kept)),
    }
    return amended(case, state)


def _known(case: Case, code: str) -> bool:
    return code in case.factors and case.factors[code].before is not None


def _lower(score: FactorScore, measures: Mapping[str, MeasureUse], code: str, use: MeasureUse) -> FactorScore:
    """Return a score lowered by measures; one that was lower already stays, and written evidence too."""
    before = score.before or 0
    after = min(lowered(measures, code, before), before if score.after is None else score.after)
    return replace(score, after=after, evidence=score.evidence or (use.evidence if after < before else ""))


def _drop_measure(case: Case, command: c.DropMeasure, _act: Act, _body: Body) -> Case:
    """Take it back: scores that it had lowered are again what the other measures leave of them."""
    name = command.measure
    rest = put(case.measures, name, None)
    kept = dict(case.seats.replaced.get(name, ()))
    changed = dict(_raised(case, rest, kept.items(), case.measures[name]))
    state = {
        "measures": rest,
        "factors": {**case.factors, **changed},
        "conditions": put(case.conditions, condition_of(name), None),
        "seats": replace(case.seats, replaced=put(case.seats.replaced, name, None)),
    }
    return amended(case, state)


def _raised(
    case: Case, rest: Mapping[str, MeasureUse], kept: Iterable[tuple[str, int | None]], use: MeasureUse
) -> Iterable[tuple[str, FactorScore]]:
    for code, earlier in kept:
        score = case.factors.get(code)
        if score is None or score.before is None or score.after != lowered(case.measures, code, score.before):
            continue
        others = any(one.steps(code) for one in rest.values())
        after = lowered(rest, code, score.before) if others else earlier
        own = score.evidence == use.evidence and (after is None or after >= score.before)
        yield code, replace(score, after=after, evidence="" if own else score.evidence)


HANDLERS: dict[str, Callable[[Case, Any, Act, Body], Case]] = {
    "score_factor": _score_factor,
    "set_level": _set_level,
    "reveal_agency": _reveal_agency,
    "set_agency_score": _set_agency_score,
    "apply_measure": _apply_measure,
    "drop_measure": _drop_measure,
}
"""Command kind → handler."""
