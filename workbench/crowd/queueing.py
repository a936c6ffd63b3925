"""Steady queues at lanes: M/M/c exactly, M/D/c by approximation, one merged line against several.

Source:
    A. K. Erlang, 1917 (delay formula); F. Pollaczek and A. Khinchin for M/D/1; G. P. Cosmetatos, 1975 (M/D/c).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import cast

from workbench.crowd.model import Input, InputError, Model, Output, refuse
from workbench.crowd.tables import number
from workbench.crowd.working import Working, figure
from workbench.errors import Text

MOST_LANES = 500
"""More lanes than any site has had."""
NO_WAIT = Fraction(1, 10**9)
"""A wait [min] too short to be compared with another."""
MOST_FLOW = 100_000
"""Persons per minute beyond which a figure is a slip of the pen."""

STEADY = Text(
    "泊松到达、到达率不变的稳态公式；到达有高峰时用流体模型（fluid_queue）复核",
    "steady state with Poisson arrivals at one rate; with a peak of arrivals check with the fluid model (fluid_queue)",
)
FLUID = Text(
    "到达率达到或超过通行能力时没有稳态：用流体模型 fluid_queue，或增加通道",
    "there is no steady state once arrivals reach capacity: use the fluid model fluid_queue, or add lanes",
)


@dataclass(frozen=True)
class Queue:
    """A steady queue; times in the unit of the rates.

    Attributes:
        load: Utilisation ρ = λ / (c μ), below 1.
        waits: Probability that an arrival waits.
        wait: Mean wait before being served, Wq.
        length: Mean number waiting, Lq.
    """

    load: Fraction
    waits: Fraction
    wait: Fraction | float
    length: Fraction | float


def erlang_c(offered: Fraction, lanes: int) -> Fraction:
    """Return the probability of waiting, C(c, a), exactly.

    Args:
        offered: Offered load a = λ / μ, below ``lanes``.
        lanes: Number of lanes c.

    The recursion 1 / B(c) = 1 + (c / a) / B(c − 1) of Erlang's loss formula is kept in whole numbers.
    """
    p, q = offered.numerator, offered.denominator
    inverse, power = 1, 1
    for lane in range(1, lanes + 1):
        power *= p
        inverse = power + lane * q * inverse
    lost = Fraction(power, inverse)
    load = offered / lanes
    return lost / (1 - load * (1 - lost))


def mmc(arrivals: Fraction, service: Fraction, lanes: int) -> Queue:
    """Return the steady queue M/M/c.

    Args:
        arrivals: λ, persons per time.
        service: μ, persons per time and lane.
        lanes: c.

    Raises:
        InputError: ρ ≥ 1; the remedy names the fluid model.
    """
    load = arrivals / (service * lanes)
    if load >= 1:
        raise overloaded(load)
    waits = erlang_c(arrivals / service, lanes)
    wait = waits / (service * lanes - arrivals)
    return Queue(load, waits, wait, arrivals * wait)


def mdc(arrivals: Fraction, service: Fraction, lanes: int) -> Queue:
    """Return the steady queue M/D/c: exact for one lane, else by Cosmetatos' approximation.

    At a light load of many lanes the approximation rises above M/M/c, which the true wait never does; M/M/c holds then.
    """
    found = mmc(arrivals, service, lanes)
    factor = _constant(found.load, lanes)
    if isinstance(factor, Fraction):
        return Queue(found.load, found.waits, factor * found.wait, factor * found.length)
    return Queue(found.load, found.waits, factor * float(found.wait), factor * float(found.length))


def _constant(load: Fraction, lanes: int) -> Fraction | float:
    """Return what constant service makes of the wait with scattered service: a half for one lane."""
    if lanes == 1:
        return Fraction(1, 2)
    light = float((1 - load) * (lanes - 1) / (16 * load * lanes))
    return min((1 + light * (sqrt(4 + 5 * lanes) - 2)) / 2, 1.0)


def overloaded(load: Fraction) -> InputError:
    """Return the refusal of a steady formula at ρ ≥ 1."""
    told = figure(load)
    return refuse(
        "arrivals",
        f"利用率 ρ = {told} ≥ 1，稳态排队公式不成立",
        f"utilisation ρ = {told} ≥ 1: the steady-state formula does not hold",
        FLUID,
    )


def smallest(arrivals: Fraction, service: Fraction, wait: Fraction) -> int:
    """Return the fewest lanes whose mean wait under M/M/c is not above a target; ``InputError`` beyond 500 lanes."""
    first = int(arrivals / service) + 1
    for lanes in range(first, MOST_LANES + 1):
        if mmc(arrivals, service, lanes).wait <= wait:
            return lanes
    raise refuse("wait_max", f"{MOST_LANES} 条通道也达不到这一等候时间", f"{MOST_LANES} lanes do not reach this wait")


def _given(values: Mapping[str, object]) -> tuple[Fraction, Fraction, int]:
    return number(values, "arrivals"), number(values, "service"), cast("int", values["lanes"])


def _written(sheet: Working, arrivals: Fraction, service: Fraction, lanes: int) -> Queue:
    """Write the sums of M/M/c and return it."""
    found = mmc(arrivals, service, lanes)
    sheet.convention(STEADY)
    rate = f"{lanes} × {figure(service)}"
    sheet.step(Text("利用率 ρ", "utilisation ρ"), f"{figure(arrivals)} / ({rate})", found.load)
    sheet.step(
        Text("需要等候的概率", "probability of waiting"), f"C({lanes}, {figure(arrivals / service)})", found.waits
    )
    sheet.step(
        Text("平均等候（M/M/c）", "mean wait (M/M/c)"),
        f"{figure(found.waits)} / ({rate} − {figure(arrivals)})",
        found.wait,
        "min",
    )
    return found


def _mmc(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    arrivals, service, lanes = _given(values)
    found = _written(sheet, arrivals, service, lanes)
    sheet.step(Text("平均排队人数", "mean queue"), f"{figure(arrivals)} × {figure(found.wait)}", found.length, "p")
    return {"wait": found.wait, "queue": found.length, "waits": found.waits, "load": found.load}


def _mdc(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    arrivals, service, lanes = _given(values)
    scattered = _written(sheet, arrivals, service, lanes)
    found = mdc(arrivals, service, lanes)
    factor = _constant(found.load, lanes)
    sheet.step(Text("定长服务的折减", "factor of constant service"), "", factor)
    sheet.step(
        Text("平均等候（M/D/c）", "mean wait (M/D/c)"),
        f"{figure(factor)} × {figure(scattered.wait)}",
        found.wait,
        "min",
    )
    if lanes > 1:
        sheet.convention(
            Text(
                "多条通道按 Cosmetatos 近似，且不高于 M/M/c",
                "several lanes by Cosmetatos' approximation, never above M/M/c",
            )
        )
        sheet.warn(
            Text(
                "近似公式待与原文核对；与精确值相差约 1 %",
                "the approximation is still to be checked against the original; within about 1 % of the exact value",
            )
        )
    return {"wait": found.wait, "queue": found.length, "load": found.load}


def _merged(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    arrivals, service, lanes = _given(values)
    together = _written(sheet, arrivals, service, lanes)
    apart = mmc(arrivals / lanes, service, 1)
    sheet.step(
        Text("分开排队的平均等候", "mean wait in separate lines"),
        f"{figure(apart.load)} / ({figure(service)} − {figure(arrivals / lanes)})",
        apart.wait,
        "min",
    )
    sheet.convention(
        Text(
            "分开排队：到达平均分到各通道，不换队",
            "separate lines: arrivals split evenly over the lanes, nobody changes line",
        )
    )
    ratio = None if together.wait < NO_WAIT else apart.wait / together.wait
    if ratio is None:
        sheet.warn(
            Text(
                "合并排队几乎不用等候，比值没有意义，不列出",
                "hardly anybody waits in the merged line; the ratio means nothing and is left out",
            )
        )
    else:
        told = f"{figure(apart.wait)} / {figure(together.wait)}"
        sheet.step(Text("分开与合并之比", "separate to merged"), told, ratio)
    return {
        "wait_merged": together.wait,
        "wait_separate": apart.wait,
        "ratio": ratio,
        "queue_merged": together.length,
        "queue_separate": apart.length * lanes,
    }


ARRIVALS = Input("arrivals", Text("到达率", "arrivals"), unit="p/min", above=True, high=MOST_FLOW)
SERVICE = Input("service", Text("每条通道通行率", "service rate per lane"), unit="p/min", above=True, high=MOST_FLOW)
LANES = Input("lanes", Text("通道数", "lanes"), "integer", "lane", low=1, high=MOST_LANES)

_QUEUE = (
    Output("wait", Text("平均等候", "mean wait"), "min", main=True),
    Output("queue", Text("平均排队人数", "mean queue"), "p"),
    Output("waits", Text("需要等候的概率", "probability of waiting")),
    Output("load", Text("利用率 ρ", "utilisation ρ")),
)

MODELS = (
    Model(
        code="mmc",
        group="entry",
        text=Text("稳态排队 M/M/c（Erlang C）", "Steady queue M/M/c (Erlang C)"),
        about=Text(
            "到达与服务时间都随机时的平均等候；ρ ≥ 1 时拒绝，应改用流体模型。",
            "Mean wait with random arrivals and service; refused at ρ ≥ 1, where the fluid model answers.",
        ),
        inputs=(ARRIVALS, SERVICE, LANES),
        outputs=_QUEUE,
        sums=_mmc,
    ),
    Model(
        code="mdc",
        group="entry",
        text=Text("稳态排队 M/D/c（定长服务）", "Steady queue M/D/c (constant service)"),
        about=Text(
            "服务时间固定时的平均等候：单通道精确，多通道用 Cosmetatos 近似；ρ ≥ 1 时拒绝。",
            "Mean wait with constant service: exact for one lane, Cosmetatos for several; refused at ρ ≥ 1.",
        ),
        inputs=(ARRIVALS, SERVICE, LANES),
        outputs=tuple(one for one in _QUEUE if one.key != "waits"),
        sums=_mdc,
    ),
    Model(
        code="merged_lines",
        group="entry",
        text=Text("合并排队与分开排队", "One merged line against separate lines"),
        about=Text(
            "同样的通道，一列合并队伍（M/M/c）与每条通道各自排队（c 个 M/M/1）的平均等候之比。",
            "The same lanes with one merged line (M/M/c) and with a line each (c times M/M/1), side by side.",
        ),
        inputs=(ARRIVALS, SERVICE, LANES),
        outputs=(
            Output("wait_merged", Text("合并排队平均等候", "mean wait, merged"), "min", main=True),
            Output("wait_separate", Text("分开排队平均等候", "mean wait, separate"), "min"),
            Output("ratio", Text("分开与合并之比", "separate to merged")),
            Output("queue_merged", Text("合并排队人数", "mean queue, merged"), "p"),
            Output("queue_separate", Text("分开排队总人数", "mean queues together, separate"), "p"),
        ),
        sums=_merged,
    ),
)
