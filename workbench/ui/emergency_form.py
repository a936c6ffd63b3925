"""The form of a trigger or scenario: fields that save themselves, what holds meanwhile as a grey hint."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from workbench.errors import WorkbenchError
from workbench.services.emergency_fields import FormField
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import SavedField, SavedLine, SavedText
from workbench.ui.widgets import clear, column, label, row, tag


class CardForm(QWidget):
    """Fields one below the other; made anew when another kind of card is shown."""

    edited = Signal(str, str)
    """Field and its text as it should be saved."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, SavedField] = {}
        self.choices: dict[str, QComboBox] = {}
        self._labels: dict[str, QLabel] = {}
        self._shown: tuple[str, tuple[str, ...]] = ("", ())
        self._lines = column(spacing=8)
        self.setLayout(self._lines)

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
        clear(self._lines)
        self.fields, self.choices = {}, {}
        for field in fields:
            name = say(field.label)
            head = row(label(name, "small", "t2"), None, spacing=6)
            if field.own:
                head.addWidget(tag(tr("本单位补充")))
            self._lines.addLayout(head)
            if field.options:
                self._lines.addWidget(self._choice(field, name))
                continue
            made: SavedField = SavedLine(name) if field.lines == 1 else SavedText(name, field.lines)
            made.settled.connect(lambda text, key=field.key: self.edited.emit(key, text))
            self.fields[field.key] = made
            self._lines.addWidget(made)
        self._lines.addStretch(1)

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
        made.edit.setPlaceholderText(say(field.usual) or say(field.label))
        made.edit.setReadOnly(not may)
