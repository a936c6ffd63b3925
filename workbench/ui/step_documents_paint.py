"""How the rows of step 2 are painted, and what a click on them hits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.core.pack import Pack
from workbench.services.views import ClassView, ContentView, PaperView
from workbench.ui import document_words as words
from workbench.ui import icons
from workbench.ui.delegates import focus_frame, rounded, text
from workbench.ui.i18n import language, say
from workbench.ui.theme import Theme

ENTRY = Qt.ItemDataRole.UserRole
Entry = ClassView | PaperView | ContentView
Index = QModelIndex | QPersistentModelIndex
HEIGHTS = {ClassView: 48, PaperView: 42, ContentView: 30}
SCORES = (0, 1, 2)


def segments(entry: Entry, area: QRect) -> list[QRect]:
    """Return the boxes of the verdicts (or scores) at the right end of a row."""
    px = Theme.current.px
    if isinstance(entry, ContentView):
        wide, high, count = px(26), px(22), len(SCORES)
    else:
        wide, high, count = px(58 if language() == "zh" else 60), px(28 if isinstance(entry, ClassView) else 26), 4
    left, top = area.right() - px(11) - wide * count, area.top() + (area.height() - high) // 2
    return [QRect(left + wide * n, top, wide, high) for n in range(count)]


def hit(entry: Entry, area: QRect, at: QPoint) -> str | int | None:
    """Return the verdict or score under a point of a row."""
    boxes = segments(entry, area)
    if isinstance(entry, PaperView) and not entry.tolerable:
        boxes = boxes[:3]
    for number, box in enumerate(boxes):
        if box.contains(at):
            return SCORES[number] if isinstance(entry, ContentView) else words.VERDICTS[number]
    return None


class DocumentDelegate(QStyledItemDelegate):
    """Paints classes, papers and contents."""

    def __init__(self, pack: Pack, parent: QWidget) -> None:
        super().__init__(parent)
        self._pack = pack
        self.may_edit = True
        """Whether verdicts can be given; a reader sees only the one that was."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row by its kind."""
        return QSize(60, Theme.current.px(HEIGHTS[type(index.data(ENTRY))]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, content, ring."""
        painter.save()
        entry = index.data(ENTRY)
        _paint_ground(painter, option, entry)
        match entry:
            case ClassView():
                _paint_class(painter, option.rect, entry, may_edit=self.may_edit)
            case PaperView():
                _paint_paper(painter, option.rect, entry, self._pack, may_edit=self.may_edit)
            case ContentView():
                _paint_content(painter, option.rect, entry, may_edit=self.may_edit)
        if option.state & QStyle.StateFlag.State_HasFocus:
            focus_frame(painter, option.rect)
        painter.restore()


def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
    theme = Theme.current
    chosen = bool(option.state & QStyle.StateFlag.State_Selected)
    hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
    inner = not isinstance(entry, ClassView)
    painter.fillRect(
        option.rect, theme.colour("sel" if chosen else "hover" if hovered else "alt" if inner else "surface")
    )
    painter.setPen(theme.colour("line"))
    if not isinstance(entry, ContentView):
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
    if chosen:
        painter.fillRect(QRect(option.rect.topLeft(), QSize(3, option.rect.height())), theme.colour("accentT"))


def _number(painter: QPainter, area: QRect, words_: str, size: int) -> None:
    theme = Theme.current
    rounded(painter, QRectF(area), "neuS", radius=theme.px(4))
    painter.setFont(theme.sized(size, 500))
    painter.setPen(theme.colour("t2"))
    painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), words_)


def _paint_class(painter: QPainter, area: QRect, group: ClassView, *, may_edit: bool) -> None:
    theme = Theme.current
    px = theme.px
    boxes = segments(group, area)
    _number(painter, QRect(area.left() + px(12), area.center().y() - px(10), px(24), px(20)), group.code, 12)
    line = QRect(area.left() + px(44), area.top() + px(4), boxes[0].left() - area.left() - px(50), px(20))
    text(painter, line, say(group.title), theme.sized(13, 500), "t1")
    text(painter, line.translated(0, px(20)), words.class_line(group), theme.sized(12), "t2")
    _paint_segments(painter, boxes, group.verdict, may_edit=may_edit)


def _paint_paper(painter: QPainter, area: QRect, paper: PaperView, pack: Pack, *, may_edit: bool) -> None:
    theme = Theme.current
    px = theme.px
    boxes = segments(paper, area)
    icon, ink = words.RULE_LOOK.get(paper.rule_status, words.RULE_LOOK["unknown"])
    painter.drawPixmap(area.left() + px(24), area.top() + px(5), icons.pixmap(icon, ink, 15))
    line = QRect(area.left() + px(44), area.top() + px(2), boxes[0].left() - area.left() - px(50), px(19))
    used = text(painter, line, paper.code, theme.sized(12), "t2") + px(6)
    text(
        painter,
        line.adjusted(used, 0, 0, 0),
        say(paper.title),
        theme.sized(13),
        "t1" if words.is_wanted(paper) else "t2",
    )
    below = "warn" if paper.verdict == "correct" else "tol" if paper.verdict == "tolerated" else "t2"
    if not paper.verdict and paper.rule_status in {"missing", "defective", "tolerance_invalid"}:
        below = words.RULE_LOOK[paper.rule_status][1]
    text(painter, line.translated(0, px(18)), words.paper_line(paper, pack), theme.sized(12), below)
    _paint_segments(painter, boxes if paper.tolerable else boxes[:3], paper.verdict, may_edit=may_edit)


def _paint_content(painter: QPainter, area: QRect, content: ContentView, *, may_edit: bool) -> None:
    theme = Theme.current
    px = theme.px
    boxes = segments(content, area)
    icon, ink = words.SCORE_LOOK[content.score]
    painter.drawPixmap(area.left() + px(24), area.top() + px(7), icons.pixmap(icon, ink, 15))
    page = words.page_word(content)
    wide = QFontMetrics(theme.sized(12)).horizontalAdvance(page) + px(10)
    link = QRect(boxes[0].left() - wide, area.top(), wide, area.height())
    text(painter, link, page, theme.sized(12), "accentT" if content.page else "warn")
    line = QRect(area.left() + px(44), area.top(), link.left() - area.left() - px(48), area.height())
    used = text(painter, line, content.code, theme.sized(12), "t2") + px(6)
    text(painter, line.adjusted(used, 0, 0, 0), say(content.title), theme.sized(13), "t1")
    _paint_scores(painter, boxes, content.score, may_edit=may_edit)


def _frame(painter: QPainter, boxes: Sequence[QRect], draw: Callable[[int, QRect], None]) -> None:
    """Paint boxes in one rounded frame with lines between them."""
    theme = Theme.current
    whole = QRectF(boxes[0].united(boxes[-1])).adjusted(0.5, 0.5, -0.5, -0.5)
    clip = QPainterPath()
    clip.addRoundedRect(whole, theme.px(6), theme.px(6))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(clip, Qt.ClipOperation.IntersectClip)
    painter.fillRect(whole, theme.colour("surface"))
    for number, box in enumerate(boxes):
        draw(number, box)
        if number:
            painter.setPen(theme.colour("line"))
            painter.drawLine(box.topLeft(), box.bottomLeft())
    painter.restore()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("line2"), 1))
    painter.drawRoundedRect(whole, theme.px(6), theme.px(6))


def _paint_segments(painter: QPainter, boxes: Sequence[QRect], verdict: str, *, may_edit: bool) -> None:
    theme = Theme.current
    if not may_edit:
        _paint_verdict(painter, boxes[-1], verdict)
        return
    px = theme.px

    def draw(number: int, box: QRect) -> None:
        code = words.VERDICTS[number]
        chosen = code == verdict
        icon, ink = words.VERDICT_LOOK[code]
        if chosen:
            painter.fillRect(box, theme.colour(f"{ink}S" if ink != "t2" else "neuS"))
        font = theme.sized(13 if language() == "zh" else 12, 500 if chosen else 400)
        word = words.short_verdict(code)
        wide = QFontMetrics(font).horizontalAdvance(word) + (px(16) if chosen and language() == "zh" else 0)
        x = box.left() + (box.width() - wide) // 2
        if chosen and language() == "zh":
            painter.drawPixmap(x, box.center().y() - px(6), icons.pixmap(icon, ink, 14))
            x += px(16)
        text(painter, QRect(x, box.top(), box.right() - x, box.height()), word, font, ink if chosen else "t1")

    _frame(painter, boxes, draw)


def _paint_verdict(painter: QPainter, box: QRect, verdict: str) -> None:
    """Paint a verdict for a reader: a word with its sign."""
    theme = Theme.current
    if verdict not in words.VERDICTS:
        text(painter, box, words.open_word(), theme.sized(13), "t2")
        return
    icon, ink = words.VERDICT_LOOK[verdict]
    painter.drawPixmap(box.left() - theme.px(8), box.center().y() - theme.px(6), icons.pixmap(icon, ink, 14))
    text(painter, box.adjusted(theme.px(8), 0, theme.px(8), 0), words.short_verdict(verdict), theme.sized(13, 500), ink)


def _paint_scores(painter: QPainter, boxes: Sequence[QRect], score: int | None, *, may_edit: bool) -> None:
    theme = Theme.current
    if not may_edit:
        text(painter, boxes[-1], "–" if score is None else str(score), theme.sized(13, 500), words.SCORE_LOOK[score][1])
        return

    def draw(number: int, box: QRect) -> None:
        chosen = SCORES[number] == score
        ink = words.SCORE_LOOK[SCORES[number]][1]
        if chosen:
            painter.fillRect(box, theme.colour(f"{ink}S"))
        painter.setFont(theme.sized(13, 700 if chosen else 400))
        painter.setPen(theme.colour(ink if chosen else "t1"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(SCORES[number]))

    _frame(painter, boxes, draw)
