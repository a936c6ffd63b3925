"""Coverage in step 6: the shading under the plan, the lines, the pane; proposals that change nothing by themselves."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench.core.working_plan import plan_of
from workbench.services.coverage import BEYOND, SOLID
from workbench.ui.i18n import set_language
from workbench.ui.site_coverage import CoveragePart
from workbench.ui.site_shading import FAR, band_words, painted, shade_of

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def part(part_of):
    return part_of(CoveragePart)


@pytest.fixture
def covered(part, qtbot):
    """The part once the first coverage has come."""
    qtbot.waitUntil(lambda: part.view is not None, timeout=20_000)
    return part


def post_of(case, code):
    return next(one for one in plan_of(case).site.layer("post") if one.code == code)


# The shading


def test_bands_are_told_apart_without_colour():
    """Every band has a pattern of its own: taken as grey, no two pictures are the same."""
    greys = []
    for code in (1, 2, 3, 4, BEYOND):
        image = painted(np.full((24, 24), code, dtype=np.uint8))
        greys.append(tuple(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)))
    assert len(set(greys)) == 5
    assert painted(np.full((2, 2), SOLID, dtype=np.uint8)).pixelColor(0, 0).alpha() == 0


def test_a_band_beyond_the_known_ones_is_crossed():
    assert shade_of(BEYOND) is FAR
    assert [words for _code, words in band_words((20, 60))] == ["≤ 20 秒", "20–60 秒", "更久或到不了"]


def test_the_shading_lies_at_its_place_below_the_zones(covered, page):
    item, layer = page.plan.scene._overlays["response"]
    west, south, east, north = covered.view.extent
    bounds = item.mapToScene(item.boundingRect()).boundingRect()
    assert layer == "coverage"
    assert (bounds.left(), bounds.right()) == pytest.approx((west, east))
    assert (bounds.top(), bounds.bottom()) == pytest.approx((south, north))
    assert item.zValue() < 10
    water = item.mapFromScene(QPointF(150, 10))
    assert item.pixmap().toImage().pixelColor(water.toPoint()).alpha() == 0, "nobody walks on the lake"


def test_the_switch_above_the_plan_hides_the_shading(covered, page, qtbot):
    item, _layer = page.plan.scene._overlays["response"]
    chip = page.plan.chips["coverage"]
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert not item.isVisible()
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    assert item.isVisible()


# The figures


def test_the_checks_tell_key_spots_reach_and_sight(covered, page):
    lines = {line.code: line for line in page.panes.checks.lines.model_.lines}
    assert lines["straight"].value == "10 / 10"
    assert lines["walking"].kind == "ok"
    assert lines["reach"].value == "100%"
    assert lines["kit"].kind == "warn"


def test_the_pane_shows_each_table_with_its_figures(covered, page):
    pane = covered.pane
    for key, count in (("zones", 13), ("spots", 10), ("distances", 13), ("responders", 6)):
        QAbstractItemModelTester(pane.tables[key].model_, FATAL)
        assert len(pane.tables[key].model_.rows) == count
    [row] = [row for row in pane.tables["spots"].model_.rows if row.key == "C01"]
    assert row.cells[1].upper == "114"
    assert "20 × 4" in pane.working.text.toPlainText()


def test_other_choices_are_worked_out_anew(covered, qtbot):
    few = covered.view
    covered.pane.posts.setCurrentIndex(1)
    qtbot.waitUntil(lambda: covered.view is not few, timeout=20_000)
    assert len(covered.view.found.source_codes) == 58


def test_moving_a_post_is_followed_by_new_times(covered, page, qtbot, festival):
    before = covered.view
    page.plan.draft.move(("post:M03",), -30, 10)
    qtbot.waitUntil(lambda: covered.view is not before, timeout=20_000)
    assert not np.array_equal(covered.view.found.times, before.found.times)
    assert float(post_of(festival.state(), "M03").rings[0][0][0]) == 220


def test_a_plan_whose_drawing_was_taken_away_says_what_to_do(covered, page, qtbot, settle):
    page.plan.draft.remove([key for key in page.plan.scene.drawn if key])
    settle()
    qtbot.waitUntil(lambda: covered.view is None, timeout=20_000)
    told = covered.pane.state.text()
    assert "没有" in told
    assert "绘" in told, "what to do about it"
    assert "response" not in page.plan.scene.overlays()


# Proposals


def proposed(covered, qtbot, **said):
    pane = covered.pane.placement
    covered.page.panes.setCurrentWidget(covered.pane)
    covered.pane.tabs.setCurrentWidget(pane)
    pane.within.setValue(said.get("within", 20))
    pane.keep.setChecked(said.get("keep", True))
    pane.count.setValue(said.get("count", 2))
    qtbot.mouseClick(pane.ask, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: pane.found is not None, timeout=20_000)
    return pane


def test_a_proposal_is_shown_and_changes_nothing(covered, page, qtbot, festival):
    before = festival.state()
    pane = proposed(covered, qtbot)
    assert len(pane.places.model_.rows) == 2
    assert "已证明最优" in pane.told.text()
    assert "proposal" in page.plan.scene.overlays()
    assert festival.state() == before


def test_taking_over_draws_the_places_as_one_edit_that_can_be_undone(covered, page, qtbot, settle, festival):
    posts = len(plan_of(festival.state()).rows("posts"))
    version = festival.state().version
    pane = proposed(covered, qtbot)
    places = pane.found.places
    qtbot.mouseClick(pane.take_all, Qt.MouseButton.LeftButton)
    settle()
    rows = plan_of(festival.state()).rows("posts")
    assert len(rows) == posts + 2
    assert {(float(row["x"]), float(row["y"])) for row in rows[-2:]} == set(places)
    assert {row["kind"] for row in rows[-2:]} == {"机动"}
    assert festival.state().version == version + 1
    assert "proposal" not in page.plan.scene.overlays()
    assert not pane.take_all.isEnabled()


def test_one_place_is_taken_over_by_itself(covered, qtbot, settle, festival):
    posts = len(plan_of(festival.state()).rows("posts"))
    pane = proposed(covered, qtbot)
    pane.places.choose("2")
    qtbot.mouseClick(pane.take_one, Qt.MouseButton.LeftButton)
    settle()
    assert len(plan_of(festival.state()).rows("posts")) == posts + 1


def test_a_share_out_of_reach_is_told(covered, qtbot):
    pane = covered.pane.placement
    pane.by_share.setChecked(True)
    pane.share.setValue(100)
    pane.keep.setChecked(False)
    pane.within.setValue(1)
    pane.run()
    qtbot.waitUntil(lambda: pane.found is not None, timeout=20_000)
    assert "目标达不到" in pane.told.text()


def test_everything_in_the_pane_has_a_name_and_english(covered, page, qtbot):
    for widget in (*covered.pane.tables.values(), covered.pane.posts, covered.pane.pace, covered.pane.which):
        assert widget.accessibleName()
    pane = covered.pane.placement
    for widget in (pane.kind, pane.count, pane.share, pane.within, pane.places):
        assert widget.accessibleName()
    set_language("en")
    assert [words for _code, words in band_words((20, 60))] == ["≤ 20 s", "20–60 s", "later or never"]
