"""Does the permit procedure apply, and which authority is competent?

Headcount is the largest number of persons expected at once over all sessions, never the sum.

Source:
    大型群众性活动安全管理条例, articles 2, 12 and 25 (A); 5,000 itself as city level is an office default (P).
"""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import by_word, choices, number, word
from workbench.core.values import Application
from workbench.errors import PackError, Text

PERMIT = "permit"
GOVERNMENT = "government"
NOT_REQUIRED = "not_required"


@dataclass(frozen=True)
class Scope:
    """Which procedure applies.

    Attributes:
        regime: ``permit``, ``government``, ``not_required``, or ``""`` when the data do not tell.
        headcount: Largest number of persons expected at once, or ``None`` when no session states it.
        reasons: Why, one line each.
        declared_differs: The applicant stated another regime than the one that applies.
    """

    regime: str
    headcount: int | None
    reasons: tuple[Text, ...] = ()
    declared_differs: bool = False


@dataclass(frozen=True)
class Variant:
    """The authority rule on another input."""

    expected: int
    cross: Text
    level: Text


@dataclass(frozen=True)
class Authority:
    """Competent level and the level the application was lodged at; ``None`` = not told by the data."""

    level: Choice | None
    lodged: Choice | None
    competent: bool | None
    reasons: tuple[Text, ...]
    variants: tuple[Variant, ...]


def headcount(application: Application) -> int | None:
    """Return the largest number of persons expected at once over all sessions; ``None`` when none states it."""
    stated = [number_of(row["expected"]) for row in application.rows("sessions")]
    known = [int(n) for n in stated if n is not None]
    return max(known) if known else None


def scope(application: Application, pack: Pack) -> Scope:
    """Return which procedure applies, with the reasons."""
    people = headcount(application)
    regime, reasons = _regime(application, pack, people)
    declared = application.fields.get("app.regime")
    differs = bool(regime) and declared is not None and (declared == word(pack, "regime_permit")) != (regime == PERMIT)
    return Scope(regime, people, reasons, differs)


def _regime(application: Application, pack: Pack, people: int | None) -> tuple[str, tuple[Text, ...]]:
    fields = application.fields
    lowest = int(number(pack, "scope_min_headcount"))
    outside = [
        (fields.get("ev.public") is False, Text("不面向社会公众", "not open to the public")),
        (fields.get("ev.daily_business") is True, Text("属场所日常经营", "daily business of the venue")),
        (
            people is not None and people < lowest,
            Text(f"每场预计 {people} < {lowest}", f"{people} expected per session < {lowest}"),
        ),
    ]
    if fields.get("app.regime") == word(pack, "regime_government"):
        return GOVERNMENT, (Text("政府直接举办", "run directly by a government"),)
    if reasons := tuple(text for holds, text in outside if holds):
        return NOT_REQUIRED, reasons
    if people is None or fields.get("ev.public") is None or fields.get("ev.daily_business") is None:
        return "", (Text("缺场次人数或公开情况", "headcount or openness is not stated"),)
    return PERMIT, (Text(f"面向公众，每场预计 {people} ≥ {lowest}", f"public, {people} per session ≥ {lowest}"),)


def authority(application: Application, pack: Pack, scope: Scope) -> Authority:
    """Return the competent level; an exempt event has none."""
    lodged = by_word(pack, "authority_levels", application.fields.get("app.organ_level"))
    cross = by_word(pack, "cross_levels", application.fields.get("loc.cross"))
    variants = tuple(_variant(row, pack) for row in choices(pack, "authority_variants").values())
    if scope.regime != PERMIT or scope.headcount is None or cross is None:
        return Authority(None, lodged, None, (), variants)
    level = competent_level(scope.headcount, cross, pack)
    competent = None if lodged is None else lodged.code == level.code
    return Authority(level, lodged, competent, _reasons(scope.headcount, cross, pack), variants)


def competent_level(people: int, cross: Choice, pack: Pack) -> Choice:
    """Return the competent level: the higher of what the headcount and the extent of the place call for.

    Args:
        people: Persons at once in the largest session.
        cross: A row of the pack's ``cross_levels``.
        pack: The rules.
    """
    by_size = "city" if people >= number(pack, "authority_city_headcount") else "county"
    return max(_level(by_size, pack), _level(str(cross.data["level"]), pack), key=_rank)


def _level(code: str, pack: Pack) -> Choice:
    levels = choices(pack, "authority_levels")
    if code not in levels:
        raise PackError(Text(f"规则包缺少机关级别：{code}", f"the pack has no authority level {code}"), where=code)
    return levels[code]


def _rank(level: Choice) -> int:
    rank = level.data.get("rank")
    return rank if isinstance(rank, int) else 0


def _variant(row: Choice, pack: Pack) -> Variant:
    expected = row.data["expected"]
    assert isinstance(expected, int)
    cross = choices(pack, "cross_levels")[str(row.data["cross"])]
    return Variant(expected, cross.text, competent_level(expected, cross, pack).text)


def _reasons(people: int, cross: Choice, pack: Pack) -> tuple[Text, ...]:
    """Return each ground that alone calls for more than the lowest level; else the one line that says why not."""
    city = int(number(pack, "authority_city_headcount"))
    reasons = []
    if people >= city:
        reasons.append(Text(f"每场预计 {people} ≥ {city}", f"{people} expected per session ≥ {city}"))
    if _rank(_level(str(cross.data["level"]), pack)) > 1:
        reasons.append(cross.text)
    if reasons:
        return tuple(reasons)
    low = int(number(pack, "scope_min_headcount"))
    return (
        Text(
            f"{low} ≤ {people} < {city} 且{cross.text.zh}",
            f"{low} ≤ {people} < {city} and {cross.text.en}",
        ),
    )
