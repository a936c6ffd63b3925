"""Dialogs of the decision page: a condition, a reason of refusal, a reason for going back, service, publication."""

from __future__ import annotations

from datetime import datetime, time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QWidget,
)

from workbench.core import commands as c
from workbench.services.clocks import local_time
from workbench.services.views import ConditionView
from workbench.ui.form_dialog import FormDialog, beside, choices, day_edit, day_of, lines_of, moment_edit, moment_of
from workbench.ui.i18n import say, tr
from workbench.ui.queue_words import step_title
from workbench.ui.saved_text import TextEdit
from workbench.ui.widgets import column, label
from workbench.ui.workspace_context import CaseContext

CONDITION_STEPS = range(2, 8)


class ConditionDialog(FormDialog):
    """A condition of the grant: title, text, owner, moment, how it is checked, law, source step."""

    def __init__(self, parent: QWidget, context: CaseContext, condition: ConditionView) -> None:
        title = tr("修改条件") if condition.text else tr("添加条件")
        super().__init__(parent, title, context, icon="list-check", ink="accentT")
        self._id = condition.id
        self.title = QLineEdit(condition.title)
        self.text = TextEdit(tr("要求"), 3)
        self.text.setPlainText(condition.text)
        self.owner = QComboBox()
        self.owner.setEditable(True)
        self.owner.addItems([say(party.text) for party in context.pack.parties.values()])
        self.owner.setCurrentText(condition.owner)
        self.moment = choices(context.pack.lists["condition_moments"], condition.moment)
        self.timed = QCheckBox(tr("限时"))
        self.timed.setChecked(condition.due is not None)
        self.due = moment_edit(condition.due or datetime.combine(context.view.as_of, time(12)))
        self.due.setEnabled(condition.due is not None)
        self.timed.toggled.connect(self.due.setEnabled)
        self.check = QLineEdit(condition.check)
        self.evidence = QLineEdit(condition.evidence)
        self.reason = QLineEdit(condition.reason)
        self.basis = QLineEdit(condition.basis)
        self.step = QComboBox()
        self.step.addItem("—", "")
        for number in CONDITION_STEPS:
            self.step.addItem(step_title(number), str(number))
        self.step.setCurrentIndex(max(0, self.step.findData(condition.step)))
        self.field(tr("标题"), self.title)
        self.field(tr("要求"), self.text)
        self.field(tr("落实责任人"), self.owner)
        self.field(tr("落实时点"), self.moment)
        self.due.setAccessibleName(tr("最迟时间"))
        self.field(tr("最迟时间"), beside(self.timed, self.due))
        self.field(tr("核验方式"), self.check)
        self.field(tr("应备证据"), self.evidence)
        self.field(tr("理由"), self.reason)
        self.field(tr("依据（条款代码，可空）"), self.basis)
        self.field(tr("来源步骤"), self.step)
        self.finish(tr("保存"), note=tr("可以撤销，直到提出审查意见。"))
        self.title.setFocus()

    def command(self) -> c.SetCondition:
        """Return the wish that the fields make."""
        return c.SetCondition(
            self.context.case,
            self._id,
            self.text.toPlainText().strip(),
            self.owner.currentText().strip(),
            str(self.moment.currentData()),
            check=self.check.text().strip(),
            basis=self.basis.text().strip(),
            step=str(self.step.currentData()),
            title=self.title.text().strip(),
            reason=self.reason.text().strip(),
            due=moment_of(self.due) if self.timed.isChecked() else None,
            evidence=self.evidence.text().strip(),
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("条件已保存：{title}", title=self.title.text().strip() or self.text.toPlainText().strip()[:20])


class ReasonDialog(FormDialog):
    """A reason of refusal: the condition of the law, the fact, the evidence, what was required and what was found."""

    written = Signal(object)
    """The :class:`RefusalReason`."""

    def __init__(self, parent: QWidget, context: CaseContext, reason: c.RefusalReason) -> None:
        super().__init__(parent, tr("不予许可的理由"), context, icon="ban", ink="bad")
        rows = context.pack.lists["refusal_conditions"]
        self.condition = QComboBox()
        for code, choice in rows.items():
            self.condition.addItem(f"{code}. {say(choice.text)}", code)
        self.condition.setCurrentIndex(max(0, self.condition.findData(reason.condition)))
        self.condition.setMinimumContentsLength(20)
        self.condition.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.fact = TextEdit(tr("认定的事实"), 3)
        self.fact.setPlainText(reason.fact)
        self.evidence = TextEdit(tr("证据"), 2)
        self.evidence.setPlainText(reason.evidence)
        self.required = QLineEdit(reason.required)
        self.found = QLineEdit(reason.found)
        self.field(tr("不符合的法定条件"), self.condition)
        self.field(tr("认定的事实"), self.fact)
        self.field(tr("证据"), self.evidence)
        self.field(tr("应当达到"), self.required)
        self.field(tr("实际情况"), self.found)
        self.finish(tr("写入理由"))
        self.fact.setFocus()

    def reason(self) -> c.RefusalReason:
        """Return what stands in the fields."""
        return c.RefusalReason(
            str(self.condition.currentData()),
            self.fact.toPlainText().strip(),
            self.evidence.toPlainText().strip(),
            self.required.text().strip(),
            self.found.text().strip(),
        )

    def give(self) -> None:
        """Hand the reason out, unless fact or evidence is missing."""
        reason = self.reason()
        if not reason.fact or not reason.evidence:
            self.fault.setText(tr("事实和证据都要写明"))
            self.fault.show()
            (self.evidence if reason.fact else self.fact).setFocus()
            return
        self.written.emit(reason)
        self.accept()


class BackDialog(FormDialog):
    """Sending a recommendation back, or taking it back: the reason. Signed."""

    def __init__(self, parent: QWidget, context: CaseContext, kind: str) -> None:
        returns = kind == c.ReturnRecommendation.kind
        title = tr("退回主审") if returns else tr("撤回审查意见")
        super().__init__(parent, title, context, icon="arrow-back-up", ink="bad")
        self._returns = returns
        self.reason = TextEdit(tr("理由"), 3)
        self.field(tr("理由"), self.reason)
        note = tr("签署行为，记入案卷，不能撤销；主审可重新提出审查意见。")
        self.finish(title, kind="danger", icon="arrow-back-up", note=note)
        self.reason.setFocus()

    def command(self) -> c.Command:
        """Return the wish that the fields make."""
        kind = c.ReturnRecommendation if self._returns else c.WithdrawRecommendation
        return kind(self.context.case, self.reason.toPlainText().strip())

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("已退回，案卷回到审查中") if self._returns else tr("已撤回，案卷回到审查中")


class OpinionDialog(FormDialog):
    """What another authority answered by letter: position, number, words, conditions, who signed, day."""

    def __init__(self, parent: QWidget, context: CaseContext, request: str) -> None:
        super().__init__(parent, tr("登记复函"), context, icon="message", ink="accentT")
        self._request = request
        asked = next((one for one in context.view.consult.requests if one.request == request), None)
        self.position = choices(context.pack.lists["opinion_positions"])
        self.doc, self.name = QLineEdit(), QLineEdit()
        self.text = TextEdit(tr("意见内容"), 3)
        self.conditions = TextEdit(tr("要求，每行一条"), 3)
        self.received = day_edit(context.view.as_of)
        self.field(tr("征求意见"), label(f"{asked.dept if asked else ''} {request}".strip(), wrap=True))
        self.field(tr("意见"), self.position)
        self.field(tr("复函文号"), self.doc)
        self.field(tr("意见内容"), self.text)
        self.field(tr("要求，每行一条"), self.conditions)
        self.field(tr("签发人"), self.name)
        self.field(tr("收到日期"), self.received)
        self.finish(tr("登记"), icon="check", note=tr("登记后不能撤销；再次复函可另行登记，并排对照。"))
        self.doc.setFocus()

    def command(self) -> c.ReceiveOpinion:
        """Return the wish that the fields make."""
        return c.ReceiveOpinion(
            self.context.case,
            self._request,
            str(self.position.currentData()),
            self.doc.text().strip(),
            self.text.toPlainText().strip(),
            day_of(self.received),
            conditions=lines_of(self.conditions),
            name=self.name.text().strip(),
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("复函已登记：{request}", request=self._request)


class DeliverDialog(FormDialog):
    """How, to whom and when the decision was served, and what proves it. Signed."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("登记送达"), context, icon="send")
        self.method = choices(context.pack.lists["delivery_methods"])
        self.receiver = QLineEdit(str(context.view.fields.get("und.contact") or ""))
        self.relation = QLineEdit()
        self.at = moment_edit(local_time(context.session.desk.clock.now()))
        self.tracking, self.receipt, self.refused, self.witness = (QLineEdit() for _ in range(4))
        self.field(tr("送达方式"), self.method)
        self.field(tr("签收人"), self.receiver)
        self.field(tr("签收人身份"), self.relation)
        self.field(tr("送达时间"), self.at)
        self._proofs = {
            "tracking": (tr("邮件号"), self.tracking),
            "receipt": (tr("电子回执号"), self.receipt),
            "refused": (tr("拒收理由"), self.refused),
            "witness": (tr("见证人"), self.witness),
        }
        for name, widget in self._proofs.values():
            self.field(name, widget)
        self.finish(tr("登记送达"), icon="check", note=tr("签署行为，登记后不能撤销。"))
        self.method.currentIndexChanged.connect(self._show_proofs)
        self._show_proofs()
        self.receiver.setFocus()

    def _show_proofs(self) -> None:
        """Show the proofs that the way of service asks for."""
        data = self.context.pack.lists["delivery_methods"][str(self.method.currentData())].data
        for key, (_name, widget) in self._proofs.items():
            self._form.setRowVisible(widget, key in str(data.get("needs")))
        self.adjustSize()

    def command(self) -> c.Deliver:
        """Return the wish that the fields make."""
        at = moment_of(self.at)
        proofs = {key: widget.text().strip() for key, (_name, widget) in self._proofs.items()}
        return c.Deliver(
            self.context.case,
            str(self.method.currentData()),
            self.receiver.text().strip(),
            at.date(),
            at=at,
            relation=self.relation.text().strip(),
            **proofs,
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("送达已登记")


class PublishDialog(FormDialog):
    """Where and when the decision was made public and what was taken out of the public copy, or why it is not."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("登记公开"), context, icon="broadcast")
        lists = context.pack.lists
        self.where = choices(lists["publication_places"])
        self.on = day_edit(context.view.as_of)
        self.ground = choices(lists["withholding_grounds"])
        self.removed = {code: QCheckBox(say(one.text)) for code, one in lists["redactions"].items()}
        boxes = QWidget()
        boxes.setLayout(column(*self.removed.values(), spacing=4))
        self.redactions = TextEdit(tr("另隐去的内容，每行一项"), 2)
        self.field(tr("公开渠道"), self.where)
        self.field(tr("公开日期"), self.on)
        self.field(tr("不公开的理由"), self.ground)
        self.field(tr("已隐去的内容"), boxes)
        self.field(tr("另隐去的内容，每行一项"), self.redactions)
        self.finish(tr("登记公开"), icon="check", note=tr("登记后不能撤销。"))
        for box in self.removed.values():
            box.setChecked(True)
        self.where.currentIndexChanged.connect(self._show_ground)
        self._show_ground()
        self.where.setFocus()

    def _withheld(self) -> bool:
        return bool(self.context.pack.lists["publication_places"][str(self.where.currentData())].data.get("withheld"))

    def _show_ground(self) -> None:
        self._form.setRowVisible(self.ground, self._withheld())
        self.adjustSize()

    def command(self) -> c.Publish:
        """Return the wish that the fields make."""
        removed = tuple(code for code, box in self.removed.items() if box.isChecked())
        return c.Publish(
            self.context.case,
            str(self.where.currentData()),
            day_of(self.on),
            lines_of(self.redactions),
            () if self._withheld() else removed,
            str(self.ground.currentData()) if self._withheld() else "",
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("公开已登记")
