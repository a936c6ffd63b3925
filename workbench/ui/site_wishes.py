"""Edits of the plan on their way to the case, in their order, and the plan with them laid over it.

A wish shows at once what it moves or takes away. Its changes, and the plan after them, are made on the worker when the
plan is large: the window then only shows what differs. What is undone meanwhile waits until the edits before it have
arrived, and what is wished after that waits behind it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.commands import EditPlan
from workbench.core.values import Application, Feature
from workbench.core.working_plan import shifted
from workbench.errors import WorkbenchError
from workbench.services import site_edit, site_laying
from workbench.services.site_laying import By, Laid, Made, Table, Wish
from workbench.services.views import CaseView
from workbench.ui.i18n import language
from workbench.ui.workspace_context import CaseContext

MANY = 300
"""A plan of more objects is laid on the worker; laying a smaller one is not felt."""

Told = Callable[[WorkbenchError], None]
Said = Callable[[Made], str]
Shapes = dict[str, Feature | None]


class Moves:
    """Objects moved as they are, each worked out once."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Feature, By, Feature]] = {}

    def put(self, shapes: Shapes, moves: Mapping[str, By]) -> None:
        """Put moved objects in place of those that lie where they were."""
        for key, by in moves.items():
            feature = shapes.get(key)
            if feature is None:
                continue
            known = self._made.get(key)
            if known is None or known[0] is not feature or known[1] != by:
                known = self._made[key] = (feature, by, shifted(feature, *by))
            shapes[key] = known[2]


@dataclass(eq=False)
class Errand:
    """A wish, the words when it is given, and who is told when it is refused."""

    wish: Wish
    said: Said
    refused: Told | None = None
    moves: Moves = field(default_factory=Moves)


class Wishes(QObject):
    """The plan as the case has it, and the wishes over it."""

    shown = Signal()
    """Something else is to be shown."""
    selected = Signal(tuple)
    """Keys of what has just been drawn or copied."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.context = context
        self.base = Application("", {}, {})
        self.laid = Laid(self.base)
        self.table = Table(context.pack)
        self._under_way: list[Errand] = []
        self._waiting: deque[Errand | Callable[[], object]] = deque()
        self._known: frozenset[Wish] = frozenset()
        self._asked = 0
        self._shapes: Shapes | None = None

    # What is shown

    def take(self, view: CaseView) -> None:
        """Take the plan of a state of the case."""
        self.base = site_edit.plan_of(view)
        self._lay()

    def shapes(self) -> Shapes:
        """Return the objects by key as they are to be shown, those that are not drawn too."""
        if self._shapes is None:
            found: Shapes = {key: one.feature for key, one in self.laid.placed.items()}
            for errand in self._over():
                errand.moves.put(found, errand.wish.moves)
                found.update({key: one for key, one in errand.wish.shapes.items() if key in found})
                for key in errand.wish.gone:
                    found.pop(key, None)
            self._shapes = found
        return self._shapes

    def show(self) -> None:
        """Say that something else is to be shown."""
        self._shapes = None
        self.shown.emit()

    def _over(self) -> Iterator[Errand]:
        """Yield what the plan as laid does not know of yet."""
        waiting = (one for one in self._waiting if isinstance(one, Errand))
        yield from (one for one in (*self._under_way, *waiting) if one.wish not in self._known)

    # Wishes

    def wish(self, wish: Wish, said: Said, refused: Told | None = None) -> None:
        """Give a wish as one edit when its turn has come."""
        errand = Errand(wish, said, refused)
        if self._waiting:
            self._waiting.append(errand)
            self.show()
        else:
            self._start(errand)

    def after(self, act: Callable[[], object]) -> None:
        """Do something when all edits are with the case: at once, or when the last one under way has arrived.

        What waits is dropped when an edit is refused: it was meant for that edit.
        """
        if self._under_way or self._waiting:
            self._waiting.append(act)
        else:
            act()

    # Inside

    @property
    def is_large(self) -> bool:
        """Say whether what follows from a change takes turns of the window of its own."""
        drawn = len(self.base.site.features) if self.base.site else 0
        return max(drawn, len(self.laid.placed)) > MANY

    def _is_quick(self) -> bool:
        """Say whether the window may lay the plan itself: it is small, or just opened, and nothing is on its way."""
        return not (self.is_large and self.laid.placed) and not self._asked and not self.context.returning

    def _lay(self) -> None:
        """Lay what is under way over what is saved."""
        wishes = tuple(one.wish for one in self._under_way)
        self._work(partial(self.table.lay, self.base, wishes, self.laid), partial(self._lie, wishes), lambda: None)

    def _start(self, errand: Errand) -> None:
        """Make the changes of a wish and give them."""
        others, wish, context = tuple(one.wish for one in self._under_way), errand.wish, self.context
        there = partial(site_laying.standing, context.session.desk, context.case, context.seen, self.base)
        quick, shown, laid = self._is_quick(), self.base, self.laid
        self._under_way.append(errand)
        if not quick and (wish.moves or wish.shapes or wish.gone):
            self.show()
        self._work(
            lambda: self.table.make(shown if quick else there(), others, wish, laid),
            partial(self._made, errand, (*others, wish)),
            partial(self._fell, errand),
        )

    def _work(self, work: Callable[[], Laid], then: Callable[[Laid], None], fell: Callable[[], None]) -> None:
        """Do work here when it is quick, else on the worker; ``fell`` is called when nothing came of it."""
        if self._is_quick():
            then(work())
            return
        arrived: list[Laid] = []
        self._asked += 1
        task = self.context.session.do(work)
        task.done.connect(arrived.append)
        task.ended.connect(lambda: self._worked(arrived, then, fell))

    def _worked(self, arrived: list[Laid], then: Callable[[Laid], None], fell: Callable[[], None]) -> None:
        self._asked -= 1
        for laid in arrived:
            then(laid)
        if not arrived:
            fell()

    def _lie(self, wishes: Iterable[Wish], laid: Laid) -> None:
        self.laid, self._known = laid, frozenset(wishes)
        self.show()

    def _made(self, errand: Errand, wishes: Iterable[Wish], laid: Laid) -> None:
        """Give a wish whose changes are made; one without changes was none."""
        self._lie(wishes, laid)
        made = errand.wish.made or Made()
        if not made.changes:
            self._leave(errand)
            return
        command = EditPlan(self.context.case, tuple(made.changes))
        task = self.context.do(command, said=errand.said(made), refused=partial(self._refused, errand.refused))
        task.done.connect(lambda _given: self._leave(errand))
        task.ended.connect(lambda: self._fell(errand))
        if made.new and self.is_large:
            QTimer.singleShot(0, self, partial(self.selected.emit, made.new))
        elif made.new:
            self.selected.emit(made.new)

    def _leave(self, errand: Errand) -> None:
        """Stop laying an edit over the plan: the case has it now."""
        self._under_way.remove(errand)
        self._go_on()

    def _fell(self, errand: Errand) -> None:
        """Go back to what is saved when an edit came to nothing."""
        if errand in self._under_way:
            self._under_way.remove(errand)
            self._waiting = deque(one for one in self._waiting if isinstance(one, Errand))
            self._lay()
            self._go_on()

    def _go_on(self) -> None:
        """Do what waits: wishes until something is undone, which waits for all of them."""
        while self._waiting and (isinstance(self._waiting[0], Errand) or not self._under_way):
            one = self._waiting.popleft()
            if isinstance(one, Errand):
                self._start(one)
            else:
                one()

    def _refused(self, told: Told | None, fault: WorkbenchError) -> None:
        if told is not None:
            told(fault)
        else:
            self.context.session.notify(fault.told(language()))
