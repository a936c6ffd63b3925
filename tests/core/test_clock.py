"""Statutory clocks against the published 2026 calendar."""

from dataclasses import replace
from datetime import date

import pytest

from workbench.core import clock
from workbench.core.clock import Pause
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack

D = date.fromisoformat


@pytest.fixture(scope="module")
def clocks():
    return load_pack("cn_national").clocks


@pytest.fixture(scope="module")
def calendar():
    return load_calendar()


@pytest.mark.parametrize(
    ("accepted", "five", "seven"),
    [
        ("2026-09-18", "2026-09-24", "2026-09-29"),
        ("2026-02-12", "2026-02-26", "2026-02-28"),
        ("2026-04-28", "2026-05-08", "2026-05-11"),
        ("2026-06-17", "2026-06-25", "2026-06-29"),
        ("2026-09-30", "2026-10-13", "2026-10-15"),
        ("2026-10-09", "2026-10-15", "2026-10-19"),
        ("2026-07-01", "2026-07-08", "2026-07-10"),
    ],
)
def test_notice_and_decision_days_of_2026(clocks, calendar, accepted, five, seven):
    assert clock.correction_due(clocks, calendar, D(accepted)).value == D(five)
    assert clock.decision_due(clocks, calendar, D(accepted)).value == D(seven)


@pytest.mark.parametrize(
    ("event", "calendar_days", "working_days", "five"),
    [
        ("2026-10-24", "2026-10-04", "2026-09-21", "2026-10-19"),
        ("2026-05-02", "2026-04-12", "2026-04-02", None),
        ("2026-12-31", "2026-12-11", "2026-12-03", None),
    ],
)
def test_apply_by_days_of_2026(clocks, calendar, event, calendar_days, working_days, five):
    assert clock.apply_by(clocks, calendar, D(event)).value == D(calendar_days)
    assert clock.apply_by_working_days(clocks, calendar, D(event)).value == D(working_days)
    if five:
        assert calendar.back_workdays(D(event), 5) == D(five)


def test_a_pause_counts_from_its_first_day_to_the_day_before_resumption(clocks, calendar):
    pauses = (Pause(D("2026-10-09"), D("2026-10-13")),)
    due = clock.decision_due(clocks, calendar, D("2026-09-30"), pauses=pauses)
    assert due.value == D("2026-10-20")
    assert sum(step.counted for step in due.steps) == 7


@pytest.mark.parametrize(
    ("notices", "accepted", "as_of", "expected"),
    [
        ([], None, "2026-02-02", ("waiting", None)),
        ([], None, "2026-02-03", ("deemed", "2026-01-26")),
        (["2026-02-03"], None, "2026-02-05", ("deemed", "2026-01-26")),
        (["2026-02-03"], None, "2026-02-02", ("waiting", None)),
        (["2026-02-02"], None, "2026-02-05", ("correcting", None)),
        (["2026-02-02", "2026-02-09"], "2026-02-10", "2026-02-11", ("accepted", "2026-02-10")),
        ([], "2026-01-28", "2026-02-20", ("accepted", "2026-01-28")),
        ([], "2026-01-28", "2026-01-27", ("waiting", None)),
        ([], "2026-02-02", "2026-02-20", ("accepted", "2026-02-02")),
        (["2026-02-10"], "2026-01-28", "2026-02-20", ("accepted", "2026-01-28")),
        ([], "2026-02-05", "2026-02-05", ("deemed", "2026-01-26")),
    ],
)
def test_acceptance_express_and_by_law_of_a_package_received_on_26_january(clocks, notices, accepted, as_of, expected):
    found = clock.acceptance(
        clocks,
        load_calendar(),
        D("2026-01-26"),
        D(as_of),
        notices=[D(n) for n in notices],
        accepted=D(accepted) if accepted else None,
    )
    assert (found.state, found.on and found.on.isoformat()) == expected
    assert found.correction_due.value == D("2026-02-02")


def test_a_late_notice_is_said_to_be_late(clocks, calendar):
    late = clock.acceptance(clocks, calendar, D("2026-01-26"), D("2026-02-05"), notices=[D("2026-02-03")])
    timely = clock.acceptance(clocks, calendar, D("2026-01-26"), D("2026-02-05"), notices=[D("2026-02-02")])
    assert (late.notice_late, timely.notice_late) == (True, False)


def test_a_paper_may_be_owed_until_the_decision_or_three_working_days_before_the_event(clocks, calendar):
    decision = clock.decision_due(clocks, calendar, D("2026-09-30"))
    early = clock.tolerance_limit(clocks, calendar, decision, D("2026-10-17"))
    late = clock.tolerance_limit(clocks, calendar, decision, D("2026-10-25"))
    assert (early.value, late.value) == (D("2026-10-14"), D("2026-10-15"))
    assert "2026-10-14" in early.formula.zh


def test_an_open_pause_gives_the_earliest_possible_day_and_says_so(clocks, calendar):
    open_pause = (Pause(D("2026-10-09")),)
    found = clock.decision_due(clocks, calendar, D("2026-09-30"), pauses=open_pause, as_of=D("2026-10-12"))
    assert found.value == D("2026-10-20")
    assert "paused" in found.formula.en
    assert "暂停" in found.formula.zh


def test_a_pause_recorded_for_later_days_moves_nothing_before_it(clocks, calendar):
    later = (Pause(D("2026-11-02"), D("2026-11-09")),)
    plain = clock.decision_due(clocks, calendar, D("2026-09-30"))
    assert clock.decision_due(clocks, calendar, D("2026-09-30"), pauses=later).value == plain.value


@pytest.mark.parametrize(
    ("today", "used", "left", "overdue"),
    [
        ("2026-04-03", 0, 7, False),
        ("2026-04-06", 0, 7, False),
        ("2026-04-10", 4, 3, False),
        ("2026-04-15", 7, 0, False),
        ("2026-04-18", 9, -2, True),
    ],
)
def test_working_days_used_and_left(clocks, calendar, today, used, left, overdue):
    due = clock.decision_due(clocks, calendar, D("2026-04-03"))
    found = clock.progress(due, D("2026-04-03"), calendar, D(today), limit=7)
    assert (found.used, found.left, found.overdue, found.paused) == (used, left, overdue, False)


def test_the_days_left_stand_still_during_a_pause(clocks, calendar):
    pauses = (Pause(D("2026-10-09")),)
    for today in ("2026-10-09", "2026-10-12", "2026-10-15"):
        due = clock.decision_due(clocks, calendar, D("2026-09-30"), pauses=pauses, as_of=D(today))
        found = clock.progress(due, D("2026-09-30"), calendar, D(today), limit=7, pauses=pauses)
        assert (found.used, found.left, found.paused) == (1, 6, True)


def test_service_and_remedies(clocks, calendar):
    assert clock.deliver_due(clocks, calendar, D("2026-09-28")).value == D("2026-10-16")
    assert clock.reconsideration_until(clocks, calendar, D("2026-04-16")).value == D("2026-06-15")
    assert clock.litigation_until(clocks, calendar, D("2026-04-16")).value == D("2026-10-16")
    assert clock.litigation_until(clocks, calendar, D("2026-08-31")).value == D("2027-02-28")
    assert clock.valid_until_at_least(clocks, calendar, D("2026-05-01")).value == D("2026-05-02")


@pytest.mark.parametrize(
    ("accepted", "estimate"),
    [("2026-12-21", False), ("2026-12-22", False), ("2026-12-23", True), ("2027-03-01", True)],
)
def test_a_date_in_a_year_without_a_notice_is_an_estimate(clocks, calendar, accepted, estimate):
    assert clock.decision_due(clocks, calendar, D(accepted)).estimate is estimate


def test_working_days_counted_back_from_next_year_are_an_estimate_though_the_date_is_not(clocks, calendar):
    found = clock.apply_by_working_days(clocks, calendar, D("2027-01-11"))
    assert found.value.year == 2026
    assert found.estimate
    assert not clock.apply_by(clocks, calendar, D("2027-01-11")).estimate


def test_a_rolling_rule_ends_on_the_next_working_day(clocks, calendar):
    rolled = replace(clocks["apply_by"], direction="after", amount=1, roll=True)
    assert clock.derive(rolled, D("2026-09-30"), calendar).value == D("2026-10-08")
    assert clock.derive(replace(rolled, roll=False), D("2026-09-30"), calendar).value == D("2026-10-01")


def test_every_clock_rests_on_an_article_or_on_the_office(clocks):
    for rule in clocks.values():
        assert rule.basis
        assert (rule.mark == "P") == (rule.basis == ("office",))


def test_the_derivation_tells_why_days_do_not_count(clocks, calendar):
    found = clock.decision_due(clocks, calendar, D("2026-04-28"), pauses=(Pause(D("2026-05-07"), D("2026-05-08")),))
    assert [(s.first.isoformat()[5:], s.last.isoformat()[5:], s.counted) for s in found.steps] == [
        ("04-29", "04-30", 2),
        ("05-01", "05-05", 0),
        ("05-06", "05-06", 1),
        ("05-07", "05-07", 0),
        ("05-08", "05-08", 1),
        ("05-09", "05-09", 1),
        ("05-10", "05-10", 0),
        ("05-11", "05-12", 2),
    ]
    assert [s.text.zh.split(" ", 1)[1].split("，")[0] for s in found.steps if not s.counted] == [
        "– 2026-05-05 劳动节",
        "计时暂停",
        "周末",
    ]
    assert "第 5 个工作日（劳动节调休上班）" in found.steps[5].text.zh
