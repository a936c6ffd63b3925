"""What the programme sheet itself shows: criteria that are not met, acts out of time, acts without culture approval.

Genre takes no part: it is never a ground. Which words of origin, interaction and effects point at which criteria is
pack data; the officer's conclusion stands in the case, not here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from workbench.core.facts import normal, number_of
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices, word
from workbench.core.values import Application, Row, Scalar

OUTSIDE = "outside_session"
OVERLAP = "overlap"


@dataclass(frozen=True)
class ActState:
    """One row of the programme: criteria the row points at, what is wrong with its time, and whether it is approved."""

    row: Row
    codes: tuple[str, ...]
    timing: tuple[str, ...]
    approved: bool

    @property
    def no(self) -> str:
        """Return the number of the act as text."""
        return str(self.row["no"])


def acts(application: Application, pack: Pack) -> tuple[ActState, ...]:
    """Return every act in sheet order."""
    rows = application.rows("programme")
    rules, timing = ActRules(pack), _timing(rows, application)
    return tuple(ActState(row, rules.codes(row), timing.get(row.number, ()), bool(row["approval"])) for row in rows)


class ActRules:
    """The pack's words for acts, looked up once for a whole programme."""

    def __init__(self, pack: Pack) -> None:
        """Read what an act is compared with."""
        self._pack = pack

    @cached_property
    def _foreign(self) -> frozenset[str]:
        rows = choices(self._pack, "performer_origins").values()
        return frozenset(row.text.zh for row in rows if row.data.get("needs_approval"))

    @cached_property
    def _kinds(self) -> Mapping[str, Choice]:
        return choices(self._pack, "interaction_codes")

    @cached_property
    def _effects(self) -> Mapping[str, Choice]:
        return choices(self._pack, "effect_codes")

    def codes(self, row: Row) -> tuple[str, ...]:
        """Return the criteria that a row points at, each once: approval, control, kind of interaction, effects."""
        return tuple(dict.fromkeys(self._codes(row)))

    def _codes(self, row: Row) -> Iterator[str]:
        if row["origin"] in self._foreign and not row["approval"]:
            yield word(self._pack, "approval_criterion")
        kind = self._kinds.get(str(row["interactive"]))
        if kind is not None and kind.data.get("controlled"):
            if not (row["stop_word"] and row["supervisor"]):
                yield word(self._pack, "stop_criterion")
            if not (row["inter_zone"] and row["inter_control"]):
                yield word(self._pack, "zone_criterion")
        for found in (kind, self._effects.get(str(row["effects"]))):
            if found is not None:
                yield from _listed(found.data.get("criteria"))


def _listed(value: Scalar) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _timing(rows: tuple[Row, ...], application: Application) -> dict[int, tuple[str, ...]]:
    """Return what is wrong with the time of an act, by row number; an act without a time cannot be told."""
    found: dict[int, list[str]] = {}
    sessions = {str(row["code"]): row for row in application.rows("sessions")}
    for row in rows:
        if _outside(row, sessions.get(str(row["session"]))):
            found.setdefault(row.number, []).append(OUTSIDE)
    for number in _overlapping(rows):
        found.setdefault(number, []).append(OVERLAP)
    return {number: tuple(words) for number, words in found.items()}


def span(row: Row) -> tuple[datetime, datetime] | None:
    """Return when an act starts and ends, ``None`` where start or duration is not stated."""
    start, minutes = row["start"], number_of(row["minutes"])
    if not isinstance(start, datetime) or minutes is None:
        return None
    return start, start + timedelta(minutes=float(minutes))


def _outside(row: Row, session: Row | None) -> bool:
    own = span(row)
    if own is None or session is None:
        return False
    start, end = session["start"], session["end"]
    early = isinstance(start, datetime) and own[0] < start
    return early or (isinstance(end, datetime) and own[1] > end)


def _overlapping(rows: tuple[Row, ...]) -> Iterator[int]:
    """Yield the rows that begin on a stage before an earlier act there has ended."""
    timed = [(str(normal(row["stage"], "text")), *when, row.number) for row in rows if (when := span(row)) is not None]
    busy: dict[str, datetime] = {}
    for stage, start, end, number in sorted(timed):
        if stage in busy and start < busy[stage]:
            yield number
        busy[stage] = max(end, busy.get(stage, end))
