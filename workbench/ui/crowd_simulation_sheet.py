"""A simulated evacuation as a sheet of paper: A4 across, the map and the curve drawn as vectors, in the light look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRect, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from workbench.services.simulation import SimulationView
from workbench.ui import crowd_simulation_words as words
from workbench.ui.crowd_simulation_paint import EvacuationCurve, SimulationMap
from workbench.ui.i18n import say, tr
from workbench.ui.step_site_rows import TableRow
from workbench.ui.theme import Theme

DOTS = 96
"""Dots per inch of the sheet: lengths of the window fit it."""
MARGIN = 12.0
"""Of the page [mm]."""
LINE, ROW = 19, 20
WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)


def sheet(runs: Sequence[SimulationView], main: SimulationView, shown: SimulationMap, curve: EvacuationCurve) -> bytes:
    """Return the sheet as a PDF: result with the bound beside it, cautions, map, curve, exits, settings.

    Args:
        runs: All runs.
        main: The one to go by.
        shown: The map as it is shown.
        curve: The curve as it is shown.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{tr('疏散仿真')} {main.source}")
    writer.setResolution(DOTS)
    margins = QMarginsF(MARGIN, MARGIN, MARGIN, MARGIN)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter))
    with _on_paper():
        painter = QPainter(writer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint(painter, QRect(0, 0, writer.width(), writer.height()), runs, main, (shown, curve))
        painter.end()
    return bytes(buffer.data().data())


@contextmanager
def _on_paper() -> Iterator[None]:
    """Paint in the light look at full size whatever the window shows."""
    before = Theme.current
    Theme.current = Theme("light")
    try:
        yield
    finally:
        Theme.current = before


def _paint(
    painter: QPainter,
    page: QRect,
    runs: Sequence[SimulationView],
    main: SimulationView,
    figures: tuple[SimulationMap, EvacuationCurve],
) -> None:
    head = f"{tr('疏散仿真')} · {main.source} · {words.time_words(main)}"
    top = _text(painter, page, page.top(), head, 18)
    top = _text(painter, page, top, words.sentence(runs, main), 13)
    for caution in main.warnings:
        top = _text(painter, page, top, f"▲ {say(caution)}", 12)
    rows = [words.exit_row(one) for one in main.exits]
    notes = list(words.setting_lines(main))
    foot = page.bottom() - LINE * (len(notes) + 1) - ROW * (len(rows) + 1)
    middle = page.left() + page.width() * 3 // 5
    height = max(page.height() // 3, foot - top - 12)
    figures[0].paint(painter, QRect(page.left(), top + 6, middle - page.left() - 8, height))
    figures[1].paint(painter, QRect(middle, top + 6, page.right() - middle, height))
    top = _table(painter, page, top + 12 + height, rows)
    for note in notes:
        top = _text(painter, page, top, note, 11)


def _text(painter: QPainter, page: QRect, top: int, said: str, size: int) -> int:
    """Write a paragraph and return where the next one begins."""
    painter.setFont(Theme.current.sized(size, 600 if size > 13 else 400))
    painter.setPen(Theme.current.colour("t1"))
    room = QRect(page.left(), top, page.width(), page.height())
    used = painter.boundingRect(room, WRAPPED, said)
    painter.drawText(room, WRAPPED, said)
    return int(top + used.height() + 3)


def _table(painter: QPainter, page: QRect, top: int, rows: Sequence[TableRow]) -> int:
    heads = words.exit_heads()
    widths = [head.wide for head in heads]
    scale = page.width() / sum(widths)
    lines = [[head.name for head in heads], *([cell.words() for cell in row.cells] for row in rows)]
    for number, line in enumerate(lines):
        painter.setFont(Theme.current.sized(11, 600 if number == 0 else 400))
        x = float(page.left())
        for said, head, wide in zip(line, heads, widths, strict=True):
            side = Qt.AlignmentFlag.AlignRight if head.figures else Qt.AlignmentFlag.AlignLeft
            room = QRect(round(x), top, round(wide * scale) - 10, ROW)
            painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), said)
            x += wide * scale
        top += ROW
        painter.drawLine(page.left(), top, page.right(), top)
    return top + 6
