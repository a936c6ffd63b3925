"""The four outcomes as cards, the approved number beside them."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIntValidator, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QLineEdit, QSizePolicy, QWidget

from workbench.services.views import CaseView
from workbench.ui import step_decision_words as words
from workbench.ui.delegates import rounded
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, label, row


class OutcomeCard(QAbstractButton):
    """A choice with a name and a line below; chosen, it has a strong edge and a filled mark."""

    def __init__(self, choice: str) -> None:
        super().__init__()
        self.choice = choice
        self._note = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setText(words.choice_title(choice))

    def say(self, note: str) -> None:
        """Show what the choice asks for."""
        self._note = note
        self.setAccessibleName(f"{self.text()}{tr('，')}{note}")
        self.setToolTip(note)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of a card."""
        return QSize(Theme.current.px(150), Theme.current.px(50))

    def minimumSizeHint(self) -> QSize:
        """Return the width at which both lines fit."""
        theme = Theme.current
        wide = max(
            QFontMetrics(theme.sized(13, 500)).horizontalAdvance(self.text()),
            QFontMetrics(theme.sized(12)).horizontalAdvance(self._note),
        )
        return QSize(wide + theme.px(46), theme.px(50))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground and edge, mark, two lines."""
        theme, px = Theme.current, Theme.current.px
        painter = QPainter(self)
        on, may = self.isChecked(), self.isEnabled()
        ground = "sel" if on else "hover" if self.underMouse() and may else "surface" if may else "alt"
        area = QRectF(self.rect())
        rounded(painter, area, ground, "accentT" if on else "line2", px(6))
        if on or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus" if self.hasFocus() else "accentT"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), px(6), px(6))
        self._paint_mark(painter, on=on)
        self._paint_words(painter)

    def _paint_mark(self, painter: QPainter, *, on: bool) -> None:
        theme, px = Theme.current, Theme.current.px
        circle = QRectF(px(13), px(10), px(14), px(14))
        painter.setBrush(theme.colour("surface"))
        painter.setPen(QPen(theme.colour("accentT" if on else "ctl"), px(4) if on else 1))
        painter.drawEllipse(circle.adjusted(2, 2, -2, -2) if on else circle)

    def _paint_words(self, painter: QPainter) -> None:
        theme, px = Theme.current, Theme.current.px
        room = self.width() - px(40)
        for top, words_, font, ink in (
            (px(6), self.text(), theme.sized(13, 500), "t1"),
            (px(25), self._note, theme.sized(12), "t2"),
        ):
            painter.setFont(font)
            painter.setPen(theme.colour(ink if self.isEnabled() or self.isChecked() else "tdis"))
            shown = QFontMetrics(font).elidedText(words_, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(px(34), top, room, px(20)), int(Qt.AlignmentFlag.AlignVCenter), shown)


class OutcomePane(QWidget):
    """Cards and approved number. It holds what is being chosen until it is signed."""

    chosen = Signal(str)
    number_changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.cards = {choice: OutcomeCard(choice) for choice in words.CHOICES}
        self._group = QButtonGroup(self)
        self._number = 0
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(Theme.current.px(8))
        for number, card in enumerate(self.cards.values()):
            self._group.addButton(card)
            grid.addWidget(card, number // 2, number % 2)
            card.clicked.connect(lambda _on=False, c=card.choice: self.chosen.emit(c))
        self.number = QLineEdit()
        self.number.setValidator(QIntValidator(0, 9_999_999, self.number))
        self.number.setAccessibleName(tr("核定人数"))
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setFixedWidth(Theme.current.px(96))
        self.number.editingFinished.connect(self._typed)
        self._asked = label("", "small", "t2")
        self._line = QWidget()
        name, unit = label(tr("核定人数"), "body", "t2"), label(tr("人"), "body", "t2")
        self._line.setLayout(row(name, self.number, unit, self._asked, None))
        self.setLayout(column(grid, self._line, margins=(14, 10, 14, 10)))

    def choice(self) -> str:
        """Return the outcome chosen; empty before a choice."""
        return next((card.choice for card in self.cards.values() if card.isChecked()), "")

    def choose(self, choice: str) -> None:
        """Choose an outcome without a signal; empty chooses none."""
        self._group.setExclusive(False)
        for card in self.cards.values():
            card.setChecked(card.choice == choice)
        self._group.setExclusive(True)
        self._line.setVisible(choice != "refuse")

    def show_case(self, view: CaseView, *, may_edit: bool) -> None:
        """Show what each outcome asks for in this state."""
        count = len(view.decision.conditions)
        for card in self.cards.values():
            card.say(words.choice_note(card.choice, count))
            card.setEnabled(may_edit and not (card.choice == "grant" and count > 0))
        asked = view.fields.get("ev.requested_capacity")
        self._asked.setText(tr("申请 {count} 人", count=f"{asked:,}") if isinstance(asked, int) else "")
        self.number.setReadOnly(not may_edit)
        self.number.setProperty("quiet", "false" if may_edit else "true")
        self.number.style().polish(self.number)

    def show_number(self, number: int) -> None:
        """Show the approved number, unless another one is being typed."""
        if not (self.number.hasFocus() and self.number.isModified()):
            self._number = number
            self.number.setText(str(number) if number else "")

    def _typed(self) -> None:
        number = int(self.number.text() or 0)
        self.number.setModified(False)
        if number != self._number:
            self._number = number
            self.number_changed.emit(number)
