"""Tickets, passes, programme, on-site check, changes: worked examples on a package that is otherwise in order."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.assessment import ProcessDates, SiteVisit, from_window_log
from workbench.core.changes import ChangeRequest
from workbench.core.precheck import answer, assess
from workbench.core.programme_rules import acts
from workbench.core.tickets import percent
from workbench.core.values import Problem, Row, WindowEvent
from workbench.errors import Text
from workbench.exchange.package import read_package
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack

RULES, CALENDAR = load_pack("cn_national"), load_calendar()
AS_OF = date(2026, 4, 10)
at = datetime.fromisoformat


@pytest.fixture(scope="module")
def show(packages):
    """The commercial performance among the samples."""
    return read_package(packages["chenghu-bay-festival"], RULES, extract_text=False)


@pytest.fixture(scope="module")
def fair(packages):
    """A package without tickets and programme."""
    return read_package(packages["job-fair"], RULES, extract_text=False)


def told(application, process=None, as_of=AS_OF):
    return answer(assess(application, RULES, CALENDAR, as_of, process))


def states(application, process=None, as_of=AS_OF):
    found = assess(application, RULES, CALENDAR, as_of, process).findings
    return {f.check.code: f.fired for f in found}


def with_row(application, sheet, place, **values):
    rows = list(application.sheets[sheet])
    rows[place] = replace(rows[place], values={**rows[place].values, **values})
    return replace(application, sheets={**application.sheets, sheet: tuple(rows)})


def each_row(application, sheet, **values):
    rows = tuple(replace(r, values={**r.values, **values}) for r in application.sheets[sheet])
    return replace(application, sheets={**application.sheets, sheet: rows})


def with_fields(application, **values):
    return replace(application, fields={**application.fields, **{k.replace("_", ".", 1): v for k, v in values.items()}})


# Tickets


def test_the_share_is_compared_unrounded(show):
    enough = with_row(show, "sessions", 2, public=21250)
    assert states(enough)["K12"] is False
    assert states(with_row(enough, "sessions", 2, public=21249))["K12"] is True


@given(st.integers(1, 2_000_000))
def test_a_share_below_the_limit_is_never_shown_as_the_limit(requested):
    public = (requested * 85 - 1) // 100
    if public >= 0 and Decimal(public) / requested < Decimal("0.85"):
        assert Decimal(percent(Decimal(public) / requested)) < 85


@pytest.mark.parametrize(
    ("values", "fired"),
    [
        ({"bind_by": at("2026-04-28 14:30")}, False),
        ({"bind_by": at("2026-04-28 14:31")}, True),
        ({"bind_by": None}, True),
        ({"bind_by": None, "reserved": 0}, False),
        ({"bind_by": None, "reserved": None, "tickets": 21250}, False),
    ],
)
def test_reserved_tickets_are_bound_a_day_before_the_start(show, values, fired):
    assert states(with_row(show, "sessions", 0, **values))["K13"] is fired


@pytest.mark.parametrize(
    "change",
    [
        lambda a: with_fields(a, ev_nature="公益性"),
        lambda a: with_fields(a, ev_type="体育比赛"),
        lambda a: each_row(a, "sessions", expected=4999),
        lambda a: each_row(a, "sessions", tickets=0, public=0),
    ],
)
def test_the_ticket_rules_bind_large_commercial_performances_with_tickets_alone(show, change):
    found = states(change(show))
    assert (found["K12"], found["K13"]) == (None, None)
    assert states(each_row(show, "sessions", expected=5000))["K12"] is True


def test_a_figure_that_is_missing_leaves_the_share_open_but_not_a_fault_elsewhere(show):
    silent = with_row(with_row(show, "sessions", 2, public=21250), "sessions", 0, public=None)
    assert states(silent)["K12"] is None
    assert states(with_row(show, "sessions", 0, public=None))["K12"] is True


# Passes


def test_more_than_five_kinds_of_passes_are_told_and_none_stated_is_no_data(show):
    kinds = tuple("一二三四五六")
    assert states(with_fields(show, sec_pass_types=kinds[:5]))["K29"] is False
    assert states(with_fields(show, sec_pass_types=kinds))["K29"] is True
    assert states(with_fields(show, sec_pass_types=None))["K29"] is None


# Programme


def codes(application, place):
    found = acts(application, RULES)[place]
    return set(found.codes), found.timing


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, set()),
        ({"origin": "外国", "approval": None}, {"PA2"}),
        ({"origin": "外国"}, set()),
        ({"origin": "内地", "approval": None}, set()),
        ({"effects": "冷焰"}, {"PV4"}),
        ({"effects": "激光"}, set()),
        ({"interactive": "上台"}, {"PI1", "PI8", "PI9"}),
        ({"interactive": "上台", "stop_word": "停", "supervisor": "谈时雨"}, {"PI1", "PI9"}),
        ({"interactive": "上台", "inter_zone": "Z01", "inter_control": "八名保安"}, {"PI1", "PI8"}),
    ],
)
def test_a_row_of_the_programme_points_at_criteria(show, values, expected):
    assert codes(with_row(show, "programme", 0, **values), 0)[0] == expected


@pytest.mark.parametrize("genre", ["重金属", "说唱", "电子", "朋克", "摇滚"])
def test_genre_alone_points_at_nothing(show, genre):
    changed = each_row(show, "programme", genre=genre)
    assert [a.codes for a in acts(changed, RULES)] == [a.codes for a in acts(show, RULES)]


@pytest.mark.parametrize(
    ("start", "minutes", "timing"),
    [
        ("2026-04-29 14:30", 45, ()),
        ("2026-04-29 14:29", 45, ("outside_session",)),
        ("2026-04-29 21:44", 15, ("overlap",)),
        ("2026-04-29 21:46", 15, ("outside_session",)),
        ("2026-04-29 21:45", 15, ()),
        ("2026-04-29 15:34", 1, ()),
    ],
)
def test_an_act_lies_in_its_session_and_waits_for_the_one_before_it(show, start, minutes, timing):
    changed = with_row(show, "programme", 0, start=at(start), minutes=minutes)
    assert codes(changed, 0)[1] == timing


def test_the_later_of_two_acts_on_a_stage_is_the_one_that_overlaps(show):
    longer = with_row(show, "programme", 0, minutes=66)
    assert next((a.no, a.timing) for a in acts(longer, RULES) if a.timing) == ("3", ("overlap",))
    elsewhere = with_row(longer, "programme", 2, stage="副舞台二")
    assert not codes(elsewhere, 2)[1]


def test_culture_approval_is_asked_of_every_act_and_of_none_without_a_programme(show, fair):
    assert told(show)["programme"]["without_culture_approval"] == [33, 44]
    assert states(each_row(show, "programme", approval="样文旅演〔2026〕0173号"))["K21"] is False
    assert (states(fair)["K21"], told(fair)["programme"]["acts"]) == (None, 0)


def test_an_approval_that_could_not_be_read_is_not_called_in_order(show):
    unread = Problem("bad_value", "error", Text("无效", "invalid"), sheet="节目", row=9, field="approval")
    full = each_row(show, "programme", approval="样文旅演〔2026〕0173号")
    assert states(replace(full, problems=(unread,)))["K21"] is None


# On-site check and changes


@pytest.mark.parametrize(("officers", "fired"), [(1, True), (2, False), (None, False)])
def test_an_on_site_check_needs_two_officers(fair, officers, fired):
    visit = SiteVisit(at("2026-02-26 14:00"), "综合馆", officers)
    process = ProcessDates(received=date(2026, 2, 25), visits=(visit,))
    assert states(fair, process, date(2026, 2, 27))["K20"] is fired
    assert states(fair, process, date(2026, 2, 25))["K20"] is None


@pytest.mark.parametrize(
    ("stated", "officers"),
    [("2", 2), ("1", 1), ("苏禾、陆知远", 2), ("苏禾，陆知远，顾衡", 3), ("", None), ("苏禾", 1)],
)
def test_the_log_tells_officers_by_number_or_by_name(stated, officers):
    event = WindowEvent(1, "site_check", at("2026-02-26 14:00"), detail={"officers": stated, "place": "馆"})
    assert from_window_log([event]).visits == (SiteVisit(at("2026-02-26 14:00"), "馆", officers),)


@pytest.mark.parametrize(
    ("kind", "asked", "result", "possible"),
    [
        ("time", "2026-03-21 08:59", "may_be_approved", None),
        ("time", "2026-03-21 09:00", "too_late", None),
        ("place", "2026-03-01 10:00", "new_application_required", True),
        ("place", "2026-03-02 10:00", "new_application_required", False),
        ("content", "2026-03-02 10:00", "new_application_required", False),
        ("scale", "2026-03-02 10:00", "new_application_required", False),
        ("cancel", "2026-03-02 10:00", "notice_and_return", None),
        ("colour", "2026-03-02 10:00", "unknown_kind", None),
    ],
)
def test_a_request_to_change_follows_the_rule_of_its_kind(fair, kind, asked, result, possible):
    request = ChangeRequest(at(asked), kind, "改一改", "BG-1")
    process = ProcessDates(received=date(2026, 2, 25), accepted=date(2026, 2, 26), changes=(request,))
    found = told(fair, process, date(2026, 3, 22))
    (row,) = found["change_requests"]
    assert (row["result"], row.get("lead_time_possible")) == (result, possible)
    assert [f["k"] for f in found["checks"]["must_fire"] if f["k"] == "K25"] == ["K25"]


def test_without_a_request_there_is_nothing_to_guide_through(fair):
    assert (states(fair)["K25"], told(fair)["change_requests"]) == (None, None)


# The rest


def test_low_airspace_is_announced_a_day_before_it_takes_effect(show):
    effect = show.fields["sw.uav_effect"]
    for hours, fine in ((24, True), (23, False)):
        found = told(with_fields(show, sw_uav_notice=effect - timedelta(hours=hours)))["extra"]
        assert (found["low_altitude_notice_hours"], found["low_altitude_notice_ok"]) == (hours, fine)
    assert "low_altitude_notice_ok" not in told(with_fields(show, sw_uav_notice=None))["extra"]


def test_groups_without_a_lead_and_late_checkpoints_are_named(show):
    forces = list(show.sheets["forces"])
    group = next(n for n, r in enumerate(forces) if r["kind"] == "职能组")
    assert told(with_row(show, "forces", group, lead=None))["extra"]["groups_without_lead"] == [forces[group]["name"]]
    point = with_row(show, "forces", group, kind="检查站", name="北路口", active_from=at("2026-04-29 14:31"))
    assert told(point)["extra"]["checkpoints_active_after_opening"] == ["北路口"]
    early = with_row(point, "forces", group, active_from=at("2026-04-29 14:30"))
    assert told(early)["extra"]["checkpoints_active_after_opening"] == []


def test_a_domain_that_is_needed_and_has_no_post_is_missing(show):
    dry = each_row(show, "posts", domain="地域")
    found = told(dry)["extra"]
    assert found["domains_missing"] == ["水域", "空域"]
    assert told(with_fields(dry, loc_water=False, sw_uav=False))["extra"]["domains_missing"] == []


def test_ten_thousand_acts_are_looked_at_in_a_moment(show):
    from time import process_time

    first = show.sheets["programme"][0]
    rows = tuple(
        Row("programme", n + 3, {**first.values, "no": n, "start": first["start"] + timedelta(minutes=n), "minutes": 2})
        for n in range(10_000)
    )
    many = replace(show, sheets={**show.sheets, "programme": rows})
    start = process_time()
    found = acts(many, RULES)
    assert process_time() - start < 2
    assert sum(a.timing.count("overlap") for a in found) == 9_999
