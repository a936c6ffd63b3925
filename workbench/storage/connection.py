"""Connections: the engine of either database, one way to read and one way to write, faults put into words.

SQLite runs with write-ahead log, full synchronisation, foreign keys and recursive triggers; a write begins with
``BEGIN IMMEDIATE``, so that two writers queue instead of failing half-way. On PostgreSQL every connection works in the
role :data:`APP_ROLE`, which may not change or remove a journal row, whoever signs in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from workbench.errors import StorageError, Text

APP_ROLE = "eaw_app"
BUSY_SECONDS = 15
_WRITER = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON")
_READER = ("query_only=ON",)


class Store:
    """An open database: ``kind`` is ``sqlite`` or ``postgresql``; ``place`` names it in messages."""

    def __init__(self, engine: Engine, *, place: str, file: Path | None, read_only: bool) -> None:
        """Keep the engine; ``file`` is the SQLite file, ``None`` on a server."""
        self.engine = engine
        self.place = place
        self.file = file
        self.read_only = read_only
        self.kind = engine.dialect.name
        self._writer = engine.execution_options(eaw_begin="BEGIN IMMEDIATE")

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection inside one reading transaction: one consistent view."""
        with worded(self.place), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection inside one writing transaction; leaving by an exception undoes it.

        Raises:
            StorageError: The database is read-only, full, busy or gone; nothing was written.
        """
        if self.read_only:
            raise StorageError(
                Text("数据库以只读方式打开，不能写入", "the database is open for reading only; nothing was written"),
                where=self.place,
            )
        with worded(self.place), self._writer.connect() as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def sqlite_store(file: Path, *, read_only: bool) -> Store:
    """Return the store of a SQLite file that exists, or that may be made."""
    target = f"{file.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"

    pragmas = _READER if read_only else _WRITER

    def connect() -> sqlite3.Connection:
        made = sqlite3.connect(target, uri=True, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
        try:
            for pragma in pragmas:
                made.execute(f"PRAGMA {pragma}")
        except BaseException:
            made.close()
            raise
        return made

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)
    event.listen(engine, "begin", _begin_sqlite)
    return Store(engine, place=str(file), file=file, read_only=read_only)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("eaw_begin", "BEGIN"))


def postgresql_store(location: str, *, read_only: bool, as_owner: bool = False) -> Store:
    """Return the store of a PostgreSQL database; daily work runs in :data:`APP_ROLE`."""
    url = server_url(location)
    engine = create_engine(url, pool_pre_ping=True)
    if not as_owner:
        event.listen(engine, "connect", _take_app_role)
    if read_only:
        engine = engine.execution_options(postgresql_readonly=True)
    return Store(engine, place=url.render_as_string(hide_password=True), file=None, read_only=read_only)


def server_url(location: str) -> URL:
    """Return ``postgresql://…`` with the driver named, session times in UTC left to text columns."""
    return make_url(location).set(drivername="postgresql+psycopg")


def _take_app_role(connection: Any, _record: object) -> None:
    connection.execute(f"SET ROLE {APP_ROLE}")
    connection.commit()


@contextmanager
def worded(place: str) -> Iterator[None]:
    """Turn the faults of the world that a driver reports into :class:`StorageError`; ours pass as they are."""
    try:
        yield
    except DBAPIError as fault:
        text = _in_words(fault)
        if text is None:
            raise
        raise StorageError(text, where=place, remedy=_REMEDY) from fault
    except sqlite3.OperationalError as fault:
        text = _SQLITE_WORDS.get(_sqlite_name(fault))
        if text is None:
            raise
        raise StorageError(text, where=place, remedy=_REMEDY) from fault


_REMEDY = Text("原有记录未受影响；排除原因后重试", "what was recorded is unharmed; remove the cause and try again")

_SQLITE_WORDS = {
    "SQLITE_FULL": Text("磁盘已满，未写入任何内容", "the disk is full; nothing was written"),
    "SQLITE_BUSY": Text("数据库正被其他程序占用", "another program keeps the database busy"),
    "SQLITE_LOCKED": Text("数据库正被其他程序占用", "another program keeps the database busy"),
    "SQLITE_READONLY": Text("数据库文件或其所在文件夹不可写", "the database file or its folder is not writable"),
    "SQLITE_IOERR": Text("读写磁盘出错", "the disk reported a read or write error"),
    "SQLITE_CANTOPEN": Text("无法打开数据库文件", "the database file cannot be opened"),
    "SQLITE_CORRUPT": Text("数据库文件已损坏", "the database file is damaged"),
    "SQLITE_NOTADB": Text("这不是数据库文件", "this file is not a database"),
}

_SERVER_GONE = Text("与数据库服务器的连接已断开", "the connection to the database server was lost")
_SERVER_WORDS = {
    "08": _SERVER_GONE,
    "57": _SERVER_GONE,
    "53": Text("数据库服务器资源不足（磁盘或内存）", "the database server is out of resources (disk or memory)"),
    "25": Text("数据库只读，未写入任何内容", "the database is read-only; nothing was written"),
    "42501": Text("数据库角色没有所需权限", "the database role lacks a permission"),
    "28": Text("数据库服务器拒绝登录", "the database server refused the sign-in"),
    "58": Text("数据库服务器读写出错", "the database server reported an I/O error"),
}


def _in_words(fault: DBAPIError) -> Text | None:
    """Return what a person can be told, or ``None`` when the fault is ours."""
    driver = fault.orig
    if isinstance(driver, sqlite3.DatabaseError):
        return _SQLITE_WORDS.get(_sqlite_name(driver))
    state = getattr(driver, "sqlstate", None)
    if state is None:
        return _SERVER_GONE if type(driver).__name__ == "OperationalError" else None
    return _SERVER_WORDS.get(state) or _SERVER_WORDS.get(state[:2])


def _sqlite_name(fault: sqlite3.DatabaseError) -> str:
    """Return the primary code of a driver fault, e.g. ``SQLITE_IOERR`` for ``SQLITE_IOERR_WRITE``."""
    return "_".join(getattr(fault, "sqlite_errorname", "").split("_")[:2])
