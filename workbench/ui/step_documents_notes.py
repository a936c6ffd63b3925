"""The notes of step 2: written in the column, pinned on pages, kept as reasons, taken back."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from workbench.core import commands as c
from workbench.core.values import Attachment
from workbench.errors import WorkbenchError
from workbench.services.views import ClassView, ContentView, NoteView, PaperView
from workbench.ui.document_canvas import PinPlace
from workbench.ui.document_view import DocumentView
from workbench.ui.i18n import tr
from workbench.ui.notes_pane import NotesPane
from workbench.ui.step_documents_list import inside
from workbench.ui.workspace_context import CaseContext

Entry = ClassView | PaperView | ContentView
FIELD = "note:"
"""Open texts of the composer are kept under this and the code of the item."""


@dataclass(frozen=True)
class PinWanted:
    """A pin that waits for its text."""

    file: str
    page: int
    x: Decimal
    y: Decimal


@dataclass(frozen=True)
class Parts:
    """What the notes work with: column, viewer, the item under the cursor, its files."""

    pane: NotesPane
    view: DocumentView
    entry: Callable[[], Entry | None]
    files: Callable[[], tuple[Attachment, ...]]


class NoteKeeping(QObject):
    """Notes and pins of the item under the cursor."""

    def __init__(self, page: QWidget, context: CaseContext, parts: Parts) -> None:
        super().__init__(page)
        self.context = context
        self.notes = parts.pane
        self.view = parts.view
        self._entry = parts.entry
        self._files = parts.files
        self._pin: PinWanted | None = None
        self.view.pin_placed.connect(self._pin_placed)
        self.view.pin_chosen.connect(self._to_note)
        self.view.file_shown.connect(lambda _file: self._show_pins())
        self.notes.note_written.connect(self._write_note)
        self.notes.remove_requested.connect(self._remove_note)
        self.notes.reason_toggled.connect(self._toggle_reason)
        self.notes.page_requested.connect(self._to_note)

    def show(self) -> None:
        """Show the notes, pins and open text of the item."""
        entry = self._entry()
        if entry is None:
            return
        self.notes.show_notes(self._notes(), may_edit=self.context.may("write_note"))
        if not self.notes.edit.hasFocus():
            self.notes.restore(self.context.texts.kept.get(FIELD + entry.code, ""))
        self._show_pins()

    def leave(self) -> None:
        """Forget a pin that waits, because the cursor moves on."""
        self._pin = None

    def keep_text(self) -> None:
        """Keep what stands in the composer."""
        entry = self._entry()
        if entry is not None:
            self.context.texts.keep(FIELD + entry.code, self.notes.edit.toPlainText())

    def _write_note(self, text: str, is_reason: bool) -> None:
        entry = self._entry()
        if entry is None:
            return
        pin = self._pin
        file = next((f for f in self._files() if pin is not None and f.name == pin.file), None)
        command = c.WriteNote(
            self.context.case,
            secrets.token_hex(4),
            text,
            entry.code,
            file=file.name if file else "",
            sha256=file.sha256 if file else "",
            page=pin.page if pin and file else 0,
            x=pin.x if pin and file else Decimal(0),
            y=pin.y if pin and file else Decimal(0),
            is_reason=is_reason,
        )
        self._pin = None
        self.context.texts.keep(FIELD + entry.code, "")
        self.context.do(command, said=tr("备注已保存"), refused=partial(self._note_refused, text))

    def _note_refused(self, text: str, fault: WorkbenchError) -> None:
        self.notes.compose(text)
        self.context.session.save_failed.emit(fault)

    def _remove_note(self, note: str) -> None:
        self.context.do(c.RemoveNote(self.context.case, note), said=tr("备注已删除"))

    def _toggle_reason(self, key: str) -> None:
        note = self._note(key)
        if note is not None:
            self.context.do(
                c.WriteNote(
                    self.context.case, note.id, note.text, note.item, note.file, self._sha(note.file),
                    note.page, note.x, note.y, is_reason=not note.is_reason,
                )
            )  # fmt: skip

    def _note(self, key: str) -> NoteView | None:
        return next((note for note in self.context.view.notes if note.id == key), None)

    def _sha(self, name: str) -> str:
        return next((f.sha256 for f in self._files() if f.name == name), "")

    def _pin_placed(self, file: str, page: int, x: float, y: float) -> None:
        self._pin = PinWanted(file, page, Decimal(str(round(x, 4))), Decimal(str(round(y, 4))))
        self.notes.compose(at=tr("钉在第 {page} 页", page=page))

    def _to_note(self, key: str) -> None:
        note = self._note(key)
        if note is None:
            return
        names = [f.name for f in self._files()]
        if note.file in names:
            self.view.show_files(self._files(), names.index(note.file), note.page)
        self._show_pins(note.id)
        self.view.canvas.show_pin(note.id)
        self.notes.mark(note.id)

    def new_note(self) -> None:
        """Write a note on the item."""
        if not self.context.may("write_note"):
            return
        self._pin = None
        self.notes.compose()

    def new_pin(self) -> None:
        """Pin a note on the page in sight."""
        if not self.context.may("write_note"):
            return
        self.view.canvas.start_pinning()

    def _notes(self) -> tuple[NoteView, ...]:
        """Return the notes on the item; on a class, those of all that is in it."""
        entry = self._entry()
        if entry is None:
            return ()
        codes = {entry.code}
        if isinstance(entry, ClassView):
            codes |= {inner.code for inner in inside(entry)}
        return tuple(note for note in self.context.view.notes if note.item in codes)

    def _show_pins(self, chosen: str = "") -> None:
        file = self.view.attachment
        places = [
            PinPlace(note.id, number, note.page, float(note.x), float(note.y), note.is_reason)
            for number, note in enumerate(self._notes(), 1)
            if file is not None and note.file == file.name and note.page
        ]
        self.view.show_pins(places, chosen)
