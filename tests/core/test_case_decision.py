"""The decision on a case and what follows it: signatures, service, opening, changes, archive."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from workbench.core import commands as c
from workbench.core.case import Status
from workbench.core.evolve import replay

at = datetime.fromisoformat


# Decision


def test_nothing_is_recommended_before_the_on_site_check(life):
    life.accept()
    for outcome in ("grant", "refuse"):
        with life.refuses("TAR.14"):
            life.recommend(outcome)


def test_a_grant_does_not_pass_a_closed_gate_and_nothing_bypasses_it(life):
    life.accept()
    life.check_site()
    life.close_gate("decision")
    with life.refuses("K10", "outcome"):
        life.recommend()
    life.close_gate("opening", "print")
    life.recommend()
    life.close_gate("decision")
    with life.refuses("K10"):
        life.countersign()


def test_a_grant_states_a_number_within_what_was_applied_for(life):
    life.accept()
    life.check_site()
    with life.refuses("PMR.21", "approved"):
        life.do("Recommend", "grant", "同意")
    with life.refuses("TAR.15", "approved"):
        life.do("Recommend", "grant", "同意", 6001)
    assert life.do("Recommend", "grant", "同意", 6000).recommendation.approved == 6000


def test_a_refusal_cites_a_condition_of_the_law_with_fact_and_evidence(life):
    life.accept()
    life.check_site()
    with life.refuses("K31", "reasons"):
        life.do("Recommend", "refuse", "不同意")
    with life.refuses("listed", "reasons"):
        life.do("Recommend", "refuse", "不同意", None, (c.RefusalReason("9", "事实", "证据"),))
    with life.refuses("stated", "evidence"):
        life.do("Recommend", "refuse", "不同意", None, (c.RefusalReason("4", "出口不足", ""),))


@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_the_one_who_recommended_never_decides(life, outcome):
    life.accept()
    life.check_site()
    reasons = () if outcome == "grant" else (c.RefusalReason("4", "出口不足", "记录"),)
    life.do("Recommend", outcome, "意见", 5000 if outcome == "grant" else None, reasons, who="both")
    with life.refuses("four_eyes"):
        life.countersign("both")
    with life.refuses("four_eyes"):
        life.do("ReturnRecommendation", "重写", who="both")
    assert life.countersign().decision.outcome == outcome


def test_a_countersignature_on_other_content_than_recommended_is_refused(life):
    life.accept()
    life.check_site()
    life.recommend()
    seen = life.case.signature("recommend").fingerprint
    with life.refuses("seal", "seal"):
        life.do("Countersign", "0" * 64, who="approver")
    life.do("JudgeMaterial", "M1.1", "meets")
    with life.refuses("seal", "seal"):
        life.do("Countersign", seen, who="approver")
    life.do("JudgeMaterial", "M1.1", "")
    assert life.do("Countersign", seen, who="approver").status is Status.GRANTED


def test_a_recommendation_is_returned_or_taken_back_and_made_anew(life):
    life.accept()
    life.check_site()
    life.recommend()
    life.do("ReturnRecommendation", "核定人数偏高", who="approver")
    assert life.case.status is Status.ACCEPTED
    life.recommend()
    with life.refuses("own_act"):
        life.do("WithdrawRecommendation", "补充", who="officer2")
    life.do("WithdrawRecommendation", "补充")
    assert [t.kind for t in life.case.taken_back] == ["return_recommendation", "withdraw_recommendation"]
    assert life.recommend().recommendation is not None


def test_a_grant_at_the_highest_level_waits_for_a_third_person(life):
    life.accept()
    life.check_site()
    life.do("SetLevel", 1, "重要来宾")
    life.recommend()
    assert life.countersign().status is Status.COUNTERSIGNED
    assert life.case.decision is None
    seal = life.case.signature("recommend").fingerprint
    with life.refuses("four_eyes"):
        life.do("ThirdSign", seal, who="approver")
    assert life.do("ThirdSign", seal, who="approver2").status is Status.GRANTED
    assert [s.act for s in life.case.signatures][-3:] == ["recommend", "countersign", "third_sign"]


def test_a_refusal_at_the_highest_level_needs_no_third_person(life):
    life.accept()
    life.check_site()
    life.do("SetLevel", 1, "重要来宾")
    life.recommend("refuse")
    assert life.countersign().status is Status.REFUSED


def test_a_late_delivery_is_recorded_as_late(life):
    life.decide()
    life.now = at("2026-04-24T09:00")
    life.do("Deliver", "post", "承办者", date(2026, 4, 21), tracking="EMS1")
    assert (life.case.delivery.limit, life.case.delivery.late) == (date(2026, 4, 20), True)


def test_a_decision_is_served_once_and_not_before_it_was_made(life):
    life.decide()
    with life.refuses("order", "on"):
        life.do("Deliver", "post", "承办者", date(2026, 4, 2), tracking="EMS1")
    life.do("Deliver", "post", "承办者", date(2026, 4, 3), tracking="EMS1")
    with life.refuses("once"):
        life.do("Deliver", "post", "承办者", date(2026, 4, 3), tracking="EMS1")


# After the decision


def later(life, hours=1):
    """Return the session of the event some hours later."""
    start = life.start + timedelta(hours=hours)
    return (c.SessionTime("S1", start, start + timedelta(hours=2)),)


def test_an_inspection_with_hazards_does_not_pass_and_a_failed_one_closes_the_way_again(life):
    life.clear()
    hazard = c.HazardFound("东门被堵", "东门", "general", "场馆", life.now + timedelta(hours=1), "IS02")
    with life.refuses("K20", "found"):
        life.inspect((hazard,))
    life.inspect((hazard,), passed=False)
    with life.refuses("state"):
        life.do("OpenEvent", life.now)


def test_an_event_does_not_open_while_the_opening_gate_is_closed(life):
    life.clear()
    life.close_gate("opening")
    with life.refuses("K10"):
        life.do("OpenEvent", life.now)


def test_a_suspension_names_trigger_value_measures_and_when_it_may_go_on(life):
    life.open()
    for values in (("", "6100", "停检", "低于"), ("TR-01", "", "停检", "低于"), ("TR-01", "6100", "", "低于")):
        trigger, measured, measures, resume = values
        with life.refuses("stated"):
            life.do("SuspendEvent", trigger, measured, measures, life.now, resume)
    with life.refuses("listed", "trigger"):
        life.do("SuspendEvent", "TR-99", "6100", "停检", life.now, "低于")


def test_a_change_of_time_is_approved_when_asked_before_the_start_and_other_changes_are_not(life):
    life.decide()
    for kind in ("time", "place", "content", "scale"):
        life.do("RequestChange", kind, "变更", life.now, sessions=later(life) if kind == "time" else ())
    life.do("DecideChange", 1, approved=True, reason="不影响安全", who="approver")
    for request in (2, 3, 4):
        with life.refuses("TAR.15", "approved"):
            life.do("DecideChange", request, approved=True, reason="同意", who="approver")
        life.do("DecideChange", request, approved=False, reason="须重新申请", who="approver")
    assert [ch.result for ch in life.case.changes] == ["approved", *["new_application"] * 3]


def test_a_change_of_time_asked_after_the_start_is_not_approved(life):
    life.decide()
    life.now = life.start + timedelta(hours=1)
    life.do("RequestChange", "time", "推迟", life.now, sessions=later(life))
    with life.refuses("TAR.15", "approved"):
        life.do("DecideChange", 1, approved=True, reason="同意", who="approver")


def test_a_supplement_after_the_grant_does_not_move_the_start_that_was_decided(life):
    life.decide()
    life.do("RequestChange", "time", "推迟", life.now, sessions=later(life))
    life.do("DecideChange", 1, approved=True, reason="同意", who="approver")
    june = {**life.case.application.fields, "ev.start_date": date(2026, 6, 1)}
    acts = {"programme": life.case.application.rows("programme")}
    life.do("ReceiveSupplement", replace(life.case.application, fields=june, sheets=acts), life.now)
    life.now = life.start + timedelta(hours=1)
    with life.refuses("TAR.15", "notice"):
        life.do("CancelEvent", life.now, returned=True)


def test_an_inspection_before_opening_follows_the_decision(life):
    life.decide()
    with life.refuses("order", "at"):
        life.do("RecordOpeningCheck", at("2026-04-02T09:00"), ("u1", "u2"), results=life.results())


def test_an_approved_change_asks_for_a_new_inspection(life):
    life.clear()
    life.do("RequestChange", "time", "推迟一小时", life.now, sessions=later(life))
    assert life.do("DecideChange", 1, approved=True, reason="同意", who="approver").status is Status.GRANTED


def test_a_change_is_decided_once(life):
    life.decide()
    life.do("RequestChange", "time", "推迟", life.now, sessions=later(life))
    life.do("DecideChange", 1, approved=False, reason="理由不足", who="approver")
    with life.refuses("listed", "request"):
        life.do("DecideChange", 1, approved=True, reason="同意", who="approver")


def test_a_cancellation_comes_before_the_start_with_the_permit(life):
    life.decide()
    with life.refuses("TAR.15", "returned"):
        life.do("CancelEvent", life.now, returned=False)
    life.now = life.start + timedelta(hours=1)
    with life.refuses("TAR.15", "notice"):
        life.do("CancelEvent", life.now, returned=True)
    assert life.do("CancelEvent", life.start - timedelta(days=1), returned=True).status is Status.CANCELLED


def test_a_permit_withdrawn_in_the_public_interest_says_how_losses_are_made_good(life):
    life.decide()
    wish = ("EndPermit", "withdraw", "场地征用", "行政许可法第八条")
    named = {"ground": "facts_changed", "heard": "无异议", "who": "approver"}
    with life.refuses("stated", "compensation"):
        life.do(*wish, **named)
    life.do(*wish, "按实际损失补偿", **named)
    assert life.case.closure.kind == "withdraw"


def test_a_case_is_not_archived_before_its_decision_was_served(life):
    life.decide("refuse")
    with life.refuses("ALL.44"):
        life.do("ArchiveCase")


def test_progress_on_duties_after_the_decision_stands_beside_what_was_signed(life):
    life.accept()
    life.do("SetDuty", "B01", "doing", "齐玥")
    life.check_site()
    life.recommend()
    life.countersign()
    life.do("SetDuty", "B01", "done", "齐玥")
    assert (life.case.duties["B01"].status, life.case.duty("B01").status) == ("doing", "done")


def test_replaying_the_events_gives_the_present_case(life):
    life.open()
    assert replay(life.events) == life.case
    half = replay(life.events[:4])
    assert replay(life.events[4:], half) == life.case


def test_who_last_touched_a_verdict_is_known_by_name(life):
    life.accept()
    life.do("JudgeMaterial", "M1.1", "meets", who="officer2")
    assert life.case.acts["materials:M1.1"].name == "陆知远"
