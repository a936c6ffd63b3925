"""The coverage in words: lines among the checks of step 6, and the rows of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf, isfinite

from workbench.core.coverage_case import Coverage, ResponderCover, SpotCover, ZoneCover
from workbench.services.coverage import CoverageView
from workbench.ui.i18n import say, tr
from workbench.ui.site_lines import CheckLine
from workbench.ui.step_site_rows import Cell, Head, TableRow

MOST_FAULTS = 8
"""Faults among the check lines; the pane has them all."""
NONE = "—"


def check_lines(view: CoverageView) -> Iterator[CheckLine]:
    """Yield the lines of the coverage."""
    found = view.found
    yield from _spot_lines(found)
    yield from _zone_lines(found)
    for number, fault in enumerate(found.faults[:MOST_FAULTS]):
        words = f"{fault.code}{tr('：')}{say(fault.message)}"
        yield CheckLine(f"fault{number}", words, "", "warn", (fault.code,), say(fault.remedy))


def _spot_lines(found: Coverage) -> Iterator[CheckLine]:
    spots, (seconds, minute, _late) = found.spots, found.limits
    if not spots:
        return
    for code, words, wrong in (
        ("straight", tr("重点部位 {seconds} 秒首波（直线）", seconds=f"{seconds:g}"),
         [one.code for one in spots if not one.straight_holds]),
        ("walking", tr("重点部位 {seconds} 秒首波（步行）", seconds=f"{seconds:g}"),
         [one.code for one in spots if not one.walking_holds]),
        ("minute", tr("重点部位 {seconds} 秒机动到场", seconds=f"{minute:g}"),
         [one.code for one in spots if not one.minute_holds]),
    ):  # fmt: skip
        value = f"{len(spots) - len(wrong)} / {len(spots)}"
        note = tr("不足：{names}", names=tr("、").join(wrong)) if wrong else ""
        yield CheckLine(code, words, value, "warn" if wrong else "ok", tuple(wrong), note)


def _zone_lines(found: Coverage) -> Iterator[CheckLine]:
    crowded = [one for one in found.zones if one.crowded and one.times.area]
    if not crowded:
        return
    late, whole = found.limits[-1], sum(one.times.area for one in crowded)
    share = sum(one.times.shares[-1] * one.times.area for one in crowded) / whole
    low = tuple(one.code for one in crowded if one.times.shares[-1] < found.enough)
    words = tr("人群区 {seconds} 秒可达", seconds=f"{late:g}")
    yield CheckLine("reach", words, percent(share), "warn" if low else "ok", low, _lacking(low))
    if all(one.seen is not None for one in crowded):
        share = sum((one.seen or 0.0) * one.times.area for one in crowded) / whole
        low = tuple(one.code for one in crowded if (one.seen or 0.0) < found.enough)
        yield CheckLine("seen", tr("瞭望视线覆盖人群区"), percent(share), "warn" if low else "ok", low, _lacking(low))
    if all(one.equipment is not None for one in crowded):
        far = max(one.equipment.usual for one in crowded if one.equipment)
        low = tuple(one.code for one in crowded if one.equipment and one.equipment.usual > found.kit_limit)
        words = tr("到装备点 ≤ {limit} 米（95%）", limit=f"{found.kit_limit:g}")
        yield CheckLine("kit", words, metres(far), "warn" if low else "ok", low, _lacking(low))


def _lacking(codes: Sequence[str]) -> str:
    return tr("不足：{names}", names=tr("、").join(codes)) if codes else ""


def percent(share: float | None) -> str:
    """Return a share for reading; never 100 % for less than all."""
    if share is None:
        return NONE
    found = share * 100
    return "100%" if found == 100 else f"{min(found, 99.9):.1f}%" if found > 99 else f"{found:.0f}%"


def metres(value: float | None) -> str:
    """Return a distance for reading."""
    return f"{value:.0f} m" if value is not None and isfinite(value) else NONE


def seconds_(value: float) -> str:
    """Return a time for reading."""
    return f"{value:.0f} s" if isfinite(value) else NONE


# Tables


def zone_heads(limits: Sequence[float]) -> tuple[Head, ...]:
    """Return the columns of the zones."""
    return (Head(tr("区域"), 104, 1), *(Head(f"≤{limit:g} s", 62, figures=True) for limit in limits))


def zone_rows(found: Coverage) -> list[TableRow]:
    """Return the shares of every zone."""
    return [
        TableRow(
            one.code,
            (
                Cell(one.code, one.name),
                *(Cell(percent(share) if one.times.area else NONE) for share in one.times.shares),
            ),
        )
        for one in found.zones
    ]


def spot_heads() -> tuple[Head, ...]:
    """Return the columns of the key spots."""
    return (
        Head(tr("重点部位"), 92, 1),
        Head(tr("直线"), 50, figures=True),
        Head(tr("步行"), 50, figures=True),
        Head(tr("首波"), 52, figures=True),
        Head(tr("机动"), 60, figures=True),
    )


def spot_rows(found: Coverage) -> list[TableRow]:
    """Return who arrives at every key spot, in persons and seconds."""
    return [TableRow(one.code, tuple(_spot_cells(one))) for one in found.spots]


def _spot_cells(one: SpotCover) -> Iterator[Cell]:
    holds = one.straight_holds and one.walking_holds and one.minute_holds
    yield Cell(one.code, one.name, "t1" if holds else "warn", "circle-check" if holds else "alert-triangle")
    yield Cell(str(one.straight), "", "t1" if one.straight_holds else "warn")
    yield Cell(str(one.walking), "", "t1" if one.walking_holds else "warn")
    yield Cell(seconds_(one.wave_time))
    code, time = one.first
    yield Cell(seconds_(time), code, "t1" if one.minute_holds else "warn")


def distance_heads() -> tuple[Head, ...]:
    """Return the columns of the distances."""
    return (
        Head(tr("区域"), 104, 1),
        Head(tr("到出口"), 66, figures=True),
        Head(tr("到装备"), 66, figures=True),
        Head(tr("瞭望"), 58, figures=True),
    )


def distance_rows(found: Coverage) -> list[TableRow]:
    """Return the longest walks of every zone, and below them those of 95 % of it; and what lookouts see."""
    return [TableRow(one.code, tuple(_distance_cells(one))) for one in found.zones]


def _distance_cells(one: ZoneCover) -> Iterator[Cell]:
    yield Cell(one.code, one.name)
    for reached in (one.exits, one.equipment):
        usual = metres(reached.usual) if reached else NONE
        yield Cell(metres(reached.worst) if reached else NONE, f"95% {usual}" if usual != NONE else "")
    yield Cell(percent(one.seen) if one.crowded else NONE)


def responder_heads() -> tuple[Head, ...]:
    """Return the columns of mobile and quick-reaction posts."""
    return (
        Head(tr("岗位"), 104, 1),
        Head(tr("责任区最远"), 92, figures=True),
        Head(tr("时限内"), 72, figures=True),
    )


def responder_rows(found: Coverage) -> list[TableRow]:
    """Return how far the sector of every mobile and quick-reaction post is."""
    return [TableRow(one.code, tuple(_responder_cells(one))) for one in found.responders]


def _responder_cells(one: ResponderCover) -> Iterator[Cell]:
    yield Cell(one.code, one.name)
    yield Cell(seconds_(one.farthest if one.share is not None else inf), one.zone)
    yield Cell(percent(one.share), f"≤{one.limit:g} s")


def fault_rows(found: Coverage) -> list[TableRow]:
    """Return what could not be used, with what to do."""
    return [
        TableRow(f"{number}:{one.code}", (Cell(f"{one.code} {say(one.message)}", say(one.remedy), "warn"),))
        for number, one in enumerate(found.faults)
    ]
