"""What the list screens show: people, clocks, rows of the queue, a case at a glance.

They stand apart from the views of a case, so that the window that opens on the queue loads nothing of a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.values import Scalar
from workbench.errors import NO_TEXT, Text


@dataclass(frozen=True)
class Person:
    """Who is signed in: roles are ``officer``, ``approver``, ``supervisor``, ``liaison``, ``administrator``."""

    id: str
    account: str
    name: str
    roles: frozenset[str]
    organisation: str = ""


@dataclass(frozen=True)
class ClockView:
    """The statutory clock of a case.

    ``state``: ``none`` (not accepted), ``running``, ``paused``, ``overdue``, ``decided``. ``group`` is the queue group:
    ``overdue``, ``today``, ``three``, ``week``, ``paused``, ``permitted_open``, ``waiting``, ``closed``.
    """

    state: str
    due: date | None = None
    used: int = 0
    limit: int = 7
    left: int | None = None
    group: str = "waiting"
    estimate: bool = False
    steps: tuple[Text, ...] = ()
    """The derivation, one line per step."""


@dataclass(frozen=True)
class QueueRow:
    """One case in the queue.

    ``blocks``: nine states ``meets``, ``correct``, ``tolerated``, ``not_applicable``, ``open``.
    """

    case: str
    number: str
    title: str
    undertaker: str
    first_day: date | None
    last_day: date | None
    headcount: int | None
    level: int | None
    level_fixed: bool
    status: str
    step: int
    blocks: tuple[str, ...]
    clock: ClockView
    officer: str
    tags: tuple[Text, ...] = ()
    updated: datetime | None = None


@dataclass(frozen=True)
class QueuePage:
    """A page of the queue, with chip counters over the whole queue and the key to ask for the next page."""

    rows: tuple[QueueRow, ...]
    counts: dict[str, int]
    total: int
    next_key: tuple[Scalar, ...] | None = None


@dataclass(frozen=True)
class OpenItem:
    """Something that is not settled.

    Where, what kind (``block``, ``correct``, ``tolerated``, ``warn``, ``info``), since whom. ``others`` are further
    objects that it is about.
    """

    kind: str
    text: Text
    step: int
    object: str = ""
    due: date | None = None
    check: str = ""
    remedy: Text = NO_TEXT
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class TimelineEntry:
    """An event of a case for the history page: what, who, when, before → after."""

    seq: int
    version: int
    kind: str
    title: Text
    actor: str
    at: datetime
    changes: tuple[tuple[Text, str, str], ...]
    """(what, before, after)."""
    hash: str
    signed: bool = False


@dataclass(frozen=True)
class PreviewView:
    """What the queue's preview adds to its row; a look at it is not an opening and is not recorded as one.

    ``step_states`` are the states of the eight steps (see :class:`StepView`); empty when they are not known.
    """

    case: str
    place: str = ""
    nature: Text = NO_TEXT
    step_states: tuple[str, ...] = ()
    open_items: tuple[OpenItem, ...] = ()
    recent: tuple[TimelineEntry, ...] = ()
    accepted: date | None = None
    if_today: date | None = None
    """Last day for the decision if the case were accepted today; ``None`` once it is accepted."""
    if_today_steps: tuple[Text, ...] = ()
    """How that day comes about, one line each."""
