"""How the rows of step 5 are painted, and what a click on them hits."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.services.views import DimensionView, FactorView
from workbench.services.views_risk import FactorDeskView
from workbench.ui import icons
from workbench.ui import step_risk_words as words
from workbench.ui.delegates import CENTRE, focus_frame, rounded, text
from workbench.ui.i18n import say, tr
from workbench.ui.theme import Theme

ENTRY = Qt.ItemDataRole.UserRole
EXTRA = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
DIMENSION, FACTOR = 32, 42
NUMBER = 17
"""Height of the digit above an anchor [px]."""
CELL = (23, 25)
GAP, EDGE = 10, 14
AGENCY, MARKS = 44, 42
"""Widths of the agency's column, and of the dots above the evidence [px]."""
WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
COLUMNS = (words.BEFORE, words.AFTER)


def mark_boxes(row: QRect) -> tuple[QRect, QRect]:
    """Return the boxes of the dots of confidence and of the evidence below them, at the right end of a row."""
    px = Theme.current.px
    left, half = row.right() - px(EDGE + MARKS), px(FACTOR) // 2
    upper = QRect(left, row.top() + px(2), px(MARKS), half - px(2))
    return upper, upper.translated(0, half - px(2))


def agency_box(row: QRect) -> QRect:
    """Return the box of the agency's scores."""
    px = Theme.current.px
    return QRect(mark_boxes(row)[0].left() - px(AGENCY + GAP), row.top(), px(AGENCY), px(FACTOR))


def cells(row: QRect, column: str, *, agency: bool = False) -> list[QRect]:
    """Return the boxes of the five scores of a column, left of the agency's where that is shown."""
    px = Theme.current.px
    wide, high = px(CELL[0]), px(CELL[1])
    end = agency_box(row).left() if agency else mark_boxes(row)[0].left()
    last = end - px(GAP) - 5 * wide
    left = last if column == words.AFTER else last - px(GAP) - 5 * wide
    top = row.top() + (px(FACTOR) - high) // 2
    return [QRect(left + wide * n, top, wide, high) for n in words.SCORES]


def anchor_boxes(row: QRect) -> list[QRect]:
    """Return the boxes of the five anchors below a row."""
    px = Theme.current.px
    each = _anchor_width(row.width())
    top, high = row.top() + px(FACTOR), row.height() - px(FACTOR + 8)
    return [QRect(row.left() + px(EDGE) + (each + px(6)) * n, top, each, high) for n in words.SCORES]


def _anchor_width(row: int) -> int:
    px = Theme.current.px
    return (row - 2 * px(EDGE) - 4 * px(6)) // 5


def anchors_height(factor: FactorView, row: int) -> int:
    """Return how much taller a row so wide is with the anchors of its factor [px]."""
    px, metrics = Theme.current.px, QFontMetrics(Theme.current.sized(12))
    room = QRect(0, 0, _anchor_width(row) - px(11), 999)
    tallest = max(metrics.boundingRect(room, int(WRAPPED), say(anchor)).height() for anchor in factor.anchors)
    return tallest + px(NUMBER + 16)


def hit(row: QRect, at: QPoint, *, column: str, agency: bool = False) -> tuple[str, int] | None:
    """Return column and score under a point of a factor's row; its anchors, unfolded, score in ``column``."""
    for name in COLUMNS:
        for number, box in enumerate(cells(row, name, agency=agency)):
            if box.contains(at):
                return name, number
    if column:
        return next(((column, n) for n, box in enumerate(anchor_boxes(row)) if box.contains(at)), None)
    return None


class FactorDelegate(QStyledItemDelegate):
    """Paints dimensions and factors; the current factor is taller by its anchors."""

    def is_open(self, view: QListView, index: Index) -> bool:
        """Say whether the anchors of a row are unfolded."""
        return view.currentIndex() == index and isinstance(index.data(ENTRY), FactorView)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row by its kind."""
        px, view = Theme.current.px, option.widget
        if isinstance(index.data(ENTRY), DimensionView):
            return QSize(60, px(DIMENSION))
        more = 0
        if isinstance(view, QListView) and self.is_open(view, index):
            more = anchors_height(index.data(ENTRY), view.viewport().width())
        return QSize(60, px(FACTOR) + more)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, content, ring."""
        painter.save()
        entry = index.data(ENTRY)
        _paint_ground(painter, option, entry)
        if isinstance(entry, DimensionView):
            model = index.model()
            _paint_dimension(painter, option.rect, entry, folded=entry.code in getattr(model, "folded", ()))
        else:
            view = option.widget
            column = getattr(view, "column", words.BEFORE)
            unfolded = isinstance(view, QListView) and self.is_open(view, index)
            agency = bool(getattr(index.model(), "seats_open", False))
            row = Row(option.rect, entry, index.data(EXTRA), column if unfolded else "", agency=agency)
            _paint_factor(painter, row)
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_frame(painter, option.rect)
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, entry: object) -> None:
    theme = Theme.current
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    plain = "alt" if isinstance(entry, DimensionView) else "surface"
    painter.fillRect(option.rect, theme.colour("sel" if chosen else plain))
    painter.setPen(theme.colour("line"))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
    if chosen:
        painter.fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), theme.colour("accentT"))


def _paint_dimension(painter: QPainter, area: QRect, dimension: DimensionView, *, folded: bool) -> None:
    theme = Theme.current
    px = theme.px
    font = theme.sized(13, 500)
    title = f"{dimension.code} {say(dimension.title)}"
    first = cells(area, words.BEFORE)[0].left()
    sign = icons.pixmap("chevron-right" if folded else "chevron-down", "t2", 14)
    painter.drawPixmap(area.left() + px(12), area.center().y() - px(7), sign)
    name = QRect(area.left() + px(32), area.top(), first - px(110) - area.left(), area.height() - 1)
    text(painter, name, title, font, "t1")
    note, small = words.dimension_note(dimension), theme.sized(12)
    wide = QFontMetrics(small).horizontalAdvance(note)
    line = area.adjusted(area.width() - wide - px(EDGE), 0, 0, -1)
    text(painter, line, note, small, "bad" if dimension.scored < dimension.total else "t2")
    bar = QRect(first - px(70), area.center().y() - px(2), px(110), px(5))
    paint_share(painter, bar, float(dimension.after))
    share = f"{dimension.after * 100:.0f}%"
    text(painter, QRect(bar.right() + px(8), area.top(), px(44), area.height()), share, small, "t1")


def paint_share(painter: QPainter, bar: QRect, share: float) -> None:
    """Paint how much of its worst a dimension reaches."""
    rounded(painter, QRectF(bar), "neuL", radius=2)
    if share > 0:
        reached = QRectF(bar.left(), bar.top(), max(3.0, bar.width() * share), bar.height())
        rounded(painter, reached, "accentT", radius=2)


@dataclass(frozen=True)
class Row:
    """A factor's row: its place, what stands beside the scores, the column of its unfolded anchors."""

    area: QRect
    factor: FactorView
    extra: FactorDeskView | None
    column: str
    agency: bool

    def cells(self, column: str) -> list[QRect]:
        """Return the boxes of a column of scores."""
        return cells(self.area, column, agency=self.agency)


def _paint_factor(painter: QPainter, row: Row) -> None:
    factor, column = row.factor, row.column
    _paint_name(painter, row)
    if factor.not_applicable:
        _paint_left_out(painter, row)
    else:
        hint = row.extra.suggestion if row.extra else None
        for name in COLUMNS:
            _paint_cells(painter, row.cells(name), words.score(factor, name), in_use=name == column)
        if hint is not None and factor.before is None:
            rounded(painter, QRectF(row.cells(words.BEFORE)[hint.score].adjusted(3, 3, -2, -2)), "", "info", 4)
    if row.agency:
        _paint_agency(painter, row)
    _paint_marks(painter, row)
    if column:
        _paint_anchors(painter, row.area, factor, None if factor.not_applicable else words.score(factor, column))


def _paint_name(painter: QPainter, row: Row) -> None:
    theme, factor = Theme.current, row.factor
    px = theme.px
    left = row.area.left() + px(EDGE)
    right = row.cells(words.BEFORE)[0].left() - px(8)
    upper = QRect(left, row.area.top() + px(3), right - left, px(19))
    mark = px(18) if factor.critical else 0
    used = text(
        painter, upper.adjusted(0, 0, -mark, 0), f"{factor.code} {say(factor.title)}", theme.sized(13, 500), "t1"
    )
    if factor.critical:
        painter.drawPixmap(left + used + px(5), upper.top() + px(2), icons.pixmap("alert-triangle", "bad", 14))
    ink = "bad" if words.waits(factor) and not factor.evidence else "t2"
    text(painter, upper.translated(0, px(18)), words.evidence_line(factor, row.extra), theme.sized(12), ink)


def _paint_agency(painter: QPainter, row: Row) -> None:
    """Paint the agency's two scores, and below them the gap in steps."""
    theme, agency = Theme.current, row.extra.agency if row.extra else None
    box = agency_box(row.area)
    half = QRect(box.left(), box.top() + theme.px(3), box.width(), theme.px(19))
    painter.setFont(theme.sized(13, 500))
    painter.setPen(theme.colour("t1" if agency else "t3"))
    painter.drawText(half, int(CENTRE), words.agency_scores(agency) if agency else "—")
    if agency and agency.gap:
        painter.setFont(theme.sized(12, 500 if agency.note_wanted else 400))
        painter.setPen(theme.colour("bad" if agency.note_wanted else "t2"))
        painter.drawText(half.translated(0, theme.px(18)), int(CENTRE), tr("差 {gap}", gap=agency.gap))


def _paint_marks(painter: QPainter, row: Row) -> None:
    """Paint the dots of confidence, and below them how much proves the score."""
    theme, factor = Theme.current, row.factor
    upper, lower = mark_boxes(row.area)
    step, side = theme.px(12), theme.px(8)
    left = upper.center().x() - (3 * step - (step - side)) // 2
    for number in range(words.SUREST):
        dot = QRectF(left + step * number, upper.center().y() - side / 2 + 1, side, side)
        filled = number < factor.confidence
        rounded(painter, dot, "t2" if filled else "", "" if filled else "ctl", side / 2)
    count = len(factor.references) + bool(factor.evidence)
    painter.drawPixmap(
        lower.left() + theme.px(6), lower.center().y() - theme.px(7), icons.pixmap("paperclip", "t2", 13)
    )
    text(painter, lower.adjusted(theme.px(23), 0, 0, 0), str(count) if count else "—", theme.sized(12), "t2")


def _paint_left_out(painter: QPainter, row: Row) -> None:
    boxes = row.cells(words.BEFORE)[0].united(row.cells(words.AFTER)[-1])
    rounded(painter, QRectF(boxes), "neuS", radius=Theme.current.px(6))
    painter.setFont(Theme.current.sized(13))
    painter.setPen(Theme.current.colour("t2"))
    painter.drawText(boxes, int(CENTRE), tr("不适用"))


def _paint_cells(painter: QPainter, boxes: list[QRect], score: int | None, *, in_use: bool) -> None:
    theme = Theme.current
    whole = QRectF(boxes[0].united(boxes[-1]))
    rounded(painter, whole, "surface", "focus" if in_use else "line2", theme.px(6))
    for number, box in enumerate(boxes):
        chosen = number == score
        soft, ink = words.INKS[number]
        if chosen:
            painter.fillRect(box.adjusted(1, 1, 0, -1), theme.colour(soft))
        if number:
            painter.setPen(theme.colour("line"))
            painter.drawLine(box.left(), box.top() + 1, box.left(), box.bottom() - 1)
        painter.setFont(theme.sized(13, 700 if chosen else 400))
        painter.setPen(theme.colour(ink if chosen else "t2"))
        painter.drawText(box, int(CENTRE), str(number))


def _paint_anchors(painter: QPainter, area: QRect, factor: FactorView, score: int | None) -> None:
    theme = Theme.current
    px = theme.px
    for number, box in enumerate(anchor_boxes(area)):
        chosen = number == score
        soft, ink = words.INKS[number]
        rounded(painter, QRectF(box), soft if chosen else "surface", ink if chosen else "line2", px(6))
        inside = box.adjusted(px(7), px(3), -px(4), -px(2))
        digit = QRect(inside.left(), inside.top(), inside.width(), px(NUMBER))
        text(painter, digit, str(number), theme.sized(12, 500), ink if chosen else "t1")
        painter.setFont(theme.sized(12))
        painter.setPen(theme.colour(ink if chosen else "t2"))
        painter.drawText(inside.adjusted(0, px(NUMBER), 0, 0), int(WRAPPED), say(factor.anchors[number]))


class ColumnHeads(QWidget):
    """The heads above the two columns of scores; the one in use is marked."""

    def __init__(self, view: QListView) -> None:
        super().__init__()
        self._view = view
        self.setFixedHeight(Theme.current.px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the heads where the columns are."""
        theme = Theme.current
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("alt"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        wide = QRect(0, 0, self._view.viewport().width(), self.height())
        agency = bool(getattr(self._view.model(), "seats_open", False))
        text(painter, wide.adjusted(theme.px(EDGE), 0, 0, 0), tr("因素与依据"), theme.sized(12), "t2")
        for name in COLUMNS:
            boxes = cells(wide, name, agency=agency)
            used = getattr(self._view, "column", "") == name
            self._paint_head(painter, boxes[0].united(boxes[-1]), words.column_word(name), used=used)
        if agency:
            self._paint_head(painter, agency_box(wide).adjusted(-8, 0, 8, 0), tr("评估单位"))
        self._paint_head(painter, mark_boxes(wide)[0].adjusted(-6, 0, 6, 0), tr("把握证据"))

    def _paint_head(self, painter: QPainter, box: QRect, word: str, *, used: bool = False) -> None:
        theme = Theme.current
        painter.setFont(theme.sized(12, 700 if used else 400))
        painter.setPen(theme.colour("accentT" if used else "t2"))
        painter.drawText(QRect(box.left(), 0, box.width(), self.height()), int(CENTRE), word)
