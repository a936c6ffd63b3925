"""A text field that saves itself: after 800 ms without a key, or when the focus leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.errors import WorkbenchError
from workbench.ui import announce
from workbench.ui.i18n import language
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, label

IDLE = 800
"""How long typing rests before it is saved [ms]."""


class TextEdit(QPlainTextEdit):
    """A few lines of text; Tab leaves it."""

    left = Signal()
    sent = Signal()
    """Ctrl Enter."""

    def __init__(self, name: str, lines: int = 2) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(Theme.current.px(20 * lines + 14))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the focus has left."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl Enter for this field when the window has it as a shortcut too."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_send(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on Ctrl Enter."""
        if _is_send(event):
            self.sent.emit()
        else:
            super().keyPressEvent(event)


def _is_send(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SavedText(QWidget):
    """A text with its refusal below. What is being typed is never overwritten by what comes from elsewhere."""

    settled = Signal(str)
    """The text as it should be saved."""

    def __init__(self, name: str, lines: int = 2) -> None:
        super().__init__()
        self.edit = TextEdit(name, lines)
        self.fault = label("", "small", "bad", wrap=True)
        self.fault.hide()
        self._saved = ""
        self._timer = QTimer(self, singleShot=True, interval=IDLE)
        self._timer.timeout.connect(self.settle)
        self.edit.textChanged.connect(self._typed)
        self.edit.left.connect(self.settle)
        self.edit.sent.connect(self.settle)
        self.setLayout(column(self.edit, self.fault, spacing=2))
        self.setFocusProxy(self.edit)

    def text(self) -> str:
        """Return what stands in the field."""
        return self.edit.toPlainText()

    def is_typing(self) -> bool:
        """Say whether something stands here that is not saved yet."""
        return self.text() != self._saved

    def show_saved(self, text: str) -> None:
        """Show the saved value, unless something else is being typed."""
        typing = self.is_typing() and self.edit.hasFocus()
        self._saved = text
        if not typing:
            self._put(text)

    def start(self, text: str) -> None:
        """Show the saved value of another object."""
        self._timer.stop()
        self._saved = text
        self._put(text)
        self.fault.hide()

    def settle(self) -> None:
        """Ask for the text to be saved, when it differs from what is saved."""
        self._timer.stop()
        if self.is_typing():
            self._saved = self.text()
            self.settled.emit(self.text())

    def refuse(self, saved: str, error: WorkbenchError) -> None:
        """Go back to the last saved value and say why."""
        self._saved = saved
        self._put(saved)
        self.say_fault(error.told(language()))

    def say_fault(self, words: str) -> None:
        """Say a fault at the field."""
        self.fault.setText(words)
        self.fault.show()
        self.edit.setProperty("fault", True)  # noqa: FBT003  (a Qt property)
        self.edit.style().polish(self.edit)
        announce.alert(self, words)

    def _put(self, text: str) -> None:
        if text != self.text():
            with QSignalBlocker(self.edit):
                self.edit.setPlainText(text)

    def _typed(self) -> None:
        if self.fault.isVisible():
            self.fault.hide()
            self.edit.setProperty("fault", False)  # noqa: FBT003  (a Qt property)
            self.edit.style().polish(self.edit)
        self._timer.start()
