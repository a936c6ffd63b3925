"""The hydraulic model of egress (Nelson and Mowrer): speed and flow fall with density, width counts without its edges.

Source:
    SFPE Handbook of Fire Protection Engineering, chapter on the hydraulic model; family ``sfpe``. Stairs have roots
    in them, so everything here is floating point; only widths are exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import cast

from workbench.crowd.model import Input, InputError, refuse
from workbench.crowd.working import Working, figure
from workbench.errors import Text

DOOR, STAIR, OPENING, CORRIDOR = "door", "stair", "opening", "corridor"
KINDS = (DOOR, STAIR, OPENING, CORRIDOR, "obstacle", "seats", "concourse", "handrail")
"""Elements that have a boundary layer of their own in the family ``sfpe``."""

FORMULA, TABLE, IMO = "formula", "table", "imo"
FLOWS = (FORMULA, TABLE, IMO)
"""Where the greatest specific flow comes from: k / 4a, the handbook's table, or the IMO's figure for doors."""

MOST_WIDTH, MOST_LENGTH, MOST_STEP = 500, 10_000, 200
INCH = Fraction(254, 100)
"""One inch [cm]."""

RISER = Input("riser", Text("踏步高", "riser"), unit="cm", above=True, high=MOST_STEP, optional=True)
TREAD = Input("tread", Text("踏步宽", "tread"), unit="cm", above=True, high=MOST_STEP, optional=True)
LENGTH = Input("length", Text("步行长度", "walking length"), unit="m", high=MOST_LENGTH, optional=True)
SOURCE = Input(
    "source", Text("最大单位流量取值", "source of the greatest flow"), "word", default=FORMULA, options=FLOWS
)


@dataclass(frozen=True)
class Relation:
    """Speed and flow over density on one kind of surface.

    Attributes:
        k: Speed constant [m/s].
        a: Slope [m²/p].
        low: Density below which nobody walks faster [p/m²].
    """

    k: float
    a: float
    low: float

    def speed(self, density: float) -> float:
        """Return the walking speed [m/s] at a density [p/m²]."""
        return self.k * (1 - self.a * max(density, self.low))

    def specific_flow(self, density: float) -> float:
        """Return the flow per metre of effective width [p/m/s] at a density [p/m²]."""
        return self.speed(density) * max(density, self.low)

    @property
    def free(self) -> float:
        """Return the speed where there is room [m/s]."""
        return self.speed(0)

    @property
    def densest(self) -> float:
        """Return the density of the greatest flow [p/m²]."""
        return 1 / (2 * self.a)

    @property
    def jam(self) -> float:
        """Return the density at which nobody moves [p/m²]."""
        return 1 / self.a

    @property
    def crowded(self) -> float:
        """Return the speed at the greatest flow [m/s]."""
        return self.k / 2

    @property
    def most(self) -> float:
        """Return the greatest specific flow [p/m/s]."""
        return self.k / (4 * self.a)


def level(sheet: Working) -> Relation:
    """Return the relation on level ground."""
    k = sheet.rate("sfpe.k_level")
    return Relation(k, sheet.rate("sfpe.a"), sheet.rate("sfpe.density_low"))


def stair(sheet: Working, riser: Fraction, tread: Fraction) -> Relation:
    """Return the relation on stairs of a riser and a tread of one unit."""
    k = sheet.rate("sfpe.stair_factor") / 60 * sqrt(tread / riser)
    return Relation(k, sheet.rate("sfpe.a"), sheet.rate("sfpe.density_low"))


def stair_row(sheet: Working, riser: Fraction, tread: Fraction, where: str = "riser") -> tuple[Fraction, Fraction]:
    """Return the handbook's k [m/s] and greatest specific flow [p/m/s] for a riser and a tread [cm]."""
    table = sheet.parameter("sfpe.stair_table").steps
    for r, t, k, most in table:
        if abs(Fraction(r) * INCH - riser) < Fraction(1, 10) and abs(Fraction(t) * INCH - tread) < Fraction(1, 10):
            return Fraction(k), Fraction(most)
    rows = ", ".join(f"{figure(Fraction(r) * INCH)}/{figure(Fraction(t) * INCH)}" for r, t, *_ in table)
    raise refuse(
        where,
        f"手册表中没有这种踏步：{figure(riser)}/{figure(tread)} cm",
        f"the handbook's table has no stair of {figure(riser)}/{figure(tread)} cm",
        Text(f"改用公式（formula），或用表中尺寸：{rows}", f"use the formula, or a stair of the table: {rows}"),
    )


def surface(sheet: Working, kind: str, values: Mapping[str, object], place: str = "") -> Relation:
    """Return the relation of an element; stairs need ``riser`` and ``tread`` among the values."""
    if kind != STAIR:
        return level(sheet)
    return stair(sheet, *steps(values, place))


def steps(values: Mapping[str, object], place: str = "") -> tuple[Fraction, Fraction]:
    """Return riser and tread [cm]; refused where one of them is missing."""
    missing = [key for key in ("riser", "tread") if values[key] is None]
    if missing:
        told = Text("楼梯应填写踏步高和踏步宽", "stairs need riser and tread")
        mend = Text("填写踏步高、踏步宽（cm）", "give riser and tread in cm")
        raise InputError(tuple((f"{place}{key}", told, mend) for key in missing))
    return cast("Fraction", values["riser"]), cast("Fraction", values["tread"])


def most_flow(sheet: Working, kind: str, values: Mapping[str, object], place: str = "") -> Fraction | float:
    """Return the greatest specific flow [p/m/s] of an element by the source that ``values["source"]`` names."""
    source = values["source"]
    if source == TABLE:
        return (
            stair_row(sheet, *steps(values, place), f"{place}riser")[1]
            if kind == STAIR
            else sheet.take("sfpe.flow_level")
        )
    if source == IMO and kind != STAIR:
        return sheet.take("imo.flow_door")
    return surface(sheet, kind, values, place).most


def effective(sheet: Working, kind: str, width: Fraction, place: str = "width") -> Fraction:
    """Return the effective width [m]; refused where the boundary layers leave nothing."""
    edge = sheet.take(f"sfpe.boundary_{kind}")
    left = width - 2 * edge
    if left <= 0:
        raise refuse(
            place,
            f"净宽 {figure(width)} m 扣除两侧边界层 {figure(edge)} m 后没有宽度",
            f"nothing is left of {figure(width)} m once a boundary layer of {figure(edge)} m is taken off both sides",
            Text("核对净宽", "check the clear width"),
        )
    return left


def told_flows(sheet: Working, source: object) -> None:
    """Note which source the greatest flows come from."""
    texts = {
        FORMULA: Text("最大单位流量取公式 k/(4a)", "the greatest specific flow is k/(4a)"),
        TABLE: Text("最大单位流量取手册表值", "the greatest specific flow is that of the handbook's table"),
        IMO: Text(
            "门和通道的最大单位流量取 IMO 的 1.33；楼梯取公式",
            "the greatest specific flow of doors and corridors is the IMO's, that of stairs the formula's",
        ),
    }
    sheet.convention(texts[str(source)])
