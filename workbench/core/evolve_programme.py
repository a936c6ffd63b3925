"""What the programme desk makes of a case: entries of its maps, and changed lists after the grant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import Act, Change
from workbench.core.evolve_parts import put, take, with_map
from workbench.core.parts_programme import (
    Alias,
    Interaction,
    Performed,
    ProgrammeAnswer,
    ProgrammeList,
    ProgrammePart,
    ProgrammeVerdict,
    Variation,
    VariationVerdict,
)

Body = Mapping[str, Any]


def _removes(_command: Any) -> bool:
    return True


def _never(_command: Any) -> bool:
    return False


def _is_blank(command: Any) -> bool:
    return all(getattr(command, f.name) in {"", None} for f in fields(Interaction))


ENTRIES: dict[str, tuple[type, Callable[[Any], bool]]] = {
    "judge_programme": (ProgrammeVerdict, lambda x: not x.verdict),
    "answer_programme": (ProgrammeAnswer, lambda x: not x.answer),
    "set_programme_item": (ProgrammePart, _never),
    "remove_programme_item": (ProgrammePart, _removes),
    "set_interaction": (Interaction, _is_blank),
    "set_programme_list": (ProgrammeList, _never),
    "remove_programme_list": (ProgrammeList, _removes),
    "set_alias": (Alias, lambda x: not x.name),
    "judge_variation": (VariationVerdict, lambda x: not x.verdict),
    "record_performance": (Performed, lambda x: not x.result),
}
"""Command kind → what its entry is, and when the command takes the entry out."""


def _report_programme_change(case: Case, command: c.ReportProgrammeChange, _act: Act, body: Body) -> Case:
    differences = tuple((str(kind), str(before), str(after)) for kind, before, after in body["differences"])
    request = len(case.changes) + 1
    change = Change(body["change"], command.reason, command.requested, command.source)
    variation = Variation(request, command.lines, command.source, differences)
    return replace(case, changes=(*case.changes, change), variations=(*case.variations, variation))


def _judge_programme(case: Case, command: c.JudgeProgramme, _act: Act, _body: Body) -> Case:
    """Keep the verdict; one that was answered stays on record when another takes its place."""
    before = case.programme.get(command.no)
    if before is not None and command.verdict not in {"", before.verdict} and command.no in case.answers:
        case = with_map(case, "advised", {**case.advised, command.no: before.verdict})
    said = take(ProgrammeVerdict, command) if command.verdict else None
    return with_map(case, "programme", put(case.programme, command.no, said))


HANDLERS: dict[str, Callable[[Case, Any, Act, Body], Case]] = {
    "judge_programme": _judge_programme,
    "report_programme_change": _report_programme_change,
}
"""Command kind → handler; the other keyed edits have theirs in common."""
