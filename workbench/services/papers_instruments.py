"""Instruments of acceptance, correction and decision: F03, F05, F11, F12."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reports import acceptance_notice, correction_notice, grant, refusal
from reports.blocks import Document
from workbench.core.case import Case
from workbench.errors import Text
from workbench.services import paper_contents as contents
from workbench.services.looking import Look
from workbench.services.slips import Slip, Which, instrument, texts


def slips(look: Look) -> Iterator[Slip]:
    """Yield the instruments that the case's acts have issued or are about to issue."""
    case = look.case
    if case.accepted is not None and not case.deemed:
        yield instrument(look, "F03", _acceptance, case.acceptance_number)
    for at, notice in enumerate(case.corrections, 1):
        name = Text(f"第{at}次", f"no. {at}") if len(case.corrections) > 1 else None
        yield instrument(look, "F05", partial(_correction, number=at), notice.number, Which(str(at), name))
    number = case.decision.number if case.decision else ""
    if _outcome(case) == "grant":
        yield instrument(look, "F11", _grant, number)
    if _outcome(case) == "refuse":
        yield instrument(look, "F12", _refusal, number)


def _outcome(case: Case) -> str:
    if case.decision is not None:
        return case.decision.outcome
    return case.recommendation.outcome if case.recommendation else ""


def _acceptance(look: Look) -> Document:
    return acceptance_notice.document(contents.acceptance_notice(look), texts(look, "F03"))


def _correction(look: Look, number: int) -> Document:
    return correction_notice.document(contents.correction_notice(look, number), texts(look, "F05"))


def _grant(look: Look) -> Document:
    return grant.document(contents.grant(look), texts(look, "F11"))


def _refusal(look: Look) -> Document:
    return refusal.document(contents.refusal(look), texts(look, "F12"))


def decision_document(look: Look) -> Document:
    """Return the grant or the refusal of a case."""
    return _grant(look) if _outcome(look.case) == "grant" else _refusal(look)
