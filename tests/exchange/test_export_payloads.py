"""Personal data in exports and copies: it travels with its case, proves itself, and may be missing only by an entry."""

import hashlib
import json
import re
import shutil
import sqlite3
import zipfile
from datetime import UTC, datetime

import pytest

from workbench.core.payloads import ERASED_APPLICATION, payload
from workbench.core.records import Event
from workbench.exchange.export import CaseSlice, export_case, read_export
from workbench.exchange.verify import Checkpoint, exit_code, told, verify
from workbench.storage.database import open_database
from workbench.storage.guards import SQLITE_GUARDS

AT = datetime(2026, 4, 16, 1, 0, tzinfo=UTC)
SHA = hashlib.sha256(b"%PDF").hexdigest()
APPLICATION = {
    "format_version": "1",
    "fields": [["und.contact", "葛样例"], ["x", '"\\\u2028\x00']],
    "sheets": [],
    "attachments": [{"name": "a.pdf", "sha256": SHA}],
}
OTHER = {"format_version": "1", "fields": [["und.contact", "别案联系人"]], "sheets": []}


class Office:
    """Two cases, each with an application; a supplement comes for the first."""

    def __init__(self, folder):
        self.file = folder / "office.db"
        self.database = open_database(self.file, clock=lambda: AT, chain="CZ01")
        self.database.attachments.put(b"%PDF", "a.pdf")
        self.add("2", "package_received", application=OTHER, received="2026-04-16")
        self.add("1", "package_received", application=APPLICATION, received="2026-04-16")
        self.add("1", "supplement_received", application={**APPLICATION, "source": "补正"})
        self.files = {SHA: "a.pdf"}

    def add(self, case, kind, **body):
        self.database.journal.append(f"case/{case}", None, lambda _tx: [Event(kind, body)], actor="p1", at=AT)

    def erase(self, case="1"):
        self.files = {}
        return self.database.erase(case, "依申请", actor="p4", at=AT)

    def export(self, target, case="1"):
        journal = self.database.journal
        content = self.database.attachments.get
        files = self.files if case == "1" else {}
        return export_case(CaseSlice(case, journal.head(), journal.entries(), files, content, journal.payload), target)

    def point(self):
        return Checkpoint(*self.database.journal.head())


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.database.close()


def members(export):
    with zipfile.ZipFile(export) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def kept(content):
    return sorted(name for name in content if name.startswith("payloads/"))


def forged(content, target, *, drop=(), **changed):
    """What a careful forger makes: files changed or taken out, under a manifest that fits."""
    content = {name: data for name, data in {**content, **changed}.items() if name not in drop}
    stated = json.loads(content["manifest.json"])
    stated["files"] = {n: hashlib.sha256(d).hexdigest() for n, d in content.items() if n != "manifest.json"}
    content["manifest.json"] = json.dumps(stated).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return target


def test_an_export_carries_the_personal_data_of_its_case_and_of_no_other(office, tmp_path):
    export = office.export(tmp_path / "one.zip")
    content = members(export)
    assert len(kept(content)) == 2
    assert set(kept(content)) <= json.loads(content["manifest.json"])["files"].keys()
    assert "葛样例".encode() not in content["journal.jsonl"]
    assert "别案联系人".encode() not in b"".join(content.values())
    other = members(office.export(tmp_path / "two.zip", "2"))
    assert len(kept(other)) == 1
    assert "葛样例".encode() not in b"".join(other.values())
    for name in kept(content):
        stored = json.loads(content[name])
        assert payload(stored["data"], stored["salt"]).hash == name[9:-5]


def test_an_export_with_personal_data_is_genuine_and_reads_back_the_same(office, tmp_path):
    for target in (tmp_path / "one.zip", tmp_path / "one"):
        export = office.export(target)
        result = verify(export, [office.point()])
        assert (result.verdict, result.findings, result.erased) == ("genuine", [], [])
        assert read_export(export).events == office.database.journal.read("case/1")


def test_the_same_case_at_the_same_head_gives_the_same_bytes(office, tmp_path):
    assert office.export(tmp_path / "a.zip").read_bytes() == office.export(tmp_path / "b.zip").read_bytes()


def test_an_export_after_an_erasure_is_genuine_says_so_and_holds_nothing_of_it(office, tmp_path):
    office.erase()
    export = office.export(tmp_path / "one.zip")
    content = members(export)
    assert kept(content) == []
    assert "葛样例".encode() not in b"".join(content.values())
    result = verify(export, [office.point()])
    assert (result.verdict, result.findings, result.erased) == ("genuine", [], [2, 3])
    assert exit_code(result) == 0
    assert "个人资料已依法删除" in told(result)
    first, *_others = read_export(export).events
    assert first.body["application"] == ERASED_APPLICATION
    assert read_export(export).events == office.database.journal.read("case/1")


def test_an_export_from_before_an_erasure_stays_genuine(office, tmp_path):
    export, point = office.export(tmp_path / "one.zip"), office.point()
    office.erase()
    result = verify(export, [point])
    assert (result.verdict, result.erased) == ("genuine", [])


def test_changed_personal_data_is_altered_at_its_entry(office, tmp_path):
    content = members(office.export(tmp_path / "one.zip"))
    for name in kept(content):
        entry = 3 if "补正".encode() in content[name] else 2
        changes = [
            content[name].replace("葛样例".encode(), "某样例".encode()),
            content[name].replace(b'"salt":"', b'"salt":"0', 1)[:-1],
            re.sub(rb'"salt":"[0-9a-f]{32}"', b'"salt":"' + b"0" * 32 + b'"', content[name]),
            content[name] + b"\n",
            content[name].replace(b"{", b"{ ", 1),
            b"",
            b"{}",
            b"\xff",
            b'{"data":null,"salt":""}',
        ]
        for data in changes:
            assert data != content[name]
            result = verify(forged(content, tmp_path / "x.zip", **{name: data}), [office.point()])
            assert (result.verdict, result.first_bad) == ("altered", entry), data
            assert "personal data" in result.en


def test_changed_personal_data_under_the_old_manifest_is_altered_at_its_entry(office, tmp_path):
    export = office.export(tmp_path / "one")
    for entry, name in ((2, None), (3, "补正".encode())):
        files = sorted((export / "payloads").iterdir())
        file = next(f for f in files if (b"\xe8\xa1\xa5\xe6\xad\xa3" in f.read_bytes()) == (name is not None))
        before = file.read_bytes()
        file.write_bytes(before.replace(b"und.contact", b"und.contagt"))
        result = verify(export, [office.point()])
        assert (result.verdict, result.first_bad) == ("altered", entry)
        file.write_bytes(before)
    assert verify(export, [office.point()]).verdict == "genuine"


def test_personal_data_taken_out_without_a_record_of_erasure_is_altered_at_its_entry(office, tmp_path):
    content = members(office.export(tmp_path / "one.zip"))
    for name in kept(content):
        entry = 3 if "补正".encode() in content[name] else 2
        result = verify(forged(content, tmp_path / "x.zip", drop=(name,)), [office.point()])
        assert (result.verdict, result.first_bad) == ("altered", entry)
        assert "missing" in result.en


def test_personal_data_that_the_record_calls_erased_is_altered_when_it_is_there(office, tmp_path):
    before = members(office.export(tmp_path / "before.zip"))
    erasing = office.erase().seq
    content = members(office.export(tmp_path / "after.zip"))
    brought = {name: before[name] for name in kept(before)}
    files = {f"attachments/{SHA}": b"%PDF"}
    stated = {**json.loads(content["manifest.json"]), "names": {SHA: "a.pdf"}}
    changed = {**brought, **files, "manifest.json": json.dumps(stated).encode()}
    result = verify(forged(content, tmp_path / "x.zip", **changed), [office.point()])
    assert (result.verdict, result.first_bad) == ("altered", erasing)


def test_personal_data_that_no_entry_refers_to_is_a_finding(office, tmp_path):
    content = members(office.export(tmp_path / "one.zip"))
    other = members(office.export(tmp_path / "two.zip", "2"))
    (name,) = kept(other)
    result = verify(forged(content, tmp_path / "x.zip", **{name: other[name]}), [office.point()])
    assert [finding.code for finding in result.findings] == ["payload_not_named"]


@pytest.mark.parametrize("name", ["payloads/x.json", "payloads/../x.json", "payloads/deep/x.json", f"payloads/{SHA}"])
def test_a_file_of_another_name_among_the_personal_data_is_altered(office, tmp_path, name):
    content = members(office.export(tmp_path / "one.zip"))
    result = verify(forged(content, tmp_path / "x.zip", **{name: b"{}"}), [office.point()])
    assert result.verdict == "altered"


def test_an_export_of_the_format_before_is_still_judged_and_read(office, tmp_path):
    office.add("3", "package_received", received="2026-04-16")
    content = members(office.export(tmp_path / "three.zip", "3"))
    content["manifest.json"] = content["manifest.json"].replace(b"EAW-X2", b"EAW-X1")
    older = forged(content, tmp_path / "x.zip")
    assert verify(older, [office.point()]).verdict == "genuine"
    assert [event.kind for event in read_export(older).events] == ["package_received"]


# Database copies


def copied(office, tmp_path, *statements):
    """Close the office and return a copy that somebody has worked on past its guards."""
    office.database.close()
    copy = shutil.copy(office.file, tmp_path / "copy.db")
    shutil.copytree(f"{office.file}.files", f"{copy}.files")
    connection = sqlite3.connect(copy, isolation_level=None)
    for guard in SQLITE_GUARDS if statements else ():
        connection.execute(f"DROP TRIGGER {guard}")
    for statement in statements:
        connection.execute(statement)
    for definition in SQLITE_GUARDS.values() if statements else ():
        connection.execute(definition)
    connection.close()
    return copy


@pytest.mark.parametrize("erased", [False, True])
def test_a_database_copy_is_genuine_with_and_without_an_erasure(office, tmp_path, erased):
    if erased:
        office.erase()
    point = office.point()
    result = verify(copied(office, tmp_path), [point])
    assert (result.verdict, result.findings, result.erased) == ("genuine", [], [2, 3] if erased else [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payloads SET data = replace(data, '葛', '某')",
        f"UPDATE payloads SET salt = '{'0' * 32}' WHERE data LIKE '%葛%'",
        "UPDATE payloads SET salt = '', data = '', erased = 3 WHERE data LIKE '%葛%'",
        "DELETE FROM payloads WHERE data LIKE '%葛%'",
        "UPDATE payloads SET hash = hash || 'x' WHERE data LIKE '%葛%'",
    ],
)
def test_a_copy_with_changed_personal_data_is_altered_at_its_entry(office, tmp_path, statement):
    point = office.point()
    result = verify(copied(office, tmp_path, statement), [point])
    assert (result.verdict, result.first_bad) == ("altered", 2)


def test_a_copy_without_the_guards_of_personal_data_is_noticed(office, tmp_path):
    point = office.point()
    copy = copied(office, tmp_path)
    connection = sqlite3.connect(copy, isolation_level=None)
    connection.execute("DROP TRIGGER payloads_stay")
    connection.close()
    assert [finding.code for finding in verify(copy, [point]).findings] == ["guards_missing"]


def test_a_copy_without_its_table_of_personal_data_is_altered_and_never_a_crash(office, tmp_path):
    office.database.close()
    connection = sqlite3.connect(office.file, isolation_level=None)
    connection.execute("DROP TABLE payloads")
    connection.close()
    assert verify(office.file).verdict == "altered"
