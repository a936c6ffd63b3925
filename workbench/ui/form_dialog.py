"""Dialogs of named fields that make one wish, and the small editors that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime
from PySide6.QtWidgets import QComboBox, QDateEdit, QDateTimeEdit, QFormLayout, QPlainTextEdit, QWidget

from workbench.core import commands as c
from workbench.core.pack import Choice
from workbench.errors import WorkbenchError
from workbench.ui import announce
from workbench.ui.i18n import language, say, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import label, row
from workbench.ui.workspace_context import CaseContext
from workbench.ui.workspace_dialogs import CaseDialog


class FormDialog(CaseDialog):
    """Named fields and one wish; a refusal is told below the fields and the dialog stays."""

    def __init__(self, parent: QWidget, title: str, context: CaseContext, *, icon: str, ink: str = "t1") -> None:
        super().__init__(parent, title, icon=icon, ink=ink, width=540)
        self.context = context
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(Theme.current.px(16))
        self._form.setVerticalSpacing(Theme.current.px(8))
        self.add(self._form)
        self.fault = label("", "small", "bad", wrap=True)
        self.fault.hide()

    def field(self, name: str, widget: QWidget) -> None:
        """Add a named field."""
        if not widget.accessibleName():
            widget.setAccessibleName(name)
        words = label(name, ink="t2")
        words.setBuddy(widget)
        self._form.addRow(words, widget)

    def finish(self, act: str, *, kind: str = "primary", icon: str = "", note: str = "") -> None:
        """Add note, fault line and the two buttons."""
        if note:
            self.add(label(note, "small", "t2", wrap=True))
        self.add(self.fault)
        self.button(tr("取消"), self.reject)
        self.take = self.button(act, self.give, kind=kind, icon=icon)

    def command(self) -> c.Command:
        """Return the wish that the fields make."""
        raise NotImplementedError

    def said(self) -> str:
        """Return the words for a toast."""
        return ""

    def give(self) -> None:
        """Give the wish; close when it was taken."""
        self.take.setEnabled(False)
        task = self.context.do(self.command(), said=self.said(), refused=self.refuse)
        task.done.connect(lambda _given: self.accept())
        task.ended.connect(lambda: self.take.setEnabled(True))

    def refuse(self, fault: WorkbenchError) -> None:
        """Say why the wish was refused."""
        self.fault.setText(fault.told(language()))
        self.fault.show()
        announce.alert(self, self.fault.text())


def choices(rows: Mapping[str, Choice], chosen: str = "") -> QComboBox:
    """Return a drop-down of a short list of the pack."""
    box = QComboBox()
    for code, choice in rows.items():
        box.addItem(say(choice.text), code)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    return box


def lines_of(edit: QPlainTextEdit) -> tuple[str, ...]:
    """Return the lines written, without empty ones."""
    return tuple(line.strip() for line in edit.toPlainText().splitlines() if line.strip())


def day_edit(value: date) -> QDateEdit:
    """Return a field for a day."""
    edit = QDateEdit(QDate(value.year, value.month, value.day))
    edit.setDisplayFormat("yyyy-MM-dd")
    edit.setCalendarPopup(True)
    return edit


def day_of(edit: QDateEdit) -> date:
    """Return the day in a field."""
    shown = edit.date()
    return date(shown.year(), shown.month(), shown.day())


def moment_edit(value: datetime) -> QDateTimeEdit:
    """Return a field for a local time, to the minute."""
    edit = QDateTimeEdit(QDateTime.fromString(value.strftime("%Y-%m-%dT%H:%M"), "yyyy-MM-ddTHH:mm"))
    edit.setDisplayFormat("yyyy-MM-dd HH:mm")
    edit.setCalendarPopup(True)
    return edit


def moment_of(edit: QDateTimeEdit) -> datetime:
    """Return the local time in a field."""
    shown = edit.dateTime().toPython()
    assert isinstance(shown, datetime)
    return shown


def beside(*widgets: QWidget) -> QWidget:
    """Return a widget that holds others side by side."""
    place = QWidget()
    place.setLayout(row(*widgets))
    return place
