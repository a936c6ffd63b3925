"""The buttons of the rail for the pages beside the steps: two in a line, icons alone in a narrow window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from workbench.ui.i18n import say
from workbench.ui.nav import NavButton
from workbench.ui.side_pages import SIDE_PAGES, STEPS, SidePage
from workbench.ui.theme import Theme


class SideButton(NavButton):
    """One page beside the steps: two of them share the width of the rail."""

    SIZE = 12
    INDENT = 29

    def __init__(self, page: SidePage) -> None:
        super().__init__(str(page.number), page.icon, say(page.title), wide=True)
        self.number = page.number
        self.set_narrow(narrow=False)
        self.setToolTip(f"{say(page.title)}  Ctrl+{page.number - STEPS}")

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon alone."""
        self._wide = not narrow
        self.setFixedSize(Theme.current.px(38 if narrow else 86), Theme.current.px(_low() if narrow else 28))


ROOM, HIGHEST, LEAST = 182, 26, 18
"""Room for all icons of a folded rail in a small window, and the height of one."""


def _low() -> int:
    """Return the height of an icon in the folded rail: all of them fit below the steps."""
    return max(LEAST, min(HIGHEST, ROOM // len(SIDE_PAGES)))


class SideButtons(QWidget):
    """The grid of side pages."""

    requested = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        px = Theme.current.px
        self._grid.setContentsMargins(px(8), 0, px(8), px(6))
        self._grid.setSpacing(px(2))
        self.buttons = {page.number: SideButton(page) for page in SIDE_PAGES}
        for button in self.buttons.values():
            button.clicked.connect(lambda _on, number=button.number: self.requested.emit(number))
            self._group.addButton(button)
        self.set_narrow(narrow=False)

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the buttons in one column of icons, or two columns of words."""
        across = 1 if narrow else 2
        px = Theme.current.px
        self._grid.setContentsMargins(px(8), 0, px(8), 0 if narrow else px(6))
        self._grid.setVerticalSpacing(0 if narrow else Theme.current.px(2))
        for place, button in enumerate(self.buttons.values()):
            button.set_narrow(narrow=narrow)
            self._grid.addWidget(button, place // across, place % across)

    def choose(self, number: int) -> None:
        """Mark the page shown; a step marks none."""
        self._group.setExclusive(False)
        for own, button in self.buttons.items():
            button.setChecked(own == number)
        self._group.setExclusive(True)
