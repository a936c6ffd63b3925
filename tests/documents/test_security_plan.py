"""The security plan of an invented festival: every figure is a sum of its rows, nothing is cut off, nothing made up."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pikepdf
import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics

from reports.blocks import Table, plain
from reports.check import measure_of
from reports.compose import pages as pages_of
from reports.ink import Glyphs, sheet_of
from reports.issue import Issue
from reports.pdf import render
from reports.wording import numeral_zh
from workbench.core.values import Row
from workbench.services import paper_check, plan_paper
from workbench.services.crowd_desk import read as read_package
from workbench.services.plan_source import PUBLIC, PlanSource, version_of
from workbench.storage.packs import load_pack, sample_package

MOMENT = datetime(2026, 4, 10, 1, 30, tzinfo=UTC)
ISSUE = Issue("澄州市公安局", "AB-2026-0017", date(2026, 4, 10), MOMENT, "CZ-DHA-2026-0017", "第六届澄湖湾音乐节",
              seal="0123456789abcdef" * 2, chain="c1", seq=7, head="ab" * 16)  # fmt: skip


@pytest.fixture(scope="module")
def pack():
    return load_pack("cn_national")


@pytest.fixture(scope="module")
def source(pack):
    application, crowd = read_package(sample_package("chenghu-bay-festival"), pack)
    return PlanSource(application, application, pack, crowd, ISSUE, version_of(application))


@pytest.fixture(scope="module")
def document(source):
    return plan_paper.plan_document(source)


@pytest.fixture(scope="module")
def field(document):
    return render(document)


@pytest.fixture(scope="module")
def pages(field, read):
    return ["".join(page.split()) for page in read(field.pdf).pages]


def codes(source):
    return [str(row["code"]) for row in source.plan.rows("posts")]


def across(file):
    return [number for number in range(len(file)) if file[number].get_size()[0] > file[number].get_size()[1]]


def test_every_post_on_the_map_is_in_the_table_and_the_reverse(source, field, document, read):
    file = read(field.pdf)
    (number,) = across(file.file)
    said = re.split(r"\s+", file.pages[number])
    on_map = {word for word in said if re.fullmatch(r"[A-Z]\d\d", word)}
    tables = [block for block in document.blocks if isinstance(block, Table) and len(block.columns) == 9]
    texts = [plain(row.cells[0].words) for table in tables for row in table.rows]
    in_table = [text for text in texts if text in codes(source)]
    assert sorted(in_table) == sorted(codes(source))
    assert on_map - {str(row["code"]) for row in source.plan.rows("zones")} == set(in_table)


def test_the_totals_are_the_sums_of_the_rows(source, document):
    totals = next(b for b in document.blocks if isinstance(b, Table) and plain(b.rows[-1].cells[0].words) == "合计")
    rows = [[plain(cell.words) for cell in row.cells] for row in totals.rows]
    for column in range(1, len(rows[0])):
        assert sum(int(row[column]) for row in rows[:-1]) == int(rows[-1][column])
    assert int(rows[-1][1]) == len(codes(source))
    assert int(rows[-1][2]) == sum(int(row["persons"]) for row in source.plan.rows("posts"))
    assert sum(map(int, rows[-1][3:])) == int(rows[-1][2])


def test_the_contents_name_the_page_on_which_a_chapter_begins(source, pages):
    for row in source.listed("plan_chapters"):
        listed = re.search(re.escape(row.text.zh) + r"(\d+)", pages[1])
        assert row.text.zh in pages[int(listed[1]) - 1], row.code


def links_of(pdf):
    """(page, words under the link, target page, top of the target) of every link of a file, pages from 1."""
    with pypdfium2.PdfDocument(pdf) as shown, pikepdf.open(io.BytesIO(pdf)) as file:
        number = {page.objgen: at for at, page in enumerate(file.pages, 1)}
        found = []
        for at, page in enumerate(file.pages, 1):
            text = shown[at - 1].get_textpage()
            for note in page.get("/Annots", []):
                assert note.Subtype == "/Link"
                assert int(note.F) == 4
                target = note.Dest
                words = text.get_text_bounded(*(float(value) for value in note.Rect))
                found.append((at, "".join(words.split()), number[target[0].objgen], float(target[3])))
        return found


@pytest.mark.parametrize("copy", ["field", PUBLIC])
def test_contents_and_required_contents_lead_to_the_page_they_name(source, read, copy):
    made = render(plan_paper.plan_document(replace(source, copy=copy)))
    found = links_of(made.pdf)
    file = read(made.pdf)
    titles = [row.text.zh for row in source.listed("plan_chapters")]
    listed = [link for link in found if any(title in link[1] for title in titles)]
    assert [title for _, words, _, _ in listed for title in titles if title in words] == titles
    chapters = {}
    for title, (page, words, target, top) in zip(titles, listed, strict=True):
        assert page == 2
        assert words.endswith(str(target))
        band = file.file[target - 1].get_textpage().get_text_bounded(0, top - 35, 595, top + 5)
        assert title in "".join(band.split())
        chapters[words.removesuffix(str(target)).removesuffix(title)] = target
    named = [link for link in found if link not in listed]
    assert all(str(chapters[chapter]) == page == str(target) for _, words, target, _ in named
               for chapter, page in [re.fullmatch(r"(.+)（(\d+)）", words).groups()])  # fmt: skip
    wanted = [f"{numeral_zh(n)}（{chapters[numeral_zh(n)]}）" for content in source.pack.plan for n, row
              in enumerate(source.listed("plan_chapters"), 1) if content in row.data["contents"]]  # fmt: skip
    assert [words for _, words, _, _ in named] == wanted * 2
    assert {page for page, *_ in named} == {2, chapters[numeral_zh(len(titles))]}


def test_each_required_content_names_a_chapter_of_the_plan(source, document):
    for line in plan_paper.plan_content(source).contents:
        assert line.chapters, line.code


def test_the_version_stands_on_every_page_and_follows_the_plan(source, pages):
    assert all(source.version.digest in page for page in pages)
    rows = source.plan.rows("posts")
    moved = replace(rows[0], values={**rows[0].values, "persons": 99})
    other = replace(source.plan, sheets={**source.plan.sheets, "posts": (moved, *rows[1:])})
    assert version_of(source.plan).digest == source.version.digest
    assert version_of(other, 1).digest != source.version.digest
    assert version_of(other, 1).number == 2


def test_the_finished_file_has_the_form_of_a_report_with_one_page_across(field, document, read):
    assert paper_check.faults(field.pdf, document.meta) == ()
    assert len(across(read(field.pdf).file)) == 1
    assert field.missing == ()


def test_the_same_plan_gives_the_same_bytes(source, field):
    assert render(plan_paper.plan_document(source)).pdf == field.pdf


def test_a_chapter_is_a_bookmark(source, field):
    with pikepdf.open(io.BytesIO(field.pdf)) as pdf, pdf.open_outline() as outline:
        titles = [child.title for item in outline.root for child in item.children]
    assert [title for title in titles if title.startswith("四")] == ["四　力量部署"]


def test_a_public_copy_has_no_telephone_no_name_below_the_signing_level_no_post_and_no_map(source, read):
    made = render(plan_paper.plan_document(replace(source, copy=PUBLIC)))
    file = read(made.pdf)
    assert across(file.file) == []
    signing = str(source.plan.fields["und.safety_lead"])
    for row in source.plan.rows("posts"):
        assert str(row["phone"]) not in file.text
        assert str(row["lead"]) not in file.text.replace(signing, "")
    found = set(re.findall(r"(?<![A-Z\d])[A-Z]\d\d(?!\d)", " ".join(file.pages)))
    assert not (found & set(codes(source))) - set(source.pack.plan)


def test_an_english_plan_has_the_chapters_in_english(source, read):
    english = render(plan_paper.plan_document(replace(source, language="en")))
    text = " ".join(" ".join(read(english.pdf).pages).split())
    for row in source.listed("plan_chapters"):
        assert row.text.en in text
    for words in ("Page 1 of", "Mobile point", "Way", "not stated"):
        assert words in text


def test_only_an_english_plan_says_that_the_texts_of_the_organiser_stand_as_filed(source, field, read):
    said = "".join(source.pack.papers["F19"].texts["as_filed"].en.split())
    english = "".join(read(render(plan_paper.plan_document(replace(source, language="en"))).pdf).text.split())
    assert english.count(said) == 1
    assert english.index("Versionsanddistribution") < english.index(said) < english.index("Copies:")
    assert "asfiled,inChinese" not in read(field.pdf).text
    assert source.pack.papers["F19"].texts["as_filed"].zh not in read(field.pdf).text


LONG = "临湖东北侧第二看台与三号餐饮摊位之间的应急疏散通道及无障碍坡道交汇处夜间照明不足路段" * 2


def posts_of(source, count, hours):
    first = source.plan.rows("posts")[1]
    on = datetime(2026, 4, 29, 12)  # noqa: DTZ001 - local time of the plan
    return tuple(
        Row("posts", n + 2, {**first.values, "code": f"N{n:03d}", "name": LONG[:60], "lead": "阿依古丽·买买提明江",
                             "x": n % 25 * 11, "y": n // 25 * 9 + 30, "on": on, "off": on + timedelta(hours=hours)})
        for n in range(count)
    )  # fmt: skip


@pytest.fixture(scope="module")
def crowded(source):
    """500 posts with names of 60 characters for 30 hours, no zones, no gates, no drawing."""
    assert len(LONG) >= 60
    sheets = {**source.plan.sheets, "posts": posts_of(source, 500, 30), "zones": (), "gates": ()}
    plan = replace(source.plan, sheets=sheets, site=None)
    from workbench.core.crowd_case import crowd_case

    return replace(source, plan=plan, crowd=crowd_case(plan, source.pack, None))


CLOSING = "，。、；：）》」』”"
"""Marks whose right half is blank; at the end of a line that half stands in the margin."""


def test_five_hundred_posts_without_drawing_break_over_pages_and_nothing_is_cut(crowded):
    document = plan_paper.plan_document(crowded)
    measure = measure_of("plan")
    made = pages_of(document)
    assert len(made) > 40
    said = []
    for inks in made:
        for ink in () if sheet_of(inks) else inks:
            if isinstance(ink, Glyphs):
                said.append(ink.text)
                width = pdfmetrics.stringWidth(ink.text, ink.font, ink.size) + ink.spacing * (len(ink.text) - 1)
                assert ink.x >= measure.left - 1, ink
                blank = ink.size / 2 if ink.text[-1] in CLOSING else 0.0
                assert ink.x + width - blank <= measure.width - measure.right + 2, ink
                assert measure.top - 1 <= ink.y <= measure.height - measure.bottom + 1, ink
    text = "".join("".join(said).split())
    assert text.count(LONG[:10]) >= 500
    assert "没有平面图" in text
    assert "04-2912:00" in text


def test_a_plan_of_nothing_says_what_is_missing(source, read):
    empty = replace(source.plan, sheets={}, fields={}, site=None)
    from workbench.core.crowd_case import crowd_case

    bare = replace(source, plan=empty, filed=empty, crowd=crowd_case(empty, source.pack, None))
    document = plan_paper.plan_document(bare)
    made = render(document)
    assert paper_check.faults(made.pdf, document.meta) == ()
    text = read(made.pdf).text
    for words in ("方案没有岗位", "没有可绘制的内容", "未填", "方案没有应急场景"):
        assert words in text


def test_the_chapter_on_entry_says_what_may_not_come_in_and_what_is_done(source, pages):
    text = "".join(pages)
    start, end = text.index("不得带入的物品"), text.index("异常情形")
    for row in source.listed("prohibited_items"):
        assert "".join(row.text.zh.split()) in text[start:end], row.code
    for row in source.listed("irregular_cases"):
        assert row.text.zh in text[end : end + 700], row.code
