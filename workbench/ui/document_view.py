"""The viewer of a case's files: pages, page number, zoom, search in the text, pins; or why a file cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage, QIntValidator, QResizeEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QSizePolicy, QStackedWidget, QToolButton, QWidget

from workbench.core.values import Attachment
from workbench.errors import WorkbenchError
from workbench.ui import icons
from workbench.ui.document_canvas import PageCanvas, PinPlace
from workbench.ui.document_parts import Message, SearchLine
from workbench.ui.document_shelf import PageThread, Shelf, page_thread
from workbench.ui.document_source import Hit, Loaded, Unreadable
from workbench.ui.i18n import say, tr
from workbench.ui.living import alive
from workbench.ui.tasks import Task
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, label, panel, picture, row, tool_button

FILE_ICONS = {"pdf": "file-type-pdf", "png": "file-text", "jpeg": "file-text"}
SEARCH_DELAY = 250
"""How long typing rests before the words are looked for [ms]."""

__all__ = ["DocumentView", "page_thread"]

Read = Callable[[Attachment], Task]
"""Reads a registered file; ``done`` brings (bytes, texts of the pages)."""


class DocumentView(QWidget):
    """Toolbar, pages, messages."""

    file_shown = Signal(object)
    """An :class:`Attachment` is on the desk (or its message)."""
    pin_placed = Signal(str, int, float, float)
    """Name of the file, page from 1, place as shares of the page."""
    pin_chosen = Signal(str)
    page_changed = Signal(int)

    def __init__(self, read: Read, pages: PageThread) -> None:
        super().__init__()
        self._read = read
        self._source = pages.source
        self._worker = pages.worker
        self._shelf = Shelf()
        self._loaded: Loaded | None = None
        self._pins: tuple[PinPlace, ...] = ()
        self._hits: tuple[Hit, ...] = ()
        self._hit = -1
        self._wanted: set[tuple[str, int, int]] = set()
        self._page_of: dict[str, int] = {}
        self._build()
        self._wire()

    # What is shown

    @property
    def attachment(self) -> Attachment | None:
        """Return the file shown."""
        return self._shelf.current()

    @property
    def page(self) -> int:
        """Return the page in sight, from 1; 0 when no page is shown."""
        return self.canvas.page if self._loaded else 0

    def show_files(self, files: Sequence[Attachment], at: int = 0, page: int = 0) -> None:
        """Put files on the shelf and show one of them, at a page or at the page last read."""
        same = self.attachment
        self._shelf = Shelf(tuple(files), at)
        self._fill_menu()
        wanted = self.attachment
        if wanted is None:
            self._say_nothing()
        elif same is not None and same.sha256 == wanted.sha256 and self._loaded is not None:
            if page:
                self.canvas.show_page(page)
        else:
            self._fetch(wanted, page)

    def step_file(self, direction: int) -> None:
        """Go to the next or the previous file of the shelf."""
        number = self._shelf.at + direction
        if 0 <= number < len(self._shelf.files):
            self.show_files(self._shelf.files, number)

    def show_pins(self, pins: Sequence[PinPlace], chosen: str = "") -> None:
        """Show the pins of the file on the desk."""
        self._pins = tuple(pins)
        self.canvas.show_pins(self._pins, chosen)

    def open_search(self, words: str = "") -> None:
        """Show the search line."""
        self._search.show()
        self.words.setFocus()
        if words:
            self.words.setText(words)
        self.words.selectAll()

    def close_search(self) -> None:
        """Hide the search line and its marks."""
        self._search.hide()
        self._hits = ()
        self.canvas.show_hits((), "")
        self.canvas.setFocus()

    # Construction

    def _build(self) -> None:
        self.canvas = PageCanvas()
        self._stack = QStackedWidget()
        self._message = Message()
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self._message)
        self.setLayout(column(self._make_bar(), self._make_search(), self._stack, spacing=0))
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_DELAY)

    def _make_bar(self) -> QFrame:
        bar = panel("alt")
        bar.setProperty("hair", "bottom")
        bar.setFixedHeight(Theme.current.px(37))
        self._sign = picture("file-text", "bad", 18)
        self.name = QToolButton()
        self.name.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.name.setAccessibleName(tr("文件"))
        self.name.setIcon(icons.icon("chevron-down", "t2", 14))
        self.name.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.name.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._menu = QMenu(self.name)
        self._menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.name.setMenu(self._menu)
        self._of = label("", "body", "t2")
        self.number = QLineEdit("1")
        self.number.setAccessibleName(tr("页码"))
        self.number.setFixedWidth(Theme.current.px(36))
        self.number.setValidator(QIntValidator(1, 9999, self.number))
        self._zoom = label("", "small", "t2")
        self._zoom.setMinimumWidth(Theme.current.px(34))
        self._tools = self._make_tools()
        up, down, out, into, pin, find = self._tools
        line = row(self._sign, spacing=1, margins=(8, 2, 4, 2))
        line.addWidget(self.name, 1)
        for widget in (up, self.number, self._of, down, out, self._zoom, into, pin, find):
            line.addWidget(widget)
        bar.setLayout(line)
        return bar

    def _make_tools(self) -> tuple[QToolButton, ...]:
        named = (
            ("chevron-up", tr("上一页"), lambda: self.canvas.turn(-1)),
            ("chevron-down", tr("下一页"), lambda: self.canvas.turn(1)),
            ("zoom-out", tr("缩小"), lambda: self.canvas.step_zoom(-1)),
            ("zoom-in", tr("放大"), lambda: self.canvas.step_zoom(1)),
            ("pin", tr("钉一条备注（P）"), self.toggle_pinning),
            ("search", tr("在文件中查找（/）"), self.toggle_search),
        )
        made = []
        for icon, name, act in named:
            button = tool_button(icon, name, size=16)
            button.setFixedSize(Theme.current.px(26), Theme.current.px(28))
            button.clicked.connect(lambda _on=False, a=act: a())
            made.append(button)
        made[4].setCheckable(True)
        return tuple(made)

    def _make_search(self) -> QWidget:
        self._search = panel("surface")
        self._search.setProperty("hair", "bottom")
        self.words = SearchLine()
        self.words.setPlaceholderText(tr("在文件中查找"))
        self.words.setAccessibleName(tr("在文件中查找"))
        self._count = label("", "small", "t2")
        before = tool_button("chevron-up", tr("上一处"), size=16)
        after = tool_button("chevron-down", tr("下一处"), size=16)
        shut = tool_button("x", tr("关闭"), size=16)
        before.clicked.connect(lambda: self._step_hit(-1))
        after.clicked.connect(lambda: self._step_hit(1))
        shut.clicked.connect(self.close_search)
        self._search.setLayout(row(self.words, self._count, before, after, shut, spacing=4, margins=(8, 3, 6, 3)))
        self._search.hide()
        return self._search

    def _wire(self) -> None:
        self.canvas.page_changed.connect(self._page)
        self.canvas.zoom_changed.connect(lambda zoom: self._zoom.setText(f"{round(zoom * 100)}%"))
        self.canvas.page_wanted.connect(self._want)
        self.canvas.pin_placed.connect(self._pinned)
        self.canvas.pin_chosen.connect(self.pin_chosen)
        self.canvas.pinning_started.connect(lambda: self._tools[4].setChecked(True))
        self.canvas.pinning_ended.connect(lambda: self._tools[4].setChecked(False))
        self.number.editingFinished.connect(self._go)
        self.words.textChanged.connect(lambda _text: self._typing.start())
        self.words.stepped.connect(self._step_hit)
        self.words.left.connect(self.close_search)
        self._typing.timeout.connect(self._find)

    # Files

    def _enable(self, *, on: bool) -> None:
        """Let the page tools act, or not when there is no page."""
        for tool in (*self._tools, self.number):
            tool.setEnabled(on)

    def _fetch(self, wanted: Attachment, page: int) -> None:
        self._loaded = None
        self._enable(on=False)
        self.canvas.clear()
        self._stack.setCurrentWidget(self.canvas)
        self._name(wanted)
        task = self._read(wanted)
        task.done.connect(alive(self, lambda got: self._read_done(wanted, got, page)))
        task.failed.connect(alive(self, lambda fault: self._read_failed(wanted, fault)))

    def _read_done(self, wanted: Attachment, got: tuple[bytes, tuple[str, ...]], page: int) -> None:
        if self.attachment is not wanted:
            return
        data, texts = got
        task = self._worker.run(partial(self._source.load, wanted, data, texts))
        task.done.connect(alive(self, lambda loaded: self._show(wanted, loaded, page)))

    def _show(self, wanted: Attachment, loaded: Loaded | Unreadable, page: int) -> None:
        if self.attachment is not wanted:
            return
        if isinstance(loaded, Unreadable):
            self._message.say(say(loaded.why), say(loaded.remedy), f"{wanted.name}\n{loaded.head}")
            self._stack.setCurrentWidget(self._message)
        else:
            self._enable(on=True)
            self._loaded = loaded
            self._of.setText(f"/ {len(loaded.sizes)}")
            self.canvas.show_file(loaded, page or self._page_of.get(wanted.sha256, 1))
            self.canvas.show_pins(self._pins)
        self.file_shown.emit(wanted)

    def _read_failed(self, wanted: Attachment, fault: WorkbenchError) -> None:
        if self.attachment is wanted:
            remedy = say(fault.remedy) if fault.remedy else ""
            self._message.say(say(fault.message), remedy, f"{wanted.name}\nSHA-256 {wanted.sha256}")
            self._stack.setCurrentWidget(self._message)
            self.file_shown.emit(wanted)

    def _say_nothing(self) -> None:
        self._loaded = None
        self._enable(on=False)
        self.canvas.clear()
        self._of.setText("")
        self.name.setText("")
        self._message.say(tr("没有文件"), tr("这一项没有提交文件"), "")
        self._stack.setCurrentWidget(self._message)

    def _name(self, wanted: Attachment) -> None:
        self._fit_name()
        self.name.setToolTip(f"{wanted.name}\nSHA-256 {wanted.sha256[:16]}…")
        self.name.setAccessibleName(tr("文件 {name}", name=wanted.name))
        self._sign.setPixmap(picture(FILE_ICONS.get(wanted.media, "file-alert"), "bad", 18).pixmap())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the file's name to the room there is."""
        super().resizeEvent(event)
        self._fit_name()

    def _fit_name(self) -> None:
        wanted = self.attachment
        several = len(self._shelf.files) > 1
        name = f"{self._shelf.at + 1}/{len(self._shelf.files)} {wanted.name}" if wanted and several else ""
        name = name or (wanted.name if wanted else "")
        room = self.width() - Theme.current.px(300)
        self.name.setText(self.name.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, max(40, room)))

    def _fill_menu(self) -> None:
        self._menu.clear()
        for number, file in enumerate(self._shelf.files):
            action = self._menu.addAction(file.name)
            action.setCheckable(True)
            action.setChecked(number == self._shelf.at)
            action.triggered.connect(lambda _on=False, n=number: self.show_files(self._shelf.files, n))

    # Pages

    def _page(self, page: int) -> None:
        self.number.setText(str(page))
        wanted = self.attachment
        if wanted is not None and self._loaded is not None:
            self._page_of[wanted.sha256] = page
        self.page_changed.emit(page)

    def _go(self) -> None:
        if self.number.text().isdecimal() and int(self.number.text()) != self.canvas.page:
            self.canvas.show_page(int(self.number.text()))

    def _want(self, page: int, width: int) -> None:
        wanted = self.attachment
        if wanted is None or (wanted.sha256, page, width) in self._wanted:
            return
        key = (wanted.sha256, page, width)
        self._wanted.add(key)
        task = self._worker.run(partial(self._source.draw, wanted.sha256, page, width))
        task.done.connect(alive(self, lambda image: self._drawn(key, image)))
        task.ended.connect(lambda: self._wanted.discard(key))

    def _drawn(self, key: tuple[str, int, int], image: QImage) -> None:
        if not image.isNull():
            self.canvas.cache.put(key, image)
            wanted = self.attachment
            if wanted is not None and wanted.sha256 == key[0]:
                self.canvas.take_image(key[1])

    # Pins and words

    def toggle_pinning(self) -> None:
        """Start or end setting a pin."""
        if self._tools[4].isChecked() and self._loaded is not None:
            self.canvas.start_pinning()
        else:
            self.canvas.end_pinning()
            self._tools[4].setChecked(False)

    def toggle_search(self) -> None:
        """Show or hide the search line."""
        if self._search.isVisible():
            self.close_search()
        else:
            self.open_search()

    def _pinned(self, page: int, x: float, y: float) -> None:
        wanted = self.attachment
        if wanted is not None:
            self.pin_placed.emit(wanted.name, page, x, y)

    def _find(self) -> None:
        loaded, words = self._loaded, self.words.text().strip()
        if loaded is None:
            return
        task = self._worker.run(partial(self._source.find, loaded, words))
        task.done.connect(alive(self, lambda hits: self._found(loaded, words, hits)))

    def _found(self, loaded: Loaded, words: str, hits: tuple[Hit, ...]) -> None:
        if loaded is not self._loaded or words != self.words.text().strip():
            return
        self._hits = hits
        self._hit = -1
        self.canvas.show_hits(hits, words)
        self._count.setText(tr("没有找到") if words and not hits else "")
        if hits:
            self._step_hit(1)

    def _step_hit(self, direction: int) -> None:
        if not self._hits:
            return
        self._hit = (self._hit + direction) % len(self._hits)
        self._count.setText(f"{self._hit + 1} / {len(self._hits)}")
        self.canvas.show_hit(self._hits[self._hit])
