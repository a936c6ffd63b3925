"""What a person sees of the registers: entries in words, their watched days, figures, clashes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from workbench.core.pack import Register
from workbench.core.register_entries import RegisterEntry
from workbench.errors import NO_TEXT, Text
from workbench.storage.registers import CaseRef


@dataclass(frozen=True)
class WatchedDay:
    """A watched day of an entry: ``state`` is ``past``, ``soon`` or ``later``; ``words`` say what lapses when."""

    field: str
    moment: date
    left: int
    state: str
    words: Text


@dataclass(frozen=True)
class EntryView:
    """An entry of a register.

    Attributes:
        entry: Identifier; ``version`` is that of its stream (of an entry of the office, for changing it).
        case: The case it belongs to; empty for an entry of the office.
        title: What it is called.
        values: As recorded, for a form.
        words: Field key → the value in words; fields that are not stated are left out.
        open: Whether it waits to be closed.
        watched: Its watched days, the earliest first.
        in_order: False when a measure of the register names it.
    """

    entry: str
    register: str
    version: int
    case: str
    title: Text
    values: RegisterEntry
    words: Mapping[str, Text]
    open: bool
    watched: tuple[WatchedDay, ...] = ()
    in_order: bool = True


@dataclass(frozen=True)
class MeasureView:
    """A figure of a register: ``in_order`` is ``None`` where it is not judged; ``names`` are what is not in order."""

    key: str
    label: Text
    value: str
    in_order: bool | None
    advice: Text = NO_TEXT
    names: tuple[Text, ...] = ()
    objects: tuple[str, ...] = ()


@dataclass(frozen=True)
class RegisterPage:
    """A register with the entries that match, its figures, and what may be done with it."""

    register: Register
    entries: tuple[EntryView, ...]
    measures: tuple[MeasureView, ...]
    may_keep: bool
    """Whether the person may enter and change."""
    now: datetime
    """The local moment at which the page holds."""
    choices: Mapping[str, tuple[tuple[str, Text], ...]] = field(default_factory=dict)
    """Field key → (code, words) that can be chosen there."""


@dataclass(frozen=True)
class Appearance:
    """A case in which an organisation appears, with its roles there."""

    case: CaseRef
    roles: tuple[Text, ...]
    persons: int | None = None


@dataclass(frozen=True)
class LogLine:
    """A change of an entry: when, who, what."""

    at: datetime
    actor: str
    text: Text


@dataclass(frozen=True)
class EntryDetail:
    """An entry with what belongs to it, the cases in which it appears, and how it came to be as it is."""

    view: EntryView
    parts: tuple[RegisterPage, ...]
    appearances: tuple[Appearance, ...]
    log: tuple[LogLine, ...]
    warnings: tuple[Text, ...] = ()
    """What to know before relying on it: open incidents, lapsed licences, a ban."""


@dataclass(frozen=True)
class Lapse:
    """A watched day of some entry: a licence that lapses, a task that is due."""

    register: str
    register_title: Text
    entry: str
    case: str
    owner: Text
    title: Text
    day: WatchedDay


@dataclass(frozen=True)
class Proposal:
    """An organisation of a received package that the register does not have, or has otherwise.

    ``entry`` is the known entry to be changed; empty = a new one. ``differs`` names the fields that are other.
    """

    case: str
    case_title: str
    entry: str
    version: int
    values: RegisterEntry
    words: Mapping[str, Text]
    licence: RegisterEntry | None = None
    licence_words: Text = NO_TEXT
    differs: tuple[Text, ...] = ()

    @property
    def name(self) -> str:
        """Return the name of the organisation."""
        return str(self.values.get("name") or "")


@dataclass(frozen=True)
class CaseBody:
    """An organisation of a case, and what the register knows of it (``None`` = nothing)."""

    name: str
    roles: tuple[Text, ...]
    entry: str
    warnings: tuple[Text, ...]
    incidents: int = 0
    open_incidents: int = 0
    other_cases: int = 0
    aside: bool = False
    """The office does not enter it: it is in the register of those put aside."""


@dataclass(frozen=True)
class Clash:
    """A clash between cases on a day: ``kind`` is ``venue``, ``provider`` or ``police``."""

    kind: str
    day: date
    cases: tuple[CaseRef, ...]
    text: Text
    formula: str = ""


@dataclass(frozen=True)
class CalendarLine:
    """A case on a day: its sessions there, the phase it is in, the persons its companies send, its clashes."""

    day: date
    case: CaseRef
    start: datetime | None
    end: datetime | None
    phase: Text
    providers: tuple[tuple[str, int], ...] = ()
    police: int = 0
    clashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CalendarView:
    """The cases by day over a span, and the clashes in it."""

    first: date
    last: date
    lines: tuple[CalendarLine, ...]
    clashes: tuple[Clash, ...]


@dataclass(frozen=True)
class SectionPage:
    """A group of registers of a case, as its page shows them together."""

    code: str
    title: Text
    icon: str
    pages: tuple[RegisterPage, ...]


@dataclass(frozen=True)
class CaseRegisters:
    """Everything registered about a case: its own registers by section, its organisations, its clashes."""

    case: str
    sections: tuple[SectionPage, ...]
    bodies: tuple[CaseBody, ...]
    clashes: tuple[Clash, ...]
    prefill: Mapping[str, tuple[RegisterEntry, ...]]
    """Register → entries that the application proposes and that are not there yet."""
