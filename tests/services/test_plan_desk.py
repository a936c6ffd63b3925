"""The plan of a case: papers with its version, what differs from the plan as filed, contents of both side by side."""

from dataclasses import replace

import pytest

from workbench.core.commands import Duty, EditPlan, EditRoster, JudgePlan, PlanChange, RosterChange, SetEntry
from workbench.core.roster import roster_plan
from workbench.services import documents, plan_desk, plan_flow, plan_paper
from workbench.services.acting import do
from workbench.services.desk import pack_of
from workbench.services.looking import Look
from workbench.services.paper_contents import draft, grant
from workbench.services.plan_source import PUBLIC


@pytest.fixture
def view(festival):
    return lambda: plan_desk.plan_view(festival.desk, festival.officer, festival.case)


def edit(festival, *changes):
    return do(festival.desk, festival.officer, EditPlan(festival.case, changes))


def what(found):
    return {one.what.zh: (one.filed.zh, one.now.zh) for one in found.differences}


def test_an_unedited_plan_is_version_one_and_differs_only_from_its_own_form(view):
    found = view()
    assert found.version.number == 1
    assert found.posts == 58
    assert found.persons == 463
    assert what(found) == {"保安人数": ("430", "305")}


def test_a_removed_exit_a_narrower_one_and_a_changed_post_are_differences(festival, view):
    before = view()
    edit(
        festival,
        PlanChange("gates", "X3", "set", (("evac", False),)),
        PlanChange("gates", "X1", "set", (("width", 9),)),
        PlanChange("posts", "M01", "set", (("persons", 20),)),
        PlanChange("posts", "F22", "remove"),
    )
    after = view()
    found = what(after)
    assert found["疏散出口"] == ("5", "4")
    assert found["X1 净宽（米）"] == ("14", "9")
    assert found["岗位总数"] == ("58", "57")
    assert found["岗位类型 固定哨"] == ("30", "29")
    assert {one.what.zh: one.posts for one in after.differences}["岗位人数"] == ("M01",)
    assert after.version.number == 5
    assert after.version.digest != before.version.digest


def test_the_contents_of_both_plans_stand_side_by_side_with_scores_and_pages(festival, view):
    found = view()
    assert len(found.contents) == 11
    assert found.adequacy is None
    assert all(one.chapters for one in found.contents)
    assert found.contents[0].file.endswith(".pdf")
    assert found.contents[1].page == 1
    for one in found.contents:
        do(festival.desk, festival.officer, JudgePlan(festival.case, one.code, 2))
    assert view().adequacy == 1


def test_the_papers_of_the_plan_are_in_the_list_and_print_the_version_in_force(festival):
    edit(festival, PlanChange("posts", "F22", "remove"))
    look = Look(festival.desk, festival.state())
    names = documents.names(look)
    assert {"F19", "F19.public", "F19.en", "F24-A6", "F24-A4", "F19-map", "F19-patrol", "F19-checkpoint"} <= set(names)
    source = plan_desk.of_case(look, draft(look))
    assert source.version.number == 2
    for kind in ("map", "patrol", "checkpoints"):
        document = plan_desk.document_of(source, kind)
        assert source.version.digest in document.meta.running


def test_the_grant_names_the_version_of_the_plan_it_rests_on(festival):
    look = Look(festival.desk, festival.state())
    version = plan_desk.of_case(look, draft(look)).version
    assert grant(look).plan_version == f"第1版（{version.digest}）"
    edit(festival, PlanChange("posts", "F22", "remove"))
    again = Look(festival.desk, festival.state())
    assert version.digest not in grant(again).plan_version
    assert plan_desk.of_case(again, draft(again)).version.digest in grant(again).plan_version


def test_a_change_of_the_plan_is_listed_among_its_versions_with_its_author(festival):
    edit(festival, PlanChange("posts", "F22", "remove"))
    look = Look(festival.desk, festival.state())
    (line,) = plan_desk.of_case(look, draft(look)).history
    assert line.by == festival.officer.name
    assert "1 处" in line.what


def test_a_roster_that_is_kept_stands_in_the_plan_and_in_no_public_copy(festival):
    state = festival.state()
    made = roster_plan(state, pack_of(state.pack))
    slot = next(one for one in made.slots.values() if one.need > 1)
    force = next(iter(made.forces))
    duty = Duty(force, 1, ("样例甲",))
    do(festival.desk, festival.officer, EditRoster(state.id, (RosterChange(slot.post, slot.day, slot.shift, (duty,)),)))
    look = Look(festival.desk, festival.state())
    (line,) = plan_desk.of_case(look, draft(look)).roster
    assert line[0] == slot.post
    assert "样例甲" in line[1]
    assert line[4] == f"1/{slot.need}"
    assert plan_desk.of_case(look, draft(look), copy="public").roster == ()


def test_nets_and_deputy_of_the_registers_stand_in_the_plan_and_not_in_its_public_copy(festival):
    means = (
        ("net", "指挥网"),
        ("call", "泰山01"),
        ("users", "指挥部\n各组长"),
        ("first", "一频道"),
        ("second", "有线"),
        ("whistle", "三短"),
    )
    office = (("role", "deputy"), ("name", "苏禾"), ("place", "备用指挥点"))
    do(festival.desk, festival.officer, SetEntry(festival.case, "N1", "comms_net", means, (("phone", "13000000000"),)))
    before = plan_paper.plan_content(source_of(festival))
    do(festival.desk, festival.officer, SetEntry(festival.case, "D1", "command_role", office))
    after = plan_paper.plan_content(source_of(festival))
    assert after.nets == (("指挥网", "泰山01", "指挥部、各组长", "一频道", "有线", "三短", "13000000000"),)
    assert "苏禾" in after.command.chief[1]
    assert "苏禾" not in before.command.chief[1]
    assert [line[1:3] for line in after.contacts if line[0] == "副指挥长"] == [("备用指挥点", "苏禾")]
    public = plan_paper.plan_content(replace(source_of(festival), copy=PUBLIC))
    assert public.nets == ()
    assert "苏禾" not in str(public.command)


def source_of(festival):
    look = Look(festival.desk, festival.state())
    return plan_desk.of_case(look, draft(look))


def test_cars_and_coaches_stand_apart_in_the_traffic_of_the_plan_each_with_its_source(festival):
    before = dict(plan_flow.traffic(source_of(festival)))
    stated = festival.state().application.fields
    spaces = next(told for told in before.values() if "小客车" in told)
    assert f"小客车供给{stated['tr.parking']}，需求{stated['tr.parking_need']}（申请" in spaces
    lot = (("name", "东落客场"), ("kind", "coach"), ("need", 45), ("spaces", 30))
    do(festival.desk, festival.officer, SetEntry(festival.case, "P1", "parking_lot", lot))
    after = dict(plan_flow.traffic(source_of(festival)))
    assert next(told for told in after.values() if "小客车" in told).endswith(
        "；大客车供给30，需求45（停车供需登记 1 处合计）"
    )
