"""The supervisor's page: decisions with filters, a case's life as a timeline, who read it, and the chain's proof.

Everything here is for reading. A choice of filters leaves as :class:`DecisionQuery`, a chosen decision as
``case_requested``; the answers come back through the ``show_…`` methods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QListView,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.services.views import ChainResult, DecisionRow, ReadEntry, TimelineEntry
from workbench.ui import queue_words as words
from workbench.ui.banners import Banner
from workbench.ui.history_chain import ChainPanel
from workbench.ui.history_models import (
    DAYS,
    PEOPLE,
    DecisionDelegate,
    DecisionModel,
    ReadsModel,
    TimelineDelegate,
    TimelineModel,
    plain_table,
)
from workbench.ui.i18n import language, tr
from workbench.ui.screen import Screen
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, column, label, name_inner_buttons, panel, picture, row, tab_widget

TYPING_DELAY = 250
ROOM_FOR_ALL = 1080
"""Width from which all columns are shown [px]."""


@dataclass(frozen=True)
class DecisionQuery:
    """Which decisions to list; empty members do not filter."""

    since: date | None = None
    until: date | None = None
    outcome: str = ""
    level: int | None = None
    organiser: str = ""
    officer: str = ""


@dataclass(frozen=True)
class HistoryMemory:
    """What a history page carries over to its successor."""

    query: DecisionQuery
    rows: tuple[DecisionRow, ...]
    case: str
    timeline: tuple[TimelineEntry, ...]
    reads: tuple[ReadEntry, ...]
    chain: ChainResult | None


class HistoryPage(Screen):
    """Decisions at the left, the life of the chosen one and the chain at the right."""

    query_changed = Signal(object)
    case_requested = Signal(str)
    verify_requested = Signal()
    papers_requested = Signal(str, str)
    """Case and title: show its papers."""

    def __init__(self) -> None:
        super().__init__()
        self.query = DecisionQuery()
        self.table = plain_table(DecisionModel(self), tr("决定列表"))
        self.table.setItemDelegate(DecisionDelegate(self.table))
        self.decisions: DecisionModel = self.table.model()  # type: ignore[assignment]
        self.timeline = TimelineModel(self)
        self.reads = ReadsModel(self)
        self.chain = ChainPanel()
        self._banner = Banner()
        self._banner.hide()
        self._filters = Filters()
        self._build()
        self._filters.changed.connect(self._asked)
        self._resting = QTimer(self, singleShot=True, interval=120)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._resting.start())
        self._resting.timeout.connect(self._follow)
        self.chain.verify_requested.connect(self.verify_requested)
        self._banner.acted.connect(lambda: self.query_changed.emit(self.query))

    # What is shown

    def show_decisions(self, rows: Sequence[DecisionRow]) -> None:
        """Show the decisions of the present filters."""
        self._banner.hide()
        chosen = self.chosen()
        self.decisions.show(rows)
        self._filters.offer({row.officer for row in rows if row.officer})
        self._stack.setCurrentIndex(0 if rows else 1)
        self._count.setText(tr("共 {count} 件", count=len(rows)))
        if rows:
            place = next((n for n, row in enumerate(rows) if chosen and row.case == chosen.case), 0)
            self.table.selectRow(place)
        else:
            self.show_case((), ())

    def show_case(self, timeline: Sequence[TimelineEntry], reads: Sequence[ReadEntry]) -> None:
        """Show the life of the chosen case and who opened it."""
        self.timeline.show(timeline)
        self.reads.show(reads)
        chosen = self.chosen()
        self.papers.setEnabled(chosen is not None)
        self._case_title.setText(f"{chosen.number} {chosen.title}" if chosen else tr("选一件决定，看它的经过"))
        self._tabs.setTabText(1, tr("查阅记录 {count}", count=len(reads)))

    def show_life(self, case: str, timeline: Sequence[TimelineEntry], reads: Sequence[ReadEntry]) -> None:
        """Show the life of ``case`` when the cursor is still on it."""
        chosen = self.chosen()
        if chosen is not None and chosen.case == case:
            self.show_case(timeline, reads)

    def show_papers(self) -> None:
        """Ask for the papers of the chosen decision."""
        if (chosen := self.chosen()) is not None:
            self.papers_requested.emit(chosen.case, chosen.title)

    def show_chain(self, result: ChainResult) -> None:
        """Show the outcome of a verification."""
        self.chain.show_result(result)

    def show_error(self, error: WorkbenchError) -> None:
        """Say above the table that it could not be read."""
        self._banner.say("bad", error.told(language()), tr("重试"))

    def chosen(self) -> DecisionRow | None:
        """Return the decision under the cursor."""
        return self.decisions.at(self.table.currentIndex().row())

    def remember(self) -> HistoryMemory:
        """Return filters, rows, cursor and what stood beside them."""
        chosen = self.chosen()
        return HistoryMemory(
            self.query,
            self.decisions.all(),
            chosen.case if chosen else "",
            self.timeline.all(),
            self.reads.all(),
            self.chain.result,
        )

    def recall(self, memory: HistoryMemory) -> None:
        """Show again what an earlier page remembered."""
        self.query = memory.query
        self._filters.set_query(memory.query)
        self.show_decisions(memory.rows)
        place = next((n for n, row in enumerate(memory.rows) if row.case == memory.case), None)
        if place is not None:
            self.table.selectRow(place)
        self.show_case(memory.timeline, memory.reads)
        if memory.chain is not None:
            self.show_chain(memory.chain)

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.table.setFocus()

    def search(self, text: str) -> None:
        """Filter by organiser."""
        self._filters.set_organiser(text)

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("↑ ↓", tr("选择")), ("Tab", tr("到经过")), ("Ctrl F", tr("查找")))

    # Construction

    def _build(self) -> None:
        self.setObjectName("app")
        left = QWidget()
        self._count = label("", ink="t2")
        head = row(
            label(tr("决定与历史"), "page"), label(tr("只读"), ink="t2"), None, self._count, margins=(16, 10, 16, 2)
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(_nothing())
        filters = row(self._filters, margins=(16, 0, 14, 8))
        body = column(head, filters, self._banner, self._stack, spacing=4)
        body.setStretch(3, 1)
        left.setLayout(body)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self._side())
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([880, Theme.current.px(376)])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(splitter)

    def _side(self) -> QWidget:
        side = panel("surface")
        side.setMinimumWidth(Theme.current.px(320))
        self._case_title = ElidedLabel(tr("选一件决定，看它的经过"), "bodyStrong")
        events = QListView()
        events.setModel(self.timeline)
        events.setItemDelegate(TimelineDelegate(events))
        events.setAccessibleName(tr("经过"))
        events.setResizeMode(QListView.ResizeMode.Adjust)
        events.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        events.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.events = events
        self._reads_table: QTableView = plain_table(self.reads, tr("查阅记录"))
        self._tabs = tab_widget(tr("决定与历史"))
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(events, tr("经过"))
        self._tabs.addTab(self._reads_table, tr("查阅记录 {count}", count=0))
        self.papers = Button(tr("文书"), icon="file-certificate", small=True)
        self.papers.clicked.connect(lambda _on=False: self.show_papers())
        self.papers.setEnabled(False)
        title = row(self._case_title, None, self.papers, margins=(16, 8, 12, 6))
        body = column(self.chain, title, self._tabs, spacing=0)
        body.setStretch(2, 1)
        side.setLayout(body)
        return side

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide names and days used in narrow windows; the timeline tells both."""
        super().resizeEvent(event)
        narrow = self.width() < Theme.current.px(ROOM_FOR_ALL)
        for column_ in (PEOPLE, DAYS):
            self.table.setColumnHidden(column_, narrow)

    def _asked(self, query: DecisionQuery) -> None:
        self.query = query
        self.query_changed.emit(query)

    def _follow(self) -> None:
        if (chosen := self.chosen()) is not None:
            self.case_requested.emit(chosen.case)


class Filters(QWidget):
    """Time, outcome, level, organiser, officer."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._limited = QCheckBox(tr("时间"))
        today = QDate.currentDate()
        self._since, self._until = QDateEdit(today.addYears(-1)), QDateEdit(today)
        self._outcome = _choice(tr("结果"), [("", tr("全部结果")), ("grant", tr("许可")), ("refuse", tr("不予许可"))])
        levels = [("", tr("全部等级"))] + [(str(n), words.level(n)) for n in range(1, 5)]
        self._level = _choice(tr("等级"), levels)
        self._officer = _choice(tr("主审"), [("", tr("全部主审"))])
        self._organiser = QLineEdit()
        self._organiser.setPlaceholderText(tr("承办者或主办者"))
        self._organiser.setAccessibleName(tr("承办者或主办者"))
        self._organiser.setClearButtonEnabled(True)
        name_inner_buttons(self._organiser, tr("清除"))
        self._organiser.setMinimumWidth(Theme.current.px(120))
        self._clear = Button(tr("清除"), icon="x", kind="ghost", small=True)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_DELAY)
        self.setLayout(self._line())
        self._wire()
        self._enable_days()

    def query(self) -> DecisionQuery:
        """Return what the fields say."""
        level = str(self._level.currentData() or "")
        limited = self._limited.isChecked()
        return DecisionQuery(
            since=_plain(self._since) if limited else None,
            until=_plain(self._until) if limited else None,
            outcome=str(self._outcome.currentData() or ""),
            level=int(level) if level else None,
            organiser=self._organiser.text().strip(),
            officer=str(self._officer.currentData() or ""),
        )

    def set_query(self, query: DecisionQuery) -> None:
        """Show a query in the fields, without asking for it."""
        blocker = QSignalBlocker(self)
        self._limited.setChecked(query.since is not None)
        if query.since and query.until:
            self._since.setDate(QDate(query.since.year, query.since.month, query.since.day))
            self._until.setDate(QDate(query.until.year, query.until.month, query.until.day))
        self.offer({query.officer} - {""})
        for box, value in (
            (self._outcome, query.outcome),
            (self._level, str(query.level or "")),
            (self._officer, query.officer),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self._organiser.setText(query.organiser)
        self._typing.stop()
        blocker.unblock()

    def set_organiser(self, text: str) -> None:
        """Filter by an organiser's name."""
        self._organiser.setText(text)

    def offer(self, officers: set[str]) -> None:
        """Add officers to the choice."""
        for name in sorted(officers):
            if self._officer.findData(name) < 0:
                self._officer.addItem(name, name)

    def _line(self) -> QVBoxLayout:
        dash = label("–", ink="t2")
        for field, name in ((self._since, tr("从")), (self._until, tr("到"))):
            field.setDisplayFormat("yyyy-MM-dd")
            field.setCalendarPopup(True)
            field.setAccessibleName(name)
        first = row(self._limited, self._since, dash, self._until, self._outcome, self._level, None, spacing=6)
        second = row(self._organiser, self._officer, self._clear, spacing=6)
        second.setStretch(0, 1)
        return column(first, second, spacing=6)

    def _wire(self) -> None:
        self._limited.toggled.connect(lambda _on: self._enable_days())
        for box in (self._outcome, self._level, self._officer):
            box.currentIndexChanged.connect(lambda _n: self._typing.start())
        for field in (self._since, self._until):
            field.dateChanged.connect(lambda _day: self._typing.start())
        self._limited.toggled.connect(lambda _on: self._typing.start())
        self._organiser.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(lambda: self.changed.emit(self.query()))
        self._clear.clicked.connect(self._reset)

    def _reset(self) -> None:
        self.set_query(DecisionQuery())
        self.changed.emit(self.query())

    def _enable_days(self) -> None:
        for field in (self._since, self._until):
            field.setEnabled(self._limited.isChecked())


def _choice(name: str, choices: Sequence[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, word in choices:
        box.addItem(word, value)
    box.setMinimumWidth(Theme.current.px(92))
    return box


def _plain(field: QDateEdit) -> date:
    value = field.date()
    return date(value.year(), value.month(), value.day())


def _nothing() -> QWidget:
    page = QWidget()
    body = column(spacing=8)
    body.addStretch(2)
    for widget in (picture("archive", "t2", 36), label(tr("没有符合筛选的决定"), "section")):
        body.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    body.addStretch(3)
    page.setLayout(body)
    return page
