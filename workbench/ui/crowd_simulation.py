"""A simulated evacuation of a case: what to walk, the run with progress and cancel, and what it showed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedWidget

from workbench.core.pack import Pack
from workbench.errors import WorkbenchError
from workbench.services import simulation, simulation_files
from workbench.services.desk import Desk
from workbench.services.simulation import SimulationView
from workbench.services.simulation_plan import Drawing, case_drawing, file_drawing
from workbench.services.views import Person
from workbench.ui import crowd_simulation_words as words
from workbench.ui.background_run import was_cancelled
from workbench.ui.crowd_simulation_bench import Given, SimulationBench
from workbench.ui.crowd_simulation_form import SimulationForm, greatest
from workbench.ui.crowd_simulation_paint import EvacuationCurve, SimulationMap
from workbench.ui.crowd_simulation_sheet import sheet
from workbench.ui.file_forms import simulation_target
from workbench.ui.i18n import language, say, tr
from workbench.ui.step_site_rows import RowTable
from workbench.ui.tasks import Task
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, row, scrolled, tab_widget
from workbench.ui.workspace_context import CaseContext

SITE = 6
"""Step of the plan that is walked in."""
EMPTY, RESULT = 0, 1
"""Pages of the stack."""
FEW = 2000
"""Most persons proposed at first: a run of some minutes."""


class SimulationPane(QFrame):
    """What to walk above; below the map, the curve, the exits and the settings of the runs."""

    def __init__(self, context: CaseContext, bench: SimulationBench) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.context, self.session, self.bench = context, context.session, bench
        self.form = SimulationForm(bench.given)
        self.save = Button(tr("导出"), icon="file-export", small=True)
        self.fault = label("", "small", "bad", wrap=True)
        self.about = label("", "small", "t2", wrap=True)
        self.headline, self.told = label("", "metric"), label("", "bodyStrong", wrap=True)
        self.cautions = label("", "small", "warn", wrap=True)
        self.map, self.curve = SimulationMap(), EvacuationCurve()
        self.by_level = Button(tr("服务水平"), kind="chip")
        self.by_density = Button(tr("密度"), kind="chip")
        self.exits = RowTable(tr("出口"), words.exit_heads())
        self.every = RowTable(tr("各次运行"), words.run_heads())
        self.settings = label("", "small", "t2", wrap=True)
        self.none = label("", ink="t2", wrap=True)
        self.site = Button(tr("打开场地图"), icon="map-2", small=True)
        self.tabs, self._stack = tab_widget(tr("疏散仿真")), QStackedWidget()
        self._build()
        self._wire()
        self._show_state()

    # What the page asks

    def read(self) -> None:
        """Read the plan on the worker: who is expected, or why it cannot be walked in."""
        file = self.form.file
        task = (
            self.session.ask(_case_checked, self.context.case)
            if file is None
            else self.session.do(_file_checked, file, self.context.pack)
        )
        self._take(task)

    def setFocus(self) -> None:  # type: ignore[override]
        """Put the focus on the exits of a result, or where a run is set up."""
        if self.bench.runs:
            self.tabs.setCurrentIndex(0)
            self.exits.setFocus()
        else:
            self.form.persons.setFocus()

    def begin(self) -> None:
        """Begin the runs with what is typed."""
        if self.bench.drawing is None or self.bench.run.running:
            return
        faulty = self.form.faulty()
        if faulty is not None:
            name, most = faulty.accessibleName(), f"{greatest(faulty):,}"
            self._say_fault(tr("{name}填得不对：应为 1～{most} 的整数", name=name, most=most))
            faulty.setFocus()
            return
        self.fault.hide()
        self.bench.begin(self.form.given(), self.context.pack)

    def given(self) -> Given:
        """Return what is typed."""
        return self.form.given()

    def export_to(self, target: Path) -> None:
        """Write what is shown as a sheet or a picture, the runs as JSON, or the tables of the slowest run."""
        drawn = {".png": self._picture, ".pdf": self._paper}.get(target.suffix.lower())
        if drawn is not None:
            self._save(target, drawn())
            return
        task = self.session.do(simulation_files.written, self.bench.runs, target)
        task.done.connect(self._saved)
        task.failed.connect(self._failed)

    # What the bench tells

    def _show_state(self) -> None:
        """Show what there is: nothing yet, a run under way, a result."""
        running = self.bench.run.running
        self.form.show_state(running=running, ready=self.bench.drawing is not None)
        self.save.setEnabled(bool(self.bench.runs) and not running)
        self._stack.setCurrentIndex(RESULT if self.bench.runs else EMPTY)
        self.about.setText("" if self.bench.drawing is None else words.drawing_words(self.bench.drawing))
        if self.bench.runs:
            self._show_runs(self.bench.runs)

    def _failed(self, fault: WorkbenchError) -> None:
        if was_cancelled(fault):
            self.session.notify(tr("仿真已取消，原结果不变"))
        else:
            self._say_fault(fault.told(language()))

    def _say_fault(self, told: str) -> None:
        self.fault.setText(told)
        self.fault.show()

    def _show_runs(self, runs: tuple[SimulationView, ...]) -> None:
        main = simulation.slowest(runs)
        self.headline.setText(words.time_words(main))
        self.told.setText(words.sentence(runs, main))
        self.cautions.setText("\n".join(f"▲ {say(one)}" for one in main.warnings))
        self.curve.show_runs(runs, main, f"{self.headline.text()} {self.told.text()}")
        self._show_map()
        self.exits.show_rows([words.exit_row(one) for one in main.exits])
        self.every.show_rows([words.run_row(one, main) for one in runs])
        self.settings.setText("\n".join(words.setting_lines(main)))
        self.tabs.setTabText(1, tr("各次运行 {count}", count=len(runs)))

    def _show_map(self) -> None:
        if self.bench.runs:
            self.map.show_view(simulation.slowest(self.bench.runs), by_level=self.by_level.isChecked())

    # The plan

    def _take(self, task: Task) -> None:
        task.done.connect(self._checked)
        task.failed.connect(self._unusable)

    def _another(self) -> None:
        self.bench.drawing = None
        self.read()

    def _checked(self, drawing: Drawing) -> None:
        self.bench.drawing = drawing
        self.fault.hide()
        if not self.form.persons.text():
            self.form.persons.setText(str(min(drawing.persons or FEW, FEW)))
        self.none.setText(words.welcome())
        self.site.hide()
        self._show_state()

    def _unusable(self, fault: WorkbenchError) -> None:
        self.bench.drawing = None
        self._show_state()
        self._say_fault(fault.told(language()))
        self.none.setText(tr("这张平面图不能用于仿真，原因见上。可改正平面图，或在“平面图”中另选 GeoJSON 文件。"))
        self.site.setVisible(self.form.file is None)

    # Files

    def _export(self) -> None:
        target = simulation_target(self)
        if target is not None:
            self.export_to(target)

    def _picture(self) -> bytes:
        buffer = QBuffer()
        self._stack.grab().save(buffer, "PNG")
        return bytes(buffer.data().data())

    def _paper(self) -> bytes:
        return sheet(self.bench.runs, simulation.slowest(self.bench.runs), self.map, self.curve)

    def _save(self, target: Path, data: bytes) -> None:
        """Write a file that is not there yet."""
        try:
            with target.open("xb") as out:
                out.write(data)
        except OSError:
            self._say_fault(tr("文件写不进去，或已经存在：{name}", name=target.name))
        else:
            self._saved(target)

    def _saved(self, target: Path) -> None:
        self.session.notify(tr("已导出 {name}", name=target.name))

    # Construction

    def _wire(self) -> None:
        self.form.wanted.connect(self.begin)
        self.form.unwanted.connect(self.bench.run.cancel)
        self.form.plan_chosen.connect(self._another)
        self.site.clicked.connect(lambda _on=False: self.context.jump(SITE))
        self.save.clicked.connect(lambda _on=False: self._export())
        self.by_level.clicked.connect(lambda _on=False: self._show_map())
        self.by_density.clicked.connect(lambda _on=False: self._show_map())
        self.bench.run.heard.connect(self.form.show_progress)
        self.bench.run.changed.connect(self._show_state)
        self.bench.run.failed.connect(self._failed)

    def _build(self) -> None:
        self.fault.hide()
        head = column(self.form, self.about, self.fault, spacing=6, margins=(16, 10, 14, 8))
        self._stack.addWidget(self._empty())
        self._stack.addWidget(self._result())
        whole = column(head, hairline(), self._stack, spacing=0)
        whole.setStretch(2, 1)
        inner = QFrame()
        inner.setLayout(whole)
        self.setLayout(column(scrolled(inner, by_keys=False), spacing=0))

    def _empty(self) -> QFrame:
        made = QFrame()
        made.setLayout(column(self.none, row(self.site, None), None, spacing=12, margins=(24, 24, 24, 24)))
        return made

    def _result(self) -> QFrame:
        group = QButtonGroup(self)
        for chip in (self.by_level, self.by_density):
            chip.setCheckable(True)
            group.addButton(chip)
        self.by_level.setChecked(True)
        title = row(self.headline, None, self.by_level, self.by_density, 4, self.save)
        head = column(title, self.told, self.cautions, spacing=4, margins=(16, 8, 14, 4))
        figures = row(self.map, self.curve, spacing=8, margins=(10, 0, 10, 4))
        figures.setStretch(0, 3)
        figures.setStretch(1, 2)
        notes = QFrame()
        self.settings.setContentsMargins(16, 12, 16, 12)
        notes.setLayout(column(self.settings, None, spacing=0))
        for widget, name in ((self.exits, tr("出口")), (self.every, tr("各次运行")), (notes, tr("约定与参数"))):
            self.tabs.addTab(widget, name)
        self.tabs.setMinimumHeight(Theme.current.px(150))
        made = QFrame()
        whole = column(head, figures, hairline(), self.tabs, spacing=0)
        whole.setStretch(1, 3)
        whole.setStretch(3, 2)
        made.setLayout(whole)
        return made


def _case_checked(desk: Desk, person: Person, case: str) -> Drawing:
    drawing = case_drawing(desk, person, case)
    _ = drawing.plans
    return drawing


def _file_checked(path: Path, pack: Pack) -> Drawing:
    drawing = file_drawing(path, pack)
    _ = drawing.plans
    return drawing
