"""The plan in the hand: what is to be shown, and the wishes that tools, lists and forms have of it.

Every edit becomes one :class:`EditPlan` given through the case, so that history, undo and seal come with it. Nudges by
the arrow keys are gathered and given as one edit when the keys rest. While an edit is on its way, the plan already
shows it; when it is refused, the plan goes back to what is saved and the refusal is told.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeGuard

from PySide6.QtCore import QTimer

from workbench.core.commands import EditPlan
from workbench.core.pack import SiteObject
from workbench.core.plan_edits import to_mm
from workbench.core.site_objects import Placed
from workbench.core.values import Feature, Row, Scalar
from workbench.errors import WorkbenchError
from workbench.services import site_edit, site_laying
from workbench.services.site_desk import BACKGROUND
from workbench.services.site_edit import Place
from workbench.services.site_laying import By, Made, Wish
from workbench.ui.i18n import say, tr
from workbench.ui.site_wishes import Moves, Wishes
from workbench.ui.workspace_context import CaseContext

REST = 450
"""How long the arrow keys rest before their nudges are given as one edit [ms]."""
ASIDE = (2.0, -2.0)
"""Where a copy lies beside its original [m]."""


def _is_shown(one: Feature | None) -> TypeGuard[Feature]:
    return one is not None and bool(one.rings) and one.layer != BACKGROUND


class PlanDraft(Wishes):
    """Objects by key as they are to be shown, and what can be wished of them."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.placing = ""
        """An object that stands in a sheet alone and is drawn next."""
        self._nudged: dict[str, By] = {}
        self._moves = Moves()
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self.settle)

    # What is shown

    @property
    def rows(self) -> dict[str, Row]:
        """Return the rows that go with objects, by key."""
        return self.laid.rows

    def features(self) -> list[tuple[str, Feature]]:
        """Return the objects by key as they are to be drawn."""
        found = dict(self.shapes())
        self._moves.put(found, self._nudged)
        return [(key, one) for key, one in found.items() if _is_shown(one)]

    def undrawn(self) -> list[tuple[str, Placed]]:
        """Return what stands in a sheet alone, by key."""
        placed, shapes = self.laid.placed, self.shapes()
        return [(key, one) for key, one in placed.items() if one.feature is None and key in shapes]

    def feature(self, key: str) -> Feature | None:
        """Return an object with what is on its way."""
        found = {key: self.shapes().get(key)}
        if key in self._nudged:
            self._moves.put(found, {key: self._nudged[key]})
        return found[key]

    def kind_of(self, key: str) -> SiteObject | None:
        """Return the kind of an object."""
        there = self.laid.placed.get(key)
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
        self._gather(keys, dx, dy)
        self.settle()

    def nudge(self, keys: Sequence[str], dx: float, dy: float) -> None:
        """Move objects; several moves in a row become one edit."""
        self._gather(keys, dx, dy)
        if self._nudged:
            self._rest.start()
            self.show()

    def _gather(self, keys: Sequence[str], dx: float, dy: float) -> None:
        (x, y), shapes = to_mm(dx, dy), self.shapes()
        for key in keys if x or y else ():
            if shapes.get(key) is not None:
                before = self._nudged.get(key, (0, 0))
                self._nudged[key] = (before[0] + x, before[1] + y)

    def settle(self) -> None:
        """Give the moves that are gathered as one edit."""
        self._rest.stop()
        gathered = {key: by for key, by in self._nudged.items() if any(by)}
        if gathered:
            words = tr("已移动 {name}", name=self._names(tuple(gathered)))
            wish = Wish(partial(site_laying.moved, pack=self.context.pack, by=gathered), moves=gathered)
            self._nudged = {}
            self.wish(wish, lambda _made: words)
        self._nudged = {}

    def once_given(self, act: Callable[[], object]) -> None:
        """Do something when all edits are with the case; see :meth:`Wishes.after`."""
        self.settle()
        self.after(act)

    def reshape(self, key: str, ring: int, places: Sequence[Place]) -> None:
        """Give a ring or line other places; area or width of its row follow the drawing."""
        self.settle()
        feature = self.feature(key)
        made = site_edit.reshaped(feature, ring, places) if feature is not None else None
        if made is None or made == feature:
            return
        pack, words = self.context.pack, tr("已改形 {name}", name=self._names((key,)))
        wish = Wish(lambda plan: Made(site_edit.placed(plan, pack, key, made)), shapes={key: made})
        self.wish(wish, lambda _made: words)

    def add(self, kind: str, places: Sequence[Place]) -> None:
        """Draw a new object of a kind, or the one that stands in a sheet alone and was to be drawn."""
        self.settle()
        chosen, table = self.context.pack.site_objects[kind], self.table
        if self.placing:
            key, self.placing = self.placing, ""
            wish = Wish(partial(site_laying.put, pack=table.pack, key=key, kind=chosen, places=places))
        else:
            wish = Wish(partial(site_laying.added, table=table, kind=chosen, several=(places,)))
        self.wish(wish, lambda made: tr("已绘制 {name}", name=site_edit.parts_of(made.new[0])[1]))

    def add_all(self, kind: str, several: Sequence[Sequence[Place]]) -> None:
        """Draw several new objects of a kind as one edit."""
        self.settle()
        chosen = self.context.pack.site_objects[kind]
        self.wish(
            Wish(partial(site_laying.added, table=self.table, kind=chosen, several=several)),
            lambda made: tr("已绘制 {count} 个{kind}", count=len(made.new), kind=say(chosen.text)),
        )

    def duplicate(self, keys: Sequence[str]) -> None:
        """Draw copies of objects beside them."""
        self.settle()
        wish = Wish(partial(site_laying.copied, pack=self.context.pack, keys=tuple(keys), aside=ASIDE))
        self.wish(wish, lambda made: tr("已复制 {count} 个对象", count=len(made.new)))

    def remove(self, keys: Sequence[str]) -> None:
        """Take objects away with their rows."""
        self.settle()
        shapes = self.shapes()
        there = tuple(key for key in keys if key in shapes)
        if there:
            words = tr("已删除 {name}", name=self._names(there))
            wish = Wish(partial(site_laying.removed, pack=self.context.pack, keys=there), gone=frozenset(there))
            self.wish(wish, lambda _made: words)

    def set_value(
        self, key: str, column: str, value: Scalar, refused: Callable[[WorkbenchError], None] | None = None
    ) -> None:
        """Give a column of an object's row, or what its drawing says, another value."""
        self.settle()
        words = tr("已修改 {name}", name=self._names((key,)))
        wish = Wish(partial(site_laying.valued, pack=self.context.pack, key=key, column=column, value=value))
        self.wish(wish, lambda _made: words, refused)

    # Inside

    def _names(self, keys: Sequence[str]) -> str:
        first, there = self.feature(keys[0]), self.laid.placed.get(keys[0])
        words = f"{first.code} {first.name}".strip() if first else f"{there.key} {there.title}" if there else ""
        return words if len(keys) == 1 else tr("{name} 等 {count} 个对象", name=words, count=len(keys))
