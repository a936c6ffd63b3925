"""Packages come in: a look that stores nothing, receipt by hash, supplements that carry over, papers that were owed."""

import hashlib
import json
import shutil
import zipfile
from datetime import datetime

import pytest

from workbench.core import commands as c
from workbench.core.case import Status
from workbench.core.decide import Refusal
from workbench.errors import ConflictError, PackageError, StorageError, WorkbenchError
from workbench.exchange.package import read_site
from workbench.services import intake
from workbench.services.acting import do
from workbench.storage.packs import sample_file, sample_package

at = datetime.fromisoformat


def tree(folder):
    files = [p for p in folder.rglob("*") if p.is_file() and not p.name.endswith(("-wal", "-shm"))]
    return {p.relative_to(folder): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.fixture
def correcting(offices):
    """The festival after its correction notice."""
    return offices("correcting", at("2026-04-03 12:00"))


@pytest.mark.parametrize("name", ["lantern-fair", "half-marathon"])
def test_a_dry_run_reads_everything_and_stores_nothing(empty, packages, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = tree(tmp_path)
    looked = intake.dry_run(packages[name])
    assert looked.application.fields["ev.name"]
    assert looked.summary["attachments"] == len(looked.application.attachments)
    assert tree(tmp_path) == before
    assert empty.desk.database.journal.streams("case") == ()


def test_a_dry_run_finds_the_same_as_the_receipt(empty, broken):
    looked = intake.dry_run(broken / "bad_values.xlsx")
    received = intake.receive(empty.desk, empty.officer, broken / "bad_values.xlsx")
    assert received.problems == looked.problems
    assert received.summary == looked.summary
    assert empty.desk.case(received.case).application == looked.application


@pytest.mark.parametrize("form", ["zip", "folder", "workbook"])
def test_a_package_comes_as_zip_folder_or_bare_workbook(empty, tmp_path, form):
    package = sample_package("lantern-fair")
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    book = next(folder.rglob("application.xlsx"))
    path = {"zip": package, "folder": book.parent, "workbook": book}[form]
    before = tree(folder)
    received = intake.receive(empty.desk, empty.officer, path)
    state = empty.desk.case(received.case)
    assert (state.status, state.number) == (Status.RECEIVED, "CZ-DHA-2026-0001")
    assert bool(state.application.attachments) == (form != "workbook")
    assert tree(folder) == before


def test_every_attachment_is_kept_by_its_hash_with_the_text_of_its_pages(empty):
    received = intake.receive(empty.desk, empty.officer, sample_package("lantern-fair"))
    application = empty.desk.case(received.case).application
    for attachment in application.attachments:
        content = intake.file_bytes(empty.desk, attachment)
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (attachment.sha256, attachment.size)
    form = next(a for a in application.attachments if a.name.startswith("M1.1"))
    assert len(intake.page_texts(empty.desk, form)) == form.pages
    assert "申请" in "".join(intake.page_texts(empty.desk, form))


def test_the_same_package_twice_is_two_cases_with_numbers_in_order_and_one_copy_of_each_file(empty):
    first = intake.receive(empty.desk, empty.officer, sample_package("job-fair"))
    files = len(list(empty.location.rglob("workbench.db.files/*/*")))
    second = intake.receive(empty.desk, empty.officer, sample_package("job-fair"))
    assert (first.number, second.number) == ("CZ-DHA-2026-0001", "CZ-DHA-2026-0002")
    assert len(list(empty.location.rglob("workbench.db.files/*/*"))) == files


@pytest.mark.parametrize("name", ["path_traversal.zip", "zip_bomb.zip", "truncated.zip", "empty.xlsx"])
def test_a_hostile_package_is_refused_and_leaves_nothing(empty, broken, name, tmp_path):
    before = tree(tmp_path)
    with pytest.raises(PackageError) as refused:
        intake.receive(empty.desk, empty.officer, broken / name)
    assert refused.value.told("zh") != refused.value.told("en")
    assert tree(tmp_path) == before


def test_a_receipt_in_the_future_is_refused(empty):
    with pytest.raises(Refusal) as refused:
        intake.receive(empty.desk, empty.officer, sample_package("job-fair"), received=at("2026-04-01 09:42"))
    assert (refused.value.rule, refused.value.field) == ("not_future", "received")
    assert empty.desk.database.journal.streams("case") == ()


# Supplements


def test_a_supplement_keeps_registered_files_that_it_names_and_replaces_those_it_brings(correcting, tmp_path):
    before = {a.name: a.sha256 for a in correcting.state().application.attachments}
    site = correcting.state().application.site
    path = sample_file("supplements/chenghu-bay-festival.zip")
    with zipfile.ZipFile(path) as archive:
        brought = {n.split("/")[-1] for n in archive.namelist() if "/attachments/" in n and not n.endswith("/")}
        new_site = read_site(archive.extract("supplement/site.geojson", tmp_path)).plan
    correcting.clock.set(at("2026-04-08 10:30"))
    answered = intake.Answered(received=at("2026-04-08 10:00"), note="一次补齐")
    intake.supplement(correcting.desk, correcting.officer, correcting.case, path, answered)
    state = correcting.state()
    after = {a.name: a.sha256 for a in state.application.attachments}
    assert brought
    assert set(before) - brought <= set(after)
    assert all(after[name] == before[name] for name in set(before) - brought)
    assert any(after[name] != before.get(name) for name in brought)
    assert not any(p.kind == "file_not_found" and p.original in after for p in state.application.problems)
    assert state.application.site == new_site
    assert new_site != site
    (supplement,) = state.supplements
    assert supplement.items == tuple(i.code for i in state.corrections[0].items)


def test_what_a_supplement_changes_must_be_judged_again_and_the_rest_stands(correcting):
    before = dict(correcting.state().materials)
    correcting.clock.set(at("2026-04-08 10:30"))
    path = sample_file("supplements/chenghu-bay-festival.zip")
    intake.supplement(correcting.desk, correcting.officer, correcting.case, path)
    after = correcting.state().materials
    assert "M7.2" not in after
    assert "M5.1" not in after
    assert after["M1.2"] == before["M1.2"]
    assert set(after) < set(before)


def test_a_supplement_to_a_decided_refusal_is_refused_before_any_file_is_kept(three):
    refused = three.desk.database.journal.streams("case")[0].split("/")[1]
    assert three.desk.case(refused).status == Status.REFUSED
    before = tree(three.location)
    with pytest.raises(Refusal) as told:
        intake.supplement(three.desk, three.officer, refused, sample_package("lantern-fair"))
    assert told.value.rule == "state"
    assert tree(three.location) == before


def test_a_supplement_to_a_case_that_moved_on_is_a_conflict_and_not_a_mixture(correcting):
    correcting.clock.set(at("2026-04-08 10:30"))
    other = correcting.again()

    def meanwhile(done, _all, _name):
        """Write from another desk while the files are read."""
        if done == 0:
            do(other, correcting.officer, c.WriteNote(correcting.case, "n8", "先看看", "M5.1"))

    path = sample_file("supplements/chenghu-bay-festival.zip")
    with pytest.raises(ConflictError) as conflict:
        intake.supplement(correcting.desk, correcting.officer, correcting.case, path, progress=meanwhile)
    assert [t.zh for t in conflict.value.changes] == ["顾清和：批注：n8"]
    assert correcting.state().supplements == ()


# Papers that were owed


def test_a_paper_that_was_owed_is_kept_by_its_hash_and_named_in_the_journal(offices):
    owed = offices("owed", at("2026-04-14 11:30"))
    path = sample_file("supplements/later/M9.5_临建检测验收报告.pdf")
    state = intake.fulfil(owed.desk, owed.officer, owed.case, "M9.5", path)
    kept = state.fulfilment("M9.5")
    assert kept.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert owed.desk.database.attachments.get(kept.sha256) == path.read_bytes()
    assert (kept.waits, kept.received) == (True, at("2026-04-14 11:30"))
    assert [p.item for p in state.open_promises()] == ["M9.5"]


@pytest.mark.parametrize("what", ["missing", "folder", "disguised", "empty", "unknown paper"])
def test_a_paper_that_cannot_be_kept_is_told_and_nothing_is_recorded(offices, tmp_path, what):
    owed = offices("owed", at("2026-04-14 11:30"))
    (tmp_path / "disguised.pdf").write_bytes(b"MZ" + bytes(200))
    (tmp_path / "empty.pdf").touch()
    paths = {"folder": tmp_path, "unknown paper": sample_file("supplements/later/M9.5_临建检测验收报告.pdf")}
    path = paths.get(what, tmp_path / f"{what}.pdf")
    head = owed.head()
    with pytest.raises(WorkbenchError) as told:
        intake.fulfil(owed.desk, owed.officer, owed.case, "M1.1" if what == "unknown paper" else "M9.5", path)
    assert told.value.told("zh") != told.value.told("en")
    assert owed.head() == head


def test_a_kept_file_that_was_changed_is_never_given_out(empty):
    received = intake.receive(empty.desk, empty.officer, sample_package("job-fair"))
    attachment = empty.desk.case(received.case).application.attachments[0]
    file = next(empty.location.rglob(f"*/{attachment.sha256}"))
    copy = shutil.copy(file, file.with_suffix(".copy"))
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b"x")
    with pytest.raises(StorageError):
        intake.file_bytes(empty.desk, attachment)
    shutil.move(copy, file)
    assert intake.file_bytes(empty.desk, attachment)


def test_the_journal_holds_no_page_texts(empty):
    intake.receive(empty.desk, empty.officer, sample_package("lantern-fair"))
    for entry in empty.desk.database.journal.entries():
        assert '"text":["' not in entry.body
        json.loads(entry.body)
