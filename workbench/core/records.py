"""Journal entries as values, and the hash that chains them.

The hash of an entry is SHA-256 over the canonical JSON of ``["EAW-J1", chain, seq, stream, version, kind, actor, at,
prev, SHA-256(body)]``; hashes are hex text. ``at`` is UTC in the one form ``YYYY-MM-DDTHH:MM:SS.ffffff+00:00``. The
body is canonical JSON ``{"data": …, "schema": n}`` and is hashed as the bytes that are stored; personal data is kept
beside it (:mod:`workbench.core.payloads`) and put back on reading. One office is one chain; its first entry has
sequence number 1 and :data:`GENESIS` before it. ``workbench/exchange/verify.py`` computes the same a second time,
without this module.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from workbench.core.canonical import NotPlainError, Plain, canonical
from workbench.core.payloads import LookUp, joined

TAG = "EAW-J1"
"""Domain tag: no other hash of the workbench begins like this."""

GENESIS = "0" * 64
"""What stands before the first entry of a chain."""

_STREAM = re.compile(r"[a-z_]+/[!-~]{1,180}")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,79}")

_inputs = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""For a flat list of text and whole numbers this gives the bytes of RFC 8785 (a property test compares them), in C."""


@dataclass(frozen=True)
class Event:
    """Something that happened, before it is recorded.

    ``kind`` is the snake-case past-tense name, ``body`` plain values (no floats), ``schema`` the shape of the body.
    """

    kind: str
    body: Mapping[str, Plain]
    schema: int = 1

    def stored(self) -> str:
        """Return the body as it is stored and hashed.

        Raises:
            NotPlainError: The body or the kind cannot be recorded.
        """
        if not _KIND.fullmatch(self.kind):
            raise NotPlainError(f"kind {self.kind!r} is not a snake-case name")
        return canonical({"data": self.body, "schema": self.schema}).decode()


class Entry(NamedTuple):
    """One journal row exactly as stored, every column; a tuple, because whole chains of them are read."""

    chain: str
    seq: int
    stream: str
    version: int
    kind: str
    actor: str
    at: str
    prev: str
    hash: str
    body: str


class Recorded(NamedTuple):
    """An event with its place in the journal; ``at`` is aware UTC, ``body`` the plain values of the event."""

    chain: str
    seq: int
    stream: str
    version: int
    kind: str
    schema: int
    actor: str
    at: datetime
    prev: str
    hash: str
    body: Mapping[str, Plain]


class Checkpoint(NamedTuple):
    """Where a chain stood: the entry's number and hash, to be kept outside the database."""

    chain: str
    seq: int
    hash: str

    def short(self) -> str:
        """Return ``chain:seq:first 24 hex digits``, as papers and QR codes carry it."""
        return f"{self.chain}:{self.seq}:{self.hash[:24]}"

    def full(self) -> str:
        """Return ``chain:seq:hash``, as exports carry it."""
        return f"{self.chain}:{self.seq}:{self.hash}"

    def matches(self, entry: Entry) -> bool:
        """Say whether ``entry`` is the one meant; a checkpoint from paper has only the first digits."""
        place = (entry.chain, entry.seq) == (self.chain, self.seq)
        return place and len(self.hash) >= 16 and entry.hash.startswith(self.hash)


def hash_input(entry: Entry) -> bytes:
    """Return the bytes that are hashed for ``entry``; its own ``hash`` column takes no part."""
    return _inputs.encode(
        [
            TAG,
            entry.chain,
            entry.seq,
            entry.stream,
            entry.version,
            entry.kind,
            entry.actor,
            entry.at,
            entry.prev,
            hashlib.sha256(entry.body.encode()).hexdigest(),
        ]
    ).encode()


def entry_hash(entry: Entry) -> str:
    """Return the hash that belongs to ``entry``, 64 hex digits."""
    return hashlib.sha256(hash_input(entry)).hexdigest()


def sealed(entry: Entry) -> Entry:
    """Return ``entry`` with the hash that belongs to it."""
    return entry._replace(hash=entry_hash(entry))


def moment_text(at: datetime) -> str:
    """Return an aware moment in the one form of the journal.

    Raises:
        NotPlainError: The moment has no zone.
    """
    if at.tzinfo is None:
        raise NotPlainError("a journal moment needs a zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@lru_cache(maxsize=256)
def moment(text: str) -> datetime:
    """Return the aware UTC moment of a journal text."""
    return datetime.fromisoformat(text)


def stream_name(stream: str) -> str:
    """Return ``stream`` when it is a well-formed stream name, e.g. ``case/2026-0012``.

    Raises:
        NotPlainError: It is not ``family/identifier`` in printable ASCII.
    """
    if not _STREAM.fullmatch(stream):
        raise NotPlainError(f"stream {stream!r} is not family/identifier")
    return stream


def _none_at_hand(digest: str) -> str | None:
    raise LookupError(f"no payload {digest} at hand")


def recorded(entry: Entry, look_up: LookUp = _none_at_hand) -> Recorded:
    """Return a stored row as the event it records, with the payloads that it refers to put back."""
    envelope = json.loads(entry.body)
    body = joined(entry.kind, envelope["data"], look_up)
    return Recorded(*entry[:5], envelope["schema"], entry.actor, moment(entry.at), entry.prev, entry.hash, body)
