"""The board of step 7 as a table: posts in groups, one column per day; a cell of a day can be edited."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from workbench.core.pack import Pack
from workbench.ui.i18n import short_day, tr
from workbench.ui.step_deployment_board import Board, DayCell, PostGroup, PostLine
from workbench.ui.step_deployment_words import hours, team
from workbench.ui.step_site_words import dotted, term, verdict_cell, words

ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
SPOKEN = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)
Entry = PostGroup | PostLine
POST, NEED, FIRST_DAY = 0, 1, 2
AFTER = 3
"""Columns after the days: gap, equipment and notes, verdict."""


class PostModel(QAbstractTableModel):
    """Column 0 names the post, column 1 the people wanted, then the days, the gap, the equipment, the verdict."""

    wished = Signal(str, int, int)
    """Key of the post, column, and the number typed there."""

    def __init__(self, pack: Pack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pack = pack
        self.board = Board()
        self.entries: tuple[Entry, ...] = ()
        self.may_need = False
        self.may_roster = False
        self.team = ""
        """Only the posts of this team; empty shows all."""
        self.words = ""
        self._places: dict[str, int] = {}

    # What is shown

    def show(self, board: Board) -> None:
        """Show another board; the same rows and columns keep their place."""
        same = board.days == self.board.days
        kept = [_key(entry) for entry in self.entries]
        self.board, fresh = board, self._laid(board)
        if same and kept == [_key(entry) for entry in fresh] and fresh:
            self.entries = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, self.columnCount() - 1))
            return
        self.beginResetModel()
        self._put(fresh)
        self.endResetModel()

    def narrow(self, *, team: str | None = None, words_: str | None = None) -> None:
        """Show only posts of a team, or with some words."""
        self.team = self.team if team is None else team
        self.words = self.words if words_ is None else words_
        fresh = self._laid(self.board)
        self.beginResetModel()
        self._put(fresh)
        self.endResetModel()

    def line_at(self, number: int) -> PostLine | None:
        """Return the post of a row; ``None`` for a heading."""
        entry = self.entries[number] if 0 <= number < len(self.entries) else None
        return entry if isinstance(entry, PostLine) else None

    def line_of(self, key: str) -> PostLine | None:
        """Return a post, shown or not."""
        return next((line for line in self.board.lines if line.key == key), None)

    def place_of(self, key: str) -> int:
        """Return the row of a post, -1 when it is not shown."""
        return self._places.get(key, -1)

    def day_of(self, column: int) -> date | None:
        """Return the day of a column; ``None`` for the others."""
        place = column - FIRST_DAY
        return self.board.days[place] if 0 <= place < len(self.board.days) else None

    def cell(self, index: Index) -> DayCell | None:
        """Return people on duty and wanted on a day."""
        line = self.line_at(index.row())
        return line.cells[index.column() - FIRST_DAY] if line and self.day_of(index.column()) else None

    @property
    def gap_column(self) -> int:
        """Return the column of the gap, the first after the days."""
        return FIRST_DAY + len(self.board.days)

    def next_gap(self, row: int, column: int, direction: int) -> tuple[int, int] | None:
        """Return row and column of the next cell with a gap, round the end; ``None`` when there is none."""
        places = [
            (number, FIRST_DAY + place)
            for number, entry in enumerate(self.entries)
            if isinstance(entry, PostLine)
            for place, cell in enumerate(entry.cells)
            if cell is not None and cell.gap
        ]
        if not places:
            return None
        ahead = [one for one in places if (one > (row, column) if direction > 0 else one < (row, column))]
        return (ahead or places)[0 if direction > 0 else -1]

    # What Qt asks

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows, headings included."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return two columns, the days, and three more."""
        return 0 if parent.isValid() else FIRST_DAY + len(self.board.days) + AFTER

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let headings be read but not chosen; let numbers be edited by who may."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        line = self.line_at(index.row())
        if line is None:
            return Qt.ItemFlag.ItemIsEnabled
        known = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return known | Qt.ItemFlag.ItemIsEditable if self.editable(index.column()) else known

    def editable(self, column: int) -> bool:
        """Say whether a number may be typed into a column."""
        return self.may_need if column == NEED else self.may_roster and self.day_of(column) is not None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Ask for a number; the answer of the case changes what is shown."""
        line = self.line_at(index.row())
        if role != Qt.ItemDataRole.EditRole or line is None or not self.editable(index.column()):
            return False
        told = str(value).strip()
        if told.isdecimal() and told.isascii() and int(told) != index.data(Qt.ItemDataRole.EditRole):
            self.wished.emit(line.key, index.column(), int(told))
        return False

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row for the painter, the words of the cell for people, the number for the editor."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(entry, index.column())
        if role == Qt.ItemDataRole.EditRole:
            return self._number(entry, index.column())
        return self._sentence(entry, index.column()) if role in SPOKEN else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the names of the columns."""
        if orientation != Qt.Orientation.Horizontal or role not in (Qt.ItemDataRole.DisplayRole, *SPOKEN):
            return None
        day = self.day_of(section)
        if day is None:
            return self._titles()[section if section < FIRST_DAY else section - self.gap_column + FIRST_DAY]
        return day_title(day)

    def text(self, entry: Entry, column: int) -> str:
        """Return the words of a cell as painted."""
        if isinstance(entry, PostGroup):
            return entry.title if column == POST else ""
        day = self.day_of(column)
        if day is not None:
            cell = entry.cells[column - FIRST_DAY]
            return cell.words() if cell else "—"
        if column == POST:
            return f"{entry.code} {entry.name}"
        if column == NEED:
            return str(entry.persons)
        return self._later(entry)[column - self.gap_column]

    # Inside

    @staticmethod
    def _titles() -> tuple[str, ...]:
        return (tr("岗位"), tr("编制/日"), tr("缺口"), tr("装备 / 说明"), tr("判定"))

    def _later(self, line: PostLine) -> tuple[str, str, str]:
        row = line.post.row
        doubled = tr("编号重复") if line.doubled else ""
        more = dotted(doubled, row["equip"], row["note"]) or "—"
        return str(line.gap) if line.gap else "—", more, verdict_cell(line.post.verdict, "", self.pack).upper

    def _number(self, entry: Entry, column: int) -> int | None:
        if isinstance(entry, PostGroup):
            return None
        if column == NEED:
            return entry.persons
        cell = entry.cells[column - FIRST_DAY] if self.day_of(column) else None
        return (cell.have or 0) if cell else None

    def _sentence(self, entry: Entry, column: int) -> str:
        if isinstance(entry, PostGroup):
            return f"{entry.title}{tr('，')}{group_note(entry)}"
        day = self.day_of(column)
        if day is not None:
            return cell_sentence(entry, day, entry.cells[column - FIRST_DAY])
        if column == POST:
            row = entry.post.row
            told = (f"{entry.code} {entry.name}", term(row["kind"], self.pack), team(row["team"], self.pack),
                    words(row["unit"]), words(row["lead"]), hours(row["on"], row["off"]))  # fmt: skip
            return tr("，").join(part for part in told if part and part != "—")
        note = entry.post.note if column == self.columnCount() - 1 else ""
        title = str(self.headerData(column, Qt.Orientation.Horizontal))
        return f"{title}{tr('：')}{self.text(entry, column)}" + (f"{tr('，')}{note}" if note else "")

    def _laid(self, board: Board) -> tuple[Entry, ...]:
        return tuple(board.entries(self._matches, self.pack))

    def _matches(self, line: PostLine) -> bool:
        if self.team and line.team != self.team:
            return False
        row = line.post.row
        sought = (line.code, line.name, words(row["unit"]), words(row["lead"]), words(row["task"]))
        return self.words.casefold() in " ".join(sought).casefold()

    def _put(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self._places = {entry.key: number for number, entry in enumerate(entries) if isinstance(entry, PostLine)}


def _key(entry: Entry) -> str:
    return entry.key if isinstance(entry, PostLine) else f"= {entry.title}"


def day_title(day: date) -> str:
    """Return a day as the head of a column: month, day, day of the week."""
    return f"{short_day(day)} {tr('一 二 三 四 五 六 日').split()[day.weekday()]}"


def group_note(group: PostGroup) -> str:
    """Return how many posts a group has and how far it is filled."""
    count = tr("{count} 岗", count=group.count)
    return f"{count} · {'—' if group.have is None else group.have} / {group.need}"


def cell_sentence(line: PostLine, day: date, cell: DayCell | None) -> str:
    """Return a cell of a day in words."""
    start = f"{line.code} {line.name}{tr('，')}{day_title(day)}{tr('，')}"
    if cell is None:
        return start + tr("不设岗")
    if cell.have is None:
        return start + tr("需 {need} 人，未排班", need=cell.need)
    told = start + tr("到岗 {have} 人，需 {need} 人", have=cell.have, need=cell.need)
    return told + (tr("，") + tr("缺 {count} 人", count=cell.gap) if cell.gap else "")
