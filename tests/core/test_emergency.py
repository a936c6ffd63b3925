"""The emergency plan as carried out: who decides, what the office adds, what is found wrong, what an exercise shows."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from workbench.core import codec
from workbench.core.breakers import OfficeWords, breakers, first_actions, person
from workbench.core.commands import DrillLine, DrillSignal
from workbench.core.crowd_case import crowd_case
from workbench.core.emergency_lint import lint
from workbench.core.parts_emergency import DrillRecord, Words
from workbench.core.rehearsal import rehearse
from workbench.core.trigger_series import Level
from workbench.exchange.package import read_package
from workbench.storage.packs import load_pack

PACK = load_pack("cn_national")
START = datetime.fromisoformat("2026-04-20T19:00")
DECIDER = "顾望舟（安全责任人）"


@pytest.fixture(scope="module")
def festival(packages):
    return read_package(packages["chenghu-bay-festival"], PACK, extract_text=False)


def changed(application, sheet, code, **values):
    rows = tuple(
        replace(row, values={**row.values, **values}) if row["code"] == code else row for row in application.rows(sheet)
    )
    return replace(application, sheets={**application.sheets, sheet: rows})


def plan_of(application, *, scenarios=(), triggers=(), drills=()):
    said = OfficeWords(
        {code: Words(words) for code, words in scenarios},
        {code: Words(words) for code, words in triggers},
        dict(drills),
    )
    return breakers(application, PACK, said)


def found(application, **said):
    """Return the findings but those on deputies, whom no package names."""
    told = lint(application, PACK, plan_of(application, **said), crowd_case(application, PACK, None))
    return {(one.rule.code, one.codes, one.field) for one in told if one.rule.code != "no_deputy"}


def test_the_decider_of_a_trigger_is_who_may_stop_the_show_in_the_scenario_it_sets_going(festival):
    plan = plan_of(festival)
    assert plan.trigger("TR-03").deciders == (DECIDER,)
    assert plan.trigger("TR-09").deciders == ("殷景行",)  # no scenario: the one in charge
    named = plan_of(festival, triggers=[("TR-03", {"decider": "林岚"})])
    assert named.trigger("TR-03").deciders == ("林岚",)


def test_scenarios_that_name_different_people_leave_a_trigger_with_two_deciders(festival):
    two = changed(festival, "emergency", "EM06", decider="林岚（搭建负责人）")
    assert plan_of(two).trigger("TR-04").deciders == (DECIDER, "林岚（搭建负责人）")
    assert ("many_deciders", ("TR-04",), "decider") in found(two)
    assert found(two, triggers=[(code, {"decider": "林岚"}) for code in ("TR-04", "TR-08")]) == set()


@pytest.mark.parametrize(
    ("words", "name"),
    [("顾望舟（安全责任人）", "顾望舟"), (" 林岚 指挥长", "林岚"), ("林岚(指挥)", "林岚"), ("林岚、顾衡", "林岚")],
)
def test_a_person_is_the_name_before_the_office(words, name):
    assert person(words) == name


@pytest.mark.parametrize(
    ("told", "actions"),
    [
        ("①停演 ②疏散；③救护", ("停演", "疏散", "救护")),
        ("1.停演 2.疏散 3.救护 4.复盘", ("停演", "疏散", "救护")),
        ("停演\n疏散", ("停演", "疏散")),
        ("降至 2.5 人以下再恢复", ("降至 2.5 人以下再恢复",)),
        ("", ()),
    ],
)
def test_first_actions_are_read_from_numbers_or_lines(told, actions):
    assert first_actions(told) == actions


def test_words_of_the_plan_go_before_defaults_and_their_english_is_not_made_up(festival):
    other = changed(festival, "triggers", "TR-01", action="关闭北门")
    assert plan_of(other).trigger("TR-01").action.en == "关闭北门"
    words = [("TR-01", {"action_en": "Close the north gate"})]
    assert plan_of(other, triggers=words).trigger("TR-01").action.en == "Close the north gate"
    assert plan_of(festival).trigger("TR-01").action.en == PACK.triggers["TR-01"].action.en


def test_an_action_of_the_plans_own_has_no_owner_until_the_office_names_one(festival):
    own = changed(festival, "emergency", "EM01", actions="①停演 ②疏散 ③救护")
    assert ("no_owner", ("EM01",), "owner_1") in found(own)
    named = {f"owner_{n}": "林岚" for n in (1, 2, 3)}
    assert found(own, scenarios=[("EM01", named)]) == set()


def test_the_column_of_minutes_means_what_the_measure_calls_for(festival):
    plan = plan_of(festival)
    assert plan.trigger("TR-03").rule.lasting == {Level.RED: timedelta(minutes=2)}
    assert plan.trigger("TR-04").rule.calm == timedelta(minutes=15)
    longer = plan_of(festival, triggers=[("TR-03", {"red_hold": "3", "resume_hold": "10"})]).trigger("TR-03").rule
    assert (longer.lasting[Level.RED], longer.calm) == (timedelta(minutes=3), timedelta(minutes=10))


def test_a_package_in_order_lacks_nothing_but_deputies(festival):
    assert found(festival) == set()
    told = lint(festival, PACK, plan_of(festival), None)
    assert {one.codes[0]: len(one.codes) for one in told} == {"TR-01": 15, "TR-09": 3, "EM01": 23}


@pytest.mark.parametrize(
    ("sheet", "code", "values", "finding"),
    [
        ("triggers", "TR-01", {"monitor": None}, ("no_monitor", ("TR-01",), "monitor")),
        ("triggers", "TR-15", {"red": None}, None),  # the pack says red in words
        ("triggers", "TR-01", {"red": 200}, ("over_capacity", ("TR-01",), "red")),
        ("triggers", "TR-07", {"applicable": False}, ("no_heat", ("TR-07",), "applicable")),
        ("triggers", "TR-04", {"applicable": False}, ("not_adopted", ("TR-04",), "applicable")),
        ("emergency", "EM03", {"drill": "未开展"}, ("undrilled", ("EM03",), "drill")),
        ("emergency", "EM03", {"actions": "①停演 ②疏散"}, ("few_actions", ("EM03",), "actions")),
        ("emergency", "EM03", {"applicable": False}, ("not_covered", ("EM03",), "applicable")),
        ("emergency", "EM24", {"decider": None}, ("no_decider", ("EM24",), "decider")),
        ("emergency", "EM24", {"decider": "魏承泽（指挥长）"}, None),  # at the command post
        ("emergency", "EM24", {"decider": "卞云峥"}, ("decider_on_post", ("EM24",), "decider")),
    ],
)
def test_each_gap_is_found_at_its_place(festival, sheet, code, values, finding):
    told = found(changed(festival, sheet, code, **values))
    assert told == set() if finding is None else finding in told


def test_wind_and_heat_are_not_missed_inside(festival):
    inside = replace(festival, fields={**festival.fields, "ev.indoor": "室内"})
    assert found(changed(inside, "triggers", "TR-07", applicable=False)) == set()


def test_a_trigger_without_anybody_has_neither_decider_nor_owner(festival):
    nobody = changed(festival, "triggers", "TR-09", responsible=None)
    assert {rule for rule, codes, _ in found(nobody) if codes == ("TR-09",)} == {"nobody", "no_decider", "no_owner"}


def test_a_deputy_who_is_the_decider_is_none(festival):
    assert ("same_deputy", ("TR-09",), "deputy") in found(
        festival, triggers=[("TR-09", {"deputy": "殷景行（副指挥）"})]
    )


def test_a_code_in_two_rows_is_told(festival):
    row = next(row for row in festival.rows("triggers") if row["code"] == "TR-09")
    twice = replace(festival, sheets={**festival.sheets, "triggers": (*festival.rows("triggers"), row)})
    assert ("twice", ("TR-09",), "code") in found(twice)


def test_every_rule_of_the_list_has_a_remedy_in_both_languages():
    for row in PACK.lists["emergency_lint"].values():
        assert row.data["remedy_zh"]
        assert row.data["remedy_en"]
        assert row.data["severity"] in PACK.lists["severities"]


# Exercises


def signal(minute, trigger="", reading=None, **more):
    value = None if reading is None else Decimal(str(reading))
    return DrillSignal(START + timedelta(minutes=minute), trigger, reading=value, **more)


def replay(application, *signals, **said):
    return rehearse(signals, application, plan_of(application, **said), PACK)


def test_signals_lead_to_one_decider_and_one_action_each(festival):
    shown = replay(
        festival,
        signal(0, "TR-03", 4.2, place="Z01"),
        signal(1, "TR-03", 4.9, place="Z01"),
        signal(3, "TR-03", 4.9, place="Z01"),
        signal(4, "TR-03", confirm="顾望舟"),
        signal(9, scenario="EM15", place="G01"),
    )
    assert shown.faults == ()
    assert [(line.state, line.proposed, line.event) for line in shown.lines] == [
        ("orange", "", "orange"),
        ("orange", "", "orange"),
        ("orange", "red", "orange"),
        ("red", "", "red"),
        ("", "", "red"),
    ]
    assert {line.decider for line in shown.lines} == {DECIDER}
    assert shown.lines[2].action == "停演、开启泄压通道、快反小组进入、广播疏导"
    assert shown.lines[4].action == "广播与出入口比对"
    assert all(line.action_en for line in shown.lines)
    assert any(line.action_en.isascii() for line in shown.lines)
    assert shown.scenarios == ("EM01", "EM15")


def test_words_take_the_place_of_numbers_where_there_are_none(festival):
    shown = replay(festival, signal(0, "TR-10", level="yellow"), signal(1, "TR-10", level="red"))
    assert [line.proposed for line in shown.lines] == ["", "red"]
    assert shown.scenarios == ("EM18",)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (signal(0, "TR-99", 1), "trigger"),
        (signal(0, scenario="EM99"), "scenario"),
        (signal(0, scenario="EM25"), "scenario"),
        (signal(0, "TR-01", 80, scenario="EM01"), "trigger"),
        (signal(0), "trigger"),
        (signal(0, "TR-01"), "value"),
        (signal(0, "TR-01", 80, level="red"), "value"),
        (signal(0, "TR-01", level="purple"), "level"),
        (signal(0, "TR-10", 3), "value"),
        (signal(0, "TR-01", "1e9"), "value"),
        (signal(0, "TR-01", 80, place="Z77"), "place"),
        (signal(0, "TR-01", 100, confirm="殷怀瑾"), "confirm"),
    ],
)
def test_a_signal_that_leads_nowhere_or_says_nothing_is_a_fault_at_its_field(festival, told, field):
    shown = replay(festival, signal(0, "TR-01", 80), told)
    assert [(fault.number, fault.field) for fault in shown.faults] == [(2, field)]
    assert shown.lines == ()


def test_a_trigger_that_is_not_adopted_leads_to_nobody(festival):
    shown = replay(changed(festival, "triggers", "TR-16", applicable=False), signal(0, "TR-16", 5))
    assert "没有人决策" in shown.faults[0].text.zh


def test_a_trigger_with_two_deciders_leads_to_several(festival):
    two = changed(festival, "emergency", "EM06", decider="林岚（搭建负责人）")
    (fault,) = replay(two, signal(0, "TR-04", 50)).faults
    assert "2 名决策人" in fault.text.zh
    assert not replay(two, signal(0, "TR-04", 50), triggers=[("TR-04", {"decider": "林岚"})]).faults


def test_all_faults_are_told_together_and_times_must_not_run_back(festival):
    shown = replay(festival, signal(5, "TR-01", 80), signal(4, "TR-01", 80), signal(4, "TR-99", 80))
    assert [(fault.number, fault.field) for fault in shown.faults] == [(2, "at"), (3, "at"), (3, "trigger")]


def test_the_deputy_may_confirm(festival):
    shown = replay(
        festival, signal(0, "TR-01", 100, confirm="林岚"), triggers=[("TR-01", {"deputy": "林岚（副指挥长）"})]
    )
    assert shown.lines[0].state == "red"


def test_an_exercise_counts_as_a_table_top_drill_unless_the_plan_had_a_better_one(festival):
    bare = changed(festival, "emergency", "EM01", drill=None, drill_on=None)
    held = [("T1", DrillRecord("推演", date(2026, 4, 20), "苏禾", (), (), (), ("EM01",)))]
    card = plan_of(bare, drills=held).scenario("EM01")
    assert (card.drill.data["rank"], card.drilled_on) == (2, date(2026, 4, 20))
    assert plan_of(festival, drills=held).scenario("EM01").drill.data["rank"] == 4


# Acts


def with_plan(life, festival):
    life.receive()
    sheets = {key: festival.sheets[key] for key in ("emergency", "triggers", "zones")}
    life.case = replace(life.case, application=replace(life.case.application, sheets=sheets))
    return life


def drill(life, *signals, **named):
    from workbench.core import working_plan
    from workbench.core.commands import RecordDrill
    from workbench.core.emergency_case import case_breakers

    shown = rehearse(signals, working_plan.plan_of(life.case), case_breakers(life.case, PACK), PACK)
    said = {"drill": "T1", "sha256": "a" * 64, "lines": shown.lines, **named}
    return RecordDrill(
        "case-1",
        said.pop("drill"),
        "推演",
        date(2026, 4, 1),
        "苏禾",
        ("陆知远",),
        signals,
        scenarios=shown.scenarios,
        **said,
    )


def test_words_are_kept_undone_and_taken_back(life):
    from workbench.core.commands import SetScenario
    from workbench.core.decide import undo_of

    life.receive()
    command = SetScenario("case-1", "EM01", {"deputy": "陆知远", "pa_en": "Stop"})
    undo = undo_of(life.case, command)
    assert life.give(command).scenario_words["EM01"].words == {"deputy": "陆知远", "pa_en": "Stop"}
    back = undo_of(life.case, SetScenario("case-1", "EM01", {}))
    assert life.give(undo).scenario_words == {}
    assert life.give(back).scenario_words["EM01"].words["pa_en"] == "Stop"


@pytest.mark.parametrize(
    ("kind", "code", "words", "rule"),
    [
        ("SetScenario", "EM99", {}, "listed"),
        ("SetTrigger", "TR-99", {}, "listed"),
        ("SetScenario", "EM01", {"colour": "x"}, "listed"),
        ("SetScenario", "EM01", {"deputy": "甲" * 61}, "words"),
        ("SetScenario", "EM01", {"deputy": " "}, "words"),
        ("SetTrigger", "TR-01", {"red_hold": "-1"}, "words"),
        ("SetTrigger", "TR-01", {"red_hold": "NaN"}, "words"),
        ("SetTrigger", "TR-01", {"red_hold": "两分钟"}, "words"),
    ],
)
def test_words_that_fit_no_field_are_refused(life, kind, code, words, rule):
    life.receive()
    with life.refuses(rule):
        life.do(kind, code, words)
    assert (life.case.scenario_words, life.case.trigger_words) == ({}, {})


def test_an_exercise_is_kept_once_and_can_be_taken_out_and_back(life, festival):
    from workbench.core.decide import undo_of

    with_plan(life, festival)
    command = drill(life, signal(0, "TR-01", 100))
    undo = undo_of(life.case, command)
    assert life.give(command).drills["T1"].scenarios == ("EM02",)
    with life.refuses("once", "drill"):
        life.give(replace(command, drill="T2"))
    back = undo_of(life.case, undo)
    assert life.give(undo).drills == {}
    assert life.give(back).drills["T1"].lines == command.lines


def test_an_exercise_that_the_plan_does_not_bear_out_is_refused(life, festival):
    with_plan(life, festival)
    with life.refuses("drill", "signals.1.trigger"):
        life.give(drill(life, signal(0, "TR-99", 1), lines=()))
    with life.refuses("drill", "lines"):
        life.give(drill(life, signal(0, "TR-01", 100), lines=()))
    with life.refuses("not_future", "on"):
        life.give(replace(drill(life, signal(0, "TR-01", 100)), on=date(2026, 5, 1)))
    with life.refuses("size", "signals"):
        life.give(drill(life, *[signal(0, "TR-01", 10)] * 501))
    assert life.case.drills == {}


def test_an_exercise_kept_before_actions_had_english_is_still_read():
    line = DrillLine("red", "", "red", "顾衡", "疏散", "", (), "Evacuate")
    kept = codec.plain(line)
    assert codec.read(DrillLine, kept) == line
    del kept["action_en"]
    assert codec.read(DrillLine, kept) == replace(line, action_en="")
