"""Step 5: factors scored before and after control measures, the index, the level.

Keys act while no text field has the focus: 0–4 score in the column in use, ← → choose the column, J K factors, N not
applicable, E evidence, F8 next factor without a score.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from workbench.core import commands as c
from workbench.errors import Text, WorkbenchError
from workbench.services.views import CaseView, FactorView, OpenItem
from workbench.ui import step_risk_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.step_duties_fields import SideSplit, WalkKeys
from workbench.ui.step_risk_item import FactorPane
from workbench.ui.step_risk_level import DimensionCard, IndexCard, LevelCard, SumCard
from workbench.ui.step_risk_list import FactorList, risk_sizes
from workbench.ui.step_risk_paint import ColumnHeads
from workbench.ui.step_risk_setting import LevelDesk
from workbench.ui.widgets import Button, column, label, panel, picture, row, scrolled
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

STEP = 5
LEVEL = "level"
"""The object of the open item that says that no level is set."""


@dataclass
class Memory:
    """What the page keeps beyond its own life."""

    code: str = ""
    column: str = words.BEFORE
    folded: set[str] = field(default_factory=set)
    pending: dict[str, c.ScoreFactor] = field(default_factory=dict)


def scored(case: str, factor: FactorView, column: str, score: int) -> c.ScoreFactor:
    """Return the command that scores a factor in a column and leaves the rest as it is."""
    values = {words.BEFORE: factor.before, words.AFTER: factor.after, column: score}
    return c.ScoreFactor(case, factor.code, values[words.BEFORE], values[words.AFTER], "", factor.evidence, factor.note)


class RiskStep(StepPage):
    """Factors at the left, index, level and dimensions at the right."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        kept = context.memory.get(STEP)
        self._memory = kept if isinstance(kept, Memory) else Memory()
        self._pending = self._memory.pending
        self._first = True
        self._build()
        self._wire()
        self._keys()

    # What is shown

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self._stack.setCurrentIndex(0 if view.risk.factors else 1)
        if not view.risk.factors:
            return
        self.list.show_risk(view.risk)
        if self._first:
            self._first = False
            waiting = (f.code for f in view.risk.factors if words.waits(f))
            self.list.choose(self._memory.code or next(waiting, view.risk.factors[0].code))
        total, done = risk_sizes(view.risk)
        self._count.setText(tr("已评 {done} / {total}", done=done, total=total))
        self.index.show_risk(view.risk)
        self.setting.show_risk(view.risk)
        self.dimensions.show_risk(view.risk)
        self.sum.show_risk(view.risk)
        self._show_factor()

    def reveal(self, object_: str) -> None:
        """Put the cursor on a factor, or the focus on the level."""
        if object_ == LEVEL:
            self._right.ensureWidgetVisible(self.level)
            next(iter(self.level.levels.buttons.values())).setFocus()
        elif self.list.model_.factor_of(object_) is not None:
            self.list.choose(object_)

    def focus_first(self) -> None:
        """Put the focus on the factors, unless the level was asked for."""
        if not self.level.isAncestorOf(self.focusWidget() or self):
            self.list.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the list."""
        return (
            ("0–4", tr("打分")),
            ("← →", tr("控制前 / 后")),
            ("N", tr("不适用")),
            ("E", tr("佐证")),
            ("J K", tr("上下项")),
            ("F8", tr("下一未评")),
        )

    def buttons(self) -> tuple[StepButton, ...]:
        """Return finish."""
        return (StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True),)

    def missing(self) -> tuple[OpenItem, ...]:
        """Return the factors without a score, and the level."""
        found = [
            OpenItem("block", Text(f"{f.code} {f.title.zh}：未评", f"{f.code} {f.title.en}: no score"), STEP, f.code)
            for f in self.context.view.risk.factors
            if words.waits(f)
        ]
        if self.context.view.risk.level is None:
            found.append(OpenItem("correct", Text("安保等级未定", "the security level is not set"), STEP, LEVEL))
        return tuple(found)

    def search(self, text: str) -> None:
        """Show the factors with these words."""
        self.list.arrange(words_=text)

    def remember(self) -> None:
        """Keep cursor, column and what waits for evidence."""
        self.pane.settle()
        memory = self._memory
        memory.code, memory.column, memory.folded = self.list.code, self.list.column, set(self.list.model_.folded)
        self.context.memory[STEP] = memory

    # Scores

    def score(self, code: str, column: str, score: int) -> None:
        """Score a factor before or after control measures."""
        factor = self.list.model_.factor_of(code)
        if factor is None or not self.context.may("score_factor"):
            return
        self.pane.settle()
        self._give(scored(self.context.case, self.list.model_.factor_of(code) or factor, column, score), column)

    def score_here(self, score: int) -> None:
        """Score the factor under the cursor in the column in use, then go where the next score is wanted."""
        factor = self.list.factor()
        if factor is not None:
            self.score(factor.code, self.list.column, score)

    def leave_out(self, code: str, reason: str) -> None:
        """Declare that a factor does not apply, with the reason; without one it applies again."""
        factor = self.list.model_.factor_of(code)
        if factor is None or reason == factor.not_applicable:
            return
        if reason:
            command = c.ScoreFactor(self.context.case, code, None, None, reason, factor.evidence, factor.note)
            said = tr("{code} 不适用", code=code)
        else:
            command = c.ScoreFactor(self.context.case, code, None, None, "", factor.evidence, factor.note)
            said = tr("{code} 重新适用", code=code)
        self.context.do(command, said=said, refused=partial(self._refused, command))

    def texts(self, code: str, evidence: str, note: str) -> None:
        """Save evidence and note; a score that waited for them is given again."""
        factor = self.list.model_.factor_of(code)
        if factor is None or not self.context.may("score_factor"):
            return
        waiting = self._pending.get(code)
        if waiting is not None:
            self._give(replace(waiting, evidence=evidence, note=note), "")
        elif (evidence, note) != (factor.evidence, factor.note):
            command = c.ScoreFactor(
                self.context.case, code, factor.before, factor.after, factor.not_applicable, evidence, note
            )
            self.context.do(command, refused=partial(self._refused, command))

    def next_open(self, direction: int = 1) -> None:
        """Go to the next factor without a score."""
        if not self.list.next_open(direction):
            self.context.session.notify(tr("没有未评的因素"))
        self.list.setFocus()

    # Inside

    def _give(self, command: c.ScoreFactor, column: str) -> None:
        value = command.before if column == words.BEFORE else command.after
        factor = self.list.model_.factor_of(command.factor)
        fresh = factor is not None and words.waits(factor)
        said = tr("{code} {column} {score} 分", code=command.factor, column=words.column_word(column), score=value)
        task = self.context.do(command, said=said if column else "", refused=partial(self._refused, command))
        task.done.connect(lambda _given: self._taken(command.factor, column, fresh=fresh))

    def _taken(self, code: str, column: str, *, fresh: bool) -> None:
        """Go where the next score is wanted: the other column, then the next factor without a score."""
        self._pending.pop(code, None)
        self.pane.clear_pending()
        factor = self.list.model_.factor_of(code)
        if factor is None or self.list.code != code or not fresh:
            return
        if column == words.BEFORE and factor.after is None:
            self.list.use_column(words.AFTER)
        elif column == words.AFTER and (factor.before is None or (self.list.hasFocus() and self.list.next_open())):
            self.list.use_column(words.BEFORE)

    def _refused(self, command: c.ScoreFactor, fault: WorkbenchError) -> None:
        where = getattr(fault, "field", "")
        self.list.choose(command.factor)
        if where in {"evidence", "note"}:
            self._pending[command.factor] = command
        pending = tr("控制后 {score} 分未保存，补齐后自动保存", score=command.after)
        self.pane.say_refusal(where, fault, pending)

    def _why_not(self, kind: str) -> str:
        if self.context.session.read_only:
            return tr("资料库以只读方式打开")
        why = self.context.why_not(kind)
        return say(why) if why else ""

    def _show_factor(self) -> None:
        factor = self.list.factor()
        self.pane.setVisible(factor is not None)
        if factor is not None:
            self.pane.show_factor(factor, self._why_not("score_factor"))

    def _moved(self, _code: str) -> None:
        self.pane.settle()
        self._show_factor()

    # Construction

    def _build(self) -> None:
        self.list = FactorList()
        self.list.model_.folded = set(self._memory.folded)
        self.list.column = self._memory.column
        self.pane = FactorPane()
        left = panel("surface")
        inside = column(self._make_head(), self.list, self.pane, spacing=0)
        inside.setStretchFactor(self.list, 1)
        left.setLayout(inside)
        split = SideSplit(left, self._make_right(), share=0.45, least=400, most=560)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(_nothing())
        self.setLayout(column(self._stack, spacing=0))

    def _make_head(self) -> QFrame:
        head = panel("surface")
        head.setProperty("hair", "bottom")
        self._count = label("", "body", "t2")
        self.only_open = Button(tr("只看未评"), icon="filter", kind="chip")
        self.only_open.setCheckable(True)
        title, critical = label(tr("风险因素"), "section"), label(tr("关键因素"), "small", "t2")
        sign = picture("alert-triangle", "bad", 14)
        head.setLayout(
            row(title, self._count, None, sign, critical, 6, self.only_open, margins=(14, 6, 14, 6), spacing=6)
        )
        self._heads = ColumnHeads(self.list)
        whole = panel("surface")
        whole.setLayout(column(head, self._heads, spacing=0))
        return whole

    def _make_right(self) -> QWidget:
        self.index = IndexCard(self.context.pack)
        self.level = LevelCard(self.context.pack)
        self.dimensions = DimensionCard()
        self.sum = SumCard()
        inside = QWidget()
        inside.setLayout(
            column(self.index, self.level, self.dimensions, self.sum, None, spacing=10, margins=(12, 12, 12, 12))
        )
        self._right = scrolled(inside, by_keys=False)
        return self._right

    def _wire(self) -> None:
        self.list.moved.connect(self._moved)
        self.list.score_requested.connect(self.score)
        self.pane.texts_settled.connect(self.texts)
        self.pane.left_out.connect(self.leave_out)
        self.list.column_changed.connect(lambda _name: self._heads.update())
        self.only_open.toggled.connect(lambda on: self.list.arrange(only_open=on))
        self.setting = LevelDesk(self.context, self.level, self._why_not)
        self.setting.refused.connect(lambda: self._right.ensureWidgetVisible(self.level))

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {str(n): partial(self.score_here, n) for n in words.SCORES}
        keys |= {
            "J": partial(self.list.step, 1),
            "K": partial(self.list.step, -1),
            "N": lambda: self.pane.none.toggle() if self.pane.none.isEnabled() else None,
            "E": self.pane.evidence.setFocus,
        }
        for name, act in keys.items():
            shortcut = QShortcut(QKeySequence(name), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        WalkKeys(self, self.next_open, lambda: any(words.waits(f) for f in self.context.view.risk.factors))


def _nothing() -> QWidget:
    """Return the page of a case whose pack has no risk model."""
    made = panel("surface")
    line = row(None, label(tr("规则包没有风险因素"), "section"), None)
    made.setLayout(column(None, row(None, picture("chart-bar", "t2", 28), None), line, None, spacing=10))
    return made
