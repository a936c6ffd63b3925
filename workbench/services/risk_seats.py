"""The two seats of the risk assessment: the agency's column, closed until the officer has scored, and the gaps."""

from __future__ import annotations

from workbench.core import risk_agency
from workbench.core.commands import AgencyLine, RevealAgency
from workbench.core.decide_risk import gap_of, gap_step, gap_untold
from workbench.core.parameters import word
from workbench.core.values import Attachment
from workbench.services import access
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person
from workbench.services.views_risk import AgencyView, SeatsView
from workbench.services.wording import text_of

REPORT = "risk_report_item"
"""Parameter: the paper that holds the agency's table."""


def report_of(look: Look) -> Attachment | None:
    """Return the attachment that holds the agency's table: the first file of the paper that the pack names."""
    item = word(look.pack, REPORT)
    rows = (row for row in look.case.application.rows("materials") if row["item"] == item)
    named = next((text_of(row["file"]) for row in rows if row["file"]), "")
    return look.case.application.attachment(named) if named else None


def agency_lines(look: Look) -> tuple[AgencyLine, ...]:
    """Return the agency's table as far as it can be read; for the act that opens it, never for a page before that."""
    file = report_of(look)
    if file is None:
        return ()
    desk, pack = look.desk, look.pack

    def read() -> tuple[AgencyLine, ...]:
        return risk_agency.table(desk.database.attachments.texts(file.sha256), pack)

    return desk.memo.take(f"agency {look.case.id}", (pack,), (file.sha256,), read)


def reveal_command(desk: Desk, person: Person, case: str, reason: str = "") -> RevealAgency:
    """Return the command that opens the agency's column with what its report says."""
    access.require(desk.pack, person, "read_case")
    look = Look(desk, desk.case(case))
    file = report_of(look)
    where = (file.name, file.sha256) if file is not None else ("", "")
    return RevealAgency(case, agency_lines(look), *where, reason=reason)


def seats_of(look: Look) -> SeatsView:
    """Return the order of the two seats; how many lines the closed column has is all that is told of it."""
    case, reveal = look.case, look.case.seats.reveal
    file, lines = report_of(look), agency_lines(look)
    unscored = (
        code
        for code in look.pack.factors
        if code not in case.factors or (case.factors[code].before is None and not case.factors[code].not_applicable)
    )
    return SeatsView(
        open=reveal is not None,
        available=bool(lines),
        file=reveal.file if reveal else file.name if file else "",
        sha256=reveal.sha256 if reveal else file.sha256 if file else "",
        lines=len(case.agency) if reveal else len(lines),
        unscored=tuple(unscored),
        gap_step=gap_step(look.pack),
        discrepancies=tuple(code for code in case.agency if _computed(look, code) is not None) if reveal else (),
        gaps_open=tuple(code for code in case.agency if gap_untold(look.case, code, look.pack)),
        by=reveal.name if reveal else "",
        at=reveal.at if reveal else None,
        reason=reveal.reason if reveal else "",
        unscored_then=len(reveal.unscored) if reveal else 0,
    )


def agency_view(look: Look, code: str) -> AgencyView | None:
    """Return the agency's line; nothing while its column is closed."""
    theirs = look.case.agency.get(code)
    if theirs is None or look.case.seats.reveal is None:
        return None
    where = (theirs.not_applicable, theirs.file, theirs.page)
    return AgencyView(
        theirs.before,
        theirs.after,
        *where,
        gap=gap_of(look.case, code),
        note_wanted=gap_untold(look.case, code, look.pack),
        computed=_computed(look, code),
    )


def _computed(look: Look, code: str) -> int | None:
    """Return the score that follows from figures, where the agency gave another before controls."""
    theirs = look.case.agency[code].before
    found = next((one.score for one in look.assessment.crowd.anchors if one.factor == code), None)
    return found if found is not None and theirs is not None and found != theirs else None
