"""The network carries flow downstream, lets the smaller capacity control, and is exact on the published flow tests."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.bench_network import one_by_one
from workbench.crowd import network_flow as flow
from workbench.crowd.model import InputError
from workbench.crowd.network import OUTSIDE, Network, Rules, Way, Zone, cleared, oriented, without
from workbench.crowd.network_plan import standard_plan

SOURCES = ("formula", "table", "imo")


def doors(count, width="1.0"):
    return [{"code": f"E{n}", "from": "R", "to": OUTSIDE, "width": width} for n in range(count)]


# Published flow tests


def test_a_corridor_of_forty_metres_at_one_metre_per_second_takes_forty_seconds(calc):
    ways = "C:R:out:corridor:2:40"
    found = calc("egress_network", zones="R:1", ways=ways, speed="1.0").values
    capacity = found["ways"]["C"]["capacity"]
    assert found["time"] - 1 / capacity == pytest.approx(40, abs=1e-6)


def test_on_stairs_nobody_walks_faster_than_the_steps_allow(calc):
    """Stairs of 18/28 cm allow 0.922 m/s; whoever walks at 0.5 m/s elsewhere does so on stairs too."""
    walks = [
        calc("egress_network", zones="R:1", ways="S:R:out:stair:2:10:18:28", speed=s).values["ways"]["S"]["walk"]
        for s in ("2.0", "0.5")
    ]
    assert walks == pytest.approx([10.84, 20], abs=0.01)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("width", ["0.8", "1.0", "1.2", "2.0"])
def test_no_door_passes_more_than_the_published_greatest_flow(calc, source, width):
    found = calc("egress_network", zones="R:100", ways=f"D:R:out:door:{width}", source=source).values
    assert found["ways"]["D"]["peak"] <= 1.33 * float(width) + 1e-9
    assert 100 / found["time"] <= 1.33 * float(width) + 1e-9


def test_half_the_doors_take_twice_the_time(calc):
    four, two = (calc("egress_network", zones="R:1000", ways=doors(n)).values["time"] for n in (4, 2))
    assert two == pytest.approx(2 * four, rel=1e-9)


def test_stairs_pass_more_the_wider_they_are(calc):
    flows = [
        calc("egress_network", zones="R:200", ways=f"S:R:out:stair:1.{w}:5:18:28").values["ways"]["S"]["peak"]
        for w in range(9)
    ]
    assert all(b > a for a, b in pairwise(flows))
    assert all(rate <= 1.33 * (1 + n / 10) for n, rate in enumerate(flows))


def test_each_room_starts_at_its_own_time(calc):
    zones = [{"code": f"R{n}", "persons": 1, "delay": n * 10} for n in range(1, 11)]
    ways = [{"code": f"D{n}", "from": f"R{n}", "to": OUTSIDE, "width": 1} for n in range(1, 11)]
    found = calc("egress_network", zones=zones, ways=ways).values
    step = 1 / found["ways"]["D1"]["capacity"]
    assert [found["zones"][f"R{n}"]["safe"] for n in range(1, 11)] == pytest.approx(
        [n * 10 + step for n in range(1, 11)]
    )


def test_the_queue_stands_at_the_room_door_and_at_the_foot_of_the_stairs(calc):
    """150 persons, a room, a corridor of 2 m, stairs that take less than the corridor brings."""
    found = calc(
        "egress_network",
        zones="R:150;C:0;F:0",
        ways="D:R:C:door:2:4;K:C:F:corridor:2:12;S:F:out:stair:1.2:3:18:28",
    ).values
    assert found["ways"]["D"]["queue"] > 10
    assert found["ways"]["S"]["queue"] > 10
    assert (found["controlling"], found["queued"]) == ("S", True)


# Worked by hand


def landing(**rules):
    """Two rooms of 100 and 50 persons behind doors of 1 p/s, one stair of 1.2 p/s and 10 s."""
    zones = (Zone("A", 100), Zone("B", 50, 10), Zone("L"))
    ways = (Way("DA", "A", "L", 1, 5), Way("DB", "B", "L", 1, 2), Way("S", "L", OUTSIDE, 1.2, 10))
    return Network(zones, ways, Rules(**rules))


def test_a_merge_worked_by_hand():
    """From 15 s to 22 s one room arrives alone: 7 leave; then 143 at 1.2 p/s. The second room has half the stair."""
    found = cleared(landing())
    assert found.time == pytest.approx(22 + 143 / 1.2)
    assert found.zones["B"].safe == pytest.approx(22 + 50 / 0.6)
    assert found.zones["A"].empty == pytest.approx(105)
    assert (found.controlling, found.queued) == ("S", True)
    assert found.ways["S"].queue == pytest.approx(50 * (2 - 1.2))
    assert (found.ways["S"].since, found.ways["S"].until) == pytest.approx((22, found.time))
    assert flow.after(found.curve, 22) == pytest.approx(7)


def test_where_nobody_queues_the_last_to_start_decides():
    found = cleared(
        Network((Zone("A", 10), Zone("B", 1, 60)), (Way("D", "A", OUTSIDE, 5), Way("E", "B", OUTSIDE, 5, 30)))
    )
    assert found.time == pytest.approx(90.2)
    slow = cleared(Network((Zone("A", 10, 100), Zone("L")), (Way("D", "A", "L", 0.5), Way("E", "L", OUTSIDE, 5))))
    assert (slow.controlling, slow.queued) == ("D", True)


@pytest.mark.parametrize("rule", ["equal", "width", "arrival"])
def test_the_rule_at_a_merge_moves_nobody_out_earlier_in_all(rule):
    assert cleared(landing(merge=rule)).time == pytest.approx(cleared(landing()).time)


def test_a_wider_stream_passes_first_where_widths_decide():
    plan = landing(merge="width")
    wide = replace(plan, ways=tuple(replace(w, width=3.0) if w.code == "DB" else w for w in plan.ways))
    assert cleared(wide).zones["B"].safe == pytest.approx(22 + 50 / 0.9)


def test_persons_divide_by_what_each_way_carries_all_the_way_outside():
    zones = (Zone("A", 120), Zone("L"))
    ways = (Way("D", "A", OUTSIDE, 2), Way("E", "A", "L", 2), Way("X", "L", OUTSIDE, 1))
    found = cleared(Network(zones, ways))
    assert (found.ways["D"].persons, found.ways["E"].persons) == pytest.approx((80, 40))
    near = cleared(
        Network(zones, tuple(replace(w, walk=5.0) if w.code == "D" else w for w in ways), Rules(split="nearest"))
    )
    assert (near.ways["D"].persons, near.ways["E"].persons) == pytest.approx((0, 120))
    given_ = tuple(replace(w, share=s) for w, s in zip(ways, (1, 3, None), strict=True))
    assert cleared(Network(zones, given_)).ways["E"].persons == pytest.approx(90)


def test_with_the_largest_exit_closed_the_others_take_all(calc):
    asked = {"zones": "R:400", "ways": "A:R:out:door:3;B:R:out:door:1.3;C:R:out:door:1.3"}
    free, closed = (calc("egress_network", **asked, largest_closed=c).values for c in (False, True))
    assert set(closed["exits"]) == {"B", "C"}
    assert closed["time"] == pytest.approx(free["time"] * 4.7 / 2)
    assert closed["green_guide"] == pytest.approx(400 / (2.6 * 82) * 60)


def test_persons_of_one_room_who_meet_again_are_out_when_the_later_half_is():
    zones = (Zone("A", 10), Zone("M"), Zone("L"))
    ways = (Way("D", "A", "M", 5, 60), Way("E", "A", "L", 5, 1), Way("F", "L", "M", 5, 1), Way("X", "M", OUTSIDE, 5))
    found = cleared(Network(zones, ways))
    assert found.zones["A"].safe == pytest.approx(found.time) == pytest.approx(61)


def test_persons_left_without_a_way_out_are_not_closed_in():
    plan = Network((Zone("A", 10), Zone("B", 5)), (Way("D", "A", OUTSIDE, 1), Way("E", "B", OUTSIDE, 2)))
    with pytest.raises(InputError) as refused:
        without(plan, "E")
    assert refused.value.where == "largest_closed"
    assert "B" in refused.value.message.en


def test_a_zone_that_only_led_to_the_closed_exit_is_closed_with_it():
    zones = (Zone("A", 10), Zone("L"))
    ways = (Way("D", "A", OUTSIDE, 1), Way("E", "A", "L", 1), Way("X", "L", OUTSIDE, 9))
    assert cleared(without(Network(zones, ways), "X")).time == pytest.approx(10)


def test_rates_and_the_other_formula_stand_beside_the_time(calc):
    found = calc("egress_network", zones="R:820", ways="A:R:out:door:2;S:R:out:stair:1:0:18:28")
    assert found.values["green_guide"] == pytest.approx(820 / (2 * 82 + 66) * 60)
    assert 0 < found.values["milinskii_speed"] < found.values["ways"]["A"]["capacity"]
    assert found.values["time_crowded"] >= found.values["time"]
    assert len(found.conventions) >= 4


def test_the_way_back_through_the_stair_landing_names_every_zone(calc):
    found = calc("egress_network", zones="A:10;B:20", ways="D:A:B:door:1;X:B:out:door:1").values
    assert set(found["zones"]) == {"A", "B"}
    assert found["zones"]["B"]["empty"] >= found["zones"]["A"]["safe"] - 1e-9


# What cannot be cleared


REFUSED = {
    "a negative head count": ({"zones": "A:-1", "ways": "D:A:out:door:1"}, ["zones[1].persons"]),
    "an absurd head count": ({"zones": "A:1000000000", "ways": "D:A:out:door:1"}, ["zones[1].persons"]),
    "a width that is no number": ({"zones": "A:1", "ways": "D:A:out:door:nan"}, ["ways[1].width"]),
    "two narrow doors": (
        {"zones": "A:1", "ways": "D:A:out:door:0.2;E:A:out:door:0.3"},
        ["ways[1].width", "ways[2].width"],
    ),
    "stairs without steps": ({"zones": "A:1", "ways": "S:A:out:stair:1"}, ["ways[1].riser", "ways[1].tread"]),
    "a zone twice": ({"zones": "A:1;A:2", "ways": "D:A:out:door:1"}, ["zones[2].code"]),
    "a way twice": ({"zones": "A:1", "ways": "D:A:out:door:1;D:A:out:door:1"}, ["ways[2].code"]),
    "a zone called outside": ({"zones": "out:1", "ways": "D:out:out:door:1"}, ["zones[1].code"]),
    "a way from outside": ({"zones": "A:1", "ways": "D:A:out:door:1;E:out:A:door:1"}, ["ways[2].from"]),
    "a way to itself": ({"zones": "A:1", "ways": "D:A:out:door:1;E:A:A:door:1"}, ["ways[2]"]),
    "a longer circle": (
        {"zones": "A:1;B:1;C:1", "ways": "X:A:out:door:1;D:A:B:door:1;E:B:C:door:1;F:C:A:door:1"},
        ["ways[2]"],
    ),
    "shares for some ways only": (
        {"zones": "A:1", "ways": "D:A:out:door:1:0:::1;E:A:out:door:1"},
        ["ways[1].share"],
    ),
    "two rooms apart": ({"zones": "A:1;B:1;C:1", "ways": "D:A:out:door:1;E:B:C:door:1"}, ["zones[2]", "zones[3]"]),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_plan_that_cannot_be_cleared_is_refused_where_it_is_wrong(calc, case):
    values, places = REFUSED[case]
    with pytest.raises(InputError) as refused:
        calc("egress_network", **values)
    found = [place for place, _, _ in refused.value.faults]
    assert found == places if case != "a longer circle" else found[0] in {"ways[2]", "ways[3]", "ways[4]"}
    assert all(remedy.zh for _, _, remedy in refused.value.faults)


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -1.0])
def test_numbers_that_a_drawing_gets_wrong_are_refused_too(bad):
    good = landing()
    for key, place in (("capacity", "ways[1].width"), ("walk", "ways[1].length"), ("share", "ways[1].share")):
        ways = (replace(good.ways[0], **{key: bad}), *good.ways[1:])
        with pytest.raises(InputError) as refused:
            cleared(replace(good, ways=ways))
        assert refused.value.where == place
    with pytest.raises(InputError):
        cleared(replace(good, zones=(replace(good.zones[0], persons=bad), *good.zones[1:])))


def mesh(layers):
    """Layers of three zones, each with a way to every zone of the next."""
    places = [(n, k) for n in range(layers) for k in range(3)]
    zones = tuple(Zone(f"{n}.{k}", 50, n * 3.7 + k) for n, k in places)
    ways = tuple(
        Way(
            f"{n}.{k}.{m}",
            f"{n}.{k}",
            f"{n + 1}.{m}" if n + 1 < layers else OUTSIDE,
            1 + (n * 7 + k * 3 + m) % 5,
            k + m / 3,
        )
        for n, k in places
        for m in range(3)
    )
    return Network(zones, ways)


def test_a_mesh_too_fine_to_calculate_is_refused(monkeypatch):
    monkeypatch.setattr("workbench.crowd.network.MOST_POINTS", 400)
    with pytest.raises(InputError) as refused:
        cleared(mesh(6))
    assert refused.value.where == "ways"


def test_nobody_is_lost_in_a_fine_mesh():
    found = cleared(mesh(6))
    assert sum(found.ways[f"5.{k}.{m}"].persons for k in range(3) for m in range(3)) == pytest.approx(900)


# Properties


@st.composite
def trees(draw):
    """Zones whose ways each lead to a later zone, or outside: what comes together stays together."""
    count = draw(st.integers(1, 7))
    zones, ways = [], []
    for n in range(count):
        persons, delay = draw(st.integers(0, 300)), draw(st.integers(0, 60))
        zones.append(Zone(f"Z{n}", persons + (n == 0), delay))
        target = draw(st.integers(n + 1, count))
        capacity, walk = draw(st.integers(2, 40)) / 10, draw(st.integers(0, 300)) / 10
        ways.append(Way(f"W{n}", f"Z{n}", OUTSIDE if target == count else f"Z{target}", capacity, walk))
    return Network(tuple(zones), tuple(ways), Rules(draw(st.sampled_from(["equal", "width", "arrival"]))))


@st.composite
def meshes(draw):
    """As trees, with a second way out of some zones, to a later zone or outside; both have stated shares."""
    plan = draw(trees())
    ways = []
    for n, way in enumerate(plan.ways):
        second = draw(st.booleans())
        ways.append(replace(way, share=0.6) if second else way)
        if second:
            target = draw(st.sampled_from([*(zone.code for zone in plan.zones[n + 1 :]), OUTSIDE]))
            ways.append(Way(f"{way.code}b", way.source, target, draw(st.integers(2, 40)) / 10, 5.0, 0.4))
    return replace(plan, ways=tuple(ways))


def altered(plan, which, **fields):
    ways = list(plan.ways)
    ways[which % len(ways)] = replace(ways[which % len(ways)], **fields)
    return replace(plan, ways=tuple(ways))


@given(meshes())
def test_everybody_gets_out_and_nobody_twice(plan):
    found = cleared(plan)
    assert sum(found.ways[way.code].persons for way in plan.exits) == pytest.approx(plan.persons)
    assert found.curve[-1][1] == pytest.approx(plan.persons)
    assert found.curve[-1][0] == pytest.approx(found.time, abs=1e-6)
    assert all(a[0] <= b[0] and a[1] <= b[1] + 1e-9 for a, b in pairwise(found.curve))


@given(meshes())
def test_no_way_passes_more_than_it_can_and_no_time_beats_the_bound(plan):
    found = cleared(plan)
    for way in plan.ways:
        assert found.ways[way.code].peak <= way.capacity * (1 + 1e-6)
    out = sum(way.capacity for way in plan.exits)
    assert found.time >= plan.persons / out - 1e-6
    assert max(zone.safe for zone in found.zones.values()) == pytest.approx(found.time, abs=1e-5)
    assert all(one.empty <= found.time + 1e-6 for one in found.zones.values())


@given(meshes(), st.integers(0, 20), st.floats(1.0, 3.0))
def test_a_wider_way_is_never_slower(plan, which, more):
    wider = altered(plan, which, capacity=plan.ways[which % len(plan.ways)].capacity * more)
    assert cleared(wider).time <= cleared(plan).time * (1 + 1e-9) + 1e-6


@given(meshes(), st.integers(0, 20), st.integers(0, 200), st.integers(0, 60))
def test_more_persons_or_a_later_start_are_never_faster(plan, which, more, later):
    zones = list(plan.zones)
    one = zones[which % len(zones)]
    zones[which % len(zones)] = replace(one, persons=one.persons + more, delay=one.delay + later)
    assert cleared(replace(plan, zones=tuple(zones))).time >= cleared(plan).time * (1 - 1e-9) - 1e-6


@given(meshes(), st.sampled_from(["equal", "width", "arrival"]))
def test_who_passes_first_does_not_change_when_all_are_out(plan, rule):
    assert cleared(replace(plan, rules=Rules(rule))).time == pytest.approx(cleared(plan).time, rel=1e-6)


@given(meshes(), st.sampled_from([0.001, 60.0, 3600.0]))
def test_a_change_of_the_unit_of_time_changes_nothing_else(plan, unit):
    zones = tuple(replace(zone, delay=zone.delay * unit) for zone in plan.zones)
    ways = tuple(replace(way, walk=way.walk * unit, capacity=way.capacity / unit) for way in plan.ways)
    found, other = cleared(plan), cleared(replace(plan, zones=zones, ways=ways))
    assert other.time == pytest.approx(found.time * unit, rel=1e-6)
    assert {code: one.queue for code, one in other.ways.items()} == pytest.approx(
        {code: one.queue for code, one in found.ways.items()}, rel=1e-6, abs=1e-6
    )


@given(meshes())
@settings(max_examples=30)
def test_as_many_times_the_persons_through_as_many_times_the_width_take_the_same_time(plan):
    zones = tuple(replace(zone, persons=zone.persons * 7) for zone in plan.zones)
    ways = tuple(replace(way, capacity=way.capacity * 7) for way in plan.ways)
    assert cleared(replace(plan, zones=zones, ways=ways)).time == pytest.approx(cleared(plan).time, rel=1e-9)


@given(trees())
@settings(max_examples=50)
def test_streams_agree_with_single_persons_to_one_step_at_each_way(plan):
    step = sum(1 / way.capacity for way in plan.ways)
    assert cleared(plan).time == pytest.approx(one_by_one(plan), abs=step + 1e-6)


# The plan engines are measured on


def test_the_standard_plan_is_what_it_says(calc):
    plan = standard_plan()
    assert (sum(hall.persons for hall in plan.halls), len(plan.halls), len(plan.exits)) == (20_000, 30, 20)
    found = calc("egress_network", **plan.rows()).values
    assert sum(one["persons"] for one in found["exits"].values()) == pytest.approx(20_000)
    assert found["curve"][-1]["persons"] == pytest.approx(20_000)


def test_the_gaps_of_the_standard_plan_lie_in_the_walls_between_its_halls():
    plan = standard_plan()
    floors = {hall.code: hall.floor for hall in plan.halls}
    for gap in plan.gaps:
        touching = [code for code, floor in floors.items() if touch(gap.floor, floor)]
        assert sorted(touching) == sorted({gap.source, gap.target} - {OUTSIDE})
        assert max(gap.floor[2] - gap.floor[0], gap.floor[3] - gap.floor[1]) == pytest.approx(gap.width)


def touch(a, b):
    return a[0] <= b[2] + 1e-9 and b[0] <= a[2] + 1e-9 and a[1] <= b[3] + 1e-9 and b[1] <= a[3] + 1e-9


# Streams


def test_thinning_a_stream_of_many_points_moves_nobody_far():
    curve = tuple((n / 10, 50 * (n / 5000) ** 2 + n / 50) for n in range(5001))
    thin = flow.thinned(curve)
    assert len(thin) < 100
    assert thin[-1] == curve[-1]
    assert max(abs(flow.after(thin, t) - n) for t, n in curve) <= flow.THIN + 1e-9


def test_a_stream_with_a_step_is_read_on_both_sides_of_it():
    one = flow.release(10, 5)
    assert (flow.after(one, 4.9), flow.after(one, 5), flow.after(one, 6)) == (0, 10, 10)
    both = flow.together([one, ((0.0, 0.0), (10.0, 10.0))])
    assert (flow.after(both, 5), flow.after(both, 2.5), both[-1][1]) == (15, 2.5, 20)


# Directions from a drawing


def test_ways_of_a_drawing_lead_towards_the_nearer_way_out(calc):
    """A row of three rooms with a door at each end: the middle one is left both ways, nobody walks in a circle."""
    drawn = "W:A:out:door:1:2;D:A:B:door:1:10;E:C:B:door:1:10;X:out:C:door:1:2"
    zones = "A:10;B:20;C:10"
    with pytest.raises(InputError):
        calc("egress_network", zones=zones, ways=drawn)
    found = calc("egress_network", zones=zones, ways=drawn, directions="shortest").values
    assert found["exits"]["W"]["persons"] == pytest.approx(20)
    assert found["exits"]["X"]["persons"] == pytest.approx(20)
    assert found["ways"]["D"]["persons"] == pytest.approx(10)


@given(meshes())
@settings(max_examples=40)
def test_directions_never_make_a_circle_and_lose_nobody(plan):
    """Turn every other way around; the directions are found again."""
    turned = tuple(
        replace(way, source=way.target, target=way.source) if n % 2 and way.target != OUTSIDE else way
        for n, way in enumerate(plan.ways)
    )
    found = cleared(oriented(replace(plan, ways=turned)))
    assert found.curve[-1][1] == pytest.approx(plan.persons)


def test_between_rooms_equally_far_from_outside_nobody_passes():
    zones = (Zone("A", 5), Zone("B", 5))
    ways = (Way("D", "A", OUTSIDE, 1), Way("E", "B", OUTSIDE, 1), Way("M", "A", "B", 1))
    assert [way.code for way in oriented(Network(zones, ways)).ways] == ["D", "E"]
