"""Forms of what becomes of a permit: a change asked for and decided, cancellation, ending, a ban, a linked case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QDateTimeEdit, QLineEdit, QWidget

from workbench.core import commands as c
from workbench.core.rescheduling import SESSIONS
from workbench.core.values import Row
from workbench.services import documents, linking
from workbench.services.clocks import local_time
from workbench.services.views_after import ChangeLife
from workbench.ui.form_dialog import FormDialog, beside, choices, day_edit, day_of, moment_edit, moment_of
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.widgets import label
from workbench.ui.workspace_context import CaseContext, Seen, looked_again


class ChangeDialog(FormDialog):
    """What the holder asks to change; a change of time states new times session by session."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("登记变更申请"), context, icon="git-compare", ink="accentT")
        self.kind = choices(context.pack.lists["change_kinds"])
        self.what = TextEdit(tr("变更内容和理由"), 2)
        self.requested = moment_edit(local_time(context.session.desk.clock.now()))
        self.rule = label("", "small", "t2", wrap=True)
        self.field(tr("变更事项"), self.kind)
        self.field(tr("办理规则"), self.rule)
        self.field(tr("变更内容和理由"), self.what)
        self.field(tr("提出时间"), self.requested)
        self.times = {str(one.values["code"]): _times(one) for one in context.view.sheets.get(SESSIONS, ())}
        self._places = []
        for code, (start, end) in self.times.items():
            start.setAccessibleName(tr("{session} 场新的开始时间", session=code))
            end.setAccessibleName(tr("{session} 场新的结束时间", session=code))
            place = beside(start, end)
            self._places.append(place)
            self.field(tr("{session} 场新时间", session=code), place)
        self.finish(tr("登记"), icon="check", note=tr("登记后由审批人决定。"))
        self.kind.currentIndexChanged.connect(self._show_rule)
        self._show_rule()
        self.what.setFocus()

    def _route(self) -> str:
        row = self.context.pack.lists["change_kinds"][str(self.kind.currentData())]
        return str(row.data.get("route"))

    def _show_rule(self) -> None:
        """Say what the rule for the kind is; new times are asked for where it can be approved."""
        rules = {
            "approve": tr("须在原定举办时间前提出；经同意后，场次、节目和与之相连的期限一并变更，并重新检查。"),
            "new_application": tr("变更地点、内容或扩大规模须重新申请，不能同意；告知后由新案卷办理。"),
            "cancel": tr("取消请用“取消活动”登记：开始前书面告知并交回许可决定书。"),
        }
        self.rule.setText(rules.get(self._route(), ""))
        for place in self._places:
            self._form.setRowVisible(place, self._route() == "approve")
        self.adjustSize()

    def command(self) -> c.RequestChange:
        """Return the wish that the fields make."""
        sessions = tuple(
            c.SessionTime(code, moment_of(start), moment_of(end)) for code, (start, end) in self.times.items()
        )
        return c.RequestChange(
            self.context.case,
            str(self.kind.currentData()),
            self.what.toPlainText().strip(),
            moment_of(self.requested),
            sessions=sessions if self._route() == "approve" else (),
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("变更申请已登记")


def _times(session: Row) -> tuple[QDateTimeEdit, QDateTimeEdit]:
    """Return fields for the new start and end of a session, at the present ones."""
    start, end = session.values.get("start"), session.values.get("end")
    begin = start if isinstance(start, datetime) else datetime(2000, 1, 1)  # noqa: DTZ001  (a local time)
    return moment_edit(begin), moment_edit(end if isinstance(end, datetime) else begin)


class DecideChangeDialog(FormDialog):
    """The approver decides a change request as its kind allows. Signed."""

    def __init__(self, parent: QWidget, context: CaseContext, one: ChangeLife) -> None:
        super().__init__(parent, tr("决定变更申请"), context, icon="writing-sign", ink="accentT")
        self._number = one.number
        self.approved = QComboBox()
        if one.route == "approve":
            self.approved.addItem(tr("同意变更"), userData=True)
        self.approved.addItem(tr("告知重新申请") if one.route == "new_application" else tr("不予同意"), userData=False)
        self.reason = TextEdit(tr("理由和依据"), 2)
        self.field(tr("变更事项"), label(f"{say(one.word)} {one.change.what}", wrap=True))
        for time in one.change.sessions:
            words = f"{time.start:%Y-%m-%d %H:%M} – {time.end:%H:%M}"
            self.field(tr("{session} 场新时间", session=time.session), label(words))
        self.field(tr("决定"), self.approved)
        self.field(tr("理由和依据"), self.reason)
        self.finish(tr("签署决定"), icon="writing-sign", note=tr("签署行为，登记后不能撤销。"))
        self.reason.setFocus()

    def command(self) -> c.DecideChange:
        """Return the wish that the fields make."""
        approved = bool(self.approved.currentData())
        return c.DecideChange(self.context.case, self._number, approved, self.reason.toPlainText().strip())

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("变更申请已决定")


class CancelDialog(FormDialog):
    """The undertaker cancels in writing before the start and hands the permit back. Signed."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("取消活动"), context, icon="ban", ink="bad")
        self.notice = moment_edit(local_time(context.session.desk.clock.now()))
        self.reason = TextEdit(tr("取消理由"), 2)
        self.returned = QCheckBox(tr("已交回许可决定书"))
        self.field(tr("书面告知时间"), self.notice)
        self.field(tr("取消理由"), self.reason)
        self.field(" ", self.returned)
        self.returned.setAccessibleName(self.returned.text())
        self.finish(tr("登记取消"), kind="danger", icon="ban", note=tr("签署行为，登记后不能撤销。"))
        self.reason.setFocus()

    def command(self) -> c.CancelEvent:
        """Return the wish that the fields make."""
        reason = self.reason.toPlainText().strip()
        return c.CancelEvent(self.context.case, moment_of(self.notice), self.returned.isChecked(), reason)

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("取消已登记")


class EndPermitDialog(FormDialog):
    """Withdraw, revoke or strike off a permit, on a ground of the law. Signed by the approver."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("终止许可"), context, icon="ban", ink="bad")
        self.act = choices(context.pack.lists["permit_ends"])
        self.ground = QComboBox()
        self.told = label("", "small", "t2", wrap=True)
        self.reason = TextEdit(tr("事实和理由"), 2)
        self.compensation = TextEdit(tr("补偿或赔偿"), 2)
        self.heard = TextEdit(tr("被许可人的陈述申辩"), 2)
        self.returned = QCheckBox(tr("已交回许可决定书"))
        self.returned.setAccessibleName(self.returned.text())
        self.field(tr("方式"), self.act)
        self.field(tr("法定情形"), self.ground)
        self.field(tr("后果"), self.told)
        self.field(tr("事实和理由"), self.reason)
        self.field(tr("补偿或赔偿"), self.compensation)
        self.field(tr("被许可人的陈述申辩"), self.heard)
        self.field(" ", self.returned)
        self.finish(tr("签署"), kind="danger", icon="writing-sign", note=tr("签署行为，登记后不能撤销。"))
        self.act.currentIndexChanged.connect(self._show_grounds)
        self.ground.currentIndexChanged.connect(self._show_wanted)
        self._show_grounds()
        self.act.setFocus()

    def _show_grounds(self) -> None:
        """Offer the grounds of the chosen way, each with its article."""
        act = str(self.act.currentData())
        self.ground.clear()
        for code, row in self.context.pack.lists["permit_end_grounds"].items():
            if row.data.get("act") == act:
                self.ground.addItem(say(row.text), code)

    def _show_wanted(self) -> None:
        """Show what the ground asks for."""
        row = self.context.pack.lists["permit_end_grounds"].get(str(self.ground.currentData()))
        if row is None:
            return
        for key, widget in (
            ("compensation", self.compensation),
            ("heard", self.heard),
            ("returned", self.returned),
        ):
            self._form.setRowVisible(widget, bool(row.data.get(key)))
        told = {
            "withdraw": tr("原许可合法；法律或客观情况重大变化，为公共利益收回，依法补偿损失。"),
            "revoke": tr("原许可不应准予；机关原因的依法赔偿，以不正当手段取得的利益不受保护。"),
            "deregister": tr("许可已经终了，办理注销手续。"),
        }
        banned = self.context.pack.lists["ban_grounds"].get(str(row.data.get("ban") or ""))
        years = tr("自今日起 {years} 年内不得再次申请。", years=banned.data["years"]) if banned else ""
        self.told.setText(f"{told.get(str(self.act.currentData()), '')}{years}")
        self.adjustSize()

    def command(self) -> c.EndPermit:
        """Return the wish that the fields make; the ground's articles are its basis."""
        row = self.context.pack.lists["permit_end_grounds"][str(self.ground.currentData())]
        return c.EndPermit(
            self.context.case,
            str(self.act.currentData()),
            self.reason.toPlainText().strip(),
            "、".join(row.basis),
            self.compensation.toPlainText().strip(),
            row.code,
            self.heard.toPlainText().strip(),
            self.returned.isChecked(),
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("许可终止已登记")


class BanDialog(FormDialog):
    """Facts hidden or false papers: for how long the applicant may not apply again. Signed by the approver."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("登记虚假材料"), context, icon="ban", ink="bad")
        rows = context.pack.lists["ban_grounds"]
        self.ground = choices({code: one for code, one in rows.items() if not one.data.get("by_revocation")})
        self.fact, self.evidence = TextEdit(tr("事实"), 2), TextEdit(tr("证据"), 2)
        self.since = day_edit(context.view.as_of)
        self.field(tr("法定情形"), self.ground)
        self.field(tr("事实"), self.fact)
        self.field(tr("证据"), self.evidence)
        self.field(tr("起算日"), self.since)
        self.finish(tr("签署"), kind="danger", icon="writing-sign", note=tr("签署行为，登记后不能撤销。"))
        self.fact.setFocus()

    def command(self) -> c.RecordBan:
        """Return the wish that the fields make."""
        words = (self.fact.toPlainText().strip(), self.evidence.toPlainText().strip())
        return c.RecordBan(self.context.case, str(self.ground.currentData()), *words, day_of(self.since))

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("限制申请期限已登记")


def linked(desk: Any, person: Any, case: str, number: str, request: int, seen: Seen) -> Any:
    """Link the case of a number and return the state after it. Runs on the worker."""
    linking.link(desk, person, case, documents.find(desk, number).id, request)
    return looked_again(desk, person, case, seen)


class LinkDialog(FormDialog):
    """The number of the new application that a change asked for."""

    def __init__(self, parent: QWidget, context: CaseContext, one: ChangeLife) -> None:
        super().__init__(parent, tr("关联新案卷"), context, icon="link", ink="accentT")
        self._request = one.number
        self.number = QLineEdit()
        self.field(tr("变更事项"), label(f"{say(one.word)} {one.change.what}", wrap=True))
        self.field(tr("新案卷编号"), self.number)
        self.finish(tr("关联"), icon="link", note=tr("先照常收件，再在此填写新案卷编号；两案互相关联。"))
        self.number.setFocus()

    def give(self) -> None:
        """Link both cases; close when it was done."""
        self.take.setEnabled(False)
        context = self.context
        number = self.number.text().strip()
        task = context.session.ask(linked, context.case, number, self._request, context.seen)
        task.done.connect(self._linked)
        task.failed.connect(self.refuse)
        task.ended.connect(lambda: self.take.setEnabled(True))

    def _linked(self, view: Any) -> None:
        self.context.take(view)
        self.context.session.notify(tr("两案已互相关联"), None)
        self.accept()
