"""Cells: what is converted, what is refused, and that nothing happens in silence."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.pack import Column
from workbench.errors import Text
from workbench.exchange.cells import MOST, kind_of, plain_number, read_cell

at = datetime.fromisoformat


def column(kind, **more):
    return Column("key", Text("栏", "column"), kind, **more)


def value(raw, kind, **more):
    return read_cell(raw, column(kind, **more))[0]


def remark(raw, kind, **more):
    found = read_cell(raw, column(kind, **more))[1]
    return found and found.kind


@pytest.mark.parametrize(
    "kind", ["text", "code", "int", "number", "percent", "bool", "date", "datetime", "list", "any"]
)
@pytest.mark.parametrize("raw", [None, "", "  \n"])
def test_an_empty_cell_is_not_stated_and_no_fault(kind, raw):
    assert read_cell(raw, column(kind)) == (None, None)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [(1200, 1200), (3.0, 3), ("1200", 1200), ("1,200", 1200), ("１２００", 1200), ("1200人", 1200), (" 1200 人", 1200)],
)
def test_a_whole_number_is_read_in_its_usual_writings(raw, expected):
    assert value(raw, "int", unit="人") == expected


@pytest.mark.parametrize(
    "raw", [1.5, "1.5", "12,00", "1200 张", "NaN", "inf", float("inf"), float("nan"), -1, "-1", True]
)
def test_what_is_no_count_is_refused(raw):
    assert value(raw, "int", unit="人") is None
    assert remark(raw, "int", unit="人") == "bad_value"


@pytest.mark.parametrize("raw", ["约1,200人", "大约1200", "≈1200", "1200左右", "近1200人"])
def test_a_figure_that_says_about_is_taken_and_marked(raw):
    assert value(raw, "int", unit="人") == 1200
    assert remark(raw, "int", unit="人") == "approximate"


def test_a_unit_is_cut_off_only_when_it_is_the_columns_own():
    assert value("4.5m", "number", unit="m") == Decimal("4.5")
    assert remark("4.5m", "number", unit="m") == "converted"
    assert value("4.5米", "number", unit="m") is None


def test_coordinates_may_be_negative_and_amounts_may_not():
    assert read_cell(-17.5, Column("x", Text("", ""), "number", unit="m"))[0] == Decimal("-17.5")
    assert read_cell(-17.5, Column("width", Text("", ""), "number", unit="m"))[0] is None


@pytest.mark.parametrize(("raw", "expected"), [(0, 0), (100, 100), (37.5, Decimal("37.5")), ("80%", 80)])
def test_a_percentage_lies_between_0_and_100(raw, expected):
    assert value(raw, "number", unit="%") == expected


@pytest.mark.parametrize("raw", [140, -0.1, "100.01"])
def test_a_percentage_outside_is_refused(raw):
    assert value(raw, "number", unit="%") is None


@settings(deadline=None)
@given(st.floats(min_value=1e-6, max_value=1e15) | st.floats(min_value=-1e15, max_value=-1e-6) | st.just(0.0))
def test_no_float_survives_and_the_number_stays_the_same(raw):
    number = plain_number(raw)
    assert isinstance(number, int | Decimal)
    assert float(number) == raw
    assert "E" not in str(number)


@settings(deadline=None)
@given(st.integers(min_value=MOST))
def test_numbers_beyond_the_journals_reach_are_refused(raw):
    assert value(raw, "int") is None


@pytest.mark.parametrize(
    "raw",
    [
        "2026-04-29",
        "2026/4/29",
        "2026.04.29",
        "2026年4月29日",
        " ２０２６-04-29 ",
        46141,
        at("2026-04-29"),
        date(2026, 4, 29),
    ],
)
def test_a_date_is_read_in_its_usual_writings(raw):
    assert value(raw, "date") == date(2026, 4, 29)


@pytest.mark.parametrize("raw", ["2026年2月30日", "2026/13/01", "29.04.2026", "明天", -1, 9e9, time(8, 30), True])
def test_a_day_that_does_not_exist_is_refused(raw):
    assert value(raw, "date") is None
    assert remark(raw, "date") == "bad_value"


@settings(deadline=None)
@given(st.datetimes(min_value=at("1901-01-01"), max_value=at("2199-12-31")))
def test_a_serial_date_comes_back_to_the_second_and_is_told(moment):
    moment = moment.replace(microsecond=0)
    serial = (moment - at("1899-12-30")) / timedelta(days=1)
    assert value(serial, "datetime") == moment
    assert remark(serial, "datetime") == "converted"


def test_a_plain_date_time_needs_no_remark_and_any_other_writing_does():
    assert read_cell("2026-04-29 14:30", column("datetime")) == (at("2026-04-29 14:30"), None)
    assert value("2026年4月29日 14:30", "datetime") == at("2026-04-29 14:30")
    assert remark("2026年4月29日 14:30", "datetime") == "converted"


def test_a_date_column_drops_the_time_and_says_so():
    assert read_cell(at("2026-04-29 09:00"), column("date"))[0] == date(2026, 4, 29)
    assert remark(at("2026-04-29 09:00"), "date") == "converted"


@pytest.mark.parametrize(("raw", "expected"), [("是", True), ("否 ", False), (True, True)])
def test_yes_and_no_are_the_only_logical_values(raw, expected):
    assert value(raw, "bool") is expected


@pytest.mark.parametrize("raw", ["Y", "true", 1, "有"])
def test_other_words_for_yes_are_refused(raw):
    assert value(raw, "bool") is None


def test_a_list_takes_only_its_words_and_tells_the_others():
    words = ("室内", "半室外", "不跨区域(含)")
    assert value("室内", "list", options=words) == "室内"
    assert value("不跨区域（含）", "list", options=words) == "不跨区域(含)"
    assert remark("不跨区域（含）", "list", options=words) == "converted"
    assert value("露天", "list", options=words) is None
    assert remark("露天", "list", options=words) == "not_in_list"


def test_several_texts_are_separated_by_the_full_width_semicolon():
    assert value("汉语；英语； ", "texts") == ("汉语", "英语")
    assert read_cell("汉语;英语", column("texts"))[1].kind == "converted"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (13800001111, "13800001111"),
        (1.5, "1.5"),
        (time(8, 30), "08:30"),
        (timedelta(hours=26), "26:00"),
        (at("2026-04-29"), "2026-04-29"),
    ],
)
def test_a_text_column_takes_other_cells_as_text_and_says_so(raw, expected):
    assert value(raw, "text") == expected
    assert remark(raw, "text") == "converted"


@pytest.mark.parametrize("raw", ["\u202eevil", "a\x07b", "\u2066x"])
def test_control_and_direction_characters_are_kept_and_marked(raw):
    assert value(raw, "text") == raw
    assert remark(raw, "text") == "control_characters"


@settings(deadline=None)
@given(st.text())
def test_a_text_is_only_ever_trimmed(raw):
    found, noticed = read_cell(raw, column("text"))
    assert (found or "") == raw.strip()
    assert noticed is not None or found == raw or found is None


def test_a_file_is_a_path_below_attachments():
    assert value("attachments/M1.pdf", "path") == "M1.pdf"
    assert value("a\\b.pdf", "path") == "a/b.pdf"


def test_a_value_of_any_kind_stays_what_it_is():
    assert value(72, "any") == 72
    assert value(21.0975, "any") == Decimal("21.0975")
    assert value(at("2026-04-29"), "any") == date(2026, 4, 29)
    assert value("2026-04-29", "any") == "2026-04-29"


@pytest.mark.parametrize("raw", [float("inf"), float("nan")])
def test_a_number_out_of_all_bounds_is_text_in_a_text_column_and_nothing_elsewhere(raw):
    assert value(raw, "text") == str(raw)
    assert [value(raw, kind) for kind in ("int", "number", "any", "date", "bool")] == [None] * 5


@settings(deadline=None)
@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.datetimes(), st.times(), st.timedeltas()))
def test_no_cell_content_breaks_any_reader(raw):
    for kind in (
        "text",
        "code",
        "int",
        "number",
        "percent",
        "bool",
        "date",
        "datetime",
        "texts",
        "list",
        "path",
        "any",
    ):
        found, _ = read_cell(raw, column(kind))
        assert not isinstance(found, float)


def test_the_words_of_the_format_for_a_kind_are_understood():
    assert kind_of(column("integer")) == "int"
    assert kind_of(column("list", options=("a",))) == "choice"
    assert kind_of(column("number", unit="%")) == "percent"
