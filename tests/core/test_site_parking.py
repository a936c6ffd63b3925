"""Parking: the register before what is stated, that before what is drawn; cars and coaches are never added up."""

from dataclasses import replace
from decimal import Decimal

import pytest

from workbench.core.crowd_case import crowd_case
from workbench.core.extras import extras
from workbench.core.register_entries import RegisterEntry
from workbench.core.site_parking import Parking, parking, vehicles
from workbench.core.values import Feature
from workbench.exchange.package import read_package
from workbench.services.site_checks import view
from workbench.storage.packs import read_pack

RULES, _ = read_pack("cn_national")


@pytest.fixture(scope="module")
def festival(packages):
    return read_package(packages["chenghu-bay-festival"], RULES, extract_text=False)


@pytest.fixture
def drawn(festival):
    """The festival without a stated number of places, with two car parks, a coach drop and 680 cars needed."""
    square = ((Decimal(0), Decimal(0)), (Decimal(9), Decimal(0)), (Decimal(9), Decimal(9)), (Decimal(0), Decimal(0)))
    features = (
        Feature("base", "PK1", "parking", "东停车场", "Polygon", (square,), extra=(("spaces", 300),)),
        Feature("base", "PK2", "parking", "西停车场", "Polygon", (square,), extra=(("spaces", 40),)),
        Feature("drop", "DR1", "", "落客点", "Point", ((square[1],),), extra=(("spaces", 12),)),
    )
    fields = {**festival.fields, "tr.parking": None, "tr.parking_need": 680, "tr.coaches": 20}
    return replace(festival, fields=fields, site=replace(festival.site, features=features))


def lot(kind, need, spaces):
    return RegisterEntry("parking_lot", (("name", kind), ("kind", kind), ("need", need), ("spaces", spaces)))


def told(application, *entries):
    """Return kind → need, spaces, all that is known of the spaces."""
    found = vehicles(application, RULES, entries)
    return {v.kind.code: (v.need.value, v.supply.value, [one.value for one in v.known]) for v in found}


def test_a_stated_number_goes_before_what_is_drawn(drawn):
    stated = replace(drawn, fields={**drawn.fields, "tr.parking": 500})
    assert parking(stated, RULES) == Parking(Decimal(500), Decimal(680))
    assert told(stated)["car"] == (680, 500, [500, 340])


def test_drawn_places_are_added_up_by_kind_and_those_for_cars_feed_the_ratio(drawn):
    found = parking(drawn, RULES)
    assert (found.supply, found.need, found.objects) == (340, 680, ("PK1", "PK2"))
    assert told(drawn) == {"car": (680, 340, [340]), "coach": (20, 12, [12])}
    assert extras(drawn, RULES).parking == 2
    bare = replace(drawn, fields={**drawn.fields, "tr.parking_need": None})
    assert extras(bare, RULES).parking is None
    assert crowd_case(drawn, RULES, None).anchors != crowd_case(bare, RULES, None).anchors


def test_the_register_of_the_case_goes_before_both_and_only_for_its_own_kind(drawn):
    found = told(drawn, lot("car", 400, 200), lot("car", 100, 250), lot("bicycle", 900, 1000))
    assert found == {"car": (500, 450, [450, 340]), "coach": (20, 12, [12]), "bicycle": (900, 1000, [1000])}
    (cars, *_) = vehicles(drawn, RULES, [lot("car", 400, 200)])
    assert (cars.need.source.zh, cars.supply.source.zh) == ("停车供需登记 1 处合计",) * 2
    assert parking(drawn, RULES).supply == 340


def test_a_parking_zone_holds_cars_and_a_kind_that_takes_none_is_counted_with_them(drawn):
    square = drawn.site.features[0].rings
    more = (
        Feature("zone", "Z90", "停车", "停车区", "Polygon", square, extra=(("spaces", 7),)),
        Feature("base", "B90", "building", "车库楼", "Polygon", square, extra=(("spaces", 5),)),
    )
    plan = replace(drawn, site=replace(drawn.site, features=(*drawn.site.features, *more)))
    assert parking(plan, RULES).supply == 352


def test_without_either_nothing_is_told(festival):
    nothing = replace(festival, fields={**festival.fields, "tr.parking": None})
    assert parking(nothing, RULES).supply is None
    assert not [one for one in view(nothing, RULES).lines if one.code.startswith("parking")]


def test_the_lines_beside_the_plan_keep_cars_and_coaches_apart_and_name_the_objects(drawn):
    lines = {one.code: one for one in view(drawn, RULES).lines if one.code.startswith("parking")}
    assert {code: (one.count, one.wanted, one.holds, one.objects) for code, one in lines.items()} == {
        "parking.car": (340, 680, False, ("PK1", "PK2")),
        "parking.coach": (12, 20, False, ("DR1",)),
    }
    assert all(code in one.note.zh for one in lines.values() for code in one.objects)
