"""What belongs to a case of counted people: the counts as they were recorded together."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.case_parts import Act
from workbench.core.commands import Count


@dataclass(frozen=True)
class CountSet:
    """Counts recorded together: of a file with its fingerprint, or typed."""

    counts: tuple[Count, ...]
    source: str
    sha256: str
    act: Act
