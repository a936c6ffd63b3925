"""Guards and crowd managers by ratio: references only, never below the posts that must be filled.

No ratio alone separates safe from unsafe events; position, task and the authority to stop count for more. A need is
rounded up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from math import ceil

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.tables import number
from workbench.crowd.working import Working, figure
from workbench.errors import Text

Values = Mapping[str, object]
Duty = tuple[datetime, datetime, int]
"""A post: on and off duty, and its persons."""


def by_ratio(persons: int, per_guard: Fraction, uplift: Fraction = Fraction(0)) -> int:
    """Return the guards for a head-count: rounded up, then raised by a share and rounded up again.

    Args:
        persons: People present at once.
        per_guard: Persons for whom one guard stands.
        uplift: Share added, e.g. 1/4.
    """
    return ceil(ceil(persons / per_guard) * (1 + uplift))


def on_duty(posts: tuple[Duty, ...]) -> int:
    """Return the largest number on duty at one moment; who goes off at a moment is not there any more."""
    return max((_present(posts, start) for start, _, _ in posts), default=0)


def _present(posts: tuple[Duty, ...], moment: datetime) -> int:
    return sum(persons for start, end, persons in posts if start <= moment < end)


OFFICE, IFC, IFC_EARLIER, NFPA, GREEN, GREEN_HIGH = (
    "office",
    "ifc",
    "ifc_earlier",
    "nfpa",
    "green_guide",
    "green_guide_high",
)
NASHVILLE, AUSTRALIA = "nashville", "australia"
SETS = (OFFICE, IFC, IFC_EARLIER, NFPA, GREEN, GREEN_HIGH, NASHVILLE, AUSTRALIA)
"""Rules that stand beside each other; one is chosen."""


def _sums(values: Values, sheet: Working) -> Values:
    chosen = str(values["set"])
    reference = _RULES.get(chosen, _plain)(values, sheet)
    positions = int(number(values, "positions"))
    required = max(reference, positions)
    sheet.step(Text("所需人数", "guards needed"), f"max({reference}, {positions})", required, "p")
    sheet.convention(Text("不低于按岗位所需人数", "never below what the posts need"))
    if not positions:
        sheet.warn(Text("未填岗位数：比例只供参考", "no posts were given: the ratio is a reference only"))
    sheet.warn(
        Text(
            "比例不能区分安全与不安全的活动：岗位、任务和叫停权更重要",
            "a ratio does not separate safe from unsafe events: position, task and authority to stop count for more",
        )
    )
    return {"required": required, "reference": reference, "positions": positions}


def _office(values: Values, sheet: Working) -> int:
    persons, level = int(number(values, "persons")), int(number(values, "level"))
    table = sheet.parameter("house.guard_ratio")
    ratios = {int(row[0]): Fraction(row[1]) for row in table.steps}
    if level not in ratios:
        raise refuse("level", f"没有等级 {level}", f"there is no level {level}")
    uplift = sheet.take("house.guard_uplift") if values["more"] else Fraction(0)
    found = by_ratio(persons, ratios[level], uplift)
    told = f"⌈⌈{persons} / {figure(ratios[level])}⌉ × {figure(1 + uplift)}⌉"
    sheet.step(Text("参考人数", "reference"), told, found, "p")
    return found


def _ifc(values: Values, sheet: Working) -> int:
    """At least two and one per started 250; none outdoors below 1,000, nor for worship up to 1,000."""
    persons = int(number(values, "persons"))
    if values["outdoor"] and persons < sheet.take("crowd_manager.ifc_outdoor_from"):
        return _none(sheet, Text("室外人数低于下限，不要求", "outdoors below the lower limit: none is asked for"))
    if values["worship"] and persons <= sheet.take("crowd_manager.ifc_worship_up_to"):
        return _none(sheet, Text("宗教场所人数不超过上限，不要求", "worship up to the limit: none is asked for"))
    least = int(sheet.take("crowd_manager.ifc_least"))
    return max(least, _plain({**values, "set": IFC}, sheet))


def _earlier(values: Values, sheet: Working) -> int:
    if int(number(values, "persons")) <= sheet.take("crowd_manager.ifc_earlier_above"):
        return _none(sheet, Text("人数不超过下限，不要求", "not above the lower limit: none is asked for"))
    return _plain(values, sheet)


def _none(sheet: Working, why: Text) -> int:
    sheet.convention(why)
    sheet.step(Text("参考人数", "reference"), "", 0, "p")
    return 0


def _australia(values: Values, sheet: Working) -> int:
    """Two for the first hundred, and one for every further hundred or part of it."""
    persons = int(number(values, "persons"))
    first, each = sheet.take("crowd_manager.australia_first"), sheet.take("crowd_manager.australia")
    found = int(first) + ceil(max(persons - each, Fraction(0)) / each)
    told = f"{figure(first)} + ⌈({persons} − {figure(each)}) / {figure(each)}⌉"
    sheet.step(Text("参考人数", "reference"), told, found, "p")
    return found


def _plain(values: Values, sheet: Working) -> int:
    persons = int(number(values, "persons"))
    per_guard = sheet.take(f"crowd_manager.{values['set']}")
    found = by_ratio(persons, per_guard)
    sheet.step(Text("参考人数", "reference"), f"⌈{persons} / {figure(per_guard)}⌉", found, "p")
    return found


_RULES = {OFFICE: _office, IFC: _ifc, IFC_EARLIER: _earlier, AUSTRALIA: _australia}

MODELS = (
    Model(
        code="staffing_ratio",
        group="staffing",
        text=Text("安全员比例（参考）", "Guards and crowd managers by ratio (reference)"),
        about=Text(
            "按所选规则的比例得出参考人数，与岗位所需人数取较大者；不同规则并列，不混用，不作为法定要求。",
            "The reference of one chosen rule, never below the posts; rules stand beside each other and bind nobody.",
        ),
        inputs=(
            Input("persons", Text("人数", "persons"), "integer", "p", low=1),
            Input("set", Text("规则", "rule"), "word", default=OFFICE, options=SETS),
            Input("positions", Text("岗位所需人数", "guards the posts need"), "integer", "p", default=0),
            Input("level", Text("安保等级", "security level"), "integer", low=1, high=4, default=4),
            Input("more", Text("适用增加比例", "the uplift applies"), "flag", default=False),
            Input("outdoor", Text("室外", "outdoors"), "flag", default=False),
            Input("worship", Text("宗教场所", "worship"), "flag", default=False),
        ),
        outputs=(
            Output("required", Text("所需人数", "guards needed"), "p", main=True),
            Output("reference", Text("按比例", "by ratio"), "p"),
            Output("positions", Text("按岗位", "by posts"), "p"),
        ),
        sums=_sums,
        families=("house", "crowd_manager"),
    ),
)
