"""Commands of the microscopic simulation: walk a plan out, and the suite that says how far to trust it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import CHOICE, NOT_IN_ORDER, AsJson, PackName, progress, say, show, show_json, stop, table
from workbench.errors import Text, WorkbenchError

if TYPE_CHECKING:
    from workbench.services.simulation import SimulationView
    from workbench.services.simulation_verification import VerificationRow


LONGEST_RUN = 24 * 60
"""Longest running time that can be asked for [min]."""

_LAYOUT = """微观疏散仿真（JuPedSim） · Microscopic evacuation of a plan or package (JuPedSim).

平面图为 GeoJSON，单位米，properties.layer：walkable 可通行多边形，obstacle 障碍，exit 出口（净宽两端的两点线，
位于外边界上），start 起始多边形（persons 人数），facility：walkway、queue、stair。

A plan is GeoJSON in metres; properties.layer is walkable (polygons), obstacle, exit (a line of two points over the
clear width, on the outer edge), start (polygons, persons); facility is walkway, queue or stair.
"""


def mount(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(help=_LAYOUT)(simulate)
    app.command("verify-simulation", help="用公布的算例验证微观仿真 · Published verification cases of the simulation")(
        verify_simulation
    )
    app.command("simulation-worker", hidden=True)(simulation_worker)


def simulate(  # noqa: PLR0913, PLR0917 - one parameter per option
    source: Annotated[Path, typer.Argument(help="平面图或申请包 · PLAN.geojson or PACKAGE")],
    persons: Annotated[int, typer.Option("--persons", help="人数 · persons")],
    seed: Annotated[int, typer.Option("--seed", help="随机种子 · seed")] = 1,
    limit: Annotated[float, typer.Option("--limit-minutes", help="运行时限，分钟 · running time limit")] = 60.0,
    longest: Annotated[float, typer.Option("--simulated-minutes", help="模拟时长，分钟 · simulated time")] = 30.0,
    out: Annotated[Path | None, typer.Option("--out", help="曲线、出口、密度表（CSV） · tables")] = None,
    pack: PackName = "cn_national",
    as_json: AsJson = False,
) -> None:
    """Walk a number of people out of a plan; the hydraulic bound stands beside what comes out."""
    from workbench.crowd.microscopic_plan import Wish
    from workbench.services import simulation, simulation_files
    from workbench.services.simulation_process import Watching

    with progress("仿真进行中", "simulating") as report:
        watching = Watching(lambda line: report(line.get("left", 0), persons), None, minutes(limit))
        wish = Wish(persons, seed, longest * 60)
        view = simulation.simulated(source, wish, pack=pack, watching=watching)
    files = simulation_files.write_files(view, out) if out else ()
    if as_json:
        show_json({**view.__dict__, "files": list(files)})
    else:
        _shown(view)
        for file in files:
            show(str(file))


def minutes(limit: float) -> float:
    """Return a running time limit in seconds."""
    if not 0 < limit <= LONGEST_RUN:
        told = Text(f"运行时限应大于 0 且不超过 {LONGEST_RUN} 分钟", f"a limit is over 0 and at most {LONGEST_RUN} min")
        raise WorkbenchError(told, where="--limit-minutes")
    return limit * 60


def _shown(view: SimulationView) -> None:
    language = CHOICE.language
    time = f"{view.time:.1f} s" if view.time is not None else say("未全部疏散", "not everybody left")
    left = say(f"疏散 {view.left} / {view.persons} 人", f"{view.left} of {view.persons} persons left")
    show(f"{view.source} · {left} · {time}")
    bound = say("水力学下限（N/C）", "hydraulic bound (N/C)")
    show(f"{bound}: {view.bound:.1f} s · {say('按出口', 'by exits')} {view.bound_exits:.1f} s")
    heads = [
        say("出口", "exit"),
        say("净宽 m", "width m"),
        say("人数", "persons"),
        say("平均流量", "mean flow"),
        say("10 秒最高", "10 s"),
        say("1 秒最高", "1 s"),
        say("拥堵时", "congested"),
        say("末人 s", "last s"),
        say("N/C s", "N/C s"),
    ]
    rows = (
        (
            one.code,
            f"{one.width:.2f}",
            str(one.persons),
            *map(_two, (one.mean, one.sustained, one.peak, one.congested, one.last, one.bound)),
        )
        for one in view.exits
    )
    table("", heads, rows)
    for text in view.notes:
        show(say("约定：", "convention: ") + text.in_language(language))
    for text in view.warnings:
        show(say("注意：", "caution: ") + text.in_language(language))
    settings = view.settings
    show(f"{settings['engine']} · {settings['model']} · {say('种子', 'seed')} {settings['seed']}")


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def verify_simulation(
    only: Annotated[list[str] | None, typer.Option("--only", help="算例编号，可重复 · case, repeatable")] = None,
    long: Annotated[bool, typer.Option("--long", help="含耗时算例 · with the long cases")] = False,
    limit: Annotated[float, typer.Option("--limit-minutes", help="运行时限，分钟 · running time limit")] = 360.0,
    as_json: AsJson = False,
) -> None:
    """Run the published cases and say which fail; without ``--long`` those of a few seconds only."""
    from workbench.crowd.vv import FAIL
    from workbench.services import simulation_verification as suite
    from workbench.services.simulation_process import Watching

    seconds = minutes(limit)
    with progress("验证进行中", "verifying") as report:
        watching = Watching(lambda line: report(line["done"], line["of"], line.get("begun", "")), None, seconds)
        rows = suite.verified(only or (), long=long, watching=watching)
    failed = [row for row in rows if row.verdict == FAIL]
    if as_json:
        show_json([row.__dict__ for row in rows])
    else:
        _verdicts(rows)
    stop(NOT_IN_ORDER if failed else 0)


def _verdicts(rows: tuple[VerificationRow, ...]) -> None:
    from workbench.services.simulation_verification import VERDICTS

    language = CHOICE.language
    heads = [
        "",
        say("算例", "case"),
        say("出处", "source"),
        say("要求", "criterion"),
        say("结果", "measured"),
        say("判定", "verdict"),
    ]
    told = (
        (
            row.code,
            row.text.in_language(language),
            f"{row.source} {row.clause}",
            row.criterion.in_language(language),
            row.measured.in_language(language),
            VERDICTS[row.verdict].in_language(language),
        )
        for row in rows
    )
    table("", heads, told)
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in VERDICTS}
    shown = (f"{VERDICTS[verdict].in_language(language)} {count}" for verdict, count in counts.items() if count)
    show(" · ".join(shown))


def simulation_worker(folder: Path) -> None:
    """Carry out an order in a folder: started by this program itself."""
    from workbench.services.simulation_worker import work

    stop(work(folder))
