"""Emergency: what the office adds to scenarios and triggers of the plan, and table-top exercises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from workbench.core.commands.base import Command


@dataclass(frozen=True)
class SetScenario(Command):
    """Say about a scenario what its row of the plan has no column for; no words take everything back.

    ``words`` has the fields of the pack's list ``scenario_fields``.
    """

    scenario: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SetTrigger(Command):
    """Say about a trigger what its row of the plan has no column for; no words take everything back.

    ``words`` has the fields of the pack's list ``trigger_fields``.
    """

    trigger: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DrillSignal:
    """A signal of a table-top exercise: a reading or a word about a trigger, a confirmation, or a scenario seen.

    Attributes:
        reading: The value measured; ``None`` where ``level`` says it, or where only somebody confirms.
        level: ``normal``, ``yellow``, ``orange``, ``red``: for what is not measured.
        confirm: Who confirms what is proposed.
    """

    at: datetime
    trigger: str = ""
    scenario: str = ""
    reading: Decimal | None = None
    level: str = ""
    confirm: str = ""
    place: str = ""
    note: str = ""


@dataclass(frozen=True)
class DrillLine:
    """What a signal leads to: the state, the one who decides, and what is done; ``event`` is the state of the event.

    ``action_en`` is the action in English; empty in exercises kept before both were.
    """

    state: str
    proposed: str
    event: str
    decider: str
    action: str
    owner: str
    scenarios: tuple[str, ...] = ()
    action_en: str = ""


@dataclass(frozen=True)
class RecordDrill(Command):
    """Keep a table-top exercise: its signals, and what each led to by the plan of that moment."""

    drill: str
    title: str
    on: date
    lead: str
    participants: tuple[str, ...]
    signals: tuple[DrillSignal, ...]
    lines: tuple[DrillLine, ...]
    scenarios: tuple[str, ...]
    """Scenarios that the exercise set going; they count as drilled."""
    source: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class RemoveDrill(Command):
    """Take a table-top exercise out again."""

    drill: str
