"""Patients to be expected: published rates as an interval, and the Cologne frame with the user's own rate.

Source:
    Arbon, Bridgewater and Smith, 2001, and other published rates per 1,000 attendances, family ``patient_rate``;
    Kölner Algorithmus, 2006, its risk factors in the family ``cologne``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, sqrt
from typing import TYPE_CHECKING

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.tables import bounds, chosen, either, number, optional, read_at
from workbench.crowd.working import Working, figure
from workbench.errors import Text

if TYPE_CHECKING:
    import numpy as np

RATES = "patient_rate."
TRANSPORTS = "transport_rate."
NODES = 16
"""Gauss–Legendre nodes per panel; a panel is about as wide as the Poisson spread."""

RISKS = {
    "r1": Text("天气 R1", "weather R1"),
    "r2": Text("青少年或老人为主 R2", "mostly teenagers or seniors R2"),
    "r3": Text("群体现象 R3", "mass phenomena R3"),
    "r4": Text("场地不利 R4", "sub-optimal venue R4"),
    "r5": Text("经验修正 R5", "experience R5"),
}


@dataclass(frozen=True)
class Rate:
    """Patients per 1,000: lowest, likeliest and highest; three times the same for a single figure."""

    low: Fraction
    likely: Fraction
    high: Fraction

    @property
    def mean(self) -> Fraction:
        """Return the mean of the triangle."""
        return (self.low + self.likely + self.high) / 3


def interval(persons: Fraction, rate: Rate, level: Fraction) -> tuple[int, int]:
    """Return the central interval of the number of patients, always around the mean.

    The number is Poisson; where the rate is a range, the Poisson is mixed over the triangle. Quantiles are exact whole
    numbers: the smallest k whose probability of at most k reaches the level.

    Args:
        persons: Attendance N.
        rate: Patients per 1,000.
        level: Probability between the ends, e.g. 9/10.
    """
    chance = _mixture(persons, rate)
    mean = persons * rate.mean / 1000
    tail = float(1 - level) / 2
    low, high = _quantile(chance, tail, mean), _quantile(chance, 1 - tail, mean)
    return min(low, floor(mean)), max(high, ceil(mean))


def _mixture(persons: Fraction, rate: Rate) -> Callable[[int], float]:
    """Return the probability of at most k patients as a function of k."""
    from scipy.special import pdtr

    ends = [float(persons * one / 1000) for one in (rate.low, rate.likely, rate.high)]
    if ends[0] == ends[2]:
        return lambda k: float(pdtr(k, ends[0]))
    import numpy as np

    nodes, weights = (np.concatenate(parts) for parts in zip(*_panels(*ends), strict=True))
    return lambda k: float(np.sum(weights * pdtr(k, nodes)) / np.sum(weights))


def _panels(low: float, likely: float, high: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield nodes and weighted densities of the triangle, side by side, panel by panel."""
    import numpy as np

    at, weight = np.polynomial.legendre.leggauss(NODES)
    for foot, top in ((low, likely), (high, likely)):
        if foot == top:
            continue
        count = ceil(abs(top - foot) / (1 + sqrt(high))) + 1
        edges = np.linspace(foot, top, count + 1)
        for start, end in pairwise(edges):
            nodes = (start + end) / 2 + at * (end - start) / 2
            density = (nodes - foot) / (top - foot)
            yield nodes, weight * abs(end - start) * density


def _quantile(chance: Callable[[int], float], wanted: float, mean: Fraction) -> int:
    """Return the smallest k whose probability reaches what is wanted."""
    low, high = -1, max(1, ceil(mean))
    while chance(high) < wanted:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if chance(middle) >= wanted else (middle, high)
    return high


def _rate(values: Mapping[str, object], sheet: Working) -> tuple[Rate, str]:
    """Return the rate and the name of its published set; an own rate has none."""
    if either(values, "set", "rate") == "set":
        name = str(values["set"])
        row = chosen(sheet, RATES, name, "set")
        low, high = bounds(row)
        likely = Fraction(row.value) if row.value is not None else (low + high) / 2
        return Rate(low, likely, high), name
    likely = number(values, "rate")
    lowest, highest = optional(values, "rate_low"), optional(values, "rate_high")
    found = Rate(likely if lowest is None else lowest, likely, likely if highest is None else highest)
    if not found.low <= found.likely <= found.high:
        raise refuse("rate", "应满足 下限 ≤ 取值 ≤ 上限", "the rate must lie between its lower and upper end")
    return found, ""


def _patients(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    persons, level = number(values, "persons"), number(values, "level")
    rate, name = _rate(values, sheet)
    expected = persons * rate.likely / 1000
    told = f"{figure(persons)} × {figure(rate.likely)} / 1000"
    sheet.step(Text("就诊人数（最可能率）", "patients at the likeliest rate"), told, expected, "p")
    if rate.low != rate.high:
        sums = f"({figure(rate.low)} + {figure(rate.likely)} + {figure(rate.high)}) / 3"
        sheet.step(Text("三角分布平均率", "mean of the triangle"), sums, rate.mean, "‰")
        sheet.convention(
            Text("率按三角分布，人数按泊松分布混合", "the rate is a triangle, over which the Poisson is mixed")
        )
    low, high = interval(persons, rate, level)
    ends = (figure((1 - level) / 2), figure((1 + level) / 2))
    sheet.step(read_at(Text("区间下限", "lower end"), f"F(k) ≥ {ends[0]}"), "", low, "p")
    sheet.step(read_at(Text("区间上限", "upper end"), f"F(k) ≥ {ends[1]}"), "", high, "p")
    sheet.warn(
        Text(
            "公开验证中该类率高估就诊、低估转运；优先用本单位历史数据",
            "in validation such rates overstate patients and understate transports; the office's history is better",
        )
    )
    transports = None
    if TRANSPORTS + name in sheet.parameters:
        each = sheet.take(TRANSPORTS + name)
        told = f"{figure(persons)} × {figure(each)} / 1000"
        transports = sheet.step(Text("转运人数", "transports"), told, persons * each / 1000, "p")
    return {
        "patients": expected,
        "mean": persons * rate.mean / 1000,
        "low": low,
        "high": high,
        "transports": transports,
    }


def _cologne(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    persons, hours = number(values, "persons"), number(values, "hours")
    found = number(values, "rate") * persons / 1000 * hours
    told = f"{figure(values['rate'])} × {figure(persons)} / 1000 × {figure(hours)}"
    sheet.step(Text("基础处置人数", "treatments before the factors"), told, found, "p")
    for key, title in RISKS.items():
        low, high = bounds(sheet.parameter(f"cologne.{key}"))
        factor = number(values, key)
        if factor < low or factor > high:
            raise refuse(
                key,
                f"{title.zh} 应在 {figure(low)}–{figure(high)} 之间",
                f"{title.en} must be within {figure(low)} and {figure(high)}",
            )
        found = Fraction(sheet.step(title, f"× {figure(factor)}", found * factor, "p"))
    sheet.convention(
        Text(
            "率由使用者提供；该法的基础率表未公开可得",
            "the rate is the user's own; the scheme's table of rates is not available",
        )
    )
    return {"treatments": found}


MODELS = (
    Model(
        code="patients",
        group="medical",
        text=Text("就诊人数区间", "Patients to be expected"),
        about=Text(
            "按公开的每千人就诊率给出区间（泊松，率为区间时混合），不给单一数字；优先用自己的历史率。",
            "An interval from published rates per 1,000 (Poisson, mixed over a range of rates); own history is better.",
        ),
        inputs=(
            Input("persons", Text("人数", "attendance"), "integer", "p"),
            Input("set", Text("公开率", "published rate"), "word", optional=True, prefix=RATES),
            Input("rate", Text("自己的率（每千人）", "own rate per 1,000"), unit="‰", high=1000, optional=True),
            Input("rate_low", Text("率下限", "lower end of the rate"), unit="‰", high=1000, optional=True),
            Input("rate_high", Text("率上限", "upper end of the rate"), unit="‰", high=1000, optional=True),
            Input(
                "level",
                Text("区间概率", "probability of the interval"),
                low=Fraction(1, 2),
                high=Fraction(999, 1000),
                default=Fraction(9, 10),
            ),
        ),
        outputs=(
            Output("patients", Text("就诊人数（最可能率）", "patients at the likeliest rate"), "p", main=True),
            Output("low", Text("区间下限", "lower end"), "p"),
            Output("high", Text("区间上限", "upper end"), "p"),
            Output("mean", Text("平均", "mean"), "p"),
            Output("transports", Text("转运人数", "transports"), "p"),
        ),
        sums=_patients,
        families=("patient_rate", "transport_rate"),
    ),
    Model(
        code="cologne",
        group="medical",
        text=Text("科隆算法框架（自备率）", "Cologne frame (own rate)"),
        about=Text(
            "自己的处置率 × 人数 × 时长 × 五个风险系数；系数超出公布范围时拒绝。",
            "Own rate × persons × hours × five risk factors; a factor beyond its published range is refused.",
        ),
        inputs=(
            Input("persons", Text("人数", "persons"), "integer", "p"),
            Input("hours", Text("时长", "hours"), unit="h", above=True, high=720),
            Input("rate", Text("自己的率（每千人小时）", "own rate per 1,000 person-hours"), unit="‰/h", high=1000),
            *(Input(key, title, default=Fraction(1), high=100) for key, title in RISKS.items()),
        ),
        outputs=(Output("treatments", Text("预计处置人数", "expected treatments"), "p", main=True),),
        sums=_cologne,
        families=("cologne",),
    ),
)
