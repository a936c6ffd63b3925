"""What differs between the plan in force and the filed one, as rows of the security plan."""

from __future__ import annotations

from workbench.core.plan_differences import Difference, differences
from workbench.services.plan_source import PlanSource


def lines(source: PlanSource) -> tuple[tuple[str, ...], ...]:
    """Return the differences as rows of the plan; a public copy names no posts."""
    return tuple(_line(source, one) for one in differences(source.filed, source.plan, source.pack))


def _line(source: PlanSource, one: Difference) -> tuple[str, ...]:
    told = tuple(source.say(text) or "—" for text in (one.what, one.filed, one.now, one.note))
    return (*told[:-1], source.texts["hidden_name"]) if source.public and one.posts else told
