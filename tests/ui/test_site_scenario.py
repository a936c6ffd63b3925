"""The scenario picker of the site editor: moments and variants, the sums beside the plan, the shades on it."""

import pytest
from PySide6.QtCore import Qt

from workbench.services.site_scenarios import Scenario
from workbench.ui.i18n import set_language
from workbench.ui.site_looks import COVERAGE, DENSITY
from workbench.ui.site_scenario import LEVELS, brushes


@pytest.fixture
def page(workspace, settle, qtbot):
    workspace.go(6)
    settle()
    page = workspace.page()
    qtbot.waitUntil(lambda: bool(page.plan.moments.findText("假设", Qt.MatchFlag.MatchStartsWith) >= 0), timeout=20_000)
    return page


def choose(page, settle, words):
    """Pick the line of the picker that has the words."""
    picker = page.plan.moments
    at = picker.findText(words, Qt.MatchFlag.MatchContains)
    assert at >= 0, [picker.itemText(number) for number in range(picker.count())]
    picker.setCurrentIndex(at)
    picker.activated.emit(at)
    settle()


def bar(page, name):
    return next(one for one in page.panes.checks.bars.bars if name in one.name)


def shades(page):
    """Return the shade over the plan and its parts."""
    return page.plan.scene._overlays["scenario"][0].childItems()


def test_the_picker_offers_the_largest_exit_every_exit_and_every_entrance(page):
    picker = page.plan.moments
    told = [picker.itemText(number) for number in range(picker.count()) if "假设" in picker.itemText(number)]
    assert told[0] == "假设：最大出口 X1 封闭"
    assert told[-1] == "假设：入口 GC 停用"
    assert len(told) == 8


def test_a_closed_exit_changes_the_sums_marks_the_exit_and_stores_nothing(page, settle, festival):
    before = festival.state().version
    worst = bar(page, "最不利").value
    choose(page, settle, "最大出口 X1")
    assert bar(page, "X1 封闭").value == worst
    assert "不写入案卷" in page.panes.checks.variant.text()
    assert page.panes.checks.variant.isVisibleTo(page)
    assert page.plan.scene.notes["gate:X1"] == ("封闭",)
    assert page.plan.scene.notes["zone:Z01"][0].startswith("散场")
    assert "scenario closed" in page.plan.scene.overlays()
    choose(page, settle, "出口 X2")
    assert bar(page, "X2 封闭").value != worst
    assert festival.state().version == before


def test_a_lost_entrance_takes_longer_and_all_times_take_it_back(page, settle):
    all_in = bar(page, "全部入场").value
    choose(page, settle, "入口 GA")
    assert float(bar(page, "全部入场").value.split()[0]) > float(all_in.split()[0])
    assert page.plan.scene.notes["gate:GA"] == ("停用",)
    choose(page, settle, "全部时段")
    assert bar(page, "全部入场").value == all_in
    assert not page.panes.checks.variant.isVisibleTo(page)
    assert "scenario closed" not in page.plan.scene.overlays()


def test_the_layer_of_densities_has_shades_figures_and_a_legend(page, settle):
    chip = page.plan.chips[DENSITY]
    assert not page.plan.scene.notes
    chip.click()
    assert page.plan.scene.notes["zone:Z01"] == ("8600 人 · 3.6 人/m² · E", "3.6 E")
    assert len(shades(page)) >= 5
    told = [words for _, words in page.plan.legend.extra]
    assert any(words.startswith("E 级") for words in told)
    assert not any(words.startswith("≤ 20") for words in told)
    assert not page.plan.chips[COVERAGE].isChecked()
    page.plan.view.zoom_to(page.plan.scene.extent())
    written = [line for placed in page.plan.view.names() for line in placed.name.lines]
    assert "3.6 E" in written or "8600 人 · 3.6 人/m² · E" in written
    page.plan.chips[COVERAGE].click()
    assert not page.plan.scene.notes
    assert not any(words.startswith("E 级") for _, words in page.plan.legend.extra)


def test_at_the_doors_the_zones_are_empty(page, settle):
    page.plan.chips[DENSITY].click()
    choose(page, settle, "入场")
    assert page.plan.scene.notes["zone:Z01"][0] == "0 人 · 0.0 人/m²"
    assert not shades(page)
    choose(page, settle, "散场")
    assert page.plan.scene.notes["zone:Z01"][0].endswith("E")


def test_a_variant_whose_opening_is_taken_away_goes_back_to_the_plan_as_it_is(page, settle, qtbot):
    choose(page, settle, "出口 X2")
    page.plan.draft.remove(("gate:X2",))
    settle()
    qtbot.waitUntil(lambda: not page.panes.checks.variant.isVisibleTo(page), timeout=20_000)
    assert page.plan.moments.scenario == Scenario()


def test_levels_are_told_apart_without_colour():
    patterns = [tuple(brush.style() for brush in brushes(shade)) for shade in LEVELS.values()]
    assert len(set(patterns)) == len(LEVELS)


def test_the_picker_speaks_english(page, settle):
    set_language("en")
    page.plan.moments.show_offers(page.parts[2].view.offers)
    assert page.plan.moments.itemText(page.plan.moments.count() - 1) == "Variant: entrance GC lost"
