"""Inks written as the operators of a page: what is drawn is seen where and as the ink says."""

import gc
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import numpy as np
import pikepdf
import pypdfium2
import pytest

from reports import pdf
from reports.blocks import Column, Document, Meta, Para, Span, Table
from reports.furniture import furniture
from reports.ink import Area, Bookmark, Circle, CodeBox, Glyphs, Line, Link, Placed, Rect, Rule, Strokes, flat
from reports.style import A4, fonts

META = Meta("F00", "例", "", "form", datetime(2026, 4, 1, tzinfo=UTC))
TEXT = (Para((Span("安全工作方案" * 200),), "body"),)
RED, BLUE, WHITE = (255, 0, 0), (0, 0, 255), (255, 255, 255)


def made(*inks, at=(0.0, 0.0)):
    """Return the file of one page of inks moved to a place."""
    return pdf._draw([[Placed(inks, *at)]], META)


def seen(*inks, at=(0.0, 0.0)):
    """Return the page of some inks moved to a place: red, green, blue by row and column, a dot a point."""
    page = pypdfium2.PdfDocument(made(*inks, at=at))[0]
    return page, np.asarray(page.render(scale=1, rev_byteorder=True).to_numpy())[..., :3]


def jumps(file):
    """Return the rectangles of the links of the page, and the height its bookmark leads to."""
    with pikepdf.open(BytesIO(file)) as opened:
        notes = [[float(side) for side in note.Rect] for note in opened.pages[0].Annots]
    return notes, [entry.get_dest().get_view()[1][1] for entry in pypdfium2.PdfDocument(file).get_toc()]


def at(picture, x, y):
    return tuple(int(part) for part in picture[int(y), int(x)])


def test_areas_rectangles_and_circles_are_filled_where_they_stand():
    hole = ((20.0, 20.0), (40.0, 20.0), (40.0, 40.0), (20.0, 40.0))
    _, picture = seen(
        Area(100.0, 100.0, ((0.0, 0.0), (60.0, 0.0), (60.0, 60.0), (0.0, 60.0)), "#ff0000", (hole,)),
        Rect(300.0, 100.0, 40.0, 20.0, fill="#0000ff"),
        Circle(450.0, 200.0, 30.0, fill="#ff0000", stroke="#0000ff", width=4.0),
    )
    assert [at(picture, x, 130) for x in (110, 130, 150)] == [RED, WHITE, RED]
    assert [at(picture, 320, y) for y in (98, 110, 122)] == [WHITE, BLUE, WHITE]
    assert [at(picture, x, 200) for x in (415, 420, 450, 480, 485)] == [WHITE, BLUE, RED, BLUE, WHITE]
    assert [at(picture, 450, y) for y in (165, 170, 230, 235)] == [WHITE, BLUE, BLUE, WHITE]
    assert {at(picture, 450 + x, 200 + y) for x in (-21, 21) for y in (-21, 21)} == {BLUE}
    assert at(picture, 450 + 24, 200 + 24) == WHITE  # outside the round


def test_lines_keep_their_colour_width_and_dashes():
    _, picture = seen(
        Rule(100.0, 100.5, 200.0, 100.5, 3.0, "#ff0000"),
        Rule(100.0, 120.5, 200.0, 120.5, 3.0, "#ff0000", (10.0, 10.0)),
        Rule(100.0, 140.5, 200.0, 140.5, 3.0, "#ff0000"),
        Line(0.0, 0.0, ((300.0, 100.0), (340.0, 100.0), (340.0, 140.0)), 3.0, "#0000ff", closed=True),
        Strokes(100.0, 200.0, ((0.0, 0.5, 50.0, 0.5), (0.0, 20.5, 50.0, 20.5)), 3.0, "#0000ff"),
    )
    assert {at(picture, x, 100) for x in range(105, 195, 10)} == {RED}
    assert [at(picture, x, 120) for x in (105, 115, 125, 135)] == [RED, WHITE, RED, WHITE]
    assert {at(picture, x, 140) for x in range(105, 195, 10)} == {RED}
    assert [at(picture, x, y) for x, y in ((320, 100), (340, 120), (320, 120))] == [BLUE, BLUE, BLUE]
    assert [at(picture, 125, y) for y in (200, 210, 220)] == [BLUE, WHITE, BLUE]


def test_text_stands_on_its_baseline_in_its_spacing_and_can_be_read_back():
    runs = (
        Glyphs(100.0, 100.0, "SansR", 20.0, "安全工作方案"),
        Glyphs(100.0, 140.0, "SansR", 20.0, "安全工作方案", spacing=10.0),
        Glyphs(100.0, 180.0, "Times", 20.0, "<(A\\)> 13"),
    )
    page, _ = seen(*runs)
    text = page.get_textpage()
    assert text.get_text_bounded().split() == ["安全工作方案", "安全工作方案", "<(A\\)>", "13"]
    boxes = [text.get_charbox(index, loose=True) for index in (0, 5)]
    assert [box[0] for box in boxes] == pytest.approx([100.0, 200.0], abs=0.5)
    assert all(box[1] < A4[1] - 100.0 < box[3] for box in boxes)
    places = [i for i in range(text.count_chars()) if text.get_text_range(i, 1).strip()]
    assert max(text.get_charbox(index, loose=True)[0] for index in places) == pytest.approx(100.0 + 5 * 30.0, abs=0.5)


EVERYTHING = (
    Glyphs(20.0, 40.0, "SansR", 20.0, "安全", "#ff0000"),
    Glyphs(90.0, 60.0, "SansR", 20.0, "方案", angle=30.0),
    CodeBox(20.0, 80.0, 20.0, "龘", "龘"),
    Rule(20.0, 90.0, 60.0, 110.0, 2.0),
    Rect(70.0, 90.0, 20.0, 10.0, fill="#0000ff", stroke="#000000"),
    Circle(120.0, 100.0, 10.0),
    Area(20.0, 120.0, ((0.0, 0.0), (30.0, 0.0), (30.0, 30.0)), "#ff0000"),
    Line(70.0, 120.0, ((0.0, 0.0), (30.0, 0.0), (30.0, 30.0)), 2.0),
    Strokes(120.0, 120.0, ((0.0, 0.0, 30.0, 0.0), (0.0, 20.0, 30.0, 20.0)), 2.0),
    Bookmark(0.0, 20.0, "所"),
    Link(20.0, 20.0, 40.0, 20.0, "所"),
)


def test_every_ink_in_another_place_is_the_ink_moved_there():
    """A part of a page is drawn in its place without copies; what a copy draws is the measure."""
    part = Placed(EVERYTHING, 131.0, 257.0)
    picture, expected = seen(*part.inks, at=part[1:])[1], seen(*flat([part]))[1]
    assert (picture == expected).all()
    assert (expected < 250).any(axis=2).sum() > 500
    notes, heights = jumps(made(*part.inks, at=part[1:]))
    assert (notes, heights) == jumps(made(*flat([part])))
    assert notes == [pytest.approx([151.0, A4[1] - 297.0, 191.0, A4[1] - 277.0], abs=0.01)]
    assert heights == [pytest.approx(A4[1] - 277.0, abs=0.01)]


def test_turned_text_rises_from_its_place():
    upright, turned = (seen(Glyphs(200.0, 300.0, "SansB", 40.0, "草稿", "#ff0000", angle=a))[1] for a in (0.0, 90.0))
    rows, columns = np.nonzero(upright[..., 1] < 128)
    assert columns.max() - columns.min() > 1.5 * (rows.max() - rows.min())
    rows, columns = np.nonzero(turned[..., 1] < 128)
    assert rows.max() - rows.min() > 1.5 * (columns.max() - columns.min())
    assert rows.max() <= 300
    assert columns.mean() < 200  # the heads of the characters look to the left


def test_more_characters_than_one_part_of_a_font_holds_come_out_in_order():
    has = fonts()["SansR"].face.charToGlyph
    text = "".join(chr(code) for code in range(0x4E00, 0x5000) if code in has)[:400]
    runs = [Glyphs(50.0, 50.0 + 20 * row, "SansR", 10.0, text[row * 40 : row * 40 + 40]) for row in range(10)]
    page, _ = seen(*runs)
    assert "".join(page.get_textpage().get_text_bounded().split()) == text


@pytest.mark.parametrize(("language", "word"), [("zh-CN", "草稿"), ("en", "DRAFT")])
def test_the_draft_mark_stands_in_the_middle_of_the_page_in_the_language_of_the_paper(language, word):
    mark = furniture(replace(META, draft=True, language=language), 1, 1)[0]
    page, picture = seen(mark)
    assert page.get_textpage().get_text_bounded().split() == [word]
    rows, columns = np.nonzero((picture < 250).any(axis=2))
    middle = [(found.min() + found.max()) / 2 for found in (rows, columns)]
    assert middle == pytest.approx([picture.shape[0] / 2, picture.shape[1] / 2], abs=12)


@pytest.fixture
def collections():
    """What the garbage collector begins while it would begin after every tenth object."""
    begun, before = [], gc.get_threshold()

    def note(phase, _info):
        begun.append(phase)

    gc.callbacks.append(note)
    gc.set_threshold(10)
    yield begun
    gc.callbacks.remove(note)
    gc.set_threshold(*before)


def test_the_collector_rests_while_a_file_is_made_and_runs_again_whatever_happens(collections):
    collections.clear()
    drawn = pdf._rendered(Document(META, TEXT)).pages
    busy = len(collections)
    collections.clear()
    assert pdf.render(Document(META, TEXT)).pages == drawn
    assert len(collections) < busy / 20
    with pytest.raises(ValueError, match="type area"):
        pdf.render(Document(META, (Table((Column("窄", 10.0),), ()),)))
    assert gc.isenabled()
