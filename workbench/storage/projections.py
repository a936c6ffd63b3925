"""The register of cases: one row per case for the queue, the decisions and the search.

Storage does not know what a case is. Services hand over a function that turns the events of a case into a
:class:`CaseRow`; it runs in the transaction of every append, and again over everything on a rebuild.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, delete, select, update

from workbench.core.canonical import Plain, canonical
from workbench.core.records import Recorded
from workbench.storage import search
from workbench.storage.journal import Tx
from workbench.storage.made import Made
from workbench.storage.prepared import Prepared
from workbench.storage.schema import cases, insert_into

RANKS = ("running", "paused", "permitted_open", "waiting", "closed")
"""Clock states in the order of the queue; ``queue_rank`` is the place in this list."""


@dataclass(frozen=True)
class CaseRow:
    """One case as queue and register show it; services make it from the case's state.

    Attributes:
        case: Identifier; the stream is ``case/<case>``.
        version: Version of the stream that the row shows.
        clock: One of :data:`RANKS`.
        due: Last day of the statutory clock; needed while it runs.
        promise_due: The earliest promise still open.
        received, updated, decided: Local times, naive, or aware; kept as given.
        extra: Anything else the views need, plain values (clock derivation, tags …).
    """

    case: str
    version: int
    number: str = ""
    title: str = ""
    undertaker: str = ""
    place: str = ""
    first_day: date | None = None
    last_day: date | None = None
    headcount: int | None = None
    level: int | None = None
    level_fixed: bool = False
    status: str = ""
    step: int = 0
    blocks: tuple[str, ...] = ()
    officer: str = ""
    approver: str = ""
    clock: str = "waiting"
    due: date | None = None
    promise_due: date | None = None
    received: datetime | None = None
    updated: datetime | None = None
    outcome: str = ""
    paper_number: str = ""
    decided: datetime | None = None
    used_days: int | None = None
    stale: bool = False
    extra: Mapping[str, Plain] = field(default_factory=dict)


@dataclass(frozen=True)
class RowPatch:
    """What changes in a row when only its dates were counted again; what is searched stays as it is."""

    case: str
    version: int
    due: date | None
    updated: datetime
    extra: Mapping[str, Plain]


Project = Callable[[Sequence[Recorded], Tx], CaseRow | RowPatch | None]
"""Makes the row of a case from its newest events: those of one append, or on a rebuild all of them (then the first has
version 1). What came before is read through the transaction: ``tx.read(stream)``."""


class CaseRegister(Made[Project]):
    """The projection ``cases``."""

    name = "cases"

    def clear(self, tx: Tx) -> None:
        """Remove every row."""
        tx.connection.execute(delete(cases))

    def apply(self, tx: Tx, events: Sequence[Recorded]) -> None:
        """Make the rows of the cases that ``events`` touch."""
        if self._project is None:
            return
        mine = sorted(
            (event for event in events if event.stream.startswith("case/")), key=attrgetter("stream", "version")
        )
        for _stream, group in groupby(mine, key=attrgetter("stream")):
            row = self._project(tuple(group), tx)
            if isinstance(row, RowPatch):
                patch_row(tx.connection, row)
            elif row is not None:
                write_row(tx.connection, row)

    def get(self, case: str) -> CaseRow | None:
        """Return the row of a case."""
        with self._store.read() as connection:
            return row_in(connection, case)


COLUMNS = [column for column in cases.c if column.name not in ("row", "queue_rank", "folded", "tokens")] + [
    cases.c.queue_rank
]


_ROW = Prepared(select(*COLUMNS).where(cases.c.case_id == bindparam("case")))


def row_in(connection: Connection, case: str) -> CaseRow | None:
    """Return the row of a case inside a transaction."""
    row = _ROW.run(connection, case=case).first()
    return None if row is None else case_row(row)


class OpenRow(NamedTuple):
    """What counting dates needs of a row; ``extra`` is JSON."""

    case: str
    number: str
    title: str
    extra: str


def rows_except(connection: Connection, statuses: Iterable[str]) -> Iterator[OpenRow]:
    """Yield every row whose status is none of these, by case."""
    columns = [cases.c[name] for name in ("case_id", "number", "title", "extra")]
    wanted = select(*columns).where(cases.c.status.not_in(sorted(statuses))).order_by(cases.c.case_id)
    yield from (OpenRow(*row) for row in connection.execute(wanted))


_PATCH = Prepared(
    update(cases)
    .where(cases.c.case_id == bindparam("case"))
    .values({name: bindparam(f"new_{name}") for name in ("version", "due", "updated", "extra")})
)


def patch_row(connection: Connection, patch: RowPatch) -> None:
    """Change the dates of a row."""
    _PATCH.run(
        connection,
        case=patch.case,
        new_version=patch.version,
        new_due=_iso(patch.due),
        new_updated=_iso(patch.updated),
        new_extra=canonical(patch.extra).decode(),
    )


def write_row(connection: Connection, row: CaseRow) -> None:
    """Insert or replace the row of a case."""
    kind = connection.dialect.name
    stored = stored_row(row, kind)
    _upsert(kind, tuple(stored)).run(connection, **stored)


@cache
def _upsert(kind: str, columns: tuple[str, ...]) -> Prepared:
    """Return the statement that writes a row: building it costs more than running it."""
    made = insert_into(cases, kind)
    changes = {name: made.excluded[name] for name in columns if name != "case_id"}
    return Prepared(made.on_conflict_do_update(index_elements=["case_id"], set_=changes), columns)


def stored_row(row: CaseRow, kind: str) -> dict[str, Any]:
    """Return the columns of a row for a database of ``kind``."""
    text = search.folded(row.title, row.undertaker, row.place, row.number, row.paper_number)
    found = search.tokens(text)
    plain = ("version", "number", "title", "undertaker", "place", "status", "step", "officer", "approver", "outcome")
    return {
        "case_id": row.case,
        **{name: getattr(row, name) for name in (*plain, "paper_number")},
        **{name: _iso(getattr(row, name)) for name in _MOMENTS},
        **{name: -1 if getattr(row, name) is None else getattr(row, name) for name in _COUNTS},
        "level_fixed": int(row.level_fixed),
        "stale": int(row.stale),
        "blocks": " ".join(row.blocks),
        "queue_rank": RANKS.index(row.clock),
        "extra": canonical(row.extra).decode(),
        "folded": text,
        "tokens": " ".join(found) if kind == "sqlite" else list(found),
    }


_DAYS = ("first_day", "last_day", "due", "promise_due")
_TIMES = ("received", "updated", "decided")
_MOMENTS = (*_DAYS, *_TIMES)
_COUNTS = ("headcount", "level", "used_days")


def _iso(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def case_row(row: Row[Any]) -> CaseRow:
    """Return a stored row, selected as :data:`COLUMNS`, as a value."""
    stored = dict(row._mapping)  # noqa: SLF001  the documented name of the mapping view
    stored["case"] = stored.pop("case_id")
    stored["clock"] = RANKS[stored.pop("queue_rank")]
    stored["blocks"] = tuple(stored["blocks"].split())
    stored["extra"] = json.loads(stored["extra"])
    stored["level_fixed"], stored["stale"] = bool(stored["level_fixed"]), bool(stored["stale"])
    stored |= {name: date.fromisoformat(stored[name]) if stored[name] else None for name in _DAYS}
    stored |= {name: datetime.fromisoformat(stored[name]) if stored[name] else None for name in _TIMES}
    stored |= {name: None if stored[name] == -1 else stored[name] for name in _COUNTS}
    return CaseRow(**stored)
