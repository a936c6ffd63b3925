"""The tools beside the plan: one button with its letter for each, the other kinds of objects in a menu."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QToolButton, QWidget

from workbench.core.pack import Pack, SiteObject
from workbench.ui.i18n import say, tr
from workbench.ui.site_looks import Looks
from workbench.ui.site_symbols import symbol
from workbench.ui.theme import Theme
from workbench.ui.widgets import tool_button

SELECT, HAND, MEASURE = "select", "hand", "measure"
OWN = ((SELECT, "V", "pointer"), (HAND, "H", "hand"))
WIDE, HIGH, GAP = 38, 28, 2
"""A button [px] and the gap between two."""


class ToolButton(QToolButton):
    """A tool: its sign, and its letter in the corner."""

    def __init__(self, code: str, name: str, letter: str, image: QIcon) -> None:
        super().__init__()
        self.code, self.letter = code, letter
        px = Theme.current.px
        self.setIcon(image)
        self.setIconSize(QSize(px(20), px(20)))
        self.setFixedSize(px(WIDE), px(HIGH))
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {letter}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the button and its letter."""
        super().paintEvent(event)
        painter = QPainter(self)
        font = Theme.current.sized(12)
        font.setPixelSize(Theme.current.px(9))
        painter.setFont(font)
        painter.setPen(Theme.current.colour("accentT" if self.isChecked() else "t2"))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
        painter.drawText(
            self.rect().adjusted(0, 0, -Theme.current.px(3), -Theme.current.px(1)), int(flags), self.letter
        )


class ToolRail(QFrame):
    """The rail; where it is too low for one column it has two."""

    picked = Signal(str)
    """``select``, ``hand``, ``measure``, or the code of a kind of object."""

    def __init__(self, pack: Pack, looks: Looks) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(tr("绘图工具"))
        self.pack, self.looks = pack, looks
        self.buttons: dict[str, ToolButton] = {}
        self._extra: list[QWidget] = []
        self._grid = QGridLayout(self)
        px = Theme.current.px
        self._grid.setContentsMargins(px(3), px(5), px(3), px(5))
        self._grid.setSpacing(px(GAP))
        for code, letter, shape in OWN:
            self._add(ToolButton(code, self._own_name(code), letter, QIcon(symbol(shape, "t1", size=20))))
        for kind in pack.site_objects.values():
            if kind.letter:
                self._add(ToolButton(kind.code, say(kind.text), kind.letter, self.image(kind)))
        self._add(ToolButton(MEASURE, self._own_name(MEASURE), "U", QIcon(symbol("ruler", "t1", size=20))))
        self.more = tool_button("dots", tr("其他对象"), size=18)
        self.more.setFixedSize(px(WIDE), px(HIGH))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(self._menu())
        self._extra.append(self.more)
        self._columns = 0
        self._arrange(1)
        self.check(SELECT)

    def image(self, kind: SiteObject) -> QIcon:
        """Return the sign of a kind of object."""
        look = self.looks.of_kind(kind)
        return QIcon(symbol(look.shape, look.ink, kind.letter if look.shape == "disc" else "", size=20))

    def letters(self) -> dict[str, Callable[[], None]]:
        """Return letter → what picks its tool."""
        return {button.letter: partial(self.picked.emit, code) for code, button in self.buttons.items()}

    def check(self, code: str) -> None:
        """Show which tool is in the hand."""
        for name, button in self.buttons.items():
            button.setChecked(name == code)

    def set_may_draw(self, *, may: bool) -> None:
        """Let only those draw who may change the plan."""
        for code, button in self.buttons.items():
            button.setEnabled(may or code in {SELECT, HAND, MEASURE})
        self.more.setEnabled(may)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take a second column where one is too high."""
        super().resizeEvent(event)
        px = Theme.current.px
        count = len(self.buttons) + len(self._extra)
        self._arrange(1 if count * px(HIGH + GAP) + px(12) <= event.size().height() else 2)

    def minimumSizeHint(self) -> QSize:
        """Ask for room for two columns at the least."""
        px = Theme.current.px
        count = len(self.buttons) + len(self._extra)
        return QSize(super().minimumSizeHint().width(), ((count + 1) // 2) * px(HIGH + GAP) + px(12))

    def _own_name(self, code: str) -> str:
        return {SELECT: tr("选择"), HAND: tr("平移"), MEASURE: tr("测量")}[code]

    def _add(self, button: ToolButton) -> None:
        self.buttons[button.code] = button
        button.clicked.connect(lambda _on=False, code=button.code: self.picked.emit(code))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        every = (*self.buttons.values(), *self._extra)
        for button in every:
            self._grid.removeWidget(button)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        for number, button in enumerate(every):
            self._grid.addWidget(button, number // columns, number % columns)
        self._grid.setRowStretch(len(every) // columns + 1, 1)

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(tr("其他对象"))
        groups = self.pack.lists.get("site_groups", {})
        for group in dict.fromkeys(kind.group for kind in self.pack.site_objects.values()):
            part = menu.addMenu(say(groups[group].text) if group in groups else group)
            for kind in self.pack.site_objects.values():
                if kind.group == group:
                    act = part.addAction(self.image(kind), say(kind.text))
                    act.triggered.connect(lambda _on=False, code=kind.code: self.picked.emit(code))
        return menu
