"""Papers of a case: drafts of the present state, issue (bytes kept and recorded), reprints of what was issued."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from reports import acceptance_notice, correction_notice, grant, material_checklist, refusal, responsibility_list
from reports.blocks import Document
from reports.issue import Issue
from reports.papers import texts_of
from reports.pdf import render
from workbench.core.case import Case
from workbench.core.case_parts import Issued
from workbench.core.commands import RecordDocument
from workbench.core.seal import fingerprint
from workbench.errors import Text, WorkbenchError
from workbench.services import access, form_contents, presenting, queue
from workbench.services import paper_contents as contents
from workbench.services.acting import do
from workbench.services.desk import Desk, stream_of
from workbench.services.form_contents import Shown
from workbench.services.looking import Look
from workbench.services.risk_contents import risk_document
from workbench.services.views import Person
from workbench.storage.queue import CaseFilter

Build = Callable[[Look], Document]
_FORMS = frozenset({"CL"})
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')


@dataclass(frozen=True)
class PaperFile:
    """A paper as a file: bytes, name, number, and characters that no font has."""

    pdf: bytes
    file_name: str
    paper: str
    number: str
    draft: bool
    missing: tuple[str, ...] = ()


class PaperError(WorkbenchError):
    """A paper cannot be made from the case as it stands."""


def names(look: Look) -> tuple[str, ...]:
    """Return the papers that can be made of a case now: instruments of its acts, forms always."""
    case = look.case
    able = {
        "F03": case.accepted is not None and not case.deemed,
        "F05": bool(case.corrections),
        "F11": _outcome(case) == "grant",
        "F12": _outcome(case) == "refuse",
    }
    forms = ("CL", *(f"F18-{party}" for party in look.pack.parties), "F10")
    return (*(code for code, can in able.items() if can), *forms)


def _outcome(case: Case) -> str:
    if case.decision is not None:
        return case.decision.outcome
    return case.recommendation.outcome if case.recommendation else ""


def paper(desk: Desk, person: Person, case: str, name: str) -> PaperFile:
    """Return a paper: the issued bytes where it was issued, else a draft or form of the present state.

    Args:
        desk: The opened office.
        person: Who asks; the reading is recorded.
        case: Identifier or number of the case.
        name: F-code (``F11``), layout (``grant``) or, for the list of a party, ``F18-A``.
    """
    look = Look(desk, find(desk, case))
    code = code_of(look, name, _printable(look, person, name))
    desk.database.access.record(look.case.id, actor=person.id, at=desk.clock.now())
    known = issued_of(look.case, code)
    if known is not None:
        pdf = desk.database.attachments.get(known.sha256)
        return PaperFile(pdf, file_name(code, known.title.zh, known.number), code, known.number, draft=False)
    return make(look, code)


def _printable(look: Look, person: Person, name: str) -> tuple[str, ...]:
    """Return the papers that a person may print; asked before a name is looked up, so that nobody learns by trying."""
    able = names(look)
    if access.allowed(look.pack, person, "print_paper"):
        return able
    access.require(look.pack, person, "print_own_form")
    access.require_own(look.pack, person, "print_own_form", look.case.application)
    forms = tuple(code for code in able if code in _FORMS or "-" in code)
    if name not in forms and name not in {look.pack.papers[code.split("-")[0]].layout for code in forms}:
        access.require(look.pack, person, "print_paper")
    return forms


def find(desk: Desk, case: str) -> Case:
    """Return a case by identifier or by number."""
    found = desk.database.search_cases(CaseFilter(text=case), queue.days(desk)).rows if "-" in case else ()
    return desk.case(next((row.case for row in found if row.number == case), case))


def code_of(look: Look, name: str, among: tuple[str, ...] = ()) -> str:
    """Return the code of a paper by code or layout name.

    Args:
        look: The case.
        name: Code or layout.
        among: The papers that come into question; empty = all that the case has.

    Raises:
        PaperError: The case has no such paper now; the message lists those it has.
    """
    able = among or names(look)
    layouts = {look.pack.papers[c.split("-")[0]].layout: c for c in reversed(able)}
    code = name if name in able else layouts.get(name)
    if code is None:
        raise PaperError(
            Text(f"本案目前没有文书“{name}”", f"the case has no paper “{name}” now"),
            remedy=Text(f"可选：{'、'.join(able)}", f"there are: {', '.join(able)}"),
        )
    return code


def issued_of(case: Case, code: str) -> Issued | None:
    """Return the newest issue of a paper whose number is still the present one."""
    return next((d for d in reversed(case.documents) if d.paper == code and d.number == _number(case, code)), None)


def _number(case: Case, code: str) -> str:
    """Return the number that an instrument carries now; forms carry one made from the case's."""
    numbers = {
        "F03": case.acceptance_number,
        "F05": case.corrections[-1].number if case.corrections else "",
        "F11": case.decision.number if case.decision else "",
        "F12": case.decision.number if case.decision else "",
    }
    return numbers.get(code, "") if code in numbers else _form_number(case, code)


def _form_number(case: Case, code: str) -> str:
    series, _, party = code.partition("-")
    tail = "-".join(case.number.split("-")[-2:])
    prefix = {"F18": "ZR", "F10": "FX"}.get(series, series)
    return f"{prefix}-{tail}" + (f"-{ord(party) - ord('A') + 1:02d}" if party else "")


def make(look: Look, code: str) -> PaperFile:
    """Return a paper of the present state, drawn anew."""
    base, _, party = code.partition("-")
    document = _party_list(look, party) if party else _BUILDERS[base](look)
    drawn = render(document)
    number = document.meta.number
    title = look.pack.papers[base].text.zh
    missing = tuple(str(m) for m in drawn.missing)
    return PaperFile(drawn.pdf, file_name(code, title, number), code, number, document.meta.draft, missing)


def issue(desk: Desk, person: Person, case: str, name: str) -> PaperFile:
    """Issue a paper: draw it, keep its bytes, record them; issuing again returns what was issued.

    Raises:
        PaperError: There is no such paper, or it is still a draft.
    """
    look = Look(desk, find(desk, case))
    access.require(look.pack, person, "issue_paper")
    code = code_of(look, name)
    if issued_of(look.case, code) is not None:
        return paper(desk, person, case, name)
    made = make(look, code)
    if made.draft:
        raise PaperError(Text("草稿不能出具，须先签署", "a draft cannot be issued: it must be signed first"))
    sha256 = desk.database.attachments.put(made.pdf, made.file_name)
    title = look.pack.papers[code.split("-")[0]].text
    checkpoint = desk.database.journal.head().short()
    wish = RecordDocument(look.case.id, code, made.number, sha256, checkpoint, title)
    do(desk, person, wish, expected_version=look.case.version)
    return made


def _texts(look: Look, code: str) -> dict[str, str]:
    return texts_of(look.pack.papers, code)


def _acceptance(look: Look) -> Document:
    return acceptance_notice.document(contents.acceptance_notice(look), _texts(look, "F03"))


def _correction(look: Look) -> Document:
    return correction_notice.document(contents.correction_notice(look), _texts(look, "F05"))


def _grant(look: Look) -> Document:
    return grant.document(contents.grant(look), _texts(look, "F11"))


def _refusal(look: Look) -> Document:
    return refusal.document(contents.refusal(look), _texts(look, "F12"))


def shown(look: Look) -> Shown:
    """Return what forms of a case are made from."""
    return Shown(
        look.assessment,
        look.classes,
        presenting.parties(look.assessment, look.verdicts),
        presenting.duties(look.assessment, look.verdicts),
    )


def form_issue(look: Look, code: str) -> Issue:
    """Return the formal side of a form: a number made from the case's, and the case's newest entry as checkpoint."""
    entry = look.desk.database.journal.read(stream_of(look.case.id), after=look.case.version - 1)[-1]
    return replace(
        contents.draft(look),
        number=_form_number(look.case, code),
        draft=False,
        seal=fingerprint(look.case, look.pack, look.models),
        chain=entry.chain,
        seq=entry.seq,
        head=entry.hash,
    )


def _checklist(look: Look) -> Document:
    content = form_contents.material_checklist(shown(look), form_issue(look, "CL"))
    return material_checklist.document(content, _texts(look, "CL"))


def _party_list(look: Look, party: str) -> Document:
    content = form_contents.responsibility_list(shown(look), party, form_issue(look, f"F18-{party}"))
    return responsibility_list.document(content, _texts(look, "F18"))


def _risk(look: Look) -> Document:
    return risk_document(look, form_issue(look, "F10"), _texts(look, "F10"))


_BUILDERS: dict[str, Build] = {
    "F03": _acceptance,
    "F05": _correction,
    "F11": _grant,
    "F12": _refusal,
    "CL": _checklist,
    "F10": _risk,
}


def file_name(code: str, title: str, number: str) -> str:
    """Return ``F11_安全许可决定书_澄公治大许准字2026-17.pdf``: at most 80 characters, nothing a file system refuses."""
    plain = number.replace("（", "").replace("）", "").replace("〔", "").replace("〕", "-").removesuffix("号")
    name = "_".join(part for part in (code, title, plain or "草稿") if part)
    return _NOT_IN_NAMES.sub("", name)[:76] + ".pdf"
