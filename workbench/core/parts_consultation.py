"""What consultation leaves in a case: replies, packets, urging, refused files, minutes of joint meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from workbench.core.commands import OpenPoint, Participant, Standpoint
from workbench.errors import Text


@dataclass(frozen=True)
class Reply:
    """One reply as recorded; see :class:`workbench.core.commands.ReceiveOpinion`. ``late``: after the due day."""

    position: str
    doc: str
    text: str
    received: date
    late: bool
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
class Withdrawal:
    """Why a reply is no longer waited for, and since when."""

    reason: str
    on: date


@dataclass(frozen=True)
class Urging:
    """One urging; ``number`` is that of the letter, empty for a note."""

    channel: str
    note: str
    on: date
    number: str = ""


@dataclass(frozen=True)
class Packet:
    """A packet that was made; see :class:`workbench.core.commands.RecordPacket`."""

    request: str
    nonce: str
    manifest: str
    sections: tuple[str, ...]
    files: tuple[str, ...]
    forms: tuple[str, ...]
    expires: date
    made: date


@dataclass(frozen=True)
class RefusedReply:
    """A file that came as a reply and was refused; its bytes are under its hash where they were kept."""

    request: str
    file: str
    sha256: str
    size: int
    reason: Text
    packet: str
    at: datetime
    """Moment of recording, UTC."""
    kept: bool = True


@dataclass(frozen=True)
class Resolution:
    """How replies that differ were brought together: way (a code of the pack), reason, the replies looked at."""

    way: str
    reason: str
    replies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meeting:
    """Minutes of a joint meeting; see :class:`workbench.core.commands.SetMeeting`."""

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
class ClosedPoint:
    """How an open point of a meeting was settled, and when."""

    outcome: str
    on: date


@dataclass(frozen=True)
class Consulting:
    """How opinions were asked for, outside the seal.

    ``packets`` by their id, ``urgings`` by request, ``closed`` by ``meeting/point``.
    """

    packets: Mapping[str, Packet] = field(default_factory=dict)
    urgings: Mapping[str, tuple[Urging, ...]] = field(default_factory=dict)
    refused: tuple[RefusedReply, ...] = ()
    closed: Mapping[str, ClosedPoint] = field(default_factory=dict)


def point_key(meeting: str, point: str) -> str:
    """Return the key of an open point among the closed ones."""
    return f"{meeting}/{point}"
