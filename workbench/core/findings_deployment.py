"""The checks on the elements of the deployment, the first wave at key posts, and the three chiefs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from workbench.core.assessment import Assessment
from workbench.core.deployment import Chiefs
from workbench.core.reasons import Reason, Reasons
from workbench.errors import Text

UNFIXED = "four_fixings_100"
"""Element that names the posts it is about."""


def elements(assessment: Assessment) -> Reasons:
    """Fire for every element that the deployment lacks."""
    found = assessment.deployment
    if found is None:
        return None
    lacking = {UNFIXED: tuple(post.code for post, _ in found.unfixed)}
    return tuple(Reason(one.why, one.name, lacking.get(one.name, ())) for one in found.conditions if not one.ok)


def first_wave(assessment: Assessment) -> Reasons:
    """Fire when too few are near a key post at the start of its shift; none without key posts."""
    found = assessment.deployment
    if found is None or not found.spots:
        return None
    short = [spot.post.code for spot in found.spots if spot.ok is False]
    if not short:
        return None if any(spot.ok is None for spot in found.spots) else ()
    radius, wave = f"{found.radius.normalize():f}", found.wave
    zh, en = "、".join(short), ", ".join(short)
    why = Text(f"{zh}：{radius} m 内不足 {wave} 人", f"{en}: fewer than {wave} within {radius} m")
    return (Reason(why, short[0], tuple(short[1:])),)


def chiefs(assessment: Assessment) -> Reasons:
    """Fire for areas, passages and screening points without a chief of their own."""
    found = assessment.deployment.chiefs if assessment.deployment else None
    if found is None:
        return None
    if found.complete:
        return ()
    told = chiefs_missing(found)
    why = Text(
        "；".join(f"{what.zh}：{'、'.join(codes)}" for codes, what in told),
        "; ".join(f"{what.en}: {', '.join(codes)}" for codes, what in told),
    )
    first, *rest = dict.fromkeys(code for codes, _ in told for code in codes)
    return (Reason(why, first, tuple(rest)),)


def chiefs_missing(found: Chiefs) -> list[tuple[tuple[str, ...], Text]]:
    """Return what lacks its chief, with what it lacks; only kinds of which something is missing."""
    parts = (
        (found.zones, Text("缺安全警长", "no safety officer")),
        (found.exits, Text("缺通道组长", "no passage leader")),
        (found.entries, Text("缺安检站长", "no screening leader")),
    )
    return [(codes, what) for codes, what in parts if codes]


def _wave_gaps(assessment: Assessment) -> Iterator[Text]:
    found = assessment.deployment
    if found is None:
        yield _NO_POSTS
    elif not found.spots:
        yield Text("没有标明关键岗", "no post is marked as key")
    for spot in found.spots if found else ():
        if spot.ok is None:
            code = spot.post.code
            yield Text(f"{code} 未填坐标或上岗时间", f"{code}: no place or no start of duty")


def _chief_gaps(assessment: Assessment) -> Iterator[Text]:
    if assessment.deployment is None:
        yield _NO_POSTS
    elif assessment.deployment.chiefs is None:
        yield Text("缺“区域”或“出入口”表", "the sheet of zones or of gates is missing")


def _post_gaps(assessment: Assessment) -> Iterator[Text]:
    if assessment.deployment is None:
        yield _NO_POSTS


_NO_POSTS = Text("缺“岗位”表", "the sheet of posts is missing")

GAPS: dict[str, Callable[[Assessment], Iterator[Text]]] = {
    "K17": _post_gaps,
    "K18": _wave_gaps,
    "K19": _chief_gaps,
}
"""Check → what is missing where it is not evaluated."""

CHECKS: dict[str, Callable[[Assessment], Reasons]] = {"K17": elements, "K18": first_wave, "K19": chiefs}
"""Check → the function that computes it."""

READS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "K17": {
        "posts": ("kind", "layer", "team", "zone", "x", "y", "persons", "lead", "phone", "task", "resp"),
        "zones": ("kind",),
    },
    "K18": {"posts": ("x", "y", "persons", "is_key", "on", "off")},
    "K19": {
        "posts": ("zone", "gate", "chief"),
        "zones": ("code", "kind", "use"),
        "gates": ("code", "kind", "lanes", "evac"),
    },
}
"""Check → the sheets and columns without which it cannot say "in order"."""
