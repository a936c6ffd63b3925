"""The picture under a plan: kept, calibrated with its error, moved and taken away like everything else."""

import io

import pytest
from PIL import Image

from workbench.core.working_plan import plan_of
from workbench.errors import PackageError
from workbench.services import site_background, site_desk
from workbench.site.calibration import Pair


def png(width=400, height=300):
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#ccddcc").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def picture(festival, tmp_path):
    path = tmp_path / "航拍.png"
    path.write_bytes(png())
    return site_background.keep(festival.desk, festival.officer, festival.case, path)


def calibrate(festival, picture, *pairs):
    return site_background.calibrate(festival.desk, festival.officer, festival.case, picture, pairs)


def shown(festival):
    return site_background.background(plan_of(festival.state()))


TWO = (Pair((0, 0), (0, 150)), Pair((400, 300), (200, 0)))


def test_two_points_place_a_picture_and_say_nothing_of_its_error(festival, picture):
    found = calibrate(festival, picture, *TWO)
    assert found.exact
    view = shown(festival)
    assert view.corners == ((0, 150), (200, 150), (200, 0), (0, 0))
    assert view.rms is None
    assert view.transform.at((200, 150)) == pytest.approx((100, 75))
    assert site_desk.of_case(festival.desk, festival.officer, festival.case).background.name == "航拍.png"


def test_four_points_tell_their_error_and_it_is_kept_with_the_picture(festival, picture):
    off = (*TWO, Pair((400, 0), (200, 150)), Pair((0, 300), (1.2, 0)))
    found = calibrate(festival, picture, *off)
    assert found.rms > 0.1
    assert shown(festival).rms == pytest.approx(found.rms, abs=0.001)
    assert shown(festival).points == 4


def test_the_picture_itself_comes_back(festival, picture):
    calibrate(festival, picture, *TWO)
    assert site_background.image(festival.desk, festival.officer, festival.case) == png()
    site_background.take_away(festival.desk, festival.officer, festival.case)
    assert site_background.image(festival.desk, festival.officer, festival.case) is None


def test_the_picture_of_a_package_lies_under_its_plan_from_the_start(festival):
    view = shown(festival)
    assert (view.picture.name, view.points, view.rms) == ("site.png", 0, None)
    assert view.corners[0] == (-130, 370)
    assert view.corners[2] == (470, pytest.approx(-60, abs=0.4))
    assert site_background.image(festival.desk, festival.officer, festival.case).startswith(b"\x89PNG")


def test_a_background_is_no_object_of_the_plan_and_is_not_exported(festival, picture):
    before = len(site_desk.of_case(festival.desk, festival.officer, festival.case).objects)
    calibrate(festival, picture, *TWO)
    view = site_desk.of_case(festival.desk, festival.officer, festival.case)
    assert len(view.objects) == before
    from workbench.services.site_files import export_case

    assert "航拍" not in export_case(festival.desk, festival.officer, festival.case, ".geojson").decode()


def test_a_second_picture_takes_the_place_of_the_first_and_it_can_be_taken_away(festival, picture):
    calibrate(festival, picture, *TWO)
    calibrate(festival, picture, TWO[0], Pair((400, 300), (100, 75)))
    assert shown(festival).corners[2] == (100, 75)
    site_background.take_away(festival.desk, festival.officer, festival.case)
    assert shown(festival) is None


def test_a_world_file_beside_the_picture_is_found_and_places_it(festival, picture, tmp_path):
    world = tmp_path / "航拍.pgw"
    world.write_text("0.5\n0\n0\n-0.5\n100.25\n399.75\n")
    assert site_background.world_file_of(tmp_path / "航拍.png") == world
    site_background.place_by_world_file(festival.desk, festival.officer, festival.case, picture, world)
    assert shown(festival).corners[0] == (100, 400)


def test_a_page_of_a_pdf_becomes_a_picture(festival, tmp_path):
    path = tmp_path / "总平面图.pdf"
    Image.new("RGB", (600, 400), "#ffffff").save(path, "PDF", resolution=72)
    found = site_background.keep(festival.desk, festival.officer, festival.case, path)
    assert (found.width, found.height) == (1250, 833) or found.width / found.height == pytest.approx(1.5, abs=0.01)
    with pytest.raises(PackageError) as refused:
        site_background.keep(festival.desk, festival.officer, festival.case, path, 9)
    assert "9" in refused.value.message.zh


@pytest.mark.parametrize(("name", "data"), [("a.png", b"nothing"), ("a.jpg", png()[:40]), ("a.pdf", b"%PDF-1.4 x")])
def test_what_is_no_picture_is_refused_in_words(name, data, festival, tmp_path):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PackageError) as refused:
        site_background.keep(festival.desk, festival.officer, festival.case, path)
    assert refused.value.where == name


def test_points_that_fix_nothing_leave_the_plan_as_it_is(festival, picture):
    version = festival.state().version
    with pytest.raises(PackageError):
        calibrate(festival, picture, Pair((0, 0), (0, 0)), Pair((0, 0), (5, 5)))
    assert festival.state().version == version
