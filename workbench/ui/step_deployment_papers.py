"""Papers of step 7 at its right: the security plan with its required contents, the comms matrix, the pocket cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from workbench.core.pack import Pack
from workbench.core.values import Row
from workbench.services import access
from workbench.services.views import CaseView, ContentView
from workbench.services.views_deployment import DeploymentView, NetView, PersonView
from workbench.ui.i18n import say, tr
from workbench.ui.paper_preview import PaperPreview
from workbench.ui.step_deployment_board import PostLine, leader_of
from workbench.ui.step_deployment_compare import ComparePane
from workbench.ui.step_deployment_words import teams_of
from workbench.ui.step_duties_fields import Choices, Option
from workbench.ui.step_site_rows import Cell, Head, RowTable, TableRow
from workbench.ui.step_site_words import term, words
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, clear, column, label, panel, picture, row
from workbench.ui.workspace_context import CaseContext

PLAN, CARDS = "F19", "F24"
"""Papers: the security plan, the pocket cards of posts."""
COMPARE = "compare"
"""In place of a paper: the plan in force beside the one filed."""


def plan_papers() -> tuple[Option, ...]:
    """Return the plan and what goes with it."""
    return (
        Option(PLAN, tr("全本")),
        Option(f"{PLAN}.public", tr("公开版")),
        Option(f"{PLAN}-map", tr("A3 图")),
        Option(f"{PLAN}-patrol", tr("巡逻记录")),
        Option(f"{PLAN}-checkpoint", tr("卡口记录")),
    )


def card_papers() -> tuple[Option, ...]:
    """Return the ways in which cards are printed."""
    return (Option(f"{CARDS}-A4", tr("四联 A4")), Option(f"{CARDS}-A6", tr("单张 A6")))


def issue(desk: Any, person: Any, case: str, name: str) -> Any:
    """Issue a paper. Runs on the worker; what draws papers is imported only here."""
    from workbench.services import documents

    return documents.issue(desk, person, case, name)


class PaperTab(QWidget):
    """A paper as it would be printed now, drawn only while somebody looks; below, what can be done with it."""

    def __init__(self, context: CaseContext, papers: Sequence[Option]) -> None:
        super().__init__()
        self.context = context
        self.paper = papers[0].code
        self._drawn = -1
        self.choice = Choices(tr("哪一份"), papers)
        self.choice.show_choice(self.paper)
        self.preview = PaperPreview(context)
        self.make = Button(tr("生成 PDF"), icon="file-type-pdf", kind="primary", small=True)
        self.print = Button(tr("打印"), icon="printer", small=True)
        self.note = ElidedLabel("", "small", "t2")
        foot = panel("surface")
        foot.setProperty("hair", "top")
        foot.setLayout(row(self.make, self.print, self.note, margins=(12, 7, 12, 7)))
        body = column(spacing=0)
        head = panel("surface")
        head.setProperty("hair", "bottom")
        head.setLayout(column(*self.above(), self.choice, spacing=4, margins=(12, 6, 10, 6)))
        self.foot = foot
        body.addWidget(head)
        body.addWidget(self.middle(), 1)
        body.addWidget(foot)
        self.setLayout(body)
        self.make.clicked.connect(lambda _on=False: self.issue_shown())
        self.print.clicked.connect(lambda _on=False: self.preview.print_out())
        self.preview.shown.connect(self._shown)
        self.choice.chosen.connect(self.choose)

    def above(self) -> tuple[QWidget, ...]:
        """Return what stands above the pages."""
        return ()

    def middle(self) -> QWidget:
        """Return what stands between the choice and the foot."""
        return self.preview

    def draw(self) -> None:
        """Draw what is chosen."""
        self.preview.want(self.paper)

    def show_case(self, view: CaseView) -> None:
        """Draw the paper of another state, now or when it is looked at."""
        if view.version != self._drawn and self.isVisible():
            self._drawn = view.version
            self.draw()

    def choose(self, paper: str) -> None:
        """Show another paper."""
        self.paper = paper
        self.choice.show_choice(paper)
        self.draw()

    def showEvent(self, event: QShowEvent) -> None:
        """Draw what has changed meanwhile."""
        super().showEvent(event)
        self.show_case(self.context.view)

    def issue_shown(self) -> None:
        """Issue the paper: number, bytes and fingerprint are kept; a draft is saved as a file."""
        shown, session = self.preview.paper, self.context.session
        if shown is None:
            return
        if not self._can_issue():
            self.preview.save_as()
            return
        self.make.setEnabled(False)
        task = session.ask(issue, self.context.case, shown.paper)
        task.done.connect(self._issued)
        task.failed.connect(session.save_failed)
        task.ended.connect(lambda: self.make.setEnabled(bool(self.isEnabled())))

    def _can_issue(self) -> bool:
        shown, session = self.preview.paper, self.context.session
        if shown is None or shown.draft or session.read_only or session.person is None:
            return False
        return access.allowed(self.context.pack, session.person, "issue_paper")

    def _shown(self, paper: Any) -> None:
        self.note.setText(tr("草案：另存为文件，不编号") if paper.draft else tr("出具后编号并留存原件"))

    def _issued(self, paper: Any) -> None:
        session = self.context.session
        session.notify(tr("已出具 {number}，原件逐字节保存", number=paper.number or paper.file_name))
        self.context.refresh()
        session.changed.emit(self.context.case)


class PlanTab(PaperTab):
    """The security plan, under the ticks of the contents that it must have."""

    def __init__(self, context: CaseContext) -> None:
        self._contents: list[ContentView] = []
        self.compare = ComparePane(context)
        super().__init__(context, (*plan_papers(), Option(COMPARE, tr("与申报对照"))))

    def middle(self) -> QWidget:
        """Return the pages, and the comparison over them."""
        self._stack = QStackedWidget()
        for widget in (self.preview, self.compare):
            self._stack.addWidget(widget)
        return self._stack

    def draw(self) -> None:
        """Draw the paper, or compare the plan with the one filed; that is no paper to issue."""
        comparing = self.paper == COMPARE
        self.foot.setVisible(not comparing)
        self.ticks.setVisible(not comparing)
        self._stack.setCurrentIndex(int(comparing))
        if comparing:
            self.compare.read()
        else:
            super().draw()

    def above(self) -> tuple[QWidget, ...]:
        """Return the list of required contents."""
        self.ticks = QWidget()
        self.ticks.setObjectName("surface")
        self._grid = QGridLayout(self.ticks)
        px = Theme.current.px
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(2))
        for place in (0, 1):
            self._grid.setColumnStretch(place, 1)
        return (self.ticks,)

    def show_case(self, view: CaseView) -> None:
        """Tick what the plan holds, and draw it."""
        contents = [content for group in view.classes for content in group.contents]
        if contents != self._contents:
            self._contents = contents
            self._tick_all(contents)
        super().show_case(view)

    def _tick_all(self, contents: Sequence[ContentView]) -> None:
        clear(self._grid)
        scores = (row.data.get("score") for row in self.context.pack.lists["plan_scores"].values())
        best = max((score for score in scores if isinstance(score, int)), default=0)
        for place, content in enumerate(contents):
            self._grid.addWidget(_tick(place + 1, content, best), place // 2, place % 2)


def _tick(number: int, content: ContentView, best: int) -> QWidget:
    """Return a content with its sign: there, weak, or not looked at."""
    if content.score is None:
        sign, ink, word = ("check", "ok", tr("有对应页")) if content.page else ("circle-dashed", "t3", tr("未核"))
    elif content.score < best:
        sign, ink, word = "alert-triangle", "warn", tr("不足")
    else:
        sign, ink, word = "check", "ok", tr("充分")
    name = ElidedLabel(f"{number} {say(content.title)}", "small", "t1")
    name.setToolTip(f"{content.code} {say(content.title)}{tr('：')}{word}")
    made = QWidget()
    made.setAccessibleName(f"{number} {say(content.title)}{tr('：')}{word}")
    line = row(picture(sign, ink, 15), name, spacing=4)
    line.setStretch(1, 1)
    made.setLayout(line)
    return made


class CardsTab(PaperTab):
    """The pocket cards of all posts."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context, card_papers())

    def draw(self) -> None:
        """Draw the cards; without posts there are none."""
        posts = any(one.kind == "post" for one in self.context.view.site)
        self.foot.setEnabled(posts)
        if posts:
            super().draw()
        else:
            self.preview.say_nothing(tr("还没有口袋卡"), tr("每个岗位一张。先在场地图上放岗位，或请承办方补交岗位表。"))


class CommsTab(QWidget):
    """Who is reached how: command post, teams, chiefs, groups and forces; the whistle where nothing else works."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        heads = (Head(tr("单位或网"), 142, 3), Head(tr("联系人或手段"), 90, 1), Head(tr("电话或哨声"), 112, 1))
        self.table = RowTable(tr("通联表"), heads)
        self.fallback = label("", "small", "t2", wrap=True)
        foot = panel("alt")
        foot.setProperty("hair", "top")
        foot.setLayout(column(self.fallback, margins=(12, 8, 12, 8)))
        body = column(spacing=0)
        body.addWidget(self.table, 1)
        body.addWidget(foot)
        self.setLayout(body)

    def show_case(self, view: CaseView, lines: Sequence[PostLine], found: DeploymentView | None) -> None:
        """Show the nets of the register, then who can be reached; below, what the whistle says."""
        nets, deputies = (found.nets, found.deputies) if found else ((), ())
        rows = [*map(_net, range(len(nets)), nets), *map(_deputy, range(len(deputies)), deputies)]
        rows += [*self._leaders(lines), *self._chiefs(lines), *self._forces(view.sheets.get("forces", ()))]
        self.table.show_rows(rows)
        self.fallback.setText(_fallback(nets))

    def _leaders(self, lines: Sequence[PostLine]) -> list[TableRow]:
        made = []
        for team in teams_of(self._pack):
            leader = leader_of(lines, team.word)
            if team.leads:
                made.append(_line(f"team {team.word}", say(team.title), tr("组长"), leader))
        return made

    def _chiefs(self, lines: Sequence[PostLine]) -> list[TableRow]:
        return [
            _line(
                f"chief {line.key}", f"{line.code} {line.name}", term(line.post.row["chief"], self._pack), line.post.row
            )
            for line in lines
            if line.post.row["chief"]
        ]

    def _forces(self, rows: Sequence[Row]) -> list[TableRow]:
        return [
            _line(f"force {number}", words(one["name"]), term(one["kind"], self._pack), one)
            for number, one in enumerate(rows)
            if one["lead"] or one["phone"]
        ]


def _fallback(nets: Sequence[NetView]) -> str:
    """Return what helps when nothing else works: the signals agreed, or where they are entered."""
    told = tr("；").join(f"{one.net} {one.whistle}" for one in nets if one.whistle)
    if told:
        return tr("通信中断时按哨声：{signals}", signals=told)
    return tr("通信中断时：口哨、手持扩音和传令员。还没有登记通信网：在“勤务登记”的通联表写明主备手段和哨声信号。")


def _net(number: int, net: NetView) -> TableRow:
    second = tr("备用 {means}", means=net.second) if net.second else ""
    lead = " ".join(part for part in (net.lead, net.phone) if part)
    users = net.users.replace("\n", tr("、"))
    name = tr("{net} · 呼号 {call}", net=net.net, call=net.call) if net.call else net.net
    return TableRow(
        f"net {number}", (Cell(name, users, icon="broadcast"), Cell(net.first, second), Cell(net.whistle, lead))
    )


def _deputy(number: int, person: PersonView) -> TableRow:
    reached = Cell(person.phone) if person.phone else Cell(tr("无电话"), ink="warn")
    return TableRow(f"deputy {number}", (Cell(tr("副指挥长"), person.place), Cell(person.name), reached))


def _line(key: str, name: str, role: str, found: Row | None) -> TableRow:
    lead = words(found["lead"]) if found else ""
    phone = words(found["phone"]) if found else ""
    who = Cell(lead) if lead else Cell(tr("未定"), ink="warn")
    reached = Cell(phone) if phone else Cell(tr("无电话"), ink="warn")
    return TableRow(key, (Cell(name, role), who, reached))
