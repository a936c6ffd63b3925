"""People walking one by one: the microscopic engine JuPedSim behind one function.

Only this module and those named after it know the library; they are run in a process of their own, because a fault in
its native code ends the process.

Who stands for six seconds while nobody with the same goal gets through turns sideways (:class:`_Sideways`); without
this, a few bodies hold an arch before a door for ever, because the engine draws no lots.

Choice of the model. Measured with the program's own door (a neck of 0.3 m, people walk on behind it; an exit that takes
people away inside the door frees it at once and triples the flow), 100 persons per metre of width, step 0.05 s, mean
flow of the middle four fifths of the crowd in p/(m·s); counterflow is the published case of two rooms and a corridor
2 m wide, 100 persons against 10, 50 and 100:

===========================================  =====  =====  =====  =====  =====================================
model and parameters                         0.8 m  1.0 m  2.0 m  4.0 m  counterflow
===========================================  =====  =====  =====  =====  =====================================
collision-free speed V2, T 0.975 s, r 0.2 m   1.15   1.07   1.23   1.21  10 and 50 pass; 100 block each other (*)
collision-free speed V2, T 1.1 s, r 0.20 m    1.05   0.98   1.19      –  10 and 50 pass; 100 block each other (*)
collision-free speed V2, T 1.0 s, r 0.20 m    1.06   0.99   1.16   1.02  10 pass; 50 and 100 block each other
collision-free speed V2, T 0.8 s, r 0.18 m    1.36   1.43   1.49   1.34  not measured
collision-free speed V2, T 1.2 s, r 0.15 m    1.30   1.55   1.44   1.26  not measured
collision-free speed V3, T 1.0 s, r 0.20 m       –      –      –      –  10 block each other
anticipation velocity, r 0.15 m               1.38   1.41   1.42      –  10 block each other
anticipation velocity, defaults                  –  clogs      –      –  not measured
social force, r 0.20 m                           –   2.60      –      –  not measured
===========================================  =====  =====  =====  =====  =====================================

(*) With turning sideways and with lanes in wide exits, mean of three seeds; the other lines are without both. The band
asked for is 0.85 to 1.6 p/(m·s), the hydraulic value 1.316 per metre of effective width. The first line is the default:
it keeps to the band at every width, its greatest flow over ten seconds through 1.0 m was 1.2, 1.3, 1.3, which keeps to
the published 1.33, and the last of 2,001 persons leaves the slowest part of the standard plan after 417, 419 and 420 s
(three seeds) where the hydraulic network says 419 s; with T 1.1 s it was 445 to 450 s. The engine finds no way past an
oncoming stream by itself: the suite's cases hold where people keep right, and plans are walked in one direction only.

Units: metres, seconds, metres per second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import shapely
from numpy.random import default_rng
from numpy.typing import NDArray
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from workbench.crowd.model import refuse
from workbench.crowd.plan_geometry import polygons
from workbench.errors import Text, WorkbenchError

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Pair = tuple[float, float]

MODEL = "CollisionFreeSpeedModelV2"
STEP = 0.05
"""Seconds per step of the engine."""
SAMPLE, FINE = 10, 5
"""Steps between two looks at where everybody is; the finer where speeds change on the way."""
PATIENCE, STANDING, BACK, SIDEWAYS = 6.0, 0.05, 1.0, 0.75
"""When a person turns sideways: after how long [s] within which way [m], until how far on [m], to what share."""


@dataclass(frozen=True)
class Walker:
    """What a simulated person is: body radius [m], time gap [s], mean and spread of the free speed [m/s]."""

    radius: float = 0.2
    time_gap: float = 0.975
    speed: float = 1.34
    spread: float = 0.26

    def speeds(self, count: int, seed: int) -> Floats:
        """Return free speeds: normal, cut at two standard deviations so that nobody stands or runs."""
        drawn = default_rng(seed).normal(self.speed, self.spread, count)
        return np.clip(drawn, self.speed - 2 * self.spread, self.speed + 2 * self.spread)


@dataclass(frozen=True)
class Person:
    """One person: where it begins, its free speed, the goals it walks to in turn, when it sets off [s].

    A way whose last goal is its first one again is walked round and round.
    """

    at: Pair
    speed: float
    goals: tuple[int, ...]
    delay: float = 0.0


@dataclass(frozen=True)
class Scene:
    """Where people walk: the area, the goals (the last goal of a person takes it away), and zones that slow down."""

    area: BaseGeometry
    goals: tuple[Polygon, ...]
    slow: tuple[tuple[Polygon, float], ...] = ()


@dataclass(frozen=True)
class Look:
    """One look: the time [s], who is still there (numbers of persons, ascending) and where (n × 2)."""

    time: float
    who: Ids
    at: Floats


Watch = Callable[[Look], None]


@dataclass
class Walked:
    """What came of a walk: when each person was taken away [s] (NaN = still there) and how long it was walked."""

    left: Floats
    seconds: float = 0.0

    @property
    def remaining(self) -> int:
        """Return how many are still there."""
        return int(np.isnan(self.left).sum())

    @property
    def time(self) -> float:
        """Return when the last person was taken away [s]."""
        return float(np.nanmax(self.left)) if self.remaining < len(self.left) else float("nan")


def engine() -> Any:
    """Return the library; ``WorkbenchError`` where it is not installed."""
    try:
        import jupedsim
    except ImportError:
        told = Text("未安装微观仿真引擎 JuPedSim", "the microscopic engine JuPedSim is not installed")
        mend = Text("安装时选择 simulation 附加组件", "install the program with the extra “simulation”")
        raise WorkbenchError(told, remedy=mend) from None
    return jupedsim


def version() -> str:
    """Return the engine and its version."""
    return f"JuPedSim {engine().__version__}"


def walk(
    scene: Scene, people: Sequence[Person], walker: Walker, *, seconds: float, watch: Sequence[Watch] = ()
) -> Walked:
    """Let people walk until all have left or the time is over.

    Args:
        scene: The area and the goals.
        people: Who walks; the same people walk the same way every time.
        walker: Body and time gap.
        seconds: Time after which the walk ends, simulated.
        watch: Called every half second, or every quarter with delays or slowing zones, with where everybody is.

    Raises:
        InputError: A person begins outside the area or on top of another.
    """
    sim, numbers = _peopled(scene, people, walker)
    walked = Walked(np.full(len(people), np.nan))
    waiting = {number: one for number, one in enumerate(people) if one.delay > 0}
    agents = {number: agent for agent, number in numbers.items()}
    sideways = _Sideways(people)
    every = FINE if waiting or scene.slow else SAMPLE
    while sim.agent_count() and sim.elapsed_time() < seconds:
        look = _look(sim, numbers)
        for one in watch:
            one(look)
        _set_off(sim, agents, waiting, look.time)
        _slow_down(sim, scene, agents, people, look)
        for person, share in sideways.turned(look, walked):
            sim.agent(agents[person]).model.radius = walker.radius * share
        _steps(sim, numbers, walked, every)
    walked.seconds = float(sim.elapsed_time())
    return walked


def _peopled(scene: Scene, people: Sequence[Person], walker: Walker) -> tuple[Any, dict[int, int]]:
    """Return the simulation with everybody in it, and the number of each agent by its identifier."""
    library = engine()
    sim = library.Simulation(model=library.CollisionFreeSpeedModelV2(), geometry=scene.area, dt=STEP)
    stages = _stages(sim, scene, people)
    journeys: dict[tuple[int, ...], tuple[int, int]] = {}
    numbers: dict[int, int] = {}
    for number, one in enumerate(people):
        if one.goals not in journeys:
            journeys[one.goals] = _journey(library, sim, [stages[goal] for goal in one.goals])
        journey, first = journeys[one.goals]
        parameters = library.CollisionFreeSpeedModelV2AgentParameters(
            position=one.at,
            desired_speed=0.0 if one.delay > 0 else one.speed,
            time_gap=walker.time_gap,
            radius=walker.radius,
            journey_id=journey,
            stage_id=first,
        )
        try:
            numbers[sim.add_agent(parameters)] = number
        except RuntimeError as fault:
            raise _misplaced(number, str(fault)) from None
    return sim, numbers


def _misplaced(number: int, why: str) -> WorkbenchError:
    return refuse(f"person {number + 1}", f"人员无法放入：{why[:120]}", f"a person cannot be placed: {why[:120]}")


def _stages(sim: Any, scene: Scene, people: Sequence[Person]) -> dict[int, int]:
    """Return the stage of each goal that is used: an exit where somebody's way ends, else a point to pass."""
    last = {one.goals[-1] for one in people if not _circles(one.goals)}
    passed = {goal for one in people for goal in one.goals} - last
    made = {goal: sim.add_exit_stage(scene.goals[goal]) for goal in sorted(last)}
    for goal in sorted(passed):
        middle = scene.goals[goal].centroid
        west, south, east, north = scene.goals[goal].bounds
        made[goal] = sim.add_waypoint_stage((middle.x, middle.y), min(east - west, north - south) / 2)
    return made


def _circles(goals: Sequence[int]) -> bool:
    return len(goals) > 1 and goals[0] == goals[-1]


def _journey(library: Any, sim: Any, stages: Sequence[int]) -> tuple[int, int]:
    journey = library.JourneyDescription(list(dict.fromkeys(stages)))
    for one, after in pairwise(stages):
        journey.set_transition_for_stage(one, library.Transition.create_fixed_transition(after))
    return sim.add_journey(journey), stages[0]


def _look(sim: Any, numbers: dict[int, int]) -> Look:
    pairs = [(numbers[agent.id], *agent.position) for agent in sim.agents()]
    seen = np.array(sorted(pairs), dtype=np.float64).reshape(-1, 3)
    return Look(float(sim.elapsed_time()), seen[:, 0].astype(np.int64), seen[:, 1:])


def _steps(sim: Any, numbers: dict[int, int], walked: Walked, count: int) -> None:
    for _ in range(count):
        sim.iterate(1)
        for agent in sim.removed_agents():
            walked.left[numbers[agent]] = sim.elapsed_time()


class _Sideways:
    """Who turns sideways: the engine draws no lots, so that three bodies can hold an arch before a door for ever.

    A person who has stood for six seconds, while nobody with the same goal got there, has three quarters of the body
    radius until it is a metre on.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self._goal = np.array([one.goals[-1] for one in people])
        self._since = np.array([one.delay for one in people])
        self._at = np.array([one.at for one in people], dtype=np.float64)
        self._narrow = np.zeros(len(people), dtype=bool)

    def turned(self, look: Look, walked: Walked) -> Iterator[tuple[int, float]]:
        """Yield who turns now, with the share of the radius that it has from here on."""
        who = look.who
        moved = np.hypot(*(look.at - self._at[who]).T)
        free = self._narrow[who] & (moved > BACK)
        for person in who[free].tolist():
            self._narrow[person] = False
            yield person, 1.0
        on = moved > np.where(self._narrow[who], BACK, STANDING)
        self._since[who[on]], self._at[who[on]] = look.time, look.at[on]
        stands = (look.time - self._since[who] > PATIENCE) & ~self._narrow[who]
        if stands.any():
            yield from self._turn(who[stands], look.time, walked)

    def _turn(self, who: Ids, time: float, walked: Walked) -> Iterator[tuple[int, float]]:
        goals = self._goal[who]
        for goal in np.unique(goals):
            if not np.any(walked.left[self._goal == goal] > time - PATIENCE):
                for person in who[goals == goal].tolist():
                    self._narrow[person] = True
                    yield person, SIDEWAYS


def _set_off(sim: Any, agents: Mapping[int, int], waiting: dict[int, Person], time: float) -> None:
    for number in [number for number, one in waiting.items() if one.delay <= time]:
        sim.agent(agents[number]).model.desired_speed = waiting.pop(number).speed


def _slow_down(sim: Any, scene: Scene, agents: Mapping[int, int], people: Sequence[Person], look: Look) -> None:
    """Give everybody in a slowing zone its share of the free speed, and everybody else the whole of it."""
    if not scene.slow:
        return
    shares = np.ones(len(look.who))
    for zone, share in scene.slow:
        shares[shapely.contains_xy(zone, look.at)] = share  # type: ignore[no-untyped-call]
    for number, share in zip(look.who, shares, strict=True):
        if people[number].delay <= look.time:
            sim.agent(agents[int(number)]).model.desired_speed = people[number].speed * float(share)


def scattered(area: BaseGeometry, count: int, walker: Walker, seed: int, place: str = "start") -> list[Pair]:
    """Return places for a number of people in an area, at least a body apart; the same for the same seed.

    Raises:
        InputError: The area does not hold so many.
    """
    parts = polygons(area)
    shares = shared_out([part.area for part in parts], count)
    found: list[Pair] = []
    for number, (part, share) in enumerate(zip(parts, shares, strict=True)):
        found.extend(_filled(part, share, walker, seed + number, place))
    return found


def _filled(part: Polygon, count: int, walker: Walker, seed: int, place: str) -> Iterator[Pair]:
    if not count:
        return
    library = engine()
    try:
        yield from library.distribute_by_number(
            polygon=part,
            number_of_agents=count,
            distance_to_agents=2 * walker.radius,
            distance_to_polygon=walker.radius,
            seed=seed,
        )
    except library.AgentNumberError:
        density = count / part.area
        raise refuse(
            place,
            f"{place} 放不下 {count} 人（{part.area:.0f} m²，{density:.1f} 人/m²）",
            f"{place} does not hold {count} persons ({part.area:.0f} m², {density:.1f} p/m²)",
            Text("减少人数或扩大起始区域", "lower the number of persons or enlarge the start zone"),
        ) from None


def shared_out(weights: Sequence[float], count: int) -> list[int]:
    """Return whole numbers that add up to a count, shared out by weight (largest remainder)."""
    total = sum(weights)
    exact = [count * weight / total for weight in weights]
    shares = [int(one) for one in exact]
    by_rest = sorted(range(len(weights)), key=lambda k: shares[k] - exact[k])
    for k in by_rest[: count - sum(shares)]:
        shares[k] += 1
    return shares
