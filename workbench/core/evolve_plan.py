"""What edits of the plan make of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import Act
from workbench.core.evolve_parts import amended
from workbench.core.working_plan import edited, filed_plan_of

Body = Mapping[str, Any]


def _edit_plan(case: Case, command: c.EditPlan, _act: Act, body: Body) -> Case:
    """Keep the edits: until the decision those it rests on, afterwards apart."""
    columns = {sheet: tuple(keys) for sheet, keys in body.get("columns", ())}
    field = "later_plan" if case.decision else "working_plan"
    return amended(case, {field: edited(filed_plan_of(case), getattr(case, field), command.changes, columns)})


HANDLERS: dict[str, Callable[[Case, Any, Act, Body], Case]] = {"edit_plan": _edit_plan}
"""Command kind → handler."""
