"""What steps 6 and 7 share: tables in tabs, the object under the cursor beside them, the conclusion on the whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QWidget

from workbench.core.commands import JudgeSite
from workbench.core.gate import OVERALL
from workbench.services.views import CaseView, OpenItem, SiteObjectView
from workbench.ui.i18n import say, tr
from workbench.ui.step_site_judge import Inspector, Judged, JudgePane
from workbench.ui.step_site_rows import Head, RowTable
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, hairline, label, panel, picture, row, tab_widget
from workbench.ui.workspace_context import CaseContext, StepPage


class ObjectsStep(StepPage):
    """A step that judges imported objects and draws a conclusion on the whole of them."""

    number = 0
    overall = ""
    """Object of ``JudgeSite`` that stands for the whole step."""
    limits = ""
    """What this version does not compute."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.tables: dict[str, RowTable] = {}
        self.tabs = tab_widget(tr("场地与人流"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName(tr("本步内容"))
        self.inspector = Inspector(context.pack, tr("对象"))
        self.conclusion = JudgePane(context.pack, overall_title(self.overall), keys=False)
        self._sum = label("", "small", "t2", wrap=True)
        self.build_tabs()
        self.arrange()
        self._wire()

    # What a step adds

    def build_tabs(self) -> None:
        """Add the tables."""
        raise NotImplementedError

    def fill(self, view: CaseView) -> None:
        """Fill the tables."""
        raise NotImplementedError

    def object_of(self, key: str) -> Judged | None:
        """Return what a row is about as something to judge; ``None`` for rows that are only read."""
        raise NotImplementedError

    def show_read(self, key: str) -> None:
        """Show a row that is only read, or judged in its own way."""

    def summary(self, view: CaseView) -> str:
        """Return the line of plain counts above the tables."""
        raise NotImplementedError

    # What is shown

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self._sum.setText(self.summary(view))
        self.fill(view)
        self.show_current()
        found = next((item for item in self.overall_of(view)), ("", ""))
        title = overall_title(self.overall)
        below = tr("准予前须作出。{limits}", limits=self.limits)
        judged = Judged(self.overall, title, below, *found)
        self.conclusion.show_object(judged, may_edit=self.context.may(JudgeSite.kind))

    def overall_of(self, view: CaseView) -> Sequence[tuple[str, str]]:
        """Return verdict and note of the whole, when there are."""
        return [(said.verdict, said.note) for code, said in view.overall.items() if code == self.overall]

    def show_current(self) -> None:
        """Show what the cursor is on."""
        key = self.table().key if isinstance(self.tabs.currentWidget(), RowTable) else self.inspector.judge.code
        judged = self.object_of(key)
        if judged is not None:
            self.show_judged(judged)
        elif key:
            self.show_read(key)

    def show_judged(self, judged: Judged) -> None:
        """Show an object that can be judged beside the tables."""
        self.inspector.show_object(judged, may_edit=self.context.may(JudgeSite.kind))
        self.side.setCurrentWidget(self.inspector)

    def judges_now(self) -> bool:
        """Say whether a digit judges: an object that can be judged is in sight."""
        return self.side.currentWidget() is self.inspector

    def reveal(self, object_: str) -> None:
        """Put the cursor on an object, in whatever table it is."""
        if object_ == self.overall:
            self.conclusion.bar.setFocus()
            return
        for table in self.tables.values():
            if table.choose(object_):
                self.tabs.setCurrentWidget(table)

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.tabs.currentWidget().setFocus()

    def missing(self) -> tuple[OpenItem, ...]:
        """Return what of this step stands against a grant."""
        return tuple(item for item in self.context.view.decision.gate if item.step == self.number)

    def search(self, text: str) -> None:
        """Put the cursor on the first row with the words."""
        table = self.tabs.currentWidget()
        if text and isinstance(table, RowTable):
            table.choose(table.first_with(text))

    def remember(self) -> None:
        """Save what is being typed and keep the tab."""
        self.inspector.judge.settle()
        self.conclusion.settle()
        self.context.memory[self.number] = self.tabs.currentIndex()

    # Acts

    def judge(self, code: str, verdict: str, note: str) -> None:
        """Give an object, or the whole, a verdict."""
        pane = self.conclusion if code == self.overall else self.inspector.judge
        before = pane.shown()
        if (verdict, note) == (before.verdict, before.note):
            return
        word = self.context.word("site_verdicts", verdict) if verdict else tr("判定已取消")
        self.context.do(
            JudgeSite(self.context.case, code, verdict, note),
            said=f"{before.title}{tr('：')}{word}",
            refused=lambda fault: pane.refuse(before, fault),
        )

    # Inside

    def add_table(self, key: str, title: str, heads: Sequence[Head]) -> RowTable:
        """Add a table in a tab of its own."""
        table = RowTable(title, heads)
        table.moved.connect(self._moved)
        table.digit.connect(self._digit)
        self.tables[key] = table
        self.tabs.addTab(table, title)
        return table

    def table(self) -> RowTable:
        """Return the table in sight; the first one while something else is."""
        found = self.tabs.currentWidget()
        return found if isinstance(found, RowTable) else next(iter(self.tables.values()))

    def title_tab(self, key: str, title: str, count: int) -> None:
        """Show how many rows a table has."""
        self.tabs.setTabText(self.tabs.indexOf(self.tables[key]), f"{title} {count}")

    def arrange(self) -> None:
        """Put the tables on the left, what they show and the conclusion on the right."""
        px = Theme.current.px
        self.side = QStackedWidget()
        self.side.addWidget(self.inspector)
        top = panel("alt")
        top.setProperty("hair", "bottom")
        limits = label(self.limits, "small", "info", wrap=True)
        top.setLayout(column(self._sum, row(picture("info-circle", "info", 16), limits, spacing=6), spacing=2,
                             margins=(14, 6, 14, 6)))  # fmt: skip
        limits.setMinimumWidth(px(200))
        left = QFrame()
        left.setObjectName("surface")
        body = column(top, spacing=0)
        body.addWidget(self.tabs, 1)
        left.setLayout(body)
        right = QFrame()
        right.setObjectName("surface")
        beside = column(spacing=0)
        beside.addWidget(self.side, 1)
        for widget in (hairline(), self.conclusion, *self.below()):
            beside.addWidget(widget)
        right.setLayout(beside)
        split = QSplitter(Qt.Orientation.Horizontal)
        for widget, least in ((left, 540), (right, 384)):
            split.addWidget(widget)
            widget.setMinimumWidth(px(least))
        split.setSizes([px(812), px(384)])
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        self.setLayout(column(split, spacing=0))

    def below(self) -> tuple[QWidget, ...]:
        """Return what stands below the conclusion."""
        return ()

    def _wire(self) -> None:
        self.tabs.currentChanged.connect(lambda _index: self.show_current())
        self.inspector.judge.judged.connect(self.judge)
        self.conclusion.judged.connect(self.judge)
        kept = self.context.memory.get(self.number)
        if isinstance(kept, int):
            self.tabs.setCurrentIndex(kept)

    def _moved(self, _key: str) -> None:
        self.inspector.judge.settle()
        self.show_current()

    def _digit(self, number: int) -> None:
        codes = self.inspector.judge.bar.codes()
        if self.judges_now() and number <= len(codes) and self.context.may(JudgeSite.kind):
            self.inspector.judge.give(codes[number - 1])


def overall_title(code: str) -> str:
    """Return the name of a conclusion as a heading."""
    words = say(OVERALL[code])
    return words[:1].upper() + words[1:]


def of_kind(view: CaseView, kind: str) -> list[SiteObjectView]:
    """Return the objects of a kind, in the order of the sheet."""
    return [one for one in view.site if one.kind == kind]
