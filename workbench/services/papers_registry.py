"""All papers of a case, by theme; how a paper is added is told in :mod:`workbench.services.slips`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.services import papers_forms, papers_instruments, papers_periods, papers_programme
from workbench.services.looking import Look
from workbench.services.papers_after import slips as after_slips
from workbench.services.slips import Slip

THEMES: tuple[Callable[[Look], Iterator[Slip]], ...] = (
    papers_instruments.slips,
    papers_periods.slips,
    after_slips,
    papers_forms.slips,
    papers_programme.slips,
)
"""Where slips come from, in the order of the lists."""


def slips(look: Look) -> tuple[Slip, ...]:
    """Return every paper that can be made of a case now: instruments of its acts, then forms."""
    return tuple(slip for theme in THEMES for slip in theme(look))
