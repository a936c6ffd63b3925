"""The matrix of step 3 as a table: duties in groups, one column per party."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.core.pack import Pack
from workbench.services.views import DutyView, PartyView
from workbench.ui import step_duties_words as words
from workbench.ui.i18n import say, tr

ENTRY = Qt.ItemDataRole.UserRole
PARTY, PHASE = "party", "phase"
Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
SPOKEN = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


@dataclass(frozen=True)
class DutyGroup:
    """A heading in the matrix: duties of a party or of a phase, and how many of them have gaps."""

    title: str
    count: int
    gaps: int


Entry = DutyGroup | DutyView


class DutyModel(QAbstractTableModel):
    """Column 0 holds the duty, the others what each party does for it."""

    def __init__(self, pack: Pack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pack = pack
        self.parties: tuple[PartyView, ...] = ()
        self.entries: tuple[Entry, ...] = ()
        self.duties: tuple[DutyView, ...] = ()
        self.by = PARTY
        self.only_gaps = False
        self.words = ""

    def show(self, duties: Sequence[DutyView], parties: Sequence[PartyView]) -> None:
        """Show another state of the list."""
        self.duties, self.parties = tuple(duties), tuple(parties)
        self.lay_out()

    def lay_out(self) -> None:
        """Sort the duties into groups by :attr:`by`, leaving out what the filter hides."""
        entries = tuple(self._rows())
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def party_of(self, column: int) -> PartyView | None:
        """Return the party of a column, ``None`` for the first one."""
        return self.parties[column - 1] if 0 < column <= len(self.parties) else None

    def duty_at(self, number: int) -> DutyView | None:
        """Return the duty of a row, ``None`` for a heading."""
        entry = self.entries[number] if 0 <= number < len(self.entries) else None
        return entry if isinstance(entry, DutyView) else None

    def duty_of(self, code: str) -> DutyView | None:
        """Return the duty with a code, shown or not."""
        return next((duty for duty in self.duties if duty.code == code), None)

    def place_of(self, code: str) -> int:
        """Return the row of a duty, -1 when it is not shown."""
        return next((n for n, e in enumerate(self.entries) if isinstance(e, DutyView) and e.code == code), -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows, headings included."""
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return one column for the duty and one per party."""
        return 0 if parent.isValid() else 1 + len(self.parties)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let headings be read but not chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        known = Qt.ItemFlag.ItemIsEnabled
        return known if self.duty_at(index.row()) is None else known | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row for the painter, the words of the cell for people."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, index.column())
        return self._sentence(entry, index.column()) if role in SPOKEN else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the names of the parties."""
        if orientation != Qt.Orientation.Horizontal or role not in (Qt.ItemDataRole.DisplayRole, *SPOKEN):
            return None
        party = self.party_of(section)
        if party is None:
            return tr("责任条目")
        return say(party.title) if role == Qt.ItemDataRole.DisplayRole else self._party_sentence(party)

    def _text(self, entry: Entry, column: int) -> str:
        if isinstance(entry, DutyGroup):
            return entry.title if column == 0 else ""
        party = self.party_of(column)
        if party is None:
            return f"{entry.code} {say(entry.title)}"
        return words.role_word(words.role(entry, party.code))

    def _sentence(self, entry: Entry, column: int) -> str:
        if isinstance(entry, DutyGroup):
            return f"{entry.title}{tr('，')}{group_note(entry)}"
        party = self.party_of(column)
        if party is None:
            return words.duty_sentence(entry, self.pack, {p.code: p for p in self.parties})
        return words.cell_sentence(entry, party, self.pack)

    @staticmethod
    def _party_sentence(party: PartyView) -> str:
        done = tr("主责落实 {done} / {total}", done=party.done, total=party.total)
        return tr("，").join((say(party.title), *party.organisations, done, words.signed_word(party)[2]))

    def _rows(self) -> Iterator[Entry]:
        for key, title in self._groups():
            own = [d for d in self.duties if (d.party if self.by == PARTY else d.phase) == key]
            shown = [d for d in own if self._matches(d)]
            if shown:
                yield DutyGroup(title, len(own), sum(bool(d.gaps) for d in own))
                yield from shown

    def _groups(self) -> Iterator[tuple[str, str]]:
        if self.by == PARTY:
            yield from ((p.code, f"{p.code} {say(p.title)}") for p in self.parties)
            return
        for phase in dict.fromkeys((*self.pack.lists.get("duty_phases", {}), *(d.phase for d in self.duties))):
            yield phase, words.phase_word(phase, self.pack)

    def _matches(self, duty: DutyView) -> bool:
        if self.only_gaps and not duty.gaps:
            return False
        sought = f"{duty.code} {duty.title.zh} {duty.title.en} {duty.person}".casefold()
        return self.words.casefold() in sought


def group_note(group: DutyGroup) -> str:
    """Return how many duties a group has, and how many of them have gaps."""
    count = tr("{count} 项", count=group.count)
    return count + (" · " + tr("缺 {count}", count=group.gaps) if group.gaps else "")
