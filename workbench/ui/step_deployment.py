"""Step 7: posts with verdicts, forces, emergency scenarios and triggers as imported, and the overall conclusion."""

from __future__ import annotations

from functools import partial

from workbench.services.views import CaseView
from workbench.ui import step_deployment_words as words
from workbench.ui.i18n import tr
from workbench.ui.step_site_judge import FactSheet, Judged
from workbench.ui.step_site_page import ObjectsStep, of_kind
from workbench.ui.step_site_words import judged, row_facts
from workbench.ui.workspace_context import CaseContext, StepButton


class DeploymentStep(ObjectsStep):
    """Posts, forces, scenarios, triggers."""

    number = 7
    overall = "deployment"

    def __init__(self, context: CaseContext) -> None:
        self.limits = tr("警力、岗位与安检的配备标准本版不计算，由主审判定。")
        super().__init__(context)
        self.sheet = FactSheet(tr("申报内容"))
        self.side.addWidget(self.sheet)

    def build_tabs(self) -> None:
        """Add posts, forces, scenarios, triggers."""
        self.add_table("post", tr("岗位"), words.post_heads())
        self.add_table("forces", tr("力量"), words.force_heads())
        self.add_table("emergency", tr("应急情景"), words.emergency_heads())
        self.add_table("triggers", tr("熔断触发"), words.trigger_heads())

    def fill(self, view: CaseView) -> None:
        """Fill the tables."""
        pack = self.context.pack
        posts = of_kind(view, "post")
        self.tables["post"].show_rows([words.post_row(post, pack) for post in posts])
        self.title_tab("post", tr("岗位"), len(posts))
        rows = (
            ("forces", tr("力量"), partial(words.force_row, pack)),
            ("emergency", tr("应急情景"), words.emergency_row),
            ("triggers", tr("熔断触发"), words.trigger_row),
        )
        for key, title, made in rows:
            sheet = view.sheets.get(key, ())
            self.tables[key].show_rows([made(number, row) for number, row in enumerate(sheet)])
            self.title_tab(key, title, len(sheet))

    def object_of(self, key: str) -> Judged | None:
        """Return a post."""
        if self.table() is not self.tables["post"]:
            return None
        found = next((post for post in of_kind(self.context.view, "post") if post.code == key), None)
        return judged(found, self.context.pack, "posts") if found else None

    def show_read(self, key: str) -> None:
        """Show every column of a row that is only read."""
        sheet, _, number = key.partition(" ")
        rows = self.context.view.sheets.get(sheet, ())
        if number.isdecimal() and int(number) < len(rows):
            self.sheet.show_facts(row_facts(rows[int(number)], self.context.pack))
            self.side.setCurrentWidget(self.sheet)

    def summary(self, view: CaseView) -> str:
        """Return posts and people by team, then posts by kind and by layer."""
        posts = of_kind(view, "post")
        if not posts:
            return tr("申请包没有岗位数据")
        total = tr("{count} 岗 {people} 人", count=len(posts), people=words.people(posts))
        kinds = words.counted((post.row["kind"] for post in posts), self.context.pack)
        layers = words.counted((post.row["layer"] for post in posts), self.context.pack)
        return f"{total}{tr('：')}{words.by_team(posts, self.context.pack)}\n{kinds}　|　{layers}"

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("1–3", tr("判定")), ("J K", tr("上下项")), ("F8", tr("下一未决")))

    def buttons(self) -> tuple[StepButton, ...]:
        """Return the end of the step."""
        return (StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True),)
