"""A few words at the bottom of the window for six seconds, with a way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QWidget

from workbench.ui import announce, icons
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, row, tool_button

SHOWN = 6000
"""How long a toast stays [ms]; it waits while the pointer or the focus is on it."""


class Toast(QFrame):
    """The one toast of a window; new words replace old ones."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        self._words = ElidedLabel("")
        self._undo = Button(tr("撤销"), key="Ctrl Z", kind="primary", small=True)
        self._close = tool_button("x", tr("关闭"), size=16)
        self._close.setIcon(icons.icon("x", "tdis", 16))
        self._act: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True, interval=SHOWN)
        self._timer.timeout.connect(self.hide)
        self._close.clicked.connect(self.hide)
        self._undo.clicked.connect(self._undone)
        self.setLayout(row(self._words, self._undo, self._close, spacing=10, margins=(14, 6, 8, 6)))
        parent.installEventFilter(self)
        self.hide()

    def words(self) -> str:
        """Return what the toast says."""
        return self._words.text()

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Show ``words`` for six seconds."""
        self._act = undo
        self._words.setText(words)
        self._undo.setVisible(undo is not None)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce.alert(self, words)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Count down again."""
        self._timer.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        px = Theme.current.px
        parent = self._over
        metrics = self._words.fontMetrics()
        wide = min(
            parent.width() - px(40), metrics.horizontalAdvance(self._words.text()) + px(210 if self._act else 90)
        )
        self.resize(wide, px(40))
        self.move((parent.width() - wide) // 2, parent.height() - px(40 + 26 + 16))

    def _undone(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act is not None:
            act()
