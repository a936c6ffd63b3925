"""A case taken out with its proof: the chain, the case's bodies, its attachments, a manifest.

An export is a folder or a zip file with

- ``manifest.json``: format, case, chain, head, number of entries, SHA-256 of every other file, names of attachments;
- ``journal.jsonl``: every entry of the chain up to the head, one JSON object per line in chain order. Entries of the
  case have all columns with the stored ``body``; all others have ``body_sha256`` in its place, so that the
  chain can be recomputed without telling what is in other cases;
- ``payloads/<hash>.json``: the personal data that the bodies of the case refer to, ``{"data":…,"salt":…}`` in canonical
  JSON; what was erased by law is not there, and an entry of the case says so;
- ``attachments/<sha256>``: the files.

The same case at the same head gives the same bytes. The format before, EAW-X1, had no payloads and is read as well.
``verify.py`` reads both without the workbench.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.core.canonical import canonical
from workbench.core.payloads import LookUp, Payload, references
from workbench.core.records import Checkpoint, Entry, Recorded, recorded
from workbench.errors import Text, WorkbenchError

FORMAT = "EAW-X2"
READ = ("EAW-X1", FORMAT)
MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"
ATTACHMENTS = "attachments"
PAYLOADS = "payloads"
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class ExportError(WorkbenchError):
    """A case cannot be written out or read back."""


@dataclass(frozen=True)
class CaseSlice:
    """What an export is made of.

    Attributes:
        case: Identifier; the stream is ``case/<case>``.
        head: Where the chain stood; ``entries`` ends there.
        entries: Every row of the chain, in order.
        attachments: SHA-256 → file name, of everything the case names.
        content: Gives the bytes of an attachment.
        payload: Gives personal data by its hash, ``None`` when it was erased.
    """

    case: str
    head: Checkpoint
    entries: Iterable[Entry]
    attachments: Mapping[str, str]
    content: Callable[[str], bytes]
    payload: Callable[[str], Payload | None]

    def shows(self, entry: Entry) -> bool:
        """Say whether the body of ``entry`` belongs to the case."""
        if entry.stream in (f"case/{self.case}", f"access/{self.case}"):
            return True
        mine = json.dumps(f"case/{self.case}", ensure_ascii=False)
        return entry.stream.startswith("register/") and f'"stream":{mine}' in entry.body


@dataclass(frozen=True)
class CaseExport:
    """An export read back: the case's own events and files; nothing of it is trusted before it was verified."""

    case: str
    head: Checkpoint
    events: tuple[Recorded, ...]
    attachments: Mapping[str, str]
    content: Callable[[str], bytes]


def export_case(part: CaseSlice, target: Path) -> Path:
    """Write an export to ``target`` (a zip file when it ends in ``.zip``, else a folder) and return it.

    Raises:
        ExportError: The target exists or cannot be written; nothing half-written stays.
    """
    if target.exists():
        raise ExportError(Text("目标已存在，不覆盖", "the target exists and is not overwritten"), where=str(target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as beside:
            folder = Path(beside) / "export"
            _write_folder(part, folder)
            _place(folder, target)
    except OSError as fault:
        raise ExportError(Text("无法写出导出包", "the export cannot be written"), where=str(target)) from fault
    return target


def _write_folder(part: CaseSlice, folder: Path) -> None:
    (folder / ATTACHMENTS).mkdir(parents=True)
    referred: list[str] = []
    count = _write_journal(part, folder / JOURNAL, referred)
    kept = _write_payloads(part, folder / PAYLOADS, referred)
    for sha256 in sorted(part.attachments):
        (folder / ATTACHMENTS / sha256).write_bytes(part.content(sha256))
    files = [JOURNAL, *kept, *(f"{ATTACHMENTS}/{sha256}" for sha256 in sorted(part.attachments))]
    manifest = {
        "format": FORMAT,
        "case": part.case,
        "chain": part.head.chain,
        "head": part.head.full(),
        "entries": count,
        "files": {name: _sha256(folder / name) for name in files},
        "names": dict(sorted(part.attachments.items())),
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _write_journal(part: CaseSlice, file: Path, referred: list[str]) -> int:
    """Write the chain up to the head, note to which payloads the case refers, and return the number of entries."""
    count = 0
    with file.open("w", encoding="utf-8", newline="\n") as out:
        for entry in part.entries:
            if entry.seq > part.head.seq:
                break
            out.write(json.dumps(_line(part, entry), ensure_ascii=False) + "\n")
            if entry.stream == f"case/{part.case}":
                referred += references(entry.kind, json.loads(entry.body)["data"]).values()
            count += 1
    return count


def _write_payloads(part: CaseSlice, folder: Path, referred: Iterable[str]) -> list[str]:
    """Write the personal data that was not erased and return the names of its files."""
    made = []
    for digest in sorted(set(referred)):
        one = part.payload(digest)
        if one is not None:
            folder.mkdir(exist_ok=True)
            (folder / f"{digest}.json").write_bytes(f'{{"data":{one.data},"salt":"{one.salt}"}}'.encode())
            made.append(f"{PAYLOADS}/{digest}.json")
    return made


def _line(part: CaseSlice, entry: Entry) -> dict[str, Any]:
    """Return an entry as the export states it."""
    line = entry._asdict()
    if not part.shows(entry):
        line["body_sha256"] = hashlib.sha256(line.pop("body").encode()).hexdigest()
    return line


def _place(folder: Path, target: Path) -> None:
    if target.suffix != ".zip":
        folder.replace(target)
        return
    packed = folder.with_suffix(".zip")
    with zipfile.ZipFile(packed, "w") as out:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EARLIEST)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            with path.open("rb") as source, out.open(info, "w", force_zip64=True) as packed_file:
                shutil.copyfileobj(source, packed_file)
    packed.replace(target)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_export(path: Path) -> CaseExport:
    """Read an export back; verify it first.

    Raises:
        ExportError: It is not an export.
    """
    try:
        content = _members(path)
        manifest = json.loads(content(MANIFEST))
        if manifest["format"] not in READ:
            raise ExportError(Text("不认识的导出格式", "unknown export format"), where=str(path))
        lines = [json.loads(line) for line in content(JOURNAL).decode().split("\n") if line]
        own = f"case/{manifest['case']}"
        look_up = _payloads(content, manifest["files"])
        events = tuple(recorded(Entry(**line), look_up) for line in lines if line["stream"] == own)
        chain, seq, digest = manifest["head"].rsplit(":", 2)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as fault:
        raise ExportError(Text("这不是案卷导出包", "this is not an export of a case"), where=str(path)) from fault
    return CaseExport(
        case=manifest["case"],
        head=Checkpoint(chain, int(seq), digest),
        events=events,
        attachments=manifest["names"],
        content=lambda sha256: content(f"{ATTACHMENTS}/{sha256}"),
    )


def _payloads(content: Callable[[str], bytes], files: Mapping[str, str]) -> LookUp:
    """Return a function that gives the data of a payload of an export; ``None`` when it is not there."""

    def data(digest: str) -> str | None:
        name = f"{PAYLOADS}/{digest}.json"
        return canonical(json.loads(content(name))["data"]).decode() if name in files else None

    return data


def _members(path: Path) -> Callable[[str], bytes]:
    """Return a function that reads a member of a folder or a zip file."""
    if path.is_dir():
        return lambda name: (path / name).read_bytes()

    def member(name: str) -> bytes:
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)

    return member


def keep_checkpoint(folder: Path, checkpoint: Checkpoint) -> Path:
    """Add a checkpoint to the file of its chain in ``folder`` (a second disk, a stick) and return the file.

    Raises:
        ExportError: The folder cannot be written.
    """
    file = folder / f"checkpoints-{checkpoint.chain}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="ascii", newline="\n") as out:
            out.write(checkpoint.full() + "\n")
            out.flush()
            os.fsync(out.fileno())
    except OSError as fault:
        raise ExportError(Text("无法写出检查点", "the checkpoint cannot be written"), where=str(file)) from fault
    return file
