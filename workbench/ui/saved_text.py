"""A text field that saves itself: after 800 ms without a key, or when the focus leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

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


class SavedField(QWidget):
    """A field with its refusal below. What is being typed is never overwritten by what comes from elsewhere."""

    settled = Signal(str)
    """The text as it should be saved."""

    def __init__(self, edit: TextEdit | QLineEdit) -> None:
        super().__init__()
        self.edit = edit
        self.fault = label("", "small", "bad", wrap=True)
        self.fault.hide()
        self._saved = ""
        self._timer = QTimer(self, singleShot=True, interval=IDLE)
        self._timer.timeout.connect(self.settle)
        self.setLayout(column(edit, self.fault, spacing=2))
        self.setFocusProxy(edit)

    def text(self) -> str:
        """Return what stands in the field."""
        return self.edit.text() if isinstance(self.edit, QLineEdit) else self.edit.toPlainText()

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
        self.clear_fault()

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
        self._mark(wrong=True)
        announce.alert(self, words)

    def clear_fault(self) -> None:
        """Take the fault away."""
        if not self.fault.isHidden():
            self.fault.hide()
            self._mark(wrong=False)

    def _put(self, text: str) -> None:
        if text != self.text():
            with QSignalBlocker(self.edit):
                self.edit.setText(text) if isinstance(self.edit, QLineEdit) else self.edit.setPlainText(text)

    def _typed(self) -> None:
        self.clear_fault()
        self._timer.start()

    def _mark(self, *, wrong: bool) -> None:
        self.edit.setProperty("fault", wrong)
        self.edit.style().polish(self.edit)


class SavedText(SavedField):
    """A few lines that save themselves: after a rest, on Ctrl Enter, or when the focus leaves."""

    edit: TextEdit

    def __init__(self, name: str, lines: int = 2) -> None:
        edit = TextEdit(name, lines)
        super().__init__(edit)
        edit.textChanged.connect(self._typed)
        edit.left.connect(self.settle)
        edit.sent.connect(self.settle)


class SavedLine(SavedField):
    """One line that saves itself: after a rest, on Enter, or when the focus leaves."""

    edit: QLineEdit

    def __init__(self, name: str) -> None:
        edit = QLineEdit()
        edit.setAccessibleName(name)
        edit.setPlaceholderText(name)
        super().__init__(edit)
        edit.textEdited.connect(self._typed)
        edit.editingFinished.connect(self.settle)
