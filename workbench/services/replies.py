"""Replies to packets: taken in where they belong, or refused with the reason; kept on record either way.

A reply is bound, not signed: it must name a packet that this office made for a request that still counts, prove that
its writer had that packet, and not have been taken before. A refused one is recorded in the case that made the packet,
else on a stream of the office.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from workbench.core.case import Case
from workbench.core.commands import ReceiveOpinion, RefuseReply
from workbench.core.decide import check_role
from workbench.core.decide_base import Refusal, RoleRefusal
from workbench.core.parameters import choices, number
from workbench.core.parts_consultation import Packet
from workbench.core.records import Event
from workbench.errors import PackageError, StorageError, Text, WorkbenchError
from workbench.exchange import packet_sheet, reply
from workbench.exchange.attachments import sniff, take_in
from workbench.exchange.limits import DEFAULT, MIB
from workbench.exchange.notes import Notes
from workbench.exchange.packet_form import read_form
from workbench.exchange.reply import Reply, Scan
from workbench.services.acting import context_for, do
from workbench.services.desk import Desk, pack_named
from workbench.services.views import Person

REFUSALS = "office/packets"
"""The stream on which files are recorded that belong to no packet of this office."""

REFUSED = "reply_file_refused"
"""Event kind on that stream."""

_SCANS = frozenset({"pdf", "png", "jpeg"})


class Answer(Protocol):
    """A reply of any form, before it is believed."""

    @property
    def reply(self) -> Reply:
        """Return what it says."""

    def proved(self, nonce: str) -> bool:
        """Return whether it comes from somebody who had the packet with this nonce."""


@dataclass(frozen=True)
class Taken:
    """A reply that was taken: case, its number, request, authority, position, whether it came late."""

    case: str
    number: str
    request: str
    dept: str
    position: Text
    late: bool


@dataclass
class _File:
    """A file that came, and to which packet of which case it was found to belong."""

    name: str
    size: int
    sha256: str
    data: bytes | None
    case: Case | None = None
    request: str = ""
    packet: str = ""


def receive(desk: Desk, person: Person, path: Path, case: str = "") -> Taken:
    """Take a reply in: a reply file, a filled PDF form, or a filled workbook.

    Args:
        desk: The opened office.
        person: Who receives it.
        path: The file.
        case: The case in which a reply is expected; empty = wherever it belongs.

    Raises:
        PackageError: It is no reply, altered, foreign, expired, too large; recorded as refused.
        Refusal: It is a duplicate, older, or its request no longer counts; recorded as refused.
        StorageError: It cannot be read, or nothing can be written.
    """
    if desk.read_only:
        raise StorageError(Text("数据库以只读方式打开", "the database is open for reading only"))
    check_role(ReceiveOpinion.kind, context_for(desk, person, None, ReceiveOpinion.kind, desk.clock.now()))
    file = _opened(path, int(number(desk.pack, "reply_bytes")))
    try:
        return _taken(desk, person, file, case)
    except RoleRefusal:
        raise
    except (PackageError, Refusal) as fault:
        _record(desk, person, file, fault)
        raise


def _opened(path: Path, most: int) -> _File:
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return _File(path.name, size, digest, path.read_bytes() if size <= most else None)
    except OSError as fault:
        raise StorageError(Text("文件无法读取", "the file cannot be read"), where=path.name) from fault


def _taken(desk: Desk, person: Person, file: _File, case: str) -> Taken:
    if file.data is None:
        most = int(number(desk.pack, "reply_bytes")) // MIB
        raise reply.refused(Text(f"回复文件超过 {most} MiB", f"the reply is larger than {most} MiB"), file.name)
    answer = _read(file.data, file.name)
    packet = _bound(desk, answer, file, case)
    assert file.case is not None
    _check_sheet(desk, answer.reply, packet, file)
    said = answer.reply
    _check_position(file.case, said.position, file.name)
    if said.scan is not None:
        _check_scan(said.scan)
    kept = desk.database.attachments
    sha256 = kept.put(file.data, file.name)
    scan = kept.put(said.scan.data, said.scan.name) if said.scan else ""
    state = do(desk, person, _opinion(file.case.id, file, said, sha256, scan))
    asked = state.consultations[file.request]
    word = choices(pack_named(state.pack.name), "opinion_positions")[said.position].text
    return Taken(state.id, state.number, file.request, asked.dept, word, asked.replies[-1].late)


def _opinion(case: str, file: _File, said: Reply, sha256: str, scan: str) -> ReceiveOpinion:
    """Return the record of a reply; ``sha256`` and ``scan`` are the hashes of its file and its scan as kept."""
    return ReceiveOpinion(
        case,
        file.request,
        said.position,
        said.doc,
        said.text,
        conditions=said.conditions,
        name=said.name,
        post=said.post,
        written=said.written,
        way=said.way,
        packet=said.packet,
        file=file.name,
        sha256=sha256,
        scan=said.scan.name if said.scan else "",
        scan_sha256=scan,
    )


def _read(data: bytes, name: str) -> Answer:
    """Return the reply that a file says it is, by its content."""
    media = sniff(data)
    if media == "pdf":
        return read_form(data, name)
    if media == "xlsx":
        return packet_sheet.read(data, name)
    if media == "zip":
        raise reply.refused(Text("这是征求意见包或压缩包，不是回复文件", "a packet or an archive, not a reply"), name)
    return reply.parse(data, name)


def _bound(desk: Desk, answer: Answer, file: _File, expected: str) -> Packet:
    """Return the packet that a reply answers; refuse what is foreign, altered or expired."""
    said, name = answer.reply, file.name
    state, packet = _sent(desk, said, name)
    file.case, file.request, file.packet = state, packet.request, said.packet
    if expected and expected != state.id:
        raise reply.refused(
            Text(f"是案卷 {state.number} 的回复，不属于本案", f"a reply in case {state.number}, not in this one"), name
        )
    if said.request != packet.request or said.manifest != packet.manifest or not answer.proved(packet.nonce):
        raise reply.refused(Text("与发出的征求意见包不符，或已被改动", "does not fit the packet, or was altered"), name)
    if desk.today > packet.expires:
        raise reply.refused(
            Text(f"征求意见包已于 {packet.expires} 失效", f"the packet expired on {packet.expires}"), name
        )
    return packet


def _sent(desk: Desk, said: Reply, name: str) -> tuple[Case, Packet]:
    """Return the case and the packet that a reply names; refuse what this office never sent."""
    if said.chain != desk.database.journal.head().chain:
        raise reply.refused(Text("不是本单位发出的征求意见包的回复", "a reply to a packet of another office"), name)
    try:
        state = desk.case(said.case)
    except StorageError:
        state = None
    packet = state.consulting.packets.get(said.packet) if state else None
    if state is None or packet is None:
        raise reply.refused(Text("本单位没有制作过这个征求意见包", "no packet of this office has this number"), name)
    return state, packet


def _check_sheet(desk: Desk, said: Reply, packet: Packet, file: _File) -> None:
    """Refuse a workbook in which more than the answers was changed."""
    if said.way != "xlsx":
        return
    assert file.data is not None
    sent = (desk.database.attachments.get(sha256) for sha256 in packet.forms)
    ours = next((data for data in sent if sniff(data) == "xlsx"), None)
    if ours is None or not packet_sheet.untouched(ours, file.data, file.name):
        raise reply.refused(Text("锁定的单元格已被改动", "locked cells were changed"), file.name)


def _check_position(case: Case, position: str, name: str) -> None:
    if position not in choices(pack_named(case.pack.name), "opinion_positions"):
        raise reply.refused(Text(f"不认识的意见“{position}”", f"unknown position “{position}”"), name)


def _check_scan(scan: Scan) -> None:
    notes = Notes()
    found = take_in(scan.name, scan.data, DEFAULT, notes, extract_text=False)
    if found.problem or found.media not in _SCANS:
        raise reply.refused(Text("扫描件不是可读的 PDF 或图片", "the scan is no readable PDF or picture"), scan.name)


def _record(desk: Desk, person: Person, file: _File, fault: WorkbenchError) -> None:
    """Keep the file and the reason; a file that is too large is known by its hash alone."""
    if file.data is not None:
        desk.database.attachments.put(file.data, file.name)
    kept = file.data is not None
    if file.case is not None:
        wish = RefuseReply(
            *(file.case.id, file.request, file.name, file.sha256, file.size, fault.message, file.packet), kept
        )
        do(desk, person, wish)
        return
    body: dict[str, str | int | bool] = {
        "file": file.name,
        "sha256": file.sha256,
        "size": file.size,
        "why": fault.message.zh,
        "kept": kept,
    }
    event = Event(REFUSED, body)
    desk.database.journal.append(REFUSALS, None, lambda _tx: [event], actor=person.id, at=desk.clock.now())
