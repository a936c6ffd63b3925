"""Each gate names what it waits for, and no act passes a gate that is not empty."""

from datetime import datetime

import pytest

from workbench.core import commands as c
from workbench.core.decide import Refusal
from workbench.services import gates
from workbench.services.acting import do
from workbench.services.looking import Look

at = datetime.fromisoformat


def waiting(office, gate):
    look = Look(office.desk, office.state())
    return next(g.items for g in gates.gates(look) if g.code == gate)


def test_a_case_under_review_waits_at_decision_and_opening(offices):
    early = offices("early", at("2026-04-09 09:00"))
    assert {"K23", "site"} <= {item.check for item in waiting(early, "decision")}
    assert waiting(early, "opening")[0].step == 8
    assert waiting(early, "print") == ()


def test_the_decision_gate_is_empty_exactly_when_a_grant_may_be_recommended(ready):
    assert waiting(ready, "decision") == ()
    do(ready.desk, ready.officer, c.ScoreFactor(ready.case, "D1.1", None, None))
    (item,) = waiting(ready, "decision")
    assert (item.check, item.step, item.object) == ("K23", 5, "D1.1")
    assert item.remedy.zh
    with pytest.raises(Refusal):
        do(ready.desk, ready.officer, c.Recommend(ready.case, "grant", "同意", 25000))


def test_the_plan_waits_for_the_conclusion_on_deployment(ready):
    assert waiting(ready, "plan") == ()
    do(ready.desk, ready.officer, c.JudgeSite(ready.case, "deployment", ""))
    assert [item.check for item in waiting(ready, "plan")] == ["deployment"]


def test_a_decided_case_waits_no_longer_at_decision(recommended):
    seal = recommended.state().signature("recommend").fingerprint
    do(recommended.desk, recommended.approver, c.Countersign(recommended.case, seal))
    assert waiting(recommended, "decision") == ()
    opening = waiting(recommended, "opening")
    assert "K20" in {item.check for item in opening}


def test_the_event_cannot_open_while_the_opening_gate_holds_something(recommended):
    seal = recommended.state().signature("recommend").fingerprint
    do(recommended.desk, recommended.approver, c.Countersign(recommended.case, seal))
    assert waiting(recommended, "opening")
    with pytest.raises(Refusal):
        do(recommended.desk, recommended.officer, c.OpenEvent(recommended.case, at("2026-04-15 10:00")))


def test_a_condition_to_be_met_before_opening_stands_at_the_opening_gate(ready):
    wish = c.SetCondition(ready.case, "c90", "北侧护栏加固完毕", "承办者", "before_opening", title="护栏加固")
    before = waiting(ready, "opening")
    do(ready.desk, ready.officer, wish)
    (new,) = [item for item in waiting(ready, "opening") if item not in before]
    assert (new.object, new.text.zh) == ("c90", "许可条件未落实：护栏加固")
