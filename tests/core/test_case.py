"""The life of a case from receipt to archive, and of its clock: what the law and the pack allow and refuse."""

from datetime import date, datetime

from workbench.core import commands as c
from workbench.core.case import Status

at = datetime.fromisoformat
DEFECT = c.Deficiency("M2.1", ("R2",), "营业执照已过期", "提交有效证照")


# The whole way


def test_a_package_becomes_a_served_grant(life):
    life.decide()
    assert life.case.status is Status.GRANTED
    assert life.case.decision.on == date(2026, 4, 3)
    assert life.case.decision.checkpoint.startswith("office:7")
    life.do("Deliver", "window", "承办者", date(2026, 4, 3))
    assert not life.case.delivery.late


def test_a_reasoned_refusal_is_decided_and_archived(life):
    life.close_gate("decision")
    life.decide("refuse")
    assert life.case.status is Status.REFUSED
    life.do("Deliver", "post", "承办者", life.now.date(), tracking="EMS1")
    life.do("Publish", "website", life.now.date())
    assert life.do("ArchiveCase").status is Status.ARCHIVED


def test_an_event_runs_is_suspended_goes_on_ends_and_is_reviewed(life):
    life.open()
    life.do("SuspendEvent", "TR-01", "6100 人", "停止检票", life.now, "低于 5400 人", ("计数器", "视频"))
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
    with life.refuses("ALL.32"):
        life.do("SendCorrection", (DEFECT,), life.now.date())
    assert int(life.context().draw("probe").split("-")[1]) == int(before.split("-")[1]) + 1


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
    with life.refuses("ALL.45", "ground"):
        life.do("PauseClock", "correction", date(2026, 4, 6))


def test_the_clock_stops_only_after_acceptance_and_resumes_only_after_it_stopped(life):
    life.accept()
    life.now = at("2026-04-08T09:00")
    with life.refuses("ALL.45", "start"):
        life.do("PauseClock", "hearing", date(2026, 4, 2))
    life.do("PauseClock", "hearing", date(2026, 4, 6))
    with life.refuses("ALL.45", "resumed"):
        life.do("ResumeClock", date(2026, 4, 5))
    life.do("ResumeClock", date(2026, 4, 8))
    assert life.case.process_dates().pauses == (("hearing", date(2026, 4, 6), date(2026, 4, 8)),)
    with life.refuses("ALL.45", "start"):
        life.do("PauseClock", "hearing", date(2026, 4, 7))


def test_the_clock_neither_stops_nor_goes_on_on_a_day_still_ahead(life):
    life.accept()
    with life.refuses("not_future", "start"):
        life.do("PauseClock", "hearing", date(2026, 4, 6))
    life.do("PauseClock", "hearing", date(2026, 4, 3))
    with life.refuses("not_future", "resumed"):
        life.do("ResumeClock", date(2026, 12, 1))
    assert life.case.paused


def test_a_period_that_has_run_out_is_not_stopped_by_a_day_set_back(new_life):
    in_time, late = new_life(), new_life()
    for life, day in ((in_time, "2026-04-15T09:00"), (late, "2026-04-16T09:00")):
        life.accept()
        life.now = at(day)
    assert in_time.do("PauseClock", "hearing", date(2026, 4, 8)).paused
    with late.refuses("ALL.45", "start"):
        late.do("PauseClock", "hearing", date(2026, 4, 8))


def test_nothing_is_recommended_while_the_clock_stands_still(life):
    life.accept()
    life.check_site()
    life.do("PauseClock", "expert_review", date(2026, 4, 3))
    with life.refuses("state"):
        life.recommend()
