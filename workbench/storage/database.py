"""One open database with everything in it, and the rules for opening it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Self

from platformdirs import user_data_path, user_state_path
from sqlalchemy import insert, select

from workbench.core.records import GENESIS, Recorded
from workbench.errors import StorageError, Text
from workbench.storage import record_checks, upgrade
from workbench.storage.accounts import Accounts
from workbench.storage.attachments import Attachments, attachment_folder
from workbench.storage.backup import Backup, back_up
from workbench.storage.connection import Store, postgresql_store, sqlite_store
from workbench.storage.journal import Journal
from workbench.storage.number_register import NumberRegister
from workbench.storage.office import AccessLog, Drafts, Settings
from workbench.storage.places import refuse_unsafe_place
from workbench.storage.projections import CaseRegister, CaseRow
from workbench.storage.queue import URGENCY, CaseFilter, CasePage, Days, Sort, search_cases
from workbench.storage.registers import Registers
from workbench.storage.schema import chain_head
from workbench.storage.snapshots import Snapshots
from workbench.storage.upgrade import bring_up_to_date, refuse_faults, revision

_APP = "event-approval-workbench"
_REGISTERS = "registers_edition"
"""Setting that says of which edition the registers were made."""

_CHAIN = re.compile(r"[A-Za-z0-9-]{1,16}")

Now = Callable[[], datetime]
"""Tells the present moment, aware UTC."""


class Database:
    """An open database: ``journal`` and, beside it, everything that is kept in step or beside it."""

    def __init__(self, store: Store, *, clock: Now, side_folder: Path) -> None:
        """Wire the parts; use :func:`open_database`."""
        self.store = store
        self.clock = clock
        self.read_only = store.read_only
        self.kind = store.kind
        self.place = store.place
        self.journal = Journal(store)
        self.cases = CaseRegister(store)
        self.journal.follow(self.cases)
        self.registers = Registers(store)
        self.journal.follow(self.registers)
        self.numbers = NumberRegister(store)
        self.attachments = Attachments(store)
        self.accounts = Accounts(self.journal, store)
        self.snapshots = Snapshots(store)
        self.drafts = Drafts(store)
        self.settings = Settings(store)
        self.access = AccessLog(self.journal, store, side_folder)

    def search_cases(
        self,
        wanted: CaseFilter,
        days: Days,
        *,
        sort: Sort = URGENCY,
        after: tuple[str | int, ...] | None = None,
        limit: int = 50,
    ) -> CasePage:
        """Return one page of the register; see :func:`workbench.storage.queue.search_cases`."""
        return search_cases(self.store, wanted, days, sort=sort, after=after, limit=limit)

    def cases_between(self, first: date, last: date, statuses: Sequence[str]) -> tuple[CaseRow, ...]:
        """Return cases that share days; see :func:`workbench.storage.record_checks.cases_between`."""
        return record_checks.cases_between(self.store, first, last, statuses)

    def check_stream(self, stream: str) -> record_checks.StreamReport:
        """Return whether a stream is in order; see :func:`workbench.storage.record_checks.check_stream`."""
        return record_checks.check_stream(self.store, stream)

    def number_gaps(self, series: Iterable[str], years: Iterable[int]) -> tuple[tuple[str, int, int], ...]:
        """Return series with gaps; see :func:`workbench.storage.record_checks.gaps`."""
        return record_checks.gaps(self.store, series, years)

    def rebuild_projections(self) -> None:
        """Empty every projection and make it again from the journal; snapshots are dropped."""
        self.journal.rebuild()
        self.snapshots.clear()

    def fill_registers(self, edition: int) -> None:
        """Make the registers from the journal where a database is older than they are; once per edition."""
        if not self.read_only and self.settings.get(_REGISTERS) != edition:
            self.journal.rebuild(self.registers)
            self.settings.put(_REGISTERS, edition)

    def erase(self, case: str, reason: str, *, actor: str, at: datetime) -> Recorded:
        """Erase the personal data of a case by law; see :meth:`workbench.storage.journal.Journal.erase`.

        Its snapshots are dropped and its row is made again. Backups taken before still hold the data until they are
        thinned out.
        """
        return self.journal.erase(f"case/{case}", reason, actor=actor, at=at)

    def back_up(self, folder: Path | None = None, *, location: str = "") -> Backup:
        """Take a verified backup into ``folder``, by default beside the file; see :mod:`workbench.storage.backup`."""
        beside = backup_folder(self.store.file) if self.store.file else user_data_path(_APP) / "backups"
        return back_up(self.store, folder or beside, self.clock(), location=location)

    def close(self) -> None:
        """Close every connection."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()


def open_database(
    location: str | Path,
    *,
    clock: Now,
    create: bool = True,
    read_only: bool = False,
    chain: str = "",
    side_folder: Path | None = None,
) -> Database:
    """Open a SQLite file (a path) or a server database (``postgresql://…``).

    Args:
        location: Path of the file, or URL of the server database.
        clock: The one clock; used for lock-outs, backups and records of reading, never for journal times.
        create: Make the database when it is not there.
        read_only: Never write, not even a record of reading.
        chain: Identifier of the office's chain for a new database; random when empty.
        side_folder: Where readings of a read-only database are noted; a folder of the user when not given.

    Raises:
        StorageError: With the reason in words: not there, not ours, newer than the program, on a network share or in a
            cloud-sync folder, guards missing, not reachable.
    """
    if str(location).startswith("postgresql:"):
        store = _open_server(str(location), clock, read_only=read_only)
    else:
        store = _open_file(Path(location), clock, create=create, read_only=read_only)
    try:
        _first_entry(store, chain)
    except BaseException:
        store.close()
        raise
    return Database(store, clock=clock, side_folder=side_folder or user_state_path(_APP))


def backup_folder(file: Path) -> Path:
    """Return where backups of a SQLite file lie unless the office chose another place."""
    return file.with_name(f"{file.name}.backups")


def _never() -> None:
    raise AssertionError("a server is upgraded by its owner's connection")


def _open_file(file: Path, clock: Now, *, create: bool, read_only: bool) -> Store:
    refuse_unsafe_place(file.parent)
    if not file.exists() and (read_only or not create):
        raise StorageError(Text("数据库文件不存在", "there is no such database file"), where=str(file))
    if not read_only:
        _make_place(file)
    store = sqlite_store(file, read_only=read_only)
    try:
        _prepare(store, lambda: back_up(store, backup_folder(file), clock()))
    except BaseException:
        store.close()
        raise
    return store


def _prepare(store: Store, before_upgrade: Callable[[], object]) -> None:
    """Bring the schema up to date, or for a reader only look that it is."""
    if not store.read_only:
        bring_up_to_date(store, before_upgrade)
    with store.read() as connection:
        present = revision(connection, store.place)
        if present is None:
            raise StorageError(Text("数据库是空的", "the database is empty"), where=store.place)
        if present != upgrade.REVISIONS[-1]:
            raise StorageError(
                Text("数据库由旧版本建立，须先升级", "the database is of an older version and must be upgraded first"),
                where=f"{store.place}: {present}",
                remedy=Text(
                    "以可写方式打开一次即自动备份并升级", "open it once for writing: it is backed up and upgraded"
                ),
            )
        if not store.read_only:
            refuse_faults(connection, store.place)


def _open_server(location: str, clock: Now, *, read_only: bool) -> Store:
    if not read_only:
        owner = postgresql_store(location, read_only=False, as_owner=True)
        try:
            bring_up_to_date(
                owner, lambda: back_up(owner, user_data_path(_APP) / "backups", clock(), location=location)
            )
        finally:
            owner.close()
    store = postgresql_store(location, read_only=read_only)
    try:
        _prepare(store, _never)
    except BaseException:
        store.close()
        raise
    return store


def _make_place(file: Path) -> None:
    """Make folder and file for their owner alone: they hold names, telephone numbers and password hashes."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            attachment_folder(file).mkdir(mode=0o700, exist_ok=True)
            file.touch(mode=0o600)
    except OSError as fault:
        message = Text("无法建立数据文件夹", "the data folder cannot be made")
        raise StorageError(message, where=str(file.parent)) from fault


def _first_entry(store: Store, chain: str) -> None:
    """Give a new database its chain."""
    known = select(chain_head.c.chain)
    with store.read() as connection:
        if connection.execute(known).scalar() is not None or store.read_only:
            return
    if chain and not _CHAIN.fullmatch(chain):
        raise ValueError(f"chain {chain!r} is not 1 to 16 letters, figures and hyphens")
    with store.write() as connection:
        if connection.execute(known).scalar() is None:
            row = {"id": 1, "chain": chain or secrets.token_hex(4), "seq": 0, "hash": GENESIS}
            connection.execute(insert(chain_head), row)
