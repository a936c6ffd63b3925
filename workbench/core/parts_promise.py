"""What happened to a promise, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from workbench.core.case_parts import Act


@dataclass(frozen=True)
class PromiseStep:
    """A step in the life of a promise.

    Attributes:
        kind: ``made``, ``letter``, ``reminded``, ``extended``, ``delivered``, ``returned``, ``confirmed``, ``waived``.
        act: Who recorded it.
        text: Reason, note, or how the promisor was reminded.
        file, sha256: The letter, or the paper that came in.
        due: Local moment up to which the paper is owed from then on, where the step sets one.
        was: The moment before, for an extension.
        received: Local moment at which the paper came in.
        code: Ground on which it was waived, channel of a reminder.
        who: The other person named: who approved an extension.
    """

    kind: str
    act: Act
    text: str = ""
    file: str = ""
    sha256: str = ""
    due: datetime | None = None
    was: datetime | None = None
    received: datetime | None = None
    code: str = ""
    who: str = ""
