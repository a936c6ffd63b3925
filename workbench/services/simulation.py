"""Evacuations walked person by person, in a process of their own, from a drawn plan or an application package."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from workbench.core.crowd_rows import crowd_parameters
from workbench.core.pack import Pack
from workbench.crowd.evacuation import BURST, IMPLAUSIBLE, LOW, ExitFlow, bounds
from workbench.crowd.microscopic import Walker
from workbench.crowd.microscopic_plan import Wish
from workbench.crowd.parameters import exact
from workbench.crowd.plan_geometry import Pair, Plan
from workbench.errors import Text, WorkbenchError
from workbench.services.simulation_plan import Drawing, file_drawing
from workbench.services.simulation_process import Line, Watching, carried_out, worker_command
from workbench.storage.packs import load_pack

MOST_RUNS = 20
"""Repetitions at one go."""


@dataclass(frozen=True)
class SimulationView:
    """An evacuation ready to be shown.

    Attributes:
        source: The plan's file name.
        persons, left, seconds, time: As walked; ``time`` is ``None`` while somebody is inside [s].
        curve: (time [s], persons outside).
        exits: What passed each exit, flows in p/(m·s).
        bound, bound_exits: Hydraulic times N/C: all exits together, and the exit used most [s].
        origin, cell: Corner and side of the map's cells [m].
        densities: Greatest densities [p/m²], rows from the south; ``None`` where nobody walks.
        levels: Levels of service A to F by row; a blank where nobody walks.
        settings: Seed, model, parameters, engine.
        outlines, doors: Edges of where one walks; code and ends of each exit [m].
        notes: How the plan was read.
        warnings: What limits the result.
    """

    source: str
    persons: int
    left: int
    seconds: float
    time: float | None
    curve: tuple[tuple[float, int], ...]
    exits: tuple[ExitFlow, ...]
    bound: float
    bound_exits: float
    origin: tuple[float, float]
    cell: float
    densities: tuple[tuple[float | None, ...], ...]
    levels: tuple[str, ...]
    settings: Mapping[str, Any]
    outlines: tuple[tuple[Pair, ...], ...] = ()
    doors: tuple[tuple[str, Pair, Pair], ...] = ()
    notes: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()


def simulated(
    source: Path | Drawing,
    wish: Wish,
    *,
    pack: Pack | str = "cn_national",
    watching: Watching | None = None,
    command: Callable[[Path], Sequence[str]] = worker_command,
) -> SimulationView:
    """Return an evacuation of a plan, walked in a process of its own.

    Args:
        source: A GeoJSON plan, an application package with a drawn site, or a drawing at hand.
        wish: Persons, seed, longest simulated time.
        pack: Constants and words, or the name of the pack.
        watching: Progress (``time``, ``left``, ``of``), cancel, time limit.
        command: The command of the worker for a folder.

    Raises:
        WorkbenchError: The plan is refused (with the feature), or the engine failed, was cancelled or too slow.
    """
    rules = load_pack(pack) if isinstance(pack, str) else pack
    drawing = source if isinstance(source, Drawing) else file_drawing(source, rules)
    plans = drawing.plans
    order = {"kind": "evacuate", **drawing.order(), "wish": asdict(wish), **constants(rules)}
    return _view(drawing.name, plans, carried_out(order, watching, command))


def repeated(
    drawing: Drawing,
    wish: Wish,
    runs: int,
    *,
    pack: Pack,
    watching: Watching,
    command: Callable[[Path], Sequence[str]] = worker_command,
) -> tuple[SimulationView, ...]:
    """Return several runs of one wish with seeds counted up from the wish's.

    Args:
        drawing: The plan.
        wish: Persons, first seed, longest simulated time.
        runs: How many.
        pack: Constants and words.
        watching: Progress (``run``, ``runs``, ``time``, ``left``, ``of``), cancel, time limit of all runs together [s].
        command: The command of the worker for a folder.

    Raises:
        WorkbenchError: A run was refused, failed, was cancelled, or all together took too long.
    """
    if not 1 <= runs <= MOST_RUNS:
        told = Text(f"重复次数应为 1～{MOST_RUNS}", f"1 to {MOST_RUNS} repetitions")
        raise WorkbenchError(told, where="runs")
    begun, found = time.monotonic(), list[SimulationView]()
    for number in range(runs):
        rest = max(watching.limit - (time.monotonic() - begun), 0.0)
        heard = partial(_pass_on, watching, {"run": number + 1, "runs": runs})
        watch = Watching(heard, watching.cancelled, rest)
        seeded = replace(wish, seed=wish.seed + number)
        found.append(simulated(drawing, seeded, pack=pack, watching=watch, command=command))
    return tuple(found)


def _pass_on(watching: Watching, run: Mapping[str, int], line: Line) -> None:
    if watching.heard is not None:
        watching.heard({**run, **line})


def slowest(runs: Sequence[SimulationView]) -> SimulationView:
    """Return the run to go by: one in which somebody stayed inside, else the one that took longest."""
    return max(runs, key=lambda one: (one.time is None, one.persons - one.left, one.time or 0.0))


def constants(rules: Pack) -> dict[str, Any]:
    """Return the constants of a pack as an order holds them."""
    parameters = crowd_parameters(rules)
    walker = Walker(
        radius=float(exact(parameters["simulation.radius"])),
        time_gap=float(exact(parameters["simulation.time_gap"])),
        speed=float(exact(parameters["weidmann.free"])),
        spread=float(exact(parameters["weidmann.spread"])),
    )
    return {"walker": asdict(walker), "limits": asdict(bounds(parameters))}


def _view(source: str, plans: Sequence[Plan], found: dict[str, Any]) -> SimulationView:
    exits = tuple(ExitFlow(**{**one, "flags": tuple(one["flags"])}) for one in found.pop("exits"))
    return SimulationView(
        source=source,
        exits=exits,
        curve=tuple((t, n) for t, n in found.pop("curve")),
        origin=tuple(found.pop("origin")),
        densities=tuple(tuple(row) for row in found.pop("densities")),
        levels=tuple(found.pop("levels")),
        outlines=tuple(ring for plan in plans for ring in _rings(plan)),
        doors=tuple((door.code, door.start, door.end) for plan in plans for door in plan.exits),
        notes=tuple(note for plan in plans for note in plan.notes),
        warnings=tuple(_warnings(found, exits)),
        **found,
    )


def _rings(plan: Plan) -> Iterator[tuple[Pair, ...]]:
    """Yield the outer edge of a plan and the edges of its obstacles."""
    for ring in (plan.walkable.exterior, *plan.walkable.interiors):
        yield tuple((float(x), float(y)) for x, y, *_height in ring.coords)


_FLAGS: Mapping[str, Callable[[ExitFlow], Text]] = {
    IMPLAUSIBLE: lambda one: Text(
        f"出口 {one.code}：持续流量 {one.sustained or 0:.2f} 人/(m·秒) 超过可信上限，结果不可采信",
        f"exit {one.code}: {one.sustained or 0:.2f} p/(m·s) sustained is over the plausible limit: do not use",
    ),
    BURST: lambda one: Text(
        f"出口 {one.code}：单秒最高 {one.peak:.2f} 人/(m·秒) 超过可信上限；整人计数，短时成对通过即会出现",
        f"exit {one.code}: {one.peak:.2f} p/(m·s) in one second is over the plausible limit; whole persons are counted",
    ),
    LOW: lambda one: Text(
        f"出口 {one.code}：拥堵时流量 {one.congested or 0:.2f} 人/(m·秒) 低于下限，疏散时间可能偏长",
        f"exit {one.code}: {one.congested or 0:.2f} p/(m·s) while congested is below the limit: times may be too long",
    ),
}


def _warnings(found: Mapping[str, Any], exits: tuple[ExitFlow, ...]) -> list[Text]:
    told = [_FLAGS[flag](one) for one in exits for flag in one.flags]
    if found["left"] < found["persons"]:
        inside = found["persons"] - found["left"]
        told.append(Text(f"时长用完时仍有 {inside} 人未疏散", f"{inside} persons were still inside at the end"))
    elif found["time"] < found["bound"]:
        told.append(
            Text(
                f"仿真时间 {found['time']:.0f} 秒短于水力学下限 {found['bound']:.0f} 秒，应以较长者为准",
                f"{found['time']:.0f} s simulated are less than the hydraulic {found['bound']:.0f} s: take the longer",
            )
        )
    told.append(Text("不适用于对向人流（见验证表）", "not for opposing streams (see the verification table)"))
    told.append(
        Text(
            "走道内 0.5～3 人/m² 时步速低于公布关系，长走道用时偏长（见验证表）",
            "slower than published in corridors at 0.5 to 3 p/m²: long ways take too long (see the verification table)",
        )
    )
    return told
