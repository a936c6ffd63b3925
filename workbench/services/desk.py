"""An opened office: its database, clock, calendar and packs, and the present state of its cases.

Opening an office loads nothing of a case: what replays one is imported with the first case that is opened.
States are cached by stream and version: a case is read from its newest snapshot and the events after it, and what an
append has just made is at hand for the projections that run in the same transaction.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from workbench.core.calendar import WorkCalendar
from workbench.core.pack import Pack
from workbench.core.records import Recorded
from workbench.errors import StorageError, Text, WorkbenchError
from workbench.services.clocks import Clock, PinnedClock, local_day
from workbench.storage import office_calendar
from workbench.storage.calendars import load_calendar
from workbench.storage.database import Database
from workbench.storage.journal import Tx
from workbench.storage.office_calendar import OfficeCalendar
from workbench.storage.packs import load_pack
from workbench.storage.projections import CaseRow, RowPatch
from workbench.storage.registers import Changes
from workbench.storage.snapshots import Snapshot

if TYPE_CHECKING:
    from workbench.core.case import Case
    from workbench.core.case_parts import PackIdentity

T = TypeVar("T")
DEFAULT_PACK = "cn_national"
SNAPSHOT_EVERY = 100
_KEPT = 16
REGISTERS_EDITION = 2
"""Raised whenever the same events give other rows of the registers: they are then made again at the next opening."""

EARLIER = "earlier"
"""Folder among an office's own packs for the versions that it had before, each under its digest."""


class _Own:
    """Where the packs of the office lie that is open; one per process, as the office is."""

    folder = Path("packs")


def own_packs() -> Path:
    """Return the folder of the open office's own packs; it need not exist."""
    return _Own.folder


def look_for_packs(folder: Path) -> None:
    """Look for packs in an office's own folder before those of the program."""
    if folder != _Own.folder:
        _Own.folder = folder
        forget_packs()


def forget_packs() -> None:
    """Read packs anew from now on."""
    pack_named.cache_clear()
    pack_of.cache_clear()


@cache
def pack_named(name: str) -> Pack:
    """Return a rule pack, the office's own before one of the program.

    Its conditions are compiled when they are first asked: the start of the window waits for no expression library.
    """
    return load_pack(name, folder=own_packs(), quick=True)


@cache
def pack_of(identity: PackIdentity) -> Pack:
    """Return the pack that a case is judged by: that very version where the office kept it, else the present one."""
    present = pack_named(identity.name)
    if present.digest == identity.digest:
        return present
    kept = own_packs() / EARLIER / identity.digest[:16]
    return load_pack(identity.name, folder=kept, quick=True) if (kept / identity.name).is_dir() else present


calendar_now = cache(load_calendar)
"""The calendar that comes with the program, for work without a database."""


def stream_of(case: str) -> str:
    """Return the journal stream of a case."""
    return f"case/{case}"


class Memo:
    """Values worked out from parts of a state, kept while those parts stay the same objects."""

    def __init__(self, size: int = 64) -> None:
        """Keep at most ``size`` values, the newest."""
        self._size = size
        self._kept: OrderedDict[str, tuple[tuple[object, ...], tuple[object, ...], Any]] = OrderedDict()

    def take(self, name: str, objects: tuple[object, ...], equals: tuple[object, ...], make: Callable[[], T]) -> T:
        """Return the value kept under a name, made anew when an object is another one or an equal part differs."""
        known = self._kept.get(name)
        if known and all(a is b for a, b in zip(known[0], objects, strict=True)) and known[1] == equals:
            return cast("T", known[2])
        value = make()
        self._kept[name] = (objects, equals, value)
        self._kept.move_to_end(name)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)
        return value


@dataclass
class Desk:
    """An opened office.

    Attributes:
        sample_day: The day at which sample data is pinned; ``None`` for real work.
        footprints: What other cases take of shared means, by case and version.
        warning: A fault that undid nothing, to be told: the folder of checkpoints could not be written.
    """

    database: Database
    clock: Clock
    calendar: WorkCalendar
    pack: Pack
    sample_day: date | None = None
    warning: WorkbenchError | None = None
    memo: Memo = field(default_factory=Memo)
    footprints: Memo = field(default_factory=lambda: Memo(4096))
    times: OfficeCalendar = field(default_factory=OfficeCalendar)
    """What the office has added to the calendar, as far as it was read."""
    _cases: OrderedDict[str, Case] = field(default_factory=OrderedDict)
    _after: tuple[str, Case | None] = ("", None)

    @property
    def today(self) -> date:
        """Return the local day."""
        return local_day(self.clock.now())

    @property
    def read_only(self) -> bool:
        """Return whether nothing may be written."""
        return self.database.read_only

    def names(self) -> dict[str, str]:
        """Return the names of everybody who has or had an account, by identifier."""
        return {person.id: person.name for person in self.database.accounts.all()}

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def renew_calendar(self, tx: Tx | None = None) -> None:
        """Read what was added to the calendar since, at this desk or another one."""
        if tx is not None and tx.version(office_calendar.STREAM) == self.times.version:
            return
        read = tx.read if tx is not None else self.database.journal.read
        fresh = read(office_calendar.STREAM, self.times.version)
        if fresh:
            self.take_calendar(office_calendar.after(self.times, fresh))

    def take_calendar(self, times: OfficeCalendar) -> None:
        """Count by this calendar from now on."""
        self.times, self.calendar = times, times.calendar()

    def forget(self) -> None:
        """Drop the states at hand; the next reading starts from the database."""
        self._cases.clear()

    def case(self, case: str) -> Case:
        """Return the present state of a case.

        Raises:
            StorageError: There is no such case.
        """
        known = self._cases.get(case) or self._from_snapshot(case)
        from workbench.core.evolve import replay

        state = replay(self.database.journal.read(stream_of(case), after=known.version if known else 0), known)
        if state is None:
            raise StorageError(Text("没有这个案卷", "there is no such case"), where=case)
        self._keep(state, known)
        return state

    def case_in(self, tx: Tx, case: str, *, from_journal: bool = False) -> Case | None:
        """Return the state of a case inside a writing transaction; ``None`` before its first event.

        ``from_journal`` takes no cache and no snapshot: what is signed rests on the events alone.
        """
        known = None if from_journal else self._cases.get(case) or self._from_snapshot(case)
        from workbench.core.evolve import replay

        return replay(tx.read(stream_of(case), known.version if known else 0), known)

    def case_after(self, recorded: Sequence[Recorded], tx: Tx) -> Case | None:
        """Return the state that some recorded events of one case make, for the projections; the last is at hand."""
        key = f"{recorded[0].seq} {recorded[-1].hash}"
        if self._after[0] != key:
            self._after = key, self._made_after(recorded, tx)
        return self._after[1]

    def _made_after(self, recorded: Sequence[Recorded], tx: Tx) -> Case | None:
        from workbench.core.evolve import replay

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
            from workbench.core import codec
            from workbench.core.evolve import EVOLVE_VERSION

            body = json.dumps(codec.plain(state), ensure_ascii=False, separators=(",", ":")).encode()
            self.database.snapshots.save(Snapshot(stream_of(state.id), state.version, str(EVOLVE_VERSION), body))

    def _from_snapshot(self, case: str) -> Case | None:
        from workbench.core import codec
        from workbench.core.case import Case
        from workbench.core.evolve import EVOLVE_VERSION

        found = self.database.snapshots.newest(stream_of(case), str(EVOLVE_VERSION))
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
    desk.renew_calendar()
    database.cases.made_by(lambda recorded, tx: row_after(desk, recorded, tx))
    database.registers.made_by(lambda recorded, tx: changed_registers(desk, recorded, tx))
    database.fill_registers(REGISTERS_EDITION)
    return desk


def changed_registers(desk: Desk, recorded: Sequence[Recorded], tx: Tx) -> Changes:
    """Return what some events change in the registers."""
    from workbench.services.register_rows import changes_of

    return changes_of(desk, recorded, tx)


def row_after(desk: Desk, recorded: Sequence[Recorded], tx: Tx) -> CaseRow | RowPatch | None:
    """Return the queue row of the case that some events touch."""
    from workbench.core.evolve_timing import RECOMPUTED
    from workbench.services.looking import Look
    from workbench.services.queue_rows import recounted_row, row_of

    at = recorded[-1].at
    if all(event.kind == RECOMPUTED for event in recorded):
        patch = recounted_row(desk, recorded, tx)
        if patch is not None:
            return patch
    state = desk.case_after(recorded, tx)
    if state is None:
        return None
    row = row_of(Look(desk, state, local_day(at)), at)
    return replace(row, stale=_changed_since_signing(state, tx)) if state.decision else row


def _changed_since_signing(state: Case, tx: Tx) -> bool:
    """Return whether a decided case is no longer what was signed; rules and calendar of today take no part."""
    from workbench.core.standing import changed_silently

    signed = next(s for s in reversed(state.signatures) if s.cover == "decision")
    return bool(changed_silently(tx.read(stream_of(state.id)), signed.version))
