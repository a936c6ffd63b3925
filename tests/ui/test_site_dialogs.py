"""The dialogs of the site editor: a background from a PDF or with its world file, calibration, the venues."""

import pytest
from PIL import Image
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLabel

from workbench.core.working_plan import plan_of
from workbench.services import intake, site_background, site_venues
from workbench.ui.site_background import BackgroundDialog, BackgroundPart
from workbench.ui.site_drawings import Drawings, ImportDialog, KeepDialog, VenueDialog
from workbench.ui.workspace import Workspace

Key = Qt.Key


@pytest.fixture
def part(part_of):
    return part_of(BackgroundPart)


@pytest.fixture
def background(page, qtbot, settle):
    """Place a file by the dialog: its path, the page of a PDF."""

    def place(path, number=1):
        page.plan.background_requested.emit()
        dialog = shown(page, BackgroundDialog)
        dialog.path.setText(str(path))
        dialog.number.setValue(number)
        qtbot.mouseClick(dialog.main, Qt.MouseButton.LeftButton)
        settle()

    return place


def shown(page, kind):
    """Return the dialog of a kind that is open."""
    return next(one for one in page.findChildren(kind) if one.isVisible())


def view(festival):
    return site_background.background(plan_of(festival.state()))


def sheet(path, *sizes):
    """Write a PDF with a page of each size [px at 72 dpi]."""
    pages = [Image.new("RGB", size, "#ccddcc") for size in sizes]
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=72)
    return path


def test_the_chosen_page_of_a_pdf_becomes_the_background_and_is_then_calibrated(
    page, part, background, festival, qtbot, tmp_path
):
    background(sheet(tmp_path / "图纸.pdf", (300, 300), (400, 200)), number=2)
    found = view(festival)
    assert found.picture.width / found.picture.height == pytest.approx(2, abs=0.02)
    assert found.picture.name == "图纸-2.png"
    assert page.plan.chips["base"].isChecked()
    qtbot.waitUntil(lambda: "标定" in page.plan.strip.text(), timeout=20_000)
    assert page.plan.view.tool.is_busy()
    assert "图纸-2.png" in part.words.text()


def test_a_page_that_the_pdf_does_not_have_is_told_and_changes_nothing(page, background, festival, tmp_path):
    faults, before = [], view(festival)
    page.context.session.save_failed.connect(faults.append)
    background(sheet(tmp_path / "图纸.pdf", (300, 300)), number=9)
    assert len(faults) == 1
    assert view(festival) == before


def test_a_picture_with_its_world_file_lies_in_its_place_at_once(page, background, festival, tmp_path):
    Image.new("RGB", (400, 300), "#ccddcc").save(tmp_path / "航拍.png")
    (tmp_path / "航拍.pgw").write_text("0.5\n0\n0\n-0.5\n10.25\n149.75\n")
    background(tmp_path / "航拍.png")
    assert view(festival).corners == ((10, 150), (210, 150), (210, 0), (10, 0))
    assert not page.plan.view.tool.is_busy()


def test_four_pairs_of_clicks_calibrate_and_tell_what_is_left(page, part, background, festival, qtbot, tmp_path):
    Image.new("RGB", (400, 300), "#ccddcc").save(tmp_path / "航拍.png")
    background(tmp_path / "航拍.png")
    plan = page.plan
    qtbot.waitUntil(lambda: plan.view.tool.is_busy(), timeout=20_000)  # noqa: PLW0108 - the tool is another one later
    pixels, goals = ((0, 300), (400, 300), (400, 0), (0, 0)), ((20, 20), (380, 20), (380, 290), (21, 291))
    for pixel, goal in zip(pixels, goals, strict=True):
        click(qtbot, plan, plan.view.tool.transform.at(pixel))
        click(qtbot, plan, goal)
    qtbot.waitUntil(lambda: view(festival).points == 4, timeout=20_000)
    found = view(festival)
    assert 0 < found.rms < 3
    assert found.transform.at((400, 300)) == pytest.approx((380, 20), abs=5)
    qtbot.waitUntil(lambda: f"误差 {found.rms:.2f} m" in part.words.text(), timeout=20_000)
    assert not plan.view.tool.is_busy()


def click(qtbot, plan, place):
    """Click on a place of the plan [m], free of the grid."""
    plan.view.centerOn(QPointF(*place))
    spot = plan.view.mapFromScene(QPointF(*place))
    qtbot.mouseClick(plan.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, spot)


def test_escape_gives_a_calibration_up_and_the_picture_can_be_taken_away(
    page, background, festival, qtbot, settle, tmp_path
):
    Image.new("RGB", (40, 30), "#ccddcc").save(tmp_path / "航拍.png")
    background(tmp_path / "航拍.png")
    qtbot.waitUntil(lambda: page.plan.view.tool.is_busy(), timeout=20_000)  # noqa: PLW0108 - another tool later
    before = view(festival)
    page.plan.view.setFocus()
    qtbot.keyClick(page.plan.view, Key.Key_Escape)
    assert not page.plan.view.tool.is_busy()
    assert view(festival) == before
    page.plan.background_requested.emit()
    dialog = shown(page, BackgroundDialog)
    qtbot.mouseClick(dialog.away, Qt.MouseButton.LeftButton)
    settle()
    assert view(festival) is None


def test_a_venue_kept_in_the_window_is_used_in_another_case(page, festival, packages, qtbot, settle):
    desk = Drawings(page, page.context)
    desk.open_keeping()
    keep = shown(page, KeepDialog)
    keep.name.setText("湖滨草坪")
    qtbot.mouseClick(keep.keep, Qt.MouseButton.LeftButton)
    settle()
    assert [one.name for one in site_venues.venues(festival.desk, festival.officer)] == ["湖滨草坪"]
    second = intake.receive(festival.desk, festival.officer, packages["job-fair"]).case
    screen = Workspace(page.context.session, second)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: screen.context is not None, timeout=20_000)
    screen.go(6)
    settle()
    other = screen.page()
    Drawings(other, other.context).open_venues()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in other.findChildren(VenueDialog)), timeout=20_000)
    qtbot.mouseClick(shown(other, VenueDialog).take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in other.findChildren(ImportDialog)), timeout=20_000)
    told = shown(other, ImportDialog)
    assert told.list.count() > 50
    qtbot.mouseClick(told.take, Qt.MouseButton.LeftButton)
    settle()
    theirs = {one.code: one.rings for one in other.context.view.plan.layer("post")}
    ours = {one.code: one.rings for one in page.context.view.plan.layer("post")}
    assert theirs.items() >= ours.items()
    assert "gate:X5" in other.plan.scene.drawn
    assert not festival.state().working_plan


def test_an_empty_library_says_how_to_fill_it(page, qtbot, settle):
    Drawings(page, page.context).open_venues()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.findChildren(VenueDialog)), timeout=20_000)
    dialog = shown(page, VenueDialog)
    assert not dialog.take.isEnabled()
    assert any("存入场地库" in one.text() for one in dialog.findChildren(QLabel))


def test_a_venue_without_a_name_is_refused_in_the_dialog(page, qtbot, settle):
    Drawings(page, page.context).open_keeping()
    dialog = shown(page, KeepDialog)
    dialog.name.setText(" ")
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.fault.text()
    assert dialog.isVisible()
