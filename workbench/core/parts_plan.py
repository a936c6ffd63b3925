"""What the office made of the plan: one entry per row or object that differs from what was handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from workbench.core.commands.plan import Shape
from workbench.core.values import Scalar

CHANGED, ADDED, REMOVED = "changed", "added", "removed"


@dataclass(frozen=True)
class PlanEdit:
    """A row or object that differs: ``values`` are the columns that do, or all of an added row, ordered by key."""

    state: str
    values: tuple[tuple[str, Scalar], ...] = ()
    shape: Shape | None = None


Edits: TypeAlias = Mapping[tuple[str, str], PlanEdit]
"""(sheet or ``site.`` layer, code) → how it differs."""
