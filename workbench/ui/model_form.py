"""The form of a model, made from its inputs; a refusal stands at its field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.crowd.model import Input, Model
from workbench.crowd.option_words import option_word
from workbench.errors import Text
from workbench.services.crowd_sheet import unit_word, value_word
from workbench.ui.i18n import headed, say, tr
from workbench.ui.model_rows import RecordTable, records_of
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, label

Fault = tuple[str, Text, Text]
"""Key of an input, what is wrong with it, how to mend it."""

_PLACE = re.compile(r"^(?P<key>\w+)(\[(?P<row>\d+)\](\.(?P<column>\w+))?)?$")


class Field(QWidget):
    """One input: its name, its editor, its unit, and below them why it was refused."""

    edited = Signal()

    def __init__(self, one: Input) -> None:
        super().__init__()
        self.input = one
        self.fault = label("", "small", "bad", wrap=True)
        self.fault.hide()
        self.name = label(headed(one.text), "body", "t2", wrap=True)
        self.editor: QWidget
        self._make()
        self.editor.setAccessibleName(" ".join(part for part in (say(one.text), say(unit_word(one.unit))) if part))
        self.name.setBuddy(self.editor)
        self._place()

    def value(self) -> object:
        """Return what was typed; empty = not given."""
        match self.editor:
            case QComboBox():
                return self.editor.currentData()
            case QCheckBox():
                return self.editor.isChecked()
            case RecordTable():
                return self.editor.records()
            case QLineEdit():
                return self.editor.text().strip()
        return ""

    def put(self, given: object) -> None:
        """Show what is given, or the default."""
        value = self.input.default if given in (None, "") else given
        match self.editor:
            case QComboBox():
                self.editor.setCurrentIndex(max(0, self.editor.findData(str(value or ""))))
            case QCheckBox():
                self.editor.setChecked(value is True or str(value).lower() in {"yes", "true", "1"})
            case RecordTable():
                self.editor.put(records_of(self.input, value))
            case QLineEdit():
                typed = ",".join(map(str, value)) if isinstance(value, tuple | list) else value
                self.editor.setText("" if given in (None, "") else str(typed))

    def offer(self, names: Sequence[tuple[str, Text]]) -> None:
        """Let a constant be chosen by its name in words."""
        if isinstance(self.editor, QComboBox):
            self.editor.blockSignals(True)  # noqa: FBT003  (the library's own switch)
            for code, words in names:
                if self.editor.findData(code) < 0:
                    self.editor.addItem(say(words), code)
            self.editor.blockSignals(False)  # noqa: FBT003

    def refuse(self, faults: Sequence[tuple[int, str, str]]) -> None:
        """Say what is wrong: number of the record, column, words; nothing takes the marks away."""
        told = dict.fromkeys(words for _row, _column, words in faults)
        self.fault.setText("\n".join(told))
        self.fault.setVisible(bool(told))
        if isinstance(self.editor, RecordTable):
            self.editor.model.mark({(row - 1, key): words for row, key, words in faults if row})
        else:
            self.editor.setProperty("fault", bool(told))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)
        self.editor.setAccessibleDescription(self.fault.text())

    def _make(self) -> None:
        one = self.input
        if one.kind == "rows":
            table = RecordTable(one)
            table.edited.connect(self.edited)
            self.editor = table
        elif one.kind == "flag":
            box = QCheckBox(headed(one.text))
            box.toggled.connect(lambda _on: self.edited.emit())
            self.editor = box
        elif one.options or one.prefix:
            self.editor = self._choices()
        else:
            line = QLineEdit()
            line.setPlaceholderText(hint(one))
            line.textEdited.connect(lambda _typed: self.edited.emit())
            self.editor = line

    def _choices(self) -> QComboBox:
        box = QComboBox()
        if self.input.default is None:
            box.addItem(tr("未选") if self.input.optional else tr("请选择"), "")
        for code in self.input.options:
            box.addItem(say(option_word(code)), code)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(8)
        box.currentIndexChanged.connect(lambda _place: self.edited.emit())
        return box

    def _place(self) -> None:
        if self.input.kind == "rows":
            self.setLayout(column(self.name, self.editor, self.fault, spacing=4))
            return
        grid = QGridLayout()
        px = Theme.current.px
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(2))
        grid.setColumnMinimumWidth(0, px(136))
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 6)
        unit = label(say(unit_word(self.input.unit)), "small", "t2")
        unit.setMinimumWidth(px(44))
        if self.input.kind == "flag":
            self.name.hide()
            grid.addWidget(self.editor, 0, 0, 1, 3)
        else:
            grid.addWidget(self.name, 0, 0)
            grid.addWidget(self.editor, 0, 1)
            grid.addWidget(unit, 0, 2)
        grid.addWidget(self.fault, 1, 0, 1, 3)
        self.setLayout(grid)


def hint(one: Input) -> str:
    """Return what an empty field means."""
    if one.default is not None:
        return tr("默认 {value}", value=say(value_word(one.default)))
    if one.kind == "numbers":
        return tr("逗号分隔")
    return tr("可不填") if one.optional else tr("必填")


class ModelForm(QWidget):
    """All inputs of one model."""

    edited = Signal()

    def __init__(self, model: Model) -> None:
        super().__init__()
        self.model = model
        self.fields = {one.key: Field(one) for one in model.inputs}
        self.rest: QLabel = label("", "small", "bad", wrap=True)
        self.rest.hide()
        lines = QVBoxLayout(self)
        px = Theme.current.px
        lines.setContentsMargins(px(16), px(4), px(16), px(12))
        lines.setSpacing(px(8))
        for field in self.fields.values():
            lines.addWidget(field)
            field.edited.connect(self.edited)
        lines.addWidget(self.rest)
        lines.addStretch(1)

    def offer(self, choices: Mapping[str, Sequence[tuple[str, Text]]]) -> None:
        """Let constants be chosen by their names, by key of the input."""
        for key, names in choices.items():
            self.fields[key].offer(names)

    def given(self) -> dict[str, object]:
        """Return what was typed, by key; what is empty is not given."""
        typed = {key: field.value() for key, field in self.fields.items()}
        return {key: value for key, value in typed.items() if value not in ("", None, [])}

    def put(self, given: Mapping[str, object]) -> None:
        """Show inputs; what is not among them is emptied."""
        self.blockSignals(True)  # noqa: FBT003  (the library's own switch)
        for key, field in self.fields.items():
            field.put(given.get(key))
        self.blockSignals(False)  # noqa: FBT003
        self.refuse(())

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Show each fault at its field; what belongs to none stands at the end."""
        by_key: dict[str, list[tuple[int, str, str]]] = {}
        rest = []
        for where, message, mend in faults:
            found = _PLACE.match(where)
            words = f"{say(message)}。{say(mend)}" if say(mend) and not found else say(message)
            if found is None or found["key"] not in self.fields:
                rest.append(words)
                continue
            row = int(found["row"] or 0)
            told = tr("第 {row} 行：{words}", row=row, words=words) if row else words
            by_key.setdefault(found["key"], []).append((row, found["column"] or "", told))
        for key, field in self.fields.items():
            field.refuse(by_key.get(key, ()))
        self.rest.setText("\n".join(rest))
        self.rest.setVisible(bool(rest))

    def focus_first(self) -> None:
        """Put the focus into the first field."""
        first = next(iter(self.fields.values()), None)
        if first is not None:
            editor = first.editor
            (editor.table if isinstance(editor, RecordTable) else editor).setFocus(Qt.FocusReason.OtherFocusReason)
