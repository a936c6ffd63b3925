"""A case in the window: its present state, its rule pack, and the one way in which a step page changes it.

A step page is a :class:`StepPage`. It shows a :class:`CaseView`, never keeps a state of its own beyond what is being
typed, and gives commands through :meth:`CaseContext.do`. The answer comes back to every page as a new view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from workbench.core.commands import Command
from workbench.core.pack import Pack
from workbench.core.values import Attachment
from workbench.errors import ConflictError, Text, WorkbenchError
from workbench.services import intake, review
from workbench.services.acting import do as act
from workbench.services.clocks import local_time
from workbench.services.desk import pack_of
from workbench.services.views import CaseView, OpenItem
from workbench.ui.i18n import say, tr
from workbench.ui.session import Session
from workbench.ui.tasks import Task

if TYPE_CHECKING:
    from workbench.services.documents import PaperFile

UNDO_LIMIT = 200
"""How many edits of one case can be taken back, one after another."""


@dataclass
class Seen:
    """The version of the case that the window has seen; read and written on the worker only."""

    version: int = 0


@dataclass(frozen=True)
class Opened:
    """A case as opened: what is shown, and the rule pack whose words it uses."""

    view: CaseView
    pack: Pack
    texts: Mapping[str, str]
    """Open texts of the person in this case, by field."""


@dataclass(frozen=True)
class Given:
    """What commands made: the new view, the commands that take them back, the local time at which it was written.

    ``back`` is empty when one of them cannot be taken back.
    """

    view: CaseView
    back: tuple[Command, ...]
    at: datetime


def opened(desk: Any, person: Any, case: str) -> Opened:
    """Open a case for review; the reading is recorded. Runs on the worker."""
    view = review.open_case(desk, person, case)
    texts = {draft.field: draft.text for draft in review.drafts(desk, person, case)}
    return Opened(view, pack_of(desk.case(case).pack), texts)


def looked_again(desk: Any, person: Any, case: str, seen: Seen) -> CaseView:
    """Read the present state once more, without recording another opening. Runs on the worker."""
    view = review.look_again(desk, person, case)
    seen.version = view.version
    return view


def given(desk: Any, person: Any, commands: tuple[Command, ...], seen: Seen) -> Given:
    """Give commands on the version last seen, so that nobody's change is overwritten unseen. Runs on the worker."""
    back: list[Command | None] = []
    for command in commands:
        back.insert(0, review.undo_command(desk, command))
        seen.version = act(desk, person, command, seen.version or None).version
    view = review.look_again(desk, person, commands[0].case)
    known = tuple(command for command in back if command is not None)
    return Given(view, known if len(known) == len(commands) else (), local_time(desk.clock.now()))


def issued(desk: Any, person: Any, case: str, paper: str, seen: Seen) -> tuple[PaperFile, CaseView]:
    """Issue a paper and return it with the state after it. Runs on the worker."""
    from workbench.services import documents

    made = documents.issue(desk, person, case, paper)
    return made, looked_again(desk, person, case, seen)


class OpenTexts:
    """What was typed and not yet given, by field; kept in the database so that a crash loses nothing."""

    def __init__(self, session: Session, case: str, kept: Mapping[str, str]) -> None:
        """Start with what an earlier run left."""
        self.kept = dict(kept)
        self._session = session
        self._case = case

    def keep(self, field: str, text: str) -> None:
        """Keep a text; an empty one is forgotten."""
        if text == self.kept.get(field, ""):
            return
        self.kept[field] = text
        if not self._session.read_only:
            self._session.ask(review.keep_draft, self._case, field, text)


class CaseContext(QObject):
    """What step pages share. It outlives them: a change of language makes new pages on the same context.

    Attributes:
        session: Desk, person and worker.
        case: Identifier of the case.
        view: The state shown.
        pack: The rule pack of the case; its lists hold the words of verdicts, reasons, states.
        texts: Open texts, such as a note that is being written.
        undo: Edits that can be taken back; each step gives a compensating command.
        step: The step shown; 0 before the first.
        memory: What pages keep beyond their own life, by step number.
    """

    changed = Signal(object)
    """A new :class:`CaseView`."""
    jump_requested = Signal(int, str)
    """Step number and object (a paper, a duty, an act …) that should be shown."""
    paper_issued = Signal(object)
    """A :class:`PaperFile` that has just been issued."""
    conflicted = Signal(object, object)
    """Commands that met another person's change, and the :class:`ConflictError`."""

    def __init__(self, session: Session, case: str, start: Opened) -> None:
        super().__init__(session)
        self.session = session
        self.case = case
        self.view = start.view
        self.pack = start.pack
        self.texts = OpenTexts(session, case, start.texts)
        self.undo = QUndoStack(self)
        self.undo.setUndoLimit(UNDO_LIMIT)
        self.step = 0
        self.memory: dict[int, object] = {}
        self.returning = 0
        """Undos and redos on their way to the case."""
        self._seen = Seen(start.view.version)

    @property
    def seen(self) -> Seen:
        """Return the version that the window has seen; written on the worker only."""
        return self._seen

    def do(self, *commands: Command, said: str = "", refused: Callable[[WorkbenchError], None] | None = None) -> Task:
        """Give one command, or several as one edit.

        Args:
            commands: The wish.
            said: Words for a toast; with 撤销 when it can be taken back.
            refused: Called with the fault instead of the fault dialog, to tell it at the field: a method or a partial
                of one, so that a page that is gone by then is not called.

        Returns:
            The task; ``done`` brings a :class:`Given`, ``failed`` the fault, after the context has taken note.
        """
        task = self.session.ask(given, commands, self._seen)
        task.done.connect(lambda result: self._gave(commands, result, said))
        task.failed.connect(lambda fault: self._refused(commands, fault, refused))
        return task

    def sign(self, command: Command, *, refused: Callable[[WorkbenchError], None] | None = None) -> Task:
        """Give a signed act and issue its paper, when the pack names one for it."""
        task = self.do(command, refused=refused)
        row = self.pack.lists.get("act_papers", {}).get(command.kind)
        if row is not None:
            task.done.connect(lambda _given: self.issue(str(row.data["paper"])))
        return task

    def issue(self, paper: str) -> Task:
        """Draw a paper, keep its bytes and record them; a toast names it."""
        task = self.session.ask(issued, self.case, paper, self._seen)
        task.done.connect(self._issued)
        task.failed.connect(self.session.save_failed)
        return task

    def file(self, attachment: Attachment) -> Task:
        """Read a registered file; ``done`` brings its bytes, ``failed`` a fault when it was changed or is missing."""
        return self.session.do(intake.file_bytes, self.session.desk, attachment)

    def refresh(self) -> Task:
        """Read the present state again."""
        task = self.session.ask(looked_again, self.case, self._seen)
        task.done.connect(self.take)
        return task

    def take(self, view: CaseView) -> None:
        """Show another state of the case."""
        self.view = view
        self.changed.emit(view)

    def why_not(self, kind: str) -> Text | None:
        """Return why the person may not give a command now; ``None`` when it may be given."""
        return self.view.decision.may.get(kind)

    def may(self, kind: str) -> bool:
        """Say whether the person may give a command now."""
        return not self.session.read_only and self.why_not(kind) is None

    def never(self, kind: str) -> bool:
        """Say whether the person's roles never include a command: what serves it is hidden, not greyed."""
        person = self.session.person
        return person is None or person.roles.isdisjoint(self.pack.roles.get(kind, frozenset()))

    def word(self, list_name: str, code: str) -> str:
        """Return the word of a code of one of the pack's short lists, in the language in use."""
        choice = self.pack.lists.get(list_name, {}).get(code)
        return say(choice.text) if choice else code

    def jump(self, step: int, object_: str = "") -> None:
        """Ask for a step and an object in it."""
        self.jump_requested.emit(step, object_)

    def send(self, commands: tuple[Command, ...]) -> None:
        """Give commands of the undo stack: they change the case but make no further step of their own."""
        self.returning += 1
        task = self.session.ask(given, commands, self._seen)
        task.done.connect(self._took)
        task.failed.connect(lambda fault: self._refused(commands, fault, None))
        task.ended.connect(self._returned)

    def _gave(self, commands: tuple[Command, ...], result: Given, said: str) -> None:
        self._took(result)
        if result.back:
            self.undo.push(Edit(self, commands, result.back, said))
        if said:
            self.session.notify(said, self.undo.undo if result.back else None)

    def _returned(self) -> None:
        self.returning -= 1

    def _issued(self, result: tuple[PaperFile, CaseView]) -> None:
        paper, view = result
        self.take(view)
        self.session.changed.emit(self.case)
        self.session.notify(tr("已出具{title} {number}", title=say(paper.title), number=paper.number), None)
        self.paper_issued.emit(paper)

    def _took(self, result: Given) -> None:
        self.take(result.view)
        self.session.changed.emit(self.case)
        self.session.saved.emit(result.at)

    def _refused(
        self, commands: tuple[Command, ...], fault: WorkbenchError, refused: Callable[[WorkbenchError], None] | None
    ) -> None:
        self.changed.emit(self.view)
        if isinstance(fault, ConflictError):
            self.conflicted.emit(commands, fault)
        elif refused is not None and _is_there(refused):
            refused(fault)
        else:
            self.session.save_failed.emit(fault)


def _is_there(act: Callable[[WorkbenchError], None]) -> bool:
    """Say whether the object whose method this is still exists; the page that asked may be gone."""
    inner = act.func if isinstance(act, partial) else act
    owner = getattr(inner, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)


class Edit(QUndoCommand):
    """An edit on the undo stack: already done when it is put there; undo and redo give commands of their own."""

    def __init__(
        self, context: CaseContext, commands: tuple[Command, ...], back: tuple[Command, ...], words: str
    ) -> None:
        super().__init__(words)
        self._context = context
        self._commands = commands
        self._back = back
        self._done = True

    def undo(self) -> None:
        """Give the compensating command; the journal keeps both."""
        self._done = False
        self._context.send(self._back)

    def redo(self) -> None:
        """Give the edit again, except when it has just been given."""
        if not self._done:
            self._context.send(self._commands)
        self._done = True


@dataclass(frozen=True)
class StepButton:
    """A main button of a step for the case header: words, icon, key, what it does, why it cannot be done now."""

    text: str
    act: Callable[[], object]
    icon: str = ""
    key: str = ""
    primary: bool = False
    why_not: str = ""


class StepPage(QWidget):
    """One of the eight steps. Pages override what they need; :meth:`show_case` is the only must."""

    buttons_changed = Signal()
    """The main buttons are others than before; a change of the case is noticed without it."""

    wants_room = False
    """The page needs the width: the rail shows signs only beside it."""

    finish_requested = Signal()
    """The step is done: go on, or list what it lacks."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.context = context

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case; called after every change, with the cursor kept."""
        raise NotImplementedError

    def reveal(self, object_: str) -> None:
        """Put the cursor on an object (a code of an open item)."""

    def reveal_all(self, objects: tuple[str, ...]) -> None:
        """Put the cursor on the first of several objects that something is about; pages that can, select them all."""
        self.reveal(objects[0])

    def focus_first(self) -> None:
        """Put the focus where work starts."""
        self.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return (key, word) pairs for the status bar."""
        return ()

    def buttons(self) -> tuple[StepButton, ...]:
        """Return the step's main buttons for the case header, the most important last."""
        return ()

    def missing(self) -> tuple[OpenItem, ...]:
        """Return what keeps the step from being finished; shown as a list instead of a greyed button."""
        return ()

    def finish(self) -> None:
        """Do what Ctrl Enter means here: what the primary button does, or say why it cannot be done now."""
        wanted = next((button for button in self.buttons() if button.primary), None)
        if wanted is None:
            self.finish_requested.emit()
        elif wanted.why_not:
            self.context.session.notify(wanted.why_not)
        else:
            wanted.act()

    def search(self, text: str) -> None:
        """Filter or search by the words in the search box."""

    def remember(self) -> None:
        """Keep what a page made anew needs, in ``context.memory``."""
