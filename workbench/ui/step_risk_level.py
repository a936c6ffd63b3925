"""Cards at the right of step 5: the index among the levels, the level that is set, dimensions, the sum."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from workbench.core.facts import number_of
from workbench.core.pack import Pack
from workbench.errors import WorkbenchError
from workbench.services.views import RiskView
from workbench.services.views_risk import RiskDeskView
from workbench.ui import announce
from workbench.ui import step_risk_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import SavedText
from workbench.ui.step_duties_fields import Choices, Locked, Option, captioned, read_only, refusal
from workbench.ui.step_risk_charts import DimensionBars, DimensionTable
from workbench.ui.step_risk_pictures import LevelGauge
from workbench.ui.widgets import Button, ElidedLabel, clear, column, label, row, tool_button


class Card(QFrame):
    """A card: title line and what stands below it."""

    def __init__(self, title: str, *extra: QWidget) -> None:
        super().__init__()
        self.setObjectName("card")
        self.body: QVBoxLayout = column(spacing=8)
        head = row(ElidedLabel(title, "bodyStrong"), *extra, spacing=6)
        head.setStretch(0, 1)
        self.setLayout(column(head, self.body, spacing=8, margins=(14, 9, 14, 11)))

    def add(self, item: QWidget | QLayout) -> None:
        """Put something below."""
        if isinstance(item, QWidget):
            self.body.addWidget(item)
        else:
            self.body.addLayout(item)


def data_switch(title: str) -> QToolButton:
    """Return the button that shows the figures behind a picture."""
    made = tool_button("columns", tr("看数据：{title}", title=title), size=16)
    made.setCheckable(True)
    return made


class IndexCard(Card):
    """The level on its dial, R before and after control measures, the level that follows and why."""

    level_wanted = Signal()

    def __init__(self, pack: Pack) -> None:
        self.set = Button(tr("去定级"), icon="shield-check", kind="chip", small=True)
        super().__init__(tr("安保等级"), self.set)
        self._pack = pack
        self._before = label("", "bodyStrong", "t2")
        self._after = label("", "bodyStrong", "t1")
        self.bar = LevelGauge(pack)
        self._follows = label("", "body", wrap=True)
        self._inherent = label("", "small", "t2", wrap=True)
        self._inherent.hide()
        self._reasons = column(spacing=2)
        first = row(label(tr("固有（控制前 R）"), "small", "t2"), None, self._before)
        then = row(label(tr("残余（控制后 R）"), "small", "t2"), None, self._after)
        for item in (self.bar, column(first, then, spacing=2), self._follows, self._inherent, self._reasons):
            self.add(item)
        self.set.clicked.connect(lambda _on=False: self.level_wanted.emit())

    def show_risk(self, risk: RiskView) -> None:
        """Show another index."""
        self._before.setText(words.index_word(risk.index_before, risk.range_before))
        self._after.setText(words.index_word(risk.index_after, risk.range_after))
        self.bar.show_risk(risk)
        self._follows.setText(self._told(risk))
        clear(self._reasons)
        for reason in risk.floor_reasons:
            self._reasons.addWidget(label("· " + say(reason), "small", "warn", wrap=True))
        for reason in risk.unknown:
            lack = tr("缺事实，未能判断下限：{what}", what=say(reason))
            self._reasons.addWidget(label("· " + lack, "small", "t2", wrap=True))

    def show_desk(self, desk: RiskDeskView) -> None:
        """Show another distribution, and the level that the index before control measures would give."""
        self.bar.show_desk(desk)
        told = tr("按固有指数 {level}", level=words.level_word(desk.level_before, self._pack))
        self._inherent.setText(told)
        self._inherent.setVisible(desk.level_before is not None)

    def _told(self, risk: RiskView) -> str:
        if risk.computed_level is None:
            parts = [tr("还有因素未评，等级待计算")]
        else:
            parts = [tr("计算等级 {level}", level=words.level_word(risk.computed_level, self._pack))]
        if risk.floor is not None:
            parts.append(tr("下限 {level}", level=words.level_word(risk.floor, self._pack)))
        return " · ".join(parts)


class LevelCard(Card):
    """Setting the level: another than the computed one needs a reason, a lower one also an approver."""

    level_requested = Signal(int)
    edited = Signal()
    """Reason or approver is another."""
    withdrawn = Signal()

    def __init__(self, pack: Pack) -> None:
        self.back = Button(tr("撤回定级"), icon="arrow-back-up", kind="ghost", small=True)
        super().__init__(tr("定级"), self.back)
        self._pack = pack
        numbers = sorted(int(number_of(c.data["level"]) or 0) for c in pack.lists.get("risk_levels", {}).values())
        self.levels = Choices(tr("安保等级"), [Option(str(n), words.level_word(n, pack)) for n in numbers])
        self._state = label("", "body", "t2", wrap=True)
        self._fault = label("", "small", "bad", wrap=True)
        self._fault.hide()
        self.reason = SavedText(tr("定级理由（与计算等级不同时须填）"))
        self.approver = QComboBox()
        self.approver.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        written = QLineEdit()
        self.approver.setLineEdit(written)
        for field in (self.approver, written):
            field.setAccessibleName(tr("批准人（降级须另一人批准）"))
        self._approver_fault = label("", "small", "bad", wrap=True)
        self._approver_fault.hide()
        approver = captioned(tr("批准人（降级须另一人批准）"), self.approver)
        approver.addWidget(self._approver_fault)
        self.locked = Locked()
        for item in (self._state, self.locked, self.levels, self._fault):
            self.add(item)
        self.add(captioned(tr("定级理由（与计算等级不同时须填）"), self.reason))
        self.add(approver)
        self.levels.chosen.connect(lambda code: self.level_requested.emit(int(code)))
        self.reason.settled.connect(lambda _text: self.edited.emit())
        self.approver.activated.connect(lambda _n: self.edited.emit())
        written.editingFinished.connect(self.edited)
        self.back.clicked.connect(lambda _on=False: self.withdrawn.emit())

    def offer(self, names: Sequence[str]) -> None:
        """Offer these people as approvers."""
        now = self.approver.currentText()
        with QSignalBlocker(self.approver):
            self.approver.clear()
            self.approver.addItems(["", *names])
            self.approver.setCurrentText(now)

    def show_risk(self, risk: RiskView, why_not: str, *, pending: bool) -> None:
        """Show what is set; ``pending`` keeps reason and approver that are not saved yet."""
        self.levels.show_choice(str(risk.level) if risk.level else "")
        self.levels.allow(why_not)
        self.locked.show_reason(why_not)
        self.back.setEnabled(bool(risk.level) and not why_not)
        self.back.setToolTip(why_not or ("" if risk.level else tr("还没有定级")))
        self._state.setText(self._told(risk))
        read_only(self.reason, on=bool(why_not))
        self.approver.setEnabled(not why_not)
        if not pending:
            self.reason.show_saved(risk.level_reason)
            self._show_approver(risk.level_approver)
            self.clear_faults()

    def say_refusal(self, where: str, fault: WorkbenchError) -> None:
        """Say at its field why a level was not taken."""
        self.clear_faults()
        told = refusal(fault)
        if where == "reason":
            self.reason.say_fault(told)
            self.reason.setFocus()
            return
        shown = self._approver_fault if where == "approver" else self._fault
        shown.setText(told)
        shown.show()
        announce.alert(self, told)
        if where == "approver":
            self.approver.setFocus()

    def clear_faults(self) -> None:
        """Take the faults away."""
        for fault in (self._fault, self._approver_fault, self.reason.fault):
            fault.hide()

    def _show_approver(self, name: str) -> None:
        with QSignalBlocker(self.approver):
            if name and self.approver.findText(name) < 0:
                self.approver.addItem(name)
            self.approver.setCurrentText(name)

    def _told(self, risk: RiskView) -> str:
        if risk.level is None:
            return tr("未定级。选与计算相同的等级即可，不同的须说明理由。")
        name = words.level_word(risk.level, self._pack)
        if risk.level == risk.computed_level:
            return tr("已定{level}，与计算等级相同", level=name)
        computed = words.level_word(risk.computed_level, self._pack)
        return tr("已定{level}，计算等级为{computed}", level=name, computed=computed)


class DimensionCard(Card):
    """Bars per dimension, and the figures behind them."""

    def __init__(self) -> None:
        title = tr("七个维度")
        self.switch = data_switch(title)
        super().__init__(title, self.switch)
        self.bars = DimensionBars()
        self.table = DimensionTable()
        self.table.hide()
        self.add(label(tr("控制前 → 控制后，占最高分 %"), "small", "t2"))
        self.add(self.bars)
        self.add(self.table)
        self.switch.toggled.connect(self._switched)

    def show_risk(self, risk: RiskView) -> None:
        """Show other shares."""
        self.bars.show_dimensions(risk.dimensions)
        self.table.model_.show(risk.dimensions)

    def _switched(self, on: bool) -> None:
        self.table.setVisible(on)
        self.bars.setVisible(not on)


class SumCard(Card):
    """The sum, line by line."""

    def __init__(self) -> None:
        super().__init__(tr("算式（控制后）"))
        self._lines = column(spacing=2)
        self.add(self._lines)

    def show_risk(self, risk: RiskView) -> None:
        """Show another sum."""
        clear(self._lines)
        for number, step in enumerate(risk.steps):
            last = number == len(risk.steps) - 1
            self._lines.addWidget(
                label(say(step), "bodyStrong" if last else "small", "t1" if last else "t2", wrap=True)
            )
