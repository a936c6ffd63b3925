"""The line at the bottom: whether everything is saved, which keys act here, on which rules and records one works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel

from workbench.ui.i18n import tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import clear, keycap, label, picture, row, upright


class StatusBar(QFrame):
    """Saved state at the left, keys in the middle, rules, chain and database at the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusbar")
        self.setFixedHeight(Theme.current.px(26))
        self._saved_sign = picture("circle-check", "ok", 14)
        self._saved = label("", "small", "t2")
        self._left = row(self._saved_sign, self._saved, spacing=4)
        self._keys = row(spacing=6)
        self._hints: list[tuple[QLabel, QLabel]] = []
        self._right = row(spacing=6)
        whole = row(margins=(12, 0, 12, 0))
        whole.addLayout(self._left, 1)
        self._left.addStretch(1)
        whole.addLayout(self._keys)
        whole.addLayout(self._right, 1)
        self.setLayout(whole)
        self.say_saved(None)

    def words(self) -> str:
        """Return the saved state in words."""
        return self._saved.text()

    def say_saved(self, at: datetime | None) -> None:
        """Say that everything is saved, since when."""
        self._say(
            "circle-check", "ok", tr("已自动保存 · {time}", time=f"{at:%H:%M}") if at else tr("全部更改已保存"), "t2"
        )

    def say_failed(self, why: str) -> None:
        """Say in red that the last change was not saved."""
        self._say("alert-circle", "bad", tr("未保存：{why}", why=why), "bad")

    def say_read_only(self) -> None:
        """Say that nothing is changed here."""
        self._say("lock", "t2", tr("只读"), "t2")

    def show_keys(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show the keys of the screen."""
        clear(self._keys)
        self._hints = [(keycap(key), label(word, "small", "t2")) for key, word in hints]
        for cap, word in self._hints:
            self._keys.addWidget(cap)
            self._keys.addWidget(word)
            self._keys.addSpacing(Theme.current.px(4))
        self._fit_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many keys as there is room for, the most useful ones first."""
        super().resizeEvent(event)
        self._fit_keys()

    def _fit_keys(self) -> None:
        gap = Theme.current.px(6)
        side = max(self._left.sizeHint().width(), self._right.sizeHint().width())
        room = self.width() - 2 * side - Theme.current.px(56)
        for cap, word in self._hints:
            cap.ensurePolished()
            word.ensurePolished()
            room -= cap.sizeHint().width() + word.sizeHint().width() + 4 * gap
            cap.setVisible(room >= 0)
            word.setVisible(room >= 0)

    def show_ground(self, parts: Sequence[tuple[str, str]]) -> None:
        """Show (icon, words) pairs: rule pack, chain head, database."""
        clear(self._right)
        self._right.addStretch(1)
        for number, (icon, words) in enumerate(parts):
            if number:
                self._right.addWidget(upright())
            if icon:
                self._right.addWidget(picture(icon, "t2", 14))
            self._right.addWidget(label(words, "small", "t2"))
        self._fit_keys()

    def _say(self, icon: str, colour: str, words: str, ink: str) -> None:
        self._saved_sign.setPixmap(picture(icon, colour, 14).pixmap())
        self._saved.setProperty("ink", ink)
        self._saved.style().polish(self._saved)
        self._saved.setText(words)
