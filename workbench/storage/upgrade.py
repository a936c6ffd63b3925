"""The schema brought up to date: by Alembic, in one transaction, after a verified backup, or refused in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from workbench.errors import StorageError, Text
from workbench.storage.connection import APP_ROLE, Store
from workbench.storage.guards import grant_app_role, guard_faults

REVISIONS = ("0001", "0002", "0003")
"""Every schema revision, oldest first; a test compares them with the migration scripts."""


MIGRATIONS = Path(__file__).parent / "migrations"


def bring_up_to_date(store: Store, before_upgrade: Callable[[], object]) -> bool:
    """Make or upgrade the schema; ``before_upgrade`` takes the backup when there is something to lose.

    Returns:
        True when the schema was changed.

    Raises:
        StorageError: The database is newer than this program, is not one of ours, or is read-only and old.
    """
    with store.read() as connection:
        present = revision(connection, store.place)
    if present == REVISIONS[-1]:
        return False
    if present is not None:
        before_upgrade()
    with store.write() as connection:
        if revision(connection, store.place) != REVISIONS[-1]:
            _run_migrations(connection)
        if revision(connection, store.place) != REVISIONS[-1]:
            raise RuntimeError("the migrations do not lead to the newest revision")
        refuse_faults(connection, store.place)
    return True


def revision(connection: Connection, place: str) -> str | None:
    """Return the schema revision of a database, ``None`` for an empty one.

    Raises:
        StorageError: The revision is unknown, or the tables are of another program.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables or "journal" not in tables:
        message = Text("这不是本工作台的数据库", "this database does not belong to the workbench")
        raise StorageError(message, where=place)
    present = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())
    if present not in REVISIONS:
        raise StorageError(
            Text("数据库由更新版本的程序建立", "the database was made by a newer version of the program"),
            where=f"{place}: {present}",
            remedy=Text("请更新程序；数据库未被改动", "update the program; the database was not touched"),
        )
    return present


def refuse_faults(connection: Connection, place: str) -> None:
    """Refuse to go on when a guard of the journal is missing.

    Raises:
        StorageError: With the names of the guards.
    """
    faults = guard_faults(connection)
    if faults:
        raise StorageError(
            Text("日志的保护措施缺失或被改动，拒绝写入", "guards of the journal are missing or changed; not writing"),
            where=f"{place}: {', '.join(faults)}",
            remedy=Text(
                "以只读方式打开并核验，从备份恢复", "open it for reading only, verify it, and restore from a backup"
            ),
        )


def _run_migrations(connection: Connection) -> None:
    """Run Alembic on ``connection``, inside its transaction; imported here because it is rarely needed."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if connection.dialect.name == "postgresql":
        _install_app_role(connection)


def _install_app_role(connection: Connection) -> None:
    """Make the app role where it is missing and give it its rights; the owner does this."""
    role = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
    if connection.execute(role, {"role": APP_ROLE}).scalar() is None:
        connection.exec_driver_sql(f"CREATE ROLE {APP_ROLE} NOLOGIN")
    connection.exec_driver_sql(f"GRANT {APP_ROLE} TO CURRENT_USER")
    grant_app_role(connection, inspect(connection).get_table_names())
