"""The line with which a person enters what a paper says of a fact: value, paper, page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QLineEdit

from workbench.errors import WorkbenchError
from workbench.services import fact_desk
from workbench.services.views import FactView
from workbench.ui import announce
from workbench.ui.i18n import language, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, row


class StatementEntry(QFrame):
    """Value, paper and page of a further statement of the fact shown."""

    entered = Signal(object)
    """The :class:`StateFact`."""

    def __init__(self, case: str, papers: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._case = case
        self._fact: FactView | None = None
        self.value = QLineEdit()
        self.paper = QComboBox()
        self.page = QLineEdit()
        self.give = Button(tr("登记"), icon="plus", small=True)
        self.fault = label("", "small", "bad", wrap=True)
        self._build(papers)

    def show_fact(self, fact: FactView, *, may_edit: bool) -> None:
        """Enter statements of this fact from now on; what is being typed about the same one stays."""
        same = self._fact is not None and (self._fact.code, self._fact.scope) == (fact.code, fact.scope)
        self._fact = fact
        self.setVisible(may_edit)
        if not same:
            self.clear()

    def clear(self) -> None:
        """Empty the line."""
        self.value.clear()
        self.page.clear()
        self.fault.hide()

    def refuse(self, fault: WorkbenchError) -> None:
        """Say why the statement was not taken; what was typed stays."""
        self.fault.setText(fault.told(language()))
        self.fault.show()
        announce.alert(self, self.fault.text())

    def _build(self, papers: Sequence[str]) -> None:
        self.value.setAccessibleName(tr("陈述的值"))
        self.value.setPlaceholderText(tr("陈述的值"))
        self.paper.setEditable(True)
        self.paper.addItems(list(papers))
        self.paper.setCurrentText("")
        self.paper.setAccessibleName(tr("出处：文件或说明"))
        line = self.paper.lineEdit()
        if line is not None:
            line.setAccessibleName(tr("出处：文件或说明"))
            line.setPlaceholderText(tr("出处：文件或说明"))
        found = self.paper.completer() or QCompleter()
        found.setFilterMode(Qt.MatchFlag.MatchContains)
        self.paper.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.page.setValidator(QIntValidator(0, 9999, self.page))
        self.page.setAccessibleName(tr("页码"))
        self.page.setPlaceholderText(tr("页码"))
        self.page.setFixedWidth(Theme.current.px(92))
        self.page.returnPressed.connect(self._give)
        self.fault.hide()
        first, second = row(self.value, self.page, spacing=6), row(spacing=6)
        second.addWidget(self.paper, 1)
        second.addWidget(self.give)
        title = label(tr("登记另一处陈述"), "small", "t2")
        self.setLayout(column(title, first, second, self.fault, spacing=6, margins=(14, 8, 14, 10)))
        self.give.clicked.connect(lambda _on=False: self._give())
        self.value.returnPressed.connect(self._give)

    def _give(self) -> None:
        fact = self._fact
        if fact is None:
            return
        value = fact_desk.read_value(self.value.text(), fact.kind)
        place = (self.paper.currentText().strip(), int(self.page.text() or 0))
        self.entered.emit(fact_desk.typed(self._case, fact, value, place))
