"""Stairs, slopes and one-way streams on the map of a plan: drawn, with arrows, explained by the legend."""

from dataclasses import replace
from decimal import Decimal

import pytest

from workbench.core.values import Feature
from workbench.services import plan_desk
from workbench.storage.packs import load_pack


def line(layer, code, kind, *points, one_way=None):
    ring = tuple((Decimal(x), Decimal(y)) for x, y in points)
    return Feature(layer, code, kind, "", "LineString", (ring,), extra=(("one_way", one_way),))


@pytest.fixture(scope="module")
def source(packages):
    return plan_desk.of_package(packages["chenghu-bay-festival"], load_pack("cn_national"))


def drawn(source, *lines):
    site = source.plan.site
    plan = replace(source.plan, site=replace(site, features=(*site.features, *lines)))
    return replace(source, plan=plan).ground.map


def test_a_one_way_stream_has_three_arrows_and_an_entry_of_its_own(source):
    made = drawn(source, line("route", "R9", "", (100, 100), (200, 100), one_way=True))
    (way,) = [way for way in made.ways if way.style == "route"]
    assert [(x, y) for (x, y), _ in way.heads] == [(115, 100), (150, 100), (185, 100)]
    assert {turned for _, turned in way.heads} == {(1.0, 0.0)}
    assert [(key.name, key.heads) for key in made.keys if key.heads] == [("路线", 1), ("单向通行", 3)]


def test_stairs_and_slopes_are_drawn_each_in_a_form_of_its_own(source):
    made = drawn(
        source,
        line("stair", "S1", "台阶", (100, 100), (100, 110)),
        line("stair", "S2", "坡道", (120, 110), (120, 100)),
    )
    turned = {way.style: way.heads[0][1] for way in made.ways if way.heads}
    assert turned == {"stair": (0.0, 1.0), "slope": (0.0, -1.0)}
    assert [key.name for key in made.keys if key.heads] == ["台阶", "坡道"]


def test_a_plan_without_them_has_no_arrow_in_the_legend(source):
    assert not [key for key in source.ground.map.keys if key.heads]
    assert not [way for way in source.ground.map.ways if way.heads]
