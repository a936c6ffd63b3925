"""Schema upgrades: a verified backup first, all or nothing, guards looked at afterwards.

The tests give the upgrader a further script of their own.
"""

import shutil
import sqlite3

import pytest

from workbench.errors import StorageError
from workbench.storage import upgrade
from workbench.storage.backup import backups
from workbench.storage.database import backup_folder, open_database

NEXT = f"{int(upgrade.REVISIONS[-1]) + 1:04}"
"""The revision that the tests add."""

SCRIPT = """
import sqlalchemy as sa
from alembic import op

revision = "{next}"
down_revision = "{present}"


def upgrade():
    op.create_table("lessons", sa.Column("id", sa.Integer, primary_key=True))
    {step}
"""
REBUILD = """
    op.execute("PRAGMA legacy_alter_table=ON")
    op.execute("CREATE TABLE copy AS SELECT * FROM journal")
    op.execute("DROP TABLE journal")
    op.execute("ALTER TABLE copy RENAME TO journal")
"""


@pytest.fixture
def old(tmp_path, clock):
    """An office of the present schema with one entry; returns its file."""
    with open_database(tmp_path / "office.db", clock=clock) as database:
        database.access.record("1", actor="p1", at=clock())
    return tmp_path / "office.db"


@pytest.fixture
def next_release(tmp_path, monkeypatch):
    """Make the program one release newer, with the given step in its new script."""

    def make(step="pass"):
        folder = tmp_path / "migrations"
        shutil.copytree(upgrade.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        script = SCRIPT.format(step=step, next=NEXT, present=upgrade.REVISIONS[-1])
        (folder / "versions" / f"v{NEXT}_lessons.py").write_text(script)
        monkeypatch.setattr(upgrade, "MIGRATIONS", folder)
        monkeypatch.setattr(upgrade, "REVISIONS", (*upgrade.REVISIONS, NEXT))

    return make


def tables(file):
    connection = sqlite3.connect(file)
    names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return names


def test_an_old_database_is_backed_up_and_then_upgraded(old, next_release, clock):
    next_release()
    with open_database(old, clock=clock) as database:
        assert database.journal.verify().count == 1
        head = database.journal.head()
    assert "lessons" in tables(old)
    (taken,) = backups(backup_folder(old))
    assert taken.head == head
    assert "lessons" not in tables(taken.folder / "office.db")


def test_an_old_database_is_not_opened_for_reading_before_it_is_upgraded(old, next_release, clock):
    next_release()
    with pytest.raises(StorageError, match="旧版本"):
        open_database(old, clock=clock, read_only=True)
    assert "lessons" not in tables(old)


def test_an_upgrade_that_fails_leaves_the_old_database_as_it_was(old, next_release, clock):
    before = tables(old)
    next_release('raise ValueError("half-way")')
    with pytest.raises(ValueError, match="half-way"):
        open_database(old, clock=clock)
    assert tables(old) == before
    assert len(backups(backup_folder(old))) == 1


def test_an_upgrade_that_loses_guards_is_undone(old, next_release, clock):
    next_release(REBUILD)
    with pytest.raises(StorageError, match="保护措施"):
        open_database(old, clock=clock)
    assert "lessons" not in tables(old)


def test_an_altered_database_is_not_upgraded(old, next_release, clock):
    connection = sqlite3.connect(old, isolation_level=None)
    connection.execute("DROP TRIGGER journal_no_update")
    connection.execute("UPDATE journal SET actor = 'p9'")
    connection.close()
    next_release()
    with pytest.raises(StorageError, match="核验"):
        open_database(old, clock=clock)
    assert "lessons" not in tables(old)
