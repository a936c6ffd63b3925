"""The register of numbers: what was drawn for which case, and numbers voided with their reason, never used again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from workbench.core.case import Case
from workbench.core.decide_base import require
from workbench.core.numbering import Drawn, NumberFault, number_faults
from workbench.core.records import Event
from workbench.errors import Text
from workbench.services import access
from workbench.services.acting import as_known_now
from workbench.services.clocks import local_day
from workbench.services.desk import Desk
from workbench.services.numbering import CASE, paper_number
from workbench.services.views import Person
from workbench.storage.journal import Tx
from workbench.storage.number_register import RegisterRow


@dataclass(frozen=True)
class NumberRow:
    """A number of the register as people see it.

    ``written`` is the number as it stands on paper, ``case`` the case that drew it and ``case_number`` its number,
    ``day`` when, ``by`` on whose act.
    """

    series: str
    year: int
    serial: int
    written: str
    title: Text
    case: str
    case_number: str
    day: date
    by: str
    void_reason: str = ""


@dataclass(frozen=True)
class Register:
    """Numbers, series by series, and what breaks the rule that there are no gaps (K32)."""

    rows: tuple[NumberRow, ...]
    faults: tuple[NumberFault, ...]


def register(desk: Desk, person: Person, year: int | None = None, series: str = "") -> Register:
    """Return the numbers drawn, by series, year and serial.

    Args:
        desk: The opened office.
        person: Who looks.
        year: Only this year; ``None`` = all.
        series: Only this series, e.g. ``大补字``; empty = all.
    """
    access.require(desk.pack, person, "read_numbers")
    found, names = desk.database.numbers.rows(year=year, series=series), desk.names()
    titles = {row.series or code: row.text for code, row in reversed(tuple(desk.pack.papers.items()))}
    rows = tuple(_row(desk, one, names, titles) for one in found)
    return Register(rows, faults(found))


def faults(found: tuple[RegisterRow, ...]) -> tuple[NumberFault, ...]:
    """Return what breaks the rule for numbers in rows of the register."""
    return number_faults(Drawn(one.series, one.year, one.number, one.void_reason or None) for one in found)


def _row(desk: Desk, one: RegisterRow, names: dict[str, str], titles: dict[str, Text]) -> NumberRow:
    written = paper_number(desk, desk.pack, one.series, one.year, one.number)
    return NumberRow(
        series=one.series,
        year=one.year,
        serial=one.number,
        written=written,
        title=_CASES if one.series == CASE else titles.get(one.series, Text(one.series, one.series)),
        case=one.case,
        case_number=written if one.series == CASE else one.case_number,
        day=local_day(datetime.fromisoformat(one.at)),
        by=names.get(one.actor, one.actor),
        void_reason=one.void_reason,
    )


_CASES = Text("案卷编号", "Case number")


def voided(desk: Desk, case: str) -> dict[str, str]:
    """Return the voided numbers of a case as they stand on paper, with their reasons."""
    found = (one for one in desk.database.numbers.rows(case=case) if one.void_reason)
    return {paper_number(desk, desk.pack, o.series, o.year, o.number): o.void_reason for o in found}


def void(desk: Desk, person: Person, series: str, year: int, serial: int, reason: str) -> NumberRow:
    """Void a drawn number: it stays in the register with its reason, is never used again, and its paper not issued.

    Raises:
        Refusal: There is no such number, it is void already, it names a case, its decision was served, or no reason.
        NotAllowedError: It is not the person's to do.
    """
    access.require(desk.pack, person, "void_number")
    found = _found(desk, series, year, serial)
    require(
        reason.strip(),
        *("K32", "reason"),
        ("作废须写明理由", "a number is voided with its reason only"),
        ("请写明为什么作废", "say why it is voided"),
    )
    written = paper_number(desk, desk.pack, series, year, serial)
    if found.case:
        _not_served(desk.case(found.case), written)

    def build(tx: Tx) -> list[Event]:
        as_known_now(desk, person)
        tx.void_number(series, year, serial, reason.strip())
        return []

    stream = f"register/{quote(series, safe='')}-{year}"
    desk.database.journal.append(stream, None, build, actor=person.id, at=desk.clock.now())
    rows = register(desk, person, year, series).rows
    return next(row for row in rows if row.serial == serial)


def _found(desk: Desk, series: str, year: int, serial: int) -> RegisterRow:
    found = next((one for one in desk.database.numbers.rows(year=year, series=series) if one.number == serial), None)
    require(
        found is not None and series != CASE,
        *("K32", "number"),
        (f"没有可以作废的文号 {series} {year} {serial}", f"there is no number {series} {year} {serial} to be voided"),
        ("先查看文号登记簿；案卷编号不作废", "look at the register; case numbers are never voided"),
    )
    assert found is not None
    require(
        not found.void_reason,
        *("K32", "number"),
        (f"该文号已经作废：{found.void_reason}", f"the number is void already: {found.void_reason}"),
        ("无需再次作废", "nothing is left to do"),
    )
    return found


def _not_served(case: Case, written: str) -> None:
    served = case.decision is not None and case.decision.number == written and case.delivery is not None
    require(
        not served,
        *("K32", "number"),
        ("决定已经送达，文号不能作废", "the decision was served: its number cannot be voided"),
        (
            "需要收回决定的，按撤回、撤销或者注销办理",
            "a decision is taken back by withdrawal, revocation or deregistration",
        ),
    )
