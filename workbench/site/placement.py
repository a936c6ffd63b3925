"""Where to place mobile points, lookouts or equipment points: integer programmes with optimum, bound and gap.

*Best for a number*: choose k of the candidates so that the demand covered weighs most (maximal covering location).
*Fewest for a share*: choose as few as reach a share of the demand. Demand that is covered already counts first.

Demand points that the same candidates cover are taken together, which changes nothing in the answer. The solver is
HiGHS; what it returns is read with its dual bound: no other choice can be better than the bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from workbench.site.walkable import Floats, Mask

OPTIMAL, STOPPED, UNREACHABLE = "optimal", "stopped", "unreachable"
ROUNDING = 1e-6
"""A bound on a number of places is rounded up when it exceeds a whole number by more than this."""
HALF = 0.5
SOLVER_ERROR = 4
"""scipy's status for everything that is neither an answer nor a limit reached."""
SHARE_SLACK = 1e-6
"""A share is reached when it lacks less than this."""
SUM_SCALE = 1000.0
"""What the row of the share adds up to: its slack must stand far above the 1e-6 to which the solver keeps a row."""


@dataclass(frozen=True)
class Demand:
    """What is to be covered, and who covers it.

    Attributes:
        weight: Of each demand point, not negative, shape (points,).
        covers: Which candidate covers which point, shape (candidates, points).
        already: Points that are covered without any candidate, shape (points,).
    """

    weight: Floats
    covers: Mask
    already: Mask

    @property
    def total(self) -> float:
        """Return the whole weight."""
        return float(self.weight.sum())

    def covered(self, chosen: tuple[int, ...]) -> float:
        """Return the weight that a choice covers, what is covered already included."""
        return float(self.weight[self.already | self.covers[list(chosen)].any(axis=0)].sum())


@dataclass(frozen=True)
class Placement:
    """What a programme answers.

    Attributes:
        chosen: Candidates, ascending.
        value: Weight covered; for the fewest, their number stands in ``chosen``.
        bound: No choice does better: largest weight for a number, smallest number for a share.
        gap: Distance of the answer from the bound, relative; 0 = proven best.
        status: ``optimal``, ``stopped`` (time limit; the best so far) or ``unreachable`` (all candidates together do
            not reach the share; ``chosen`` is then the fewest that reach as much as all do).
        best: Weight that all candidates together cover.
    """

    chosen: tuple[int, ...]
    value: float
    bound: float
    gap: float
    status: str
    best: float


def best(demand: Demand, count: int, seconds: float) -> Placement:
    """Return the choice of at most ``count`` candidates that covers most.

    Args:
        demand: What and who.
        count: Number of candidates to choose, not negative.
        seconds: Time limit of the solver.
    """
    weight, covers = _grouped(demand)
    places = len(covers)
    have, reach = demand.covered(()), demand.covered(tuple(range(places)))
    if not len(weight) or not count:
        return Placement((), have, have, 0.0, OPTIMAL, reach)
    scale = demand.total
    cost = np.concatenate([np.zeros(places), -weight / scale])
    number = np.concatenate([np.ones(places), np.zeros(len(weight))])
    found = _solved(cost, covers, number, float(min(count, places)), seconds)
    chosen = _lean(demand, found.chosen)
    value = demand.covered(chosen)
    bound = reach if found.dual is None else min(reach, max(value, have - found.dual * scale))
    return Placement(chosen, value, bound, _gap(bound - value, bound), found.status, reach)


def fewest(demand: Demand, share: float, seconds: float) -> Placement:
    """Return the smallest choice that covers a share of the whole weight.

    Args:
        demand: What and who.
        share: 0 to 1.
        seconds: Time limit of the solver.
    """
    weight, covers = _grouped(demand)
    places = len(covers)
    have, reach = demand.covered(()), demand.covered(tuple(range(places)))
    scale = demand.total or 1.0
    slack = SHARE_SLACK * scale
    goal = min(share * demand.total, reach) - slack
    status = OPTIMAL if reach >= share * demand.total - slack else UNREACHABLE
    if have >= goal or not len(weight):
        return Placement((), have, 0.0, 0.0, status, reach)
    cost = np.concatenate([np.ones(places), np.zeros(len(weight))])
    sums = np.concatenate([np.zeros(places), -weight * (SUM_SCALE / scale)])
    found = _solved(cost, covers, sums, (have - goal) * (SUM_SCALE / scale), seconds)
    chosen = _lean(demand, found.chosen or tuple(range(places)))
    bound = min(float(len(chosen)), float(np.ceil((found.dual or 0.0) - ROUNDING)))
    status = found.status if status == OPTIMAL else status
    return Placement(chosen, demand.covered(chosen), bound, _gap(len(chosen) - bound, len(chosen)), status, reach)


@dataclass(frozen=True)
class _Found:
    """What the solver returned: its choice (none when it found none in time), dual bound, status."""

    chosen: tuple[int, ...]
    dual: float | None
    status: str


def _grouped(demand: Demand) -> tuple[Floats, Mask]:
    """Return weight and cover of the points that are open and can be covered, equal columns taken together."""
    left = ~demand.already & (demand.weight > 0) & demand.covers.any(axis=0)
    covers = demand.covers[:, left]
    if not covers.shape[1]:
        return np.zeros(0), covers
    _kinds, first, kind = np.unique(np.packbits(covers, axis=0), axis=1, return_index=True, return_inverse=True)
    weight = np.bincount(kind.ravel(), weights=demand.weight[left], minlength=len(first)).astype(np.float64)
    return weight, covers[:, first]


def _solved(cost: Floats, covers: Mask, row: Floats, most: float, seconds: float) -> _Found:
    """Minimise a cost over choices and what they cover, one further row of which may not exceed a number.

    Only the choice itself must be whole: what it covers then is whole by itself.
    """
    sparse, optimize = _matrices(), _solver()
    places, groups = covers.shape
    covering = sparse.hstack([sparse.csr_matrix(-covers.T.astype(float)), sparse.eye_array(groups)])
    limits = np.concatenate([np.zeros(groups), [most]])
    rules = optimize.LinearConstraint(sparse.vstack([covering, sparse.csr_matrix(row)]), -np.inf, limits)
    whole = np.concatenate([np.ones(places), np.zeros(groups)])
    options = {"time_limit": seconds, "mip_rel_gap": 0.0}
    asked = {"integrality": whole, "bounds": optimize.Bounds(0, 1), "constraints": rules}
    found = optimize.milp(cost, **asked, options=options)
    if found.status == SOLVER_ERROR:  # what presolve left was refused: the programme as written is slower and sure
        found = optimize.milp(cost, **asked, options=options | {"presolve": False})
    chosen = () if found.x is None else tuple(int(one) for one in np.nonzero(found.x[:places] > HALF)[0])
    dual = found.mip_dual_bound
    known = dual is not None and np.isfinite(dual)
    return _Found(chosen, float(dual) if known else None, OPTIMAL if found.status == 0 else STOPPED)


def _lean(demand: Demand, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Return a choice without the places that add nothing to the others."""
    times = demand.covers[list(chosen)].sum(axis=0) + demand.already
    kept = []
    for one in reversed(chosen):
        alone = demand.covers[one] & (times == 1) & (demand.weight > 0)
        if alone.any():
            kept.append(one)
        else:
            times -= demand.covers[one]
    return tuple(reversed(kept))


def _gap(over: float, whole: float) -> float:
    return max(0.0, over) / abs(whole) if whole else 0.0


def _solver() -> Any:
    """Return scipy's optimisers, which carry no types."""
    from scipy import optimize

    return optimize


def _matrices() -> Any:
    """Return scipy's sparse matrices, which carry no types."""
    from scipy import sparse

    return sparse
