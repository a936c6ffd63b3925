"""Evacuations walked person by person, in a process of their own, from a drawn plan or an application package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench.core.crowd_rows import crowd_parameters
from workbench.core.pack import Pack
from workbench.core.values import Feature
from workbench.crowd.evacuation import BURST, IMPLAUSIBLE, LOW, ExitFlow, bounds
from workbench.crowd.microscopic import Walker
from workbench.crowd.microscopic_plan import Wish
from workbench.crowd.parameters import exact
from workbench.crowd.plan_drawing import SiteWords, read_plan
from workbench.errors import Text, WorkbenchError
from workbench.exchange.package import read_package
from workbench.exchange.table_file import TableFile, write_table
from workbench.services.simulation_process import Watching, carried_out
from workbench.storage.packs import load_pack

MOST_BYTES = 16 * 1024 * 1024
"""Size of a drawn plan [B]; more is no plan."""


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
    notes: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()


def simulated(
    source: Path, wish: Wish, *, pack: Pack | str = "cn_national", watching: Watching | None = None
) -> SimulationView:
    """Return an evacuation of a plan, walked in a process of its own.

    Args:
        source: A GeoJSON plan, or an application package with a drawn site.
        wish: Persons, seed, longest simulated time.
        pack: Constants and words, or the name of the pack.
        watching: Progress (``time``, ``left``, ``of``), cancel, time limit.

    Raises:
        WorkbenchError: The plan is refused (with the feature), or the engine failed, was cancelled or too slow.
    """
    rules = load_pack(pack) if isinstance(pack, str) else pack
    document: Mapping[str, Any] | str = plan_document(source, rules)
    words = site_words(rules)
    data = document.encode() if isinstance(document, str) else document
    plan = read_plan(data, source.name, words)
    order = {
        "kind": "evacuate",
        "name": source.name,
        "plan": document,
        "words": {key: sorted(kinds) for key, kinds in asdict(words).items()},
        "wish": asdict(wish),
        **constants(rules),
    }
    return _view(source.name, plan.notes, carried_out(order, watching))


def constants(rules: Pack) -> dict[str, Any]:
    """Return the constants of a pack as an order holds them."""
    parameters = crowd_parameters(rules)
    walker = Walker(
        radius=float(exact(parameters["simulation.radius"])),
        time_gap=float(exact(parameters["simulation.time_gap"])),
        speed=float(exact(parameters["simulation.speed"])),
        spread=float(exact(parameters["simulation.speed_spread"])),
    )
    return {"walker": asdict(walker), "limits": asdict(bounds(parameters))}


def site_words(rules: Pack) -> SiteWords:
    """Return how the kinds of a site plan are read for a simulation."""
    return SiteWords(*(frozenset(rules.lists[f"simulation_{key}"]) for key in ("exits", "solids", "starts")))


def plan_document(source: Path, rules: Pack) -> Mapping[str, Any] | str:
    """Return the GeoJSON of a plan file, or of the site that an application package draws."""
    if source.suffix.lower() in {".geojson", ".json"}:
        return _text(source)
    site = read_package(source, rules, extract_text=False).site
    if site is None:
        told = Text("申请包没有可读的平面图", "the package has no readable site plan")
        raise WorkbenchError(told, where=source.name, remedy=Text("补充 site.geojson", "add site.geojson"))
    return {"type": "FeatureCollection", "features": [_entry(one) for one in site.features]}


def _text(source: Path) -> str:
    try:
        with source.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise WorkbenchError(Text("无法读取平面图", "the plan cannot be read"), where=str(source)) from fault
    if len(data) > MOST_BYTES:
        raise WorkbenchError(Text("平面图文件过大", "the plan file is too large"), where=source.name)
    return data.decode("utf-8-sig", errors="replace")


def _entry(feature: Feature) -> dict[str, Any]:
    rings = [[[float(x), float(y)] for x, y in ring] for ring in feature.rings]
    coordinates: Any = {"Point": rings[0][0], "LineString": rings[0]}.get(feature.geometry, rings)
    if feature.geometry == "MultiPolygon":
        coordinates, start = [], 0
        for count in feature.parts:
            coordinates.append(rings[start : start + count])
            start += count
    said = {"layer": feature.layer, "code": feature.code, "kind": feature.kind}
    return {"properties": said, "geometry": {"type": feature.geometry, "coordinates": coordinates}}


def _view(source: str, notes: tuple[Text, ...], found: dict[str, Any]) -> SimulationView:
    exits = tuple(ExitFlow(**{**one, "flags": tuple(one["flags"])}) for one in found.pop("exits"))
    return SimulationView(
        source=source,
        exits=exits,
        curve=tuple((t, n) for t, n in found.pop("curve")),
        origin=tuple(found.pop("origin")),
        densities=tuple(tuple(row) for row in found.pop("densities")),
        levels=tuple(found.pop("levels")),
        notes=notes,
        warnings=tuple(_warnings(found, exits)),
        **found,
    )


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
    return told


def write_files(view: SimulationView, folder: Path) -> tuple[Path, ...]:
    """Write the curve, the exits and the map of densities as tables into a folder; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    curve = TableFile("curve", ("time_s", "persons_outside"), tuple((str(t), n) for t, n in view.curve))
    keys = ("code", "width", "persons", "first", "last", "mean", "sustained", "peak", "congested", "bound")
    rows = tuple((*(_cell(getattr(one, key)) for key in keys), " ".join(one.flags)) for one in view.exits)
    exits = TableFile("exits", (*keys, "flags"), rows)
    cells = tuple(_cells(view))
    grid = TableFile("density", ("x_m", "y_m", "persons_per_m2", "level_of_service"), cells)
    return tuple(write_table((one,), folder / f"{one.title}.csv") for one in (curve, exits, grid))


def _cell(value: object) -> str | int | None:
    return round(value, 4).__str__() if isinstance(value, float) else value  # type: ignore[return-value]


def _cells(view: SimulationView) -> list[tuple[str, str, str, str]]:
    return [
        (f"{view.origin[0] + column * view.cell:g}", f"{view.origin[1] + row * view.cell:g}", f"{density:g}", letter)
        for row, (values, letters) in enumerate(zip(view.densities, view.levels, strict=True))
        for column, (density, letter) in enumerate(zip(values, letters, strict=True))
        if density is not None
    ]
