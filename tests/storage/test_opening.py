"""Opening: what is made, what is refused, and in which words."""

import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import workbench.storage
from workbench.errors import StorageError
from workbench.storage.backup import restore
from workbench.storage.database import open_database
from workbench.storage.places import in_synced_folder, on_network_share
from workbench.storage.schema import metadata
from workbench.storage.upgrade import REVISIONS

MIGRATIONS = Path(workbench.storage.__file__).parent / "migrations"


def test_a_new_file_gets_a_chain_of_its_own(tmp_path, clock):
    with (
        open_database(tmp_path / "a" / "one.db", clock=clock) as one,
        open_database(tmp_path / "two.db", clock=clock) as two,
    ):
        assert one.journal.head().chain != two.journal.head().chain
        assert one.journal.head().seq == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in access lists, not in modes")
def test_only_its_owner_may_read_a_new_office_its_backups_and_what_is_restored(tmp_path, clock):
    before = os.umask(0)
    try:
        with open_database(tmp_path / "office" / "one.db", clock=clock) as database:
            database.attachments.put(b"%PDF", "a.pdf")
            database.access.record("1", actor="p1", at=clock())
            taken = database.back_up(tmp_path / "copies")
            restore(taken, tmp_path / "again" / "two.db")
            tops = ("office", "office/one.db", "office/one.db-wal", "office/one.db.files", "copies", "again/two.db")
            open_to_others = [top for top in tops if (tmp_path / top).stat().st_mode & 0o077]
    finally:
        os.umask(before)
    assert not open_to_others


def test_opening_again_changes_nothing(location, clock):
    with open_database(location, clock=clock) as database:
        head = database.journal.head()
    with open_database(location, clock=clock, chain="other") as database:
        assert database.journal.head() == head


def test_a_file_that_is_not_there_is_only_made_when_asked(tmp_path, clock):
    for options in ({"create": False}, {"read_only": True}):
        with pytest.raises(StorageError, match="不存在"):
            open_database(tmp_path / "office.db", clock=clock, **options)
    assert not list(tmp_path.iterdir())


def test_another_file_is_refused_and_left_alone(tmp_path, clock):
    file = tmp_path / "office.db"
    file.write_bytes(b"not a database, but long enough to be looked at" * 30)
    with pytest.raises(StorageError, match="不是数据库"):
        open_database(file, clock=clock)
    assert file.read_bytes().startswith(b"not a database")


def test_the_database_of_another_program_is_refused(tmp_path, clock):
    connection = sqlite3.connect(tmp_path / "office.db")
    connection.execute("CREATE TABLE music (title)")
    connection.close()
    with pytest.raises(StorageError, match="不是本工作台"):
        open_database(tmp_path / "office.db", clock=clock)


def test_a_newer_database_is_refused_and_left_alone(tmp_path, clock):
    file = tmp_path / "office.db"
    open_database(file, clock=clock).close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(StorageError, match="更新版本") as caught:
        open_database(file, clock=clock)
    assert "9999" in caught.value.where
    assert file.read_bytes() == before


def test_a_newer_server_database_is_refused(server, clock):
    name = server.new_database()
    server.execute("UPDATE alembic_version SET version_num = '9999'", name=name)
    with pytest.raises(StorageError, match="更新版本"):
        open_database(server.location(name, "clerk"), clock=clock)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_server_that_is_not_there_is_told_in_words(tmp_path, clock):
    with pytest.raises(StorageError, match="服务器"):
        open_database(f"postgresql://nobody@/none?host={tmp_path}", clock=clock)


def test_a_read_only_database_reads_and_refuses_to_write(location, clock):
    with open_database(location, clock=clock) as database:
        database.access.record("1", actor="p1", at=clock())
    with open_database(location, clock=clock, read_only=True) as database:
        assert len(database.access.readings("1")) == 1
        with pytest.raises(StorageError, match="只读"):
            database.journal.append("case/1", 0, lambda _tx: [], actor="p1", at=clock())
        with pytest.raises(StorageError, match="只读"):
            database.settings.put("a", 1)


def test_a_closed_database_is_one_file(tmp_path, clock):
    """The write-ahead log is folded in on closing, so a copy needs no second file."""
    with open_database(tmp_path / "office.db", clock=clock) as database:
        database.access.record("1", actor="p1", at=clock())
    folder = tmp_path / "medium"
    folder.mkdir()
    shutil.copy(tmp_path / "office.db", folder)
    with open_database(folder / "office.db", clock=clock, read_only=True, side_folder=tmp_path / "side") as database:
        assert database.journal.verify().count == 1


@pytest.mark.parametrize(
    ("kind", "remote"), [("ext4", False), ("nfs4", True), ("cifs", True), ("fuse.sshfs", True), ("xfs", False)]
)
def test_a_network_share_is_known_by_its_file_system(tmp_path, kind, remote):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        f"1 0 8:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:5 / /srv/office\\040数据 rw,nosuid shared:1 - {kind} host:/x rw\n"
    )
    assert on_network_share(Path("/srv/office 数据/records"), mounts) is remote
    assert not on_network_share(Path("/srv/office"), mounts)


@pytest.mark.parametrize("folder", ["OneDrive - Office", "Dropbox", "坚果云", "iCloud Drive"])
def test_a_cloud_sync_folder_is_refused_in_words(tmp_path, clock, folder):
    with pytest.raises(StorageError, match="同步") as caught:
        open_database(tmp_path / folder / "records" / "office.db", clock=clock)
    assert caught.value.remedy is not None
    assert not (tmp_path / folder).exists()


def test_a_folder_that_a_sync_service_has_marked_is_known(tmp_path):
    (tmp_path / ".stfolder").mkdir()
    assert in_synced_folder(tmp_path / "records")
    assert not in_synced_folder(tmp_path.parent / "onedriver")


def test_the_migrated_schema_is_the_one_the_program_uses(database):
    def ours(item, name, kind, *_rest):
        return not (kind == "table" and name.startswith("cases_text")) and name not in (
            "alembic_version",
            "cases_tokens",
        )

    with database.store.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours})
        assert compare_metadata(context, metadata) == []


def test_every_migration_script_is_a_known_revision():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in reversed(list(scripts.walk_revisions()))) == REVISIONS


def test_no_migration_rebuilds_a_table():
    for script in MIGRATIONS.rglob("v*.py"):
        assert "batch_alter_table" not in script.read_text()
