"""The tabs below the table of posts: scenarios, and the rows of forces and triggers as they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QTabWidget

from workbench.core.values import Row
from workbench.services.views import CaseView
from workbench.ui import step_deployment_words as words
from workbench.ui.i18n import tr
from workbench.ui.step_deployment_board import Board, PostLine
from workbench.ui.step_deployment_cards import CardStrip, scenario_cards
from workbench.ui.step_site_rows import RowTable, TableRow
from workbench.ui.theme import Theme
from workbench.ui.workspace_context import CaseContext


class BelowPane(QTabWidget):
    """Strips under the table; each shows one side of the plan."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.context = context
        self.setDocumentMode(True)
        self.tabBar().setExpanding(False)
        self.tabBar().setAccessibleName(tr("方案各面"))
        self.cards = CardStrip()
        self.tables = {
            "forces": RowTable(tr("力量"), words.force_heads()),
            "triggers": RowTable(tr("熔断触发"), words.trigger_heads()),
        }
        self.addTab(self.cards, tr("应急情景卡"))
        self.addTab(self.tables["forces"], tr("力量"))
        self.addTab(self.tables["triggers"], tr("熔断触发"))
        self.setMinimumHeight(Theme.current.px(120))

    def show_case(self, view: CaseView, _board: Board) -> None:
        """Show a state of the case."""
        pack = self.context.pack
        cards = scenario_cards(view.sheets.get("emergency", ()))
        self.cards.show_cards(cards)
        drilled = sum(card.state == "ok" for card in cards)
        self.setTabText(0, tr("应急情景卡 {count} · 已演练 {drilled}", count=len(cards), drilled=drilled))
        made: dict[str, Callable[[int, Row], TableRow]] = {
            "forces": partial(words.force_row, pack),
            "triggers": words.trigger_row,
        }
        for place, (key, table) in enumerate(self.tables.items(), 1):
            rows = view.sheets.get(key, ())
            table.show_rows([made[key](number, row) for number, row in enumerate(rows)])
            self.setTabText(place, f"{table.accessibleName()} {len(rows)}")

    def show_line(self, _line: PostLine | None) -> None:
        """Show what belongs to the post under the cursor."""
