"""What an officer has chosen and typed for a recommendation that is not signed yet, and how it is kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from workbench.core.commands import RefusalReason

FIELD = "decision"
"""Name under which the draft is kept."""


@dataclass(frozen=True)
class Draft:
    """Outcome (see ``CHOICES``), approved number, opinion, reasons of a refusal."""

    choice: str = ""
    approved: int = 0
    opinion: str = ""
    reasons: tuple[RefusalReason, ...] = ()

    def with_(self, **values: Any) -> Draft:
        """Return the draft with other values."""
        return replace(self, **values)


def written(draft: Draft) -> str:
    """Return a draft as text; empty when nothing was chosen or typed."""
    if not (draft.choice or draft.opinion or draft.reasons):
        return ""
    return json.dumps(asdict(draft), ensure_ascii=False)


def read(text: str) -> Draft:
    """Return a draft from its text; a text of another kind gives an empty draft."""
    try:
        data = json.loads(text)
        reasons = tuple(RefusalReason(**row) for row in data["reasons"])
        return Draft(str(data["choice"]), int(data["approved"]), str(data["opinion"]), reasons)
    except (ValueError, TypeError, KeyError):
        return Draft()
