"""Every deadline of a case, told line by line, and the acts that move them."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from workbench.core import commands as c
from workbench.core.case import Status
from workbench.core.deadlines import deadlines
from workbench.core.timetable import Timetable

D = date.fromisoformat
at = datetime.fromisoformat


def told(life, today=None, promised=None):
    """Return the deadlines of a life on a day, by identifier."""
    table = Timetable(life.case, life.pack, life.calendar, D(today) if today else life.now.date(), promised)
    return {one.id: one for one in deadlines(table)}


def words(deadline, language="zh"):
    return "\n".join(line.text.in_language(language) for line in deadline.lines)


def local(life, days=10):
    """Let the local rules allow an extension."""
    rule = replace(life.pack.parameters["decision_extension_days"], value=days, basis=("BJR.19",))
    life.pack = replace(life.pack, parameters={**life.pack.parameters, rule.code: rule})


def test_the_decision_is_told_from_acceptance_to_the_day_with_rule_calendar_and_holiday(life):
    life.accept()
    found = told(life)["decision_due"]
    assert [line.kind for line in found.lines] == [
        *("start", "rule", "page", "holiday", "counted", "weekend", "counted", "result")
    ]
    assert found.due == D("2026-04-15")
    assert found.lines[1].basis == ("TAR.14", "ALL.82")
    assert "2026年部分节假日安排的通知" in words(found)
    assert "清明节，不计" in words(found)
    assert sum(line.counted for line in found.lines) == 7


def test_a_make_up_working_day_is_counted_and_named(life):
    life.receive()
    life.case = replace(life.case, accepted=D("2026-02-12"), received=at("2026-02-12T09:00"))
    found = told(life, "2026-02-13")["decision_due"]
    assert found.due == D("2026-02-28")
    assert "2026-02-14 第 2 个工作日（春节调休上班）" in words(found)


def test_before_acceptance_it_says_what_acceptance_today_would_mean(life):
    life.receive()
    found = told(life)
    assert "decision_due" not in found
    assert (found["if_today"].due, found["if_today"].state) == (D("2026-04-13"), "info")
    assert "假定今日" in words(found["if_today"])
    life.do("Accept", D("2026-04-01"))
    assert "if_today" not in told(life)


def test_silence_turns_into_deemed_acceptance_on_the_day_after_the_notice_was_due(life):
    life.receive()
    assert told(life, "2026-04-09")["deemed_accepted"].state == "running"
    late = told(life, "2026-04-10")
    assert (late["deemed_accepted"].due, late["deemed_accepted"].state) == (D("2026-04-10"), "late")
    assert late["decision_due"].due == D("2026-04-13")
    assert "视为受理" in words(late["decision_due"])


def test_a_stop_names_its_ground_and_the_restart_moves_the_day(life):
    life.accept()
    plain = told(life)["decision_due"].due
    life.now = at("2026-04-08T10:00")
    life.do("PauseClock", "appraisal", D("2026-04-08"))
    standing = told(life, "2026-04-09")["decision_due"]
    assert standing.state == "paused"
    assert "期限中止：鉴定" in words(standing)
    assert "最早日期" in words(standing)
    life.now = at("2026-04-10T10:00")
    life.do("ResumeClock", D("2026-04-10"))
    found = told(life)
    assert (plain, found["decision_due"].due) == (D("2026-04-15"), D("2026-04-17"))
    assert found["decision_due_without_pause"].due == plain
    assert "2026-04-08 – 2026-04-09 期限中止：鉴定，不计" in words(found["decision_due"])


def test_a_correction_notice_after_acceptance_moves_nothing(life):
    life.accept()
    plain = told(life)["decision_due"]
    life.do("SendCorrection", (c.Deficiency("M2.1", ("R2",), "过期", "换新证"),), D("2026-04-20"))
    after = told(life)["decision_due"]
    assert (after.due, words(after)) == (plain.due, words(plain))


def test_the_national_rules_know_no_extension(life):
    life.accept()
    with life.refuses("TAR.14", "days"):
        life.do("ExtendDecision", 10, "材料复杂", "u3")


def test_a_local_extension_needs_another_approver_a_reason_and_its_limit(life):
    life.accept()
    local(life)
    with life.refuses("ALL.42", "days"):
        life.do("ExtendDecision", 11, "材料复杂", "u3")
    with life.refuses("stated", "reason"):
        life.do("ExtendDecision", 10, " ", "u3")
    with life.refuses("listed", "approver"):
        life.do("ExtendDecision", 10, "材料复杂", "u2")
    with life.refuses("four_eyes", "approver"):
        life.do("ExtendDecision", 10, "材料复杂", "u8", who="both")
    life.do("ExtendDecision", 6, "材料复杂", "u3")
    assert life.case.timing.extensions[0].number
    found = told(life)["decision_due"]
    assert found.due == D("2026-04-23")
    assert "延长 6 个工作日，批准人 顾衡：材料复杂" in words(found)
    assert next(line for line in found.lines if line.kind == "extension").basis == ("BJR.19",)
    with life.refuses("ALL.42", "days"):
        life.do("ExtendDecision", 5, "再延长", "u3")


def test_a_period_that_has_run_out_is_not_extended(life):
    life.accept()
    local(life)
    life.now = at("2026-04-16T09:00")
    with life.refuses("ALL.42", "days"):
        life.do("ExtendDecision", 3, "材料复杂", "u3")


def test_the_hearing_stops_the_clock_from_the_request_to_the_day_after_it_was_held(life):
    life.accept()
    life.do("OfferHearing", "h1", "周边居民", "占道", D("2026-04-03"))
    offered = told(life)["hearing_request:h1"]
    assert (offered.due, offered.state) == (D("2026-04-13"), "running")
    assert life.case.status is Status.ACCEPTED
    life.now = at("2026-04-09T10:00")
    life.do("AskHearing", "h1", D("2026-04-09"))
    assert life.case.status is Status.PAUSED
    with life.refuses("ALL.45"):
        life.do("ResumeClock", D("2026-04-09"))
    life.now = at("2026-04-14T16:00")
    life.do("HoldHearing", "h1", D("2026-04-14"), "笔录存卷")
    assert life.case.status is Status.ACCEPTED
    found = told(life)
    assert found["decision_due"].due == D("2026-04-21")
    assert "2026-04-09 – 2026-04-14 期限中止：听证，不计" in words(found["decision_due"])
    assert (found["hearing_request:h1"].state, found["hearing_hold:h1"].state) == ("done", "done")


def test_a_hearing_asked_for_too_late_is_refused_and_one_given_up_lets_the_clock_run(life):
    life.accept()
    life.do("OfferHearing", "h1", "周边居民", "占道", D("2026-04-03"))
    life.now = at("2026-04-14T09:00")
    with life.refuses("ALL.47", "on"):
        life.do("AskHearing", "h1", D("2026-04-14"))
    life.do("AskHearing", "h1", D("2026-04-13"))
    life.do("CloseHearing", "h1", D("2026-04-14"), "撤回申请")
    assert told(life)["decision_due"].due == D("2026-04-16")
    with life.refuses("once", "hearing"):
        life.do("CloseHearing", "h1", D("2026-04-14"), "再次撤回")


def test_a_hearing_during_another_stop_keeps_the_clock_standing_until_both_are_over(life):
    life.accept()
    life.do("OfferHearing", "h1", "周边居民", "占道", D("2026-04-03"))
    life.now = at("2026-04-07T10:00")
    life.do("PauseClock", "testing", D("2026-04-07"))
    life.do("AskHearing", "h1", D("2026-04-07"))
    life.now = at("2026-04-08T10:00")
    life.do("ResumeClock", D("2026-04-08"))
    assert life.case.status is Status.PAUSED
    life.now = at("2026-04-09T10:00")
    life.do("HoldHearing", "h1", D("2026-04-09"), "笔录")
    assert life.case.status is Status.ACCEPTED
    assert told(life)["decision_due"].due == D("2026-04-20")


def test_the_offices_promise_stands_beside_the_statutory_limit_only_when_it_is_shorter(life):
    life.accept()
    assert "decision_promised" not in told(life)
    found = told(life, promised=3)["decision_promised"]
    assert (found.due, found.beside) == (D("2026-04-09"), "decision_due")
    assert "法定期限 2026-04-15" in words(found)
    assert told(life, "2026-04-10", promised=3)["decision_promised"].state == "overdue"
    assert told(life, "2026-04-10", promised=3)["decision_due"].state == "running"


def test_after_service_the_remedies_run_and_before_it_they_wait(life):
    life.accept()
    assert told(life)["litigation"].state == "waiting"
    life.check_site()
    life.recommend("refuse")
    life.countersign()
    life.do("Deliver", "window", "承办者", life.now.date())
    found = told(life)
    assert found["deliver_due"].state == "done"
    assert (found["reconsideration"].due, found["litigation"].due) == (D("2026-06-02"), D("2026-10-03"))
    assert "change_by" not in found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_line_is_told_in_both_languages(life, language):
    life.accept()
    life.do("OfferHearing", "h1", "周边居民", "占道", D("2026-04-03"))
    for one in told(life, promised=3).values():
        assert one.title.in_language(language)
        assert one.lines
        assert all(line.text.in_language(language) for line in one.lines)


def test_every_deadline_ends_with_its_day_and_rests_on_an_article_or_the_office(life):
    life.decide()
    for one in told(life).values():
        if one.due is not None:
            assert one.lines[-1].kind == "result"
            assert str(one.due) in one.lines[-1].text.zh
        rules = [line for line in one.lines if line.kind == "rule"]
        assert rules
        assert all(line.basis for line in rules)


def test_acceptance_keeps_the_edition_of_the_calendar(life, calendar):
    life.accept()
    assert [(use.version, use.why) for use in life.case.calendars] == [(calendar.version, "accepted")]


def test_a_promise_runs_until_its_moment_and_is_overdue_after_it(life):
    owed = c.Promise("M7.2", "承办者", at("2026-04-10T12:00"), "before_decision")
    life.accept(owed)
    found = told(life)["promise:M7.2"]
    assert (found.state, found.moment, found.left) == ("running", at("2026-04-10T12:00"), 7)
    assert told(life, "2026-04-11")["promise:M7.2"].state == "overdue"
