"""The on-site check: two officers, place, time, what was looked at, what was found, conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QLineEdit, QWidget

from workbench.core.commands import RecordSiteCheck
from workbench.errors import Text, WorkbenchError
from workbench.services import office
from workbench.services.clocks import local_time
from workbench.services.views import Person
from workbench.ui.i18n import tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.step_decision_forms import FormDialog, lines_of
from workbench.ui.workspace_context import CaseContext

QUALIFIED = frozenset({"officer", "approver"})


class SiteCheckDialog(FormDialog):
    """A signed record; it cannot be undone, only followed by another check."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("登记现场查验"), context, icon="clipboard-check", ink="accentT")
        now = local_time(context.session.desk.clock.now())
        self.at = QDateTimeEdit(QDateTime.fromString(now.strftime("%Y-%m-%dT%H:%M"), "yyyy-MM-ddTHH:mm"))
        self.at.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.at.setCalendarPopup(True)
        self.place = QLineEdit(context.view.place)
        self.first, self.second = QComboBox(), QComboBox()
        for box in (self.first, self.second):
            box.setEditable(True)
        self.items = TextEdit(tr("查验项目，每行一项"), 3)
        self.findings = TextEdit(tr("查验情况，每行一条"), 3)
        self.conclusion = TextEdit(tr("查验结论"), 2)
        self.field(tr("查验时间"), self.at)
        self.field(tr("查验地点"), self.place)
        self.field(tr("查验人一"), self.first)
        self.field(tr("查验人二"), self.second)
        self.field(tr("查验项目"), self.items)
        self.field(tr("查验情况"), self.findings)
        self.field(tr("查验结论"), self.conclusion)
        self.finish(
            tr("登记"), icon="check", note=tr("须由两名不同的人员查验。签署行为，登记后不能撤销，可再登记一次查验。")
        )
        context.session.do(office.people, context.session.desk).done.connect(self._take_people)
        if context.session.person is not None:
            self.first.setCurrentText(context.session.person.name)
        self.second.setFocus()

    def command(self) -> RecordSiteCheck:
        """Return the wish that the fields make."""
        at = self.at.dateTime().toPython()
        assert isinstance(at, datetime)
        names = (self.first.currentText().strip(), self.second.currentText().strip())
        return RecordSiteCheck(
            self.context.case,
            at,
            self.place.text().strip(),
            tuple(name for name in names if name),
            lines_of(self.items),
            lines_of(self.findings),
            self.conclusion.toPlainText().strip(),
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("现场查验已登记；不能撤销")

    def give(self) -> None:
        """Record the check, unless the two officers are one."""
        officers = self.command().officers
        if len(set(officers)) < 2:
            self.refuse(_one_officer())
            self.second.setFocus()
            return
        super().give()

    def _take_people(self, people: Sequence[Person]) -> None:
        names = [person.name for person in people if person.roles & QUALIFIED]
        for box in (self.first, self.second):
            kept = box.currentText()
            box.addItems(names)
            box.setCurrentText(kept)


def _one_officer() -> WorkbenchError:
    return WorkbenchError(
        Text("现场查验须有两名不同的人员", "an on-site check needs two different officers"),
        remedy=Text("请填写第二名查验人", "name the second officer"),
    )
