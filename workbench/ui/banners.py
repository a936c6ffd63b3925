"""Lines across the top of the content: sample date, read-only file, faults with a way out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from workbench.ui import announce
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, Part, picture, row

ICONS = {"info": "info-circle", "warn": "alert-triangle", "bad": "alert-circle"}


class Banner(QFrame):
    """One line with an icon, words and at most one button."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._picture = picture("info-circle", "info", 18)
        self._words = ElidedLabel("", "bodyStrong")
        self._act = Button("", small=True)
        self._act.clicked.connect(self.acted)
        self.setMinimumHeight(Theme.current.px(36))
        self.setLayout(row(self._picture, self._words, self._act, spacing=10, margins=(16, 4, 14, 4)))

    def words(self) -> str:
        """Return what the banner says."""
        return self._words.text()

    def say(self, kind: str, words: str, act: str = "") -> None:
        """Show ``words`` in the colour of ``kind`` (info, warn, bad), with a button when ``act`` is given."""
        self.setProperty("kind", kind)
        self._words.setProperty("ink", kind)
        self._picture.setPixmap(picture(ICONS[kind], kind, 18).pixmap())
        self._words.setText(words)
        self._words.setToolTip(words)
        self._act.set_parts(Part(act))
        self._act.setVisible(bool(act))
        for widget in (self, self._words):
            widget.style().polish(widget)
        self.show()
        announce.alert(self, words)
