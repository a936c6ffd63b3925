"""Two seats, control measures and the level: who scores first, what a measure lowers and writes, who allows less."""

import pytest

from workbench.core import commands as c
from workbench.core.decide import undo_of
from workbench.core.parts_risk import condition_of
from workbench.core.risk_agency import table


def score_all(life, before=2, after=2):
    for code in life.pack.factors:
        life.do("ScoreFactor", code, before, after, "", "合同")


def lines(*scores):
    return tuple(c.AgencyLine(*score) for score in scores)


@pytest.fixture
def scored(life):
    life.accept()
    score_all(life)
    return life


def test_the_agencys_column_opens_only_when_the_officer_has_scored_or_says_why(life):
    life.accept()
    with life.refuses("N09", "reason"):
        life.do("RevealAgency", lines(("D1.1", 1, 1)))
    opened = life.do("RevealAgency", lines(("D1.1", 1, 1)), "评估.pdf", "a" * 64, "专家会当日须比对")
    assert opened.agency["D1.1"].before == 1
    assert len(opened.seats.reveal.unscored) == len(life.pack.factors)


def test_the_column_opens_once_and_the_order_stands_in_the_journal(scored):
    case = scored.do("RevealAgency", lines(("D1.1", 1, 1)), "评估.pdf", "a" * 64)
    assert (case.seats.reveal.name, case.seats.reveal.unscored, case.seats.later) == ("苏禾", (), ())
    assert scored.events[-1].kind == "agency_revealed"
    with scored.refuses("once"):
        scored.do("RevealAgency", ())


def test_a_score_changed_with_the_agencys_column_in_view_is_marked_and_a_note_on_it_is_not(scored):
    scored.do("RevealAgency", lines(("D1.1", 1, 1), ("D1.2", 2, 2)))
    assert scored.do("ScoreFactor", "D1.2", 2, 2, "", "合同", "补记").seats.later == ()
    assert scored.do("ScoreFactor", "D1.1", 1, 1, "", "合同").seats.later == ("D1.1",)


def test_a_gap_of_the_packs_steps_needs_a_note_once_the_column_is_open(scored):
    scored.do("RevealAgency", lines(("D1.1", 0, 0)))
    with scored.refuses("N09", "gap_note"):
        scored.do("ScoreFactor", "D1.1", 3, 3)
    case = scored.do("ScoreFactor", "D1.1", 3, 3, gap_note="评估单位未计入去年事故")
    assert case.factors["D1.1"].before == 3
    assert scored.do("ScoreFactor", "D1.1", 1, 1).factors["D1.1"].gap_note == ""


def test_a_line_of_the_table_is_typed_only_when_the_column_is_open(scored):
    with scored.refuses("N09"):
        scored.do("SetAgencyScore", "D1.1", 1, 1)
    scored.do("RevealAgency")
    assert scored.do("SetAgencyScore", "D1.1", 1, 1, file="评估.pdf", page=2).agency["D1.1"].page == 2
    assert "D1.1" not in scored.do("SetAgencyScore", "D1.1", None, None).agency


def measure(**changes):
    given = {"reductions": (c.Reduction("D1.4", 1),), "evidence": "补充合同", "owner": "承办者"}
    return c.ApplyMeasure("case-1", "CM03", **{**given, "moment": "before_opening", **changes})


def test_a_measure_lowers_its_factors_and_writes_a_condition_with_owner_and_moment(scored):
    case = scored.give(measure())
    condition = case.conditions[condition_of("CM03")]
    assert (case.factors["D1.4"].before, case.factors["D1.4"].after) == (2, 1)
    assert (condition.owner, condition.moment, condition.evidence) == ("承办者", "before_opening", "补充合同")
    assert condition.text == scored.pack.lists["measures"]["CM03"].text.zh


def test_taking_a_measure_back_brings_back_score_and_list_of_conditions(scored):
    before = scored.case
    scored.give(measure())
    case = scored.do("DropMeasure", "CM03")
    assert (case.factors, case.conditions, case.measures) == (before.factors, before.conditions, before.measures)


def test_measures_on_one_factor_add_up_and_never_go_below_zero(scored):
    scored.give(measure(reductions=(c.Reduction("D1.4", 2),)))
    assert scored.case.factors["D1.4"].after == 0
    scored.do("ScoreFactor", "D1.5", 4, 4)
    scored.do("ApplyMeasure", "CM04", (c.Reduction("D1.5", 3),), "演练记录", "承办者", "before_opening")
    assert scored.case.factors["D1.5"].after == 1


def test_a_score_that_was_lower_already_stays_when_a_measure_comes_and_goes(scored):
    scored.do("ScoreFactor", "D1.4", 3, 0, "", "名册")
    assert scored.give(measure()).factors["D1.4"].after == 0
    assert scored.do("DropMeasure", "CM03").factors["D1.4"].after == 0


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"evidence": " "}, "stated"),
        ({"owner": ""}, "stated"),
        ({"moment": "someday"}, "listed"),
        ({"reductions": (c.Reduction("D1.4", 3),)}, "range"),
        ({"reductions": (c.Reduction("D7.1", 1),)}, "listed"),
        ({"reductions": ()}, "stated"),
        ({"owner": "承办者、场馆"}, "N07"),
    ],
)
def test_a_measure_without_evidence_owner_or_link_is_refused(scored, change, rule):
    with scored.refuses(rule):
        scored.give(measure(**change))


def test_undo_takes_a_measure_back_and_again_gives_it(scored):
    command = measure()
    undo = undo_of(scored.case, command)
    scored.give(command)
    redo = undo_of(scored.case, undo)
    scored.give(undo)
    assert "CM03" not in scored.case.measures
    assert scored.give(redo).measures["CM03"].evidence == "补充合同"


def test_confidence_runs_from_one_to_three(life):
    life.accept()
    with life.refuses("range", "confidence"):
        life.do("ScoreFactor", "D1.1", 2, 2, confidence=4)
    assert life.do("ScoreFactor", "D1.1", 2, 2, confidence=3, references=("M3.1",)).factors["D1.1"].confidence == 3


def test_a_lower_level_names_an_approvers_account_and_keeps_what_the_model_said(life):
    life.accept()
    life.computed = 2
    with life.refuses("listed", "approver"):
        life.do("SetLevel", 3, "已落实控制措施", "查无此人")
    with life.refuses("listed", "approver"):
        life.do("SetLevel", 3, "已落实控制措施", "u2")
    chosen = life.do("SetLevel", 3, "已落实控制措施", "u3").level
    assert (chosen.approver, chosen.approver_name, chosen.computed) == ("u3", "顾衡", 2)
    assert life.do("SetLevel", 1, "重要来宾", "u3").level.approver == ""


@pytest.mark.parametrize("blank", [" ", "\u3000", "\t"])
def test_a_factor_that_does_not_apply_has_a_reason_that_says_something(scored, blank):
    with scored.refuses("stated", "not_applicable"):
        scored.do("ScoreFactor", "D1.1", None, None, blank)
    scored.do("RevealAgency", lines(("D1.1", 2, 2)))
    with scored.refuses("stated", "not_applicable"):
        scored.do("SetAgencyScore", "D1.2", None, None, blank)


PAGES = ("编号 因素 措施前 依据 措施后\r\nD1.4* 安全人员到位 0 ≥120%需求 0\r\nD2.2* 降水雷暴 2 30–49%或小雨 1", "— 2 —")


def test_the_agencys_table_is_read_by_the_packs_factors_with_its_page(pack):
    found = table((*PAGES, "D3.1 艺人影响力 不适用 无节目演出 不适用\nD9.9 另一项 1 无 1\nD4.1 共3项"), pack)
    assert [(line.factor, line.before, line.after, line.not_applicable, line.page) for line in found] == [
        ("D1.4", 0, 0, "", 1),
        ("D2.2", 2, 1, "", 1),
        ("D3.1", None, None, "无节目演出", 3),
    ]
