"""Personal data beside the journal: what a body refers to by a salted hash, so that it can be erased by law.

Members named in :data:`EXTERNAL` are taken out of a body before it is hashed and stored; ``{"$payload": hash}`` stands
in their place. The hash is SHA-256 over the canonical JSON of ``["EAW-P1", salt, value]``; the salt is random, 32 hex
digits, kept with the value and erased with it, so that nobody can guess at the value from the hash that stays. Bodies
recorded before there were payloads hold the members themselves and are read as they are.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from workbench.core.canonical import NotPlainError, Plain, canonical
from workbench.core.values import ERASED

TAG = "EAW-P1"
"""Domain tag: no other hash of the workbench begins like this."""

REFERENCE = "$payload"
ERASING = "payload_erased"
"""Kind of the event that erases payloads; its body names their ``hashes`` and the ``reason``."""

ERASED_APPLICATION: Mapping[str, Plain] = {
    "format_version": ERASED,
    "fields": [["ev.name", "个人资料已依法删除"]],
    "sheets": [],
    "problems": [
        {
            "kind": "erased",
            "severity": "info",
            "message": {"zh": "个人资料已依法删除", "en": "the personal data was erased by law"},
        }
    ],
}
"""What is read where an application was: it has a title that says so, and nothing else."""

EXTERNAL: Mapping[str, Mapping[str, Plain]] = {
    "package_received": {"application": ERASED_APPLICATION},
    "supplement_received": {"application": ERASED_APPLICATION},
    "entry_set": {"personal": []},
    "plan_edited": {"changes": []},
    "record_set": {"personal": []},
}
"""Event kind → members that are kept beside the journal → what is read in their place once they are erased."""

_SALT = re.compile(r"[0-9a-f]{32}")


class Payload(NamedTuple):
    """A value kept beside the journal; ``data`` is its canonical JSON, ``salt`` 32 hex digits."""

    hash: str
    salt: str
    data: str

    @property
    def sound(self) -> bool:
        """Return whether salt and data are those of the hash."""
        return _SALT.fullmatch(self.salt) is not None and payload_hash(self.salt, self.data) == self.hash


LookUp = Callable[[str], str | None]
"""Gives the data of a payload by its hash; ``None`` when it was erased."""


def payload_hash(salt: str, data: str) -> str:
    """Return the hash that a body names; the text that is hashed is itself canonical JSON."""
    return hashlib.sha256(f'["{TAG}","{salt}",{data}]'.encode()).hexdigest()


def payload(value: Plain, salt: str) -> Payload:
    """Return a value as it is kept.

    Raises:
        NotPlainError: The value cannot be recorded, or the salt is not 32 hex digits.
    """
    if not _SALT.fullmatch(salt):
        raise NotPlainError("a salt is 32 hex digits")
    data = canonical(value).decode()
    return Payload(payload_hash(salt, data), salt, data)


def separated(
    kind: str, body: Mapping[str, Plain], new_salt: Callable[[], str]
) -> tuple[Mapping[str, Plain], tuple[Payload, ...]]:
    """Return the body as it is recorded, with references, and the payloads that it refers to."""
    moved = {name: payload(body[name], new_salt()) for name in EXTERNAL.get(kind, ()) if name in body}
    if not moved:
        return body, ()
    return {**body, **{name: {REFERENCE: made.hash} for name, made in moved.items()}}, tuple(moved.values())


def references(kind: str, body: Mapping[str, Any]) -> dict[str, str]:
    """Return member → hash of the payloads that a recorded body of that kind refers to."""
    members = {name: _reference(body.get(name)) for name in EXTERNAL.get(kind, ())}
    return {name: digest for name, digest in members.items() if digest is not None}


def _reference(value: object) -> str | None:
    """Return the hash that a member consists of, ``None`` for any other value."""
    digest = value.get(REFERENCE) if isinstance(value, dict) and len(value) == 1 else None
    return digest if isinstance(digest, str) else None


def joined(kind: str, body: Mapping[str, Any], look_up: LookUp) -> Mapping[str, Any]:
    """Return a recorded body with its payloads put back, or what stands for them once they are erased."""
    found = {name: look_up(digest) for name, digest in references(kind, body).items()}
    values = {name: EXTERNAL[kind][name] if data is None else json.loads(data) for name, data in found.items()}
    return {**body, **values} if values else body
