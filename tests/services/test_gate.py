"""A grant is recommended only when nothing stands against it: each item of the gate, one at a time."""

from datetime import datetime

import pytest

from workbench.core import commands as c
from workbench.core.case import Status
from workbench.core.decide import Refusal
from workbench.services import intake, review
from workbench.services.acting import do
from workbench.storage.packs import sample_package

at = datetime.fromisoformat
GROUND = c.RefusalReason("4", "出口不足", "现场查验记录")


def grant(office, approved=25000):
    return do(office.desk, office.officer, c.Recommend(office.case, "grant", "同意", approved))


def gate(office):
    return review.look_again(office.desk, office.officer, office.case).decision.gate


BROKEN = {
    "a paper judged as needing correction": (c.JudgeMaterial, ("M1.1", "correct", ("R4",)), "K06"),
    "a paper that nobody judged": (c.JudgeMaterial, ("M1.1", ""), "K06"),
    "a plan content that is missing": (c.JudgePlan, ("P3", 0), "K08"),
    "a plan content that nobody scored": (c.JudgePlan, ("P3", None), "K08"),
    "an act without a conclusion": (c.JudgeProgramme, ("1", ""), "K22"),
    "advice that nobody took up": (
        c.JudgeProgramme,
        ("1", "pass_after_change", ("SG1",), (), "节目单第1行", "删去该环节"),
        "K22",
    ),
    "an act that does not allow a grant": (c.JudgeProgramme, ("1", "not_permitted", ("CB06",), (), "歌词文本"), "K22"),
    "a factor without a score": (c.ScoreFactor, ("D1.1", None, None), "K23"),
    "a level that is not set": (c.SetLevel, (0,), "K23"),
    "no conclusion on the site": (c.JudgeSite, ("site", ""), "site"),
    "no conclusion on the deployment": (c.JudgeSite, ("deployment", ""), "deployment"),
    "a zone to mend": (c.JudgeSite, ("Z01", "correct", "前区过密"), "site"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_grant_waits_for(ready, what):
    kind, values, rule = BROKEN[what]
    wish = kind(ready.case, *values)
    back = review.undo_command(ready.desk, wish)
    do(ready.desk, ready.officer, wish)
    with pytest.raises(Refusal) as refused:
        grant(ready)
    assert (refused.value.rule, refused.value.field) == (rule, "outcome")
    assert [item.check for item in gate(ready)] == [rule]
    assert ready.state().recommendation is None

    do(ready.desk, ready.officer, back)
    assert gate(ready) == ()
    assert grant(ready).status == Status.RECOMMENDED


@pytest.mark.parametrize("what", BROKEN)
def test_a_refusal_waits_for_nothing_but_its_own_grounds(ready, what):
    kind, values, _rule = BROKEN[what]
    do(ready.desk, ready.officer, kind(ready.case, *values))
    wish = c.Recommend(ready.case, "refuse", "不予许可", None, (GROUND,))
    assert do(ready.desk, ready.officer, wish).status == Status.RECOMMENDED


def test_advice_that_was_taken_up_no_longer_stands_against_a_grant(ready):
    kind, values, _rule = BROKEN["advice that nobody took up"]
    do(ready.desk, ready.officer, kind(ready.case, *values))
    do(ready.desk, ready.officer, c.AnswerProgramme(ready.case, "1", "照办", accepted=False))
    with pytest.raises(Refusal, match="未获采纳"):
        grant(ready)
    do(ready.desk, ready.officer, c.AnswerProgramme(ready.case, "1", "照办", accepted=True))
    assert grant(ready).status == Status.RECOMMENDED


def test_a_paper_owed_before_the_decision_stands_against_a_grant_until_it_is_in(offices):
    owed = offices("owed", at("2026-04-14 11:30"))
    assert [(i.kind, i.object) for i in gate(owed)] == [("tolerated", "M9.5")]
    with pytest.raises(Refusal) as refused:
        grant(owed)
    assert refused.value.rule == "K07"
    assert "M9.5" in refused.value.told("en")


def test_without_an_on_site_check_there_is_neither_grant_nor_refusal(offices):
    unseen = offices("unseen", at("2026-04-13 10:00"))
    for wish in (
        c.Recommend(unseen.case, "grant", "同意", 25000),
        c.Recommend(unseen.case, "refuse", "不予许可", None, (GROUND,)),
    ):
        with pytest.raises(Refusal) as refused:
            do(unseen.desk, unseen.officer, wish)
        assert refused.value.rule == "TAR.14"


@pytest.mark.parametrize(("approved", "rule"), [(None, "PMR.21"), (0, "PMR.21"), (25001, "TAR.15")])
def test_a_grant_states_a_number_of_people_not_above_the_one_applied_for(ready, approved, rule):
    with pytest.raises(Refusal) as refused:
        grant(ready, approved)
    assert (refused.value.rule, refused.value.field) == (rule, "approved")


def test_a_check_that_fires_again_on_new_papers_stands_against_a_grant(ready):
    intake.supplement(ready.desk, ready.officer, ready.case, sample_package("chenghu-bay-festival"))
    with pytest.raises(Refusal) as refused:
        grant(ready)
    fired = {item.check for item in gate(ready)}
    assert "K10" in fired
    assert refused.value.rule in fired


@pytest.mark.parametrize(
    ("reason", "rule"),
    [
        (None, "K31"),
        (c.RefusalReason("9", "事实", "证据"), "listed"),
        (c.RefusalReason("4", " ", "证据"), "stated"),
        (c.RefusalReason("4", "事实", ""), "stated"),
    ],
)
def test_a_refusal_cites_a_condition_of_the_law_a_fact_and_evidence(ready, reason, rule):
    wish = c.Recommend(ready.case, "refuse", "不予许可", None, (reason,) if reason else ())
    with pytest.raises(Refusal) as refused:
        do(ready.desk, ready.officer, wish)
    assert refused.value.rule == rule


def test_nothing_refused_leaves_a_trace(ready):
    head = ready.head()
    for wish in (c.Recommend(ready.case, "grant", "", 25000), c.Recommend(ready.case, "refuse", "不予许可")):
        with pytest.raises(Refusal):
            do(ready.desk, ready.officer, wish)
    assert ready.head() == head


def test_a_grant_waits_for_the_answer_to_a_consultation(ready):
    asked = c.SendConsultation(ready.case, "q9", "澄州市文化广电和旅游局", ("节目是否已批准",), at("2026-04-30").date())
    do(ready.desk, ready.officer, asked)
    with pytest.raises(Refusal) as refused:
        grant(ready)
    assert (refused.value.rule, refused.value.field) == ("K21", "outcome")
    position = next(iter(ready.desk.pack.lists["opinion_positions"]))
    do(ready.desk, ready.officer, c.ReceiveOpinion(ready.case, "q9", position, "澄文旅函〔2026〕9号"))
    assert grant(ready).status == Status.RECOMMENDED
