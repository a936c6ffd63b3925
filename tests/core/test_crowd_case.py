"""The crowd sums of a case: worked examples on packages, and what happens when the data do not tell."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.precheck import answer, assess
from workbench.core.risk_anchors import score
from workbench.core.values import Attachment, Row
from workbench.exchange.package import read_package
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack

RULES, CALENDAR = load_pack("cn_national"), load_calendar()
AS_OF = date(2026, 2, 26)
SMALL = settings(max_examples=25)
CROWD = ("K11", "K14", "K15", "K16")
MEMBERS = ("capacity", "carrying", "egress", "entry", "staffing", "flow")


@pytest.fixture(scope="module")
def fair(packages):
    """A package that is in order: two halls, four exits, three lanes, 36 guards, 1,200 persons."""
    return read_package(packages["job-fair"], RULES, extract_text=False)


@pytest.fixture(scope="module")
def park(packages):
    """A scenic area with a load, an island behind one bridge, and counted flow."""
    return read_package(packages["lantern-fair"], RULES, extract_text=False)


def look(application):
    return assess(application, RULES, CALENDAR, AS_OF)


def states(application):
    found = {f.check.code: f for f in look(application).findings}
    return {code: found[code].fired for code in CROWD}


def why(application, code):
    found = next(f for f in look(application).findings if f.check.code == code)
    return " ".join(w.zh for w in (*found.why, *found.gaps))


def with_rows(application, sheet, *rows):
    return replace(application, sheets={**application.sheets, sheet: tuple(rows)})


def changed(application, sheet, place=None, **values):
    """Return the application with one row changed, or every row."""
    rows = application.sheets[sheet]
    made = [
        replace(row, values={**row.values, **values}) if place in {None, n, row.values.get("code")} else row
        for n, row in enumerate(rows)
    ]
    return with_rows(application, sheet, *made)


def without(application, sheet):
    sheets = {key: rows for key, rows in application.sheets.items() if key != sheet}
    return replace(application, sheets=sheets, missing_sheets=frozenset({sheet}))


def fields(application, **values):
    named = {key.replace("_", ".", 1): value for key, value in values.items()}
    return replace(application, fields={**application.fields, **named})


def gates(application, *keep, **values):
    rows = [row for row in application.sheets["gates"] if row["code"] in keep]
    return with_rows(application, "gates", *(replace(r, values={**r.values, **values}) for r in rows))


def test_a_package_in_order_fires_none_of_the_four(fair):
    assert states(fair) == dict.fromkeys(CROWD, False)


# Capacity


@pytest.mark.parametrize(
    ("change", "fired"),
    [
        (lambda a: changed(a, "sessions", expected=1800), False),
        (lambda a: changed(a, "sessions", expected=1801), True),
        (lambda a: fields(a, ev_requested_capacity=1801), True),
        (lambda a: changed(a, "sessions", approved_req=1801), True),
        (lambda a: changed(a, "sessions", tickets=1201), True),
        (lambda a: changed(a, "zones", "Z02", expected_peak=400), False),
        (lambda a: changed(a, "zones", "Z02", expected_peak=401), True),
        (lambda a: changed(a, "zones", "Z02", density=Decimal("0.5"), expected_peak=201), True),
        (lambda a: changed(a, "zones", "Z02", density=4, expected_peak=401), True),
        (lambda a: changed(a, "zones", "Z03", expected_peak=1500), False),
        (lambda a: changed(a, "zones", "Z03", expected_peak=1501), True),
        (lambda a: fields(a, ev_rated_capacity=1199), True),
    ],
)
def test_capacity_fires_one_above_a_limit_and_not_at_it(fair, change, fired):
    assert states(change(fair))["K11"] is fired


def test_the_capacity_is_the_lowest_of_rated_zones_and_exits(fair):
    told = look(changed(fair, "zones", "Z01", net=900)).crowd.capacity
    assert (told.persons, [row.code for row in told.limiting]) == (1300, ["holding"])
    slow = look(gates(fair, "X1", "X2", width=2)).crowd
    assert slow.leaving.capacity == 2 * 82 * 8
    assert [row.code for row in slow.capacity.limiting] == ["egress"]


def test_seats_count_instead_of_the_area(fair):
    seated = changed(fair, "zones", "Z02", use="坐席", seats=350, expected_peak=351)
    assert look(seated).crowd.capacity.zones[1].holding.persons == 350
    assert "Z02" in why(seated, "K11")
    unknown = changed(fair, "zones", "Z02", use="坐席", seats=None)
    assert states(unknown)["K11"] is None
    assert "座位数" in why(unknown, "K11")


@pytest.mark.parametrize("net", [None, 0, -5])
def test_a_zone_without_an_area_has_no_capacity_and_the_case_none_either(fair, net):
    bare = changed(fair, "zones", "Z02", net=net, expected_peak=None)
    told = answer(look(bare))["capacity"]
    assert (told["holding"], told["capacity"], told["expected_ok"]) == (None, None, None)
    assert told["missing"] == ["Z02 未填有效的净面积或设计密度"]
    assert states(bare)["K11"] is None
    assert "Z02" in why(bare, "K11")


def test_what_is_known_to_be_too_much_fires_though_the_rest_cannot_be_told(fair):
    bare = changed(fair, "zones", "Z02", net=None, expected_peak=None)
    assert states(fields(bare, ev_rated_capacity=1100))["K11"] is True


def test_the_governing_capacity_rules_the_sum(fair):
    """An officer may let the venue's lower number govern: the application then asks for too many."""
    assert "申请核定 1200 > 容量 1000" in why(fields(fair, ev_rated_capacity=1000), "K11")


@SMALL
@given(st.integers(1, 3000), st.integers(0, 500))
def test_more_persons_never_mend_a_finding(fair, expected, more):
    before, after = (states(changed(fair, "sessions", expected=n)) for n in (expected, expected + more))
    assert all(after[code] for code in CROWD if before[code])


# Load of a scenic area


def test_the_load_of_a_day_counts_whole_turnovers_and_all_sessions_of_the_day(park):
    told = look(park).crowd.load
    assert (told.once, told.turnover, told.day) == (18000, 2, 36000)
    first = park.sheets["sessions"][0]
    evening = replace(first, values={**first.values, "code": "S1b", "entries": 18001})
    twice = look(with_rows(park, "sessions", *park.sheets["sessions"], evening)).crowd.load
    assert ("S1", "S1b") in [one.sessions for one in twice.days_over]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"loc_capacity_inst": 18001}, "申报瞬时最大承载量 18001 > 计算值 18000"),
        ({"loc_capacity_day": 36001}, "申报日最大承载量 36001 > 计算值 36000"),
        ({"loc_unit_area": 2}, "预计同时在场 16000 > 计算值 9000"),
    ],
)
def test_a_declared_load_above_the_computed_one_fires(park, values, reason):
    assert reason in why(fields(park, **values), "K11")


@pytest.mark.parametrize("key", ["loc_unit_area", "loc_open_hours", "loc_stay_hours"])
def test_a_load_that_cannot_be_worked_out_is_never_a_number(park, key):
    for value in (None, 0, -1):
        told = answer(look(fields(park, **{key: value})))["carrying"]
        assert told["C2"] is None
        assert told["missing"]
        assert "缺" in told["formula"]


def test_an_event_that_states_no_load_has_none(fair):
    assert answer(look(fair))["carrying"] is None


# Exits


def test_the_first_of_equal_exits_is_lost_and_passages_serve_their_own_zone_only(park, fair):
    assert look(fair).crowd.leaving.flows.lost.code == "X1"
    told = look(park).crowd.leaving
    assert [one.code for one in told.exits] == ["X1", "X2", "X3", "X4"]
    assert [(z.zone, z.exits, round(float(z.minutes), 2)) for z in told.zones] == [("Z03", ("B1",), 13.13)]


@pytest.mark.parametrize(
    ("change", "fired"),
    [
        (lambda a: gates(a, "X1", "X2"), False),
        (lambda a: gates(a, "X1"), True),
        (gates, True),
        (lambda a: gates(a, "X1", "X2", kind="消防通道"), True),
        (lambda a: gates(a, "X1", "X2", evac=False), True),
        (lambda a: gates(a, "X1", "X2", kind="入口"), False),
        (lambda a: gates(a, "X1", "X2", width=Decimal("1.8")), True),
    ],
)
def test_exits_fire_for_too_few_and_for_too_slow(fair, change, fired):
    assert states(change(fair))["K15"] is fired


@pytest.mark.parametrize("bad", [{"width": None}, {"width": 0}, {"width": -3}, {"grade": None}])
def test_an_exit_that_is_not_described_leaves_the_time_untold(fair, bad):
    told = changed(fair, "gates", "X4", **bad)
    assert states(told)["K15"] is None
    assert "X4" in why(told, "K15")
    member = answer(look(told))["egress"]
    assert {member[key] for key in ("flow_all", "flow_design", "capacity_8min", "time_design_min")} == {None}
    assert states(told)["K11"] is None


def test_no_exit_gives_no_number(fair):
    for some in (gates(fair), gates(fair, "X1")):
        told = answer(look(some))
        assert (told["egress"]["capacity_8min"], told["egress"]["time_design_min"]) == (None, None)
        assert told["capacity"]["egress"] is None
        assert told["egress"]["missing"]
        assert told["risk_anchors"]["scores_before_controls"]["D4.3"] == 4


def test_a_gymnasium_is_checked_by_doors_and_streams_too(fair):
    hall = fields(fair, loc_place_type="体育场馆")
    assert states(hall)["K15"] is False
    found = look(hall).crowd.leaving.gymnasium
    assert (found.per_door, found.streams, found.minutes) == (300, 4 * 5, Fraction(1200, 20 * 37))
    crowded = changed(fields(hall, ev_rated_capacity=9000), "sessions", expected=2801)
    assert "每个疏散门平均 700.25 人 > 700 人" in why(crowded, "K15")
    narrow = changed(hall, "gates", width=Decimal("1.1"))
    assert look(narrow).crowd.leaving.gymnasium.minutes == Fraction(1200, 8 * 37)
    assert "8 股" in why(narrow, "K15")
    assert look(fields(hall, ev_indoor="室外")).crowd.leaving.gymnasium is None


# Lanes


def test_lanes_fire_below_the_demand_of_the_peak_hour_and_not_at_it(fair):
    exact = changed(fields(fair, sec_peak_share=100, ev_rated_capacity=4000), "gates", "GA", sec=Decimal("7.65"))
    assert look(exact).crowd.entry.rate == look(exact).crowd.entry.demand == 1200
    assert states(exact)["K14"] is False
    assert states(changed(exact, "gates", "GA", sec=Decimal("7.66")))["K14"] is True


def test_without_lanes_or_times_nothing_is_told_of_entry(fair):
    none = changed(fair, "gates", lanes=None)
    assert (states(none)["K14"], answer(look(none))["entry"]) == (None, None)
    assert "没有安检通道" in why(none, "K14")
    for seconds in (None, 0):
        untold = changed(fair, "gates", "GA", sec=seconds)
        assert states(untold)["K14"] is None
        assert "GA" in why(untold, "K14")
        assert answer(look(untold))["entry"]["lanes_needed"] is None


def test_a_share_that_is_not_stated_is_the_office_default(fair):
    assert look(fields(fair, sec_peak_share=None)).crowd.entry.share == Fraction(1, 2)
    assert look(fields(fair, sec_peak_share=80)).crowd.entry.share == Fraction(4, 5)


# Guards


@pytest.mark.parametrize(
    ("change", "fired"),
    [
        (lambda a: changed(a, "forces", 0, persons=30, certified=30), False),
        (lambda a: changed(a, "forces", 0, persons=29, certified=29), True),
        (lambda a: changed(a, "forces", 0, certified=35), True),
        (lambda a: changed(a, "forces", 0, certified=None), None),
        (lambda a: changed(a, "forces", 0, persons=None), None),
        (lambda a: without(a, "forces"), None),
        (lambda a: with_rows(a, "forces"), True),
        (lambda a: changed(a, "posts", 0, unit_type="保安", persons=None), None),
    ],
)
def test_guards_fire_for_too_few_and_for_missing_certificates(fair, change, fired):
    assert states(change(fair))["K16"] is fired


@pytest.mark.parametrize(
    ("values", "level", "raised"),
    [
        ({}, "四级", False),
        ({"sec_self_level": "三级"}, "三级", False),
        ({"sec_self_level": None}, "四级", False),
        ({"sw_fireworks": True}, "二级", False),
        ({"ev_vip": "更高"}, "二级", False),
        ({"ev_minors_share": 30}, "四级", False),
        ({"ev_minors_share": 31}, "四级", True),
        ({"ev_indoor": "室外", "ev_standing_share": 49}, "四级", False),
        ({"ev_indoor": "室外", "ev_standing_share": 50}, "四级", True),
    ],
)
def test_the_level_used_is_the_higher_one_and_the_uplift_follows_its_rule(fair, values, level, raised):
    found = look(fields(fair, **values)).crowd.staff
    assert (found.level.text.zh, found.raised) == (level, raised)


def test_a_floor_that_cannot_be_told_leaves_the_need_open_upwards(fair):
    open_ = fields(fair, ev_vip=None)
    assert states(open_)["K16"] is None
    assert "省部级" in why(open_, "K16")
    assert answer(look(open_))["staffing"]["required"] is None
    assert states(changed(open_, "forces", 0, persons=29, certified=29))["K16"] is True


def test_posts_that_relieve_each_other_are_not_counted_twice(fair):
    rows = [row for row in fair.sheets["posts"] if row["unit_type"] in {"保安", "安检员"}]
    before = look(fair).crowd.staff.positions
    relief = replace(rows[0], values={**rows[0].values, "code": "R1", "on": rows[0]["off"], "persons": 500})
    relief.values["off"] = rows[0]["off"] + timedelta(hours=2)
    after = look(with_rows(fair, "posts", *fair.sheets["posts"], relief)).crowd.staff.positions
    assert (before, after) == (30, 500)


# Counted flow


def counted(application, *counts, zone="ALL"):
    start = datetime(2026, 1, 1, 18)  # noqa: DTZ001 - local times of a package
    rows = [
        Row(
            "flow",
            n + 2,
            {"time": start + timedelta(minutes=n), "zone": z, "in_count": 1, "out_count": 0, "occupancy": p},
        )
        for n, (p, z) in enumerate((c, zone) if isinstance(c, int) else c for c in counts)
    ]
    return with_rows(application, "flow", *rows)


def path(application, *counts, **named):
    found = look(counted(application, *counts, **named)).crowd.flow
    return "".join(change.after.text.zh for change in found.changes)


def test_states_rise_at_once_and_red_ends_only_below_the_resume_value(fair):
    assert look(counted(fair, 1)).crowd.flow.capacity == 2000
    assert path(fair, 1599, 1600, 1799, 1800, 1999, 2000) == "黄橙红"
    assert path(fair, 2000, 1900, 1800, 1799) == "红黄"
    assert path(fair, 2000, 1500) == "红正常"
    assert path(fair, 1900, 1700, 1500) == "橙黄正常"
    assert path(fair, 100, 2500, 100) == "红正常"


def test_a_scenic_area_resumes_later(park):
    """Stated load 18,000: red from 18,000, ends below 14,400."""
    assert path(park, 18000, 14400) == "红"
    assert path(park, 18000, 14399) == "红正常"


def test_the_zones_counted_are_added_up(fair):
    found = look(counted(fair, (900, "Z01"), (300, "Z02"), (1500, "Z01"))).crowd.flow
    assert (found.capacity, found.peak) == (2000, 1800)
    assert look(counted(fair, 300, zone="Z02")).crowd.flow.capacity == 400


def test_flow_of_a_zone_without_capacity_has_no_states(fair):
    told = answer(look(counted(fair, 5000, zone="Z99")))["flow"]
    assert (told["capacity"], told["transitions"], told["peak_occupancy"]) == (None, [], 5000)
    assert told["missing"]


# Scores that follow from numbers, and the assessor's


@SMALL
@given(st.sampled_from(sorted(RULES.lists["factor_bands"])), st.fractions(0, 30000), st.fractions(0, 30000))
def test_a_worse_value_never_scores_lower(code, one, other):
    band = RULES.lists["factor_bands"][code]
    better, worse = sorted((one, other), reverse=bool(band.data["falling"]))
    assert score(band, better) <= score(band, worse)


def report(application, *lines):
    """Return the application with a risk assessment report of these lines."""
    row = next(r for r in application.sheets["materials"] if r["item"] == "M8.1")
    paper = Attachment(row["file"], "a" * 64, 10, "pdf", 1, ("\n".join(lines),))
    return replace(application, attachments=(paper,))


def test_the_assessors_table_is_read_line_by_line(fair):
    found = look(
        report(
            fair,
            "编号 因素 措施前 依据 措施后",
            "D1.4* 安全人员到位 4 <75%或无证 4",
            "D7.6 同期活动 1 1 0",
            "D3.1 艺人影响力 不适用 无节目演出 不适用",
            "D9.9 没有的因素 1 一 1",
            "D1.2 承办者记录 7 说不清 1",
            "D1.3 方案质量 2 多项1分 1",
            "D1.3 方案质量 3 有缺项已补 1",
            "",
        )
    ).crowd.report
    assert found.scores == {"D1.4": (4, 4), "D7.6": (1, 0)}
    assert (found.not_applicable, found.critical) == (("D3.1",), ("D1.4",))
    assert (found.after.value, found.before.value) == (None, None)
    assert "D1.3" in found.after.missing


def test_a_score_of_the_assessor_below_the_number_is_told(fair):
    found = look(report(fair, "D6.2 站坐比例 1 ≤20%站 1", "D6.1 规模 1 1000 1"))
    assert answer(found)["risk_discrepancies"] == [{"factor": "D6.2", "agency": 1, "computed": 4}]


def test_without_text_there_is_no_table_and_no_discrepancy(fair):
    told = answer(look(fair))
    assert (told["risk_example"], told["risk_discrepancies"]) == (None, [])


# Whatever is missing


@pytest.mark.parametrize("sheet", ["sessions", "zones", "gates", "posts", "forces", "materials"])
def test_a_missing_sheet_gives_no_number_that_rests_on_it_and_no_all_clear(fair, sheet):
    told = answer(look(without(fair, sheet)))
    json.dumps(told, ensure_ascii=False, allow_nan=False)
    rests = {
        "sessions": ("K11", "K14", "K15", "K16"),
        "zones": ("K11", "K15", "K16"),
        "gates": ("K11", "K14", "K15"),
        "posts": ("K16",),
        "forces": ("K16",),
        "materials": (),
    }
    open_ = set(told["checks"]["not_evaluated"])
    assert set(rests[sheet]) <= open_
    for code in rests[sheet]:
        found = next(f for f in look(without(fair, sheet)).findings if f.check.code == code)
        assert found.fired is None


def test_an_application_that_says_nothing_breaks_nothing(fair):
    empty = replace(fair, fields={}, sheets={}, attachments=(), site=None, window_log=())
    told = answer(look(empty))
    json.dumps(told, ensure_ascii=False, allow_nan=False)
    assert {member: told[member] for member in MEMBERS} == dict.fromkeys(MEMBERS)
    assert states(empty) == dict.fromkeys(CROWD)
