"""The column beside the viewer: notes on the item, what happened to it, and its legal basis."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from workbench.services.views import NoteView, TimelineEntry
from workbench.ui.i18n import clock_time, say, short_day, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.theme import Theme
from workbench.ui.widgets import (
    Button,
    ElidedLabel,
    Part,
    clear,
    column,
    label,
    panel,
    picture,
    row,
    scrolled,
    tab_widget,
    tag,
    tool_button,
)

CHINA = timezone(timedelta(hours=8))


def local(moment: datetime) -> datetime:
    """Return a moment of the record as local time."""
    return moment.astimezone(CHINA).replace(tzinfo=None) if moment.tzinfo else moment


class NoteCard(QFrame):
    """One note: number, author, time, page, text, whether it is a reason."""

    page_requested = Signal(str)
    remove_requested = Signal(str)
    reason_toggled = Signal(str)

    def __init__(self, note: NoteView, number: int, *, may_edit: bool) -> None:
        super().__init__()
        self.note = note
        self.setObjectName("box" if note.is_reason else "card")
        self.setProperty("kind", "warn")
        mark = tag(str(number), "warn" if note.is_reason else "info")
        at = local(note.at)
        head = row(mark, ElidedLabel(f"{note.author} {short_day(at.date())} {at:%H:%M}", "small", "t2"), spacing=6)
        if note.page:
            page = Button(kind="ghost", small=True)
            page.set_parts(Part(tr("第 {page} 页", page=note.page), "accentT"))
            page.setAccessibleName(tr("到第 {page} 页的备注 {number}", page=note.page, number=number))
            page.clicked.connect(lambda: self.page_requested.emit(note.id))
            head.addWidget(page)
        body = column(head, label(note.text, wrap=True), spacing=4, margins=(10, 6, 8, 6))
        if may_edit:
            body.addLayout(self._foot())
        elif note.is_reason:
            body.addLayout(row(picture("edit", "warn", 14), label(tr("补正理由"), "small", "warn"), None))
        self.setLayout(body)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show the page of the note."""
        if self.note.page and event.button() == Qt.MouseButton.LeftButton:
            self.page_requested.emit(self.note.id)
        super().mousePressEvent(event)

    def _foot(self) -> QVBoxLayout:
        reason = QCheckBox(tr("补正理由"))
        reason.setChecked(self.note.is_reason)
        reason.toggled.connect(lambda _on: self.reason_toggled.emit(self.note.id))
        remove = tool_button("trash", tr("删除备注"), size=14)
        remove.setFixedSize(Theme.current.px(26), Theme.current.px(26))
        remove.clicked.connect(lambda: self.remove_requested.emit(self.note.id))
        return column(row(reason, None, remove))


class NotesPane(QFrame):
    """Notes, history, basis; the composer below."""

    note_written = Signal(str, bool)
    """Text, and whether it is a reason."""
    page_requested = Signal(str)
    remove_requested = Signal(str)
    reason_toggled = Signal(str)
    history_wanted = Signal()
    typed = Signal(str)
    """What stands in the composer, after each key: kept as a draft."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.tabs = tab_widget(tr("备注"))
        self.tabs.setDocumentMode(True)
        self._notes, notes = _scrolled()
        self._history, history = _scrolled()
        self._basis, basis = _scrolled()
        self.tabs.addTab(notes, tr("备注"))
        self.tabs.addTab(history, tr("历史"))
        self.tabs.addTab(basis, tr("依据"))
        self.tabs.currentChanged.connect(lambda at: self.history_wanted.emit() if at == 1 else None)
        self._cards: list[NoteCard] = []
        self.setLayout(column(self.tabs, self._make_composer(), spacing=0))

    def show_notes(self, notes: Sequence[NoteView], *, may_edit: bool) -> None:
        """Show the notes of an item in the order written; their numbers are those of the pins."""
        clear(self._notes)
        self._cards = []
        for number, note in enumerate(notes, 1):
            card = NoteCard(note, number, may_edit=may_edit)
            card.page_requested.connect(self.page_requested)
            card.remove_requested.connect(self.remove_requested)
            card.reason_toggled.connect(self.reason_toggled)
            self._cards.append(card)
            self._notes.addWidget(card)
        if not notes:
            self._notes.addWidget(label(tr("没有备注。N 写一条，P 钉在页面上。"), "small", "t2", wrap=True))
        self._notes.addStretch(1)
        self.tabs.setTabText(0, f"{tr('备注')} {len(notes)}" if notes else tr("备注"))
        self._composer.setVisible(may_edit)

    def show_history(self, entries: Sequence[TimelineEntry]) -> None:
        """Show what happened to the item, the newest first."""
        clear(self._history)
        for entry in reversed(entries):
            self._history.addWidget(label(say(entry.title), "bodyStrong", wrap=True))
            for what, before, after in entry.changes:
                words = f"{say(what)}{tr('：')}{before or tr('未审')} → {after or tr('未审')}"
                self._history.addWidget(label(words, "small", wrap=True))
            who = f"{entry.actor} · {clock_time(local(entry.at))}"
            self._history.addWidget(label(who, "small", "t2"))
        if not entries:
            self._history.addWidget(label(tr("这一项还没有记录"), "small", "t2"))
        self._history.addStretch(1)

    def show_basis(self, lines: Sequence[str]) -> None:
        """Show the legal basis and the review points of the item."""
        clear(self._basis)
        for line in lines:
            self._basis.addWidget(label(line, wrap=True))
        self._basis.addStretch(1)

    def compose(self, text: str = "", *, at: str = "") -> None:
        """Put the cursor into the composer; ``at`` names the place of the pin."""
        self.tabs.setCurrentIndex(0)
        self._at.setText(at)
        self._at.setVisible(bool(at))
        if text:
            self.edit.setPlainText(text)
        self.edit.setFocus()

    def restore(self, text: str) -> None:
        """Put a kept draft back without a signal."""
        self.edit.blockSignals(True)  # noqa: FBT003  (Qt)
        self.edit.setPlainText(text)
        self.edit.blockSignals(False)  # noqa: FBT003  (Qt)

    def mark(self, note: str) -> None:
        """Show which note belongs to a pin."""
        card = next((card for card in self._cards if card.note.id == note), None)
        if card is not None:
            self.tabs.setCurrentIndex(0)
            card.setFocus()
            area = self.tabs.widget(0)
            assert isinstance(area, QScrollArea)
            area.ensureWidgetVisible(card)

    def send(self) -> None:
        """Hand the note out."""
        text = self.edit.toPlainText().strip()
        if text:
            self.note_written.emit(text, self.reason.isChecked())
            self.edit.clear()
            self._at.hide()

    def _make_composer(self) -> QFrame:
        self._composer = panel("surface")
        self.edit = TextEdit(tr("写备注"), lines=3)
        self.edit.sent.connect(self.send)
        self.edit.textChanged.connect(lambda: self.typed.emit(self.edit.toPlainText()))
        self._at = label("", "small", "warn")
        self._at.hide()
        self.reason = QCheckBox(tr("存为补正理由"))
        self.reason.setChecked(True)
        save = Button(tr("保存"), key="Ctrl ↵", small=True)
        save.clicked.connect(self.send)
        foot = row(self.reason, None, save)
        self._composer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._composer.setLayout(column(self._at, self.edit, foot, spacing=4, margins=(10, 8, 10, 10)))
        return self._composer


def _scrolled() -> tuple[QVBoxLayout, QScrollArea]:
    inner = QWidget()
    layout = column(spacing=8, margins=(10, 10, 10, 10))
    inner.setLayout(layout)
    return layout, scrolled(inner)
