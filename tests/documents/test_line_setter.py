"""The line setter, alone: every character is one em, Latin half an em, as in the simplest Chinese font."""

import itertools
import unicodedata
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.line_setter import Style, natural_width, set_lines
from reports.line_text import CLOSING, NEVER_FIRST, NEVER_LAST, OPENING, Glyph, Look, Piece

LOOK = Look("FS", 10.0)


class Mark(NamedTuple):
    """One character in its place: ``x`` from the line's left edge; its ink begins ``shift`` before."""

    text: str
    font: str
    x: float
    width: float
    box: str
    shift: float


def marks(line):
    """Return the characters of a line in their places, in order."""
    set_ = line.chars
    starts = itertools.accumulate(set_.widths, initial=line.x)
    every = zip(set_.atoms, starts, set_.widths, set_.shifts, strict=False)
    return [Mark(atom.text, atom.font, x, width, atom.box, shift) for atom, x, width, shift in every]


def measure(face, char):
    wide = ord(char) > 0x2E7F or char in "“”‘’—…·"
    return Glyph("han" if wide else "latin", 1.0 if wide else 0.5)


def lines_of(text, ems, **style):
    return set_lines([Piece(text, LOOK)], ems * 10.0, measure, Style(**style))


def texts(text, ems, **style):
    return [line.text for line in lines_of(text, ems, **style)]


def test_a_full_line_breaks_after_its_last_character():
    assert texts("一二三四五六七八九十", 4) == ["一二三四", "五六七八", "九十"]


def test_a_comma_that_would_begin_a_line_stays_and_gives_up_its_blank():
    first, *_ = lines_of("一二三，四五", 3.5)
    assert first.text == "一二三，"
    assert first.width == pytest.approx(35.0)


def test_a_comma_that_cannot_stay_takes_the_character_before_it_along():
    assert texts("一二三四。五", 4) == ["一二三", "四。五"]


def test_blanks_inside_the_line_are_narrowed_to_keep_a_stop_on_it():
    first, *_ = lines_of("一，二，三，四。五六七", 7.5)
    assert first.text == "一，二，三，四。"
    assert first.width == pytest.approx(75.0)
    assert marks(first)[0].width == 10.0


def test_an_opening_bracket_never_ends_a_line():
    assert texts("一二三《四五》", 4) == ["一二三", "《四五》"]


def test_two_punctuation_marks_share_one_blank():
    assert natural_width([Piece("例》，", LOOK)], measure) == pytest.approx(25.0)
    assert natural_width([Piece("（《条", LOOK)], measure) == pytest.approx(25.0)


def test_the_second_of_two_opening_marks_is_drawn_to_the_left_of_its_place():
    (line,) = lines_of("（《条", 9)
    assert [mark.shift for mark in marks(line)] == [0.0, 5.0, 0.0]


def test_a_word_moves_to_the_next_line_as_a_whole():
    assert texts("编号 CZDHA 为", 5) == ["编号 CZDHA ", "为"]
    assert texts("编号为CZDHA2026的", 6) == ["编号为", "CZDHA2026的"]


def test_a_word_wider_than_the_column_is_broken_and_nothing_is_lost():
    word = "A" * 95
    lines = lines_of("统一" + word, 10)
    assert "".join(line.text for line in lines) == "统一" + word
    assert all(line.width <= 100.0 + 1e-6 for line in lines)
    assert lines[0].text == "统一" + "A" * 16


def test_a_justified_line_reaches_the_right_edge_and_the_last_line_does_not():
    first, second = lines_of("一二三AB四五六七", 6.5)
    assert marks(first)[-1].x + marks(first)[-1].width == pytest.approx(65.0)
    assert second.width < 65.0


def test_justification_never_opens_a_word():
    first, _ = lines_of("一二三ABC四五六七八", 6.9)
    inside = [mark for mark in marks(first) if mark.text in "AB"]
    assert [mark.width for mark in inside] == [5.0, 5.0]


def test_a_nearly_empty_line_stays_ragged():
    first, _ = lines_of("一二ABCDEFGHIJKLMNOP", 9)
    assert first.text == "一二"
    assert first.width == pytest.approx(20.0)


def test_the_first_line_is_indented_by_two_characters():
    first, second = lines_of("一二三四五六七八", 5, first_indent=20.0)
    assert (first.text, marks(first)[0].x) == ("一二三", 20.0)
    assert marks(second)[0].x == 0.0


@pytest.mark.parametrize(("align", "x"), [("left", 0.0), ("centre", 15.0), ("right", 30.0)])
def test_short_lines_stand_where_they_are_asked_to(align, x):
    (line,) = lines_of("一二", 5, align=align)
    assert marks(line)[0].x == pytest.approx(x)


def test_a_newline_forces_a_line_and_an_empty_text_is_one_empty_line():
    assert texts("一\n\n二", 5) == ["一", "", "二"]
    assert texts("", 5) == [""]


def test_spaces_at_the_break_take_no_room_but_stay_in_the_text():
    first, second = lines_of("一二三四   五", 4)
    assert first.text == "一二三四   "
    assert first.width == pytest.approx(40.0)
    assert second.text == "五"


def test_every_kind_of_space_may_end_a_line():
    assert texts("一二三\u2003四", 3) == ["一二三\u2003", "四"]


def test_latin_is_measured_in_its_own_font_and_a_missing_glyph_in_none():
    def sparse(face, char):
        return Glyph("", 1.0) if char == "\U0002cb5a" else measure(face, char)

    (line,) = set_lines([Piece("a一\U0002cb5a", LOOK)], 100.0, sparse)
    assert [mark.font for mark in marks(line)] == ["latin", "han", ""]


def test_a_gap_is_put_between_chinese_and_latin_where_it_is_asked_for():
    width = natural_width([Piece("共52组", LOOK)], measure, Style(script_gap=0.125))
    assert width == pytest.approx(30.0 + 2 * 1.25)


def test_a_tick_box_takes_its_place_in_the_line():
    (line,) = set_lines([Piece("", LOOK, box="empty"), Piece("直接", LOOK)], 100.0, measure)
    assert marks(line)[0].box == "empty"
    assert [mark.x for mark in marks(line)] == pytest.approx([0.0, 11.6, 21.6])


HAN = st.sampled_from("安全许可申请材料澄湖湾音乐节镕堃")
WORDS = st.text(alphabet="abcXYZ0189", min_size=1, max_size=30)
MARKS = st.sampled_from([*sorted(OPENING | CLOSING), "……", "》，", "。”", "（《"])
SPACES = st.sampled_from([" ", "\n", "\u0301"])
TEXTS = st.lists(st.one_of(HAN, HAN, HAN, WORDS, MARKS, SPACES), max_size=120).map("".join)


@settings(deadline=None)
@given(TEXTS, st.integers(1, 30), st.sampled_from(["left", "justify", "right", "centre"]), st.sampled_from([0.0, 20.0]))
def test_no_text_is_lost_and_no_line_leaves_its_column(text, ems, align, indent):
    width = ems * 10.0 + 25.0
    lines = set_lines([Piece(text, LOOK)], width, measure, Style(indent, align, 0.125))
    assert "".join(line.text for line in lines) == text.replace("\n", "")
    for line in lines:
        assert line.width <= width + 0.01
        assert all(mark.x >= -0.01 for mark in marks(line))


SOLID = st.lists(st.one_of(HAN, HAN, MARKS.filter(lambda m: len(m) == 1)), min_size=2, max_size=150).map("".join)


def _has_place_to_break(text):
    pairs = list(itertools.pairwise(text))
    free = [after not in NEVER_FIRST and before not in NEVER_LAST for before, after in pairs]
    return all(any(free[i : i + 6]) for i in range(max(1, len(free) - 5)))


@settings(deadline=None)
@given(SOLID.filter(_has_place_to_break), st.integers(9, 30))
def test_no_line_begins_with_a_stop_or_ends_with_an_opening_mark(text, ems):
    lines = [line.text for line in set_lines([Piece(text, LOOK)], ems * 10.0, measure)]
    assert not any(line[0] in NEVER_FIRST for line in lines[1:])
    assert not any(line[-1] in NEVER_LAST for line in lines[:-1])


@settings(deadline=None)
@given(TEXTS)
def test_marks_of_a_line_stand_in_order_without_overlap(text):
    for line in set_lines([Piece(text, LOOK)], 150.0, measure):
        for left, right in itertools.pairwise(marks(line)):
            assert right.x >= left.x + left.width - 0.01 or unicodedata.combining(right.text)
