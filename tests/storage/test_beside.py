"""What is kept beside the journal: attachments, snapshots, drafts, settings, records of reading."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import text

from workbench.errors import StorageError
from workbench.storage.attachments import PART, Incoming
from workbench.storage.database import open_database
from workbench.storage.office import Draft, Reading
from workbench.storage.snapshots import Snapshot


def test_an_attachment_comes_back_byte_for_byte(database):
    content = bytes(range(256)) * (PART // 128)
    sha256 = database.attachments.put([content[:100], content[100:]], "安全工作方案.pdf")
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert database.attachments.get(sha256) == content
    assert database.attachments.all() == ((sha256, "安全工作方案.pdf"),)
    assert database.attachments.faults() == ()


def test_the_same_content_is_kept_once_under_its_first_name(database):
    first = database.attachments.put(b"roster", "a.pdf")
    assert database.attachments.put(b"roster", "b.pdf") == first
    assert database.attachments.all() == ((first, "a.pdf"),)


def test_a_package_of_files_is_kept_at_once_with_its_texts(database):
    files = (Incoming(f"{number % 3}".encode(), f"{number}.pdf", [f"第{number}页"]) for number in range(4))
    hashes = database.attachments.put_all(files)
    assert hashes[0] == hashes[3]
    assert [name for _sha256, name in sorted(database.attachments.all(), key=lambda row: row[1])] == [
        "0.pdf",
        "1.pdf",
        "2.pdf",
    ]
    assert database.attachments.texts(hashes[1]) == ("第1页",)
    assert [database.attachments.get(sha256) for sha256 in hashes] == [b"0", b"1", b"2", b"0"]


def test_a_read_only_database_keeps_no_file(location, clock, tmp_path):
    with open_database(location, clock=clock, read_only=True, side_folder=tmp_path) as database:
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(StorageError, match="只读"):
            database.attachments.put(b"x", "x.pdf")
        assert sorted(tmp_path.rglob("*")) == before


def test_an_empty_attachment_is_kept(database):
    assert database.attachments.get(database.attachments.put(b"", "empty")) == b""


def test_a_missing_attachment_is_a_fault_of_the_world(database):
    assert "0" * 64 not in {sha256 for sha256, *_ in database.attachments.all()}
    with pytest.raises(StorageError):
        database.attachments.get("0" * 64)


def test_a_changed_attachment_is_refused(database):
    sha256 = database.attachments.put(b"roster", "a.pdf")
    if database.attachments.folder is None:
        with database.store.write() as connection:
            connection.execute(text("UPDATE attachment_parts SET data = 'rosteR'::bytea"))
    else:
        database.attachments.path(sha256).write_bytes(b"rosteR")
    assert database.attachments.faults() == (sha256,)
    with pytest.raises(StorageError):
        database.attachments.get(sha256)


def test_a_hash_is_no_path(database):
    with pytest.raises((StorageError, ValueError)):
        database.attachments.get("../../etc/passwd")


def test_page_texts_are_kept_in_order_and_replaced(database):
    database.attachments.keep_texts("a" * 64, ["第一页\0", "第二页\ud800"])
    assert database.attachments.texts("a" * 64) == ("第一页\ufffd", "第二页?")
    database.attachments.keep_texts("a" * 64, ["新"])
    assert database.attachments.texts("a" * 64) == ("新",)
    assert database.attachments.texts("b" * 64) == ()


def test_only_the_newest_snapshot_of_the_same_evolve_is_given(database):
    database.snapshots.save(Snapshot("case/1", 3, "e1", b"three"))
    database.snapshots.save(Snapshot("case/1", 5, "e1", b"five"))
    assert database.snapshots.newest("case/1", "e1") == Snapshot("case/1", 5, "e1", b"five")
    assert database.snapshots.newest("case/1", "e2") is None
    assert database.snapshots.newest("case/2", "e1") is None


def test_a_damaged_snapshot_is_ignored(database):
    database.snapshots.save(Snapshot("case/1", 3, "e1", b"three"))
    with database.store.write() as connection:
        connection.execute(text("UPDATE snapshots SET version = 4"))
    assert database.snapshots.newest("case/1", "e1") is None


def test_drafts_are_per_person_case_and_field_until_dropped(database, clock):
    for field, typed in (("note", "一"), ("note", "二"), ("opinion", "三")):
        database.drafts.put(Draft("p1", "1", field, typed, clock()))
    clock.forward(minutes=1)
    database.drafts.put(Draft("p1", "2", "note", "四", clock()))
    assert [draft.text for draft in database.drafts.of("p1")] == ["四", "二", "三"]
    assert database.drafts.of("p2") == ()
    database.drafts.drop("p1", "1", "note")
    assert [draft.field for draft in database.drafts.of("p1", "1")] == ["opinion"]
    database.drafts.drop("p1", "1")
    assert database.drafts.of("p1", "1") == ()


def test_settings_keep_plain_values(database):
    assert database.settings.get("language", "zh") == "zh"
    database.settings.put("language", {"window": ["en", 1, None]})
    database.settings.put("language", {"window": ["zh", 2, None]})
    assert database.settings.get("language") == {"window": ["zh", 2, None]}


def test_opening_a_case_is_recorded_in_the_journal(database, clock):
    assert database.access.record("1", actor="p1", at=clock())
    assert database.access.record("1", actor="p2", at=clock() + timedelta(seconds=1))
    assert database.access.readings("1") == (Reading("p1", clock()), Reading("p2", clock() + timedelta(seconds=1)))
    assert database.journal.read("case/1") == ()


def test_opening_a_case_of_a_read_only_database_goes_to_a_side_file(location, clock, tmp_path):
    side = tmp_path / "side"
    with open_database(location, clock=clock, read_only=True, side_folder=side) as database:
        assert not database.access.record("1", actor="p1", at=clock())
        assert database.access.readings("1") == ()
        line = database.access.side_file().read_text()
    assert line == '{"actor":"p1","at":"2026-04-16T01:00:00.000000+00:00","case":"1"}\n'
