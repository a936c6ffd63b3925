"""The network of egress as a model: zones and ways as rows, capacities by the hydraulic relations, checks beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import cast

from workbench.crowd import hydraulic
from workbench.crowd import network as net
from workbench.crowd.egress_rates import LEVEL, STEPPED, Egress, Opening, egress
from workbench.crowd.hydraulic import CORRIDOR, DOOR, OPENING, STAIR
from workbench.crowd.model import MOST_PERSONS, Input, InputError, Model, Output
from workbench.crowd.speeds import milinskii
from workbench.crowd.working import Working, figure
from workbench.errors import Text

FREE, CROWDED = "free", "crowded"
GIVEN, SHORTEST = "given", "shortest"
MOST_DELAY = 86_400
LEAST_SPEED = Fraction(1, 20)
"""Slower than any walk [m/s]."""
ROUNDED = 6
"""Figures after the point of a stream's persons; more would be rounding of the sum."""

Row = Mapping[str, object]


@dataclass(frozen=True)
class Measures:
    """What the hydraulic relations say of the ways of a plan, in their order.

    Attributes:
        ways: With capacity and walking time at the speed asked for.
        slow: The same ways walked at the speed of the greatest flow.
    """

    ways: tuple[net.Way, ...]
    slow: tuple[net.Way, ...]


def measured(rows: Iterable[Row], sheet: Working, values: Row) -> Measures:
    """Return the ways of a plan with capacity and walking time.

    Args:
        rows: ``code``, ``from``, ``to``, ``kind``, ``width``, ``length``, ``riser``, ``tread``, ``share``.
        sheet: Where the working is written.
        values: ``source`` of the greatest flow, ``walking`` pace, ``speed`` on the level [m/s] or ``None``.

    Raises:
        InputError: A way has no effective width, or a stair no steps; all of them are named.
    """
    ways, slow = [], []
    faults: list[tuple[str, Text, Text]] = []
    for n, row in enumerate(rows, 1):
        try:
            fast, crowded = _way(row, f"ways[{n}].", sheet, values)
        except InputError as fault:
            faults.extend(fault.faults)
            continue
        ways.append(fast)
        slow.append(crowded)
    if faults:
        raise InputError(tuple(faults))
    return Measures(tuple(ways), tuple(slow))


def _way(row: Row, place: str, sheet: Working, values: Row) -> tuple[net.Way, net.Way]:
    kind, code = str(row["kind"]), str(row["code"])
    asked = {**row, "source": values["source"]}
    one = hydraulic.surface(sheet, kind, row, place)
    flow = hydraulic.most_flow(sheet, kind, asked, place)
    wide = hydraulic.effective(sheet, kind, cast("Fraction", row["width"]), f"{place}width")
    capacity = float(flow) * float(wide)
    sheet.step(Text(f"{code} 通行能力", f"capacity of {code}"), f"{figure(flow)} × {figure(wide)}", capacity, "p/s")
    stated = cast("Fraction | None", values["speed"])
    crowded = one.crowded
    pace = one.free if stated is None else min(one.free, float(stated)) if kind == STAIR else float(stated)
    if values["walking"] == CROWDED:
        pace = min(pace, crowded)
    length = float(cast("Fraction", row["length"]))
    share = cast("Fraction | None", row["share"])
    made = net.Way(
        code=code,
        source=str(row["from"]),
        target=str(row["to"]),
        capacity=capacity,
        walk=length / pace,
        share=None if share is None else float(share),
        width=float(wide),
    )
    return made, replace(made, walk=length / min(pace, crowded))


def network_of(values: Row, sheet: Working) -> tuple[net.Network, net.Network]:
    """Return the network of rows, and the same one walked at the speed of the greatest flow."""
    zones = tuple(
        net.Zone(str(row["code"]), cast("int", row["persons"]), float(cast("Fraction", row["delay"])))
        for row in cast("tuple[Row, ...]", values["zones"])
    )
    rules = net.Rules(str(values["merge"]), str(values["split"]))
    found = measured(cast("tuple[Row, ...]", values["ways"]), sheet, values)
    return net.Network(zones, found.ways, rules), net.Network(zones, found.slow, rules)


def _sums(values: Row, sheet: Working) -> Row:
    plan, slow = network_of(values, sheet)
    if values["directions"] == SHORTEST:
        plan = net.oriented(plan)
        slow = _alike(slow, plan)
        sheet.convention(
            Text(
                "通道方向按到场外的最短步行时间确定，两端同远的不用",
                "ways lead where the walk outside is shorter; between zones equally far nobody passes",
            )
        )
    net.ordered(plan)
    hydraulic.told_flows(sheet, values["source"])
    _told_rules(values, sheet)
    if values["largest_closed"]:
        lost = max(plan.exits, key=lambda way: way.capacity).code
        plan, slow = net.without(plan, lost), net.without(slow, lost)
        sheet.convention(
            Text(f"通行能力最大的出口 {lost} 关闭", f"the exit of the largest capacity, {lost}, is closed")
        )
    found, late = net.cleared(plan), net.cleared(slow)
    persons = int(found.persons)
    sheet.step(Text("全部离场", "all outside"), f"{persons} p", found.time, "s")
    sheet.step(Text("按拥挤速度步行时", "walking at the crowded speed"), f"{persons} p", late.time, "s")
    _told_zones(found, plan, sheet)
    _told_exits(found, plan, sheet)
    _told_queues(found, sheet)
    return {
        "time": found.time,
        "time_crowded": late.time,
        "controlling": found.controlling,
        "queued": found.queued,
        "zones": {code: {"empty": one.empty, "safe": one.safe} for code, one in found.zones.items()},
        "exits": {way.code: _used(found, way) for way in plan.exits},
        "ways": {way.code: _used(found, way) for way in plan.ways},
        "curve": tuple({"time": time, "persons": round(count, ROUNDED)} for time, count in found.curve),
        **_beside(values, plan, persons, sheet),
    }


def _alike(slow: net.Network, plan: net.Network) -> net.Network:
    """Return the ways of a network in the directions they have in another one."""
    walks = {way.code: way.walk for way in slow.ways}
    return replace(slow, ways=tuple(replace(way, walk=walks[way.code]) for way in plan.ways))


def _used(found: net.Clearance, way: net.Way) -> dict[str, object]:
    one = found.ways[way.code]
    return {
        "persons": round(one.persons, ROUNDED),
        "share": one.share,
        "capacity": way.capacity,
        "walk": way.walk,
        "peak": one.peak,
        "first": one.first,
        "last": one.last,
        "queue": round(one.queue, ROUNDED),
        "queue_since": one.since,
        "queue_until": one.until,
    }


def _told_rules(values: Row, sheet: Working) -> None:
    merges = {
        net.EQUAL: Text("汇流时各股等分", "streams that wait for one way share it equally"),
        net.WIDTH: Text("汇流时按来路有效宽度分配", "streams that wait for one way share it by effective widths"),
        net.ARRIVAL: Text("汇流时先到先走", "whoever came first passes first"),
    }
    splits = {
        net.CAPACITY: Text(
            "未给份额的区域按各路通到场外的能力分流；比较宽度时请填写份额",
            "without stated shares persons divide by the flow each way carries all the way outside; state shares to "
            "compare widths",
        ),
        net.NEAREST: Text("未给份额的区域走最近的路", "without stated shares persons take the nearest way outside"),
    }
    sheet.convention(
        Text(
            "流量逐段向下游传递，能力较小的构件控制；排队留在该构件上游，不占用其他区域",
            "flow is carried downstream, the smaller capacity controls; queues stand upstream and fill no other zone",
        )
    )
    sheet.convention(merges[str(values["merge"])])
    sheet.convention(splits[str(values["split"])])
    sheet.convention(
        Text(
            "同一区域的人同时起步，走完全部长度；N 人通过用时 N/C",
            "persons of a zone start at once and walk the whole length; N persons pass in N/C",
        )
    )


def _told_zones(found: net.Clearance, plan: net.Network, sheet: Working) -> None:
    for zone in plan.zones:
        told = Text(f"区域 {zone.code} 清空", f"zone {zone.code} empty")
        sheet.step(told, f"{figure(zone.persons)} p", found.zones[zone.code].empty, "s")


def _told_exits(found: net.Clearance, plan: net.Network, sheet: Working) -> None:
    for way in plan.exits:
        one = found.ways[way.code]
        told = Text(f"出口 {way.code} 最后一人", f"last person through exit {way.code}")
        sheet.step(told, f"{figure(one.persons)} p, C = {figure(way.capacity)} p/s", one.last, "s")


def _told_queues(found: net.Clearance, sheet: Working) -> None:
    code = found.controlling
    if found.queued:
        one = found.ways[code]
        sheet.step(Text(f"控制构件 {code} 最长排队", f"longest queue at the controlling {code}"), "", one.queue, "p")
    else:
        sheet.warn(
            Text(
                f"没有排队决定总时间：由区域 {code} 的起步和步行时间控制",
                f"no queue decides the time: zone {code} starts or walks last",
            )
        )


def _beside(values: Row, plan: net.Network, persons: int, sheet: Working) -> dict[str, object]:
    """Return what other published ways of reckoning say of the same exits and the same density."""
    rows = {str(row["code"]): row for row in cast("tuple[Row, ...]", values["ways"])}
    rates = {LEVEL: sheet.take("green_guide.level"), STEPPED: sheet.take("green_guide.stepped")}
    found: Egress = egress(
        (_opening(rows[way.code], rates) for way in plan.exits),
        discount=False,
    )
    minutes = found.minutes(persons)
    assert minutes is not None  # every exit has a width
    sheet.step(
        Text("对照：Green Guide 通行率", "beside it: Green Guide rates"),
        f"{persons} / {figure(found.flow_all)}",
        minutes * 60,
        "s",
    )
    one = hydraulic.level(sheet)
    covered = one.densest * sheet.rate("milinskii.area_mid")
    speed = milinskii(sheet, covered) / 60
    sheet.step(
        Text(
            f"对照：密度 {figure(one.densest)} 人/m² 时 Predtechenskii–Milinskii 速度（本模型 {figure(one.crowded)}）",
            f"beside it: speed by Predtechenskii and Milinskii at {figure(one.densest)} p/m² "
            f"(here {figure(one.crowded)})",
        ),
        f"D = {figure(covered)}",
        speed,
        "m/s",
    )
    return {"green_guide": minutes * 60, "milinskii_speed": speed}


def _opening(row: Row, rates: Mapping[str, Fraction]) -> Opening:
    width = cast("Fraction", row["width"])
    return Opening(str(row["code"]), width, width * rates[STEPPED if row["kind"] == STAIR else LEVEL])


ZONES = Input(
    "zones",
    Text("区域", "zones"),
    "rows",
    columns=(
        Input("code", Text("编号", "code"), "word"),
        Input("persons", Text("人数", "persons"), "integer", "p", high=MOST_PERSONS, default=0),
        Input("delay", Text("行动前时间", "pre-movement time"), unit="s", high=MOST_DELAY, default=Fraction(0)),
    ),
)

WAYS = Input(
    "ways",
    Text("通道", "ways"),
    "rows",
    columns=(
        Input("code", Text("编号", "code"), "word"),
        Input("from", Text("起点区域", "from zone"), "word"),
        Input("to", Text("终点区域（out 为场外）", "to zone, out = outside"), "word"),
        Input("kind", Text("类型", "kind"), "word", default=DOOR, options=(DOOR, OPENING, CORRIDOR, STAIR)),
        Input("width", Text("净宽", "clear width"), unit="m", above=True, high=hydraulic.MOST_WIDTH),
        Input("length", Text("步行长度", "walking length"), unit="m", high=hydraulic.MOST_LENGTH, default=Fraction(0)),
        hydraulic.RISER,
        hydraulic.TREAD,
        Input("share", Text("分流份额", "share"), high=1000, optional=True),
    ),
)

MODELS = (
    Model(
        code="egress_network",
        group="egress",
        text=Text("疏散网络（水力模型）", "Egress network (hydraulic model)"),
        about=Text(
            "区域、门、走道、楼梯和出口组成的网络：各区清空时间、总时间、各出口人流和控制构件，旁列通行率核对。"
            "不模拟个人，排队不倒灌。",
            "A network of zones, doors, corridors, stairs and exits: when each zone and all are out, flows by exit, "
            "what controls, with rates beside it. No single persons; queues do not spill back.",
        ),
        inputs=(
            ZONES,
            WAYS,
            Input(
                "directions",
                Text("通道方向", "directions of ways"),
                "word",
                default=GIVEN,
                options=(GIVEN, SHORTEST),
            ),
            Input("largest_closed", Text("关闭最大出口", "largest exit closed"), "flag", default=False),
            hydraulic.SOURCE,
            Input("walking", Text("步行速度口径", "walking pace"), "word", default=FREE, options=(FREE, CROWDED)),
            Input(
                "speed", Text("平地步行速度", "speed on the level"), unit="m/s", low=LEAST_SPEED, high=5, optional=True
            ),
            Input(
                "merge",
                Text("汇流规则", "rule at a merge"),
                "word",
                default=net.EQUAL,
                options=(net.EQUAL, net.WIDTH, net.ARRIVAL),
            ),
            Input(
                "split",
                Text("分流规则", "rule at a split"),
                "word",
                default=net.CAPACITY,
                options=(net.CAPACITY, net.NEAREST),
            ),
        ),
        outputs=(
            Output("time", Text("全部离场时间", "time until all are outside"), "s", main=True),
            Output("time_crowded", Text("按拥挤速度步行", "walking at the crowded speed"), "s"),
            Output("controlling", Text("控制构件", "controlling element")),
            Output("queued", Text("由排队控制", "a queue decides")),
            Output("zones", Text("各区域", "by zone"), "s"),
            Output("exits", Text("各出口", "by exit")),
            Output("ways", Text("各通道", "by way")),
            Output("curve", Text("离场曲线", "curve of persons outside")),
            Output("green_guide", Text("对照：Green Guide 通行率", "beside it: Green Guide rates"), "s"),
            Output("milinskii_speed", Text("对照：P–M 速度", "beside it: P–M speed"), "m/s"),
        ),
        sums=_sums,
        families=("sfpe", "imo", "green_guide", "milinskii"),
    ),
)
