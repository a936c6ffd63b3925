"""What every command is: a frozen wish about one case, listed by its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

ALL: dict[str, type[Command]] = {}
"""Command kind → class, in the order of this file."""


@dataclass(frozen=True)
class Command:
    """A wish about one case."""

    case: str
    kind: ClassVar[str] = ""
    signed: ClassVar[bool] = False
    """True for signed acts: they seal the case and cannot be undone, only revoked."""

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Name the command after its class and list it."""
        super().__init_subclass__(**kwargs)
        cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        ALL[cls.kind] = cls
