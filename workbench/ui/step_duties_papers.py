"""Lists of the five parties on paper: a live preview, printing, saving as PDF. What is shown is the very file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QIODevice, QSaveFile, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QStackedWidget, QWidget

from workbench.core.values import Attachment
from workbench.errors import StorageError, Text, WorkbenchError
from workbench.services import documents
from workbench.services.documents import PaperFile
from workbench.services.looking import Look
from workbench.services.views import DutyView, PartyView
from workbench.ui import step_duties_words as words
from workbench.ui.document_canvas import PageCanvas
from workbench.ui.document_parts import Message
from workbench.ui.document_source import Loaded, PageSource, Unreadable
from workbench.ui.document_view import PageThread, page_thread
from workbench.ui.i18n import say, tr
from workbench.ui.session import Session
from workbench.ui.step_duties_fields import Choices, Option
from workbench.ui.widgets import Button, column, hairline, label, panel, row

DELAY = 250
"""How long a change rests before the preview is drawn anew [ms]."""
PRINT_WIDTH = 2480
"""Pixels across a printed page: A4 at 300 dpi."""


def paper_of(party: str) -> str:
    """Return the code of a party's list."""
    return f"F18-{party}"


def drafted(desk: Any, case: str, code: str) -> PaperFile:
    """Return a paper of the present state for a preview; nothing is recorded. Runs on the worker."""
    return documents.make(Look(desk, desk.case(case)), code)


def printed(desk: Any, person: Any, case: str, codes: tuple[str, ...]) -> tuple[PaperFile, ...]:
    """Return papers to be printed or saved; the reading of each is recorded. Runs on the worker."""
    return tuple(documents.paper(desk, person, case, code) for code in codes)


def drawn(pdf: bytes) -> tuple[QImage, ...]:
    """Return the pages of a paper as a printer wants them. Runs on the pages' thread."""
    source = PageSource()
    loaded = source.load(as_attachment(pdf), pdf, ())
    if isinstance(loaded, Unreadable):
        return ()
    return tuple(source.draw(loaded.attachment.sha256, n, PRINT_WIDTH) for n in range(1, len(loaded.sizes) + 1))


def as_attachment(pdf: bytes, name: str = "paper.pdf") -> Attachment:
    """Return what the viewer needs to know of a paper."""
    return Attachment(name, hashlib.sha256(pdf).hexdigest(), len(pdf), "pdf")


class PaperPreview(QStackedWidget):
    """Pages of a paper on the viewer's canvas, or why there are none."""

    def __init__(self, session: Session, case: str) -> None:
        super().__init__()
        self._session = session
        self._case = case
        self._pages: PageThread = page_thread(session)
        self._code = ""
        self._shown = ""
        self._wanted: set[tuple[str, int, int]] = set()
        self.canvas = PageCanvas()
        self.canvas.setAccessibleName(tr("文书预览"))
        self._message = Message()
        self.addWidget(self.canvas)
        self.addWidget(self._message)
        self.canvas.page_wanted.connect(self._want)
        self._rest = QTimer(self, singleShot=True, interval=DELAY)
        self._rest.timeout.connect(self._make)

    def show_paper(self, code: str) -> None:
        """Show a paper as it would be now; called again when the case has changed."""
        self._code = code
        self._rest.start()

    def _make(self) -> None:
        code = self._code
        task = self._session.do(drafted, self._session.desk, self._case, code)
        task.done.connect(lambda paper: self._load(code, paper))
        task.failed.connect(self._failed)

    def _load(self, code: str, paper: PaperFile) -> None:
        file = as_attachment(paper.pdf, paper.file_name)
        if code != self._code or file.sha256 == self._shown:
            return
        task = self._pages.worker.run(partial(self._pages.source.load, file, paper.pdf, ()))
        task.done.connect(lambda loaded: self._lay_out(code, loaded))

    def _lay_out(self, code: str, loaded: Loaded | Unreadable) -> None:
        if code != self._code:
            return
        if isinstance(loaded, Unreadable):
            self._message.say(say(loaded.why), say(loaded.remedy), loaded.head)
            self.setCurrentWidget(self._message)
            return
        self._shown = loaded.attachment.sha256
        self.setCurrentWidget(self.canvas)
        self.canvas.show_file(loaded)

    def _failed(self, fault: WorkbenchError) -> None:
        self._message.say(say(fault.message), say(fault.remedy) if fault.remedy else "", fault.where)
        self.setCurrentWidget(self._message)

    def _want(self, page: int, width: int) -> None:
        key = (self._shown, page, width)
        if key in self._wanted:
            return
        self._wanted.add(key)
        task = self._pages.worker.run(partial(self._pages.source.draw, *key))
        task.done.connect(lambda image: self._take(key, image))
        task.ended.connect(lambda: self._wanted.discard(key))

    def _take(self, key: tuple[str, int, int], image: QImage) -> None:
        if not image.isNull():
            self.canvas.cache.put(key, image)
            if key[0] == self._shown:
                self.canvas.take_image(key[1])


class PromiseTab(QWidget):
    """The list that a party signs, as it would be printed now."""

    def __init__(self, session: Session, case: str, parties: Sequence[PartyView]) -> None:
        super().__init__()
        self._party = parties[0].code if parties else ""
        self.chooser = Choices(tr("哪一方的清单"), [Option(p.code, say(p.title)) for p in parties])
        self.chooser.chosen.connect(self.choose)
        self._state = label("", "small", "t2", wrap=True)
        self.preview = PaperPreview(session, case)
        head = panel("surface")
        head.setLayout(column(self.chooser, self._state, spacing=6, margins=(12, 10, 12, 8)))
        self.setLayout(column(head, hairline(), self.preview, spacing=0))

    @property
    def party(self) -> str:
        """Return the party whose list is shown."""
        return self._party

    def show_case(self, parties: Sequence[PartyView], duties: Sequence[DutyView]) -> None:
        """Show another state."""
        party = next((p for p in parties if p.code == self._party), None)
        if party is None:
            return
        self.chooser.show_choice(party.code)
        gaps = sum(bool(d.gaps) for d in duties if d.party == party.code)
        told = [tr("{count} 条主责，已落实 {done} 条", count=party.total, done=party.done), words.signed_word(party)[2]]
        self._state.setText(" · ".join([*told, *([tr("{count} 条有缺口", count=gaps)] if gaps else [])]))
        if self.isVisible():
            self.preview.show_paper(paper_of(party.code))

    def choose(self, party: str) -> None:
        """Show the list of another party."""
        self._party = party
        self.chooser.show_choice(party)
        self.preview.show_paper(paper_of(party))


@dataclass
class _Line:
    """A party in the list of what is printed."""

    party: str
    box: QCheckBox
    note: QLabel


class PrintTab(QWidget):
    """Which lists are printed or saved."""

    shown_requested = Signal(str)
    """The list of a party should be previewed."""

    def __init__(self, parties: Sequence[PartyView]) -> None:
        super().__init__()
        self._lines: list[_Line] = []
        self._body = column(spacing=4, margins=(14, 12, 14, 12))
        self._body.addWidget(label(tr("每方一份，交该方签收、逐条勾回。"), "small", "t2", wrap=True))
        for party in parties:
            self._add(party)
        self._body.addStretch(1)
        self.setLayout(self._body)

    def show_case(self, parties: Sequence[PartyView], _duties: Sequence[DutyView]) -> None:
        """Show another state."""
        for line, party in zip(self._lines, parties, strict=False):
            told = tr("{count} 条主责 · {signed}", count=party.total, signed=words.signed_word(party)[2])
            line.note.setText(told)

    def codes(self) -> tuple[str, ...]:
        """Return the papers that are ticked."""
        return tuple(paper_of(line.party) for line in self._lines if line.box.isChecked())

    def _add(self, party: PartyView) -> None:
        box = QCheckBox(f"{paper_of(party.code)}  {say(party.title)}")
        box.setChecked(True)
        note = label("", "small", "t2")
        look = Button(tr("预览"), icon="eye", kind="ghost", small=True)
        look.setAccessibleName(tr("预览{party}的清单", party=say(party.title)))
        look.clicked.connect(lambda _on=False: self.shown_requested.emit(party.code))
        self._lines.append(_Line(party.code, box, note))
        self._body.addLayout(row(box, None, look))
        self._body.addLayout(row(24, note, spacing=0))
        self._body.addWidget(hairline())


def save(parent: QWidget, papers: Sequence[PaperFile], folder: Path | None = None) -> tuple[Path, ...]:
    """Ask for a folder and write papers there, each whole or not at all; return what was written.

    Raises:
        StorageError: A file could not be written.
    """
    place = folder or _asked_folder(parent)
    if place is None:
        return ()
    return tuple(_written(place / paper.file_name, paper.pdf) for paper in papers)


def _asked_folder(parent: QWidget) -> Path | None:
    chosen = QFileDialog.getExistingDirectory(parent, tr("存到哪个文件夹"), str(Path.home()))
    return Path(chosen) if chosen else None


def _written(target: Path, pdf: bytes) -> Path:
    file = QSaveFile(str(target))
    if file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(pdf) == len(pdf) and file.commit():
        return target
    raise StorageError(
        Text("文件写不进去", "the file cannot be written"),
        where=str(target),
        remedy=Text("换一个位置再存", "save it somewhere else"),
    )


def asked_printer(parent: QWidget) -> QPrinter | None:
    """Ask for a printer; ``None`` when nothing is to be printed."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    return printer if QPrintDialog(printer, parent).exec() else None


def put_on_paper(printer: QPrinter, pages: Sequence[QImage]) -> None:
    """Print pages, each filling a sheet without distortion."""
    painter = QPainter(printer)
    for number, image in enumerate(pages):
        if number:
            printer.newPage()
        area = painter.viewport()
        size = image.size().scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.setViewport(area.x(), area.y(), size.width(), size.height())
        painter.setWindow(image.rect())
        painter.drawImage(0, 0, image)
        painter.setViewport(area)
    painter.end()
