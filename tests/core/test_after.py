"""After the decision: checks of two accounts, hazards, conditions with a life, moved times, endings, bans, the stop."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.core import commands as c
from workbench.core import conditions
from workbench.core.case import Status
from workbench.core.case_parts import Governing
from workbench.core.decide import Refusal
from workbench.core.decide_after import inspection_items, waiting, years_after
from workbench.core.rescheduling import moved, times_of
from workbench.core.standing import changed_silently
from workbench.core.values import Application, Row

at = datetime.fromisoformat
BLOCKED = c.HazardFound("东门被堵", "东门", "general", "场所管理者", at("2026-04-29T18:00"), "IS02")


def condition(life, key, moment="before_opening", **named):
    return life.do("SetCondition", key, "设第五处机动岗", "承办者", moment, "现场核对", **named)


def decided(life, *drafts):
    """Grant with conditions, each (key, moment)."""
    life.accept()
    for key, moment in drafts:
        condition(life, key, moment)
    life.check_site()
    life.recommend()
    return life.countersign()


def later(life, hours):
    start = life.start + timedelta(hours=hours)
    return (c.SessionTime("S1", start, start + timedelta(hours=2)),)


# Two officers


def test_an_on_site_check_counts_only_once_the_other_account_has_confirmed_it(life):
    life.accept()
    life.do("RecordSiteCheck", life.now, "草坪", ("u1", "u2"), conclusion="符合")
    with life.refuses("TAR.14"):
        life.recommend()
    for wrong in ("officer", "approver"):
        with life.refuses("ALL.34", "check"):
            life.do("ConfirmCheck", "site:1", who=wrong)
    life.do("ConfirmCheck", "site:1", who="officer2")
    assert life.case.site_checks[0].confirmed == ("u1", "u2")
    assert life.case.site_checks[0].officers == ("苏禾", "陆知远")
    assert life.recommend().status is Status.RECOMMENDED
    with life.refuses("state"):
        life.do("ConfirmCheck", "site:1", who="officer2")


@pytest.mark.parametrize("officers", [("u1", "无此人"), ("u2", "u3"), ("u1", "u5"), ("u1", "u1"), ("u1",)])
def test_officers_are_two_accounts_that_may_check_and_one_of_them_records(life, officers):
    life.accept()
    with pytest.raises(Refusal, check=lambda refusal: refusal.field == "officers"):
        life.do("RecordSiteCheck", life.now, "草坪", officers, conclusion="符合")


def test_a_record_of_the_time_before_accounts_still_counts(life):
    """Old events name officers by text and hold no accounts; replay must read them as they were."""
    life.accept()
    life.check_site()
    old = replace(life.case.site_checks[0], accounts=(), confirmed=())
    assert old.complete
    assert not replace(old, officers=("苏禾",)).complete


def test_an_inspection_clears_the_way_only_when_confirmed_but_bars_it_at_once(life):
    life.decide()
    life.now = life.start - timedelta(hours=3)
    life.do("RecordOpeningCheck", life.now, ("u1", "u2"), results=life.results())
    assert life.case.status is Status.GRANTED
    life.do("ConfirmCheck", "opening:1", who="officer2")
    assert life.case.status is Status.CLEARED
    life.do("RecordOpeningCheck", life.now, ("u1", "u2"), passed=False)
    assert life.case.status is Status.GRANTED
    life.do("ConfirmCheck", "opening:2", who="officer2")
    assert life.case.status is Status.GRANTED


def test_an_older_inspection_confirmed_late_does_not_undo_a_newer_one(life):
    life.decide()
    life.now = life.start - timedelta(hours=3)
    life.do("RecordOpeningCheck", life.now, ("u1", "u2"), results=life.results())
    life.do("RecordOpeningCheck", life.now, ("u1", "u2"), passed=False)
    assert life.do("ConfirmCheck", "opening:1", who="officer2").status is Status.GRANTED


# The inspection list


def test_the_list_follows_the_switches_of_the_event(life):
    life.receive()
    bare = inspection_items(life.case, "opening", life.pack)
    told = {"tmp.has": False, "sw.rides": True, "loc.water": False}
    fields = {**life.case.application.fields, **told}
    case = replace(life.case, application=replace(life.case.application, fields=fields))
    asked = inspection_items(case, "opening", life.pack)
    rules = life.pack.lists["inspection_items"]
    assert [code for code in bare if code not in asked] == [
        code for code, row in rules.items() if row.when and row.when.source in {"tmp.has == true", "loc.water == true"}
    ], "an answer no takes a line out, a missing answer leaves it in"
    assert any(row.when and "sw.rides" in row.when.source for row in asked.values())
    assert len(inspection_items(case, "site", life.pack)) < len(asked)


def test_a_passed_inspection_answers_every_line_and_a_hazardous_line_names_its_hazard(life):
    life.decide()
    life.now = life.start - timedelta(hours=3)
    with life.refuses("K20", "results"):
        life.do("RecordOpeningCheck", life.now, ("u1", "u2"), results=life.results()[1:])
    with life.refuses("K20", "found"):
        life.do("RecordOpeningCheck", life.now, ("u1", "u2"), passed=False, results=life.results(IS02="hazard"))
    with life.refuses("K20", "hazards"):
        life.do("RecordOpeningCheck", life.now, ("u1", "u2"), ("东门被堵",), passed=False)
    with life.refuses("K20", "found"):
        life.inspect((replace(BLOCKED, due=life.now),), passed=False)


# Hazards


def test_a_hazard_keeps_the_event_closed_until_two_officers_found_it_removed(life):
    life.decide()
    life.now = life.start - timedelta(hours=6)
    life.inspect((BLOCKED,), passed=False)
    life.do("OrderRectification", ("H1",), "清出通道", at("2026-04-29T15:00"), "TAR.10")
    order = life.case.after.orders[0]
    assert (order.holder, order.number) == (
        "场所管理者",
        f"{life.pack.papers['F08'].series}-{order.number.split('-')[-1]}",
    )
    assert life.case.after.hazards["H1"].due == at("2026-04-29T15:00")
    with life.refuses("K20", "passed"):
        life.inspect()
    life.do("RecheckHazards", life.now, ("u1", "u2"), (c.HazardResult("H1", passed=False),))
    life.do("ConfirmCheck", "recheck:1", who="officer2")
    assert life.case.after.open_hazards()
    life.do("RecheckHazards", life.now, ("u1", "u2"), (c.HazardResult("H1", passed=True),))
    assert life.case.after.open_hazards(), "one officer removes nothing"
    life.do("ConfirmCheck", "recheck:2", who="officer2")
    assert not life.case.after.open_hazards()
    assert life.inspect().status is Status.CLEARED


def test_a_hazard_turns_overdue_by_the_clock_alone(life):
    life.decide()
    life.now = life.start - timedelta(hours=6)
    life.inspect((BLOCKED,), passed=False)
    hazard = life.case.after.hazards["H1"]
    assert not hazard.overdue(BLOCKED.due)
    assert hazard.overdue(BLOCKED.due + timedelta(minutes=1))
    assert not replace(hazard, closed=BLOCKED.due).overdue(at("2027-01-01T00:00"))


def test_an_order_goes_to_one_duty_holder_on_a_listed_article(life):
    life.decide()
    life.now = life.start - timedelta(hours=6)
    life.inspect((BLOCKED, replace(BLOCKED, holder="搭建单位")), passed=False)
    due = at("2026-04-29T15:00")
    with life.refuses("TAR.10", "hazards"):
        life.do("OrderRectification", ("H1", "H2"), "清出", due, "TAR.10")
    with life.refuses("listed", "basis"):
        life.do("OrderRectification", ("H1",), "清出", due, "TAR.99")
    with life.refuses("TAR.10", "due"):
        life.do("OrderRectification", ("H1",), "清出", life.now, "TAR.10")


def test_a_grave_hazard_found_on_site_rules_a_grant_out_but_no_refusal(life):
    life.accept()
    life.check_site(found=(replace(BLOCKED, severity="grave"),))
    with life.refuses("TAR.11", "outcome"):
        life.recommend()
    assert life.recommend("refuse").status is Status.RECOMMENDED


# Conditions


def test_a_condition_lives_from_draft_to_closure(life):
    decided(life, ("c1", "before_opening"))
    states = [conditions.state(life.case, "c1")]
    life.now = life.start - timedelta(hours=4)
    for fulfilled in (False, True):
        life.do("CheckCondition", "c1", life.now, fulfilled, "照片三张")
        states.append(conditions.state(life.case, "c1"))
    life.do("CloseCondition", "c1", "已落实")
    states.append(conditions.state(life.case, "c1"))
    assert states == ["active", "not_fulfilled", "fulfilled", "closed"]
    with life.refuses("listed", "condition"):
        life.do("CheckCondition", "c1", life.now, True, "再看")  # noqa: FBT003


def test_a_drafted_condition_cannot_be_checked_and_an_unfulfilled_one_not_closed(life):
    life.accept()
    condition(life, "c1")
    assert conditions.state(life.case, "c1") == "drafted"
    life.check_site()
    life.recommend()
    life.countersign()
    with life.refuses("N07", "condition"):
        life.do("CloseCondition", "c1", "不再需要")
    with life.refuses("stated", "evidence"):
        life.do("CheckCondition", "c1", life.now, True, " ")  # noqa: FBT003


@pytest.mark.parametrize("moment", ["before_opening", "before_delivery"])
def test_a_condition_before_opening_holds_the_event_up_until_it_is_fulfilled(life, moment):
    decided(life, ("c1", moment), ("c2", "during"))
    life.now = life.start - timedelta(hours=3)
    with life.refuses("N07", "conditions"):
        life.inspect()
    life.inspect(conditions=(c.ConditionResult("c1", fulfilled=True, evidence="现场照片"),))
    assert life.case.status is Status.CLEARED
    assert conditions.newest_check(life.case, "c1").by == "苏禾、陆知远"
    life.do("CheckCondition", "c1", life.now, False, "岗位撤走")  # noqa: FBT003
    with life.refuses("N07", "conditions"):
        life.do("OpenEvent", life.now)


@pytest.mark.parametrize("owner", ["承办者、场所管理者", "承办者/搭建单位", "承办者 和 场地"])
def test_a_condition_has_one_owner(life, owner):
    life.accept()
    with life.refuses("N07", "owner"):
        life.do("SetCondition", "c1", "设岗", owner, "during", "看")


def test_a_grant_carries_no_condition_that_nobody_could_check(life):
    life.accept()
    life.do("SetCondition", "c1", "设岗", "承办者", "during")
    life.check_site()
    with life.refuses("N07", "outcome"):
        life.recommend()


def test_a_condition_is_late_by_its_own_time_else_by_the_doors(life):
    decided(life, ("c1", "before_opening"), ("c2", "during"))
    doors = life.start - timedelta(hours=2)
    assert conditions.due_of(life.case, life.case.conditions["c1"], life.pack) == doors
    assert not conditions.overdue(life.case, "c1", life.pack, doors)
    assert conditions.overdue(life.case, "c1", life.pack, doors + timedelta(minutes=1))
    assert not conditions.overdue(life.case, "c2", life.pack, at("2027-01-01T00:00"))


def test_a_held_event_is_archived_only_with_its_conditions_closed(life):
    decided(life, ("c1", "after"))
    life.do("Deliver", "window", "承办者", life.now.date())
    life.now = life.start - timedelta(hours=3)
    life.inspect()
    life.do("OpenEvent", life.now)
    life.do("EndEvent", life.now)
    life.do("ReviewEvent", ())
    with life.refuses("N07"):
        life.do("ArchiveCase")
    life.do("CloseCondition", "c1", "活动已结束，场地已恢复")
    assert life.do("ArchiveCase").status is Status.ARCHIVED


STEPS = st.lists(
    st.sampled_from(["inspect", "fail", "confirm", "recheck", "meet", "miss", "open", "hazard", "patrol"]), max_size=12
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_order_of_acts_opens_an_event_over_a_hazard_or_an_unmet_condition(steps, new_life):
    life = new_life()
    decided(life, ("c1", "before_opening"))
    life.now = life.start - timedelta(hours=3)
    hazard = replace(BLOCKED, due=life.start)
    wishes = {
        "inspect": lambda: life.do("RecordOpeningCheck", life.now, ("u1", "u2"), results=life.results()),
        "fail": lambda: life.do("RecordOpeningCheck", life.now, ("u1", "u2"), passed=False),
        "hazard": lambda: life.do("RecordOpeningCheck", life.now, ("u1", "u2"), passed=False, found=(hazard,)),
        "patrol": lambda: patrol(life, found=hazard),
        "confirm": lambda: [life.do("ConfirmCheck", one, who="officer2") for one in waits(life)],
        "recheck": lambda: life.do("RecheckHazards", life.now, ("u1", "u2"), gone(life)),
        "meet": lambda: life.do("CheckCondition", "c1", life.now, True, "照片"),  # noqa: FBT003
        "miss": lambda: life.do("CheckCondition", "c1", life.now, False, "照片"),  # noqa: FBT003
        "open": lambda: life.do("OpenEvent", life.now),
    }
    for step in steps:
        before = life.case
        try:
            wishes[step]()
        except Refusal:
            assert life.case is before or step == "confirm"
        if life.case.status is Status.RUNNING:
            assert not before.after.open_hazards()
            assert conditions.state(before, "c1") == "fulfilled"
            assert before.opening_checks[-1].passed
            assert before.opening_checks[-1].complete
            return


def waits(life):
    return tuple(waiting(life.case))


def gone(life):
    return tuple(c.HazardResult(key, passed=True) for key in life.case.after.open_hazards())


# Hazards found while the event runs


def patrol(life, proposal="", found=BLOCKED, **named):
    found = replace(found, due=life.now + timedelta(hours=1))
    return life.do("RecordHazards", life.now, ("u1", "u2"), (found,), proposal, **named)


def test_a_hazard_found_at_the_running_event_stands_at_once_and_is_ordered_away_and_rechecked(life):
    life.open()
    life.now += timedelta(hours=1)
    patrol(life, "suspend")
    hazard = life.case.after.hazards["H1"]
    assert (hazard.source, hazard.proposal, hazard.found) == ("patrol:1", "suspend", life.now)
    assert life.case.status is Status.RUNNING, "a proposal stops nothing by itself"
    assert list(waiting(life.case)) == ["patrol:1"]
    with life.refuses("ALL.34", "check"):
        life.do("ConfirmCheck", "patrol:1", who="approver")
    life.do("ConfirmCheck", "patrol:1", who="officer2")
    assert not waiting(life.case)
    assert life.case.after.open_hazards(), "the confirmation removes nothing"
    life.do("OrderRectification", ("H1",), "清出通道", life.now + timedelta(minutes=30), "TAR.10")
    life.do("SuspendEvent", "TR-01", "东门被堵", "停止检票", life.now, "通道清出", ("巡查", "视频"))
    life.now += timedelta(hours=1)
    assert patrol(life).after.hazards["H2"].source == "patrol:2", "while it is suspended, too"
    life.do("RecheckHazards", life.now, ("u1", "u2"), gone(life))
    life.do("ConfirmCheck", "recheck:1", who="officer2")
    assert not life.case.after.open_hazards()


def test_a_hazard_found_after_the_inspection_keeps_the_event_closed_until_it_is_rechecked(life):
    life.clear()
    patrol(life)
    assert life.case.status is Status.CLEARED
    with life.refuses("K20"):
        life.do("OpenEvent", life.now)
    life.do("RecheckHazards", life.now, ("u1", "u2"), gone(life))
    with life.refuses("K20"):
        life.do("OpenEvent", life.now)
    life.do("ConfirmCheck", "recheck:1", who="officer2")
    assert life.do("OpenEvent", life.now).status is Status.RUNNING


def test_a_record_of_hazards_names_two_officers_a_hazard_and_a_possible_time(life):
    life.clear()
    with life.refuses("order", "proposal"):
        patrol(life, "stop")
    life.now = life.start - timedelta(hours=2)
    life.do("OpenEvent", life.now)
    for rule, field, values in (
        ("stated", "found", (life.now, ("u1", "u2"), ())),
        ("ALL.34", "officers", (life.now, ("u1",), (BLOCKED,))),
        ("ALL.34", "officers", (life.now, ("u2", "u3"), (BLOCKED,))),
        ("not_future", "at", (life.now + timedelta(hours=1), ("u1", "u2"), (BLOCKED,))),
        ("order", "at", (at("2026-04-02T10:00"), ("u1", "u2"), (BLOCKED,))),
        ("K20", "found", (life.now, ("u1", "u2"), (replace(BLOCKED, due=life.now),))),
        ("listed", "proposal", (life.now, ("u1", "u2"), (replace(BLOCKED, due=life.now + timedelta(hours=1)),), "x")),
    ):
        with life.refuses(rule, field):
            life.do("RecordHazards", *values)
    for who in ("approver", "supervisor"):
        with pytest.raises(Refusal):
            patrol(life, who=who)


# Changes


def test_an_approved_change_of_time_moves_session_doors_days_and_decided_start(life):
    life.decide()
    life.do("RequestChange", "time", "推迟一天", life.now, sessions=later(life, 24))
    life.do("DecideChange", 1, approved=True, reason="不影响安全", who="approver")
    (session,) = life.case.application.rows("sessions")
    day = timedelta(days=1)
    assert (session["start"], session["doors"]) == (life.start + day, life.start - timedelta(hours=2) + day)
    assert life.case.application.fields["ev.start_date"] == life.start.date() + day
    assert life.case.decision.start == life.start + day
    assert life.case.changes[0].before[0].start == life.start
    assert life.case.status is Status.GRANTED


def test_an_earlier_start_shortens_promises_and_a_later_one_lengthens_none(life):
    item = next(m.code for m in life.pack.materials.values() if m.suspensive)
    promise = c.Promise(item, "承办者", at("2026-04-28T12:00"), "before_opening")
    for hours, due in ((24, at("2026-04-28T12:00")), (-48, None)):
        fresh = type(life)(life.pack, life.calendar)
        fresh.accept(promise)
        fresh.check_site()
        fresh.recommend()
        fresh.countersign()
        fresh.do("RequestChange", "time", "改期", fresh.now, sessions=later(fresh, hours))
        fresh.do("DecideChange", 1, approved=True, reason="同意", who="approver")
        limit = fresh.case.first_doors(fresh.case.first_start()) - timedelta(hours=24)
        assert fresh.case.promises[item].due == (due or limit)
        assert fresh.case.promises[item].due <= limit


def test_the_time_of_a_condition_and_a_governing_day_move_along(life):
    life.accept()
    condition(life, "c1", due=life.start - timedelta(hours=5))
    life.check_site()
    life.recommend()
    life.countersign()
    chosen = Governing(life.start.date(), "以申请表为准", governs=("ev.start_date",))
    life.case = replace(life.case, facts={("FA01", ""): chosen})
    life.do("RequestChange", "time", "推迟", life.now, sessions=later(life, 48))
    life.do("DecideChange", 1, approved=True, reason="同意", who="approver")
    assert life.case.conditions["c1"].due == life.start - timedelta(hours=5) + timedelta(hours=48)
    assert life.case.first_start() == life.start + timedelta(hours=48)


@pytest.mark.parametrize(
    ("sessions", "rule", "when"),
    [
        ((), "K25", "decide"),
        ((c.SessionTime("S9", at("2026-05-01T19:00"), at("2026-05-01T21:00")),), "listed", "ask"),
        ((c.SessionTime("S1", at("2026-05-01T19:00"), at("2026-05-01T18:00")),), "order", "ask"),
        ((c.SessionTime("S1", at("2026-04-02T19:00"), at("2026-04-02T21:00")),), "TAR.15", "decide"),
    ],
)
def test_new_times_are_stated_known_in_order_and_still_ahead(life, sessions, rule, when):
    life.decide()
    wish = ("RequestChange", "time", "改期", life.now)
    if when == "ask":
        with life.refuses(rule, "sessions"):
            life.do(*wish, sessions=sessions)
        return
    life.do(*wish, sessions=sessions)
    with life.refuses(rule, "request"):
        life.do("DecideChange", 1, approved=True, reason="同意", who="approver")


@settings(max_examples=60)
@given(hours=st.integers(-500, 500), own=st.integers(0, 300))
def test_everything_that_belongs_to_a_session_moves_by_as_much_as_its_start(hours, own):
    start = at("2026-04-29T19:00")
    act = start + timedelta(minutes=own)
    sheets = {
        "sessions": (Row("sessions", 1, {"code": "S1", "start": start, "end": start + timedelta(hours=2)}),),
        "programme": (
            Row("programme", 1, {"session": "S1", "start": act, "day": start.date()}),
            Row("programme", 2, {"session": "S2", "start": act}),
        ),
    }
    shift = timedelta(hours=hours)
    new = (c.SessionTime("S1", start + shift, start + shift + timedelta(hours=2)),)
    after = moved(Application("2026.1", {"ev.start_date": start.date()}, sheets), new)
    assert times_of(after)[0].start == start + shift
    first, second = after.rows("programme")
    assert (first["start"], first["day"], second["start"]) == (act + shift, start.date(), act)
    assert after.fields["ev.start_date"] == (start + shift).date()


def test_an_approved_change_is_no_silent_change_but_what_came_before_and_after_it_is(life):
    life.decide()
    version = life.case.signature("countersign").version
    life.do("RequestChange", "time", "推迟", life.now, sessions=later(life, 24))
    life.do("DecideChange", 1, approved=True, reason="同意", who="approver")
    assert changed_silently(life.events, version) == ()
    fields = {**life.case.application.fields, "und.contact": "另一联系人"}
    life.do("ReceiveSupplement", replace(life.case.application, fields=fields), life.now)
    named = [text.en for text in changed_silently(life.events, version)]
    assert "application" in named
    life.do("RequestChange", "time", "再推迟", life.now, sessions=later(life, 48))
    life.do("DecideChange", 2, approved=True, reason="同意", who="approver")
    assert "application" in [text.en for text in changed_silently(life.events, version)], "a later change hides nothing"


def test_a_new_application_is_linked_to_the_request_that_asked_for_it(life):
    life.decide()
    life.do("RequestChange", "place", "改到湖东", life.now)
    with life.refuses("listed", "request"):
        life.do("LinkCase", "replaced_by", "case-2", "CZ-2", 1)
    life.do("DecideChange", 1, approved=False, reason="须重新申请", who="approver")
    life.do("LinkCase", "replaced_by", "case-2", "CZ-2", 1)
    assert (life.case.after.links[0].other, life.case.after.links[0].request) == ("case-2", 1)
    for other in ("case-2", "case-1"):
        with life.refuses("unique", "other"):
            life.do("LinkCase", "replaced_by", other, "CZ-2")


# Endings


def end(life, act, ground, **named):
    values = {"compensation": "", "heard": "无异议", "returned": False, **named}
    return life.do("EndPermit", act, "事实清楚", "行政许可法", ground=ground, who="approver", **values)


def test_every_ending_has_its_own_grounds_and_every_ground_what_it_asks_for(new_life, pack):
    grounds = pack.lists["permit_end_grounds"]
    assert {row.data["act"] for row in grounds.values()} == set(pack.lists["permit_ends"])
    for code, row in grounds.items():
        life = new_life()
        life.decide()
        named = {"compensation": "据实补偿", "returned": True}
        for key, name in (("compensation", "compensation"), ("heard", "heard"), ("returned", "returned")):
            if row.data[key]:
                with life.refuses("ALL.70" if key == "returned" else "stated", name):
                    end(life, row.data["act"], code, **{**named, name: False if key == "returned" else ""})
        other = next(act for act in pack.lists["permit_ends"] if act != row.data["act"])
        with life.refuses("listed", "ground"):
            end(life, other, code, **named)
        assert end(life, row.data["act"], code, **named).status is Status.PERMIT_ENDED
        assert (life.case.closure.kind, life.case.closure.ground) == (row.data["act"], code)


def test_only_a_permit_got_by_fraud_brings_a_ban_and_that_of_three_years(new_life, pack):
    for code, row in pack.lists["permit_end_grounds"].items():
        life = new_life()
        life.decide()
        end(life, row.data["act"], code, compensation="据实", returned=True)
        assert [(b.since, b.until) for b in life.case.after.bans] == (
            [(date(2026, 4, 3), date(2029, 4, 3))] if row.data.get("ban") else []
        )


def test_after_a_revocation_the_permit_is_struck_off_once(life):
    life.decide()
    end(life, "revoke", "fraud")
    with life.refuses("ALL.70", "act"):
        end(life, "withdraw", "facts_changed", compensation="据实")
    end(life, "deregister", "taken_away")
    with life.refuses("ALL.70", "act"):
        end(life, "deregister", "taken_away")


def test_false_papers_bar_the_applicant_for_a_year_after_the_refusal(life):
    life.decide("refuse")
    with life.refuses("ALL.78", "ground"):
        life.do("RecordBan", "improper_means", "伪造", "复函", life.now.date(), who="approver")
    life.do("RecordBan", "false_papers", "营业执照系伪造", "登记机关复函", date(2026, 4, 3), who="approver")
    (ban,) = life.case.after.bans
    assert (ban.since, ban.until) == (date(2026, 4, 3), date(2027, 4, 3))
    with life.refuses("once"):
        life.do("RecordBan", "false_papers", "伪造", "复函", life.now.date(), who="approver")


@given(day=st.dates(date(2000, 1, 1), date(2090, 1, 1)), years=st.integers(1, 3))
def test_a_ban_runs_whole_years(day, years):
    until = years_after(day, years)
    assert until.year == day.year + years
    assert (until.month, until.day) == (day.month, day.day) or (day.month, day.day, until.day) == (2, 29, 28)


# Service


@pytest.mark.parametrize(
    ("method", "proofs"),
    [
        ("window", {}),
        ("in_person", {}),
        ("post", {"tracking": "EMS1"}),
        ("electronic", {"receipt": "R1"}),
        ("left", {"refused": "拒收", "witness": "居委会李样"}),
    ],
)
def test_each_way_of_service_has_its_proof(new_life, method, proofs):
    life = new_life()
    life.decide()
    for left_out in proofs:
        with life.refuses("stated", left_out):
            life.do("Deliver", method, "承办者", life.now.date(), **{**proofs, left_out: " "})
    life.do("Deliver", method, "承办者", life.now.date(), **proofs)
    assert life.case.delivery.method == method


def test_a_failed_delivery_is_kept_and_the_limit_stays(life):
    life.decide()
    life.do("RecordUndelivered", "post", life.now.date(), "地址无人", "EMS1")
    life.do("Deliver", "window", "承办者", life.now.date())
    assert [one.reason for one in life.case.after.undelivered] == ["地址无人"]
    with life.refuses("once"):
        life.do("RecordUndelivered", "post", life.now.date(), "地址无人")


def test_a_decision_that_is_not_made_public_says_on_which_ground(life):
    life.decide()
    with life.refuses("listed", "ground"):
        life.do("Publish", "not_public", life.now.date())
    with life.refuses("listed", "removed"):
        life.do("Publish", "website", life.now.date(), removed=("shoe_size",))
    life.do("Publish", "not_public", life.now.date(), ground="business_secret")
    assert life.case.publication.ground == "business_secret"


# The running event


def test_a_measured_trigger_needs_two_sources_and_one_that_stops_first_needs_one(life):
    life.open()
    first = next(iter(life.pack.lists["stop_first"]))
    wish = ("6100 人", "停止检票", life.now, "低于 5400 人")
    for sources in ((), ("计数器",), ("计数器", "计数器 ")):
        with life.refuses("two_sources", "sources"):
            life.do("SuspendEvent", "TR-01", *wish, sources)
    life.do("SuspendEvent", first, *wish, ("现场民警",))
    assert life.case.status is Status.SUSPENDED


def test_the_paper_on_an_order_is_due_a_day_after_the_word_and_late_service_shows(life):
    life.open()
    oral = life.now
    life.now += timedelta(minutes=10)
    values = ("TR-01", "6100 人", "停止检票", life.now, "低于 5400 人", ("计数器", "视频"))
    life.do("SuspendEvent", *values, oral=oral)
    assert life.case.run[-1].paper_due == oral + timedelta(hours=24)
    with life.refuses("order", "at"):
        life.do("ServePaper", "run:2", oral, "承办者", "in_person")
    life.now = oral + timedelta(hours=25)
    life.do("ServePaper", "run:2", life.now, "承办者", "in_person")
    assert life.case.after.served["run:2"].late
    with life.refuses("listed", "target"):
        life.do("ServePaper", "run:2", life.now, "承办者", "in_person")


def test_an_order_by_word_of_mouth_lies_between_the_step_before_and_its_execution(life):
    life.open()
    values = ("TR-01", "6100 人", "停止检票", life.now, "低于 5400 人", ("计数器", "视频"))
    for oral in (life.now - timedelta(hours=1), life.now + timedelta(minutes=1)):
        with life.refuses("order", "oral"):
            life.do("SuspendEvent", *values, oral=oral)


def test_a_resumption_names_the_suspension_it_ends(life):
    life.open()
    values = ("TR-01", "6100 人", "停止检票", life.now, "低于 5400 人", ("计数器", "视频"))
    for _ in range(2):
        life.do("SuspendEvent", *values)
        life.do("ResumeEvent", life.now, "人数回落", "5100 人")
    assert [entry.ends for entry in life.case.run if entry.kind == "resumed"] == [2, 4]
