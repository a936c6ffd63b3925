"""The look: contrast of every pair in use, scale, and what the application gets."""

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from workbench.ui import icons
from workbench.ui.theme import NAMES, Theme, contrast, parse_colour, tokens

MEANINGS = ("ok", "warn", "bad", "tol", "info", "l1", "l2", "l3", "l4")
SURFACES = ("app", "surface", "alt", "sunken", "rail", "hover", "sel")
TEXT_PAIRS = (
    [(f"{name}", f"{name}S") for name in MEANINGS]
    + [(ink, ground) for ink in ("t1", "t2") for ground in (*SURFACES, "chrome")]
    + [("t3", ground) for ground in ("app", "surface", "alt", "rail")]
    + [("accentOn", "accent"), ("accentT", "surface"), ("accentT", "sel"), ("accentT", "accentSoft"), ("t2", "neuS")]
    + [(name, ground) for name in MEANINGS for ground in ("surface", "app", "sel", "alt")]
)
GRAPHIC_PAIRS = [
    (f"{name}F", "surface") for name in ("ok", "warn", "bad", "tol", "info", "neu", "l1", "l2", "l3", "l4")
] + [("ctl", "surface"), ("ctl", "alt"), ("focus", "surface"), ("focus", "app"), ("accentT", "surface")]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_stands_out_from_its_ground(name, ink, ground):
    theme = Theme(name)
    assert contrast(theme.colour(ink), theme.colour(ground)) >= 4.5


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("mark", "ground"), GRAPHIC_PAIRS)
def test_graphics_and_edges_stand_out_from_their_ground(name, mark, ground):
    theme = Theme(name)
    assert contrast(theme.colour(mark), theme.colour(ground)) >= 3


def test_contrast_is_that_of_the_guideline():
    assert contrast(parse_colour("#000000"), parse_colour("#FFFFFF")) == pytest.approx(21)
    assert contrast(parse_colour("#777777"), parse_colour("#FFFFFF")) == pytest.approx(4.48, abs=0.005)


def test_both_themes_name_the_same_colours():
    assert tokens()["light"].keys() == tokens()["dark"].keys()


@pytest.mark.parametrize("name", NAMES)
def test_a_theme_reaches_palette_and_style_sheet(qapp, qtbot, name):
    Theme(name).apply(qapp)
    assert Theme.current.name == name
    assert qapp.palette().color(QPalette.ColorRole.Window) == Theme.current.colour("app")
    shown = QLabel("字")
    shown.setProperty("ink", "bad")
    qtbot.addWidget(shown)
    shown.ensurePolished()
    assert shown.palette().color(QPalette.ColorRole.WindowText) == Theme.current.colour("bad")


def test_the_scale_multiplies_sizes_but_keeps_hair_lines(qapp):
    sheet = Theme("light", 150).style_sheet()
    assert "min-height:42px" in sheet.replace(" ", "")
    assert "border:1px" in sheet.replace(" ", "")
    assert Theme("light", 150).font("body").pixelSize() == 20
    assert Theme("light", 100).font("body").pixelSize() == 13


def test_no_placeholder_is_left_in_the_style_sheet():
    sheet = Theme("dark").style_sheet()
    assert "$" not in sheet
    assert "@" not in sheet


def test_an_icon_is_tinted_and_kept(qapp):
    first = icons.pixmap("inbox", "bad", 18)
    assert first.cacheKey() == icons.pixmap("inbox", "bad", 18).cacheKey()
    image = first.toImage()
    inked = {
        image.pixelColor(x, y).name() for x in range(18) for y in range(18) if image.pixelColor(x, y).alpha() > 250
    }
    assert inked == {Theme.current.colour("bad").name()}


def test_the_bundled_font_has_its_three_weights(qapp):
    from PySide6.QtGui import QFontInfo

    shown = QFontInfo(Theme.current.sized(13, 500))
    assert shown.family().startswith("Noto Sans SC")
    widths = {weight: Theme.current.sized(13, weight).weight() for weight in (400, 500, 700)}
    assert widths == {400: 400, 500: 500, 700: 700}
