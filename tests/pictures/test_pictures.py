"""What the window looks like: real screens on the sample office, in both themes and languages, against kept pictures.

The kept pictures are small grey ones; a tolerance leaves room for another rasteriser, not for another layout. After an
intended change look at the new pictures, then keep them: ``pytest tests/pictures --keep-pictures``.
"""

from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from workbench.screens import FEW, LANGUAGES, render
from workbench.ui.theme import NAMES

GOLDEN = Path(__file__).parent / "golden"
SCREENS = ("sign_in", "queue", "case_2", "case_3", "case_8", "history")
GROUND = (
    "site_object",
    "site_coverage",
    "case_7",
    "emergency",
    "crowd_capacity",
    "crowd_simulation",
    "models_simulation",
)
"""Screens of the ground and of the figures, kept in two looks."""
WANTED = (
    *((screen, theme, language) for screen in SCREENS for theme in NAMES for language in LANGUAGES),
    *((screen, *look) for screen in GROUND for look in FEW),
)
SIZE = (360, 225)
MEAN = 3.0
"""Largest mean difference of a picture [grey levels of 255]."""
FAR, SHARE = 48, 0.02
"""A pixel is off beyond so many grey levels; at most this share of a picture may be."""


@pytest.fixture(scope="module")
def pictures(tmp_path_factory, qapp):
    folder = tmp_path_factory.mktemp("pictures")
    return {path.stem: path for path in render(folder, SCREENS, GROUND)}


def small(path):
    with Image.open(path) as picture:
        assert picture.size == (1440, 900)
        return picture.convert("L").resize(SIZE, Image.Resampling.BOX)


def distance(one, other):
    """Return mean difference [grey levels] and share of pixels that are far off."""
    difference = ImageChops.difference(one, other)
    far = sum(difference.histogram()[FAR:])
    return ImageStat.Stat(difference).mean[0], far / (SIZE[0] * SIZE[1])


@pytest.mark.parametrize(("screen", "theme", "language"), WANTED, ids=["_".join(one) for one in WANTED])
def test_a_screen_looks_as_it_was_kept(pictures, request, screen, theme, language):
    name = f"{screen}_{theme}_{language}"
    seen, kept = small(pictures[name]), GOLDEN / f"{name}.png"
    if request.config.getoption("--keep-pictures"):
        seen.save(kept, optimize=True)
    with Image.open(kept) as golden:
        mean, share = distance(seen, golden)
    assert mean <= MEAN, f"{name}: {mean:.1f} grey levels off on the mean"
    assert share <= SHARE, f"{name}: {share:.1%} of the pixels are off"


def test_the_tolerance_tells_screens_themes_and_languages_apart():
    kept = {path.stem: Image.open(path).copy() for path in sorted(GOLDEN.glob("*.png"))}
    assert set(kept) == {"_".join(one) for one in WANTED}
    for one, other in (("queue_light_zh", "queue_dark_zh"), ("queue_light_zh", "history_light_zh")):
        mean, share = distance(kept[one], kept[other])
        assert mean > MEAN or share > SHARE
