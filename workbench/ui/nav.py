"""The navigation at the left: office, sections, screens with counters; a narrow strip of icons inside a case."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from workbench.ui import delegates, icons
from workbench.ui.i18n import tr
from workbench.ui.screen import ScreenEntry
from workbench.ui.theme import Theme
from workbench.ui.widgets import ElidedLabel, column, label, panel, picture, row


class NavButton(QToolButton):
    """One screen: icon, title and a counter."""

    SIZE = 13
    """Size of the title [px]."""
    INDENT = 34
    """Where the title begins [px]."""

    def __init__(self, key: str, icon: str, title: str, *, wide: bool) -> None:
        super().__init__()
        self.key = key
        self._icon = icon
        self._title = title
        self._wide = wide
        self._count = 0
        self._alarm = False
        self.setObjectName("navbutton")
        self.setCheckable(True)
        self.setAccessibleName(title)
        self.setToolTip("" if wide else title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(Theme.current.px(168 if wide else 38), Theme.current.px(32))

    def set_count(self, count: int, *, alarm: bool = False) -> None:
        """Show a counter; zero shows none."""
        self._count = count
        self._alarm = alarm
        self.setAccessibleName(f"{self._title} {count}" if count else self._title)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the fixed size."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint ground and ring of the style, then icon, title and counter."""
        super().paintEvent(event)
        theme = Theme.current
        ink = "accentT" if self.isChecked() else "t2"
        painter = QPainter(self)
        side = theme.px(18)
        left = theme.px(8) if self._wide else (self.width() - side) // 2
        painter.drawPixmap(left, (self.height() - side) // 2, icons.pixmap(self._icon, ink, 18))
        if self._wide:
            font = theme.sized(self.SIZE, 500 if self.isChecked() else 400)
            room = self.rect().adjusted(theme.px(self.INDENT), 0, -theme.px(30 if self._count else 2), 0)
            delegates.text(painter, room, self._title, font, ink)
            self._paint_count(painter)

    def _paint_count(self, painter: QPainter) -> None:
        if not self._count:
            return
        theme = Theme.current
        chosen = self.isChecked()
        ground, ink = ("accent", "accentOn") if chosen else ("badS", "bad") if self._alarm else ("neuS", "t2")
        font = theme.sized(12, 500)
        painter.setFont(font)
        wide = max(theme.px(24), painter.fontMetrics().horizontalAdvance(str(self._count)) + theme.px(12))
        box = QRect(self.width() - wide - theme.px(8), (self.height() - theme.px(18)) // 2, wide, theme.px(18))
        delegates.rounded(painter, box.toRectF(), ground, radius=theme.px(9))
        painter.setPen(theme.colour(ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._count))


class Nav(QFrame):
    """The list of screens of the person's roles."""

    chosen = Signal(str)
    settings_requested = Signal()

    def __init__(self, entries: Sequence[ScreenEntry], organisation: str, *, wide: bool = True) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.is_wide = self._wide = wide
        self._group = QButtonGroup(self)
        self.buttons: dict[str, NavButton] = {}
        px = Theme.current.px
        self.setFixedWidth(px(184 if wide else 52))
        body = QVBoxLayout(self)
        side = px(8 if wide else 6)
        body.setContentsMargins(side, px(12), side, px(10))
        body.setSpacing(1)
        body.addLayout(self._head(organisation))
        for section, title in (("work", tr("工作")), ("library", tr("资料")), ("oversight", tr("监督"))):
            self._section(body, title, [entry for entry in entries if entry.section == section])
        body.addStretch(1)
        body.addWidget(self._settings())

    def choose(self, key: str) -> None:
        """Mark a screen as the one shown, without a signal."""
        button = self.buttons.get(key)
        if button is None:
            self._group.setExclusive(False)
            for other in self.buttons.values():
                other.setChecked(False)
            self._group.setExclusive(True)
        else:
            button.setChecked(True)

    def set_counts(self, counts: dict[str, int]) -> None:
        """Show counters by screen key."""
        for key, button in self.buttons.items():
            button.set_count(counts.get(key, 0), alarm=key == "tolerated")

    def _head(self, organisation: str) -> QVBoxLayout:
        mark = panel("mark")
        mark.setFixedSize(Theme.current.px(30), Theme.current.px(30))
        mark.setLayout(row(picture("shield-star", "accentOn", 20), margins=(5, 5, 5, 5)))
        if not self._wide:
            return column(row(mark, None), 12, spacing=0, margins=(5, 0, 0, 0))
        office, _, department = organisation.partition(" ")
        names = column(ElidedLabel(office or tr("安审工作台"), "bodyStrong"), spacing=0)
        if department:
            names.addWidget(ElidedLabel(department, "small", "t2"))
        return column(row(mark, names), 8, spacing=0, margins=(6, 0, 0, 0))

    def _section(self, body: QVBoxLayout, title: str, entries: list[ScreenEntry]) -> None:
        if not entries:
            return
        if self._wide:
            head = label(title, ink="t2")
            head.setContentsMargins(Theme.current.px(8), Theme.current.px(10), 0, Theme.current.px(4))
            body.addWidget(head)
        for entry in entries:
            button = NavButton(entry.key, entry.icon, entry.title(), wide=self._wide)
            button.clicked.connect(lambda _on, key=entry.key: self.chosen.emit(key))
            self._group.addButton(button)
            self.buttons[entry.key] = button
            body.addWidget(button)

    def _settings(self) -> QWidget:
        button = NavButton("settings", "settings", tr("设置"), wide=self._wide)
        button.setCheckable(False)
        button.clicked.connect(self.settings_requested)
        return button
