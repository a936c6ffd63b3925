"""Triggers and scenarios of a plan: what is expected, what is left out, and thresholds that contradict each other."""

from dataclasses import replace
from decimal import Decimal

import pytest

from workbench.core.emergency import scenario_states
from workbench.core.trigger_rules import problems, trigger_states
from workbench.exchange.package import read_package
from workbench.storage.packs import load_pack

PACK = load_pack("cn_national")


@pytest.fixture(scope="module")
def festival(packages):
    return read_package(packages["chenghu-bay-festival"], PACK, extract_text=False)


def changed(application, sheet, code, **values):
    rows = tuple(
        replace(row, values={**row.values, **values}) if row["code"] == code else row for row in application.rows(sheet)
    )
    return replace(application, sheets={**application.sheets, sheet: rows})


def without(application, sheet, code):
    rows = tuple(row for row in application.rows(sheet) if row["code"] != code)
    return replace(application, sheets={**application.sheets, sheet: rows})


def found(application):
    return [(one.code, one.rule, one.field) for one in problems(trigger_states(application, PACK))]


def scenario(application, code):
    return next(state for state in scenario_states(application, PACK) if state.scenario.code == code)


def test_a_plan_in_order_has_no_problem(festival):
    assert found(festival) == []


@pytest.mark.parametrize(
    ("code", "values", "problem"),
    [
        ("TR-01", {"applicable": False}, ("TR-01", "not_adopted", "applicable")),
        ("TR-01", {"red": 101}, ("TR-01", "over_full", "red")),
        ("TR-03", {"orange": Decimal("2.9")}, ("TR-03", "out_of_order", "orange")),
        ("TR-05", {"orange": 31}, ("TR-05", "out_of_order", "orange")),
        ("TR-05", {"resume": 10}, ("TR-05", "resume", "resume")),
        ("TR-03", {"resume": Decimal("4.7")}, ("TR-03", "resume", "resume")),
        ("TR-10", {"responsible": "  "}, ("TR-10", "nobody", "responsible")),
        ("TR-12", {"responsible": None}, ("TR-12", "nobody", "responsible")),
    ],
)
def test_each_contradiction_is_found_at_its_column(festival, code, values, problem):
    assert found(changed(festival, "triggers", code, **values)) == [problem]


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("TR-08", {"applicable": False}),
        ("TR-15", {"red": 105}),
        ("TR-05", {"resume": 11}),
        ("TR-01", {"yellow": None, "orange": None}),
        ("TR-01", {"yellow": 90}),
        ("TR-16", {"applicable": False, "responsible": None, "red": 1}),
    ],
)
def test_what_is_allowed_is_not_a_problem(festival, code, values):
    assert found(changed(festival, "triggers", code, **values)) == []


def test_an_expected_trigger_that_the_sheet_does_not_mention_is_not_adopted(festival):
    assert found(without(festival, "triggers", "TR-06")) == [("TR-06", "not_adopted", "applicable")]


def test_the_expected_set_follows_the_event(festival):
    inside = replace(festival, fields={**festival.fields, "ev.indoor": "室内"})
    before = {s.trigger.code for s in trigger_states(festival, PACK) if s.expected}
    after = {s.trigger.code for s in trigger_states(inside, PACK) if s.expected}
    assert before - after == {"TR-04", "TR-05", "TR-06"}


def test_what_decides_is_not_stated_and_the_trigger_is_neither_expected_nor_ruled_out(festival):
    bare = replace(festival, fields={**festival.fields, "sw.interactive": None})
    state = next(s for s in trigger_states(bare, PACK) if s.trigger.code == "TR-11")
    assert state.expected is None


def test_an_expected_scenario_marked_not_applicable_is_missing(festival):
    assert not scenario(festival, "EM01").missing
    assert scenario(changed(festival, "emergency", "EM01", applicable=False), "EM01").missing
    assert scenario(without(festival, "emergency", "EM01"), "EM01").missing


@pytest.mark.parametrize(("form", "drilled"), [("桌面推演", True), ("未开展", False), (None, False)])
def test_a_scenario_is_drilled_by_the_forms_of_the_list(festival, form, drilled):
    assert scenario(changed(festival, "emergency", "EM01", drill=form), "EM01").drilled is drilled
