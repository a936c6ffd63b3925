"""The pane 覆盖 beside the plan: from where and how the times count, the figures behind the shading, proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QStackedWidget

from workbench.services.coverage import CoverageView
from workbench.ui import site_coverage_words as words
from workbench.ui.i18n import tr
from workbench.ui.model_result import ResultPane
from workbench.ui.site_placement import PlacementPane
from workbench.ui.site_shading import BandLegend
from workbench.ui.step_site_rows import Head, RowTable
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, row, tab_widget

if TYPE_CHECKING:
    from workbench.ui.step_site import SiteStep

SHARES = (20.0, 60.0, 120.0)
"""Limits in the heads until the first coverage has come."""


class CoveragePane(QFrame):
    """Choices above, the bands, then the table that is chosen; proposals in a tab of their own."""

    wished = Signal()
    """The coverage is wanted with other choices."""
    fine_wished = Signal()
    """The coverage is wanted once on the pack's own raster."""

    def __init__(self, page: SiteStep) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.posts, self.pace, self.which = QComboBox(), QComboBox(), QComboBox()
        self.legend, self.state = BandLegend(), label("", "small", "t2", wrap=True)
        self.stack, self.working = QStackedWidget(), ResultPane(bare=True)
        self.fine = Button(tr("精算"), icon="refresh", small=True)
        self.fine.setToolTip(tr("按规则包的栅格重算一次，需数秒"))
        self.tables: dict[str, RowTable] = {}
        self.placement = PlacementPane(page)
        self.tabs = tab_widget(tr("覆盖"))
        self.page = page
        self._build()
        self._wire()

    def everyone(self) -> bool:
        """Say whether the times count from all posts."""
        return self.posts.currentIndex() == 1

    def by_density(self) -> bool:
        """Say whether the pace in crowds is taken from their density."""
        return self.pace.currentIndex() == 1

    def say_busy(self) -> None:
        """Say that the ways are being looked for."""
        self._say(tr("正在计算到达时间…"))

    def say_fault(self, told: str) -> None:
        """Say why there is no coverage."""
        self._say(told, "warn")
        for table in self.tables.values():
            table.nothing = tr("还没有结果：先画分区并放置机动岗或快反岗")
            table.show_rows([])

    def show_view(self, view: CoverageView) -> None:
        """Show the figures of a coverage."""
        found, grid = view.found, view.found.surface.grid
        told = tr("{posts} 个岗位起算，{cell} m 栅格", posts=len(found.source_codes), cell=f"{grid.cell:g}")
        self._say(told)
        self.legend.show_limits(view.limits)
        for table in self.tables.values():
            table.nothing = tr("“{name}”没有可列的内容", name=table.accessibleName())
        self.tables["zones"].show_rows(words.zone_rows(found))
        self.tables["spots"].show_rows(words.spot_rows(found))
        self.tables["distances"].show_rows(words.distance_rows(found))
        self.tables["responders"].show_rows(words.responder_rows(found))
        self.tables["faults"].show_rows(words.fault_rows(found))
        self.which.setItemText(4, tr("问题 {count}", count=len(found.faults)) if found.faults else tr("问题"))
        self.working.show_result(found.working)

    # Inside

    def _say(self, told: str, ink: str = "t2") -> None:
        self.state.setText(told)
        self.state.setProperty("ink", ink)
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    def _table(self, key: str, name: str, heads: tuple[Head, ...]) -> None:
        table = RowTable(name, heads)
        table.nothing = tr("“{name}”没有可列的内容", name=name)
        table.moved.connect(self._moved)
        self.tables[key] = table
        self.stack.addWidget(table)
        self.which.addItem(name)

    def _build(self) -> None:
        self.posts.addItems([tr("机动岗与快反岗"), tr("全部岗位")])
        self.pace.addItems([tr("按区域用途"), tr("按人群密度")])
        self._table("zones", tr("各区到达比例"), words.zone_heads(SHARES))
        self._table("spots", tr("重点部位"), words.spot_heads())
        self._table("distances", tr("出口、装备与瞭望"), words.distance_heads())
        self._table("responders", tr("机动与快反岗"), words.responder_heads())
        self._table("faults", tr("问题"), (Head(tr("未计入的对象"), 260, 1),))
        self.stack.addWidget(self.working)
        self.which.addItem(tr("计算过程"))
        self.legend.show_limits((*SHARES, 180.0))
        for box, name in ((self.posts, tr("到达时间从哪些岗位起算")), (self.pace, tr("人群中的行进速度")),
                          (self.which, tr("显示哪一张表"))):  # fmt: skip
            box.setAccessibleName(name)
            box.setToolTip(name)
            box.setMinimumWidth(Theme.current.px(120))
        px = Theme.current.px
        shown = QFrame()
        shown.setObjectName("surface")
        told = row(self.state, self.fine, spacing=8)
        told.setStretch(0, 1)
        top = column(
            _line(tr("起算岗位"), self.posts), _line(tr("人群中速度"), self.pace), self.legend, told,
            _line(tr("查看"), self.which), spacing=6, margins=(12, 8, 12, 6),
        )  # fmt: skip
        body = column(top, hairline(), spacing=0)
        body.addWidget(self.stack, 1)
        shown.setLayout(body)
        self.tabs.addTab(shown, tr("到达与距离"))
        self.tabs.addTab(self.placement, tr("建议布设"))
        self.tabs.setDocumentMode(True)
        self.setLayout(column(self.tabs, spacing=0))
        self.stack.setMinimumHeight(px(160))

    def _wire(self) -> None:
        self.which.currentIndexChanged.connect(self.stack.setCurrentIndex)
        self.fine.clicked.connect(lambda _on=False: self.fine_wished.emit())
        self.posts.currentIndexChanged.connect(lambda _now: self.wished.emit())
        self.pace.currentIndexChanged.connect(lambda _now: self.wished.emit())

    def _moved(self, key: str) -> None:
        """Mark what the cursor is on, once a person moves it."""
        table = self.stack.currentWidget()
        if isinstance(table, RowTable) and table.hasFocus():
            self.page.plan.highlight((key.rpartition(":")[2],))


def _line(name: str, field: QComboBox) -> QHBoxLayout:
    words_: QLabel = label(name, "small", "t2")
    words_.setBuddy(field)
    words_.setMinimumWidth(Theme.current.px(78))
    line = row(words_, field, spacing=8)
    line.setStretch(1, 1)
    return line
