"""The on-site check: two officers, place, time, what was looked at, what was found, conclusion."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QDateTimeEdit, QLineEdit, QWidget

from workbench.core.commands import RecordSiteCheck
from workbench.errors import Text, WorkbenchError
from workbench.services.clocks import local_time
from workbench.ui.i18n import tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.second_officer import ConfirmDialog, OfficerPair
from workbench.ui.step_decision_forms import FormDialog, lines_of
from workbench.ui.workspace_context import CaseContext


class SiteCheckDialog(FormDialog):
    """A signed record; it cannot be undone, only followed by another check."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("登记现场查验"), context, icon="clipboard-check", ink="accentT")
        now = local_time(context.session.desk.clock.now())
        self.at = QDateTimeEdit(QDateTime.fromString(now.strftime("%Y-%m-%dT%H:%M"), "yyyy-MM-ddTHH:mm"))
        self.at.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.at.setCalendarPopup(True)
        self.place = QLineEdit(context.view.place)
        self.pair = OfficerPair(context)
        self.second = self.pair.second
        self.items = TextEdit(tr("查验项目，每行一项"), 3)
        self.findings = TextEdit(tr("查验情况，每行一条"), 3)
        self.conclusion = TextEdit(tr("查验结论"), 2)
        self.field(tr("查验时间"), self.at)
        self.field(tr("查验地点"), self.place)
        self.field(tr("查验人一"), self.pair.first)
        self.field(tr("查验人二"), self.second)
        self.field(tr("查验项目"), self.items)
        self.field(tr("查验情况"), self.findings)
        self.field(tr("查验结论"), self.conclusion)
        self.finish(
            tr("登记"),
            icon="check",
            note=tr("由您登记，由另一名人员以本人口令确认后生效。签署行为，登记后不能撤销，可再登记一次查验。"),
        )
        self.second.setFocus()

    def command(self) -> RecordSiteCheck:
        """Return the wish that the fields make."""
        at = self.at.dateTime().toPython()
        assert isinstance(at, datetime)
        return RecordSiteCheck(
            self.context.case,
            at,
            self.place.text().strip(),
            self.pair.accounts(),
            lines_of(self.items),
            lines_of(self.findings),
            self.conclusion.toPlainText().strip(),
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("现场查验已登记，待另一名人员确认")

    def give(self) -> None:
        """Record the check, unless the other officer is not chosen; then have that officer confirm it."""
        if len(self.pair.accounts()) < 2:
            self.refuse(_one_officer())
            self.second.setFocus()
            return
        super().give()

    def done(self, result: int) -> None:
        """Ask the other officer for the confirmation once the check is on record."""
        parent = self.parentWidget()
        super().done(result)
        if result == self.DialogCode.Accepted and parent is not None:
            number = len(self.context.view.decision.site_checks)
            other = (str(self.second.currentData()), self.second.currentText())
            ConfirmDialog(parent, self.context, f"site:{number}", other).open()


def _one_officer() -> WorkbenchError:
    return WorkbenchError(
        Text("现场查验须有两名不同的人员", "an on-site check needs two different officers"),
        remedy=Text("请选择第二名查验人", "choose the second officer"),
    )
