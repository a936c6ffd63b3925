"""Density of crowds: levels of service by facility, and what standing densities mean.

Source:
    Fruin (families ``fruin_walkway``, ``fruin_stair``, ``fruin_queue``), published safety limits
    (``overlay``), the office's own bands (``density_office``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import cast

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.parameters import Parameter, ParameterSet, exact
from workbench.crowd.working import Working, figure
from workbench.errors import NO_TEXT, Text

FACILITIES = ("walkway", "stair", "queue")
LEVELS = "ABCDEF"
SQUARE_FOOT = "fruin.square_foot"
MOST_DENSITY = 20
"""Denser than any crowd ever measured [p/m²]; a larger number is a slip of the pen."""

Values = Mapping[str, object]


def _service(values: Values, sheet: Working) -> Values:
    facility, density = str(values["facility"]), _asked(values)
    table = sheet.parameter(f"fruin_{facility}.levels")
    if facility != "queue":
        sheet.parameter(SQUARE_FOOT)
    bounds = level_bounds(facility, sheet.parameters)
    level = LEVELS[sum(density > bound for bound in bounds)]
    sheet.convention(Text("恰在界限上的密度归入较好一级", "a density just on a bound belongs to the better level"))
    if table.mark == "M":
        sheet.warn(
            Text("楼梯分级流传多种版本，表值待核实", "the levels for stairs circulate in variants; to be verified")
        )
    for name, bound in zip(LEVELS, bounds, strict=False):
        told = Text(f"{name} 级密度上限", f"level {name} up to")
        sheet.step(told, f"1 / {figure(1 / bound)}", bound, "p/m2")
    flows = [Fraction(row[1]) if len(row) > 1 else None for row in table.steps]
    return {
        "level": level,
        "density": density,
        "module": 1 / density,
        "flow": dict(zip(LEVELS, flows, strict=False)).get(level),
        "bounds": dict(zip(LEVELS, bounds, strict=False)),
    }


def level_bounds(facility: str, parameters: ParameterSet) -> tuple[Fraction, ...]:
    """Return the density [p/m²] up to which each level of service holds, A first; queues are published in m² already.

    Args:
        facility: ``walkway``, ``stair`` or ``queue``.
        parameters: The constants of the pack.
    """
    square = Fraction(1) if facility == "queue" else exact(parameters[SQUARE_FOOT])
    return tuple(1 / (Fraction(row[0]) * square) for row in parameters[f"fruin_{facility}.levels"].steps)


def _asked(values: Values) -> Fraction:
    density, module = cast("Fraction | None", values["density"]), cast("Fraction | None", values["module"])
    if (density is None) == (module is None):
        raise refuse(
            "density",
            "密度与人均面积二者填一",
            "give either the density or the space per person",
            Text("只填其中一项", "give one of them"),
        )
    return density if density is not None else 1 / cast("Fraction", module)


BANDS = ("yellow", "orange", "red")
NAMES = {
    "none": Text("未到预警", "below the bands"),
    "yellow": Text("黄", "yellow"),
    "orange": Text("橙", "orange"),
    "red": Text("红", "red"),
}


def _overlay(values: Values, sheet: Working) -> Values:
    density = cast("Fraction", values["density"])
    moving = bool(values["moving"])
    reached = tuple(_reached(sheet, density, moving=moving))
    for row in reached:
        low = row.value if row.value is not None else row.low
        assert low is not None
        sheet.step(row.text, f"{figure(density)} ≥ {figure(low)}", Fraction(low), "p/m2")
    band = _band(sheet, density, moving=moving, minutes=cast("Fraction | None", values["minutes"]))
    sheet.convention(Text("按分区判定，不用全场平均", "for one zone, never an average over the site"))
    limit = sheet.take("overlay.moving_limit" if moving else "overlay.static_limit")
    use = values["use"]
    design = None if use is None else sheet.take(f"density_office.design_{use}")
    return {
        "band": band,
        "shown": NAMES[band],
        "meaning": reached[-1].text if reached else NO_TEXT,
        "reached": tuple({"what": row.text, "code": row.code} for row in reached),
        "limit": limit,
        "over_limit": density > limit,
        "design": design,
        "over_design": None if design is None else density > design,
    }


def _reached(sheet: Working, density: Fraction, *, moving: bool) -> Iterator[Parameter]:
    """Yield the published limits that a density reaches, lowest first."""
    other = ("static_", "limit_static") if moving else ("moving_", "limit_moving")
    rows = [row for row in sheet.parameters.rows("overlay.") if not row.code.partition(".")[2].startswith(other)]
    for row in sorted(rows, key=_begins):
        if density >= _begins(row):
            yield sheet.parameter(row.code)


def _begins(row: Parameter) -> Fraction:
    found = row.value if row.value is not None else row.low
    assert found is not None, row.code
    return Fraction(found)


def _band(sheet: Working, density: Fraction, *, moving: bool, minutes: Fraction | None) -> str:
    """Return the office's band; red needs its time, and is orange until then."""
    found = "none"
    for band in BANDS:
        code = f"density_office.{band}_moving" if moving else f"density_office.{band}"
        bound = sheet.take(code if code in sheet.parameters else f"density_office.{band}")
        told = Text(f"本单位{NAMES[band].zh}色界限", f"the office's bound of {NAMES[band].en}")
        sheet.step(told, f"{figure(density)} ≥ {figure(bound)}" if density >= bound else "", bound, "p/m2")
        found = band if density >= bound else found
    time = sheet.take("density_office.red_minutes")
    sheet.convention(Text(f"红色须持续 {figure(time)} 分钟", f"red once it has lasted {figure(time)} min"))
    return BANDS[1] if found == BANDS[2] and minutes is not None and minutes < time else found


DENSITY = Input("density", Text("密度", "density"), unit="p/m2", above=True, high=MOST_DENSITY)
ANY_DENSITY = Input("density", DENSITY.text, unit="p/m2", above=True, high=MOST_DENSITY, optional=True)

MODELS = (
    Model(
        code="level_of_service",
        group="density",
        text=Text("服务水平（Fruin）", "Level of service (Fruin)"),
        about=Text(
            "按设施类型（通道、楼梯、排队）由密度或人均面积判定 A–F 级；同一密度在不同设施上含义不同。",
            "Level A to F from density or space per person by type of facility: walkway, stair or queue; one density "
            "means different things on each.",
        ),
        inputs=(
            Input("facility", Text("设施", "facility"), "word", options=FACILITIES),
            ANY_DENSITY,
            Input("module", Text("人均面积", "space per person"), unit="m2/p", above=True, high=1000, optional=True),
        ),
        outputs=(
            Output("level", Text("服务水平", "level of service"), main=True),
            Output("density", DENSITY.text, "p/m2"),
            Output("module", Text("人均面积", "space per person"), "m2/p"),
            Output("flow", Text("该级流量上限", "greatest flow of the level"), "p/m/min"),
            Output("bounds", Text("各级密度上限", "densities of the levels up to"), "p/m2"),
        ),
        sums=_service,
        families=("fruin", "fruin_walkway", "fruin_stair", "fruin_queue"),
    ),
    Model(
        code="density_overlay",
        group="density",
        text=Text("密度安全分级", "Density and safety"),
        about=Text(
            "一个分区的密度达到了哪些已发表的界限，以及本单位监测色级；站立与移动人群界限不同。",
            "Which published limits the density of a zone reaches, and the office's band; standing and moving crowds "
            "have different limits.",
        ),
        inputs=(
            DENSITY,
            Input("moving", Text("人群在移动", "the crowd is moving"), "flag", default=False),
            Input("minutes", Text("已持续", "it has lasted"), unit="min", high=1440, optional=True),
            Input(
                "use",
                Text("用途", "use"),
                "word",
                options=("standing", "pen", "queue", "circulation"),
                optional=True,
            ),
        ),
        outputs=(
            Output("shown", Text("监测色级", "band"), main=True),
            Output("band", Text("色级代码", "code of the band")),
            Output("meaning", Text("含义", "meaning")),
            Output("reached", Text("达到的界限", "limits reached")),
            Output("limit", Text("所用上限", "upper limit"), "p/m2"),
            Output("over_limit", Text("超过上限", "over the limit")),
            Output("design", Text("设计密度", "design density"), "p/m2"),
            Output("over_design", Text("超过设计密度", "over the design density")),
        ),
        sums=_overlay,
        families=("overlay", "density_office"),
    ),
)
