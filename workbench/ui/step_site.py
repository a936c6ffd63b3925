"""Step 6: the site plan and its editor, zones and gates beside what is drawn, checks, the on-site check."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from workbench.core.commands import EditPlan, JudgeSite, RecordSiteCheck
from workbench.services.gates import SITE_CHECK
from workbench.services.views import CaseView
from workbench.ui import step_site_words as words
from workbench.ui.i18n import clock_time, say, tr
from workbench.ui.site_editor import SiteEditor
from workbench.ui.site_list import Entries
from workbench.ui.site_parts import PARTS
from workbench.ui.site_side import SidePane
from workbench.ui.step_site_check import SiteCheckDialog
from workbench.ui.step_site_judge import Judged
from workbench.ui.step_site_page import ObjectsStep, of_kind
from workbench.ui.step_site_rows import RowTable
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, panel, row
from workbench.ui.workspace_context import CaseContext, StepButton

WIDE = 332
"""Width of the panes beside the plan [px]."""
JUDGED = frozenset({"zone", "gate"})
"""Layers whose objects have a verdict of this step."""


class SiteStep(ObjectsStep):
    """The plan as the heart of the step; the tables say the same in rows."""

    number = 6
    overall = "site"
    wants_room = True

    def __init__(self, context: CaseContext) -> None:
        self.plan = SiteEditor(context)
        self._checks = label("", "small", "t2", wrap=True)
        self.record = Button(tr("登记现场查验"), icon="clipboard-check", small=True)
        self._read_at = -1
        self._faults: dict[str, str] = {}
        self._entries = Entries(self.plan.scene, context.pack)
        self._alone = ""
        super().__init__(context)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._list)
        self.plan.scene.selected.connect(self._selected)
        self.plan.draft.shown.connect(self._list_soon)
        self.plan.opened.connect(self._open_form)
        self.record.clicked.connect(lambda _on=False: self.open_site_check())
        self._wire_panes()
        self.parts = tuple(make(self) for make in PARTS)

    def build_tabs(self) -> None:
        """Add the plan, then zones and gates as rows."""
        self.tabs.addTab(self.plan, tr("平面图"))
        self.add_table("zone", tr("区域"), words.zone_heads())
        self.add_table("gate", tr("出入口"), words.gate_heads())

    def arrange(self) -> None:
        """Put plan and tables on the left, the three panes on the right."""
        self.panes = SidePane(self.context, self.inspector.judge)
        self.panes.setFixedWidth(Theme.current.px(WIDE))
        for widget in (hairline(), self._sum, self.conclusion, *self.below()):
            self.panes.checks.inside.insertWidget(self.panes.checks.inside.count() - 1, widget)
        self._sum.setContentsMargins(*(Theme.current.px(side) for side in (14, 4, 14, 0)))
        line = row(self.tabs, self.panes, spacing=0)
        line.setStretch(0, 1)
        self.setLayout(line)

    def fill(self, view: CaseView) -> None:
        """Fill plan, tables, and let every part read the case when it has changed."""
        pack = self.context.pack
        zones, gates = of_kind(view, "zone"), of_kind(view, "gate")
        self.tables["zone"].show_rows([words.zone_row(zone, pack) for zone in zones])
        self.tables["gate"].show_rows([words.gate_row(gate, pack) for gate in gates])
        titles = (("zone", tr("区域"), len(zones)), ("gate", tr("出入口"), len(gates)))
        for key, title, count in titles:
            self.title_tab(key, title, count)
        self.plan.show_case(view)
        self._say_checks(view)
        if self._read_at != view.version:
            self._read_at = view.version
            self.panes.checks.read()
            for part in getattr(self, "parts", ()):
                part.show_case(view)

    def object_of(self, key: str) -> Judged | None:
        """Return a zone or a gate."""
        found = next((one for one in self.context.view.site if one.code == key and one.kind != "post"), None)
        return words.judged(found, self.context.pack, f"{found.kind}s") if found else None

    def show_current(self) -> None:
        """Show the object under the cursor of a table, or the one selected on the plan."""
        if isinstance(self.tabs.currentWidget(), RowTable):
            key = self.table().key
            layer = next(name for name, table in self.tables.items() if table is self.table())
            found = [k for k in self.plan.scene.keys_of((self._ref(key),)) if k.startswith(layer)]
            self.plan.scene.select(found)
            judged = self.object_of(key)
            if judged is not None:
                self.panes.setCurrentWidget(self.panes.object)
                self.show_judged(judged)
        self._show_object()

    def show_judged(self, judged: Judged) -> None:
        """Show verdict and note of an object."""
        self.inspector.judge.setVisible(True)
        self.inspector.judge.show_object(judged, may_edit=self.context.may(JudgeSite.kind))

    def judges_now(self) -> bool:
        """Say whether an object that can be judged is in sight."""
        return bool(self.inspector.judge.code)

    def summary(self, view: CaseView) -> str:
        """Return counts of objects and verdicts."""
        objects = [one for one in view.site if one.kind != "post"]
        judged = sum(bool(one.verdict) for one in objects)
        wrong = sum(one.verdict == "correct" for one in objects)
        return tr("已判 {judged} / {total} 处，需整改 {wrong} 处", judged=judged, total=len(objects), wrong=wrong)

    def reveal(self, object_: str) -> None:
        """Open the on-site check, or select an object on the plan and in its table."""
        if object_ == SITE_CHECK:
            self.open_site_check()
            return
        if object_ == self.overall:
            self.panes.setCurrentWidget(self.panes.checks)
        super().reveal(object_)
        keys = self.plan.scene.keys_of((self._ref(object_),))
        if keys:
            self.plan.select(keys[:1])

    def reveal_all(self, objects: tuple[str, ...]) -> None:
        """Select every object on the plan that is drawn; the tables follow the first."""
        self.reveal(objects[0])
        keys = [key for code in objects for key in self.plan.scene.keys_of((self._ref(code),))[:1]]
        if keys:
            self.tabs.setCurrentWidget(self.plan)
            self.plan.select(keys)
            self.plan.highlight(self.plan.scene.drawn[key].feature.code for key in keys)

    def focus_first(self) -> None:
        """Put the focus on the plan, or on the table in sight."""
        shown = self.tabs.currentWidget()
        (self.plan.view if shown is self.plan else shown).setFocus()

    def remember(self) -> None:
        """Save what is being typed or moved, and keep the tab."""
        self.plan.settle()
        self.panes.object.form.settle()
        super().remember()

    # The plan and its panes

    def _wire_panes(self) -> None:
        side, plan = self.panes, self.plan
        side.object.list.chosen.connect(self._choose)
        side.object.form.placed.connect(plan.draw_row)
        side.object.list.opened.connect(self._open_form)
        side.object.form.changed.connect(plan.draft.set_value)
        side.object.form.copied.connect(plan.duplicate)
        side.object.form.removed.connect(plan.remove)
        side.checks.lines.line_chosen.connect(lambda line: plan.highlight(line.objects))
        self._list()
        self._show_object()

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Mark the objects in the list that a check of the drawing names: key → what is wrong."""
        self._faults = dict(faults)
        self._list_soon()

    def _list_soon(self) -> None:
        """List the objects: at once, or many of them when the window has shown the plan."""
        if self.plan.draft.is_large:
            self._later.start()
        else:
            self._list()

    def _list(self) -> None:
        current = self.plan.scene.selection[0] if self.plan.scene.selection else self._alone
        rows = self._entries.of(self._faults, self.plan.draft.undrawn())
        self.panes.object.list.show_entries(rows, current)
        self._show_object()

    def _selected(self) -> None:
        scene = self.plan.scene
        key = scene.selection[0] if scene.selection else ""
        self.inspector.judge.settle()
        self.panes.object.list.point(key)
        if scene.current is not None and self.tabs.currentWidget() is self.plan:
            self.panes.setCurrentWidget(self.panes.object)
        self._show_object()

    def _show_object(self) -> None:
        """Show form and verdict of the selected object."""
        pane, draft = self.panes.object, self.plan.draft
        key = self.plan.scene.selection[0] if self.plan.scene.selection else self._alone
        row_, may = draft.rows.get(key), self.context.may(EditPlan.kind)
        pane.form.show_object(key, draft.feature(key), row_, draft.kind_of(key), may_edit=may)
        in_table = isinstance(self.tabs.currentWidget(), RowTable)
        code = str(row_.values.get("code") or "") if row_ is not None and key.partition(":")[0] in JUDGED else ""
        judged = self.object_of(code) if code else None
        if judged is not None:
            self.show_judged(judged)
            for table in self.tables.values():
                table.blockSignals(True)  # noqa: FBT003 - Qt's own signature
                table.choose(code)
                table.blockSignals(False)  # noqa: FBT003 - Qt's own signature
        elif not in_table or not self.inspector.judge.code:
            self.inspector.judge.setVisible(False)
        pane.none.setVisible(not key and not self.inspector.judge.isVisibleTo(pane))

    def _choose(self, key: str) -> None:
        """Select an object of the list on the plan; one that stands in a sheet alone has only its form."""
        self._alone = "" if key in self.plan.scene.drawn else key
        self.plan.select(() if self._alone else (key,))
        self._show_object()

    def _open_form(self) -> None:
        if self.plan.scene.current is not None:
            self.panes.setCurrentWidget(self.panes.object)
            self.panes.object.form.focus_first()

    def _ref(self, code: str) -> str:
        """Return the code under which an object of the sheets is drawn."""
        found = next((one for one in self.context.view.site if one.code == code), None)
        return str(found.row.values.get("ref") or code) if found else code

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (
            (tr("滚轮"), tr("缩放")), (tr("空格拖动"), tr("平移")), (tr("方向键"), tr("微移 1 m")),
            ("Shift", tr("吸附 15°")), ("Ctrl D", tr("复制")),
        )  # fmt: skip

    def buttons(self) -> tuple[StepButton, ...]:
        """Return the on-site check and the end of the step."""
        why = self.context.why_not(RecordSiteCheck.kind)
        return (
            StepButton(tr("登记现场查验"), self.open_site_check, "clipboard-check", why_not=say(why) if why else ""),
            StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True),
        )

    def open_site_check(self) -> None:
        """Record an on-site check."""
        why = self.context.why_not(RecordSiteCheck.kind)
        if why is not None:
            self.context.session.notify(say(why))
        else:
            SiteCheckDialog(self, self.context).open()

    def below(self) -> tuple[QWidget, ...]:
        """Return the on-site checks."""
        box: QFrame = panel("alt")
        box.setProperty("hair", "top")
        head = row(label(tr("现场查验"), "bodyStrong"), None, self.record)
        box.setLayout(column(head, self._checks, spacing=4, margins=(14, 8, 12, 10)))
        return (box,)

    def _say_checks(self, view: CaseView) -> None:
        self.record.setVisible(self.context.may(RecordSiteCheck.kind))
        told = [
            tr("{time} {names}：{conclusion}", time=clock_time(check.at), names=tr("、").join(check.officers),
               conclusion=check.conclusion)
            for check in view.decision.site_checks
        ]  # fmt: skip
        self._checks.setText("\n".join(told) or tr("还没有查验记录。准予或不予许可前，须有两名人员现场查验。"))
