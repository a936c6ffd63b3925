"""How the matrix of step 3 is painted: party cards in the header, duties, roles, gaps."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from workbench.services.views import DutyView, PartyView
from workbench.ui import icons
from workbench.ui import step_duties_words as words
from workbench.ui.delegates import CENTRE, paint_cell_ring, rounded, text
from workbench.ui.i18n import say, tr
from workbench.ui.step_duties_model import ENTRY, DutyGroup, DutyModel, group_note
from workbench.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
ROW, GROUP, HEADER = 31, 25, 92
WRAPPED = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
TITLE = 50
"""Where the words of a duty begin [px]."""
PARTY_ICONS = ("users", "users-group", "building", "shield", "shield-star")
"""Icons of the parties in pack order; a pack with more parties repeats the first."""


class MatrixDelegate(QStyledItemDelegate):
    """Paints a row's duty in the first column and a role in the others."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a duty or of a heading."""
        view = option.widget
        first = view.columnWidth(0) if isinstance(view, QTableView) else Theme.current.px(262)
        return QSize(60, row_height(index.data(ENTRY), first))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, content, ring."""
        painter.save()
        entry = index.data(ENTRY)
        if isinstance(entry, DutyGroup):
            _paint_group(painter, option, index, entry)
        else:
            _paint_ground(painter, option, index, tinted=bool(entry.source))
            if index.column() == 0:
                _paint_duty(painter, option.rect, entry)
            else:
                self._paint_cell(painter, option.rect, index, entry)
            paint_cell_ring(painter, option, index)
        painter.restore()

    def _paint_cell(self, painter: QPainter, area: QRect, index: Index, duty: DutyView) -> None:
        model = index.model()
        assert isinstance(model, DutyModel)
        party = model.party_of(index.column())
        name = words.role(duty, party.code) if party else words.NONE
        if name == words.LEAD:
            paint_lead(painter, area, duty)
        elif name:
            ink = "t1" if name == words.SUPPORT else "t2"
            _centred(painter, area, words.role_word(name), ink, "users" if name == words.SUPPORT else "eye")


def _paint_group(painter: QPainter, option: QStyleOptionViewItem, index: Index, group: DutyGroup) -> None:
    theme = Theme.current
    area: QRect = option.rect
    painter.fillRect(area, theme.colour("app"))
    painter.setPen(theme.colour("line"))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    if index.column() == 0:
        text(painter, area.adjusted(theme.px(14), 0, -theme.px(90), -1), group.title, theme.sized(13, 500), "t2")
    note = group_note(group)
    font = theme.sized(12)
    wide = QFontMetrics(font).horizontalAdvance(note)
    last = area.adjusted(area.width() - wide - theme.px(14), 0, 0, -1)
    view = option.widget
    if isinstance(view, QTableView) and view.columnSpan(index.row(), 0) > 1:
        text(painter, last, note, font, "bad" if group.gaps else "t2")


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, index: Index, *, tinted: bool) -> None:
    theme = Theme.current
    area: QRect = option.rect
    chosen = bool(option.state & QStyle.StateFlag.State_Selected) or _is_current_row(option, index)
    painter.fillRect(area, theme.colour("sel" if chosen else "tolS" if tinted else "surface"))
    painter.setPen(theme.colour("line"))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    painter.drawLine(area.topRight(), area.bottomRight())
    if chosen and index.column() == 0:
        painter.fillRect(QRect(area.topLeft(), QSize(3, area.height())), theme.colour("accentT"))


def _is_current_row(option: QStyleOptionViewItem, index: Index) -> bool:
    view = option.widget
    return isinstance(view, QTableView) and view.currentIndex().row() == index.row()


def row_height(entry: object, width: int) -> int:
    """Return the height of a row whose first column is so wide [px]: taller when the duty needs two lines."""
    px = Theme.current.px
    if isinstance(entry, DutyGroup):
        return px(GROUP)
    assert isinstance(entry, DutyView)
    return max(px(ROW), _title(entry, width - px(TITLE + 8))[1] + px(6))


def _title(duty: DutyView, width: int) -> tuple[QFont, int]:
    """Return font and height of a duty's words in a column so wide: smaller when they need more than two lines."""
    for size in (13, 12):
        font = Theme.current.sized(size)
        metrics = QFontMetrics(font)
        height = metrics.boundingRect(QRect(0, 0, width, 999), int(WRAPPED), say(duty.title)).height()
        if height <= 2 * metrics.lineSpacing():
            break
    return font, height


def _paint_duty(painter: QPainter, area: QRect, duty: DutyView) -> None:
    theme = Theme.current
    line = area.adjusted(theme.px(14), 0, -theme.px(8), -1)
    text(painter, line, duty.code, theme.sized(12), "t2")
    title = area.adjusted(theme.px(TITLE), 0, -theme.px(8), -1)
    painter.setFont(_title(duty, title.width())[0])
    painter.setPen(theme.colour("t1"))
    painter.drawText(title, int(WRAPPED), say(duty.title))


def paint_lead(painter: QPainter, area: QRect, duty: DutyView) -> None:
    """Paint the accountable party's cell: a tag in the colour of the state, dashed red where something lacks."""
    theme = Theme.current
    icon, kind = words.LOOKS.get(duty.status, words.LOOKS["undone"])
    word = words.gap_word(duty) or words.role_word(words.LEAD)
    if duty.gaps:
        icon, kind = "user", "bad"
    font, ink = theme.sized(13, 500), "t2" if kind == "neu" else kind
    shown = QFontMetrics(font).elidedText(word, Qt.TextElideMode.ElideRight, area.width() - theme.px(44))
    wide = QFontMetrics(font).horizontalAdvance(shown) + theme.px(36)
    box = QRect(area.center().x() - wide // 2, area.center().y() - theme.px(11), wide, theme.px(22))
    rounded(painter, QRectF(box), f"{kind}S", radius=theme.px(4))
    if duty.gaps:
        _dashes(painter, box)
    painter.drawPixmap(box.right() - theme.px(22), box.center().y() - theme.px(7), icons.pixmap(icon, ink, 15))
    painter.setFont(font)
    painter.setPen(theme.colour(ink))
    painter.drawText(box.adjusted(theme.px(8), 0, -theme.px(24), 0), int(CENTRE), shown)


def _dashes(painter: QPainter, box: QRect) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(Theme.current.colour("badF"), 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


def _centred(painter: QPainter, area: QRect, word: str, ink: str, icon: str) -> None:
    theme = Theme.current
    font = theme.sized(13)
    wide = QFontMetrics(font).horizontalAdvance(word)
    left = area.center().x() - (wide + theme.px(18)) // 2
    painter.drawPixmap(left, area.center().y() - theme.px(7), icons.pixmap(icon, ink, 14))
    text(painter, area.adjusted(left - area.left() + theme.px(18), 0, 0, -1), word, font, ink)


class PartyHeader(QHeaderView):
    """The head of the matrix: what the list is, and one card per party."""

    def __init__(self, model: DutyModel, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._model = model
        self.setSectionsClickable(True)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setAccessibleName(tr("五方"))

    def sizeHint(self) -> QSize:
        """Ask for the height of a card."""
        return QSize(60, Theme.current.px(HEADER))

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        """Paint a card."""
        theme = Theme.current
        painter.save()
        painter.fillRect(area, theme.colour("alt"))
        painter.setPen(theme.colour("line2"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.setPen(theme.colour("line"))
        painter.drawLine(area.topRight(), area.bottomRight())
        party = self._model.party_of(section)
        inside = area.adjusted(theme.px(10), theme.px(7), -theme.px(7), 0)
        if party is None:
            _paint_summary(painter, inside, self._model)
        else:
            _paint_party(painter, inside, party, self._name(party, inside.width()), PARTY_ICONS[(section - 1) % 5])
        painter.restore()

    def _name(self, party: PartyView, width: int) -> str:
        """Return the name of a party, or its short name where the column is narrow."""
        whole, known = say(party.title), self._model.pack.parties.get(party.code)
        fits = QFontMetrics(Theme.current.sized(13, 500)).horizontalAdvance(whole) <= width
        return whole if fits or known is None or not known.short.zh else say(known.short)


def _line(area: QRect, top: int) -> QRect:
    px = Theme.current.px
    return QRect(area.left(), area.top() + px(top), area.width(), px(19))


def _paint_summary(painter: QPainter, area: QRect, model: DutyModel) -> None:
    theme = Theme.current
    gaps = sum(bool(d.gaps) for d in model.duties)
    waiting = sum(d.status == "doing" for d in model.duties)
    text(painter, _line(area, 0), tr("责任条目"), theme.sized(13, 500), "t1")
    rules = tr("{count} 项 · 每项一方主责、一名责任人", count=len(model.duties))
    text(painter, _line(area, 20), rules, theme.sized(12), "t2")
    text(painter, _line(area, 39), tr("配合、监督可叠加"), theme.sized(12), "t2")
    found = tr("{gaps} 项有缺口 · {waiting} 项落实中", gaps=gaps, waiting=waiting)
    text(painter, _line(area, 58), found, theme.sized(12, 500), "bad" if gaps else "t2")


def _paint_party(painter: QPainter, area: QRect, party: PartyView, title: str, icon: str) -> None:
    theme = Theme.current
    name, font = _line(area, 0), theme.sized(13, 500)
    if QFontMetrics(font).horizontalAdvance(title) <= area.width() - theme.px(26):
        painter.drawPixmap(area.left(), area.top() + theme.px(2), icons.pixmap(icon, "t1", 16))
        name = name.adjusted(theme.px(21), 0, 0, 0)
    text(painter, name, title, font, "t1")
    text(painter, _line(area, 19), words.organisations(party), theme.sized(12), "t2")
    _paint_bar(painter, QRect(area.left(), area.top() + theme.px(41), area.width(), theme.px(4)), party)
    done = tr("落实 {done} / {total}", done=party.done, total=party.total)
    text(painter, _line(area, 47), done, theme.sized(12), "t1")
    sign, ink, word = words.signed_word(party)
    painter.drawPixmap(area.left(), area.top() + theme.px(68), icons.pixmap(sign, ink, 14))
    text(painter, _line(area, 65).adjusted(theme.px(18), 0, 0, 0), word, theme.sized(12), ink)


def _paint_bar(painter: QPainter, area: QRect, party: PartyView) -> None:
    rounded(painter, QRectF(area), "neuL", radius=2)
    if party.total and party.done:
        share = QRectF(area.left(), area.top(), area.width() * party.done / party.total, area.height())
        rounded(painter, share, "okF", radius=2)
