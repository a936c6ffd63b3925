"""The dates that another calendar may move, worked out fast: days alone, without the lines of their derivations.

A case's inputs (:class:`Inputs`) are kept with its row in the register, so that thousands of open cases are counted
again without reading one of them. The answers are those of :mod:`workbench.core.deadlines`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from workbench.core.calendar import WorkCalendar
from workbench.core.canonical import Plain
from workbench.core.case import Case
from workbench.core.clock import Clocks, closed_pauses, last_day, standing
from workbench.core.derivation import Pause, in_pause
from workbench.core.facts import day_of
from workbench.core.governing import governed
from workbench.core.parts_timing import Moved


@dataclass(frozen=True)
class Inputs:
    """What the moving dates of a case rest on; hearings are (code, told on, asked for on, over)."""

    received: date
    notices: tuple[date, ...] = ()
    accepted: date | None = None
    pauses: tuple[Pause, ...] = ()
    extended: int = 0
    decided: date | None = None
    delivered: date | None = None
    first_day: date | None = None
    hearings: tuple[tuple[str, date, date | None, bool], ...] = ()
    ended: bool = False


@dataclass(frozen=True)
class Rules:
    """The clock rows of the pack, the office's promise in working days (``None`` = the pack's), and today."""

    clocks: Clocks
    today: date
    promised: int | None = None


def inputs_of(case: Case, *, ended: bool) -> Inputs:
    """Return the inputs of a case; ``ended``: nothing is awaited any more."""
    dates = case.process_dates()
    return Inputs(
        received=dates.received,
        notices=dates.corrections,
        accepted=dates.accepted,
        pauses=tuple(Pause(start, resumed) for _ground, start, resumed in dates.pauses),
        extended=dates.extended,
        decided=dates.decided,
        delivered=dates.delivered,
        first_day=day_of(governed(case.application, case.facts).fields.get("ev.start_date")),
        hearings=tuple(
            (code, h.offered, h.asked, h.held is not None or h.closed_on is not None)
            for code, h in case.timing.hearings.items()
        ),
        ended=ended,
    )


def moving(inputs: Inputs, rules: Rules, calendar: WorkCalendar) -> dict[str, date]:
    """Return the dates in working days that are still awaited, by the identifier of their deadline."""
    if inputs.ended:
        return {}
    found = dict(_hearings(inputs, rules, calendar))
    if inputs.decided is not None:
        if inputs.delivered is None:
            found["deliver_due"] = last_day(rules.clocks["deliver_due"], inputs.decided, calendar)
        return found
    notice = last_day(rules.clocks["correction_due"], inputs.received, calendar)
    accepted = accepted_on(inputs, notice, rules.today)
    if accepted is None:
        if not inputs.notices:
            found["correction_due"] = notice
    else:
        found |= _decision(inputs, accepted, rules, calendar)
    if inputs.first_day is not None:
        before = last_day(rules.clocks["tolerance_event"], inputs.first_day, calendar)
        found["tolerance_limit"] = min(before, found.get("decision_due", before))
    return found


def accepted_on(inputs: Inputs, notice: date, today: date) -> date | None:
    """Return the day of acceptance, deemed or express; ``None`` while there is none."""
    first = min((day for day in inputs.notices if day <= today), default=None)
    express = inputs.accepted if inputs.accepted is not None and inputs.accepted <= today else None
    state = standing(notice, today, first=first, express=express)
    return inputs.received if state == "deemed" else express


def _decision(inputs: Inputs, accepted: date, rules: Rules, calendar: WorkCalendar) -> Iterator[tuple[str, date]]:
    pauses = closed_pauses(inputs.pauses, rules.today)
    rule = rules.clocks["decision_due"]
    yield "decision_due", _counted(calendar, accepted, rule.amount + inputs.extended, pauses)
    promise = rules.clocks.get("decision_promised")
    if promise is not None:
        amount = promise.amount if rules.promised is None else rules.promised
        if amount < rule.amount:
            yield "decision_promised", _counted(calendar, accepted, amount, pauses)


def _counted(calendar: WorkCalendar, start: date, amount: int, pauses: tuple[Pause, ...]) -> date:
    if not pauses:
        return calendar.add_workdays(start, amount)
    day = start
    while amount:
        day += timedelta(days=1)
        amount -= calendar.is_workday(day) and not in_pause(day, pauses)
    return day


def _hearings(inputs: Inputs, rules: Rules, calendar: WorkCalendar) -> Iterator[tuple[str, date]]:
    for code, offered, asked, over in inputs.hearings:
        if over:
            continue
        if asked is None:
            yield f"hearing_request:{code}", last_day(rules.clocks["hearing_request"], offered, calendar)
        elif "hearing_hold" in rules.clocks:
            yield f"hearing_hold:{code}", last_day(rules.clocks["hearing_hold"], asked, calendar)


def used_days(inputs: Inputs, accepted: date, calendar: WorkCalendar, today: date) -> int:
    """Return the working days of the period for the decision that have been used by today."""
    used, day = 0, accepted
    while day < today:
        day += timedelta(days=1)
        used += calendar.is_workday(day) and not in_pause(day, inputs.pauses)
    return used


def moved(inputs: Inputs, rules: Rules, before: WorkCalendar, after: WorkCalendar) -> tuple[Moved, ...]:
    """Return the dates that differ between two calendars."""
    old, new = moving(inputs, rules, before), moving(inputs, rules, after)
    return tuple(Moved(name, old.get(name), new.get(name)) for name in {**old, **new} if old.get(name) != new.get(name))


# As the register keeps them


def plain(inputs: Inputs) -> dict[str, Plain]:
    """Return the inputs as plain values for the register; what is empty is left out."""
    told: dict[str, Plain] = {
        "received": inputs.received.isoformat(),
        "notices": [day.isoformat() for day in inputs.notices],
        "pauses": [[p.start.isoformat(), _iso(p.resumed)] for p in inputs.pauses],
        "hearings": [[code, told_.isoformat(), _iso(asked), over] for code, told_, asked, over in inputs.hearings],
        "extended": inputs.extended,
        "ended": inputs.ended,
        **{name: _iso(getattr(inputs, name)) for name in _DAYS},
    }
    return {name: value for name, value in told.items() if value not in (None, [], 0, False)}


def read(told: Mapping[str, Plain]) -> Inputs:
    """Return the inputs from what :func:`plain` made."""
    pauses, hearings, notices = (_list(told.get(name)) for name in ("pauses", "hearings", "notices"))
    return Inputs(
        received=_day(told["received"]),
        notices=tuple(map(_day, notices)),
        pauses=tuple(Pause(_day(p[0]), _maybe(p[1])) for p in map(_list, pauses)),
        extended=int(str(told.get("extended", 0))),
        hearings=tuple((str(h[0]), _day(h[1]), _maybe(h[2]), bool(h[3])) for h in map(_list, hearings)),
        ended=bool(told.get("ended", False)),
        accepted=_maybe(told.get("accepted")),
        decided=_maybe(told.get("decided")),
        delivered=_maybe(told.get("delivered")),
        first_day=_maybe(told.get("first_day")),
    )


_DAYS = ("accepted", "decided", "delivered", "first_day")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: Plain) -> date:
    return date.fromisoformat(str(text))


def _maybe(text: Plain) -> date | None:
    return None if text is None else _day(text)


def _list(value: Plain) -> list[Plain]:
    return list(value) if isinstance(value, list | tuple) else []
