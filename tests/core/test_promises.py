"""Tolerated deficiencies: where a promise stands by the clock alone, and what no order of acts can get past."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from workbench.core import commands as c
from workbench.core.case import Status
from workbench.core.decide import Refusal
from workbench.core.promises import Standing, number_in_force, reminder_days, standing, unmet
from workbench.core.seal import fingerprint

at = datetime.fromisoformat
ROSTER, STAND = "M7.2", "M9.5"
"""A paper that may be owed to the decision, and one that may be owed to the opening."""
DUE = at("2026-04-14T12:00")
OPENING = at("2026-04-27T12:00")


def promise(item=ROSTER, due=DUE, kind="before_decision", **more):
    return c.Promise(item, "澄湖启浪文化传播有限公司", due, kind, **more)


def suspensive(**more):
    return promise(STAND, OPENING, "before_opening", **more)


def deliver(life, item=ROSTER, received=None):
    return life.do("FulfilPromise", item, "名册.pdf", "a" * 64, received=received)


def grant(life, number=5000):
    life.check_site()
    life.do("Recommend", "grant", "同意", number)
    return life.countersign()


# Where a promise stands


def test_a_promise_turns_from_open_to_due_soon_to_overdue_with_the_clock_alone(life, calendar):
    case = life.accept(promise())
    first, last = reminder_days(promise(), calendar, life.pack)
    assert (first, last) == (date(2026, 4, 9), date(2026, 4, 13))
    told = [
        standing(case, ROSTER, at(moment), first)
        for moment in ("2026-04-08T23:59", "2026-04-09T00:00", "2026-04-14T12:00", "2026-04-14T12:01")
    ]
    assert told == [Standing.OPEN, Standing.DUE_SOON, Standing.DUE_SOON, Standing.OVERDUE]
    assert life.case is case


def test_a_promise_for_the_last_minute_of_a_day_is_overdue_at_midnight(life):
    case = life.accept(promise(due=at("2026-04-14T23:59")))
    assert standing(case, ROSTER, at("2026-04-14T23:59")) is Standing.OPEN
    assert standing(case, ROSTER, at("2026-04-15T00:00")) is Standing.OVERDUE


def test_a_paper_that_came_in_is_kept_only_by_a_second_persons_word(life):
    life.accept(promise())
    deliver(life)
    assert standing(life.case, ROSTER, DUE) is Standing.DELIVERED
    with life.refuses("four_eyes"):
        life.do("ConfirmPromise", ROSTER)
    life.do("ConfirmPromise", ROSTER, who="officer2")
    assert standing(life.case, ROSTER, at("2026-05-01T00:00")) is Standing.KEPT
    assert unmet(life.case, DUE) == ()


def test_a_paper_that_came_in_time_and_is_confirmed_late_was_kept_in_time(life):
    life.accept(promise())
    life.now = at("2026-04-15T09:00")
    deliver(life, received=at("2026-04-14T11:50"))
    life.do("ConfirmPromise", ROSTER, who="approver")
    assert standing(life.case, ROSTER, life.now) is Standing.KEPT


def test_a_paper_that_came_late_is_kept_late(life):
    life.accept(promise())
    life.now = at("2026-04-15T09:00")
    deliver(life)
    life.do("ConfirmPromise", ROSTER, who="approver")
    assert standing(life.case, ROSTER, life.now) is Standing.KEPT_LATE


def test_a_paper_sent_back_is_owed_as_before_and_needs_the_reason(life):
    life.accept(promise())
    deliver(life)
    with life.refuses("stated", "note"):
        life.do("ConfirmPromise", ROSTER, holds=False, who="officer2")
    life.do("ConfirmPromise", ROSTER, holds=False, note="名册缺上岗证", who="officer2")
    assert life.case.fulfilment(ROSTER) is None
    assert [p.item for p in unmet(life.case, life.now)] == [ROSTER]
    assert [step.kind for step in life.case.promise_steps[ROSTER]] == ["made", "delivered", "returned"]
    deliver(life)
    life.do("ConfirmPromise", ROSTER, who="officer2")
    assert standing(life.case, ROSTER, life.now) is Standing.KEPT


@pytest.mark.parametrize("received", ["2026-04-02T09:00", "2026-04-05T09:00"])
def test_a_paper_is_not_dated_before_the_acceptance_or_into_the_future(life, received):
    life.accept(promise())
    with pytest.raises(Refusal) as refusal:
        deliver(life, received=at(received))
    assert refusal.value.field == "received"


# Made


@pytest.mark.parametrize("item", ["M1.1", "M2.1", "M4.1", "M5.1"])
def test_papers_that_may_never_be_tolerated_are_not(life, item):
    with life.refuses("tolerance", "promises"):
        life.accept(promise(item))


def test_a_moment_that_is_said_to_follow_from_a_rule_does(new_life):
    ruled = suspensive(anchor="before_event", amount=2)
    assert new_life().accept(replace(ruled, due=at("2026-04-27T17:30"))).promises[STAND].anchor == "before_event"
    with pytest.raises(Refusal, match="相对规则"):
        new_life().accept(replace(ruled, due=at("2026-04-26T17:30")))
    doors = suspensive(anchor="before_doors", amount=24)
    assert new_life().accept(replace(doors, due=at("2026-04-28T17:00")))
    with pytest.raises(Refusal, match="相对规则"):
        new_life().accept(replace(doors, due=at("2026-04-28T16:00")))


@pytest.mark.parametrize(
    "wrong",
    [
        promise(fallback="no_opening"),
        suspensive(fallback="no_decision"),
        promise(fallback="lower_number"),
        promise(fallback="lower_number", number=6000),
        promise(fallback="no_decision", number=3000),
        promise(fallback="sue"),
    ],
)
def test_the_consequence_fits_the_promise_and_a_lower_number_is_lower(life, wrong):
    with pytest.raises(Refusal) as refusal:
        life.accept(wrong)
    assert refusal.value.field == "promises"


# Extended, waived


def test_an_extension_keeps_what_stood_before_and_leaves_the_decisions_seal_alone(life):
    life.accept(suspensive())
    grant(life)
    sealed = fingerprint(life.case, life.pack, {})
    life.do("ExtendPromise", STAND, at("2026-04-28T12:00"), "检测延误", "顾衡")
    assert life.case.promise(STAND).due == at("2026-04-28T12:00")
    assert life.case.promise_steps[STAND][-1].was == OPENING
    assert fingerprint(life.case, life.pack, {}) == sealed


def test_a_promise_that_ran_out_is_not_extended_any_more(life):
    life.accept(promise())
    life.now = DUE + timedelta(minutes=1)
    with life.refuses("tolerance", "due"):
        life.do("ExtendPromise", ROSTER, at("2026-04-15T12:00"), "盖章延误", "顾衡")


def test_a_promise_is_waived_by_an_approver_on_a_ground_and_never_by_who_took_it(life):
    life.accept(promise())
    with life.refuses("role"):
        life.do("WaivePromise", ROSTER, "no_longer_applies", "不再聘用保安")
    with life.refuses("listed", "ground"):
        life.do("WaivePromise", ROSTER, "too_late", "来不及", who="approver")
    with life.refuses("stated", "reason"):
        life.do("WaivePromise", ROSTER, "no_longer_applies", " ", who="approver")
    life.do("WaivePromise", ROSTER, "no_longer_applies", "改由场所自有安保", who="approver")
    assert standing(life.case, ROSTER, at("2026-05-01T00:00")) is Standing.WAIVED
    assert life.case.status is Status.ACCEPTED
    assert life.case.signature("waive_promise").name == "顾衡"


def test_who_took_a_promise_does_not_waive_it(life):
    life.receive()
    life.now = at("2026-04-03T10:00")
    life.do("Accept", date(2026, 4, 3), (promise(),), who="both")
    with life.refuses("four_eyes"):
        life.do("WaivePromise", ROSTER, "no_longer_applies", "改由场所自有安保", who="both")


def test_letters_and_reminders_leave_an_open_recommendation_standing(life):
    life.accept(suspensive())
    life.check_site()
    life.recommend()
    life.do("AttachLetter", STAND, "承诺书.pdf", "b" * 64)
    life.do("RemindPromisor", STAND, "phone", "已告知安全负责人")
    assert life.case.promise(STAND).letter_sha256 == "b" * 64
    assert life.countersign().status is Status.GRANTED


# A lower number


def test_an_unkept_promise_brings_the_approved_number_down_by_itself(life):
    life.accept(suspensive(fallback="lower_number", number=3000))
    grant(life)
    assert number_in_force(life.case, OPENING) == 5000
    assert number_in_force(life.case, OPENING + timedelta(minutes=1)) == 3000
    assert standing(life.case, STAND, OPENING + timedelta(minutes=1)) is Standing.FALLBACK


def test_before_its_moment_a_promise_with_a_lower_number_closes_the_opening(life):
    life.accept(suspensive(fallback="lower_number", number=3000))
    grant(life)
    with life.refuses("K07"):
        life.inspect()
    life.now = OPENING + timedelta(hours=1)
    life.inspect()
    life.now = life.start - timedelta(hours=2)
    assert life.do("OpenEvent", life.now).status is Status.RUNNING
    assert number_in_force(life.case, life.now) == 3000


def test_a_paper_that_comes_late_does_not_raise_the_number_again(life):
    life.accept(suspensive(fallback="lower_number", number=3000))
    grant(life)
    life.now = OPENING + timedelta(hours=1)
    deliver(life, STAND)
    life.do("ConfirmPromise", STAND, who="officer2")
    assert number_in_force(life.case, life.now) == 3000


def test_a_paper_in_time_keeps_the_number_while_the_second_person_is_awaited(life):
    life.accept(suspensive(fallback="lower_number", number=3000))
    grant(life)
    deliver(life, STAND)
    later = OPENING + timedelta(hours=1)
    assert number_in_force(life.case, later) == 5000
    assert [p.item for p in unmet(life.case, later)] == [STAND]


def test_a_broken_promise_before_the_decision_bounds_the_number_that_may_be_approved(life):
    life.accept(promise(fallback="lower_number", number=3000))
    life.check_site()
    life.now = DUE + timedelta(minutes=1)
    with life.refuses("K07", "approved"):
        life.recommend()
    assert life.do("Recommend", "grant", "同意", 3000).status is Status.RECOMMENDED


def test_a_number_that_falls_between_recommendation_and_countersignature_is_the_one_in_force(life):
    life.accept(suspensive(fallback="lower_number", number=3000))
    life.check_site()
    life.recommend()
    life.now = OPENING + timedelta(hours=1)
    life.countersign()
    assert number_in_force(life.case, life.now) == 3000


# Every order of acts


class Ledger:
    """What the walk itself knows of a promise, kept apart from the case."""

    def __init__(self, made):
        self.made, self.due = made, made.due
        self.came = self.recorder = None
        self.confirmed = self.waived = False

    def settled(self, now, number):
        """Return whether the event may go ahead as far as this promise is concerned."""
        if self.waived and not self.lowered(now):
            return True
        if self.lowered(now):
            return number is not None and number <= self.made.number
        return self.confirmed

    def lowered(self, now):
        if self.made.fallback != "lower_number":
            return False
        return (self.came or now) > self.due


CHOICES = {
    ROSTER: (promise(), promise(fallback="lower_number", number=4000)),
    STAND: (
        suspensive(),
        suspensive(fallback="lower_number", number=3000),
        promise(STAND, DUE),
    ),
}


class Walk(RuleBasedStateMachine):
    """Deliver, confirm, send back, waive, extend, remind, supplement, recommend, sign, inspect, open, in any order."""

    new_life = life = None
    reached: ClassVar[set[str]] = set()

    @initialize(
        roster=st.sampled_from([None, *CHOICES[ROSTER]]),
        stand=st.sampled_from([None, *CHOICES[STAND]]),
        never=st.sampled_from([None, None, "M2.1", "M5.1"]),
    )
    def begin(self, roster, stand, never):
        self.life = type(self).new_life()
        self.life.receive()
        self.life.now = at("2026-04-03T10:00")
        made = tuple(p for p in (roster, stand) if p)
        if never and self.did("Accept", date(2026, 4, 3), (*made, promise(never))):
            raise AssertionError(f"{never} was tolerated")
        self.life.do("Accept", date(2026, 4, 3), made)
        self.ledger = {p.item: Ledger(p) for p in made}

    def did(self, kind, *values, who="officer", **named):
        """Give a command; return whether it was taken."""
        try:
            self.life.do(kind, *values, who=who, **named)
        except Refusal:
            return False
        return True

    @rule(hours=st.sampled_from([1, 6, 24, 24 * 3, 24 * 7]))
    def time_passes(self, hours):
        self.life.now += timedelta(hours=hours)

    @rule(item=st.sampled_from([ROSTER, STAND]), minutes=st.sampled_from([-1, 0, 1]))
    def the_moment_comes(self, item, minutes):
        if item in self.ledger:
            self.life.now = max(self.life.now, self.ledger[item].due + timedelta(minutes=minutes))

    @rule(
        item=st.sampled_from([ROSTER, STAND]),
        who=st.sampled_from(["officer", "both"]),
        earlier=st.sampled_from([0, 30]),
    )
    def deliver(self, item, who, earlier):
        received = self.life.now - timedelta(hours=earlier)
        if self.did("FulfilPromise", item, "文件.pdf", "a" * 64, received=received, who=who):
            self.ledger[item].came, self.ledger[item].recorder = received, who

    @rule(
        item=st.sampled_from([ROSTER, STAND]),
        who=st.sampled_from(["officer", "officer2", "approver", "both"]),
        holds=st.sampled_from([True, True, False]),
    )
    def confirm(self, item, who, holds):
        if not self.did("ConfirmPromise", item, holds, "缺页", who=who):
            return
        entry = self.ledger[item]
        assert entry.recorder not in {None, who}
        entry.confirmed = holds
        if not holds:
            entry.came = entry.recorder = None

    @rule(item=st.sampled_from([ROSTER, STAND]), who=st.sampled_from(["officer", "approver", "both"]))
    def waive(self, item, who):
        if self.did("WaivePromise", item, "no_longer_applies", "设施已取消", who=who):
            assert who != "officer"
            self.ledger[item].waived, self.ledger[item].came = True, self.life.now

    @rule(item=st.sampled_from([ROSTER, STAND]), hours=st.sampled_from([1, 20]))
    def extend(self, item, hours):
        later = self.ledger[item].due + timedelta(hours=hours) if item in self.ledger else self.life.now
        if self.did("ExtendPromise", item, later, "检测延误", "顾衡"):
            assert self.life.now <= self.ledger[item].due
            self.ledger[item].due = later

    @rule(item=st.sampled_from([ROSTER, STAND]))
    def remind(self, item):
        self.did("RemindPromisor", item, "phone")
        self.did("AttachLetter", item, "承诺书.pdf", "c" * 64)

    @rule()
    def supplement(self):
        self.did("ReceiveSupplement", self.life.case.application, self.life.now)

    @rule()
    def check_site(self):
        with suppress(Refusal):
            self.life.check_site()

    @rule(number=st.sampled_from([5000, 4000, 3000]))
    def recommend(self, number):
        self.check_site()
        if self.did("Recommend", "grant", "同意", number):
            self.all_settled("before_decision", number)

    @rule(who=st.sampled_from(["approver", "both"]))
    def countersign(self, who):
        signed = self.life.case.signature("recommend")
        if signed and self.did("Countersign", signed.fingerprint, who=who):
            self.all_settled("before_decision", number_in_force(self.life.case, self.life.now))
            self.reached.add("granted")

    @rule()
    def send_back(self):
        self.did("ReturnRecommendation", "重写", who="approver")

    @rule()
    def inspect(self):
        with suppress(Refusal):
            self.life.inspect()
            self.all_settled("", number_in_force(self.life.case, self.life.now))

    @rule()
    def open(self):
        before = self.life.now
        if self.did("OpenEvent", self.life.now):
            self.all_settled("", number_in_force(self.life.case, before))
            self.reached.add("opened")
            self.reached |= {f"opened {self.kind(entry)}" for entry in self.ledger.values()}
        else:
            self.reached.add("kept shut")

    def kind(self, entry):
        return "waived" if entry.waived else "kept" if entry.confirmed else "lowered"

    def all_settled(self, kind, number):
        for item, entry in self.ledger.items():
            if kind in ("", entry.made.type):
                assert entry.settled(self.life.now, number), (item, self.life.now, number)

    @invariant()
    def nothing_hard_is_promised(self):
        if self.life:
            assert set(self.life.case.promises) <= {ROSTER, STAND}

    @invariant()
    def the_case_and_the_ledger_agree_on_the_moments(self):
        if self.life:
            for item, entry in self.ledger.items():
                assert self.life.case.promise(item).due == entry.due

    @rule(way=st.sampled_from(["keep", "keep alone", "waive", "let it run out", "owe"]))
    def go_forward(self, way):
        """Take what lies before the event in one go, so that walks also reach the opening."""
        for item, entry in self.ledger.items():
            if way == "keep alone":
                self.deliver(item, "both", 0)
                self.confirm(item, "both", holds=True)
            elif way == "waive":
                self.waive(item, "approver")
            elif way == "keep" or (way == "let it run out" and entry.made.fallback != "lower_number"):
                self.deliver(item, "officer", 0)
                self.confirm(item, "officer2", holds=True)
        if way == "let it run out":
            for item in self.ledger:
                self.the_moment_comes(item, 1)
        self.recommend(3000)
        self.countersign("approver")
        self.inspect()
        self.open()


WALKS = settings(
    max_examples=120,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def test_no_order_of_acts_and_hours_gets_past_an_unmet_promise(new_life):
    Walk.new_life = staticmethod(new_life)
    run_state_machine_as_test(Walk, settings=WALKS)


LOWERED = CHOICES[STAND][1]


@pytest.mark.parametrize(
    ("roster", "stand", "way", "reached"),
    [
        (promise(), suspensive(), "keep", {"granted", "opened", "opened kept"}),
        (None, suspensive(), "waive", {"granted", "opened", "opened waived"}),
        (None, LOWERED, "let it run out", {"granted", "opened", "opened lowered"}),
        (None, suspensive(), "owe", {"granted", "kept shut"}),
        (promise(), suspensive(), "owe", {"kept shut"}),
    ],
)
def test_the_walks_rules_reach_every_end(new_life, roster, stand, way, reached):
    """The random walk proves nothing if its rules could not get anywhere; where it gets is shown here, not by luck."""
    Walk.new_life = staticmethod(new_life)
    Walk.reached.clear()
    walk = Walk()
    walk.begin(roster, stand, None)
    walk.go_forward(way)
    assert Walk.reached == reached
