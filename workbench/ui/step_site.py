"""Step 6: zones and gates as imported beside what is drawn, the sketch, the on-site check."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from workbench.core.commands import RecordSiteCheck
from workbench.services.gates import SITE_CHECK
from workbench.services.views import CaseView
from workbench.ui import step_site_words as words
from workbench.ui.i18n import clock_time, say, tr
from workbench.ui.step_site_check import SiteCheckDialog
from workbench.ui.step_site_judge import Judged
from workbench.ui.step_site_page import ObjectsStep, of_kind
from workbench.ui.step_site_plan import SitePlanView
from workbench.ui.widgets import Button, column, label, panel, row
from workbench.ui.workspace_context import CaseContext, StepButton


class SiteStep(ObjectsStep):
    """Zones, gates, sketch."""

    number = 6
    overall = "site"

    def __init__(self, context: CaseContext) -> None:
        self.limits = tr("容量、散场、安检、密度标准本版不计算，由主审判定。")
        self.plan = SitePlanView(context.view.plan, _kinds(context))
        self._checks = label("", "small", "t2", wrap=True)
        self.record = Button(tr("登记现场查验"), icon="clipboard-check", small=True)
        super().__init__(context)
        self.plan.chosen.connect(self._from_plan)
        self.record.clicked.connect(lambda _on=False: self.open_site_check())

    def build_tabs(self) -> None:
        """Add zones, gates, sketch."""
        self.add_table("zone", tr("区域"), words.zone_heads())
        self.add_table("gate", tr("出入口"), words.gate_heads())
        self.tabs.addTab(self.plan, tr("示意图"))

    def fill(self, view: CaseView) -> None:
        """Fill the tables and the sketch."""
        pack = self.context.pack
        zones, gates = of_kind(view, "zone"), of_kind(view, "gate")
        self.tables["zone"].show_rows([words.zone_row(zone, pack) for zone in zones])
        self.tables["gate"].show_rows([words.gate_row(gate, pack) for gate in gates])
        titles = (("zone", tr("区域"), len(zones)), ("gate", tr("出入口"), len(gates)))
        for key, title, count in titles:
            self.title_tab(key, title, count)
        self.plan.show_plan(view.plan)
        self._say_checks(view)

    def object_of(self, key: str) -> Judged | None:
        """Return a zone or a gate."""
        found = next((one for one in self.context.view.site if one.code == key and one.kind != "post"), None)
        if found is None:
            return None
        self.plan.mark(key)
        return words.judged(found, self.context.pack, f"{found.kind}s")

    def summary(self, view: CaseView) -> str:
        """Return counts of objects and verdicts."""
        objects = [one for one in view.site if one.kind != "post"]
        judged = sum(bool(one.verdict) for one in objects)
        wrong = sum(one.verdict == "correct" for one in objects)
        return tr("已判 {judged} / {total} 处，需整改 {wrong} 处", judged=judged, total=len(objects), wrong=wrong)

    def reveal(self, object_: str) -> None:
        """Open the on-site check, or put the cursor on an object."""
        if object_ == SITE_CHECK:
            self.open_site_check()
            return
        super().reveal(object_)

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("1–3", tr("判定")), ("J K", tr("上下项")), ("F8", tr("下一未决")))

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

    def _from_plan(self, code: str) -> None:
        for key in ("zone", "gate"):
            if self.tables[key].choose(code):
                judged = self.object_of(code)
                if judged is not None:
                    self.inspector.show_object(judged, may_edit=self.context.may("judge_site"))
                    self.side.setCurrentWidget(self.inspector)


def _kinds(context: CaseContext) -> tuple[str, ...]:
    """Return the kinds of zone in the order of the workbook."""
    columns = context.pack.sheets["zones"].columns
    return next((column.options for column in columns if column.key == "kind"), ())
