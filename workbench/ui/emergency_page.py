"""The page of the emergency plan: triggers and scenarios, the form of one, findings, breaker sheet, exercises."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QSplitter, QTabWidget

from workbench.core import commands as c
from workbench.errors import WorkbenchError
from workbench.services import emergency_desk as service
from workbench.services.emergency_desk import SCENARIO, TRIGGER, Replay
from workbench.services.emergency_fields import form_fields
from workbench.services.emergency_view import EmergencyView
from workbench.services.views import CaseView
from workbench.ui import emergency_words as words
from workbench.ui.dialogs import Dialog
from workbench.ui.emergency_form import CardForm
from workbench.ui.i18n import language, say, tr
from workbench.ui.living import alive
from workbench.ui.paper_preview import PaperPreview
from workbench.ui.step_decision_lines import Line, LineList
from workbench.ui.step_site_rows import RowTable
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, panel, row, scrolled
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

NUMBER = 16
FINDINGS, SHEET, DRILLS = range(3)


def replayed(desk: Any, person: Any, case: str, path: str) -> Replay:
    """Read and replay an exercise. Runs on the worker."""
    view = service.of_open(desk, person, case)
    return service.replay(view, Path(path), desk.case(case))


class EmergencyPage(StepPage):
    """Lists at the left, the form of the card under the cursor, findings, sheet and exercises at the right."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.found: EmergencyView | None = None
        self.replay: Replay | None = None
        self.tables = {
            TRIGGER: RowTable(tr("熔断触发项"), words.trigger_heads()),
            SCENARIO: RowTable(tr("应急情景"), words.scenario_heads()),
        }
        self.lists = QTabWidget()
        self.form = CardForm()
        self.findings = LineList(tr("缺漏"))
        self.drills = LineList(tr("桌面推演"))
        self.preview = PaperPreview(context)
        self.tabs = QTabWidget()
        self.adopt = Button("", icon="check")
        self.keep = Button(tr("登记推演"), icon="check", kind="primary")
        self._title = label("", "section", wrap=True)
        self._told = label("", "small", "t2", wrap=True)
        self._sum = label("", "small", "t2", wrap=True)
        self._wanted = str(context.memory.get(NUMBER) or "")
        self._build()
        self._wire()

    # What the workspace asks

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case; the plan is worked out in the background."""
        task = self.context.session.ask(service.of_open, view.row.case)
        task.done.connect(alive(self, self._take))
        if self.tabs.currentIndex() == SHEET:
            self._draw_sheet()

    def reveal(self, object_: str) -> None:
        """Put the cursor on a trigger, a scenario or a kept exercise."""
        self._wanted = object_
        self._choose(object_)

    def focus_first(self) -> None:
        """Put the focus on the list in sight."""
        self.table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the lists."""
        return (("J K", tr("上下项")), ("Tab", tr("下一栏")))

    def buttons(self) -> tuple[StepButton, ...]:
        """Return the import of an exercise."""
        why = self.context.why_not(c.RecordDrill.kind)
        return (StepButton(tr("导入推演"), self.open_drill, "file-import", why_not=say(why) if why else ""),)

    def search(self, text: str) -> None:
        """Put the cursor on the first row with the words."""
        if text:
            self.table.choose(self.table.first_with(text))

    def remember(self) -> None:
        """Keep the cursor, save what is being typed."""
        self.form.settle()
        self.context.memory[NUMBER] = self.table.key

    # What is shown

    @property
    def kind(self) -> str:
        """Return which list is in sight."""
        return SCENARIO if self.lists.currentIndex() else TRIGGER

    @property
    def table(self) -> RowTable:
        """Return the list in sight."""
        return self.tables[self.kind]

    def _take(self, found: EmergencyView) -> None:
        self.found = found
        self.tables[TRIGGER].show_rows([words.trigger_row(card, found) for card in found.plan.triggers])
        self.tables[SCENARIO].show_rows([words.scenario_row(card, found) for card in found.plan.scenarios])
        self.findings.show_lines([*words.lint_lines(found.lint)] or [words.nothing_wrong()])
        self.tabs.setTabText(FINDINGS, tr("缺漏 {count}", count=len(found.lint)))
        told = {"t": len(found.plan.adopted), "s": len(found.plan.covered), "d": len(found.drills)}
        self._sum.setText(tr("触发项 {t} 项 · 情景 {s} 个 · 推演 {d} 次", **told))
        self._show_drills()
        if self._wanted:
            self._choose(self._wanted)
            self._wanted = ""
        self._show_card()

    def _choose(self, code: str) -> None:
        if self.found is not None and code in self.found.drills:
            self.tabs.setCurrentIndex(DRILLS)
            self.drills.choose(code)
            return
        for number, kind in enumerate((TRIGGER, SCENARIO)):
            if self.tables[kind].model().place_of(code) >= 0:  # type: ignore[attr-defined]
                self.lists.setCurrentIndex(number)
                self.tables[kind].choose(code)

    def _show_card(self) -> None:
        if self.found is None:
            return
        code, kind = self.table.key, self.kind
        card = self.found.plan.trigger(code) if kind == TRIGGER else self.found.plan.scenario(code)
        if card is None:
            return
        there = self._there(code)
        self._title.setText(f"{code} {say(card.title if kind == TRIGGER else card.state.scenario.text)}")  # type: ignore[union-attr]
        told = [f"{say(one.text)}{tr('：')}{say(one.remedy)}" for one in self.found.lint_of(code)]
        self._told.setText("\n".join(told))
        self._told.setVisible(bool(told))
        self.adopt.set_text(tr("移出方案") if there else tr("纳入方案"))
        may = self.context.may(c.SetTrigger.kind) and self.context.may(c.EditPlan.kind)
        self.adopt.setEnabled(may)
        self.form.show_fields(f"{kind} {code}", form_fields(self.found, kind, code), may=may)

    def _there(self, code: str) -> bool:
        assert self.found is not None
        if self.kind == TRIGGER:
            trigger = self.found.plan.trigger(code)
            return trigger is not None and trigger.state.adopted
        scenario = self.found.plan.scenario(code)
        return scenario is not None and scenario.state.covered

    def _show_drills(self) -> None:
        if self.found is None:
            return
        ready = self.replay is not None and self.replay.command is not None
        self.keep.setVisible(ready)
        new = [*words.replay_lines(self.replay, self.found)] if self.replay else []
        self.drills.show_lines([*new, *words.drill_lines(dict(self.found.drills), self.found)])
        self.tabs.setTabText(DRILLS, tr("推演 {count}", count=len(self.found.drills)))

    def _draw_sheet(self) -> None:
        if self.found is not None and not self.found.plan.adopted:
            self.preview.say_nothing(
                tr("还没有熔断卡"), tr("熔断卡列出方案采用的触发项。先在左侧把应有的触发项纳入方案。")
            )
            return
        self.preview.want(service.sheet_code(language()))

    # Acts

    def _edited(self, field: str, text: str) -> None:
        if self.found is None:
            return
        place = (self.kind, self.table.key, field)
        try:
            command = service.edit(self.context.case, self.found, place, text)
        except WorkbenchError as fault:
            self._refused(place, fault)
            return
        self.context.do(command, refused=partial(self._refused, place))

    def _refused(self, place: tuple[str, str, str], fault: WorkbenchError) -> None:
        kind, code, field = place
        if self.found is not None and (kind, code) == (self.kind, self.table.key):
            saved = next((one.value for one in form_fields(self.found, kind, code) if one.key == field), "")
            self.form.refuse(field, saved, fault)

    def _turn(self) -> None:
        """Take the card into the plan, or out of it."""
        if self.found is None:
            return
        code = self.table.key
        wanted = not self._there(code)
        command = service.adopt(self.context.case, self.found, self.kind, code, applicable=wanted)
        self.context.do(
            command, said=tr("{code} 已纳入方案", code=code) if wanted else tr("{code} 已移出方案", code=code)
        )

    def _go(self, line: Line) -> None:
        """Go to the field of a finding."""
        kind, _, rest = line.key.partition(" ")
        code, _, field = rest.partition(" ")
        if kind in self.tables:
            self.lists.setCurrentIndex(0 if kind == TRIGGER else 1)
            self.tables[kind].choose(code)
            self.form.focus(field)

    def _go_signal(self, line: Line) -> None:
        if line.object:
            self._choose(line.object)

    def open_drill(self) -> None:
        """Choose the file of an exercise and replay it; nothing is kept before it is looked at."""
        path, _ = QFileDialog.getOpenFileName(self, tr("导入推演"), "", tr("推演文件 (*.json)"))
        if path:
            task = self.context.session.ask(replayed, self.context.case, path)
            task.done.connect(alive(self, self._took_replay))
            task.failed.connect(self.context.session.save_failed)

    def _took_replay(self, found: Replay) -> None:
        self.replay = found
        self._show_drills()
        self.tabs.setCurrentIndex(DRILLS)
        self.drills.setFocus()

    def _keep(self) -> None:
        if self.replay is not None and self.replay.command is not None:
            task = self.context.do(self.replay.command, said=tr("已登记桌面推演"))
            task.done.connect(alive(self, self._kept))

    def _kept(self, _given: object) -> None:
        self.replay = None
        self._show_drills()

    def open_deputies(self) -> None:
        """Name a deputy once for everything that the decider of the card under the cursor decides."""
        if self.found is None:
            return
        card = self.found.plan.trigger(self.table.key) if self.kind == TRIGGER else None
        scene = self.found.plan.scenario(self.table.key)
        decider = card.deciders[0] if card and card.deciders else scene.decider if scene else ""
        if decider:
            DeputyDialog(self, decider).open()
        else:
            self.context.session.notify(tr("这一项还没有决策人。先写决策人，再补副决策人。"))
            self.form.focus("decider")

    def name_deputy(self, decider: str, deputy: str) -> None:
        """Name the deputy of a decider wherever there is none."""
        assert self.found is not None
        made = service.fill_deputies(self.context.case, self.found, decider, deputy)
        if made:
            self.context.do(*made, said=tr("已为 {count} 处指定副决策人", count=len(made)))

    # Inside

    def _wire(self) -> None:
        for table in self.tables.values():
            table.moved.connect(lambda _key: self._show_card())
        self.lists.currentChanged.connect(lambda _n: self._show_card())
        self.form.edited.connect(self._edited)
        self.findings.acted.connect(self._go)
        self.drills.acted.connect(self._go_signal)
        self.adopt.clicked.connect(lambda _on=False: self._turn())
        self.keep.clicked.connect(lambda _on=False: self._keep())
        self.deputies.clicked.connect(lambda _on=False: self.open_deputies())
        self.tabs.currentChanged.connect(lambda n: self._draw_sheet() if n == SHEET else None)

    def _build(self) -> None:
        px = Theme.current.px
        self.lists.addTab(self.tables[TRIGGER], tr("触发项"))
        self.lists.addTab(self.tables[SCENARIO], tr("情景"))
        self.lists.tabBar().setAccessibleName(tr("触发项和情景"))
        self.deputies = Button(tr("补齐副决策人…"), icon="users")
        left = panel("surface")
        top = panel("alt")
        top.setProperty("hair", "bottom")
        top.setLayout(column(self._sum, margins=(14, 8, 14, 8)))
        left.setLayout(column(top, self.lists, spacing=0))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for part in (left, self._middle(), self._right()):
            split.addWidget(part)
        split.setSizes([px(400), px(390), px(360)])
        self.setLayout(column(split, spacing=0))

    def _middle(self) -> Any:
        inner = panel("surface")
        inner.setLayout(column(self._title, self._told, self.form, spacing=8, margins=(16, 12, 16, 12)))
        acts = panel("surface")
        acts.setProperty("hair", "top")
        acts.setLayout(row(self.adopt, self.deputies, None, margins=(14, 8, 14, 8)))
        middle = panel("surface")
        lines = column(spacing=0)
        lines.addWidget(scrolled(inner), 1)
        lines.addWidget(acts)
        middle.setLayout(lines)
        return middle

    def _right(self) -> QTabWidget:
        drills = panel("surface")
        lines = column(spacing=0)
        lines.addWidget(self.drills, 1)
        lines.addLayout(row(self.keep, None, margins=(14, 8, 14, 8)))
        drills.setLayout(lines)
        self.tabs.addTab(self.findings, tr("缺漏"))
        self.tabs.addTab(self.preview, tr("熔断卡"))
        self.tabs.addTab(drills, tr("推演"))
        self.tabs.tabBar().setAccessibleName(tr("缺漏、熔断卡和推演"))
        self.keep.hide()
        return self.tabs


class DeputyDialog(Dialog):
    """One name for everything that a person decides."""

    def __init__(self, page: EmergencyPage, decider: str) -> None:
        super().__init__(page, tr("补齐副决策人"), icon="users")
        self._page, self._decider = page, decider
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("副决策人"))
        self.name.setPlaceholderText(tr("姓名与职务"))
        told = tr("{name} 决策而没有副职的触发项和情景，都由下列人员担任副决策人。", name=decider)
        self.add(label(told, ink="t2", wrap=True))
        self.add(self.name)
        self.button(tr("取消"), self.reject)
        self.button(tr("补齐"), self._name, kind="primary", icon="check")

    def _name(self) -> None:
        if self.name.text().strip():
            self._page.name_deputy(self._decider, self.name.text().strip())
            self.accept()
        else:
            self.name.setFocus()
