"""Backups that were opened and verified before they are called backups; restoring beside, never over.

A backup of a SQLite office is a folder ``<chain>-<moment>`` with the database and a manifest; its attachments lie once
for all backups in ``files`` beside it, by content hash. A backup of a server is a dump in custom format, restored into
a scratch database and verified there. What fails is removed; older backups are never touched.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from workbench.core.records import Checkpoint
from workbench.errors import StorageError, Text
from workbench.storage.attachments import Attachments, attachment_folder, holds, store_copy
from workbench.storage.connection import Store, postgresql_store, server_url, sqlite_store, worded
from workbench.storage.guards import guard_faults
from workbench.storage.journal import ChainReport, verify_chain
from workbench.storage.schema import attachments

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"(?P<chain>[A-Za-z0-9-]+)-(?P<moment>\d{8}T\d{6}Z)(-\d+)?")
DATABASE = "office.db"
DUMP = "office.dump"
MANIFEST = "manifest.json"
FILES = "files"


@dataclass(frozen=True)
class Backup:
    """A verified backup: its folder, when it was taken, and where the chain stood."""

    folder: Path
    taken: datetime
    head: Checkpoint


def back_up(store: Store, folder: Path, now: datetime, *, location: str = "") -> Backup:
    """Take a backup of an open database into ``folder`` and return it once it is verified.

    Args:
        store: The open database.
        folder: Where backups lie; made when missing.
        now: The moment, aware UTC.
        location: For a server: the URL to dump, of a role that may create a scratch database.

    Raises:
        StorageError: The copy cannot be written, or does not verify; then nothing of it stays.
    """
    with _told(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = folder / f".part-{secrets.token_hex(4)}"
        beside.mkdir()
        try:
            head = _copy_file(store, beside, folder) if store.file else _dump(location, beside)
            _write_manifest(beside, head, now)
            target = _free_name(folder, f"{head.chain}-{now.strftime(_STAMP)}")
            beside.replace(target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    return Backup(target, now, head)


def backups(folder: Path) -> tuple[Backup, ...]:
    """Return the backups in ``folder``, oldest first."""
    found = [_read(path) for path in folder.glob("*-*Z*") if _NAME.fullmatch(path.name) and (path / MANIFEST).exists()]
    return tuple(sorted(found, key=lambda backup: (backup.taken, backup.folder.name)))


def thin(folder: Path, now: datetime) -> tuple[Path, ...]:
    """Remove backups that are not the first of their day (last 14 days), week (last 10 weeks) or month; return them.

    Those of the last day stay all, and so does the newest.
    """
    known = backups(folder)
    keep = {backup.folder for backup in known[-1:]}
    keep |= {backup.folder for backup in known if (now - backup.taken).days < 1}
    for days, period in ((14, _day), (70, _week), (None, _month)):
        recent = [backup for backup in known if days is None or (now - backup.taken).days < days]
        keep |= {backup.folder for backup in _first_of_each(recent, period)}
    gone = tuple(backup.folder for backup in known if backup.folder not in keep)
    for path in gone:
        shutil.rmtree(path)
    return gone


def _first_of_each(known: Sequence[Backup], period: Callable[[Backup], Any]) -> Iterator[Backup]:
    seen: set[Any] = set()
    for backup in known:
        if period(backup) not in seen:
            seen.add(period(backup))
            yield backup


def _day(backup: Backup) -> Any:
    return backup.taken.date()


def _week(backup: Backup) -> Any:
    return backup.taken.isocalendar()[:2]


def _month(backup: Backup) -> Any:
    return (backup.taken.year, backup.taken.month)


def restore(backup: Backup, target: Path) -> ChainReport:
    """Bring a backup of a SQLite office back as a new file ``target``, and verify it there.

    Raises:
        StorageError: The target exists, or the backup is damaged; then nothing of it stays.
    """
    if target.exists() or attachment_folder(target).exists():
        message = Text("目标已存在；恢复不会覆盖任何数据库", "the target exists; restoring never overwrites a database")
        raise StorageError(message, where=str(target))
    with _told(target):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            target.touch(mode=0o600)
            shutil.copyfile(backup.folder / DATABASE, target)
            for sha256 in _named(target):
                store_copy(_pooled(backup.folder.parent, sha256), attachment_folder(target), sha256)
            return _verified(target)
        except BaseException:
            target.unlink(missing_ok=True)
            shutil.rmtree(attachment_folder(target), ignore_errors=True)
            raise


# SQLite


def _copy_file(store: Store, beside: Path, folder: Path) -> Checkpoint:
    """Copy the database online and its attachments into the pool, and verify the copy."""
    copy = beside / DATABASE
    connection = store.engine.raw_connection()
    with closing(connection), closing(sqlite3.connect(copy)) as target, worded(store.place):
        source = connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    _synchronise(copy)
    kept = Attachments(store)
    for sha256 in _named(copy):
        if not holds(_pooled(folder, sha256), sha256):
            store_copy(kept.path(sha256), folder / FILES, sha256)
    for sha256 in _named(copy):
        if not holds(_pooled(folder, sha256), sha256):
            raise _damaged(f"{folder / FILES}: {sha256}")
    return _verified(copy).head


def _verified(copy: Path) -> ChainReport:
    """Open a copy for reading and check everything that can be checked.

    Raises:
        StorageError: It is damaged, unguarded or not genuine.
    """
    store = sqlite_store(copy, read_only=True)
    try:
        with store.read() as connection:
            told = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            faults = guard_faults(connection)
            report = verify_chain(connection)
    finally:
        store.close()
    if told != ["ok"] or faults or not report.genuine:
        raise _damaged(str(copy))
    return report


def _named(copy: Path) -> tuple[str, ...]:
    """Return the hashes of all attachments of a copy."""
    store = sqlite_store(copy, read_only=True)
    try:
        with store.read() as connection:
            return tuple(connection.execute(select(attachments.c.sha256)).scalars())
    finally:
        store.close()


def _pooled(folder: Path, sha256: str) -> Path:
    return folder / FILES / sha256[:2] / sha256


# PostgreSQL


def _dump(location: str, beside: Path) -> Checkpoint:
    """Dump a server database and verify the dump in a scratch database."""
    _run("pg_dump", ["--format=custom", f"--file={beside / DUMP}"], location)
    _synchronise(beside / DUMP)
    return verify_dump(location, beside / DUMP)


def verify_dump(location: str, dump: Path) -> Checkpoint:
    """Restore a dump into a scratch database of the same server, verify it there, drop it; return its head.

    Raises:
        StorageError: The dump cannot be restored or is not genuine.
    """
    scratch = f"eaw_check_{secrets.token_hex(4)}"
    _administer(location, f"CREATE DATABASE {scratch} TEMPLATE template0")
    try:
        place = server_url(location).set(database=scratch).set(drivername="postgresql")
        target = place.render_as_string(hide_password=False)
        _run("pg_restore", ["--exit-on-error", "--no-owner", str(dump)], target)
        return _verified_server(target)
    finally:
        _administer(location, f"DROP DATABASE {scratch}")


def _verified_server(location: str) -> Checkpoint:
    store = postgresql_store(location, read_only=False, as_owner=True)
    try:
        with store.read() as connection:
            faults, report = guard_faults(connection), verify_chain(connection)
        damaged = Attachments(store).faults()
    finally:
        store.close()
    if faults or damaged or not report.genuine:
        raise _damaged(location)
    return report.head


def _administer(location: str, statement: str) -> None:
    """Run one statement outside a transaction."""
    store = postgresql_store(location, read_only=False, as_owner=True)
    try:
        with (
            worded(store.place),
            store.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection,
        ):
            connection.exec_driver_sql(statement)
    finally:
        store.close()


def _run(tool: str, arguments: list[str], location: str) -> None:
    """Run a tool of PostgreSQL on a database; the password goes through the environment."""
    url = server_url(location).set(drivername="postgresql")
    target = url.set(password=None).render_as_string()
    command = [_tool(tool), f"--dbname={target}", *arguments]
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  fixed tools
    if done.returncode:
        message = Text("数据库服务器的备份工具出错", "a backup tool of the database server failed")
        raise StorageError(message, where=f"{tool}: {done.stderr.strip()[:500]}")


def _tool(name: str) -> str:
    """Return where a tool of PostgreSQL is: on the path, or where Debian keeps the newest."""
    found = shutil.which(name)
    if found:
        return found
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parent.parent.name))
    if not installed:
        raise StorageError(
            Text("本机没有安装 PostgreSQL 客户端工具", "the client tools of PostgreSQL are not installed"), where=name
        )
    return str(installed[-1])


# Both


def _write_manifest(beside: Path, head: Checkpoint, now: datetime) -> None:
    manifest = {"head": head.full(), "taken": now.isoformat(timespec="seconds")}
    (beside / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="ascii")
    _synchronise(beside / MANIFEST)


def _read(folder: Path) -> Backup:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="ascii"))
    chain, seq, digest = manifest["head"].rsplit(":", 2)
    return Backup(folder, datetime.fromisoformat(manifest["taken"]), Checkpoint(chain, int(seq), digest))


def _free_name(folder: Path, name: str) -> Path:
    """Return a folder name that is not taken yet."""
    target, number = folder / name, 2
    while target.exists():
        target, number = folder / f"{name}-{number}", number + 1
    return target


def _synchronise(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _damaged(where: str) -> StorageError:
    message = Text("副本未通过核验，不能算作备份", "the copy does not verify; it is no backup")
    remedy = Text("请先核验现用数据库，再重新备份", "verify the database in use, then back it up again")
    return StorageError(message, where=where, remedy=remedy)


@contextmanager
def _told(place: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        message = Text("备份或恢复时无法读写文件", "a file cannot be read or written for backup or restore")
        raise StorageError(message, where=f"{place}: {fault.strerror}") from fault
    except sqlite3.OperationalError as fault:
        message = Text("备份时无法读写数据库文件", "a database file cannot be read or written for backup")
        raise StorageError(message, where=f"{place}: {fault}") from fault
