"""Simulated evacuations as files: tables of the curve, the exits and the map, or everything as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from workbench.errors import Text, WorkbenchError
from workbench.exchange.table_file import TableFile, write_table
from workbench.services.simulation import SimulationView, slowest


def written(runs: Sequence[SimulationView], target: Path) -> Path:
    """Write runs to a file: ``.json`` holds all of them, ``.xlsx`` and ``.csv`` the tables of the slowest.

    Raises:
        WorkbenchError: The target exists, has another ending, or cannot be written.
    """
    if target.suffix.lower() != ".json":
        return write_table(tables(slowest(runs)), target)
    try:
        with target.open("x", encoding="utf-8") as out:
            out.write(as_json(runs))
    except FileExistsError as fault:
        told = Text("目标已存在，不覆盖", "the target exists and is not overwritten")
        raise WorkbenchError(told, where=str(target), remedy=Text("请换一个文件名", "choose another name")) from fault
    except OSError as fault:
        told = Text(f"无法写入：{fault.strerror}", f"cannot be written: {fault.strerror}")
        raise WorkbenchError(told, where=str(target)) from fault
    return target


def as_json(runs: Sequence[SimulationView]) -> str:
    """Return runs as JSON: everything that is shown, with the settings to repeat them."""
    return json.dumps([asdict(one) for one in runs], ensure_ascii=False, indent=1)


def tables(view: SimulationView) -> tuple[TableFile, ...]:
    """Return the curve, the exits and the map of densities as tables."""
    curve = TableFile("curve", ("time_s", "persons_outside"), tuple((str(t), n) for t, n in view.curve))
    keys = ("code", "width", "persons", "first", "last", "mean", "sustained", "peak", "congested", "bound")
    rows = tuple((*(_cell(getattr(one, key)) for key in keys), " ".join(one.flags)) for one in view.exits)
    exits = TableFile("exits", (*keys, "flags"), rows)
    cells = tuple(_cells(view))
    grid = TableFile("density", ("x_m", "y_m", "persons_per_m2", "level_of_service"), cells)
    return curve, exits, grid


def write_files(view: SimulationView, folder: Path) -> tuple[Path, ...]:
    """Write the tables into a folder, a file each; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(write_table((one,), folder / f"{one.title}.csv") for one in tables(view))


def _cell(value: object) -> str | int | None:
    return round(value, 4).__str__() if isinstance(value, float) else value  # type: ignore[return-value]


def _cells(view: SimulationView) -> list[tuple[str, str, str, str]]:
    return [
        (f"{view.origin[0] + column * view.cell:g}", f"{view.origin[1] + row * view.cell:g}", f"{density:g}", letter)
        for row, (values, letters) in enumerate(zip(view.densities, view.levels, strict=True))
        for column, (density, letter) in enumerate(zip(values, letters, strict=True))
        if density is not None
    ]
