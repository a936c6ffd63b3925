"""Guards: how many the posts and the reference ratio call for, and how many are contracted, certified and trained.

The level used is the higher of the undertaker's own and the floor of the pack. A post or a number that is not stated
leaves the need open from above: it is then known to be at least so large, never told as a number.
Conventions and constants: ``lists.level_floors``, ``lists.crowd_rules`` and the family ``house`` of the pack.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from workbench.core import risk
from workbench.core.crowd_zones import whole
from workbench.core.facts import condition_facts
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import by_word, choices, words
from workbench.core.values import Application
from workbench.crowd.parameters import ParameterSet, exact
from workbench.crowd.staffing import Duty, by_ratio, on_duty
from workbench.errors import PackError, Text


@dataclass(frozen=True)
class Staff:
    """Guards needed and there.

    Attributes:
        floor, stated, level: Rows of the pack's levels: the floor, the undertaker's own (``None`` = not stated), and
            the one used; ``reasons`` of the floor.
        per_guard: Persons for whom one guard stands at that level; ``raised`` = the uplift applies.
        reference: Guards by that ratio; ``None`` without a head-count.
        positions: Guards and screeners on post at once, as far as their posts tell.
        contracted, certified, trained: Sums over the companies; ``None`` = one of them does not state it.
        gaps: Why the need cannot be told.
    """

    floor: Choice
    reasons: tuple[Text, ...]
    stated: Choice | None
    level: Choice
    per_guard: Fraction
    raised: bool
    uplift: Fraction
    reference: int | None
    positions: int
    contracted: int | None
    certified: int | None
    trained: int | None
    persons: int | None
    gaps: tuple[Text, ...]

    @property
    def least(self) -> int:
        """Return what is needed at least."""
        return max(self.reference or 0, self.positions)

    @property
    def required(self) -> int | None:
        """Return what is needed; ``None`` while it may be more than is known."""
        return None if self.gaps else self.least

    @property
    def coverage(self) -> Fraction | None:
        """Return contracted over needed."""
        return None if self.contracted is None or not self.required else Fraction(self.contracted, self.required)


def staff(application: Application, pack: Pack, parameters: ParameterSet, persons: int | None) -> Staff:
    """Return the guards needed and there.

    Args:
        application: The package.
        pack: Levels, floors and words.
        parameters: Constants.
        persons: Persons present at once.
    """
    found = risk.level(pack, application, risk.index(pack, {}), {})
    floor = _row(pack, found.floor or lowest(pack))
    stated = by_word(pack, "risk_levels", application.fields.get("sec.self_level"))
    level = min((floor, stated or floor), key=_number)
    per_guard = _ratio(parameters, _number(level))
    rule = choices(pack, "crowd_rules")["more_guards"].when
    more = rule.test(condition_facts(application, pack)) if rule else False
    uplift = exact(parameters["house.guard_uplift"])
    posts = tuple(_posts(application, pack))
    duties = tuple(post for post in posts if post is not None)
    contracted, certified, trained = (_sum(application, pack, key) for key in ("persons", "certified", "trained"))
    return Staff(
        floor=floor,
        reasons=found.reasons,
        stated=stated,
        level=level,
        per_guard=per_guard,
        raised=more is True,
        uplift=uplift,
        reference=None if persons is None else by_ratio(persons, per_guard, uplift if more is True else Fraction(0)),
        positions=on_duty(duties),
        contracted=contracted,
        certified=certified,
        trained=trained,
        persons=persons,
        gaps=tuple(_gaps(persons, found.unknown, more, len(posts) - len(duties))),
    )


def lowest(pack: Pack) -> int:
    """Return the number of the lowest level."""
    return max(_number(row) for row in choices(pack, "risk_levels").values())


def _row(pack: Pack, level: int) -> Choice:
    return next(row for row in choices(pack, "risk_levels").values() if _number(row) == level)


def _number(row: Choice) -> int:
    return whole(row.data["level"]) or 0


def _ratio(parameters: ParameterSet, level: int) -> Fraction:
    found = {int(step[0]): Fraction(step[1]) for step in parameters["house.guard_ratio"].steps}
    if level not in found:
        message = Text(f"安全员比例表缺少等级 {level}", f"the guard ratios lack level {level}")
        raise PackError(message, where="house.guard_ratio")
    return found[level]


def _posts(application: Application, pack: Pack) -> Iterator[Duty | None]:
    kinds = words(pack, "guard_unit_types")
    for row in application.rows("posts"):
        if row["unit_type"] in kinds:
            on, off, persons = row["on"], row["off"], whole(row["persons"])
            usable = isinstance(on, datetime) and isinstance(off, datetime) and persons is not None
            yield (on, off, persons) if usable else None  # type: ignore[misc]


def _sum(application: Application, pack: Pack, column: str) -> int | None:
    """Return the sum over guard and screening companies; ``None`` when one does not state it or there is no sheet."""
    if "forces" in application.missing_sheets or "forces" not in application.sheets:
        return None
    kinds = words(pack, "guard_provider_kinds")
    stated = [whole(row[column]) for row in application.rows("forces") if row["kind"] in kinds]
    return None if None in stated else sum(n for n in stated if n is not None)


def _gaps(persons: int | None, unknown: tuple[Text, ...], more: bool | None, incomplete: int) -> Iterator[Text]:
    if persons is None:
        yield Text("未填场次预计人数", "no session states its expected persons")
    for floor in unknown:
        yield Text(f"不能判断等级下限：{floor.zh}", f"a floor of the level cannot be told: {floor.en}")
    if more is None:
        yield Text("不能判断是否增加安全员", "whether more guards are needed cannot be told")
    if incomplete:
        yield Text(f"{incomplete} 个岗位未填人数或时间", f"{incomplete} posts state no persons or times")
