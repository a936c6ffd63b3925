"""The five-party responsibility list as handed in: what is not done, what is left out, who signs for it."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.pack import Duty, Pack
from workbench.core.parameters import by_word, words
from workbench.core.values import Application, Row

UNDONE = "undone"


@dataclass(frozen=True)
class DutyState:
    """A duty with its row, if there is one.

    ``status`` is a code of the pack's ``duty_states``; an empty or unknown word counts as not done.
    """

    duty: Duty
    row: Row | None
    status: str


@dataclass(frozen=True)
class DutyList:
    """The list as handed in: its rows, the state of every duty of the pack, and the gaps by code.

    ``not_done`` covers the parties of the applicant's side; the authorities' own items may stay empty.
    """

    rows: int
    states: tuple[DutyState, ...]
    not_done: tuple[str, ...]
    missing: tuple[str, ...]


def duties(application: Application, pack: Pack) -> DutyList:
    """Return how every duty of the pack stands, in pack order."""
    rows = application.rows("duties")
    by_code = {str(r["code"]): r for r in reversed(rows)}
    states = tuple(_state(duty, by_code.get(code), pack) for code, duty in pack.duties.items())
    own = words(pack, "duty_parties")
    undone = tuple(s.duty.code for s in states if s.row is not None and s.status == UNDONE and s.duty.party in own)
    missing = tuple(s.duty.code for s in states if s.row is None)
    return DutyList(len(rows), states, undone, missing)


def _state(duty: Duty, row: Row | None, pack: Pack) -> DutyState:
    stated = None if row is None else by_word(pack, "duty_states", row["status"])
    return DutyState(duty, row, UNDONE if stated is None else stated.code)
