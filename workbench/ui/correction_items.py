"""The lines that a correction notice proposes: what the review found, and what the rules found beyond it.

The law wants everything told at once. What the officer judged to need correction must be in the notice; findings that
close a gate and notes kept as reasons are proposed beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from workbench.core.commands import Deficiency
from workbench.services import corrections
from workbench.services.looking import Look
from workbench.services.views import CaseView

MUST = frozenset({"document", "plan"})
"""Where a line comes from that cannot be left out: verdicts and scores of the officer."""


@dataclass(frozen=True)
class Found:
    """What the notice starts from: deficiencies of the review, and the days on which notices were sent before."""

    items: tuple[Deficiency, ...]
    sent: tuple[date, ...]


@dataclass(frozen=True)
class Line:
    """A proposed line: what it is about, whether it must be told, whether it is ticked."""

    deficiency: Deficiency
    title: str
    must: bool = False
    ticked: bool = True


def found(desk: Any, case: str) -> Found:
    """Return what a notice starts from. Runs on the worker."""
    state = desk.case(case)
    return Found(corrections.open_matters(Look(desk, state)), tuple(notice.sent for notice in state.corrections))


def lines(start: Found, view: CaseView) -> tuple[Line, ...]:
    """Return the proposed lines; what the officer judged to need correction must be told."""
    titles = dict(_titles(view))
    return tuple(
        Line(item, f"{item.code} {titles.get(item.code, '')}".strip(), must=item.source in MUST) for item in start.items
    )


def _titles(view: CaseView) -> Iterator[tuple[str, str]]:
    for group in view.classes:
        yield from ((paper.code, paper.title.zh) for paper in group.papers)
        yield from ((content.code, content.title.zh) for content in group.contents)
    yield from ((duty.code, duty.title.zh) for duty in view.duties)
    yield from ((fact.code, fact.title.zh) for fact in view.facts)
