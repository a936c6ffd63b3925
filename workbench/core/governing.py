"""The value of a fact that governs: which contradictions are settled, and the application as every sum reads it.

What was handed in never changes. Scope, authority, level, clocks and papers read :func:`governed`: the application with
the chosen values in the places that the pack names for the fact. The ledger goes on showing every statement.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from workbench.core.case_parts import Governing, Stated
from workbench.core.facts import FactEntry, conflicts, day_of, normal, number_of, shown_value
from workbench.core.parts_plan import Edits
from workbench.core.values import Application, Row, Scalar

Chosen = Mapping[tuple[str, str], Governing]
"""(fact, scope) → the value that governs."""


@dataclass(frozen=True)
class Said:
    """What officers have said: statements entered, values chosen, and edits of the plan, one over the other."""

    stated: Mapping[str, Stated] = field(default_factory=dict)
    chosen: Chosen = field(default_factory=dict)
    plan: tuple[Edits, ...] = ()


NOTHING_SAID = Said()
"""A package that nobody has worked on."""


def settled(entry: FactEntry, chosen: Chosen) -> bool:
    """Return whether a value was chosen that still stands: nothing else has been stated since."""
    governing = chosen.get((entry.code, entry.scope))
    if governing is None:
        return False
    return not governing.known or {shown_value(v) for v, _ in entry.values} <= set(governing.known)


def open_conflicts(entries: tuple[FactEntry, ...], chosen: Chosen) -> tuple[FactEntry, ...]:
    """Return the contradictions that nobody has settled."""
    return tuple(entry for entry in conflicts(entries) if not settled(entry, chosen))


_GOVERNED: deque[tuple[Application, Chosen, Application]] = deque(maxlen=8)
"""The last applications worked out. Neither side ever changes, so the same objects give the same result."""


def governed(application: Application, chosen: Chosen) -> Application:
    """Return the application with the governing values in place of those they govern."""
    if not any(governing.governs for governing in chosen.values()):
        return application
    for known, said, made in tuple(_GOVERNED):
        if known is application and said is chosen:
            return made
    made = _governed(application, chosen)
    _GOVERNED.append((application, chosen, made))
    return made


def _governed(application: Application, chosen: Chosen) -> Application:
    fields, sheets = dict(application.fields), dict(application.sheets)
    for governing in chosen.values():
        for place in governing.governs:
            sheet, _, column = place.partition(".")
            if sheet in sheets:
                sheets[sheet] = _limited(sheets[sheet], column, governing.value)
            else:
                fields[place] = _fitting(governing.value, fields.get(place))
    return replace(application, fields=fields, sheets=sheets)


def _limited(rows: tuple[Row, ...], column: str, value: Scalar) -> tuple[Row, ...]:
    """Return rows whose largest number of a column is the value: larger ones fall to it, the largest rises to it."""
    limit = number_of(value)
    stated = [n for n in (number_of(row.values.get(column)) for row in rows) if n is not None]
    if limit is None or not stated:
        return rows
    return tuple(_held(row, column, limit, max(stated)) for row in rows)


def _held(row: Row, column: str, limit: Decimal, largest: Decimal) -> Row:
    own = number_of(row.values.get(column))
    if own is None or (own <= limit and own != largest):
        return row
    return replace(row, values={**row.values, column: int(limit) if limit == limit.to_integral_value() else limit})


def _fitting(value: Scalar, stated: Scalar) -> Scalar:
    """Return a value that a paper states as text in the kind that the workbook has there."""
    if not isinstance(value, str) or isinstance(stated, str):
        return value
    if isinstance(stated, date):
        return day_stated(value) or value
    return normal(value, "number")


def day_stated(value: Scalar) -> date | None:
    """Return the day that a value states, as a date or in ISO text; anything else is ``None``."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else day_of(value)
    except ValueError:
        return None


def moved_to(moment: datetime, first: date | None) -> datetime:
    """Return a moment of the first day on the day that governs, at the same hour."""
    return datetime.combine(first, moment.time()) if first is not None else moment
