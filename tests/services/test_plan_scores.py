"""Both plans by the same grades: the organiser's as the officer scored it, ours by what the case shows."""

from dataclasses import replace
from decimal import Decimal

import pytest

from workbench.core.plan_contents import adequacy, grade
from workbench.services import plan_desk, plan_paper, plan_score
from workbench.storage.packs import load_pack

PACK = load_pack("cn_national")


@pytest.fixture(scope="module")
def source(packages):
    return plan_desk.of_package(packages["chenghu-bay-festival"], PACK)


def own(source, code):
    return plan_score.own_scores(source)[code]


@pytest.mark.parametrize(("shown", "points", "score"), [(0, 5, 0), (1, 5, 1), (4, 5, 1), (5, 5, 2), (0, 0, 0)])
def test_no_point_is_missing_some_are_unsound_all_are_adequate(shown, points, score):
    assert grade(shown, points) == score


def test_the_share_of_points_is_one_sum_for_both_plans():
    scores = dict.fromkeys(PACK.plan, 1)
    assert adequacy(scores, PACK) == Decimal("0.5")
    scores.popitem()
    assert adequacy(scores, PACK) is None


def test_every_content_has_a_row_for_each_of_its_points_and_each_can_be_told():
    rows = PACK.lists["plan_shown"]
    assert {code: len(row.data["shown"]) for code, row in rows.items()} == {
        code: len(content.points) for code, content in PACK.plan.items()
    }
    assert plan_score.unknown(PACK) == ()


def test_a_plan_without_posts_shows_no_staff(source):
    bare = replace(source, plan=replace(source.plan, sheets={**source.plan.sheets, "posts": ()}))
    assert own(source, "P2").shown > own(bare, "P2").shown == 0
    assert own(bare, "P2").score == 0
    assert len(own(bare, "P2").lacking) == len(PACK.plan["P2"].points)


def test_what_is_not_shown_is_named_and_a_point_that_comes_is_not(source):
    before = own(source, "P10")
    scored = own(replace(source, levels=("62.0", "31.0", "二级")), "P10")
    assert {one.zh for one in before.lacking} - {one.zh for one in scored.lacking} == {"有采取措施前后分值"}
    assert scored.shown == before.shown + 1


def test_tickets_over_the_capacity_are_not_shown_as_within_it(source):
    point = next(one for one in PACK.plan["P4"].points if "票" in one.zh)
    rows = tuple(replace(row, values={**row.values, "tickets": 9_000_000}) for row in source.plan.rows("sessions"))
    sold = replace(source, plan=replace(source.plan, sheets={**source.plan.sheets, "sessions": rows}))
    assert point not in own(source, "P4").lacking
    assert point in own(sold, "P4").lacking


def test_both_scores_stand_beside_each_other_in_view_and_paper(source):
    scored = replace(source, scores=dict.fromkeys(PACK.plan, 2))
    view = plan_desk.view_of(scored)
    assert view.adequacy == 1
    assert view.own_adequacy == adequacy({one.code: one.own for one in view.contents}, PACK)
    content = plan_paper.plan_content(scored)
    assert [(line.code, line.score, line.own) for line in content.contents] == [
        (one.code, "2 分", f"{one.own} 分") for one in view.contents
    ]
    assert "承办者方案 100%" in content.adequacy
    assert f"本方案 {view.own_adequacy:.0%}" in content.adequacy
    assert "承办者方案 未评" in plan_paper.plan_content(source).adequacy
