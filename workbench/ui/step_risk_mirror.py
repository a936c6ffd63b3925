"""Earlier cases beside this one: the nearest grants and their conditions, recorded accidents, and the back-test."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from workbench.core.commands import DismissNeighbour
from workbench.core.pack import Pack
from workbench.errors import Text
from workbench.services import risk_accidents
from workbench.services.crowd_sheet import MARKS
from workbench.services.risk_accidents import BacktestView, RankedView
from workbench.services.views_risk import (
    DismissedView,
    MirrorCaseView,
    MirrorConditionView,
    MirrorView,
    ResemblanceView,
    RiskDeskView,
)
from workbench.ui import step_risk_words as words
from workbench.ui.form_dialog import FormDialog
from workbench.ui.i18n import headed, say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.session import Session
from workbench.ui.step_risk_level import Card
from workbench.ui.step_risk_tables import cells_table
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, FlowLayout, clear, column, label, row, tag, tool_button
from workbench.ui.workspace_context import CaseContext
from workbench.ui.workspace_dialogs import CaseDialog

ACCIDENTS = 4
HIGH = 600
WIDE = 860
"""Widest table of the back-test: further apart, words and figures no longer read as one row [px]."""
MISSING = 6
"""Conditions told before the card says how many more there are."""


class MirrorCard(Card):
    """The nearest earlier grants by a printed distance, and the conditions they had and this case lacks."""

    features_chosen = Signal(object)
    """Features that take no part (a frozenset of codes)."""
    condition_wanted = Signal(object)
    """A :class:`MirrorConditionView` that this case should have too."""
    unwanted = Signal(object)
    """A :class:`MirrorCaseView` that is no example for this case."""
    wanted_again = Signal(object)
    """A :class:`DismissedView` that should take part again."""

    def __init__(self, pack: Pack) -> None:
        self.switch = tool_button("adjustments", tr("比较的特征"), size=16)
        self.switch.setCheckable(True)
        super().__init__(tr("相似旧案"), self.switch)
        self._pack = pack
        self.features: dict[str, Button] = {}
        self._told = label("", "small", "t2", wrap=True)
        self._cases = column(spacing=6)
        self._formula = label("", "small", "t2", wrap=True)
        self._pane = QFrame()
        self._flow = FlowLayout(spacing=6)
        chips = QWidget()
        chips.setLayout(self._flow)
        self._pane.setLayout(column(chips, self._formula, spacing=6))
        self._pane.hide()
        self._missing = column(spacing=4)
        self._left = column(spacing=4)
        for item in (self._pane, self._cases, self._told, self._missing, self._left):
            self.add(item)
        self.switch.toggled.connect(self._pane.setVisible)

    def show_mirror(self, mirror: MirrorView, why_not: str, why_not_leave: str = "") -> None:
        """Show other cases; the reasons say why no condition may be taken, and no case left out."""
        self._show_features(mirror)
        clear(self._cases)
        for one in mirror.cases:
            self._cases.addWidget(case_line(one, self._out(one, why_not_leave)))
        self._formula.setText(say(mirror.formula))
        self._told.setText(mirror_words(mirror))
        clear(self._missing)
        for condition in mirror.missing[:MISSING]:
            self._missing.addWidget(self._line(condition, why_not))
        if len(mirror.missing) > MISSING:
            self._missing.addWidget(label(tr("另有 {count} 处", count=len(mirror.missing) - MISSING), "small", "t2"))

        clear(self._left)
        for left in mirror.dismissed:
            self._left.addWidget(self._dismissed(left, why_not_leave))

    def _out(self, one: MirrorCaseView, why_not: str) -> Button:
        out = Button(tr("不比照"), icon="eye-off", kind="ghost", small=True)
        out.setAccessibleName(f"{tr('不比照')} {one.number}")
        out.setToolTip(why_not or tr("这件旧案不宜比照时，写明理由移出；可以撤销"))
        out.setEnabled(not why_not)
        out.clicked.connect(lambda _on=False: self.unwanted.emit(one))
        return out

    def _dismissed(self, one: DismissedView, why_not: str) -> QWidget:
        back = Button(tr("恢复比照"), icon="arrow-back-up", kind="ghost", small=True)
        back.setAccessibleName(f"{tr('恢复比照')} {one.number}")
        back.setToolTip(why_not)
        back.setEnabled(not why_not)
        back.clicked.connect(lambda _on=False: self.wanted_again.emit(one))
        told = tr("不比照 {number} {title}：{reason}", number=one.number, title=one.title, reason=one.reason)
        words_ = ElidedLabel(told, "small", "t2")
        made = QFrame()
        made.setLayout(row(words_, back, spacing=6))
        return made

    def _show_features(self, mirror: MirrorView) -> None:
        if list(self.features) != [feature.code for feature in mirror.features]:
            clear(self._flow)
            self.features = {}
            for feature in mirror.features:
                chip = self.features[feature.code] = Button(say(feature.title), kind="chip")
                chip.setCheckable(True)
                chip.clicked.connect(lambda _on=False: self.features_chosen.emit(self._left_out()))
                self._flow.addWidget(chip)
        for feature in mirror.features:
            chip = self.features[feature.code]
            chip.setChecked(feature.on)
            chip.setToolTip(tr("权重 {weight}，本件 {value}", weight=feature.weight, value=say(feature.value)))

    def _left_out(self) -> frozenset[str]:
        return frozenset(code for code, chip in self.features.items() if not chip.isChecked())

    def _line(self, condition: MirrorConditionView, why_not: str) -> QWidget:
        had = tr("{with_it} / {of} 起有", with_it=condition.with_it, of=condition.of)
        take = Button(tr("写入"), icon="plus", kind="ghost", small=True)
        take.setAccessibleName(f"{tr('写入')} {condition.text}")
        take.setEnabled(not why_not)
        take.setToolTip(why_not)
        take.clicked.connect(lambda _on=False: self.condition_wanted.emit(condition))
        text = ElidedLabel(condition.text)
        text.setToolTip(tr("{words}（{cases}）", words=condition.text, cases=tr("、").join(condition.cases)))
        made = QFrame()
        made.setLayout(row(text, label(had, "small", "t2"), take, spacing=6))
        return made


def case_line(one: MirrorCaseView, out: Button) -> QFrame:
    """Return an earlier case: its level, how far it is, what happened there."""
    kind = f"l{one.level}" if one.level else "neutral"
    head = row(ElidedLabel(one.title), tag(words.short_level(one.level), kind))
    parts = [one.number, tr("距离 {distance}", distance=f"{one.distance:.2f}")]
    parts.append(tr("警情 {count}", count=one.incidents) if one.incidents else tr("无警情"))
    parts.append(tr("条件 {count} 项", count=one.conditions))
    made = QFrame()
    made.setLayout(column(head, row(label(" · ".join(parts), "small", "t2", wrap=True), out), spacing=1))
    return made


class DismissDialog(FormDialog):
    """Why an earlier case is no example for this one."""

    def __init__(self, parent: QWidget, context: CaseContext, one: MirrorCaseView) -> None:
        super().__init__(parent, tr("不比照这件旧案"), context, icon="eye-off", ink="accentT")
        self._one = one
        self.reason = TextEdit(tr("理由"), 3)
        self.field(tr("旧案"), label(f"{one.number} {one.title}", wrap=True))
        self.field(tr("理由"), self.reason)
        self.finish(tr("不比照"), icon="eye-off", note=tr("记入案卷，可以撤销；其他案卷不受影响。"))
        self.reason.setFocus()

    def command(self) -> DismissNeighbour:
        """Return the wish."""
        return DismissNeighbour(self.context.case, self._one.case, self.reason.toPlainText().strip())

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("不再比照：{number}", number=self._one.number)


def mirror_words(mirror: MirrorView) -> str:
    """Return how many cases were compared, and what this one lacks."""
    if not mirror.cases:
        return tr("没有可比的已许可旧案")
    told = tr("{all} 起中取 {count} 起，距离 0 为相同", all=mirror.looked_at, count=len(mirror.cases))
    lacks = tr("它们有、本件没有的条件 {count} 项", count=len(mirror.missing)) if mirror.missing else tr("条件无缺")
    return f"{told} · {lacks}"


class AccidentCard(Card):
    """Recorded accidents that share features with this event: a ranking, never a probability."""

    backtest_requested = Signal()

    def __init__(self) -> None:
        self.test = Button(tr("回测"), icon="history", kind="chip", small=True)
        super().__init__(tr("相似事故"), self.test)
        self._told = label("", "small", "t2", wrap=True)
        self._lines = column(spacing=6)
        self.add(self._lines)
        self.add(self._told)
        self.test.clicked.connect(lambda _on=False: self.backtest_requested.emit())

    def show_desk(self, desk: RiskDeskView) -> None:
        """Show other accidents."""
        clear(self._lines)
        for one in desk.accidents[:ACCIDENTS]:
            self._lines.addWidget(accident_line(one))
        self._told.setText(
            tr("这是排序，不是概率。")
            if desk.accidents
            else tr("已评因素没有与公开事故共有的特征。这是排序，不是概率。")
        )


def accident_line(one: ResemblanceView) -> QFrame:
    """Return an accident: how alike, what came of it, what both have."""
    made = QFrame()
    head = row(ElidedLabel(say(one.title)), label(f"{one.share:.2f}", "small", "t2"))
    shared = tr("共有：{shared}", shared=tr("、").join(say(text) for text in one.shared))
    told = label(" · ".join((say(one.outcome), shared)), "small", "t2", wrap=True)
    made.setLayout(column(head, told, spacing=1))
    return made


class BacktestPane(QFrame):
    """The back-test over public accidents: the ranking, and how well it orders pairs beside the headcount alone."""

    shown = Signal()

    def __init__(self, session: Session, pack: Pack, most: int) -> None:
        super().__init__()
        self._sum = column(spacing=3)
        titles = (tr("案例"), tr("结果"), tr("相似度"), tr("人数"), tr("依据"))
        self.table, self.model_ = cells_table(titles, tr("公开事故回测"), most=most)
        note = label(tr("每一起都只与其他事故比较，按相似度从高到低排列。"), "small", "t2", wrap=True)
        self.table.setMaximumWidth(Theme.current.px(WIDE))
        line = row(self.table, None)
        line.setStretch(0, 100)
        self.setLayout(column(note, self._sum, line, None, spacing=8))
        task = session.do(risk_accidents.backtest, pack)
        task.done.connect(self._show)

    def setFocus(self) -> None:  # type: ignore[override]
        """Put the focus on the ranking."""
        self.table.setFocus()

    def _show(self, found: BacktestView) -> None:
        self.model_.show([ranked(one) for one in found.ranking])
        clear(self._sum)
        for told in found.told:
            self._sum.addWidget(label(headed(told), "body", wrap=True))
        self.shown.emit()


class BacktestDialog(CaseDialog):
    """The back-test beside a case."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("公开事故回测"), icon="history", ink="accentT", width=760)
        self.pane = BacktestPane(context.session, context.pack, most=11)
        self.model_ = self.pane.model_
        self.add(self.pane)
        self.setMinimumHeight(Theme.current.px(HIGH))
        self.button(tr("关闭"), self.accept, kind="primary").setFocus()
        self.pane.shown.connect(self.take_room)


def ranked(one: RankedView) -> tuple[str, ...]:
    """Return a recorded case as a row of the table."""
    outcome = tr("平安") if one.safe else tr("{dead} 死", dead=one.dead)
    if one.injured:
        outcome += tr("，") + tr("{injured} 伤", injured=one.injured)
    count = f"{one.headcount:,}" if one.headcount else "—"
    return say(one.title), outcome, f"{one.share:.2f}", count, say(MARKS.get(one.mark, Text(one.mark, one.mark)))
