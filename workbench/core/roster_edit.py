"""What changes make of a roster."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from workbench.core.commands.deployment import RosterChange
from workbench.core.parts_deployment import RosterSlot, slot_key


def changed(roster: Mapping[str, RosterSlot], changes: Iterable[RosterChange]) -> dict[str, RosterSlot]:
    """Return the roster after changes, in the order of days, shifts and posts; a place without duties is not kept."""
    after = dict(roster)
    for one in changes:
        key = slot_key(one.post, one.day, one.shift)
        if one.duties:
            after[key] = RosterSlot(one.post, one.day, one.shift, one.duties)
        else:
            after.pop(key, None)
    return {key: after[key] for key in sorted(after)}
