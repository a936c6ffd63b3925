"""Registering the promise on which a tolerated deficiency rests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QFormLayout, QLineEdit, QWidget

from workbench.core.commands import Promise
from workbench.errors import WorkbenchError
from workbench.services.views import PaperView
from workbench.ui.i18n import full_day, language, say, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import label
from workbench.ui.workspace_context import CaseContext
from workbench.ui.workspace_dialogs import CaseDialog


class PromiseDialog(CaseDialog):
    """Due moment, promisor, kind, consequence, letter; limits are shown before they are met."""

    registered = Signal(object)
    """The :class:`Promise`."""

    def __init__(self, parent: QWidget, context: CaseContext, paper: PaperView, start: Promise) -> None:
        super().__init__(parent, tr("登记容缺承诺"), icon="clock", ink="tol", width=520)
        self._context = context
        self._paper = paper
        self._start = start
        self._build()
        self.button(tr("取消"), self.reject)
        self.take = self.button(tr("登记"), self.register, kind="primary")
        self.due.setFocus()

    def promise(self) -> Promise:
        """Return what stands in the fields."""
        moment = self.due.dateTime().toPython()
        assert isinstance(moment, datetime)
        return replace(
            self._start,
            promisor=self.promisor.currentText().strip(),
            due=moment,
            type=str(self.kind.currentData()),
            fallback=str(self.fallback.currentData()),
            letter=self.letter.text().strip(),
        )

    def register(self) -> None:
        """Hand the promise out, unless the promisor is missing."""
        if not self.promise().promisor:
            self.fault.setText(tr("请填写承诺人"))
            self.promisor.setFocus()
            return
        self.registered.emit(self.promise())
        self.accept()

    def refuse(self, error: WorkbenchError) -> None:
        """Say why a promise was not taken."""
        self.fault.setText(error.told(language()))

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(Theme.current.px(16))
        form.setVerticalSpacing(Theme.current.px(8))
        form.addRow(label(tr("材料"), ink="t2"), label(f"{self._paper.code} {say(self._paper.title)}", wrap=True))
        self.due = QDateTimeEdit(
            QDateTime.fromString(self._start.due.isoformat(timespec="seconds"), "yyyy-MM-ddTHH:mm:ss")
        )
        self.due.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.due.setCalendarPopup(True)
        self.promisor = QComboBox()
        self.promisor.setEditable(True)
        self.promisor.addItems(list(dict.fromkeys(name for name in self._names() if name)))
        self.promisor.setCurrentText(self._start.promisor)
        self.kind = self._choices("promise_types", self._start.type)
        self.fallback = self._choices("promise_fallbacks", self._start.fallback)
        self.letter = QLineEdit(self._start.letter)
        named = (
            (tr("承诺补齐"), self.due),
            (tr("承诺人"), self.promisor),
            (tr("补齐时点"), self.kind),
            (tr("未补齐的后果"), self.fallback),
            (tr("承诺书（文号或文件）"), self.letter),
        )
        for name, widget in named:
            widget.setAccessibleName(name)
            form.addRow(label(name, ink="t2"), widget)
        self.add(form)
        self.add(label(self._limit(), "small", "t2", wrap=True))
        self.fault = label("", "small", "bad", wrap=True)
        self.add(self.fault)

    def _names(self) -> list[str]:
        fields = self._context.view.fields
        return [self._start.promisor, self._context.view.row.undertaker, str(fields.get("app.liaison") or "")]

    def _choices(self, list_name: str, chosen: str) -> QComboBox:
        box = QComboBox()
        suspensive = self._context.pack.materials[self._paper.code].suspensive
        for code, row in self._context.pack.lists.get(list_name, {}).items():
            if code != "before_opening" or suspensive:
                box.addItem(say(row.text), code)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        return box

    def _limit(self) -> str:
        if self._paper.limit is None:
            return tr("最迟日期在受理时按法定时限和首场日期核定")
        return tr("最迟不晚于 {day}", day=full_day(self._paper.limit))
