"""One thing wrong in a package that is otherwise in order: exactly the check for it fires."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.assessment import ProcessDates, from_window_log, known_on
from workbench.core.clock import Pause
from workbench.core.precheck import answer, assess
from workbench.core.values import Problem, WindowEvent
from workbench.errors import Text
from workbench.exchange.package import read_package
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack

RULES, CALENDAR = load_pack("cn_national"), load_calendar()
AS_OF = date(2026, 2, 27)
RECEIVED, ACCEPTED, DUE = date(2026, 2, 25), date(2026, 2, 26), date(2026, 3, 6)
ORDINARY = ProcessDates(received=RECEIVED, accepted=ACCEPTED)
IN_ORDER = {f"K{n:02}" for n in (*range(1, 12), *range(14, 20), 27, 29, 33, 34, 36, 37)}


@pytest.fixture(scope="module")
def fair(packages):
    """A package in which everything is in order."""
    return read_package(packages["job-fair"], RULES, extract_text=False)


def with_fields(application, **changed):
    return replace(
        application, fields={**application.fields, **{k.replace("_", ".", 1): v for k, v in changed.items()}}
    )


def with_rows(application, sheet, change):
    """Change every row of a sheet; a row changed to ``None`` is dropped."""
    changed = [(row, change(row)) for row in application.sheets[sheet]]
    rows = tuple(replace(row, values={**row.values, **new}) for row, new in changed if new is not None)
    return replace(application, sheets={**application.sheets, sheet: rows})


def without_sheet(application, sheet):
    sheets = {k: v for k, v in application.sheets.items() if k != sheet}
    return replace(application, sheets=sheets, missing_sheets=frozenset({sheet}))


def checks(application, process=ORDINARY, as_of=AS_OF):
    found = assess(application, RULES, CALENDAR, as_of, process).findings
    return {f.check.code: f.fired for f in found}


def fired(*args, **named):
    """Return what fires of the checks of the keys; those on the drawing have tests of their own."""
    return {code for code, state in checks(*args, **named).items() if state and not RULES.checks[code].member}


def clocks(application, process=ORDINARY, as_of=AS_OF):
    return {c["id"]: c for c in answer(assess(application, RULES, CALENDAR, as_of, process))["clocks"]}


def test_a_package_in_order_fires_nothing(fair):
    found = checks(fair)
    assert {c for c, state in found.items() if state is False} == IN_ORDER
    assert not fired(fair)


def test_every_check_of_the_register_is_answered_or_not_evaluated(fair):
    assert list(checks(fair)) == list(RULES.checks)


CHANGES = {
    "lodged too high": (lambda a: with_fields(a, app_organ_level="公安部"), {"K02"}),
    "applied late": (lambda a: with_fields(a, app_date=date(2026, 3, 2)), {"K03"}),
    "no seal": (
        lambda a: with_rows(a, "materials", lambda r: {"sealed": "否"} if r["item"] == "M5.1" else {}),
        {"K06"},
    ),
    "a paper left out": (lambda a: with_rows(a, "materials", lambda r: None if r["item"] == "M8.3" else {}), {"K06"}),
    "a content left out": (lambda a: with_rows(a, "plan", lambda r: None if r["code"] == "P7" else {}), {"K08"}),
    "two headcounts": (lambda a: with_fields(a, ev_expected_per_session=1300), {"K09"}),
    "insurance too short": (lambda a: with_fields(a, ins_to=date(2026, 3, 21)), {"K09", "K10"}),
    "insurance too late": (lambda a: with_fields(a, ins_from=date(2026, 3, 22)), {"K09", "K10"}),
    "a licence expires": (
        lambda a: with_rows(a, "forces", lambda r: {"valid_until": date(2026, 3, 21)} if r["valid_until"] else {}),
        {"K10"},
    ),
    "not public": (lambda a: with_fields(a, ev_public=False), {"K01"}),
    "another regime stated": (lambda a: with_fields(a, app_regime="日常经营(不适用)"), {"K01"}),
}


@pytest.mark.parametrize("change", CHANGES)
def test_one_thing_wrong_fires_its_check_and_no_other(fair, change):
    make, expected = CHANGES[change]
    assert fired(make(fair)) == expected


def test_an_application_on_the_last_day_is_in_time_and_the_next_day_it_is_not(fair):
    assert checks(with_fields(fair, app_date=date(2026, 3, 1)))["K03"] is False
    assert checks(with_fields(fair, app_date=date(2026, 3, 2)))["K03"] is True


def test_a_fault_in_a_paper_that_is_not_needed_stands_in_nobodys_way(fair):
    extra = replace(fair.sheets["materials"][0], values={**fair.sheets["materials"][0].values, "item": "M9.6"})
    unsealed = replace(extra, values={**extra.values, "sealed": "否"})
    changed = replace(fair, sheets={**fair.sheets, "materials": (*fair.sheets["materials"], unsealed)})
    assert fired(changed) == set()


def test_a_finding_names_object_value_and_threshold_in_both_languages(fair):
    changed = with_rows(fair, "materials", lambda r: {"valid_until": date(2026, 3, 21)} if r["item"] == "M7.1" else {})
    found = next(f for f in assess(changed, RULES, CALENDAR, AS_OF, ORDINARY).findings if f.check.code == "K10")
    assert found.why[0].zh == "M7.1 保安服务许可证 有效期至 2026-03-21，需 ≥ 2026-03-22"
    assert "valid until 2026-03-21, must be ≥ 2026-03-22" in found.why[0].en
    assert found.objects == ("M7.1",)


def test_an_exempt_event_leaves_the_permit_checks_out_and_keeps_the_plan(fair):
    found = checks(with_fields(fair, app_regime="政府直接举办"))
    assert {c for c in ("K02", "K03", "K04", "K05", "K06", "K07") if found[c] is not None} == set()
    assert (found["K01"], found["K08"]) == (True, False)
    told = answer(assess(with_fields(fair, app_regime="政府直接举办"), RULES, CALENDAR, AS_OF, ORDINARY))
    assert told["completeness"] == {"mode": "plan_only"}


def test_traffic_control_must_last_to_the_end_of_the_last_session(fair):
    end = max(r["end"] for r in fair.rows("sessions"))
    for until, late in ((end, False), (end - timedelta(minutes=1), True)):
        changed = with_fields(fair, sw_road_use=True, sw_road_to=until)
        assert (checks(changed)["K10"] is True) is late
    assert checks(with_fields(fair, sw_road_use=False, sw_road_to=end - timedelta(hours=9)))["K10"] is False


# No data is never "in order"


@pytest.mark.parametrize(
    ("sheet", "silent"),
    [
        ("sessions", {"K01", "K09", "K10"}),
        ("materials", {"K06", "K07", "K10"}),
        ("plan", {"K08"}),
        ("statements", {"K09"}),
        ("gates", {"K09"}),
        ("forces", {"K09", "K10"}),
    ],
)
def test_a_missing_sheet_silences_what_depends_on_it(fair, sheet, silent):
    found = checks(without_sheet(fair, sheet))
    assert {c for c in silent if found[c] is not None} == set()


@pytest.mark.parametrize(
    ("sheet", "member"),
    [
        ("materials", "completeness"),
        ("plan", "plan_contents"),
        ("statements", "fact_conflicts"),
        ("duties", "responsibility"),
    ],
)
def test_a_member_without_its_sheet_has_no_data(fair, sheet, member):
    told = answer(assess(without_sheet(fair, sheet), RULES, CALENDAR, AS_OF, ORDINARY))
    assert told[member] is None


def test_a_cell_that_could_not_be_read_silences_its_check_but_not_what_fires_anyway(fair):
    unread = Problem("bad_value", "error", Text("无效", "invalid"), sheet="材料", row=9, field="valid_until")
    doubtful = replace(fair, problems=(unread,))
    assert checks(doubtful)["K10"] is None
    assert checks(with_fields(doubtful, ins_to=date(2026, 3, 1)))["K10"] is True
    harmless = replace(unread, field="note")
    assert checks(replace(fair, problems=(harmless,)))["K10"] is False


def test_without_a_drawn_plan_consistency_is_not_told(fair):
    assert checks(replace(fair, site=None))["K09"] is None


# The procedure


def test_before_receipt_only_the_application_has_dates(fair):
    told = clocks(fair, ProcessDates())
    assert list(told) == ["apply_by", "apply_by_20wd_variant", "tolerance_limit"]
    assert told["tolerance_limit"]["value"] == "2026-03-18"
    found = checks(fair, ProcessDates())
    assert (found["K04"], found["K05"], found["K26"]) == (None, None, None)


def test_no_notice_and_no_acceptance_in_time_counts_as_accepted_from_receipt(fair):
    received = ProcessDates(received=RECEIVED)
    assert fired(fair, received, date(2026, 3, 3)) == set()
    assert fired(fair, received, date(2026, 3, 4)) == {"K04"}
    told = clocks(fair, received, date(2026, 3, 4))
    assert told["accepted_deemed"]["value"] == "2026-02-25"
    assert told["decision_due"]["value"] == "2026-03-05"


def test_a_notice_in_time_keeps_the_application_open_and_a_second_one_is_noticed(fair):
    once = ProcessDates(received=RECEIVED, notices=(date(2026, 3, 3),))
    assert fired(fair, once, date(2026, 3, 20)) == set()
    assert "decision_due" not in clocks(fair, once, date(2026, 3, 20))
    twice = replace(once, notices=(date(2026, 3, 2), date(2026, 3, 3)))
    assert fired(fair, twice, date(2026, 3, 3)) == {"K04"}


@pytest.mark.parametrize(
    ("decided", "as_of", "status", "late"),
    [
        (None, DUE, "running_0_wd_left", False),
        (None, DUE + timedelta(days=1), "overdue", True),
        (DUE, DUE + timedelta(days=9), "decided_on_time", False),
        (DUE + timedelta(days=3), DUE + timedelta(days=9), "decided_late", True),
    ],
)
def test_a_decision_is_late_after_its_last_day_and_not_before(fair, decided, as_of, status, late):
    process = replace(ORDINARY, decided=decided)
    assert clocks(fair, process, as_of)["decision_due"]["status"] == status
    assert ("K05" in fired(fair, process, as_of)) is late


def test_a_pause_moves_the_decision_and_shows_the_date_without_it(fair):
    paused = replace(ORDINARY, pauses=(Pause(date(2026, 3, 2), date(2026, 3, 4)),))
    told = clocks(fair, paused, date(2026, 3, 5))
    assert told["decision_due_without_pause"]["value"] == "2026-03-06"
    assert told["decision_due"]["value"] == "2026-03-10"
    still = replace(ORDINARY, pauses=(Pause(date(2026, 3, 2)),))
    assert clocks(fair, still, date(2026, 3, 5))["decision_due"]["status"] == "paused"
    assert fired(fair, still, date(2026, 3, 30)) == set()


@pytest.mark.parametrize(("delivered", "late"), [(date(2026, 3, 16), False), (date(2026, 3, 17), True)])
def test_delivery_within_ten_working_days_of_the_decision(fair, delivered, late):
    process = replace(ORDINARY, decided=date(2026, 3, 2), delivered=delivered)
    assert fired(fair, process, date(2026, 3, 18)) == ({"K26"} if late else set())
    assert clocks(fair, process, date(2026, 3, 18))["deliver_due"]["value"] == "2026-03-16"


def test_an_undelivered_decision_is_late_once_the_period_is_over(fair):
    process = replace(ORDINARY, decided=date(2026, 3, 2))
    assert fired(fair, process, date(2026, 3, 16)) == set()
    assert fired(fair, process, date(2026, 3, 17)) == {"K26"}


def test_dates_beyond_the_published_calendar_are_estimates(fair):
    late = ProcessDates(received=date(2026, 12, 28), accepted=date(2026, 12, 29))
    told = clocks(fair, late, date(2026, 12, 29))
    assert told["decision_due"].get("estimate") is True
    assert "K27" in fired(fair, late, date(2026, 12, 29))
    assert "estimate" not in told["apply_by"]


def test_what_happened_after_the_day_asked_for_is_left_out():
    later = ProcessDates(
        received=RECEIVED,
        notices=(date(2026, 3, 1), date(2026, 3, 9)),
        accepted=date(2026, 3, 10),
        pauses=(Pause(date(2026, 3, 2), date(2026, 3, 9)), Pause(date(2026, 3, 11))),
        decided=date(2026, 3, 12),
    )
    assert known_on(later, date(2026, 3, 5)) == ProcessDates(
        received=RECEIVED, notices=(date(2026, 3, 1),), pauses=(Pause(date(2026, 3, 2)),)
    )


def test_the_window_log_gives_the_dates_whatever_the_order_of_its_lines():
    def line(seq, event, day, **detail):
        return WindowEvent(seq, event, datetime.fromisoformat(f"2026-03-{day:02} 09:00"), detail=detail)

    log = [
        line(1, "received", 2),
        line(2, "correction_sent", 3),
        line(3, "tolerance_accepted", 4),
        line(4, "paused", 5, reason="听证"),
        line(5, "paused", 6),
        line(6, "resumed", 9),
        line(7, "paused", 10),
        line(8, "decided", 20),
    ]
    expected = ProcessDates(
        received=date(2026, 3, 2),
        notices=(date(2026, 3, 3),),
        accepted=date(2026, 3, 4),
        pauses=(Pause(date(2026, 3, 5), date(2026, 3, 9), "听证"), Pause(date(2026, 3, 10))),
        decided=date(2026, 3, 20),
    )
    assert from_window_log(log) == from_window_log(reversed(log)) == expected


@given(day=st.dates(date(2026, 2, 1), date(2026, 4, 30)))
@settings(deadline=None)
def test_on_every_day_each_check_stands_in_exactly_one_list(fair, day):
    told = answer(assess(fair, RULES, CALENDAR, day))["checks"]
    listed = [f["k"] for f in told["must_fire"]] + told["must_not_fire"] + told["not_evaluated"]
    assert sorted(listed) == sorted(code for code, check in RULES.checks.items() if not check.member)
