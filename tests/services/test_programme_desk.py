"""The programme desk with a real office: import and mending, lists, open items, hints in lyrics, papers."""

import json
from datetime import date, datetime

import pypdfium2
import pytest

from workbench.core import commands as c
from workbench.services import documents, programme_desk, programme_import
from workbench.services.acting import do
from workbench.services.looking import Look

at = datetime.fromisoformat


@pytest.fixture
def look(festival):
    return lambda: Look(festival.desk, festival.state())


def text_of(pdf):
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_range() for page in opened)
    finally:
        opened.close()


def items(look):
    return [(item.kind, item.object, item.text.zh) for item in programme_desk.open_items(look)]


def test_hint_words_are_found_in_the_passage_of_the_act_that_they_stand_in(look):
    found = {act.no: [hit.hit.word for hit in act.hits] for act in programme_desk.acts(look()) if act.hits}
    assert "20" in found
    assert "16" in found
    assert "44" in found
    assert set(found) <= {"14", "16", "20", "44"}
    hit = next(a for a in programme_desk.acts(look()) if a.no == "20").hits[-1]
    assert (hit.file, hit.page) == ("M3.2_节目单及歌词文本.pdf", 4)


def test_a_hint_changes_no_verdict_and_no_standing(look):
    assert {act.standing for act in programme_desk.acts(look())} == {"open"}


def keep_list(festival, lines):
    wish = c.SetProgrammeList(festival.case, "approval", "批文", lines, festival.desk.today)
    do(festival.desk, festival.officer, wish)


def test_differences_between_lists_are_open_items_until_an_alias_or_a_right_list_settles_them(festival, look):
    lines = list(programme_desk.programme.sheet_lines(festival.state()))
    changed = [
        c.ProgrammeLine("云堰电报台", lines[6].work, lines[6].session) if n == 6 else x for n, x in enumerate(lines)
    ]
    keep_list(festival, tuple(changed[:-1]))
    assert ("warn", "lists", "文旅批准与节目单有 2 处不同") in items(look())
    do(festival.desk, festival.officer, c.SetAlias(festival.case, "云堰电报台", "云堰电报局"))
    assert ("warn", "lists", "文旅批准与节目单有 1 处不同") in items(look())
    keep_list(festival, tuple(lines))
    assert not [item for item in items(look()) if item[1] == "lists"]


def test_a_late_answer_is_an_open_item_with_its_day(festival, look):
    wish = c.JudgeProgramme(
        festival.case, "14", "advise_cancel", ("SG1",), (), "管控四项为空", answer_due=date(2026, 4, 13)
    )
    do(festival.desk, festival.officer, wish)
    assert not [item for item in items(look()) if item[1] == "14"]
    festival.clock.set(at("2026-04-14 09:00"))
    assert ("warn", "14", "节目 14：承办者逾期未答复建议（2026-04-13 前）") in items(look())


def test_an_import_keeps_bad_rows_aside_and_a_mended_one_joins(festival, look, tmp_path):
    path = tmp_path / "节目.csv"
    path.write_text("序号,场次,艺人,曲目\n1,S1,甲,一\n2,S9,乙,二\n3,S2,丙,三\n", encoding="utf-8")
    found = programme_import.read_file(festival.desk, festival.case, str(path))
    assert (len(found.rows), len(found.aside)) == (2, 1)
    programme_import.take_in(festival.desk, festival.officer, festival.case, found.rows, found.aside, found.name)
    assert [act.no for act in programme_desk.acts(look())] == ["1", "3"]
    assert ("correct", "pending", "节目单有 1 行待处理") in items(look())
    (aside,) = programme_import.pending(festival.desk, festival.case)
    assert aside.cells["artist"] == "乙"
    made = programme_import.mend(festival.desk, festival.case, aside, {**aside.cells, "session": "S2"}, ["1", "3"])
    again = programme_import.pending_file(festival.desk, festival.case)
    programme_import.take_in(festival.desk, festival.officer, festival.case, (*again.rows, made), (), "补改")
    assert [act.no for act in programme_desk.acts(look())] == ["1", "2", "3"]
    assert not [item for item in items(look()) if item[1] == "pending"]


def test_a_file_that_cannot_be_read_changes_nothing(festival, tmp_path):
    before = festival.state()
    for name, data in (("空.csv", b""), ("图.xlsx", b"\x89PNG"), ("坏.xlsx", b"PK\x03\x04xx")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(programme_import.PackageError):
            programme_import.read_file(festival.desk, festival.case, str(tmp_path / name))
    with pytest.raises(programme_import.PackageError):
        programme_import.read_file(festival.desk, festival.case, str(tmp_path / "没有.csv"))
    assert festival.state() == before


def test_the_review_sheet_counts_and_names_what_has_a_concern(festival, look):
    do(festival.desk, festival.officer, c.JudgeProgramme(festival.case, "1", "pass"))
    wish = c.JudgeProgramme(festival.case, "14", "advise_cancel", ("SG1",), (), "管控四项为空", "取消该互动")
    do(festival.desk, festival.officer, wish)
    made = documents.draw(look(), documents.slip_of(look(), "F23", documents.slips(look())))
    told = text_of(made.pdf).replace("\n", "").replace("\r", "")
    for words in ("节目内容联合审核表", "三号锻造车间", "管控四项为空", "极易引发推挤对冲", "建议取消", "取消该互动"):
        assert words in told
    assert "其余 1 项审查通过" in told.replace("其余1项", "其余 1 项")
    assert made.missing == ()
    assert "HY" not in documents.names(look())


def test_statistics_of_a_year_add_up(festival):
    do(
        festival.desk,
        festival.officer,
        c.JudgeProgramme(festival.case, "14", "advise_cancel", ("SG1",), (), "管控四项为空"),
    )
    found = programme_desk.year_statistics(festival.desk, festival.officer, 2026)
    assert [s.acts_cancelled for s in found.values()] == [1]
    assert programme_desk.year_statistics(festival.desk, festival.officer, 2025) == {}


def test_the_view_is_plain_enough_for_a_machine(festival):
    from workbench.cli.base import plain
    from workbench.cli.programme import _plain

    told = json.loads(
        json.dumps(plain(_plain(*programme_desk.case_programme(festival.desk, festival.officer, festival.case))))
    )
    assert told["statistics"]["works"] == 52
    act = next(item for item in told["items"] if item["no"] == "14")
    assert [lack["zh"] for lack in act["lacks"]] == ["互动区域", "管控措施", "停止口令", "现场负责人"]
