"""The form of a trigger or scenario: fields that save themselves, what holds meanwhile as a grey hint."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.services.emergency_fields import FormField
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import SavedField, SavedLine, SavedText
from workbench.ui.theme import Theme
from workbench.ui.widgets import ElidedLabel, clear, column, row, tag

OPENING = frozenset({"decider"})
"""Fields that begin a line, so that a decider stands beside the deputy."""
CAPTION = 20
"""Height of the name above a field, with a tag beside it or without: fields of a line stand level [px]."""


class CardForm(QWidget):
    """Fields one below the other, short ones two in a line; made anew when another kind of card is shown."""

    edited = Signal(str, str)
    """Field and its text as it should be saved."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, SavedField] = {}
        self.choices: dict[str, QComboBox] = {}
        self._shown: tuple[str, tuple[str, ...]] = ("", ())
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Theme.current.px(10))
        self._grid.setVerticalSpacing(Theme.current.px(8))
        for half in (0, 1):
            self._grid.setColumnStretch(half, 1)

    def show_fields(self, key: str, fields: Sequence[FormField], *, may: bool) -> None:
        """Show the fields of a card; what is being typed in the same card is kept."""
        names = tuple(field.key for field in fields)
        other = self._shown[0] != key
        if self._shown[1] != names:
            self._make(fields)
        self._shown = (key, names)
        for field in fields:
            self._show(field, other=other, may=may)

    def focus(self, key: str) -> None:
        """Put the focus on a field."""
        found = self.fields.get(key) or self.choices.get(key)
        if found is not None:
            found.setFocus()

    def settle(self) -> None:
        """Save what is being typed."""
        for field in self.fields.values():
            field.settle()

    def refuse(self, key: str, saved: str, fault: WorkbenchError) -> None:
        """Say a refusal at its field."""
        if key in self.fields:
            self.fields[key].refuse(saved, fault)

    def _make(self, fields: Sequence[FormField]) -> None:
        clear(self._grid)
        self.fields, self.choices = {}, {}
        line = place = 0
        for field in fields:
            if place and (not field.short or field.key in OPENING):
                line, place = line + 1, 0
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addLayout(self._captioned(field), line, place, 1, 1 if field.short else 2, top)
            place = 1 - place if field.short else 0
            line += not place

    def _captioned(self, field: FormField) -> QVBoxLayout:
        """Return a field below its name."""
        name = say(field.label)
        caption = ElidedLabel(name, "small", "t2")
        caption.setMinimumHeight(Theme.current.px(CAPTION))
        head = row(caption, spacing=6)
        if field.own:
            mark = tag(tr("补充"))
            mark.setToolTip(tr("本单位补充的内容，不在承办者申报的表中"))
            head.addWidget(mark)
        return column(head, self._choice(field, name) if field.options else self._text(field, name), spacing=2)

    def _text(self, field: FormField, name: str) -> SavedField:
        made: SavedField = SavedLine(name) if field.lines == 1 else SavedText(name, field.lines)
        made.settled.connect(lambda text, key=field.key: self.edited.emit(key, text))
        self.fields[field.key] = made
        return made

    def _choice(self, field: FormField, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(tr("未填写"), "")
        for option in field.options:
            box.addItem(option, option)
        box.activated.connect(lambda _n, key=field.key: self.edited.emit(key, str(self.choices[key].currentData())))
        self.choices[field.key] = box
        return box

    def _show(self, field: FormField, *, other: bool, may: bool) -> None:
        if field.options:
            box = self.choices[field.key]
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(field.value)))
            box.setEnabled(may)
            return
        made = self.fields[field.key]
        made.start(field.value) if other else made.show_saved(field.value)
        made.edit.setPlaceholderText(say(field.usual))
        made.edit.setReadOnly(not may)
