"""Acts on the time limits: stop and restart of the clock, extension, and the hearing from notice to end."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from workbench.core import commands as c
from workbench.services.time_limits import TimeLimits
from workbench.ui.form_dialog import FormDialog, choices, day_edit, day_of
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.workspace_context import CaseContext


class SignedDialog(FormDialog):
    """A wish whose paper is issued together with it."""

    def give(self) -> None:
        """Give the wish and issue its notice; close when it was taken."""
        self.take.setEnabled(False)
        task = self.context.sign(self.command(), refused=self.refuse)
        task.done.connect(lambda _given: self.accept())
        task.ended.connect(lambda: self.take.setEnabled(True))


class PauseDialog(SignedDialog):
    """Stop the statutory clock: ground of the law, day, what the applicant was told."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("中止期限"), context, icon="clock-pause")
        self.ground = choices(context.pack.lists["stop_grounds"])
        self.start = day_edit(context.view.as_of)
        self.note = TextEdit(tr("事项和所需时间"), 3)
        self.field(tr("法定事由"), self.ground)
        self.field(tr("中止之日"), self.start)
        self.field(tr("事项和所需时间"), self.note)
        note = tr("只有行政许可法第四十五条所列事由不计入期限，所需时间须书面告知申请人。补正告知不中止期限。")
        self.finish(tr("中止"), icon="clock-pause", note=note)
        self.ground.setFocus()

    def command(self) -> c.PauseClock:
        """Return the wish that the fields make."""
        ground, note = str(self.ground.currentData()), self.note.toPlainText().strip()
        return c.PauseClock(self.context.case, ground, day_of(self.start), note)


class ResumeDialog(FormDialog):
    """Let the clock run again: the day, which counts."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("恢复期限"), context, icon="player-play")
        self.resumed = day_edit(context.view.as_of)
        self.note = QLineEdit()
        self.field(tr("恢复之日（当日计入）"), self.resumed)
        self.field(tr("说明"), self.note)
        self.finish(tr("恢复"), icon="player-play")
        self.resumed.setFocus()

    def command(self) -> c.ResumeClock:
        """Return the wish that the fields make."""
        return c.ResumeClock(self.context.case, day_of(self.resumed), self.note.text().strip())

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("期限已恢复")


class ExtendDialog(SignedDialog):
    """Extend the period for the decision: days, reason, who allowed it. Signed."""

    def __init__(self, parent: QWidget, context: CaseContext, limits: TimeLimits) -> None:
        super().__init__(parent, tr("延长决定期限"), context, icon="plus", ink="warn")
        rule = limits.extension
        self.days = QComboBox()
        for days in range(rule.left, 0, -1):
            self.days.addItem(tr("{days} 个工作日", days=days), days)
        self.reason = TextEdit(tr("理由"), 3)
        self.approver = QComboBox()
        for code, name in limits.approvers:
            self.approver.addItem(name, code)
        self.field(tr("延长"), self.days)
        self.field(tr("理由"), self.reason)
        self.field(tr("批准人"), self.approver)
        note = tr("依据：{basis}。须经另一名审批人批准；签署行为，记入案卷，不能撤销。", basis=say(rule.basis))
        self.finish(tr("延长期限"), icon="writing-sign", note=note)
        self.reason.setFocus()

    def command(self) -> c.ExtendDecision:
        """Return the wish that the fields make."""
        approver = str(self.approver.currentData() or "")
        return c.ExtendDecision(
            self.context.case, int(self.days.currentData() or 0), self.reason.toPlainText().strip(), approver
        )


class HearingDialog(FormDialog):
    """A hearing: that the right was told, that it was asked for, that it was held, or why it will not be."""

    def __init__(self, parent: QWidget, context: CaseContext, limits: TimeLimits) -> None:
        super().__init__(parent, tr("听证"), context, icon="users")
        self._open = [(code, h) for code, h in limits.hearings if h.held is None and h.closed_on is None]
        self._next = f"h{len(limits.hearings) + 1}"
        self.act = QComboBox()
        for kind, name in self._acts():
            self.act.addItem(name, kind)
        self.hearing = QComboBox()
        self.party, self.matter = QLineEdit(), QLineEdit()
        self.on = day_edit(context.view.as_of)
        self.text = TextEdit(tr("笔录或理由"), 3)
        self.field(tr("登记"), self.act)
        self.field(tr("听证事项"), self.hearing)
        self.field(tr("被告知人"), self.party)
        self.field(tr("拟听证的事项"), self.matter)
        self.field(tr("日期"), self.on)
        self.field(tr("笔录或理由"), self.text)
        note = tr("告知之日起五个工作日内可以申请。申请之日起期限中止，举行的次日恢复。")
        self.finish(tr("登记"), icon="check", note=note)
        self.act.currentIndexChanged.connect(lambda _place: self._arrange())
        self._arrange()
        self.act.setFocus()

    def command(self) -> c.Command:
        """Return the wish that the fields make."""
        case, code, on = self.context.case, str(self.hearing.currentData() or ""), day_of(self.on)
        words = self.text.toPlainText().strip()
        match self.act.currentData():
            case c.AskHearing.kind:
                return c.AskHearing(case, code, on)
            case c.HoldHearing.kind:
                return c.HoldHearing(case, code, on, words)
            case c.CloseHearing.kind:
                return c.CloseHearing(case, code, on, words)
        return c.OfferHearing(case, self._next, self.party.text().strip(), self.matter.text().strip(), on)

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("已登记：{what}", what=self.act.currentText())

    def _acts(self) -> list[tuple[str, str]]:
        """Return what may be recorded now; the first is what comes next."""
        found = [(c.OfferHearing.kind, tr("已告知听证权利"))]
        if any(h.asked is None for _code, h in self._open):
            found.insert(0, (c.AskHearing.kind, tr("已申请听证")))
        if any(h.running for _code, h in self._open):
            found.insert(0, (c.HoldHearing.kind, tr("已举行听证")))
        if self._open:
            found.append((c.CloseHearing.kind, tr("不再听证（放弃或撤回）")))
        return found

    def _arrange(self) -> None:
        kind = self.act.currentData()
        offers = kind == c.OfferHearing.kind
        self.hearing.clear()
        for code, hearing in self._open:
            fits = {c.AskHearing.kind: hearing.asked is None, c.HoldHearing.kind: hearing.running}
            if fits.get(kind, True):
                self.hearing.addItem(f"{hearing.party} · {hearing.matter}", code)
        shown = {
            self.hearing: not offers,
            self.party: offers,
            self.matter: offers,
            self.text: kind in {c.HoldHearing.kind, c.CloseHearing.kind},
        }
        form = self._form
        assert isinstance(form, QFormLayout)
        for widget, visible in shown.items():
            form.setRowVisible(widget, visible)
