"""The deployment of a case: command, teams, the matrix of posts and days, forces, remarks, and filling as acts."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from workbench.core import case_findings
from workbench.core.case import Status
from workbench.core.commands import Duty, EditRoster, RosterChange, SetEntry
from workbench.core.decide import undo_of
from workbench.core.parts_deployment import RosterSlot, slot_key
from workbench.core.parts_emergency import DrillRecord
from workbench.core.register_entries import RegisterEntry
from workbench.errors import NotAllowedError
from workbench.services import deployment_desk
from workbench.services.acting import do
from workbench.services.deployment_desk import deployment_view
from workbench.services.looking import Look

at = datetime.fromisoformat
GUARDS = "澄州龙湾卫士样例保安服务有限公司"


def seen(office):
    return deployment_view(office.desk, office.officer, office.case)


def given(office, command):
    return do(office.desk, office.officer, command)


def test_the_festivals_teams_posts_and_days_are_shown_with_their_sums(ready):
    view = seen(ready)
    assert [team.code for team in view.teams] == ["DP0", "DP1", "DP2", "DP3", "DP4"]
    assert [day.isoformat() for day in view.days] == ["2026-04-29", "2026-04-30", "2026-05-01", "2026-05-02"]
    strength = sum(post.persons for post in view.posts)
    assert (view.fill.need, view.fill.gap, view.fill.percent) == (4 * strength, 4 * strength, 0)
    assert sum(team.fill.need for team in view.teams) == view.fill.need
    assert sum(fill.need for fill in view.day_fills) == sum(fill.need for _, _, fill in view.by_unit) == view.fill.need
    assert view.command[0].post == "C01"
    assert not view.rostered


def test_a_roster_that_is_filled_up_shows_who_is_there_and_can_be_taken_back(ready):
    command, proposal = deployment_desk.fill_up(ready.desk, ready.officer, ready.case)
    assert seen(ready).fill.have == 0
    assert (proposal.before, proposal.after, proposal.open) == (seen(ready).fill.need, 0, ())
    before = ready.state()
    given(ready, command)
    view = seen(ready)
    assert (view.fill.gap, view.fill.percent, view.faults) == (0, 100, ())
    assert all(force.called <= force.persons for force in view.forces if force.persons is not None)
    given(ready, undo_of(before, command))
    assert not seen(ready).rostered


def test_a_gap_shows_on_its_day_post_team_and_type_of_unit(ready):
    given(ready, deployment_desk.fill_up(ready.desk, ready.officer, ready.case)[0])
    view = seen(ready)
    post = next(p for p in view.posts if p.unit == GUARDS and p.persons > 2)
    day = view.days[1]
    given(ready, EditRoster(ready.case, (RosterChange(post.key, day, 1, (Duty(GUARDS, post.persons - 2),)),)))
    view = seen(ready)
    assert [fill.gap for fill in view.day_fills] == [0, 2, 0, 0]
    assert next(p for p in view.posts if p.key == post.key).days[1].fill.gap == 2
    assert {team.code: team.fill.gap for team in view.teams if team.fill.gap} == {post.team: 2}
    assert [(title.zh, fill.gap) for title, _, fill in view.by_unit if fill.gap] == [("保安", 2)]


def test_filling_down_takes_a_day_to_the_later_days(ready):
    view = seen(ready)
    post = next(p for p in view.posts if p.unit == GUARDS)
    given(ready, EditRoster(ready.case, (RosterChange(post.key, view.days[1], 1, (Duty(GUARDS, 1),)),)))
    command, proposal = deployment_desk.fill_down(ready.desk, ready.officer, ready.case, post.key, view.days[1])
    assert proposal.before - proposal.after == 2
    assert [change.day for change in command.changes] == list(view.days[2:])


def test_the_proposal_of_the_solver_is_an_act_to_be_given_and_says_what_stays_open(ready):
    command, proposal = deployment_desk.solve(ready.desk, ready.officer, ready.case)
    assert (proposal.after, proposal.bound) == (0, 0)
    assert not seen(ready).rostered
    given(ready, command)
    assert seen(ready).fill.gap == 0


def test_a_deputy_is_who_the_register_of_the_command_names(ready):
    assert seen(ready).deputies == ()
    entry = {"role": "deputy", "name": "顾以宁"}
    given(ready, SetEntry(ready.case, "command_role-1", "command_role", tuple(entry.items())))
    assert [person.name for person in seen(ready).deputies] == ["顾以宁"]


def test_groups_are_scaled_by_the_level_and_those_of_the_plan_name_their_leads(ready):
    view = seen(ready)
    wanted = {group.code for group in view.groups if group.wanted}
    by_rule = {
        code for code, row in ready.desk.pack.deployment.items() if int(row.data.get("level") or 0) >= view.level
    }
    assert len(view.groups) == 23
    assert wanted == by_rule
    assert all(group.lead for group in view.groups if group.there)
    assert sum(group.there for group in view.groups) == 10


def test_the_rules_say_what_they_find_in_the_plan(ready):
    found = {note.code for note in seen(ready).notes}
    assert {"command_post", "mobile_ge_5", "first_wave", "chiefs", "mixed_units", "pairing", "domain"} <= found


def test_a_notice_without_response_point_and_slots_below_the_tickets_are_told(ready):
    notice = {
        "authority": "澄州分局",
        "notice": at("2026-04-20 09:00"),
        "effect": at("2026-04-29 09:00"),
        "area": "草坪",
    }
    given(ready, SetEntry(ready.case, "airspace_notice-9", "airspace_notice", tuple(notice.items())))
    slot = {"session": "S1", "from": at("2026-04-29 13:00"), "to": at("2026-04-29 14:00"), "quota": 9000}
    given(ready, SetEntry(ready.case, "entry_slot-1", "entry_slot", tuple(slot.items())))
    nowhere = {**slot, "session": "S99"}
    given(ready, SetEntry(ready.case, "entry_slot-2", "entry_slot", tuple(nowhere.items())))
    found = {note.code: note for note in seen(ready).notes}
    assert not found["airspace_point"].ok
    bare = found["no_entry_slots"]
    assert (bare.ok, bare.text.zh) == (None, "未登记入场时段：S2、S3、S4")
    assert found["entry_slots"].text.zh == "S1 入场名额 9000，发售 25000 张"
    assert not found["entry_slots"].ok
    assert (found["entry_session"].ok, "S99" in found["entry_session"].text.zh) == (False, True)


def test_a_stranger_sees_no_deployment(ready):
    liaison = ready.person("liaison", "liaison")
    with pytest.raises(NotAllowedError):
        deployment_view(ready.desk, liaison, ready.case)


def test_a_running_event_asks_for_the_records_of_its_days(ready):
    case, assessment = ready.state(), Look(ready.desk, ready.state()).assessment
    on = replace(assessment, as_of=date(2026, 4, 30))
    assert case_findings.daily(case, on) is None
    running = replace(case, status=Status.RUNNING)
    assert [reason.object for reason in case_findings.daily(running, on)] == ["2026-04-29", "2026-04-30"]
    kept = {
        f"daily_record-{kind}": RegisterEntry("daily_record", (("day", date(2026, 4, 29)), ("kind", kind)))
        for kind in ("consult", "analyse", "dispatch")
    }
    assert [r.object for r in case_findings.daily(replace(running, registers=kept), on)] == ["2026-04-30"]


def test_nets_of_the_register_and_exercises_of_the_case_are_shown(ready):
    assert (seen(ready).nets, seen(ready).drilled) == ((), ())
    means = (
        ("net", "指挥网"),
        ("call", "泰山01"),
        ("users", "指挥部"),
        ("first", "一频道"),
        ("second", "有线"),
        ("whistle", "三短"),
    )
    given(ready, SetEntry(ready.case, "N1", "comms_net", means, (("phone", "13000000000"),)))
    view = seen(ready)
    assert [(net.net, net.call, net.first, net.whistle, net.phone) for net in view.nets] == [
        ("指挥网", "泰山01", "一频道", "三短", "13000000000")
    ]


def test_of_several_exercises_the_last_day_of_a_scenario_is_shown(ready):
    held = {f"T{day}": DrillRecord("推演", date(2026, 4, day), "苏禾", (), (), (), ("EM01",)) for day in (2, 1)}
    look = Look(ready.desk, replace(ready.state(), drills=held))
    found = deployment_desk.view_of(deployment_desk.ground_of(look))
    assert found.drilled == (("EM01", date(2026, 4, 2)),)


def test_a_duty_of_thirty_hours_names_who_takes_over_in_every_shift_and_who_is_missing(ready):
    """The first post is on for thirty hours from noon; the second shift has one of its people, the third nobody."""
    ground = deployment_desk.ground_of(Look(ready.desk, ready.state()))
    first, *others = ground.plan.rows("posts")
    on = at("2026-04-29 12:00")
    long = replace(first, values={**first.values, "on": on, "off": on + timedelta(hours=30), "persons": 2})
    plan = replace(ground.plan, sheets={**ground.plan.sheets, "posts": (long, *others)})
    code = str(first["code"])
    there = RosterSlot(code, on.date(), 2, (Duty("澄州分局", 1, ("陆青",)),))
    view = deployment_desk.view_of(replace(ground, plan=plan, roster={slot_key(code, on.date(), 2): there}))
    (post,) = [one for one in view.posts if one.key == code]
    assert [(s.start.hour, s.relief.zh) for s in post.days[0].shifts] == [
        (12, "04-29 22:00 接班：澄州分局 1 陆青，缺 1 人"),
        (22, "04-30 08:00 接班：无人，缺 2 人"),
        (8, "04-30 18:00 接班：无人，缺 2 人"),
    ]
    assert post.days[-1].shifts[-1].relief.zh == ""


def test_what_only_the_registers_can_say_is_told_as_not_entered_until_it_is(ready):
    def told():
        return {note.code: (note.ok, note.text.zh) for note in seen(ready).notes}

    bare = told()
    assert [bare[code] for code in ("deputy", "comms", "airspace_none", "supply")] == [
        (None, "未登记副指挥长"),
        (None, "未登记通信网和哨声信号"),
        (None, "未登记低慢小管控和应急处置点"),
        (None, "未登记后勤保障"),
    ]
    given(ready, SetEntry(ready.case, "D1", "command_role", (("role", "deputy"), ("name", "陆知远"))))
    means = {"net": "指挥网", "users": "指挥部", "first": "一频道", "second": "有线", "whistle": "三短"}
    given(ready, SetEntry(ready.case, "N1", "comms_net", tuple(means.items())))
    full = told()
    assert full["deputy"] == (True, "副指挥长：陆知远")
    assert full["comms"] == (True, "通信网 1 个，都有哨声信号")
