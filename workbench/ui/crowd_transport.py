"""Transport of a case: parking and dispersal, filled with what the case says, each number with where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtWidgets import QFrame

from workbench.core.pack import Pack
from workbench.crowd.model import InputError
from workbench.crowd.registry import MODELS
from workbench.crowd.working import Result
from workbench.errors import WorkbenchError
from workbench.services import crowd_bench, crowd_sheet, crowd_transport
from workbench.services.crowd_transport import DISPERSAL, PARKING, Start
from workbench.ui.crowd_screening import Inputs
from workbench.ui.file_forms import table_target
from workbench.ui.i18n import language, say, tr
from workbench.ui.model_result import ResultPane
from workbench.ui.session import Session
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, row, tab_widget

FORM_WIDTH = 640


class TransportPane(QFrame):
    """Two benches, cars and coaches each with their own places, and the way home by every mode."""

    def __init__(self, session: Session, case: str) -> None:
        super().__init__()
        self.session, self.case = session, case
        self._filled = False
        self.benches = {code: Bench(session, code) for code in (PARKING, DISPERSAL)}
        self.tabs = tab_widget(tr("交通停车"))
        for code, bench in self.benches.items():
            self.tabs.addTab(bench, say(MODELS[code].text))
        self.setLayout(column(self.tabs, spacing=0))

    def read(self) -> None:
        """Read what the case gives; what was typed stays."""
        task = self.session.ask(crowd_transport.of_case, self.case)
        task.done.connect(self.show_start)
        task.failed.connect(self._refused)

    def setFocus(self) -> None:  # type: ignore[override]
        """Put the focus into the form."""
        list(self.benches.values())[self.tabs.currentIndex()].inputs.form.focus_first()

    def show_start(self, start: Start) -> None:
        """Show what the case gives; a form that was changed by hand keeps what it says."""
        for bench in self.benches.values():
            bench.show_start(start, keep=self._filled)
        self._filled = True

    def _refused(self, fault: WorkbenchError) -> None:
        for bench in self.benches.values():
            bench.result.show_nothing(fault.told(language()))


class Bench(QFrame):
    """A model's form beside what comes out; what is typed changes nothing in the case."""

    def __init__(self, session: Session, code: str) -> None:
        super().__init__()
        self.session, self.code = session, code
        self._filled: dict[str, object] = {}
        self.inputs, self.result = Inputs(session, MODELS[code]), ResultPane()
        self.inputs.setFixedWidth(Theme.current.px(FORM_WIDTH))
        both = row(self.inputs, self.result, spacing=1)
        both.setStretch(1, 1)
        self.setLayout(both)
        run = self.inputs.run
        run.watch(self.inputs.form, partial(_calculated, code, session.desk.pack))
        run.computed.connect(self._show)
        run.refused.connect(self._refused)
        self.result.export_requested.connect(self._export)

    def show_start(self, start: Start, *, keep: bool) -> None:
        """Show what the case gives and where it is from; ``keep`` leaves a form alone that was changed by hand."""
        lines = [
            *(f"· {say(one)}" for one in start.told[self.code]),
            *(f"▲ {say(one)}" for one in start.gaps[self.code]),
        ]
        self.inputs.told.setText("\n".join(lines))
        if not keep or self.inputs.form.given() == self._filled:
            self.inputs.fill(start.inputs(self.code, language()))
            self._filled = self.inputs.form.given()

    def _show(self, found: Result) -> None:
        self.inputs.form.refuse(())
        self.result.show_result(found)

    def _refused(self, fault: WorkbenchError) -> None:
        if isinstance(fault, InputError):
            self.inputs.form.refuse(fault.faults)
            self.result.show_nothing(tr("{count} 项输入不能计算，见表单中标出处", count=len(fault.faults)))
        else:
            self.result.show_nothing(fault.told(language()))

    def _export(self) -> None:
        target = table_target(self, say(MODELS[self.code].text))
        if target is not None and self.result.found is not None:
            task = self.session.do(crowd_sheet.export, self.result.found, target, language=language())
            task.done.connect(lambda made: self.session.notify(tr("已导出 {name}", name=made.name)))
            task.failed.connect(lambda fault: self.session.notify(fault.told(language())))


def _calculated(code: str, pack: Pack, given: Mapping[str, object]) -> Result:
    return crowd_bench.calculated(code, given, pack)
