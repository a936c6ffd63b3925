"""Forms that every case has from the first day: material checklist, responsibility lists, risk report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reports import material_checklist, responsibility_list
from reports.blocks import Document
from reports.issue import Issue
from workbench.errors import Text
from workbench.services import form_contents, presenting
from workbench.services.form_contents import Shown
from workbench.services.looking import Look
from workbench.services.risk_contents import risk_document
from workbench.services.slips import Slip, Which, form, texts

ENGLISH = Which(name=Text("英文版", "in English"), variant="en", tail="E")
"""The risk report for those who read no Chinese; what people wrote in it stays as written."""


def slips(look: Look) -> Iterator[Slip]:
    """Yield the forms; the applicant may print the checklist and the lists."""
    yield form(look, "CL", _checklist, own=True)
    for number, (party, row) in enumerate(look.pack.parties.items(), 1):
        build = partial(_party_list, party=party)
        which = Which(party, row.short, tail=f"{number:02d}", sign="-")
        yield form(look, "F18", build, which, own=True)
    yield form(look, "F10", _risk)
    yield form(look, "F10", partial(_risk, language="en"), ENGLISH)


def shown(look: Look) -> Shown:
    """Return what forms of a case are made from."""
    return Shown(
        look.assessment,
        look.classes,
        presenting.parties(look.assessment, look.verdicts),
        presenting.duties(look.assessment, look.verdicts),
    )


def _checklist(look: Look, issue: Issue) -> Document:
    return material_checklist.document(form_contents.material_checklist(shown(look), issue), texts(look, "CL"))


def _party_list(look: Look, issue: Issue, party: str) -> Document:
    content = form_contents.responsibility_list(shown(look), party, issue)
    return responsibility_list.document(content, texts(look, "F18"))


def _risk(look: Look, issue: Issue, language: str = "zh") -> Document:
    return risk_document(look, issue, texts(look, "F10", language), language)
