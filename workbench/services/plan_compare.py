"""What differs between the plan in force and the filed one, as rows of the security plan."""

from __future__ import annotations

from workbench.core.plan_differences import differences
from workbench.services.plan_source import PlanSource


def lines(source: PlanSource) -> tuple[tuple[str, ...], ...]:
    """Return the differences as rows of the plan; a public copy names no posts."""
    found = differences(source.filed, source.plan, source.pack)
    return tuple(tuple(source.say(text) or "—" for text in (one.what, one.filed, one.now, one.note)) for one in found)
