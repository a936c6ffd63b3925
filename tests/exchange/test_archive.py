"""Names and sizes inside a package, and that reading never writes."""

import os
import stat
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.exchange.archive import directory_bytes
from workbench.exchange.entry_names import name_fault, safe_name
from workbench.exchange.limits import DEFAULT, MIB, Limits
from workbench.exchange.notes import PackageRefused
from workbench.exchange.package import open_package, read_package

PARTS = st.text(st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]), min_size=1, max_size=300)


@settings(deadline=None)
@given(st.lists(PARTS, min_size=1, max_size=30).map("/".join))
def test_a_safe_name_stays_inside_and_is_stable(name):
    saved = safe_name(name, DEFAULT)
    assert name_fault(saved.replace("%", "_")) is None
    assert safe_name(saved, DEFAULT) == saved
    for part in saved.split("/"):
        assert 0 < len(part.encode()) <= DEFAULT.name_bytes
        assert part.rstrip(". ") == part


@pytest.mark.parametrize("name", ["a//b", "a/../b", "..", "/a", "C:x", "a\\b", "a\x00b", "a/%2e%2e/b", "x%5Cy", "../a"])
def test_a_name_that_could_leave_the_folder_is_at_fault(name):
    assert name_fault(name) is not None


@pytest.mark.parametrize("name", ["a..b/c", "附件/M1.1_申请表.pdf", "a%20b", "..a", "a.."])
def test_an_ordinary_name_is_not(name):
    assert name_fault(name) is None


@pytest.mark.parametrize(
    "name", ["\u202efdp.exe", "a\u200b.pdf", "a\u2066b.pdf", "\ufeffa.pdf", "a\x85.pdf", "a\nb.pdf"]
)
def test_what_is_not_seen_does_not_stay_in_a_saved_name(name):
    assert safe_name(name, DEFAULT).isprintable()


@pytest.mark.parametrize(
    ("one", "other"),
    [("A.PDF", "a.pdf"), ("e\u0301.txt", "\u00e9.txt"), ("a\u200b.txt", "a.txt"), ("Ａ.txt", "A.txt")],
)
def test_files_that_a_person_cannot_tell_apart_are_told(packed, pack, told, one, other):
    path = packed({f"pkg/attachments/{one}": b"1", f"pkg/attachments/{other}": b"2"})
    application = read_package(path, pack)
    assert [p.file for p in told(application, "names_alike")] == [f"pkg/attachments/{other}"]
    assert {a.name for a in application.attachments} == {one, other}


def test_a_table_of_contents_beyond_the_limit_is_refused_before_it_is_read(packed, pack, monkeypatch):
    path = packed({f"pkg/attachments/{n}.txt": b"" for n in range(50)})
    read_package(path, pack)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(PackageRefused, match="条目过多"):
        read_package(path, pack, limits=Limits(directory_bytes=2_000))


def test_the_longer_record_of_a_large_archive_states_its_table_of_contents_too(tmp_path, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 3)
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        for n in range(9):
            archive.writestr(f"{n}.txt", "")
        archive.comment = b"c" * 60_000
    with (tmp_path / "x.zip").open("rb") as stream:
        assert directory_bytes(stream) == 9 * (46 + 5)


@pytest.mark.parametrize("name", ["CON", "con.txt", "LPT1.pdf", "nul."])
def test_reserved_device_names_are_put_off(name):
    assert safe_name(name, DEFAULT).startswith("_")


def test_a_long_name_keeps_its_ending():
    assert safe_name("长" * 200 + ".pdf", DEFAULT).endswith("长.pdf")


def test_an_entry_packed_too_well_is_refused_before_unpacking(packed, pack):
    with pytest.raises(PackageRefused, match="压缩比超过上限 200"):
        read_package(packed({"pkg/attachments/a.txt": b"\0" * 3 * MIB}), pack)


def test_a_file_over_the_limit_is_named_with_the_limit(packed, pack):
    path = packed({"pkg/attachments/大.bin": os.urandom(2 * MIB)})
    with pytest.raises(PackageRefused) as refusal:
        read_package(path, pack, limits=Limits(file_bytes=MIB))
    assert (refusal.value.where, "1 MiB" in refusal.value.message.zh) == ("pkg/attachments/大.bin", True)


def test_the_sum_of_all_files_has_a_limit_of_its_own(packed, pack):
    path = packed({f"pkg/attachments/{n}.bin": os.urandom(MIB) for n in range(3)})
    with pytest.raises(PackageRefused, match="2 MiB"):
        read_package(path, pack, limits=Limits(file_bytes=2 * MIB, total_bytes=2 * MIB))


def test_an_encrypted_entry_is_told_and_the_rest_is_read(packed, pack, told):
    path = packed({"pkg/attachments/a.txt": b"secret", "pkg/attachments/b.txt": b"open"})
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"a.txt"))
    data[at + 8] |= 1
    path.write_bytes(data)
    application = read_package(path, pack)
    assert [a.name for a in application.attachments] == ["b.txt"]
    assert [p.file for p in told(application, "encrypted")] == ["pkg/attachments/a.txt"]


def test_a_damaged_entry_makes_the_package_incomplete(packed, pack):
    path = packed({"pkg/attachments/a.bin": os.urandom(5000)})
    data = bytearray(path.read_bytes())
    at = data.find(b"a.bin") + 1000
    data[at : at + 50] = bytes(50)
    path.write_bytes(data)
    with pytest.raises(PackageRefused, match="压缩包不完整或已损坏"):
        read_package(path, pack)


def test_a_link_in_a_folder_is_refused_and_not_followed(packed, pack, tmp_path, told):
    with zipfile.ZipFile(packed()) as package:
        package.extractall(tmp_path / "f")
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    attachments = tmp_path / "f" / "pkg" / "attachments"
    attachments.mkdir()
    (attachments / "link.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "f" / "pkg" / "more").symlink_to(tmp_path)
    application = read_package(tmp_path / "f", pack)
    assert application.attachments == ()
    assert {p.file for p in told(application, "link")} == {"pkg/attachments/link.txt", "pkg/more"}


def test_a_link_in_a_zip_shows_in_no_attachment(packed, pack):
    path = packed()
    link = zipfile.ZipInfo("pkg/attachments/passwd.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "a") as package:
        package.writestr(link, "/etc/passwd")
    assert read_package(path, pack).attachments == ()


def test_files_at_the_root_of_a_zip_are_tolerated_and_told(packed, pack, told):
    application = read_package(packed({"attachments/a.txt": b"a"}, top=""), pack)
    assert len(told(application, "no_top_folder")) == 1
    assert [a.name for a in application.attachments] == ["a.txt"]


def test_files_outside_the_application_folder_are_left_out_and_told(packed, pack, told):
    application = read_package(packed({"other/a.txt": b"a"}), pack)
    assert [p.file for p in told(application, "outside")] == ["other/a.txt"]


def test_two_application_folders_are_refused(packed, pack, book_bytes):
    with pytest.raises(PackageRefused, match="有多个申请文件夹"):
        read_package(packed({"two/application.xlsx": book_bytes}), pack)


def test_a_package_without_workbook_is_refused(packed, pack):
    with pytest.raises(PackageRefused, match=r"缺少 application\.xlsx"):
        read_package(packed({"pkg/attachments/a.txt": b"a"}, book=False), pack)


def test_a_file_of_another_kind_is_refused(tmp_path, pack):
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(PackageRefused, match="不是申请包"):
        read_package(path, pack)


def test_a_path_that_is_not_there_is_refused(tmp_path, pack):
    with pytest.raises(PackageRefused, match="找不到文件"):
        read_package(tmp_path / "nothing.zip", pack)


def snapshot(folder):
    return {
        str(path): (path.stat().st_size, path.stat().st_mtime_ns, path.is_dir() or path.read_bytes())
        for path in sorted(folder.rglob("*"))
    }


def test_a_dry_run_changes_nothing_on_disk(packages, pack, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile(packages["job-fair"]) as package:
        package.extractall(tmp_path / "f")
    before = snapshot(tmp_path), snapshot(packages["job-fair"].parent)
    read_package(packages["job-fair"], pack)
    read_package(tmp_path / "f" / "job-fair", pack)
    assert (snapshot(tmp_path), snapshot(packages["job-fair"].parent)) == before


def test_the_bytes_of_an_attachment_are_at_hand_while_the_package_is_open(packed, pack):
    with open_package(packed({"pkg/attachments/子/a.txt": b"hello"}), pack, limits=Limits(keep_bytes=0)) as opened:
        assert opened.read("子/a.txt") == b"hello"
        with pytest.raises(Exception, match="没有这个附件"):
            opened.read("../application.xlsx")
