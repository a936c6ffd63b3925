"""The other officer of a check: chosen from the accounts, confirming with the own password."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from workbench.core.commands import Command, ConfirmCheck
from workbench.services import inspections
from workbench.ui.form_dialog import FormDialog
from workbench.ui.i18n import tr
from workbench.ui.widgets import label
from workbench.ui.workspace_context import CaseContext, Seen, looked_again


def confirmed(desk: Any, person: Any, case: str, seen: Seen, *values: str) -> Any:
    """Confirm as another officer and return the state after it. Runs on the worker."""
    inspections.confirm_as(desk, person, case, *values)
    return looked_again(desk, person, case, seen)


class OfficerPair:
    """The two officers of a check: the person at the desk and another account."""

    def __init__(self, context: CaseContext) -> None:
        self.context = context
        person = context.session.person
        self.own = person.id if person is not None else ""
        self.first = label(person.name if person is not None else "", "bodyStrong")
        self.second = QComboBox()
        self.second.addItem(tr("请选择"), "")
        context.session.do(inspections.officers, context.session.desk, context.case).done.connect(self._take)

    def accounts(self) -> tuple[str, ...]:
        """Return the accounts chosen."""
        return tuple(account for account in (self.own, str(self.second.currentData())) if account)

    def _take(self, known: Sequence[tuple[str, str]]) -> None:
        for account, name in known:
            if account != self.own:
                self.second.addItem(name, account)


class ConfirmDialog(FormDialog):
    """The other officer confirms a record with the own password; without it the record waits."""

    def __init__(self, parent: QWidget, context: CaseContext, check: str, officer: tuple[str, str]) -> None:
        super().__init__(parent, tr("另一名检查人员确认"), context, icon="users", ink="accentT")
        self._check, (self._officer, name) = check, officer
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.field(tr("检查人员"), label(name, "bodyStrong"))
        self.field(tr("本人口令"), self.password)
        stands = check.startswith("patrol")
        note = (
            tr("由本人输入口令，以其账户记入案卷。也可以取消，由其稍后登录确认；所登记的隐患已生效。")
            if stands
            else tr("由本人输入口令，以其账户记入案卷。也可以取消，由其稍后登录确认；确认前该记录不生效。")
        )
        self.finish(tr("确认"), icon="check", note=note)
        self.password.setFocus()

    def command(self) -> Command:
        """Return the wish as the person at the desk would give it."""
        return ConfirmCheck(self.context.case, self._check)

    def give(self) -> None:
        """Confirm as the officer whose password it is, or as the person at the desk when that is the one."""
        person = self.context.session.person
        if person is not None and person.id == self._officer:
            super().give()
            return
        self.take.setEnabled(False)
        seen, password = self.context.seen, self.password.text()
        task = self.context.session.ask(confirmed, self.context.case, seen, self._check, self._officer, password)
        task.done.connect(self._confirmed)
        task.failed.connect(self.refuse)
        task.ended.connect(lambda: self.take.setEnabled(True))

    def _confirmed(self, view: Any) -> None:
        self.context.take(view)
        self.context.session.changed.emit(self.context.case)
        self.context.session.notify(tr("两名检查人员均已确认"), None)
        self.accept()
