"""The plan in force beside the organiser's: figures that differ, and where the filed plan has each content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from workbench.ui.i18n import say, tr
from workbench.ui.living import alive
from workbench.ui.step_site_rows import Cell, Head, RowTable, TableRow
from workbench.ui.widgets import column, label
from workbench.ui.workspace_context import CaseContext

if TYPE_CHECKING:
    from workbench.core.plan_differences import Difference
    from workbench.services.plan_desk import ContentScore, PlanView


def compared(desk: Any, person: Any, case: str) -> PlanView:
    """Compare the plan in force with the one filed. Runs on the worker; what draws papers is imported only here."""
    from workbench.services import plan_desk

    return plan_desk.plan_view(desk, person, case)


class ComparePane(QFrame):
    """What differs, row by row; a row about posts selects them. Below, the required contents with page and score."""

    posts_chosen = Signal(tuple)
    """The codes of the posts that a difference is about."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._context = context
        self._round = 0
        self._found: PlanView | None = None
        self.told = label("", "small", "t2", wrap=True)
        heads = (Head(tr("不同之处"), 150, 1), Head(tr("申报方案"), 84), Head(tr("现行方案"), 84))
        self.table = RowTable(tr("与申报方案不同"), heads)
        parts = (
            Head(tr("必备内容"), 140, 2),
            Head(tr("申报文件"), 110, 1),
            Head(tr("得分"), 52, figures=True),
            Head(tr("本方案"), 64, figures=True),
        )
        self.contents = RowTable(tr("方案必备内容"), parts)
        above = column(self.told, margins=(12, 8, 12, 8))
        body = column(spacing=0)
        body.addLayout(above)
        body.addWidget(self.table, 1)
        body.addWidget(self.contents, 1)
        self.setLayout(body)
        for signal in (self.table.clicked, self.table.activated):
            signal.connect(lambda _place: self._go())

    def read(self) -> None:
        """Compare anew; an answer that comes late is left."""
        self._round += 1
        self.told.setText(self.told.text() or tr("正在比较…"))
        task, number = self._context.session.ask(compared, self._context.case), self._round
        task.done.connect(alive(self, lambda found: self._take(number, found)))
        task.failed.connect(self._context.session.save_failed)

    def show_view(self, found: PlanView) -> None:
        """Show a comparison; none different says so."""
        self._found = found
        self.table.show_rows([_difference(number, one) for number, one in enumerate(found.differences)])
        self.table.setVisible(bool(found.differences))
        self.contents.show_rows([_content(one) for one in found.contents])
        named = {"number": found.version.number, "digest": found.version.digest}
        if found.differences:
            count = len(found.differences)
            self.told.setText(
                tr("第 {number} 版 {digest}：{count} 处与申报不同。点岗位行跳到岗位。", count=count, **named)
            )
        else:
            self.told.setText(
                tr("第 {number} 版 {digest}：现行方案与申报一致。改动岗位、出入口后在这里对照。", **named)
            )

    # Inside

    def _take(self, number: int, found: PlanView) -> None:
        if number == self._round:
            self.show_view(found)

    def _go(self) -> None:
        place = self.table.currentIndex().row()
        if self._found is not None and 0 <= place < len(self._found.differences):
            posts = self._found.differences[place].posts
            if posts:
                self.posts_chosen.emit(posts)


def _difference(number: int, one: Difference) -> TableRow:
    what = Cell(say(one.what), say(one.note), icon="map-pin" if one.posts else "")
    return TableRow(f"difference {number}", (what, Cell(say(one.filed)), Cell(say(one.now), ink="warn")))


def _content(one: ContentScore) -> TableRow:
    if one.page is None:
        where = Cell(one.file or tr("没有对应页"), ink="t1" if one.file else "warn")
    else:
        last = one.page_to if one.page_to is not None else one.page
        pages = (
            tr("第 {first} 页", first=one.page)
            if last == one.page
            else tr("第 {first}–{last} 页", first=one.page, last=last)
        )
        where = Cell(pages, one.file)
    ours = tr("、").join(say(chapter) for chapter in one.chapters)
    score = Cell(tr("未评"), ink="t2") if one.score is None else Cell(str(one.score))
    own = Cell(
        str(one.own),
        tr("缺 {count} 点", count=len(one.lacking)) if one.lacking else "",
        ink="t1" if one.own else "warn",
    )
    return TableRow(one.code, (Cell(say(one.title), ours), where, score, own))
