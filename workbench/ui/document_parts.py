"""Small parts of the viewer: the search line, and the message in the place of pages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from workbench.ui.i18n import tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, picture, row


class SearchLine(QLineEdit):
    """Words to look for: Enter goes on, Shift Enter back, Esc leaves."""

    stepped = Signal(int)
    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Esc when the window has it as a shortcut too."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter and Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class Message(QWidget):
    """Why there is no page: a sign, what, what to do, details on demand."""

    def __init__(self) -> None:
        super().__init__()
        self._what = label("", "section")
        self._remedy = label("", "body", "t2", wrap=True)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setTabChangesFocus(True)
        self._details.setAccessibleName(tr("详情"))
        self._details.setFixedHeight(Theme.current.px(72))
        self._more = Button(tr("详情"), kind="ghost", small=True)
        self._more.clicked.connect(lambda: self._details.setVisible(not self._details.isVisible()))
        sign = row(None, picture("file-alert", "bad", 34), None)
        words = row(None, self._what, None)
        more = row(None, self._more, None)
        self.setLayout(
            column(
                None, sign, words, row(None, self._remedy, None), more, self._details, None, margins=(24, 24, 24, 24)
            )
        )

    def words(self) -> str:
        """Return what the message says."""
        return self._what.text()

    def details(self) -> str:
        """Return the details."""
        return self._details.toPlainText()

    def say(self, what: str, remedy: str, details: str) -> None:
        """Show a message; details stay folded."""
        self._what.setText(what)
        self._remedy.setText(remedy)
        self._details.setPlainText(details)
        self._details.hide()
        self._more.setVisible(bool(details))
        self.setAccessibleName(f"{what} {remedy}")
