"""Whether an egress network can be cleared: every fault is named at its place in the lists of zones and ways."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from math import inf

from workbench.crowd.model import InputError, refuse
from workbench.crowd.network_parts import OUTSIDE, Network, Way, leaving
from workbench.errors import Text

MOST_ZONES, MOST_WAYS = 500, 2_000
"""More zones or ways than any site has are a slip of the pen."""

Fault = tuple[str, Text, Text]


def ordered(network: Network) -> tuple[str, ...]:
    """Return the zones so that every way leads to a later one; ``InputError`` names every fault of the plan."""
    faults = [*_sizes(network), *_numbers(network), *_names(network)]
    if not faults:
        faults = list(_reach(network))
    if faults:
        raise InputError(tuple(faults))
    before: dict[str, set[str]] = {zone.code: set() for zone in network.zones}
    for way in network.ways:
        before.setdefault(way.target, set()).add(way.source)
    try:
        return tuple(code for code in TopologicalSorter(before).static_order() if code != OUTSIDE)
    except CycleError as fault:
        raise _circle(network, list(fault.args[1])) from None


def _circle(network: Network, codes: list[str]) -> InputError:
    place = next(n for n, w in enumerate(network.ways, 1) if w.source == codes[0] and w.target == codes[1])
    told = " → ".join(codes)
    return refuse(
        f"ways[{place}]",
        f"通道成环：{told}",
        f"ways lead in a circle: {told}",
        Text("每条通道只朝疏散方向填写一次", "give each way once, in the direction of egress"),
    )


def _sizes(network: Network) -> Iterator[Fault]:
    for key, rows, most in (("zones", network.zones, MOST_ZONES), ("ways", network.ways, MOST_WAYS)):
        if len(rows) > most:
            told = Text(f"超过 {most} 项", f"more than {most}")
            yield key, told, Text("分成几个部分计算", "calculate the site in parts")
    if network.persons <= 0:
        mend = Text("至少填写一个区域的人数", "give the persons of at least one zone")
        yield "zones", Text("没有人需要疏散", "nobody is to leave"), mend


def _numbers(network: Network) -> Iterator[Fault]:
    told, mend = Text("数值无法使用", "the number cannot be used"), Text("更正这一项", "correct this")
    for n, zone in enumerate(network.zones, 1):
        for key, value in (("persons", zone.persons), ("delay", zone.delay)):
            if not 0 <= value < inf:
                yield f"zones[{n}].{key}", told, mend
    for n, way in enumerate(network.ways, 1):
        if not (0 < way.capacity < inf and 0 < way.width < inf):
            yield (
                f"ways[{n}].width",
                Text("没有通行能力", "nobody can pass"),
                Text("更正净宽", "correct the clear width"),
            )
        for key, value in (("length", way.walk), ("share", way.share or 0)):
            if not 0 <= value < inf:
                yield f"ways[{n}].{key}", told, mend


def _names(network: Network) -> Iterator[Fault]:
    known: set[str] = set()
    for n, zone in enumerate(network.zones, 1):
        if zone.code in known or zone.code == OUTSIDE:
            yield f"zones[{n}].code", *_twice(zone.code)
        known.add(zone.code)
    used: set[str] = set()
    for n, way in enumerate(network.ways, 1):
        if way.code in used:
            yield f"ways[{n}].code", *_twice(way.code)
        used.add(way.code)
        for key, code in (("from", way.source), ("to", way.target)):
            if code not in known and (code != OUTSIDE or key == "from"):
                mend = Text(f"填写区域编号，或 {OUTSIDE} 表示场外", f"give a zone's code, or {OUTSIDE} for outside")
                yield f"ways[{n}].{key}", Text(f"没有区域 {code}", f"there is no zone {code}"), mend
    yield from _stated(network)


def _twice(code: str) -> tuple[Text, Text]:
    told = Text(f"编号重复或不可用：{code}", f"the code is taken: {code}")
    return told, Text("每项用不同的编号", "give each one a code of its own")


def _stated(network: Network) -> Iterator[Fault]:
    """Name the zones where some ways have a share and others none, or where all shares are nothing."""
    for code, ways in leaving(network.ways).items():
        given = [network.ways[n].share for n in ways]
        stated = [share for share in given if share is not None]
        if stated and (len(stated) < len(given) or sum(stated) <= 0):
            told = Text(f"区域 {code} 的各条通道应都有份额", f"all ways of zone {code} need a share")
            mend = Text("填写全部份额或全部不填", "give all shares or none")
            yield f"ways[{ways[0] + 1}].share", told, mend


def _reach(network: Network) -> Iterator[Fault]:
    if not network.exits:
        mend = Text(f"至少一条通道通向 {OUTSIDE}", f"at least one way must lead to {OUTSIDE}")
        yield "ways", Text("没有通向场外的出口", "no way leads outside"), mend
        return
    leading = leading_out(network.ways)
    for n, zone in enumerate(network.zones, 1):
        if zone.code not in leading:
            told = Text(f"区域 {zone.code} 没有通向场外的路", f"zone {zone.code} has no way outside")
            yield f"zones[{n}]", told, Text("补充门或通道", "add the door or way that is missing")


def leading_out(ways: tuple[Way, ...]) -> set[str]:
    """Return the zones from which ways lead outside, and outside itself."""
    back: dict[str, list[str]] = {}
    for way in ways:
        back.setdefault(way.target, []).append(way.source)
    found, todo = {OUTSIDE}, [OUTSIDE]
    while todo:
        for code in back.get(todo.pop(), ()):
            if code not in found:
                found.add(code)
                todo.append(code)
    return found


def without(network: Network, code: str) -> Network:
    """Return a network with one way closed; ways that lead nowhere any more are closed too.

    Raises:
        InputError: Persons would have no way out.
    """
    kept = tuple(way for way in network.ways if way.code != code)
    leading = leading_out(kept)
    for zone in network.zones:
        if zone.persons and zone.code not in leading:
            raise refuse(
                "largest_closed",
                f"关闭 {code} 后，区域 {zone.code} 没有出路",
                f"with {code} closed, zone {zone.code} has no way out",
                Text("增加出口或连通其他区域", "add an exit or a way to another zone"),
            )
    zones = tuple(zone for zone in network.zones if zone.code in leading)
    ways = tuple(way for way in kept if way.source in leading and way.target in leading)
    return Network(zones, ways, network.rules)
