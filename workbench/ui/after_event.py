"""Forms of the running event: opened, suspended, resumed, stopped, ended, reviewed."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from workbench.core import commands as c
from workbench.services.clocks import local_time
from workbench.ui.form_dialog import FormDialog, lines_of, moment_edit, moment_of
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.widgets import label
from workbench.ui.workspace_context import CaseContext


class MomentDialog(FormDialog):
    """When the event opened or ended."""

    def __init__(self, parent: QWidget, context: CaseContext, kind: type[c.OpenEvent | c.EndEvent]) -> None:
        opens = kind is c.OpenEvent
        title = tr("登记活动开始") if opens else tr("登记活动结束")
        super().__init__(parent, title, context, icon="player-play" if opens else "check")
        self._kind = kind
        self.at = moment_edit(local_time(context.session.desk.clock.now()))
        self.field(tr("时间"), self.at)
        self.finish(title, icon="check", note=tr("登记后不能撤销。"))
        self.at.setFocus()

    def command(self) -> c.Command:
        """Return the wish that the field makes."""
        return self._kind(self.context.case, moment_of(self.at))

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("已登记")


class StopDialog(FormDialog):
    """Suspend the event, or end it for good: trigger, measured value, sources, measures, the order by word of mouth.

    What numbers propose takes effect only when an officer signs it here.
    """

    def __init__(self, parent: QWidget, context: CaseContext, *, for_good: bool) -> None:
        title = tr("停止活动") if for_good else tr("暂停活动（熔断）")
        super().__init__(parent, title, context, icon="ban" if for_good else "player-pause", ink="bad")
        self._for_good = for_good
        now = local_time(context.session.desk.clock.now())
        self.trigger = QComboBox()
        if for_good:
            self.trigger.addItem(tr("不因触发项"), "")
        for code, one in context.pack.triggers.items():
            self.trigger.addItem(f"{code} {say(one.text)}", code)
        self.rule = label("", "small", "t2", wrap=True)
        self.measured = QLineEdit()
        self.sources = TextEdit(tr("信息来源，每行一个"), 2)
        self.measures = TextEdit(tr("采取的措施"), 2)
        self.scope = QLineEdit()
        self.resume_when = QLineEdit()
        self.reason = TextEdit(tr("理由"), 2)
        self.oral, self.at = moment_edit(now), moment_edit(now)
        self._arrange(title)
        self.trigger.currentIndexChanged.connect(self._show_rule)
        self._show_rule()
        self.measured.setFocus()

    def _arrange(self, title: str) -> None:
        self.field(tr("触发项"), self.trigger)
        self.field(tr("阈值与动作"), self.rule)
        self.field(tr("实测值"), self.measured)
        self.field(tr("信息来源"), self.sources)
        self.field(tr("采取的措施"), self.measures)
        self.field(tr("范围"), self.scope)
        if self._for_good:
            self.field(tr("理由"), self.reason)
        else:
            self.field(tr("恢复条件"), self.resume_when)
        self.field(tr("口头命令时间"), self.oral)
        self.field(tr("执行时间"), self.at)
        note = tr("先口头命令，再签署；书面通知书须在 {hours} 小时内送达。", hours=self._hours())
        self.finish(title, kind="danger", icon="writing-sign", note=note)

    def _hours(self) -> object:
        return self.context.pack.parameters["notice_hours_after_order"].value

    def _show_rule(self) -> None:
        """Show threshold and action of the trigger, and how many sources it needs."""
        code = str(self.trigger.currentData())
        one = self.context.pack.triggers.get(code)
        if one is None:
            self.rule.setText("—")
            return
        first = code in self.context.pack.lists["stop_first"]
        sources = tr("先行处置，一个来源即可") if first else tr("须有两个相互独立的来源")
        self.rule.setText(
            tr("红 {red}；{action}；{sources}", red=say(one.red), action=say(one.action), sources=sources)
        )
        if not self.resume_when.text():
            self.resume_when.setPlaceholderText(say(one.resume))

    def command(self) -> c.Command:
        """Return the wish that the fields make."""
        trigger, measured = str(self.trigger.currentData()), self.measured.text().strip()
        measures, at = self.measures.toPlainText().strip(), moment_of(self.at)
        sources, scope, oral = lines_of(self.sources), self.scope.text().strip(), moment_of(self.oral)
        if self._for_good:
            reason = self.reason.toPlainText().strip()
            return c.StopEvent(self.context.case, at, reason, trigger, measured, measures, sources, scope, oral)
        resume = self.resume_when.text().strip() or self.resume_when.placeholderText()
        return c.SuspendEvent(self.context.case, trigger, measured, measures, at, resume, sources, scope, oral)

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("停止已签署，请送达通知书") if self._for_good else tr("暂停已签署，请送达通知书")


class ResumeDialog(FormDialog):
    """Let the event go on; the officer who signs confirms that the condition set for it is met."""

    def __init__(self, parent: QWidget, context: CaseContext, resume_when: str) -> None:
        super().__init__(parent, tr("恢复活动"), context, icon="player-play", ink="ok")
        self.at = moment_edit(local_time(context.session.desk.clock.now()))
        self.measured = QLineEdit()
        self.note = TextEdit(tr("核实情况"), 2)
        self.field(tr("恢复条件"), label(resume_when or "—", wrap=True))
        self.field(tr("实测值"), self.measured)
        self.field(tr("核实情况"), self.note)
        self.field(tr("恢复时间"), self.at)
        self.finish(tr("恢复活动"), icon="writing-sign", note=tr("由签署人确认恢复条件已满足。"))
        self.measured.setFocus()

    def command(self) -> c.ResumeEvent:
        """Return the wish that the fields make."""
        note, measured = self.note.toPlainText().strip(), self.measured.text().strip()
        return c.ResumeEvent(self.context.case, moment_of(self.at), note, measured)

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("活动已恢复")


class ReviewDialog(FormDialog):
    """The after-action review: figures and lessons."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("活动总结"), context, icon="report")
        self.people = QLineEdit()
        self.incidents = QLineEdit()
        self.lessons = TextEdit(tr("经验和问题，每行一条"), 4)
        self.field(tr("实际最多在场人数"), self.people)
        self.field(tr("事件起数"), self.incidents)
        self.field(tr("经验和问题，每行一条"), self.lessons)
        self.finish(tr("登记总结"), icon="check", note=tr("归档前，许可条件须逐项核验并销号。"))
        self.people.setFocus()

    def command(self) -> c.ReviewEvent:
        """Return the wish that the fields make."""
        given = (("actual_peak", self.people.text()), ("incidents", self.incidents.text()))
        figures = tuple((name, int(text) if text.strip().isdecimal() else text.strip()) for name, text in given if text)
        return c.ReviewEvent(self.context.case, figures, lines_of(self.lessons))

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("总结已登记")
