"""A sketch of the drawn plan: zones by kind, gates, posts. It shows what was imported and computes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from workbench.core.values import Feature, SitePlan
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme

ZONE_FILL = ("badF", "warnF", "infoF", "l3F", "okF", "tolF", "neuF")
"""Fill colours of the zones, in the order in which the workbook lists their kinds."""
BASE_FILL = {"water": "infoS", "green": "okS", "park": "okS", "hill": "okS", "building": "neuL", "stage": "neuF"}
MARGIN = 22
BARS = (10, 20, 50, 100, 200, 500)
"""Lengths of the scale bar [m]."""

Points = list[QPointF]


class SitePlanView(QWidget):
    """The plan fitted to the widget; a click chooses a zone or a gate."""

    chosen = Signal(str)

    def __init__(self, plan: SitePlan | None, kinds: Sequence[str]) -> None:
        super().__init__()
        self._plan = plan
        self._fills = dict(zip(kinds, ZONE_FILL, strict=False))
        self._current = ""
        self._scale = 1.0
        self._origin = QPointF()
        self.setAccessibleName(tr("平面示意图"))
        self.setAccessibleDescription(tr("与区域表、出入口表内容相同，可用表格代替"))
        self.setMinimumHeight(Theme.current.px(200))

    def show_plan(self, plan: SitePlan | None) -> None:
        """Show a plan."""
        if plan != self._plan:
            self._plan = plan
            self.update()

    def mark(self, code: str) -> None:
        """Mark what the cursor of a table is on."""
        if code != self._current:
            self._current = code
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint base, zones, gates, posts, names, scale bar."""
        theme = Theme.current
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        features = self._features()
        if not features:
            painter.setPen(theme.colour("t2"))
            painter.setFont(theme.sized(13))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), tr("申请包没有平面图数据"))
            return
        self._fit(features)
        for layer, paint in (("base", self._base), ("zone", self._zone), ("gate", self._gate), ("post", self._post)):
            for feature in features:
                if feature.layer == layer:
                    paint(painter, feature)
        self._names(painter, features)
        self._legend(painter)
        self._bar(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the smallest zone, or the gate, under the pointer."""
        at = event.position()
        hits = [f for f in self._features() if f.layer in {"zone", "gate"} and self._contains(f, at)]
        if hits:
            self.chosen.emit(min(hits, key=lambda f: (f.layer != "gate", f.area or Decimal(0))).code)

    # Inside

    def _features(self) -> tuple[Feature, ...]:
        return tuple(f for f in self._plan.features if f.valid and f.rings) if self._plan else ()

    def _fit(self, features: tuple[Feature, ...]) -> None:
        points = [p for f in features if f.layer in {"zone", "gate"} for ring in f.rings for p in ring]
        points = points or [p for f in features for ring in f.rings for p in ring]
        xs, ys = [float(x) for x, _ in points], [float(y) for _, y in points]
        margin = Theme.current.px(MARGIN)
        wide, high = max(xs) - min(xs) or 1, max(ys) - min(ys) or 1
        self._scale = min((self.width() - 2 * margin) / wide, (self.height() - 3 * margin) / high)
        left = (self.width() - wide * self._scale) / 2 - min(xs) * self._scale
        base = (self.height() - margin + high * self._scale) / 2 + min(ys) * self._scale
        self._origin = QPointF(left, base)

    def _points(self, ring: tuple[tuple[Decimal, Decimal], ...]) -> Points:
        left, base = self._origin.x(), self._origin.y()
        return [QPointF(left + float(x) * self._scale, base - float(y) * self._scale) for x, y in ring]

    def _contains(self, feature: Feature, at: QPointF) -> bool:
        points = self._points(feature.rings[0])
        if feature.layer == "gate":
            return any((point - at).manhattanLength() < Theme.current.px(12) for point in points)
        return QPolygonF(points).containsPoint(at, Qt.FillRule.OddEvenFill)

    def _base(self, painter: QPainter, feature: Feature) -> None:
        if feature.geometry == "Polygon":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(Theme.current.colour(BASE_FILL.get(feature.kind, "sunken")))
            painter.drawPolygon(QPolygonF(self._points(feature.rings[0])))

    def _zone(self, painter: QPainter, feature: Feature) -> None:
        theme = Theme.current
        edge = theme.colour(self._fills.get(feature.kind, "neuF"))
        fill = QColor(edge)
        fill.setAlphaF(0.10)
        current = feature.code == self._current
        painter.setBrush(fill)
        painter.setPen(QPen(theme.colour("focus") if current else edge, 3 if current else 1.5))
        painter.drawPolygon(QPolygonF(self._points(feature.rings[0])))

    def _gate(self, painter: QPainter, feature: Feature) -> None:
        theme = Theme.current
        current = feature.code == self._current
        painter.setPen(QPen(theme.colour("focus" if current else "okF"), theme.px(7 if current else 5)))
        painter.drawPolyline(QPolygonF(self._points(feature.rings[0])))

    def _post(self, painter: QPainter, feature: Feature) -> None:
        theme = Theme.current
        current = feature.code == self._current
        painter.setPen(QPen(theme.colour("surface"), 1))
        painter.setBrush(theme.colour("focus" if current else "accent"))
        size = theme.px(6 if current else 3)
        painter.drawEllipse(self._points(feature.rings[0])[0], size, size)

    def _names(self, painter: QPainter, features: tuple[Feature, ...]) -> None:
        """Write what has room: inner zones in their middle, gates on their line, large zones at their upper corner."""
        painter.setFont(Theme.current.sized(12))
        taken: list[QRectF] = []
        named = [f for f in features if f.layer in {"zone", "gate"}]
        for feature in sorted(named, key=lambda f: (f.code != self._current, f.area or Decimal(0))):
            area = QPolygonF(self._points(feature.rings[0])).boundingRect()
            for words in (f"{feature.code} {feature.name}".strip(), feature.code):
                box = self._box(area, words, inside=feature.layer == "zone")
                if box is not None and not any(box.intersects(other) for other in taken):
                    taken.append(box)
                    self._name(painter, box, words)
                    break

    def _box(self, area: QRectF, words: str, *, inside: bool) -> QRectF | None:
        """Return where a name stands; ``None`` when it has no room in its zone."""
        px = Theme.current.px
        wide = QFontMetrics(Theme.current.sized(12)).horizontalAdvance(words) + px(6)
        if not inside:
            return QRectF(area.center().x() - wide / 2, area.center().y() - px(9), wide, px(18))
        if area.height() > self.height() / 3 and area.width() > self.width() / 3:
            return QRectF(area.left() + px(4), area.top() + px(4), wide, px(18))
        if wide > area.width() and " " in words:
            return None
        return QRectF(area.center().x() - wide / 2, area.center().y() - px(9), wide, px(18))

    def _name(self, painter: QPainter, box: QRectF, words: str) -> None:
        theme = Theme.current
        ground = QColor(theme.colour("surface"))
        ground.setAlphaF(0.85)
        painter.fillRect(box, ground)
        painter.setPen(theme.colour("t1"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)

    def _legend(self, painter: QPainter) -> None:
        """Paint which colour stands for which kind of zone."""
        theme, px = Theme.current, Theme.current.px
        painter.setFont(theme.sized(12))
        left = px(14)
        for kind, fill in self._fills.items():
            square = QRectF(left, self.height() - px(22), px(11), px(11))
            painter.setPen(QPen(theme.colour(fill), 1.5))
            ground = QColor(theme.colour(fill))
            ground.setAlphaF(0.25)
            painter.setBrush(ground)
            painter.drawRect(square)
            painter.setPen(theme.colour("t2"))
            wide = QFontMetrics(theme.sized(12)).horizontalAdvance(kind)
            painter.drawText(QPointF(left + px(16), self.height() - px(12)), kind)
            left += px(30) + wide

    def _bar(self, painter: QPainter) -> None:
        theme, px = Theme.current, Theme.current.px
        length = next((bar for bar in BARS if bar * self._scale >= px(60)), BARS[-1])
        right, base = self.width() - px(16), self.height() - px(12)
        left = right - length * self._scale
        painter.setPen(QPen(theme.colour("t1"), 2))
        painter.drawLine(QPointF(left, base), QPointF(right, base))
        painter.setFont(theme.sized(11))
        area = QRectF(left - px(40), base - px(20), right - left + px(40), px(16))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight), f"{length} m")
