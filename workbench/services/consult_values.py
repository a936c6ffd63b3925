"""What a person sees of consultation: proposals, requests with their replies, differences, meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.core.consultation import Conflict, Point
from workbench.core.parts_consultation import Meeting, Packet, RefusedReply, Reply, Resolution, Urging, Withdrawal
from workbench.errors import Text

WAITING, LATE, ANSWERED, SUPERSEDED, WITHDRAWN = "waiting", "late", "answered", "superseded", "withdrawn"


@dataclass(frozen=True)
class ProposalView:
    """An authority that is due to be asked, and why.

    ``holds`` is ``None`` when the application does not state what the rule needs. ``asked`` is the request that was
    sent to it already, empty when there is none.
    """

    code: str
    dept: Text
    holds: bool | None
    why: Text
    basis: tuple[str, ...]
    mark: str
    questions: tuple[Text, ...]
    sections: tuple[str, ...]
    due: date
    asked: str = ""


@dataclass(frozen=True)
class RequestView:
    """A request: what was asked and shown, where it stands, what came back; ``state`` is one of the words above."""

    request: str
    code: str
    dept: str
    number: str
    questions: tuple[str, ...]
    sections: tuple[str, ...]
    files: tuple[str, ...]
    sent: date
    due: date
    state: str
    replies: tuple[Reply, ...] = ()
    urgings: tuple[Urging, ...] = ()
    packets: tuple[tuple[str, Packet], ...] = ()
    superseded: str = ""
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True)
class ConsultView:
    """Everything about consultation in a case. ``next_request`` is the number that a new request gets."""

    proposals: tuple[ProposalView, ...] = ()
    requests: tuple[RequestView, ...] = ()
    conflicts: tuple[tuple[Conflict, Resolution | None], ...] = ()
    refused: tuple[RefusedReply, ...] = ()
    meetings: tuple[tuple[str, Meeting], ...] = ()
    points: tuple[Point, ...] = ()
    next_request: str = ""
    next_meeting: str = ""
