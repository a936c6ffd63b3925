"""The page of facts: the ledger and what the papers' text proposes, beside it the fact under the cursor."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter, QTabWidget, QWidget

from workbench.core.commands import ChooseFact, StateFact
from workbench.services import fact_desk
from workbench.services.fact_desk import ProposalView
from workbench.services.views import CaseView, FactView
from workbench.ui import facts_words as words
from workbench.ui.facts_chooser import FactChooser
from workbench.ui.facts_entry import StatementEntry
from workbench.ui.i18n import tr
from workbench.ui.step_site_rows import RowTable
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, panel, row, tab_widget
from workbench.ui.workspace_context import CaseContext, StepPage

NUMBER = 10


class FactsPage(StepPage):
    """Key facts: every statement, the value that governs, proposals from the text of the papers."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.ledger = RowTable(tr("关键事实"), words.fact_heads())
        self.found = RowTable(tr("文本提取"), words.proposal_heads())
        self.chooser = FactChooser(context.case, context.pack)
        self.entry = StatementEntry(context.case, _papers(context.view))
        self.confirm = Button(tr("确认并登记"), icon="check", kind="primary", key="1", small=True)
        self.aside = Button(tr("不采用"), icon="x", key="2", small=True)
        self.proposals: tuple[ProposalView, ...] = ()
        self._read_at = -1
        self._sum = label("", "small", "t2", wrap=True)
        self.tabs = tab_widget(tr("事实台账"))
        self._arrange()
        self._wire()

    # What the workspace asks

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case; the text of the papers is searched again in the background."""
        ordered = sorted(view.facts, key=lambda fact: (not fact.open, fact.governing is None))
        self.ledger.show_rows([words.fact_row(fact, self.context.pack) for fact in ordered])
        self._sum.setText(self._summary(view))
        self._show_current()
        if self._read_at != view.version:
            self._read_at = view.version
            task = self.context.session.ask(fact_desk.found_in_text, self.context.case)
            task.done.connect(self._proposed)

    def reveal(self, object_: str) -> None:
        """Put the cursor on a fact."""
        fact = next((one for one in self.context.view.facts if object_ in (one.code, words.fact_key(one))), None)
        if fact is not None:
            self.tabs.setCurrentIndex(0)
            self.ledger.choose(words.fact_key(fact))

    def focus_first(self) -> None:
        """Put the focus on the table in sight."""
        self.table().setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("J K", tr("上下项")), ("1 2", tr("提取：确认 / 不采用")), ("F8", tr("下一未决")))

    def search(self, text: str) -> None:
        """Put the cursor on the first row with the words."""
        if text:
            self.table().choose(self.table().first_with(text))

    def remember(self) -> None:
        """Keep the tab."""
        self.context.memory[NUMBER] = self.tabs.currentIndex()

    def table(self) -> RowTable:
        """Return the table in sight."""
        return self.found if self.tabs.currentIndex() else self.ledger

    # Acts

    def answer(self, how: str) -> None:
        """Take the proposal under the cursor into the ledger, or put it away."""
        proposal = next((one for one in self.proposals if one.key == self.found.key), None)
        if proposal is None or not self.context.may(StateFact.kind):
            return
        said = tr("已登记 {fact}", fact=proposal.fact) if how == "confirmed" else tr("已不采用")
        self.context.do(fact_desk.answered(self.context.case, proposal, how), said=said)

    def _enter(self, command: StateFact) -> None:
        task = self.context.do(command, said=tr("已登记 {fact}", fact=command.fact), refused=self.entry.refuse)
        task.done.connect(lambda _given: self.entry.clear())

    def _remove(self, key: str) -> None:
        self.context.do(StateFact(self.context.case, key), said=tr("已删除登记"))

    def _choose(self, command: ChooseFact) -> None:
        said = tr("已采信 {fact}", fact=command.fact) if command.value is not None else tr("已取消采信")
        self.context.do(command, said=said, refused=self.chooser.refuse)

    # Inside

    def _summary(self, view: CaseView) -> str:
        waiting = sum(fact.open for fact in view.facts)
        told = tr("{facts} 项关键事实，{open} 项待采信。", facts=len(view.facts), open=waiting)
        return told + tr("范围、管辖、等级、时限和文书只读采信值；未采信的，按申请表所填。")

    def _proposed(self, found: tuple[ProposalView, ...]) -> None:
        self.proposals = found
        self.found.show_rows([words.proposal_row(one, self.context.pack) for one in found])
        self.tabs.setTabText(1, f"{tr('文本提取')} {len(found)}")
        self._show_current()

    def _fact(self) -> FactView | None:
        if self.tabs.currentIndex():
            proposal = next((one for one in self.proposals if one.key == self.found.key), None)
            code = (proposal.fact, proposal.scope) if proposal else ("", "")
            return next((one for one in self.context.view.facts if (one.code, one.scope) == code), None)
        return next((one for one in self.context.view.facts if words.fact_key(one) == self.ledger.key), None)

    def _show_current(self) -> None:
        fact = self._fact()
        self._right.setVisible(fact is not None)
        may_state = self.context.may(StateFact.kind)
        for button in (self.confirm, self.aside):
            button.setEnabled(may_state and bool(self.proposals))
        if fact is not None:
            self.chooser.show_fact(fact, may_edit=self.context.may(ChooseFact.kind))
            self.entry.show_fact(fact, may_edit=may_state)

    def _arrange(self) -> None:
        px = Theme.current.px
        top = panel("alt")
        top.setProperty("hair", "bottom")
        top.setLayout(column(self._sum, margins=(14, 8, 14, 8)))
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.ledger, tr("事实台账"))
        self.tabs.addTab(self._proposal_tab(), tr("文本提取"))
        left = _surface(top, self.tabs)
        self._right = _surface(self.chooser, hairline(), self.entry)
        split = QSplitter(Qt.Orientation.Horizontal)
        for widget, least in ((left, 540), (self._right, 384)):
            split.addWidget(widget)
            widget.setMinimumWidth(px(least))
        split.setSizes([px(812), px(384)])
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        self.setLayout(column(split, spacing=0))

    def _proposal_tab(self) -> QWidget:
        tab = QWidget()
        hint = label(tr("从文件文字中找到、台账还没有的说法。只是提示，确认后才记入台账。"), "small", "t2", wrap=True)
        foot = row(spacing=8, margins=(14, 8, 14, 8))
        foot.addWidget(hint, 1)
        foot.addWidget(self.aside)
        foot.addWidget(self.confirm)
        body = column(spacing=0)
        body.addWidget(self.found, 1)
        body.addWidget(hairline())
        body.addLayout(foot)
        tab.setLayout(body)
        return tab

    def _wire(self) -> None:
        for table in (self.ledger, self.found):
            table.moved.connect(lambda _key: self._show_current())
        self.found.digit.connect(self._digit)
        self.tabs.currentChanged.connect(lambda _index: self._show_current())
        self.chooser.chosen.connect(self._choose)
        self.chooser.removed.connect(self._remove)
        self.entry.entered.connect(self._enter)
        self.confirm.clicked.connect(lambda _on=False: self.answer("confirmed"))
        self.aside.clicked.connect(lambda _on=False: self.answer("set_aside"))
        switch = QShortcut(QKeySequence("Ctrl+Tab"), self)
        switch.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        switch.activated.connect(self._switch)
        kept = self.context.memory.get(NUMBER)
        if isinstance(kept, int):
            self.tabs.setCurrentIndex(kept)

    def _digit(self, digit: int) -> None:
        how = {1: "confirmed", 2: "set_aside"}.get(digit)
        if how:
            self.answer(how)

    def _switch(self) -> None:
        self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())
        self.focus_first()


def _papers(view: CaseView) -> list[str]:
    """Return the files of the package, by name."""
    papers = (paper for group in view.classes for paper in group.papers)
    return sorted({file.attachment.name for paper in papers for file in paper.files})


def _surface(*widgets: QWidget) -> QFrame:
    """Return a frame with widgets one below another, the first table or pane taking the room."""
    frame = QFrame()
    frame.setObjectName("surface")
    body = column(spacing=0)
    for widget in widgets:
        body.addWidget(widget, 1 if isinstance(widget, QTabWidget | FactChooser) else 0)
    frame.setLayout(body)
    return frame
