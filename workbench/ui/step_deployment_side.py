"""The right of step 7: the post under the cursor with its verdict, the conclusion, the papers."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QTabWidget, QWidget

from workbench.core.commands import JudgeSite
from workbench.core.gate import OVERALL
from workbench.services.views import CaseView
from workbench.ui.i18n import tr
from workbench.ui.step_deployment_board import Board, PostLine
from workbench.ui.step_site_judge import Inspector, Judged, JudgePane
from workbench.ui.step_site_page import overall_title
from workbench.ui.step_site_words import judged
from workbench.ui.widgets import column, hairline
from workbench.ui.workspace_context import CaseContext

OVERALL_OBJECT = "deployment"


class SidePane(QFrame):
    """Tabs: the post, then papers."""

    judged = Signal(str, str, str)
    """Object, verdict, note."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.context = context
        self.inspector = Inspector(context.pack, tr("岗位"))
        self.conclusion = JudgePane(context.pack, overall_title(OVERALL_OBJECT), keys=False)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.tabBar().setAccessibleName(tr("岗位与文书"))
        first = QWidget()
        body = column(spacing=0)
        body.addWidget(self.inspector, 1)
        body.addWidget(hairline())
        body.addWidget(self.conclusion)
        first.setLayout(body)
        self.tabs.addTab(first, tr("岗位"))
        self.setLayout(column(self.tabs, spacing=0))
        for pane in (self.inspector.judge, self.conclusion):
            pane.judged.connect(self.judged)

    def show_case(self, view: CaseView) -> None:
        """Show the conclusion of a state."""
        said = view.overall.get(OVERALL_OBJECT)
        found = (said.verdict, said.note) if said else ("", "")
        shown = Judged(OVERALL_OBJECT, overall_title(OVERALL_OBJECT), tr("准予前须作出。"), *found)
        self.conclusion.show_object(shown, may_edit=self.context.may(JudgeSite.kind))

    def show_line(self, line: PostLine | None, _board: Board) -> None:
        """Show a post."""
        if line is not None:
            shown = judged(line.post, self.context.pack, "posts")
            self.inspector.show_object(shown, may_edit=self.context.may(JudgeSite.kind))

    def show_post(self) -> None:
        """Bring the post's form forward."""
        self.tabs.setCurrentIndex(0)
        self.inspector.judge.bar.setFocus()

    def show_conclusion(self) -> None:
        """Bring the conclusion forward."""
        self.tabs.setCurrentIndex(0)
        self.conclusion.bar.setFocus()

    def pane_of(self, code: str) -> JudgePane:
        """Return where an object is judged."""
        return self.conclusion if code in OVERALL else self.inspector.judge

    def give(self, number: int) -> None:
        """Give the post the verdict of a key."""
        codes = self.inspector.judge.bar.codes()
        if number <= len(codes):
            self.inspector.judge.give(codes[number - 1])
            if self.inspector.judge.note.fault.isVisible():
                self.tabs.setCurrentIndex(0)

    def settle(self) -> None:
        """Save what is being typed."""
        self.inspector.judge.settle()
        self.conclusion.settle()
