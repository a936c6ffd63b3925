"""The crowd bench: published models to compute with, their published examples, and where the sources disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QLineEdit

from workbench.core.pack import Pack
from workbench.crowd.model import InputError, Model
from workbench.crowd.registry import GROUPS, MODELS
from workbench.crowd.verification import Example
from workbench.crowd.working import Result
from workbench.errors import WorkbenchError
from workbench.services import crowd_bench, crowd_sheet
from workbench.ui.file_forms import table_target
from workbench.ui.i18n import language, say, tr
from workbench.ui.model_form import ModelForm
from workbench.ui.model_result import ResultPane
from workbench.ui.model_run import ModelRun
from workbench.ui.model_sources import SourcesPane
from workbench.ui.model_verification import VerificationPane
from workbench.ui.register_rail import RailLine, RegisterRail
from workbench.ui.screen import Screen
from workbench.ui.session import Session
from workbench.ui.simulation_verification import SimulationCasesPane
from workbench.ui.step_risk_mirror import BacktestPane
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, clear, column, hairline, label, panel, row, scrolled, tab_widget

FORM_WIDTH = 400
TABLES = VerificationPane | SourcesPane | SimulationCasesPane | BacktestPane
"""Tabs that are a table."""
MOST_ROWS = 60
"""Rows of the back-test before it scrolls by itself."""


@dataclass(frozen=True)
class ModelsMemory:
    """What a page made anew needs: the tab, the model, what was typed into it, the words of the search."""

    tab: int = 0
    code: str = ""
    given: Mapping[str, object] | None = None
    text: str = ""


class ModelsPage(Screen):
    """Models at the left, the form in the middle, the result with its working at the right."""

    def __init__(self, session: Session, memory: ModelsMemory | None = None) -> None:
        super().__init__()
        self.setObjectName("app")
        self.session = session
        kept = memory or ModelsMemory()
        self._text = kept.text
        self.code = kept.code if kept.code in MODELS else next(iter(MODELS))
        self.form = ModelForm(MODELS[self.code])
        self.rail = RegisterRail(tr("人群模型"))
        self.rail.setFixedWidth(Theme.current.px(250))
        self.words = QLineEdit()
        self.result = ResultPane()
        self.verification, self.sources = VerificationPane(session), SourcesPane(session)
        self.cases = SimulationCasesPane(session)
        self.backtest = BacktestPane(session, session.desk.pack, most=MOST_ROWS)
        self.tabs = tab_widget(tr("人群模型"))
        self._examples: tuple[Example, ...] = ()
        self._place = 0
        self.run = ModelRun(session, self)
        self._build()
        self._wire()
        self.search(self._text)
        self.choose(self.code, kept.given)
        self.tabs.setCurrentIndex(kept.tab)

    # What the window asks

    def remember(self) -> object:
        """Return what is shown and typed."""
        return ModelsMemory(self.tabs.currentIndex(), self.code, self.form.given(), self._text)

    def focus_first(self) -> None:
        """Put the focus on the list of models, or on the table of the tab."""
        shown = self.tabs.currentWidget()
        if shown is not None and shown.isAncestorOf(self.backtest):
            shown = self.backtest
        (shown if isinstance(shown, TABLES) else self.rail).setFocus()

    def search(self, text: str) -> None:
        """Show the models, examples and constants with the words."""
        self._text = text
        if self.words.text() != text:
            self.words.setText(text)
        self.rail.show_lines(lines(text), self.code)
        self.verification.filter(text)
        self.sources.filter(text)
        self.cases.filter(text)
        self.none.setVisible(self.rail.count() == 0)

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("Ctrl F", tr("搜索")), ("Ctrl Tab", tr("下一页签")), ("Ctrl Del", tr("删除本行")))

    # Choosing and computing

    def choose(self, code: str, given: Mapping[str, object] | None = None) -> None:
        """Show a model, with what was typed before, or else with its first published example."""
        self.code = code
        self.rail.choose(code)
        self._show_form(MODELS[code])
        self.result.clear()
        task = self.session.do(crowd_bench.start_of, code, self.session.desk.pack)
        task.done.connect(partial(self._fill, code, given))

    def compute(self) -> None:
        """Compute the model with what is typed now."""
        self.run.compute()

    def empty(self) -> None:
        """Take all inputs away."""
        self.form.put({})
        self.origin.setText("")
        self.compute()
        self.form.focus_first()

    def fill_example(self) -> None:
        """Put the next published example into the form."""
        if self._examples:
            self._place = (self._place + 1) % len(self._examples)
            self._put_example(self._examples[self._place])

    def export_to(self, target: Path) -> None:
        """Write the result with its working to a file."""
        if self.result.found is not None:
            task = self.session.do(crowd_sheet.export, self.result.found, target, language=language())
            task.done.connect(self._exported)
            task.failed.connect(self._fault)

    def _fill(
        self, code: str, given: Mapping[str, object] | None, start: tuple[tuple[Example, ...], crowd_bench.Choices]
    ) -> None:
        if code != self.code:
            return
        examples, choices = start
        self.form.offer(choices)
        self._examples, self._place = examples, 0
        self.example.setVisible(bool(examples))
        if given is not None:
            self.form.put(given)
            self.compute()
        elif examples:
            self._put_example(examples[0])
        else:
            self.form.put({})
            self.compute()

    def _put_example(self, one: Example) -> None:
        self.form.put(one.given)
        self.origin.setText(tr("已填入算例 {code}：{name}", code=one.code, name=say(one.text)))
        self.compute()

    def _computed(self, found: Result) -> None:
        self.form.refuse(())
        self.result.show_result(found)

    def _refused(self, fault: WorkbenchError) -> None:
        if isinstance(fault, InputError):
            self.form.refuse(fault.faults)
            self.result.show_nothing(tr("{count} 项输入不能计算，见表单中标出处", count=len(fault.faults)))
        else:
            self.result.show_nothing(fault.told(language()))

    # Files

    def _export(self) -> None:
        target = table_target(self, say(MODELS[self.code].text))
        if target is not None:
            self.export_to(target)

    def _exported(self, target: Path) -> None:
        self.session.notify(tr("已导出 {name}", name=target.name))

    def _fault(self, fault: WorkbenchError) -> None:
        self.session.notify(fault.told(language()))

    # Construction

    def _show_form(self, model: Model) -> None:
        self.title.setText(say(model.text))
        self.about.setText(say(model.about))
        self.origin.setText("")
        clear(self._holder)
        self.form = ModelForm(model)
        self.form.edited.connect(partial(self.origin.setText, ""))
        self.run.watch(self.form, partial(_calculated, model.code, self.session.desk.pack))
        area = scrolled(self.form, by_keys=False)
        self._holder.addWidget(area)

    def _wire(self) -> None:
        self.rail.chosen.connect(self.choose)
        self.words.textChanged.connect(self.search)
        self.run.computed.connect(self._computed)
        self.run.refused.connect(self._refused)
        self.example.clicked.connect(lambda _on=False: self.fill_example())
        self.blank.clicked.connect(lambda _on=False: self.empty())
        self.result.export_requested.connect(self._export)
        self.verification.model_requested.connect(self._open_example)

    def _open_example(self, one: Example) -> None:
        self.tabs.setCurrentIndex(0)
        self.choose(one.model, one.given)

    def _build(self) -> None:
        self.title = label("", "section", wrap=True)
        self.about = label("", "small", "t2", wrap=True)
        self.origin = label("", "small", "info", wrap=True)
        self.none = label(tr("没有符合的模型，换个词试试。"), "small", "t2", wrap=True)
        self.none.setContentsMargins(12, 12, 12, 12)
        self.none.hide()
        self.example = Button(tr("填入算例"), icon="flask", small=True)
        self.blank = Button(tr("清空"), icon="x", kind="ghost", small=True)
        self._holder = column(spacing=0)
        head = column(self.title, self.about, row(self.example, self.blank, None), self.origin, spacing=6,
                      margins=(16, 12, 16, 8))  # fmt: skip
        middle = panel("surface")
        middle.setFixedWidth(Theme.current.px(FORM_WIDTH))
        body = column(head, hairline(), spacing=0)
        body.addLayout(self._holder, 1)
        middle.setLayout(body)
        self.words.setPlaceholderText(tr("搜索模型"))
        self.words.setAccessibleName(tr("搜索模型"))
        self.words.setFixedWidth(self.rail.width() - Theme.current.px(16))
        left = column(column(self.words, margins=(8, 8, 8, 8)), self.none, self.rail, spacing=0)
        left.setStretch(2, 1)
        bench = QFrame()
        inside = row(middle, self.result, spacing=1)
        inside.setStretch(1, 1)
        inside.insertLayout(0, left)
        bench.setLayout(inside)
        self.tabs.addTab(bench, tr("模型"))
        self.tabs.addTab(self.verification, tr("算例核对"))
        self.tabs.addTab(self.sources, tr("来源冲突"))
        self.tabs.addTab(self.cases, tr("仿真验证"))
        self.tabs.addTab(self._backtest(), tr("事故回测"))
        self.setLayout(column(self.tabs, spacing=0))

    def _backtest(self) -> QFrame:
        inner = panel("surface")
        inner.setLayout(column(self.backtest, spacing=0, margins=(16, 12, 16, 12)))
        made = panel("surface")
        made.setLayout(column(scrolled(inner), spacing=0))
        return made


def _calculated(code: str, pack: Pack, given: Mapping[str, object]) -> Result:
    return crowd_bench.calculated(code, given, pack)


def lines(text: str = "") -> list[RailLine]:
    """Return the models by group; with words, only those that have them in name, description or code."""
    made: list[RailLine] = []
    wanted = text.strip().casefold()
    for group, name in GROUPS.items():
        mine = [one for one in MODELS.values() if one.group == group and wanted in _words(one)]
        if mine:
            made.append(RailLine("", say(name)))
            made += [RailLine(one.code, f"    {say(one.text)}") for one in mine]
    return made


def _words(one: Model) -> str:
    parts = (one.code, one.text.zh, one.text.en, one.about.zh, one.about.en, GROUPS[one.group].zh, GROUPS[one.group].en)
    return " ".join(parts).casefold()
