"""Lists that came back: codes typed or pasted from a scanned sheet, what each means, and which never came back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from workbench.core.commands import ReturnDuties
from workbench.core.duty_matrix import ReadLine
from workbench.errors import WorkbenchError
from workbench.services import duty_desk
from workbench.services.views import DutyView
from workbench.ui.i18n import day, say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.step_duties_fields import refusal
from workbench.ui.widgets import Button, column, hairline, label, row, scrolled
from workbench.ui.workspace_context import CaseContext

REST = 300
"""How long typing rests before the codes are read [ms]."""


class ReturnedTab(QWidget):
    """Reads line codes and records those in order."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self._context = context
        self._lines: tuple[ReadLine, ...] = ()
        self.text = TextEdit(tr("行码，如 B07-3K9Q5；可粘贴扫描件文字"), 4)
        self._told = label("", "small", "t2", wrap=True)
        self._owed = label("", "small", "t2", wrap=True)
        self.give = Button(tr("登记收回"), icon="check", kind="primary", small=True)
        self._timer = QTimer(self, singleShot=True, interval=REST)
        self._timer.timeout.connect(self.read)
        self.text.textChanged.connect(self._timer.start)
        self.text.sent.connect(self._record)
        self.give.clicked.connect(lambda _on=False: self._record())
        self.give.setEnabled(False)
        hint = label(tr("每行末尾的校验位可查出读错的码；责任人更换后，旧清单不再有效。"), "small", "t2", wrap=True)
        body = QWidget()
        body.setLayout(column(hint, self.text, row(None, self.give), self._told, hairline(), self._owed, None,
                              spacing=8, margins=(14, 12, 14, 12)))  # fmt: skip
        self.setLayout(column(scrolled(body), spacing=0))

    def show_case(self, duties: Sequence[DutyView]) -> None:
        """Show which lines have come back and which have not."""
        back = [d for d in duties if d.returned is not None and not d.outdated]
        old = [d.code for d in duties if d.outdated]
        owed = [d.line for d in duties if d.returned is None]
        told = [tr("已收回 {count} / {total} 行。", count=len(back), total=len(duties))]
        if old:
            told.append(tr("责任人已更换，须重新签认：{codes}", codes=tr("、").join(old)))
        told.append(tr("尚未收回：{codes}", codes=" ".join(owed)) if owed else tr("全部收回。"))
        latest = max((d.returned for d in back if d.returned), default=None)
        if latest is not None:
            told[0] += tr("最近 {day}。", day=day(latest))
        self._owed.setText("\n".join(told))
        self.text.setReadOnly(not self._context.may(ReturnDuties.kind))

    def read(self) -> None:
        """Ask what the codes mean."""
        session = self._context.session
        task = session.ask(duty_desk.read_back, self._context.case, self.text.toPlainText())
        task.done.connect(self._show)

    def _show(self, lines: tuple[ReadLine, ...]) -> None:
        self._lines = lines
        own = [line for line in lines if line.result == "own"]
        wrong = [f"{line.code} {say(line.text)}" for line in lines if line.result != "own"]
        told = [tr("读到 {count} 个行码，可登记 {own} 个。", count=len(lines), own=len(own))] if lines else []
        self._told.setText("\n".join([*told, *wrong]))
        self.give.setEnabled(bool(own) and self._context.may(ReturnDuties.kind))

    def _record(self) -> None:
        own = tuple(line.code for line in self._lines if line.result == "own")
        if not own or not self._context.may(ReturnDuties.kind):
            return
        wish = ReturnDuties(self._context.case, own, self._context.view.as_of, "typed")
        task = self._context.do(wish, said=tr("已登记收回 {count} 行", count=len(own)), refused=self._refused)
        task.done.connect(lambda _given: self.text.clear())

    def _refused(self, fault: WorkbenchError) -> None:
        self._told.setText(refusal(fault))
