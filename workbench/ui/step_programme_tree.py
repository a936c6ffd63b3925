"""The programme as a tree: performers of a session, their works, and the parts that an officer added."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.core.pack import Pack
from workbench.services.views import ActView
from workbench.ui import step_programme_words as words
from workbench.ui.i18n import language, say, tr

NODE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
SPOKEN = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


class Column(IntEnum):
    """Columns in order; the tree stands in that of the acts."""

    TIME = 0
    ACT = 1
    GENRE = 2
    MINUTES = 3
    INTERACTION = 4
    FLAGS = 5
    REVIEW = 6
    VERDICT = 7


def titles() -> tuple[str, ...]:
    """Return the heads of the columns."""
    return (
        tr("时间 / 台"),
        tr("演出者 / 作品"),
        tr("类型 / 语种"),
        tr("分"),
        tr("互动强度"),
        tr("安全标记"),
        tr("会审"),
        tr("结论"),
    )


@dataclass(frozen=True)
class Filter:
    """Which acts are shown: of a session (empty = all), only those with hints, only those that wait, with words."""

    session: str = ""
    hints: bool = False
    waiting: bool = False
    words: str = ""

    def lets(self, act: ActView) -> bool:
        """Say whether an act is shown."""
        if self.session and act.row["session"] != self.session:
            return False
        if (self.hints and not words.flags(act)) or (self.waiting and not words.waits(act)):
            return False
        return self.words.casefold() in f"{act.no} {words.title(act)} {act.row['stage']}".casefold()


@dataclass(eq=False)
class Node:
    """A line of the tree: an item, or the head over several items of one performer (``act`` is ``None``)."""

    act: ActView | None
    parent: Node | None = None
    place: int = 0
    children: list[Node] = field(default_factory=list)

    def add(self, child: Node) -> Node:
        """Put a line under this one."""
        child.parent, child.place = self, len(self.children)
        self.children.append(child)
        return child

    def items(self) -> Iterator[ActView]:
        """Yield the item of this line and those under it."""
        if self.act is not None:
            yield self.act
        for child in self.children:
            yield from child.items()


def gathered(acts: Sequence[ActView]) -> Node:
    """Return the root of a tree of items: performers with several rows get a head over them."""
    heads: dict[tuple[str, str], list[ActView]] = {}
    for act in acts:
        artist = words.shown(act.row["artist"])
        heads.setdefault((words.shown(act.row["session"]), artist or f"#{act.row.number}"), []).append(act)
    root = Node(None)
    for own in heads.values():
        rows = [act for act in own if act.part is None]
        top = root.add(Node(None)) if len(rows) != 1 else root
        at = {act.no: top.add(Node(act)) for act in rows}
        for act in own:
            if act.part is not None:
                at.get(act.part.parent, top).add(Node(act))
    return root


class ActsModel(QAbstractItemModel):
    """Acts in sheet order; nothing is made per row but its node, so that ten thousand rows are quick."""

    def __init__(self, pack: Pack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pack = pack
        self.all: tuple[ActView, ...] = ()
        self.acts: tuple[ActView, ...] = ()
        self.filter = Filter()
        self._root = Node(None)
        self._nodes: dict[str, Node] = {}
        self._known: dict[str, ActView] = {}
        self._places: dict[str, int] = {}

    def show(self, acts: Sequence[ActView], wanted: Filter | None = None) -> None:
        """Show another state, or other acts of it."""
        self.beginResetModel()
        self.all = tuple(acts)
        self.filter = wanted or self.filter
        self._root = gathered([act for act in self.all if self.filter.lets(act)])
        self._nodes = {node.act.no: node for node in _walk(self._root) if node.act is not None}
        self.acts = tuple(node.act for node in self._nodes.values() if node.act is not None)
        self._known = {act.no: act for act in self.all}
        self._places = {act.no: place for place, act in enumerate(self.acts)}
        self.endResetModel()

    def takes(self, acts: Sequence[ActView], wanted: Filter | None) -> bool:
        """Show other values of the same acts without making the tree anew; say whether that could be done."""
        fresh = {act.no: act for act in acts}
        if (wanted or self.filter) != self.filter or [*fresh] != [*self._known]:
            return False
        shown = tuple(act.no for act in acts if self.filter.lets(act))
        if set(shown) != set(self._places) or any(_shape(fresh[no]) != _shape(self._known[no]) for no in shown):
            return False
        for no, node in self._nodes.items():
            node.act = fresh[no]
        self.all, self._known = tuple(acts), fresh
        self.acts = tuple(fresh[act.no] for act in self.acts)
        if self._root.children:
            last = self.index(len(self._root.children) - 1, Column.VERDICT)
            self.dataChanged.emit(self.index(0, 0), last)
        return True

    def place_of(self, no: str) -> int:
        """Return the place of an act among those shown, -1 when it is not."""
        return self._places.get(no, -1)

    def act_of(self, no: str) -> ActView | None:
        """Return an act by its number, shown or not."""
        return self._known.get(no)

    def index_of(self, no: str, column: int = Column.ACT) -> QModelIndex:
        """Return the index of an act that is shown."""
        node = self._nodes.get(no)
        return self.createIndex(node.place, column, node) if node else QModelIndex()

    def node(self, index: Index) -> Node:
        """Return the line at an index; the root for none."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Node) else self._root

    # Qt's own questions

    def index(self, row: int, column: int, parent: Index = ROOT) -> QModelIndex:
        """Return the index of a line."""
        node = self.node(parent)
        if not (0 <= row < len(node.children) and 0 <= column < len(Column)):
            return QModelIndex()
        if parent.isValid() and parent.column() != 0:
            return QModelIndex()
        return self.createIndex(row, column, node.children[row])

    def parent(self, index: Index = ROOT) -> QModelIndex:  # type: ignore[override]
        """Return the line over a line."""
        above = self.node(index).parent if index.isValid() else None
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.place, 0, above)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of lines under a line."""
        return 0 if parent.isValid() and parent.column() != 0 else len(self.node(parent).children)

    def columnCount(self, _parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the line for the painter, the words of the cell for people."""
        if not index.isValid():
            return None
        node = self.node(index)
        if role == NODE:
            return node
        if role == Qt.ItemDataRole.DisplayRole:
            return cell(node, Column(index.column()), self.pack)
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == Column.FLAGS and node.act is not None:
            return "\n".join(self._hints(node.act))
        return self._sentence(node) if role in SPOKEN else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heads of the columns."""
        shown = orientation == Qt.Orientation.Horizontal and role in (Qt.ItemDataRole.DisplayRole, *SPOKEN)
        return titles()[section] if shown else None

    def _sentence(self, node: Node) -> str:
        if node.act is not None:
            return words.sentence(node.act, self.pack)
        own = list(node.items())
        return tr("{artist}，{count} 项作品", artist=words.shown(own[0].row["artist"]), count=len(own)) if own else ""

    def _hints(self, act: ActView) -> Iterator[str]:
        yield tr("提示，不是结论")
        for code in act.hints:
            known = self.pack.criteria.get(code)
            yield f"{code} {known.text.in_language(language())}" if known else code
        for hit in act.hits:
            yield f"{hit.criterion} “{hit.hit.word}” {say(hit.where)}"


def _shape(act: ActView) -> tuple[object, ...]:
    return act.row["session"], act.row["artist"], act.part.parent if act.part else None


def _walk(node: Node) -> Iterator[Node]:
    for child in node.children:
        yield child
        yield from _walk(child)


def cell(node: Node, column: Column, pack: Pack) -> str:
    """Return the words of a cell."""
    act = node.act
    if act is None:
        own = list(node.items())
        heads = {Column.ACT: words.shown(own[0].row["artist"]), Column.VERDICT: words.tally(own)} if own else {}
        return heads.get(column, "")
    row = act.row
    lines = {
        Column.TIME: words.time_word(act),
        Column.ACT: words.line(act, under_head=node.parent is not None and node.parent.parent is not None),
        Column.GENRE: " ".join(t for t in (words.listed(row["genre"], pack), words.listed(row["language"], pack)) if t),
        Column.MINUTES: words.shown(row["minutes"]),
        Column.INTERACTION: words.interaction_word(act, pack),
        Column.FLAGS: " ".join(words.flags(act)),
        Column.REVIEW: words.review_word(act),
        Column.VERDICT: words.verdict_word(act.verdict, pack),
    }
    return lines[column]
