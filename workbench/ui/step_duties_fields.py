"""Fields of the review pages: one line that saves itself, a row of choices, a caption over a field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSplitter, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import SavedField
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, FlowLayout, column, label, picture, row


def read_only(field: SavedField, *, on: bool) -> None:
    """Let a field be read but not written, or written again."""
    if field.edit.isReadOnly() != on:
        field.edit.setReadOnly(on)
        field.edit.setProperty("quiet", on)
        field.edit.style().polish(field.edit)


class Locked(QFrame):
    """One line that says why nothing can be changed here; hidden while it can."""

    def __init__(self) -> None:
        super().__init__()
        self._words = label("", "small", "t2", wrap=True)
        line = row(picture("lock", "t2", 14), self._words, spacing=6)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def show_reason(self, why_not: str) -> None:
        """Show the reason; none hides the line."""
        self._words.setText(tr("只读：{reason}", reason=why_not))
        self.setVisible(bool(why_not))


@dataclass(frozen=True)
class Option:
    """A choice: its code, word, icon and the key that gives it."""

    code: str
    word: str
    icon: str = ""
    key: str = ""


class Choices(QWidget):
    """Buttons of which at most one is down; a click asks, the answer comes with the next state."""

    chosen = Signal(str)

    def __init__(self, name: str, options: Sequence[Option]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.buttons: dict[str, Button] = {}
        self._now = ""
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self.setLayout(FlowLayout(self, spacing=6))
        for option in options:
            self._add(option)

    def show_choice(self, code: str) -> None:
        """Show what is chosen; empty when nothing is."""
        self._now = code
        for key, button in self.buttons.items():
            button.setChecked(key == code)

    def allow(self, why_not: str = "") -> None:
        """Let people choose, or say why they cannot."""
        for button in self.buttons.values():
            button.setEnabled(not why_not)
            button.setToolTip(why_not)

    def _add(self, option: Option) -> None:
        button = Button(option.word, icon=option.icon, key=option.key, kind="chip")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(partial(self._clicked, option.code))
        self.buttons[option.code] = button
        self._group.addButton(button)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(button)

    def _clicked(self, code: str, _on: bool = False) -> None:
        self.show_choice(self._now)
        self.chosen.emit(code)


def refusal(fault: WorkbenchError) -> str:
    """Return why a command was refused and what to do; the field shows where."""
    if getattr(fault, "rule", "") == "stated":
        return tr("此项须填写")
    return tr("；").join(say(text) for text in (fault.message, fault.remedy) if text is not None)


def captioned(name: str, field: QWidget) -> QVBoxLayout:
    """Return a field under its name."""
    caption = label(name, "small", "t2")
    caption.setBuddy(field)
    return column(caption, field, spacing=2)


class SideSplit(QSplitter):
    """Work at the left, a pane at the right whose width follows the window until somebody moves the handle."""

    def __init__(self, left: QWidget, right: QWidget, *, share: float, least: int, most: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.addWidget(left)
        self.addWidget(right)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 1)
        self._share, self._least, self._most = share, Theme.current.px(least), Theme.current.px(most)
        self._moved = False
        right.setMinimumWidth(self._least)
        self.splitterMoved.connect(self._take_hand)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out again."""
        super().resizeEvent(event)
        if not self._moved:
            side = min(max(round(self.width() * self._share), self._least), self._most)
            self.setSizes([self.width() - side, side])

    def _take_hand(self) -> None:
        self._moved = True


class WalkKeys(QObject):
    """F8 and Shift F8 of a page: while something waits in the page, its own walk goes before that of the case."""

    def __init__(self, page: QWidget, walk: Callable[[int], object], has_any: Callable[[], bool]) -> None:
        super().__init__(page)
        self._walk, self._has_any = walk, has_any
        page.installEventFilter(self)

    def eventFilter(self, _page: QObject, event: QEvent) -> bool:
        """Keep the key from the shortcut of the case, then act on it."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_F8 or not self._has_any():
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() != QEvent.Type.KeyPress:
            return False
        self._walk(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        return True
