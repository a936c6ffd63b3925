"""What the egress network costs, against the least that an engine of single persons must do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from workbench.bench import Ratio, alternate
from workbench.core.crowd_rows import crowd_parameters
from workbench.crowd import network as net
from workbench.crowd.egress_network import network_of
from workbench.crowd.model import calculate, read
from workbench.crowd.network_plan import standard_plan
from workbench.crowd.registry import model
from workbench.crowd.working import Working
from workbench.storage.packs import load_pack


def network(_folder: Path, _cases: int) -> Ratio:
    """Measure clearing the standard plan against its persons one by one in a bare loop.

    The loop knows the ways of everybody beforehand and neither merges by shares nor tells who controls: no engine
    that moves single persons can do less. The whole model, with inputs read and working written, is told beside it.
    """
    parameters = crowd_parameters(load_pack("cn_national"))
    plan, rows = standard_plan(), standard_plan().rows()
    asked = model("egress_network")
    site, _ = network_of(read(asked, rows), Working(parameters))
    ours, bare = alternate(lambda: net.cleared(site), lambda: one_by_one(site), 15)
    whole, _ = alternate(lambda: calculate(asked, rows, parameters), lambda: None, 5)
    here, there = net.cleared(site).time, one_by_one(site)
    name = (
        f"egress network, {site.persons:.0f} persons, {len(plan.halls)} zones, {len(plan.exits)} exits: "
        f"{ours * 1000:.2f} ms, with its working {whole * 1000:.2f} ms"
    )
    return Ratio(name, ours, bare, 1.0, f"bare: one by one, {bare * 1000:.1f} ms; {here:.1f} s against {there:.1f} s")


def one_by_one(network: net.Network) -> float:
    """Return when the last of single persons is outside [s]; whoever comes first to a way passes first."""
    order = net.ordered(network)
    part = net.shares(network, order)
    coming: dict[str, list[float]] = {code: [] for code in (*order, net.OUTSIDE)}
    for zone in network.zones:
        coming[zone.code] += [zone.delay] * int(zone.persons)
    for code in order:
        ways = [way for way in network.ways if way.source == code]
        for way, persons in zip(ways, _dealt(sorted(coming[code]), [part[w.code] for w in ways]), strict=True):
            free, step = 0.0, 1 / way.capacity
            for time in persons:
                free = max(time + way.walk, free) + step
                coming[way.target].append(free)
    return max(coming[net.OUTSIDE])


def _dealt(times: list[float], parts: list[float]) -> list[list[float]]:
    """Deal persons out to ways so that each always has its part, as near as whole persons allow."""
    if len(parts) == 1:
        return [times]
    dealt: list[list[float]] = [[] for _ in parts]
    for count, time in enumerate(times, 1):
        owed = [part * count - len(one) for part, one in zip(parts, dealt, strict=True)]
        dealt[owed.index(max(owed))].append(time)
    return dealt


BENCHES: Mapping[str, Callable[[Path, int], Ratio]] = {"network": network}
