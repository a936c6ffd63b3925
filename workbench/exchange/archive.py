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
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from workbench.errors import Text
from workbench.exchange.entry_names import Sieve, broken, too_big
from workbench.exchange.limits import Limits
from workbench.exchange.notes import Notes, PackageRefused, Place

DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What the zip reader raises for a damaged archive or an entry it cannot unpack."""
_CHUNK = 256 * 1024
_TAIL = 65_536 + 128
_ENDS = re.compile(rb"PK\x05\x06(?=.{8}(.{4}))|PK\x06\x06(?=.{36}(.{8}))", re.DOTALL)
"""The records at the end of an archive that state the size of its table of contents."""
_UTF8_FLAG = 0x800
_ENCRYPTED_FLAG = 0x1


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


def directory_bytes(stream: BinaryIO) -> int:
    """Return the size that an archive states for its table of contents [B]; the largest when it states several.

    The reader holds the whole table in memory, some ten times its size, before it can be asked how many entries it has.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    tail = stream.read()
    stream.seek(0)
    stated = [found[1] or found[2] for found in _ENDS.finditer(tail)]
    elsewhere = b"\xff" * 4  # a second, longer record has it
    return max((int.from_bytes(number, "little") for number in stated if number != elsewhere), default=0)


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
            with path.open("rb") as stream:
                directory = directory_bytes(stream)
            if directory > limits.directory_bytes:
                raise broken(path.name, Text("条目过多", "too many entries"))
            self._zip = zipfile.ZipFile(path)
        except DAMAGED as error:
            message = Text("压缩包不完整或已损坏", "the archive is incomplete or damaged")
            raise broken(path.name, message) from error
        try:
            self._entries = self._sifted(notes)
        except PackageRefused:
            self._zip.close()
            raise

    def _sifted(self, notes: Notes) -> dict[str, zipfile.ZipInfo]:
        infos = [info for info in self._zip.infolist() if not info.orig_filename.endswith("/")]
        self._judge_size(infos)
        sieve = Sieve(self._limits, notes)
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
            raise broken(
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
                raise broken(
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
            raise broken(name, Text("压缩包不完整或已损坏", "the archive is incomplete or damaged")) from error
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
        sieve = Sieve(limits, notes)
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
            raise broken(self._root.name, Text(f"文件数超过上限 {most}", f"more than {most} files"))
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
        return read_file(self._files[name], name, self._limits)

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


class SingleFile:
    """A file by itself as a container of one entry."""

    def __init__(self, path: Path, entry: str, limits: Limits) -> None:
        """Remember the file; it is opened when it is read."""
        self._path = path
        self._entry = entry
        self._limits = limits

    def names(self) -> tuple[str, ...]:
        """Return the one entry."""
        return (self._entry,)

    def read(self, _name: str) -> bytes:
        """Return the bytes of the file.

        Raises:
            PackageRefused: It is too large or cannot be read.
        """
        return read_file(self._path, self._path.name, self._limits)

    def close(self) -> None:
        """Nothing is held open."""


def read_file(path: Path, name: str, limits: Limits) -> bytes:
    """Return the bytes of a file, never more than allowed.

    Args:
        path: The file.
        name: For messages.
        limits: ``file_bytes`` counts.

    Raises:
        PackageRefused: It is larger, or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.file_bytes + 1)
    except OSError as error:
        raise broken(name, Text("文件无法读取", "the file cannot be read")) from error
    if len(data) > limits.file_bytes:
        raise too_big(name, limits.file_bytes)
    return data
