"""Step 8: findings and gate at the left, outcome, conditions and signatures in the middle, the paper at the right.

What is chosen here before it is signed (outcome, approved number, opinion, reasons of a refusal) is a draft of the
person, kept against a crash; conditions are commands of their own. The paper at the right is the PDF itself.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QSplitter, QWidget

from workbench.core import commands as c
from workbench.services import review
from workbench.services.gates import SITE_CHECK
from workbench.services.views import CaseView, ConditionView, OpenItem
from workbench.ui import signing
from workbench.ui import step_decision_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.step_decision_draft import FIELD, Draft, read, written
from workbench.ui.step_decision_forms import (
    BackDialog,
    ConditionDialog,
    DeliverDialog,
    OpinionDialog,
    PublishDialog,
    ReasonDialog,
)
from workbench.ui.step_decision_lines import Line, LineList
from workbench.ui.step_decision_middle import Middle
from workbench.ui.step_decision_papers import PaperPane
from workbench.ui.step_decision_promise import PromiseKeptDialog
from workbench.ui.step_decision_signer import Signer
from workbench.ui.step_site_check import SiteCheckDialog
from workbench.ui.theme import Theme
from workbench.ui.widgets import column
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage
from workbench.ui.workspace_dialogs import GateDialog

STEP = 8
REST = 600
"""How long a choice rests before it is kept as a draft [ms]."""


class DecisionStep(StepPage):
    """The decision page."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        kept = context.memory.get(STEP)
        self.draft = kept if isinstance(kept, Draft) else Draft()
        self._seen = 0
        self.paper_due = False
        self._build()
        self._wire()
        if not isinstance(kept, Draft):
            context.session.ask(review.drafts, context.case).done.connect(self._take_drafts)

    # What is shown

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self.lines.show_lines(words.findings(view))
        if not self.draft.approved:
            asked = view.fields.get("ev.requested_capacity")
            self.draft = self.draft.with_(approved=asked if isinstance(asked, int) else 0)
        self.middle.show_case(view, self.draft, may_edit=self.context.may(c.Recommend.kind))
        self.papers.show_case(view)
        if view.version != self._seen:
            self._seen = view.version
            self._ask_paper()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the paper when it has become due elsewhere."""
        super().showEvent(event)
        if self.paper_due:
            self._ask_paper()

    def reveal(self, object_: str) -> None:
        """Open what an item of this step asks for, or put the cursor on it."""
        if object_ == SITE_CHECK:
            self.open_site_check()
        else:
            self.lines.choose(object_)

    def focus_first(self) -> None:
        """Put the focus where the person's turn is: on the password when one may sign, else on the findings."""
        form = self.middle.signing.form
        if form.turn.act and not self.missing():
            (
                form.password if form.opinion.toPlainText() or form.turn.act != c.Recommend.kind else form.opinion
            ).setFocus()
        else:
            self.lines.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        drafts = (("1–4", tr("决定")), ("A", tr("添加条件"))) if self.context.may(c.Recommend.kind) else ()
        return (*drafts, ("Ctrl ↵", tr("签署")), ("F8", tr("下一未决")))

    def buttons(self) -> tuple[StepButton, ...]:
        """Return comparison and signing, or service and publication after the decision."""
        if self.context.view.decision.decision is not None:
            return self._after_buttons()
        turn = signing.turn_of(self.context.view, self.context.session.person, read_only=self.context.session.read_only)
        made = []
        if self.context.view.decision.recommender:
            made.append(StepButton(tr("对比主审提交稿"), self.open_changes, "git-compare"))
        made.append(
            StepButton(tr("前往签署"), self.go_sign, "writing-sign", "Ctrl ↵", primary=True,
                       why_not="" if turn.act else turn.why)
        )  # fmt: skip
        return tuple(made)

    def missing(self) -> tuple[OpenItem, ...]:
        """Return what keeps a grant from being recommended."""
        decision = self.context.view.decision
        if decision.recommender or decision.decision is not None or self.draft.choice == "refuse":
            return ()
        return decision.gate

    def search(self, text: str) -> None:
        """Put the cursor on the first row with the words."""
        found = next((line for line in self.lines.model_.lines if text and text in line.sentence()), None)
        if found is not None:
            self.lines.choose(found.key)

    def remember(self) -> None:
        """Keep what is chosen and typed."""
        self.context.memory[STEP] = self._typed()

    # Outcome and draft

    def choose(self, choice: str) -> None:
        """Choose an outcome; a correction leads to step 2."""
        if not self.context.may(c.Recommend.kind):
            return
        if choice == "correct":
            self.middle.outcome.choose(self.draft.choice)
            self.context.session.notify(tr("在材料审查中汇总补正项并发出告知书（Ctrl B）"))
            self.context.jump(2)
            return
        if choice == "grant" and self.context.view.decision.conditions:
            self.context.session.notify(words.choice_note(choice, len(self.context.view.decision.conditions)))
            choice = "grant_if"
        self._change(self.draft.with_(choice=choice))

    def _typed(self) -> Draft:
        """Return the draft with what stands in the opinion field."""
        form = self.middle.signing.form
        return self.draft.with_(opinion=form.opinion.toPlainText().strip() or "")

    def _change(self, draft: Draft) -> None:
        self.draft = draft
        self.middle.show_case(self.context.view, draft, may_edit=self.context.may(c.Recommend.kind))
        self._rest.start()
        self._ask_paper()
        self.buttons_changed.emit()

    def _keep(self) -> None:
        """Keep the draft against a crash."""
        session = self.context.session
        if not session.read_only and self.context.may(c.Recommend.kind):
            session.ask(review.keep_draft, self.context.case, FIELD, written(self._typed()))

    def _take_drafts(self, kept: object) -> None:
        assert isinstance(kept, tuple)
        found = next((draft.text for draft in kept if draft.field == FIELD), "")
        if found and not self.draft.choice and self.context.may(c.Recommend.kind):
            self.draft = read(found)
            self.middle.signing.form.opinion.setPlainText(self.draft.opinion)
            self._change(self.draft)

    def _ask_paper(self) -> None:
        """Draw the paper anew; while another step is shown, only remember that it is due."""
        self.paper_due = not self.isVisible()
        if not self.paper_due:
            self.papers.preview.want("", self.signer.wish())

    # Conditions and reasons

    def open_condition(self, line: Line | None = None) -> None:
        """Add a condition, or change the one of a row."""
        if not self.context.may(c.SetCondition.kind):
            return
        conditions = {one.id: one for one in self.context.view.decision.conditions}
        fresh = ConditionView(words.next_id(conditions), "", "", "", "during", "", "")
        known = conditions.get(line.key, fresh) if line is not None else fresh
        dialog = ConditionDialog(self, self.context, known)
        dialog.accepted.connect(self._condition_set)
        dialog.open()

    def remove_condition(self, line: Line) -> None:
        """Take a condition out; it can be taken back."""
        if self.context.may(c.RemoveCondition.kind):
            command = c.RemoveCondition(self.context.case, line.key)
            self.context.do(command, said=tr("条件已删除：{title}", title=line.title))

    def _condition_set(self) -> None:
        if self.draft.choice in {"", "grant"}:
            self._change(self.draft.with_(choice="grant_if"))

    def open_reason(self, line: Line | None = None) -> None:
        """Write a reason of refusal, or change the one of a row."""
        number = int(line.key) if line is not None else len(self.draft.reasons)
        known = self.draft.reasons[number] if number < len(self.draft.reasons) else c.RefusalReason("", "", "")
        dialog = ReasonDialog(self, self.context, known)
        dialog.written.connect(lambda reason: self._reason_written(number, reason))
        dialog.open()

    def remove_reason(self, line: Line) -> None:
        """Take a reason out of the draft."""
        left = tuple(reason for number, reason in enumerate(self.draft.reasons) if str(number) != line.key)
        self._change(self.draft.with_(reasons=left))

    def _reason_written(self, number: int, reason: c.RefusalReason) -> None:
        reasons = [*self.draft.reasons]
        reasons[number : number + 1] = [reason]
        self._change(self.draft.with_(reasons=tuple(reasons)))

    # Signing

    def go_sign(self) -> None:
        """Put the focus on the signature, or list what stands against a grant."""
        missing = self.missing()
        if missing:
            self._open_gate(missing)
        else:
            form = self.middle.signing.form
            (form.opinion if form.turn.act == c.Recommend.kind else form.password).setFocus()

    def sign(self, act: str) -> None:
        """Sign as the person at the desk."""
        form = self.middle.signing.form
        lack = self.signer.lacks(act)
        if lack:
            form.say_fault(lack)
            return
        missing = self.missing() if act == c.Recommend.kind else ()
        if missing:
            self._open_gate(missing)
            return
        self.signer.sign(act)

    def _open_gate(self, missing: tuple[OpenItem, ...]) -> None:
        dialog = GateDialog(self, STEP, missing)
        dialog.chosen.connect(lambda item: self._act(words.open_line(item)))
        dialog.open()

    def open_back(self, kind: str) -> None:
        """Send the recommendation back, or take it back."""
        BackDialog(self, self.context, kind).open()

    def open_changes(self) -> None:
        """Show what changed since the recommendation."""
        signature = signing.signatures_of(self.context.view).get(c.Recommend.kind)
        if signature is not None:
            words.ChangesDialog(self, signature).open()

    # After the decision, and on site

    def open_site_check(self) -> None:
        """Record an on-site check."""
        why = self.context.why_not(c.RecordSiteCheck.kind)
        if why is not None:
            self.context.session.notify(say(why))
        else:
            SiteCheckDialog(self, self.context).open()

    def open_delivery(self) -> None:
        """Record that the decision was served."""
        DeliverDialog(self, self.context).open()

    def open_publication(self) -> None:
        """Record that the decision was made public."""
        PublishDialog(self, self.context).open()

    def _after_buttons(self) -> tuple[StepButton, ...]:
        decision = self.context.view.decision
        named = (
            (c.Publish.kind, tr("登记公开"), self.open_publication, "broadcast", decision.publication is None),
            (c.Deliver.kind, tr("登记送达"), self.open_delivery, "send", decision.delivery is None),
        )
        made = []
        for kind, name, act, icon, wanted in named:
            why = decision.may.get(kind)
            if wanted:
                made.append(
                    StepButton(name, act, icon, primary=kind == c.Deliver.kind, why_not=say(why) if why else "")
                )
        return tuple(made)

    # Inside

    def _build(self) -> None:
        px = Theme.current.px
        self.lines = LineList(tr("审查结论与未决事项"))
        left = QFrame()
        left.setObjectName("surface")
        left.setLayout(column(self.lines, spacing=0))
        self.middle = Middle(self.context)
        self.middle.signing.form.opinion.setPlainText(self.draft.opinion)
        self.papers = PaperPane(self.context)
        self.signer = Signer(self.context, self.middle.signing.form, self._typed)
        split = QSplitter(Qt.Orientation.Horizontal)
        widgets: tuple[tuple[QWidget, int, int], ...] = (
            (left, 330, 230),
            (self.middle, 430, 404),
            (self.papers, 436, 340),
        )
        for number, (widget, wide, least) in enumerate(widgets):
            split.addWidget(widget)
            widget.setMinimumWidth(px(least))
            split.setStretchFactor(number, wide)
        split.setSizes([px(wide) for _, wide, _ in widgets])
        split.setChildrenCollapsible(False)
        self.setLayout(column(split, spacing=0))
        self._rest = QTimer(self, singleShot=True, interval=REST)

    def _wire(self) -> None:
        middle = self.middle
        self.lines.acted.connect(self._act)
        middle.outcome.chosen.connect(self.choose)
        middle.outcome.number_changed.connect(lambda number: self._change(self.draft.with_(approved=number)))
        middle.conditions.acted.connect(self.open_condition)
        middle.conditions.removed.connect(self.remove_condition)
        middle.condition_wanted.connect(self.open_condition)
        middle.reasons.acted.connect(self.open_reason)
        middle.reasons.removed.connect(self.remove_reason)
        middle.reason_wanted.connect(self.open_reason)
        middle.signing.form.sign_requested.connect(self.sign)
        middle.signing.form.back_requested.connect(self.open_back)
        middle.signing.form.opinion_changed.connect(self._rest.start)
        self._rest.timeout.connect(self._keep)
        middle.add_keys(self, self.choose, self.open_condition)

    def _act(self, line: Line) -> None:
        """Do what a row asks for: record what is missing here, or go where it is worked on."""
        if line.object == SITE_CHECK:
            self.open_site_check()
        elif line.act == words.FULFIL and self.context.may(c.FulfilPromise.kind):
            PromiseKeptDialog(self, self.context, line.object).open()
        elif line.object in dict(self.context.view.decision.asked) and self.context.may(c.ReceiveOpinion.kind):
            OpinionDialog(self, self.context, line.object).open()
        elif line.step and line.step != STEP:
            self.context.jump(line.step, line.object)
