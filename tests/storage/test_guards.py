"""The journal defends itself inside the database; each guard is tried, and its absence is noticed."""

import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from workbench.errors import StorageError
from workbench.storage.connection import APP_ROLE
from workbench.storage.database import open_database
from workbench.storage.guards import SQLITE_GUARDS, guard_faults

CHANGES = [
    "UPDATE journal SET body = '{}'",
    "UPDATE journal SET seq = 7 WHERE seq = 1",
    "DELETE FROM journal",
    "DELETE FROM journal WHERE seq = 2",
    "DELETE FROM chain_head",
    "UPDATE chain_head SET seq = 0",
    "UPDATE chain_head SET chain = 'other'",
]
DEFINITIONS = {
    "sqlite": "SELECT coalesce(sql, '') FROM sqlite_master",
    "postgresql": "SELECT pg_get_constraintdef(oid) FROM pg_constraint",
}
NEXT = "'CZ01', 'case/9', 1, 'k', 'a', 't'"


@pytest.fixture
def filled(database, append):
    append("case/1", "received", "accepted")
    return database


def rows(database):
    return list(database.journal.entries())


def refused(database, statement):
    before = rows(database)
    with pytest.raises((DBAPIError, StorageError)), database.store.write() as connection:
        connection.execute(text(statement))
    assert rows(database) == before
    assert database.journal.verify().genuine


@pytest.mark.parametrize("statement", CHANGES)
def test_the_journal_refuses_every_change(filled, statement):
    refused(filled, statement)


def test_the_journal_takes_only_the_next_entry(filled):
    head = filled.journal.head()
    columns = "(seq, chain, stream, version, kind, actor, at, prev, hash, body)"
    for seq, prev in ((2, head.hash), (4, head.hash), (3, "f" * 64), (1, "0" * 64), (9, "0" * 64)):
        refused(filled, f"INSERT INTO journal {columns} VALUES ({seq}, {NEXT}, '{prev}', 'h', '{{}}')")


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_replace_does_not_get_past_the_delete_guard(tmp_path, clock, recursive, verb):
    file = tmp_path / "office.db"
    with open_database(file, clock=clock) as database:
        database.access.record("1", actor="p1", at=clock())
        kept = rows(database)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(f"PRAGMA recursive_triggers={recursive}")
    columns = "(seq, chain, stream, version, kind, actor, at, prev, hash, body)"
    for seq, stream in ((1, "case/9"), (2, "access/1")):
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute(
                f"{verb} INTO journal {columns} "
                f"VALUES ({seq}, 'c', '{stream}', 1, 'k', 'a', 't', '{kept[0].hash}', '', '')"
            )
    connection.close()
    with open_database(file, clock=clock) as database:
        assert rows(database) == kept


def test_without_its_guard_replace_would_overwrite_an_entry(tmp_path, clock):
    """The failing fixture of the guard: with the trigger gone, the bypass works, and opening notices."""
    file = tmp_path / "office.db"
    with open_database(file, clock=clock) as database:
        database.access.record("1", actor="p1", at=clock())
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("DROP TRIGGER journal_next_only")
    connection.execute(
        "INSERT OR REPLACE INTO journal "
        "SELECT seq, chain, stream, version, kind, 'other', at, prev, hash, body FROM journal"
    )
    assert connection.execute("SELECT actor FROM journal").fetchall() == [("other",)]
    connection.close()
    with pytest.raises(StorageError, match="保护措施"):
        open_database(file, clock=clock)
    with open_database(file, clock=clock, read_only=True) as database:
        assert database.journal.verify().first_bad == 1


@pytest.mark.parametrize("name", SQLITE_GUARDS)
def test_a_dropped_guard_keeps_the_database_from_opening(tmp_path, clock, name):
    file = tmp_path / "office.db"
    open_database(file, clock=clock).close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(f"DROP TRIGGER {name}")
    connection.close()
    with pytest.raises(StorageError) as caught:
        open_database(file, clock=clock)
    assert name in caught.value.where


def test_a_weakened_guard_keeps_the_database_from_opening(tmp_path, clock):
    file = tmp_path / "office.db"
    open_database(file, clock=clock).close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("DROP TRIGGER journal_no_delete")
    connection.execute("CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal WHEN 0 BEGIN SELECT 1; END")
    connection.close()
    with pytest.raises(StorageError, match="保护措施"):
        open_database(file, clock=clock)


def test_a_trigger_that_would_swallow_entries_keeps_the_database_from_opening(tmp_path, clock):
    file = tmp_path / "office.db"
    open_database(file, clock=clock).close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("CREATE TRIGGER quiet BEFORE INSERT ON journal BEGIN SELECT RAISE(IGNORE); END")
    connection.close()
    with pytest.raises(StorageError) as caught:
        open_database(file, clock=clock)
    assert "quiet" in caught.value.where


def test_rebuilding_the_journal_table_loses_its_guards_and_is_noticed(tmp_path, clock):
    """What a batch migration does: copy, drop, rename."""
    file = tmp_path / "office.db"
    open_database(file, clock=clock).close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA legacy_alter_table=ON")  # otherwise a trigger that reads the journal stops the renaming
    connection.execute("CREATE TABLE copy AS SELECT * FROM journal")
    connection.execute("DROP TABLE journal")
    connection.execute("ALTER TABLE copy RENAME TO journal")
    connection.close()
    with pytest.raises(StorageError) as caught:
        open_database(file, clock=clock)
    assert all(name in caught.value.where for name in ("journal_no_update", "journal_no_delete", "journal_next_only"))
    assert "journal STRICT" in caught.value.where


def test_connections_run_with_the_pragmas_that_the_guards_need(tmp_path, clock):
    with open_database(tmp_path / "office.db", clock=clock) as database, database.store.read() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert told == ["wal", 2, 1, 1]


def test_nothing_deletes_by_cascade(database):
    with database.store.read() as connection:
        if database.kind == "sqlite":
            definitions = connection.exec_driver_sql("SELECT coalesce(sql, '') FROM sqlite_master").scalars().all()
        else:
            definitions = (
                connection.exec_driver_sql("SELECT pg_get_constraintdef(oid) FROM pg_constraint").scalars().all()
            )
    assert not [definition for definition in definitions if "ON DELETE" in definition.upper()]


# PostgreSQL


@pytest.fixture
def guarded(server, clock):
    """A database of its own whose guards may be broken."""
    name = server.new_database()
    yield name
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("role", ["clerk", "office_owner"])
def test_whoever_signs_in_to_the_server_works_without_the_rights_to_change(server, guarded, clock, role):
    with open_database(server.location(guarded, role), clock=clock) as database:
        database.access.record("1", actor="p1", at=clock())
        with database.store.read() as connection:
            assert connection.exec_driver_sql("SELECT current_user").scalar() == APP_ROLE
        for statement in ("UPDATE journal SET actor = 'x'", "DELETE FROM journal", "TRUNCATE journal"):
            with pytest.raises(StorageError, match="权限"), database.store.write() as connection:
                connection.exec_driver_sql(statement)
        with pytest.raises(StorageError, match="权限"), database.store.write() as connection:
            connection.exec_driver_sql("DROP TRIGGER journal_no_change ON journal")


def test_even_the_owner_is_stopped_by_the_triggers(server, guarded, clock):
    with open_database(server.location(guarded), clock=clock) as database:
        database.access.record("1", actor="p1", at=clock())
    for statement in ("UPDATE journal SET actor = 'x'", "DELETE FROM journal", "TRUNCATE journal"):
        with pytest.raises(DBAPIError, match="never changed"):
            server.execute(statement, name=guarded, role="office_owner")


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DROP TRIGGER journal_no_change ON journal", "journal_no_change"),
        ("ALTER TABLE journal DISABLE TRIGGER journal_no_truncate", "journal_no_truncate"),
        ("GRANT DELETE ON journal TO eaw_app", "eaw_app DELETE journal"),
        ("GRANT UPDATE (actor) ON journal TO eaw_app", "eaw_app UPDATE journal"),
        ("CREATE RULE quiet AS ON INSERT TO journal DO INSTEAD NOTHING", "quiet"),
        (
            "CREATE TRIGGER loud BEFORE UPDATE ON journal EXECUTE FUNCTION suppress_redundant_updates_trigger()",
            "loud",
        ),
        ("GRANT TRUNCATE ON journal TO PUBLIC", "eaw_app TRUNCATE journal"),
        (
            "CREATE OR REPLACE FUNCTION eaw_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
            "eaw_refuse",
        ),
    ],
)
def test_a_broken_server_guard_keeps_the_database_from_opening(server, guarded, clock, statement, fault):
    server.execute(statement, name=guarded, role="office_owner")
    with pytest.raises(StorageError) as caught:
        open_database(server.location(guarded, "clerk"), clock=clock)
    assert fault in caught.value.where


def test_the_guard_list_names_nothing_on_a_sound_database(database):
    with database.store.read() as connection:
        assert guard_faults(connection) == ()
