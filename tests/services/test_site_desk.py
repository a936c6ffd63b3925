"""The site plan of a case as the editor sees it."""

import pytest

from workbench.core.commands import EditPlan, PlanChange, Shape
from workbench.core.plan_edits import drawn_new, moved
from workbench.core.working_plan import plan_of
from workbench.errors import NotAllowedError
from workbench.services import site_desk
from workbench.services.acting import do
from workbench.services.case_view import case_view
from workbench.services.desk import pack_of
from workbench.services.looking import Look
from workbench.services.views import Person


@pytest.fixture
def view(festival):
    return lambda: site_desk.of_case(festival.desk, festival.officer, festival.case)


def edit(festival, changes):
    return do(festival.desk, festival.officer, EditPlan(festival.case, changes))


def test_the_view_has_every_object_with_its_kind_and_everything_lies_in_its_extent(view):
    found = view()
    assert {one.group for one in found.objects} <= {row.code for row in found.groups}
    x1, y1, x2, y2 = found.extent
    points = [point for one in found.objects for ring in one.feature.rings for point in ring]
    assert all(x1 <= x <= x2 and y1 <= y <= y2 for x, y in points)
    assert not any(one.edited for one in found.objects)
    assert {one.rule for one in found.problems} == {"overlap", "no_lane"}


def test_an_edit_shows_at_its_object_and_in_the_number_of_the_plan(festival, view):
    before = view()
    state = festival.state()
    post = next(one for one in before.objects if one.layer == "post")
    edit(festival, moved(plan_of(state), pack_of(state.pack), "post", post.key, (2000, 0)))
    after = view()
    assert [one.key for one in after.objects if one.edited] == [post.key]
    assert after.number != before.number
    assert after.version == before.version + 1
    assert after.edits == 2


def test_steps_six_and_seven_read_the_plan_in_force(festival):
    state = festival.state()
    pack = pack_of(state.pack)
    line = Shape("LineString", (((0, 0), (3000, 0)),))
    edit(festival, drawn_new(plan_of(state), pack, pack.site_objects["exit"], line, "E90"))
    shown = case_view(Look(festival.desk, festival.state()), festival.officer)
    assert "E90" in {one.code for one in shown.site}
    assert "E90" in {one.code for one in shown.plan.features}
    assert "E90" not in {row["code"] for row in festival.state().application.rows("gates")}


def test_the_plan_is_kept_when_the_office_is_opened_again(festival):
    edit(festival, (PlanChange("site.lane", "L1", "add", shape=Shape("LineString", (((0, 0), (9000, 0)),))),))
    folder = festival.desk.database
    assert folder is not None
    again = festival.desk.case(festival.case)
    assert ("site.lane", "L1") in again.working_plan


def test_whoever_may_not_read_cases_sees_no_plan(festival):
    stranger = Person("x", "x", "路人", frozenset({"administrator"}))
    with pytest.raises(NotAllowedError):
        site_desk.of_case(festival.desk, stranger, festival.case)


def test_the_papers_of_the_plan_print_the_plan_in_force_beside_the_one_handed_in(festival):
    from workbench.services.plan_desk import plan_view

    before = plan_view(festival.desk, festival.officer, festival.case)
    post = festival.state().application.rows("posts")[0]
    more = int(post["persons"]) + 7
    edit(festival, (PlanChange("posts", str(post["code"]), "set", (("persons", more),)),))
    after = plan_view(festival.desk, festival.officer, festival.case)
    assert after.persons == before.persons + 7
    assert len(after.differences) == len(before.differences) + 1
