"""Weather triggers: lightning, wind on structures, heat, and the lead time that clearing a site needs.

Source:
    30-30 rule of lightning safety; action at 60 and 80 % of a structure's limit from event plans; heat-index bands (to
    be verified); families ``lightning``, ``wind``, ``wind_example``, ``heat``, ``weather_lead``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import cast

from workbench.crowd.model import Input, Model, Output, refuse
from workbench.crowd.tables import beginning_at, bounds, either, number, optional, read_at, records
from workbench.crowd.working import Working, figure
from workbench.errors import Text

HOUR = 60
SPEEDS = {"m/s": Fraction(1), "km/h": Fraction(5, 18), "mph": Fraction(44704, 100_000)}
"""Units of speed in metres per second."""
SHELTER, SUSPEND, WATCH = "shelter", "suspend", "watch"
NOTHING, FIRST, SECOND, OVER = "no_action", "act_first", "act_second", "over_limit"
HEAT = ("no_band", "caution", "extreme_caution", "danger", "extreme_danger")


def _lead(values: Mapping[str, object], sheet: Working) -> tuple[Fraction, Fraction]:
    """Return the shortest and longest lead time [min]: clearing and decision, one's own or the published range."""
    clear, own = number(values, "clear"), optional(values, "decision")
    low, high = bounds(sheet.parameter("weather_lead.decision")) if own is None else (own, own)
    sheet.step(Text("所需提前量", "lead time"), f"{figure(clear)} + {figure(high)}", clear + high, "min")
    return clear + low, clear + high


def _start(sheet: Working, speed: Fraction, lead: Fraction) -> Fraction:
    """Return how far away [km] a storm is when clearing must begin."""
    found = speed * lead / HOUR
    told = f"{figure(speed)} × {figure(lead)} / {HOUR}"
    sheet.step(Text("开始清场时风暴距离", "distance of the storm at which to begin"), told, found, "km")
    return found


def _weather_lead(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    shortest, longest = _lead(values, sheet)
    speed = number(values, "speed")
    starts = tuple(_start(sheet, speed, lead) for lead in (shortest, longest))
    warning, distance = optional(values, "warning"), optional(values, "distance")
    if warning is not None:
        told = f"{figure(warning)} − {figure(longest)}"
        sheet.step(Text("预警提前量余量", "warning time to spare"), told, warning - longest, "min")
    return {
        "lead": longest,
        "lead_low": shortest,
        "start": starts[1],
        "start_low": starts[0],
        "fits": None if warning is None else warning >= longest,
        "now": None if distance is None else distance <= starts[1],
    }


def _lightning(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    seconds, shelter = sheet.take("lightning.shelter_seconds"), sheet.take("lightning.shelter_km")
    if either(values, "flash_bang", "distance") == "distance":
        distance = number(values, "distance")
    else:
        delay = number(values, "flash_bang")
        distance = delay * shelter / seconds
        told = f"{figure(delay)} × {figure(shelter)} / {figure(seconds)}"
        sheet.step(Text("雷电距离", "distance of the lightning"), told, distance, "km")
        sheet.convention(
            Text(
                f"闪电到雷声 {figure(seconds)} 秒按 {figure(shelter)} km 折算",
                f"{figure(seconds)} s from flash to thunder are taken as {figure(shelter)} km",
            )
        )
    suspend = sheet.take("lightning.suspend_km")
    action = SHELTER if distance <= shelter else SUSPEND if distance <= suspend else WATCH
    return {
        "action": action,
        "distance": distance,
        "resume": _resume(values, sheet, quiet=action == WATCH),
        **_beginning(values, sheet, shelter, distance),
    }


def _resume(values: Mapping[str, object], sheet: Working, *, quiet: bool) -> Fraction | None:
    """Return the minutes still to wait; from the last strike if it is told, else all of them unless all is quiet."""
    wait, since = sheet.take("lightning.resume_minutes"), optional(values, "since_last")
    if since is None:
        return None if quiet else wait
    left = max(Fraction(0), wait - since)
    sheet.step(Text("恢复前还需等候", "still to wait"), f"max(0, {figure(wait)} − {figure(since)})", left, "min")
    return left


def _beginning(
    values: Mapping[str, object], sheet: Working, shelter: Fraction, distance: Fraction
) -> Mapping[str, object]:
    """Return where a storm is when clearing must begin, for the site to be clear before it is at shelter distance."""
    if values["clear"] is None or values["speed"] is None:
        return {"start": None, "start_clear": None, "now": None}
    start = _start(sheet, number(values, "speed"), _lead(values, sheet)[1])
    cleared = start + shelter
    told = f"{figure(start)} + {figure(shelter)}"
    sheet.step(Text("进入避险距离前清完", "cleared before shelter distance"), told, cleared, "km")
    sheet.convention(
        Text(
            "“清完”一栏另加避险距离，为本工作台的算法",
            "the distance for being cleared adds the shelter distance; this sum is the workbench's own",
        )
    )
    return {"start": start, "start_clear": cleared, "now": distance <= cleared}


def _wind(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    factor = SPEEDS[str(values["unit"])]
    speed = number(values, "speed") * factor
    sheet.step(read_at(Text("风速", "wind"), f"{figure(values['speed'])} {values['unit']}"), "", speed, "m/s")
    first, second = sheet.take("wind.first"), sheet.take("wind.second")
    rows = records(values, "structures")
    if not rows:
        raise refuse("structures", "没有临建设施", "there is no structure")
    found = []
    for row in rows:
        limit = number(row, "limit") * factor
        share = speed / limit
        name = str(row["code"])
        sheet.step(Text(f"{name} 占限值", f"{name}, share of its limit"), f"{figure(speed)} / {figure(limit)}", share)
        action = OVER if share >= 1 else SECOND if share >= second else FIRST if share >= first else NOTHING
        found.append({"code": name, "share": share, "action": action})
    sheet.convention(
        Text("恰在门槛上即采取行动；限值由结构工程师确定", "a value on a threshold acts; limits are the engineer's")
    )
    worst = max(found, key=lambda one: cast("Fraction", one["share"]))
    return {
        "action": worst["action"],
        "worst": worst["code"],
        "share": worst["share"],
        "structures": tuple(found),
        "examples": tuple(_examples(sheet, speed)),
    }


def _examples(sheet: Working, speed: Fraction) -> Iterator[Mapping[str, object]]:
    """Yield published thresholds of other events beside it; they bind nobody."""
    for row in sheet.parameters.rows("wind_example."):
        parameter = sheet.parameter(row.code)
        limit = Fraction(parameter.value or 0) * SPEEDS[parameter.unit]
        yield {"what": parameter.text, "threshold": limit, "reached": speed >= limit, "mark": parameter.mark}


def _fahrenheit(value: Fraction, unit: str) -> Fraction:
    return value * Fraction(9, 5) + 32 if unit == "C" else value


def _heat(values: Mapping[str, object], sheet: Working) -> Mapping[str, object]:
    unit = str(values["unit"])
    index, wbgt = optional(values, "index"), optional(values, "wbgt")
    if index is None and wbgt is None and values["temperature"] is None:
        raise refuse("index", "炎热指数、湿球黑球温度、气温至少填一项", "give a heat index, a WBGT or a temperature")
    made: dict[str, object] = {"band": None, "osha": None, "cancel": None, "demand": _demand(values, sheet)}
    if index is not None:
        found = _fahrenheit(index, unit)
        sheet.step(read_at(Text("炎热指数", "heat index"), f"{figure(index)} °{unit}"), "", found, "°F")
        made["band"] = HEAT[int(beginning_at(sheet.parameter("heat.band"), found)[1])]
        made["osha"] = int(beginning_at(sheet.parameter("heat.osha"), found)[1])
        sheet.convention(
            Text(
                "恰在界上取较高一级；124–125 °F 之间按“危险”", "a bound takes the higher band; 124 to 125 °F is danger"
            )
        )
        sheet.warn(Text("炎热指数分级待与原文核对", "the bands of the heat index are to be verified"))
    if wbgt is not None:
        found = _fahrenheit(wbgt, unit)
        cancel = sheet.take("heat.wbgt_race")
        sheet.step(read_at(Text("湿球黑球温度", "WBGT"), f"{figure(wbgt)} °{unit}"), "", found, "°F")
        made["cancel"] = found > cancel
        sheet.warn(
            Text("湿球黑球温度分级说法不一，待核实", "levels of WBGT differ between sources and are to be verified")
        )
    return made


def _demand(values: Mapping[str, object], sheet: Working) -> Fraction | None:
    """Return by how much the medical demand is multiplied, from temperature and humidity; ``None`` without both."""
    temperature, humidity = optional(values, "temperature"), optional(values, "humidity")
    if temperature is None or humidity is None:
        return None
    celsius = (temperature - 32) * Fraction(5, 9) if values["unit"] == "F" else temperature
    hot = celsius > sheet.take("heat.medical_celsius") and humidity > sheet.take("heat.medical_humidity")
    times = sheet.take("heat.medical_times") if hot else Fraction(1)
    told = f"{figure(celsius)} °C, {figure(humidity)} %"
    sheet.step(read_at(Text("医疗需求倍数", "multiple of the medical demand"), told), "", times)
    return times


_DECISION = Input("decision", Text("决策时间", "decision"), unit="min", high=120, optional=True)
_CLEAR = Text("清场时间", "time to clear")
_STORM = Text("风暴移动速度", "speed of the storm")

MODELS = (
    Model(
        code="lightning",
        group="weather",
        text=Text("雷电（30-30）", "Lightning (30-30)"),
        about=Text(
            "由闪雷间隔或距离定避险、暂停，末次雷击后 30 分钟恢复；给出清场应在风暴多远时开始。",
            "Shelter or suspend by flash to bang or distance, resume 30 minutes after the last strike; when to begin.",
        ),
        inputs=(
            Input("flash_bang", Text("闪电到雷声", "flash to bang"), unit="s", high=600, optional=True),
            Input("distance", Text("雷电距离", "distance"), unit="km", high=1000, optional=True),
            Input("since_last", Text("距末次雷击", "since the last strike"), unit="min", high=1440, optional=True),
            Input("clear", _CLEAR, unit="min", high=1440, optional=True),
            _DECISION,
            Input("speed", _STORM, unit="km/h", above=True, high=200, optional=True),
        ),
        outputs=(
            Output("action", Text("行动", "action"), main=True),
            Output("distance", Text("雷电距离", "distance"), "km"),
            Output("resume", Text("恢复前还需等候", "still to wait"), "min"),
            Output("start", Text("开始清场时风暴距离", "begin to clear at"), "km"),
            Output("start_clear", Text("进入避险距离前清完须在", "to be cleared before shelter distance, at"), "km"),
            Output("now", Text("现在就应清场", "clear now")),
        ),
        sums=_lightning,
        families=("lightning", "weather_lead"),
    ),
    Model(
        code="wind",
        group="weather",
        text=Text("大风与临建设施", "Wind on structures"),
        about=Text(
            "实测或预报风速占各设施限值的比例，达 60 % 与 80 % 时行动；限值由结构工程师给出。",
            "Wind as a share of each structure's limit, with action at 60 % and 80 %; limits are the engineer's.",
        ),
        inputs=(
            Input("speed", Text("风速", "wind"), high=500),
            Input("unit", Text("单位", "unit"), "word", default="m/s", options=tuple(SPEEDS)),
            Input(
                "structures",
                Text("临建设施", "structures"),
                "rows",
                columns=(
                    Input("code", Text("编号", "code"), "word"),
                    Input("limit", Text("限值（同单位）", "limit, same unit"), above=True, high=500),
                ),
            ),
        ),
        outputs=(
            Output("action", Text("行动", "action"), main=True),
            Output("worst", Text("最不利设施", "worst structure")),
            Output("share", Text("占限值", "share of its limit")),
            Output("structures", Text("各设施", "by structure")),
            Output(
                "examples", Text("其他活动的公布门槛（参考）", "published thresholds of other events, for reference")
            ),
        ),
        sums=_wind,
        families=("wind", "wind_example"),
    ),
    Model(
        code="heat",
        group="weather",
        text=Text("高温", "Heat"),
        about=Text(
            "炎热指数分级、湿球黑球温度门槛和医疗需求倍数；指数须由气象部门或公认方法给出。",
            "Bands of a given heat index, the WBGT threshold and the multiple of medical demand; computes no index.",
        ),
        inputs=(
            Input("index", Text("炎热指数", "heat index"), low=-100, high=250, optional=True),
            Input("unit", Text("温度单位", "unit of temperature"), "word", default="C", options=("C", "F")),
            Input("wbgt", Text("湿球黑球温度", "WBGT"), low=-100, high=250, optional=True),
            Input("temperature", Text("气温", "temperature"), low=-100, high=250, optional=True),
            Input("humidity", Text("相对湿度", "relative humidity"), unit="%", high=100, optional=True),
        ),
        outputs=(
            Output("band", Text("炎热指数分级", "band of the heat index"), main=True),
            Output("osha", Text("职业安全分级（0–3）", "occupational step (0 to 3)")),
            Output("cancel", Text("取消路跑", "cancel a road race")),
            Output("demand", Text("医疗需求倍数", "multiple of the medical demand")),
        ),
        sums=_heat,
        families=("heat",),
    ),
    Model(
        code="weather_lead",
        group="weather",
        text=Text("天气预警提前量", "Lead time for a weather warning"),
        about=Text(
            "清场加决策时间须在预警提前量之内；换算为风暴多远时开始清场。",
            "Clearing and decision must fit into the warning; told as the distance of the storm at which to begin.",
        ),
        inputs=(
            Input("clear", _CLEAR, unit="min", high=1440),
            _DECISION,
            Input("speed", _STORM, unit="km/h", high=200),
            Input("warning", Text("预警提前量", "warning time"), unit="min", high=2880, optional=True),
            Input("distance", Text("风暴现距", "distance of the storm now"), unit="km", high=1000, optional=True),
        ),
        outputs=(
            Output("start", Text("开始清场时风暴距离", "begin to clear at"), "km", main=True),
            Output("start_low", Text("按最短决策时间", "with the shortest decision"), "km"),
            Output("lead", Text("所需提前量", "lead time"), "min"),
            Output("lead_low", Text("按最短决策时间的提前量", "lead time with the shortest decision"), "min"),
            Output("fits", Text("预警来得及", "the warning suffices")),
            Output("now", Text("现在就应清场", "clear now")),
        ),
        sums=_weather_lead,
        families=("weather_lead",),
    ),
)
