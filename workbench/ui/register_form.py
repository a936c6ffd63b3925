"""The form of a register's entry, made from its description: fields in groups, faults at the field, keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from workbench.core.pack import Pack, RegisterField
from workbench.core.register_entries import FieldFault
from workbench.core.values import Scalar
from workbench.errors import NO_TEXT, Text, WorkbenchError
from workbench.services.register_forms import read, shown
from workbench.services.register_views import RegisterPage
from workbench.services.register_words import day_words
from workbench.ui import announce
from workbench.ui.dialogs import Dialog
from workbench.ui.i18n import language, say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, FlowLayout, column, label, row, scrolled

EXAMPLES = {"date": "2026-04-10", "datetime": "2026-04-10 09:30", "phone": "0519 1234 5678"}
"""What stands in an empty field."""
SHORT = frozenset({"integer", "number", "date", "datetime", "tail", "phone"})
"""Kinds whose field needs no room for words."""


class FormField(QWidget):
    """One field of the form: the editor, its unit or hint, and below it what is wrong."""

    def __init__(self, field: RegisterField, choices: tuple[tuple[str, Text], ...], now: datetime) -> None:
        super().__init__()
        self.field = field
        self._choices = choices
        self._boxes: dict[str, QCheckBox] = {}
        self.editor = self._editor()
        name = say(field.label)
        self.editor.setAccessibleName(name)
        line = row(self.editor, spacing=8)
        for extra in self._extras(now):
            line.addWidget(extra)
        if field.kind in SHORT or field.kind == "bool":
            line.addStretch(1)
        self.fault = label("", "small", "bad", wrap=True)
        self.fault.hide()
        body = column(line, self.fault, spacing=2)
        if field.note != NO_TEXT:
            body.insertWidget(1, label(say(field.note), "small", "t2", wrap=True))
        self.setLayout(body)
        self.setFocusProxy(next(iter(self._boxes.values()), self.editor))

    def value(self) -> Scalar:
        """Return what stands in the field."""
        editor = self.editor
        if self._boxes:
            return tuple(code for code, box in self._boxes.items() if box.isChecked())
        if isinstance(editor, QCheckBox):
            return True if editor.isChecked() else None
        if isinstance(editor, QComboBox):
            return self._chosen(editor)
        return editor.toPlainText() if isinstance(editor, TextEdit) else editor.text()  # type: ignore[attr-defined]

    def _chosen(self, editor: QComboBox) -> str:
        """Return the code of what is chosen; words typed that are none of the list stay as typed and are refused."""
        place = editor.findText(editor.currentText())
        return str(editor.itemData(place)) if place >= 0 else editor.currentText()

    def put(self, value: Scalar) -> None:
        """Show a value."""
        editor = self.editor
        if self._boxes:
            for code, box in self._boxes.items():
                box.setChecked(isinstance(value, tuple) and code in value)
        elif isinstance(editor, QCheckBox):
            editor.setChecked(value is True)
        elif isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(value)))
        elif isinstance(editor, TextEdit):
            editor.setPlainText(shown(value))
        else:
            editor.setText(shown(value))  # type: ignore[attr-defined]

    def say(self, fault: FieldFault | None) -> None:
        """Say what is wrong with the field, or take it away."""
        self.fault.setVisible(fault is not None)
        if fault is not None:
            self.fault.setText(f"{say(fault.message)}{tr('；')}{say(fault.remedy)}")
        self.editor.setProperty("fault", fault is not None)
        self.editor.style().polish(self.editor)

    def _editor(self) -> QWidget:
        kind = self.field.kind
        if kind == "lines":
            return TextEdit(say(self.field.label), 3)
        if kind == "bool":
            return QCheckBox(say(self.field.label))
        if kind == "choices":
            return self._several()
        if kind in {"choice", "entry", "case"}:
            return self._combo(searchable=kind != "choice")
        edit = QLineEdit()
        edit.setPlaceholderText(EXAMPLES.get(kind, ""))
        edit.setMaxLength(4000)
        if kind in SHORT:
            edit.setFixedWidth(Theme.current.px(170))
        return edit

    def _several(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder)
        for code, text in self._choices:
            box = QCheckBox(say(text))
            self._boxes[code] = box
            flow.addWidget(box)
        return holder

    def _combo(self, *, searchable: bool) -> QComboBox:
        combo = QComboBox()
        combo.addItem("", "")
        for code, text in self._choices:
            combo.addItem(say(text), code)
        if searchable:
            combo.setEditable(True)
            combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            completer = QCompleter(combo.model(), combo)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            combo.setCompleter(completer)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return combo

    def _extras(self, now: datetime) -> list[QWidget]:
        """Return what stands beside the editor: the unit, or a button that fills in today or now."""
        if self.field.unit != NO_TEXT:
            return [label(say(self.field.unit), ink="t2")]
        if self.field.kind not in {"date", "datetime"}:
            return []
        moment = now.date() if self.field.kind == "date" else now
        button = Button(tr("今天") if self.field.kind == "date" else tr("现在"), small=True)
        button.setAccessibleName(f"{say(self.field.label)} {button.face()}")
        button.clicked.connect(lambda _on=False: self.editor.setText(day_words(moment)))  # type: ignore[attr-defined]
        return [button]


class RegisterForm(Dialog):
    """Enter or change an entry. It stays open until what was typed is accepted, so nothing typed is lost."""

    wanted = Signal(object)
    """Values by field key, without fault."""

    def __init__(
        self, parent: QWidget | None, page: RegisterPage, pack: Pack, values: Mapping[str, Scalar], *, fresh: bool
    ) -> None:
        register = page.register
        title = tr("登记：{name}", name=say(register.text)) if fresh else tr("修改：{name}", name=say(register.text))
        super().__init__(parent, title, icon="edit", width=620)
        self.page = page
        self._pack = pack
        self.fields = {f.key: FormField(f, page.choices.get(f.key, ()), page.now) for f in register.fields}
        self._place()
        for key, field in self.fields.items():
            field.put(values.get(key))
        self._told = label("", ink="bad", wrap=True)
        self._told.hide()
        self.add(self._told)
        self.button(tr("取消"), self.reject)
        self._save = self.button(tr("保存"), self.save, kind="primary", icon="check")
        for keys in ("Ctrl+Return", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)
        self._first_empty().setFocus()

    def lock(self, key: str) -> None:
        """Let a field show its value and not be changed: the entry belongs to what the form was opened from."""
        self.fields[key].setEnabled(False)
        self._first_empty().setFocus()

    def save(self) -> None:
        """Ask for what was typed, or say at the fields what is wrong."""
        entry, faults = read(self._pack, self.page.register, {key: f.value() for key, f in self.fields.items()})
        self._say(faults)
        if not faults:
            self._save.setEnabled(False)
            self.wanted.emit(entry.all)

    def refuse(self, error: WorkbenchError) -> None:
        """Say why what was typed was not taken; the form stays as it is."""
        self._save.setEnabled(True)
        self._told.setText(error.told(language()))
        self._told.show()
        announce.alert(self, self._told.text())

    def _say(self, faults: tuple[FieldFault, ...]) -> None:
        first = {fault.field: fault for fault in reversed(faults)}
        for key, field in self.fields.items():
            field.say(first.get(key))
        if faults:
            field = self.fields[faults[0].field]
            field.setFocus()
            self._area.ensureWidgetVisible(field)
            announce.alert(field, field.fault.text())

    def _first_empty(self) -> FormField:
        open_ = [field for field in self.fields.values() if field.isEnabled()]
        return next((field for field in open_ if not field.value()), open_[0])

    def _place(self) -> None:
        """Put the fields into groups, labels left, editors right; more than fits scrolls."""
        grid = QGridLayout()
        grid.setVerticalSpacing(Theme.current.px(8))
        grid.setHorizontalSpacing(Theme.current.px(12))
        grid.setColumnStretch(1, 1)
        group, line = NO_TEXT, 0
        for field in self.fields.values():
            if field.field.group not in (group, NO_TEXT):
                group = field.field.group
                grid.addWidget(label(say(group), "bodyStrong", "t2"), line, 0, 1, 2)
                line += 1
            grid.addWidget(self._label(field), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(field, line, 1)
            line += 1
        self._area = _scrolled(grid)
        self.add(self._area)

    def _label(self, field: FormField) -> QLabel:
        words = "" if field.field.kind == "bool" else say(field.field.label)
        made = label(f"{words} *" if field.field.required else words, ink="t2", wrap=True)
        made.setFixedWidth(Theme.current.px(128))
        made.setMinimumHeight(Theme.current.px(30))
        made.setBuddy(field)
        return made


def _scrolled(inside: QLayout) -> QScrollArea:
    holder = QWidget()
    holder.setLayout(inside)
    area = scrolled(holder, by_keys=False)
    height = holder.sizeHint().height() + Theme.current.px(8)
    area.setMinimumHeight(min(height, Theme.current.px(480)))
    return area


class ReasonDialog(Dialog):
    """Why an entry is struck; the journal keeps both."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None, name: str) -> None:
        super().__init__(parent, tr("删除登记"), icon="trash", ink="bad", width=460)
        self.add(label(tr("删除“{name}”。记录中保留原内容，可以重新登记。", name=name), wrap=True))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("删除原因"))
        self.reason.setPlaceholderText(tr("删除原因"))
        self.add(self.reason)
        self.fault = label("", "small", "bad", wrap=True)
        self.fault.hide()
        self.add(self.fault)
        self.button(tr("取消"), self.reject)
        self.button(tr("删除"), self._give, kind="danger")
        self.reason.returnPressed.connect(self._give)
        self.reason.setFocus()

    def _give(self) -> None:
        text = self.reason.text().strip()
        if text:
            self.given.emit(text)
            self.accept()
        else:
            self.say(tr("请写明删除原因"))

    def say(self, words: str) -> None:
        """Say what is wrong."""
        self.fault.setText(words)
        self.fault.show()


def ask_reason(parent: QWidget, name: str, act: Callable[[str], object]) -> ReasonDialog:
    """Ask why an entry is struck, then act."""
    dialog = ReasonDialog(parent, name)
    dialog.given.connect(partial(act))
    dialog.open()
    return dialog
