"""Consultation by itself, for the command line: the same view that the page of the window shows."""

from __future__ import annotations

from workbench.services import access
from workbench.services.consult_values import ConsultView
from workbench.services.consult_view import consult_view
from workbench.services.desk import Desk
from workbench.services.documents import find
from workbench.services.looking import Look
from workbench.services.views import Person


def view(desk: Desk, person: Person, case: str) -> ConsultView:
    """Return everything about consultation in a case; the reading is recorded.

    Args:
        desk: The opened office.
        person: Who asks.
        case: Identifier or number.
    """
    access.require(desk.pack, person, "read_case")
    state = find(desk, case)
    desk.database.access.record(state.id, actor=person.id, at=desk.clock.now())
    return consult_view(Look(desk, state))
