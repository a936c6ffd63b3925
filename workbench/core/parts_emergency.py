"""What a case keeps of its emergency plan beside the rows of the plan: words of the office, table-top exercises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from workbench.core.commands.emergency import DrillLine, DrillSignal


@dataclass(frozen=True)
class Words:
    """What the office says about a scenario or a trigger, by the fields of the pack's list."""

    words: Mapping[str, str]


@dataclass(frozen=True)
class DrillRecord:
    """A table-top exercise with what each signal led to."""

    title: str
    on: date
    lead: str
    participants: tuple[str, ...]
    signals: tuple[DrillSignal, ...]
    lines: tuple[DrillLine, ...]
    scenarios: tuple[str, ...]
    source: str = ""
    sha256: str = ""
