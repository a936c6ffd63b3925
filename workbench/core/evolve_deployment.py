"""What an edit of the roster makes of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import Act
from workbench.core.evolve_parts import amended
from workbench.core.roster_edit import changed

Body = Mapping[str, Any]


def _edit_roster(case: Case, command: c.EditRoster, _act: Act, _body: Body) -> Case:
    return amended(case, {"roster": changed(case.roster, command.changes)})


HANDLERS: dict[str, Callable[[Case, Any, Act, Body], Case]] = {"edit_roster": _edit_roster}
"""Command kind → handler."""
