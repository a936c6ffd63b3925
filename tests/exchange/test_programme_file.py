"""Organisers' own lists: heads and codings as they come, bad rows kept aside with place and reason, and mended."""

import io
from datetime import datetime
from time import perf_counter

import openpyxl
import pytest

from workbench.core.commands import ProgrammeLine
from workbench.core.values import Row
from workbench.exchange.notes import PackageRefused
from workbench.exchange.programme_file import Aside, Known, mended, pasted_lines, read_programme
from workbench.storage.packs import load_pack

HEADS = ["序号", "场次", "时间", "时长（分钟）", "乐队", "节目名称", "互动", "特效"]


@pytest.fixture(scope="module")
def known():
    return Known(load_pack("cn_national"), frozenset({"S1", "S2"}))


def workbook(*rows, title="演出安排", merged=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for place in merged:
        sheet.merge_cells(place)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def good(no, **other):
    row = dict(zip(HEADS, [no, "S1", "2026-04-29 14:30", 45, f"乐队{no}", f"《曲{no}》", "无", "灯光"], strict=True))
    return [{**row, **other}[head] for head in HEADS]


def csv_of(*rows, coding="utf-8", delimiter=","):
    return "\n".join(delimiter.join(str(v) for v in row) for row in rows).encode(coding)


def test_heads_are_found_below_titles_and_by_other_names(known):
    found = read_programme(workbook(["某活动节目安排"], [], HEADS, good(1), good(2)), "节目.xlsx", known)
    assert [row["artist"] for row in found.rows] == ["乐队1", "乐队2"]
    assert found.rows[0]["start"] == datetime.fromisoformat("2026-04-29 14:30")
    assert found.aside == ()


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_csv_is_read_in_every_usual_coding(known, coding, delimiter):
    found = read_programme(csv_of(HEADS, good(1), coding=coding, delimiter=delimiter), "节目.csv", known)
    assert [(row["no"], row["work"]) for row in found.rows] == [(1, "《曲1》")]


@pytest.mark.parametrize(
    ("bad", "field", "kind"),
    [
        ({"时间": "下午两点"}, "start", "bad_value"),
        ({"时长（分钟）": "很长"}, "minutes", "bad_value"),
        ({"场次": "S9"}, "session", "unknown_session"),
        ({"序号": 1}, "no", "duplicate_number"),
        ({"互动": "跳舞"}, "interactive", "not_in_list"),
    ],
)
def test_a_bad_row_stands_aside_with_place_and_reason_and_the_rest_loads(known, bad, field, kind):
    found = read_programme(workbook(HEADS, good(1), good(2, **bad), good(3)), "节目.xlsx", known)
    assert [row["no"] for row in found.rows] == [1, 3]
    (aside,) = found.aside
    assert aside.number == 3
    assert (aside.problems[0].field, aside.problems[0].kind, aside.problems[0].row) == (field, kind, 3)
    assert aside.problems[0].message.zh
    assert aside.cells["artist"] == "乐队2"


def test_full_width_digits_and_serial_dates_are_taken(known):
    found = read_programme(
        workbook(HEADS, good("１", 时间=46141.604166666664, **{"时长（分钟）": "４５"})), "节目.xlsx", known
    )
    assert (found.rows[0]["no"], found.rows[0]["minutes"]) == (1, 45)
    assert found.rows[0]["start"].date().isoformat() == "2026-04-29"


def test_a_merged_cell_leaves_its_lower_rows_aside_and_nothing_is_guessed(known):
    rows = [HEADS, good(1), good(2, 乐队=None, 节目名称=None)]
    found = read_programme(workbook(*rows, merged=["E2:E3", "F2:F3"]), "节目.xlsx", known)
    assert [row["no"] for row in found.rows] == [1]
    assert found.aside[0].problems[0].field == "artist"


def test_a_list_without_numbers_is_numbered_in_its_order(known):
    found = read_programme(csv_of(["演出者", "作品"], ["甲", "一"], ["乙", "二"]), "节目.csv", known)
    assert [(row["no"], row["artist"]) for row in found.rows] == [(1, "甲"), (2, "乙")]


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x01\x02", csv_of(["金额", "日期"], [1, 2]), b"PK\x03\x04broken"])
def test_what_is_no_list_is_refused_in_words(known, data):
    with pytest.raises(PackageRefused) as refused:
        read_programme(data, "名单.csv", known)
    assert refused.value.message.zh
    assert refused.value.message.en


def test_a_mended_row_is_read_like_any_other(known):
    found = read_programme(workbook(HEADS, good(1), good(2, 时间="下午两点")), "节目.xlsx", known)
    (aside,) = found.aside
    still = mended(aside, {**aside.cells, "start": "三点"}, known, ["1"])
    assert isinstance(still, Aside)
    made = mended(aside, {**aside.cells, "start": "2026-04-29 15:30"}, known, ["1"])
    assert isinstance(made, Row)
    assert (made["no"], made["start"].hour) == (2, 15)
    assert isinstance(mended(aside, {**aside.cells, "start": "2026-04-29 15:30"}, known, ["1", "2"]), Aside)


@pytest.mark.parametrize(
    ("pasted", "line"),
    [
        ("1. 云堰电报局《一号仓库》", ProgrammeLine("云堰电报局", "《一号仓库》")),
        ("14:30-15:15 云堰电报局 - 一号仓库", ProgrammeLine("云堰电报局", "一号仓库")),
        ("（2）Kestrel Trio | Paper Boats", ProgrammeLine("Kestrel Trio", "Paper Boats")),
        ("云堰电报局\t一号仓库\tS1", ProgrammeLine("云堰电报局", "一号仓库", "S1")),
        ("云堰电报局——一号仓库", ProgrammeLine("云堰电报局", "一号仓库")),
        ("3、 神秘嘉宾", ProgrammeLine("神秘嘉宾")),
        ("24小时乐队《晚稻》", ProgrammeLine("24小时乐队", "《晚稻》")),
    ],
)
def test_a_pasted_line_is_parted_into_performer_and_work(pasted, line):
    assert pasted_lines(f"\n{pasted}\n  \n") == (line,)


def test_ten_thousand_rows_are_read_quickly_and_a_thousand_bad_ones_each_say_why(known):
    rows = [good(n) if n % 10 else good(n, 时间="某时") for n in range(1, 10_001)]
    data = csv_of(HEADS, *rows)
    began = perf_counter()
    found = read_programme(data, "节目.csv", known)
    assert (len(found.rows), len(found.aside)) == (9_000, 1_000)
    assert all(aside.problems for aside in found.aside)
    assert perf_counter() - began < 15
