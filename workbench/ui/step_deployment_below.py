"""The tabs below the table of posts: scenarios, groups, layers, shifts, the roster, forces and triggers.

Only the tab in sight is filled; the others are when they come forward.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from workbench.core.values import Row
from workbench.services.deployment_roster import Shift
from workbench.services.views import CaseView
from workbench.services.views_deployment import DeploymentView
from workbench.ui import step_deployment_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.nothing import Nothing
from workbench.ui.step_deployment_board import Board, PostLine
from workbench.ui.step_deployment_cards import CardStrip, ScenarioCard, scenario_cards
from workbench.ui.step_deployment_groups import GroupsTab
from workbench.ui.step_deployment_layers import LayersTab
from workbench.ui.step_deployment_roster import RosterTab, forces_for
from workbench.ui.step_deployment_shifts import ShiftsTab
from workbench.ui.step_site_rows import RowTable, TableRow
from workbench.ui.theme import Theme
from workbench.ui.workspace_context import CaseContext


@dataclass(frozen=True)
class Shown:
    """What the tabs show."""

    view: CaseView
    board: Board
    found: DeploymentView | None
    may_edit: bool
    may_roster: bool


class BelowPane(QTabWidget):
    """Strips under the table; each shows one side of the plan."""

    row_chosen = Signal(object)
    """A row of forces or triggers that should be shown in full."""
    emergency_wanted = Signal()
    """The page on which scenarios and triggers are taken into the plan is wanted."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.context = context
        self._shown: Shown | None = None
        self._line: PostLine | None = None
        self._shifts: tuple[Shift, ...] = ()
        self._place: tuple[str, date | None] = ("", None)
        self._moved = False
        self._stale: set[int] = set()
        self.setDocumentMode(True)
        self.tabBar().setExpanding(False)
        self.tabBar().setUsesScrollButtons(True)
        self.tabBar().setAccessibleName(tr("方案各面"))
        self.cards = CardStrip()
        self.groups = GroupsTab(context.pack)
        self.layers = LayersTab(context.pack)
        self.shifts = ShiftsTab()
        self.roster = RosterTab()
        self.tables = {
            "forces": RowTable(tr("力量"), words.force_heads()),
            "triggers": RowTable(tr("熔断触发"), words.trigger_heads()),
        }
        self.tables["forces"].nothing = tr("没有力量数据。在“三长与职能组”中加入职能组，或请承办方补交力量表。")
        go = ((tr("打开应急页"), "alert-triangle", self.emergency_wanted.emit),)
        self.nothing = {
            "emergency": Nothing(self.cards, tr("还没有应急情景。在应急页把适用的情景纳入方案。"), go),
            "triggers": Nothing(self.tables["triggers"], tr("还没有熔断触发项。在应急页把应有的触发项纳入方案。"), go),
        }
        self._fill: dict[QWidget, Callable[[Shown], None]] = {
            self.cards: lambda shown: self.cards.show_cards(self._cards(shown)),
            self.groups: lambda shown: self.groups.show_case(shown.board.lines, shown.found, may_edit=shown.may_edit),
            self.layers: lambda shown: self.layers.show_case(shown.board.lines, shown.found),
            self.shifts: self._fill_shifts,
            self.roster: self._fill_roster,
            **{table: partial(self._fill_rows, key) for key, table in self.tables.items()},
        }
        self._add()
        self.setMinimumHeight(Theme.current.px(120))
        self.currentChanged.connect(lambda _place: self._refresh())
        for key, table in self.tables.items():
            table.moved.connect(partial(self._row_moved, key))

    def show_case(self, shown: Shown) -> None:
        """Show a state of the case."""
        self._shown = shown
        cards = self._cards(shown)
        drilled = sum(card.state == "ok" for card in cards)
        self._title(self.cards, tr("应急情景卡 {count} · 已演练 {drilled}", count=len(cards), drilled=drilled))
        for key, table in self.tables.items():
            self._title(table, f"{table.accessibleName()} {len(_sheet(shown, key))}")
        for key, nothing in self.nothing.items():
            nothing.show_when(empty=not _sheet(shown, key))
        self._stale = set(range(self.count()))
        self._refresh()

    def show_line(self, line: PostLine | None, shifts: Sequence[Shift], day: date | None) -> None:
        """Show what belongs to the post under the cursor, and to the day where the cursor is on one."""
        place = (line.key if line else "", day)
        self._moved = self._moved or place != self._place
        self._line, self._shifts, self._place = line, tuple(shifts), place
        self._stale |= {self.indexOf(self.shifts), self.indexOf(self.roster)}
        self._refresh()

    def show_force(self, name: str) -> None:
        """Bring the row of a force forward."""
        table = self.tables["forces"]
        self.setCurrentWidget(table)
        table.choose(table.first_with(name))
        table.setFocus()

    # Inside

    def _refresh(self) -> None:
        """Fill the tab in sight when what it shows is old."""
        place = self.currentIndex()
        if self._shown is not None and place in self._stale:
            self._stale.discard(place)
            self._fill[self.currentWidget()](self._shown)

    def _fill_shifts(self, shown: Shown) -> None:
        self.shifts.show_board(shown.board)
        if self._line is not None:
            self.shifts.view.choose(self._line.key)

    def _fill_roster(self, shown: Shown) -> None:
        self.roster.show_faults([say(one.text) for one in shown.found.faults] if shown.found else [])
        self.roster.show_post(self._shifts, forces_for(shown.found, self._line), may_edit=shown.may_roster)
        if self._moved and self._place[1] is not None:
            self.roster.choose(self._place[1])
        self._moved = False

    def _fill_rows(self, key: str, shown: Shown) -> None:
        pack = self.context.pack
        made: dict[str, Callable[[int, Row], TableRow]] = {
            "forces": partial(words.force_row, pack),
            "triggers": partial(words.trigger_row, words.own_names(pack.triggers)),
        }
        self.tables[key].show_rows([made[key](number, row) for number, row in enumerate(_sheet(shown, key))])

    def _row_moved(self, sheet: str, key: str) -> None:
        _sheet, _space, number = key.partition(" ")
        rows = self.context.view.sheets.get(sheet, ())
        if self.tables[sheet].hasFocus() and number.isdecimal() and int(number) < len(rows):
            self.row_chosen.emit(rows[int(number)])

    def _cards(self, shown: Shown) -> tuple[ScenarioCard, ...]:
        drilled = dict(shown.found.drilled) if shown.found else {}
        return scenario_cards(_sheet(shown, "emergency"), drilled, words.own_names(self.context.pack.scenarios))

    def _title(self, widget: QWidget, title: str) -> None:
        self.setTabText(self.indexOf(widget), title)

    def _add(self) -> None:
        for widget, title in (
            (self.cards, tr("应急情景卡")),
            (self.groups, tr("三长与职能组")),
            (self.layers, tr("圈层与四域")),
            (self.shifts, tr("班次")),
            (self.roster, tr("名册")),
            (self.tables["forces"], tr("力量")),
            (self.tables["triggers"], tr("熔断触发")),
        ):
            self.addTab(widget, title)


def _sheet(shown: Shown, key: str) -> tuple[Row, ...]:
    return shown.view.sheets.get(key, ())
