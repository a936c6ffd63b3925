"""Problems of the drawing and changes of the plan as findings: what shuts a gate, what is told, what may stand."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from workbench.core import commands as c
from workbench.core.case_findings import waived
from workbench.core.case_parts import StandingProblem
from workbench.core.commands.plan import PlanChange
from workbench.core.decide_undo import undo_of
from workbench.core.findings import with_answers
from workbench.core.gate import gate_items
from workbench.core.governing import Said
from workbench.core.precheck import answer, assess
from workbench.core.values import Feature
from workbench.exchange.package import read_package

at = datetime.fromisoformat
NARROW = "FL1 东侧车道 净宽 3.5 m，不足 4 m"
GROUND = "现场消防已实地查验，同意按现状使用"


def lane(code, width, y=5000):
    points = ((Decimal(-40), Decimal(y)), (Decimal(40), Decimal(y)))
    name = "东侧车道" if code == "FL1" else "西侧车道"
    return Feature("lane", code, "消防车道", name, "LineString", (points,), extra=(("width", Decimal(width)),))


@pytest.fixture(scope="module")
def festival(packages, pack):
    """Return the festival as its undertaker drew it."""
    return read_package(packages["chenghu-bay-festival"], pack, extract_text=False)


def drawn(application, *features):
    return replace(application, site=replace(application.site, features=(*application.site.features, *features)))


def with_sheet(application, name, rows):
    return replace(application, sheets={**application.sheets, name: rows})


def judged(application, pack, calendar, case=None):
    """Return the assessment of an application, or of a case with its edits and what was let stand."""
    said = Said(plan=(case.working_plan, case.later_plan)) if case else Said()
    assessment = assess(application, pack, calendar, date(2026, 3, 2), said=said)
    return with_answers(assessment, waived(case, assessment)) if case else assessment


def findings(assessment):
    return {f.check.code: f for f in assessment.findings}


@pytest.fixture
def narrow(life, festival):
    """Return a case whose plan has two lanes: one too narrow, one wide enough."""
    life.do("ReceivePackage", drawn(festival, lane("FL1", "3.5"), lane("FL2", "4")), at("2026-03-01T09:30"))
    return life


def test_a_lane_under_four_metres_shuts_the_decision_and_leads_to_the_lane(narrow, pack, calendar):
    danger = findings(judged(narrow.case.application, pack, calendar, narrow.case))["K33"]
    assert ([t.zh for t in danger.why], danger.places, danger.severity) == ([NARROW], ("FL1",), "critical")
    shut = [i for i in gate_items(narrow.case, judged(narrow.case.application, pack, calendar)) if i.check == "K33"]
    assert [(i.gates, i.fired) for i in shut] == [(("decision",), True)]


def test_what_is_let_stand_opens_the_gate_and_is_still_told(narrow, pack, calendar):
    narrow.do("WaiveProblem", NARROW, GROUND)
    told = findings(judged(narrow.case.application, pack, calendar, narrow.case))
    assert told["K33"].fired is False
    assert [t.zh for t in told["K35"].why][-1] == f"{NARROW}（准予保留：{GROUND}）"
    assert GROUND in told["K35"].why[-1].en


def test_another_width_is_another_problem_and_shuts_the_gate_again(narrow, pack, calendar):
    narrow.do("WaiveProblem", NARROW, GROUND)
    width = (("width", Decimal("2.5")),)
    shape = c.Shape("LineString", (((-40_000, 5_000_000), (40_000, 5_000_000)),), "消防车道", "东侧车道", extra=width)
    narrow.do("EditPlan", (PlanChange("site.lane", "FL1", "put", (), shape),))
    told = findings(judged(narrow.case.application, pack, calendar, narrow.case))
    assert [t.zh for t in told["K33"].why] == ["FL1 东侧车道 净宽 2.5 m，不足 4 m"]


def test_only_a_problem_that_shuts_a_gate_now_can_be_let_stand(narrow):
    for other in ("FL2 西侧车道 净宽 3.5 m，不足 4 m", "没有绘出消防车道，净宽无法核对"):
        with narrow.refuses("listed", "problem"):
            narrow.do("WaiveProblem", other, GROUND)


def test_letting_stand_is_undone_and_done_again(narrow):
    wish = c.WaiveProblem("case-1", NARROW, GROUND)
    back = undo_of(narrow.case, wish)
    narrow.give(wish)
    again = undo_of(narrow.case, back)
    assert narrow.give(back).standing_problems == {}
    assert narrow.give(again).standing_problems == {NARROW: StandingProblem(GROUND)}


def test_many_problems_of_one_rule_are_one_line_that_names_all_objects(festival, pack, calendar):
    bare = tuple(replace(row, values={**row.values, "zone": None}) for row in festival.rows("gates"))
    told = findings(judged(with_sheet(festival, "gates", bare), pack, calendar))["K34"]
    (line,) = told.reasons
    assert {line.object, *line.others} == {row["code"] for row in bare} == set(told.objects)
    assert f"{len(bare)} 处" in line.why.zh
    assert f"{len(bare)} places" in line.why.en


def test_a_hint_of_the_drawing_warns_and_shuts_nothing(festival, pack, calendar):
    assessment = judged(festival, pack, calendar)
    hints = findings(assessment)["K35"]
    assert [(t.zh, place) for t, place in zip(hints.why, hints.places, strict=True)] == [
        ("Z06 安检排队区 与 Z07 治安缓冲区 重叠 480 m²", "Z06"),
        ("没有绘出消防车道，净宽无法核对", ""),
    ]
    assert hints.reasons[0].others == ("Z07",)
    assert (hints.severity, hints.check.gates, findings(assessment)["K33"].fired) == ("warn", (), False)


def test_without_a_drawing_the_checks_on_it_say_so(festival, pack, calendar):
    told = findings(judged(replace(festival, site=None), pack, calendar))
    assert [told[code].fired for code in ("K33", "K34", "K35")] == [None] * 3
    assert {gap.zh for gap in told["K33"].gaps} == {"没有平面图数据"}


def test_edited_posts_and_gates_are_told_beside_what_was_filed(life, festival, pack, calendar):
    life.do("ReceivePackage", festival, at("2026-03-01T09:30"))
    assert [findings(judged(festival, pack, calendar, life.case))[k].fired for k in ("K36", "K37")] == [False] * 2
    first, second = (row["code"] for row in festival.rows("posts")[:2])
    edits = [PlanChange("posts", code, "set", (("persons", 99),)) for code in (first, second)]
    gate = festival.rows("gates")[0]["code"]
    life.do("EditPlan", (*edits, PlanChange("gates", gate, "set", (("width", Decimal("1.5")),))))
    told = findings(judged(festival, pack, calendar, life.case))
    (posts,), (gates,) = told["K37"].reasons, told["K36"].reasons
    assert {posts.object, *posts.others} == {first, second}
    assert gates.object == gate
    assert gates.why.zh.endswith("现行 1.5（出入口）")
    assert "in force 1.5" in gates.why.en


def test_what_the_drawing_tells_stands_in_a_member_of_its_own(festival, pack, calendar):
    told = answer(judged(drawn(festival, lane("FL1", "3.5")), pack, calendar))
    assert [(f["k"], f["severity"]) for f in told["site"]["must_fire"]] == [("K33", "critical"), ("K35", "warn")]
    elsewhere = [k if isinstance(k, str) else k["k"] for part in told["checks"].values() for k in part]
    assert sorted(elsewhere) == [f"K{n:02}" for n in range(1, 33)]


def test_every_rule_of_the_drawing_names_a_check_of_the_register_or_none(pack):
    checks = {row.data["check"] for row in pack.lists["site_rules"].values()}
    assert checks == {"", "K33", "K34", "K35"}
    dangerous = {code for code, row in pack.lists["site_rules"].items() if row.data["check"] == "K33"}
    assert dangerous == {"exit_nowhere", "lane_narrow", "lane_blocked", "post_in_water"}
