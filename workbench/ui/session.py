"""Who sits at the desk, on which database, and the one way to the use cases.

``Session.do`` runs any service function on the worker; ``Session.ask`` puts the desk and the person first, as most
services want them. ``changed`` tells every view that a case has a new state.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.services.views_lists import Person
from workbench.ui.settings import Settings
from workbench.ui.tasks import Task, Worker


class Session(QObject):
    """Desk, person and worker of one window.

    Attributes:
        desk: The opened office (database, packs, clock), ``None`` before it is open.
        person: Who is signed in, or ``None``.
        read_only: True when the database cannot be written.
    """

    changed = Signal(str)
    """A case has a new state; its id."""
    person_changed = Signal()
    saved = Signal(object)
    """A change is durable; the local time."""
    save_failed = Signal(object)
    register_requested = Signal(str, str)
    """A register of the office should be shown, and an entry in it."""
    closing = Signal()
    """The desk is about to be left for good."""
    notified = Signal(str, object)
    """Words for a toast, and what undoes them (a callable) or ``None``."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.worker = Worker(self)
        self.desk: Any = None
        self.person: Person | None = None
        self.read_only = False
        self.sample_day: date | None = None
        """The pinned day of sample data, shown in the banner."""
        self.organ = ""
        """Name of the organ whose database this is."""
        self.today: Callable[[], date] = _today

    def do(self, use_case: Callable[..., object], *args: object, **values: object) -> Task:
        """Run a use case on the worker thread."""
        return self.worker.run(partial(use_case, *args, **values))

    def ask(self, use_case: Callable[..., object], *args: object, **values: object) -> Task:
        """Run a use case that takes the desk and the person first."""
        return self.do(use_case, self.desk, self.person, *args, **values)

    def sign_in(self, person: Person) -> None:
        """Put a person at the desk."""
        self.person = person
        self.settings.last_account = person.account
        self.person_changed.emit()

    def sign_out(self) -> None:
        """Leave the desk."""
        self.person = None
        self.person_changed.emit()

    def has_role(self, *roles: str) -> bool:
        """Say whether the person has one of the roles."""
        return self.person is not None and not self.person.roles.isdisjoint(roles)

    def notify(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Show words for a moment, with a way back when there is one."""
        self.notified.emit(words, undo)

    def close(self) -> None:
        """Finish the use case under way and end the worker."""
        self.closing.emit()
        self.worker.stop()


def _today() -> date:
    return datetime.now().astimezone().date()
