"""The papers of the liaison's desk: check list and responsibility lists of a package that is in no database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from reports import material_checklist, responsibility_list
from reports.issue import Issue
from reports.papers import texts_of
from reports.pdf import render
from workbench.core.assessment import Assessment
from workbench.core.precheck import assess
from workbench.exchange.package import read_package
from workbench.services import form_contents, presenting
from workbench.services.documents import PaperFile
from workbench.services.form_contents import Shown
from workbench.services.liaison import today
from workbench.services.paper_names import file_name
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import load_pack


def paper(path: str | Path, name: str, *, as_of: date | None = None, pack: str = "cn_national") -> PaperFile:
    """Return the check list (``CL``) or a party's list (``F18-A``) of a package as a PDF.

    Raises:
        PackageError: The package cannot be taken in.
    """
    rules = load_pack(pack)
    assessment = assess(read_package(path, rules), rules, load_calendar(), as_of or today())
    shown = Shown(
        assessment, presenting.classes(assessment), presenting.parties(assessment), presenting.duties(assessment)
    )
    base, _, party = name.partition("-")
    texts, issue = texts_of(rules.papers, base), _issue(assessment)
    if party:
        document = responsibility_list.document(form_contents.responsibility_list(shown, party, issue), texts)
    else:
        document = material_checklist.document(form_contents.material_checklist(shown, issue), texts)
    drawn = render(document)
    return PaperFile(
        pdf=drawn.pdf,
        file_name=file_name(name, rules.papers[base].text, ""),
        paper=name,
        number="",
        draft=True,
        missing=tuple(str(m) for m in drawn.missing),
    )


def _issue(assessment: Assessment) -> Issue:
    """Return the formal side of a self-check: no number, no seal, no checkpoint, marked as a draft."""
    fields = assessment.application.fields
    return Issue(
        organ="",
        number="",
        day=assessment.as_of,
        moment=datetime.now(UTC).replace(microsecond=0),
        case="",
        event=str(fields.get("ev.name") or ""),
        draft=True,
    )
