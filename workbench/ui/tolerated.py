"""The list of promises over all cases: the earliest moment first, what is overdue, whom to remind, what to confirm."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from workbench.errors import WorkbenchError
from workbench.services.promises import Register
from workbench.ui import promises_words as words
from workbench.ui.i18n import language, tr
from workbench.ui.screen import Screen
from workbench.ui.step_site_rows import RowTable
from workbench.ui.widgets import column, label, panel, row


class ToleratedScreen(Screen):
    """One row per open promise; Enter opens its case at the promise."""

    open_requested = Signal(str, str)
    """Case and paper."""

    def __init__(self) -> None:
        super().__init__()
        self.found = Register(())
        self.table = RowTable(tr("容缺跟踪"), words.all_heads())
        self._sum = label("", "body", "t2")
        self._told = label("", "body", "t2", wrap=True)
        self._build()
        self.table.activated.connect(lambda _index: self.open_line())

    def show_register(self, found: Register) -> None:
        """Show the open promises."""
        self.found = found
        self.table.show_rows([words.all_row(line) for line in found.lines])
        self._sum.setText(words.register_summary(found))
        self._told.setText(tr("没有待补齐的承诺。受理时容缺的材料会列在这里，直到补齐并复核，或者免除。"))
        self._stack.setCurrentIndex(0 if found.lines else 1)

    def show_error(self, fault: WorkbenchError) -> None:
        """Say why the list could not be read."""
        self._told.setText(fault.told(language()))
        self._stack.setCurrentIndex(1)

    def open_line(self) -> None:
        """Open the case of the promise under the cursor, at that promise."""
        case, _, item = self.table.key.partition(" ")
        if case:
            self.open_requested.emit(case, item)

    def remember(self) -> object:
        """Keep what was shown."""
        return self.found

    def focus_first(self) -> None:
        """Put the focus on the list."""
        self.table.setFocus()

    def search(self, text: str) -> None:
        """Put the cursor on the first row with the words."""
        if text:
            self.table.choose(self.table.first_with(text))

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the list."""
        return (("J K", tr("上下项")), ("Enter", tr("打开")))

    def _build(self) -> None:
        head = panel("surface")
        head.setProperty("hair", "bottom")
        head.setLayout(row(label(tr("容缺跟踪"), "section"), self._sum, None, spacing=12, margins=(16, 10, 16, 10)))
        empty = panel("surface")
        empty.setLayout(column(None, self._told, None, margins=(40, 20, 40, 20)))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        self.setLayout(column(head, self._stack, spacing=0))
