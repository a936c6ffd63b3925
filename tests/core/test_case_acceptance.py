"""Receipt, correction, acceptance and tolerance of a case: what the law and the pack allow and refuse."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from workbench.core import commands as c
from workbench.core.case import Status
from workbench.core.decide import GateItem
from workbench.core.values import Application, Row
from workbench.errors import Text

at = datetime.fromisoformat
DEFECT = c.Deficiency("M2.1", ("R2",), "营业执照已过期", "提交有效证照")


def promise(item="M7.2", due="2026-04-10T12:00", kind="before_decision"):
    return c.Promise(item, "承办者", at(due), kind)


# Receipt and acceptance


def test_a_package_cannot_be_received_tomorrow(life):
    with life.refuses("not_future", "received"):
        life.do("ReceivePackage", Application("2026.1", {}, {}), at("2026-04-02T09:00"))


def test_a_second_correction_round_needs_a_reason(life):
    life.receive()
    life.do("SendCorrection", (DEFECT,), date(2026, 4, 10))
    with life.refuses("ALL.32", "second_round_reason"):
        life.do("SendCorrection", (DEFECT,), date(2026, 4, 12))
    life.do("SendCorrection", (DEFECT,), date(2026, 4, 12), "补正材料中发现新的过期证照")
    assert len(life.case.corrections) == 2


def test_a_correction_notice_names_everything_that_was_found(life):
    life.receive()
    life.do("JudgeMaterial", "M2.1", "correct", ("R2",))
    life.do("JudgeMaterial", "M1.1", "correct", ("R3",))
    with life.refuses("ALL.32", "items"):
        life.do("SendCorrection", (DEFECT,), date(2026, 4, 10))


def test_a_correction_notice_before_acceptance_waits_for_the_supplement(life):
    life.receive()
    life.do("SendCorrection", (DEFECT,), date(2026, 4, 10))
    assert life.case.status is Status.CORRECTING
    with life.refuses("state"):
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
    with life.refuses("TAR.15", "application"):
        life.do("ReceiveSupplement", replace(old, fields={**old.fields, key: value}), life.now)
    smaller = {**old.fields, "ev.requested_capacity": 5000, "und.contact": "另一联系人"}
    assert life.do("ReceiveSupplement", replace(old, fields=smaller), life.now).status is Status.GRANTED


def test_a_later_session_comes_in_only_after_the_change_of_time_was_approved(life):
    life.decide()
    old = life.case.application
    (session,) = old.rows("sessions")
    later = replace(session, values={**session.values, "start": life.start + timedelta(hours=1)})
    moved = replace(old, sheets={**old.sheets, "sessions": (later,)})
    with life.refuses("TAR.15", "application"):
        life.do("ReceiveSupplement", moved, life.now)
    hour = timedelta(hours=1)
    times = (c.SessionTime("S1", life.start + hour, life.start + 3 * hour),)
    life.do("RequestChange", "time", "推迟一小时", life.now, sessions=times)
    life.do("DecideChange", 1, approved=True, reason="同意", who="approver")
    life.do("ReceiveSupplement", moved, life.now)
    assert life.case.first_start() == life.start + timedelta(hours=1)


def test_neither_notice_nor_acceptance_leaves_out_what_the_checks_found_and_nobody_judged(life):
    life.receive()
    life.gate = (
        GateItem("K06", "block", ("decision",), Text("缺件", "missing"), ("M4.1",), fired=True),
        GateItem("K06", "correction", ("decision",), Text("尚未审查", "not judged"), ("M4.1", "M2.1", "M1.1")),
        GateItem("K08", "correction", ("decision",), Text("缺", "missing"), ("P5",), fired=True),
        GateItem("K08", "correction", ("decision",), Text("尚未评分", "not scored"), ("P5", "P6")),
    )
    with life.refuses("ALL.32", "promises"):
        life.do("Accept", life.now.date())
    with life.refuses("ALL.32", "items"):
        life.do("SendCorrection", (DEFECT, replace(DEFECT, code="M4.1")), date(2026, 4, 10))
    life.do("JudgePlan", "P5", 2)
    with life.refuses("ALL.32", "items"):
        life.do("SendCorrection", (DEFECT,), date(2026, 4, 10))
    life.do("SendCorrection", (replace(DEFECT, code="M4.1"),), date(2026, 4, 10))
    life.do("ReceiveSupplement", life.case.application, life.now)
    life.do("JudgeMaterial", "M4.1", "meets")
    assert life.do("Accept", life.now.date()).status is Status.ACCEPTED


def test_acceptance_is_not_dated_before_the_papers_were_complete(life):
    life.receive()
    with life.refuses("ALL.32", "on"):
        life.do("Accept", date(2026, 3, 31))


def test_acceptance_waits_while_the_officers_own_verdicts_ask_for_corrections(life):
    life.receive()
    life.do("JudgeMaterial", "M2.1", "correct", ("R2",))
    with life.refuses("ALL.32", "promises"):
        life.do("Accept", life.now.date())


def test_without_a_notice_in_time_the_application_counts_as_accepted_from_receipt(life):
    life.receive()
    life.now = at("2026-04-09T10:00")
    with life.refuses("ALL.32"):
        life.do("DeemAccepted")
    life.now = at("2026-04-10T10:00")
    for day in (life.now.date(), date(2026, 4, 3)):
        with life.refuses("ALL.32", "on"):
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
    with timely.refuses("ALL.32"):
        timely.do("DeemAccepted")


def test_the_pack_of_acceptance_is_kept(life):
    life.receive()
    life.pack = replace(life.pack, version="2026.2", digest="d" * 64)
    life.do("Accept", life.now.date())
    assert life.case.pack.version == "2026.2"


# Tolerance


@pytest.mark.parametrize("item", ["M1.1", "M2.1", "M4.1", "M5.1"])
def test_the_hard_papers_are_never_tolerated(life, item):
    with life.refuses("tolerance", "promises"):
        life.accept(promise(item))
    life.do("Accept", life.now.date())
    with life.refuses("tolerance", "verdict"):
        life.do("JudgeMaterial", item, "tolerated", (), "容缺")


def test_no_paper_of_the_hard_classes_is_tolerable_in_the_pack(pack):
    hard = [m for m in pack.materials.values() if m.class_code in {"M1", "M2", "M4"}] + [pack.materials["M5.1"]]
    assert not any(m.tolerable or m.suspensive for m in hard)


def test_a_promise_before_the_decision_runs_to_the_decisions_due_day_at_most(life):
    with life.refuses("tolerance", "promises"):
        life.accept(promise(due="2026-04-16T09:00"))
    life.do("Accept", life.now.date(), (promise(due="2026-04-15T18:00"),))
    assert life.case.status is Status.TOLERATED


def test_the_limit_of_a_promise_ends_with_its_day(new_life):
    new_life().accept(promise(due="2026-04-15T23:59"))
    life = new_life()
    with life.refuses("tolerance"):
        life.accept(promise(due="2026-04-16T00:00"))


def test_a_pause_moves_the_limit_of_a_promise_with_the_decisions_due_day(life):
    life.accept(promise())
    with life.refuses("tolerance"):
        life.do("ExtendPromise", "M7.2", at("2026-04-16T12:00"), "检测延误", "顾衡")
    life.now = at("2026-04-08T09:00")
    life.do("PauseClock", "testing", date(2026, 4, 8))
    life.now = at("2026-04-10T09:00")
    life.do("ResumeClock", date(2026, 4, 10))
    life.do("ExtendPromise", "M7.2", at("2026-04-16T12:00"), "检测延误", "顾衡")


def test_a_promise_before_opening_is_for_suspensive_papers_and_ends_a_day_before_the_doors(life):
    suspensive = next(m.code for m in life.pack.materials.values() if m.suspensive)
    plain = next(m.code for m in life.pack.materials.values() if m.tolerable and not m.suspensive)
    with life.refuses("tolerance"):
        life.accept(promise(plain, "2026-04-20T12:00", "before_opening"))
    with life.refuses("tolerance"):
        life.do("Accept", life.now.date(), (promise(suspensive, "2026-04-29T12:00", "before_opening"),))
    life.do("Accept", life.now.date(), (promise(suspensive, "2026-04-28T17:00", "before_opening"),))
    assert life.case.status is Status.ACCEPTED


def test_without_the_day_of_the_event_a_promise_is_held_to_the_decision_and_none_to_the_opening(new_life):
    def undated():
        life = new_life()
        life.do("ReceivePackage", Application("2026.1", {"ev.start_date": None}, {}), at("2026-04-01T09:30"))
        life.now = at("2026-04-03T10:00")
        return life

    suspensive = next(m.code for m in new_life().pack.materials.values() if m.suspensive)
    for wrong in (promise(due="2026-06-01T12:00"), promise(suspensive, "2026-04-04T12:00", "before_opening")):
        life = undated()
        with life.refuses("tolerance", "promises"):
            life.do("Accept", date(2026, 4, 3), (wrong,))
    assert undated().do("Accept", date(2026, 4, 3), (promise(due="2026-04-14T12:00"),)).status is Status.TOLERATED


def test_a_paper_is_promised_once(life):
    with life.refuses("tolerance", "promises"):
        life.accept(promise(), promise(due="2026-04-13T12:00"))


def test_a_promise_already_past_is_none(life):
    with life.refuses("tolerance"):
        life.accept(promise(due="2026-04-02T09:00"))


def test_a_grant_waits_for_papers_promised_before_the_decision_and_a_refusal_does_not(life):
    life.accept(promise())
    life.check_site()
    with life.refuses("K07"):
        life.recommend()
    life.do("FulfilPromise", "M7.2", "名册.pdf", "a" * 64)
    with life.refuses("K07"):
        life.recommend()
    life.do("ConfirmPromise", "M7.2", who="officer2")
    assert life.case.status is Status.ACCEPTED
    assert life.recommend().status is Status.RECOMMENDED


def test_an_event_does_not_open_over_an_unmet_suspensive_promise(life):
    item = next(m.code for m in life.pack.materials.values() if m.suspensive)
    life.accept(promise(item, "2026-04-27T12:00", "before_opening"))
    life.check_site()
    assert life.recommend().recommendation.suspensive == (item,)
    life.countersign()
    life.now = life.start - timedelta(hours=3)
    with life.refuses("K07"):
        life.inspect()
    life.do("FulfilPromise", item, "验收.pdf", "a" * 64)
    with life.refuses("K07"):
        life.inspect()
    life.do("ConfirmPromise", item, who="approver")
    life.inspect()
    assert life.do("OpenEvent", life.now).status is Status.RUNNING


def test_a_promise_is_extended_with_another_persons_approval_within_the_limit(life):
    life.accept(promise())
    with life.refuses("four_eyes", "approver"):
        life.do("ExtendPromise", "M7.2", at("2026-04-13T12:00"), "盖章延误", "苏禾")
    with life.refuses("tolerance"):
        life.do("ExtendPromise", "M7.2", at("2026-04-20T12:00"), "盖章延误", "顾衡")
    life.do("ExtendPromise", "M7.2", at("2026-04-13T12:00"), "盖章延误", "顾衡")
    assert life.case.promises["M7.2"].due == at("2026-04-13T12:00")


def test_a_promise_is_fulfilled_once(life):
    life.accept(promise())
    life.do("FulfilPromise", "M7.2", "名册.pdf", "a" * 64)
    with life.refuses("tolerance", "item"):
        life.do("FulfilPromise", "M7.2", "名册.pdf", "a" * 64)
