"""The editor of a large plan: shown at once, worked out on the worker, in the order in which it was wished."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt

from workbench.core.commands import EditPlan, PlanChange
from workbench.core.working_plan import plan_of, shifted
from workbench.services.acting import do
from workbench.ui import site_names, site_wishes
from workbench.ui.site_items import middle_of
from workbench.ui.site_list import Entries
from workbench.ui.site_looks import Looks
from workbench.ui.site_scene import SiteScene

Key, Control = Qt.Key, Qt.KeyboardModifier.ControlModifier
POSTS = ("post:M01", "post:M02")


@pytest.fixture
def plan(workspace, settle, qtbot, monkeypatch):
    """The editor with its view in focus; every plan counts as a large one."""
    monkeypatch.setattr(site_wishes, "MANY", 0)
    workspace.go(6)
    settle()
    view = workspace.page().plan.view
    view.setFocus()
    qtbot.waitUntil(view.hasFocus, timeout=20_000)
    return workspace.page().plan


def place(case, code):
    """Return where a post is drawn [m]."""
    x, y = next(one for one in plan_of(case).site.layer("post") if one.code == code).rings[0][0]
    return float(x), float(y)


def shown(plan, key):
    """Return where the sign of an object stands [m]."""
    return plan.scene.drawn[key].items[0].pos()


def test_what_is_moved_stands_there_at_once_and_keeps_its_items(plan, festival, settle):
    x, y = place(festival.state(), "M01")
    items = [plan.scene.drawn[key].items for key in POSTS]
    plan.select(POSTS)
    plan.draft.move(POSTS, 4.0, -3.0)
    assert shown(plan, "post:M01") == QPointF(x + 4, y - 3)
    assert place(festival.state(), "M01") == (x, y)
    settle()
    assert place(festival.state(), "M01") == (x + 4, y - 3)
    assert shown(plan, "post:M01") == QPointF(x + 4, y - 3)
    assert [plan.scene.drawn[key].items for key in POSTS] == items


def test_nudge_undo_nudge_pressed_quickly_leave_the_second_nudge_alone(plan, festival, settle, qtbot):
    x, y = place(festival.state(), "M01")
    plan.select(("post:M01",))
    qtbot.keyClick(plan.view, Key.Key_Right)
    qtbot.keyClick(plan.view, Key.Key_Z, Control)
    qtbot.keyClick(plan.view, Key.Key_Up)
    plan.settle()
    settle()
    assert place(festival.state(), "M01") == (x, y + 1)
    assert shown(plan, "post:M01") == QPointF(x, y + 1)
    assert len(festival.events("plan_edited")) == 3


def test_a_nudge_while_an_undo_is_on_its_way_starts_from_what_the_undo_leaves(plan, festival, settle, qtbot):
    x, y = place(festival.state(), "M01")
    plan.select(("post:M01",))
    plan.draft.move(("post:M01",), 9.0, 0.0)
    settle()
    plan.undo.click()
    plan.draft.move(("post:M01",), 0.0, 2.0)
    settle()
    assert place(festival.state(), "M01") == (x, y + 2)
    assert shown(plan, "post:M01") == QPointF(x, y + 2)


def test_ten_nudges_and_moves_of_the_same_posts_add_up(plan, festival, settle, qtbot):
    x, y = place(festival.state(), "M02")
    plan.select(POSTS)
    for _ in range(10):
        qtbot.keyClick(plan.view, Key.Key_Right)
    plan.draft.move(POSTS, 0.0, 5.0)
    plan.draft.move(POSTS, -3.0, 0.0)
    assert shown(plan, "post:M02") == QPointF(x + 7, y + 5)
    settle()
    assert place(festival.state(), "M02") == (x + 7, y + 5)
    assert shown(plan, "post:M02") == QPointF(x + 7, y + 5)


def test_a_refused_move_puts_the_objects_back_and_is_told(plan, festival, settle, toasts):
    x, y = place(festival.state(), "M01")
    plan.select(POSTS)
    plan.draft.move(POSTS, 200_000.0, 0.0)
    assert shown(plan, "post:M01").x() > 200_000
    settle()
    assert place(festival.state(), "M01") == (x, y)
    assert shown(plan, "post:M01") == QPointF(x, y)
    assert toasts
    assert not festival.events("plan_edited")


def test_an_edit_after_a_refused_one_is_still_made_and_an_undo_meant_for_that_is_not(plan, festival, settle, qtbot):
    plan.draft.move(("post:M02",), 0.0, 5.0)
    settle()
    x, y = place(festival.state(), "M02")
    plan.draft.move(("post:M01",), 200_000.0, 0.0)
    plan.undo.click()
    plan.draft.move(("post:M02",), 1.0, 0.0)
    settle()
    assert place(festival.state(), "M02") == (x + 1, y)
    assert shown(plan, "post:M02") == QPointF(x + 1, y)


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(plan, festival, settle, workspace):
    conflicts = []
    workspace.context.conflicted.connect(lambda *_: conflicts.append(True))
    workspace.context.conflicted.disconnect(workspace._conflict)
    x, y = place(festival.state(), "M01")
    posts = plan_of(festival.state()).rows("posts")
    change = PlanChange("posts", str(posts[0]["code"]), "set", (("persons", 7),))
    do(festival.desk, festival.other, EditPlan(festival.case, (change,)))
    plan.draft.move(POSTS, 3.0, 0.0)
    settle()
    assert conflicts
    assert place(festival.state(), "M01") == (x, y)
    assert shown(plan, "post:M01") == QPointF(x, y)


def test_removed_objects_go_at_once_and_come_back_with_the_undo(plan, festival, settle, qtbot):
    plan.select(POSTS)
    qtbot.keyClick(plan.view, Key.Key_Delete)
    assert not plan.scene.drawn.keys() & set(POSTS)
    qtbot.keyClick(plan.view, Key.Key_Z, Control)
    settle()
    assert plan.scene.drawn.keys() >= set(POSTS)
    assert len(festival.events("plan_edited")) == 2


def test_two_copies_made_quickly_have_codes_of_their_own_and_the_last_are_selected(plan, festival, settle, qtbot):
    before = set(plan.scene.drawn)
    plan.select(POSTS)
    for _ in range(2):
        plan.draft.duplicate(POSTS)
    settle()
    new = plan.scene.drawn.keys() - before
    assert len(new) == 4
    qtbot.waitUntil(lambda: len(plan.scene.selection) == 2, timeout=20_000)
    assert set(plan.scene.selection) <= new
    assert {f"post:{row['code']}" for row in plan_of(festival.state()).rows("posts")} >= new


# Shown object by object


def features(festival):
    return [(f"{one.layer}:{one.code}", one) for one in plan_of(festival.state()).site.features if one.rings]


def extents(scene):
    return {
        key: [item.mapRectToScene(item.boundingRect()) for item in one.items] + [item.zValue() for item in one.items]
        for key, one in scene.drawn.items()
    }


def test_a_plan_shown_step_by_step_looks_like_one_drawn_at_once(qapp, festival, workspace):
    looks = Looks(workspace.context.pack)
    first, rows = features(festival), {}
    scene = SiteScene(looks)
    scene.show_features(first, rows)
    scene.select([key for key, _ in first[::3]])
    for step in range(1, 5):
        now = [
            (key, shifted(one, 1000 * step * (number % 3), -70_000 * step * (number % 2)))
            for number, (key, one) in enumerate(first)
            if (number + step) % 7
        ]
        now = [
            (key, replace(one, name=f"{step}") if number % 11 == step else one) for number, (key, one) in enumerate(now)
        ]
        scene.show_features(now, rows)
        fresh = SiteScene(looks)
        fresh.show_features(now, rows)
        assert extents(scene) == extents(fresh)
        assert scene.sceneRect() == fresh.sceneRect()
        fresh.select(scene.selection)
        marks = [[mark[0].mapRectToScene(mark[0].boundingRect()) for mark in s._marks.values()] for s in (scene, fresh)]
        assert marks[0] == marks[1]


def test_an_exit_carried_to_the_other_side_leads_outwards_there(qapp, festival, workspace):
    scene = SiteScene(Looks(workspace.context.pack))
    first = features(festival)
    scene.show_features(first)
    key, one = next((key, one) for key, one in first if scene.drawn[key].turn is not None)
    middle = middle_of(feature for _, feature in first)
    away = middle - scene.drawn[key].box.center()
    there = shifted(one, round(away.x() * 2_200), round(away.y() * 2_200))
    before = scene.drawn[key].turn
    scene.show_features([(name, there if name == key else feature) for name, feature in first])
    assert abs(scene.drawn[key].turn - before) == pytest.approx(180)


def test_the_list_says_what_is_drawn_after_every_change(workspace, plan, settle, qtbot):
    page = workspace.page()
    entries = page.panes.object.list.model_
    plan.draft.move(("post:M01",), 11.0, 0.0)
    plan.draft.remove(("post:M02",))
    settle()

    def fresh():
        return Entries(plan.scene, workspace.context.pack).of(page._faults, plan.draft.undrawn())

    qtbot.waitUntil(lambda: entries.entries == fresh(), timeout=20_000)
    there = {one.key for one in entries.entries}
    assert ("post:M01" in there, "post:M02" in there) == (True, False)


def test_names_placed_a_few_at_a_time_stand_where_those_placed_at_once_stand(plan, qtbot, monkeypatch):
    at_once = plan.view.names()
    monkeypatch.setattr(site_names, "SLICE", 1)
    plan.scene.version += 1
    plan.view.grab()
    assert plan.view.written._of != (plan.view.scale_, plan.scene.version)
    qtbot.waitUntil(lambda: plan.view.written._of == (plan.view.scale_, plan.scene.version), timeout=20_000)
    assert list(plan.view.written.now(plan.view.scale_)) == at_once


def test_names_go_with_their_objects_until_they_have_places_of_their_own(plan, monkeypatch):
    before = plan.view.names()[0]
    key = before.name.key
    monkeypatch.setattr(site_names, "SLICE", 1)
    plan.draft.move((key,), 10.0, 0.0)
    now = next(one for one in plan.view.written.now(plan.view.scale_) if one.name.key == key)
    assert now.box.center().x() == pytest.approx(before.box.center().x() + 10 * plan.view.scale_)
