"""The right side of the risk page: cards in one column or two, old figures paler until the new ones are there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from workbench.core.commands import DismissNeighbour, DropMeasure
from workbench.services.views import ConditionView, RiskView
from workbench.services.views_risk import DismissedView, MirrorCaseView, MirrorConditionView, MirrorView, RiskDeskView
from workbench.ui.i18n import clock_time, say, tr
from workbench.ui.step_decision_forms import ConditionDialog
from workbench.ui.step_decision_words import next_id
from workbench.ui.step_risk_cards import FlipCard, OpinionCard, SamplingCard, TornadoCard
from workbench.ui.step_risk_level import DimensionCard, IndexCard, LevelCard, SumCard
from workbench.ui.step_risk_measures import MeasureDialog, MeasuresCard
from workbench.ui.step_risk_mirror import AccidentCard, BacktestDialog, DismissDialog, MirrorCard
from workbench.ui.step_risk_reading import RiskReading
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, picture, row, scrolled
from workbench.ui.workspace_context import CaseContext

TWO_COLUMNS = 560
"""From this width cards stand in two columns [px]."""


class StaleBar(QFrame):
    """Says that the figures could not be computed again, and how old those shown are; hidden otherwise."""

    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._told = label("", "small", "bad", wrap=True)
        self.button = Button(tr("重算"), icon="refresh", small=True)
        line = row(picture("alert-triangle", "bad", 14), self._told, self.button, margins=(12, 6, 12, 6))
        line.setStretch(1, 1)
        self.setLayout(line)
        self.button.clicked.connect(lambda _on=False: self.again.emit())
        self.hide()

    def show_failure(self, last: str) -> None:
        """Say what is shown instead."""
        self._told.setText(tr("未能重算，显示的是 {time} 的结果", time=last) if last else tr("未能计算"))
        self.show()


class RiskSide(QWidget):
    """Gauge, distribution, tornado, opinions, measures, mirror, single steps, accidents, level, dimensions, sum."""

    def __init__(self, context: CaseContext, jump: Callable[[str], object], why_not: Callable[[str], str]) -> None:
        super().__init__()
        self._context, self._why_not = context, why_not
        pack = context.pack
        self.index, self.sampling = IndexCard(pack), SamplingCard(pack)
        self.tornado, self.opinions = TornadoCard(jump), OpinionCard(pack)
        self.mirror, self.measures = MirrorCard(pack), MeasuresCard(context)
        self.flips, self.level = FlipCard(pack, jump), LevelCard(pack)
        self.accidents, self.dimensions, self.sum = AccidentCard(), DimensionCard(), SumCard()
        self.stale = StaleBar()
        self._last = ""
        self.reading = RiskReading(context, self)
        self._build()
        self._wire()

    def show_risk(self, risk: RiskView) -> None:
        """Show the index at once and compute the rest anew."""
        for card in (self.index, self.dimensions, self.sum, self.measures):
            card.show_risk(risk)
        self.reading.want()

    def see(self, card: QWidget) -> None:
        """Scroll to a card."""
        self._area.ensureWidgetVisible(card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards in one column or in two."""
        super().resizeEvent(event)
        two = self.width() >= Theme.current.px(TWO_COLUMNS)
        way = QBoxLayout.Direction.LeftToRight if two else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != way:
            self._columns.setDirection(way)

    def _build(self) -> None:
        first = column(
            self.index, self.tornado, self.mirror, self.flips, self.accidents, self.dimensions, None, spacing=10
        )
        second = column(self.sampling, self.opinions, self.measures, self.level, self.sum, None, spacing=10)
        self._columns = row(spacing=10)
        for cards in (first, second):
            holder = QWidget()
            holder.setLayout(cards)
            holder.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._columns.addWidget(holder, 1)
        inside = QWidget()
        inside.setLayout(column(self.stale, self._columns, None, spacing=10, margins=(12, 12, 12, 12)))
        self._area = scrolled(inside, by_keys=False)
        self.setLayout(column(self._area, spacing=0))

    def _wire(self) -> None:
        reading = self.reading
        reading.arrived.connect(self._show_desk)
        reading.mirrored.connect(self._show_mirror)
        reading.old.connect(lambda: self._set_old(on=True))
        reading.failed.connect(self._fail)
        self.stale.again.connect(reading.ask)
        self.index.level_wanted.connect(self.go_to_level)
        self.mirror.features_chosen.connect(reading.ask_mirror)
        self.mirror.condition_wanted.connect(self._want_condition)
        self.mirror.unwanted.connect(self._leave_out)
        self.mirror.wanted_again.connect(self._take_in)
        self.measures.tick_requested.connect(self.take_measure)
        self.measures.untick_requested.connect(self.drop_measure)
        self.accidents.backtest_requested.connect(lambda: BacktestDialog(self, self._context).open())

    def go_to_level(self) -> None:
        """Put the focus on the levels."""
        self.see(self.level)
        next(iter(self.level.levels.buttons.values())).setFocus()

    def take_measure(self, code: str) -> None:
        """Ask what is needed to take a measure, or to change one that was taken."""
        measure, desk = self.measures.measure(code), self.reading.view
        if measure is not None and desk is not None and self._context.may("apply_measure"):
            MeasureDialog(self, self._context, measure, desk).open()

    def drop_measure(self, code: str) -> None:
        """Take a measure back, and its condition with it."""
        measure = self.measures.measure(code)
        if measure is not None and self._context.may("drop_measure"):
            said = tr("已撤回措施和条件：{measure}", measure=say(measure.title))
            self._context.do(DropMeasure(self._context.case, code), said=said)

    def _show_desk(self, desk: RiskDeskView) -> None:
        self.index.show_desk(desk)
        for card in (self.sampling, self.tornado, self.opinions, self.flips, self.accidents):
            card.show_desk(desk)
        self.measures.show_desk(desk, self._why_not("apply_measure"))
        self._last = clock_time(self._context.session.desk.clock.now())
        self.stale.hide()
        self._set_old(on=False)

    def _show_mirror(self, mirror: MirrorView) -> None:
        self.mirror.show_mirror(mirror, self._why_not("set_condition"), self._why_not(DismissNeighbour.kind))

    def _leave_out(self, one: MirrorCaseView) -> None:
        """Ask why an earlier case is no example for this one."""
        DismissDialog(self, self._context, one).open()

    def _take_in(self, one: DismissedView) -> None:
        said = tr("重新比照：{number}", number=one.number)
        self._context.do(DismissNeighbour(self._context.case, one.case, ""), said=said)

    def _set_old(self, *, on: bool) -> None:
        for shown in (self.index.bar, self.sampling, self.tornado):
            shown.set_old(on=on)

    def _fail(self) -> None:
        self.stale.show_failure(self._last)

    def _want_condition(self, condition: MirrorConditionView) -> None:
        """Let a condition of earlier cases become one of this case: as a measure of the library, or in its words."""
        if condition.measure:
            self.take_measure(condition.measure)
            return
        known = {one.id: one for one in self._context.view.decision.conditions}
        wanted = ConditionView(next_id(known), "", condition.text, "", "", "", "")
        ConditionDialog(self, self._context, wanted).open()
