"""Which of the required contents does the safety work plan show, and where?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from workbench.core.pack import Pack, PlanContent
from workbench.core.values import Application, Row


@dataclass(frozen=True)
class ContentState:
    """A required plan content and the row that says where it stands; ``None`` = missing.

    A row that names no file says nothing, so the content counts as missing.
    """

    content: PlanContent
    row: Row | None

    @property
    def present(self) -> bool:
        """Return whether the plan shows this content."""
        return self.row is not None


def contents(application: Application, pack: Pack) -> tuple[ContentState, ...]:
    """Return every plan content of the pack, in pack order."""
    rows = {str(r["code"]): r for r in reversed(application.rows("plan")) if r["file"] is not None}
    return tuple(ContentState(content, rows.get(content.code)) for content in pack.plan.values())


MISSING, UNSOUND, ADEQUATE = 0, 1, 2
"""Grades of a content."""


def grade(shown: int, points: int) -> int:
    """Return the grade of a content of whose review points so many are shown."""
    if not shown:
        return MISSING
    return ADEQUATE if shown == points else UNSOUND


def adequacy(scores: Mapping[str, int], pack: Pack) -> Decimal | None:
    """Return the share of the points that a plan got, by the weights of the pack; ``None`` while one has no score."""
    every = pack.plan
    if not every or any(code not in scores for code in every):
        return None
    most = sum(ADEQUATE * Decimal(content.weight) for content in every.values())
    return sum((scores[code] * Decimal(content.weight) for code, content in every.items()), Decimal(0)) / most
