"""The list of published cases: RiMEA 1 to 16, IMO 1 to 12, ISO 20414, NIST TN 1822; criteria as published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches

from workbench.crowd import vv_rooms as rooms
from workbench.crowd import vv_single as single
from workbench.crowd import vv_streams as streams
from workbench.crowd.vv import Case, Finding, Lab
from workbench.errors import NO_TEXT, Text, WorkbenchError

Check = Callable[[Lab], Finding]

RIMEA, IMO = "RiMEA 4.1.1", "IMO MSC.1/Circ.1533"
ISO, NIST = "ISO 20414:2020", "NIST TN 1822"

STOREYS = Text("仅单层平面，不模拟多层建筑", "single-storey plans only")
SMOKE = Text("不模拟烟气与中毒", "smoke and its toxic effects are not modelled")
GROUPS = Text("不模拟结伴与相互影响", "groups and social influence are not modelled")
FAMILIAR = Text(
    "不模拟对出口的熟悉程度，出口按最短用时选定", "familiarity is not modelled: exits are chosen by least time"
)
CLOSING = Text(
    "运行中出口不开闭，关闭的出口在平面图中去掉", "exits do not close during a run; leave them out of the plan"
)
SPREAD = Text(
    "反应时间按人给定，不按分布抽取", "response times are given person by person, not drawn from distributions"
)
BODIES = Text("所有人同一体型，不模拟行动不便者", "all persons have one body size; reduced mobility is not modelled")
LIFTS = Text("不模拟电梯", "lifts are not modelled")

OPEN_STAIR = Text("楼梯为减速区：平地速度的一半", "the stair is a slowing zone: half the speed on the level")
OPEN_EXITS = Text("两出口距左端 9 m 与 24 m", "the exits stand 9 m and 24 m from the left")
OPEN_CORRIDOR = Text(
    "走廊长 90～140 m：70 秒内更远处的人走不到测点",
    "corridor of 90 to 140 m: nobody from farther reaches the meters in 70 s",
)
OPEN_BEND = Text(
    "两臂各 22 m，转角 20 × 20 m；人群分 20 条道各按自己的半径转弯，不分道则全部挤向内角",
    "arms of 22 m on either side of a square of 20 × 20 m; people go round in 20 lanes, each at its radius; "
    "without lanes all crowd to the inner corner",
)
OPEN_RIGHT = Text(
    "有对向人流时各自靠右走，不靠右则 100 对 100 互相堵死；每个种子均须满足，共三个",
    "who is met keeps to the right; without this 100 against 100 block each other; each of three seeds must hold",
)
OPEN_CABINS = Text("走廊宽 1.2 m", "corridor 1.2 m wide")
OPEN_WINDOW = Text("取 10 秒内最大流量，三个种子", "the greatest flow over 10 s, of three seeds")
OPEN_OFFSET = Text("两人相距 2.5 m，横向错开 0.2 m", "2.5 m behind each other, 0.2 m out of line")


def _case(code: str, titles: tuple[str, str], criterion: tuple[str, str], check: Check, **more: object) -> Case:
    source, clause = _source(code)
    return Case(code, Text(*titles), source, clause, Text(*criterion), check, **more)  # type: ignore[arg-type]


def _not(code: str, titles: tuple[str, str], reason: Text) -> Case:
    source, clause = _source(code)
    return Case(code, Text(*titles), source, clause, NO_TEXT, reason=reason)


def _source(code: str) -> tuple[str, str]:
    suite, _, test = code.partition("-")
    return {"RiMEA": RIMEA, "IMO": IMO, "ISO": ISO, "NIST": NIST}[suite], f"test {test}"


SPEED = ("速度 1.0 ± 0.05 m/s", "speed 1.0 ± 0.05 m/s")
FIVE = ("用时与长度/速度相差不超过 5 %", "time within 5 % of length/speed")
DOUBLE = ("两门用时约为四门的两倍（1.6～2.4）", "two doors take about twice as long as four (1.6 to 2.4)")
WALLS = ("20 人全部通过，无人穿墙", "all 20 pass, nobody through a wall")
RISES = ("对向人数 0、10、50、100：全部到达且用时递增", "against 0, 10, 50, 100: all arrive, the time rises")
ALLOTTED = ("所有人走指定出口", "everybody takes the exit allotted")
QUEUES = (
    "房间出口和楼梯口的密度高于走道",
    "denser at the exit of the room and at the foot of the stair than in the corridor",
)
GREATEST = ("最大流量不超过 1.33 人/(m·秒)", "greatest flow at most 1.33 p/(m·s)")
FALLS = ("速度随密度下降", "the speed falls with the density")
OWN_TIME = ("每人在其反应时刻起步（10～100 秒）", "each sets off at its response time (10 to 100 s)")
MEAN = ("均值与标准差与要求相差不超过 0.05", "mean and standard deviation within 0.05 of what is asked")

_RIMEA = (
    _case(
        "RiMEA-1",
        ("走廊步行速度", "speed in a corridor"),
        ("40 m 用时 26～34 秒", "40 m in 26 to 34 s"),
        single.corridor,
    ),
    _case("RiMEA-2", ("上楼速度", "speed up a stair"), FIVE, single.stair_up, taken=OPEN_STAIR),
    _case("RiMEA-3", ("下楼速度", "speed down a stair"), FIVE, single.stair_down),
    _case("RiMEA-4", ("基本图", "fundamental diagram"), FALLS, streams.diagram, long=True, taken=OPEN_CORRIDOR),
    _case("RiMEA-5", ("反应时间", "response time"), OWN_TIME, single.response),
    _case("RiMEA-6", ("转角", "corner"), WALLS, streams.corner),
    _case(
        "RiMEA-7",
        ("年龄与速度", "ages and speeds"),
        ("速度在年龄段内", "speeds within the band of the age"),
        single.ages,
    ),
    _not("RiMEA-8", ("三层建筑参数研究", "parameter study of three storeys"), STOREYS),
    _case("RiMEA-9", ("大空间四门与两门", "large room, four doors and two"), DOUBLE, rooms.half_the_doors, long=True),
    _case("RiMEA-10", ("出口分配", "ways allotted"), ALLOTTED, rooms.allotted, taken=OPEN_CABINS),
    _case(
        "RiMEA-11",
        ("出口选择", "choice of exit"),
        ("多数走近出口，部分走远出口", "most take the nearer exit, some the farther one"),
        rooms.nearer_exit,
        long=True,
        taken=OPEN_EXITS,
    ),
    _case(
        "RiMEA-12",
        ("瓶颈", "bottleneck"),
        ("只在第一个房间拥堵", "congestion in the first room only"),
        rooms.only_first_room,
        long=True,
    ),
    _case(
        "RiMEA-12d",
        ("瓶颈宽度", "width of a bottleneck"),
        ("0.8、1.0、1.2 m 流量递增", "the flow rises over 0.8, 1.0, 1.2 m"),
        rooms.wider_bottleneck,
        long=True,
    ),
    _case(
        "RiMEA-13",
        ("楼梯前拥堵", "congestion before a stair"),
        QUEUES,
        rooms.queue_at_stair,
        long=True,
        taken=OPEN_STAIR,
    ),
    _not("RiMEA-14", ("经另一楼层的路线", "route by another storey"), STOREYS),
    _case(
        "RiMEA-15",
        ("人群转角", "crowd around a corner"),
        ("转角用时介于短直道与长直道之间", "the time around the corner lies between the short and the long way"),
        streams.large_corner,
        long=True,
        taken=OPEN_BEND,
    ),
    _case(
        "RiMEA-16",
        ("环形单列", "single file in a ring"),
        ("平均速度在公布的 10～90 % 区间内", "mean speed within the published 10 to 90 % band"),
        streams.ring,
    ),
)

_IMO = (
    _case(
        "IMO-1", ("走廊步行速度", "speed in a corridor"), ("40 m 用时 40 秒", "40 m in 40 s"), single.corridor_at_one
    ),
    _case("IMO-2", ("上楼", "up a stair"), ("10 m 用时 10 秒", "10 m in 10 s"), single.stair_at_one),
    _case("IMO-3", ("下楼", "down a stair"), ("10 m 用时 10 秒", "10 m in 10 s"), single.stair_at_one),
    _case("IMO-4", ("出口流量", "flow through an exit"), ("不超过 1.33 人/秒", "at most 1.33 p/s"), rooms.mean_flow),
    _case("IMO-5", ("反应时间", "response time"), OWN_TIME, single.response),
    _case("IMO-6", ("转角", "corner"), WALLS, streams.corner),
    _case(
        "IMO-7",
        ("速度分布", "speeds of a population"),
        ("50 人速度在 0.97～1.62 m/s", "50 persons within 0.97 to 1.62 m/s"),
        single.uniform_speeds,
    ),
    _case("IMO-8", ("对向人流", "counterflow"), RISES, streams.counterflow, long=True, taken=OPEN_RIGHT),
    _case("IMO-9", ("四门与两门", "four doors and two"), DOUBLE, rooms.half_the_doors, long=True),
    _case("IMO-10", ("舱室出口分配", "ways allotted to cabins"), ALLOTTED, rooms.allotted, taken=OPEN_CABINS),
    _case(
        "IMO-11", ("楼梯前拥堵", "congestion before a stair"), QUEUES, rooms.queue_at_stair, long=True, taken=OPEN_STAIR
    ),
    _case("IMO-12", ("流量与密度", "flow and density"), FALLS, streams.diagram, long=True, taken=OPEN_CORRIDOR),
)

_ISO = (
    _not("ISO-1", ("反应时间分布", "distribution of response times"), SPREAD),
    _case("ISO-2", ("走廊速度", "speed in a corridor"), SPEED, single.corridor_speed),
    _case(
        "ISO-3", ("楼梯速度", "speed on a stair"), ("速度 0.5 ± 0.05 m/s", "speed 0.5 ± 0.05 m/s"), single.stair_half
    ),
    _case("ISO-4", ("转角", "corner"), WALLS, streams.corner),
    _case("ISO-5", ("人群速度分布", "speeds of a population"), MEAN, single.normal_speeds),
    _case("ISO-6", ("对向人流", "counterflow"), RISES, streams.counterflow, long=True, taken=OPEN_RIGHT),
    _case(
        "ISO-7",
        ("超越", "overtaking"),
        ("快者超过慢者", "the fast one overtakes the slow one"),
        single.overtaking,
        taken=OPEN_OFFSET,
    ),
    _case("ISO-8", ("出口分配", "ways allotted"), ALLOTTED, rooms.allotted, taken=OPEN_CABINS),
    _not("ISO-9", ("出口动态可用", "exits that close"), CLOSING),
    _case(
        "ISO-10",
        ("狭口与楼梯前拥堵", "congestion at neck and stair"),
        QUEUES,
        rooms.queue_at_stair,
        long=True,
        taken=OPEN_STAIR,
    ),
    _case("ISO-11", ("最大流量", "greatest flow"), GREATEST, rooms.greatest_flow, taken=OPEN_WINDOW),
    _case(
        "ISO-12",
        ("楼梯宽度与流量", "width of a stair and flow"),
        ("1.0～1.8 m 流量递增", "the flow rises over 1.0 to 1.8 m"),
        rooms.wider_stair,
        long=True,
        taken=OPEN_STAIR,
    ),
    _case(
        "ISO-13",
        ("走廊基本图", "fundamental diagram of a corridor"),
        FALLS,
        streams.diagram,
        long=True,
        taken=OPEN_CORRIDOR,
    ),
    _not("ISO-14", ("结伴", "groups"), GROUPS),
    _not("ISO-15", ("相互影响", "social influence"), GROUPS),
    _not("ISO-16", ("熟悉程度", "familiarity"), FAMILIAR),
    _not("ISO-18", ("烟气中速度", "speed in smoke"), SMOKE),
    _not("ISO-19", ("中毒失能", "incapacitation"), SMOKE),
)

_NIST = (
    _not("NIST-1.1", ("反应时间分布", "distribution of response times"), SPREAD),
    _case("NIST-2.1", ("走廊速度", "speed in a corridor"), SPEED, single.corridor_speed),
    _case("NIST-2.2", ("楼梯 100 m", "100 m of stair"), SPEED, single.stair_hundred),
    _case("NIST-2.3", ("转角", "corner"), WALLS, streams.corner),
    _case("NIST-2.4", ("指定速度分布", "speeds N(1.2, 0.2), 100 persons"), MEAN, single.narrow_speeds),
    _not("NIST-2.5", ("能见度", "visibility"), SMOKE),
    _not("NIST-2.6", ("中毒失能", "incapacitation"), SMOKE),
    _not("NIST-2.7", ("电梯", "lift"), LIFTS),
    _case("NIST-2.8", ("对向人流", "counterflow"), RISES, streams.counterflow, long=True, taken=OPEN_RIGHT),
    _not("NIST-2.9", ("结伴", "groups"), GROUPS),
    _not("NIST-2.10", ("行动不便者", "reduced mobility"), BODIES),
    _case("NIST-3.1", ("出口分配", "ways allotted"), ALLOTTED, rooms.allotted, taken=OPEN_CABINS),
    _not("NIST-3.2", ("相互影响", "social influence"), GROUPS),
    _not("NIST-3.3", ("熟悉的出口", "familiar exits"), FAMILIAR),
    _not("NIST-4.1", ("出口动态可用", "dynamic exits"), CLOSING),
    _case(
        "NIST-5.1",
        ("出口与楼梯拥堵", "congestion at exit and stair"),
        QUEUES,
        rooms.queue_at_stair,
        long=True,
        taken=OPEN_STAIR,
    ),
    _case("NIST-5.2", ("最大流量", "greatest flow"), GREATEST, rooms.greatest_flow, taken=OPEN_WINDOW),
)

CASES = (*_RIMEA, *_IMO, *_ISO, *_NIST)
"""Every case, in the order in which it is shown."""


def chosen(only: Iterable[str], *, long: bool) -> tuple[Case, ...]:
    """Return the cases of some codes, or all; without ``long`` those that take no more than a few seconds.

    Raises:
        WorkbenchError: There is no such case; names the nearest.
    """
    wanted = tuple(only)
    known = {case.code.lower(): case for case in CASES}
    if not wanted:
        return tuple(_short(CASES, long=long))
    return tuple(_named(code, known) for code in wanted)


def _short(cases: Iterable[Case], *, long: bool) -> Iterator[Case]:
    return (case for case in cases if long or not case.long)


def _named(code: str, known: dict[str, Case]) -> Case:
    found = known.get(code.lower())
    if found is None:
        near = "、".join(known[one].code for one in get_close_matches(code.lower(), known, n=3))
        told = Text(f"没有验证算例：{code}", f"there is no verification case {code}")
        raise WorkbenchError(
            told, where=code, remedy=Text(f"可用：{near or CASES[0].code}", f"try: {near or CASES[0].code}")
        )
    return found
