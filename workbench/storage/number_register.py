"""The register of drawn numbers as a table: series, year, number, who drew it for what and when, why it was voided."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, func, select

from workbench.storage.connection import Store
from workbench.storage.schema import cases, journal, numbers


@dataclass(frozen=True)
class RegisterRow:
    """A drawn number; ``at`` is the moment of recording as stored, ``case`` the case that drew it, else empty."""

    series: str
    year: int
    number: int
    at: str
    actor: str
    case: str
    case_number: str
    void_reason: str


class NumberRegister:
    """Reads the register; numbers are drawn and voided through the journal alone."""

    def __init__(self, store: Store) -> None:
        """Work on an open database."""
        self._store = store

    def rows(self, *, year: int | None = None, series: str = "", case: str = "") -> tuple[RegisterRow, ...]:
        """Return the numbers by series, year and number.

        Args:
            year: Only this year.
            series: Only this series.
            case: Only what this case drew.
        """
        own = and_(cases.c.case_id == func.substr(numbers.c.stream, 6), numbers.c.stream.startswith("case/"))
        columns = (numbers.c.series, numbers.c.year, numbers.c.number, journal.c.at, journal.c.actor)
        whole = numbers.join(journal, journal.c.seq == numbers.c.seq).outerjoin(cases, own)
        asked = select(*columns, cases.c.case_id, cases.c.number.label("case_number"), numbers.c.void_reason)
        asked = asked.select_from(whole).order_by(numbers.c.series, numbers.c.year, numbers.c.number)
        if year is not None:
            asked = asked.where(numbers.c.year == year)
        if series:
            asked = asked.where(numbers.c.series == series)
        if case:
            asked = asked.where(numbers.c.stream == f"case/{case}")
        with self._store.read() as connection:
            found = connection.execute(asked).all()
        return tuple(RegisterRow(*row[:5], row[5] or "", row[6] or "", row[7]) for row in found)
