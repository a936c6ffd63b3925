"""Backups: verified before they count, restored beside, thinned by day, week and month."""

import json
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from workbench.errors import StorageError
from workbench.storage.backup import back_up, backups, restore, thin
from workbench.storage.database import backup_folder, open_database


@pytest.fixture
def office(tmp_path, clock):
    with open_database(tmp_path / "office.db", clock=clock) as database:
        database.access.record("1", actor="p1", at=clock())
        database.attachments.put(b"plan", "plan.pdf")
        yield database


def test_a_backup_is_a_whole_office_that_opens_and_verifies(office, tmp_path, clock):
    taken = office.back_up()
    assert taken.head == office.journal.head()
    assert backups(backup_folder(office.store.file)) == (taken,)
    report = restore(taken, tmp_path / "restored" / "office.db")
    assert report.genuine
    with open_database(tmp_path / "restored" / "office.db", clock=clock, create=False) as back:
        assert list(back.journal.entries()) == list(office.journal.entries())
        ((sha256, name),) = back.attachments.all()
        assert (back.attachments.get(sha256), name) == (b"plan", "plan.pdf")


def test_a_backup_is_taken_while_a_writer_is_at_work(office, clock, tmp_path):
    with office.store.write() as connection:
        connection.exec_driver_sql("INSERT INTO settings VALUES ('a', '1')")
        taken = back_up(office.store, tmp_path / "elsewhere", clock())
    assert taken.head == office.journal.head()
    with open_database(taken.folder / "office.db", clock=clock, read_only=True) as copy:
        assert copy.settings.get("a") is None


def test_an_altered_database_gives_no_backup_and_harms_no_older_one(office, clock):
    first = office.back_up()
    connection = sqlite3.connect(office.store.file, isolation_level=None)
    connection.execute("DROP TRIGGER journal_no_update")
    connection.execute("UPDATE journal SET actor = 'p9'")
    connection.close()
    clock.forward(hours=1)
    with pytest.raises(StorageError, match="核验"):
        office.back_up()
    assert backups(first.folder.parent) == (first,)
    assert sorted(path.name for path in first.folder.parent.iterdir()) == [first.folder.name, "files"]


def test_a_missing_attachment_gives_no_backup(office, clock):
    ((sha256, _name),) = office.attachments.all()
    office.attachments.path(sha256).unlink()
    with pytest.raises(StorageError):
        office.back_up()
    assert backups(backup_folder(office.store.file)) == ()


def test_a_damaged_backup_is_not_restored(office, tmp_path, clock):
    taken = office.back_up()
    copy = taken.folder / "office.db"
    copy.write_bytes(copy.read_bytes().replace(b"case_opened", b"case_closed"))
    with pytest.raises(StorageError, match="核验"):
        restore(taken, tmp_path / "restored.db")
    assert not (tmp_path / "restored.db").exists()


def test_restoring_never_overwrites(office):
    taken = office.back_up()
    with pytest.raises(StorageError, match="已存在"):
        restore(taken, office.store.file)


def test_two_backups_of_one_moment_lie_beside_each_other(office):
    assert len({office.back_up().folder for _time in range(3)}) == 3
    assert len(backups(backup_folder(office.store.file))) == 3


def test_the_first_of_day_week_and_month_are_kept(tmp_path):
    now = datetime(2026, 6, 30, 12, tzinfo=UTC)
    moments = [now - timedelta(hours=8 * step) for step in range(3 * 200)]
    for moment in moments:
        folder = tmp_path / f"CZ01-{moment:%Y%m%dT%H%M%SZ}"
        folder.mkdir()
        manifest = {"head": f"CZ01:1:{'0' * 64}", "taken": moment.isoformat()}
        (folder / "manifest.json").write_text(json.dumps(manifest))
    thin(tmp_path, now)
    kept = [backup.taken for backup in backups(tmp_path)]
    assert len([moment for moment in kept if now - moment < timedelta(days=1)]) == 3
    days = {moment.date() for moment in moments if now - moment < timedelta(days=14)}
    assert days <= {moment.date() for moment in kept}
    weeks = {moment.isocalendar()[:2] for moment in moments if now - moment < timedelta(days=70)}
    assert weeks <= {moment.isocalendar()[:2] for moment in kept}
    assert {(moment.year, moment.month) for moment in moments} == {(moment.year, moment.month) for moment in kept}
    assert len(kept) < 40
    assert thin(tmp_path, now) == ()


def test_a_server_backup_is_restored_and_verified_before_it_counts(server, clock, tmp_path):
    name = server.new_database()
    location = server.location(name)
    with open_database(location, clock=clock) as database:
        database.access.record("1", actor="p1", at=clock())
        database.attachments.put(b"plan", "plan.pdf")
        taken = database.back_up(tmp_path, location=location)
        assert taken.head == database.journal.head()
        with pytest.raises(StorageError):
            database.back_up(tmp_path, location=server.location(name, "clerk"))
    assert backups(tmp_path) == (taken,)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.execute(
        "DO $$ BEGIN ASSERT (SELECT count(*) FROM pg_database WHERE starts_with(datname, 'eaw_check_')) = 0; END $$"
    )
