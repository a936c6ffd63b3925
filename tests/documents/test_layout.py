"""Chunks on pages, read back without any PDF."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.blocks import Cell, Column, Span, Table, TableRow, words
from reports.furniture import check_code
from reports.ink import Glyphs, Rect, Rule, hatch
from reports.layout import Chunk, paginate
from reports.setting import Type, paragraph
from reports.tables import table_chunks

BODY = Type("FS", 10.0, 20.0)


def named(name, height=20.0, **options):
    return Chunk(height, (Glyphs(0, 0, "f", 9, name),), **options)


def names(page):
    return [ink.text for ink in page if isinstance(ink, Glyphs)]


def test_chunks_that_belong_together_move_to_the_next_page_together():
    pages = paginate([named("a"), named("b", keep=True), named("c")], 50.0)
    assert [names(page) for page in pages] == [["a"], ["b", "c"]]


def test_a_gap_vanishes_at_the_head_of_a_page():
    pages = paginate([named("a", 50.0), named("gap", 10.0, gap=True), named("b")], 50.0)
    assert [names(page) for page in pages] == [["a"], ["b"]]
    assert pages[1][0].y == 0.0


def test_the_head_of_a_table_is_repeated_only_where_a_row_begins_a_page():
    head = named("head", keep=True)
    rows = [named(f"r{number}", head=(head,)) for number in range(4)]
    pages = paginate([head, *rows], 60.0)
    assert [names(page) for page in pages] == [["head", "r0", "r1"], ["head", "r2", "r3"]]


def test_pinned_chunks_stand_at_the_foot_of_the_page_of_what_they_belong_to():
    pages = paginate([named("a"), named("closing", keep=True), named("strip", pinned=True)], 100.0)
    assert [(ink.text, ink.y) for ink in pages[0]] == [("a", 0.0), ("closing", 20.0), ("strip", 80.0)]


def test_a_pinned_strip_takes_its_closing_along_when_the_page_is_full():
    pages = paginate([named("a", 70.0), named("closing", keep=True), named("strip", pinned=True)], 100.0)
    assert [names(page) for page in pages] == [["a"], ["closing", "strip"]]


@settings(deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=12), st.integers(4, 9))
def test_no_paragraph_leaves_a_single_line_behind_or_ahead(lengths, room):
    chunks, owner = [], []
    for number, length in enumerate(lengths):
        made = paragraph((Span("\n".join("一" * length)),), 200.0, BODY)
        assert len(made) == length
        chunks += [Chunk(c.height, (Glyphs(0, 0, "f", 9, f"{number}"),), keep=c.keep) for c in made]
        owner += [number] * length
    pages = [names(page) for page in paginate(chunks, room * 20.0)]
    assert [int(name) for page in pages for name in page] == owner
    for page in pages:
        assert len(page) <= room
    for before, after in itertools.pairwise(pages):
        if before[-1] == after[0]:
            assert before.count(before[-1]) >= 2
            assert after.count(after[0]) >= 2


def table(rows, **options):
    columns = (Column("序", 20.0, "centre"), Column("内容", 80.0))
    return Table(columns, tuple(TableRow((Cell(words(f"{n}")), Cell(words(text)))) for n, text in rows), **options)


WIDTH = 100 * 72 / 25.4


@pytest.mark.parametrize("count", [1, 2, 42, 200])
def test_no_row_of_a_long_table_is_lost_and_each_page_begins_with_the_head(count):
    chunks = table_chunks(table([(n, f"第{n}项") for n in range(count)]), WIDTH, 300.0, 1)
    pages = [names(page) for page in paginate(chunks, 300.0)]
    assert all(page[:2] == ["序", "内容"] for page in pages)
    said = [name for page in pages for name in page[2:]]
    assert said == [text for n in range(count) for text in (f"{n}", f"第{n}项")]


def test_a_head_at_the_foot_of_a_page_needs_two_rows_below_it():
    before = [named("x", 300.0 - 70.0)]
    chunks = table_chunks(table([(n, "甲") for n in range(9)]), WIDTH, 300.0, 1)
    head, row = chunks[0].height, chunks[1].height
    assert head + row < 70 < head + 2 * row + 20
    first, second = paginate([*before, *chunks], 300.0)[:2]
    placed = names(first)
    assert placed == ["x"] or placed.count("甲") >= 2
    assert names(second)[:2] == ["序", "内容"]


def test_the_outer_rule_closes_the_table_on_every_page():
    chunks = table_chunks(table([(n, "甲") for n in range(60)]), WIDTH, 300.0, 1)
    for page in paginate(chunks, 300.0):
        thick = [ink for ink in page if isinstance(ink, Rule) and ink.width == 0.9]
        assert len(thick) == 4
        assert max(ink.y2 for ink in thick) <= 300.01


def test_a_cell_over_several_rows_is_written_once_per_page():
    columns = (Column("类", 20.0, merged=True), Column("内容", 80.0))
    rows = tuple(TableRow((Cell(words("甲类")), Cell(words(f"第{n}项"))), group="甲") for n in range(30))
    pages = paginate(table_chunks(Table(columns, rows), WIDTH, 300.0, 1), 300.0)
    assert len(pages) > 1
    assert [names(page).count("甲类") for page in pages] == [1] * len(pages)


def test_a_group_that_fits_on_a_page_is_not_parted():
    columns = (Column("类", 20.0, merged=True), Column("内容", 80.0))
    rows = tuple(
        TableRow((Cell(words(group)), Cell(words(f"{group}{n}"))), group=group)
        for group in "甲乙丙丁"
        for n in range(6)
    )
    for page in paginate(table_chunks(Table(columns, rows, together=True), WIDTH, 300.0, 1), 300.0):
        for group in "甲乙丙丁":
            assert len([name for name in names(page) if name.startswith(group) and len(name) == 2]) in {0, 6}


def test_hatching_stays_inside_its_rectangle():
    for line in hatch(10.0, 20.0, 33.0, 8.0):
        assert 10.0 <= min(line.x, line.x2) <= max(line.x, line.x2) <= 43.0
        assert 20.0 <= min(line.y, line.y2) <= max(line.y, line.y2) <= 28.0


def test_a_check_code_is_sixteen_digits_in_fours():
    assert check_code("0123456789abcdef0123") == "0123-4567-89ab-cdef"


def test_a_fill_lies_below_the_text_of_its_cell():
    row = TableRow((Cell(words("一"), fill="#eeeeee"), Cell(words("二"))))
    chunk = table_chunks(Table((Column("", 20.0), Column("", 80.0)), (row,)), WIDTH, 300.0, 1)[0]
    kinds = [type(ink) for ink in chunk.inks]
    assert kinds.index(Rect) < kinds.index(Glyphs)
