"""The chosen scenario on the plan: zones shaded by density or by the time of a variant, the closed opening crossed.

Shades differ in pattern as well as in colour, and each zone has its figure written at its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem

from workbench.core.crowd_variants import EXIT
from workbench.services.site_scenarios import ScenarioView, ZoneShade, told
from workbench.services.views import CaseView
from workbench.ui.i18n import say, tr
from workbench.ui.site_drawn import Z_MARK, Drawn
from workbench.ui.site_items import bounds, path_of
from workbench.ui.site_looks import COVERAGE, DENSITY, GATES
from workbench.ui.theme import Theme

if TYPE_CHECKING:
    from workbench.ui.step_site import SiteStep

SOURCE = "scenario"
Z_SHADE = 14.0
"""Above the surfaces of zones, below fences, ways and symbols."""
SAMPLE = (16, 11)
CROSS = 11
"""Half the side of the cross over a closed opening [px]."""


@dataclass(frozen=True)
class Shade:
    """A shade: colour, strength of its ground, pattern over it."""

    ink: str
    ground: float
    pattern: Qt.BrushStyle = Qt.BrushStyle.NoBrush


LEVELS = {
    "A": Shade("okF", 0.12),
    "B": Shade("okF", 0.22, Qt.BrushStyle.Dense7Pattern),
    "C": Shade("warnF", 0.18, Qt.BrushStyle.BDiagPattern),
    "D": Shade("warnF", 0.32, Qt.BrushStyle.FDiagPattern),
    "E": Shade("l2F", 0.34, Qt.BrushStyle.CrossPattern),
    "F": Shade("badF", 0.38, Qt.BrushStyle.DiagCrossPattern),
}
"""Levels of service → shade."""
TIMES = {True: LEVELS["A"], False: Shade("badF", 0.26, Qt.BrushStyle.DiagCrossPattern)}
"""Whether a zone keeps the limit under a variant → shade."""


class ScenarioPart:
    """Shows what the picker asks for, worked out on the worker; it changes nothing."""

    def __init__(self, page: SiteStep) -> None:
        self.page = page
        self.view: ScenarioView | None = None
        plan = page.plan
        plan.moments.picked.connect(self._picked)
        plan.draft.shown.connect(self._show)
        for one, other in ((DENSITY, COVERAGE), (COVERAGE, DENSITY)):
            plan.chips[one].toggled.connect(partial(self._only, other))
        plan.chips[DENSITY].toggled.connect(lambda _on: self._show())
        page.panes.checks.arrived.connect(self.show_view)

    def show_case(self, _view: CaseView) -> None:
        """Wait for the sums, which the checks ask for at every change."""

    def _only(self, other: str, on: bool) -> None:
        """Put the other shading out: two over one another could not be read."""
        if on:
            self.page.plan.chips[other].setChecked(False)

    def _picked(self, _what: object) -> None:
        checks, chosen = self.page.panes.checks, self.page.plan.moments.scenario
        checks.scenario = chosen
        if chosen.kind:
            self.page.plan.chips[DENSITY].setChecked(True)
        checks.read()

    def show_view(self, view: ScenarioView) -> None:
        """Show a scenario that was worked out; one whose opening is gone goes back to the state as it is."""
        self.view = view
        plan, checks = self.page.plan, self.page.panes.checks
        plan.moments.show_offers(view.offers)
        checks.scenario = plan.moments.scenario
        self._show()

    def _show(self) -> None:
        view, plan = self.view, self.page.plan
        if view is None:
            return
        kind, scene = view.shown.kind, plan.scene
        on = scene.layers[DENSITY]
        shades = {one.code: one for one in view.zones} if on else {}
        placed = {key: (scene.drawn[key], one) for key, one in self._placed(shades)}
        scene.add_overlay(SOURCE, _shading(placed.values(), kind), DENSITY)
        notes = {key: _words(one, kind) for key, (_, one) in placed.items()}
        closed = [key for key in self._gate(view.shown.code) if kind]
        scene.remove_overlay(f"{SOURCE} closed")
        if closed:
            scene.add_overlay(f"{SOURCE} closed", _cross(scene.drawn[closed[0]]), GATES)
            notes[closed[0]] = (tr("封闭") if kind == EXIT else tr("停用"),)
        scene.note({key: words for key, words in notes.items() if words})
        used = {one.level for _, one in placed.values()}
        plan.legend.show_shades(tuple(_samples(view, used)) if placed else (), DENSITY)
        plan.view.viewport().update()

    def _placed(self, shades: dict[str, ZoneShade]) -> Iterator[tuple[str, ZoneShade]]:
        rows = self.page.plan.draft.rows
        for key in self.page.plan.scene.drawn if shades else ():
            row = rows.get(key)
            one = shades.get(str(row.values.get("code"))) if row is not None and key.startswith("zone:") else None
            if one is not None:
                yield key, one

    def _gate(self, code: str) -> Iterator[str]:
        rows = self.page.plan.draft.rows
        for key in self.page.plan.scene.drawn:
            if key.startswith("gate:") and key in rows and str(rows[key].values.get("code")) == code:
                yield key


def _words(zone: ZoneShade, kind: str) -> tuple[str, ...]:
    """Return what is written at a zone: in full, and where that has no room."""
    full = say(told(zone, kind))
    if kind:
        return (full, f"{float(zone.minutes):.1f}") if zone.minutes else (full,) if full else ()
    return () if zone.density is None else (full, f"{float(zone.density):.1f} {zone.level}".strip())


def shade_of(zone: ZoneShade, kind: str) -> Shade | None:
    """Return how a zone is shaded; ``None`` where there is nothing to say."""
    if not kind:
        return LEVELS.get(zone.level)
    return None if zone.holds is None else TIMES[zone.holds]


def _shading(zones: Iterable[tuple[Drawn, ZoneShade]], kind: str) -> QGraphicsItem:
    """Return the shades of zones as one item; grounds below, patterns above them."""
    whole = QGraphicsPathItem()
    for drawn, zone in zones:
        shade = shade_of(zone, kind)
        if shade is not None:
            for brush in brushes(shade):
                part = QGraphicsPathItem(path_of(drawn.feature), whole)
                part.setPen(QPen(Qt.PenStyle.NoPen))
                part.setBrush(brush)
    whole.setZValue(Z_SHADE)
    return whole


def brushes(shade: Shade) -> Iterator[QBrush]:
    """Yield ground and pattern of a shade."""
    ground, lines = (QColor(Theme.current.colour(shade.ink)) for _ in range(2))
    ground.setAlphaF(shade.ground)
    lines.setAlphaF(0.55)
    yield QBrush(ground)
    if shade.pattern != Qt.BrushStyle.NoBrush:
        yield QBrush(lines, shade.pattern)


def _cross(drawn: Drawn) -> QGraphicsItem:
    """Return the cross over a closed opening."""
    half = Theme.current.px(CROSS)
    path = QPainterPath()
    for dx in (-half, half):
        path.moveTo(QPointF(dx, -half))
        path.lineTo(QPointF(-dx, half))
    item = QGraphicsPathItem(path)
    pen = QPen(Theme.current.colour("badF"), 4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    item.setPen(pen)
    item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
    item.setPos(bounds(drawn.feature).center())
    item.setZValue(Z_MARK - 1)
    return item


def _samples(view: ScenarioView, used: set[str]) -> Iterator[tuple[QPixmap, str]]:
    if view.shown.kind:
        yield _sample(TIMES[True]), tr("假设下在时限内")
        yield _sample(TIMES[False]), tr("假设下超出时限")
        return
    for level, low, high in view.levels:
        if level in used:
            span = f"{float(low):.1f}–{float(high):.1f}" if high is not None else f"> {float(low):.1f}"
            yield _sample(LEVELS[level]), tr("{level} 级 {span} 人/m²", level=level, span=span)


def _sample(shade: Shade) -> QPixmap:
    made = QPixmap(*SAMPLE)
    made.fill(Theme.current.colour("surface"))
    painter = QPainter(made)
    area = QRectF(0, 0, SAMPLE[0] - 1, SAMPLE[1] - 1)
    for brush in brushes(shade):
        painter.fillRect(area, brush)
    painter.setPen(Theme.current.colour("line2"))
    painter.drawRect(area)
    painter.end()
    return made
