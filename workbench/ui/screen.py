"""What every screen of the window has in common, and how the window learns which screens there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget


class Screen(QWidget):
    """A page of the window.

    A change of language, theme or scale throws pages away and makes new ones; :meth:`remember` carries what was shown
    and chosen over, so nothing is read again and the cursor stays.
    """

    hints_changed = Signal()
    """Keys, title or undo stack are others now."""
    back_requested = Signal()
    """Leave towards the list."""

    @property
    def undo_stack(self) -> QUndoStack | None:
        """Return the edits that can be taken back here, if any."""
        return None

    def remember(self) -> object:
        """Return what a new page of the same kind needs to look the same."""
        return None

    def focus_first(self) -> None:
        """Put the focus where work starts."""
        self.setFocus()

    def search(self, text: str) -> None:
        """Filter by the words in the search box; screens without a list ignore it."""

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return (key, word) pairs for the status bar."""
        return ()


@dataclass(frozen=True)
class ScreenEntry:
    """A screen that the navigation offers.

    ``section`` is ``work``, ``library`` or ``oversight``; ``roles`` may see it; ``letter`` is the second key after
    ``G``; ``make`` gets what the last page of the kind remembered, or ``None``.
    """

    key: str
    icon: str
    title: Callable[[], str]
    section: str
    roles: frozenset[str]
    make: Callable[[object], Screen]
    letter: str = ""
