"""Templates, dates and masks; and what the pack says about papers."""

import re
from datetime import date, datetime

import pytest

from reports.blocks import Span
from reports.wording import day_zh, days_zh, hour_zh, masked_id, masked_phone, numeral_zh, phrase, span_zh


def test_emphasis_is_read_in_the_template_and_never_in_a_value():
    assert phrase("自**{day}**起，{name}", {"day": "今日", "name": "**甲**{day}"}) == (
        Span("自"),
        Span("今日", strong=True),
        Span("起，**甲**{day}"),
    )


def test_a_placeholder_without_a_value_is_an_error():
    with pytest.raises(KeyError):
        phrase("{unknown}", {})


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 4, 30), date(2026, 4, 30), "2026年4月30日"),
        (date(2026, 4, 29), date(2026, 4, 30), "2026年4月29日至30日"),
        (date(2026, 4, 30), date(2026, 5, 3), "2026年4月30日至5月3日"),
        (date(2026, 12, 31), date(2027, 1, 1), "2026年12月31日至2027年1月1日"),
    ],
)
def test_the_days_of_an_event_say_year_and_month_once(first, last, said):
    assert span_zh(first, last) == said


def test_dates_have_arabic_digits_without_leading_zeros():
    assert day_zh(date(2026, 4, 5)) == "2026年4月5日"
    assert hour_zh(datetime.fromisoformat("2026-04-07T17:00")) == "2026年4月7日17时"
    assert hour_zh(datetime.fromisoformat("2026-04-07T09:05")) == "2026年4月7日9时05分"
    assert days_zh([date(2026, 5, 1), date(2026, 4, 11), date(2026, 4, 12)]) == "4月11日、12日、5月1日"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "零"), (7, "七"), (10, "十"), (15, "十五"), (60, "六十"), (99, "九十九"), (120, "120")]
)
def test_numerals(number, said):
    assert numeral_zh(number) == said


def test_identity_numbers_show_their_last_four_digits_only():
    assert masked_id("320404199001012731") == "**************2731"
    assert masked_id("123") == "***"
    assert masked_phone("13900002207") == "139****2207"
    assert masked_phone("6017") == "6017"


def test_the_pack_has_a_row_for_every_form_of_the_product(festival):
    papers = festival.papers()
    assert {f"F{number:02d}" for number in range(1, 26)} <= set(papers)
    assert {papers[code].series for code in ("F03", "F05", "F11", "F12")} == {
        "大受字",
        "大补字",
        "大许准字",
        "大许不字",
    }


def test_no_template_names_an_article_of_law(festival):
    for paper in festival.papers().values():
        for text in paper.texts.values():
            assert not re.search(r"第[〇零一二三四五六七八九十百\d]+条|[Aa]rt(icle)?\.? ?\d", text.zh + text.en)


def test_both_languages_of_a_template_take_the_same_values_and_titles(festival):
    for code, paper in festival.papers().items():
        for key, text in paper.texts.items():
            places = [sorted(re.findall(r"\{\w+\}", part)) for part in (text.zh, text.en)]
            assert places[0] == places[1], (code, key)
            assert text.zh.count("|") == text.en.count("|"), (code, key)
