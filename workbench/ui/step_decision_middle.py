"""The middle of the decision page: outcome, conditions or reasons, signatures; after the decision, what was decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from workbench.core import commands as c
from workbench.services.views import CaseView
from workbench.ui import step_decision_words as words
from workbench.ui.i18n import full_day, say, tr
from workbench.ui.signing import SigningPanel
from workbench.ui.step_decision_draft import Draft
from workbench.ui.step_decision_lines import Line, LineList
from workbench.ui.step_decision_outcome import OutcomePane
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, column, label, panel, picture, row, scrolled, tool_button
from workbench.ui.workspace_context import CaseContext


class Middle(QFrame):
    """Three sections, one below the other."""

    condition_wanted = Signal()
    reason_wanted = Signal()

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.context = context
        self.outcome = OutcomePane()
        self.decided = Decided()
        self.conditions = LineList(tr("许可条件"))
        self.reasons = LineList(tr("不予许可的理由"))
        self.signing = SigningPanel(context)
        self._count = _count()
        self._reason_count = _count()
        self.add = Button(tr("添加"), icon="plus", kind="ghost", key="A", small=True)
        self.add.setAccessibleName(tr("添加条件"))
        self.change = tool_button("pencil", tr("修改条件"), size=16)
        self.remove = tool_button("trash", tr("删除条件"), size=16)
        self.add_reason = Button(tr("写理由"), icon="plus", kind="ghost", small=True)
        self.remove_reason = tool_button("trash", tr("删除理由"), size=16)
        self._build()
        self._wire()

    def show_case(self, view: CaseView, draft: Draft, *, may_edit: bool) -> None:
        """Show a state of the case with what is chosen on the page."""
        top: QWidget = self.decided if view.decision.decision else self.outcome
        self._top.setCurrentWidget(top)
        self._top.setFixedHeight(top.sizeHint().height())
        self.decided.show_case(view)
        self._say_title(view)
        self.outcome.show_case(view, may_edit=may_edit)
        shown = draft if not view.decision.outcome else _recommended(view)
        self.outcome.choose(shown.choice)
        self.outcome.show_number(shown.approved)
        self._show_rows(view, shown, may_edit=may_edit)
        self.signing.show_case(view)
        self._top.setFixedHeight(top.sizeHint().height())

    def add_keys(self, page: QWidget, choose: Callable[[str], None], add: Callable[[], None]) -> None:
        """Give the page its keys: 1 to 4 choose, A adds a condition."""
        acts: dict[str, Callable[[], object]] = {
            str(number): partial(choose, choice) for number, choice in enumerate(words.CHOICES, 1)
        }
        acts["A"] = add
        for keys, act in acts.items():
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # Inside

    def _say_title(self, view: CaseView) -> None:
        self._hint.setText("" if view.decision.decision else tr("4 选 1"))

    def _show_rows(self, view: CaseView, draft: Draft, *, may_edit: bool) -> None:
        pack = self.context.pack
        refuses = draft.choice == "refuse"
        self._rows.setCurrentIndex(1 if refuses else 0)
        conditions = [words.condition_line(one, pack) for one in view.decision.conditions]
        none = Line(tr("还没有条件。附条件准予至少要有一项：谁、何时、如何核验。"), empty=True)
        self.conditions.show_lines(conditions or [none])
        reasons = [words.reason_line(number, one, pack) for number, one in enumerate(draft.reasons)]
        missing = Line(tr("至少一条：不符合的法定条件、认定的事实、证据。"), empty=True)
        self.reasons.show_lines(reasons or [missing])
        self._count.setText(str(len(conditions)))
        self._reason_count.setText(str(len(reasons)))
        may_set = self.context.may(c.SetCondition.kind)
        for button in (self.add, self.change, self.remove):  # hidden from those who never draft conditions
            button.setVisible(may_set)
        for button in (self.change, self.remove):
            button.setEnabled(bool(conditions))
        for button in (self.add_reason, self.remove_reason):
            button.setVisible(may_edit)

    def _build(self) -> None:
        self._hint = label("", "small", "t2")
        self._top = QStackedWidget()
        self._top.addWidget(self.outcome)
        self._top.addWidget(self.decided)
        conditions = _section(tr("许可条件"), self._count, self.change, self.remove, self.add)
        reasons = _section(tr("不予许可的理由"), self._reason_count, self.remove_reason, self.add_reason)
        self._rows = QStackedWidget()
        for head, rows in ((conditions, self.conditions), (reasons, self.reasons)):
            page = QWidget()
            page.setLayout(column(head, rows, spacing=0))
            self._rows.addWidget(page)
        self._rows.setMinimumHeight(Theme.current.px(110))
        signatures = _section(tr("双人复签"), label(tr("主审与复签不得为同一人"), "small", "t2"))
        scroll = scrolled(self.signing, by_keys=False)
        scroll.setMinimumHeight(Theme.current.px(196))
        whole: QVBoxLayout = column(_section(tr("决定"), self._hint), self._top, spacing=0)
        whole.addWidget(self._rows, 3)
        whole.addWidget(signatures)
        whole.addWidget(scroll, 2)
        self.setLayout(whole)

    def _wire(self) -> None:
        self.add.clicked.connect(lambda _on=False: self.condition_wanted.emit())
        self.change.clicked.connect(lambda _on=False: self._at(self.conditions, self.conditions.acted.emit))
        self.remove.clicked.connect(lambda _on=False: self._at(self.conditions, self.conditions.removed.emit))
        self.add_reason.clicked.connect(lambda _on=False: self.reason_wanted.emit())
        self.remove_reason.clicked.connect(lambda _on=False: self._at(self.reasons, self.reasons.removed.emit))

    def _at(self, rows: LineList, act: Callable[[Line], None]) -> None:
        """Act on the row under the cursor, else on the last one."""
        line = rows.line() or rows.model_.lines[-1]
        if not line.empty:
            act(line)


class Decided(QFrame):
    """What was decided, with its number, day and place in the journal."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "section")
        self._number = label("", "bodyStrong")
        self._when = label("", "small", "t2")
        self._point = ElidedLabel("", "small", "t2")
        self._sign = picture("certificate", "ok", 28)
        line = row(self._sign, spacing=12, margins=(14, 10, 14, 10))
        self._allowed = label("", "bodyStrong", "bad", wrap=True)
        words = (self._title, self._allowed, self._number, self._when, self._point)
        line.addLayout(column(*words, spacing=2), 1)
        self.setLayout(line)

    def show_case(self, view: CaseView) -> None:
        """Show the decision."""
        decision = view.decision.decision
        if decision is None:
            return
        grants = decision.outcome == "grant"
        ink = "ok" if grants else "bad"
        self._sign.setPixmap(picture("certificate" if grants else "ban", ink, 28).pixmap())
        allowed = view.decision.allowed
        people = tr("，核定 {count} 人", count=f"{allowed.approved:,}") if allowed else ""
        self._allowed.setText(say(allowed.text) if allowed else "")
        self._allowed.setVisible(allowed is not None and allowed.lowered)
        self._title.setText((tr("已准予许可") if grants else tr("已不予许可")) + people)
        self._number.setText(decision.number)
        day = full_day(decision.on)
        self._when.setText(tr("{day} 决定", day=day))
        self._point.setText(tr("检查点 {point}", point=decision.checkpoint))
        self._point.setToolTip(self._point.text())


def _recommended(view: CaseView) -> Draft:
    """Return what was recommended, as the page shows it."""
    decision = view.decision
    choice = "refuse" if decision.outcome == "refuse" else "grant_if" if decision.conditions else "grant"
    return Draft(choice, decision.approved or 0, decision.opinion, decision.reasons)


def _count() -> QLabel:
    made = label("0", "small")
    made.setObjectName("count")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def _section(title: str, *after: QWidget) -> QFrame:
    head = panel("alt")
    head.setProperty("hair", "bottom")
    head.setFixedHeight(Theme.current.px(37))
    line = row(label(title, "bodyStrong"), spacing=6, margins=(14, 2, 10, 2))
    first, rest = after[:1], after[1:]
    if first and first[0].objectName() == "count":
        line.addWidget(first[0])
    else:
        rest = after
    line.addStretch(1)
    for widget in rest:
        line.addWidget(widget)
    head.setLayout(line)
    return head
