"""Consultation: letters to other authorities, packets, replies, urging, what differs between them, joint meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.commands.base import Command
from workbench.errors import Text


@dataclass(frozen=True)
class SendConsultation(Command):
    """Ask another authority for its opinion.

    ``code`` is the authority's row in the pack, empty for another one; ``sections`` and ``files`` are what it is to be
    shown, and nothing else; ``supersedes`` names an earlier request that this one takes the place of.
    """

    request: str
    dept: str
    questions: tuple[str, ...]
    due: date
    code: str = ""
    sections: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    supersedes: str = ""


@dataclass(frozen=True)
class ReceiveOpinion(Command):
    """Record the other authority's reply: typed from a letter, or read from a packet's reply.

    ``written`` is the local time that the reply itself states; ``way`` is ``letter`` or the form that came back.
    """

    request: str
    position: str
    doc: str
    text: str = ""
    received: date | None = None
    conditions: tuple[str, ...] = ()
    name: str = ""
    post: str = ""
    written: datetime | None = None
    way: str = "letter"
    packet: str = ""
    file: str = ""
    sha256: str = ""
    scan: str = ""
    scan_sha256: str = ""


@dataclass(frozen=True)
class UrgeConsultation(Command):
    """Urge an authority that has not replied; again and again. The pack says which channels make a letter."""

    request: str
    channel: str
    note: str = ""
    on: date | None = None


@dataclass(frozen=True)
class WithdrawConsultation(Command):
    """Wait no longer for a reply, with the reason; one that comes later is refused and kept."""

    request: str
    reason: str


@dataclass(frozen=True)
class RecordPacket(Command):
    """Record a packet that was made for a request: its identity, what it shows, until when a reply counts."""

    request: str
    packet: str
    nonce: str
    manifest: str
    sections: tuple[str, ...]
    files: tuple[str, ...]
    forms: tuple[str, ...]
    """SHA-256 of the files that went out: the packet itself, the fillable forms."""
    expires: date


@dataclass(frozen=True)
class RefuseReply(Command):
    """Keep on record that a file came as a reply and was refused, and why."""

    request: str
    file: str
    sha256: str
    size: int
    reason: Text
    packet: str = ""
    kept: bool = True
    """False when the file was too large to be kept; its hash tells which it was."""


@dataclass(frozen=True)
class ResolveConflict(Command):
    """Record how replies that differ were brought together; an empty way takes it back."""

    conflict: str
    way: str
    reason: str
    replies: tuple[str, ...] = ()
    """The replies that were looked at (``request#number``); a later reply opens the matter again."""


@dataclass(frozen=True)
class Participant:
    """Who took part in a joint meeting, and for whom."""

    dept: str
    name: str
    post: str = ""


@dataclass(frozen=True)
class Standpoint:
    """What a department said in a joint meeting; ``position`` is a code of the pack."""

    dept: str
    position: str
    text: str = ""


@dataclass(frozen=True)
class OpenPoint:
    """What a joint meeting left open: number, text, owner, due day."""

    point: str
    text: str
    owner: str
    due: date


@dataclass(frozen=True)
class SetMeeting(Command):
    """Write or change the minutes of a joint meeting."""

    meeting: str
    title: str
    at: datetime
    place: str
    chair: str
    recorder: str
    participants: tuple[Participant, ...]
    positions: tuple[Standpoint, ...] = ()
    decisions: tuple[str, ...] = ()
    points: tuple[OpenPoint, ...] = ()


@dataclass(frozen=True)
class RemoveMeeting(Command):
    """Take minutes out; they stay in the journal."""

    meeting: str


@dataclass(frozen=True)
class ClosePoint(Command):
    """Close an open point of a meeting with its outcome; an empty outcome opens it again."""

    meeting: str
    point: str
    outcome: str
    on: date | None = None
