"""All papers of a case, by theme; how a paper is added is told in :mod:`workbench.services.slips`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.services import (
    papers_after,
    papers_closing,
    papers_consultation,
    papers_emergency,
    papers_endings,
    papers_event,
    papers_forms,
    papers_instruments,
    papers_intake,
    papers_periods,
    papers_plan,
    papers_programme,
    papers_reading,
)
from workbench.services.looking import Look
from workbench.services.slips import Slip

THEMES: tuple[Callable[[Look], Iterator[Slip]], ...] = (
    papers_instruments.slips,
    papers_periods.slips,
    papers_consultation.slips,
    papers_event.slips,
    papers_endings.slips,
    papers_reading.slips,
    papers_after.slips,
    papers_forms.slips,
    papers_programme.slips,
    papers_plan.slips,
    papers_emergency.slips,
    papers_intake.slips,
    papers_closing.slips,
)
"""Where slips come from, in the order of the lists."""


def slips(look: Look) -> tuple[Slip, ...]:
    """Return every paper that can be made of a case now: instruments of its acts, other versions of them, forms."""
    found = [slip for theme in THEMES for slip in theme(look)]
    return tuple(sorted(found, key=lambda slip: (slip.is_form, bool(slip.variant))))
