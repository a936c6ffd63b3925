"""What is said to a screen reader when something happens away from the focus."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def alert(widget: QWidget, words: str) -> None:
    """Announce ``words`` at once, from ``widget``."""
    event = QAccessibleAnnouncementEvent(widget, words)
    QAccessible.updateAccessibility(event)
