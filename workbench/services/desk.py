"""An opened office: its database, clock, calendar and packs, and the present state of its cases.

States are cached by stream and version: a case is read from its newest snapshot and the events after it, and what an
append has just made is at hand for the projections that run in the same transaction.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from workbench.core import codec
from workbench.core.calendar import WorkCalendar
from workbench.core.case import Case
from workbench.core.evolve import EVOLVE_VERSION, replay
from workbench.core.pack import Pack
from workbench.core.records import Recorded
from workbench.errors import StorageError, Text
from workbench.services.clocks import Clock, PinnedClock, local_day
from workbench.storage.calendars import load_calendar
from workbench.storage.database import Database
from workbench.storage.journal import Tx
from workbench.storage.packs import load_pack
from workbench.storage.projections import CaseRow
from workbench.storage.snapshots import Snapshot

DEFAULT_PACK = "cn_national"
SNAPSHOT_EVERY = 100
_KEPT = 16
_EVOLVE = str(EVOLVE_VERSION)

pack_named = cache(load_pack)
"""Rule packs do not change while the program runs."""

calendar_now = cache(load_calendar)


def stream_of(case: str) -> str:
    """Return the journal stream of a case."""
    return f"case/{case}"


@dataclass
class Desk:
    """An opened office.

    Attributes:
        sample_day: The day at which sample data is pinned; ``None`` for real work.
    """

    database: Database
    clock: Clock
    calendar: WorkCalendar
    pack: Pack
    sample_day: date | None = None
    _cases: OrderedDict[str, Case] = field(default_factory=OrderedDict)

    @property
    def today(self) -> date:
        """Return the local day."""
        return local_day(self.clock.now())

    @property
    def read_only(self) -> bool:
        """Return whether nothing may be written."""
        return self.database.read_only

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def case(self, case: str) -> Case:
        """Return the present state of a case.

        Raises:
            StorageError: There is no such case.
        """
        known = self._cases.get(case) or self._from_snapshot(case)
        state = replay(self.database.journal.read(stream_of(case), after=known.version if known else 0), known)
        if state is None:
            raise StorageError(Text("没有这个案卷", "there is no such case"), where=case)
        self._keep(state, known)
        return state

    def case_in(self, tx: Tx, case: str) -> Case | None:
        """Return the state of a case inside a writing transaction; ``None`` before its first event."""
        known = self._cases.get(case) or self._from_snapshot(case)
        return replay(tx.read(stream_of(case), known.version if known else 0), known)

    def case_at(self, case: str, version: int) -> Case:
        """Return the state of a case as it stood at a version."""
        events = [e for e in self.database.journal.read(stream_of(case)) if e.version <= version]
        state = replay(events)
        if state is None:
            raise StorageError(Text("案卷没有这个版本", "the case has no such version"), where=f"{case} v{version}")
        return state

    def case_after(self, recorded: Sequence[Recorded], tx: Tx) -> Case | None:
        """Return the state that some recorded events of one case make, for the projections."""
        case = recorded[0].stream.split("/", 1)[1]
        known = self._cases.get(case)
        if recorded[0].version == 1:
            known = None
        elif known is None or known.version != recorded[0].version - 1:
            known = replay(e for e in tx.read(recorded[0].stream) if e.version < recorded[0].version)
        return replay(recorded, known)

    def remember(self, state: Case) -> None:
        """Keep a state that an acknowledged append has made."""
        self._keep(state, self._cases.get(state.id))

    def _keep(self, state: Case, before: Case | None) -> None:
        self._cases[state.id] = state
        self._cases.move_to_end(state.id)
        while len(self._cases) > _KEPT:
            self._cases.popitem(last=False)
        old = before.version if before else 0
        if state.version // SNAPSHOT_EVERY > old // SNAPSHOT_EVERY:
            body = json.dumps(codec.plain(state), ensure_ascii=False, separators=(",", ":")).encode()
            self.database.snapshots.save(Snapshot(stream_of(state.id), state.version, _EVOLVE, body))

    def _from_snapshot(self, case: str) -> Case | None:
        found = self.database.snapshots.newest(stream_of(case), _EVOLVE)
        return None if found is None else codec.read(Case, json.loads(found.state))


def open_desk(database: Database, clock: Clock, pack: str = DEFAULT_PACK) -> Desk:
    """Return the desk of an open database; sample data brings its pinned clock along."""
    pinned = database.settings.get("sample_now")
    sample = datetime.fromisoformat(pinned) if isinstance(pinned, str) else None
    named = database.settings.get("pack", pack)
    desk = Desk(
        database=database,
        clock=PinnedClock(sample) if sample else clock,
        calendar=calendar_now(),
        pack=pack_named(str(named)),
        sample_day=sample.date() if sample else None,
    )
    database.cases.made_by(lambda recorded, tx: row_after(desk, recorded, tx))
    return desk


def row_after(desk: Desk, recorded: Sequence[Recorded], tx: Tx) -> CaseRow | None:
    """Return the queue row of the case that some events touch."""
    from workbench.services.queue_rows import row_of

    state = desk.case_after(recorded, tx)
    return None if state is None else row_of(desk, state, recorded[-1].at)


def known_cases(desk: Desk) -> Iterable[str]:
    """Return the identifiers of all cases, by age."""
    return (stream.split("/", 1)[1] for stream in desk.database.journal.streams("case"))
