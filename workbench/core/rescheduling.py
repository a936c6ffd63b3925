"""An approved change of time: what moves along with the sessions of the event.

A session takes its new start and end; every other time that belongs to it (doors, binding of tickets, acts of the
programme, shifts) moves by as much as its start. Days of the event follow from the sessions.

Source:
    大型群众性活动安全管理条例 Art. 15.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from workbench.core.commands import SessionTime
from workbench.core.values import Application, Row, Scalar

SESSIONS = "sessions"
DAYS = ("ev.start_date", "ev.end_date")
"""First and last day of the event in the application form."""


def times_of(application: Application) -> tuple[SessionTime, ...]:
    """Return the stated times of the sessions, in sheet order; sessions without start or end are left out."""
    found = []
    for row in application.rows(SESSIONS):
        start, end, doors = row.values.get("start"), row.values.get("end"), row.values.get("doors")
        if isinstance(start, datetime):
            until = end if isinstance(end, datetime) else start
            found.append(
                SessionTime(str(row.values.get("code")), start, until, doors if isinstance(doors, datetime) else None)
            )
    return tuple(found)


def moved(application: Application, times: tuple[SessionTime, ...]) -> Application:
    """Return the application with its sessions at new times and everything of theirs moved along."""
    new = {time.session: time for time in times}
    old = {time.session: time for time in times_of(application)}
    shifts = {code: new[code].start - old[code].start for code in new if code in old}
    sheets = {
        name: tuple(_session(row, new, shifts) if name == SESSIONS else _of_session(row, shifts) for row in rows)
        for name, rows in application.sheets.items()
    }
    there = replace(application, sheets=sheets)
    return replace(there, fields={**application.fields, **_days(application, there)})


def _session(row: Row, new: Mapping[str, SessionTime], shifts: Mapping[str, timedelta]) -> Row:
    time = new.get(str(row.values.get("code")))
    if time is None:
        return row
    shifted = _shifted(row, shifts.get(time.session, timedelta(0)))
    stated: dict[str, Scalar] = {"start": time.start}
    if "end" in row.values:
        stated["end"] = time.end
    if time.doors is not None:
        stated["doors"] = time.doors
    return replace(shifted, values={**shifted.values, **stated})


def _of_session(row: Row, shifts: Mapping[str, timedelta]) -> Row:
    shift = shifts.get(str(row.values.get("session")))
    return row if shift is None else _shifted(row, shift)


def _shifted(row: Row, shift: timedelta) -> Row:
    """Return a row with every time of day moved; plain days stay, because they may belong to a paper."""
    moved_values = {key: value + shift if isinstance(value, datetime) else value for key, value in row.values.items()}
    return replace(row, values=moved_values)


def _days(before: Application, after: Application) -> dict[str, Scalar]:
    """Return the first and last day of the event, moved by as many days as the first and last start."""
    old, new = _starts(before), _starts(after)
    days: dict[str, Scalar] = {}
    for key, which in zip(DAYS, (min, max), strict=True):
        day = before.fields.get(key)
        if isinstance(day, date) and old and new:
            days[key] = day + (which(new).date() - which(old).date())
    return days


def _starts(application: Application) -> list[datetime]:
    return [time.start for time in times_of(application)]


def shift_of_start(application: Application, times: tuple[SessionTime, ...]) -> timedelta:
    """Return by how much the first start of the event moves."""
    before, after = _starts(application), _starts(moved(application, times))
    return min(after) - min(before) if before and after else timedelta(0)
