"""The roster: shifts of posts on days, gaps, nobody in two places, rest, and filling with people who are there.

The little event lasts two days; its posts are manned from 08:00 to 16:00 unless a test says otherwise.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core import commands as c
from workbench.core import roster as rosters
from workbench.core import roster_fill
from workbench.core.commands import Duty, RosterChange
from workbench.core.decide import Refusal, undo_of
from workbench.core.register_entries import RegisterEntry
from workbench.core.roster_edit import changed
from workbench.core.values import Application, Row
from workbench.services import roster_solver
from workbench.storage.packs import load_pack

RULES = load_pack("cn_national")
COLUMNS = tuple(column.key for column in RULES.sheets["posts"].columns)
FIRST, SECOND = date(2026, 5, 1), date(2026, 5, 2)
AT_EIGHT = datetime.fromisoformat("2026-05-01 08:00")
SMALL = settings(max_examples=15, deadline=None)


def post(code, persons=4, hours=8, start=AT_EIGHT, **values):
    told = {
        "code": code,
        "name": f"{code} 岗",
        "kind": "固定",
        "unit": "样例卫士",
        "unit_type": "保安",
        "persons": persons,
        "on": start,
        "off": start + timedelta(hours=hours),
        **values,
    }
    return Row("posts", 3, {**dict.fromkeys(COLUMNS), **told})


def force(name="样例卫士", persons=10, kind="保安公司", **values):
    return Row("forces", 3, {"kind": kind, "name": name, "persons": persons, "certified": persons, **values})


def event(*rows, forces=(), days=2):
    sessions = tuple(Row("sessions", 3, {"start": AT_EIGHT + timedelta(days=n, hours=2)}) for n in range(days))
    fields = {"ev.start_date": FIRST}
    return Application("2026.1", fields, {"sessions": sessions, "posts": tuple(rows), "forces": tuple(forces)})


def made(*rows, forces=None, days=2):
    forces = (force(),) if forces is None else forces
    return rosters.plan(event(*rows, forces=forces, days=days), RULES)


def on(slot, persons, name="样例卫士", *names):
    return RosterChange(slot.post, slot.day, slot.shift, (Duty(name, persons, names),))


def kinds(roster, plan):
    return [fault.kind for fault in rosters.faults(roster, plan)]


# Shifts


def test_a_post_stands_on_every_day_of_the_event_at_the_times_of_its_typical_day():
    found = list(made(post("F01")).slots.values())
    assert [(s.day, s.start, s.end) for s in found] == [
        (FIRST, AT_EIGHT, AT_EIGHT + timedelta(hours=8)),
        (SECOND, AT_EIGHT + timedelta(days=1), AT_EIGHT + timedelta(days=1, hours=8)),
    ]


@pytest.mark.parametrize(("hours", "shifts"), [(4, 1), (12, 1), (13, 2), (24, 2), (30, 3)])
def test_a_duty_longer_than_a_shift_may_be_is_cut_into_equal_shifts(hours, shifts):
    found = list(made(post("N01", hours=hours), days=1).slots.values())
    assert [s.hours for s in found] == [pytest.approx(hours / shifts, abs=1 / 60)] * shifts
    assert found[-1].end == AT_EIGHT + timedelta(hours=hours)
    assert all(earlier.end == later.start for earlier, later in pairwise(found))


def test_a_night_post_ends_on_the_next_day_and_follows_its_event():
    night = post("N01", hours=10, start=AT_EIGHT + timedelta(hours=14))
    found = list(made(night).slots.values())
    assert [(s.day, s.start.day, s.end.day) for s in found] == [(FIRST, 1, 2), (SECOND, 2, 3)]


@pytest.mark.parametrize(("hours", "second"), [(24, (24, 48)), (30, (30, 54)), (72, (72, 96))])
def test_a_duty_beyond_a_day_is_carried_on_by_the_next_one_and_mans_no_hour_twice(hours, second):
    found = [s for s in made(post("N01", hours=hours)).slots.values() if s.day == SECOND]
    assert (found[0].start, found[-1].end) == tuple(AT_EIGHT + timedelta(hours=n) for n in second)


def test_a_post_without_times_takes_its_whole_days():
    found = list(made(post("F01", on=None)).slots.values())
    assert {(s.start.hour, s.hours) for s in found} == {(0, 12), (12, 12)}


def test_two_rows_of_one_code_are_two_posts():
    assert {s.post for s in made(post("M01"), post("M01")).slots.values()} == {"M01", "M01#2"}


def test_a_plan_without_posts_has_no_places_and_no_gaps():
    plan = made()
    assert plan.slots == {}
    assert roster_fill.gaps({}, plan) == 0
    assert roster_solver.solve({}, plan).filling.changes == ()


# Gaps


def test_a_gap_is_what_is_needed_less_what_is_there_and_never_below_nothing():
    plan = made(post("F01", persons=4))
    first, second = plan.slots.values()
    roster = changed({}, [on(first, 1), on(second, 9)])
    assert [rosters.gap(roster, slot) for slot in (first, second)] == [3, 0]
    assert roster_fill.gaps(roster, plan) == 3


@given(st.lists(st.integers(0, 8), min_size=4, max_size=4), st.integers(0, 3), st.integers(1, 5))
@SMALL
def test_more_people_never_make_more_gaps(there, where, more):
    plan = made(post("F01"), post("F02"))
    slots = list(plan.slots.values())
    roster = changed({}, [on(slot, n) for slot, n in zip(slots, there, strict=True) if n])
    fuller = changed(roster, [on(slots[where], there[where] + more)])
    assert roster_fill.gaps(fuller, plan) <= roster_fill.gaps(roster, plan)


# What cannot be, and what should not


def test_a_named_person_in_two_places_at_once_is_found():
    plan = made(post("F01"), post("F02"), days=1)
    one, two = plan.slots.values()
    assert kinds(changed({}, [on(one, 1, "样例卫士", "陆青"), on(two, 1, "样例卫士", "陆青")]), plan) == ["twice"]


def test_two_people_of_one_name_in_two_companies_are_two_people():
    plan = made(post("F01"), post("F02"), forces=(force(), force("湖岸卫士")), days=1)
    one, two = plan.slots.values()
    assert kinds(changed({}, [on(one, 1, "样例卫士", "陆青"), on(two, 1, "湖岸卫士", "陆青")]), plan) == []


def test_who_goes_off_at_a_moment_may_go_on_elsewhere_but_not_for_more_than_a_shift():
    late = post("F02", hours=8, start=AT_EIGHT + timedelta(hours=8))
    plan = made(post("F01"), late, days=1)
    one, two = plan.slots.values()
    found = kinds(changed({}, [on(one, 1, "样例卫士", "陆青"), on(two, 1, "样例卫士", "陆青")]), plan)
    assert found == ["long"]


def test_too_little_rest_between_two_duties_is_told():
    late = post("F02", hours=4, start=AT_EIGHT + timedelta(hours=12))
    plan = made(post("F01"), late, days=1)
    one, two = plan.slots.values()
    assert kinds(changed({}, [on(one, 1, "样例卫士", "陆青"), on(two, 1, "样例卫士", "陆青")]), plan) == ["rest"]


def test_a_force_that_is_called_for_more_than_it_has_is_found():
    plan = made(post("F01"), post("F02"), forces=(force(persons=5, certified=None),), days=1)
    roster = changed({}, [on(slot, 3) for slot in plan.slots.values()])
    (fault,) = rosters.faults(roster, plan)
    assert (fault.kind, fault.count, fault.hard) == ("over", 6, True)


def test_relief_without_rest_is_told_of_a_force_that_has_no_second_crew():
    plan = made(post("N01", hours=24), forces=(force(persons=4),), days=1)
    assert kinds(changed({}, [on(slot, 4) for slot in plan.slots.values()]), plan) == ["rest"]


def test_guards_without_certificate_are_told():
    plan = made(post("F01"), forces=(force(persons=9, certified=2),), days=1)
    assert kinds(changed({}, [on(slot, 3) for slot in plan.slots.values()]), plan) == ["uncertified"]


def test_a_place_that_left_the_plan_is_told():
    roster = changed({}, [on(slot, 3) for slot in made(post("F01"), days=1).slots.values()])
    assert kinds(roster, made(post("F02"), days=1)) == ["unknown"]


# Filling


def test_filling_up_takes_the_own_unit_first_and_others_that_fit_after_it():
    plan = made(
        post("F01", persons=6), forces=(force(persons=4), force("岸线卫士", 9), force("志愿队", 9, "志愿者")), days=1
    )
    (change,) = roster_fill.fill_up({}, plan).changes
    assert change.duties == (Duty("样例卫士", 4), Duty("岸线卫士", 2))


def test_filling_up_serves_key_posts_first():
    plan = made(post("F01", persons=6), post("F02", persons=6, is_key=True), forces=(force(persons=8),), days=1)
    found = {change.post: change.duties[0].persons for change in roster_fill.fill_up({}, plan).changes}
    assert found == {"F02": 6, "F01": 2}


def test_filling_down_copies_a_day_to_the_later_days_only():
    plan = made(post("F01"), days=3)
    slots = list(plan.slots.values())
    roster = changed({}, [on(slots[1], 3)])
    found = roster_fill.fill_down(roster, plan, "F01", slots[1].day)
    assert [(change.day, change.duties) for change in found.changes] == [(slots[2].day, (Duty("样例卫士", 3),))]
    assert (found.before, found.after) == (9, 6)


def test_a_unit_of_unknown_strength_fills_its_own_posts():
    plan = made(post("F01", unit="澄州分局", unit_type="民警"), forces=(), days=1)
    assert roster_fill.fill_up({}, plan).after == 0


PLACES = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 30), st.integers(0, 20), st.booleans()), min_size=1, max_size=5
)


@given(PLACES, st.integers(0, 12), st.integers(0, 12))
@SMALL
def test_whatever_fills_a_roster_calls_nobody_twice_and_counts_its_gaps_right(places, first, second):
    numbers = count(1)
    rows = [
        post(f"F{next(numbers):02}", persons, hours, AT_EIGHT + timedelta(hours=later), is_key=key)
        for persons, hours, later, key in places
    ]
    plan = made(*rows, forces=(force(persons=first), force("岸线卫士", second)))
    solved = roster_solver.solve({}, plan)
    for found in (roster_fill.fill_up({}, plan), solved.filling):
        roster = changed({}, found.changes)
        assert rosters.faults(roster, plan) == ()
        assert found.before == sum(slot.need for slot in plan.slots.values())
        assert found.after == found.before - sum(entry.persons for entry in roster.values())
    assert solved.filling.after <= roster_fill.fill_up({}, plan).after
    assert solved.bound <= solved.filling.after


TIMES = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from((4, 7, 11, 13, 24, 25, 30, 47)), st.integers(0, 30)),
    min_size=1,
    max_size=4,
)
LIMITS = st.tuples(st.integers(4, 14), st.integers(1, 12))


def limited(longest, rest):
    """The rules with another longest shift and another rest [h]."""
    row = RULES.deployment["shift_limit"]
    own = replace(row, data={**row.data, "hours": longest, "rest_hours": rest})
    return replace(RULES, deployment={**RULES.deployment, "shift_limit": own})


def crew(roster, plan, name, rest):
    """Give every place of a force to single people who had their rest; return their duties, one list per person."""
    people: list[list] = []
    taken = [
        plan.slots[key]
        for key, entry in roster.items()
        for duty in entry.duties
        if duty.force == name
        for _ in range(duty.persons)
    ]
    for slot in sorted(taken, key=lambda one: one.start):
        free = [own for own in people if own[-1].end + rest <= slot.start]
        if not free:
            people.append([])
            free = [people[-1]]
        free[0].append(slot)
    return people


@given(TIMES, LIMITS, st.integers(1, 3), st.integers(0, 14), st.booleans())
@settings(max_examples=40, deadline=None)
def test_duties_of_any_length_are_shared_out_to_people_who_are_in_one_place_rested_and_relieved_in_time(
    times, limits, days, strength, solved
):
    """The people of a filled roster are named one by one here, without the sums that filled it."""
    rows = [post(f"F{n}", need, hours, AT_EIGHT + timedelta(hours=later))
            for n, (need, hours, later) in enumerate(times)]  # fmt: skip
    plan = rosters.plan(event(*rows, forces=(force(persons=strength),), days=days), limited(*limits))
    longest, rest = (timedelta(hours=one) for one in limits)
    found = roster_solver.solve({}, plan).filling if solved else roster_fill.fill_up({}, plan)
    roster = changed({}, found.changes)
    people = crew(roster, plan, "样例卫士", rest)
    assert len(people) <= strength
    for own in people:
        assert all(earlier.end + rest <= later.start for earlier, later in pairwise(own))
        assert all(slot.end - slot.start <= longest for slot in own)
    for n in range(len(times)):
        slots = sorted((s for s in plan.slots.values() if s.post == f"F{n}"), key=lambda one: one.start)
        assert all(earlier.end <= later.start for earlier, later in pairwise(slots))
        assert all(earlier.end == later.start for earlier, later in pairwise(slots) if earlier.day == later.day)
        hours = times[n][1]
        manned = sum((slot.end - slot.start for slot in slots), timedelta(0))
        assert manned == timedelta(hours=hours if hours <= 24 else hours + 24 * (days - 1)) * (
            days if hours <= 24 else 1
        )
    there = {key: sum(duty.persons for duty in entry.duties) for key, entry in roster.items()}
    assert found.after == sum(slot.need - there.get(key, 0) for key, slot in plan.slots.items())
    assert all(there.get(key, 0) <= slot.need for key, slot in plan.slots.items())


def test_the_solver_finds_what_filling_one_by_one_misses():
    """A key post in the middle of the day takes the only man of the greedy way; two others could have had him."""
    early = post("F01", 1, 4, AT_EIGHT)
    middle = post("F02", 1, 12, AT_EIGHT + timedelta(hours=2), is_key=True)
    late = post("F03", 1, 4, AT_EIGHT + timedelta(hours=13))
    plan = made(early, middle, late, forces=(force(persons=1),), days=1)
    assert roster_fill.fill_up({}, plan).after == 2
    solved = roster_solver.solve({}, plan)
    assert (solved.filling.after, solved.bound) == (1, 1)
    assert [change.post for change in solved.filling.changes] == ["F01", "F03"]


def test_the_solver_gives_one_answer_and_moves_nobody_who_stands():
    plan = made(*(post(f"F{n:02}", 3) for n in range(12)), forces=(force(persons=20), force("岸线卫士", 8)))
    first = next(iter(plan.slots.values()))
    roster = changed({}, [on(first, 2, "岸线卫士", "陆青")])
    one, two = (roster_solver.solve(roster, plan) for _ in range(2))
    assert one == two
    after = changed(roster, one.filling.changes)[first.key]
    assert Duty("岸线卫士", 2, ("陆青",)) in after.duties


def test_five_hundred_posts_are_solved_with_what_stays_open():
    plan = made(*(post(f"F{n:03}", 2) for n in range(500)), forces=(force(persons=900),), days=1)
    solved = roster_solver.solve({}, plan)
    assert (solved.filling.before, solved.filling.after, solved.bound) == (1000, 100, 100)


# As acts of a case


@pytest.fixture
def ready(life):
    life.accept()
    posts = event(post("F01"), post("F02"), forces=(force(persons=5),))
    life.case = replace(life.case, application=posts)
    return life


def slots(life):
    return list(rosters.roster_plan(life.case, life.pack).slots.values())


def test_people_are_put_on_posts_and_one_step_back_takes_them_off(ready):
    first, second, *_ = slots(ready)
    command = c.EditRoster(ready.case.id, (on(first, 2), on(second, 3)))
    before = ready.case
    ready.give(command)
    assert [entry.persons for entry in ready.case.roster.values()] == [2, 3]
    ready.give(undo_of(before, command))
    assert ready.case.roster == {}


def test_one_step_back_puts_back_who_was_there(ready):
    first = slots(ready)[0]
    ready.do("EditRoster", (on(first, 2, "样例卫士", "陆青"),))
    before = ready.case
    ready.do("EditRoster", (on(first, 4),))
    ready.give(undo_of(before, c.EditRoster(before.id, (on(first, 4),))))
    assert ready.case.roster == before.roster


def test_more_than_a_force_has_is_refused_and_taking_people_off_is_not(ready):
    first, second, *_ = slots(ready)
    ready.do("EditRoster", (on(first, 5),))
    with ready.refuses("roster", "changes"):
        ready.do("EditRoster", (on(second, 1),))
    fewer = (force(persons=1),)
    ready.case = replace(ready.case, application=event(post("F01"), post("F02"), forces=fewer))
    assert ready.do("EditRoster", (on(first, 3),)).roster[first.key].persons == 3
    assert ready.do("EditRoster", (RosterChange("F01", FIRST, 1),)).roster == {}


def test_a_named_person_is_refused_in_a_second_place(ready):
    first, second, *_ = slots(ready)
    with ready.refuses("roster", "changes"):
        ready.do("EditRoster", (on(first, 1, "样例卫士", "陆青"), on(second, 1, "样例卫士", "陆青")))
    assert ready.case.roster == {}


@pytest.mark.parametrize(
    "duties",
    [
        (Duty("没有的单位", 1),),
        (Duty("样例卫士", 1), Duty("样例卫士", 1)),
        (Duty("样例卫士", 1, ("陆青", "苏禾")),),
        (Duty("样例卫士", 2, ("陆青", "陆青")),),
        (Duty("样例卫士", 2, (" ",)),),
        (Duty("样例卫士", 0),),
        (Duty("样例卫士", -3),),
    ],
)
def test_duties_that_make_no_sense_are_refused(ready, duties):
    with pytest.raises(Refusal):
        ready.do("EditRoster", (RosterChange("F01", FIRST, 1, duties),))


@pytest.mark.parametrize("place", [("F09", FIRST, 1), ("F01", date(2026, 7, 1), 1), ("F01", FIRST, 2)])
def test_a_place_that_the_plan_does_not_have_is_refused(ready, place):
    with ready.refuses("roster", "changes.0"):
        ready.do("EditRoster", (RosterChange(*place, (Duty("样例卫士", 1),)),))
    assert ready.case.roster == {}


def test_units_that_the_office_entered_are_forces(ready):
    def planned(persons, hours):
        span = (("start", AT_EIGHT + timedelta(hours=hours)), ("end", AT_EIGHT + timedelta(hours=hours + 12)))
        return RegisterEntry("commitment", (("unit", "澄州特警"), ("type", "swat"), ("persons", persons), *span))

    entries = {"c-1": planned(4, 0), "c-2": planned(2, 6), "c-3": planned(5, 24)}
    ready.case = replace(ready.case, registers=entries)
    first = slots(ready)[0]
    assert ready.do("EditRoster", (on(first, 6, "澄州特警"),)).roster[first.key].persons == 6
    with ready.refuses("roster", "changes"):
        ready.do("EditRoster", (on(first, 7, "澄州特警"),))
