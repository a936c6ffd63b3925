"""The decision on acceptance: the five ways of the law, what each needs, and the signature.

Which ways there are, and what they are called, stands in the pack (``acceptance_outcomes``); each names its command.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QLineEdit, QRadioButton

from workbench.core import commands as c
from workbench.errors import WorkbenchError
from workbench.services.receipt_view import ReceiptView
from workbench.services.views import CaseView, PaperView
from workbench.ui import announce, promises
from workbench.ui.correction_dialog import CorrectionDialog
from workbench.ui.document_words import is_open
from workbench.ui.i18n import clock_time, full_day, language, say, tr
from workbench.ui.promise_dialog import PromiseDialog
from workbench.ui.saved_text import TextEdit
from workbench.ui.widgets import Button, clear, column, hairline, keycap, label, panel, picture, row, scrolled, tag
from workbench.ui.workspace_context import CaseContext, StepButton
from workbench.ui.workspace_dialogs import SignDialog


class ChoiceLabel(QLabel):
    """The words of a choice, in as many lines as they need; a click on them is a click on the choice."""

    clicked = Signal()

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell of the click."""
        self.clicked.emit()
        event.accept()


class AcceptancePanel(QFrame):
    """Where the application stands, what today would mean, and the choice."""

    papers_requested = Signal()
    changed = Signal()

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.context = context
        self._receipt: ReceiptView | None = None
        self.choices: dict[str, QRadioButton] = {}
        self._build()

    # What is shown

    def show_case(self, view: CaseView, receipt: ReceiptView | None) -> None:
        """Show a state of the case with its dates."""
        self._receipt = receipt
        self._fill_standing(view, receipt)
        self._fill_tolerated(view)
        open_ = any(self.context.may(str(kind)) for kind in self._kinds().values())
        self._choice.setVisible(open_ and view.accepted is None)
        for code, button in self.choices.items():
            why = self.context.why_not(self._kinds()[code])
            button.setEnabled(why is None)
            button.setToolTip(say(why) if why else "")
        self._show_fields()

    def focus_first(self) -> None:
        """Put the focus on the chosen way."""
        chosen = self.choices.get(self.chosen())
        if chosen is not None and chosen.isVisible():
            chosen.setFocus()

    def chosen(self) -> str:
        """Return the way chosen."""
        return next((code for code, button in self.choices.items() if button.isChecked()), "")

    def button(self) -> StepButton | None:
        """Return the main button for the chosen way; ``None`` once the case is accepted or closed."""
        if self._choice.isHidden():
            return None
        if self._receipt is not None and self._receipt.deemed:
            return StepButton(tr("登记视为受理"), self.deem, "check", "Ctrl ↵", primary=True)
        named = {
            "accept": (tr("受理…"), "writing-sign"),
            "correction": (tr("补正告知书…"), "file-alert"),
            "not_required": (tr("告知不需许可…"), "writing-sign"),
            "not_competent": (tr("不予受理…"), "writing-sign"),
            "on_the_spot": (tr("登记当场更正"), "check"),
        }
        words, icon = named.get(self.chosen(), (tr("办理…"), "check"))
        return StepButton(words, self.act, icon, "Ctrl ↵", primary=True)

    # Acts

    def act(self) -> None:
        """Do what is chosen; signed ways ask once more."""
        self._fault("")
        acts = {
            "accept": self._accept,
            "correction": lambda: CorrectionDialog(self, self.context).open(),
            "not_required": self._not_required,
            "not_competent": self._not_competent,
            "on_the_spot": self._on_the_spot,
        }
        acts[self.chosen()]()

    def deem(self) -> None:
        """Record that the law counts the application as accepted."""
        self.context.do(c.DeemAccepted(self.context.case), said=tr("已登记视为受理"), refused=self._refused)

    def order(self) -> c.Accept:
        """Return the acceptance as it would be given today."""
        owed = tuple(
            promises.proposed(p, self.context.view, self.context.texts.kept) for p in self._tolerated(self.context.view)
        )
        return c.Accept(self.context.case, self.context.view.as_of, owed)

    def _accept(self) -> None:
        order = self.order()
        told = [tr("受理日 {day}", day=full_day(order.on))]
        left = sum(is_open(paper) for group in self.context.view.classes for paper in group.papers)
        if left:
            told.append(tr("尚有 {count} 份材料未判定", count=left))
        if self._receipt is not None and self._receipt.if_today is not None:
            told.append(tr("决定期限 {day}", day=full_day(self._receipt.if_today.value)))
        told += [f"{p.item}{tr('：')}{promises.told(p)}" for p in order.promises]
        self._sign(tr("受理"), told, tr("签发受理通知书"), order)

    def _not_required(self) -> None:
        order = c.DeclareNotRequired(self.context.case, self.reason.toPlainText().strip())
        self._sign(tr("告知不需许可"), [order.reason], tr("签发"), order)

    def _not_competent(self) -> None:
        reason, competent = self.reason.toPlainText().strip(), self.competent.text().strip()
        order = c.RefuseAcceptance(self.context.case, reason, competent)
        self._sign(tr("不予受理"), [reason, tr("有权机关：{name}", name=competent)], tr("签发"), order)

    def _on_the_spot(self) -> None:
        note = self.reason.toPlainText().strip()
        items = tuple(part.strip() for part in note.replace(";", "\n").splitlines() if part.strip())
        command = c.CorrectOnSpot(self.context.case, items)
        self.context.do(command, said=tr("当场更正已登记"), refused=self._refused)

    def _sign(self, title: str, told: list[str], act: str, order: c.Command) -> None:
        dialog = SignDialog(self, title, [line for line in told if line], act)
        dialog.signed.connect(lambda: self.context.sign(order, refused=self._refused))
        dialog.open()

    def _refused(self, fault: WorkbenchError) -> None:
        self._fault(fault.told(language()))
        field = {"reason": self.reason, "items": self.reason, "competent": self.competent}.get(fault.where)
        if field is not None:
            field.setFocus()

    def _fault(self, words: str) -> None:
        self.fault.setText(words)
        if words:
            announce.alert(self, words)

    # Construction

    def _build(self) -> None:
        self._standing = column(spacing=6)
        self._choice = panel("surface")
        body = column(hairline(), label(tr("办理"), "section"), spacing=8)
        group = QButtonGroup(self)
        for number, (code, outcome) in enumerate(self.context.pack.lists["acceptance_outcomes"].items(), 1):
            button = QRadioButton()
            button.setAccessibleName(say(outcome.text))
            words = ChoiceLabel(say(outcome.text))
            words.clicked.connect(button.click)
            button.setChecked(code == "accept")
            button.toggled.connect(lambda _on: self._choice_made())
            group.addButton(button)
            self.choices[code] = button
            line = row(keycap(str(number)), button, spacing=4)
            line.addWidget(words, 1)
            body.addLayout(line)
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._choose, code))
        self._owed = column(spacing=6)
        self.reason = TextEdit(tr("理由"), lines=3)
        self.competent = QLineEdit()
        self.competent.setPlaceholderText(tr("有权机关"))
        self.competent.setAccessibleName(tr("有权机关"))
        self.fault = label("", "small", "bad", wrap=True)
        body.addLayout(self._owed)
        for widget in (self.reason, self.competent, self.fault):
            body.addWidget(widget)
        self._choice.setLayout(body)
        inner = panel("surface")
        inner.setLayout(column(self._standing, self._choice, None, spacing=12, margins=(16, 12, 16, 16)))
        self.setLayout(column(scrolled(inner), spacing=0))

    def _kinds(self) -> dict[str, str]:
        return {k: str(row_.data["command"]) for k, row_ in self.context.pack.lists["acceptance_outcomes"].items()}

    def _choose(self, code: str) -> None:
        button = self.choices[code]
        if button.isEnabled():
            button.setChecked(True)
            button.setFocus()

    def _choice_made(self) -> None:
        self._fault("")
        self._fill_tolerated(self.context.view)
        self._show_fields()

    def _show_fields(self) -> None:
        chosen = self.chosen()
        self.reason.setVisible(chosen in {"not_required", "not_competent", "on_the_spot"})
        self.reason.setPlaceholderText(tr("更正的事项，一行一项") if chosen == "on_the_spot" else tr("理由"))
        self.competent.setVisible(chosen == "not_competent")
        self.changed.emit()

    def _fill_standing(self, view: CaseView, receipt: ReceiptView | None) -> None:
        clear(self._standing)
        if view.accepted is not None:
            self._say(tr("已于 {day} 受理", day=full_day(view.accepted)), "circle-check", "ok")
            self._steps([say(step) for step in view.row.clock.steps])
        elif receipt is not None and receipt.deemed:
            words = tr("一次告知期限 {day} 已过：依法自收件之日视为受理", day=full_day(receipt.correction_due))
            self._say(words, "clock-exclamation", "bad")
        elif receipt is not None and receipt.if_today is not None:
            due = tr("若今日受理，{day} 前作出决定", day=full_day(receipt.if_today.value))
            self._say(due, "calendar-event", "info")
            self._steps([say(receipt.if_today.formula), *(say(step) for step in receipt.if_today.steps)])
            self._say(tr("{day} 前可一次告知补正", day=full_day(receipt.correction_due)), "clock", "t2")
        self._papers_standing(view)

    def _papers_standing(self, view: CaseView) -> None:
        papers = [paper for group in view.classes for paper in group.papers]
        counts = (
            (tr("未判定"), sum(is_open(p) for p in papers), "neutral"),
            (tr("需补正"), sum(p.verdict == "correct" for p in papers), "warn"),
            (tr("容缺"), sum(p.verdict == "tolerated" for p in papers), "tol"),
            (tr("符合"), sum(p.verdict == "meets" for p in papers), "ok"),
        )
        line = row(*(tag(f"{name} {count}", kind) for name, count, kind in counts if count), None, spacing=6)
        go = Button(tr("去审材料"), icon="arrow-right", kind="ghost", small=True)
        go.clicked.connect(self.papers_requested)
        self._standing.addLayout(line)
        self._standing.addLayout(row(go, None))

    def _say(self, words: str, icon: str, ink: str) -> None:
        line = row(picture(icon, ink, 18))
        line.addWidget(label(words, "bodyStrong", wrap=True), 1)
        self._standing.addLayout(line)

    def _steps(self, lines: list[str]) -> None:
        self._standing.addWidget(label("\n".join(dict.fromkeys(lines)), "small", "t2", wrap=True))

    # Promises

    def _tolerated(self, view: CaseView) -> list[PaperView]:
        return [paper for group in view.classes for paper in group.papers if paper.verdict == "tolerated"]

    def _fill_tolerated(self, view: CaseView) -> None:
        clear(self._owed)
        for paper in self._tolerated(view) if view.accepted is None and self.chosen() == "accept" else ():
            promise = self._proposed(paper)
            words = f"{paper.code} {say(paper.title)}\n{promise.promisor} · {clock_time(promise.due)}"
            edit = Button(tr("承诺…"), icon="clock", small=True)
            edit.setAccessibleName(tr("{code} 的承诺", code=paper.code))
            edit.clicked.connect(partial(self._edit, paper))
            line = row(spacing=6)
            line.addWidget(label(words, "small", wrap=True), 1)
            line.addWidget(edit)
            self._owed.addLayout(line)

    def _proposed(self, paper: PaperView) -> c.Promise:
        return promises.proposed(paper, self.context.view, self.context.texts.kept)

    def _edit(self, paper: PaperView) -> None:
        dialog = PromiseDialog(
            self, self.context, paper, promises.proposed(paper, self.context.view, self.context.texts.kept)
        )
        dialog.registered.connect(lambda promise: self._promised(paper, promise))
        dialog.open()

    def _promised(self, paper: PaperView, promise: c.Promise) -> None:
        self.context.texts.keep(promises.FIELD + paper.code, promises.written(promise))
        self._fill_tolerated(self.context.view)
