"""Calibration of a picture: known maps come back, errors are told, points that fix nothing are refused."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import PackageError
from workbench.site.calibration import Pair, Transform, calibrated, read_world_file, world_file

PIXELS = ((10.0, 20.0), (900.0, 40.0), (880.0, 700.0), (30.0, 650.0))


def pairs(transform, pixels=PIXELS, off=0.0, seed=1):
    noise = Random(seed)
    return [Pair(p, tuple(value + noise.uniform(-off, off) for value in transform.at(p))) for p in pixels]


def similarity(scale, degrees, x, y):
    turn = math.radians(degrees)
    return Transform(
        *(scale * math.cos(turn), scale * math.sin(turn), x),
        *(scale * math.sin(turn), -scale * math.cos(turn), y),
    )


def near(one, other):
    return all(math.dist(one.at(p), other.at(p)) < 1e-6 for p in PIXELS)


@given(
    st.floats(0.01, 5), st.floats(-179, 179), st.floats(-5000, 5000), st.floats(-5000, 5000), st.sampled_from((2, 3, 4))
)
def test_a_similarity_comes_back_from_its_own_points(scale, degrees, x, y, count):
    wanted = similarity(scale, degrees, x, y)
    found = calibrated(pairs(wanted)[:count], "similarity")
    assert near(found.transform, wanted)
    assert found.rms < 1e-6
    assert found.transform.metres_per_pixel == pytest.approx(scale)
    assert math.cos(math.radians(found.transform.turn - degrees)) == pytest.approx(1)


def test_four_points_give_an_affine_map_that_a_similarity_cannot_be():
    skewed = Transform(0.5, 0.1, 10, 0.02, -0.4, 300)
    found = calibrated(pairs(skewed))
    assert found.kind == "affine"
    assert near(found.transform, skewed)
    assert calibrated(pairs(skewed), "similarity").rms > 1


def test_two_points_are_exact_and_say_nothing_of_their_error():
    found = calibrated(pairs(similarity(0.5, 0, 0, 0))[:2])
    assert found.exact
    assert found.errors == pytest.approx((0, 0), abs=1e-9)
    assert not calibrated(pairs(similarity(0.5, 0, 0, 0))).exact


def test_a_point_set_wrongly_shows_in_its_own_error():
    good = similarity(0.5, 10, 100, 200)
    several = pairs(good, (*PIXELS, (450.0, 350.0)))
    several[4] = Pair(several[4].pixel, (several[4].place[0] + 5, several[4].place[1]))
    found = calibrated(several)
    assert max(found.errors) == found.errors[4]
    assert found.rms == pytest.approx(math.sqrt(sum(e * e for e in found.errors) / 5))


def test_the_least_squares_are_least():
    """Worked by hand: points (0,0), (2,0), (4,0) to 0, 1.1, 2 on a line: slope (4·2 − 0) / 8 = 0.5, mean 3.1 / 3."""
    found = calibrated([Pair((0, 0), (0, 0)), Pair((2, 0), (1.1, 0)), Pair((4, 0), (2, 0))], "similarity").transform
    assert found.a == pytest.approx(0.5)
    assert found.at((2, 0))[0] == pytest.approx(3.1 / 3)


@pytest.mark.parametrize(
    ("several", "word"),
    [
        ([Pair((0, 0), (0, 0))], "不足"),
        ([], "不足"),
        ([Pair((0, 0), (0, 0)), Pair((0, 0), (5, 5))], "重合"),
        ([Pair((0, 0), (1, 1)), Pair((9, 9), (1, 1))], "重合"),
        ([Pair((n, 2 * n), (n, n * n)) for n in range(4)], "直线"),
        ([Pair((n, n * n), (3 * n, n)) for n in range(4)], "直线"),
        ([Pair((0, 0), (math.nan, 0)), Pair((5, 5), (1, 1))], "无效"),
        ([Pair((0, 0), (0, 0)), Pair((5, 5), (1e9, 1))], "无效"),
    ],
)
def test_points_that_fix_nothing_are_refused_with_a_remedy(several, word):
    with pytest.raises(PackageError) as refused:
        calibrated(several)
    assert word in refused.value.message.zh
    assert refused.value.remedy.en


def test_the_way_back_from_a_place_to_its_pixel():
    transform = similarity(0.25, 33, -10, 70)
    assert transform.back(transform.at((123.0, 456.0))) == pytest.approx((123, 456))


def test_a_world_file_is_read_as_its_format_says():
    """Pixel size 0.5 m; the middle of the upper left pixel lies at (100, 400): its corner at (99.75, 400.25)."""
    transform = read_world_file("0.5\n0\n0\n-0.5\n100\n400\n")
    assert transform.at((0, 0)) == (99.75, 400.25)
    assert transform.corners(200, 100)[2] == (199.75, 350.25)


@given(st.floats(0.01, 5), st.floats(-179, 179), st.floats(-5000, 5000), st.floats(-5000, 5000))
def test_a_world_file_comes_back(scale, degrees, x, y):
    wanted = similarity(scale, degrees, x, y)
    assert near(read_world_file(world_file(wanted)), wanted)


@pytest.mark.parametrize("text", ["", "1 2 3", "a b c d e f", "0 0 0 0 5 5", "nan 0 0 -1 0 0", "1 0 0 -1 0 0 7"])
def test_what_is_no_world_file_is_refused(text):
    with pytest.raises(PackageError):
        read_world_file(text, "site.pgw")
