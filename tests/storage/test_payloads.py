"""Personal data beside the journal, on both databases: kept, guarded, erased by an entry, found out when altered."""

import json
import sqlite3
from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from workbench.core.payloads import payload
from workbench.core.records import GENESIS, Entry, Event, sealed
from workbench.errors import StorageError
from workbench.storage import upgrade
from workbench.storage.backup import back_up, restore
from workbench.storage.connection import postgresql_store, sqlite_store
from workbench.storage.database import open_database
from workbench.storage.guards import SQLITE_GUARDS
from workbench.storage.projections import CaseRow
from workbench.storage.queue import CaseFilter, Days
from workbench.storage.snapshots import Snapshot

AT = datetime(2026, 4, 16, 1, 0, tzinfo=UTC)
NAME = "葛样例13900000000"
APPLICATION = {"format_version": "1", "fields": [["und.contact", NAME], ["und.name", "澄湖湾样例公司"]], "sheets": []}
OTHER = {**APPLICATION, "fields": [["und.contact", "别人"]]}
WHY = "依申请删除，2026-04-16"
COLUMNS = "(hash, salt, data, erased)"
DAYS = Days(AT.date(), AT.date())


def row(events, tx):
    """The row of a case, from what its events hold."""
    told = tx.read(events[-1].stream)
    fields = dict(told[0].body["application"]["fields"])
    return CaseRow(
        events[-1].stream.removeprefix("case/"),
        events[-1].version,
        title=fields.get("ev.name", ""),
        undertaker=fields.get("und.contact", ""),
        clock="closed",
    )


@pytest.fixture
def office(database):
    """Two cases with an application each, the first one with a supplement and a snapshot."""
    database.cases.made_by(row)
    receive(database, "1")
    receive(database, "2", OTHER)
    supplement = Event("supplement_received", {"application": {**APPLICATION, "source": "补正"}, "note": "n"})
    database.journal.append("case/1", 1, lambda _tx: [supplement], actor="p1", at=AT)
    for case in "12":
        database.snapshots.save(Snapshot(f"case/{case}", 1, "1", NAME.encode()))
    return database


def receive(database, case, application=APPLICATION):
    event = Event("package_received", {"application": application, "case": case})
    return database.journal.append(f"case/{case}", 0, lambda _tx: [event], actor="p1", at=AT)[0]


def erase(database, case="1"):
    return database.erase(case, WHY, actor="p4", at=AT)


def stored(database):
    with database.store.read() as connection:
        return list(connection.execute(text("SELECT hash, salt, data, erased FROM payloads ORDER BY erased, hash")))


def references(database, case="1"):
    own = [entry for entry in database.journal.entries() if entry.stream == f"case/{case}"]
    found = [json.loads(entry.body)["data"].get("application") for entry in own]
    return [value["$payload"] for value in found if value]


def refused(database, statement):
    before = stored(database)
    with pytest.raises((DBAPIError, StorageError)), database.store.write() as connection:
        connection.execute(text(statement))
    assert stored(database) == before


def test_an_application_stands_beside_its_entry_and_is_read_as_part_of_it(office):
    assert NAME not in "".join(entry.body for entry in office.journal.entries())
    first, second = office.journal.read("case/1")
    assert first.body == {"application": APPLICATION, "case": "1"}
    assert second.body["application"]["source"] == "补正"
    assert [e.body["application"] for e in office.journal.read_all() if e.stream == "case/2"] == [OTHER]
    assert office.journal.verify().genuine


def test_what_an_append_returns_is_what_is_read_later(database):
    written = receive(database, "7")
    assert database.journal.read("case/7") == (written,)


def test_the_same_application_of_two_cases_has_two_hashes(database):
    receive(database, "1")
    receive(database, "2")
    assert len({*references(database, "1"), *references(database, "2")}) == 2
    assert len({salt for _hash, salt, _data, _erased in stored(database)}) == 2


def test_an_append_that_fails_leaves_no_personal_data_behind(database):
    def build(tx):
        tx.write([("case/1", Event("package_received", {"application": APPLICATION}))])
        raise ValueError("half-way")

    with pytest.raises(ValueError, match="half-way"):
        database.journal.append("case/1", 0, build, actor="p1", at=AT)
    assert stored(database) == []


def test_an_erasure_breaks_no_chain_and_changes_no_entry(office):
    before = list(office.journal.entries())
    event = erase(office)
    after = list(office.journal.entries())
    assert after[:-1] == before
    assert (event.kind, event.stream, event.actor) == ("payload_erased", "case/1", "p4")
    assert event.body["reason"] == WHY
    assert event.body["hashes"] == references(office)[:2]
    assert office.journal.verify().genuine


def test_after_an_erasure_nothing_of_the_case_is_left_and_the_other_case_is_whole(office):
    erase(office)
    assert [(salt, data) for _hash, salt, data, erased in stored(office) if erased] == [("", "")] * 2
    first, second, _erasing = office.journal.read("case/1")
    assert first.body["application"]["format_version"] == "$erased"
    assert NAME not in json.dumps([first.body, second.body], ensure_ascii=False)
    assert (second.body["note"], first.body["case"]) == ("n", "1")
    assert office.journal.read("case/2")[0].body["application"] == OTHER
    assert office.snapshots.newest("case/1", "1") is None
    assert office.snapshots.newest("case/2", "1") is not None


def test_the_register_forgets_the_names_at_once_and_a_rebuild_gives_the_same(office):
    assert office.search_cases(CaseFilter(text="葛样例"), DAYS).total == 1
    erase(office)
    found = office.cases.get("1")
    assert (found.title, found.undertaker) == ("个人资料已依法删除", "")
    assert office.search_cases(CaseFilter(text="葛样例"), DAYS).total == 0
    before = [office.cases.get(case) for case in "12"]
    office.rebuild_projections()
    assert [office.cases.get(case) for case in "12"] == before


def test_nothing_is_erased_twice(office):
    erase(office)
    head = office.journal.head()
    with pytest.raises(StorageError, match="没有可以删除"):
        erase(office)
    with pytest.raises(StorageError, match="没有可以删除"):
        erase(office, "9")
    assert office.journal.head() == head


def test_what_comes_after_an_erasure_is_kept_and_can_be_erased_as_well(office):
    erase(office)
    later = Event("supplement_received", {"application": OTHER})
    office.journal.append("case/1", 3, lambda _tx: [later], actor="p1", at=AT)
    assert office.journal.read("case/1")[-1].body["application"] == OTHER
    assert erase(office).body["hashes"] == references(office)[2:]
    assert office.journal.verify().genuine


# Guards


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payloads SET data = '{}'",
        "UPDATE payloads SET salt = '', data = ''",
        "UPDATE payloads SET salt = '', data = '', erased = 1",
        "UPDATE payloads SET salt = '', data = '', erased = 99",
        "UPDATE payloads SET erased = 3",
        "UPDATE payloads SET hash = 'x'",
        "DELETE FROM payloads",
        f"INSERT INTO payloads {COLUMNS} SELECT hash, salt, '{{}}', 0 FROM payloads",
        f"INSERT INTO payloads {COLUMNS} VALUES ('{'a' * 64}', '', '', 0)",
        f"INSERT INTO payloads {COLUMNS} VALUES ('{'a' * 64}', '{'0' * 32}', '{{}}', 1)",
    ],
)
def test_personal_data_is_only_inserted_whole(office, statement):
    refused(office, statement)


def test_the_entry_of_one_erasure_empties_no_other_payload(office):
    erasing = erase(office).seq
    refused(office, f"UPDATE payloads SET salt = '', data = '', erased = {erasing} WHERE erased = 0")


def test_what_was_erased_is_never_brought_back(office):
    digest = stored(office)[0].hash
    erase(office)
    refused(office, f"UPDATE payloads SET salt = '{'0' * 32}', data = '{{}}', erased = 0 WHERE erased > 0")
    refused(office, f"UPDATE payloads SET erased = 4 WHERE hash = '{digest}'")


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_replace_does_not_get_past_the_guards(tmp_path, clock, recursive, verb):
    with open_database(tmp_path / "office.db", clock=clock) as database:
        receive(database, "1")
        kept = stored(database)
    connection = sqlite3.connect(tmp_path / "office.db", isolation_level=None)
    connection.execute(f"PRAGMA recursive_triggers={recursive}")
    replace = f"{verb} INTO payloads {COLUMNS} SELECT hash, '{'0' * 32}', '{{}}', 0 FROM payloads"
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(replace)
    connection.close()
    with open_database(tmp_path / "office.db", clock=clock) as database:
        assert stored(database) == kept


@pytest.mark.parametrize(
    ("guard", "statement"),
    [
        ("payloads_whole", f"INSERT OR REPLACE INTO payloads {COLUMNS} SELECT hash, salt, '{{}}', 0 FROM payloads"),
        ("payloads_erase_only", "UPDATE payloads SET data = '{}'"),
        ("payloads_erase_only", "UPDATE payloads SET salt = '', data = '', erased = 1"),
        ("payloads_stay", "DELETE FROM payloads"),
    ],
)
def test_without_its_guard_each_change_gets_through_and_is_found_at_its_entry(tmp_path, clock, guard, statement):
    """The failing fixture of the guards: opening for writing notices, verification names the entry."""
    file = tmp_path / "office.db"
    with open_database(file, clock=clock) as database:
        database.access.record("1", actor="p1", at=AT)
        receive(database, "1")
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(f"DROP TRIGGER {guard}")
    connection.execute(statement)
    connection.close()
    with pytest.raises(StorageError) as caught:
        open_database(file, clock=clock)
    assert guard in caught.value.where
    with open_database(file, clock=clock, read_only=True) as database:
        report = database.journal.verify()
        assert (report.genuine, report.first_bad) == (False, 2)
        assert database.journal.read("case/1")


def past_guards(file, statement, *values):
    connection = sqlite3.connect(file, isolation_level=None)
    for guard in SQLITE_GUARDS:
        connection.execute(f"DROP TRIGGER IF EXISTS {guard}")
    connection.execute(statement, values)
    connection.close()


def test_data_brought_back_past_the_guards_is_found_at_the_erasing_entry(tmp_path, clock):
    file = tmp_path / "office.db"
    with open_database(file, clock=clock) as database:
        receive(database, "1")
        ((digest, salt, data, _erased),) = stored(database)
        erase(database)
    past_guards(file, "UPDATE payloads SET salt = ?, data = ?, erased = 0 WHERE hash = ?", salt, data, digest)
    with open_database(file, clock=clock, read_only=True) as database:
        report = database.journal.verify()
        assert (report.genuine, report.first_bad) == (False, 2)
        assert "there again" in report.reason.en


@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE"])
def test_a_right_too_many_on_the_server_keeps_the_database_from_opening(server, clock, right):
    name = server.new_database()
    server.execute(f"GRANT {right} ON payloads TO eaw_app", name=name, role="office_owner")
    with pytest.raises(StorageError) as caught:
        open_database(server.location(name, "clerk"), clock=clock)
    assert caught.value.where.endswith(f"eaw_app {right} payloads")
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_even_the_owner_of_the_server_is_stopped_by_the_triggers(server, clock):
    name = server.new_database()
    with open_database(server.location(name), clock=clock) as database:
        receive(database, "1")
    for statement in ("UPDATE payloads SET data = '{}'", "DELETE FROM payloads", "TRUNCATE payloads"):
        with pytest.raises(DBAPIError, match="personal data"):
            server.execute(statement, name=name, role="office_owner")
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


# What is left on the disk, and copies


def test_no_file_of_the_database_holds_what_was_erased(tmp_path, clock):
    file = tmp_path / "office.db"
    long = {**APPLICATION, "source": NAME * 5000}
    with open_database(file, clock=clock) as database:
        database.cases.made_by(row)
        receive(database, "1", long)
        database.snapshots.save(Snapshot("case/1", 1, "1", NAME.encode() * 5000))
        assert holding(tmp_path, NAME)
        assert indexed(database, "葛")
        erase(database)
        assert not holding(tmp_path, NAME)
        assert not indexed(database, "葛")
    assert not holding(tmp_path, "葛样")


def holding(folder, word):
    return [path.name for path in folder.iterdir() if path.is_file() and word.encode() in path.read_bytes()]


def indexed(database, word):
    with database.store.read() as connection:
        blocks = connection.execute(text("SELECT block FROM cases_text_data")).scalars().all()
    return any(word.encode() in block for block in blocks)


def test_a_backup_of_an_office_with_an_erasure_is_restored_and_verifies(tmp_path, clock):
    with open_database(tmp_path / "office.db", clock=clock) as database:
        receive(database, "1")
        receive(database, "2", OTHER)
        erase(database)
        taken = database.back_up()
    assert restore(taken, tmp_path / "back" / "office.db").genuine
    with open_database(tmp_path / "back" / "office.db", clock=clock) as back:
        assert back.journal.read("case/1")[0].body["application"]["format_version"] == "$erased"
        assert back.journal.read("case/2")[0].body["application"] == OTHER


def test_altered_personal_data_gives_no_backup(tmp_path, clock):
    file = tmp_path / "office.db"
    with open_database(file, clock=clock) as database:
        receive(database, "1")
        connection = sqlite3.connect(file, isolation_level=None)
        definition = SQLITE_GUARDS["payloads_erase_only"]
        connection.execute("DROP TRIGGER payloads_erase_only")
        connection.execute("UPDATE payloads SET data = replace(data, '139', '138')")
        connection.execute(definition)
        connection.close()
        with pytest.raises(StorageError, match="核验"):
            database.back_up()


# Databases from before


def inline(seq, prev, case, application):
    event = Event("package_received", {"application": application, "case": case})
    entry = Entry("CZ01", seq, f"case/{case}", 1, event.kind, "p1", "2026-04-16T01:00:00.000000+00:00", prev, "", "")
    return sealed(entry._replace(body=event.stored()))


def fill_first_schema(store):
    """Make a database of the first schema with two entries whose applications stand in their bodies."""
    config = Config()
    config.set_main_option("script_location", str(upgrade.MIGRATIONS))
    one = inline(1, GENESIS, "1", APPLICATION)
    entries = [one, inline(2, one.hash, "2", OTHER)]
    with store.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        columns = ", ".join(f":{name}" for name in Entry._fields)
        for entry in entries:
            statement = f"INSERT INTO journal ({', '.join(Entry._fields)}) VALUES ({columns})"
            connection.execute(text(statement), entry._asdict())
        head = {"seq": 2, "hash": entries[-1].hash}
        connection.execute(text("INSERT INTO chain_head VALUES (1, 'CZ01', :seq, :hash)"), head)
    store.close()
    return entries


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request, tmp_path, monkeypatch):
    """An office of the first schema: where it is, and its entries."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if request.param == "sqlite":
        file = tmp_path / "office.db"
        yield file, fill_first_schema(sqlite_store(file, read_only=False))
        return
    server = request.getfixturevalue("server")
    name = server.new_database("template0")
    location = server.location(name)
    yield location, fill_first_schema(postgresql_store(location, read_only=False, as_owner=True))
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_an_office_from_before_is_upgraded_and_its_entries_stay_to_the_byte(before, clock):
    location, entries = before
    with open_database(location, clock=clock) as database:
        assert list(database.journal.entries()) == entries
        assert database.journal.verify().genuine
        assert [e.body["application"] for e in database.journal.read_all()] == [APPLICATION, OTHER]
        receive(database, "3")
        assert database.journal.read("case/3")[0].body["application"] == APPLICATION
        with pytest.raises(StorageError, match="没有可以删除"):
            erase(database, "1")
        erase(database, "3")
        assert database.journal.verify().genuine


def test_a_backup_from_before_is_restored_and_upgraded(tmp_path, clock):
    file = tmp_path / "office.db"
    entries = fill_first_schema(sqlite_store(file, read_only=False))
    store = sqlite_store(file, read_only=False)
    taken = back_up(store, tmp_path / "backups", clock())
    store.close()
    assert restore(taken, tmp_path / "restored.db").genuine
    with open_database(tmp_path / "restored.db", clock=clock) as database:
        assert list(database.journal.entries()) == entries


def test_a_payload_cannot_be_slipped_in_by_its_data_alone():
    made = payload(APPLICATION, "0" * 32)
    assert not made._replace(data=made.data.replace("139", "138")).sound
