"""The editor of the site plan with real clicks and keys: what it shows, how objects are moved, drawn, reshaped."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit

from workbench.core.values import SitePlan
from workbench.core.working_plan import plan_of
from workbench.ui.site_items import bounds

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
Key, Shift, Alt, Control = (
    Qt.Key,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def plan(page, qtbot):
    """The editor with its view in focus and large enough to hit."""
    page.plan.view.setFocus()
    qtbot.waitUntil(page.plan.view.hasFocus, timeout=20_000)
    QApplication.processEvents()
    return page.plan


def spot(plan, x, y):
    """Return the pixel of a place [m]."""
    return plan.view.mapFromScene(QPointF(x, y))


def drag(qtbot, plan, start, end, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press, move in three steps, release, all in metres."""
    port = plan.view.viewport()
    first, last = spot(plan, *start), spot(plan, *end)
    qtbot.mousePress(port, Qt.MouseButton.LeftButton, modifiers, first)
    for share in (0.4, 0.8, 1.0):
        qtbot.mouseMove(port, first + (last - first) * share)
        move(plan, first + (last - first) * share, modifiers)
    qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, modifiers, last)


def move(plan, at, modifiers=Qt.KeyboardModifier.NoModifier):
    """Move the pointer with the left button held."""
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    held = Qt.MouseButton.LeftButton
    where = plan.view.viewport().mapToGlobal(at)
    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), QPointF(where), held, held, modifiers)
    QApplication.sendEvent(plan.view.viewport(), event)


def click(qtbot, plan, x, y, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(plan.view.viewport(), Qt.MouseButton.LeftButton, modifiers, spot(plan, x, y))


def feature(case, layer, code):
    return next((f for f in plan_of(case).site.layer(layer) if f.code == code), None)


def row(case, sheet, code):
    return next((r for r in plan_of(case).rows(sheet) if r["code"] == code), None)


# What is shown


def test_every_drawn_object_of_the_package_is_on_the_plan_and_in_the_list(page, plan, festival):
    drawn = {one.code for one in festival.state().application.site.features if one.layer != "background"}
    assert {one.feature.code for one in plan.scene.drawn.values()} == drawn
    assert {entry.title.split()[0] for entry in page.panes.object.list.model_.entries} == drawn


def test_a_click_on_a_post_selects_it_and_shows_its_form(page, plan, festival, qtbot):
    click(qtbot, plan, 60, 168)
    assert plan.scene.selection == ("post:M01",)
    form = page.panes.object.form
    assert page.panes.currentWidget() is page.panes.object
    assert form.title.text().startswith("M01")
    assert form.fields["persons"].text() == str(row(festival.state(), "posts", "M01")["persons"])


def test_a_click_in_a_zone_selects_the_smallest_one_with_its_verdict(page, plan, qtbot):
    click(qtbot, plan, 240, 95)
    assert plan.scene.selection == ("zone:Z03",)
    assert page.inspector.judge.code == "Z03"
    assert page.tables["zone"].key == "Z03"


def test_tab_goes_from_object_to_object_and_leaves_the_plan_after_the_last(plan, qtbot):
    order = list(plan.scene.drawn)
    qtbot.keyClick(plan.view, Key.Key_Tab)
    qtbot.keyClick(plan.view, Key.Key_Tab)
    assert plan.scene.selection == (order[1],)
    assert plan.scene.drawn[order[1]].feature.code in plan.view.accessibleDescription()
    qtbot.keyClick(plan.view, Key.Key_Backtab)
    assert plan.scene.selection == (order[0],)
    plan.scene.select((order[-1],))
    qtbot.keyClick(plan.view, Key.Key_Tab)
    assert plan.scene.selection == ()
    assert not plan.view.hasFocus()


def test_the_wheel_zooms_and_home_shows_the_whole_plan_again(plan, qtbot):
    before = plan.view.scale_
    at = QPointF(plan.view.viewport().rect().center())
    none, still = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, at, QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, none, still, False)  # noqa: FBT003
    QApplication.sendEvent(plan.view.viewport(), event)
    assert plan.view.scale_ > 1.3 * before
    qtbot.keyClick(plan.view, Key.Key_Home)
    assert plan.view.scale_ == pytest.approx(before)


def test_no_two_names_on_the_plan_overlap_at_any_zoom(plan):
    for factor in (0.5, 1.0, 4.0):
        plan.view.zoom(factor)
        boxes = [placed.box for placed in plan.view.names()]
        assert boxes
        assert not [1 for n, one in enumerate(boxes) for other in boxes[n + 1 :] if one.intersects(other)]


def test_a_layer_is_switched_off_with_its_objects(plan, qtbot):
    plan.chips["force"].click()
    hidden = [one for one in plan.scene.drawn.values() if one.look.layer == "force"]
    assert hidden
    assert not any(item.isVisible() for one in hidden for item in one.items)
    click(qtbot, plan, 60, 168)
    assert plan.scene.selection != ("post:M01",)


# Moving


def test_a_post_is_dragged_to_the_metre_grid_and_undo_takes_it_back(plan, festival, qtbot, settle, workspace):
    drag(qtbot, plan, (60, 168), (72.2, 176.4))
    settle()
    there = feature(festival.state(), "post", "M01").rings[0][0]
    assert there[0] == round(there[0])
    assert there != (Decimal(60), Decimal(168))
    post = row(festival.state(), "posts", "M01")
    assert (post["x"], post["y"]) == there
    workspace.undo_stack.undo()
    settle()
    assert feature(festival.state(), "post", "M01").rings[0][0] == (Decimal(60), Decimal(168))
    assert (row(festival.state(), "posts", "M01")["x"], row(festival.state(), "posts", "M01")["y"]) == (60, 168)
    assert bounds(plan.scene.drawn["post:M01"].feature).center().toTuple() == (60, 168)


def test_arrows_move_by_one_ten_and_a_tenth_of_a_metre_in_one_edit(plan, festival, qtbot, settle):
    plan.scene.select(("post:M02",))
    before = len(festival.events("plan_edited"))
    qtbot.keyClick(plan.view, Key.Key_Right)
    qtbot.keyClick(plan.view, Key.Key_Right, Shift)
    qtbot.keyClick(plan.view, Key.Key_Up, Alt)
    plan.settle()
    settle()
    assert feature(festival.state(), "post", "M02").rings[0][0] == (Decimal(211), Decimal("160.1"))
    assert len(festival.events("plan_edited")) == before + 1


def test_control_z_right_after_a_nudge_takes_back_that_nudge_and_no_more(plan, festival, qtbot, settle):
    plan.scene.select(("post:M01",))
    qtbot.keyClick(plan.view, Key.Key_Up)
    plan.settle()
    settle()
    first = feature(festival.state(), "post", "M01").rings[0][0]
    here = feature(festival.state(), "post", "M02").rings[0][0]
    before = len(festival.events("plan_edited"))
    plan.scene.select(("post:M02",))
    qtbot.keyClick(plan.view, Key.Key_Right)
    qtbot.keyClick(plan.view, Key.Key_Z, Control)
    qtbot.waitUntil(lambda: len(festival.events("plan_edited")) == before + 2, timeout=20_000)
    settle()
    assert feature(festival.state(), "post", "M02").rings[0][0] == here
    assert feature(festival.state(), "post", "M01").rings[0][0] == first
    assert plan.scene.drawn["post:M02"].feature.rings[0][0] == here


def test_the_button_takes_back_a_nudge_that_is_not_given_yet(plan, festival, qtbot, settle):
    here = feature(festival.state(), "post", "M02").rings[0][0]
    plan.scene.select(("post:M02",))
    qtbot.keyClick(plan.view, Key.Key_Right)
    plan.undo.click()
    qtbot.waitUntil(lambda: len(festival.events("plan_edited")) == 2, timeout=20_000)
    settle()
    assert feature(festival.state(), "post", "M02").rings[0][0] == here


def test_a_nudge_is_kept_when_the_page_is_left_at_once(plan, workspace, festival, qtbot, settle):
    plan.scene.select(("post:M02",))
    qtbot.keyClick(plan.view, Key.Key_Right)
    workspace.go(7)
    settle()
    assert feature(festival.state(), "post", "M02").rings[0][0] == (Decimal(201), Decimal(160))


def test_a_nudge_is_given_when_the_focus_leaves_the_plan(page, plan, festival, qtbot, settle):
    plan.scene.select(("post:M02",))
    qtbot.keyClick(plan.view, Key.Key_Right)
    page.panes.object.list.setFocus()
    page.panes.object.list.findChild(QLineEdit).setFocus()
    settle()
    assert len(festival.events("plan_edited")) == 1


def test_a_corner_of_a_zone_is_dragged_and_the_gross_area_follows(plan, festival, qtbot, settle):
    plan.select(("zone:Z09",))
    drag(qtbot, plan, (400, 228), (410, 240), Alt)
    settle()
    zone = feature(festival.state(), "zone", "Z09")
    assert zone.area > 6864
    assert abs(Decimal(row(festival.state(), "zones", "Z09")["gross"]) - zone.area) < Decimal("0.1")


def test_a_refused_move_goes_back_and_says_why(plan, qtbot, settle, toasts, workspace):
    from PySide6.QtWidgets import QApplication as App

    plan.draft.move(("post:M01",), 10_000_000.0, 0.0)
    settle()
    App.processEvents()
    assert bounds(plan.scene.drawn["post:M01"].feature).center().x() == 60
    assert toasts


# Drawing, copying, deleting


def test_a_post_is_drawn_by_its_letter_and_a_click(plan, festival, qtbot, settle):
    qtbot.keyClick(plan.view, Key.Key_M)
    assert plan.tool == "post_mobile"
    click(qtbot, plan, 330, 190)
    settle()
    made = feature(festival.state(), "post", "M05")
    assert made.rings[0][0] == (Decimal(330), Decimal(190))
    assert row(festival.state(), "posts", "M05")["zone"] == "Z09"
    assert plan.tool == "select"
    assert plan.scene.selection == ("post:M05",)


def test_an_area_is_drawn_by_keys_alone(plan, festival, qtbot, settle):
    qtbot.keyClick(plan.view, Key.Key_Z)
    for key, modifier in ((Key.Key_Right, Shift), (Key.Key_Up, Shift), (Key.Key_Left, Shift)):
        qtbot.keyClick(plan.view, Key.Key_Space)
        qtbot.keyClick(plan.view, key, modifier)
    qtbot.keyClick(plan.view, Key.Key_Space)
    qtbot.keyClick(plan.view, Key.Key_Return)
    settle()
    made = feature(festival.state(), "zone", "Z13")
    assert made.area == 100
    assert row(festival.state(), "zones", "Z13")["gross"] == 100


def test_escape_gives_the_tool_back_before_it_leaves_the_case(plan, qtbot, workspace):
    left = []
    workspace.back_requested.connect(lambda: left.append(1))
    qtbot.keyClick(plan.view, Key.Key_G)
    click(qtbot, plan, 100, 240)
    qtbot.keyClick(plan.view, Key.Key_Escape)
    assert plan.tool == "select"
    plan.select(("gate:GA",))
    qtbot.keyClick(plan.view, Key.Key_Escape)
    assert plan.scene.selection == ()
    assert left == []


def test_control_d_copies_a_gate_with_its_row_and_delete_takes_it_away(plan, festival, qtbot, settle):
    plan.select(("gate:X1",))
    qtbot.keyClick(plan.view, Key.Key_D, Control)
    settle()
    assert row(festival.state(), "gates", "X6")["evac"] == row(festival.state(), "gates", "X1")["evac"]
    assert plan.scene.selection == ("gate:X6",)
    qtbot.keyClick(plan.view, Key.Key_Delete)
    settle()
    assert row(festival.state(), "gates", "X6") is None
    assert "gate:X6" not in plan.scene.drawn


def test_a_field_of_the_form_saves_itself_and_a_wrong_value_is_told_there(page, plan, festival, settle):
    plan.select(("gate:GA",))
    lanes = page.panes.object.form.fields["lanes"]
    lanes.edit.setText("viele")
    lanes.settle()
    assert not lanes.fault.isHidden()
    lanes.edit.setText("14")
    lanes.settle()
    settle()
    assert row(festival.state(), "gates", "GA")["lanes"] == 14


# Ground


def test_a_case_without_a_drawing_says_what_to_do(page, plan, workspace):
    page.show_case(replace(page.context.view, plan=SitePlan(()), site=()))
    assert plan.missing.isVisibleTo(plan)
    assert page.panes.object.list.model_.rowCount() == 0
    assert not workspace.grab().isNull()


def test_lists_keep_the_rules_of_models(page, plan):
    QAbstractItemModelTester(page.panes.object.list.model_, FATAL)
    QAbstractItemModelTester(page.panes.checks.lines.model_, FATAL)
    page.panes.object.list.model_.filter("M0")
    assert {entry.title[:2] for entry in page.panes.object.list.model_.entries} == {"M0"}


def test_posts_off_duty_turn_pale_at_the_chosen_moment(page, plan, festival):
    from workbench.ui.site_moments import off_duty

    picker = plan.moments
    assert picker.count() > 4
    picker.setCurrentIndex(1)
    picker.activated.emit(1)
    on = {str(r["code"]) for r in plan_of(festival.state()).rows("posts") if r["on"] <= picker.moment <= r["off"]}
    pale = {one.feature.code for one in plan.scene.drawn.values() for item in one.items if item.opacity() < 1}
    posts = {str(r["code"]) for r in plan_of(festival.state()).rows("posts")}
    assert pale == posts - on
    assert off_duty(page.context.view.site, None) == frozenset()


def test_a_check_line_marks_its_objects_and_a_problem_stands_in_the_list(page, plan, qtbot, settle):
    lines = page.panes.checks.lines
    qtbot.waitUntil(lambda: lines.line("mobile") is not None, timeout=20_000)
    lines.choose("mobile")
    assert plan.scene.marked == {f"post:M0{n}" for n in range(1, 5)}
    plan.draft.move(("post:M01",), 0.0, -200.0)
    settle()
    qtbot.waitUntil(
        lambda: any("M01" in line.objects and line.kind == "bad" for line in lines.model_.lines), timeout=20_000
    )
    entries = {entry.key: entry for entry in page.panes.object.list.model_.entries}
    assert entries["post:M01"].fault


def test_a_row_that_is_not_drawn_is_listed_and_can_be_drawn(page, plan, festival, qtbot, settle):
    from workbench.core.commands import EditPlan, PlanChange

    page.context.do(EditPlan(festival.case, (PlanChange("site.gate", "GC", "remove"),)))
    settle()
    page.panes.object.list.chosen.emit("gate:GC")
    form = page.panes.object.form
    assert "图上未绘" in form.below.text()
    form.put.click()
    click(qtbot, plan, 180, 222, Alt)
    click(qtbot, plan, 190, 222, Alt)
    settle()
    drawn = feature(festival.state(), "gate", "GC")
    assert drawn.length == pytest.approx(Decimal(10), abs=Decimal(2))
    assert abs(row(festival.state(), "gates", "GC")["width"] - drawn.length) < Decimal("0.01")


def test_a_drawing_is_exported_and_imported_again_with_its_differences(page, plan, festival, settle, tmp_path, qtbot):
    from workbench.ui.site_drawings import Drawings, ImportDialog

    desk = Drawings(page, page.context)
    target = tmp_path / "plan.geojson"
    desk.export_to(target, ".geojson")
    settle()
    assert target.stat().st_size > 1000
    plan.draft.move(("post:M01",), 4.0, 0.0)
    settle()
    desk.look_at(str(target))
    settle()
    shown = next(w for w in QApplication.topLevelWidgets() if isinstance(w, ImportDialog) and w.isVisible())
    assert shown.list.item(0).text().startswith("修改  M01")
    shown.take.click()
    settle()
    assert feature(festival.state(), "post", "M01").rings[0][0] == (Decimal(60), Decimal(168))


def test_a_picture_is_placed_calibrated_by_two_pairs_and_taken_away(page, plan, festival, settle, tmp_path, qtbot):
    from PySide6.QtGui import QImage

    from workbench.services.site_background import background

    part = next(one for one in page.parts if type(one).__name__ == "BackgroundPart")
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(str(tmp_path / "luftbild.png"))
    part.place(tmp_path / "luftbild.png", 1)
    settle()
    qtbot.waitUntil(lambda: type(plan.view.tool).__name__ == "CalibrateTool", timeout=20_000)
    assert "background" in plan.scene.overlays()
    at = part.shown.transform.at
    for pixel, place in (((50, 50), (40.0, 100.0)), ((150, 50), (140.0, 100.0))):
        click(qtbot, plan, *at(pixel), Alt)
        click(qtbot, plan, *place, Alt)
        at = plan.view.tool.transform.at
    qtbot.keyClick(plan.view, Key.Key_Return)
    settle()
    placed = background(plan_of(festival.state()))
    assert placed.points == 2
    assert placed.transform.metres_per_pixel == pytest.approx(1.0, rel=0.05)
    part.remove()
    settle()
    assert background(plan_of(festival.state())) is None


def test_a_plan_of_five_hundred_posts_long_names_and_many_corners_stays_usable(page, plan, workspace, settle, qtbot):
    from math import cos, radians, sin

    from workbench.core.commands.plan import Shape
    from workbench.core.working_plan import drawn

    posts = [
        drawn("post", f"P{n}", Shape("Point", (((n % 25 * 9000, n // 25 * 9000),),), "", "岗" * 60)) for n in range(500)
    ]
    ring = [
        (round(90_000 + 80_000 * cos(radians(n * 0.072))), round(90_000 + 80_000 * sin(radians(n * 0.072))))
        for n in range(5000)
    ]
    zone = drawn("zone", "Z1", Shape("Polygon", ((*ring, ring[0]),), "", "区" * 60))
    crossing = drawn("zone", "Z2", Shape("Polygon", (((0, 0), (50_000, 50_000), (50_000, 0), (0, 50_000), (0, 0)),)))
    page.show_case(replace(page.context.view, plan=SitePlan((zone, crossing, *posts)), site=()))
    settle()
    assert len(plan.scene.drawn) == 502
    assert max(len(line) for placed in plan.view.names() for line in placed.name.lines) <= 16
    faults = {entry.key: entry.fault for entry in page.panes.object.list.model_.entries}
    assert faults["zone:Z2"] == "图形自相交"
    plan.select(("zone:Z1",))
    plan.view.fit()
    qtbot.keyClick(plan.view, Key.Key_Plus)
    assert not workspace.grab().isNull()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_button_of_the_editor_is_cut_in_the_smallest_window(workspace, settle, qtbot, language):
    from PySide6.QtWidgets import QAbstractButton

    from workbench.ui.i18n import set_language

    set_language(language)
    workspace.resize(1228, 610)
    workspace.go(6)
    settle()
    QApplication.processEvents()
    buttons = [b for b in workspace.page().findChildren(QAbstractButton) if b.isVisible() and b.accessibleName()]
    assert buttons
    assert [b.accessibleName() for b in buttons if b.minimumSizeHint().width() > b.width() + 1] == []


def test_a_stair_leads_where_it_was_drawn_to_and_the_benches_open_from_the_third_pane(page, plan, settle, workspace):
    plan.draft.add("stair", [(0.0, 240.0), (0.0, 250.0)])
    settle()
    assert len(plan.scene.drawn[plan.scene.selection[0]].items) == 2
    page.panes.simulation.walk.click()
    assert workspace.step == 15
    assert workspace.page().tabs.currentWidget() is workspace.page().simulation
