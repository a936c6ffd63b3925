"""What lies over an empty view: what is missing, what to do about it, and the buttons that lead there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, row

WIDE = 460
"""Width where the buttons need no more [px]."""
EDGE = 18
"""Room beside the words [px]."""

Act = tuple[str, str, Callable[[], object]]
"""Words, icon, what it does."""


class Nothing(QFrame):
    """A card in the middle of a view; :meth:`show_when` shows it while there is nothing else."""

    def __init__(self, over: QWidget, words: str, acts: Sequence[Act] = ()) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("card")
        self.told = label(words, "body", "t2", wrap=True)
        self.told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.buttons: list[Button] = []
        for name, icon, act in acts:
            button = Button(name, icon=icon, small=True)
            button.clicked.connect(lambda _on=False, act=act: act())
            self.buttons.append(button)
        self._line = QWidget(self)
        self._line.setLayout(row(None, *self.buttons, None, spacing=8))
        self.setLayout(column(self.told, self._line, spacing=10, margins=(EDGE, 12, EDGE, 12)))
        self.hide()
        over.installEventFilter(self)

    def text(self) -> str:
        """Return what is said."""
        return self.told.text()

    def show_when(self, *, empty: bool, may_act: bool = True) -> None:
        """Show what is missing, with the buttons for those who may act."""
        self._line.setVisible(may_act and bool(self.buttons))
        self.setVisible(empty)
        self._centre()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self._centre()
        return super().eventFilter(watched, event)

    def _centre(self) -> None:
        if self.isHidden():
            return
        px, room = Theme.current.px, self._over.rect()
        if isinstance(self._over, QAbstractScrollArea):
            room = self._over.viewport().geometry()
        wanted = max(px(WIDE), self._line.sizeHint().width() + px(2 * EDGE) + 2)
        wide = min(wanted, max(40, room.width() - px(24)))
        self.setFixedWidth(wide)
        layout = self.layout()
        assert layout is not None
        tall = max(layout.totalHeightForWidth(wide), layout.totalMinimumSize().height())
        self.setFixedHeight(tall)
        left = room.x() + (room.width() - wide) // 2
        self.move(left, room.y() + max(0, (room.height() - tall) // 2))
        self.raise_()
