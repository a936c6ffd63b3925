"""The plan in the hand: what the case holds, with the edits that are on their way laid over it.

Every edit becomes one :class:`EditPlan` given through the case, so that history, undo and seal come with it. Nudges by
the arrow keys are gathered and given as one edit when the keys rest. While an edit is on its way, the plan already
shows it; when it is refused, the plan goes back to what is saved and the refusal is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeGuard

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.core.commands import EditPlan, PlanChange
from workbench.core.pack import SiteObject
from workbench.core.site_objects import Placed, placed
from workbench.core.values import Application, Feature, Row, Scalar
from workbench.core.working_plan import edited, in_force
from workbench.errors import WorkbenchError
from workbench.services import site_edit
from workbench.services.site_desk import BACKGROUND
from workbench.services.site_edit import Place
from workbench.services.views import CaseView
from workbench.ui.i18n import language, say, tr
from workbench.ui.site_looks import Looks
from workbench.ui.workspace_context import CaseContext

REST = 450
"""How long the arrow keys rest before their nudges are given as one edit [ms]."""
ASIDE = (2.0, -2.0)
"""Where a copy lies beside its original [m]."""


def _is_shown(one: Feature | None) -> TypeGuard[Feature]:
    return one is not None and bool(one.rings) and one.layer != BACKGROUND


class PlanDraft(QObject):
    """Objects by key as they are to be shown, and the wishes that tools, lists and forms have of them."""

    shown = Signal()
    """Something else is to be shown."""
    selected = Signal(tuple)
    """Keys of what has just been drawn or copied."""

    def __init__(self, context: CaseContext, looks: Looks) -> None:
        super().__init__()
        self.context = context
        self.looks = looks
        self.base = self.plan = Application("", {}, {})
        self.placed: dict[str, Placed] = {}
        self.rows: dict[str, Row] = {}
        self.placing = ""
        """An object that stands in a sheet alone and is drawn next."""
        self._under_way: list[tuple[PlanChange, ...]] = []
        self._waiting: list[Callable[[], object]] = []
        self._columns = {sheet: tuple(one.key for one in found.columns) for sheet, found in context.pack.sheets.items()}
        self._nudged: dict[str, Feature] = {}
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.settle)

    # What is shown

    def take(self, view: CaseView) -> None:
        """Take the plan of a state of the case."""
        self.base = site_edit.plan_of(view)
        self._lay()

    def features(self) -> list[tuple[str, Feature]]:
        """Return the objects by key as they are to be drawn."""
        found = {key: one.feature for key, one in self.placed.items()}
        return [(key, one) for key, one in {**found, **self._nudged}.items() if _is_shown(one)]

    def undrawn(self) -> list[tuple[str, Placed]]:
        """Return what stands in a sheet alone, by key."""
        return [(key, one) for key, one in self.placed.items() if one.feature is None]

    def feature(self, key: str) -> Feature | None:
        """Return an object with what is on its way."""
        there = self.placed.get(key)
        return self._nudged.get(key) or (there.feature if there else None)

    def kind_of(self, key: str) -> SiteObject | None:
        """Return the kind of an object."""
        there = self.placed.get(key)
        return there.kind if there else None

    def may_edit(self) -> bool:
        """Say whether the person may change the plan now; tell why when not."""
        if self.context.may(EditPlan.kind):
            return True
        why = self.context.why_not(EditPlan.kind)
        self.context.session.notify(say(why) if why else tr("资料库只读：可以查看和打印，不能修改"))
        return False

    # Wishes

    def move(self, keys: Sequence[str], dx: float, dy: float) -> None:
        """Move objects at once."""
        self.nudge(keys, dx, dy)
        self.settle()

    def nudge(self, keys: Sequence[str], dx: float, dy: float) -> None:
        """Move objects; several moves in a row become one edit."""
        for key in keys:
            feature = self.feature(key)
            if feature is not None and (dx or dy):
                self._nudged[key] = site_edit.moved(feature, dx, dy)
        if self._nudged:
            self._rest.start()
            self.shown.emit()

    def settle(self) -> None:
        """Give the moves that are gathered as one edit."""
        self._rest.stop()
        gathered = {key: one for key, one in self._nudged.items() if self.placed[key].feature != one}
        self._nudged = {}
        pack = self.context.pack
        changes = [change for key, one in gathered.items() for change in site_edit.placed(self.plan, pack, key, one)]
        if changes:
            self.give(changes, tr("已移动 {name}", name=self._names(tuple(gathered))))

    def once_given(self, act: Callable[[], object]) -> None:
        """Do something when all edits are with the case: at once, or when the last one under way has arrived.

        What waits is dropped when an edit is refused: it was meant for that edit.
        """
        self.settle()
        if self._under_way:
            self._waiting.append(act)
        else:
            act()

    def reshape(self, key: str, ring: int, places: Sequence[Place]) -> None:
        """Give a ring or line other places; area or width of its row follow the drawing."""
        self.settle()
        feature = self.feature(key)
        if feature is None:
            return
        made = site_edit.reshaped(feature, ring, places)
        if made == feature:
            return
        changes = site_edit.placed(self.plan, self.context.pack, key, made)
        self.give(changes, tr("已改形 {name}", name=self._names((key,))))

    def add(self, kind: str, places: Sequence[Place]) -> None:
        """Draw a new object of a kind, or the one that stands in a sheet alone and was to be drawn."""
        self.settle()
        pack, chosen = self.context.pack, self.context.pack.site_objects[kind]
        if self.placing:
            key, self.placing = self.placing, ""
            feature, changes = site_edit.put(self.plan, pack, key, chosen, places)
        else:
            feature, changes = site_edit.added(self.plan, pack, chosen, places)
            key = site_edit.key_of(feature.layer, feature.code)
        self.give(changes, tr("已绘制 {name}", name=feature.code))
        self.selected.emit((key,))

    def add_all(self, kind: str, several: Sequence[Sequence[Place]]) -> None:
        """Draw several new objects of a kind as one edit."""
        self.settle()
        chosen, plan = self.context.pack.site_objects[kind], self.plan
        new: list[str] = []
        changes: list[PlanChange] = []
        for places in several:
            feature, more = site_edit.added(plan, self.context.pack, chosen, places)
            plan = self._with(plan, more)
            new.append(site_edit.key_of(feature.layer, feature.code))
            changes += more
        if changes:
            self.give(changes, tr("已绘制 {count} 个{kind}", count=len(new), kind=say(chosen.text)))
            self.selected.emit(tuple(new))

    def duplicate(self, keys: Sequence[str]) -> None:
        """Draw copies of objects beside them."""
        self.settle()
        plan, new = self.plan, list[str]()
        changes: list[PlanChange] = []
        for key in keys:
            there = self.placed.get(key)
            if there is not None and there.feature is not None and there.kind is not None:
                copy, more = site_edit.copied(plan, self.context.pack, there, ASIDE)
                plan = self._with(plan, more)
                new.append(site_edit.key_of(copy.layer, copy.code))
                changes += more
        if changes:
            self.give(changes, tr("已复制 {count} 个对象", count=len(new)))
            self.selected.emit(tuple(new))

    def remove(self, keys: Sequence[str]) -> None:
        """Take objects away with their rows."""
        self.settle()
        there = [key for key in keys if key in self.placed]
        changes = [change for key in there for change in site_edit.taken_away(self.plan, self.context.pack, key)]
        if changes:
            self.give(changes, tr("已删除 {name}", name=self._names(there)))

    def set_value(
        self, key: str, column: str, value: Scalar, refused: Callable[[WorkbenchError], None] | None = None
    ) -> None:
        """Give a column of an object's row, or what its drawing says, another value."""
        self.settle()
        there = self.placed.get(key)
        changes = site_edit.valued(there, column, value) if there is not None else ()
        if changes:
            self.give(changes, tr("已修改 {name}", name=self._names((key,))), refused)

    def give(
        self, changes: Iterable[PlanChange], said: str, refused: Callable[[WorkbenchError], None] | None = None
    ) -> None:
        """Give changes as one edit; the plan shows them at once."""
        wanted = tuple(changes)
        self._under_way.append(wanted)
        self._lay()
        command = EditPlan(self.context.case, wanted)
        task = self.context.do(command, said=said, refused=partial(self._refused, refused))
        task.done.connect(lambda _given: self._arrived(wanted))
        task.failed.connect(lambda _fault: self._waiting.clear())
        task.failed.connect(lambda _fault: self._arrived(wanted))

    # Inside

    def _with(self, plan: Application, changes: Iterable[PlanChange]) -> Application:
        return in_force(plan, edited(plan, {}, changes, self._columns))

    def _lay(self) -> None:
        """Lay what is under way over what is saved."""
        self.plan = self.base
        for changes in self._under_way:
            self.plan = self._with(self.plan, changes)
        self.placed = {site_edit.key_of(one.layer, one.key): one for one in placed(self.plan, self.context.pack)}
        self.rows = {key: one.row for key, one in self.placed.items() if one.row is not None}
        self._nudged = {key: one for key, one in self._nudged.items() if key in self.placed}
        self.shown.emit()

    def _arrived(self, changes: tuple[PlanChange, ...]) -> None:
        """Stop laying an edit over the plan: the case has it now, or never will."""
        self._under_way.remove(changes)
        self._lay()
        waiting, self._waiting = ([], self._waiting) if self._under_way else (self._waiting, [])
        for act in waiting:
            act()

    def _refused(self, told: Callable[[WorkbenchError], None] | None, fault: WorkbenchError) -> None:
        if told is not None:
            told(fault)
        else:
            self.context.session.notify(fault.told(language()))

    def _names(self, keys: Sequence[str]) -> str:
        first, there = self.feature(keys[0]), self.placed.get(keys[0])
        words = f"{first.code} {first.name}".strip() if first else f"{there.key} {there.title}" if there else ""
        return words if len(keys) == 1 else tr("{name} 等 {count} 个对象", name=words, count=len(keys))
