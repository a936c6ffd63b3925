"""The printed state × command table, every cell tried, and the role × command matrix."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from workbench.core import commands as c
from workbench.core.case import Status
from workbench.core.case_parts import (
    Act,
    Change,
    Condition,
    Consultation,
    Delivery,
    Fulfilment,
    Note,
    OpeningCheck,
    SiteCheck,
    StandingProblem,
)
from workbench.core.commands import ALL
from workbench.core.decide import Refusal, decide
from workbench.core.duty_matrix import held_in, line_code
from workbench.core.evolve import evolve
from workbench.core.parts_after import After, ConditionCheck, Hazard, Order
from workbench.core.parts_consultation import Meeting, Reply
from workbench.core.parts_counts import CountSet
from workbench.core.parts_deployment import RosterSlot
from workbench.core.parts_emergency import DrillRecord
from workbench.core.parts_programme import ProgrammeList, ProgrammePart, Variation
from workbench.core.parts_risk import MeasureUse, Reveal, Seats
from workbench.core.parts_timing import Hearing, Timing
from workbench.core.register_entries import RegisterEntry
from workbench.core.transitions import STATES, cells, table
from workbench.core.values import Application, Row
from workbench.errors import Text

at = datetime.fromisoformat
ME = "case-1"
MOMENT = datetime(2026, 4, 3, 2, tzinfo=UTC)
GATE = (("name", "东门"), ("kind", "入口"), ("width", 4), ("zone", "Z1"), ("grade", "平"), ("evac", False))
PROMISE = c.Promise("M7.2", "承办者", at("2026-04-10T12:00"), "before_decision")


def reach(life, state):
    """Bring a fresh life into a state."""
    way = {
        None: lambda: None,
        Status.RECEIVED: life.receive,
        Status.NOT_REQUIRED: lambda: (life.receive(), life.do("DeclareNotRequired", "不足千人")),
        Status.NOT_ACCEPTED: lambda: (life.receive(), life.do("RefuseAcceptance", "无权", "澄州市公安局")),
        Status.CORRECTING: lambda: (life.receive(), life.give(correction())),
        Status.ACCEPTED: life.accept,
        Status.TOLERATED: lambda: life.accept(PROMISE),
        Status.PAUSED: lambda: (life.accept(), life.do("PauseClock", "hearing", date(2026, 4, 3))),
        Status.RECOMMENDED: lambda: (life.accept(), life.check_site(), life.recommend()),
        Status.COUNTERSIGNED: lambda: third(life),
        Status.GRANTED: life.decide,
        Status.REFUSED: lambda: life.decide("refuse"),
        Status.CLEARED: life.clear,
        Status.RUNNING: life.open,
        Status.SUSPENDED: lambda: (life.open(), suspend(life)),
        Status.ENDED: lambda: (life.open(), life.do("EndEvent", life.now)),
        Status.STOPPED: lambda: (life.open(), life.do("StopEvent", life.now, "人群失序")),
        Status.REVIEWED: lambda: (life.open(), life.do("EndEvent", life.now), life.do("ReviewEvent", ())),
        Status.CANCELLED: lambda: (life.decide(), life.do("CancelEvent", life.now, returned=True)),
        Status.WITHDRAWN: lambda: (life.receive(), life.do("WithdrawApplication", "改期")),
        Status.PERMIT_ENDED: lambda: (life.decide(), end_permit(life)),
        Status.ARCHIVED: lambda: (life.receive(), life.do("WithdrawApplication", "改期"), life.do("ArchiveCase")),
    }
    way[state]()
    assert (life.case.status if life.case else None) == state
    return life


def correction():
    return c.SendCorrection(ME, (c.Deficiency("M2.1", ("R2",), "过期", "换新证"),), date(2026, 4, 20))


def suspend(life):
    life.do("SuspendEvent", "TR-01", "在场 6100 人", "停止检票", life.now, "低于 5400 人", ("计数器", "视频"))


def end_permit(life):
    named = {"ground": "fraud", "heard": "未作陈述", "who": "approver"}
    life.do("EndPermit", "revoke", "以欺骗手段取得", "行政许可法第六十九条", **named)


def line_of(life, duty):
    held = next((one for one in held_in(life.case, life.pack) if one.code == duty), None) if life.case else None
    return line_code(life.case.number, held) if held else ""


def third(life):
    life.accept()
    life.check_site()
    life.do("SetLevel", 1, "高风险")
    life.recommend()
    life.countersign()


def example(kind, life):
    """Return a command of that kind that is right for the state the life is in, and who gives it."""
    case, now = life.case, life.now
    seal = case.signature("recommend").fingerprint if case and case.signature("recommend") else "0" * 64
    application = case.application if case else life_application()
    made = {
        "receive_package": (c.ReceivePackage, (application, at("2026-04-01T09:00"))),
        "assign_officer": (c.AssignOfficer, ("u2", "陆知远")),
        "declare_not_required": (c.DeclareNotRequired, ("不足千人",)),
        "refuse_acceptance": (c.RefuseAcceptance, ("无权", "澄州市公安局")),
        "correct_on_spot": (c.CorrectOnSpot, (("M1.1",),)),
        "send_correction": (c.SendCorrection, (*correction_parts(), "新发现")),
        "receive_supplement": (c.ReceiveSupplement, (application, now)),
        "accept": (c.Accept, (now.date(),)),
        "deem_accepted": (c.DeemAccepted, ()),
        "fulfil_promise": (c.FulfilPromise, ("M7.2", "名册.pdf", "a" * 64)),
        "extend_promise": (c.ExtendPromise, ("M7.2", at("2026-04-13T12:00"), "盖章延误", "顾衡")),
        "attach_letter": (c.AttachLetter, ("M7.2", "承诺书.pdf", "a" * 64)),
        "remind_promisor": (c.RemindPromisor, ("M7.2", "phone", "已告知")),
        "confirm_promise": (c.ConfirmPromise, ("M7.2",)),
        "waive_promise": (c.WaivePromise, ("M7.2", "no_longer_applies", "已取消临时看台")),
        "pause_clock": (c.PauseClock, ("hearing", now.date())),
        "resume_clock": (c.ResumeClock, (now.date(),)),
        "judge_material": (c.JudgeMaterial, ("M1.1", "meets")),
        "write_note": (c.WriteNote, ("n1", "看第三页", "M1.1")),
        "remove_note": (c.RemoveNote, ("n0",)),
        "judge_plan": (c.JudgePlan, ("P1", 2)),
        "return_duties": (c.ReturnDuties, ((line_of(life, "B01"),), now.date())),
        "set_duty": (c.SetDuty, ("B01", "done", "齐玥")),
        "judge_programme": (c.JudgeProgramme, ("1", "pass")),
        "answer_programme": (c.AnswerProgramme, ("1", "已改", True)),
        "set_programme_item": (c.SetProgrammeItem, ("1.1", "1", "work", "样例曲")),
        "remove_programme_item": (c.RemoveProgrammeItem, ("1.0",)),
        "set_interaction": (c.SetInteraction, ("1",), {"stop_word": "到此为止"}),
        "set_programme_list": (c.SetProgrammeList, ("announced", "公告", (c.ProgrammeLine("样例乐队"),))),
        "remove_programme_list": (c.RemoveProgrammeList, ("approval",)),
        "set_alias": (c.SetAlias, ("样例团", "样例乐队")),
        "report_programme_change": (c.ReportProgrammeChange, ((c.ProgrammeLine("另一乐队"),), "函", now, "换人")),
        "judge_variation": (c.JudgeVariation, ("1.1", "pass")),
        "record_performance": (c.RecordPerformance, ("1", "as_approved", ("苏禾",))),
        "score_factor": (c.ScoreFactor, ("D1.1", 2, 1), {"evidence": "合同"}),
        "edit_plan": (c.EditPlan, ((c.PlanChange("gates", "G1", "add", GATE),),)),
        "set_level": (c.SetLevel, (2, "大型演出")),
        "reveal_agency": (c.RevealAgency, ((c.AgencyLine("D1.1", 2, 1),), "评估.pdf", "a" * 64, "逾期前须比对")),
        "set_agency_score": (c.SetAgencyScore, ("D1.1", 2, 1)),
        "apply_measure": (
            c.ApplyMeasure,
            ("CM05", (c.Reduction("D1.1", 1),), "聘用合同", "承办者", "before_opening"),
        ),
        "drop_measure": (c.DropMeasure, ("CM05",)),
        "dismiss_neighbour": (c.DismissNeighbour, ("case-0", "场地已改建")),
        "set_scenario": (c.SetScenario, ("EM01", {"deputy": "陆知远"})),
        "set_trigger": (c.SetTrigger, ("TR-01", {"deputy": "陆知远"})),
        "record_drill": (c.RecordDrill, ("T1", "推演", now.date(), "苏禾", (), (seen(life),), (CALLED,), ("EM01",))),
        "remove_drill": (c.RemoveDrill, ("T0",)),
        "judge_site": (c.JudgeSite, ("Z1", "meets")),
        "state_fact": (c.StateFact, ("s1", "FA05", "每场", 4800, "M5.2.pdf", 2, "", "typed")),
        "choose_fact": (c.ChooseFact, ("FA05", "每场", 5000, "以申请表为准")),
        "waive_problem": (c.WaiveProblem, ("G1 净宽 3.5 m，不足 4 m", "")),
        "answer_finding": (c.AnswerFinding, ("K09", "FA05", "已核对")),
        "record_site_check": (c.RecordSiteCheck, (now, "湖滨草坪", ("u1", "u2")), {"conclusion": "符合"}),
        "send_consultation": (c.SendConsultation, ("q1", "文化旅游", ("是否批准",), date(2026, 4, 20))),
        "receive_opinion": (c.ReceiveOpinion, ("q0", "agree", "复函")),
        "urge_consultation": (c.UrgeConsultation, ("q1", "letter", "请于三日内回复")),
        "withdraw_consultation": (c.WithdrawConsultation, ("q1", "逾期未复，会商时一并征求")),
        "record_packet": (c.RecordPacket, ("q1", "p1", "n" * 32, "a" * 64, (), (), ("b" * 64,), date(2026, 6, 1))),
        "refuse_reply": (c.RefuseReply, ("q1", "复函.eawr", "c" * 64, 12, Text("已被改动", "altered"), "p1")),
        "resolve_conflict": (c.ResolveConflict, ("departments", "joint", "会商一致", ("q0#1", "q2#1"))),
        "set_meeting": (c.SetMeeting, ("m1", "联席会商", now, "澄州市公安局", "顾衡", "苏禾", (participant(),))),
        "remove_meeting": (c.RemoveMeeting, ("m0",)),
        "close_point": (c.ClosePoint, ("m0", "1", "已落实")),
        "set_condition": (c.SetCondition, ("c1", "设第五处机动岗", "承办者", "before_opening")),
        "remove_condition": (c.RemoveCondition, ("c0",)),
        "recommend": (c.Recommend, ("grant", "同意", 5000)),
        "return_recommendation": (c.ReturnRecommendation, ("补充理由",)),
        "withdraw_recommendation": (c.WithdrawRecommendation, ("补充",)),
        "countersign": (c.Countersign, (seal,)),
        "third_sign": (c.ThirdSign, (seal,)),
        "deliver": (c.Deliver, ("window", "承办者", now.date())),
        "publish": (c.Publish, ("website", now.date())),
        "record_opening_check": (c.RecordOpeningCheck, (now, ("u1", "u2")), {"passed": False}),
        "open_event": (c.OpenEvent, (now,)),
        "suspend_event": (c.SuspendEvent, ("TR-01", "6100 人", "停止检票", now, "低于 5400 人", ("计数器", "视频"))),
        "resume_event": (c.ResumeEvent, (now, "人数已降")),
        "stop_event": (c.StopEvent, (now, "人群失序")),
        "end_event": (c.EndEvent, (now,)),
        "review_event": (c.ReviewEvent, ((("actual", 5100),),)),
        "archive_case": (c.ArchiveCase, ()),
        "request_change": (c.RequestChange, ("time", "推迟一小时", now)),
        "decide_change": (c.DecideChange, (1, True, "不影响安全")),
        "cancel_event": (c.CancelEvent, (now, True)),
        "withdraw_application": (c.WithdrawApplication, ("改期",)),
        "end_permit": (c.EndPermit, ("deregister", "不再举办", "行政许可法第七十条"), {"ground": "deregister_other"}),
        "confirm_check": (c.ConfirmCheck, ("site:1" if case is None or not case.decision else "opening:1",)),
        "order_rectification": (c.OrderRectification, (("H1",), "清除", now + timedelta(hours=1), "TAR.10")),
        "record_hazards": (
            c.RecordHazards,
            (now, ("u1", "u2"), (c.HazardFound("东门被堵", "东门", "general", "场馆", now + timedelta(hours=1)),)),
        ),
        "record_counts": (c.RecordCounts, ((c.Count(now, "ALL", 5, 0),),)),
        "withdraw_counts": (c.WithdrawCounts, (1,)),
        "edit_roster": (c.EditRoster, ((c.RosterChange("F01", date(2026, 6, 20), 1),),)),
        "recheck_hazards": (c.RecheckHazards, (now, ("u1", "u2"), (c.HazardResult("H1", passed=True),))),
        "serve_paper": (c.ServePaper, ("order:1", now, "承办者", "in_person")),
        "check_condition": (c.CheckCondition, ("c0", now, True, "照片")),
        "close_condition": (c.CloseCondition, ("c0", "已落实")),
        "record_undelivered": (c.RecordUndelivered, ("post", now.date(), "无人签收")),
        "record_ban": (c.RecordBan, ("false_papers", "营业执照系伪造", "登记机关复函", now.date())),
        "link_case": (c.LinkCase, ("replaces", "case-0", "CZ-1")),
        "extend_decision": (c.ExtendDecision, (10, "材料复杂", "u3")),
        "offer_hearing": (c.OfferHearing, ("h1", "周边居民", "占道", now.date())),
        "ask_hearing": (c.AskHearing, ("h0", now.date())),
        "hold_hearing": (c.HoldHearing, ("h0", now.date(), "笔录")),
        "close_hearing": (c.CloseHearing, ("h0", now.date(), "撤回申请")),
        "set_entry": (c.SetEntry, ("staff_care-1", "staff_care", (("measure", "轮岗"),))),
        "strike_entry": (c.StrikeEntry, ("staff_care-0",)),
        "record_document": (c.RecordDocument, ("F03", "1", "b" * 64, "x:1:y", Text("通知", "notice"))),
    }
    cls, values, *named = made[kind]
    return cls(ME, *values, **(named[0] if named else {}))


def correction_parts():
    return correction().items, date(2026, 5, 20)


def life_application():
    return Application("2026.1", {}, {})


def prepare(kind, life):
    """Bring about what the command speaks of, where the state alone does not."""
    case = life.case
    if kind == "deem_accepted":
        life.now = at("2026-04-20T10:00")
        case = replace(case, corrections=tuple(replace(n, sent=date(2026, 4, 19)) for n in case.corrections))
    if kind == "archive_case" and case.decision:
        case = replace(case, delivery=delivery())
    if kind == "extend_decision":
        allowed = replace(life.pack.parameters["decision_extension_days"], value=10)
        life.pack = replace(life.pack, parameters={**life.pack.parameters, allowed.code: allowed})
    promised = {"promises": {"M7.2": replace(PROMISE, type="before_opening" if case.decision else "before_decision")}}
    came = {"fulfilments": {"M7.2": Fulfilment("M7.2", "名册.pdf", "a" * 64, "", MOMENT, by="u2", waits=True)}}
    needed = {
        "confirm_check": {"site_checks": (site_check(),), "opening_checks": (opening_check(),)},
        "order_rectification": {"after": after()},
        "recheck_hazards": {"after": after()},
        "serve_paper": {"after": after()},
        "check_condition": {"conditions": {"c0": Condition("旧要求", "承办者", "during")}},
        "close_condition": {"conditions": {"c0": Condition("旧要求", "承办者", "during")}, "after": after()},
        **dict.fromkeys(("fulfil_promise", "extend_promise", "attach_letter", "remind_promisor"), promised),
        "waive_promise": promised,
        "confirm_promise": {**promised, **came},
        "remove_note": {"notes": {"n0": Note("旧批注", "M1.1")}},
        "remove_condition": {"conditions": {"c0": Condition("旧要求", "承办者", "before_opening")}},
        "remove_programme_item": {"programme_items": {"1.0": ProgrammePart("1", "work", "旧曲")}},
        "remove_programme_list": {
            "programme_lists": {"approval": ProgrammeList("批文", (c.ProgrammeLine("样例乐队"),))}
        },
        "judge_variation": {
            "changes": (Change("content", "换人", life.now),),
            "variations": (Variation(1, (), "函", (("removed", "样例乐队", ""),)),),
        },
        "receive_opinion": {"consultations": {"q0": consultation()}},
        **{key: {"consultations": {"q1": consultation()}} for key in ASKED},
        "resolve_conflict": {"consultations": {"q0": answered("agree"), "q2": answered("object")}},
        "remove_meeting": {"later_meetings" if case.decision else "meetings": {"m0": meeting()}},
        "close_point": {"meetings": {"m0": meeting()}},
        "recommend": {"promises": {}, "site_checks": (replace(site_check(), confirmed=("u1", "u2")),)},
        "decide_change": {"changes": (Change("time", "推迟一小时", life.now, sessions=(later(),)),)},
        "deliver": {"delivery": None},
        "record_undelivered": {"delivery": None},
        "ask_hearing": {"timing": told_of_hearing(life)},
        "hold_hearing": {"timing": told_of_hearing(life, life.now.date())},
        "close_hearing": {"timing": told_of_hearing(life)},
        "set_agency_score": {"seats": Seats(Reveal("u1", "苏禾", MOMENT, 3))},
        "drop_measure": {"measures": {"CM05": measure()}, "seats": Seats(replaced={"CM05": ()})},
        "record_drill": {"application": with_scenario(case)},
        "withdraw_counts": {
            "counts": (CountSet((c.Count(life.now, "ALL", 5, 0),), "", "", Act("u1", "苏禾", life.now)),)
        },
        "waive_problem": {"standing_problems": {"G1 净宽 3.5 m，不足 4 m": StandingProblem("消防已同意")}},
        "remove_drill": {"drills": {"T0": DrillRecord("推演", life.now.date(), "苏禾", (), (), (), ())}},
        "edit_roster": {"roster": {"2026-06-20 01 F01": RosterSlot("F01", date(2026, 6, 20), 1, (c.Duty("卫士", 2),))}},
        "strike_entry": {"registers": {"staff_care-0": RegisterEntry("staff_care", (("measure", "轮岗"),))}},
    }
    life.case = replace(case, **needed.get(kind, {}))


CALLED = c.DrillLine("", "", "normal", "顾衡", "疏散", "", ("EM01",), "疏散")


def seen(life):
    return c.DrillSignal(life.now, scenario="EM01")


def with_scenario(case):
    """Return the application with one scenario that somebody decides."""
    said = dict.fromkeys(("trigger", "assembly", "pa", "drill", "drill_on"))
    row = Row("emergency", 3, {"code": "EM01", "applicable": True, "actions": "疏散", "decider": "顾衡", **said})
    return replace(case.application, sheets={**case.application.sheets, "emergency": (row,)})


def measure():
    return MeasureUse((c.Reduction("D1.1", 1),), "聘用合同", "承办者", "before_opening")


ASKED = ("urge_consultation", "withdraw_consultation", "record_packet")


def participant():
    return c.Participant("文化旅游", "温岚")


def meeting():
    points = (c.OpenPoint("1", "补交屏幕脚本", "承办者", date(2026, 4, 25)),)
    return Meeting("联席会商", at("2026-04-02T09:00"), "澄州市公安局", "顾衡", "苏禾", (participant(),), points=points)


def answered(position):
    reply = Reply(position, "复函", "理由", date(2026, 4, 3), late=False)
    return replace(consultation(), position=position, replies=(reply,))


def told_of_hearing(life, asked=None):
    return Timing(hearings={"h0": Hearing("周边居民", "占道", life.now.date(), asked)})


def consultation():
    return Consultation("文化旅游", ("是否批准",), date(2026, 4, 20), date(2026, 4, 1))


def later():
    return c.SessionTime("S1", at("2026-05-02T19:00"), at("2026-05-02T22:00"))


def site_check():
    pair = {"accounts": ("u1", "u2"), "confirmed": ("u2",)}
    return SiteCheck(at("2026-04-03T09:00"), "湖滨草坪", ("苏禾", "陆知远"), **pair)


def opening_check():
    return OpeningCheck(
        at("2026-04-29T09:00"), ("苏禾", "陆知远"), (), passed=True, accounts=("u1", "u2"), confirmed=("u2",)
    )


def after():
    """Return a hazard with its order and a fulfilled condition."""
    moment = datetime(2026, 4, 3, 1, tzinfo=UTC)
    hazard = Hazard("东门被堵", "东门", "general", "场馆", at("2026-04-30T09:00"), "opening:1", at("2026-04-03T09:00"))
    order = Order("1", ("H1",), "清除", "场馆", hazard.due, "TAR.10", Act("u1", "苏禾", moment))
    look = ConditionCheck("c0", at("2026-04-29T09:00"), fulfilled=True, evidence="照片", by="苏禾")
    return After({"H1": hazard}, orders=(order,), condition_checks=(look,))


def delivery():
    return Delivery("window", "承办者", date(2026, 4, 3))


def giver(kind, life):
    """Return somebody whose role includes the command and whom no rule of persons excludes."""
    if kind == "third_sign":
        return "approver2"
    return "officer" if "officer" in life.pack.roles[kind] else "approver"


STATES_OF_THE_TABLE = (None, *Status)


def test_the_table_covers_every_state_and_every_command():
    found = list(cells())
    assert len(found) == len(STATES_OF_THE_TABLE) * len(ALL)
    assert STATES.keys() == ALL.keys()


def test_the_table_can_be_printed_with_every_command_and_every_open_cell():
    printed = table()
    assert all(kind in printed for kind in ALL)
    assert printed.count("■") == sum(allowed for _, _, allowed in cells())


@pytest.mark.parametrize("state", STATES_OF_THE_TABLE, ids=lambda s: s or "draft")
def test_every_open_cell_makes_an_event_and_every_closed_one_names_rule_field_and_remedy(state, new_life):
    for kind in ALL:
        life = reach(new_life(), state)
        allowed = state in STATES[kind]
        if allowed and life.case:
            prepare(kind, life)
        command, context = example(kind, life), life.context(giver(kind, life))
        if allowed:
            events = decide(life.case, command, context)
            assert len(events) == 1, kind
            assert evolve(life.case, events[0]).version == (life.case.version if life.case else 0) + 1
        else:
            with pytest.raises(Refusal) as refusal:
                decide(life.case, command, context)
            assert refusal.value.rule == "state"
            assert refusal.value.field
            assert refusal.value.remedy.zh
            assert refusal.value.remedy.en


def test_every_state_has_its_name_in_the_pack(pack):
    assert set(pack.lists["statuses"]) == set(Status)
