"""The life of a case: what the law and the pack allow, and what they refuse."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from workbench.core import commands as c
from workbench.core.case import Status
from workbench.core.decide import GateItem, Refusal
from workbench.core.evolve import replay
from workbench.core.values import Row
from workbench.errors import Text

at = datetime.fromisoformat
DEFECT = c.Deficiency("M2.1", ("R2",), "营业执照已过期", "提交有效证照")
START = at("2026-04-29T19:00")


def refused(rule, field=None):
    """Expect a refusal by that rule, at that field."""
    return pytest.raises(Refusal, check=lambda r: r.rule == rule and field in {None, r.field})


def promise(item="M7.2", due="2026-04-10T12:00", kind="before_decision"):
    return c.Promise(item, "承办者", at(due), kind)


def finding(gate):
    return GateItem("K10", "block", (gate,), Text("许可证过期", "licence expired"))


# The whole way


def test_a_package_becomes_a_served_grant(life):
    life.decide()
    assert life.case.status is Status.GRANTED
    assert life.case.decision.on == date(2026, 4, 3)
    assert life.case.decision.checkpoint.startswith("office:7")
    life.do("Deliver", "window", "承办者", date(2026, 4, 3))
    assert not life.case.delivery.late


def test_a_reasoned_refusal_is_decided_and_archived(life):
    life.gate = (finding("decision"),)
    life.decide("refuse")
    assert life.case.status is Status.REFUSED
    life.do("Deliver", "post", "承办者", life.now.date())
    life.do("Publish", "website", life.now.date())
    assert life.do("ArchiveCase").status is Status.ARCHIVED


def test_an_event_runs_is_suspended_goes_on_ends_and_is_reviewed(life):
    life.open()
    life.do("SuspendEvent", "TR-01", "6100 人", "停止检票", life.now, "低于 5400 人")
    life.do("ResumeEvent", life.now, "人数回落")
    life.do("EndEvent", life.now)
    life.do("ReviewEvent", (("actual", 5100),), ("增设出口",))
    assert life.do("ArchiveCase").status is Status.ARCHIVED
    assert [entry.kind for entry in life.case.run] == ["opened", "suspended", "resumed", "ended"]


def test_the_numbers_of_papers_are_drawn_by_the_deciding_act(life):
    life.decide()
    assert life.case.acceptance_number
    assert life.case.decision.number
    assert life.case.decision.paper == life.pack.lists["act_papers"]["grant"].data["paper"]


def test_a_refused_command_draws_no_number(life):
    life.receive()
    before = life.context().draw("probe")
    with refused("ALL.32"):
        life.do("SendCorrection", (DEFECT,), life.now.date())
    assert int(life.context().draw("probe").split("-")[1]) == int(before.split("-")[1]) + 1


# Receipt and acceptance


def test_a_package_cannot_be_received_tomorrow(life):
    with refused("not_future", "received"):
        life.do("ReceivePackage", c.Application("2026.1", {}, {}), at("2026-04-02T09:00"))


def test_a_second_correction_round_needs_a_reason(life):
    life.receive()
    life.do("SendCorrection", (DEFECT,), date(2026, 4, 10))
    with refused("ALL.32", "second_round_reason"):
        life.do("SendCorrection", (DEFECT,), date(2026, 4, 12))
    life.do("SendCorrection", (DEFECT,), date(2026, 4, 12), "补正材料中发现新的过期证照")
    assert len(life.case.corrections) == 2


def test_a_correction_notice_names_everything_that_was_found(life):
    life.receive()
    life.do("JudgeMaterial", "M2.1", "correct", ("R2",))
    life.do("JudgeMaterial", "M1.1", "correct", ("R3",))
    with refused("ALL.32", "items"):
        life.do("SendCorrection", (DEFECT,), date(2026, 4, 10))


def test_a_correction_notice_before_acceptance_waits_for_the_supplement(life):
    life.receive()
    life.do("SendCorrection", (DEFECT,), date(2026, 4, 10))
    assert life.case.status is Status.CORRECTING
    with refused("state"):
        life.do("Accept", life.now.date())
    life.do("ReceiveSupplement", life.case.application, life.now, ("M2.1",))
    assert life.do("Accept", life.now.date()).status is Status.ACCEPTED


def test_a_correction_notice_after_acceptance_leaves_the_review_and_its_clock_running(life):
    life.accept()
    before = life.case.process_dates()
    life.do("SendCorrection", (DEFECT,), date(2026, 4, 10))
    assert life.case.status is Status.ACCEPTED
    assert life.case.process_dates().pauses == before.pauses == ()


def test_a_supplement_reopens_the_verdicts_on_changed_papers_only(life):
    life.accept()
    for item in ("M1.1", "M2.1"):
        life.do("JudgeMaterial", item, "meets")
    life.do("JudgePlan", "P1", 2)
    old = life.case.application
    files = tuple(replace(a, sha256="c" * 64) if a.name.startswith("b") else a for a in old.attachments)
    life.do("ReceiveSupplement", replace(old, attachments=files), life.now)
    assert list(life.case.materials) == ["M1.1"]
    assert life.case.plan
    assert life.case.supplements[-1].reopened == ("materials:M2.1",)


def test_a_supplement_reopens_the_conclusion_on_a_changed_act(life):
    life.accept()
    life.do("JudgeProgramme", "1", "pass")
    sheets = {**life.case.application.sheets, "programme": (Row("programme", 3, {"no": 1, "artist": "另一乐队"}),)}
    life.do("ReceiveSupplement", replace(life.case.application, sheets=sheets), life.now)
    assert not life.case.programme


def test_page_texts_never_reach_the_journal(life):
    life.receive()
    assert all(a.text == () for a in life.case.application.attachments)
    assert "正文" not in str(life.events[0].body)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("loc.name", "另一处草坪"),
        ("ev.content", "改为体育比赛"),
        ("ev.start_date", date(2026, 4, 30)),
        ("ev.requested_capacity", 6001),
    ],
)
def test_a_supplement_after_the_grant_does_not_change_what_was_permitted(life, key, value):
    life.decide()
    old = life.case.application
    with refused("TAR.15", "application"):
        life.do("ReceiveSupplement", replace(old, fields={**old.fields, key: value}), life.now)
    smaller = {**old.fields, "ev.requested_capacity": 5000, "und.contact": "另一联系人"}
    assert life.do("ReceiveSupplement", replace(old, fields=smaller), life.now).status is Status.GRANTED


def test_a_later_session_comes_in_only_after_the_change_of_time_was_approved(life):
    life.decide()
    old = life.case.application
    (session,) = old.rows("sessions")
    later = replace(session, values={**session.values, "start": START + timedelta(hours=1)})
    moved = replace(old, sheets={**old.sheets, "sessions": (later,)})
    with refused("TAR.15", "application"):
        life.do("ReceiveSupplement", moved, life.now)
    life.do("RequestChange", "time", "推迟一小时", life.now)
    life.do("DecideChange", 1, approved=True, reason="同意", who="approver")
    life.do("ReceiveSupplement", moved, life.now)
    assert life.case.first_start() == START + timedelta(hours=1)


def test_neither_notice_nor_acceptance_leaves_out_what_the_checks_found_and_nobody_judged(life):
    life.receive()
    life.gate = (
        GateItem("K06", "block", ("decision",), Text("缺件", "missing"), ("M4.1",), fired=True),
        GateItem("K06", "correction", ("decision",), Text("尚未审查", "not judged"), ("M4.1", "M2.1", "M1.1")),
        GateItem("K08", "correction", ("decision",), Text("缺", "missing"), ("P5",), fired=True),
        GateItem("K08", "correction", ("decision",), Text("尚未评分", "not scored"), ("P5", "P6")),
    )
    with refused("ALL.32", "promises"):
        life.do("Accept", life.now.date())
    with refused("ALL.32", "items"):
        life.do("SendCorrection", (DEFECT, replace(DEFECT, code="M4.1")), date(2026, 4, 10))
    life.do("JudgePlan", "P5", 2)
    with refused("ALL.32", "items"):
        life.do("SendCorrection", (DEFECT,), date(2026, 4, 10))
    life.do("SendCorrection", (replace(DEFECT, code="M4.1"),), date(2026, 4, 10))
    life.do("ReceiveSupplement", life.case.application, life.now)
    life.do("JudgeMaterial", "M4.1", "meets")
    assert life.do("Accept", life.now.date()).status is Status.ACCEPTED


def test_acceptance_is_not_dated_before_the_papers_were_complete(life):
    life.receive()
    with refused("ALL.32", "on"):
        life.do("Accept", date(2026, 3, 31))


def test_acceptance_waits_while_the_officers_own_verdicts_ask_for_corrections(life):
    life.receive()
    life.do("JudgeMaterial", "M2.1", "correct", ("R2",))
    with refused("ALL.32", "promises"):
        life.do("Accept", life.now.date())


def test_without_a_notice_in_time_the_application_counts_as_accepted_from_receipt(life):
    life.receive()
    life.now = at("2026-04-09T10:00")
    with refused("ALL.32"):
        life.do("DeemAccepted")
    life.now = at("2026-04-10T10:00")
    for day in (life.now.date(), date(2026, 4, 3)):
        with refused("ALL.32", "on"):
            life.do("Accept", day)
    life.do("DeemAccepted")
    assert (life.case.accepted, life.case.deemed) == (date(2026, 4, 1), True)


def test_a_late_notice_does_not_prevent_deemed_acceptance_and_one_in_time_does(new_life):
    late, timely = new_life(), new_life()
    for life, day in ((late, "2026-04-10T09:00"), (timely, "2026-04-09T09:00")):
        life.receive()
        life.now = at(day)
        life.do("SendCorrection", (DEFECT,), date(2026, 4, 20))
        life.now = at("2026-04-15T09:00")
    assert late.do("DeemAccepted").accepted == date(2026, 4, 1)
    with refused("ALL.32"):
        timely.do("DeemAccepted")


def test_the_pack_of_acceptance_is_kept(life):
    life.receive()
    life.pack = replace(life.pack, version="2026.2", digest="d" * 64)
    life.do("Accept", life.now.date())
    assert life.case.pack.version == "2026.2"


# Tolerance


@pytest.mark.parametrize("item", ["M1.1", "M2.1", "M4.1", "M5.1"])
def test_the_hard_papers_are_never_tolerated(life, item):
    with refused("tolerance", "promises"):
        life.accept(promise(item))
    life.do("Accept", life.now.date())
    with refused("tolerance", "verdict"):
        life.do("JudgeMaterial", item, "tolerated", (), "容缺")


def test_no_paper_of_the_hard_classes_is_tolerable_in_the_pack(pack):
    hard = [m for m in pack.materials.values() if m.class_code in {"M1", "M2", "M4"}] + [pack.materials["M5.1"]]
    assert not any(m.tolerable or m.suspensive for m in hard)


def test_a_promise_before_the_decision_runs_to_the_decisions_due_day_at_most(life):
    with refused("tolerance", "promises"):
        life.accept(promise(due="2026-04-16T09:00"))
    life.do("Accept", life.now.date(), (promise(due="2026-04-15T18:00"),))
    assert life.case.status is Status.TOLERATED


def test_the_limit_of_a_promise_ends_with_its_day(new_life):
    new_life().accept(promise(due="2026-04-15T23:59"))
    with refused("tolerance"):
        new_life().accept(promise(due="2026-04-16T00:00"))


def test_a_pause_moves_the_limit_of_a_promise_with_the_decisions_due_day(life):
    life.accept(promise())
    with refused("tolerance"):
        life.do("ExtendPromise", "M7.2", at("2026-04-16T12:00"), "检测延误", "顾衡")
    life.now = at("2026-04-08T09:00")
    life.do("PauseClock", "testing", date(2026, 4, 8))
    life.now = at("2026-04-10T09:00")
    life.do("ResumeClock", date(2026, 4, 10))
    life.do("ExtendPromise", "M7.2", at("2026-04-16T12:00"), "检测延误", "顾衡")


def test_a_promise_before_opening_is_for_suspensive_papers_and_ends_a_day_before_the_doors(life):
    suspensive = next(m.code for m in life.pack.materials.values() if m.suspensive)
    plain = next(m.code for m in life.pack.materials.values() if m.tolerable and not m.suspensive)
    with refused("tolerance"):
        life.accept(promise(plain, "2026-04-20T12:00", "before_opening"))
    with refused("tolerance"):
        life.do("Accept", life.now.date(), (promise(suspensive, "2026-04-29T12:00", "before_opening"),))
    life.do("Accept", life.now.date(), (promise(suspensive, "2026-04-28T17:00", "before_opening"),))
    assert life.case.status is Status.ACCEPTED


def test_without_the_day_of_the_event_a_promise_is_held_to_the_decision_and_none_to_the_opening(new_life):
    def undated():
        life = new_life()
        life.do("ReceivePackage", c.Application("2026.1", {"ev.start_date": None}, {}), at("2026-04-01T09:30"))
        life.now = at("2026-04-03T10:00")
        return life

    suspensive = next(m.code for m in new_life().pack.materials.values() if m.suspensive)
    for wrong in (promise(due="2026-06-01T12:00"), promise(suspensive, "2026-04-04T12:00", "before_opening")):
        with refused("tolerance", "promises"):
            undated().do("Accept", date(2026, 4, 3), (wrong,))
    assert undated().do("Accept", date(2026, 4, 3), (promise(due="2026-04-14T12:00"),)).status is Status.TOLERATED


def test_a_paper_is_promised_once(life):
    with refused("tolerance", "promises"):
        life.accept(promise(), promise(due="2026-04-13T12:00"))


def test_a_promise_already_past_is_none(life):
    with refused("tolerance"):
        life.accept(promise(due="2026-04-02T09:00"))


def test_a_grant_waits_for_papers_promised_before_the_decision_and_a_refusal_does_not(life):
    life.accept(promise())
    life.check_site()
    with refused("K07"):
        life.recommend()
    life.do("FulfilPromise", "M7.2", "名册.pdf", "a" * 64)
    assert life.case.status is Status.ACCEPTED
    assert life.recommend().status is Status.RECOMMENDED


def test_an_event_does_not_open_over_an_unmet_suspensive_promise(life):
    item = next(m.code for m in life.pack.materials.values() if m.suspensive)
    life.accept(promise(item, "2026-04-27T12:00", "before_opening"))
    life.check_site()
    assert life.recommend().recommendation.suspensive == (item,)
    life.countersign()
    life.now = START - timedelta(hours=3)
    with refused("K07"):
        life.do("RecordOpeningCheck", life.now, ("苏禾", "陆知远"))
    life.do("FulfilPromise", item, "验收.pdf", "a" * 64)
    life.do("RecordOpeningCheck", life.now, ("苏禾", "陆知远"))
    assert life.do("OpenEvent", life.now).status is Status.RUNNING


def test_a_promise_is_extended_with_another_persons_approval_within_the_limit(life):
    life.accept(promise())
    with refused("four_eyes", "approver"):
        life.do("ExtendPromise", "M7.2", at("2026-04-13T12:00"), "盖章延误", "苏禾")
    with refused("tolerance"):
        life.do("ExtendPromise", "M7.2", at("2026-04-20T12:00"), "盖章延误", "顾衡")
    life.do("ExtendPromise", "M7.2", at("2026-04-13T12:00"), "盖章延误", "顾衡")
    assert life.case.promises["M7.2"].due == at("2026-04-13T12:00")


def test_a_promise_is_fulfilled_once(life):
    life.accept(promise())
    life.do("FulfilPromise", "M7.2", "名册.pdf", "a" * 64)
    with refused("tolerance", "item"):
        life.do("FulfilPromise", "M7.2", "名册.pdf", "a" * 64)


# The clock


def test_the_clock_stops_on_every_statutory_ground_and_on_no_other(new_life, pack):
    grounds = pack.lists["stop_grounds"]
    assert len(grounds) == 8
    for ground in grounds:
        life = new_life()
        life.accept()
        life.now = at("2026-04-10T09:00")
        assert life.do("PauseClock", ground, date(2026, 4, 6)).status is Status.PAUSED
        assert life.do("ResumeClock", date(2026, 4, 10)).status is Status.ACCEPTED
    life = new_life()
    life.accept()
    life.now = at("2026-04-10T09:00")
    with refused("ALL.45", "ground"):
        life.do("PauseClock", "correction", date(2026, 4, 6))


def test_the_clock_stops_only_after_acceptance_and_resumes_only_after_it_stopped(life):
    life.accept()
    life.now = at("2026-04-08T09:00")
    with refused("ALL.45", "start"):
        life.do("PauseClock", "hearing", date(2026, 4, 2))
    life.do("PauseClock", "hearing", date(2026, 4, 6))
    with refused("ALL.45", "resumed"):
        life.do("ResumeClock", date(2026, 4, 5))
    life.do("ResumeClock", date(2026, 4, 8))
    assert life.case.process_dates().pauses == (("hearing", date(2026, 4, 6), date(2026, 4, 8)),)
    with refused("ALL.45", "start"):
        life.do("PauseClock", "hearing", date(2026, 4, 7))


def test_the_clock_neither_stops_nor_goes_on_on_a_day_still_ahead(life):
    life.accept()
    with refused("not_future", "start"):
        life.do("PauseClock", "hearing", date(2026, 4, 6))
    life.do("PauseClock", "hearing", date(2026, 4, 3))
    with refused("not_future", "resumed"):
        life.do("ResumeClock", date(2026, 12, 1))
    assert life.case.paused


def test_a_period_that_has_run_out_is_not_stopped_by_a_day_set_back(new_life):
    in_time, late = new_life(), new_life()
    for life, day in ((in_time, "2026-04-15T09:00"), (late, "2026-04-16T09:00")):
        life.accept()
        life.now = at(day)
    assert in_time.do("PauseClock", "hearing", date(2026, 4, 8)).paused
    with refused("ALL.45", "start"):
        late.do("PauseClock", "hearing", date(2026, 4, 8))


def test_nothing_is_recommended_while_the_clock_stands_still(life):
    life.accept()
    life.check_site()
    life.do("PauseClock", "expert_review", date(2026, 4, 3))
    with refused("state"):
        life.recommend()


# Review


def test_a_verdict_that_asks_for_something_says_why(life):
    life.accept()
    with refused("reason", "reasons"):
        life.do("JudgeMaterial", "M2.1", "correct")
    life.do("WriteNote", "n1", "执照 3 月到期", "M2.1", is_reason=True)
    assert life.do("JudgeMaterial", "M2.1", "correct").materials["M2.1"].verdict == "correct"


def test_codes_come_from_the_pack(life):
    life.accept()
    for give in (
        lambda: life.do("JudgeMaterial", "M99.1", "meets"),
        lambda: life.do("JudgeMaterial", "M1.1", "fine"),
        lambda: life.do("JudgeMaterial", "M1.1", "correct", ("R99",)),
        lambda: life.do("JudgePlan", "P99", 1),
        lambda: life.do("SetDuty", "Z01", "done", "齐玥"),
        lambda: life.do("ScoreFactor", "D9.9", 1, 1),
        lambda: life.do("JudgeSite", "Z9", "meets"),
        lambda: life.do("ChooseFact", "FA99", "", 1, "理由"),
        lambda: life.do("AnswerFinding", "K99", "", "已核对"),
        lambda: life.do("JudgeProgramme", "9", "pass"),
    ):
        with refused("listed"):
            give()


def test_plan_contents_score_0_1_or_2(life):
    life.accept()
    with refused("range", "score"):
        life.do("JudgePlan", "P1", 3)


def test_a_duty_has_one_named_person(life):
    life.accept()
    for names in ("齐玥、程默", "齐玥；程默", "齐玥/程默", "Qi Yue and Cheng Mo"):
        with refused("one_person", "person"):
            life.do("SetDuty", "B01", "doing", names)
    with refused("stated", "person"):
        life.do("SetDuty", "B01", "done")
    with refused("one_person", "support"):
        life.do("SetDuty", "B01", "doing", "齐玥", support=("B",))
    assert life.do("SetDuty", "B01", "doing", "齐玥", support=("C",)).duty("B01").person == "齐玥"


def test_an_adverse_programme_conclusion_needs_ground_and_evidence(life):
    life.accept()
    with refused("K22", "grounds"):
        life.do("JudgeProgramme", "1", "advise_cancel", (), (), "现场引导观众冲撞")
    with refused("stated", "evidence"):
        life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",))
    life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",), (), "现场引导观众冲撞")


def test_non_permission_needs_a_content_ground_of_the_law(life):
    life.accept()
    with refused("PMR.25", "grounds"):
        life.do("JudgeProgramme", "1", "not_permitted", ("SG1",), (), "现场引导观众冲撞")
    life.do("JudgeProgramme", "1", "not_permitted", ("CB06",), (), "歌词第二段渲染暴力")


def test_genre_is_never_a_ground(life):
    life.accept()
    with refused("genre", "evidence"):
        life.do("JudgeProgramme", "1", "advise_cancel", ("SG1",), (), "摇滚")


def test_a_risk_reduction_needs_evidence_and_a_rise_an_explanation(life):
    life.accept()
    with refused("evidence", "evidence"):
        life.do("ScoreFactor", "D1.1", 3, 2)
    with refused("evidence", "note"):
        life.do("ScoreFactor", "D1.1", 2, 3)
    with refused("range"):
        life.do("ScoreFactor", "D1.1", 5, 5)
    with refused("range", "not_applicable"):
        life.do("ScoreFactor", "D1.1", 1, 1, "无此项")
    assert life.do("ScoreFactor", "D1.1", 3, 2, "", "增派保安合同").factors["D1.1"].after == 2
    assert life.do("ScoreFactor", "D1.1", None, None, "无此项").factors["D1.1"].not_applicable


def test_a_level_other_than_computed_needs_a_reason_and_a_lower_one_an_approver(life):
    life.accept()
    life.computed = 2
    assert life.do("SetLevel", 2).level.level == 2
    with refused("stated", "reason"):
        life.do("SetLevel", 1)
    life.do("SetLevel", 1, "有重要来宾")
    with refused("stated", "approver"):
        life.do("SetLevel", 3, "已落实控制措施")
    with refused("four_eyes", "approver"):
        life.do("SetLevel", 3, "已落实控制措施", "苏禾")
    life.do("SetLevel", 3, "已落实控制措施", "顾衡")


def test_a_site_check_needs_two_different_officers(life):
    life.accept()
    for officers in (("苏禾",), ("苏禾", "苏禾"), ("苏禾", " ")):
        with refused("ALL.34", "officers"):
            life.check_site(*officers)


def test_a_condition_says_what_who_and_by_when(life):
    life.accept()
    whole = {"text": "设岗", "owner": "承办者", "moment": "before_opening"}
    for left_out in whole:
        with refused("stated"):
            life.do("SetCondition", "c1", **{**whole, left_out: " "})


def test_an_edit_that_changes_nothing_makes_no_event(life):
    life.accept()
    life.do("JudgeMaterial", "M1.1", "meets")
    count = len(life.events)
    life.do("JudgeMaterial", "M1.1", "meets")
    assert len(life.events) == count


# Decision


def test_nothing_is_recommended_before_the_on_site_check(life):
    life.accept()
    for outcome in ("grant", "refuse"):
        with refused("TAR.14"):
            life.recommend(outcome)


def test_a_grant_does_not_pass_a_closed_gate_and_nothing_bypasses_it(life):
    life.accept()
    life.check_site()
    life.gate = (finding("decision"),)
    with refused("K10", "outcome"):
        life.recommend()
    life.gate = (finding("opening"), finding("print"))
    life.recommend()
    life.gate = (finding("decision"),)
    with refused("K10"):
        life.countersign()


def test_a_grant_states_a_number_within_what_was_applied_for(life):
    life.accept()
    life.check_site()
    with refused("PMR.21", "approved"):
        life.do("Recommend", "grant", "同意")
    with refused("TAR.15", "approved"):
        life.do("Recommend", "grant", "同意", 6001)
    assert life.do("Recommend", "grant", "同意", 6000).recommendation.approved == 6000


def test_a_refusal_cites_a_condition_of_the_law_with_fact_and_evidence(life):
    life.accept()
    life.check_site()
    with refused("K31", "reasons"):
        life.do("Recommend", "refuse", "不同意")
    with refused("listed", "reasons"):
        life.do("Recommend", "refuse", "不同意", None, (c.RefusalReason("9", "事实", "证据"),))
    with refused("stated", "evidence"):
        life.do("Recommend", "refuse", "不同意", None, (c.RefusalReason("4", "出口不足", ""),))


@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_the_one_who_recommended_never_decides(life, outcome):
    life.accept()
    life.check_site()
    reasons = () if outcome == "grant" else (c.RefusalReason("4", "出口不足", "记录"),)
    life.do("Recommend", outcome, "意见", 5000 if outcome == "grant" else None, reasons, who="both")
    with refused("four_eyes"):
        life.countersign("both")
    with refused("four_eyes"):
        life.do("ReturnRecommendation", "重写", who="both")
    assert life.countersign().decision.outcome == outcome


def test_a_countersignature_on_other_content_than_recommended_is_refused(life):
    life.accept()
    life.check_site()
    life.recommend()
    seen = life.case.signature("recommend").fingerprint
    with refused("seal", "seal"):
        life.do("Countersign", "0" * 64, who="approver")
    life.do("JudgeMaterial", "M1.1", "meets")
    with refused("seal", "seal"):
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
    with refused("own_act"):
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
    with refused("four_eyes"):
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
    life.do("Deliver", "post", "承办者", date(2026, 4, 21))
    assert (life.case.delivery.limit, life.case.delivery.late) == (date(2026, 4, 20), True)


def test_a_decision_is_served_once_and_not_before_it_was_made(life):
    life.decide()
    with refused("order", "on"):
        life.do("Deliver", "post", "承办者", date(2026, 4, 2))
    life.do("Deliver", "post", "承办者", date(2026, 4, 3))
    with refused("once"):
        life.do("Deliver", "post", "承办者", date(2026, 4, 3))


# After the decision


def test_an_inspection_with_hazards_does_not_pass_and_a_failed_one_closes_the_way_again(life):
    life.clear()
    with refused("K20", "hazards"):
        life.do("RecordOpeningCheck", life.now, ("苏禾", "陆知远"), ("东门被堵",))
    life.do("RecordOpeningCheck", life.now, ("苏禾", "陆知远"), ("东门被堵",), passed=False)
    with refused("state"):
        life.do("OpenEvent", life.now)


def test_an_event_does_not_open_while_the_opening_gate_is_closed(life):
    life.clear()
    life.gate = (finding("opening"),)
    with refused("K10"):
        life.do("OpenEvent", life.now)


def test_a_suspension_names_trigger_value_measures_and_when_it_may_go_on(life):
    life.open()
    for values in (("", "6100", "停检", "低于"), ("TR-01", "", "停检", "低于"), ("TR-01", "6100", "", "低于")):
        trigger, measured, measures, resume = values
        with refused("stated"):
            life.do("SuspendEvent", trigger, measured, measures, life.now, resume)
    with refused("listed", "trigger"):
        life.do("SuspendEvent", "TR-99", "6100", "停检", life.now, "低于")


def test_a_change_of_time_is_approved_when_asked_before_the_start_and_other_changes_are_not(life):
    life.decide()
    for kind in ("time", "place", "content", "scale"):
        life.do("RequestChange", kind, "变更", life.now)
    life.do("DecideChange", 1, approved=True, reason="不影响安全", who="approver")
    for request in (2, 3, 4):
        with refused("TAR.15", "approved"):
            life.do("DecideChange", request, approved=True, reason="同意", who="approver")
        life.do("DecideChange", request, approved=False, reason="须重新申请", who="approver")
    assert [ch.result for ch in life.case.changes] == ["approved", *["new_application"] * 3]


def test_a_change_of_time_asked_after_the_start_is_not_approved(life):
    life.decide()
    life.now = START + timedelta(hours=1)
    life.do("RequestChange", "time", "推迟", life.now)
    with refused("TAR.15", "approved"):
        life.do("DecideChange", 1, approved=True, reason="同意", who="approver")


def test_a_supplement_after_the_grant_does_not_move_the_start_that_was_decided(life):
    life.decide()
    life.do("RequestChange", "time", "推迟", life.now)
    life.do("DecideChange", 1, approved=True, reason="同意", who="approver")
    later = {**life.case.application.fields, "ev.start_date": date(2026, 6, 1)}
    life.do("ReceiveSupplement", replace(life.case.application, fields=later, sheets={}), life.now)
    life.now = START + timedelta(hours=1)
    with refused("TAR.15", "notice"):
        life.do("CancelEvent", life.now, returned=True)


def test_an_inspection_before_opening_follows_the_decision(life):
    life.decide()
    with refused("order", "at"):
        life.do("RecordOpeningCheck", at("2026-04-02T09:00"), ("苏禾", "陆知远"))


def test_an_approved_change_asks_for_a_new_inspection(life):
    life.clear()
    life.do("RequestChange", "time", "推迟一小时", life.now)
    assert life.do("DecideChange", 1, approved=True, reason="同意", who="approver").status is Status.GRANTED


def test_a_change_is_decided_once(life):
    life.decide()
    life.do("RequestChange", "time", "推迟", life.now)
    life.do("DecideChange", 1, approved=False, reason="理由不足", who="approver")
    with refused("listed", "request"):
        life.do("DecideChange", 1, approved=True, reason="同意", who="approver")


def test_a_cancellation_comes_before_the_start_with_the_permit(life):
    life.decide()
    with refused("TAR.15", "returned"):
        life.do("CancelEvent", life.now, returned=False)
    life.now = START + timedelta(hours=1)
    with refused("TAR.15", "notice"):
        life.do("CancelEvent", life.now, returned=True)
    assert life.do("CancelEvent", START - timedelta(days=1), returned=True).status is Status.CANCELLED


def test_a_permit_withdrawn_in_the_public_interest_says_how_losses_are_made_good(life):
    life.decide()
    with refused("stated", "compensation"):
        life.do("EndPermit", "withdraw", "场地征用", "行政许可法第八条", who="approver")
    life.do("EndPermit", "withdraw", "场地征用", "行政许可法第八条", "按实际损失补偿", who="approver")
    assert life.case.closure.kind == "withdraw"


def test_a_case_is_not_archived_before_its_decision_was_served(life):
    life.decide("refuse")
    with refused("ALL.44"):
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
