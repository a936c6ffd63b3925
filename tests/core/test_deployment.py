"""The sums of a deployment by hand, and what happens to plans that are empty, huge or odd."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core import deployment_soft as soft
from workbench.core.daily_records import missing_days
from workbench.core.deployment import deployment
from workbench.core.entry_quotas import quotas, without_session
from workbench.core.precheck import answer, assess
from workbench.core.register_entries import RegisterEntry
from workbench.core.values import Application, Row
from workbench.exchange.package import read_package
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack

RULES, CALENDAR = load_pack("cn_national"), load_calendar()
AS_OF = date(2026, 2, 26)
ON = datetime.fromisoformat("2026-05-01 08:00")
SMALL = settings(max_examples=25, deadline=None)


def row(sheet, **values):
    columns = (column.key for column in RULES.sheets[sheet].columns)
    return Row(sheet, 3, {**dict.fromkeys(columns), **values})


def post(code, x=0, y=0, persons=10, **values):
    filled = {"lead": "陆青", "phone": "12300000000", "zone": "Z1", "task": "守护", "resp": "对组长负责"}
    times = {"on": ON, "off": ON + timedelta(hours=8)}
    return row("posts", code=code, kind="固定", x=x, y=y, persons=persons, **{**filled, **times, **values})


def event(*posts, zones=(), gates=(), sessions=(), **fields):
    sheets = {"posts": posts, "zones": zones, "gates": gates, "sessions": sessions, "forces": ()}
    return Application("2026.1", {"ev.start_date": ON.date(), **fields}, {k: tuple(v) for k, v in sheets.items()})


def of(*posts, **more):
    return deployment(event(*posts, **more), RULES)


def state(found, name):
    return next(condition for condition in found.conditions if condition.name == name)


@pytest.fixture(scope="module")
def fair(packages):
    """A package in which everything is in order."""
    return read_package(packages["job-fair"], RULES, extract_text=False)


# Sums by hand


def test_people_within_the_radius_count_to_the_metre_and_the_post_itself_counts():
    key = post("K1", 0, 0, 4, is_key=True)
    (spot,) = of(key, post("A", 48, 64, 9), post("B", Decimal("80.01"), 0, 50)).spots
    assert (spot.persons, spot.ok) == (13, False)
    (spot,) = of(key, post("A", 48, 64, 16)).spots
    assert (spot.persons, spot.ok) == (20, True)


def test_who_goes_off_when_the_key_posts_shift_starts_does_not_count():
    key = post("K1", persons=1, is_key=True)
    early = post("A", persons=30, on=ON - timedelta(hours=8), off=ON)
    assert of(key, early).spots[0].persons == 1
    assert of(key, replace(early, values={**early.values, "off": ON + timedelta(minutes=1)})).spots[0].persons == 31


@pytest.mark.parametrize(("persons", "points"), [(1200, 5), (10000, 5), (10001, 6), (15000, 6), (25000, 8)])
def test_the_scaled_number_of_mobile_points_grows_with_every_started_step(persons, points):
    assert of(post("A"), sessions=(row("sessions", code="S1", expected=persons),)).mobile_reference == points


def test_the_share_of_fixed_posts_is_exact():
    posts = [post(f"P{n}") for n in range(89)] + [post(f"Q{n}", lead=None) for n in range(3)]
    found = of(*posts)
    assert found.fixed_percent == Fraction(8900, 92)
    assert [(one.code, [r.text.zh for r in missing]) for one, missing in found.unfixed] == [
        (f"Q{n}", ["定人"]) for n in range(3)
    ]


def test_gaps_of_a_route_run_from_start_to_finish_on_either_side():
    def at(km, side):
        return post(f"K{km}{side}", route_km=Decimal(km), side=side)

    found = of(at("1", "左侧"), at("3.5", "左侧"), at("2", "两侧"), **{"loc.route_km": Decimal(4)})
    left, right = found.route
    assert [(gap.start, gap.end) for gap in left.wide] == [(2, Decimal("3.5"))]
    assert [gap.length for gap in right.wide] == [2, 2]
    assert len(right.posts) == 1


def test_every_core_zone_exit_and_lane_has_its_own_chief():
    zones = (row("zones", code="Z1", kind="核心", use="站席"), row("zones", code="Z2", kind="核心", use="后台"))
    gates = (
        row("gates", code="G1", kind="入口", lanes=4, evac=False),
        row("gates", code="X1", kind="出口", evac=True),
        row("gates", code="X2", kind="消防通道", evac=True),
        row("gates", code="B1", kind="内部通道", evac=True),
    )
    chiefs = of(post("A"), zones=zones, gates=gates).chiefs
    assert (chiefs.zones, chiefs.exits, chiefs.entries) == (("Z1",), ("X1", "B1"), ("G1",))
    named = (
        post("A", chief="安全警长"),
        post("B", chief="通道组长", gate="X1"),
        post("C", chief="通道组长", gate="B1"),
        post("D", chief="安检站长", gate="G1"),
    )
    assert of(*named, zones=zones, gates=gates).chiefs.complete


def test_teams_need_a_leader_who_can_be_called():
    teams = [post(team, team=team, is_leader=True) for team in ("DP1", "DP2", "DP3")]
    assert state(of(*teams), "three_teams").ok
    silent = post("DP3", team="DP3", is_leader=True, phone=None)
    assert not state(of(*teams[:2], silent), "three_teams").ok


def test_teams_of_one_type_of_unit_and_unpaired_patrols_are_told():
    found = of(post("A", team="DP1", unit_type="保安"), post("B", team="DP1", unit_type="民警", mode="步巡"))
    mixed = {team.row.code: soft.mixed(team, RULES) for team in found.teams}
    assert mixed == {"DP0": None, "DP1": True, "DP2": None, "DP3": None, "DP4": None}
    complete = {pairing.row.code: pairing.complete for pairing in soft.pairings(found, RULES)}
    assert complete == dict.fromkeys(("pair_area", "pair_mobile", "pair_foot", "pair_uniform"), False)
    vehicles = of(post("A", mode="步巡"), post("B", mode="车巡"))
    assert next(p for p in soft.pairings(vehicles, RULES) if p.row.code == "pair_foot").complete


def test_the_circle_of_quick_reaction_names_who_comes_late_or_says_no_time():
    def quick(code, minutes):
        return post(code, response_min=minutes, lead="陆青")

    def of_kind(made, kind):
        return replace(made, values={**made.values, "kind": kind})

    found = of(of_kind(quick("M1", 3), "机动"), of_kind(quick("M2", 5), "机动"), of_kind(quick("Q1", None), "快反"))
    ring = soft.circle(found, RULES)
    assert ([p.code for p in ring.late], [p.code for p in ring.untold], ring.closed) == (["M2"], ["Q1"], False)
    assert soft.circle(of(of_kind(quick("M1", 3), "机动")), RULES).closed
    assert not soft.circle(of(), RULES).closed


@pytest.mark.parametrize(("level", "count"), [(4, 6), (3, 11), (2, 18), (1, 23), (None, 0)])
def test_functional_groups_grow_with_the_level(level, count):
    """Six at level four, five more at three, seven more at two, all 23 at one."""
    assert sum(state.wanted for state in soft.groups(event(), RULES, level)) == count


# Plans that are empty, huge or odd


def test_a_plan_without_posts_lacks_every_element_and_a_workbook_without_the_sheet_tells_nothing(fair):
    empty = of()
    assert (empty.persons, empty.fixed_percent, empty.spots) == (0, None, ())
    assert [c.name for c in empty.conditions if not c.ok][:4] == [
        "command_post",
        "three_teams",
        "mobile_ge_5",
        "three_layers",
    ]
    without = replace(fair, sheets={k: v for k, v in fair.sheets.items() if k != "posts"})
    told = answer(assess(replace(without, missing_sheets=frozenset({"posts"})), RULES, CALENDAR, AS_OF))
    assert told["deployment"] is None
    assert {"K17", "K18", "K19"} <= set(told["checks"]["not_evaluated"])


def test_five_hundred_posts_with_one_code_and_shifts_of_four_and_thirty_hours_are_counted_one_by_one():
    hours = (4, 30)
    posts = [post("M01", n, n, 1, is_key=True, off=ON + timedelta(hours=hours[n % 2])) for n in range(500)]
    found = of(*posts)
    assert (len(found.posts), found.persons, len(found.key_posts)) == (500, 500, 500)
    assert {length for _, length in found.long_shifts} == {30}
    assert len(found.long_shifts) == 250
    assert found.spots[0].persons == 57


@pytest.mark.parametrize("odd", [Decimal("1E+999999"), Decimal("NaN"), -(10**30), "北门", None, True])
def test_a_place_that_cannot_be_one_is_no_place(odd):
    found = of(post("A", odd, 0, is_key=True), post("B"))
    assert found.spots[0].ok is None
    assert found.posts[0].place is None


@pytest.mark.parametrize("strength", [None, 0, -4, Decimal("0.4"), "十人"])
def test_a_strength_below_one_is_none_and_nobody_is_fixed(strength):
    found = of(post("A", persons=strength))
    assert found.persons == 0
    assert [r.code for _, missing in found.unfixed for r in missing] == ["fix_person"]


@given(st.lists(st.tuples(st.integers(-90, 90), st.integers(-90, 90), st.integers(1, 9)), max_size=8))
@SMALL
def test_another_post_never_takes_people_from_a_key_post(places):
    key = post("K1", persons=5, is_key=True)
    others = [post(f"P{n}", x, y, persons) for n, (x, y, persons) in enumerate(places)]
    near = sum(p for x, y, p in places if x * x + y * y <= 6400)
    assert of(key, *others).spots[0].persons == 5 + near


# What the office records beside the plan


def entry(register, **values):
    return RegisterEntry(register, tuple(values.items()))


def test_a_day_without_its_three_records_fires_up_to_today_only():
    sessions = [row("sessions", code=f"S{n}", start=ON + timedelta(days=n)) for n in range(3)]
    first, second = ON.date(), ON.date() + timedelta(days=1)
    kept = [entry("daily_record", day=first, kind=kind) for kind in ("consult", "analyse", "dispatch")]
    some = [*kept, entry("daily_record", day=second, kind="consult")]
    application = event(sessions=sessions)
    assert missing_days(application, some, RULES, first - timedelta(days=1)) is None
    assert missing_days(application, some, RULES, first) == ()
    (reason,) = missing_days(application, some, RULES, second)
    assert (reason.object, reason.why.zh) == ("2026-05-02", "2026-05-02 缺研判、调度记录")


def test_entry_slots_of_a_session_together_take_its_tickets():
    sessions = (row("sessions", code="S1", tickets=5000), row("sessions", code="S2", tickets=0, expected=800))
    slots = [entry("entry_slot", session="S1", quota=n) for n in (3000, 1999)]
    (first,) = quotas(event(sessions=sessions), slots)  # the second sells none and has no slots
    assert (first.quota, first.tickets, first.covered) == (4999, 5000, False)
    more = [*slots, entry("entry_slot", session="S1", quota=1), entry("entry_slot", session="S2", quota=900)]
    assert [one.covered for one in quotas(event(sessions=sessions), more)] == [True, True]


def test_a_session_that_sells_tickets_without_slots_is_neither_covered_nor_short():
    sessions = tuple(row("sessions", code=code, tickets=n) for code, n in (("S1", 5000), ("S2", 100), ("S3", None)))
    slots = [entry("entry_slot", session=" S2 ", quota=100)]
    found = quotas(event(sessions=sessions), slots)
    assert [(one.session, one.quota, one.covered) for one in found] == [("S1", None, None), ("S2", 100, True)]


@given(st.lists(st.tuples(st.integers(1, 9000), st.lists(st.integers(0, 3000), max_size=4)), min_size=1, max_size=5))
def test_each_session_is_covered_by_its_own_slots_alone(sold):
    sessions = tuple(row("sessions", code=f"S{n}", tickets=tickets) for n, (tickets, _) in enumerate(sold))
    slots = [entry("entry_slot", session=f"S{n}", quota=quota) for n, (_, own) in enumerate(sold) for quota in own]
    covered = [one.covered for one in quotas(event(sessions=sessions), slots)]
    assert covered == [sum(own) >= tickets if own else None for tickets, own in sold]


def test_slots_of_a_session_that_the_plan_does_not_have_are_named_once():
    sessions = (row("sessions", code="S1", tickets=5000),)
    slots = [entry("entry_slot", session=session, quota=10) for session in ("S1", "S9", "S9")]
    other = entry("traffic_point", session="S8")
    assert without_session(event(sessions=sessions), [*slots, other]) == ("S9",)
