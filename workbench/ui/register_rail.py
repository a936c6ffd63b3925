"""The list at the left of the registers: sections, registers, how much is in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from workbench.ui import icons
from workbench.ui.theme import Theme

CODE = Qt.ItemDataRole.UserRole + 1
WIDTH = 236


@dataclass(frozen=True)
class RailLine:
    """A line: ``code`` is what it shows, empty for the title of a section."""

    code: str
    words: str
    icon: str = ""
    count: str = ""


class RegisterRail(QListWidget):
    """Sections and registers."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(name)
        self.setFixedWidth(Theme.current.px(WIDTH))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.currentItemChanged.connect(lambda now, _before: self._tell(now))

    def show_lines(self, lines: Sequence[RailLine], code: str) -> None:
        """Show the lines with the cursor on ``code``."""
        self.blockSignals(True)  # noqa: FBT003  (the library's own switch)
        self.clear()
        for line in lines:
            self.addItem(_item(line))
        self.blockSignals(False)  # noqa: FBT003
        self.choose(code)

    def choose(self, code: str) -> None:
        """Put the cursor on a line without telling."""
        self.blockSignals(True)  # noqa: FBT003
        for number in range(self.count()):
            if code and self.item(number).data(CODE) == code:
                self.setCurrentRow(number)
        self.blockSignals(False)  # noqa: FBT003

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(CODE):
            self.chosen.emit(item.data(CODE))


def _item(line: RailLine) -> QListWidgetItem:
    words = f"{line.words}  {line.count}" if line.count else line.words
    item = QListWidgetItem(words)
    item.setData(CODE, line.code)
    item.setSizeHint(QSize(0, Theme.current.px(32 if line.code else 34)))
    item.setToolTip(line.words)
    if line.icon:
        item.setIcon(icons.icon(line.icon, "t2", 16))
    if not line.code:
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    return item
