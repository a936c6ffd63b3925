"""Personal data beside the journal: kept in the transaction of its entry, put back on reading, erased by an event.

See :mod:`workbench.core.payloads`. A row is never changed but by erasure, which empties salt and data and names the
entry that records it. Backups and copies taken before an erasure still hold the data, as do page texts and files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from workbench.core.payloads import ERASING, EXTERNAL, Payload, references
from workbench.core.records import Entry
from workbench.errors import Text
from workbench.storage.connection import Store, worded
from workbench.storage.prepared import Prepared
from workbench.storage.schema import journal, payloads, snapshots

_FIND = Prepared(
    select(payloads.c.salt, payloads.c.data, payloads.c.erased).where(payloads.c.hash == bindparam("digest"))
)
_KEEP = Prepared(insert(payloads))
_LOST = Text("案卷所引的个人资料缺失", "personal data that the entry refers to is missing")
_CHANGED = Text("个人资料与其指纹不符", "personal data does not match its hash")
_UNRECORDED = Text("个人资料被清空而无删除记录", "personal data was emptied, and no entry says so")
_STILL_THERE = Text("记录称已删除的个人资料仍在", "personal data that was recorded as erased is there again")


def keep(connection: Connection, made: Iterable[Payload]) -> None:
    """Insert payloads."""
    for one in made:
        _KEEP.run(connection, erased=0, **one._asdict())


def data_of(connection: Connection, digest: str) -> str | None:
    """Return the data of a payload; ``None`` when it was erased, or is missing, which :func:`fault` tells apart."""
    found = find(connection, digest)
    return None if found is None else found.data


def find(connection: Connection, digest: str) -> Payload | None:
    """Return a payload; ``None`` when it was erased or is missing."""
    row = _FIND.run(connection, digest=digest).first()
    return None if row is None or row.erased else Payload(digest, row.salt, row.data)


def referred(entries: Iterable[Entry]) -> Iterator[str]:
    """Yield the hashes of all payloads that stored rows refer to, in order."""
    for entry in entries:
        if entry.kind in EXTERNAL:
            yield from references(entry.kind, json.loads(entry.body)["data"]).values()


def erase(connection: Connection, stream: str, digests: Iterable[str], seq: int) -> None:
    """Empty payloads by virtue of the entry ``seq``, already written, and drop the snapshots of their stream."""
    if connection.dialect.name == "sqlite":
        _overwrite(connection)
    for digest in digests:
        mine = update(payloads).where(payloads.c.hash == digest)
        connection.execute(mine.values(salt="", data="", erased=seq))
    connection.execute(delete(snapshots).where(snapshots.c.stream == stream))


def wipe(store: Store) -> None:
    """Let SQLite forget the words of rows that are no more: in the search index, then in the write-ahead log."""
    if store.kind != "sqlite":
        return
    with store.write() as connection:
        _overwrite(connection)
        connection.exec_driver_sql("INSERT INTO cases_text(cases_text) VALUES ('optimize')")
    log = store.engine.raw_connection()
    with closing(log), worded(store.place):
        log.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _overwrite(connection: Connection) -> None:
    """Have SQLite overwrite what is deleted on this connection, instead of only forgetting where it was."""
    connection.exec_driver_sql("PRAGMA secure_delete=ON").close()


def fault(connection: Connection, entry: Entry) -> Text | None:
    """Return what is wrong with the payloads that an entry refers to or erases."""
    if entry.kind == ERASING:
        named = json.loads(entry.body)["data"]["hashes"]
        return None if all(_erased_by(connection, digest) == entry.seq for digest in named) else _STILL_THERE
    if entry.kind not in EXTERNAL:
        return None
    return next(filter(None, (_fault(connection, digest) for digest in referred([entry]))), None)


def _erased_by(connection: Connection, digest: str) -> int:
    row = _FIND.run(connection, digest=digest).first()
    return 0 if row is None else int(row.erased)


def _fault(connection: Connection, digest: str) -> Text | None:
    row = _FIND.run(connection, digest=digest).first()
    if row is None:
        return _LOST
    if not row.erased:
        return None if Payload(digest, row.salt, row.data).sound else _CHANGED
    body = select(journal.c.body).where(journal.c.seq == row.erased, journal.c.kind == ERASING)
    told = connection.execute(body).scalar()
    return None if told and digest in json.loads(told)["data"]["hashes"] else _UNRECORDED
