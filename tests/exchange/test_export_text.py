"""Text for other programs: never a formula, otherwise untouched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.exchange.export_text import neutralise

DANGEROUS = st.sampled_from(["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])


@settings(deadline=None)
@given(DANGEROUS, st.text(st.characters(exclude_categories=["Nd"]), min_size=1))
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start, rest):
    assert neutralise(start + rest) == "'" + start + rest


@settings(deadline=None)
@given(st.text(" \n\t", min_size=1), st.sampled_from("=+-@＝＋－＠"), st.text(st.characters(exclude_categories=["Nd"])))
def test_blanks_in_front_do_not_hide_a_formula(blanks, start, rest):
    assert neutralise(blanks + start + rest).startswith("'")


@settings(deadline=None)
@given(st.text())
def test_the_text_itself_is_kept_and_guarding_twice_changes_nothing(text):
    guarded = neutralise(text)
    assert guarded in {text, "'" + text}
    assert neutralise(guarded) == guarded


@pytest.mark.parametrize("text", ["", "-3.5", "+12", "澄湖湾音乐节", "M1.1", "a=b", "1200", "'=x"])
def test_ordinary_text_and_plain_numbers_stay_as_they_are(text):
    assert neutralise(text) == text
