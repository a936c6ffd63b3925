"""Screening of a case: arrivals that may be changed in place, the queue over time, the hour that fails, slots."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from functools import partial

from PySide6.QtWidgets import QFrame

from workbench.crowd.model import InputError, Model
from workbench.crowd.registry import MODELS
from workbench.crowd.working import Result, figure
from workbench.errors import WorkbenchError
from workbench.services import crowd_bench, crowd_screening, crowd_sheet
from workbench.services.crowd_screening import FLUID, SLOTS, HourLine, Screening, Start
from workbench.ui.crowd_chart import QueueChart
from workbench.ui.file_forms import table_target
from workbench.ui.i18n import headed, language, say, tr
from workbench.ui.model_form import ModelForm
from workbench.ui.model_result import ResultPane
from workbench.ui.model_run import ModelRun
from workbench.ui.session import Session
from workbench.ui.step_site_rows import Cell, Head, RowTable, TableRow
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, panel, row, scrolled, tab_widget

FORM_WIDTH = 390


class Inputs(QFrame):
    """A model's form filled from the case; what is typed changes nothing in the case."""

    def __init__(self, session: Session, model: Model) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.given: Mapping[str, object] = {}
        self.form = ModelForm(model)
        self.run = ModelRun(session, self)
        self.told = label("", "small", "t2", wrap=True)
        self.reset = Button(tr("按申报"), icon="arrow-back-up", small=True)
        self.setFixedWidth(Theme.current.px(FORM_WIDTH))
        head = column(row(label(say(model.text), "section", wrap=True)), self.told, row(self.reset, None), spacing=6,
                      margins=(16, 12, 16, 8))  # fmt: skip
        whole = column(head, hairline(), scrolled(self.form, by_keys=False), spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.reset.clicked.connect(lambda _on=False: self.fill(self.given))

    def fill(self, given: Mapping[str, object]) -> None:
        """Show what the case gives and compute it."""
        self.given = given
        self.form.put(typed(given))
        self.run.compute()


def typed(given: Mapping[str, object]) -> dict[str, object]:
    """Return inputs as a person would type them."""
    return {key: _typed(value) for key, value in given.items()}


def _typed(value: object) -> object:
    if isinstance(value, list | tuple):
        return [{key: _typed(cell) for key, cell in one.items()} for one in value]
    return figure(value) if isinstance(value, Fraction) else value


class ScreeningPane(QFrame):
    """Two benches: the queue along the arrivals, and entry by slots."""

    def __init__(self, session: Session, case: str) -> None:
        super().__init__()
        self.session, self.case = session, case
        self.found: Screening | None = None
        self.doors: datetime | None = None
        self._filled = False
        self.inputs, self.slots = Inputs(session, MODELS[FLUID]), Inputs(session, MODELS[SLOTS])
        self.verdict = label("", "case", wrap=True)
        self.lanes = label("", "bodyStrong", "t2", wrap=True)
        self.gaps = label("", "small", "warn", wrap=True)
        self.chart = QueueChart()
        self.hours = RowTable(tr("分时段"), _heads())
        self.hours.nothing = tr("还没有结果：填好左侧的到达和通道后自动核算")
        self.working, self.slot_result = ResultPane(), ResultPane()
        self.below, self.tabs = tab_widget(tr("排队与等候")), tab_widget(tr("安检入场"))
        self._build()
        self._wire()

    def read(self) -> None:
        """Read what the case gives; what was typed stays."""
        task = self.session.ask(crowd_screening.of_case, self.case)
        task.done.connect(self.show_start)
        task.failed.connect(self._refused)

    def setFocus(self) -> None:  # type: ignore[override]
        """Put the focus into the form."""
        (self.inputs if not self.tabs.currentIndex() else self.slots).form.focus_first()

    def show_start(self, start: Start) -> None:
        """Show what the case gives; a form that was changed by hand keeps what it says."""
        self.doors = start.doors
        self.gaps.setText("\n".join(f"▲ {say(gap)}" for gap in start.gaps))
        self.gaps.setVisible(bool(start.gaps))
        told = "\n".join(f"· {say(one)}" for one in start.told)
        for inputs, given in ((self.inputs, start.fluid), (self.slots, start.slots)):
            inputs.told.setText(told or tr("案卷没有填齐，可直接在下面试算；不改动案卷。"))
            changed = self._filled and inputs.form.given() != typed(inputs.given)
            if not changed or not self._filled:
                inputs.fill(given)
        self._filled = True

    def _show(self, found: Screening) -> None:
        self.found = found
        self.inputs.form.refuse(())
        self.verdict.setText(("✓ " if found.holds else "▲ ") + headed(found.verdict))
        self._ink("ok" if found.holds else "bad")
        typed_lanes = self.inputs.form.given().get("lanes", "")
        words = tr("各时段都通行至少需要 {lanes} 条通道，现按 {now} 条计算", lanes=found.lanes, now=typed_lanes or "—")
        self.lanes.setText(words if found.lanes is not None else "")
        self.chart.show_points(found.curve, self.doors, say(found.verdict))
        self.hours.show_rows([_row(str(n), one) for n, one in enumerate(found.hours)])
        self.working.show_result(found.result)

    def _ink(self, ink: str) -> None:
        self.verdict.setProperty("ink", ink)
        self.verdict.style().unpolish(self.verdict)
        self.verdict.style().polish(self.verdict)

    def _refused(self, fault: WorkbenchError) -> None:
        faulty = isinstance(fault, InputError)
        if isinstance(fault, InputError):
            self.inputs.form.refuse(fault.faults)
        self._ink("t2")
        self.verdict.setText(tr("数据还不够，不能核算。补填左侧标出的项") if faulty else fault.told(language()))
        self.lanes.setText(say(fault.message) if faulty else "")
        self.hours.show_rows(())
        self.working.show_nothing(fault.told(language()))

    def _show_slots(self, found: Result) -> None:
        self.slots.form.refuse(())
        self.slot_result.show_result(found)

    def _slots_refused(self, fault: WorkbenchError) -> None:
        if isinstance(fault, InputError):
            self.slots.form.refuse(fault.faults)
        self.slot_result.show_nothing(fault.told(language()))

    def _export(self, pane: ResultPane) -> None:
        target = table_target(self, tr("安检入场"))
        if target is not None and pane.found is not None:
            task = self.session.do(crowd_sheet.export, pane.found, target, language=language())
            task.done.connect(lambda made: self.session.notify(tr("已导出 {name}", name=made.name)))
            task.failed.connect(lambda fault: self.session.notify(fault.told(language())))

    def _wire(self) -> None:
        pack = self.session.desk.pack
        self.inputs.run.watch(self.inputs.form, lambda given: crowd_screening.screened(given, pack, self.doors))
        self.inputs.run.computed.connect(self._show)
        self.inputs.run.refused.connect(self._refused)
        self.slots.run.watch(self.slots.form, lambda given: crowd_bench.calculated(SLOTS, given, pack))
        self.slots.run.computed.connect(self._show_slots)
        self.slots.run.refused.connect(self._slots_refused)
        for pane in (self.working, self.slot_result):
            pane.export_requested.connect(partial(self._export, pane))

    def _build(self) -> None:
        self.below.addTab(self.hours, tr("分时段"))
        self.below.addTab(self.working, tr("计算过程"))
        head = column(self.verdict, self.lanes, self.gaps, spacing=4, margins=(16, 12, 16, 4))
        right = panel("surface")
        inside = column(head, self.chart, hairline(), self.below, spacing=4)
        inside.setStretch(1, 3)
        inside.setStretch(3, 3)
        right.setLayout(inside)
        for left, beside, name in (
            (self.inputs, right, tr("排队与等候")),
            (self.slots, self.slot_result, tr("分时段入场")),
        ):
            bench = QFrame()
            both = row(left, beside, spacing=1)
            both.setStretch(1, 1)
            bench.setLayout(both)
            self.tabs.addTab(bench, name)
        self.setLayout(column(self.tabs, spacing=0))


def _heads() -> tuple[Head, ...]:
    return (
        Head(tr("时段"), 120, 2),
        Head(tr("到达"), 84, 1, figures=True),
        Head(tr("可通行"), 84, 1, figures=True),
        Head(tr("最长队伍"), 90, 1, figures=True),
        Head(tr("时段末未进"), 90, 1, figures=True),
        Head(tr("最长等候"), 90, 1, figures=True),
        Head(tr("结论"), 96),
    )


def _row(key: str, one: HourLine) -> TableRow:
    verdict = Cell(tr("足够"), "", "ok", "circle-check") if one.holds else Cell(tr("不足"), "", "bad", "circle-x")
    figures = (one.arrivals, one.capacity, one.queue, one.left)
    cells = (
        Cell(say(one.name)),
        *(Cell(f"{round(value):,}") for value in figures),
        Cell(tr("{minutes} 分", minutes=f"{float(one.wait):.1f}")),
        verdict,
    )
    return TableRow(key, cells)
