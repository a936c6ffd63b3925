"""A change that needs a new application: the new case and the one it follows from know of each other."""

from __future__ import annotations

from workbench.core.commands import LinkCase
from workbench.errors import Text, WorkbenchError
from workbench.services.acting import do
from workbench.services.desk import Desk
from workbench.services.views import Person


def link(desk: Desk, person: Person, old: str, new: str, request: int) -> None:
    """Link a new application with the case whose change request asked for it, on both sides.

    Args:
        desk: The opened office.
        person: Who links them.
        old: Identifier of the case with the permit.
        new: Identifier of the new application's case.
        request: Number of the change request.

    Raises:
        Refusal: That request asked for no new application, or the cases are linked already.
    """
    if old == new:
        raise WorkbenchError(
            Text("新案卷与原案卷相同", "the new case is the old one"),
            where=new,
            remedy=Text("请选择新收件的案卷", "choose the case of the new application"),
        )
    known, made = desk.case(old), desk.case(new)
    do(desk, person, LinkCase(old, "replaced_by", new, made.number, request))
    if old not in {one.other for one in made.after.links}:
        do(desk, person, LinkCase(new, "replaces", old, known.number))
