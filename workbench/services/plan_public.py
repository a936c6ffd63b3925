"""The public copy of a security plan: what must not be public is taken out of every text of it, wherever it stands.

The copy is made without posts, maps and telephones to begin with. Free texts of the plan can still name them, so the
finished content is read through once more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from reports.security_plan import SecurityPlan
from workbench.services.plan_source import PlanSource
from workbench.services.wording import text_of

_SHEETS = ("posts", "parties", "forces")
_KEPT = frozenset({"issue", "map", "routes", "event", "days", "version", "chapters", "language", "contents", "basis"})
"""Parts that hold no text of the plan's rows, or are not printed."""
_LEAST = 2
"""Signs of the shortest name that is looked for."""
_WRITTEN = frozenset(
    {"scenarios", "triggers", "safety", "traffic", "entering", "leaving", "roster_note", "differences"}
)
"""Parts in which a code is one of a post, and not of a required content."""


def redacted(content: SecurityPlan, source: PlanSource) -> SecurityPlan:
    """Return the content of a public copy without names, telephones and codes of posts in any of its texts."""
    hidden = source.texts["hidden_name"]
    people, codes = _pattern(_people(source)), _pattern(str(row["code"]) for row in source.plan.rows("posts"))
    changed: dict[str, Any] = {}
    for part in fields(content):
        if part.name not in _KEPT:
            value = _cleared(getattr(content, part.name), people, hidden)
            changed[part.name] = _cleared(value, codes, hidden) if part.name in _WRITTEN else value
    return replace(content, **changed)


def _people(source: PlanSource) -> Iterator[str]:
    """Yield names, telephones and call signs that stand in the rows, the form and the registers of the plan."""
    for sheet in _SHEETS:
        for row in source.plan.rows(sheet):
            yield from (text_of(row[key]) for key in ("lead", "phone") if key in row.values)
    for key, value in source.plan.fields.items():
        if key.endswith(("lead", "phone", "contact")):
            yield text_of(value)


def _pattern(words: Iterator[str]) -> re.Pattern[str] | None:
    """Return what finds any of the words, the longest first; a word of letters and figures only as a whole."""
    known = sorted({word for word in words if len(word) >= _LEAST}, key=len, reverse=True)
    if not known:
        return None
    return re.compile(r"(?<![A-Za-z0-9])(?:" + "|".join(map(re.escape, known)) + r")(?![A-Za-z0-9])")


def _cleared(value: Any, pattern: re.Pattern[str] | None, hidden: str) -> Any:
    """Return a value with what the pattern finds in its texts hidden."""
    if pattern is None:
        return value
    if isinstance(value, str):
        return pattern.sub(hidden, value)
    if isinstance(value, tuple):
        return tuple(_cleared(one, pattern, hidden) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{p.name: _cleared(getattr(value, p.name), pattern, hidden) for p in fields(value)})
    return value
