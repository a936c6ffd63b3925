"""Attachments by content hash: files beside a SQLite database, rows of one megabyte on PostgreSQL.

A file is on disk, synchronised with its folder, before any event names it; a file that no event names is harmless.
Whatever is read back is hashed again. Extracted page texts are derived data and can be made again.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from sqlalchemy import Connection, delete, insert, select

from workbench.errors import StorageError, Text
from workbench.storage.connection import Store
from workbench.storage.schema import attachment_parts, attachments, insert_into, page_texts

PART = 1 << 20
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Incoming:
    """A file to be kept: its bytes, whole or in blocks, its name, the extracted text of its pages if there is any."""

    content: bytes | Iterable[bytes]
    name: str
    pages: Sequence[str] | None = None


class Attachments:
    """The files of an office; ``folder`` is ``None`` on a server."""

    def __init__(self, store: Store) -> None:
        """Work on an open database."""
        self._store = store
        self.folder = None if store.file is None else attachment_folder(store.file)

    def put(self, content: bytes | Iterable[bytes], name: str = "") -> str:
        """Keep a file and return its SHA-256; the same content is kept once.

        Raises:
            StorageError: It cannot be written; nothing half-written stays.
        """
        return self.put_all([Incoming(content, name)])[0]

    def put_all(self, files: Iterable[Incoming]) -> tuple[str, ...]:
        """Keep several files at once, with their page texts, and return their SHA-256 in order.

        Files are taken one after the other, so an iterator needs memory for one only; names and texts are written in
        one transaction after the last.

        Raises:
            StorageError: One cannot be written; files already on disk stay as files that no event names.
        """
        if self._store.read_only:
            raise StorageError(
                Text(
                    "数据库以只读方式打开，不能保存附件", "the database is open for reading only: no file can be kept"
                ),
                where=self._store.place,
            )
        rows: list[dict[str, Any]] = []
        texts: dict[str, Sequence[str]] = {}
        with _worded(self._store.place):
            for file in files:
                sha256, size = self._keep(file.content)
                rows.append({"sha256": sha256, "size": size, "name": file.name})
                texts[sha256] = file.pages if file.pages is not None else texts.get(sha256, ())
            self._synchronise({row["sha256"] for row in rows})
        self._record(rows, {sha256: pages for sha256, pages in texts.items() if pages})
        return tuple(row["sha256"] for row in rows)

    def _keep(self, content: bytes | Iterable[bytes]) -> tuple[str, int]:
        """Store the bytes of a file; return hash and size."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=self.folder) as opened:
            spool = cast("BinaryIO", opened)
            sha256, size = _spooled(content, spool)
            if self.folder is None:
                self._store_rows(sha256, spool)
            elif not holds(self.path(sha256), sha256):
                _store_file(self.path(sha256), spool)
        return sha256, size

    def _synchronise(self, stored: set[str]) -> None:
        """Make sure that the folders know the new files before any row names them."""
        if self.folder is not None:
            for folder in {self.path(sha256).parent for sha256 in stored} | {self.folder, self.folder.parent}:
                _sync_folder(folder)

    def _record(self, rows: list[dict[str, Any]], texts: Mapping[str, Sequence[str]]) -> None:
        if not rows:
            return
        made = insert_into(attachments, self._store.kind)
        with self._store.write() as connection:
            connection.execute(made.on_conflict_do_nothing(), rows)
            for sha256, pages in texts.items():
                _write_texts(connection, sha256, pages)

    def get(self, sha256: str) -> bytes:
        """Return the bytes of a file.

        Raises:
            StorageError: It is not there, or is not what its hash says.
        """
        if self.folder is None:
            content = b"".join(self._rows(sha256))
        else:
            with _worded(self._store.place):
                path = self.path(sha256)
                content = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StorageError(Text("附件缺失或内容已被改动", "an attachment is missing or was changed"), where=sha256)
        return content

    def all(self) -> tuple[tuple[str, str], ...]:
        """Return (hash, first name) of every file, by hash."""
        with self._store.read() as connection:
            rows = connection.execute(select(attachments.c.sha256, attachments.c.name).order_by(attachments.c.sha256))
            return tuple((row.sha256, row.name) for row in rows)

    def faults(self) -> tuple[str, ...]:
        """Return the hashes of files that are missing or changed."""
        return tuple(sha256 for sha256, _name in self.all() if not self._sound(sha256))

    def keep_texts(self, sha256: str, pages: Sequence[str]) -> None:
        """Keep the extracted text of every page."""
        with self._store.write() as connection:
            _write_texts(connection, sha256, pages)

    def texts(self, sha256: str) -> tuple[str, ...]:
        """Return the kept text of every page; empty when none was kept."""
        pages = select(page_texts.c.text).where(page_texts.c.sha256 == sha256).order_by(page_texts.c.page)
        with self._store.read() as connection:
            return tuple(connection.execute(pages).scalars())

    def path(self, sha256: str) -> Path:
        """Return where the file of a hash lies on disk.

        Raises:
            ValueError: The text is no hash, or files do not lie on disk here.
        """
        if self.folder is None or not _HASH.fullmatch(sha256):
            raise ValueError(f"no file for {sha256!r}")
        return self.folder / sha256[:2] / sha256

    def _sound(self, sha256: str) -> bool:
        if self.folder is not None:
            return holds(self.path(sha256), sha256)
        return hashlib.sha256(b"".join(self._rows(sha256))).hexdigest() == sha256

    def _rows(self, sha256: str) -> Sequence[bytes]:
        parts = select(attachment_parts.c.data).where(attachment_parts.c.sha256 == sha256)
        with self._store.read() as connection:
            return connection.execute(parts.order_by(attachment_parts.c.part)).scalars().all()

    def _store_rows(self, sha256: str, spool: BinaryIO) -> None:
        with self._store.write() as connection:
            known = select(attachment_parts.c.part).where(attachment_parts.c.sha256 == sha256)
            if connection.execute(known).first() is None:
                for part, data in enumerate(_blocks(spool)):
                    connection.execute(insert(attachment_parts), {"sha256": sha256, "part": part, "data": data})


def _write_texts(connection: Connection, sha256: str, pages: Sequence[str]) -> None:
    connection.execute(delete(page_texts).where(page_texts.c.sha256 == sha256))
    rows = [{"sha256": sha256, "page": page, "text": _storable(text)} for page, text in enumerate(pages, 1)]
    if rows:
        connection.execute(insert(page_texts), rows)


def attachment_folder(file: Path) -> Path:
    """Return the folder of attachments that belongs to a SQLite file."""
    return file.with_name(f"{file.name}.files")


def _spooled(content: bytes | Iterable[bytes], spool: BinaryIO) -> tuple[str, int]:
    """Write the content through to ``spool``; return its hash and size."""
    digest = hashlib.sha256()
    for block in [content] if isinstance(content, bytes) else content:
        digest.update(block)
        spool.write(block)
    size = spool.tell()
    spool.seek(0)
    return digest.hexdigest(), size


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(PART):
        yield block


def _store_file(path: Path, spool: BinaryIO) -> None:
    """Write a file beside its place, synchronise it, move it there; the folders are still to be synchronised."""
    path.parent.mkdir(exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix="part-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.writelines(_blocks(spool))
            out.flush()
            os.fsync(out.fileno())
        Path(beside).replace(path)
    finally:
        Path(beside).unlink(missing_ok=True)


def store_copy(source: Path, folder: Path, sha256: str) -> None:
    """Copy the file of a hash into a folder of attachments."""
    folder.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as file:
        _store_file(folder / sha256[:2] / sha256, cast("BinaryIO", file))
    _sync_folder(folder / sha256[:2])
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows has no handle for this; its rename is journalled
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def holds(path: Path, sha256: str) -> bool:
    """Say whether ``path`` is a file with this content."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _storable(text: str) -> str:
    """Return extracted text that both databases take: no NUL, no lone surrogates."""
    return text.replace("\0", "\ufffd").encode(errors="replace").decode()


@contextmanager
def _worded(place: str) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        message = Text("附件无法读写", "an attachment cannot be read or written")
        remedy = Text("检查磁盘空间和权限后重试", "check disk space and permissions, then try again")
        raise StorageError(message, where=f"{place}: {fault.strerror}", remedy=remedy) from fault
