"""The same exits by other published sets: side by side, or one of them tried through every sum of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import cast

from workbench.core.crowd_exits import Leaving
from workbench.core.crowd_rows import crowd_parameters
from workbench.core.pack import Pack
from workbench.core.parameters import by_word
from workbench.crowd.egress_rates import LEVEL, STEPPED, Opening, egress
from workbench.crowd.model import InputError, calculate
from workbench.crowd.option_words import option_word
from workbench.crowd.parameters import ParameterSet, exact
from workbench.crowd.registry import model
from workbench.errors import Text, WorkbenchError
from workbench.services.desk import own_packs, pack_named
from workbench.storage.packs import available

OWN, FORMULA = "house", "sfpe"
LEVEL_RATE, PER_METRE = ".level", "p/m/min"
"""End of the code, and unit, of a published rate per metre on the level."""
SIDE_BY_SIDE = "rates_side_by_side"
"""The model that computes the same exits by every published set."""
PACK = "pack:"
"""Before the name of a rule pack among the sets that can be tried."""
GRADES = (LEVEL, STEPPED)
IN_USE = Text("本单位取值（检查与文书所用）", "the office's own, used by checks and papers")


@dataclass(frozen=True)
class SetLine:
    """What another published set gives for the same exits; ``None`` where it has no figure for them."""

    code: str
    text: Text
    capacity: int | None
    minutes: Fraction | None
    within: bool | None
    used: bool = False


def known_bases(out: Leaving | None, pack: Pack) -> Iterator[tuple[str, Text]]:
    """Yield the sets that can be tried: the one in use, rates of other sources that know all exits, other packs."""
    yield "", Text("本单位取值", "the office's own")
    for line in set_lines(out, pack, None):
        if line.capacity is not None and line.code not in {OWN, FORMULA}:
            yield line.code, line.text
    names = {*available(), *(available(own_packs()) if own_packs().is_dir() else ())}
    for name in sorted(names - {pack.name}):
        yield PACK + name, Text(f"规则包 {name}", f"rule pack {name}")


def tried_pack(basis: str, bases: tuple[tuple[str, Text], ...], pack: Pack) -> Pack:
    """Return the pack by which a set is tried: another one, or the same with the rates of another source.

    Raises:
        WorkbenchError: There is no such set for these exits, or the other pack is faulty.
    """
    if basis not in dict(bases):
        known = "、".join(code for code, _text in bases if code)
        told = Text(f"没有可用的取值：{basis}", f"no such set of constants: {basis}")
        raise WorkbenchError(told, where=basis, remedy=Text(f"可用：{known}", f"use one of: {known}"))
    if basis.startswith(PACK):
        return pack_named(basis.removeprefix(PACK))
    rows = dict(pack.crowd)
    for grade in GRADES:
        mine, other = f"{OWN}.flow_{grade}", rows.get(f"{basis}.{grade}")
        if other is not None:
            rows[mine] = replace(other, code=mine)
    return replace(pack, crowd=rows)


def set_lines(out: Leaving | None, pack: Pack, wanted: int | None) -> Iterator[SetLine]:
    """Yield the egress of the same exits by every published set, the one in use first; nothing is averaged."""
    if out is None or out.flows is None:
        return
    minutes = out.flows.minutes(wanted) if wanted is not None else None
    within = None if minutes is None else minutes <= out.limit
    yield SetLine(OWN, IN_USE, out.capacity, minutes, within, used=True)
    constants = crowd_parameters(pack)
    for family in dict.fromkeys(row.family for row in constants.rows() if row.code.endswith(LEVEL_RATE)):
        if family != OWN and constants[family + LEVEL_RATE].unit == PER_METRE:
            yield _by_rates(out, family, constants, pack, wanted)
    yield _by_formula(out, pack, wanted)


def _by_rates(out: Leaving, family: str, constants: ParameterSet, pack: Pack, wanted: int | None) -> SetLine:
    """Return the egress by the rates of one source; without a rate for steps it has no figure where there are any."""
    openings = []
    for code, width, grade in _openings(out, pack):
        rate = f"{family}.{grade}"
        if rate not in constants:
            return SetLine(family, option_word(family), None, None, None)
        openings.append(Opening(code, width, width * exact(constants[rate])))
    found = egress(openings)
    minutes = None if wanted is None else found.minutes(wanted)
    within = None if minutes is None else minutes <= out.limit
    return SetLine(family, option_word(family), found.persons(out.limit), minutes, within)


def _by_formula(out: Leaving, pack: Pack, wanted: int | None) -> SetLine:
    """Return the egress by the hydraulic formula; stairs need their steps, which no application states."""
    exits = [{"code": code, "width": width, "grade": grade} for code, width, grade in _openings(out, pack)]
    given: dict[str, object] = {"exits": exits, "minutes": out.limit, "largest_closed": True}
    try:
        found = calculate(
            model(SIDE_BY_SIDE), given if wanted is None else {**given, "persons": wanted}, crowd_parameters(pack)
        )
    except InputError:
        return SetLine(FORMULA, option_word(FORMULA), None, None, None)
    sets = cast("Mapping[str, Mapping[str, object] | None]", found.values["sets"])
    return _set_line(FORMULA, option_word(FORMULA), sets.get(FORMULA), out.limit)


def _openings(out: Leaving, pack: Pack) -> Iterator[tuple[str, Fraction, str]]:
    """Yield code, width and ground of every exit; ramps go by the rate for steps."""
    for one in out.exits:
        if one.opening is not None:
            grade = by_word(pack, "exit_grades", one.grade)
            yield one.code, one.opening.width, LEVEL if grade and grade.code == LEVEL else STEPPED


def _set_line(code: str, text: Text, values: Mapping[str, object] | None, limit: Fraction) -> SetLine:
    if values is None:
        return SetLine(code, text, None, None, None)
    time = cast("Fraction | None", values["time"])
    within = None if time is None else time <= limit
    return SetLine(code, text, cast("int", values["capacity"]), time, within)
