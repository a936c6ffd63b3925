"""What of a signed decision still stands: differences since the signature, with approved changes told apart.

An approved change of the permit is a decision of its own, signed and sealed; what it changed is no silent change. What
was changed before it and after it still counts.
"""

from __future__ import annotations

from collections.abc import Iterable

from workbench.core.case import Case
from workbench.core.events import Happened
from workbench.core.evolve import evolve, replay
from workbench.core.seal import differences
from workbench.errors import Text

CHANGED = "change_decided"


def changed_silently(events: Iterable[Happened], version: int, cover: str = "decision") -> tuple[Text, ...]:
    """Return by name what covered content changed since a signature without a decided change.

    Args:
        events: All events of the case, in order.
        version: Version of the signed state.
        cover: What the signature covers.
    """
    given = list(events)
    signed = replay(given[:version])
    if signed is None:
        return ()
    found: dict[str, Text] = {}
    base, state = signed, signed
    for happened in given[version:]:
        after = evolve(state, happened)
        if happened.kind == CHANGED and happened.body.get("result") == "approved":
            found |= _named(base, state, cover)
            base = after
        state = after
    return tuple((found | _named(base, state, cover)).values())


def _named(before: Case, after: Case, cover: str) -> dict[str, Text]:
    return {text.zh: text for text in differences(before, after, cover)}
