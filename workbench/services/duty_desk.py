"""The five-party duties at the desk: what the matrix lacks, lists that come back, what an earlier case already had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.case_parts import DutyState
from workbench.core.duty_matrix import Fault, Held, ReadLine, codes_in, faults, held_in, read_lines
from workbench.core.facts import normal
from workbench.errors import Text
from workbench.services import access, queue
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person
from workbench.storage.queue import CaseFilter

TAKEN = ("person", "phone", "post")
"""What is taken over where this case has nothing of its own; a name without its telephone helps nobody."""


def matrix_faults(look: Look) -> tuple[Fault, ...]:
    """Return what is wrong with the matrix of a case."""
    return faults(held_in(look.case, look.pack), look.application, look.pack)


@dataclass(frozen=True)
class ListLine:
    """A duty for the command line."""

    duty: str
    party: str
    title: Text
    person: str
    status: str
    due: str
    line: str
    returned: str
    gaps: tuple[Text, ...]


@dataclass(frozen=True)
class Matrix:
    """The matrix of a case: its duties, and what is wrong with it."""

    lines: tuple[ListLine, ...]
    faults: tuple[Fault, ...]


def table(desk: Desk, person: Person, case: str) -> Matrix:
    """Return the matrix of a case; the reading is recorded."""
    from workbench.services.presenting import duties

    look = Look(desk, queue.find(desk, case))
    access.require(look.pack, person, "read_case")
    desk.database.access.record(look.case.id, actor=person.id, at=desk.clock.now())
    lines = tuple(
        ListLine(d.code, d.party, d.title, d.person, d.status, d.due, d.line, str(d.returned or ""), d.gaps)
        for d in duties(look.assessment, look.verdicts)
    )
    return Matrix(lines, matrix_faults(look))


def read_back(desk: Desk, person: Person, case: str, text: str) -> tuple[ReadLine, ...]:
    """Return what the codes in typed or scanned text mean for a case; nothing is recorded."""
    look = Look(desk, queue.find(desk, case))
    access.require(look.pack, person, "read_case")
    known = {duty: line.code for duty, line in look.case.returned.items()}
    return read_lines(codes_in(text), look.case.number, held_in(look.case, look.pack), known)


def returned(case: str, lines: tuple[ReadLine, ...], desk: Desk, source: str) -> c.ReturnDuties | None:
    """Return the command that records the lines that are in order; ``None`` when there are none."""
    own = tuple(line.code for line in lines if line.result == "own")
    return c.ReturnDuties(case, own, desk.today, source) if own else None


# Last year's case


@dataclass(frozen=True)
class Earlier:
    """A case whose duties may be taken over: its identifier, number, name and first day."""

    case: str
    number: str
    title: str
    first_day: str


@dataclass(frozen=True)
class Difference:
    """A duty that stood otherwise in the earlier case.

    ``taken``: this case has nothing of its own there, so that it is taken over; else it is only shown.
    """

    duty: str
    title: Text
    before: str
    now: str
    taken: bool


@dataclass(frozen=True)
class Takeover:
    """What taking over would do: the differences, and the commands for those that are taken."""

    number: str
    differences: tuple[Difference, ...]
    commands: tuple[c.SetDuty, ...]


def earlier_cases(desk: Desk, person: Person, case: str) -> tuple[Earlier, ...]:
    """Return the undertaker's other cases, the newest event first."""
    look = Look(desk, desk.case(case))
    access.require(look.pack, person, "read_case")
    name = look.application.fields.get("und.name")
    if not isinstance(name, str) or not name.strip():
        return ()
    rows = desk.database.search_cases(CaseFilter(text=name), queue.days(desk)).rows
    same = [row for row in rows if row.case != look.case.id and normal(row.undertaker, "text") == normal(name, "text")]
    same.sort(key=lambda row: (row.first_day is not None, row.first_day), reverse=True)
    return tuple(Earlier(row.case, row.number, row.title, str(row.first_day or "")) for row in same)


def take_over(desk: Desk, person: Person, case: str, source: str) -> Takeover:
    """Return what taking the duties of an earlier case over would change; nothing is recorded yet."""
    look, other = Look(desk, desk.case(case)), Look(desk, desk.case(source))
    access.require(look.pack, person, "read_case")
    before = {one.code: one for one in held_in(other.case, other.pack)}
    found = [
        (one, before[one.code])
        for one in held_in(look.case, look.pack)
        if one.code in before and before[one.code].person
    ]
    differing = [(now, then) for now, then in found if _differs(now, then)]
    return Takeover(
        other.case.number,
        tuple(_difference(look, now, then) for now, then in differing),
        tuple(_commands(look.case, other.case.number, differing)),
    )


def _differs(now: Held, then: Held) -> bool:
    return any(getattr(now, name) != getattr(then, name) for name in ("person", "support", "oversee"))


def _difference(look: Look, now: Held, then: Held) -> Difference:
    return Difference(now.code, look.pack.duties[now.code].text, _told(then), _told(now), not now.person)


def _told(one: Held) -> str:
    helpers = "".join(f" +{party}" for party in one.support)
    return f"{one.person or '—'}{helpers}" + "".join(f" ◎{party}" for party in one.oversee)


def _commands(case: Case, number: str, differing: list[tuple[Held, Held]]) -> Iterator[c.SetDuty]:
    """Yield a command per duty that has nobody yet: earlier person and overlays, the state that it has now."""
    for now, then in differing:
        if now.person:
            continue
        said = case.duty(now.code) or DutyState(now.status)
        values = {f.name: getattr(said, f.name) for f in fields(said)}
        values |= {name: getattr(then, name) for name in TAKEN}
        values |= {"status": now.status, "support": then.support, "oversee": then.oversee, "source": number}
        yield c.SetDuty(case.id, now.code, **values)


def looked_at(case: Case, duty: str) -> c.SetDuty:
    """Return the command that says an officer has checked what was taken over."""
    said = replace(case.duty(duty) or DutyState(""), source="")
    return c.SetDuty(case.id, duty, **{f.name: getattr(said, f.name) for f in fields(said)})
