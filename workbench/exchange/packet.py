"""The sealed packet of a consultation: what an authority without an account is shown, and nothing else.

A packet is one file, an archive without compression, whose bytes follow from its content:

- ``manifest.json``: format, packet, nonce, office, case, request, who asks whom, what is asked, until when, and the
  SHA-256 of every other part;
- ``content.json``: the declared sections, numbers of persons masked;
- ``files/…``: the declared attachments;
- ``seal.txt``: the SHA-256 of the manifest.

Opening it recomputes every hash and then the whole file: one changed bit anywhere is refused. Nothing is unpacked to
disk. The packet is bound to its request by id, nonce and the hash of the manifest; it is not signed.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from workbench.core.canonical import canonical
from workbench.core.packet_contents import Line, Section
from workbench.errors import Text
from workbench.exchange.archive import DAMAGED, directory_bytes, read_file
from workbench.exchange.entry_names import name_fault, safe_name
from workbench.exchange.limits import MIB, Limits
from workbench.exchange.notes import PackageRefused

FORMAT = "EAW-C1"
SUFFIX = ".eawp"
MANIFEST, CONTENT, SEAL, FILES = "manifest.json", "content.json", "seal.txt", "files/"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
LIMITS = Limits(entries=200, file_bytes=50 * MIB, total_bytes=100 * MIB, directory_bytes=MIB, depth=2)
"""What a packet may hold at most, whoever made it."""


@dataclass(frozen=True)
class Choice:
    """A position that the authority may take."""

    code: str
    zh: str
    en: str
    needs_text: bool = False


@dataclass(frozen=True)
class Enclosed:
    """An attachment that goes with the packet; ``data`` is not part of the content."""

    name: str
    title: str
    sha256: str
    size: int
    data: bytes = field(repr=False, default=b"")


@dataclass(frozen=True)
class Asked:
    """Who asks whom for what.

    Attributes:
        packet, nonce: Random identity, 32 hex digits each.
        chain: Chain of the office's journal: which office it was.
        case, number: Identifier and number of the case.
        request, letter: Number of the request, and of the letter that went with it.
        event: Name of the event.
        organ, phone: Who asks.
        dept: Who is asked.
        due, expires: Day of the reply, and the last day on which one is taken.
        made: Day of making.
        positions: What may be answered.
    """

    packet: str
    nonce: str
    chain: str
    case: str
    number: str
    request: str
    letter: str
    event: str
    organ: str
    phone: str
    dept: str
    due: date
    expires: date
    made: date
    questions: tuple[str, ...]
    positions: tuple[Choice, ...]


@dataclass(frozen=True)
class Packet:
    """A packet: who asks whom, the declared sections, the attachments, and the hash of its manifest."""

    asked: Asked
    sections: tuple[Section, ...]
    files: tuple[Enclosed, ...]
    manifest: str = ""


def refused(message: Text, where: str = "") -> PackageRefused:
    """Return the refusal of a packet or a reply."""
    return PackageRefused(message, where=where, remedy=Text("请向发出机关重新索取", "ask the office for a new one"))


def write(packet: Packet) -> tuple[bytes, str]:
    """Return the file of a packet and the SHA-256 of its manifest; the same packet gives the same bytes."""
    content = canonical({"sections": [_plain(section) for section in packet.sections]})
    parts = {CONTENT: content, **{FILES + one.name: one.data for one in packet.files}}
    hashes = [[name, hashlib.sha256(data).hexdigest()] for name, data in sorted(parts.items())]
    titles = [[one.name, one.title] for one in packet.files]
    manifest = canonical({"format": FORMAT, **_plain(packet.asked), "parts": hashes, "titles": titles})
    digest = hashlib.sha256(manifest).hexdigest()
    return _packed({MANIFEST: manifest, SEAL: digest.encode(), **parts}), digest


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(asdict(value), ensure_ascii=False, default=date.isoformat))


def _packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as out:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.create_system, info.external_attr = 3, 0o644 << 16
            out.writestr(info, parts[name])
    return buffer.getvalue()


def safe_part(name: str) -> str:
    """Return the name under which an attachment lies in a packet."""
    return safe_name(name.rpartition("/")[2], LIMITS)


def read(path: Path) -> Packet:
    """Read a packet.

    Raises:
        PackageRefused: It is not a packet, was changed, is too large, or has a part that leaves it.
    """
    return parse(read_file(path, path.name, LIMITS), path.name)


def parse(data: bytes, name: str) -> Packet:
    """Return the packet that some bytes are; errors as :func:`read`."""
    parts = _parts(data, name)
    try:
        manifest = json.loads(parts[MANIFEST])
        packet = _packet(manifest, parts)
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as fault:
        raise refused(Text("这不是征求意见包", "this is not a consultation packet"), name) from fault
    _check(manifest, parts, name)
    try:
        again, digest = write(packet)
    except (TypeError, ValueError) as fault:
        raise _altered(name) from fault
    if again != data:
        raise _altered(name)
    return Packet(packet.asked, packet.sections, packet.files, digest)


def _altered(name: str) -> PackageRefused:
    return refused(Text("征求意见包已被改动或损坏", "the packet was altered or is damaged"), name)


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """Return the parts of the archive; sizes and names are judged before anything is read."""
    try:
        if directory_bytes(io.BytesIO(data)) > LIMITS.directory_bytes:
            raise refused(Text("条目过多", "too many entries"), name)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _judge(archive.infolist(), name)
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except DAMAGED as fault:
        raise refused(Text("这不是征求意见包，或已损坏", "not a consultation packet, or damaged"), name) from fault


def _judge(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > LIMITS.entries:
        raise refused(Text("条目过多", "too many entries"), name)
    if sum(info.file_size for info in infos) > LIMITS.total_bytes:
        raise refused(Text("内容超过大小上限", "the content is over the limit of size"), name)
    for info in infos:
        if fault := name_fault(info.orig_filename):
            raise refused(Text(f"条目被拒绝：{fault.zh}", f"entry refused: {fault.en}"), info.orig_filename)
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1 or info.file_size != info.compress_size:
            raise refused(
                Text("条目经压缩或加密，已拒绝", "an entry is compressed or encrypted: refused"), info.filename
            )


def _check(manifest: Mapping[str, Any], parts: Mapping[str, bytes], name: str) -> None:
    if manifest["format"] != FORMAT:
        raise refused(Text("不认识的征求意见包版本", "unknown version of the packet"), name)
    hashes = {part: hashlib.sha256(data).hexdigest() for part, data in parts.items() if part not in {MANIFEST, SEAL}}
    sealed = hashlib.sha256(parts[MANIFEST]).hexdigest().encode() == parts.get(SEAL)
    if not sealed or hashes != dict(manifest["parts"]):
        raise _altered(name)


def _packet(manifest: Mapping[str, Any], parts: Mapping[str, bytes]) -> Packet:
    values: dict[str, Any] = {
        **{key: str(manifest[key]) for key in _TEXTS},
        **{key: date.fromisoformat(manifest[key]) for key in ("due", "expires", "made")},
        "questions": tuple(map(str, manifest["questions"])),
        "positions": tuple(Choice(**row) for row in manifest["positions"]),
    }
    asked = Asked(**values)
    sections = tuple(_section(row) for row in json.loads(parts[CONTENT])["sections"])
    files = tuple(_enclosed(name, title, parts[FILES + name]) for name, title in manifest["titles"])
    return Packet(asked, sections, files)


_TEXTS = ("packet", "nonce", "chain", "case", "number", "request", "letter", "event", "organ", "phone", "dept")


def _section(row: Mapping[str, Any]) -> Section:
    return Section(
        code=row["code"],
        zh=row["zh"],
        en=row["en"],
        lines=tuple(Line(**line) for line in row["lines"]),
        heads=tuple((zh, en) for zh, en in row["heads"]),
        rows=tuple(tuple(map(str, cells)) for cells in row["rows"]),
    )


def _enclosed(name: str, title: str, data: bytes) -> Enclosed:
    return Enclosed(name, title, hashlib.sha256(data).hexdigest(), len(data), data)
