"""Which authorities are asked and why, by when they are to answer, and where their answers differ.

The authorities, their conditions, questions and days are rows of the pack's ``consult_departments``; the officer sends.

Source:
    营业性演出管理条例 articles 13–16 (A) for the culture authority; other rows and the days are office defaults (P).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from workbench.core.calendar import WorkCalendar
from workbench.core.case import Case
from workbench.core.case_parts import Consultation
from workbench.core.facts import condition_facts
from workbench.core.pack import Choice, Facts, Pack
from workbench.core.parameters import choices, number
from workbench.core.parts_consultation import Reply, point_key
from workbench.core.scope import headcount
from workbench.core.values import Application
from workbench.errors import Text

BETWEEN = "departments"
"""Key of the conflict between departments; a department that differs from itself has its request as the key."""


@dataclass(frozen=True)
class Proposal:
    """An authority that the pack proposes to ask.

    ``holds`` is ``None`` when the application does not state what the condition needs; then the officer judges.
    """

    row: Choice
    holds: bool | None
    why: Text


@dataclass(frozen=True)
class Side:
    """One reply in a conflict: request, its number among the replies from 1, who, and the reply."""

    request: str
    serial: int
    dept: str
    reply: Reply

    @property
    def key(self) -> str:
        """Return how a resolution names the reply."""
        return f"{self.request}#{self.serial}"


@dataclass(frozen=True)
class Conflict:
    """Replies that differ, side by side: key, what differs, the replies, whether the present ones are settled."""

    key: str
    title: Text
    sides: tuple[Side, ...]
    resolved: bool


@dataclass(frozen=True)
class Point:
    """An open or closed point of a joint meeting; ``outcome`` is empty while it is open."""

    meeting: str
    title: str
    point: str
    text: str
    owner: str
    due: date
    outcome: str = ""
    closed: date | None = None


def facts(application: Application, pack: Pack, level: int | None) -> Facts:
    """Return what the conditions of the authorities may name: form, sheets, headcount and security level."""
    found = dict(condition_facts(application, pack))
    found["case.headcount"] = headcount(application)
    found["case.level"] = level
    return found


def proposals(application: Application, pack: Pack, level: int | None) -> tuple[Proposal, ...]:
    """Return the authorities whose condition holds or cannot be told, in the order of the pack."""
    known = facts(application, pack, level)
    rows = choices(pack, "consult_departments").values()
    judged = [(row, True if row.when is None else row.when.test(known)) for row in rows]
    return tuple(Proposal(row, holds, _why(row)) for row, holds in judged if holds is not False)


def _why(row: Choice) -> Text:
    return Text(str(row.data["why_zh"]), str(row.data["why_en"]))


def questions(row: Choice) -> tuple[Text, ...]:
    """Return the questions that the pack puts to an authority."""
    zh, en = row.data["questions_zh"], row.data["questions_en"]
    assert isinstance(zh, tuple | list)
    assert isinstance(en, tuple | list)
    return tuple(Text(a, b) for a, b in zip(zh, en, strict=True))


def codes_of(row: Choice, name: str) -> tuple[str, ...]:
    """Return a list of codes in the data of a row; one that is not there is empty."""
    value = row.data.get(name, ())
    return tuple(value) if isinstance(value, tuple | list) else (str(value),)


def reply_due(row: Choice | None, pack: Pack, calendar: WorkCalendar, today: date, decision_due: date | None) -> date:
    """Return the day by which a reply is asked for: the row's working days, but a working day before the decision."""
    days = row.data.get("days") if row is not None else None
    asked = calendar.add_workdays(today, int(str(days)) if days is not None else int(number(pack, "consult_days")))
    if decision_due is None:
        return asked
    return max(min(asked, calendar.back_workdays(decision_due, 1)), today)


def expires(pack: Pack, due: date) -> date:
    """Return the last day on which the reply of a packet is taken."""
    return due + timedelta(days=int(number(pack, "packet_days")))


def stance(pack: Pack, position: str) -> str:
    """Return for what a position stands: ``for``, ``if``, ``against`` or ``none``."""
    row = choices(pack, "opinion_positions").get(position)
    return str(row.data.get("stance", "none")) if row is not None else "none"


def waiting(case: Case) -> tuple[tuple[str, Consultation], ...]:
    """Return the requests whose reply is still wanted."""
    return tuple((key, asked) for key, asked in case.consultations.items() if asked.waiting)


def conflicts(case: Case, pack: Pack) -> tuple[Conflict, ...]:
    """Return replies that differ: a department with its own earlier reply, and departments with each other."""
    current = [(key, asked) for key, asked in case.consultations.items() if asked.current and asked.replies]
    found = [_own(case, key, asked) for key, asked in current if _differs_from_itself(asked)]
    sides = tuple(_side(key, asked, len(asked.replies)) for key, asked in current)
    stances = {stance(pack, side.reply.position) for side in sides} - {"none"}
    if "against" in stances and len(stances) > 1:
        title = Text("各部门意见不一致", "departments disagree")
        concerned = tuple(side for side in sides if stance(pack, side.reply.position) != "none")
        found.append(Conflict(BETWEEN, title, concerned, _resolved(case, BETWEEN, concerned)))
    return tuple(found)


def _differs_from_itself(asked: Consultation) -> bool:
    return any(_point(a) != _point(b) for a, b in pairwise(asked.replies))


def _point(reply: Reply) -> tuple[str, tuple[str, ...]]:
    return reply.position, reply.conditions


def _own(case: Case, key: str, asked: Consultation) -> Conflict:
    sides = tuple(_side(key, asked, serial) for serial in range(1, len(asked.replies) + 1))
    title = Text(f"{asked.dept}前后答复不一致", f"{asked.dept}: replies differ")
    return Conflict(key, title, sides, _resolved(case, key, sides))


def _side(key: str, asked: Consultation, serial: int) -> Side:
    return Side(key, serial, asked.dept, asked.replies[serial - 1])


def _resolved(case: Case, key: str, sides: tuple[Side, ...]) -> bool:
    known = case.resolutions.get(key)
    return known is not None and {side.key for side in sides} <= set(known.replies)


def points(case: Case) -> Iterator[Point]:
    """Yield the points of all joint meetings with their outcome."""
    for key, meeting in case.all_meetings().items():
        for point in meeting.points:
            closed = case.consulting.closed.get(point_key(key, point.point))
            yield Point(
                key,
                meeting.title,
                point.point,
                point.text,
                point.owner,
                point.due,
                closed.outcome if closed else "",
                closed.on if closed else None,
            )
