"""A paper at the right of the page: the very bytes of the PDF, on the canvas of the viewer, with what proves it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QMenu, QStackedWidget, QToolButton

from workbench.core.commands import Recommend
from workbench.core.values import Attachment
from workbench.errors import Text, WorkbenchError
from workbench.services.clocks import local_time
from workbench.ui.document_canvas import PageCanvas
from workbench.ui.document_parts import Message
from workbench.ui.document_source import Loaded, PageSource
from workbench.ui.document_view import page_thread
from workbench.ui.i18n import say, tr
from workbench.ui.living import alive
from workbench.ui.session import Session
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, label, panel, picture, row, tag, tool_button, upright

DELAY = 250
"""How long changes rest before the paper is drawn again [ms]."""
PRINT_WIDTH = 2480
"""Width of a printed page, A4 at 300 dpi [px]."""


def read_paper(desk: Any, person: Any, case: str, name: str, wish: Recommend | None) -> tuple[Any, datetime]:
    """Make a paper and say when. Runs on the worker; what draws papers is imported only here."""
    from workbench.services import paper_desk

    return paper_desk.preview(desk, person, case, name, wish), local_time(desk.clock.now())


def read_issued(desk: Any, person: Any, case: str, sha256: str) -> Any:
    """Return the kept bytes of an issued paper. Runs on the worker."""
    from workbench.services import paper_desk

    return paper_desk.issued(desk, person, case, sha256)


def write_file(path: str, data: bytes) -> Path:
    """Write a paper to a file. Runs on the worker."""
    from workbench.services import paper_desk

    return paper_desk.save(Path(path), data)


def printed(source: PageSource, sha256: str, pages: int) -> list[QImage]:
    """Draw every page for the printer. Runs on the pages' thread."""
    return [source.draw(sha256, page, PRINT_WIDTH) for page in range(1, pages + 1)]


class Desk(Protocol):
    """What a preview needs: the session, and whose papers it shows."""

    session: Session
    case: str


class PaperPreview(QFrame):
    """Bar, pages, messages. :meth:`want` asks for a paper; the answer is shown when it has been drawn."""

    shown = Signal(object)
    """A :class:`~workbench.services.documents.PaperFile` is on the desk."""
    listed = Signal(object)
    """All papers of the case, as :class:`~workbench.services.paper_desk.PaperLine`."""

    def __init__(self, context: Desk, short: Callable[[str], str] | None = None) -> None:
        """Show papers of a case; ``short`` names one by its identifier where the bar is narrow."""
        super().__init__()
        self.setObjectName("surface")
        self._context = context
        self._short = short
        self._pages = page_thread(context.session)
        self._wish: Recommend | None = None
        self._name = ""
        self._sha = ""
        self._round = 0
        self._loaded: Loaded | None = None
        self._wanted: set[tuple[str, int, int]] = set()
        self.paper: Any = None
        self.names: Mapping[str, Text] = {}
        self._build()
        self._wire()

    # What is shown

    def want(self, name: str = "", wish: Recommend | None = None) -> None:
        """Draw a paper anew, after a short rest; an empty name is the instrument of the outcome."""
        self._name, self._wish, self._sha = name, wish, ""
        self._rest.start()

    def want_issued(self, sha256: str) -> None:
        """Show the kept bytes of an issued paper."""
        self._rest.stop()
        self._sha = sha256
        self._round += 1
        task = self._context.session.ask(read_issued, self._context.case, sha256)
        task.done.connect(alive(self, partial(self._took_issued, self._round)))
        task.failed.connect(alive(self, partial(self._failed, self._round)))

    def say_nothing(self, what: str, remedy: str) -> None:
        """Show, in the place of pages, that there is no such paper yet and what it waits for."""
        self._rest.stop()
        self._round += 1
        self.paper, self._loaded = None, None
        self.name.setText("")
        self.note.setText("")
        self.mark.hide()
        self._number(0)
        self._message.say(what, remedy, "")
        self._stack.setCurrentWidget(self._message)

    @property
    def sha256(self) -> str:
        """Return the fingerprint of the file shown; empty while there is none."""
        return self._loaded.attachment.sha256 if self._loaded else ""

    @property
    def data(self) -> bytes:
        """Return the bytes shown."""
        return bytes(self.paper.pdf) if self.paper is not None else b""

    # Construction

    def _build(self) -> None:
        self.canvas = PageCanvas()
        self.canvas.setAccessibleName(tr("文书页面"))
        self._stack = QStackedWidget()
        self._message = Message()
        self._stack.addWidget(self.canvas)
        self._stack.addWidget(self._message)
        self.note = label("", "small", "t2")
        self.mark = tag("", "warn")
        foot = panel("alt")
        foot.setProperty("hair", "top")
        foot.setLayout(row(self.note, None, self.mark, margins=(12, 3, 10, 3)))
        self.setLayout(column(self._bar(), self._stack, foot, spacing=0))
        self._rest = QTimer(self, singleShot=True, interval=DELAY)
        self.mark.hide()

    def _bar(self) -> QFrame:
        bar = panel("alt")
        bar.setProperty("hair", "bottom")
        bar.setFixedHeight(Theme.current.px(37))
        self.name = QToolButton()
        self.name.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.name.setAccessibleName(tr("文书"))
        self.name.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self._menu = QMenu(self.name)
        self.name.setMenu(self._menu)
        self._of = label("", "body", "t2")
        self.buttons = {
            "before": self._tool("chevron-left", tr("上一页"), lambda: self.canvas.turn(-1)),
            "after": self._tool("chevron-right", tr("下一页"), lambda: self.canvas.turn(1)),
            "out": self._tool("zoom-out", tr("缩小"), lambda: self.canvas.step_zoom(-1)),
            "in": self._tool("zoom-in", tr("放大"), lambda: self.canvas.step_zoom(1)),
            "save": self._tool("device-floppy", tr("另存 PDF"), self.save_as),
            "print": self._tool("printer", tr("打印文书"), self.print_out),
        }
        b = self.buttons
        sign = picture("file-certificate", "accentT", 18)
        bar.setLayout(
            row(sign, self.name, None, b["before"], self._of, b["after"], upright(), b["out"], b["in"], upright(),
                b["save"], b["print"], spacing=2, margins=(10, 2, 6, 2))
        )  # fmt: skip
        return bar

    def _tool(self, icon: str, name: str, act: Callable[[], object]) -> QToolButton:
        made = tool_button(icon, name, size=16)
        made.setFixedSize(Theme.current.px(28), Theme.current.px(28))
        made.clicked.connect(lambda _on=False: act())
        return made

    def _wire(self) -> None:
        self._rest.timeout.connect(self._ask)
        self.canvas.page_wanted.connect(self._draw)
        self.canvas.page_changed.connect(self._number)

    # Papers

    def _ask(self) -> None:
        self._round += 1
        task = self._context.session.ask(read_paper, self._context.case, self._name, self._wish)
        task.done.connect(alive(self, partial(self._took, self._round)))
        task.failed.connect(alive(self, partial(self._failed, self._round)))

    def _took(self, number: int, answer: Any) -> None:
        if number != self._round:
            return
        found, at = answer
        self.names = found.names
        self._fill_menu()
        self.listed.emit(found.lines)
        self.note.setText(tr("{time} 按当前数据更新", time=f"{at:%H:%M:%S}"))
        self._lay(found.paper)

    def _took_issued(self, number: int, paper: Any) -> None:
        if number == self._round:
            self.note.setText(tr("已出具的原件，逐字节保存"))
            self._lay(paper)

    def _lay(self, paper: Any) -> None:
        self.paper = paper
        sha256 = hashlib.sha256(paper.pdf).hexdigest()
        file = Attachment(paper.file_name, sha256, len(paper.pdf), "pdf")
        self._say_name(paper)
        if self._loaded is not None and self._loaded.attachment.sha256 == sha256:
            self.shown.emit(paper)
            return
        task = self._pages.worker.run(partial(self._pages.source.load, file, paper.pdf, ()))
        task.done.connect(alive(self, partial(self._show, self._round)))

    def _show(self, number: int, loaded: object) -> None:
        if number != self._round or not isinstance(loaded, Loaded):
            return
        page = self.canvas.page if self._loaded is not None else 1
        self._loaded = loaded
        self._stack.setCurrentWidget(self.canvas)
        self.canvas.show_file(loaded, min(page, len(loaded.sizes)))
        self._number(self.canvas.page)
        self.shown.emit(self.paper)

    def _failed(self, number: int, fault: WorkbenchError) -> None:
        if number == self._round:
            self._message.say(say(fault.message), say(fault.remedy) if fault.remedy else "", fault.where)
            self._stack.setCurrentWidget(self._message)

    def _say_name(self, paper: Any) -> None:
        words = self._words(paper)
        self._fit_name()
        self.name.setToolTip(f"{words} {paper.number}".strip())
        self.name.setAccessibleName(tr("文书 {name}", name=words))
        missing = tr("缺字 {list}", list=" ".join(paper.missing)) if paper.missing else ""
        self.mark.setText(missing or (tr("草案") if paper.draft else tr("正式")))
        self.mark.setProperty("kind", "bad" if missing else "warn" if paper.draft else "ok")
        self.mark.style().polish(self.mark)
        self.mark.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the paper's name the room that the buttons leave."""
        super().resizeEvent(event)
        self._fit_name()

    def _fit_name(self) -> None:
        if self.paper is not None:
            room = max(Theme.current.px(60), self.width() - Theme.current.px(300))
            words = self._words(self.paper)
            self.name.setText(self.name.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))

    def _words(self, paper: Any) -> str:
        return self._short(paper.paper) if self._short else say(paper.title)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for code, title in self.names.items():
            action = self._menu.addAction(say(title).replace("&", "&&"))
            action.triggered.connect(lambda _on=False, c=code: self.want(c, self._wish))

    # Pages

    def _number(self, page: int) -> None:
        total = len(self._loaded.sizes) if self._loaded else 0
        self._of.setText(f"{page} / {total}" if total else "")
        self.buttons["before"].setEnabled(page > 1)
        self.buttons["after"].setEnabled(page < total)

    def _draw(self, page: int, width: int) -> None:
        key = (self.sha256, page, width)
        if not self.sha256 or key in self._wanted:
            return
        self._wanted.add(key)
        task = self._pages.worker.run(partial(self._pages.source.draw, *key))
        task.done.connect(alive(self, partial(self._drawn, key)))
        task.ended.connect(lambda: self._wanted.discard(key))

    def _drawn(self, key: tuple[str, int, int], image: QImage) -> None:
        if not image.isNull():
            self.canvas.cache.put(key, image)
            if key[0] == self.sha256:
                self.canvas.take_image(key[1])

    # Out of the window

    def save_as(self) -> None:
        """Ask for a place and write the PDF there."""
        if self.paper is None:
            return
        dialog = QFileDialog(self, tr("另存 PDF"), self.paper.file_name, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, path: str) -> None:
        """Write the PDF to a place."""
        task = self._context.session.do(write_file, path, self.data)
        task.done.connect(lambda done: self._context.session.notify(tr("已存为 {name}", name=done.name)))
        task.failed.connect(self._context.session.save_failed)

    def print_out(self) -> None:
        """Ask for a printer and print every page."""
        if self._loaded is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._loaded.attachment.name)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self.print_to, printer))
        QDialog.open(dialog)

    def print_to(self, printer: QPrinter) -> None:
        """Print every page on a printer."""
        if self._loaded is None:
            return
        file, pages = self._loaded.attachment, len(self._loaded.sizes)
        task = self._pages.worker.run(partial(printed, self._pages.source, file.sha256, pages))
        task.done.connect(partial(put_on_paper, printer))


def put_on_paper(printer: QPrinter, images: list[QImage]) -> None:
    """Put drawn pages on paper, one sheet each, over the whole sheet."""
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return
    for number, image in enumerate(images):
        if number:
            printer.newPage()
        sheet = QRectF(painter.viewport())
        size = image.size().scaled(sheet.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(0, 0, size.width(), size.height()), image)
    painter.end()
