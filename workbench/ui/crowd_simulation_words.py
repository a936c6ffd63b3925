"""Words and rows of a simulated evacuation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from workbench.crowd.evacuation import BURST, IMPLAUSIBLE, LOW, ExitFlow
from workbench.services.simulation import SimulationView
from workbench.services.simulation_plan import Drawing
from workbench.ui.background_run import Line
from workbench.ui.crowd_simulation_paint import clock
from workbench.ui.i18n import say, tr
from workbench.ui.step_site_rows import Cell, Head, TableRow


def welcome() -> str:
    """Return what a run gives, for a page without one."""
    return (
        tr("按“开始仿真”，逐人模拟从平面图疏散：得到疏散曲线、最大密度与服务水平图、各出口流量。")
        + tr("水力学（SFPE）下限始终并列；超出可信范围的流量会标出。")
        + "\n"
        + tr("仿真在单独的进程里运行，可以随时取消，窗口照常使用。人数多时先用少量人数试跑。")
    )


def drawing_words(drawing: Drawing) -> str:
    """Return what a plan holds."""
    codes = [door.code for plan in drawing.plans for door in plan.exits]
    told = tr(
        "{name}：可通行 {area} m²，出口 {count} 处（{codes}）", name=drawing.name, count=len(codes),
        area=f"{sum(plan.walkable.area for plan in drawing.plans):,.0f}", codes=tr("、").join(codes),
    )  # fmt: skip
    if drawing.persons is None:
        return told
    return told + tr("；申报人数 {persons}", persons=f"{drawing.persons:,}")


def time_words(one: SimulationView) -> str:
    """Return how long it took, or that it did not end."""
    if one.time is None:
        return tr("未全部疏散")
    return tr("疏散 {time}（{seconds} 秒）", time=clock(one.time), seconds=ceil(one.time))


def sentence(runs: Sequence[SimulationView], main: SimulationView) -> str:
    """Return the result with the bound beside it, and the spread of several runs."""
    parts = [tr("{left} / {persons} 人", left=f"{main.left:,}", persons=f"{main.persons:,}")]
    bound, exits = f"{main.bound:.0f}", f"{main.bound_exits:.0f}"
    parts.append(tr("水力学下限（SFPE，N/C）{bound} 秒，按出口 {exits} 秒", bound=bound, exits=exits))
    times = sorted(one.time for one in runs if one.time is not None)
    if len(runs) > 1 and times:
        parts.append(
            tr("{count} 次：{low}～{high} 秒，以最慢一次为准", count=len(runs), low=f"{times[0]:.0f}",
               high=f"{times[-1]:.0f}")
        )  # fmt: skip
    return tr("；").join(parts)


def progress_words(line: Line) -> str:
    """Return a line of progress in words."""
    told = tr("模拟 {time}，已疏散 {left} / {of} 人", time=clock(float(str(line.get("time", 0)))),
              left=line.get("left", 0), of=line.get("of", 0))  # fmt: skip
    if int(str(line.get("runs", 1))) > 1:
        told = tr("第 {run} / {runs} 次 · {told}", run=line["run"], runs=line["runs"], told=told)
    return told


def exit_heads() -> tuple[Head, ...]:
    """Return the columns of the exits."""
    return (
        Head(tr("出口"), 70, 1),
        Head(tr("净宽"), 80, 1, figures=True),
        Head(tr("人数"), 80, 1, figures=True),
        Head(tr("平均流量"), 92, 1, figures=True),
        Head(tr("10 秒最高"), 92, 1, figures=True),
        Head(tr("1 秒最高"), 92, 1, figures=True),
        Head(tr("拥堵时"), 92, 1, figures=True),
        Head(tr("末人"), 80, 1, figures=True),
        Head(tr("下限 N/C"), 92, 1, figures=True),
        Head(tr("判断"), 190, 2),
    )


def exit_row(one: ExitFlow) -> TableRow:
    """Return what passed an exit; flows in p/(m·s)."""
    flows = (one.mean, one.sustained, one.peak, one.congested)
    cells = (
        Cell(one.code),
        Cell(f"{one.width:.2f} m"),
        Cell(f"{one.persons:,}"),
        *(Cell("—" if value is None else f"{value:.2f}") for value in flows),
        Cell("—" if one.last is None else clock(one.last)),
        Cell(clock(one.bound) if one.persons else "—"),
        flag_cell(one.flags),
    )
    return TableRow(one.code, cells)


def flag_cell(flags: Sequence[str]) -> Cell:
    """Return how far the flows of an exit may be believed; the worst flag counts."""
    if IMPLAUSIBLE in flags:
        return Cell(tr("不可信，不可采信"), "", "bad", "circle-x")
    if LOW in flags:
        return Cell(tr("低于下限，时间可能偏长"), "", "warn", "alert-triangle")
    if BURST in flags:
        return Cell(tr("单秒偏高"), tr("整人计数所致"), "warn", "alert-triangle")
    return Cell(tr("在可信范围"), "", "ok", "circle-check")


def run_heads() -> tuple[Head, ...]:
    """Return the columns of the runs."""
    return (
        Head(tr("种子"), 80, 1, figures=True),
        Head(tr("疏散时间"), 120, 1, figures=True),
        Head(tr("已疏散"), 110, 1, figures=True),
        Head(tr("最大密度"), 110, 1, figures=True),
        Head(tr("水力学下限"), 110, 1, figures=True),
        Head(tr("结论"), 220, 3),
    )


def run_row(one: SimulationView, main: SimulationView) -> TableRow:
    """Return a run."""
    most = max((value for row in one.densities for value in row if value is not None), default=0.0)
    flagged = sum(bool(door.flags) for door in one.exits)
    told = tr("{count} 个出口有提示", count=flagged) if flagged else tr("流量在可信范围")
    mine = one is main
    cells = (
        Cell(str(one.settings["seed"])),
        Cell(tr("未全部疏散") if one.time is None else tr("{seconds} 秒", seconds=f"{one.time:.0f}")),
        Cell(f"{one.left:,} / {one.persons:,}"),
        Cell(f"{most:.1f} {tr('人/m²')}"),
        Cell(tr("{seconds} 秒", seconds=f"{one.bound:.0f}")),
        Cell(told, tr("最慢，图上显示这一次") if mine else "", "warn" if flagged else "t1"),
    )
    return TableRow(str(one.settings["seed"]), cells)


def setting_lines(one: SimulationView) -> Iterator[str]:
    """Yield how the plan was read and with what it was walked."""
    for note in one.notes:
        yield f"{tr('约定')}{tr('：')}{say(note)}"
    told = one.settings
    yield tr(
        "引擎 {engine} · 模型 {model} · 种子 {seed} · 步长 {step} 秒（门洞流量按此步长校核，不可改）",
        engine=told["engine"], model=told["model"], seed=told["seed"], step=f"{told['step_s']:g}",
    )  # fmt: skip
    yield tr(
        "体半径 {radius} m · 跟随间隔 {gap} 秒 · 自由速度 {speed} ± {spread} m/s · 模拟时长上限 {longest} 秒",
        radius=f"{told['radius_m']:g}", gap=f"{told['time_gap_s']:g}", speed=f"{told['speed_m_s']:g}",
        spread=f"{told['speed_sd_m_s']:g}", longest=f"{told['longest_s']:.0f}",
    )  # fmt: skip
    yield tr("密度为每格（{cell} m）每秒清点的最大值；", cell=f"{one.cell:g}") + tr(
        "服务水平按 Fruin 分级，通道、排队、楼梯分别取表。"
    )
