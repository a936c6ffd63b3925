"""The objects of the plan as a list: the same as the drawing, for keys and for listeners."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import is_

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workbench.core.pack import Pack
from workbench.core.site_objects import Placed
from workbench.ui import icons
from workbench.ui.delegates import text
from workbench.ui.i18n import say, tr
from workbench.ui.site_drawn import Drawn
from workbench.ui.site_scene import SiteScene
from workbench.ui.site_symbols import symbol
from workbench.ui.theme import Theme
from workbench.ui.widgets import column, plain_list

HEIGHT = 28
ENTRY = Qt.ItemDataRole.UserRole
NOTHING = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """An object: its key, code and name, kind in words, place, sign and colour, what is wrong with it."""

    key: str
    title: str
    kind: str
    place: str
    shape: str
    ink: str
    fault: str = ""

    def sentence(self) -> str:
        """Return the object for listeners."""
        return tr("，").join(part for part in (self.title, self.kind, self.place, self.fault) if part)


class EntryModel(QAbstractListModel):
    """The objects that match the filter."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._all: tuple[Entry, ...] = ()
        self._words = ""
        self.entries: tuple[Entry, ...] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other objects."""
        before, self._all = self._all, tuple(entries)
        if list(map(_key, before)) != list(map(_key, self._all)) or self._words:
            if before != self._all:
                self._filter()
            return
        others = [row for row, (old, new) in enumerate(zip(before, self._all, strict=True)) if old is not new]
        if others:
            self.entries = self._all
            self.dataChanged.emit(self.index(others[0]), self.index(others[-1]))

    def filter(self, words: str) -> None:
        """Show only those with the words."""
        self._words = words.strip().casefold()
        self._filter()

    def _filter(self) -> None:
        self.beginResetModel()
        self.entries = tuple(one for one in self._all if self._words in f"{one.title} {one.kind}".casefold())
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """Return the row of an object; -1 when it is not here."""
        return next((row for row, one in enumerate(self.entries) if one.key == key), -1)

    def rowCount(self, parent: Index = NOTHING) -> int:
        """Return the number of objects."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = 0) -> object:
        """Return what an object is to a role."""
        if not index.isValid():
            return None
        one = self.entries[index.row()]
        found = {
            Qt.ItemDataRole.DisplayRole: one.title,
            Qt.ItemDataRole.AccessibleTextRole: one.sentence(),
            Qt.ItemDataRole.ToolTipRole: one.sentence(),
            ENTRY: one,
        }
        return found.get(Qt.ItemDataRole(role))


class EntryDelegate(QStyledItemDelegate):
    """Paints symbol, title, kind."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of an object."""
        return QSize(120, Theme.current.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint an object."""
        one = index.data(ENTRY)
        theme, px = Theme.current, Theme.current.px
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(option.rect, theme.colour("sel" if chosen else "surface"))
        area = option.rect.adjusted(px(10), 0, -px(10), 0)
        middle = area.center().y()
        painter.drawPixmap(area.left(), middle - px(9), symbol(one.shape or "outline", one.ink, size=18))
        share = area.width() * 3 // 5
        x = area.left() + px(26)
        text(painter, QRect(x, area.top(), share - px(26), area.height()), one.title, theme.sized(13), "t1")
        right = QRect(area.left() + share, area.top(), area.width() - share, area.height())
        if one.fault:
            painter.drawPixmap(right.left(), middle - px(7), icons.pixmap("alert-triangle", "bad", 15))
            right = right.adjusted(px(20), 0, 0, 0)
        text(painter, right, one.fault or one.kind, theme.sized(12), "bad" if one.fault else "t2")
        view = option.widget
        if isinstance(view, QListView) and view.hasFocus() and view.currentIndex() == index:
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()


class ObjectList(QFrame):
    """The list with its filter; the cursor and the selection on the plan follow each other."""

    chosen = Signal(str)
    opened = Signal()
    """Enter or a double click on an object."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.filter = QLineEdit()
        self.filter.setAccessibleName(tr("筛选对象"))
        self.filter.setPlaceholderText(tr("筛选对象：编号、名称、类别"))
        self.list = QListView()
        self.model_ = EntryModel(self.list)
        self.list.setModel(self.model_)
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setUniformItemSizes(True)
        plain_list(self.list, tr("平面图对象"))
        top = column(self.filter, margins=(10, 8, 10, 6))
        box = column(spacing=0)
        box.addLayout(top)
        box.addWidget(self.list, 1)
        self.setLayout(box)
        self.filter.textEdited.connect(self.model_.filter)
        self.list.selectionModel().currentChanged.connect(lambda now, _before: self._moved(now))
        self.list.activated.connect(lambda _index: self.opened.emit())

    def show_entries(self, entries: Sequence[Entry], current: str) -> None:
        """Show objects with the cursor on one."""
        self.model_.show(entries)
        self.point(current)

    def point(self, key: str) -> None:
        """Put the cursor on an object without saying so."""
        row = self.model_.row_of(key)
        here = self.list.currentIndex()
        if row == (here.row() if here.isValid() else -1):
            return
        self.list.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's own signature
        index = self.model_.index(row, 0) if row >= 0 else QModelIndex()
        self.list.setCurrentIndex(index)
        self.list.selectionModel().blockSignals(False)  # noqa: FBT003 - Qt's own signature
        if row >= 0:
            self.list.scrollTo(index, QListView.ScrollHint.PositionAtCenter)
        self.list.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the cursor into sight."""
        super().showEvent(event)
        if self.list.currentIndex().isValid():
            self.list.scrollTo(self.list.currentIndex(), QListView.ScrollHint.PositionAtCenter)

    def _moved(self, now: QModelIndex) -> None:
        if now.isValid():
            self.chosen.emit(now.data(ENTRY).key)


def _key(entry: Entry) -> str:
    return entry.key


class Entries:
    """Objects as entries in the order of the pack; what has not changed keeps its entry."""

    def __init__(self, scene: SiteScene, pack: Pack) -> None:
        self._scene = scene
        layers = dict.fromkeys(kind.layer for kind in pack.site_objects.values())
        self._order = {layer: number for number, layer in enumerate(layers)}
        self._known: dict[str, tuple[tuple[object, ...], Entry]] = {}

    def of(self, faults: Mapping[str, str], undrawn: Iterable[tuple[str, Placed]] = ()) -> tuple[Entry, ...]:
        """Return the objects.

        Args:
            faults: By key, what is wrong.
            undrawn: What stands in a sheet alone.
        """
        found = [self._drawn(one, faults.get(one.key, "")) for one in self._scene.drawn.values()]
        found += [self._alone(key, alone) for key, alone in undrawn]
        self._known = {entry.key: known for entry in found if (known := self._known.get(entry.key)) is not None}
        last = len(self._order)
        return tuple(sorted(found, key=lambda one: self._order.get(one.key.partition(":")[0], last)))

    def _drawn(self, one: Drawn, fault: str) -> Entry:
        source = (one.feature, one.kind, one.look, fault)
        known = self._known.get(one.key)
        if known is not None and all(map(is_, known[0], source)):
            return known[1]
        feature = one.feature
        x, y = one.box.center().toTuple()
        title = f"{feature.code} {feature.name}".strip() or tr("无编号")
        said = say(one.kind.text) if one.kind else feature.kind or feature.layer
        told = fault if feature.valid else tr("图形自相交")
        entry = Entry(one.key, title, said, f"x {x:.1f} y {y:.1f}", one.look.shape, one.look.ink, told)
        self._known[one.key] = (source, entry)
        return entry

    def _alone(self, key: str, alone: Placed) -> Entry:
        said = say(alone.kind.text) if alone.kind else alone.layer
        shape = self._scene.looks.of_kind(alone.kind).shape if alone.kind else ""
        return Entry(key, f"{alone.key} {alone.title}".strip(), said, "", shape, "t3", tr("图上未绘"))
