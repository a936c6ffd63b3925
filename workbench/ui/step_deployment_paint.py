"""How the table of posts is painted: headings, posts, tinted days with their numbers, verdicts."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIntValidator, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.ui import icons
from workbench.ui.delegates import CENTRE, paint_cell_ring, rounded, text
from workbench.ui.i18n import tr
from workbench.ui.step_deployment_board import DayCell, PostGroup, PostLine
from workbench.ui.step_deployment_model import ENTRY, NEED, POST, PostModel, group_note
from workbench.ui.step_site_words import verdict_cell
from workbench.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW = 30
MOST = 9999
"""Largest number that can be typed into a cell."""


class PostDelegate(QStyledItemDelegate):
    """Paints every cell of the table; a number is edited in a line of its own."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(60, Theme.current.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, content, ring."""
        painter.save()
        entry, model = index.data(ENTRY), index.model()
        assert isinstance(model, PostModel)
        if isinstance(entry, PostGroup):
            _paint_group(painter, option, index, entry)
        else:
            _paint_ground(painter, option, index)
            _paint_line(painter, option.rect, index, model, entry)
            paint_cell_ring(painter, option, index)
        painter.restore()

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a line for a number."""
        line = QLineEdit(parent)
        line.setValidator(QIntValidator(0, MOST, line))
        line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start with the present number, all of it selected."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()


def _paint_group(painter: QPainter, option: QStyleOptionViewItem, index: Index, group: PostGroup) -> None:
    theme, area = Theme.current, option.rect
    painter.fillRect(area, theme.colour("app"))
    painter.setPen(theme.colour("line"))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    view = option.widget
    if index.column() != POST:
        return
    note, font = group_note(group), theme.sized(12)
    wide = QFontMetrics(font).horizontalAdvance(note) + theme.px(14)
    spanned = isinstance(view, QTableView) and view.columnSpan(index.row(), 0) > 1
    room = area.adjusted(theme.px(14), 0, -wide if spanned else 0, -1)
    text(painter, room, group.title, theme.sized(13, 500), "t2")
    if spanned:
        text(painter, area.adjusted(area.width() - wide, 0, 0, -1), note, font, "t2")


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
    theme, area, view = Theme.current, option.rect, option.widget
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    same_row = isinstance(view, QAbstractItemView) and view.currentIndex().row() == index.row()
    painter.fillRect(area, theme.colour("sel" if chosen or same_row else "surface"))
    painter.setPen(theme.colour("line"))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    if same_row and index.column() == POST:
        painter.fillRect(QRect(area.topLeft(), QSize(3, area.height())), theme.colour("accentT"))


def _paint_line(painter: QPainter, area: QRect, index: Index, model: PostModel, line: PostLine) -> None:
    theme, column = Theme.current, index.column()
    inside = area.adjusted(theme.px(8), 0, -theme.px(6), -1)
    words = model.text(line, column)
    if model.day_of(column) is not None:
        paint_day(painter, area, model.cell(index))
    elif column == POST:
        painter.drawPixmap(
            area.left() + theme.px(14), area.center().y() - theme.px(8), icons.pixmap(line.icon, "t2", 16)
        )
        text(painter, inside.adjusted(theme.px(29), 0, 0, 0), words, theme.sized(13), "bad" if line.doubled else "t1")
    elif column == NEED:
        text(painter, inside, words, theme.sized(13), "t1")
    elif column == model.gap_column:
        text(painter, inside, words, theme.sized(13, 500 if line.gap else 400), "warn" if line.gap else "t2")
    elif column == model.gap_column + 1:
        text(painter, inside, words, theme.sized(12), "t2")
    else:
        _paint_verdict(painter, inside, model, line)


def _paint_verdict(painter: QPainter, area: QRect, model: PostModel, line: PostLine) -> None:
    theme = Theme.current
    cell = verdict_cell(line.post.verdict, line.post.note, model.pack)
    painter.drawPixmap(area.left(), area.center().y() - theme.px(7), icons.pixmap(cell.icon, cell.ink, 15))
    text(painter, area.adjusted(theme.px(20), 0, 0, 0), cell.upper, theme.sized(12), cell.ink)


def paint_day(painter: QPainter, area: QRect, cell: DayCell | None) -> None:
    """Paint the people of a day: tinted, the numbers in words, a gap with a dashed edge."""
    theme = Theme.current
    if cell is None:
        painter.setFont(theme.sized(13))
        painter.setPen(theme.colour("t3"))
        painter.drawText(area, int(CENTRE), "—")
        return
    box = QRectF(area.adjusted(theme.px(3), theme.px(2), -theme.px(3), -theme.px(3)))
    rounded(painter, box, f"{cell.kind}S", radius=theme.px(4))
    if cell.gap and cell.have is not None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(f"{cell.kind}F"), 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(4), theme.px(4))
    painter.setFont(theme.sized(13, 500 if cell.gap and cell.have is not None else 400))
    painter.setPen(theme.colour("t2" if cell.kind == "neu" else cell.kind))
    painter.drawText(box, int(CENTRE), cell.words())


def paint_nothing(painter: QPainter, area: QRect) -> None:
    """Say that no post has what is looked for."""
    theme = Theme.current
    painter.setPen(theme.colour("t2"))
    painter.setFont(theme.sized(13))
    room = area.adjusted(theme.px(20), 0, -theme.px(20), 0)
    painter.drawText(room, int(CENTRE) | int(Qt.TextFlag.TextWordWrap), tr("没有符合筛选的岗位"))
