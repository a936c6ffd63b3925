"""The workbook against itself and against the drawn plan."""

from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.consistency import mismatches
from workbench.core.values import Application, Feature, Row, SitePlan
from workbench.storage.packs import load_pack

RULES = load_pack("cn_national")


def row(sheet, **values):
    return Row(sheet, 3, defaultdict(lambda: None, values))


def drawn(layer, code, *, area=None, length=None, valid=True):
    return Feature(layer, code, "", "", "Polygon", (), area, length, valid)


def found(fields=None, features=(), missing=(), **sheets):
    app = Application("v", fields or {}, sheets, site=SitePlan(tuple(features)), missing_sheets=frozenset(missing))
    return [(m.object, m.stated, m.other) for m in mismatches(app, RULES)]


def test_totals_of_the_form_are_compared_with_their_sheets():
    sessions = (row("sessions", expected=900), row("sessions", expected=1200))
    gates = (row("gates", code="G1", lanes=4), row("gates", code="G2", lanes=None))
    forces = (
        row("forces", kind="保安公司", persons=30),
        row("forces", kind="安检公司", persons=6),
        row("forces", kind="志愿者", persons=99),
    )
    fields = {"ev.sessions": 3, "ev.expected_per_session": 1200, "sec.lanes": 5, "sec.guards": 40}
    assert found(fields, sessions=sessions, gates=gates, forces=forces) == [
        ("ev.sessions", 3, 2),
        ("sec.lanes", 5, 4),
        ("sec.guards", 40, 36),
    ]


def test_what_is_not_stated_or_has_no_sheet_is_not_compared():
    assert found({"sec.lanes": None}, gates=(row("gates", lanes=4),)) == []
    assert found({"sec.lanes": 5}, gates=(), missing={"gates"}) == []
    assert found({"sec.lanes": 5}) == []


@pytest.mark.parametrize(
    ("stated", "area", "differs"),
    [(1000, "1010", False), (1000, "1010.1", True), (1000, "989.9", True), (50, "51", False), (50, "51.1", True)],
)
def test_a_zone_may_differ_by_one_percent_and_at_least_one_square_metre(stated, area, differs):
    zones = (row("zones", code="Z1", ref="Z1", gross=stated),)
    features = [drawn("zone", "Z1", area=Decimal(area))]
    assert bool(found(features=features, zones=zones)) is differs


@pytest.mark.parametrize(("length", "differs"), [("8.06", False), ("7.94", False), ("8.061", True), ("7.93", True)])
def test_a_gate_may_differ_by_six_centimetres(length, differs):
    gates = (row("gates", code="G1", width=8),)
    assert bool(found(features=[drawn("gate", "G1", length=Decimal(length))], gates=gates)) is differs


def test_an_object_drawn_badly_or_twice_is_not_compared():
    zones = (row("zones", code="Z1", ref="Z1", gross=100),)
    assert found(features=[drawn("zone", "Z1", area=Decimal(5), valid=False)], zones=zones) == []
    assert found(features=[drawn("zone", "Z1", area=Decimal(5))] * 2, zones=zones) == []
    assert found(features=[drawn("gate", "Z1", area=Decimal(5))], zones=zones) == []


@given(stated=st.integers(1, 100000), share=st.integers(-20, 20))
def test_a_zone_is_reported_exactly_beyond_its_tolerance(stated, share):
    area = Decimal(stated) + Decimal(stated) * share / 1000
    zones = (row("zones", code="Z1", ref="Z1", gross=stated),)
    reported = bool(found(features=[drawn("zone", "Z1", area=area)], zones=zones))
    assert reported == (abs(area - stated) > max(Decimal(1), Decimal(stated) / 100))
