"""Lists of the programme in: read with bad rows aside, mended, taken in as the case's programme or kept to compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.core.case import Case
from workbench.core.commands import ProgrammeLine, ReceiveSupplement, ReportProgrammeChange
from workbench.core.values import Application, Row
from workbench.errors import PackageError, Text
from workbench.exchange.programme_file import (
    SHEET,
    Aside,
    Known,
    ProgrammeFile,
    decoded,
    lines_of,
    mended,
    pasted_lines,
    read_programme,
)
from workbench.services.acting import do, refuse_early
from workbench.services.clocks import local_time
from workbench.services.desk import Desk, pack_of
from workbench.services.views import Person

__all__ = [
    "Aside",
    "ProgrammeFile",
    "mend",
    "pasted_lines",
    "pending",
    "pending_file",
    "read_file",
    "read_lines",
    "take_in",
]

MOST_BYTES = 64 * 1024 * 1024
"""Size of a list [B]; more is no list."""
WHY = "$why"
"""Key of the remark in which a row that was kept aside holds the reason."""


@dataclass(frozen=True)
class TakenIn:
    """What an import left: rows taken in, rows kept aside."""

    rows: int
    aside: int


def _known(case: Case) -> Known:
    sessions = frozenset(str(row["code"]) for row in case.application.rows("sessions"))
    return Known(pack_of(case.pack), sessions)


def read_file(desk: Desk, case: str, path: str) -> ProgrammeFile:
    """Read a list for the programme of a case; nothing is stored.

    Raises:
        PackageError: The file cannot be read or is no list.
    """
    return read_programme(_bytes(path), Path(path).name, _known(desk.case(case)))


def _bytes(path: str) -> bytes:
    place = Path(path)
    try:
        if place.stat().st_size > MOST_BYTES:
            raise PackageError(Text("文件过大", "the file is too large"), where=place.name)
        return place.read_bytes()
    except OSError as error:
        raise PackageError(
            Text("文件无法读取", "the file cannot be read"),
            where=place.name,
            remedy=Text("请检查路径和权限", "check the path and the permissions"),
        ) from error


def read_lines(desk: Desk, case: str, path: str = "", text: str = "") -> tuple[ProgrammeLine, ...]:
    """Return the names of a list to compare with, from a file or from pasted text.

    A text file without heads is read like pasted text. Rows that name somebody are all taken, with whatever else is
    wrong with them.
    """
    if text:
        return pasted_lines(text)
    data = _bytes(path)
    known = replace(_known(desk.case(case)), sessions=frozenset())
    try:
        found = read_programme(data, Path(path).name, known)
    except PackageError:
        if data.startswith(b"PK\x03\x04"):
            raise
        return pasted_lines(decoded(data, Path(path).name))
    return lines_of(sorted((*found.rows, *map(_named, found.aside)), key=lambda row: row.number))


def _named(aside: Aside) -> Row:
    return Row(SHEET, aside.number, {key: aside.cells.get(key) for key in ("artist", "work", "session")})


def mend(desk: Desk, case: str, aside: Aside, cells: Mapping[str, str], numbers: Sequence[str]) -> Row | Aside:
    """Return a row after its cells were corrected, or the row still aside; ``numbers`` are those of the other rows."""
    return mended(aside, cells, _known(desk.case(case)), numbers)


def pending(desk: Desk, case: str) -> tuple[Aside, ...]:
    """Return the rows of the case's programme that were kept aside, as they can be mended."""
    state = desk.case(case)
    rows = (row for row in state.application.sheets.get(SHEET, ()) if row.pending)
    return tuple(_aside(row, _known(state)) for row in rows)


def pending_file(desk: Desk, case: str) -> ProgrammeFile:
    """Return the programme of a case as a list whose rows kept aside can be mended."""
    state = desk.case(case)
    rows = state.application.rows(SHEET)
    keys = tuple(column.key for column in pack_of(state.pack).sheets[SHEET].columns)
    return ProgrammeFile(state.application.source or state.number, rows, pending(desk, case), keys)


def _aside(row: Row, known: Known) -> Aside:
    cells = {key: str(value) for key, value in row.values.items() if value is not None}
    cells |= {key: text for key, text in row.remarks.items() if key != WHY and key in row.values}
    found = mended(Aside(row.number, cells, ()), cells, known, ())
    return found if isinstance(found, Aside) else Aside(row.number, cells, ())


def take_in(desk: Desk, person: Person, case: str, rows: Sequence[Row], aside: Sequence[Aside], source: str) -> TakenIn:
    """Let these rows be the programme of a case; rows aside are kept with them and take no part until they are mended.

    Raises:
        Refusal: The case is not in a state for it, or the permit fixes the programme.
    """
    state = desk.case(case)
    refuse_early(desk, person, ReceiveSupplement.kind, state)
    application = with_programme(state.application, rows, aside)
    note = f"节目单：{source}，{len(rows)} 行" + (f"，另 {len(aside)} 行待处理" if aside else "")
    do(desk, person, ReceiveSupplement(case, application, local_time(desk.clock.now()), (), note))
    return TakenIn(len(rows), len(aside))


def with_programme(application: Application, rows: Sequence[Row], aside: Sequence[Aside]) -> Application:
    """Return the application with another programme sheet, what is aside as pending rows."""
    keys = tuple(rows[0].values) if rows else ("no", "session", "artist", "work")
    kept = [Row(SHEET, a.number, dict.fromkeys(keys), _remarks(a), pending=True) for a in aside]
    sheet = tuple(sorted((*rows, *kept), key=lambda row: row.number))
    missing = application.missing_sheets - {SHEET}
    return replace(application, sheets={**application.sheets, SHEET: sheet}, missing_sheets=missing)


def _remarks(aside: Aside) -> dict[str, str]:
    return {**aside.cells, WHY: "；".join(p.message.zh for p in aside.problems)}


def report_change(
    desk: Desk, person: Person, case: str, source: str, lines: tuple[ProgrammeLine, ...], reason: str
) -> Case:
    """Record a changed programme after the grant, asked for now."""
    return do(desk, person, ReportProgrammeChange(case, lines, source, local_time(desk.clock.now()), reason))


def attachment_text(desk: Desk, _person: Person, case: str, name: str, page: int) -> str:
    """Return the kept text of a page of an attachment of a case; empty where there is none."""
    attachment = desk.case(case).application.attachment(name)
    texts = desk.database.attachments.texts(attachment.sha256) if attachment else ()
    return texts[page - 1] if 1 <= page <= len(texts) else ""
