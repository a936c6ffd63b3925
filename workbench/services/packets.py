"""The sealed packet at the office: what a request shows, and the files that carry it out."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.core.case_parts import Consultation
from workbench.core.commands import RecordPacket
from workbench.core.consultation import expires
from workbench.core.decide_base import listed
from workbench.core.pack import Pack
from workbench.core.packet_contents import Section, sections
from workbench.core.parameters import choices, number
from workbench.errors import StorageError, Text
from workbench.exchange import packet as packets
from workbench.exchange import packet_sheet
from workbench.exchange.limits import MIB
from workbench.exchange.packet import Asked, Choice, Enclosed, Packet
from workbench.services import access, opinion_form
from workbench.services.acting import do, refuse_early
from workbench.services.desk import Desk, pack_named
from workbench.services.documents import find
from workbench.services.looking import Look
from workbench.services.paper_contents import field as stated
from workbench.services.paper_contents import organ, phone
from workbench.services.views import Person
from workbench.storage.attachments import Incoming

FORMS: dict[str, str] = {"packet": packets.SUFFIX, "pdf": ".pdf", "xlsx": ".xlsx"}
"""Form of a packet → ending of its file."""


@dataclass(frozen=True)
class Made:
    """A packet that was made: its id, the files written, what is in it."""

    packet: str
    files: tuple[Path, ...]
    sections: tuple[Section, ...]


def preview(desk: Desk, person: Person, case: str, codes: tuple[str, ...]) -> tuple[Section, ...]:
    """Return what an authority would see of some sections, numbers of persons masked."""
    state = find(desk, case)
    access.require(desk.pack, person, "read_case")
    return sections(state.application, pack_named(state.pack.name), codes)


def make(
    desk: Desk, person: Person, case: str, request: str, out: Path, *, forms: tuple[str, ...] = tuple(FORMS)
) -> Made:
    """Make the packet of a request and write it, with its fillable forms, into a folder.

    Args:
        desk: The opened office.
        person: Who makes it.
        case: Identifier or number.
        request: Number of the request.
        out: The folder; made when it is not there. Nothing in it is overwritten.
        forms: Which files: ``packet``, ``pdf``, ``xlsx``.

    Raises:
        Refusal: There is no such request, or it counts no more.
        PackageRefused: The packet is too large.
        StorageError: A file is there already, or cannot be written; then nothing was recorded.
    """
    state = find(desk, case)
    refuse_early(desk, person, RecordPacket.kind, state)
    listed(request, state.consultations, "request")
    look, asked = Look(desk, state), state.consultations[request]
    packet, data = _sealed(look, request, asked)
    contents = {form: _FORM_WRITERS[form](look, packet, data) for form in FORMS if form in forms}
    stem = packets.safe_part(f"{request}_{asked.dept}")
    targets = {form: out / f"{stem}{FORMS[form]}" for form in contents}
    _free(targets.values())
    hashes = desk.database.attachments.put_all(Incoming(contents[form], targets[form].name) for form in contents)
    wish = RecordPacket(
        state.id,
        request,
        packet.asked.packet,
        packet.asked.nonce,
        packet.manifest,
        asked.sections,
        asked.files,
        hashes,
        packet.asked.expires,
    )
    with _staged(out) as beside:
        _write(beside, targets, contents)
        do(desk, person, wish, state.version)
        for target in targets.values():
            (beside / target.name).replace(target)
    return Made(packet.asked.packet, tuple(targets.values()), packet.sections)


def _sealed(look: Look, request: str, asked: Consultation) -> tuple[Packet, bytes]:
    """Return the packet with the hash of its manifest, and its file."""
    state, most = look.case, int(number(look.pack, "packet_bytes"))
    open_packet = Packet(
        _asked(look, request, asked),
        sections(state.application, look.pack, asked.sections),
        tuple(_enclosed(look, asked.files)),
    )
    data, manifest = packets.write(open_packet)
    if len(data) > most:
        raise packets.refused(
            Text(f"征求意见包超过 {most // MIB} MiB，请减少随附文件", f"the packet is over {most // MIB} MiB")
        )
    return replace(open_packet, manifest=manifest), data


def _asked(look: Look, request: str, asked: Consultation) -> Asked:
    state, desk = look.case, look.desk
    return Asked(
        packet=secrets.token_hex(16),
        nonce=secrets.token_hex(16),
        chain=desk.database.journal.head().chain,
        case=state.id,
        number=state.number,
        request=request,
        letter=asked.number,
        event=stated(look, "ev.name"),
        organ=organ(look),
        phone=phone(look),
        dept=asked.dept,
        due=asked.due,
        expires=expires(look.pack, asked.due),
        made=desk.today,
        questions=asked.questions,
        positions=positions(look.pack),
    )


def positions(pack: Pack) -> tuple[Choice, ...]:
    """Return what an authority may answer."""
    rows = choices(pack, "opinion_positions").values()
    return tuple(Choice(r.code, r.text.zh, r.text.en, r.data.get("needs_text") is True) for r in rows)


def _enclosed(look: Look, names: Iterable[str]) -> Iterable[Enclosed]:
    """Yield the attachments that the letter names, each under a name of its own."""
    known = {attachment.name: attachment for attachment in look.case.application.attachments}
    for place, name in enumerate(names, 1):
        found = known[name]
        data = look.desk.database.attachments.get(found.sha256)
        yield Enclosed(
            f"{place:02d}_{packets.safe_part(name)}", name.rpartition("/")[2], found.sha256, found.size, data
        )


_FORM_WRITERS: Mapping[str, Callable[[Look, Packet, bytes], bytes]] = {
    "packet": lambda _look, _packet, data: data,
    "pdf": lambda look, packet, _data: opinion_form.pdf(look, packet),
    "xlsx": lambda _look, packet, _data: packet_sheet.write(packet),
}


def _free(targets: Iterable[Path]) -> None:
    taken = next((target for target in targets if target.exists()), None)
    if taken is not None:
        raise StorageError(
            Text("目标已存在，不覆盖", "the target exists and is not overwritten"),
            where=str(taken),
            remedy=Text("请换一个文件夹", "choose another folder"),
        )


@contextmanager
def _staged(out: Path) -> Iterator[Path]:
    """Give a folder beside the targets, gone afterwards: what is recorded can be put in its place without fail."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".packet-") as beside:
            yield Path(beside)
    except OSError as fault:
        raise StorageError(Text("文件没有写成", "the files could not be written"), where=f"{out}: {fault}") from fault


def _write(beside: Path, targets: Mapping[str, Path], contents: Mapping[str, bytes]) -> None:
    for form, target in targets.items():
        (beside / target.name).write_bytes(contents[form])
