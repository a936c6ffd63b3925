"""The strip of emergency scenarios: trigger, first action, who decides, drilled or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QSizePolicy, QWidget

from workbench.core.values import Row
from workbench.ui import icons
from workbench.ui.delegates import rounded, tag, text
from workbench.ui.i18n import tr
from workbench.ui.step_deployment_words import steps_of
from workbench.ui.step_site_words import shown, words
from workbench.ui.theme import Theme
from workbench.ui.widgets import row as line_of

CARD, HEIGHT = 168, 128
"""Width and height of a scenario card [px]."""
WRAPPED = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True)
class ScenarioCard:
    """A scenario as the strip shows it.

    ``state`` is ``ok`` (drilled), ``warn`` (without decider or actions) or ``bad`` (not drilled).
    """

    code: str
    title: str
    trigger: str
    first: str
    who: str
    state: str
    word: str

    def sentence(self) -> str:
        """Return everything on the card."""
        told = (
            f"{self.code} {self.title}",
            f"{tr('触发')} {self.trigger}",
            f"{tr('首动')} {self.first}",
            self.who,
            self.word,
        )
        return tr("，").join(told)


def scenario_cards(
    rows: Sequence[Row], drills: Mapping[str, date], names: Mapping[str, str]
) -> tuple[ScenarioCard, ...]:
    """Return the scenarios that apply, in the order of the sheet; ``drills`` are the exercises kept in the case.

    ``names`` are those to show instead of what the sheet calls a scenario, by its code.
    """
    return tuple(_card(row, drills.get(words(row["code"])), names) for row in rows if row["applicable"] is not False)


def _card(row: Row, exercised: date | None, names: Mapping[str, str]) -> ScenarioCard:
    actions, decider = words(row["actions"]), words(row["decider"])
    on = row["drill_on"] if row["drill_on"] is not None else exercised
    drilled = on is not None
    lacking = [name for name, value in ((tr("首动"), actions), (tr("决策人"), decider)) if not value]
    state = "warn" if lacking else "ok" if drilled else "bad"
    word = tr("缺{what}", what=tr("、").join(lacking)) if lacking else tr("已演练") if drilled else tr("未演练")
    first = steps_of(actions)
    return ScenarioCard(
        words(row["code"]),
        names.get(words(row["code"])) or words(row["title"]),
        words(row["trigger"]) or "—",
        first[0] if first else "—",
        decider or tr("未定"),
        state,
        word if not drilled or lacking else f"{word} {shown(on)[5:]}",
    )


class CardFace(QAbstractButton):
    """A scenario card; pressed, it leads to the page of scenarios."""

    def __init__(self, card: ScenarioCard) -> None:
        super().__init__()
        self.card = card
        self.setAccessibleName(card.sentence())
        self.setToolTip(card.sentence())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Ask for the size of a card."""
        return QSize(Theme.current.px(CARD), Theme.current.px(HEIGHT))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show the pointer over the card."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show the card without the pointer."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint title, trigger, first action, who, state."""
        theme, px, card = Theme.current, Theme.current.px, self.card
        painter = QPainter(self)
        rounded(painter, self.rect().toRectF(), "hover" if self.underMouse() else "surface", "line2", 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)
        inside = self.rect().adjusted(px(10), px(7), -px(10), -px(7))
        top = inside.adjusted(px(21), 0, 0, 0)
        top.setHeight(px(19))
        painter.drawPixmap(inside.left(), inside.top() + px(2), icons.pixmap("alert-triangle", "accentT", 15))
        text(painter, top, card.title, theme.sized(13, 500), "t1")
        font = theme.sized(12)
        lines = QFontMetrics(font).lineSpacing()
        body = inside.adjusted(0, px(22), 0, 0)
        painter.setFont(font)
        for name, said in ((tr("触发"), card.trigger), (tr("首动"), card.first)):
            body.setHeight(2 * lines + 2)
            painter.setPen(theme.colour("t2"))
            painter.drawText(body, WRAPPED, two_lines(f"{name} {said}", font, body.width()))
            body.translate(0, 2 * lines + px(2))
        wide = QFontMetrics(font).horizontalAdvance(card.word) + px(10)
        foot = inside.adjusted(0, inside.height() - px(18), 0, 0)
        tag(painter, foot.right() - wide + 1, foot.center().y(), card.word, card.state)
        text(painter, foot.adjusted(0, 0, -wide - px(4), 0), card.who, font, "t2")


def two_lines(said: str, font: QFont, width: int) -> str:
    """Return as much of a text as fits into two lines, with an ellipsis where it is cut."""
    metrics = QFontMetrics(font)
    if metrics.boundingRect(0, 0, width, 9999, WRAPPED, said).height() <= 2 * metrics.lineSpacing() + 2:
        return said
    low, high = 0, len(said)
    while low < high:
        middle = (low + high + 1) // 2
        tried = metrics.boundingRect(0, 0, width, 9999, WRAPPED, said[:middle] + "…").height()
        low, high = (middle, high) if tried <= 2 * metrics.lineSpacing() + 2 else (low, middle - 1)
    return said[:low] + "…"


class CardStrip(QScrollArea):
    """Cards side by side; the wheel and the arrows move along."""

    chosen = Signal(str)
    """The code of the scenario that was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("应急情景卡"))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.faces: list[CardFace] = []
        self._cards: tuple[ScenarioCard, ...] = ()
        self.setFixedHeight(Theme.current.px(HEIGHT + 24))

    def show_cards(self, cards: Sequence[ScenarioCard]) -> None:
        """Show other cards; the same ones stay."""
        if tuple(cards) == self._cards and self.faces:
            return
        self._cards = tuple(cards)
        self.faces = [CardFace(card) for card in cards]
        line = line_of(spacing=10, margins=(14, 6, 14, 4))
        for face in self.faces:
            face.clicked.connect(lambda _on=False, code=face.card.code: self.chosen.emit(code))
            line.addWidget(face)
        line.addStretch(1)
        holder = QWidget()
        holder.setLayout(line)
        self.setWidget(holder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from card to card on the arrows."""
        ahead = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        now = next((n for n, face in enumerate(self.faces) if face.hasFocus()), -1)
        if ahead is None or now < 0:
            super().keyPressEvent(event)
            return
        face = self.faces[min(max(0, now + ahead), len(self.faces) - 1)]
        face.setFocus()
        self.ensureWidgetVisible(face)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move along on the wheel."""
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - event.angleDelta().y() - event.angleDelta().x())
