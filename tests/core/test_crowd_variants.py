"""Variants of the ground: the sums with one opening taken away are those of the case, nothing is stored."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest

from workbench.core.crowd_case import crowd_case
from workbench.core.crowd_variants import ENTRY, EXIT, Variant, present, variants, varied
from workbench.core.values import Row
from workbench.exchange.package import read_package
from workbench.services.desk import pack_named

moment = datetime.fromisoformat


@pytest.fixture(scope="module")
def pack():
    return pack_named("cn_national")


@pytest.fixture(scope="module")
def read(packages, pack):
    def opened(name):
        application = read_package(packages[name], pack, extract_text=False)
        return application, crowd_case(application, pack, None)

    return opened


@pytest.fixture(scope="module")
def festival_sums(read):
    return read("chenghu-bay-festival")


def test_the_largest_exit_comes_first_then_the_others_then_the_entrances(festival_sums):
    assert variants(festival_sums[1]) == (
        Variant(EXIT, "X1", largest=True),
        *(Variant(EXIT, f"X{number}") for number in (2, 3, 4, 5)),
        *(Variant(ENTRY, code) for code in ("GA", "GB", "GC")),
    )


def test_closing_the_largest_exit_gives_the_sums_that_the_case_is_judged_by(festival_sums, pack):
    application, crowd = festival_sums
    made = varied(application, pack, crowd, variants(crowd)[0])
    assert made.leaving.minutes == crowd.leaving.minutes
    assert made.leaving.flows.flow_all == crowd.leaving.flows.flow_design
    assert made.capacity.limits == crowd.capacity.limits


def test_another_exit_closed_takes_away_its_own_flow_and_no_more(festival_sums, pack):
    application, crowd = festival_sums
    own = {one.code: one.opening.flow for one in crowd.leaving.exits}
    made = varied(application, pack, crowd, Variant(EXIT, "X2"))
    assert made.leaving.minutes == 25000 / (crowd.leaving.flows.flow_all - own["X2"])
    assert made.entry == crowd.entry


def test_an_entrance_lost_takes_its_lanes_and_leaves_the_exits(festival_sums, pack):
    application, crowd = festival_sums
    made = varied(application, pack, crowd, Variant(ENTRY, "GA"))
    assert [gate.code for gate in made.entry.gates] == ["GB", "GC"]
    assert made.entry.rate == sum(gate.rate * gate.lanes for gate in crowd.entry.gates if gate.code != "GA")
    assert made.leaving is crowd.leaving


def test_the_only_exit_closed_leaves_no_time_and_says_why(festival_sums, pack):
    application, _ = festival_sums
    rows = tuple(row for row in application.rows("gates") if row["code"] == "X2")
    only = replace(application, sheets={**application.sheets, "gates": rows})
    crowd = crowd_case(only, pack, None)
    made = varied(only, pack, crowd, variants(crowd)[0])
    assert made.leaving.minutes is None
    assert [gap.zh for gap in made.leaving.gaps] == ["没有其他出口"]


def counted(at, zone, persons):
    return Row("flow", 1, {"time": at, "zone": zone, "occupancy": persons, "in_count": 0, "out_count": 0})


def test_a_zone_is_full_during_a_session_and_empty_at_the_doors(festival_sums):
    application, crowd = festival_sums
    front = crowd.capacity.zones[0]
    assert present(application, front, None).persons == 8600
    assert present(application, front, moment("2026-04-29T13:00")).persons == 0
    assert present(application, front, moment("2026-04-29T14:30")).persons == 8600
    assert present(application, front, moment("2026-04-29T22:00")).persons == 8600


def test_a_count_of_that_day_goes_before_what_is_stated(festival_sums):
    application, crowd = festival_sums
    front = crowd.capacity.zones[0]
    rows = (counted(moment("2026-04-29T15:00"), "Z01", 100), counted(moment("2026-04-29T16:00"), "Z01", 4800),
            counted(moment("2026-04-29T16:00"), "Z02", 7))  # fmt: skip
    known = replace(application, sheets={**application.sheets, "flow": rows})
    found = present(known, front, moment("2026-04-29T22:00"))
    assert (found.persons, found.source) == (4800, "counted")
    assert present(known, front, moment("2026-04-29T15:30")).persons == 100
    assert present(known, front, moment("2026-04-30T22:00")).source == "stated"
    assert Fraction(found.persons) / front.net == 2
