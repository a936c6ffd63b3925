"""Small words that several views and papers share."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workbench.core.describe import describe
from workbench.core.pack import Pack
from workbench.core.records import Recorded
from workbench.errors import NO_TEXT, Text
from workbench.services.views_lists import TimelineEntry


def text_of(value: object) -> str:
    """Return a stated value as text; empty when it is not stated."""
    return "" if value is None else str(value)


def level_name(pack: Pack, level: int | None) -> Text:
    """Return the name of a security level in the words of the pack; empty when it is not known."""
    rows = pack.lists["risk_levels"].values()
    return next((row.text for row in rows if row.data.get("level") == level), NO_TEXT)


_CODED = (
    *("statuses", "document_verdicts", "programme_verdicts", "site_verdicts", "duty_states", "opinion_positions"),
    *(
        "promise_types",
        "promise_fallbacks",
        "condition_moments",
        "delivery_methods",
        "publication_places",
        "urging_channels",
        "conflict_ways",
    ),
)
"""Lists whose codes stand in the history as values."""

_OUTCOMES = {"grant": Text("准予", "grant"), "refuse": Text("不予许可", "refuse"), "True": Text("是", "yes")}
_BETWEEN = re.compile(r"( · |；)")


def worded(pack: Pack, value: str) -> Text:
    """Return a value of the history with its codes put into the words of a pack; anything else stays as it is."""
    known = {code: row.text for name in _CODED for code, row in pack.lists.get(name, {}).items()}
    parts = [{**known, **_OUTCOMES}.get(part, Text(part, part)) for part in _BETWEEN.split(value)]
    return Text("".join(p.zh for p in parts), "".join(p.en for p in parts))


def entry_of(
    event: Recorded, pack: Pack, names: Mapping[str, str], told: tuple[tuple[Text, str, str], ...] = ()
) -> TimelineEntry:
    """Return an event as a line of the timeline.

    Args:
        event: The event.
        pack: The rule pack whose words it is told in.
        names: Names of people by identifier.
        told: What it changed: name, before, after; empty when that is not wanted.
    """
    return TimelineEntry(
        seq=event.seq,
        version=event.version,
        kind=event.kind,
        title=describe(event, pack),
        actor=str(event.body.get("by_name") or names.get(event.actor, event.actor)),
        at=event.at,
        changes=told,
        hash=event.hash,
        signed="fingerprint" in event.body,
    )
