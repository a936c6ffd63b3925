"""Control measures of the risk page: ticking one writes a condition with owner and moment and lowers scores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QWidget

from workbench.core import commands as c
from workbench.services.views import RiskView
from workbench.services.views_risk import MeasureView, RiskDeskView
from workbench.ui.form_dialog import FormDialog, beside, choices, moment_edit, moment_of
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.step_risk_charts import LevelBar
from workbench.ui.step_risk_level import Card
from workbench.ui.widgets import Button, ElidedLabel, column, label, row, tool_button
from workbench.ui.workspace_context import CaseContext

SHOWN = 6
"""Measures shown before all of them are asked for: those that lower the index most."""


class MeasureRow(QFrame):
    """A measure: a tick, what it does to the index, and who sees to it once it is taken."""

    tick_requested = Signal(str)
    untick_requested = Signal(str)

    def __init__(self, measure: MeasureView) -> None:
        super().__init__()
        self.code = measure.code
        self.box = QCheckBox()
        self.box.setAccessibleName(say(measure.title))
        self.box.setToolTip(say(measure.title))
        self._title = label(say(measure.title), wrap=True)
        self._effect = label("", "bodyStrong")
        self._told = ElidedLabel("", "small", "t2")
        self.change = tool_button("pencil", tr("修改 {measure}", measure=say(measure.title)), size=14)
        head = row(self.box, self._title, self._effect, self.change, spacing=6)
        head.setStretch(1, 1)
        below = row(22, self._told)
        self.setLayout(column(head, below, spacing=0))
        self.box.clicked.connect(self._clicked)
        self.change.clicked.connect(lambda _on=False: self.tick_requested.emit(self.code))

    def show_measure(self, measure: MeasureView, why_not: str, moment: str) -> None:
        """Show another state of the measure."""
        with QSignalBlocker(self.box):
            self.box.setChecked(measure.taken)
        self.box.setEnabled(not why_not)
        self.change.setEnabled(not why_not)
        self.change.setVisible(measure.taken)
        told = effect_word(-measure.effect if measure.taken and measure.effect is not None else measure.effect)
        self._effect.setText(told)
        self._effect.setProperty("ink", "ok" if measure.taken else "t2")
        self._effect.style().polish(self._effect)
        due = [tr("{day}前", day=f"{measure.due:%m-%d %H:%M}")] if measure.due else []
        self._told.setText(" · ".join((measure.owner, moment, *due, measure.evidence)) if measure.taken else "")
        self._told.setToolTip(self._told.text())
        self._told.setVisible(measure.taken)
        spoken = (say(measure.title), tr("指数 {points}", points=told), self._told.text())
        self.box.setAccessibleName(tr("，").join(filter(None, spoken)))
        self.box.setToolTip(why_not or self.box.accessibleName())

    def _clicked(self, on: bool) -> None:
        """Ask; the tick follows the case."""
        with QSignalBlocker(self.box):
            self.box.setChecked(not on)
        (self.tick_requested if on else self.untick_requested).emit(self.code)


def effect_word(points: Decimal | None) -> str:
    """Return by how many points the index moves."""
    if points is None:
        return "—"
    return f"{points:+.1f}".replace("-", "−") if points else "0.0"


class MeasuresCard(Card):
    """The library of measures over the picture of what they have done: index before and after controls."""

    tick_requested = Signal(str)
    untick_requested = Signal(str)

    def __init__(self, context: CaseContext) -> None:
        self.every = Button(tr("全部措施"), kind="chip", small=True)
        self.every.setCheckable(True)
        super().__init__(tr("控制措施 → 残余风险"), self.every)
        self._context = context
        self.rows: dict[str, MeasureRow] = {}
        self._measures: tuple[MeasureView, ...] = ()
        self._lines = column(spacing=4)
        self.bar = LevelBar(context.pack)
        self.add(label(tr("勾选即写入许可条件，须有证据、责任人和时点"), "small", "t2", wrap=True))
        self.add(self._lines)
        self.add(self.bar)
        self.every.toggled.connect(lambda _on: self._choose_rows())

    def show_risk(self, risk: RiskView) -> None:
        """Show another index."""
        self.bar.show_risk(risk)

    def show_desk(self, desk: RiskDeskView, why_not: str) -> None:
        """Show other measures."""
        if [m.code for m in desk.measures] != list(self.rows):
            self._make_rows(desk.measures)
        self._measures = desk.measures
        for measure in desk.measures:
            moment = self._context.word("condition_moments", measure.moment) if measure.moment else ""
            self.rows[measure.code].show_measure(measure, why_not, moment)
        self.every.set_text(tr("全部 {count} 项", count=len(desk.measures)))
        self._choose_rows()

    def measure(self, code: str) -> MeasureView | None:
        """Return a measure by its code."""
        return next((measure for measure in self._measures if measure.code == code), None)

    def _make_rows(self, measures: Sequence[MeasureView]) -> None:
        for old in self.rows.values():
            old.deleteLater()
        self.rows = {measure.code: MeasureRow(measure) for measure in measures}
        for line in self.rows.values():
            self._lines.addWidget(line)
            line.tick_requested.connect(self.tick_requested)
            line.untick_requested.connect(self.untick_requested)

    def _choose_rows(self) -> None:
        """Show what is taken and what lowers the index most; all when asked for."""
        taken = [m.code for m in self._measures if m.taken]
        open_ = sorted((m for m in self._measures if not m.taken), key=lambda m: m.effect or Decimal(0))
        most = {*taken, *(m.code for m in open_[: max(2, SHOWN - len(taken))])}
        for code, line in self.rows.items():
            line.setVisible(self.every.isChecked() or code in most or line.box.hasFocus())


class MeasureDialog(FormDialog):
    """Taking a measure: what it lowers by how much, what proves it, who sees to it by when, the condition's words."""

    def __init__(self, parent: QWidget, context: CaseContext, measure: MeasureView, desk: RiskDeskView) -> None:
        super().__init__(parent, tr("采取控制措施"), context, icon="shield-check", ink="accentT")
        self._measure = measure
        self._say_measure(measure)
        self.steps = self._make_steps(measure, desk)
        self.evidence = TextEdit(tr("证据：{wanted}", wanted=say(measure.evidence_wanted)), 2)
        self.evidence.setPlainText(measure.evidence)
        self.owner = QComboBox()
        self.owner.setEditable(True)
        self.owner.addItems([say(party.text) for party in context.pack.parties.values()])
        self.owner.setCurrentText(measure.owner)
        self.moment = choices(context.pack.lists["condition_moments"], measure.moment)
        self.timed = QCheckBox(tr("限时"))
        self.timed.setChecked(measure.due is not None)
        self.due = moment_edit(measure.due or datetime.combine(context.view.as_of, time(12)))
        self.due.setAccessibleName(tr("最迟时间"))
        self.due.setEnabled(measure.due is not None)
        self.timed.toggled.connect(self.due.setEnabled)
        self.text = TextEdit(tr("条件文字"), 2)
        self.text.setPlainText(measure.text or measure.title.zh)
        self.field(tr("降低因素"), self.steps_pane)
        self.field(tr("证据"), self.evidence)
        self.field(tr("落实责任人"), self.owner)
        self.field(tr("落实时点"), self.moment)
        self.field(tr("最迟时间"), beside(self.timed, self.due))
        self.field(tr("条件文字"), self.text)
        self.finish(tr("写入条件"), icon="check", note=tr("写入许可条件并降低控制后评分，可以撤销。"))
        self.evidence.setFocus()

    def _say_measure(self, measure: MeasureView) -> None:
        """Say which measure this is and what shall prove it."""
        self.body.insertWidget(0, label(say(measure.title), "bodyStrong", wrap=True))
        wanted = tr("应有证据：{wanted}", wanted=say(measure.evidence_wanted))
        self.body.insertWidget(1, label(wanted, "small", "t2", wrap=True))

    def command(self) -> c.ApplyMeasure:
        """Return the wish that the fields make."""
        steps = ((code, int(box.currentData())) for code, box in self.steps.items())
        return c.ApplyMeasure(
            self.context.case,
            self._measure.code,
            tuple(c.Reduction(code, count) for code, count in steps if count),
            self.evidence.toPlainText().strip(),
            self.owner.currentText().strip(),
            str(self.moment.currentData()),
            text=self.text.toPlainText().strip(),
            references=self._measure.references,
            due=moment_of(self.due) if self.timed.isChecked() else None,
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("已写入条件：{measure}", measure=say(self._measure.title))

    def _make_steps(self, measure: MeasureView, desk: RiskDeskView) -> dict[str, QComboBox]:
        """Return a choice of steps for each factor; full reach where the factor applies."""
        now = dict(measure.reductions)
        factors = {factor.code: factor for factor in desk.factors}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        found: dict[str, QComboBox] = {}
        for number, code in enumerate(measure.factors):
            factor = factors[code]
            box = found[code] = QComboBox()
            for count in range(measure.most + 1):
                box.addItem(tr("降 {count} 级", count=count) if count else tr("不降"), count)
            start = now.get(code, 0) if measure.taken else 0 if factor.not_applicable else measure.most
            box.setCurrentIndex(start)
            score = "—" if factor.before is None else str(factor.before)
            title = tr("{code} {title}（控制前 {score}）", code=code, title=say(factor.title), score=score)
            box.setAccessibleName(title)
            grid.addWidget(ElidedLabel(title), number, 0)
            grid.addWidget(box, number, 1)
        grid.setColumnStretch(0, 1)
        self.steps_pane = QWidget()
        self.steps_pane.setLayout(grid)
        return found
