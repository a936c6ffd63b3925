"""The three panes beside the plan: checks, the selected object, the simulation."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QTabWidget, QWidget

from workbench.services import site_scenarios
from workbench.services.site_scenarios import Scenario, ScenarioView
from workbench.ui.crowd_bars import Bars
from workbench.ui.crowd_capacity import check_bar
from workbench.ui.i18n import say, tr
from workbench.ui.site_form import ObjectForm
from workbench.ui.site_lines import CheckLines
from workbench.ui.site_list import ObjectList
from workbench.ui.step_site_judge import JudgePane
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, scrolled
from workbench.ui.workspace_context import CaseContext

SHOWN = ("persons", "admit", "egress", "worst")
"""Checks of the crowd bench that stand as bars, in this order."""
CROWD = 15
"""Number of the crowd page."""
SIMULATED = "simulation"
"""Name of the bench of that page that walks an evacuation."""
CHECKS, OBJECT, SIMULATION = range(3)


class ChecksPane(QFrame):
    """Bars of the crowd sums, the check lines, then what a step adds below."""

    arrived = Signal(object)
    """The :class:`ScenarioView` that is shown now."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.context = context
        self.bars = Bars(tr("容量与散场"))
        self.none = label("", "small", "t2", wrap=True)
        self.variant = label("", "small", "warn", wrap=True)
        self.variant.setVisible(False)
        self.lines = CheckLines()
        self.scenario = Scenario()
        self._asked = 0
        self.inside = column(spacing=6, margins=(0, 6, 0, 8))
        bars = column(self.variant, self.bars, self.none, margins=(14, 0, 14, 0))
        self.inside.addLayout(bars)
        self.inside.addWidget(hairline())
        self.inside.addWidget(self.lines)
        self.inside.addStretch(1)
        holder = QWidget()
        holder.setObjectName("surface")
        holder.setLayout(self.inside)
        self.setLayout(column(scrolled(holder, by_keys=False), spacing=0))

    def read(self) -> None:
        """Work out the crowd sums of the plan in force on the worker, as the scenario has them."""
        self._asked += 1
        asked = self._asked
        task = self.context.session.ask(site_scenarios.of_case, self.context.case, self.scenario)
        task.done.connect(lambda view: self.show_sums(view) if asked == self._asked else None)

    def show_sums(self, view: ScenarioView) -> None:
        """Show what was worked out; a variant is named above it."""
        by_code = {one.code: one for one in view.checks}
        bars = [check_bar(by_code[code]) for code in SHOWN if code in by_code]
        self.bars.show_bars(bars)
        self.bars.setVisible(bool(bars))
        self.none.setText("" if bars else tr("申请未写区域、出入口和人数，容量与散场不能核算。"))
        self.none.setVisible(not bars)
        title = tr("假设：{words}。仅供比较，不写入案卷。", words=say(view.title)) if view.title.zh else ""
        self.variant.setText("\n".join((title, *(say(gap) for gap in view.gaps))) if title else "")
        self.variant.setVisible(bool(title))
        self.arrived.emit(view)


class ObjectPane(QFrame):
    """The list of all objects, and the verdict and form of the one that is selected."""

    def __init__(self, context: CaseContext, judge: JudgePane) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.list = ObjectList()
        self.form = ObjectForm(context.pack)
        self.judge = judge
        self.none = label(tr("在图上或列表中选一个对象：可判定、改字段、移动、复制、删除。"), "small", "t2", wrap=True)
        self.none.setContentsMargins(*(Theme.current.px(side) for side in (14, 10, 14, 10)))
        inside = column(self.judge, self.form, self.none, spacing=0)
        inside.addStretch(1)
        holder = QWidget()
        holder.setObjectName("surface")
        holder.setLayout(inside)
        self.list.setMinimumHeight(Theme.current.px(120))
        box = column(spacing=0)
        box.addWidget(self.list, 2)
        box.addWidget(hairline())
        box.addWidget(scrolled(holder, by_keys=False), 5)
        self.setLayout(box)


class SimulationPane(QFrame):
    """Where the crowd is walked and counted."""

    crowd_requested = Signal(str)
    """The bench of the crowd page that is wanted; empty = the one seen last."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface")
        told = tr("人流台按现行平面图核算容量、安检入场、散场与计数；图上的改动在那里立即生效。")
        self.open = Button(tr("打开人流台"), icon="users-group")
        self.walk = Button(tr("打开疏散仿真"), icon="player-play")
        self.open.clicked.connect(lambda _on=False: self.crowd_requested.emit(""))
        self.walk.clicked.connect(lambda _on=False: self.crowd_requested.emit(SIMULATED))
        self.inside = column(label(told, wrap=True), self.open, self.walk, spacing=12, margins=(14, 14, 14, 14))
        self.inside.addStretch(1)
        self.setLayout(self.inside)


class SidePane(QTabWidget):
    """核验, 对象, 模拟."""

    def __init__(self, context: CaseContext, judge: JudgePane) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.tabBar().setAccessibleName(tr("核验与对象"))
        self.checks, self.simulation = ChecksPane(context), SimulationPane()
        self.object = ObjectPane(context, judge)
        for pane, name in ((self.checks, tr("核验")), (self.object, tr("对象")), (self.simulation, tr("模拟"))):
            self.addTab(pane, name)
        self.checks.lines.counted.connect(self._counted)
        self.simulation.crowd_requested.connect(lambda bench: context.jump(CROWD, bench))

    def _counted(self, holds: int, every: int) -> None:
        self.setTabText(CHECKS, tr("核验 {holds}/{every}", holds=holds, every=every) if every else tr("核验"))
