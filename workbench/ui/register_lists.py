"""Two lists beside the registers: what lapses or is overdue, and what received packages propose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.services.register_views import Lapse, Proposal
from workbench.ui import delegates
from workbench.ui.column_room import ColumnRoom
from workbench.ui.history_models import VALUE, plain_table
from workbench.ui.i18n import say, tr
from workbench.ui.table_model import Index, TableModel
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, picture, row

SPANS = (0, 30, 60, 90, 365)
"""Days ahead that can be chosen."""


Line = Sequence[tuple[str, str]]
"""A row: words, and the colour family of the tag they stand in; empty for plain words."""


class LinesModel(TableModel[Line]):
    """Rows of words; a cell may be a tag of (word, colour family)."""

    def __init__(self, titles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)

    def titles(self) -> tuple[str, ...]:
        """Return the titles given."""
        return self._titles

    def cells(self, thing: Line) -> tuple[str, ...]:
        """Return the words without their colours."""
        return tuple(words for words, _kind in thing)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the cell for the painter, its words for people."""
        if index.isValid() and role == VALUE:
            return self._rows[index.row()][index.column()]
        return super().data(index, role)


class LinesDelegate(QStyledItemDelegate):
    """Paints words in one line, tags where a cell has a colour family."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        theme = Theme.current
        words, kind = index.data(VALUE)
        painter.save()
        delegates.ground(painter, option)
        painter.setClipRect(option.rect)
        area = option.rect.adjusted(theme.px(8), 0, -theme.px(4), -1)
        if kind and words:
            delegates.tag(painter, area.left(), area.center().y(), words, kind)
        else:
            delegates.text(painter, area, words, theme.sized(13), "t1")
        delegates.ring_of_row(painter, option, index, index.model().columnCount() - 1)
        painter.restore()


def lines_table(model: LinesModel, name: str, widths: Sequence[int]) -> QTableView:
    """Return a table of such rows; a width of 0 shares what is left."""
    table = plain_table(model, name)
    table.setItemDelegate(LinesDelegate(table))
    table.verticalHeader().setDefaultSectionSize(Theme.current.px(36))
    for number, width in enumerate(widths):
        table.setColumnWidth(number, Theme.current.px(width))
    ColumnRoom(table, (number for number, width in enumerate(widths) if not width))
    return table


def stacked(table: QTableView) -> tuple[QStackedWidget, QLabel]:
    """Return the table over an empty state, and the label of the empty state."""
    words = label("", ink="t2", wrap=True)
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    nothing = QWidget()
    nothing.setObjectName("surface")
    nothing.setLayout(column(None, row(None, picture("circle-check", "t3", 36), None), row(None, words, None), None))
    stack = QStackedWidget()
    stack.addWidget(table)
    stack.addWidget(nothing)
    return stack, words


class LapsePage(QWidget):
    """What lapses or is overdue, the most pressing first."""

    days_changed = Signal()
    opened = Signal(object)
    """A :class:`Lapse`."""

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Lapse, ...] = ()
        titles = (tr("状态"), tr("日期"), tr("登记簿"), tr("名称"), tr("所属"), tr("情况"))
        self.model = LinesModel(titles, self)
        self.table = lines_table(self.model, tr("到期提醒"), (92, 140, 150, 0, 0, 0))
        self._stack, self._empty = stacked(self.table)
        self._days = QComboBox()
        self._days.setAccessibleName(tr("提前天数"))
        for days in SPANS:
            self._days.addItem(tr("{days} 日内", days=days) if days else tr("已到期和逾期"), days)
        self._days.setCurrentIndex(1)
        self._days.currentIndexChanged.connect(lambda _n: self.days_changed.emit())
        self._open = Button(tr("打开"), icon="external-link", key="Enter")
        self._open.clicked.connect(lambda _on=False: self.open_chosen())
        self.table.activated.connect(lambda _index: self.open_chosen())
        head = row(label(tr("到期提醒"), "section"), None, self._days, self._open, margins=(16, 10, 14, 6))
        whole = column(head, self._stack, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def days(self) -> int:
        """Return how many days ahead are looked at."""
        return int(self._days.currentData())

    def show_all(self, found: Sequence[Lapse]) -> None:
        """Show what was found."""
        self._found = tuple(found)
        self.model.show([_lapse_row(one) for one in self._found])
        self._stack.setCurrentIndex(0 if found else 1)
        self._empty.setText(tr("这段时间没有到期的资质和逾期的事项"))
        self._open.setEnabled(bool(found))
        if found:
            self.table.selectRow(0)

    def open_chosen(self) -> None:
        """Open the entry under the cursor."""
        number = self.table.currentIndex().row()
        if 0 <= number < len(self._found):
            self.opened.emit(self._found[number])


def _lapse_row(one: Lapse) -> tuple[tuple[str, str], ...]:
    day = one.day
    state = (tr("已过"), "bad") if day.state == "past" else (tr("{days} 日", days=day.left), "warn")
    when = f"{day.moment:%Y-%m-%d}"
    words = (when, say(one.register_title), say(one.title).replace("\n", " "), say(one.owner), say(day.words))
    return (state, *((text, "") for text in words))


class ProposalPage(QWidget):
    """Organisations that received packages name and the register lacks, or has otherwise."""

    confirmed = Signal(object)
    """The proposals to be entered."""
    put_aside = Signal(object)
    """A proposal that should not be made again."""

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Proposal, ...] = ()
        titles = (tr("情况"), tr("单位名称"), tr("角色"), tr("统一社会信用代码"), tr("资质"), tr("来自案卷"))
        self.model = LinesModel(titles, self)
        self.table = lines_table(self.model, tr("待确认单位"), (104, 0, 110, 180, 0, 0))
        self._stack, self._empty = stacked(self.table)
        self.one = Button(tr("登记所选"), icon="check", key="Enter", kind="primary")
        self.every = Button(tr("全部登记"), icon="checks")
        self.one.clicked.connect(lambda _on=False: self.confirm_chosen())
        self.aside = Button(tr("不登记"), icon="x", key="Del")
        self.aside.clicked.connect(lambda _on=False: self.put_chosen_aside())
        key = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.put_chosen_aside)
        self.every.clicked.connect(lambda _on=False: self.confirmed.emit(self._found))
        self.table.activated.connect(lambda _index: self.confirm_chosen())
        about = label(tr("申请包写明的单位，核对后登记；未经确认不进入登记库。"), "small", "t2")
        head = row(column(label(tr("待确认单位"), "section"), about, spacing=0), None, self.aside, self.every, self.one)
        head.setContentsMargins(*(Theme.current.px(side) for side in (16, 10, 14, 6)))
        whole = column(head, self._stack, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_all(self, found: Sequence[Proposal], *, may_keep: bool) -> None:
        """Show what packages propose."""
        self._found = tuple(found)
        self.model.show([_proposal_row(one) for one in self._found])
        self._stack.setCurrentIndex(0 if found else 1)
        self._empty.setText(tr("没有待确认的单位"))
        for button in (self.one, self.every, self.aside):
            button.setVisible(may_keep)
            button.setEnabled(bool(found))
        if found:
            self.table.selectRow(0)

    def confirm_chosen(self) -> None:
        """Enter the organisation under the cursor."""
        number = self.table.currentIndex().row()
        if 0 <= number < len(self._found) and not self.one.isHidden():
            self.confirmed.emit((self._found[number],))

    def put_chosen_aside(self) -> None:
        """Propose the organisation under the cursor no more."""
        number = self.table.currentIndex().row()
        if 0 <= number < len(self._found) and not self.aside.isHidden():
            self.put_aside.emit(self._found[number])


def _proposal_row(one: Proposal) -> tuple[tuple[str, str], ...]:
    state = (tr("新单位"), "info") if not one.entry else (tr("内容有变"), "warn")
    code = one.words.get("code")
    changed = tr("、").join(say(text) for text in one.differs)
    licence = say(one.licence_words)
    words = (
        one.name,
        say(one.words["roles"]) if "roles" in one.words else "",
        say(code) if code else "",
        tr("；").join(part for part in (changed, licence) if part),
        one.case_title,
    )
    return (state, *((text, "") for text in words))
