"""The consulted authority's page: what the packet shows, and the reply beside it. No account, no database."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from workbench.core.packet_contents import Section
from workbench.errors import WorkbenchError
from workbench.exchange.packet import Enclosed, Packet
from workbench.services.packet_desk import Said
from workbench.ui.banners import Banner
from workbench.ui.cover import FullPage
from workbench.ui.form_dialog import lines_of
from workbench.ui.i18n import full_day, language, say, tr
from workbench.ui.liaison import local_path
from workbench.ui.saved_text import TextEdit
from workbench.ui.step_duties_fields import Choices, Option, SideSplit, captioned
from workbench.ui.theme import Theme
from workbench.ui.widgets import (
    Button,
    ElidedLabel,
    column,
    hairline,
    label,
    panel,
    picture,
    row,
    scrolled,
    tag,
    tool_button,
)

TALLEST = 420
"""Height of a table before it scrolls by itself [px]."""


class PacketPage(FullPage):
    """One packet: read, answer, write the reply."""

    file_chosen = Signal(str)
    reply_requested = Signal(object, str)
    """The :class:`Said`, and the file to write."""
    save_requested = Signal(object, str)
    """An :class:`Enclosed` file, and where it goes."""
    back_requested = Signal()
    language_requested = Signal()
    theme_requested = Signal()

    def __init__(self, *, alone: bool = False) -> None:
        super().__init__()
        self.setObjectName("app")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.packet: Packet | None = None
        self.folder = ""
        self.scan: Path | None = None
        self._shown: QWidget | None = None
        self._alone = alone
        self._banner = Banner()
        self._banner.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty_page())
        body = column(self._header(), hairline(), self._banner, self._stack, spacing=0)
        body.setStretch(3, 1)
        self.setLayout(body)
        QShortcut(QKeySequence("Ctrl+O"), self, self.browse)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.write)

    # What is shown

    def show_packet(self, packet: Packet, folder: str) -> None:
        """Show a packet that was opened, and an empty reply."""
        self.packet, self.folder, self.scan = packet, folder, None
        self._banner.hide()
        asked = packet.asked
        self._title.setText(tr("{organ}征求{dept}意见：{event}", organ=asked.organ, dept=asked.dept, event=asked.event))
        if self._shown is not None:
            self._stack.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = self._packet_page(packet)
        self._stack.addWidget(self._shown)
        self._stack.setCurrentIndex(1)
        self.focus_first()

    def show_error(self, fault: WorkbenchError) -> None:
        """Say why a packet could not be opened or a reply not written; what is typed stays."""
        self._banner.say("bad", fault.told(language()))

    def show_written(self, path: Path) -> None:
        """Say where the reply is."""
        self._banner.say(
            "info", tr("回复已写出：{path}。请把这个文件发回{organ}。", path=str(path), organ=self._organ())
        )

    def focus_first(self) -> None:
        """Put the focus on the answer, or on the button that chooses a packet."""
        if self.packet is None:
            self._choose.setFocus()
        else:
            next(iter(self.position.buttons.values())).setFocus()

    def browse(self) -> None:
        """Let the person choose a packet."""
        filters = tr("征求意见包 (*.eawp);;所有文件 (*)")
        path, _ = QFileDialog.getOpenFileName(self, tr("打开征求意见包"), self.folder, filters)
        if path:
            self.file_chosen.emit(path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one local file."""
        if local_path(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a dropped packet."""
        if path := local_path(event):
            self.file_chosen.emit(path)

    # Reply

    def said(self) -> Said:
        """Return what stands in the fields."""
        return Said(
            self._position,
            self.text.toPlainText(),
            lines_of(self.conditions),
            name=self.name.text(),
            post=self.post.text(),
            doc=self.doc.text(),
            scan=self.scan,
        )

    def write(self) -> None:
        """Ask where the reply goes and have it written."""
        if self.packet is None:
            return
        from workbench.services.packet_desk import reply_name

        start = str(Path(self.folder) / reply_name(self.packet))
        path, _ = QFileDialog.getSaveFileName(self, tr("写出回复文件"), start, tr("回复文件 (*.eawr)"))
        if path:
            self.reply_requested.emit(self.said(), path)

    def _take_position(self, code: str) -> None:
        self._position = code
        self.position.show_choice(code)

    def _take_scan(self) -> None:
        filters = tr("扫描件 (*.pdf *.png *.jpg *.jpeg)")
        path, _ = QFileDialog.getOpenFileName(self, tr("附上扫描件"), self.folder, filters)
        if path:
            self.scan = Path(path)
            self._scan_name.setText(self.scan.name)

    def _organ(self) -> str:
        return self.packet.asked.organ if self.packet else ""

    # Construction

    def _header(self) -> QWidget:
        head = panel("appbar")
        head.setFixedHeight(Theme.current.px(52))
        back = Button(tr("返回"), icon="arrow-left", kind="ghost")
        back.clicked.connect(self.back_requested)
        back.setVisible(not self._alone)
        self._title = ElidedLabel(tr("征求意见包"), "case")
        other = Button(tr("打开征求意见包"), icon="folder-open", key="Ctrl O")
        other.clicked.connect(self.browse)
        tongue = tool_button("language", tr("中文 / English"))
        tongue.clicked.connect(self.language_requested)
        dark = Theme.current.name == "dark"
        look = tool_button("sun" if dark else "moon", tr("浅色") if dark else tr("深色"))
        look.clicked.connect(self.theme_requested)
        line = row(back, self._title, tag(tr("不登录"), "accent"), other, tongue, look, margins=(10, 0, 12, 0))
        line.setStretch(1, 1)
        head.setLayout(line)
        return head

    def _empty_page(self) -> QWidget:
        page = QWidget()
        zone = panel("drop")
        zone.setMinimumSize(Theme.current.px(520), Theme.current.px(220))
        self._choose = Button(tr("选择征求意见包"), icon="folder-open", kind="primary", key="Ctrl O")
        self._choose.clicked.connect(self.browse)
        body = column(spacing=10, margins=(24, 24, 24, 24))
        body.addStretch(1)
        for widget in (
            picture("package", "accentT", 40),
            label(tr("把征求意见包拖到这里"), "section"),
            label(tr("只显示公安机关列明的内容；填好后写出一个回复文件，发回即可。"), ink="t2", wrap=True),
            self._choose,
        ):
            body.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(1)
        zone.setLayout(body)
        page.setLayout(column(None, row(None, zone, None), None))
        return page

    def _packet_page(self, packet: Packet) -> QWidget:
        left, right = panel("surface"), panel("surface")
        left.setLayout(column(scrolled(self._content(packet)), spacing=0))
        right.setLayout(column(scrolled(self._form(packet)), hairline(), self._foot(), spacing=0))
        return SideSplit(left, right, share=0.38, least=400, most=620)

    def _content(self, packet: Packet) -> QWidget:
        asked = packet.asked
        inside = QWidget()
        body = column(spacing=10, margins=(18, 14, 18, 18))
        letter = tr("函件 {letter}，案件 {number}", letter=asked.letter or asked.request, number=asked.number)
        due = tr("请于{due}前回复；意见包有效至{expires}", due=full_day(asked.due), expires=full_day(asked.expires))
        body.addWidget(label(letter, "small", "t2", wrap=True))
        body.addWidget(label(due, "bodyStrong", wrap=True))
        body.addWidget(label(tr("征求意见事项"), "section"))
        for number, question in enumerate(asked.questions, 1):
            body.addWidget(label(f"{number}. {question}", wrap=True))
        for section in packet.sections:
            body.addWidget(hairline())
            body.addWidget(label(say(section.title), "section"))
            for widget in _section(section):
                body.addWidget(widget)
        if packet.files:
            body.addWidget(hairline())
            body.addWidget(label(tr("随附文件"), "section"))
            for one in packet.files:
                body.addWidget(self._file_button(one))
        body.addStretch(1)
        inside.setLayout(body)
        return inside

    def _file_button(self, one: Enclosed) -> Button:
        made = Button(tr("另存 {name}", name=one.title), icon="device-floppy", small=True)
        made.clicked.connect(lambda _on=False: self._save(one))
        return made

    def _save(self, one: Enclosed) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("另存随附文件"), str(Path(self.folder) / one.name))
        if path:
            self.save_requested.emit(one, path)

    def _form(self, packet: Packet) -> QWidget:
        english = language() == "en"
        options = [Option(c.code, c.en if english else c.zh) for c in packet.asked.positions]
        self._position = ""
        self.position = Choices(tr("意见"), options)
        self.position.chosen.connect(self._take_position)
        self.text = TextEdit(tr("意见内容"), 6)
        self.conditions = TextEdit(tr("要求，每行一条"), 4)
        self.name, self.post, self.doc = QLineEdit(), QLineEdit(), QLineEdit()
        pick = Button(tr("附上扫描件"), icon="paperclip", small=True)
        pick.clicked.connect(lambda _on=False: self._take_scan())
        self._scan_name = ElidedLabel(tr("复函盖章后的扫描件，可不附"), "small", "t2")
        inside = QWidget()
        body = column(spacing=10, margins=(18, 14, 18, 18))
        body.addWidget(label(tr("回复"), "section"))
        for words, widget in (
            (tr("意见"), self.position),
            (tr("意见内容"), self.text),
            (tr("要求，每行一条"), self.conditions),
            (tr("填写人姓名"), self.name),
            (tr("职务"), self.post),
            (tr("复函文号"), self.doc),
        ):
            widget.setAccessibleName(words)
            body.addLayout(captioned(words, widget))
        body.addLayout(row(pick, self._scan_name))
        body.addStretch(1)
        inside.setLayout(body)
        return inside

    def _foot(self) -> QWidget:
        foot = panel("alt")
        note = label(tr("回复以随机编号与意见包绑定，不是电子签名。"), "small", "t2", wrap=True)
        give = Button(tr("写出回复文件"), icon="file-export", kind="primary", key="Ctrl ↵")
        give.clicked.connect(lambda _on=False: self.write())
        line = row(spacing=8, margins=(14, 8, 14, 8))
        line.addWidget(note, 1)
        line.addWidget(give)
        foot.setLayout(line)
        return foot


def _section(section: Section) -> list[QWidget]:
    """Return the values of a section, then its table."""
    made: list[QWidget] = []
    english = language() == "en"
    if section.lines:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Theme.current.px(16))
        grid.setVerticalSpacing(Theme.current.px(4))
        for at, line in enumerate(section.lines):
            value = label(line.value, wrap=True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label(line.en if english else line.zh, ink="t2"), at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, at, 1)
        grid.setColumnStretch(1, 1)
        holder = QWidget()
        holder.setLayout(grid)
        made.append(holder)
    if section.rows:
        made.append(_table(section))
    return made


def _table(section: Section) -> QTableWidget:
    english = language() == "en"
    table = QTableWidget(len(section.rows), len(section.heads))
    table.setAccessibleName(say(section.title))
    table.setHorizontalHeaderLabels([en if english else zh for zh, en in section.heads])
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    for at, cells in enumerate(section.rows):
        for column_, words in enumerate(cells):
            item = QTableWidgetItem(words)
            item.setToolTip(words)
            table.setItem(at, column_, item)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    tall = table.horizontalHeader().height() + sum(table.rowHeight(at) for at in range(len(section.rows))) + 20
    table.setFixedHeight(min(tall, Theme.current.px(TALLEST)))
    return table
