"""Papers of a case: drafts of the present state, issue (bytes kept and recorded), reprints of what was issued."""

from __future__ import annotations

from dataclasses import dataclass

from reports.blocks import Document
from reports.pdf import render
from workbench.core.case_parts import Issued
from workbench.core.commands import RecordDocument
from workbench.errors import NO_TEXT, Text, WorkbenchError
from workbench.services import access, number_register, paper_check, print_gate, queue
from workbench.services.acting import do
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.paper_names import file_name
from workbench.services.papers_registry import slips
from workbench.services.slips import Slip
from workbench.services.views import Person


@dataclass(frozen=True)
class PaperFile:
    """A paper as a file: bytes, name, identifier, number, and characters that no font has."""

    pdf: bytes
    file_name: str
    paper: str
    number: str
    draft: bool
    missing: tuple[str, ...] = ()
    title: Text = NO_TEXT


class PaperError(WorkbenchError):
    """A paper cannot be made from the case as it stands."""


def names(look: Look) -> tuple[str, ...]:
    """Return the identifiers of the papers that can be made of a case now: instruments of its acts, forms always."""
    return tuple(slip.id for slip in slips(look))


def paper(desk: Desk, person: Person, case: str, name: str) -> PaperFile:
    """Return a paper: the issued bytes where it was issued, else a draft or form of the present state.

    Args:
        desk: The opened office.
        person: Who asks; the reading is recorded.
        case: Identifier or number of the case.
        name: F-code (``F11``), one of several (``F05:1``), the list of a party (``F18-A``), an earlier issue of a form
            (``CL:1``), or a layout (``grant``).
    """
    look = Look(desk, find(desk, case))
    able = _printable(look, person, name)
    earlier = _earlier(look, name, able)
    slip = None if earlier else slip_of(look, name, able)
    desk.database.access.record(look.case.id, actor=person.id, at=desk.clock.now())
    known = earlier if slip is None else issued_of(look, slip)
    if known is not None:
        return kept(desk, known)
    return draw(look, slip or slip_of(look, name, able))


def kept(desk: Desk, known: Issued) -> PaperFile:
    """Return the bytes of an issued paper as they were kept."""
    name = file_name(known.paper, known.title, known.number)
    pdf = desk.database.attachments.get(known.sha256)
    return PaperFile(pdf, name, known.paper, known.number, draft=False, title=known.title)


def _printable(look: Look, person: Person, name: str) -> tuple[Slip, ...]:
    """Return the papers that a person may print; asked before a name is looked up, so that nobody learns by trying."""
    able = slips(look)
    if access.allowed(look.pack, person, "print_paper"):
        return able
    access.require(look.pack, person, "print_own_form")
    access.require_own(look.pack, person, "print_own_form", look.case.application)
    forms = tuple(slip for slip in able if slip.own)
    if _named(look, name, forms) is None and _earlier(look, name, forms) is None:
        access.require(look.pack, person, "print_paper")
    return forms


find = queue.find
"""Finds a case by identifier or by number; it stands with the queue, which does not load the papers."""


def slip_of(look: Look, name: str, among: tuple[Slip, ...] = ()) -> Slip:
    """Return a paper by identifier, code or layout; of several of one code the newest.

    Args:
        look: The case.
        name: Identifier, code or layout.
        among: The papers that come into question; empty = all that the case has.

    Raises:
        PaperError: The case has no such paper now; the message lists those it has.
    """
    able = among or slips(look)
    slip = _named(look, name, able)
    if slip is None:
        ids = [one.id for one in able]
        raise PaperError(
            Text(f"本案目前没有文书“{name}”", f"the case has no paper “{name}” now"),
            remedy=Text(f"可选：{'、'.join(ids)}", f"there are: {', '.join(ids)}"),
        )
    return slip


def _named(look: Look, name: str, able: tuple[Slip, ...]) -> Slip | None:
    own = next((slip for slip in able if slip.id == name), None)
    if own is not None:
        return own
    code = name if name in look.pack.papers else _of_layout(look, name, able)
    return next((slip for slip in reversed(able) if slip.paper == code and not slip.variant), None)


def _of_layout(look: Look, layout: str, able: tuple[Slip, ...]) -> str:
    """Return the first paper set in a layout."""
    return next((slip.paper for slip in able if look.pack.papers[slip.paper].layout == layout), "")


def _earlier(look: Look, name: str, able: tuple[Slip, ...]) -> Issued | None:
    """Return an issue of a form by its place: ``CL:1`` is the first."""
    code, _, place = name.rpartition(":")
    if not place.isdecimal() or not any(slip.id == code and slip.is_form for slip in able):
        return None
    issues = [one for one in look.case.documents if one.paper == code]
    return issues[int(place) - 1] if 0 < int(place) <= len(issues) else None


def issued_of(look: Look, slip: Slip) -> Issued | None:
    """Return the newest issue of a paper, unless that is a form whose content has changed since."""
    issues = [one for one in look.case.documents if _is_of(one, slip)]
    newest = issues[-1] if issues else None
    if newest is None or slip.content is None or not newest.content:
        return newest
    return newest if newest.content == slip.content(look) else None


def _is_of(issued: Issued, slip: Slip) -> bool:
    """Return whether an issue is one of a paper; one of several was once recorded under its code alone."""
    if slip.is_form:
        return issued.paper == slip.id
    same = issued.paper == slip.id or (issued.paper == slip.paper and not slip.variant)
    return same and issued.number == slip.number


def make(look: Look, name: str) -> PaperFile:
    """Return a paper of the present state, drawn anew."""
    return draw(look, slip_of(look, name))


def draw(look: Look, slip: Slip) -> PaperFile:
    """Return a paper of the present state, drawn anew."""
    return _file(slip, slip.builder(look))


def _file(slip: Slip, document: Document) -> PaperFile:
    drawn = render(document)
    number = document.meta.number
    missing = tuple(str(m) for m in drawn.missing)
    name = file_name(slip.id, slip.title, number)
    return PaperFile(drawn.pdf, name, slip.id, number, document.meta.draft, missing, slip.title)


def checked(look: Look, slip: Slip) -> PaperFile:
    """Return a paper drawn anew that may be issued: no draft, its number in force, its form in order.

    Raises:
        PaperError: It is a draft, its number was voided, or the format check found faults, which are named.
    """
    document = slip.builder(look)
    if document.meta.draft:
        raise PaperError(Text("草稿不能出具，须先签署", "a draft cannot be issued: it must be signed first"))
    reason = number_register.voided(look.desk, look.case.id).get(document.meta.number)
    if reason is not None:
        raise PaperError(
            Text(
                f"文号 {document.meta.number} 已作废：{reason}", f"the number {document.meta.number} is void: {reason}"
            ),
            remedy=Text("重新作出该行为，取得新的文号", "give the act anew; it draws a new number"),
        )
    made = _file(slip, document)
    faults = paper_check.faults(made.pdf, document.meta)
    if faults:
        zh, en = ("；".join(f.zh for f in faults), "; ".join(f.en for f in faults))
        raise PaperError(
            Text(
                f"文书没有通过版式检查，未出具：{zh}",
                f"the paper did not pass the format check and was not issued: {en}",
            ),
            where=slip.id,
            remedy=Text("请更正所列内容后再出具", "correct what is named, then issue it again"),
        )
    return made


def issue(desk: Desk, person: Person, case: str, name: str) -> PaperFile:
    """Issue a paper: draw it, keep its bytes, record them; issuing again returns what was issued.

    Raises:
        PaperError: There is no such paper, or it is still a draft.
        PrintGateError: Findings close the gate before it.
    """
    look = Look(desk, find(desk, case))
    access.require(look.pack, person, "issue_paper")
    slip = slip_of(look, name)
    known = issued_of(look, slip)
    if known is not None:
        return paper(desk, person, case, slip.id)
    print_gate.require_open(look, slip.id)
    made = checked(look, slip)
    sha256 = desk.database.attachments.put(made.pdf, made.file_name)
    checkpoint = desk.database.journal.head().short()
    content = slip.content(look) if slip.content else ""
    wish = RecordDocument(look.case.id, slip.id, made.number, sha256, checkpoint, slip.title, content)
    do(desk, person, wish, expected_version=look.case.version)
    return made


def issue_of_act(desk: Desk, person: Person, case: str, kind: str) -> PaperFile | None:
    """Issue the paper that an act has just brought; ``None`` when it brings none, or one that waits for more.

    Args:
        desk: The opened office.
        person: Who gave the act.
        case: Identifier of the case.
        kind: Kind of the command.

    Raises:
        PrintGateError: Findings close the gate before the paper; the act stands.
    """
    look = Look(desk, desk.case(case))
    row = look.pack.lists["act_papers"].get(kind)
    code = str(row.data["paper"]) if row else ""
    drawn = [slip for slip in slips(look) if slip.paper == code and slip.number and not slip.variant]
    waits = [slip.id for slip in drawn if issued_of(look, slip) is None]
    return issue(desk, person, case, waits[-1]) if waits else None
