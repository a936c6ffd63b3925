"""The states of a trigger along its readings: up at once or after the time to last, down by resume rule and word."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.trigger_series import Level, Sample, SeriesRule, Standing, event_level, series

START = datetime.fromisoformat("2026-05-01T19:00")
NORMAL, YELLOW, ORANGE, RED = Level
DENSITY = SeriesRule(
    {YELLOW: Decimal(3), ORANGE: Decimal(4), RED: Decimal("4.7")},
    resume=Decimal("2.5"),
    lasting={RED: timedelta(minutes=2)},
)
LIGHTNING = SeriesRule(
    {YELLOW: Decimal(30), ORANGE: Decimal(16), RED: Decimal(10)},
    falling=True,
    resume=Decimal(30),
    calm=timedelta(minutes=30),
)
INSIDE = SeriesRule({YELLOW: Decimal(80), ORANGE: Decimal(90), RED: Decimal(100)}, resume=Decimal(90))


def run(rule, *told):
    """Take (minute, reading, confirming officer); return (level, proposed) after each."""
    samples = [Sample(START + timedelta(minutes=m), None if r is None else r, by) for m, r, by in told]
    return [(standing.level, standing.proposed) for _, standing in series(rule, samples)]


def value(number):
    return Decimal(str(number))


def test_a_level_without_a_time_to_last_is_reached_at_once():
    assert run(DENSITY, (0, value(2.9), ""), (1, value(3), ""), (2, value(4.2), "")) == [
        (NORMAL, None),
        (YELLOW, None),
        (ORANGE, None),
    ]


def test_red_is_proposed_once_it_has_lasted_and_takes_effect_when_confirmed():
    told = run(
        DENSITY, (0, value(4.8), ""), (1, value(4.9), ""), (2, value(4.8), ""), (3, value(4.8), ""), (4, None, "林岚")
    )
    assert told == [(ORANGE, None), (ORANGE, None), (ORANGE, RED), (ORANGE, RED), (RED, None)]


def test_a_break_starts_the_time_to_last_again():
    told = run(DENSITY, (0, value(4.8), ""), (1, value(4.6), ""), (2, value(4.8), ""), (3, value(4.8), ""))
    assert [proposed for _, proposed in told] == [None] * 4


def test_a_word_before_red_is_proposed_confirms_nothing():
    assert run(DENSITY, (0, value(4.8), "林岚"), (1, value(4.8), "林岚"))[-1] == (ORANGE, None)


def test_red_ends_only_below_resume_and_with_a_word():
    red = [(0, value(100), "林岚")]
    assert run(INSIDE, *red)[-1] == (RED, None)
    assert run(INSIDE, *red, (1, value(90), "林岚"))[-1] == (RED, None)
    assert run(INSIDE, *red, (1, value(89), ""))[-1] == (RED, YELLOW)
    assert run(INSIDE, *red, (1, value(89), "林岚"))[-1] == (YELLOW, None)
    assert run(INSIDE, *red, (1, value(79), "林岚"))[-1] == (NORMAL, None)


def test_a_falling_measure_resumes_after_the_calm_time():
    told = [(0, value(9), "林岚"), (5, value(40), ""), (34, value(40), "林岚"), (35, value(40), "林岚")]
    assert [level for level, _ in run(LIGHTNING, *told)] == [RED, RED, RED, NORMAL]


def test_a_new_stroke_starts_the_calm_time_again():
    told = [(0, value(9), "林岚"), (5, value(40), ""), (20, value(12), ""), (21, value(40), ""), (40, None, "林岚")]
    assert run(LIGHTNING, *told)[-1] == (RED, None)
    assert run(LIGHTNING, *told, (51, None, "林岚"))[-1] == (NORMAL, None)


def test_what_is_told_in_words_needs_no_threshold():
    words = SeriesRule({}, calm=timedelta(minutes=10))
    told = [(0, YELLOW, ""), (1, RED, ""), (2, None, "林岚"), (3, NORMAL, ""), (12, None, "林岚"), (13, None, "林岚")]
    assert [level for level, _ in run(words, *told)] == [YELLOW, ORANGE, RED, RED, RED, NORMAL]


readings = st.decimals(0, 120, places=1)
steps = st.lists(st.tuples(st.integers(0, 20), readings, st.booleans()), max_size=30)


def samples_of(told):
    at = START
    for minutes, reading, word in told:
        at += timedelta(minutes=minutes)
        yield Sample(at, reading, "林岚" if word else "")


@given(st.lists(st.decimals(90, "99.9", places=1), min_size=1, max_size=20), st.booleans())
def test_nothing_changes_inside_the_hysteresis(band, word):
    told = [Sample(START, Decimal(100), "林岚")]
    told += [Sample(START + timedelta(minutes=n), r, "林岚" if word else "") for n, r in enumerate(band, 1)]
    assert {standing.level for _, standing in series(INSIDE, told)} == {RED}


@given(steps)
def test_a_level_falls_only_by_a_word_on_a_reading_better_than_resume(told):
    before = NORMAL
    for sample, standing in series(INSIDE, samples_of(told)):
        if standing.level < before:
            assert sample.by
            assert sample.reading < INSIDE.resume
            assert standing.level == INSIDE.level(sample.reading)
        before = standing.level


@given(steps)
def test_without_a_time_to_last_orange_and_less_are_never_late_and_red_never_unconfirmed(told):
    before = NORMAL
    for sample, standing in series(INSIDE, samples_of(told)):
        reached = INSIDE.level(sample.reading)
        assert standing.level >= min(reached, ORANGE)
        if reached is RED and before is not RED:
            assert (standing.level, standing.proposed) == ((RED, None) if sample.by else (ORANGE, RED))
        before = standing.level


@given(steps)
def test_red_that_must_last_is_never_proposed_earlier(told):
    start = None
    for sample, standing in series(DENSITY, samples_of(told)):
        start = (start or sample.at) if DENSITY.level(sample.reading) is RED else None
        if standing.proposed is RED:
            assert sample.at - start >= DENSITY.lasting[RED]


@given(st.lists(st.sampled_from(Level), max_size=5), st.sampled_from(Level), st.booleans())
def test_the_event_is_as_grave_as_its_gravest_trigger_and_falls_only_by_a_word(levels, before, word):
    gravest = max(levels, default=NORMAL)
    after = event_level(before, [Standing(level=level) for level in levels], confirmed=word)
    assert after == (gravest if word or gravest > before else before)


@pytest.mark.parametrize(("before", "word", "after"), [(RED, False, RED), (RED, True, YELLOW), (NORMAL, False, YELLOW)])
def test_the_event_follows_by_hand(before, word, after):
    assert event_level(before, [Standing(level=YELLOW), Standing()], confirmed=word) is after
