"""Who stands on which post, on which day, in which shift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.core.commands.base import Command


@dataclass(frozen=True)
class Duty:
    """People of one force on a post.

    Attributes:
        force: Name of the unit or company.
        persons: How many of them.
        names: Those of them that are named; as many as ``persons`` at most.
    """

    force: str
    persons: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class RosterChange:
    """Who is on a post on a day in a shift, whoever was there before; no duties = nobody.

    ``post`` is its key in the plan in force, ``day`` the day of the occurrence, ``shift`` counts from 1.
    """

    post: str
    day: date
    shift: int
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True)
class EditRoster(Command):
    """Put people on posts, or take them off; several places together, so that one step back takes all of it back."""

    changes: tuple[RosterChange, ...]
