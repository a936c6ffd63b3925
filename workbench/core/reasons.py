"""What a check answers: ``None`` (no data, or it does not apply), or the reasons it fires for; none = in order."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import Text


@dataclass(frozen=True)
class Reason:
    """Why a check fires, and the object concerned (code or field key, may be empty); ``others`` are further ones."""

    why: Text
    object: str = ""
    others: tuple[str, ...] = ()


Reasons = tuple[Reason, ...] | None
