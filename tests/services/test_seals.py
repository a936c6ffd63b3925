"""A signature binds what was signed: covered changes make it stale by name; issued papers stay as they are."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from workbench.core import commands as c
from workbench.core.case import Status
from workbench.core.decide import Refusal
from workbench.services import documents, oversight, review
from workbench.services.acting import do
from workbench.services.looking import Look

at = datetime.fromisoformat

COVERED = {
    "材料审查：M1.1": (c.JudgeMaterial, "M1.1", "correct", ("R4",)),
    "方案内容评分：P3": (c.JudgePlan, "P3", 1),
    "责任落实：B01": (c.SetDuty, "B01", "done", "林样例"),
    "节目结论：1": (c.JudgeProgramme, "1", "consult", (), (), "", "", "待会商"),
    "承办者答复：14": (c.AnswerProgramme, "14", "改由他人演出", True),
    "风险因素评分：D1.1": (c.ScoreFactor, "D1.1", 3, 3),
    "安保等级": (c.SetLevel, 1, "从严"),
    "场地审查：Z01": (c.JudgeSite, "Z01", "correct", "前区过密"),
    "认定事实：FA08 每场": (c.ChooseFact, "FA08", "每场", Decimal(86), "改以抽查为准"),
    "征求意见：HQ-2026-031": (c.ReceiveOpinion, "HQ-2026-031", "object", "WL-2026-120", "有异议"),
    "附带要求：c1": (c.SetCondition, "c1", "前区同时不超过 6000 人", "承办者", "during"),
    "附带要求：c2": (c.RemoveCondition, "c2"),
    "附带要求：c9": (c.SetCondition, "c9", "增设疏导员", "承办者", "before_opening"),
}
UNCOVERED = {
    "a note": (c.WriteNote, "n9", "复核时再看", "M5.1"),
    "another officer": (c.AssignOfficer, "p3", "沈知行"),
    "an answer to a finding": (c.AnswerFinding, "K09", "", "已核对"),
}


def wish(office, values):
    return values[0](office.case, *values[1:])


def sign(office, seal):
    return do(office.desk, office.approver, c.Countersign(office.case, seal, "同意"))


def signatures(office):
    view = review.look_again(office.desk, office.approver, office.case)
    return {s.act: s for s in view.decision.signatures}


@pytest.mark.parametrize("name", COVERED)
def test_a_covered_change_after_the_recommendation_stops_the_countersignature(recommended, name):
    signed = recommended.state().signature("recommend").fingerprint
    do(recommended.desk, recommended.officer, wish(recommended, COVERED[name]))
    present = review.look_again(recommended.desk, recommended.approver, recommended.case).decision.seal
    assert present != signed
    for seal in (signed, present):
        with pytest.raises(Refusal) as refused:
            sign(recommended, seal)
        assert refused.value.rule == "seal"
    shown = signatures(recommended)["recommend"]
    assert (shown.stale, [t.zh for t in shown.changes]) == (True, [name])
    assert all(t.en and t.en != t.zh for t in shown.changes)


@pytest.mark.parametrize("name", UNCOVERED)
def test_a_change_that_the_seal_leaves_out_stops_nothing(recommended, name):
    signed = recommended.state().signature("recommend").fingerprint
    do(recommended.desk, recommended.officer, wish(recommended, UNCOVERED[name]))
    assert not signatures(recommended)["recommend"].stale
    assert sign(recommended, signed).status == Status.GRANTED


def test_a_change_that_was_taken_back_leaves_the_seal_as_it_was(recommended):
    edit = wish(recommended, COVERED["材料审查：M1.1"])
    back = review.undo_command(recommended.desk, edit)
    do(recommended.desk, recommended.officer, edit)
    do(recommended.desk, recommended.officer, back)
    assert not signatures(recommended)["recommend"].stale
    assert sign(recommended, recommended.state().signature("recommend").fingerprint).status == Status.GRANTED


def test_an_approver_signs_only_the_content_that_was_seen(recommended):
    with pytest.raises(Refusal) as refused:
        sign(recommended, "0" * 64)
    assert (refused.value.rule, refused.value.field) == ("seal", "seal")


def test_the_one_who_recommended_cannot_decide_whatever_other_roles_the_person_has(recommended):
    both = recommended.officer
    assert "approver" in both.roles
    seal = recommended.state().signature("recommend").fingerprint
    for command in (c.Countersign(recommended.case, seal), c.ReturnRecommendation(recommended.case, "重做")):
        with pytest.raises(Refusal) as refused:
            do(recommended.desk, both, command)
        assert refused.value.rule == "four_eyes"


def test_after_a_return_the_officer_recommends_anew_and_the_new_seal_counts(recommended):
    do(recommended.desk, recommended.officer, wish(recommended, COVERED["方案内容评分：P3"]))
    do(recommended.desk, recommended.approver, c.ReturnRecommendation(recommended.case, "内容已变"))
    assert recommended.state().recommendation is None
    do(recommended.desk, recommended.officer, c.Recommend(recommended.case, "grant", "同意", 24000))
    decided = sign(recommended, recommended.state().signature("recommend").fingerprint)
    assert decided.recommendation.approved == 24000


# Papers


def test_issuing_twice_records_once_and_gives_the_same_bytes(granted):
    before = len(granted.state().documents)
    first = documents.issue(granted.desk, granted.officer, granted.case, "F11")
    again = documents.issue(granted.desk, granted.approver, granted.case, "grant")
    assert first.pdf == again.pdf
    assert len(granted.state().documents) == before


def test_a_reprint_returns_the_issued_bytes_after_the_case_went_on(granted):
    issued = documents.issue(granted.desk, granted.officer, granted.case, "F11")
    application = granted.state().application
    later = replace(application, fields={**application.fields, "app.phone": "0500-0000"})
    do(granted.desk, granted.officer, c.ReceiveSupplement(granted.case, later, at("2026-04-17 09:00")))
    granted.clock.set(at("2026-04-20 09:00"))
    granted.desk.database.settings.put("organ", "澄州市公安局（改名）")
    again = documents.paper(granted.desk, granted.supervisor, granted.case, "F11")
    assert (again.pdf, again.number, again.draft) == (issued.pdf, issued.number, False)
    made_anew = documents.make(Look(granted.desk, granted.state()), "F11")
    assert (made_anew.number, made_anew.pdf == issued.pdf) == (issued.number, False)
    stale = signatures(granted)["countersign"]
    assert [t.zh for t in stale.changes] == ["申请材料", "补正材料"]
    assert oversight.decisions(granted.desk, granted.supervisor)[0].stale


def test_a_draft_is_marked_and_cannot_be_issued(recommended):
    made = documents.paper(recommended.desk, recommended.officer, recommended.case, "F11")
    assert (made.draft, made.number) == (True, "")
    with pytest.raises(documents.PaperError, match="草稿"):
        documents.issue(recommended.desk, recommended.officer, recommended.case, "F11")
    assert not any(d.paper == "F11" for d in recommended.state().documents)


def test_a_paper_that_the_case_does_not_have_is_refused_with_those_it_has(recommended):
    with pytest.raises(documents.PaperError) as refused:
        documents.paper(recommended.desk, recommended.officer, recommended.case, "F12")
    assert "F11" in refused.value.told("zh")
    assert "F18-A" in refused.value.told("en")


def test_new_rules_make_an_open_recommendation_stale_and_leave_a_decision_alone(recommended, granted):
    for office, wanted in ((recommended, ["规则或日历版本"]), (granted, [])):
        office.desk.calendar = replace(office.desk.calendar, version="2027.1")
        assert [t.zh for t in signatures(office)["recommend"].changes] == wanted
    with pytest.raises(Refusal) as refused:
        sign(recommended, recommended.state().signature("recommend").fingerprint)
    assert refused.value.rule == "seal"
