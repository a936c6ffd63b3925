"""Entries that acts on the emergency plan leave; they are keyed edits, so nothing else is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workbench.core.parts_emergency import DrillRecord, Words

ENTRIES: dict[str, tuple[type, Callable[[Any], bool]]] = {
    "set_scenario": (Words, lambda x: not x.words),
    "set_trigger": (Words, lambda x: not x.words),
    "record_drill": (DrillRecord, lambda _: False),
    "remove_drill": (DrillRecord, lambda _: True),
}
"""Keyed edit → the entry that it leaves, and when it leaves none."""
