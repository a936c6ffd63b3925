"""The broken inputs: one test per line of their answer key, and a last one that no line was forgotten."""

import json
import os
import resource
import threading
import time
import zipfile
from decimal import Decimal

import pytest

from workbench.exchange.export_text import neutralise
from workbench.exchange.limits import Limits
from workbench.exchange.notes import ImportCancelled, PackageRefused
from workbench.exchange.package import open_package, read_package, read_site

KEPT = set()


def keeps(file, part, *lines):
    """Say which lines of the answer key a test keeps."""
    KEPT.update((file, part, line) for line in lines)
    return lambda test: test


@pytest.fixture(scope="module")
def read(broken, pack):
    """File name → application, or the refusal."""
    done = {}

    def reading(name):
        if name not in done:
            try:
                done[name] = read_package(broken / name, pack)
            except PackageRefused as refusal:
                done[name] = refusal
        return done[name]

    return reading


def kinds(application):
    return {problem.kind for problem in application.problems}


def files_below(folder):
    return sorted(str(path) for path in folder.rglob("*"))


# path_traversal.zip

EVIL = ["../../evil_up.txt", "pkg/../../evil_mid.txt", "/tmp/evil_abs.txt", "..\\..\\evil_win.txt"]
EVIL += ["C:\\Windows\\Temp\\evil_drive.txt", "pkg/attachments/..%2f..%2fevil_pct.txt"]


@keeps("path_traversal.zip", "must", 0, 2)
def test_every_entry_that_leaves_the_package_is_listed_with_its_reason_for_the_log(read):
    refused = read("path_traversal.zip").problems
    assert [problem.original for problem in refused] == EVIL
    assert all(problem.message.zh.startswith("条目被拒绝：") for problem in refused)


@keeps("path_traversal.zip", "must", 1)
@keeps("path_traversal.zip", "must_not", 1)
def test_a_package_with_such_entries_is_refused_as_a_whole_and_says_so(read):
    told = read("path_traversal.zip").told("zh")
    assert "整包拒收" in told
    assert all(name in told for name in EVIL)


@keeps("path_traversal.zip", "must_not", 0)
def test_no_file_appears_outside_or_inside_when_a_package_is_refused(broken, pack, tmp_path, monkeypatch):
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    with pytest.raises(PackageRefused):
        read_package(broken / "path_traversal.zip", pack)
    assert files_below(tmp_path) == [str(tmp_path / "a"), str(inner)]


# zip_bomb.zip


@keeps("zip_bomb.zip", "must", 0, 2)
@keeps("zip_bomb.zip", "must_not", 0, 1)
def test_a_zip_bomb_is_refused_by_its_declared_size_before_unpacking(broken, pack):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.monotonic()
    with pytest.raises(PackageRefused) as refusal:
        read_package(broken / "zip_bomb.zip", pack)
    assert time.monotonic() - start < 2
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    assert refusal.value.where == "pkg/attachments/录像备份.dat"
    assert "200 MiB" in refusal.value.message.zh


def falsified(path, name, size):
    """Write another size for an entry into the table of contents of a zip."""
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(name)] != name:
        at = data.find(b"PK\x01\x02", at + 1)
    data[at + 24 : at + 28] = size.to_bytes(4, "little")
    path.write_bytes(data)


@keeps("zip_bomb.zip", "must", 1)
def test_an_entry_with_a_false_declared_size_is_counted_while_unpacking_and_stopped(packed, pack):
    name = "pkg/attachments/a.txt"
    path = packed({name: b"\0" * 5_000_000})
    falsified(path, name.encode(), 1000)
    with pytest.raises(PackageRefused) as refusal:
        read_package(path, pack)
    assert refusal.value.where == name
    assert "1000 B" in refusal.value.message.zh


@keeps("zip_bomb.zip", "must", 3)
def test_a_refused_bomb_leaves_no_temporary_data(broken, pack, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(PackageRefused):
        read_package(broken / "zip_bomb.zip", pack)
    assert files_below(tmp_path) == []


# formulas_200k_rows.xlsx

BIG = "formulas_200k_rows.xlsx"


@keeps(BIG, "must", 0)
def test_reading_stops_at_the_row_limit_and_names_sheet_rows_read_and_limit(read, told):
    (problem,) = told(read(BIG), "row_limit")
    assert problem.sheet == "陈述"
    assert "上限 20000" in problem.message.zh
    assert "已读取 20000 行" in problem.message.zh
    assert len(read(BIG).sheets["statements"]) == 20_000


@keeps(BIG, "must", 1)
@keeps(BIG, "must_not", 0)
def test_a_formula_is_shown_as_text_and_neither_it_nor_its_result_becomes_a_value(read, told):
    problems = told(read(BIG), "formula")
    assert problems[0].message.zh == "公式，需改填数值"
    assert problems[0].original == '=INDIRECT("活动!C5")'
    assert {row["value"] for row in read(BIG).sheets["statements"]} == {None}


@keeps(BIG, "must", 2)
def test_a_long_import_can_be_cancelled_in_the_middle_of_a_sheet(broken, pack):
    asked = iter(range(10_000))
    with pytest.raises(ImportCancelled):
        read_package(broken / BIG, pack, cancelled=lambda: next(asked) > 20)


@keeps(BIG, "must", 3)
def test_exported_text_that_starts_like_a_formula_gets_a_prefix():
    assert neutralise("=cmd|'/c calc'!A0") == "'=cmd|'/c calc'!A0"
    assert [neutralise(sign + "x")[0] for sign in "=+-@"] == ["'"] * 4


@keeps(BIG, "must_not", 1)
def test_a_huge_sheet_stays_far_below_the_memory_limit(read):
    read(BIG)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500 * 1024


# encrypted_pdf.zip


@keeps("encrypted_pdf.zip", "must", 0)
def test_a_pdf_with_a_password_is_marked_and_the_other_papers_are_read(read, told):
    application = read("encrypted_pdf.zip")
    (problem,) = told(application, "encrypted")
    assert problem.file == "M7.5_消防力量配置说明.pdf"
    assert problem.message.zh.startswith("无法打开：已加密")
    assert application.attachment("M7.5_消防力量配置说明.pdf").problem == "encrypted"
    assert application.attachment("M5.1_同意提供活动场所证明.pdf").problem == ""
    assert [p.row for p in told(application, "unusable_paper")] == [5]


@keeps("encrypted_pdf.zip", "must", 1)
def test_a_pdf_that_forbids_taking_text_out_is_shown_and_says_so(read, told):
    application = read("encrypted_pdf.zip")
    locked = application.attachment("M1.1_安全许可申请表.pdf")
    assert (locked.problem, locked.media, set(locked.text)) == ("", "pdf", {None})
    assert [p.file for p in told(application, "extraction_restricted")] == ["M1.1_安全许可申请表.pdf"]


@keeps("encrypted_pdf.zip", "must_not", 0, 1)
def test_a_locked_pdf_is_neither_guessed_at_nor_a_reason_to_fail(read):
    application = read("encrypted_pdf.zip")
    locked = application.attachment("M7.5_消防力量配置说明.pdf")
    assert (locked.pages, locked.text) == (None, ())
    assert len(application.attachments) == 3


# wrong_extension.zip


@keeps("wrong_extension.zip", "must", 0)
def test_a_file_whose_content_is_not_what_its_name_says_needs_a_correction(read, told):
    application = read("wrong_extension.zip")
    assert [p.original for p in told(application, "type_mismatch")] == ["png", "exe", "html"]
    assert {a.problem for a in application.attachments} == {"type_mismatch"}
    assert [p.row for p in told(application, "unusable_paper")] == [3, 4, 5]


@keeps("wrong_extension.zip", "must", 1)
def test_a_picture_under_a_wrong_name_is_known_as_a_picture(read):
    assert read("wrong_extension.zip").attachment("M1.1_安全许可申请表.pdf").media == "png"


@keeps("wrong_extension.zip", "must_not", 0, 1)
def test_programs_and_web_pages_are_hashed_and_never_parsed(read):
    application = read("wrong_extension.zip")
    for name in ("M5.1_同意提供活动场所证明.pdf", "M7.5_消防力量配置说明.pdf"):
        attachment = application.attachment(name)
        assert (attachment.text, attachment.pages, len(attachment.sha256)) == ((), None, 64)


# truncated.zip


@keeps("truncated.zip", "must", 0)
@keeps("truncated.zip", "must_not", 0, 1)
def test_a_truncated_zip_is_refused_as_incomplete(read):
    refusal = read("truncated.zip")
    assert isinstance(refusal, PackageRefused)
    assert "压缩包不完整" in refusal.told("zh")
    assert refusal.where == "truncated.zip"


@keeps("truncated.zip", "must", 1)
def test_a_truncated_zip_leaves_no_temporary_data(broken, pack, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with pytest.raises(PackageRefused):
        read_package(broken / "truncated.zip", pack)
    assert files_below(tmp_path) == []


# gbk_names.zip


@keeps("gbk_names.zip", "must", 0)
@keeps("gbk_names.zip", "must_not", 0)
def test_names_in_gbk_are_restored_and_match_the_sheet_of_materials(read):
    application = read("gbk_names.zip")
    listed = [row["file"] for row in application.rows("materials")]
    assert len(listed) == 3
    assert all(application.attachment(name) for name in listed)


@keeps("gbk_names.zip", "must", 1)
def test_decoding_names_as_gbk_is_told(read, told):
    (problem,) = told(read("gbk_names.zip"), "gbk_names")
    assert "GBK" in problem.message.zh


# missing_sheet.xlsx


@keeps("missing_sheet.xlsx", "must", 0)
def test_a_missing_sheet_is_named_and_the_others_are_read(read, told):
    application = read("missing_sheet.xlsx")
    assert [p.sheet for p in told(application, "missing_sheet")] == ["出入口"]
    assert len(application.rows("zones")) == 6


@keeps("missing_sheet.xlsx", "must", 1)
@keeps("missing_sheet.xlsx", "must_not", 0)
def test_a_missing_sheet_is_not_an_empty_one(read):
    application = read("missing_sheet.xlsx")
    assert application.missing_sheets == {"gates"}
    assert "gates" not in application.sheets
    assert "缺数据" in application.problems[0].message.zh


# unknown_codes.xlsx

CODES = "unknown_codes.xlsx"
UNKNOWN = [
    ("材料", 6, "item", "M12.3"),
    ("材料", 7, "item", "M5.9"),
    ("方案内容", 3, "code", "P15"),
    ("责任", 70, "code", "F01"),
    ("应急", 28, "code", "EM77"),
    ("触发", 21, "code", "TR-99"),
    ("陈述", 21, "fact", "FA99"),
]


@keeps(CODES, "must", 0)
def test_every_unknown_code_list_value_and_reference_is_told_with_its_place(read, told):
    application = read(CODES)
    assert [(p.sheet, p.row, p.field, p.original) for p in told(application, "unknown_code")] == UNKNOWN
    listed = [(p.sheet, p.row, p.field, p.original) for p in told(application, "not_in_list")]
    assert ("活动", 13, "ev.type", "庙会") in listed
    assert ("区域", 3, "kind", "绝密区") in listed
    assert ("岗位", 3, "kind", "飞行岗") in listed
    dangling = [(p.sheet, p.row, p.field, p.original) for p in told(application, "dangling")]
    assert dangling == [("出入口", 3, "zone", "Z88"), ("岗位", 4, "zone", "Z77")]


@keeps(CODES, "must", 1)
@keeps(CODES, "must_not", 0)
def test_a_row_with_an_unknown_code_waits_for_a_person_and_the_rest_of_its_sheet_is_used(read):
    application = read(CODES)
    waiting = [(row.number, row["item"]) for row in application.sheets["materials"] if row.pending]
    assert waiting == [(6, "M12.3"), (7, "M5.9")]
    assert [row["item"] for row in application.rows("materials")] == ["M1.1", "M5.1", "M7.5", "M1.1"]
    assert len(application.rows("duties")) == 67


@keeps(CODES, "must", 2)
@keeps(CODES, "must_not", 1)
def test_a_code_in_small_letters_with_a_blank_is_put_right_and_told(read, told):
    (problem,) = [p for p in told(read(CODES), "converted") if p.sheet == "材料"]
    assert (problem.row, problem.original) == (8, "m1.1 ")
    assert "M1.1" in problem.message.zh
    assert read(CODES).fields["ev.type"] is None


# bad_values.xlsx

BAD = "bad_values.xlsx"
NOT_VALID = [
    ("活动", "C19", "2026年2月30日"),
    ("活动", "C20", "2026/13/01"),
    ("活动", "C29", "140"),
    ("活动", "C94", "-3"),
    ("出入口", "D4", "3米"),
    ("岗位", "H5", "NaN"),
]


@keeps(BAD, "must", 0)
def test_every_bad_value_is_told_with_cell_original_and_reason_and_safe_ones_are_converted(read, told):
    application = read(BAD)
    bad = told(application, "bad_value")
    assert [(p.sheet, p.cell, p.original) for p in bad] == NOT_VALID
    assert all(p.message.zh.startswith("无效：") for p in bad)
    converted = {p.field: p.original for p in told(application, "converted")}
    assert converted == {"ev.rated_capacity": "１８００", "und.name": "  澄南才通\n样例人力资源服务有限公司  "}
    assert application.fields["ev.rated_capacity"] == 1800
    assert application.fields["und.name"] == "澄南才通\n样例人力资源服务有限公司"


@keeps(BAD, "must", 1)
@keeps(BAD, "must_not", 0)
def test_a_value_that_cannot_be_converted_is_left_out_and_never_zero(read):
    application = read(BAD)
    fields = ("ev.start_date", "ev.end_date", "ev.minors_share", "sec.lanes")
    assert {key: application.fields[key] for key in fields} == dict.fromkeys(fields)
    assert application.sheets["gates"][1]["width"] is None
    assert application.sheets["posts"][2]["x"] is None


@keeps(BAD, "must", 2)
def test_about_1200_persons_is_taken_as_1200_and_marked_approximate(read, told):
    (problem,) = told(read(BAD), "approximate")
    assert (problem.cell, problem.original) == ("C22", "约1,200人")
    assert "近似" in problem.message.zh
    assert read(BAD).fields["ev.expected_per_session"] == 1200


@keeps(BAD, "must_not", 1)
def test_one_bad_value_does_not_stop_the_rest(read):
    application = read(BAD)
    assert len(application.rows("duties")) == 67
    assert application.fields["ev.requested_capacity"] == 1200


def test_contradictions_leave_out_what_would_make_a_check_pass_wrongly(read, told):
    application = read(BAD)
    assert [(p.sheet, p.field) for p in told(application, "contradiction")] == [("场次", "end"), ("区域", "net")]
    assert application.sheets["sessions"][0]["end"] is None
    assert application.sheets["zones"][0]["net"] is None
    (doubtful,) = told(application, "suspicious")
    assert (doubtful.sheet, doubtful.field, doubtful.original) == ("力量", "certified", "999")
    assert application.sheets["forces"][0]["certified"] == 999


# odd_entries.zip

ODD = "odd_entries.zip"


@keeps(ODD, "must", 0)
def test_of_two_entries_of_one_name_the_later_never_replaces_the_first(read, told):
    application = read(ODD)
    (problem,) = told(application, "duplicate_entry")
    assert problem.file == "pkg/attachments/M1.1_安全许可申请表.pdf"
    assert "人工选定" in problem.message.zh
    assert application.attachment("M1.1_安全许可申请表.pdf").size == 82298


@keeps(ODD, "must", 1)
@keeps(ODD, "must_not", 0)
def test_a_link_is_refused_and_what_it_points_to_is_not_read(read, told):
    application = read(ODD)
    assert [p.file for p in told(application, "link")] == ["pkg/attachments/link.pdf"]
    assert application.attachment("link.pdf") is None


@keeps(ODD, "must", 2)
def test_names_that_cannot_be_saved_get_another_one_and_the_original_is_recorded(read, told):
    renamed = {p.original: p.message.zh for p in told(read(ODD), "renamed")}
    assert renamed["pkg/attachments/CON.pdf"].endswith("改为 _CON.pdf")
    assert renamed["pkg/attachments/name. "].endswith("改为 name")
    assert any(name.count("/") > 40 and text.endswith("改为 deep.txt") for name, text in renamed.items())
    assert len(renamed) == 4
    assert read(ODD).attachment("CON.pdf") is not None


@keeps(ODD, "must", 3)
def test_litter_of_operating_systems_is_ignored(read, told):
    application = read(ODD)
    assert {p.file for p in told(application, "ignored")} == {
        "pkg/attachments/Thumbs.db",
        "__MACOSX/pkg/._application.xlsx",
    }
    assert application.attachment("Thumbs.db") is None


# xml_entities.xlsx


@keeps("xml_entities.xlsx", "must", 0)
def test_a_part_with_a_document_type_is_ignored_and_named(read, told):
    application = read("xml_entities.xlsx")
    (problem,) = told(application, "dtd")
    assert "docProps/core.xml" in problem.message.zh
    assert len(application.rows("duties")) == 67


@keeps("xml_entities.xlsx", "must_not", 0, 1)
def test_no_entity_is_expanded_and_no_local_file_is_read(read):
    host = os.uname().nodename
    everything = repr(read("xml_entities.xlsx"))
    assert "aaaaaaaaaa" not in everything
    assert host not in everything


# bad_geometry.geojson, dxf_millimetres.dxf

GEO = "bad_geometry.geojson"


@keeps(GEO, "must", 0)
@keeps(GEO, "must_not", 1)
def test_every_bad_feature_is_told_and_an_open_ring_is_closed(broken):
    site = read_site(broken / GEO)
    found = [(p.row, p.field, p.kind) for p in site.problems if p.row]
    assert found == [
        (1, "Z01", "self_intersection"),
        (2, "Z02", "closed"),
        (3, "Z03", "degrees"),
        (5, "X1", "few_points"),
        (6, "F1", "bad_coordinates"),
        (7, "", "empty_feature"),
        (4, "Z03", "duplicate_code"),
    ]
    assert site.plan.features[1].area == 1600


@keeps(GEO, "must", 1)
def test_an_area_of_a_millionth_suggests_degrees_instead_of_metres(broken):
    (problem,) = [p for p in read_site(broken / GEO).problems if p.kind == "degrees"]
    assert "疑似经纬度" in problem.message.zh
    assert "0.000001" in problem.message.zh


@keeps(GEO, "must", 2)
def test_a_plan_without_reference_system_says_that_its_unit_is_not_declared(broken):
    assert "单位未声明" in read_site(broken / GEO).problems[0].message.zh


@keeps(GEO, "must_not", 0)
def test_an_area_that_cannot_be_trusted_is_not_offered(broken):
    areas = [(f.valid, f.area) for f in read_site(broken / GEO).plan.features]
    assert areas == [(False, None), (True, Decimal("1600.0000")), (False, None), (False, None)]


DXF = "dxf_millimetres.dxf"


@keeps(DXF, "must", 0)
@keeps(DXF, "must_not", 0)
def test_a_drawing_in_millimetres_comes_out_in_metres(broken):
    (zone,) = read_site(broken / DXF).plan.features
    assert zone.area == 3200
    assert max(x for x, _ in zone.rings[0]) == 80


@keeps(DXF, "must", 1)
def test_the_unit_of_a_drawing_is_shown_and_can_be_corrected(broken):
    site = read_site(broken / DXF)
    assert site.plan.unit == "millimetre"
    assert "毫米" in site.problems[0].message.zh
    (zone,) = read_site(broken / DXF, unit="centimetre").plan.features
    assert zone.area == 320_000


# empty.xlsx, csv_as_xlsx.xlsx


@keeps("empty.xlsx", "must", 0)
@keeps("empty.xlsx", "must_not", 0)
def test_an_empty_file_is_refused_as_empty(read):
    assert "文件为空" in read("empty.xlsx").told("zh")


@keeps("csv_as_xlsx.xlsx", "must", 0)
@keeps("csv_as_xlsx.xlsx", "must_not", 0)
def test_a_csv_under_the_name_of_a_workbook_is_refused_as_what_it_is_not(read):
    refusal = read("csv_as_xlsx.xlsx")
    assert "不是 xlsx" in refusal.told("zh")
    assert refusal.where == "csv_as_xlsx.xlsx"


# all of them


def test_every_line_of_the_answer_key_has_a_test(broken):
    key = json.loads((broken / "expected.json").read_text(encoding="utf-8"))
    lines = {
        (file, part, number)
        for file, entry in key["files"].items()
        for part in ("must", "must_not")
        for number in range(len(entry[part]))
    }
    assert lines == KEPT


def test_every_problem_and_refusal_is_told_in_both_languages(read, broken):
    for file in sorted(broken.iterdir()):
        if file.suffix in {".zip", ".xlsx"}:
            result = read(file.name)
            messages = [p.message for p in result.problems] + [getattr(result, "message", None)]
            assert all(text.zh and text.en for text in messages if text), file.name


def test_reading_works_in_two_threads_at_once(packages, pack):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(read_package(packages["job-fair"], pack))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found[0] == found[1]


def test_smaller_limits_refuse_what_larger_ones_take(packages, pack):
    with pytest.raises(PackageRefused, match="条目数超过上限 5"):
        read_package(packages["job-fair"], pack, limits=Limits(entries=5))


def test_an_attachment_that_changes_while_the_package_is_open_is_noticed(packed, pack, tmp_path):
    path = packed({"pkg/attachments/a.txt": b"first"})
    folder = tmp_path / "folder"
    with zipfile.ZipFile(path) as package:
        package.extractall(folder)
    with open_package(folder / "pkg", pack, limits=Limits(keep_bytes=0)) as opened:
        (folder / "pkg" / "attachments" / "a.txt").write_bytes(b"second")
        with pytest.raises(Exception, match="被改动"):
            opened.read("a.txt")
