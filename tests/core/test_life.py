"""The case's life walked at random, with a simulated clock: what no path may reach, and replay = state."""

import json
from contextlib import suppress
from copy import copy
from datetime import datetime, timedelta
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from workbench.core import commands as c
from workbench.core.case import Case, Status
from workbench.core.codec import plain, read
from workbench.core.commands import ALL
from workbench.core.conditions import holding_opening
from workbench.core.decide import GateItem, Refusal, undo_of
from workbench.core.decide_after import waiting
from workbench.core.evolve import replay
from workbench.core.records import Event
from workbench.core.transitions import STATES
from workbench.errors import Text

at = datetime.fromisoformat
OFFICERS = ("officer", "officer2", "both")
APPROVERS = ("approver", "approver2", "both")
DECIDED = {Status.GRANTED, Status.CLEARED, Status.RUNNING, Status.SUSPENDED, Status.ENDED, Status.STOPPED}
START = at("2026-04-29T19:00")
BLOCK = GateItem("K10", "block", ("decision", "opening"), Text("许可证过期", "licence expired"))

SUSPENSIVE = "M9.5"
PROMISES = st.lists(
    st.builds(
        c.Promise,
        st.sampled_from([SUSPENSIVE, "M7.2", "M5.1"]),
        st.just("承办者"),
        st.sampled_from([at("2026-04-07T12:00"), at("2026-04-13T12:00"), at("2026-04-28T12:00")]),
        st.sampled_from(["before_decision", "before_opening"]),
    ),
    max_size=2,
    unique_by=lambda p: p.item,
).map(tuple)
"""Promises good and bad: of tolerable, suspensive and hard papers, early and late, of both types."""


HAZARDS = st.sampled_from([(), (c.HazardFound("东门被堵", "东门", "general", "场馆", START, "IS02"),)])
"""No hazard, or one."""

OWED = c.Promise(SUSPENSIVE, "承办者", at("2026-04-28T12:00"), "before_opening")


SECOND = {"ConfirmCheck", "ConfirmPromise"}
"""Acts that take a second person."""


def keep(life, item):
    """Return the next step towards keeping a promise: the paper, then the second person's word."""
    if life.case.fulfilment(item) is None:
        return "FulfilPromise", item, "名册.pdf", "a" * 64
    return "ConfirmPromise", item


def next_in_review(life):
    owed = life.case.open_promises("before_decision")
    if owed:
        return keep(life, owed[0].item)
    if not life.case.site_checks:
        return "RecordSiteCheck", life.now, "草坪", ("u1", "u2"), (), (), "符合"
    if not life.case.site_checks[-1].complete:
        return "ConfirmCheck", f"site:{len(life.case.site_checks)}"
    return "Recommend", "grant", "意见", 5000


def next_before_opening(life):
    """Confirm what waits, have hazards re-checked, else inspect with every condition found fulfilled."""
    if waits := next(iter(waiting(life.case)), ""):
        return "ConfirmCheck", waits
    if standing := life.case.after.open_hazards():
        return "RecheckHazards", life.now, ("u1", "u2"), tuple(c.HazardResult(key, passed=True) for key in standing)
    held = holding_opening(life.case, life.pack)
    met = tuple(c.ConditionResult(key, fulfilled=True, evidence="照片") for key in held)
    return "RecordOpeningCheck", life.now, ("u1", "u2"), (), True, life.results(), (), met


FORWARD = {
    Status.CORRECTING: lambda life: ("ReceiveSupplement", life.case.application, life.now),
    Status.ACCEPTED: next_in_review,
    Status.TOLERATED: next_in_review,
    Status.RECOMMENDED: lambda life: ("Countersign", life.case.signature("recommend").fingerprint),
    Status.COUNTERSIGNED: lambda life: ("ThirdSign", life.case.signature("recommend").fingerprint),
    Status.PAUSED: lambda life: ("ResumeClock", life.now.date()),
    Status.GRANTED: next_before_opening,
    Status.CLEARED: lambda life: ("OpenEvent", life.now),
    Status.SUSPENDED: lambda life: ("ResumeEvent", life.now, "人数回落"),
}
"""State → the ordinary next step."""
WHO = {Status.RECOMMENDED: "approver", Status.COUNTERSIGNED: "approver2"}


class Walk(RuleBasedStateMachine):
    new_life = life = None
    reached: ClassVar[set[Status]] = set()

    @initialize()
    def begin(self):
        self.life = type(self).new_life()
        self.life.receive()

    @rule(steps=st.integers(1, 6), alone=st.booleans(), promised=st.sampled_from([(), (OWED,)]))
    def go_forward(self, steps, alone, promised):
        """Take ordinary next steps, so that walks also reach the late states; or try to take them all alone."""
        for _ in range(steps):
            status = self.life.case.status
            if status is Status.RECEIVED:
                self.attempt("Accept", self.life.now.date(), promised)
            elif status in FORWARD:
                wish = FORWARD[status](self.life)
                who = "officer2" if wish[0] in SECOND else WHO.get(status, "officer")
                self.attempt(*wish, who="both" if alone else who)
            self.reached.add(self.life.case.status)

    def attempt(self, kind, *values, who="officer", **named):
        """Give a command; a refusal is an answer, too, and changes nothing."""
        before = self.life.case
        allowed = before.status in STATES[getattr(c, kind).kind]
        try:
            self.life.do(kind, *values, who=who, **named)
        except Refusal:
            assert self.life.case is before
        else:
            assert allowed

    @rule(hours=st.sampled_from([1, 24, 72, 24 * 7]))
    def time_passes(self, hours):
        self.life.now += timedelta(hours=hours)

    @rule(closed=st.booleans())
    def findings_come_and_go(self, closed):
        self.life.gate = (BLOCK,) if closed else ()

    @rule(promised=PROMISES)
    def accept(self, promised):
        self.attempt("Accept", self.life.now.date(), promised)

    @rule()
    def deem_accepted(self):
        self.attempt("DeemAccepted")

    @rule(reason=st.sampled_from(["", "补正材料中发现新问题"]))
    def send_correction(self, reason):
        item = c.Deficiency("M2.1", ("R2",), "过期", "换新证")
        self.attempt("SendCorrection", (item,), self.life.now.date() + timedelta(days=7), reason)

    @rule()
    def receive_supplement(self):
        self.attempt("ReceiveSupplement", self.life.case.application, self.life.now)

    @rule(verdict=st.sampled_from(["meets", "correct", ""]))
    def judge(self, verdict):
        self.attempt("JudgeMaterial", "M2.1", verdict, ("R2",))

    @rule(item=st.sampled_from(["M7.2", SUSPENSIVE]))
    def fulfil(self, item):
        self.attempt("FulfilPromise", item, "名册.pdf", "a" * 64)

    @rule(item=st.sampled_from(["M7.2", SUSPENSIVE]), who=st.sampled_from([*OFFICERS, "approver"]), holds=st.booleans())
    def confirm_promise(self, item, who, holds):
        self.attempt("ConfirmPromise", item, holds, "" if holds else "未盖章", who=who)

    @rule(ground=st.sampled_from(["hearing", "correction"]))
    def pause(self, ground):
        self.attempt("PauseClock", ground, self.life.now.date())

    @rule()
    def go_on(self):
        self.attempt("ResumeClock", self.life.now.date())

    @rule(
        officers=st.sampled_from([("u1", "u2"), ("u1",), ("u1", "u1"), ("u2", "u3"), ("u1", "无此人")]), hazard=HAZARDS
    )
    def check_site(self, officers, hazard):
        self.attempt("RecordSiteCheck", self.life.now, "草坪", officers, conclusion="符合", found=hazard)

    @rule(who=st.sampled_from(["officer", "officer2", "approver"]))
    def confirm(self, who):
        for target in waiting(self.life.case):
            self.attempt("ConfirmCheck", target, who=who)

    @rule(passed=st.booleans())
    def recheck(self, passed):
        results = tuple(c.HazardResult(key, passed) for key in self.life.case.after.open_hazards())
        self.attempt("RecheckHazards", self.life.now, ("u1", "u2"), results)

    @rule(moment=st.sampled_from(["before_opening", "during"]))
    def draft_condition(self, moment):
        self.attempt("SetCondition", f"c-{moment}", "设岗", "承办者", moment, "现场核对")

    @rule(fulfilled=st.booleans())
    def look_at_conditions(self, fulfilled):
        for key in self.life.case.conditions:
            self.attempt("CheckCondition", key, self.life.now, fulfilled, "照片")

    @rule(level=st.sampled_from([0, 1, 2]))
    def set_level(self, level):
        self.attempt("SetLevel", level, "重要来宾")

    @rule(who=st.sampled_from(OFFICERS), outcome=st.sampled_from(["grant", "grant", "refuse"]))
    def recommend(self, who, outcome):
        reasons = () if outcome == "grant" else (c.RefusalReason("4", "出口不足", "记录"),)
        self.attempt("Recommend", outcome, "意见", 5000 if outcome == "grant" else None, reasons, who=who)

    @precondition(lambda self: self.life.case.signature("recommend"))
    @rule(who=st.sampled_from(APPROVERS), kind=st.sampled_from(["Countersign", "Countersign", "ThirdSign"]))
    def sign(self, who, kind):
        self.attempt(kind, self.life.case.signature("recommend").fingerprint, who=who)

    @rule(who=st.sampled_from(APPROVERS))
    def send_back(self, who):
        self.attempt("ReturnRecommendation", "重写", who=who)

    @rule()
    def deliver(self):
        self.attempt("Deliver", "window", "承办者", self.life.now.date())

    @rule(hazard=HAZARDS, passed=st.booleans())
    def inspect(self, hazard, passed):
        results = self.life.results(**{one.item: "hazard" for one in hazard})
        self.attempt("RecordOpeningCheck", self.life.now, ("u1", "u2"), (), passed, results, hazard)

    @rule()
    def run_event(self):
        self.attempt("OpenEvent", self.life.now)

    @rule(kind=st.sampled_from(["SuspendEvent", "ResumeEvent", "EndEvent", "StopEvent"]))
    def happen(self, kind):
        values = {
            "SuspendEvent": ("TR-01", "6100 人", "停止检票", self.life.now, "低于 5400 人", ("计数器", "视频")),
            "ResumeEvent": (self.life.now, "人数回落"),
            "EndEvent": (self.life.now,),
            "StopEvent": (self.life.now, "失序"),
        }
        self.attempt(kind, *values[kind])

    @rule(kind=st.sampled_from(["time", "place"]))
    def ask_for_change(self, kind):
        self.attempt("RequestChange", kind, "变更", self.life.now)

    @rule(approved=st.booleans())
    def decide_change(self, approved):
        self.attempt("DecideChange", len(self.life.case.changes), approved, "理由", who="approver")

    @invariant()
    def replay_gives_the_state(self):
        if self.life:
            stored = [Event(e.kind, json.loads(e.stored())["data"]) for e in self.life.events]
            assert replay(stored) == self.life.case
            assert self.life.case.version == len(stored)

    @invariant()
    def a_snapshot_gives_the_state(self):
        if self.life and self.life.case.version % 5 == 0:
            assert read(Case, json.loads(json.dumps(plain(self.life.case)))) == self.life.case

    @invariant()
    def a_grant_rests_on_acceptance_site_check_and_two_persons(self):
        case = self.life and self.life.case
        if case and case.status in DECIDED:
            assert case.accepted is not None
            assert any(len(set(check.confirmed)) >= 2 for check in case.site_checks)
            assert case.recommendation is not None
            assert case.decision.act.by != case.recommendation.act.by
            assert len({s.by for s in case.signatures if s.act != "accept"}) >= 2
            if case.level and case.level.level == 1:
                assert case.signature("third_sign").by != case.recommendation.act.by

    @invariant()
    def nothing_runs_over_an_unmet_promise(self):
        case = self.life and self.life.case
        if case and case.status in {Status.RUNNING, Status.SUSPENDED}:
            assert not case.open_promises()
            assert any(check.passed and check.complete for check in case.opening_checks)

    @invariant()
    def nothing_opens_over_a_hazard_or_an_unfulfilled_condition(self):
        case = self.life and self.life.case
        if case and case.status is Status.RUNNING and case.run[-1].kind == "opened":
            assert not case.after.open_hazards()
            assert not holding_opening(case, self.life.pack)

    @invariant()
    def hard_papers_are_never_promised(self):
        if self.life:
            assert "M5.1" not in self.life.case.promises


WALKS = settings(
    max_examples=80,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def test_no_path_reaches_a_grant_or_a_running_event_unduly(new_life):
    Walk.new_life = staticmethod(new_life)
    Walk.reached.clear()
    wanted = {Status.RECOMMENDED, Status.GRANTED, Status.CLEARED, Status.RUNNING}
    for _ in range(6):  # walks are random: one round misses the last states now and then
        run_state_machine_as_test(Walk, settings=WALKS)
        if wanted <= Walk.reached:
            break
    assert wanted <= Walk.reached


STEPS = {
    "fulfil": lambda life: ("FulfilPromise", SUSPENSIVE, "验收.pdf", "a" * 64),
    "confirm": lambda life: ("ConfirmPromise", SUSPENSIVE),
    "extend": lambda life: ("ExtendPromise", SUSPENSIVE, at("2026-04-28T16:00"), "检测延误", "顾衡"),
    "inspect": next_before_opening,
    "open": lambda life: ("OpenEvent", life.now),
    "supplement": lambda life: ("ReceiveSupplement", life.case.application, life.now),
}


def stepped(life, step):
    """Return a copy of the life one step on; refused steps change nothing, ``wait`` lets the promise run out."""
    after = copy(life)
    after.events = list(life.events)
    if step == "wait":
        after.now = max(after.now, START - timedelta(hours=3))
        return after
    wish = STEPS[step](after)
    with suppress(Refusal):
        after.do(*wish, who="officer2" if wish[0] in SECOND else "officer")
    return after


def test_no_order_of_keeping_breaking_and_extending_a_promise_opens_the_event_without_it(life):
    life.accept(OWED)
    life.check_site()
    life.recommend()
    life.countersign()
    lives, opened = {"": life}, []
    for _ in range(6):
        lives = {f"{way} {s}": stepped(one, s) for way, one in lives.items() for s in (*STEPS, "wait")}
        opened += [way for way, one in lives.items() if one.case.status is Status.RUNNING]
        running = [one.case.fulfilment(SUSPENSIVE) for one in lives.values() if one.case.status is Status.RUNNING]
        assert all(met and not met.waits for met in running)
        lives = {key(one): (way, one) for way, one in lives.items()}
        lives = dict(lives.values())
    assert opened
    assert all(way.find("fulfil") < way.find("confirm") for way in opened)


def key(life):
    """Return what decides how a life can go on."""
    promise, met = life.case.promise(SUSPENSIVE), life.case.fulfilment(SUSPENSIVE)
    return life.case.status, promise.due, met and met.waits, life.now, bool(waiting(life.case))


EDITS = (
    c.JudgeMaterial("case-1", "M1.1", "correct", ("R3",), "未盖章", "补盖"),
    c.JudgePlan("case-1", "P1", 1, "内容不全"),
    c.SetDuty("case-1", "B01", "doing", "齐玥", "138", "岗一", ("C",)),
    c.JudgeProgramme("case-1", "1", "pass_after_change", ("SG1",), (), "第二段引导冲撞", "改词"),
    c.AnswerProgramme("case-1", "1", "已改", accepted=True),
    c.ScoreFactor("case-1", "D1.1", 3, 2, "", "合同"),
    c.JudgeSite("case-1", "Z1", "correct", "缓冲区不足"),
    c.WriteNote("case-1", "n1", "看第三页", "M1.1"),
    c.SetCondition("case-1", "c1", "设岗", "承办者", "before_opening"),
    c.SetLevel("case-1", 2, "大型演出"),
    c.StateFact("case-1", "s1", "FA05", "每场", 4800, "M5.2.pdf", 2, "", "typed"),
    c.ChooseFact("case-1", "FA05", "每场", 5000, "以申请表为准"),
    c.AnswerFinding("case-1", "K09", "FA05", "已核对"),
)


def test_undo_brings_back_what_stood_before_every_unsigned_edit(life):
    life.accept()
    for edit in EDITS:
        before = life.case
        life.give(edit)
        assert life.case.version == before.version + 1
        life.give(undo_of(before, edit))
        again = [f for f in Case.__dataclass_fields__ if f not in {"version", "acts"}]
        assert [getattr(life.case, f) for f in again] == [getattr(before, f) for f in again], edit


def test_undo_of_a_second_edit_brings_back_the_first(life):
    life.accept()
    life.give(EDITS[0])
    first = life.case
    life.give(c.JudgeMaterial("case-1", "M1.1", "meets"))
    life.give(undo_of(first, c.JudgeMaterial("case-1", "M1.1", "meets")))
    assert life.case.materials == first.materials


def test_undo_brings_back_a_removed_note_and_a_removed_condition(life):
    life.accept()
    life.give(c.WriteNote("case-1", "n1", "看第三页", "M1.1", page=3))
    life.give(c.SetCondition("case-1", "c1", "设岗", "承办者", "before_opening"))
    for removal in (c.RemoveNote("case-1", "n1"), c.RemoveCondition("case-1", "c1")):
        before = life.case
        life.give(removal)
        life.give(undo_of(before, removal))
        assert (life.case.notes, life.case.conditions) == (before.notes, before.conditions)


def test_signed_acts_and_acts_towards_others_have_no_undo(life):
    life.accept()
    edits = {edit.kind for edit in EDITS} | {"assign_officer", "remove_note", "remove_condition"}
    for kind, made in ALL.items():
        if made.signed:
            assert kind not in edits
            assert undo_of(life.case, object.__new__(made)) is None, kind
