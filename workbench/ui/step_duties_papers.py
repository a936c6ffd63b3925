"""Lists of the five parties on paper: a live preview, printing, saving as PDF. What is shown is the very file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QWidget

from workbench.core.values import Attachment
from workbench.services.views import DutyView, PartyView
from workbench.ui import step_duties_words as words
from workbench.ui.document_source import Loaded, PageSource
from workbench.ui.document_view import page_thread
from workbench.ui.i18n import say, tr
from workbench.ui.paper_preview import PaperPreview, put_on_paper
from workbench.ui.paper_preview import printed as drawn_pages
from workbench.ui.step_duties_fields import Choices, Option
from workbench.ui.widgets import Button, column, hairline, label, panel, row
from workbench.ui.workspace_context import CaseContext


def paper_of(party: str) -> str:
    """Return the code of a party's list."""
    return f"F18-{party}"


def list_name(code: str) -> str:
    """Return a short name of a party's list."""
    return tr("清单 {party}", party=code.rpartition("-")[2])


class PromiseTab(QWidget):
    """The list that a party signs, as it would be printed now."""

    def __init__(self, context: CaseContext, parties: Sequence[PartyView]) -> None:
        super().__init__()
        self._party = parties[0].code if parties else ""
        self.chooser = Choices(tr("哪一方的清单"), [Option(p.code, say(p.title)) for p in parties])
        self.chooser.chosen.connect(self.choose)
        self._state = label("", "small", "t2", wrap=True)
        self.preview = PaperPreview(context, list_name)
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
            self.preview.want(paper_of(party.code))

    def choose(self, party: str) -> None:
        """Show the list of another party."""
        self._party = party
        self.chooser.show_choice(party)
        self.preview.want(paper_of(party))


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


class ListDesk(QObject):
    """Prints and saves lists: the papers are made on the worker, drawn on the pages' thread."""

    def __init__(self, context: CaseContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent

    def print_out(self, codes: tuple[str, ...]) -> None:
        """Ask for a printer and print papers."""
        if not self._any(codes):
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self._window)
        dialog.accepted.connect(partial(self.print_to, printer, codes))
        shown: Any = dialog  # the stubs know only the overload with a receiver
        shown.open()

    def print_to(self, printer: QPrinter, codes: tuple[str, ...]) -> None:
        """Print papers on a printer, each page on a sheet of its own."""
        self._make(codes, partial(self._draw, printer))

    def export(self, codes: tuple[str, ...]) -> None:
        """Ask for a folder and save papers there."""
        if not self._any(codes):
            return
        chosen = QFileDialog.getExistingDirectory(self._window, tr("存到哪个文件夹"), str(Path.home()))
        if chosen:
            self.export_to(Path(chosen), codes)

    def export_to(self, folder: Path, codes: tuple[str, ...]) -> None:
        """Save papers in a folder."""
        self._make(codes, partial(self._save, folder))

    def _any(self, codes: tuple[str, ...]) -> bool:
        if not codes:
            self._context.session.notify(tr("没有勾选清单"))
        return bool(codes)

    def _make(self, codes: tuple[str, ...], then: Callable[[Any], None]) -> None:
        task = self._context.session.ask(made, self._context.case, codes)
        task.done.connect(then)
        task.failed.connect(self._context.session.save_failed)

    def _save(self, folder: Path, papers: Any) -> None:
        task = self._context.session.do(written, folder, papers)
        task.done.connect(lambda done: self._context.session.notify(tr("已存 {count} 份 PDF", count=len(done))))
        task.failed.connect(self._context.session.save_failed)

    def _draw(self, printer: QPrinter, papers: Any) -> None:
        task = page_thread(self._context.session).worker.run(partial(drawn, papers))
        task.done.connect(partial(put_on_paper, printer))


def made(desk: Any, person: Any, case: str, codes: tuple[str, ...]) -> tuple[Any, ...]:
    """Return papers to be printed or saved; the reading of each is recorded. Runs on the worker."""
    from workbench.services import documents

    return tuple(documents.paper(desk, person, case, code) for code in codes)


def written(folder: Path, papers: Sequence[Any]) -> tuple[Path, ...]:
    """Write papers into a folder, and return where. Runs on the worker."""
    from workbench.services import paper_desk

    return tuple(paper_desk.save(folder / paper.file_name, paper.pdf) for paper in papers)


def drawn(papers: Sequence[Any]) -> list[QImage]:
    """Return the pages of papers, one after another. Runs on the pages' thread."""
    images: list[QImage] = []
    for paper in papers:
        source = PageSource()
        loaded = source.load(Attachment(paper.file_name, paper.number, len(paper.pdf), "pdf"), paper.pdf, ())
        if isinstance(loaded, Loaded):
            images += drawn_pages(source, loaded.attachment.sha256, len(loaded.sizes))
    return images
