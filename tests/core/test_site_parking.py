"""Parking supply: what is stated goes before what is drawn; drawn places are added up and named."""

from dataclasses import replace
from decimal import Decimal

import pytest

from workbench.core.crowd_case import crowd_case
from workbench.core.extras import extras
from workbench.core.site_parking import Parking, parking
from workbench.exchange.package import read_package
from workbench.services.site_checks import view
from workbench.storage.packs import read_pack

RULES, _ = read_pack("cn_national")


@pytest.fixture(scope="module")
def festival(packages):
    return read_package(packages["chenghu-bay-festival"], RULES, extract_text=False)


@pytest.fixture
def drawn(festival):
    """The festival without a stated number, with 300 and 40 places drawn and 680 needed."""
    spots = iter((300, 40))
    layers = {"drop", "base"}
    features, taken = [], set()
    for one in festival.site.features:
        if one.layer in layers - taken:
            taken.add(one.layer)
            features.append(replace(one, extra=(*one.extra, ("spaces", next(spots)))))
        else:
            features.append(one)
    fields = {**festival.fields, "tr.parking": None, "tr.parking_need": 680}
    return replace(festival, fields=fields, site=replace(festival.site, features=tuple(features)))


def test_a_stated_number_goes_before_what_is_drawn(drawn):
    stated = replace(drawn, fields={**drawn.fields, "tr.parking": 500})
    assert parking(stated) == Parking(Decimal(500), Decimal(680))


def test_drawn_places_are_added_up_and_feed_the_ratio_of_need_to_supply(drawn):
    found = parking(drawn)
    assert (found.supply, found.need, len(found.objects)) == (340, 680, 2)
    assert extras(drawn, RULES).parking == 2
    bare = replace(drawn, fields={**drawn.fields, "tr.parking_need": None})
    assert extras(bare, RULES).parking is None
    assert crowd_case(drawn, RULES, None).anchors != crowd_case(bare, RULES, None).anchors


def test_without_either_nothing_is_told(festival):
    nothing = replace(festival, fields={**festival.fields, "tr.parking": None})
    assert parking(nothing).supply is None
    assert not [one for one in view(nothing, RULES).lines if one.code == "parking"]


def test_the_line_beside_the_plan_names_where_the_places_are_from(drawn):
    (line,) = [one for one in view(drawn, RULES).lines if one.code == "parking"]
    assert (line.count, line.wanted, line.holds) == (340, 680, False)
    assert all(code in line.note.zh for code in line.objects)
