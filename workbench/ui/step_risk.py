"""Step 5: factors scored before and after control measures, the index, the level.

Keys act while no text field has the focus: 0–4 score in the column in use, ← → choose the column, J K factors, N not
applicable, C confidence, E evidence, S takes the suggestion, L the level, F8 next factor without a score or without a
note on its gap to the agency's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from workbench.core import commands as c
from workbench.errors import Text
from workbench.services.views import CaseView, OpenItem
from workbench.services.views_risk import RiskDeskView
from workbench.ui import step_risk_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.step_duties_fields import SideSplit, WalkKeys
from workbench.ui.step_risk_agency import RevealDialog, SeatsBar
from workbench.ui.step_risk_item import FactorPane
from workbench.ui.step_risk_list import FactorList, risk_sizes
from workbench.ui.step_risk_paint import ColumnHeads
from workbench.ui.step_risk_report import ReportDialog
from workbench.ui.step_risk_scoring import Scoring
from workbench.ui.step_risk_setting import LevelDesk
from workbench.ui.step_risk_side import RiskSide
from workbench.ui.widgets import Button, column, label, panel, picture, row
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


class RiskStep(StepPage):
    """Factors at the left, index, level and dimensions at the right."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        kept = context.memory.get(STEP)
        self._memory = kept if isinstance(kept, Memory) else Memory()
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
        self.setting.show_risk(view.risk)
        self.pane.offer_papers(view)
        self.side.show_risk(view.risk)
        self._show_factor()

    def _show_desk(self, desk: RiskDeskView) -> None:
        """Show what was computed beside the scores."""
        self.list.model_.show_desk(desk)
        self._heads.update()
        reveal = c.RevealAgency.kind
        self.seats.show_seats(desk.seats, self._why_not(reveal), never=self.context.never(reveal))
        self.pane.agency.set_open(desk.seats.open)
        self._show_factor()

    def reveal(self, object_: str) -> None:
        """Put the cursor on a factor, or the focus on the level."""
        if object_ == LEVEL:
            self.side.go_to_level()
        elif self.list.model_.factor_of(object_) is not None:
            self.list.choose(object_)

    def focus_first(self) -> None:
        """Put the focus on the factors, unless the level was asked for."""
        if not self.side.level.isAncestorOf(self.focusWidget() or self):
            self.list.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the list."""
        return (
            ("0–4", tr("打分")),
            ("← →", tr("控制前 / 后")),
            ("C", tr("把握")),
            ("E", tr("佐证")),
            ("S", tr("采用提示")),
            ("J K", tr("上下项")),
            ("F8", tr("下一未评")),
        )

    def buttons(self) -> tuple[StepButton, ...]:
        """Return the report and finish."""
        return (
            StepButton(tr("打印评估报告"), self.open_report, "printer", "Ctrl P"),
            StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True),
        )

    def missing(self) -> tuple[OpenItem, ...]:
        """Return the factors without a score, and the level."""
        found = [
            OpenItem("block", Text(f"{f.code} {f.title.zh}：未评", f"{f.code} {f.title.en}: no score"), STEP, f.code)
            for f in self.context.view.risk.factors
            if words.waits(f)
        ]
        desk = self.side.reading.view
        for code in desk.seats.gaps_open if desk else ():
            told = Text(f"{code}：与评估单位的差异未说明", f"{code}: the gap to the agency's score is not explained")
            found.append(OpenItem("block", told, STEP, code))
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

    def open_report(self) -> None:
        """Show the risk report as it would be printed now."""
        ReportDialog(self, self.context).open()

    # The cursor

    def next_open(self, direction: int = 1) -> None:
        """Go to the next factor without a score."""
        if not self.list.next_open(direction):
            self.context.session.notify(tr("没有未评的因素"))
        self.list.setFocus()

    # The second seat

    def ask_reveal(self) -> None:
        """Ask whether the agency's column should be opened; the order is recorded."""
        desk = self.side.reading.view
        if desk is not None and not desk.seats.open and self.context.may(c.RevealAgency.kind):
            RevealDialog(self, self.context, desk.seats).open()

    def next_gap(self) -> None:
        """Go to the next factor whose gap to the agency's score needs a note."""
        desk = self.side.reading.view
        gaps = desk.seats.gaps_open if desk else ()
        if gaps:
            now = gaps.index(self.list.code) if self.list.code in gaps else -1
            self.list.choose(gaps[(now + 1) % len(gaps)])
            self.pane.agency.gap_note.setFocus()

    def copy_agency(self, before: int | None, after: int | None) -> None:
        """Copy the agency's scores of the factor under the cursor from its paper."""
        factor, desk = self.list.factor(), self.side.reading.view
        if factor is not None and desk is not None:
            line = c.SetAgencyScore(self.context.case, factor.code, before, after, file=desk.seats.file)
            self.context.do(line, said=tr("{code} 评估单位评分已照录", code=factor.code))

    # Inside

    def _why_not(self, kind: str) -> str:
        if self.context.session.read_only:
            return tr("资料库以只读方式打开")
        why = self.context.why_not(kind)
        return say(why) if why else ""

    def _show_factor(self) -> None:
        factor = self.list.factor()
        self.pane.setVisible(factor is not None)
        if factor is not None:
            extra = self.list.model_.extras.get(factor.code)
            self.pane.show_factor(factor, extra, self._why_not("score_factor"))

    def _moved(self, _code: str) -> None:
        self.pane.settle()
        self._show_factor()

    # Construction

    def _build(self) -> None:
        self.list = FactorList()
        self.list.model_.folded = set(self._memory.folded)
        self.list.column = self._memory.column
        self.pane = FactorPane()
        self.scoring = Scoring(self.context, self.list, self.pane, self._memory.pending)
        self.seats = SeatsBar()
        left = panel("surface")
        inside = column(self._make_head(), self.list, self.pane, spacing=0)
        inside.setStretchFactor(self.list, 1)
        left.setLayout(inside)
        self.side = RiskSide(self.context, self.list.choose, self._why_not)
        split = SideSplit(left, self.side, share=0.5, least=400, most=660)
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
        whole.setLayout(column(head, self.seats, self._heads, spacing=0))
        return whole

    def _wire(self) -> None:
        self.list.moved.connect(self._moved)
        self.list.evidence_requested.connect(lambda _code: self.pane.evidence.setFocus())
        self.pane.agency.copied.connect(self.copy_agency)
        self.seats.reveal_requested.connect(self.ask_reveal)
        self.seats.next_gap_requested.connect(self.next_gap)
        self.side.reading.arrived.connect(self._show_desk)
        self.list.column_changed.connect(lambda _name: self._heads.update())
        self.only_open.toggled.connect(lambda on: self.list.arrange(only_open=on))
        self.setting = LevelDesk(self.context, self.side.level, self._why_not)
        self.setting.refused.connect(lambda: self.side.see(self.side.level))

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {str(n): partial(self.scoring.score_here, n) for n in words.SCORES}
        keys |= {
            "J": partial(self.list.step, 1),
            "K": partial(self.list.step, -1),
            "N": lambda: self.pane.none.toggle() if self.pane.none.isEnabled() else None,
            "E": self.pane.evidence.setFocus,
            "C": lambda: self.scoring.rate_next(self.list.code),
            "S": lambda: self.scoring.take_suggestion(self.list.code),
            "L": self.side.go_to_level,
            "Ctrl+P": self.open_report,
        }
        for name, act in keys.items():
            shortcut = QShortcut(QKeySequence(name), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        WalkKeys(self, self.next_open, lambda: bool(self.list.model_.wanting()))


def _nothing() -> QWidget:
    """Return the page of a case whose pack has no risk model."""
    made = panel("surface")
    line = row(None, label(tr("规则包没有风险因素"), "section"), None)
    made.setLayout(column(None, row(None, picture("chart-bar", "t2", 28), None), line, None, spacing=10))
    return made
