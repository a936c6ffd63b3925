"""The reply to a consultation: a small file that is bound to its packet.

One line of canonical JSON. ``check`` is an HMAC-SHA256 over the reply with the packet's nonce as key, so that only who
has the packet can write one, and nobody who only carries it can change it unseen. It is bound, not signed: a typed name
and a scan are what a person gives. The scan lies inside, in base64; nothing is ever unpacked.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from workbench.core.canonical import NotPlainError, canonical
from workbench.errors import Text
from workbench.exchange.entry_names import name_fault
from workbench.exchange.notes import PackageRefused
from workbench.exchange.packet import Packet

FORMAT = "EAW-A1"
SUFFIX = ".eawr"
MOST_TEXT = 20_000
"""Characters of a text in a reply at most."""
MOST_CONDITIONS = 100
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Scan:
    """A scan of the reply on paper: its name and bytes."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Reply:
    """What an authority answers, and what it answers to.

    ``written`` is the local time at which it was written, to the second; ``way`` is the form it came in.
    """

    packet: str
    manifest: str
    chain: str
    case: str
    request: str
    position: str
    text: str
    conditions: tuple[str, ...]
    name: str
    post: str
    doc: str
    written: datetime
    way: str = "packet"
    scan: Scan | None = None


def refused(message: Text, where: str = "") -> PackageRefused:
    """Return the refusal of a reply."""
    remedy = Text("请对方按原意见包重新回复", "ask the authority to reply to the original packet again")
    return PackageRefused(message, where=where, remedy=remedy)


def answer(packet: Packet, **said: Any) -> Reply:
    """Return a reply to a packet; ``said`` are the members that the authority states."""
    asked = packet.asked
    binding: dict[str, Any] = {"packet": asked.packet, "manifest": packet.manifest, "chain": asked.chain}
    return Reply(**binding, case=asked.case, request=asked.request, **said)


def write(reply: Reply, nonce: str) -> bytes:
    """Return the file of a reply."""
    body = {key: value for key, value in asdict(reply).items() if key not in {"scan", "written"}}
    body |= {"format": FORMAT, "written": reply.written.isoformat(timespec="seconds"), "scan": _scan(reply.scan)}
    return canonical({**body, "check": _check(body, nonce)})


def _scan(scan: Scan | None) -> dict[str, str] | None:
    return None if scan is None else {"name": scan.name, "data": base64.b64encode(scan.data).decode()}


def _check(body: Mapping[str, Any], nonce: str) -> str:
    return hmac.new(nonce.encode(), canonical(body), hashlib.sha256).hexdigest()


@dataclass(frozen=True)
class Unproved:
    """A reply as it was read: whose it says it is, before anything is believed."""

    reply: Reply
    body: Mapping[str, Any] = field(repr=False)
    check: str = ""

    def proved(self, nonce: str) -> bool:
        """Return whether it was written by somebody who had the packet with this nonce, and not changed since."""
        return hmac.compare_digest(self.check, _check(self.body, nonce))


def parse(data: bytes, name: str) -> Unproved:
    """Return the reply that some bytes say they are.

    Raises:
        PackageRefused: It is not a reply, or not exactly as this program writes one.
    """
    try:
        whole = json.loads(data.decode("utf-8"))
        exact = isinstance(whole, dict) and canonical(whole) == data
        body = {key: value for key, value in whole.items() if key != "check"}
        found = Unproved(_reply(body), body, str(whole["check"]))
    except (ValueError, KeyError, TypeError, AttributeError, NotPlainError, RecursionError) as fault:
        raise refused(Text("这不是征求意见的回复文件，或已被改动", "not a reply file, or altered"), name) from fault
    if not exact or not _HEX.fullmatch(found.check):
        raise refused(Text("回复文件已被改动", "the reply file was altered"), name)
    return found


def _reply(body: Mapping[str, Any]) -> Reply:
    if body["format"] != FORMAT:
        raise ValueError(body["format"])
    texts = {key: _text(body[key]) for key in _TEXTS}
    conditions = tuple(_text(one) for one in body["conditions"])
    if len(conditions) > MOST_CONDITIONS:
        raise ValueError("conditions")
    written = datetime.fromisoformat(body["written"])
    if written.tzinfo is not None:
        raise ValueError("written")
    return Reply(**texts, conditions=conditions, written=written, scan=_read_scan(body["scan"]))


_TEXTS = ("packet", "manifest", "chain", "case", "request", "position", "text", "name", "post", "doc", "way")


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise ValueError(value)
    return value


def _read_scan(value: Mapping[str, str] | None) -> Scan | None:
    if value is None:
        return None
    if name_fault(value["name"]) or "/" in value["name"]:
        raise ValueError(value["name"])
    return Scan(value["name"], base64.b64decode(value["data"], validate=True))
