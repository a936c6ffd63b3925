"""The ledger of key facts at the desk: what the papers' text proposes, what a person types, and the table to print."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from workbench.core.commands import StateFact
from workbench.core.fact_text import Proposal, proposals
from workbench.core.facts import Normal, normal, shown_value
from workbench.core.values import Application, Scalar
from workbench.errors import Text
from workbench.services import access, documents, intake
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import FactView, Person


@dataclass(frozen=True)
class ProposalView:
    """A value that the text of a paper seems to state.

    Attributes:
        agrees: The ledger has this value of this fact already; otherwise it would be a new contradiction.
    """

    key: str
    fact: str
    title: Text
    scope: str
    unit: str
    value: Scalar
    file: str
    page: int
    quote: str
    agrees: bool


def found_in_text(desk: Desk, person: Person, case: str) -> tuple[ProposalView, ...]:
    """Return what the papers' text proposes and nobody has entered or set aside; differing values come first."""
    look = Look(desk, documents.find(desk, case))
    access.require(look.pack, person, "read_case")
    known, values = set(), set()
    for entry in look.assessment.ledger:
        for said in entry.statements:
            known.add((entry.code, said.file, said.page, said.value))
            values.add((entry.code, said.value))
    found = proposals(_with_texts(look), look.pack, known)
    shown = [_shown(look, one, values) for one in found if one.key not in look.case.stated]
    return tuple(sorted(shown, key=lambda one: one.agrees))


def _with_texts(look: Look) -> Application:
    """Return the application with the page texts of its papers, which the journal does not hold."""
    desk, application = look.desk, look.case.application

    def read() -> Application:
        papers = (replace(paper, text=intake.page_texts(desk, paper)) for paper in application.attachments)
        return replace(application, attachments=tuple(papers))

    return desk.memo.take(f"texts {look.case.id}", (application,), (), read)


def _shown(look: Look, one: Proposal, values: set[tuple[str, Normal]]) -> ProposalView:
    fact = look.pack.facts[one.fact]
    agrees = (one.fact, one.normal) in values
    place = (one.file, one.page, one.quote)
    return ProposalView(one.key, one.fact, fact.text, one.scope, fact.unit, one.value, *place, agrees)


def answered(case: str, proposal: ProposalView, how: str) -> StateFact:
    """Return the command that takes a proposal into the ledger (``confirmed``) or puts it away (``set_aside``)."""
    place = (proposal.file, proposal.page, proposal.quote)
    return StateFact(case, proposal.key, proposal.fact, proposal.scope, proposal.value, *place, how)


def typed(case: str, fact: FactView, value: Scalar, place: tuple[str, int]) -> StateFact:
    """Return the command that enters a statement by hand: value, and file and page where it stands."""
    return StateFact(case, secrets.token_hex(8), fact.code, fact.scope, value, *place, "", "typed")


def read_value(text: str, kind: str) -> Scalar:
    """Return what a person typed in the kind of a fact; what does not fit stays text, for the rule to refuse."""
    found = normal(text, kind)
    if isinstance(found, Decimal):
        return int(found) if found == found.to_integral_value() else found
    try:
        return date.fromisoformat(text.strip()) if kind == "date" else text.strip()
    except ValueError:
        return text.strip()


@dataclass(frozen=True)
class FactLine:
    """A fact for the command line: values with their places, whether they agree, what governs and why."""

    code: str
    title: Text
    scope: str
    unit: str
    values: dict[str, list[str]]
    state: str
    """``agreed``, ``single``, ``open`` or ``settled``."""
    governing: str
    reason: str
    severity: str


def table(desk: Desk, person: Person, case: str) -> tuple[FactLine, ...]:
    """Return the ledger of a case; the reading is recorded."""
    look = Look(desk, documents.find(desk, case))
    access.require(look.pack, person, "read_case")
    desk.database.access.record(look.case.id, actor=person.id, at=desk.clock.now())
    return tuple(_lines(look))


def _lines(look: Look) -> Iterator[FactLine]:
    from workbench.services.presenting import facts

    views = {(view.code, view.scope): view for view in facts(look.assessment, look.verdicts)}
    for entry in look.assessment.ledger:
        view = views[entry.code, entry.scope]
        state = "single" if len(entry.statements) == 1 else "agreed"
        if entry.conflict:
            state = "open" if view.open else "settled"
        values = {shown_value(value): list(sources) for value, sources in entry.values}
        governing = "" if view.governing is None else str(view.governing)
        yield FactLine(
            entry.code, entry.title, entry.scope, entry.unit, values, state, governing, view.reason, entry.severity
        )
