"""What ranges of the risk index cost against bare NumPy, and what the risk page waits for after one click."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from workbench.bench import START, Ratio, alternate
from workbench.core import commands as c
from workbench.core.uncertainty import BINS, Doubt, Ladder, draws, sampled

FACTORS, SAMPLES, SEED = 48, 20_000, 147
TARGET = 0.016
"""Seconds that the page may wait after one click."""
_LADDER = Ladder((0, 25, 45, 65), (4, 3, 2, 1), (None, 2, 1))


def montecarlo(_folder: Path, _cases: int) -> Ratio:
    """Measure the sampling of every factor, random numbers included, against the same sums in bare NumPy."""
    weight = 100 / (4 * FACTORS)
    doubts = [Doubt(f"F{n}", weight, 1.0, 2.0, 3.5, red=n % 5 == 0) for n in range(FACTORS)]

    def ours() -> None:
        draws.cache_clear()
        sampled(doubts, _LADDER, SEED, SAMPLES)

    ours_, bare = alternate(ours, lambda: _bare(weight), 15)
    return Ratio(f"{SAMPLES} samples of {FACTORS} factors", ours_, bare, 1.3, "bare: NumPy, the same numbers and sums")


def _bare(weight: float) -> None:
    """Do in NumPy alone what the sampling needs: draw, spread, add up, rank, count, level, red lines."""
    drawn = np.random.Generator(np.random.PCG64(SEED)).random((FACTORS, SAMPLES))
    score = np.where(drawn < 0.5, 1.0 + 2 * drawn, 2.0 + 3 * (drawn - 0.5))
    index = np.full(FACTORS, weight) @ score
    np.percentile(index, [5, 50, 95])
    np.histogram(index, BINS, (0, 100))
    reds = (score[::5] >= 3.5).sum(axis=0)
    level = np.array(_LADDER.levels)[np.searchsorted(np.array(_LADDER.bounds), index, "right") - 1]
    np.bincount(np.minimum(level, np.array([4, 2, 1])[np.minimum(reds, 2)]))


def factor(folder: Path, _cases: int) -> Ratio:
    """Measure what is worked out anew for the risk page after one factor was scored otherwise."""
    from workbench.services import office, risk_desk
    from workbench.services.acting import do_all
    from workbench.services.clocks import ScriptedClock
    from workbench.services.intake import receive
    from workbench.services.looking import Look
    from workbench.storage.packs import sample_package, samples

    with office.desk_at(folder, clock=ScriptedClock(START)) as desk:
        person = office.add_user(
            desk, None, office.NewPerson("bench", "测量", "measuring-only", frozenset({"officer"}))
        )
        case = receive(desk, person, sample_package(samples()[0])).case
        state = do_all(desk, person, [c.ScoreFactor(case, code, 2, 2) for code in desk.pack.factors])
        states = [state, do_all(desk, person, [c.ScoreFactor(case, next(iter(desk.pack.factors)), 3, 3)])]
        risk_desk.view_of(Look(desk, state))

        def ours() -> None:
            states.reverse()
            risk_desk.view_of(Look(desk, states[0]))

        seconds, _ = alternate(ours, lambda: None, 25)
    return Ratio("risk page after one click", seconds, TARGET, 1.0, f"bare: the target, {TARGET * 1000:.0f} ms")


BENCHES: Mapping[str, Callable[[Path, int], Ratio]] = {"montecarlo": montecarlo, "factor": factor}
"""Name → measurement."""
