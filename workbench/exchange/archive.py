"""The outside of a package: a zip or a folder, looked at with suspicion and read entry by entry in memory.

Nothing is unpacked to disk. An entry whose name leaves the package refuses the whole package, each such entry told;
links and encrypted entries are refused one by one. Sizes are judged by what the archive declares before anything is
unpacked, and counted again while reading, because a declared size is only a claim.
"""

from __future__ import annotations

import copy
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Protocol, Self

from workbench.core.values import Problem
from workbench.errors import Text
from workbench.exchange.limits import MIB, Limits
from workbench.exchange.notes import Notes, PackageRefused, Place

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What the zip reader raises for a damaged archive or an entry it cannot unpack."""

_CHUNK = 256 * 1024
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1
_NAME_FAULTS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"\x00"), Text("名称含空字符", "the name holds a null character")),
    (re.compile(r"^[A-Za-z]:"), Text("含盘符", "the name holds a drive letter")),
    (re.compile(r"\\"), Text("名称含反斜杠", "the name holds a backslash")),
    (re.compile(r"^/"), Text("绝对路径", "absolute path")),
    (re.compile(r"(^|/)\.\.(/|$)"), Text("路径越出目标文件夹", "the path leaves the target folder")),
    (re.compile(r"(?i)%(2f|5c|2e%2e)"), Text("名称含转义的路径分隔符", "the name holds an escaped path separator")),
)
_JUNK_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')


class Container(Protocol):
    """Named bytes, whatever they lie in."""

    def names(self) -> tuple[str, ...]:
        """Return the usable entries, paths with ``/``, in the order of the package."""

    def read(self, name: str) -> bytes:
        """Return the bytes of an entry.

        Raises:
            PackageRefused: The entry grows beyond its limit or is damaged.
        """

    def close(self) -> None:
        """Let go of the file."""


def name_fault(name: str) -> Text | None:
    """Return why a name may not be followed, or ``None`` when it stays inside the package.

    Args:
        name: Path of an entry exactly as the archive has it.
    """
    return next((fault for pattern, fault in _NAME_FAULTS if pattern.search(name)), None)


def is_junk(name: str) -> bool:
    """Tell whether an entry is litter of an operating system."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or parts[-1].lower() in _JUNK_NAMES or parts[-1].startswith("._")


def safe_name(name: str, limits: Limits) -> str:
    """Return a name under which an entry can be saved on any system; equal to ``name`` when it already can.

    Args:
        name: Path of the entry.
        limits: ``depth`` and ``name_bytes`` count.

    Returns:
        A path whose parts are neither reserved nor too long and end in neither dot nor blank; too deep a path is
        reduced to its last part.
    """
    parts = name.split("/")
    if len(parts) > limits.depth:
        parts = parts[-1:]
    return "/".join(_safe_part(part, limits.name_bytes) for part in parts)


def _safe_part(part: str, most: int) -> str:
    cleaned = _FORBIDDEN.sub("_", part).rstrip(". ") or "_"
    stem, dot, ending = cleaned.partition(".")
    if stem.lower() in _RESERVED:
        cleaned = f"_{stem}{dot}{ending}"
    if len(cleaned.encode()) <= most:
        return cleaned
    ending = PurePosixPath(cleaned).suffix[:16]
    kept = cleaned.removesuffix(ending).encode()[: most - len(ending.encode())].decode(errors="ignore")
    return kept + ending


def too_big(name: str, limit: int) -> PackageRefused:
    """Return the refusal of an entry that is larger than allowed."""
    return PackageRefused(
        Text(
            f"解压后超过上限 {_told(limit)}，已停止", f"larger than the limit of {_told(limit)} when unpacked; stopped"
        ),
        where=name,
        remedy=Text("请核对该文件，删除或缩小后重新递交", "check this file, remove or shrink it, and hand in again"),
        problems=(
            Problem(
                "too_big", "error", Text(f"超过上限 {_told(limit)}", f"over the limit of {_told(limit)}"), file=name
            ),
        ),
    )


def _told(size: int) -> str:
    return f"{size // MIB} MiB" if size >= MIB else f"{size} B"


def _broken(name: str, message: Text) -> PackageRefused:
    remedy = Text("请重新打包并递交", "pack again and hand in again")
    return PackageRefused(
        message, where=name, remedy=remedy, problems=(Problem("broken", "error", message, file=name),)
    )


@dataclass
class _Sieve:
    """Sorts entries into usable, refused with the whole package, and left out one by one."""

    limits: Limits
    notes: Notes
    refused: list[Problem] = field(default_factory=list)

    def passes(self, name: str) -> bool:
        """Tell whether an entry may be used, noting it otherwise."""
        if fault := name_fault(name):
            message = Text(f"条目被拒绝：{fault.zh}", f"entry refused: {fault.en}")
            self.refused.append(Problem("refused_entry", "error", message, file=name, original=name))
            return False
        if is_junk(name):
            self.notes.info(
                "ignored", Text("系统垃圾文件，已忽略", "litter of an operating system, ignored"), Place(name)
            )
            return False
        return True

    def renamed(self, name: str) -> None:
        """Note a name that cannot be kept when the file is saved."""
        inner = name.rpartition("attachments/")[2]
        saved = safe_name(inner, self.limits)
        if saved != inner:
            self.notes.warn(
                "renamed",
                Text(f"文件名不能原样保存，导出时改为 {saved}", f"the name cannot be kept; exported as {saved}"),
                Place(name),
                original=name,
            )

    def finish(self, source: str) -> None:
        """Refuse the whole package when one entry was refused.

        Raises:
            PackageRefused: With every refused entry.
        """
        if not self.refused:
            return
        listed = "；".join(f"{p.file}（{p.message.zh}）" for p in self.refused)
        raise PackageRefused(
            Text(
                f"压缩包含 {len(self.refused)} 个不安全条目，整包拒收：{listed}",
                f"{len(self.refused)} unsafe entries, the whole package is refused: "
                + "; ".join(f"{p.file} ({p.message.en})" for p in self.refused),
            ),
            where=source,
            remedy=Text("请递交人重新打包，只含申请文件夹内的文件", "pack only the files of the application folder"),
            problems=tuple(self.refused),
        )


class ZipContainer:
    """A zip archive as a container."""

    def __init__(self, path: Path, limits: Limits, notes: Notes) -> None:
        """Open the archive and judge its table of contents.

        Raises:
            PackageRefused: Incomplete, too large, or with entries that leave the package.
        """
        self._limits = limits
        self._source = path.name
        try:
            self._zip = zipfile.ZipFile(path)
        except DAMAGED as error:
            message = Text("压缩包不完整或已损坏", "the archive is incomplete or damaged")
            raise _broken(path.name, message) from error
        try:
            self._entries = self._sifted(notes)
        except PackageRefused:
            self._zip.close()
            raise

    def _sifted(self, notes: Notes) -> dict[str, zipfile.ZipInfo]:
        infos = [info for info in self._zip.infolist() if not info.orig_filename.endswith("/")]
        self._judge_size(infos)
        sieve = _Sieve(self._limits, notes)
        decoded = _decoded(infos, notes, self._source)
        wanted = [(name, info) for name, info in decoded if sieve.passes(name)]
        sieve.finish(self._source)
        entries: dict[str, zipfile.ZipInfo] = {}
        for name, info in wanted:
            if _readable(name, info, notes):
                _keep_first(entries, name, info, notes)
        for name in entries:
            sieve.renamed(name)
        return entries

    def _judge_size(self, infos: list[zipfile.ZipInfo]) -> None:
        limits = self._limits
        if len(infos) > limits.entries:
            raise _broken(
                self._source,
                Text(f"条目数超过上限 {limits.entries}", f"more than {limits.entries} entries"),
            )
        total = 0
        for info in infos:
            total += info.file_size
            if info.file_size > limits.file_bytes:
                raise too_big(_name(info)[0], limits.file_bytes)
            if total > limits.total_bytes:
                raise too_big(_name(info)[0], limits.total_bytes)
            if info.file_size > max(limits.ratio_from, info.compress_size * limits.ratio):
                raise _broken(
                    _name(info)[0],
                    Text(f"压缩比超过上限 {limits.ratio}，已停止", f"packed more than {limits.ratio} to 1; stopped"),
                )

    def names(self) -> tuple[str, ...]:
        """Return the usable entries in the order of the archive."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes:
        """Return the bytes of an entry, counted while unpacking.

        Raises:
            PackageRefused: More bytes than declared or allowed, or damaged.
        """
        info = self._entries[name]
        limit = min(info.file_size, self._limits.file_bytes)
        try:
            data = b"".join(self._chunks(info, limit))
        except DAMAGED as error:
            raise _broken(name, Text("压缩包不完整或已损坏", "the archive is incomplete or damaged")) from error
        if len(data) != info.file_size:
            raise too_big(name, limit)
        return data

    def _chunks(self, info: zipfile.ZipInfo, limit: int) -> Iterator[bytes]:
        # The reader stops at the declared size; more is asked for, so that a false claim shows.
        asked = copy.copy(info)
        asked.file_size = limit + 2 * _CHUNK
        got = 0
        with self._zip.open(asked) as stream:
            while chunk := stream.read(_CHUNK):
                got += len(chunk)
                if got > limit:
                    raise too_big(_name(info)[0], limit)
                yield chunk

    def close(self) -> None:
        """Close the archive."""
        self._zip.close()


def _name(info: zipfile.ZipInfo) -> tuple[str, bool]:
    """Return the name of an entry, and whether it was decoded as GBK."""
    name = info.orig_filename
    if info.flag_bits & _UTF8_FLAG or name.isascii():
        return name, False
    raw = name.encode("cp437")
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace"), True


def _decoded(infos: list[zipfile.ZipInfo], notes: Notes, source: str) -> list[tuple[str, zipfile.ZipInfo]]:
    named = [(*_name(info), info) for info in infos]
    count = sum(gbk for _, gbk, _ in named)
    if count:
        notes.info(
            "gbk_names",
            Text(f"{count} 个条目名未标明编码，已按 GBK 解码", f"{count} entry names without an encoding, read as GBK"),
            Place(source),
        )
    return [(name, info) for name, _, info in named]


def _readable(name: str, info: zipfile.ZipInfo, notes: Notes) -> bool:
    if stat.S_ISLNK(info.external_attr >> 16):
        notes.error("link", Text("符号链接，已拒绝，未读取其目标", "a link: refused, its target not read"), Place(name))
        return False
    if info.flag_bits & _ENCRYPTED_FLAG:
        notes.error(
            "encrypted", Text("条目已加密，无法打开", "the entry is encrypted and cannot be opened"), Place(name)
        )
        return False
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        notes.error("unsupported", Text("压缩方法不受支持", "this way of packing is not supported"), Place(name))
        return False
    return True


def _keep_first(entries: dict[str, zipfile.ZipInfo], name: str, info: zipfile.ZipInfo, notes: Notes) -> None:
    if name not in entries:
        entries[name] = info
        return
    notes.error(
        "duplicate_entry",
        Text(
            f"重名条目：采用先出现的一份（{entries[name].file_size} 字节），"
            f"后一份（{info.file_size} 字节）未采用，请人工选定",
            f"duplicate entry: the first ({entries[name].file_size} B) is used, the later ({info.file_size} B) is not; "
            "a person has to choose",
        ),
        Place(name),
        original=name,
    )


class FolderContainer:
    """A folder as a container; links inside are never followed."""

    def __init__(self, path: Path, limits: Limits, notes: Notes) -> None:
        """List the folder.

        Raises:
            PackageRefused: Too many or too large files, or names that cannot be followed.
        """
        self._root = path
        self._limits = limits
        sieve = _Sieve(limits, notes)
        self._files = {name: file for name, file in self._found(notes) if sieve.passes(name)}
        sieve.finish(path.name)
        self._judge_size()
        for name in self._files:
            sieve.renamed(name)

    def _found(self, notes: Notes) -> Iterator[tuple[str, Path]]:
        for folder, below, files in os.walk(self._root):
            below.sort()
            here = Path(folder)
            for link in [name for name in below if (here / name).is_symlink()]:
                below.remove(link)
                self._refuse_link(here / link, notes)
            for file in sorted(files):
                path = here / file
                if path.is_symlink() or not path.is_file():
                    self._refuse_link(path, notes)
                else:
                    yield path.relative_to(self._root).as_posix(), path

    def _refuse_link(self, path: Path, notes: Notes) -> None:
        message = Text("链接或特殊文件，已拒绝，未读取其目标", "a link or special file: refused, its target not read")
        notes.error("link", message, Place(path.relative_to(self._root).as_posix()))

    def _judge_size(self) -> None:
        if len(self._files) > self._limits.entries:
            most = self._limits.entries
            raise _broken(self._root.name, Text(f"文件数超过上限 {most}", f"more than {most} files"))
        total = 0
        for name in self._files:
            size = self._files[name].stat().st_size
            total += size
            if size > self._limits.file_bytes:
                raise too_big(name, self._limits.file_bytes)
            if total > self._limits.total_bytes:
                raise too_big(name, self._limits.total_bytes)

    def names(self) -> tuple[str, ...]:
        """Return the files below the folder, sorted."""
        return tuple(self._files)

    def read(self, name: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            PackageRefused: It grew beyond the limit, or cannot be read.
        """
        try:
            with self._files[name].open("rb") as stream:
                data = stream.read(self._limits.file_bytes + 1)
        except OSError as error:
            raise _broken(name, Text("文件无法读取", "the file cannot be read")) from error
        if len(data) > self._limits.file_bytes:
            raise too_big(name, self._limits.file_bytes)
        return data

    def close(self) -> None:
        """Nothing is held open."""


@dataclass
class Inner:
    """A container seen from the folder that holds the application."""

    container: Container
    prefix: str
    kept: Mapping[str, bytes] = field(default_factory=dict)

    def names(self) -> tuple[str, ...]:
        """Return the entries below the folder, relative to it."""
        cut = len(self.prefix)
        return tuple(name[cut:] for name in self.container.names() if name.startswith(self.prefix))

    def read(self, name: str) -> bytes:
        """Return the bytes of an entry, from memory when they were kept.

        Raises:
            PackageRefused: The entry cannot be read any more.
        """
        kept = self.kept.get(name)
        return self.container.read(self.prefix + name) if kept is None else kept

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.container.close()
