"""Counts made into occupancy: gates, zones and the whole site; what is recorded later governs."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.case_parts import Act
from workbench.core.commands import Count
from workbench.core.crowd_counts import as_sheet, counted, places, series, site
from workbench.core.crowd_flow import flow
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.crowd_zones import zones
from workbench.core.parts_counts import CountSet
from workbench.exchange.package import read_package
from workbench.storage.packs import load_pack

PACK = load_pack("cn_national")
SIX = datetime.fromisoformat("2025-02-12T18:00")
ACT = Act("u1", "顾清和", SIX)
GATES = frozenset({"GN", "GS"})


@pytest.fixture(scope="module")
def fair(packages):
    return read_package(packages["lantern-fair"], PACK, extract_text=False)


def at(minutes):
    return SIX + timedelta(minutes=minutes)


def recorded(*counts, source=""):
    return CountSet(tuple(counts), source, "", ACT)


def lines(*counts):
    made = tuple(counts)
    return counted_of(made)


def counted_of(counts):
    from workbench.core.values import Application

    return counted(Application("", {}, {}), (recorded(*counts),))


def test_a_gate_goes_by_what_came_and_went_and_the_site_is_the_gates_together():
    told = lines(Count(at(0), "GN", 900, 0), Count(at(10), "GS", 300, 50), Count(at(20), "GN", 100, 200))
    by_place = series(told, GATES)
    assert by_place["GN"].points == ((at(0), 900), (at(20), 800))
    whole = site(by_place, GATES, "ALL")
    assert whole.points == ((at(0), 900), (at(10), 1150), (at(20), 1050))


def test_a_count_of_persons_inside_governs_over_in_and_out():
    told = lines(Count(at(0), "Z01", 500, 0), Count(at(10), "Z01", 500, 0, 800), Count(at(20), "Z01", 0, 100))
    assert [inside for _, inside in series(told, GATES)["Z01"].points] == [500, 800, 700]


def test_a_later_record_of_the_same_time_and_place_governs():
    first, second = recorded(Count(at(0), "GN", 900, 0)), recorded(Count(at(0), "GN", 90, 0), source="b.csv")
    from workbench.core.values import Application

    (one,) = counted(Application("", {}, {}), (first, second))
    assert (one.count.come, one.source) == (90, "b.csv")


def test_the_counts_of_the_package_change_state_as_its_key_says(fair):
    told = counted(fair, ())
    gates, _ = places(fair, PACK)
    by_place = series(told, gates)
    held = zones(fair, PACK, crowd_parameters(PACK))
    found = flow(as_sheet(fair, told, site(by_place, gates, "ALL"), PACK), PACK, held)
    direct = flow(fair, PACK, held)
    assert found.changes == direct.changes
    assert (found.peak, found.total) == (18300, 37800)


def test_counts_of_gates_are_judged_against_the_whole_site(fair):
    told = counted_of((Count(at(0), "GN", 14500, 0), Count(at(20), "GS", 3600, 0)))
    gates, _ = places(fair, PACK)
    whole = site(series(told, gates), gates, "ALL")
    found = flow(as_sheet(fair, told, whole, PACK), PACK, zones(fair, PACK, crowd_parameters(PACK)))
    assert [change.after.code for change in found.changes] == ["yellow", "red"]
    assert found.total == 18100


@given(st.lists(st.tuples(st.sampled_from(sorted(GATES)), st.integers(0, 500), st.integers(0, 500)), max_size=12))
def test_the_site_is_never_below_nobody_and_never_above_all_who_came(moves):
    told = lines(*(Count(at(n), place, come, gone) for n, (place, come, gone) in enumerate(moves)))
    whole = site(series(told, GATES), GATES, "ALL")
    came = sum(come for _, come, _ in moves)
    assert whole is None or all(0 <= inside <= came for _, inside in whole.points)
