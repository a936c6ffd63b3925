"""Papers at the desk: the live draft of what is about to be signed, and the kept bytes of what was issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from workbench.core.case import Case
from workbench.core.case_parts import Act, Issued, Recommendation
from workbench.core.commands import Recommend
from workbench.errors import StorageError, Text
from workbench.services import access, documents, number_register
from workbench.services.desk import Desk
from workbench.services.documents import PaperError, PaperFile
from workbench.services.looking import Look
from workbench.services.papers_registry import slips
from workbench.services.slips import Slip
from workbench.services.views import Person

OUTCOME_PAPERS = {"grant": "F11", "refuse": "F12"}
"""Outcome → the instrument that says it."""


@dataclass(frozen=True)
class PaperLine:
    """A paper in the list of a case's papers.

    Attributes:
        id: Identifier of the paper; several lines of a form that was issued several times share it.
        title: Its name.
        number: Its number; empty in a draft.
        state: ``issued``, ``void`` (its number was voided), ``ready`` (may be issued), ``revised`` (a form that says
            something else than when it was issued) or ``draft``.
        on: When it was issued, aware; ``None`` while it was not.
        sha256: Fingerprint of the kept bytes; empty while it was not issued.
        note: Why its number was voided.
    """

    id: str
    title: Text
    number: str
    state: str
    on: datetime | None = None
    sha256: str = ""
    note: str = ""


@dataclass(frozen=True)
class Previewed:
    """A paper to look at, and all papers that the case has now: title by identifier, and as lines of a list."""

    paper: PaperFile
    names: Mapping[str, Text]
    lines: tuple[PaperLine, ...] = ()


def papers(desk: Desk, person: Person, case: str) -> tuple[PaperLine, ...]:
    """Return all papers of a case: those issued, the newest first, then those that can be made now."""
    look = Look(desk, desk.case(case))
    access.require(look.pack, person, "print_paper")
    return _lines(look, slips(look))


def _lines(look: Look, able: tuple[Slip, ...]) -> tuple[PaperLine, ...]:
    gone = number_register.voided(look.desk, look.case.id)
    kept = (_issued_line(one, gone) for one in reversed(look.case.documents))
    return (*kept, *(line for slip in able if (line := _open_line(look, slip, gone)) is not None))


def _issued_line(one: Issued, gone: Mapping[str, str]) -> PaperLine:
    reason = gone.get(one.number, "")
    return PaperLine(one.paper, one.title, one.number, "void" if reason else "issued", one.act.at, one.sha256, reason)


def _open_line(look: Look, slip: Slip, gone: Mapping[str, str]) -> PaperLine | None:
    """Return a paper that was not issued as it stands now; ``None`` for one that was."""
    if documents.issued_of(look, slip) is not None:
        return None
    before = any(one.paper == slip.id for one in look.case.documents)
    state = "revised" if before else "ready" if slip.number else "draft"
    reason = gone.get(slip.number, "")
    return PaperLine(slip.id, slip.title, slip.number, "void" if reason else state, note=reason)


def preview(desk: Desk, person: Person, case: str, name: str, wish: Recommend | None = None) -> Previewed:
    """Return a paper as it stands; before a recommendation, the draft that the wish on the form would make.

    Args:
        desk: The opened office.
        person: Who looks.
        case: Identifier of the case.
        name: Code of the paper; empty = the instrument of the outcome, else the checklist of papers.
        wish: What stands on the form; it counts only while nothing has been recommended.

    Raises:
        PaperError: The case has no such paper now, or a refusal has no reason yet.
    """
    look = Look(desk, desk.case(case))
    access.require(look.pack, person, "print_paper")
    if wish is not None and wish.outcome == "refuse" and not wish.reasons and look.case.recommendation is None:
        raise PaperError(
            Text("不予许可还没有理由，不能拟稿", "a refusal without a reason cannot be drafted"),
            remedy=Text("先写明法定条件、事实和证据", "state the condition of the law, the fact, the evidence"),
        )
    supposed = Look(desk, _supposing(desk, person, look.case, wish))
    able = slips(supposed)
    slip = documents.slip_of(supposed, name or _of_outcome(supposed) or "CL", able)
    return Previewed(_present(supposed, slip), {one.id: one.title for one in able}, _lines(supposed, able))


def _present(look: Look, slip: Slip) -> PaperFile:
    """Return the kept bytes where the paper was issued, else the paper drawn anew; the case is open already."""
    known = documents.issued_of(look, slip)
    return documents.draw(look, slip) if known is None else documents.kept(look.desk, known)


def _supposing(desk: Desk, person: Person, case: Case, wish: Recommend | None) -> Case:
    """Return the case as if the wish had been recommended; never stored."""
    if wish is None or case.recommendation is not None or case.decision is not None:
        return case
    by = Act(person.id, person.name, desk.clock.now())
    supposed = Recommendation(wish.outcome, wish.opinion, wish.approved, wish.reasons, (), by)
    return replace(case, recommendation=supposed)


def _of_outcome(look: Look) -> str:
    decided = look.case.decision or look.case.recommendation
    return OUTCOME_PAPERS.get(decided.outcome, "") if decided else ""


def issued(desk: Desk, person: Person, case: str, sha256: str) -> PaperFile:
    """Return the bytes of an issued paper, the same as on the day of issue.

    Raises:
        PaperError: No paper of the case has this fingerprint.
    """
    found = desk.case(case)
    access.require(desk.pack, person, "print_paper")
    known = next((d for d in found.documents if d.sha256 == sha256), None)
    if known is None:
        raise PaperError(Text("本案没有出具过这份文书", "the case has issued no such paper"), where=sha256[:16])
    desk.database.access.record(found.id, actor=person.id, at=desk.clock.now())
    return documents.kept(desk, known)


def save(path: Path, data: bytes) -> Path:
    """Write a paper where a person wants it.

    Raises:
        StorageError: It cannot be written there; the reason is the system's.
    """
    try:
        path.write_bytes(data)
    except OSError as fault:
        raise StorageError(
            Text("文件没有写成", "the file could not be written"),
            where=f"{path}: {fault.strerror}",
            remedy=Text("换一个位置再存", "choose another place"),
        ) from fault
    return path
