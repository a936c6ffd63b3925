"""The liaison's desk: open a package without signing in, see what is missing, print what the window will ask for.

No scores, no notes and no officer's name can appear here: the page gets nothing but a :class:`PrecheckView`.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHeaderView,
    QListView,
    QMenu,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.services.views import PrecheckView, SectionView
from workbench.ui.banners import Banner
from workbench.ui.cover import FullPage
from workbench.ui.history_models import plain_table
from workbench.ui.i18n import full_day, language, say, tr
from workbench.ui.liaison_models import (
    STATES,
    ClassDelegate,
    ClassModel,
    DutyModel,
    ProblemModel,
    ShareBar,
    counts_of,
    lines_of,
    state_word,
)
from workbench.ui.queue_model import Index
from workbench.ui.theme import Theme
from workbench.ui.widgets import (
    Button,
    ElidedLabel,
    Skeleton,
    clear,
    column,
    hairline,
    label,
    panel,
    picture,
    row,
    tab_widget,
    tag,
    tool_button,
)

CHECKLIST = "checklist"
DUTIES = "duties"
INK = {"mend": "warn", "tolerated": "tol"}


class DropZone(QFrame):
    """Where a package is dropped or chosen."""

    dropped = Signal(str)
    browse_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drop")
        self.setAcceptDrops(True)
        self.setMinimumSize(Theme.current.px(520), Theme.current.px(240))
        self.choose = choose = Button(tr("选择申请包"), icon="folder-open", kind="primary", key="Ctrl O")
        choose.clicked.connect(self.browse_requested)
        body = column(spacing=10, margins=(24, 24, 24, 24))
        body.addStretch(1)
        for widget in (
            picture("package", "accentT", 40),
            label(tr("把申请包拖到这里"), "section"),
            label(tr("文件夹、zip 或单独的申请工作簿。只在本机检查，不上传，不登记。"), ink="t2", wrap=True),
            choose,
        ):
            body.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(1)
        self.setLayout(body)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one local file or folder."""
        if local_path(event):
            self._mark(over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._mark(over=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Pass the path on."""
        self._mark(over=False)
        if path := local_path(event):
            self.dropped.emit(path)

    def _mark(self, *, over: bool) -> None:
        self.setProperty("over", "true" if over else "false")
        self.style().polish(self)


def local_path(event: QDropEvent) -> str:
    """Return the one local path that is dragged; empty when there is none or more than one."""
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""


class LiaisonPage(FullPage):
    """Pre-check of one package."""

    package_chosen = Signal(str)
    paper_requested = Signal(str, str)
    """``checklist`` or ``duties``, and the party's code."""
    back_requested = Signal()
    language_requested = Signal()
    theme_requested = Signal()

    def __init__(self, *, signed_in: bool = False) -> None:
        super().__init__()
        self.setObjectName("app")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.view: PrecheckView | None = None
        self.path = ""
        self._signed_in = signed_in
        self._banner = Banner()
        self._banner.hide()
        self._stack = QStackedWidget()
        for page in (self._empty_page(), self._result_page(), Skeleton()):
            self._stack.addWidget(page)
        body = column(self._header(), hairline(), self._banner, self._stack, spacing=0)
        body.setStretch(3, 1)
        self.setLayout(body)
        self._waiting = QTimer(self, singleShot=True, interval=300)
        self._waiting.timeout.connect(lambda: self._stack.setCurrentIndex(2))
        QShortcut(QKeySequence("Ctrl+O"), self, self.browse)
        QShortcut(QKeySequence("Ctrl+P"), self, lambda: self._print(CHECKLIST))
        self._show_actions()

    # What is shown

    def show_view(self, view: PrecheckView) -> None:
        """Show the outcome of a pre-check."""
        self._waiting.stop()
        self._banner.hide()
        self.view = view
        lines = lines_of(view)
        self.classes.show(lines)
        self._bar.show_counts(counts_of(lines))
        self._title.setText(tr("{title} · 预审自查", title=view.title))
        self._say_counts()
        self._fill_sections(view)
        self.problems.show(view.problems)
        self._tabs.setTabText(1, tr("读取记录 {count}", count=len(view.problems)))
        self._fill_parties(view)
        self._stack.setCurrentIndex(1)
        self._list.setCurrentIndex(self.classes.index(0))
        self._list.setFocus()
        self._show_actions()

    def show_error(self, error: WorkbenchError) -> None:
        """Say why the package could not be read."""
        self._waiting.stop()
        self._stack.setCurrentIndex(1 if self.view else 0)
        self._banner.say("bad", error.told(language()))

    def focus_first(self) -> None:
        """Put the focus on the classes, or on the button that chooses a package."""
        if self.view is not None:
            self._list.setFocus()
        else:
            self._zone.choose.setFocus()

    def choose(self, path: str) -> None:
        """Ask for the pre-check of a package."""
        self.path = path
        self._banner.hide()
        self._waiting.start()
        self.package_chosen.emit(path)

    def browse(self) -> None:
        """Let the person choose a package file."""
        filters = tr("申请包 (*.zip *.xlsx);;所有文件 (*)")
        path, _ = QFileDialog.getOpenFileName(self, tr("选择申请包"), str(Path(self.path or ".").parent), filters)
        if path:
            self.choose(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a package anywhere on the page."""
        if local_path(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check a dropped package."""
        if path := local_path(event):
            self.choose(path)

    # Construction

    def _header(self) -> QWidget:
        head = panel("appbar")
        head.setFixedHeight(Theme.current.px(52))
        back = Button(tr("返回") if self._signed_in else tr("登录"), icon="arrow-left", kind="ghost")
        back.clicked.connect(self.back_requested)
        self._title = ElidedLabel(tr("预审自查"), "case")
        self._open = Button(tr("打开申请包"), icon="folder-open", key="Ctrl O")
        self._open.clicked.connect(self.browse)
        self._print_list = Button(tr("打印材料清单"), icon="printer", kind="primary", key="Ctrl P")
        self._print_list.clicked.connect(lambda: self._print(CHECKLIST))
        self._print_duties = Button(tr("打印责任清单"), icon="printer")
        self._print_duties.set_caret(True)
        self._party_menu = QMenu(self._print_duties)
        self._print_duties.clicked.connect(self._offer_parties)
        tongue = tool_button("language", tr("中文 / English"))
        tongue.clicked.connect(self.language_requested)
        dark = Theme.current.name == "dark"
        look = tool_button("sun" if dark else "moon", tr("浅色") if dark else tr("深色"))
        look.clicked.connect(self.theme_requested)
        line = row(back, self._title, tag(tr("承办方"), "accent"), margins=(10, 0, 12, 0))
        line.setStretch(1, 1)
        for widget in (self._open, self._print_duties, self._print_list, tongue, look):
            line.addWidget(widget)
        head.setLayout(line)
        return head

    def _empty_page(self) -> QWidget:
        page = QWidget()
        self._zone = zone = DropZone()
        zone.dropped.connect(self.choose)
        zone.browse_requested.connect(self.browse)
        body = column(spacing=0)
        body.addStretch(2)
        body.addWidget(zone, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(3)
        page.setLayout(body)
        return page

    def _result_page(self) -> QWidget:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._left())
        splitter.addWidget(self._right())
        splitter.setStretchFactor(0, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([860, 560])
        return splitter

    def _left(self) -> QWidget:
        left = panel("surface")
        self.classes = ClassModel(self)
        self._bar = ShareBar()
        self._counts = row(spacing=14)
        self._list = QListView()
        self._list.setModel(self.classes)
        self._list.setItemDelegate(ClassDelegate(self._list))
        self._list.setAccessibleName(tr("九类材料"))
        self._list.setMouseTracking(True)
        top = row(self._bar, margins=(22, 14, 16, 10), spacing=16)
        top.setStretch(0, 1)
        top.addLayout(self._counts)
        self._dates = panel("box")
        self._dates.setProperty("kind", "warn")
        self._dates_words = column(spacing=2)
        sign = column(picture("calendar-exclamation", "warn"), None)
        dates = row(sign, spacing=12, margins=(14, 10, 14, 10))
        dates.addLayout(self._dates_words, 1)
        self._dates.setLayout(dates)
        body = column(top, hairline(), self._list, row(self._dates, margins=(22, 8, 16, 14)), spacing=0)
        body.setStretch(2, 1)
        left.setLayout(body)
        return left

    def _right(self) -> QWidget:
        side = panel("surface")
        side.setMinimumWidth(Theme.current.px(380))
        self._tabs = tab_widget(tr("自查结果"))
        self._tabs.setDocumentMode(True)
        self._sections = QVBoxLayout()
        inside = panel("surface")
        inside.setLayout(self._sections)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setAccessibleName(tr("自查结果"))
        self.problems = ProblemModel(self)
        self.duties = DutyModel(self)
        self._tabs.addTab(scroll, tr("自查结果"))
        self._tabs.addTab(wrapping_table(self.problems, tr("读取记录"), 1), tr("读取记录 {count}", count=0))
        self._tabs.addTab(self._duty_page(), tr("五方责任"))
        side.setLayout(column(self._tabs, spacing=0))
        return side

    def _duty_page(self) -> QWidget:
        page = QWidget()
        self._party = QComboBox()
        self._party.setAccessibleName(tr("责任方"))
        self._party.currentIndexChanged.connect(lambda _n: self._show_duties())
        self._party_note = label("", ink="t2")
        top = row(self._party, self._party_note, None, margins=(14, 10, 14, 8))
        page.setLayout(column(top, wrapping_table(self.duties, tr("责任清单"), 1), spacing=0))
        return page

    # Filling

    def _say_counts(self) -> None:
        assert self.view is not None
        clear(self._counts)
        counts = counts_of(lines_of(self.view))
        for name in STATES:
            if counts[name]:
                number = label(str(counts[name]), "bodyStrong", INK.get(name, "t1"))
                self._counts.addLayout(row(number, label(state_word(name), ink="t2"), spacing=4))

    def _fill_sections(self, view: PrecheckView) -> None:
        clear(self._sections)
        clear(self._dates_words)
        px = Theme.current.px
        self._sections.setContentsMargins(px(18), px(14), px(16), px(14))
        self._sections.setSpacing(px(6))
        self._sections.addWidget(label(tr("按 {day} 的情况", day=full_day(view.as_of)), "small", "t2"))
        for section in view.sections:
            self._sections.addWidget(label(say(section.title), "section"))
            for line in section.lines:
                self._sections.addLayout(_bullet(say(line)))
            self._sections.addSpacing(px(6))
        self._sections.addStretch(1)
        dates = _dates_of(view)
        self._dates.setVisible(dates is not None)
        for line in dates.lines[:1] if dates else ():
            self._dates_words.addWidget(label(say(line), wrap=True))

    def _fill_parties(self, view: PrecheckView) -> None:
        self._party.clear()
        self._party_menu.clear()
        for party in view.parties:
            self._party.addItem(f"{party.code} {say(party.title)}", party.code)
            action = QAction(f"{party.code} {say(party.title)}", self._party_menu)
            action.triggered.connect(lambda _on=False, code=party.code: self._print(DUTIES, code))
            self._party_menu.addAction(action)

    def _show_duties(self) -> None:
        if self.view is None:
            return
        code = str(self._party.currentData() or "")
        self.duties.show([duty for duty in self.view.duties if duty.party == code])
        party = next((party for party in self.view.parties if party.code == code), None)
        if party is not None:
            done = tr("已落实 {done} / {total}", done=party.done, total=party.total)
            self._party_note.setText(f"{tr('、').join(party.organisations)} · {done}" if party.organisations else done)

    def _show_actions(self) -> None:
        for button in (self._print_list, self._print_duties):
            button.setVisible(self.view is not None)
        self._open.setVisible(self.view is not None)

    def _offer_parties(self) -> None:
        self._party_menu.exec(self._print_duties.mapToGlobal(self._print_duties.rect().bottomLeft()))

    def _print(self, kind: str, party: str = "") -> None:
        if self.view is not None:
            self.paper_requested.emit(kind, party)


def _dates_of(view: PrecheckView) -> SectionView | None:
    """Return the section with the dates, which always comes second."""
    return view.sections[1] if len(view.sections) > 1 else None


def _bullet(words: str) -> QVBoxLayout:
    line = row(column(label("·", ink="t2"), None), spacing=8)
    line.addWidget(label(words, wrap=True), 1)
    holder = column(spacing=0)
    holder.addLayout(line)
    return holder


class RoomyDelegate(QStyledItemDelegate):
    """Leaves air above and below wrapped words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of the words and the air."""
        return super().sizeHint(option, index) + QSize(0, Theme.current.px(12))


def wrapping_table(model: DutyModel | ProblemModel, name: str, wide: int) -> QTableView:
    """Return a table whose ``wide`` column takes the room and wraps its words."""
    table = plain_table(model, name)
    table.setWordWrap(True)
    table.setShowGrid(True)
    table.setItemDelegate(RoomyDelegate(table))
    header = table.horizontalHeader()
    header.setStretchLastSection(False)
    for column_ in range(model.columnCount()):
        mode = QHeaderView.ResizeMode.Stretch if column_ == wide else QHeaderView.ResizeMode.Interactive
        header.setSectionResizeMode(column_, mode)
        if column_ != wide:
            table.setColumnWidth(column_, Theme.current.px(150 if wide and model.columnCount() == 2 else 76))
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.verticalHeader().setMinimumSectionSize(Theme.current.px(31))
    return table
