"""The journal: one way to write, inside one transaction with the projections; reading; verification.

An append locks the head of the chain (SQLite ``BEGIN IMMEDIATE``, PostgreSQL ``SELECT … FOR UPDATE``), compares the
expected versions, lets the caller build its events on that locked state, chains and writes them, with the personal data
that they refer to beside them, and runs every projector, all in one transaction. Sequence numbers come from the head,
so they have no gaps. Paper numbers are drawn in the same transaction and are events themselves (streams
``register/<series>-<year>``), so the register can be rebuilt.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Protocol
from urllib.parse import quote

from sqlalchemy import Connection, CursorResult, bindparam, func, insert, select, update

from workbench.core.canonical import NotPlainError
from workbench.core.payloads import ERASING, Payload, separated
from workbench.core.records import (
    GENESIS,
    Checkpoint,
    Entry,
    Event,
    Recorded,
    entry_hash,
    moment_text,
    recorded,
    sealed,
    stream_name,
)
from workbench.errors import ConflictError, StorageError, Text
from workbench.storage import payloads
from workbench.storage.connection import Store
from workbench.storage.prepared import Prepared
from workbench.storage.schema import chain_head, journal, numbers

Placed = tuple[str, Event]
"""A stream and the next event in it."""

_PAGE = 5000
_COLUMNS = [journal.c[name] for name in Entry._fields]


_HEAD = select(chain_head.c.chain, chain_head.c.seq, chain_head.c.hash)
_LOCKED_HEAD = Prepared(_HEAD.with_for_update())
_VERSION = Prepared(select(func.max(journal.c.version)).where(journal.c.stream == bindparam("stream")))
_STREAM = Prepared(
    select(*_COLUMNS)
    .where(journal.c.stream == bindparam("stream"), journal.c.version > bindparam("after"))
    .order_by(journal.c.version)
)
_INSERT = Prepared(insert(journal))
_MOVE_HEAD = Prepared(update(chain_head).values(seq=bindparam("to"), hash=bindparam("digest")))


class VersionConflictError(ConflictError):
    """A stream moved on since it was read; ``since`` holds the events in between."""

    def __init__(self, stream: str, since: tuple[Recorded, ...]) -> None:
        """Name the events in between by kind; services put them into words."""
        super().__init__(
            Text("案卷在您读取之后已被他人更改", "somebody changed this record after you read it"),
            changes=tuple(Text(event.kind, event.kind) for event in since),
            where=stream,
            remedy=Text(
                "查看变化后再决定；已输入的内容保留", "look at the changes, then decide; what you typed is kept"
            ),
        )
        self.stream = stream
        self.since = since


@dataclass(frozen=True)
class ChainReport:
    """What a verification found; ``first_bad`` is the sequence number of the first entry that does not hold."""

    count: int
    head: Checkpoint
    genuine: bool
    first_bad: int | None
    reason: Text


@dataclass(frozen=True)
class DrawnNumber:
    """A number of a register: which entry drew it, for which stream, and why it was voided (empty: it was not)."""

    number: int
    seq: int
    stream: str
    void_reason: str


class Projector(Protocol):
    """Something kept in step with the journal, in the same transaction, that can be made again from it."""

    name: str

    def clear(self, tx: Tx) -> None:
        """Empty what the projector keeps."""

    def apply(self, tx: Tx, events: Sequence[Recorded]) -> None:
        """Take in ``events``: those of one append, or on a rebuild all of one stream."""


class Tx:
    """A writing transaction while its events are being built; every answer is of the locked state."""

    def __init__(self, connection: Connection, *, actor: str, at: str) -> None:
        """Lock the head of the chain."""
        self.connection = connection
        self._actor = actor
        self._at = at
        self._head = Checkpoint._make(_LOCKED_HEAD.run(connection).one())
        self._versions: dict[str, int] = {}
        self._written: list[Recorded] = []

    def head(self) -> Checkpoint:
        """Return where the chain stands now."""
        return self._head

    def version(self, stream: str) -> int:
        """Return the number of events in ``stream``."""
        if stream not in self._versions:
            self._versions[stream] = _VERSION.run(self.connection, stream=stream).scalar() or 0
        return self._versions[stream]

    def read(self, stream: str, after: int = 0) -> tuple[Recorded, ...]:
        """Return the events of ``stream`` with a version above ``after``, in order."""
        return _stream_events(self.connection, stream, after)

    def draw_number(self, series: str, year: int, stream: str = "") -> int:
        """Return the next number of a register, without gaps, and record that ``stream`` drew it."""
        mine = (numbers.c.series == series) & (numbers.c.year == year)
        number = (self.connection.execute(select(func.max(numbers.c.number)).where(mine)).scalar() or 0) + 1
        self._register("number_drawn", {"series": series, "year": year, "number": number, "stream": stream})
        return number

    def void_number(self, series: str, year: int, number: int, reason: str) -> None:
        """Record that a drawn number will not be used, and why; it is never drawn again.

        Raises:
            StorageError: It was never drawn, or is void already.
        """
        mine = (numbers.c.series == series) & (numbers.c.year == year) & (numbers.c.number == number)
        if self.connection.execute(select(numbers.c.void_reason).where(mine)).scalar() != "":
            raise StorageError(
                Text("没有可以作废的文号", "there is no number to be voided"), where=f"{series} {year} {number}"
            )
        self._register("number_voided", {"series": series, "year": year, "number": number, "reason": reason})

    def _register(self, kind: str, body: Mapping[str, str | int]) -> None:
        series = quote(str(body["series"]), safe="")
        self.write([(f"register/{series}-{body['year']}", Event(kind, body))])

    def write(self, placed: Iterable[Placed]) -> None:
        """Chain the events to the head and insert them."""
        kept: dict[str, str] = {}
        entries = [self._chained(stream, self._without_payloads(event, kept)) for stream, event in placed]
        if not entries:
            return
        for entry in entries:
            _INSERT.run(self.connection, **entry._asdict())
        _MOVE_HEAD.run(self.connection, to=self._head.seq, digest=self._head.hash)
        fresh = [recorded(entry, kept.get) for entry in entries]
        self._written += fresh
        project_numbers(self.connection, fresh)

    def _without_payloads(self, event: Event, kept: dict[str, str]) -> Event:
        """Return the event with references to its payloads, which are inserted and added to ``kept``."""
        body, made = separated(event.kind, event.body, lambda: secrets.token_hex(16))
        payloads.keep(self.connection, made)
        kept.update((one.hash, one.data) for one in made)
        return Event(event.kind, body, event.schema) if made else event

    def erase(self, stream: str, reason: str) -> None:
        """Erase the payloads of a stream that are still there, and record that and why.

        Raises:
            StorageError: There is nothing to erase.
        """
        rows = _STREAM.run(self.connection, stream=stream, after=0)
        named = dict.fromkeys(payloads.referred(_entries(rows)))
        digests = [digest for digest in named if payloads.find(self.connection, digest) is not None]
        if not digests:
            raise StorageError(
                Text("没有可以删除的个人资料", "there is no personal data that can be erased"),
                where=stream,
                remedy=Text(
                    "已删除的不能再次删除；旧版本写入记录正文的资料不能删除",
                    "what was erased is gone; what an older version wrote into the entries themselves cannot be erased",
                ),
            )
        body = {"hashes": digests, "reason": reason, "by": self._actor, "recorded": self._at}
        self.write([(stream, Event(ERASING, body))])
        payloads.erase(self.connection, stream, digests, self._head.seq)

    def _chained(self, stream: str, event: Event) -> Entry:
        version = self.version(stream_name(stream)) + 1
        head = self._head
        entry = sealed(
            Entry(
                *(head.chain, head.seq + 1, stream, version, event.kind, self._actor, self._at, head.hash),
                hash="",
                body=event.stored(),
            )
        )
        self._versions[stream] = version
        self._head = Checkpoint(head.chain, entry.seq, entry.hash)
        return entry

    def written(self) -> tuple[Recorded, ...]:
        """Return what this transaction has written so far, in order."""
        return tuple(self._written)


class Journal:
    """The events of one office."""

    def __init__(self, store: Store) -> None:
        """Work on an open database."""
        self._store = store
        self._projectors: list[Projector] = []

    def follow(self, projector: Projector) -> None:
        """Keep ``projector`` in step from now on."""
        self._projectors.append(projector)

    def append(
        self,
        stream: str,
        expected_version: int | None,
        build: Callable[[Tx], Iterable[Event]],
        *,
        actor: str,
        at: datetime,
    ) -> tuple[Recorded, ...]:
        """Append the events that ``build`` returns to ``stream`` and return them as recorded.

        Args:
            stream: ``family/identifier``, e.g. ``case/2026-0012``.
            expected_version: Version the decision was made on; 0 = the stream must be new, ``None`` = any.
            build: Called once inside the transaction, after the lock; an exception undoes everything.
            actor: Identifier of the person; never a name.
            at: Moment of recording, aware.

        Raises:
            VersionConflictError: The stream is at another version.
            StorageError: The world refused the write; nothing was written.
        """

        def placed(tx: Tx) -> list[Placed]:
            return [(stream, event) for event in build(tx)]

        written = self.append_many({stream: expected_version}, placed, actor=actor, at=at)
        return tuple(event for event in written if event.stream == stream)

    def append_many(
        self,
        expected: Mapping[str, int | None],
        build: Callable[[Tx], Iterable[Placed]],
        *,
        actor: str,
        at: datetime,
    ) -> tuple[Recorded, ...]:
        """Append to several streams at once; as :meth:`append`, ``build`` returns (stream, event) in order.

        Returns:
            Everything recorded, drawn numbers first, in chain order.
        """
        if not actor:
            raise NotPlainError("a journal entry needs an actor")
        with self._store.write() as connection:
            tx = Tx(connection, actor=actor, at=moment_text(at))
            for stream, version in expected.items():
                _compare(tx, stream, version)
            tx.write(build(tx))
            written = tx.written()
            for projector in self._projectors:
                projector.apply(tx, written)
        return written

    def read(self, stream: str, after: int = 0) -> tuple[Recorded, ...]:
        """Return the events of ``stream`` with a version above ``after``, in order."""
        with self._store.read() as connection:
            return _stream_events(connection, stream, after)

    def read_all(self, after: int = 0) -> Iterator[Recorded]:
        """Yield every event with a sequence number above ``after``, in chain order."""
        with self._store.read() as connection:
            yield from _recorded(connection, chain_entries(connection, after))

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Yield every row as stored, in chain order."""
        with self._store.read() as connection:
            yield from chain_entries(connection, after)

    def payload(self, digest: str) -> Payload | None:
        """Return personal data that an entry refers to; ``None`` when it was erased."""
        with self._store.read() as connection:
            return payloads.find(connection, digest)

    def erase(self, stream: str, reason: str, *, actor: str, at: datetime) -> Recorded:
        """Erase the personal data of a stream, record that and why, and return the record.

        The data is overwritten in the file of SQLite and its log; a server frees the space at its next vacuum.

        Raises:
            StorageError: There is nothing to erase.
        """

        def build(tx: Tx) -> list[Event]:
            tx.erase(stream, reason)
            return []

        written = self.append(stream, None, build, actor=actor, at=at)
        payloads.wipe(self._store)
        return written[-1]

    def streams(self, family: str) -> tuple[str, ...]:
        """Return the names of all streams ``family/…``, by age."""
        first = select(journal.c.stream).where(journal.c.version == 1, journal.c.stream.startswith(f"{family}/"))
        with self._store.read() as connection:
            return tuple(connection.execute(first.order_by(journal.c.seq)).scalars())

    def register(self, series: str, year: int) -> tuple[DrawnNumber, ...]:
        """Return every number drawn in a series and year, in order."""
        mine = (numbers.c.series == series) & (numbers.c.year == year)
        rows = select(numbers.c.number, numbers.c.seq, numbers.c.stream, numbers.c.void_reason).where(mine)
        with self._store.read() as connection:
            return tuple(DrawnNumber(*row) for row in connection.execute(rows.order_by(numbers.c.number)))

    def head(self) -> Checkpoint:
        """Return where the chain stands."""
        with self._store.read() as connection:
            return head_of(connection)

    def verify(self, progress: Callable[[int, int], None] | None = None) -> ChainReport:
        """Recompute the whole chain; ``progress`` gets (entries done, entries in all) now and then."""
        with self._store.read() as connection:
            return verify_chain(connection, progress)

    def rebuild(self, only: Projector | None = None) -> None:
        """Empty every projection, or only one, and make it again from the journal, in one transaction."""
        chosen = [only] if only is not None else self._projectors
        with self._store.write() as connection:
            tx = Tx(connection, actor="", at="")
            if only is None:
                _rebuild_numbers(connection)
            for projector in chosen:
                projector.clear(tx)
            for events in _by_stream(connection):
                for projector in chosen:
                    projector.apply(tx, events)


def head_of(connection: Connection) -> Checkpoint:
    """Return the head of the chain."""
    return Checkpoint(*connection.execute(_HEAD).one())


def chain_entries(connection: Connection, after: int = 0) -> Iterator[Entry]:
    """Yield the stored rows with a sequence number above ``after``, some thousands at a time."""
    page = select(*_COLUMNS).order_by(journal.c.seq).limit(_PAGE)
    while True:
        entries = list(_entries(connection.execute(page.where(journal.c.seq > after))))
        yield from entries
        if len(entries) < _PAGE:
            return
        after = entries[-1].seq


def _entries(rows: CursorResult[Any]) -> Iterator[Entry]:
    """Yield the driver's own tuples as entries: nothing needs conversion, and chains are long."""
    cursor = rows.cursor
    while cursor is not None and (batch := cursor.fetchmany(1000)):
        yield from map(Entry._make, batch)
    rows.close()


def verify_chain(connection: Connection, progress: Callable[[int, int], None] | None = None) -> ChainReport:
    """Recompute every hash from the first entry on and compare links, numbers, payloads and head."""
    head = head_of(connection)
    last = Checkpoint(head.chain, 0, GENESIS)
    for entry in chain_entries(connection):
        fault = _fault(entry, last) or payloads.fault(connection, entry)
        if fault is not None:
            return ChainReport(last.seq, head, genuine=False, first_bad=last.seq + 1, reason=fault)
        last = Checkpoint(entry.chain, entry.seq, entry.hash)
        if progress is not None and last.seq % 1000 == 0:
            progress(last.seq, head.seq)
    if last != head:
        reason = Text("链尾与登记的链头不符", "the end of the chain is not the recorded head")
        return ChainReport(last.seq, head, genuine=False, first_bad=last.seq + 1, reason=reason)
    return ChainReport(last.seq, head, genuine=True, first_bad=None, reason=Text("全部相符", "everything agrees"))


def _fault(entry: Entry, last: Checkpoint) -> Text | None:
    """Return what is wrong with an entry that should follow ``last``."""
    if entry.seq != last.seq + 1:
        return Text("序号不连续，有记录缺失", "a number is missing: an entry was removed")
    if entry.chain != last.chain:
        return Text("记录属于另一条链", "the entry belongs to another chain")
    if entry.prev != last.hash:
        return Text("与前一条记录的链接不符", "the link to the entry before does not hold")
    if entry.hash != entry_hash(entry):
        return Text("内容与其指纹不符", "the content does not match its hash")
    return None


def _compare(tx: Tx, stream: str, version: int | None) -> None:
    if version is not None and tx.version(stream_name(stream)) != version:
        raise VersionConflictError(stream, tx.read(stream, version))


def _stream_events(connection: Connection, stream: str, after: int) -> tuple[Recorded, ...]:
    rows = _STREAM.run(connection, stream=stream, after=after)
    return tuple(_recorded(connection, list(_entries(rows))))


def _recorded(connection: Connection, entries: Iterable[Entry]) -> Iterator[Recorded]:
    """Yield stored rows as events, with the payloads that they refer to."""
    return (recorded(entry, lambda digest: payloads.data_of(connection, digest)) for entry in entries)


def _by_stream(connection: Connection) -> Iterator[tuple[Recorded, ...]]:
    """Yield the events of each stream, streams by name; one stream at a time is in memory."""
    rows = connection.execute(select(*_COLUMNS).order_by(journal.c.stream, journal.c.version))
    for _stream, group in groupby(_entries(rows), key=attrgetter("stream")):
        yield tuple(_recorded(connection, group))


def project_numbers(connection: Connection, events: Iterable[Recorded]) -> None:
    """Keep the register of drawn numbers in step."""
    for event in events:
        body = event.body
        if not event.stream.startswith("register/"):
            continue
        if event.kind == "number_drawn":
            row = {name: body[name] for name in ("series", "year", "number", "stream")}
            connection.execute(insert(numbers).values(seq=event.seq, void_reason="", **row))
        elif event.kind == "number_voided":
            mine = [numbers.c[name] == body[name] for name in ("series", "year", "number")]
            connection.execute(update(numbers).where(*mine).values(void_reason=body["reason"]))


def _rebuild_numbers(connection: Connection) -> None:
    connection.execute(numbers.delete())
    drawn = select(*_COLUMNS).where(journal.c.stream.startswith("register/")).order_by(journal.c.seq)
    project_numbers(connection, tuple(map(recorded, _entries(connection.execute(drawn)))))
