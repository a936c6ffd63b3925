"""Working on a case: open it (the reading is recorded), give commands, undo, keep drafts."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.core.commands import Command
from workbench.core.decide_undo import undo_of
from workbench.errors import StorageError, Text
from workbench.services import access
from workbench.services.acting import do as act
from workbench.services.acting import do_all as act_all
from workbench.services.case_view import case_view
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import CaseView, Person
from workbench.storage.office import Draft


def open_case(desk: Desk, person: Person, case: str) -> CaseView:
    """Return a case for the workspace and record that this person opened it."""
    access.require(desk.pack, person, "read_case")
    look = Look(desk, desk.case(case))
    desk.database.access.record(case, actor=person.id, at=desk.clock.now())
    return case_view(look, person)


def look_again(desk: Desk, person: Person, case: str) -> CaseView:
    """Return a case that is open already, as it stands now; no new reading is recorded."""
    access.require(desk.pack, person, "read_case")
    return case_view(Look(desk, desk.case(case)), person)


def do(desk: Desk, person: Person, command: Command, expected_version: int | None = None) -> CaseView:
    """Carry a command out and return the case as it stands then; errors as :func:`workbench.services.acting.do`."""
    return case_view(Look(desk, act(desk, person, command, expected_version)), person)


def do_all(desk: Desk, person: Person, commands: Sequence[Command], expected_version: int | None = None) -> CaseView:
    """Carry several commands of one case out, all or none (a verdict on every paper of a class)."""
    return case_view(Look(desk, act_all(desk, person, commands, expected_version)), person)


def undo_command(desk: Desk, command: Command) -> Command | None:
    """Return the command that would take an edit back, asked before the edit; ``None`` for signed acts."""
    return undo_of(desk.case(command.case), command)


def keep_draft(desk: Desk, person: Person, case: str, field: str, text: str) -> None:
    """Keep an open text so that a crash loses nothing; an empty text drops the draft."""
    if not text:
        desk.database.drafts.drop(person.id, case, field)
        return
    if desk.read_only:
        raise StorageError(Text("数据库以只读方式打开", "the database is open for reading only"))
    desk.database.drafts.put(Draft(person.id, case, field, text, desk.clock.now()))


def drafts(desk: Desk, person: Person, case: str = "") -> tuple[Draft, ...]:
    """Return a person's open texts, newest first."""
    return desk.database.drafts.of(person.id, case)
