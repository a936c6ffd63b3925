"""The consulted authority's desk: open a packet, write the reply. No account, no database, nothing beside the reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbench.errors import StorageError, Text
from workbench.exchange import packet as packets
from workbench.exchange import reply
from workbench.exchange.archive import read_file
from workbench.exchange.attachments import sniff
from workbench.exchange.limits import MIB
from workbench.exchange.notes import PackageRefused
from workbench.exchange.packet import Enclosed, Packet
from workbench.services.clocks import SystemClock, local_time

MOST_SCAN = 12 * MIB
"""A scan in a reply [B]; with its encoding the reply stays below what the office takes."""


@dataclass(frozen=True)
class Said:
    """What the authority states; ``scan`` is the path of a scan of the reply on paper."""

    position: str
    text: str = ""
    conditions: tuple[str, ...] = ()
    name: str = ""
    post: str = ""
    doc: str = ""
    scan: Path | None = None


def open_packet(path: Path) -> Packet:
    """Return what a packet shows.

    Raises:
        PackageRefused: It is no packet, was changed, is too large, or has a part that leaves it.
    """
    return packets.read(path)


def reply_name(packet: Packet) -> str:
    """Return the name under which the reply of a packet is offered."""
    return packets.safe_part(f"{packet.asked.request}_{packet.asked.dept}_回复") + reply.SUFFIX


def write_reply(packet: Packet, said: Said, out: Path, *, now: datetime | None = None, replace: bool = False) -> Path:
    """Write the reply to a packet and return its path.

    Args:
        packet: As opened.
        said: Position, words, name; the position must be one of the packet's, a name is needed.
        out: The file; one that is there is not overwritten, unless the person said so.
        now: Local time of writing; the machine's by default.
        replace: Whether an older reply there is replaced.

    Raises:
        PackageRefused: Something is missing, the day is over, or the scan cannot be used.
        StorageError: It cannot be written there.
    """
    written = (now or local_time(SystemClock().now())).replace(microsecond=0)
    _check(packet, said, written)
    scan = _scan(said.scan) if said.scan else None
    answer = reply.answer(
        packet,
        position=said.position,
        text=said.text.strip(),
        conditions=tuple(line.strip() for line in said.conditions if line.strip()),
        name=said.name.strip(),
        post=said.post.strip(),
        doc=said.doc.strip(),
        written=written,
        scan=scan,
    )
    return _kept(out, reply.write(answer, packet.asked.nonce), replace=replace)


def _check(packet: Packet, said: Said, now: datetime) -> None:
    known = {choice.code: choice for choice in packet.asked.positions}
    if said.position not in known:
        raise _missing(Text("请选择意见", "choose a position"), "position")
    if known[said.position].needs_text and not (said.text.strip() or said.conditions):
        raise _missing(Text("该意见须写明理由或要求", "this position needs reasons or conditions"), "text")
    if not said.name.strip():
        raise _missing(Text("请填写姓名", "fill in the name"), "name")
    if len(said.text) > reply.MOST_TEXT:
        raise _missing(Text(f"文字超过 {reply.MOST_TEXT} 字", f"over {reply.MOST_TEXT} characters"), "text")
    if now.date() > packet.asked.expires:
        raise _missing(
            Text(f"征求意见包已于 {packet.asked.expires} 失效", f"the packet expired on {packet.asked.expires}"), ""
        )


def _missing(message: Text, where: str) -> PackageRefused:
    return PackageRefused(message, where=where, remedy=Text("改正后再生成回复", "mend it and write the reply again"))


def _scan(path: Path) -> reply.Scan:
    data = read_file(path, path.name, packets.LIMITS)
    if len(data) > MOST_SCAN or sniff(data) not in {"pdf", "png", "jpeg"}:
        most = MOST_SCAN // MIB
        raise _missing(
            Text(f"扫描件须为 {most} MiB 以内的 PDF 或图片", f"a scan is a PDF or picture of {most} MiB at most"),
            "scan",
        )
    return reply.Scan(packets.safe_part(path.name), data)


def save_enclosed(one: Enclosed, out: Path, *, replace: bool = False) -> Path:
    """Write an enclosed file where the person wants it; one that is there is not overwritten, unless that was said."""
    return _kept(out, one.data, replace=replace)


def _kept(out: Path, data: bytes, *, replace: bool) -> Path:
    try:
        with out.open("wb" if replace else "xb") as file:
            file.write(data)
    except FileExistsError as fault:
        raise StorageError(
            Text("目标已存在，不覆盖", "the target exists and is not overwritten"), where=str(out)
        ) from fault
    except OSError as fault:
        raise StorageError(Text("文件没有写成", "the file could not be written"), where=str(out)) from fault
    return out
