"""The rail of a case: eight steps with their state, and what is still open below."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from workbench.services.views import CaseView, OpenItem, StepView
from workbench.ui import icons
from workbench.ui.delegates import rounded, text
from workbench.ui.i18n import day, say, tr
from workbench.ui.queue_words import step_name
from workbench.ui.side_pages import STEPS
from workbench.ui.step_rail_side import SideButtons
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, plain_list, row

ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex

STATE_ICON = {"done": ("circle-check-filled", "okF"), "part": ("progress", "accentT"),
              "alert": ("alert-circle-filled", "warnF"), "todo": ("circle-dashed", "t3")}  # fmt: skip
KIND_FILL = {"block": "badF", "correct": "warnF", "tolerated": "tolF", "warn": "warnF", "info": "infoF"}


def state_word(state: str) -> str:
    """Return the word of a step's state."""
    return {"done": tr("已完成"), "part": tr("进行中"), "alert": tr("有待处理"), "todo": tr("未开始")}[state]


def kind_word(kind: str) -> str:
    """Return the word of an open item's kind."""
    return {
        "block": tr("阻断"),
        "correct": tr("需补正"),
        "tolerated": tr("容缺"),
        "warn": tr("提示"),
        "info": tr("说明"),
    }[kind]


class RailModel(QAbstractListModel):
    """Steps or open items, one per row."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: tuple[StepView | OpenItem, ...] = ()

    def show(self, entries: tuple[StepView, ...] | tuple[OpenItem, ...]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row in words, or the entry itself."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return say(entry.title) if isinstance(entry, StepView) else say(entry.text)
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return sentence(entry)
            case Qt.ItemDataRole.UserRole:
                return entry
        return None


def sentence(entry: StepView | OpenItem) -> str:
    """Return a row in full."""
    if isinstance(entry, StepView):
        return f"{entry.number} {say(entry.title)}{tr('，')}{state_word(entry.state)}{tr('，')}{say(entry.detail)}"
    return f"{kind_word(entry.kind)}{tr('，')}{say(entry.text)}{tr('，')}{item_place(entry)}"


def item_place(item: OpenItem) -> str:
    """Return the step of an open item, and its day where it has one."""
    due = " · " + tr("{day} 前", day=day(item.due)) if item.due else ""
    words = dict.fromkeys((step_name(item.step), kind_word(item.kind)))
    return f"{' · '.join(words)}{due}"


class RailDelegate(QStyledItemDelegate):
    """Paints two-line rows: a step with icon and key cap, or an open item with its mark."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        step = isinstance(index.data(ENTRY), StepView)
        return QSize(60, Theme.current.px(46 if step else 42))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint ground, content, ring."""
        painter.save()
        entry = index.data(ENTRY)
        area = option.rect.adjusted(Theme.current.px(8), 1, -Theme.current.px(8), -1)
        if option.rect.width() < Theme.current.px(100):
            area = option.rect.adjusted(4, 1, -4, -1)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected) and isinstance(entry, StepView)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            rounded(painter, QRectF(area), "sel" if chosen else "hover", radius=Theme.current.px(6))
        if isinstance(entry, StepView):
            _paint_step(painter, area, entry, chosen=chosen)
        else:
            _paint_item(painter, area, entry)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(Theme.current.colour("focus"), 2))
            painter.drawRoundedRect(QRectF(area).adjusted(1, 1, -1, -1), 5, 5)
        painter.restore()


def _paint_step(painter: QPainter, area: QRect, step: StepView, *, chosen: bool) -> None:
    theme = Theme.current
    px = theme.px
    name, ink = STATE_ICON[step.state]
    if area.width() < px(100):
        painter.drawPixmap(area.center().x() - px(8), area.top() + px(5), icons.pixmap(name, ink, 18))
        painter.setFont(theme.sized(12, 700 if chosen else 400))
        painter.setPen(theme.colour("accentT" if chosen else "t2"))
        below = area.adjusted(0, px(22), 0, 0)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), str(step.number))
        return
    painter.drawPixmap(area.left() + px(8), area.top() + px(6), icons.pixmap(name, ink, 18))
    line = QRect(area.left() + px(35), area.top() + px(3), area.width() - px(64), px(20))
    ink = "accentT" if chosen else "t2" if step.state == "todo" else "t1"
    text(painter, line, say(step.title), theme.sized(13, 700 if chosen else 500), ink)
    text(painter, line.translated(0, px(20)), say(step.detail), theme.sized(12), "t2")
    cap = QRect(area.right() - px(23), area.top() + px(6), px(16), px(17))
    rounded(painter, QRectF(cap), "surface", "line2", 3)
    painter.setFont(theme.sized(11))
    painter.setPen(theme.colour("t2"))
    painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), str(step.number))


def _paint_item(painter: QPainter, area: QRect, item: OpenItem) -> None:
    theme = Theme.current
    px = theme.px
    mark = QRectF(area.left() + px(8), area.top() + px(9), px(7), px(7))
    rounded(painter, mark, KIND_FILL[item.kind], radius=1 if item.kind != "info" else px(4))
    line = QRect(area.left() + px(23), area.top() + px(2), area.width() - px(26), px(19))
    text(painter, line, say(item.text), theme.sized(13), "t1")
    text(painter, line.translated(0, px(18)), item_place(item), theme.sized(12), "t2")


class RailList(QListView):
    """A list of the rail: Enter, Space or a click acts on a row."""

    acted = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.model_ = RailModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(RailDelegate(self))
        self.setObjectName("rail")
        plain_list(self, name)
        self.clicked.connect(lambda index: self.acted.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Act on Enter and Space, move on J and K."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.acted.emit(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_J, Qt.Key.Key_K):
            number = self.currentIndex().row() + (1 if event.key() == Qt.Key.Key_J else -1)
            if 0 <= number < self.model_.rowCount():
                self.setCurrentIndex(self.model_.index(number))
        else:
            super().keyPressEvent(event)


class StepRail(QFrame):
    """Steps above, open items below."""

    step_requested = Signal(int)
    item_requested = Signal(object)
    gates_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(Theme.current.px(192))
        self.steps = RailList(tr("审查步骤"))
        self.steps.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.steps.setFixedHeight(Theme.current.px(8 * 46 + 2))
        self.items = RailList(tr("未决事项"))
        self._count = label("0", "small")
        self._count.setObjectName("count")
        self._head = QWidget()
        self._head.setLayout(
            row(label(tr("审查步骤"), "body", "t2"), None, label("Alt +", "small", "t2"), margins=(16, 10, 16, 6))
        )
        self.gates = Button(icon="lock", kind="ghost", small=True)
        self.gates.setAccessibleName(tr("各关口还差什么"))
        self.gates.setToolTip(tr("各关口还差什么") + "  Ctrl+G")
        self.gates.clicked.connect(lambda _on=False: self.gates_requested.emit())
        below = row(label(tr("未决事项"), "body", "t2"), None, self.gates, self._count, margins=(16, 8, 12, 4))
        self._below = QWidget()
        self._below.setLayout(column(hairline(), below, self.items, spacing=0))
        self.side = SideButtons()
        self.side.setVisible(bool(self.side.buttons))
        whole = column(self._head, self.steps, self.side, 4, spacing=0)
        whole.addWidget(self._below, 1)
        self._rest = QWidget()
        whole.addWidget(self._rest, 1)
        self._rest.hide()
        self.setLayout(whole)
        self.steps.acted.connect(lambda number: self.step_requested.emit(number + 1))
        self.items.acted.connect(self._item)
        self.side.requested.connect(self.step_requested)

    def show_case(self, view: CaseView, current: int) -> None:
        """Show a state of the case with the cursor on the step shown; the item under the cursor is kept."""
        self.steps.model_.show(view.steps)
        self.choose(current)
        at = self.items.currentIndex().row()
        self.items.model_.show(view.open_items)
        if 0 <= at < len(view.open_items):
            self.items.setCurrentIndex(self.items.model_.index(at))
        self._count.setText(str(len(view.open_items)))
        pressing = any(item.kind == "block" for item in view.open_items)
        self._count.setProperty("kind", "bad" if pressing else "neutral")
        self._count.style().polish(self._count)

    def set_narrow(self, *, narrow: bool) -> None:
        """Show only the signs of the steps when the window has no room for words."""
        self.setFixedWidth(Theme.current.px(52 if narrow else 192))
        self._head.setVisible(not narrow)
        self.side.set_narrow(narrow=narrow)
        self._below.setVisible(not narrow)
        self._rest.setVisible(narrow)

    def choose(self, step: int) -> None:
        """Put the cursor on a step, or mark a page beside them, without a signal."""
        self.side.choose(step)
        self.steps.setCurrentIndex(self.steps.model_.index(step - 1 if step <= STEPS else -1))

    def next_item(self, direction: int) -> OpenItem | None:
        """Move to the next or the previous open item and return it; the list is a ring."""
        entries = self.items.model_.entries
        if not entries:
            return None
        at = self.items.currentIndex().row()
        number = (at + direction) % len(entries) if at >= 0 else 0 if direction > 0 else len(entries) - 1
        self.items.setCurrentIndex(self.items.model_.index(number))
        found = entries[number]
        return found if isinstance(found, OpenItem) else None

    def _item(self, number: int) -> None:
        self.item_requested.emit(self.items.model_.entries[number])
