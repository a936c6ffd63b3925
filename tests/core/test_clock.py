"""Statutory clocks against the published 2026 calendar."""

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
