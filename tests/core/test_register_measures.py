"""Figures of registers: same-day closing, sums, kinds of passes, the 24 hours of a notice, monthly meetings."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.register_entries import entry_of
from workbench.core.register_measures import Ground, measured

at = datetime.fromisoformat
NOON = at("2026-05-02T12:00")


def figures(pack, register, *entries, now=NOON):
    """Return measure key → (amount, of, in order, objects) over entries given as values."""
    row = pack.registers[register]
    made = {str(number): entry_of(row, values) for number, values in enumerate(entries, 1)}
    found = measured(Ground(pack, row, made, now))
    return {one.measure.key: (one.amount, one.of, one.in_order, one.objects) for one in found}


def request(came, closed=None):
    return {"at": at(came), "kind": "dispute", "what": "x", "closed": at(closed) if closed else None}


def test_disputes_count_as_kept_only_when_they_closed_on_the_day_they_came(pack):
    found = figures(
        pack,
        "service_record",
        request("2026-05-01T10:00", "2026-05-01T23:59"),
        request("2026-05-01T23:50", "2026-05-02T00:10"),
        request("2026-05-01T11:00"),
        request("2026-05-02T11:00"),
    )
    assert found["same_day"] == (1, 4, False, ("2", "3"))
    assert found["open"] == (2, None, None, ("3", "4"))


@given(st.lists(st.tuples(st.integers(0, 47), st.integers(0, 47) | st.none()), max_size=12))
def test_what_was_kept_late_or_may_still_be_kept_adds_up_to_all(pack, hours):
    start, now = at("2026-05-01T00:00"), at("2026-05-02T23:59")
    entries = [
        request(
            (start + timedelta(hours=came)).isoformat(),
            (start + timedelta(hours=max(came, closed))).isoformat() if closed is not None else None,
        )
        for came, closed in hours
    ]
    kept, total, in_order, late = figures(pack, "service_record", *entries, now=now)["same_day"]
    waiting = sum(came >= 24 and closed is None for came, closed in hours)
    assert kept + len(late) + waiting == total == len(hours)
    assert in_order == (not late)


def test_meals_are_persons_times_shifts_times_each(pack):
    found = figures(
        pack,
        "supply",
        {"item": "meal", "persons": 120, "shifts": 3, "each": 1, "ready": 300},
        {"item": "water", "persons": 120, "shifts": 3, "each": Decimal("2.5")},
    )
    assert found["total"][0] == 360 + 900
    assert found["ready"][0] == 300


@pytest.mark.parametrize(("kinds", "in_order"), [(5, True), (6, False)])
def test_more_than_five_kinds_of_passes_are_advised_against(pack, kinds, in_order):
    names = [{"name": f"证件{number}", "planned": 10} for number in range(kinds)]
    found = figures(pack, "pass_type", *names, {"name": " 证件0 "})
    assert found["kinds"][:3] == (kinds, 5, in_order)
    assert found["planned"][0] == 10 * kinds


@pytest.mark.parametrize(("effect", "in_order"), [("2026-05-02T12:00", True), ("2026-05-02T11:59", False)])
def test_a_low_altitude_notice_stands_twenty_four_hours_before_it_takes_effect(pack, effect, in_order):
    notice = {"authority": "市政府", "notice": at("2026-05-01T12:00"), "effect": at(effect), "area": "湖面"}
    assert figures(pack, "airspace_notice", notice)["lead"][2] is in_order


def test_without_a_notice_there_is_nothing_to_judge(pack):
    assert figures(pack, "airspace_notice")["lead"][:3] == (None, 24, None)


def test_a_group_that_has_not_met_for_more_than_a_month_is_named(pack):
    meetings = [
        {"group": "南片", "day": date(2026, 4, 1), "minutes": "x"},
        {"group": "南片", "day": date(2026, 3, 1), "minutes": "x"},
        {"group": "北片", "day": date(2026, 3, 31), "minutes": "x"},
    ]
    assert figures(pack, "joint_meeting", *meetings)["cadence"] == (1, 2, False, ("北片",))


def test_a_language_is_short_when_fewer_are_ready_than_needed(pack):
    found = figures(
        pack,
        "language",
        {"language": "英语", "needed": 2, "ready": 2},
        {"language": "德语", "needed": 1, "ready": 0},
    )
    assert found["gap"] == (1, 2, False, ("2",))


def test_action_items_past_their_day_are_overdue_until_they_are_done(pack):
    item = {"meeting": "m", "what": "x", "owner": "物业", "due": date(2026, 5, 1)}
    found = figures(pack, "meeting_action", item, item | {"done": date(2026, 5, 1)}, item | {"due": date(2026, 5, 2)})
    assert found["late"] == (1, None, False, ("1",))
    assert found["open"][0] == 2
