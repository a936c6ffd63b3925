"""Under the tree: the stages of a session over time, tinted by verdict; where sets end together the crowds cross."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.core.pack import Pack
from workbench.services.views import ActView
from workbench.ui import step_programme_words as words
from workbench.ui.delegates import rounded, text
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme

TOGETHER = timedelta(minutes=15)
"""Sets on two stages that end within this time send their crowds against each other."""
HEAD, LANE, FOOT = 20, 25, 18
NAMES, MOST_LANES = 58, 4


class StageStrip(QWidget):
    """One lane per stage; a click chooses the act."""

    chosen = Signal(str)

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._acts: list[ActView] = []
        self._boxes: list[tuple[QRectF, ActView]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("各台时间"))

    def show_acts(self, acts: Sequence[ActView], session: str) -> None:
        """Show the acts of a session, of the first one where none is chosen."""
        timed = [a for a in acts if a.part is None and words.starts(a) is not None and _minutes(a)]
        code = session or next((words.shown(a.row["session"]) for a in timed), "")
        self._acts = [a for a in timed if words.shown(a.row["session"]) == code]
        self.setVisible(bool(self._acts) and len(self._acts) <= 120)
        self.setFixedHeight(Theme.current.px(HEAD + LANE * len(self._lanes()) + FOOT))
        self.setAccessibleDescription(tr("；").join(self._told()))
        self.setToolTip("\n".join(self._crossings()))
        self.update()

    def _lanes(self) -> list[str]:
        return list(dict.fromkeys(words.shown(a.row["stage"]) for a in self._acts))[:MOST_LANES]

    def _told(self) -> list[str]:
        return [*(f"{words.time_word(a)} {words.title(a)}" for a in self._acts), *self._crossings()]

    def _crossings(self) -> list[str]:
        return [tr("{hour} 前后多台同时散场，注意人流对冲", hour=f"{at:%H:%M}") for at in self._together()]

    def _together(self) -> list[datetime]:
        """Return when sets of different stages end within a quarter of an hour."""
        ends = sorted((_end(a), words.shown(a.row["stage"])) for a in self._acts)
        pairs = pairwise(ends)
        return [b[0] for a, b in pairs if a[1] != b[1] and b[0] - a[0] <= TOGETHER]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint hours, lanes, sets and where crowds cross."""
        self._boxes = []
        if not self._acts:
            return
        painter, theme = QPainter(self), Theme.current
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(0, 0, self.width(), 0)
        first = min(s for a in self._acts if (s := words.starts(a))).replace(minute=0)
        last = max(_end(a) for a in self._acts)
        scale = (self.width() - theme.px(NAMES + 12)) / max((last - first).total_seconds(), 3600)
        self._hours(painter, first, last, scale)
        for number, lane in enumerate(self._lanes()):
            top = theme.px(HEAD + LANE * number)
            text(painter, QRect(theme.px(12), top, theme.px(NAMES - 14), theme.px(LANE)), lane, theme.sized(12), "t2")
            for act in self._acts:
                if words.shown(act.row["stage"]) == lane:
                    self._set(painter, act, self._x(_start(act), first, scale), self._x(_end(act), first, scale), top)
        self._cross(painter, first, scale)
        painter.end()

    def _x(self, at: datetime, first: datetime, scale: float) -> float:
        return Theme.current.px(NAMES) + (at - first).total_seconds() * scale

    def _hours(self, painter: QPainter, first: datetime, last: datetime, scale: float) -> None:
        theme, hour = Theme.current, first
        while hour <= last:
            x = int(self._x(hour, first, scale))
            painter.setPen(theme.colour("line"))
            painter.drawLine(x, theme.px(HEAD - 3), x, self.height() - theme.px(FOOT - 2))
            painter.setFont(theme.sized(11))
            painter.setPen(theme.colour("t2"))
            painter.drawText(QRect(x - 24, 2, 48, theme.px(HEAD - 4)), Qt.AlignmentFlag.AlignCenter, f"{hour:%H:%M}")
            hour += timedelta(hours=1)

    def _set(self, painter: QPainter, act: ActView, left: float, right: float, top: int) -> None:
        theme = Theme.current
        box = QRectF(left, top + theme.px(2), max(right - left - 1, 4), theme.px(LANE - 5))
        ink = words.verdict_look(act.verdict, self._pack)[1] if act.verdict else "neu"
        rounded(painter, box, f"{ink}S", ink if ink != "neu" else "line2", theme.px(4))
        inner = box.toRect().adjusted(theme.px(5), 0, -theme.px(3), 0)
        if inner.width() > theme.px(14):
            text(painter, inner, words.shown(act.row["artist"]), theme.sized(12), ink if ink != "neu" else "t1")
        self._boxes.append((box, act))

    def _cross(self, painter: QPainter, first: datetime, scale: float) -> None:
        theme = Theme.current
        painter.setPen(QPen(theme.colour("badF"), 1, Qt.PenStyle.DashLine))
        for at in self._together():
            x = int(self._x(at, first, scale))
            painter.drawLine(x, theme.px(HEAD), x, self.height() - theme.px(FOOT - 2))
        crossings = self._crossings()
        if crossings:
            area = QRect(theme.px(12), self.height() - theme.px(FOOT), self.width() - theme.px(24), theme.px(FOOT))
            text(painter, area, tr("　").join(crossings), theme.sized(12), "bad")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the act that was clicked."""
        for box, act in self._boxes:
            if box.contains(event.position()):
                self.chosen.emit(act.no)
                return


def _minutes(act: ActView) -> int:
    value = act.row["minutes"]
    return value if isinstance(value, int) else 0


def _start(act: ActView) -> datetime:
    begin = words.starts(act)
    assert begin is not None
    return begin


def _end(act: ActView) -> datetime:
    return _start(act) + timedelta(minutes=_minutes(act))
