"""The queue: every case in work, most urgent first, with chips that count and filter and a preview beside.

The page holds one :class:`QueueQuery`; each change of it is a wish that goes out as ``query_changed`` and comes back as
:meth:`QueuePage.show_page`. The page never filters rows itself, so what is counted is what the database holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QByteArray, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.services.views_lists import PreviewView
from workbench.services.views_lists import QueuePage as Page
from workbench.ui import queue_words as words
from workbench.ui.banners import Banner
from workbench.ui.delegates import blocks
from workbench.ui.i18n import full_day, language, tr
from workbench.ui.queue_chips import Chips, QueueQuery
from workbench.ui.queue_preview import Preview
from workbench.ui.queue_view import QueueView
from workbench.ui.screen import Screen
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, Skeleton, label, panel, picture, row

__all__ = ["QueueMemory", "QueuePage", "QueueQuery"]

PREVIEW_DELAY = 120
"""How long the cursor rests on a row before the preview follows [ms]."""
TYPING_DELAY = 200
"""How long typing rests before the words filter [ms]."""
SKELETON_DELAY = 300
"""How long reading may take before grey bars appear [ms]."""


@dataclass(frozen=True)
class QueueMemory:
    """What a queue page carries over to its successor."""

    query: QueueQuery
    page: Page | None
    today: date | None
    case: str
    more: PreviewView | None


class QueuePage(Screen):
    """The list screen of officers and approvers."""

    query_changed = Signal(object)
    more_requested = Signal(object, object)
    open_requested = Signal(str)
    assign_requested = Signal(str)
    import_requested = Signal()
    filter_requested = Signal()
    preview_requested = Signal(str)
    widths_changed = Signal()

    def __init__(self, query: QueueQuery | None = None, *, title: str = "", may_receive: bool = True) -> None:
        super().__init__()
        self.query = query or QueueQuery()
        self._home = self.query
        self._name = title or tr("待办")
        self._page: Page | None = None
        self._today: date | None = None
        self._counts: dict[str, int] = {}
        self._more: PreviewView | None = None
        self._may_receive = may_receive
        self._build()
        self._wire()

    # What is shown

    def show_page(self, page: Page, today: date | None = None) -> None:
        """Show the first page of an answer and keep the cursor on its case."""
        self._waiting.stop()
        self._page = page
        self._today = today
        self._counts = _in_work(page.counts)
        self._banner.hide()
        chosen = self.view.chosen()
        self.view.show_page(page, grouped=self.query.grouped and self.query.sort == "urgency")
        self._stack.setCurrentWidget(self._empty if not page.rows else self._split)
        if page.rows:
            self.view.choose(chosen.case if chosen else page.rows[0].case)
        else:
            self._say_empty()
        self._head_words(page)
        self.chips.show_counts(self._counts)

    def append_page(self, page: Page) -> None:
        """Add the next page below."""
        self.view.model_.append(page)
        self.view.arrange()

    def show_loading(self) -> None:
        """Show grey bars, but only when reading takes a while."""
        self._waiting.start(SKELETON_DELAY)

    def show_error(self, error: WorkbenchError) -> None:
        """Say above the rows that they could not be read; what was shown before stays."""
        self._waiting.stop()
        self._stack.setCurrentWidget(self._split)
        self._banner.say("bad", error.told(language()), tr("重试"))

    def show_preview(self, more: PreviewView) -> None:
        """Fill the preview in, when the cursor is still on that case."""
        self._more = more
        self._refresh_preview()

    def set_query(self, query: QueueQuery) -> None:
        """Show another query, as a click on chips would."""
        self.query = query
        self._sync_chips()
        self.query_changed.emit(query)

    def search(self, text: str) -> None:
        """Filter by words in name, undertaker and number."""
        self._typing.start()
        self._text = text.strip()

    def focus_first(self) -> None:
        """Put the focus on the list."""
        self.view.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the list keys."""
        return (
            ("J K", tr("上下")),
            ("Enter", tr("打开")),
            ("Space", tr("预览")),
            ("A", tr("分派")),
            ("/", tr("筛选")),
            ("F8", tr("下一件要紧的")),
        )

    def remember(self) -> QueueMemory:
        """Return the query, what was shown and where the cursor stood."""
        chosen = self.view.chosen()
        shown = replace(self._page, rows=tuple(self.view.model_.cases())) if self._page else None
        return QueueMemory(self.query, shown, self._today, chosen.case if chosen else "", self._more)

    def recall(self, memory: QueueMemory) -> None:
        """Show again what an earlier page remembered."""
        self.query = memory.query
        self._more = memory.more
        self._sync_chips()
        if memory.page is not None:
            self.show_page(memory.page, memory.today)
            self.view.choose(memory.case)

    def widths(self) -> QByteArray:
        """Return the column widths and order, to keep per user."""
        return self.view.horizontalHeader().saveState()

    def restore_widths(self, state: QByteArray) -> None:
        """Use kept column widths."""
        if not state.isEmpty():
            self.view.horizontalHeader().restoreState(state)

    # Construction

    def _build(self) -> None:
        self.setObjectName("app")
        self.view = QueueView()
        self._banner = Banner()
        self.preview = Preview()
        self._empty = self._empty_page()
        self._skeleton = Skeleton()
        self._split = self.view
        self._stack = QStackedWidget()
        for page in (self._split, self._empty, self._skeleton):
            self._stack.addWidget(page)
        left = QWidget()
        body = QVBoxLayout(left)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._header())
        body.addWidget(self._banner)
        body.addWidget(self._stack, 1)
        body.addWidget(self._footer())
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.preview)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([904, Theme.current.px(352)])
        self.preview.setMinimumWidth(Theme.current.px(300))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)
        self._banner.hide()
        self._waiting = QTimer(self, singleShot=True)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_DELAY)
        self._text = self.query.text
        self._resting = QTimer(self, singleShot=True, interval=PREVIEW_DELAY)

    def _header(self) -> QWidget:
        head = QWidget()
        self._title = label(self._name, "page")
        self._subtitle = ElidedLabel("", ink="t2")
        self._grouping = Button(tr("按时限分组"), icon="layout-rows", kind="ghost")
        self._grouping.setCheckable(True)
        self._grouping.setChecked(self.query.grouped)
        self._receive = Button(tr("导入申请包"), icon="file-import", kind="primary", key="Ctrl N")
        self._receive.setVisible(self._may_receive)
        first = row(self._title, self._subtitle, self._grouping, self._receive, spacing=10)
        first.setStretch(1, 1)
        body = QVBoxLayout(head)
        px = Theme.current.px
        body.setContentsMargins(px(16), px(10), px(14), px(8))
        body.setSpacing(px(8))
        body.addLayout(first)
        self.chips = Chips(self.query)
        body.addWidget(self.chips)
        return head

    def _empty_page(self) -> QWidget:
        page = QWidget()
        self._empty_title = label("", "section")
        self._empty_note = label("", ink="t2", wrap=True)
        self._empty_action = Button(tr("清除筛选"), icon="filter")
        body = QVBoxLayout(page)
        body.addStretch(2)
        for widget in (picture("checks", "t2", 36), self._empty_title, self._empty_note, self._empty_action):
            body.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(3)
        return page

    def _footer(self) -> QWidget:
        foot = panel("alt")
        foot.setFixedHeight(Theme.current.px(30))
        self._total = label("", ink="t2")
        legend: list[QWidget] = [ElidedLabel(tr("材料图例"), "small", "t2")]
        legend[0].setMaximumWidth(legend[0].sizeHint().width())
        for name in words.STATES:
            legend.append(_Legend(name))
            legend.append(label(words.state(name), "small", "t2"))
        foot.setLayout(row(self._total, None, *legend, spacing=6, margins=(16, 0, 14, 0)))
        return foot

    def _wire(self) -> None:
        self.view.row_chosen.connect(self._resting.start)
        self.view.open_requested.connect(self.open_requested)
        self.view.assign_requested.connect(self.assign_requested)
        self.view.sort_requested.connect(self._sort)
        self.view.header_arranged.connect(self.widths_changed)
        self.view.filter_requested.connect(self.filter_requested)
        self.view.preview_toggled.connect(self._toggle_preview)
        self.view.model_.more_requested.connect(lambda key: self.more_requested.emit(self.query, key))
        self.preview.open_requested.connect(self.open_requested)
        self._resting.timeout.connect(self._follow)
        self._waiting.timeout.connect(lambda: self._stack.setCurrentWidget(self._skeleton))
        self._banner.acted.connect(lambda: self.query_changed.emit(self.query))
        self._grouping.toggled.connect(lambda on: self._change(grouped=on))
        self._receive.clicked.connect(self.import_requested)
        self._empty_action.clicked.connect(self._clear)
        self._typing.timeout.connect(lambda: self._change(text=self._text))
        self.chips.changed.connect(self.set_query)

    # Reactions

    def _change(self, **values: object) -> None:
        changed = replace(self.query, **values)  # type: ignore[arg-type]
        if changed != self.query:
            self.set_query(changed)
        else:
            self._sync_chips()

    def _sort(self, name: str) -> None:
        self._change(sort=f"-{name}" if self.query.sort == name and name != "urgency" else name)

    def _clear(self) -> None:
        self.set_query(replace(self._home, grouped=self.query.grouped))
        self.view.setFocus()

    def _toggle_preview(self) -> None:
        self.preview.setVisible(not self.preview.isVisible())

    def _follow(self) -> None:
        chosen = self.view.chosen()
        self._refresh_preview()
        if chosen is not None:
            self.preview_requested.emit(chosen.case)

    def _refresh_preview(self) -> None:
        self.preview.show_case(self.view.chosen(), self._more, self._today)

    def _sync_chips(self) -> None:
        self.view.show_order(self.query.sort)
        self.chips.show_query(self.query)

    def _head_words(self, page: Page) -> None:
        date_words = f"{full_day(self._today)} · " if self._today else ""
        self._subtitle.setText(date_words + tr("在办 {count} 件", count=self._counts.get("all", page.total)))
        self._total.setText(tr("共 {count} 件", count=page.total))

    def _say_empty(self) -> None:
        plain = self.query == replace(self._home, grouped=self.query.grouped)
        self._empty_title.setText(tr("今天的件都办完了") if plain else tr("没有符合筛选的件"))
        self._empty_note.setText(tr("新的申请从“导入申请包”进来") if plain else tr("改一改筛选，或清除筛选"))
        self._empty_action.setVisible(not plain)
        self.preview.show_case(None)


class _Legend(QWidget):
    """One block of the legend."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self._state = state
        self.setFixedSize(Theme.current.px(14), Theme.current.px(16))

    def paintEvent(self, _event: object) -> None:
        """Paint the block."""
        blocks(QPainter(self), 3, Theme.current.px(2), (self._state,))


def _in_work(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counters of the chips: closed cases are in the list, but not in work."""
    shown = dict(counts)
    if "all" in shown:
        shown["all"] -= shown.get("closed", 0)
    return shown
