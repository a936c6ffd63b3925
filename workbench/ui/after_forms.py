"""Forms of conditions, orders, re-checks and failed service."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from workbench.core import commands as c
from workbench.services.clocks import local_time
from workbench.services.views_after import ConditionLife, HazardLife
from workbench.ui.form_dialog import FormDialog, choices, day_edit, day_of, moment_edit, moment_of
from workbench.ui.i18n import tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.second_officer import ConfirmDialog, OfficerPair
from workbench.ui.widgets import label
from workbench.ui.workspace_context import CaseContext


class ConditionCheckDialog(FormDialog):
    """Whether a condition was found fulfilled, when, and by what evidence."""

    def __init__(self, parent: QWidget, context: CaseContext, one: ConditionLife) -> None:
        super().__init__(parent, tr("核验许可条件"), context, icon="list-check", ink="accentT")
        self._key = one.key
        self.met = QComboBox()
        self.met.addItem(tr("已落实"), userData=True)
        self.met.addItem(tr("未落实"), userData=False)
        self.at = moment_edit(local_time(context.session.desk.clock.now()))
        self.evidence = TextEdit(tr("证据"), 2)
        self.note = QLineEdit()
        self.field(tr("条件"), label(one.title or one.text, wrap=True))
        self.field(tr("责任人"), label(one.owner))
        self.field(tr("核验方式"), label(one.check or "—", wrap=True))
        self.field(tr("核验结果"), self.met)
        self.field(tr("核验时间"), self.at)
        self.field(tr("证据"), self.evidence)
        self.field(tr("备注"), self.note)
        self.finish(tr("登记核验"), icon="check", note=tr("签署行为，登记后不能撤销，可再登记一次核验。"))
        self.met.setFocus()

    def command(self) -> c.CheckCondition:
        """Return the wish that the fields make."""
        return c.CheckCondition(
            self.context.case,
            self._key,
            moment_of(self.at),
            bool(self.met.currentData()),
            self.evidence.toPlainText().strip(),
            note=self.note.text().strip(),
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("条件核验已登记")


class ReasonedDialog(FormDialog):
    """A signed act that asks for nothing but its reason."""

    def __init__(
        self, parent: QWidget, context: CaseContext, title: str, make: type[c.CloseCondition], key: str
    ) -> None:
        super().__init__(parent, title, context, icon="check")
        self._make, self._key = make, key
        self.reason = TextEdit(tr("理由"), 2)
        self.field(tr("理由"), self.reason)
        self.finish(title, icon="check", note=tr("签署行为，登记后不能撤销。"))
        self.reason.setFocus()

    def command(self) -> c.Command:
        """Return the wish that the field makes."""
        return self._make(self.context.case, self._key, self.reason.toPlainText().strip())

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("许可条件已销号")


class OrderDialog(FormDialog):
    """A rectification order for hazards of one duty holder; its number is drawn with it."""

    def __init__(self, parent: QWidget, context: CaseContext, hazards: tuple[HazardLife, ...]) -> None:
        super().__init__(parent, tr("责令整改"), context, icon="file-alert", ink="warn")
        self.boxes = {
            one.key: QCheckBox(tr("{what}（{who}）", what=f"{one.key} {one.what}", who=one.holder)) for one in hazards
        }
        for number, (one, box) in enumerate(zip(hazards, self.boxes.values(), strict=True)):
            box.setChecked(one.holder == hazards[0].holder)
            self.field(tr("隐患") if not number else " ", box)
            box.setAccessibleName(box.text())
        self.requirement = TextEdit(tr("整改要求"), 2)
        self.due = moment_edit(min(one.due for one in hazards))
        self.basis = choices(context.pack.lists["order_basis"])
        self.field(tr("整改要求"), self.requirement)
        self.field(tr("整改期限"), self.due)
        self.field(tr("依据"), self.basis)
        self.finish(tr("签发整改通知书"), icon="check", note=tr("签署行为，取用文号，不能撤销。"))
        self.requirement.setFocus()

    def command(self) -> c.OrderRectification:
        """Return the wish that the fields make."""
        chosen = tuple(key for key, box in self.boxes.items() if box.isChecked())
        words = (self.requirement.toPlainText().strip(), moment_of(self.due), str(self.basis.currentData()))
        return c.OrderRectification(self.context.case, chosen, *words)

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("整改通知书已签发")


class ServeDialog(FormDialog):
    """When, how and to whom an order or a notice was handed over."""

    def __init__(self, parent: QWidget, context: CaseContext, target: str) -> None:
        super().__init__(parent, tr("登记通知书送达"), context, icon="send")
        self._target = target
        self.method = choices(context.pack.lists["delivery_methods"], "in_person")
        self.receiver = QLineEdit(str(context.view.fields.get("und.safety_lead") or ""))
        self.at = moment_edit(local_time(context.session.desk.clock.now()))
        self.note = QLineEdit()
        self.field(tr("送达方式"), self.method)
        self.field(tr("签收人"), self.receiver)
        self.field(tr("送达时间"), self.at)
        self.field(tr("备注"), self.note)
        self.finish(tr("登记送达"), icon="check", note=tr("签署行为，登记后不能撤销。"))
        self.receiver.setFocus()

    def command(self) -> c.ServePaper:
        """Return the wish that the fields make."""
        receiver, method = self.receiver.text().strip(), str(self.method.currentData())
        return c.ServePaper(
            self.context.case, self._target, moment_of(self.at), receiver, method, self.note.text().strip()
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("送达已登记")


class UndeliveredDialog(FormDialog):
    """An attempt to serve the decision that failed."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("登记送达未成"), context, icon="alert-circle", ink="warn")
        self.method = choices(context.pack.lists["delivery_methods"], "post")
        self.on = day_edit(context.view.as_of)
        self.tracking = QLineEdit()
        self.reason = TextEdit(tr("未送达的原因"), 2)
        self.field(tr("送达方式"), self.method)
        self.field(tr("日期"), self.on)
        self.field(tr("邮件号"), self.tracking)
        self.field(tr("未送达的原因"), self.reason)
        self.finish(tr("登记"), icon="check", note=tr("登记后再次送达；送达期限不变。"))
        self.reason.setFocus()

    def command(self) -> c.RecordUndelivered:
        """Return the wish that the fields make."""
        method, reason = str(self.method.currentData()), self.reason.toPlainText().strip()
        return c.RecordUndelivered(self.context.case, method, day_of(self.on), reason, self.tracking.text().strip())

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("已登记送达未成")


class CheckDialog(FormDialog):
    """A record of two officers; once it is on record, the other one is asked to confirm it."""

    target = ""
    """Kind of the record: ``opening``, ``patrol`` or ``recheck``."""

    def start(self) -> None:
        """Add the two officers and the moment."""
        self.pair = OfficerPair(self.context)
        self.at = moment_edit(local_time(self.context.session.desk.clock.now()))
        self.field(tr("检查人员一"), self.pair.first)
        self.field(tr("检查人员二"), self.pair.second)
        self.field(tr("检查时间"), self.at)

    def done(self, result: int) -> None:
        """Ask the other officer for the confirmation."""
        parent = self.parentWidget()
        super().done(result)
        view = self.context.view.after
        if result != self.DialogCode.Accepted or parent is None or view is None:
            return
        own = [one for one in view.checks if one.target.startswith(f"{self.target}:")]
        if own and own[-1].waiting:
            ConfirmDialog(parent, self.context, own[-1].target, own[-1].waiting[0]).open()


class RecheckDialog(CheckDialog):
    """What a re-check of standing hazards found."""

    target = "recheck"

    def __init__(self, parent: QWidget, context: CaseContext, hazards: tuple[HazardLife, ...]) -> None:
        super().__init__(parent, tr("隐患复查"), context, icon="refresh", ink="accentT")
        self.start()
        self.results: dict[str, tuple[QComboBox, QLineEdit]] = {}
        for one in hazards:
            box, note = QComboBox(), QLineEdit()
            for word, value in ((tr("本次未查"), None), (tr("合格，已消除"), True), (tr("不合格"), False)):
                box.addItem(word, value)
            box.setAccessibleName(f"{one.key} {one.what}")
            note.setPlaceholderText(tr("复查情况"))
            note.setAccessibleName(tr("{key} 复查情况", key=one.key))
            self.results[one.key] = (box, note)
            self.field(f"{one.key} {one.what}", box)
            self.field(" ", note)
        self.undertaker = QLineEdit()
        self.field(tr("承办者签字人"), self.undertaker)
        self.finish(tr("登记复查"), icon="check", note=tr("两名检查人员均确认后，合格的隐患才消除。"))
        self.pair.second.setFocus()

    def command(self) -> c.RecheckHazards:
        """Return the wish that the fields make."""
        results = tuple(
            c.HazardResult(key, box.currentData(), note.text().strip())
            for key, (box, note) in self.results.items()
            if box.currentData() is not None
        )
        return c.RecheckHazards(
            self.context.case, moment_of(self.at), self.pair.accounts(), results, self.undertaker.text().strip()
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("复查已登记，待另一名人员确认")
