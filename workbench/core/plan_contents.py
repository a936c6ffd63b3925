"""Which of the required contents does the safety work plan show, and where?"""

from __future__ import annotations

from dataclasses import dataclass

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
