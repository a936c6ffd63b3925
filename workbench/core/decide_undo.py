"""Undo: the command that takes an unsigned edit back. Signed acts cannot be undone, only revoked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from workbench.core import commands
from workbench.core.case import Case
from workbench.core.commands import Command
from workbench.core.evolve_parts import EDITS
from workbench.core.evolve_review import ENTRIES
from workbench.core.parts_deployment import slot_key
from workbench.core.working_plan import inverse, plan_of


def undo_of(case: Case, command: Command) -> Command | None:
    """Return the command that takes an unsigned edit back; ``None`` for what cannot be undone.

    Args:
        case: The case before the edit.
        command: The edit.
    """
    kind = command.kind
    if kind in ENTRIES:
        return _undo_edit(case, command)
    undo = _UNDO.get(kind)
    return undo(case, command) if undo else None


def _undo_edit(case: Case, command: Command) -> Command:
    name, key_field = EDITS[command.kind]
    key = getattr(command, key_field)
    before = _before(case, name, key)
    setter, remover = _PAIRS.get(name, (type(command), None))
    if before is None and remover is not None:
        return _made(remover, {"case": case.id, key_field: key})
    blank = _BLANK.get(command.kind, {})
    values = blank if before is None else {k: getattr(before, k) for k in before.__dataclass_fields__}
    return _made(setter, {"case": case.id, key_field: key, **values})


def _before(case: Case, name: str, key: str) -> Any:
    if name == "duties":
        return case.duty(key)
    return case.all_meetings().get(key) if name == "meetings" else getattr(case, name).get(key)


def _made(kind: type[Command], values: dict[str, Any]) -> Command:
    return kind(**values)


_PAIRS: dict[str, tuple[type[Command], type[Command]]] = {
    "notes": (commands.WriteNote, commands.RemoveNote),
    "conditions": (commands.SetCondition, commands.RemoveCondition),
    "meetings": (commands.SetMeeting, commands.RemoveMeeting),
    "programme_items": (commands.SetProgrammeItem, commands.RemoveProgrammeItem),
    "programme_lists": (commands.SetProgrammeList, commands.RemoveProgrammeList),
    "measures": (commands.ApplyMeasure, commands.DropMeasure),
    "drills": (commands.RecordDrill, commands.RemoveDrill),
    "registers": (commands.SetEntry, commands.StrikeEntry),
}
_BLANK: dict[str, dict[str, Any]] = {
    "judge_material": {"verdict": ""},
    "judge_plan": {"score": None},
    "set_duty": {"status": ""},
    "judge_programme": {"verdict": ""},
    "answer_programme": {"answer": "", "accepted": False},
    "score_factor": {"before": None, "after": None},
    "set_agency_score": {"before": None, "after": None},
    "judge_site": {"verdict": ""},
    "waive_problem": {"reason": ""},
    "state_fact": {"how": ""},
    "resolve_conflict": {"way": "", "reason": ""},
    "set_alias": {"name": ""},
    "dismiss_neighbour": {"reason": ""},
    "judge_variation": {"verdict": ""},
    "record_performance": {"result": ""},
    "set_scenario": {"words": {}},
    "set_trigger": {"words": {}},
}
"""The fields with which an edit takes its entry out."""


def _undo_officer(case: Case, _command: Any) -> Command | None:
    return commands.AssignOfficer(case.id, case.officer, case.officer_name) if case.officer else None


def _undo_level(case: Case, _command: Any) -> Command:
    if case.level is None:
        return commands.SetLevel(case.id, 0)
    return commands.SetLevel(case.id, case.level.level, case.level.reason, case.level.approver)


def _undo_fact(case: Case, command: Any) -> Command:
    before = case.facts.get((command.fact, command.scope))
    value, reason = (before.value, before.reason) if before else (None, "")
    return commands.ChooseFact(case.id, command.fact, command.scope, value, reason)


def _undo_answer(case: Case, command: Any) -> Command:
    before = case.finding_answers.get((command.check, command.object), "")
    return commands.AnswerFinding(case.id, command.check, command.object, before)


def _undo_counts(case: Case, _command: Any) -> Command:
    return commands.WithdrawCounts(case.id, len(case.counts) + 1)


def _undo_plan(case: Case, command: Any) -> Command:
    return commands.EditPlan(case.id, inverse(plan_of(case), command.changes))


def _undo_roster(case: Case, command: Any) -> Command:
    """Put back who was there."""
    return commands.EditRoster(case.id, tuple(_roster_before(case, one) for one in command.changes))


def _roster_before(case: Case, change: commands.RosterChange) -> commands.RosterChange:
    before = case.roster.get(slot_key(change.post, change.day, change.shift))
    return replace(change, duties=before.duties if before else ())


_UNDO: dict[str, Callable[[Case, Any], Command | None]] = {
    "assign_officer": _undo_officer,
    "set_level": _undo_level,
    "choose_fact": _undo_fact,
    "answer_finding": _undo_answer,
    "edit_plan": _undo_plan,
    "record_counts": _undo_counts,
    "edit_roster": _undo_roster,
}
