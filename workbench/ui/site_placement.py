"""Proposals where to place points: computed on the worker, shown on the plan, taken over by a person's click only."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QGraphicsEllipseItem,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsSimpleTextItem,
    QHBoxLayout,
    QRadioButton,
    QWidget,
)

from workbench.core.commands import EditPlan
from workbench.core.placement_case import EQUIPMENT, MOBILE, WATCH, Order, Proposal
from workbench.errors import WorkbenchError
from workbench.services import coverage
from workbench.ui.i18n import language, say, tr
from workbench.ui.step_site_rows import Cell, Head, RowTable, TableRow
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, number_box, row

if TYPE_CHECKING:
    from workbench.ui.step_site import SiteStep

OVERLAY = "proposal"
SIGN = 24
"""Size of the sign of a proposed place [px]."""
ABOVE = 60.0
"""Proposed places lie over the objects."""
LABELS = 84
"""Width of the words before the fields [px]."""
MOST = 40
"""Most places that can be asked for in the window."""


class PlacementPane(QFrame):
    """What is to be placed, the answer with its proof, and the places; the plan changes only by 取用."""

    def __init__(self, page: SiteStep) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.page, self.context = page, page.context
        self.found: Proposal | None = None
        self._asked = 0
        self.kind, self.count, self.share, self.within = QComboBox(), number_box(), number_box(), number_box()
        self.by_count, self.by_share = QRadioButton(tr("数量")), QRadioButton(tr("覆盖到"))
        self.keep = QCheckBox(tr("保留现有点位，在其上增加"))
        self.ask = Button(tr("计算建议"), icon="map-pin", kind="primary")
        self.told = label("", "small", "t2", wrap=True)
        self.places = RowTable(
            tr("建议位置"), (Head("", 40), Head(tr("位置"), 130, 1), Head(tr("覆盖"), 110, figures=True))
        )
        self.places.nothing = tr("还没有建议：选好对象和数量后点“计算建议”")
        self.take_one, self.take_all = Button(tr("取用此处"), small=True), Button(tr("全部取用"), small=True)
        self._build()
        self._wire()

    def order(self) -> Order:
        """Return what is asked for."""
        by_count = self.by_count.isChecked()
        return Order(
            kind=str(self.kind.currentData()),
            count=self.count.value() if by_count else None,
            share=None if by_count else self.share.value() / 100,
            within=float(self.within.value()) or None,
            keep=self.keep.isChecked(),
        )

    def run(self) -> None:
        """Ask for a proposal on the worker."""
        self._asked += 1
        self.told.setText(tr("正在求解…"))
        task = self.context.session.ask(coverage.place_in_case, self.context.case, self.order())
        task.done.connect(partial(self._arrived, self._asked))
        task.failed.connect(partial(self._failed, self._asked))

    def show_proposal(self, found: Proposal | None) -> None:
        """Show a proposal in words, in the table and on the plan; ``None`` takes it away."""
        self.found = found
        rows = []
        if found is not None:
            self.told.setText("\n".join(say(line) for line in coverage.lines(found)))
            unit = tr("人") if found.persons else "m²"
            rows = [
                TableRow(str(number), (Cell(str(number)), Cell(f"x {x:.1f}  y {y:.1f}"), Cell(f"{gain:,.0f} {unit}")))
                for number, ((x, y), gain) in enumerate(zip(found.places, found.gains, strict=True), 1)
            ]
        self.places.show_rows(rows)
        self._mark()
        may = bool(rows) and self.context.may(EditPlan.kind)
        self.take_one.setEnabled(may)
        self.take_all.setEnabled(may)

    # Inside

    def _arrived(self, asked: int, found: Proposal) -> None:
        if asked == self._asked:
            self.show_proposal(found)

    def _failed(self, asked: int, fault: WorkbenchError) -> None:
        if asked == self._asked:
            self.show_proposal(None)
            self.told.setText(fault.told(language()))

    def _mark(self) -> None:
        """Draw the proposed places on the plan: numbered rings, which are no objects of it."""
        scene = self.page.plan.scene
        if self.found is None or not self.found.places:
            scene.remove_overlay(OVERLAY)
            return
        item = QGraphicsPathItem()
        item.setZValue(ABOVE)
        for number, (x, y) in enumerate(self.found.places, 1):
            _sign(item, str(number)).setPos(x, y)
        scene.add_overlay(OVERLAY, item)

    def take(self, number: str = "") -> None:
        """Draw the places, or the one of a number, as objects of the plan: one edit, which can be undone."""
        if self.found is None or not self.context.may(EditPlan.kind):
            return
        places = self.found.places
        wanted = (places[int(number) - 1],) if number else places
        self.page.plan.draft.add_all(
            coverage.object_kind(self.context.pack, self.found.order.kind), [(place,) for place in wanted]
        )
        self.show_proposal(None)
        self.told.setText(tr("已加入方案，可撤销；请为新点位补填人员与任务。"))

    def _build(self) -> None:
        for code, name in ((MOBILE, tr("机动点")), (WATCH, tr("瞭望哨")), (EQUIPMENT, tr("装备点"))):
            self.kind.addItem(name, code)
        self.count.setRange(1, MOST)
        self.share.setRange(1, 100)
        self.share.setValue(95)
        self.share.setSuffix(" %")
        self.within.setRange(0, 600)
        self.within.setSpecialValueText(tr("按规则包"))
        self.keep.setChecked(True)
        self.by_count.setChecked(True)
        group = QButtonGroup(self)
        group.addButton(self.by_count)
        group.addButton(self.by_share)
        named = ((self.kind, tr("布设什么")), (self.count, tr("布设数量")), (self.share, tr("目标覆盖比例")),
                 (self.within, tr("到达时限或距离")))  # fmt: skip
        for field, name in named:
            field.setAccessibleName(name)
        note = label(tr("建议只列出位置，不改动方案；点“取用”后才加入。"), "small", "t2", wrap=True)
        form = column(
            _pair(label(tr("布设"), "small", "t2"), self.kind),
            _pair(self.by_count, self.count),
            _pair(self.by_share, self.share),
            _pair(label(tr("时限/距离"), "small", "t2"), self.within),
            self.keep, self.ask, self.told, note, spacing=6, margins=(12, 8, 12, 8),
        )  # fmt: skip
        foot = row(None, self.take_one, self.take_all, spacing=6, margins=(12, 6, 12, 8))
        body = column(form, hairline(), spacing=0)
        body.addWidget(self.places, 1)
        body.addWidget(hairline())
        body.addLayout(foot)
        self.setLayout(body)
        self._switch()
        self.show_proposal(None)

    def _wire(self) -> None:
        self.ask.clicked.connect(lambda _on=False: self.run())
        self.by_count.toggled.connect(lambda _on: self._switch())
        self.kind.currentIndexChanged.connect(lambda _now: self._switch())
        self.take_one.clicked.connect(lambda _on=False: self.take(self.places.key))
        self.take_all.clicked.connect(lambda _on=False: self.take())
        self.places.moved.connect(self._moved)

    def _switch(self) -> None:
        self.count.setEnabled(self.by_count.isChecked())
        self.share.setEnabled(self.by_share.isChecked())
        self.within.setSuffix(" s" if self.kind.currentData() == MOBILE else " m")

    def _moved(self, key: str) -> None:
        if self.found is not None and key and self.places.hasFocus():
            x, y = self.found.places[int(key) - 1]
            self.page.plan.view.centerOn(x, y)


def _sign(parent: QGraphicsItem, number: str) -> QGraphicsItem:
    """Return a numbered disc of fixed size with a broken edge: proposed, not there."""
    theme, half = Theme.current, Theme.current.px(SIGN) / 2
    disc = QGraphicsEllipseItem(-half, -half, 2 * half, 2 * half, parent)
    disc.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
    disc.setBrush(theme.colour("surface"))
    disc.setPen(QPen(theme.colour("tol"), 2, Qt.PenStyle.DashLine))
    words = QGraphicsSimpleTextItem(number, disc)
    words.setFont(theme.sized(12, 700))
    words.setBrush(theme.colour("tol"))
    words.setPos(-words.boundingRect().center())
    return disc


def _pair(name: QWidget, field: QWidget) -> QHBoxLayout:
    name.setMinimumWidth(Theme.current.px(LABELS))
    line = row(name, field, spacing=8)
    line.setStretch(1, 1)
    return line
