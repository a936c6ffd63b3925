"""A key fact with every statement and its source; the officer picks the value that governs and says why."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QRadioButton, QScrollArea, QWidget

from workbench.core.commands import ChooseFact
from workbench.core.pack import Pack
from workbench.core.values import Scalar
from workbench.errors import WorkbenchError
from workbench.services.views import FactView, StatementView
from workbench.ui import announce
from workbench.ui import facts_words as words
from workbench.ui.i18n import language, say, tr
from workbench.ui.saved_text import TextEdit
from workbench.ui.step_site_words import shown
from workbench.ui.widgets import Button, clear, column, label, row, tool_button


class FactChooser(QFrame):
    """Statements as choices, a reason, and the act."""

    chosen = Signal(object)
    """The :class:`ChooseFact`."""
    removed = Signal(str)
    """Key of an entered statement that should be taken out."""

    def __init__(self, case: str, pack: Pack) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._case, self._pack = case, pack
        self._fact: FactView | None = None
        self._values: list[Scalar] = []
        self._title = label("", "bodyStrong", wrap=True)
        self._below = label("", "small", "t2", wrap=True)
        self._list = column(spacing=2)
        self._group = QButtonGroup(self)
        self.reason = TextEdit(tr("采信理由"), 3)
        self.take = Button(tr("采信"), icon="check", kind="primary")
        self.drop = Button(tr("取消采信"), icon="arrow-back-up")
        self.fault = label("", "small", "bad", wrap=True)
        self._build()

    def show_fact(self, fact: FactView, *, may_edit: bool) -> None:
        """Show a fact; a reason that is being typed about the same one stays."""
        same = self._fact is not None and words.fact_key(fact) == words.fact_key(self._fact)
        if same and fact == self._fact:
            return
        self._fact = fact
        self._title.setText(f"{fact.code} {say(fact.title)}")
        self._below.setText(words.below_title(fact, self._pack))
        self._fill(fact, may_edit=may_edit)
        if not same or not self.reason.hasFocus():
            self.reason.setPlainText(fact.reason)
        self.reason.setReadOnly(not may_edit)
        self.take.setVisible(may_edit)
        self.drop.setVisible(may_edit and fact.governing is not None)
        self.fault.hide()

    def refuse(self, fault: WorkbenchError) -> None:
        """Say why the value was not taken, and show again what governs."""
        fact, self._fact = self._fact, None
        if fact is not None:
            self.show_fact(fact, may_edit=True)
        self.fault.setText(fault.told(language()))
        self.fault.show()
        announce.alert(self, self.fault.text())

    # Inside

    def _build(self) -> None:
        inside = QWidget()
        whole = column(self._title, self._below, spacing=6, margins=(14, 10, 14, 10))
        whole.addWidget(label(tr("各处陈述"), "small", "t2"))
        whole.addLayout(self._list)
        for widget in (label(tr("采信理由"), "small", "t2"), self.reason, self.fault):
            whole.addWidget(widget)
        whole.addLayout(row(None, self.drop, self.take))
        whole.addStretch(1)
        inside.setLayout(whole)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        self.setLayout(column(scroll, spacing=0))
        self.take.clicked.connect(lambda _on=False: self._take())
        self.drop.clicked.connect(lambda _on=False: self._give(None, ""))

    def _fill(self, fact: FactView, *, may_edit: bool) -> None:
        clear(self._list)
        self._values = list(dict.fromkeys(said.value for said in fact.statements))
        for number, value in enumerate(self._values):
            told = shown(value, fact.unit)
            there = [said for said in fact.statements if said.value == value]
            sources = [words.statement_line(said) for said in there]
            button = QRadioButton(told)
            button.setAccessibleName(f"{told}{tr('，')}{tr('、').join(sources)}")
            button.setChecked(value == fact.governing)
            button.setEnabled(may_edit)
            self._group.addButton(button, number)
            self._list.addWidget(button)
            for said in there:
                self._list.addLayout(self._line(said, may_edit=may_edit))

    def _line(self, said: StatementView, *, may_edit: bool) -> QHBoxLayout:
        """Return where a value stands; an entry made here can be taken out again."""
        words_ = label(words.statement_line(said), "small", "t2", wrap=True)
        line = row(24, spacing=4)
        line.addWidget(words_, 1)
        if said.key and may_edit:
            remove = tool_button("trash", tr("删除这条登记"))
            remove.clicked.connect(lambda _on=False, key=said.key: self.removed.emit(key))
            line.addWidget(remove)
        return line

    def _take(self) -> None:
        number = self._group.checkedId()
        if not 0 <= number < len(self._values):
            self.fault.setText(tr("先选一个值"))
            self.fault.show()
            return
        self._give(self._values[number], self.reason.toPlainText().strip())

    def _give(self, value: Scalar, reason: str) -> None:
        if self._fact is not None:
            self.chosen.emit(ChooseFact(self._case, self._fact.code, self._fact.scope, value, reason))
