"""Verification cases of single persons: corridor, stair, response time, speeds, overtaking."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from workbench.crowd.microscopic import Floats, Person, Scene
from workbench.crowd.vv import SEED, Crossings, Finding, Lab, Seen, alone, box, number, seen
from workbench.errors import Text

AGES = {20: (1.60, 1.64), 30: (1.52, 1.56), 40: (1.46, 1.50), 50: (1.39, 1.43), 60: (1.27, 1.27), 70: (1.07, 1.07)}
"""Age → band of the mean free walking speed [m/s]."""


def corridor(lab: Lab) -> Finding:
    """RiMEA 1: 40 m at 1.33 m/s within 26 to 34 s."""
    time = alone(lab, 40, 1.33)
    return Finding(number("{} 秒", "{} s", time), 26 <= time <= 34)


def corridor_at_one(lab: Lab) -> Finding:
    """IMO 1: 40 m at 1.0 m/s in 40 s."""
    time = alone(lab, 40, 1.0)
    return Finding(number("{} 秒", "{} s", time), round(time) == 40)


def corridor_speed(lab: Lab) -> Finding:
    """ISO 2 and NIST 2.1: speed over 40 m is 1.0 ± 0.05 m/s."""
    speed = 40 / alone(lab, 40, 1.0)
    return Finding(number("{} m/s", "{} m/s", speed), abs(speed - 1) <= 0.05)


def _stair(lab: Lab, length: float, speed: float, slow: float) -> tuple[float, float]:
    time = alone(lab, length, speed, slow)
    return time, length / (speed * slow)


def stair_up(lab: Lab) -> Finding:
    """RiMEA 2: 10 m of stair at 0.5 m/s, within 5 % of length/speed."""
    time, expected = _stair(lab, 10, 1.0, 0.5)
    return Finding(number("{} 秒，应为 {}", "{} s, expected {}", time, expected), abs(time / expected - 1) <= 0.05)


def stair_down(lab: Lab) -> Finding:
    """RiMEA 3: 10 m of stair at 0.65 m/s, within 5 % of length/speed."""
    time, expected = _stair(lab, 10, 1.0, 0.65)
    return Finding(number("{} 秒，应为 {}", "{} s, expected {}", time, expected), abs(time / expected - 1) <= 0.05)


def stair_at_one(lab: Lab) -> Finding:
    """IMO 2 and 3: 10 m of stair at 1.0 m/s in 10 s."""
    time, _ = _stair(lab, 10, 1.25, 0.8)
    return Finding(number("{} 秒", "{} s", time), round(time) == 10)


def stair_half(lab: Lab) -> Finding:
    """ISO 3: speed on the stair 0.5 ± 0.05 m/s."""
    time, _ = _stair(lab, 10, 1.0, 0.5)
    return Finding(number("{} m/s", "{} m/s", 10 / time), abs(10 / time - 0.5) <= 0.05)


def stair_hundred(lab: Lab) -> Finding:
    """NIST 2.2: 100 m of stair at 1.0 ± 0.05 m/s."""
    time, _ = _stair(lab, 100, 1.25, 0.8)
    return Finding(number("{} m/s", "{} m/s", 100 / time), abs(100 / time - 1) <= 0.05)


def response(lab: Lab) -> Finding:
    """RiMEA 5, IMO 5: ten persons in 8 × 5 m set off after 10 to 100 s, each at its time."""
    delays = [10.0 * (n + 1) for n in range(10)]
    at = [(0.8 + 1.4 * (n % 5), 1.2 + 2.6 * (n // 5)) for n in range(10)]
    who = [Person(place, 1.2, (0,), delay) for place, delay in zip(at, delays, strict=True)]
    scene = Scene(box(0, 0, 8, 5).union(box(8, 2, 11, 3)), (box(10, 2, 11, 3),))
    found = seen(lab, scene, who, 200)
    late = max(abs(_set_off(found, n) - delay) for n, delay in enumerate(delays))
    told = number("起步时刻最大偏差 {} 秒", "greatest deviation of the start {} s", late)
    return Finding(told, found.walked.remaining == 0 and late <= 0.25)


def _set_off(found: Seen, person: int) -> float:
    """Return the last moment at which a person still stood where it began."""
    times, at = found.tracks.of(person)
    still = np.hypot(*(at - at[0]).T) < 0.01
    return float(times[still][-1])


def ages(lab: Lab) -> Finding:
    """RiMEA 7: fifty adults of six ages walk within the band of their age."""
    assigned = [(age, low + (high - low) * (k + 0.5) / 9) for age, (low, high) in AGES.items() for k in range(9)][:50]
    walked = _lanes(lab, [speed for _, speed in assigned])
    inside = [AGES[age][0] - 0.005 <= v <= AGES[age][1] + 0.005 for (age, _), v in zip(assigned, walked, strict=True)]
    told = f"{sum(inside)} / {len(inside)}"
    return Finding(Text(f"{told} 人在年龄段速度内", f"{told} persons within the band of their age"), all(inside))


def _lanes(lab: Lab, speeds: list[float]) -> Floats:
    """Return the speeds at which people walk side by side over twenty metres, two metres apart."""
    width = 2.0 * len(speeds) + 2
    goals = tuple(box(25, 2.0 * n + 1.5, 26, 2.0 * n + 2.5) for n in range(len(speeds)))
    scene = Scene(box(0, 0, 26, width), goals)
    start, end = Crossings(2.0), Crossings(22.0)
    who = [Person((0.5, 2.0 * n + 2), speed, (n,)) for n, speed in enumerate(speeds)]
    seen(lab, scene, who, 120, start, end)
    return np.array([20 / (end.times[n] - start.times[n]) for n in range(len(speeds))])


def uniform_speeds(lab: Lab) -> Finding:
    """IMO 7: fifty persons of 0.97 to 1.62 m/s keep to that range."""
    walked = _lanes(lab, [0.97 + 0.65 * n / 49 for n in range(50)])
    told = number(
        "{} 至 {} m/s，均值 {}", "{} to {} m/s, mean {}", float(walked.min()), float(walked.max()), float(walked.mean())
    )
    return Finding(told, walked.min() >= 0.965 and walked.max() <= 1.625)


def normal_speeds(lab: Lab) -> Finding:
    """ISO 5: mean and standard deviation of a hundred walked speeds within 0.05 of what was asked."""
    asked = lab.walker
    walked = _lanes(lab, list(asked.speeds(100, SEED)))
    mean, spread = float(walked.mean()), float(walked.std(ddof=1))
    told = number(
        "均值 {}（要求 {}），标准差 {}（要求 {}）",
        "mean {} (asked {}), standard deviation {} (asked {})",
        *(mean, asked.speed, spread, asked.spread),
    )
    return Finding(told, abs(mean - asked.speed) <= 0.05 and abs(spread - asked.spread) <= 0.05)


def narrow_speeds(lab: Lab) -> Finding:
    """NIST 2.4: a hundred persons of N(1.2, 0.2): mean and standard deviation within 0.05."""
    walker = type(lab.walker)(lab.walker.radius, lab.walker.time_gap, 1.2, 0.2)
    return normal_speeds(Lab(walker, lab.limits))


def overtaking(lab: Lab) -> Finding:
    """ISO 7: a fast person overtakes a slow one in a corridor of two metres."""
    scene = Scene(box(0, 0, 42, 2), (box(41, 0, 42, 2),))
    slow, fast = Person((3.0, 1.1), 0.5, (0,)), Person((0.5, 0.9), 1.3, (0,))
    found = seen(lab, scene, [slow, fast], 120)
    behind, ahead = found.walked.left
    told = number("慢者 {} 秒到达，快者 {} 秒", "slow one there after {} s, fast one after {} s", behind, ahead)
    return Finding(told, bool(ahead < behind))


def rising(values: list[float]) -> bool:
    """Return whether each value is greater than the one before."""
    return all(a < b for a, b in pairwise(values))
