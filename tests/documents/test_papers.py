"""Every paper of the product: what a reader finds in the finished file is what the record says."""

import dataclasses
import os
import re
from io import BytesIO

import pikepdf
import pytest

from reports.blocks import Cell, Document, Span, Table, TableRow, words
from reports.compose import pages
from reports.furniture import furniture
from reports.ink import Glyphs, Rect
from reports.issue import payload
from reports.pdf import render
from reports.style import fonts

CODES = ["F03", "F05", "F11", "F12", "CL", "F18", "F10"]
PAGES = {"F03": 2, "F05": 2, "F11": 3, "F12": 2, "CL": 2, "F18": 1, "F10": 2}
MM = 72 / 25.4
AREAS = {"gw": (28, 26, 37, 35), "form": (20, 18, 18, 18), "plan": (24, 20, 24, 20)}


@pytest.fixture(scope="module")
def rendered(paper):
    return {code: render(paper(code)) for code in CODES}


def texts_in(value):
    """Every text of a row of blocks."""
    if isinstance(value, Span):
        yield value.text
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from texts_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from texts_in(item)


@pytest.mark.parametrize("code", CODES)
def test_all_text_of_the_blocks_can_be_read_in_the_file(code, paper, rendered, read):
    margins = [margin * MM for margin in AREAS[paper(code).meta.page_format]]
    found = read(rendered[code].pdf).inside(margins)
    for text in texts_in(paper(code).blocks):
        for piece in re.split(r"[\s，。；、：]+", text):
            assert piece in found, piece


@pytest.mark.parametrize("code", CODES)
def test_a_paper_has_as_many_pages_as_designed_and_misses_no_character(code, rendered):
    assert rendered[code].pages == PAGES[code]
    assert rendered[code].missing == ()


@pytest.mark.parametrize("code", CODES)
def test_every_character_is_drawn_in_a_font_that_has_it(code, paper):
    document = paper(code)
    around = [furniture(document.meta, 1, 2)]
    runs = [ink for page in [*pages(document), *around] for ink in page if isinstance(ink, Glyphs)]
    assert len(runs) > 30
    for run in runs:
        lacking = [char for char in run.text if ord(char) not in fonts()[run.font].face.charToGlyph]
        assert not lacking, run


@pytest.mark.parametrize("code", CODES)
def test_every_font_is_embedded_and_none_is_the_readers_own(code, rendered):
    with pikepdf.open(BytesIO(rendered[code].pdf)) as pdf:
        assert not pdf.check_pdf_syntax()
        fonts = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/Font"]
        assert len(fonts) >= 3
        for font in fonts:
            assert "Helvetica" not in str(font.BaseFont)
            assert "/FontFile2" in font.FontDescriptor
            assert "/ToUnicode" in font


@pytest.mark.parametrize("code", CODES)
def test_the_same_content_gives_the_same_bytes(code, paper, rendered):
    assert render(paper(code)).pdf == rendered[code].pdf


def test_another_moment_gives_other_bytes_and_leaves_the_environment_alone(paper, festival, rendered, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "17")
    later = festival.issue("澄公（治）大受字〔2026〕21号", moment=festival.datetime(2026, 4, 8, tzinfo=festival.UTC))
    assert render(paper("F03", issue=later)).pdf != rendered["F03"].pdf
    assert os.environ["SOURCE_DATE_EPOCH"] == "17"


@pytest.mark.parametrize("code", CODES)
def test_the_page_is_a4_and_text_keeps_to_the_type_area(code, paper, rendered, read):
    left, right, top, bottom = (margin * MM for margin in AREAS[paper(code).meta.page_format])
    file = read(rendered[code].pdf)
    for number in range(len(file.file)):
        width, height = file.file[number].get_size()
        assert (round(width / MM), round(height / MM)) == (210, 297)
        for char, x, y, x2, y2 in file.boxes(number):
            if not char.strip():
                continue
            assert x >= left - 1, char
            assert x2 <= width - right + 1, char
            assert y >= 2.5 * MM, char
            assert y2 <= height - 4 * MM, char
            inside = y >= bottom - 1 and y2 <= height - top + 1
            outside = y2 <= bottom + 1 or y >= height - top - 1
            assert inside or outside, char


@pytest.mark.parametrize("code", CODES)
def test_the_number_the_seal_and_the_checkpoint_stand_on_every_page(code, rendered, paper, read):
    number = paper(code).meta.number
    assert number
    for page in read(rendered[code].pdf).pages:
        flat = "".join(page.split())
        assert number in flat
        assert "0123-4567-89ab-cdef" in flat
        assert "chengzhou:183:fedcba9876543210fedcba98" in flat


@pytest.mark.parametrize("code", CODES)
def test_a_reader_is_told_title_language_record_and_chapters(code, rendered, paper, festival):
    with pikepdf.open(BytesIO(rendered[code].pdf)) as pdf:
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "U")
            assert xmp["dc:title"] == str(pdf.docinfo["/Title"])
        assert str(pdf.docinfo["/Title"]).endswith(paper(code).meta.number)
        assert str(pdf.docinfo["/Author"]) == festival.ORGAN
        assert festival.EVENT in str(pdf.docinfo["/Subject"])
        assert "CZ-DHA-2026-0017" in str(pdf.docinfo["/Keywords"])
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20260407083000")
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        with pdf.open_outline() as outline:
            assert len(outline.root) >= 1


def test_the_qr_code_on_paper_is_the_payload_of_the_record(paper, rendered, festival, scan):
    text = payload("F03", festival.acceptance().issue)
    assert text == (
        "EAW1;F03;澄公（治）大受字[2026]21号;2026-04-07;0123456789abcdef;chengzhou:183:fedcba9876543210fedcba98"
    )
    assert len(text.encode()) <= 180
    assert scan(rendered["F03"].pdf) == [[], [text]]
    inks = [ink for ink in pages(paper("F03"))[1] if isinstance(ink, Rect) and ink.fill == "#000000"]
    assert min(ink.x for ink in inks) == pytest.approx(28 * MM)


def test_a_draft_has_no_number_no_code_and_says_so_across_the_page(paper, festival, read):
    issue = festival.issue("澄公（治）大受字〔2026〕21号", draft=True)
    draft = render(paper("F03", issue=issue))
    text = read(draft.pdf).text
    assert "〔2026〕21号" not in text
    assert "草稿" in text
    assert "（草稿，未编号）" in text
    assert "校验码" not in text
    assert "扫码" not in text


def test_only_sample_data_carries_the_sample_note(paper, festival, rendered, read):
    real = render(paper("F03", issue=festival.issue("澄公（治）大受字〔2026〕21号", sample=False)))
    assert "数据均为虚构" in read(rendered["F03"].pdf).text
    assert "虚构" not in read(real.pdf).text


def test_a_refusal_without_a_reason_cannot_be_printed(paper, festival):
    with pytest.raises(ValueError, match="reason"):
        paper("F12", reasons=())
    met = tuple(dataclasses.replace(fact, meets=True) for fact in festival.refusal().facts)
    with pytest.raises(ValueError, match="reason"):
        paper("F12", facts=met)


def test_a_second_correction_notice_prints_its_reason(paper, read):
    reason = "补正后节目单新增外籍演员"
    assert reason in read(render(paper("F05", second_round_reason=reason)).pdf).text
    assert "再次告知" not in read(render(paper("F05")).pdf).text


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("F03", {"materials": (), "officers": (), "inspection": None, "skipped": (), "tolerated": 0}),
        ("F05", {"items": (), "officers": (), "latest_day": None}),
        ("F11", {"conditions": (), "annexes": (), "copies_to": "", "tickets": None, "areas": "", "hours": ""}),
        ("F12", {"checked": None, "heard": None, "effect": ""}),
        (
            "CL",
            {"items": (), "plan": (), "dates": (), "event": "", "first_day": None, "people": None},
        ),
        ("F18", {"duties": (), "officers": ()}),
        ("F10", {"factors": (), "steps": (), "advice": "", "signers": ()}),
    ],
)
def test_empty_sections_survive(code, changes, paper, read):
    made = render(paper(code, **changes))
    assert made.pages >= 1
    assert "None" not in read(made.pdf).text


def test_an_unscored_report_says_that_it_cannot_carry_a_decision(paper, festival, read):
    unscored = dataclasses.replace(festival.risk().factors[0], after=None)
    text = read(render(paper("F10", factors=(unscored,))).pdf).text
    assert "尚有1项因素未评，本报告不得作为决定依据。" in text


def test_the_liaisons_telephone_is_printed_with_its_middle_hidden(rendered, read):
    text = read(rendered["CL"].pdf).text
    assert "139****2207" in text
    assert "13900002207" not in text


HOSTILE = [
    "<b>甲</b>&amp;&lt;公司",
    "=cmd|' /C calc'!A0",
    "%s {0} {applicant} **粗**",
    "\\(括号) \\n \\000",
    "李镕堃、王𬭚、陈𫖯",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_printed_as_it_is_written(name, paper, festival, read):
    made = render(paper("F03", applicant=name, event=name, issue=festival.issue(name, event=name, organ=name)))
    assert made.missing == ()
    assert read(made.pdf).text.count("".join(name.split())) >= 4


def test_quotation_marks_inside_quotation_marks_become_single(paper, read):
    assert "“‘湖光’音乐节”" in read(render(paper("F03", event="“湖光”音乐节")).pdf).text


@pytest.mark.parametrize(
    ("char", "code"), [("\U0002a6a5", "U+2A6A5"), ("\u202e", "U+202E"), ("\ud800", "U+D800"), ("\xad", "U+00AD")]
)
def test_a_character_that_cannot_be_shown_is_drawn_as_a_box_and_reported(char, code, paper, festival, read):
    name = f"张{char}三"
    made = render(paper("F03", applicant=name, issue=festival.issue("一号", organ=name, event=name)))
    assert {missing.code_point for missing in made.missing} == {code}
    assert any(f"张{char}三" in missing.near for missing in made.missing)
    digits = code.removeprefix("U+")
    text = read(made.pdf).text
    assert digits[: len(digits) // 2] in text
    assert digits[len(digits) // 2 :] in text
    assert "张" in text


@pytest.mark.parametrize("count", [1, 7, 42, 200])
def test_every_deficiency_is_printed_under_a_repeated_head_and_no_signature_stands_alone(count, paper, festival, read):
    items = tuple(
        dataclasses.replace(item, problem=f"第{number}处：{item.problem}")
        for number, item in enumerate(festival.deficiencies(count))
    )
    pages = ["".join(page.split()) for page in read(render(paper("F05", items=items)).pdf).pages]
    whole = "".join(pages)
    places = [whole.index(f"第{number}处：") for number in range(count)]
    assert places == sorted(places)
    for page in pages:
        assert ("存在的问题" in page) == bool(re.search(r"第\d+处：", page))
    assert "盖章处" in pages[-1]
    assert "除上列各项外" in pages[-1]
    assert "送达回证" in pages[-1]


def test_a_word_wider_than_its_cell_is_broken_and_stays_inside(paper, festival, read):
    word = "A1" * 150
    item = dataclasses.replace(festival.deficiencies(1)[0], problem=word)
    file = read(render(paper("F05", items=(item,))).pdf)
    assert word in file.text
    right = max(box[3] for box in file.boxes(0) if box[0] == "A" and box[2] > 35 * MM)
    assert right <= (28 + 12 + 30 + 53) * MM


def test_a_cell_taller_than_a_page_goes_on_over_pages(paper, festival, read):
    long = "".join(f"（{number}）缺签字；" for number in range(900))
    item = dataclasses.replace(festival.deficiencies(1)[0], problem=long)
    made = render(paper("F05", items=(item,)))
    assert made.pages > 3
    text = read(made.pdf).inside([margin * MM for margin in AREAS["gw"]])
    assert [int(number) for number in re.findall(r"（(\d+)）缺签字；", text.replace("存在的问题", ""))] == list(
        range(900)
    )


def test_a_group_taller_than_a_page_repeats_its_cell_on_each(paper, festival, read):
    duty = festival.responsibilities().duties[0]
    many = tuple(dataclasses.replace(duty, code=f"A{number:02d}") for number in range(80))
    pages = read(render(paper("F18", duties=many)).pdf).pages
    assert len(pages) > 2
    for page in pages:
        assert ("事前" in page) == ("主要负责人任安全责任人" in page)


def test_columns_that_do_not_fill_the_type_area_are_our_own_fault(paper):
    document = paper("F03")
    table = next(block for block in document.blocks if isinstance(block, Table))
    wrong = dataclasses.replace(table, columns=table.columns[:-1], rows=(TableRow((Cell(words("一")),) * 3),))
    with pytest.raises(ValueError, match="wide"):
        render(Document(document.meta, (wrong,)))
