"""Snapshots of states: a cache, keyed by stream, version and the version of ``evolve`` that made them.

A snapshot that is damaged or missing only costs time, so it is dropped without a word.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from workbench.storage.connection import Store
from workbench.storage.schema import snapshots


@dataclass(frozen=True)
class Snapshot:
    """The state of ``stream`` at ``version``, as bytes that only their maker understands."""

    stream: str
    version: int
    evolve: str
    state: bytes


class Snapshots:
    """The newest snapshot per stream and version of ``evolve``."""

    def __init__(self, store: Store) -> None:
        """Work on an open database."""
        self._store = store

    def save(self, snapshot: Snapshot) -> None:
        """Keep a snapshot instead of older ones of its stream; on a read-only database do nothing."""
        if self._store.read_only:
            return
        row = {
            "stream": snapshot.stream,
            "version": snapshot.version,
            "evolve": snapshot.evolve,
            "checksum": _checksum(snapshot),
            "state": snapshot.state,
        }
        with self._store.write() as connection:
            connection.execute(delete(snapshots).where(snapshots.c.stream == snapshot.stream))
            connection.execute(insert(snapshots), row)

    def newest(self, stream: str, evolve: str) -> Snapshot | None:
        """Return the newest sound snapshot made by this version of ``evolve``."""
        columns = (snapshots.c.version, snapshots.c.state, snapshots.c.checksum)
        mine = (snapshots.c.stream == stream) & (snapshots.c.evolve == evolve)
        with self._store.read() as connection:
            row = connection.execute(select(*columns).where(mine).order_by(snapshots.c.version.desc())).first()
        if row is None:
            return None
        found = Snapshot(stream, row.version, evolve, row.state)
        return found if _checksum(found) == row.checksum else None

    def clear(self) -> None:
        """Drop every snapshot."""
        with self._store.write() as connection:
            connection.execute(delete(snapshots))


def _checksum(snapshot: Snapshot) -> str:
    """Bind the bytes to their key, so that a row moved to another stream does not pass."""
    key = f"{snapshot.stream}\n{snapshot.version}\n{snapshot.evolve}\n".encode()
    return hashlib.sha256(key + snapshot.state).hexdigest()
