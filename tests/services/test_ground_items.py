"""What the ground leaves open in a case: dangers of the drawing, triggers and scenarios, the deployment, edits."""

from decimal import Decimal

import pytest

from workbench.core import commands as c
from workbench.core.commands.plan import PlanChange
from workbench.errors import WorkbenchError
from workbench.services import corrections, emergency_view, review
from workbench.services.acting import do
from workbench.services.looking import Look

NARROW = "FL1 东侧车道 净宽 3.5 m，不足 4 m"


def narrow_lane(case):
    """Return the edit that draws a fire lane of 3.5 m far from everything else."""
    width = (("width", Decimal("3.5")),)
    shape = c.Shape("LineString", (((-40_000, 5_000_000), (40_000, 5_000_000)),), "消防车道", "东侧车道", extra=width)
    return c.EditPlan(case, (PlanChange("site.lane", "FL1", "add", (), shape),))


def items(office, **wanted):
    view = review.look_again(office.desk, office.officer, office.case)
    return [i for i in view.open_items if all(getattr(i, name) == value for name, value in wanted.items())]


def look(office):
    return Look(office.desk, office.state())


def test_a_narrow_fire_lane_stops_the_grant_until_it_may_stand(ready):
    do(ready.desk, ready.officer, narrow_lane(ready.case))
    (item,) = items(ready, check="K33")
    assert (item.kind, item.step, item.object, item.text.zh) == ("block", 6, "FL1", f"K33 {NARROW}")
    assert [i.check for i in review.look_again(ready.desk, ready.officer, ready.case).decision.gate] == ["K33"]
    grant = c.Recommend(ready.case, "grant", "同意", 5000)
    with pytest.raises(WorkbenchError, match="K33"):
        do(ready.desk, ready.officer, grant)
    do(ready.desk, ready.officer, c.WaiveProblem(ready.case, NARROW, "消防已实地同意"))
    assert items(ready, check="K33") == []
    assert any("准予保留：消防已实地同意" in i.text.zh for i in items(ready, check="K35"))
    assert review.look_again(ready.desk, ready.officer, ready.case).decision.gate == ()


def test_a_danger_goes_into_the_correction_notice_and_one_let_stand_does_not(ready):
    do(ready.desk, ready.officer, narrow_lane(ready.case))
    assert [d.problem for d in corrections.open_matters(look(ready)) if d.code == "FL1"] == [NARROW]
    do(ready.desk, ready.officer, c.WaiveProblem(ready.case, NARROW, "消防已实地同意"))
    assert not [d for d in corrections.open_matters(look(ready)) if d.code == "FL1"]


def test_edited_posts_are_one_item_that_names_all_of_them(ready):
    codes = [str(row["code"]) for row in ready.state().application.rows("posts")[:3]]
    edits = tuple(PlanChange("posts", code, "set", (("persons", 90 + n),)) for n, code in enumerate(codes))
    do(ready.desk, ready.officer, c.EditPlan(ready.case, edits))
    (item,) = items(ready, check="K37")
    assert (item.step, {item.object, *item.others}) == (7, set(codes))


def test_every_rule_that_triggers_and_scenarios_break_is_one_item_with_all_its_places(ready):
    told = items(ready, step=16)
    wrong = emergency_view.of_look(look(ready)).lint
    assert wrong
    assert len(told) == len({one.rule.code for one in wrong})
    assert {code for i in told for code in (i.object, *i.others)} == {code for one in wrong for code in one.codes}
    assert all(i.remedy.zh and i.remedy.en and i.text.en for i in told)


def test_what_the_deployment_lacks_is_told_once_and_names_its_posts(ready):
    checks = [i for i in items(ready, step=7) if i.check]
    beside = [i for i in items(ready, step=7) if not i.check]
    assert beside
    assert not {i.text.zh for i in beside} & {i.text.zh.partition(" ")[2] for i in checks}
    first = next(row for row in ready.state().application.rows("posts") if row["unit"] and row["persons"] > 1)
    post, day = str(first["code"]), ready.state().application.rows("sessions")[0]["start"].date()
    duty = (c.Duty(str(first["unit"]), 1),)
    before = {i.text.zh for i in beside}
    do(ready.desk, ready.officer, c.EditRoster(ready.case, (c.RosterChange(post, day, 1, duty),)))
    (gap,) = [i for i in items(ready, step=7) if i.text.zh not in before and i.text.zh.startswith("排班缺")]
    assert gap.others
