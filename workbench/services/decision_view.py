"""Step 8 as a person sees it: gate, outcome, conditions, signatures and whether they still hold, papers."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core import seal
from workbench.core.case import Case
from workbench.core.case_parts import Signature
from workbench.core.commands import ALL
from workbench.core.decide import may
from workbench.core.standing import changed_silently
from workbench.errors import Text
from workbench.services import gates
from workbench.services.acting import context_for
from workbench.services.allowed import allowed
from workbench.services.desk import stream_of
from workbench.services.looking import Look
from workbench.services.views import ConditionView, DecisionView, DocumentView, Person, SignatureView


def decision_view(look: Look, person: Person) -> DecisionView:
    """Return the decision as it stands, and what this person may do now."""
    case = look.case
    recommendation, decision = case.recommendation, case.decision
    context = context_for(look.desk, person, case, "", look.desk.clock.now())
    return DecisionView(
        outcome=decision.outcome if decision else recommendation.outcome if recommendation else "",
        gate=tuple(gates.decision(look)),
        refusal_conditions=tuple((c, row.text) for c, row in look.pack.lists["refusal_conditions"].items()),
        approved=recommendation.approved if recommendation else None,
        opinion=recommendation.opinion if recommendation else "",
        conditions=tuple(_conditions(case)),
        signatures=tuple(_signatures(look)),
        documents=tuple(_documents(case)),
        seal=seal.fingerprint(case, look.pack, look.models),
        may={kind: may(case, kind, context) for kind in ALL},
        reasons=recommendation.reasons if recommendation else (),
        recommender=recommendation.act.by if recommendation else "",
        third=case.level is not None and str(case.level.level) in look.pack.lists.get("third_signature", {}),
        taken_back=case.taken_back,
        site_checks=case.site_checks,
        asked=tuple((key, one.dept) for key, one in case.consultations.items() if one.waiting),
        decision=decision,
        delivery=case.delivery,
        publication=case.publication,
        allowed=allowed(look),
    )


def _conditions(case: Case) -> Iterator[ConditionView]:
    for key, c in case.conditions.items():
        words = (c.title, c.text, c.owner, c.moment, c.check, c.step, c.basis)
        yield ConditionView(key, *words, reason=c.reason, due=c.due, evidence=c.evidence)


def _signatures(look: Look) -> Iterator[SignatureView]:
    for signature in look.case.signatures:
        changes = changed_since(look, signature)
        yield SignatureView(
            *(signature.act, signature.name, signature.at, signature.fingerprint),
            stale=bool(changes),
            changes=changes,
            opinion=signature.opinion,
            erased=look.case.application.erased,
        )


def changed_since(look: Look, signature: Signature) -> tuple[Text, ...]:
    """Return what covered content differs between a signature and now, by name; empty while it holds.

    Acceptance and notices are steps of a procedure that goes on; only the decision's signatures can become stale. What
    was decided stays decided when rules or calendar are renewed later; an open recommendation must be given anew. Where
    personal data was erased by law the fingerprint cannot be made again; what is left is still compared.
    """
    if signature.cover != "decision":
        return ()
    if seal.fingerprint(look.case, look.pack, look.models, signature.cover) == signature.fingerprint:
        return ()
    events = look.desk.database.journal.read(stream_of(look.case.id))
    found = changed_silently(events, signature.version, signature.cover)
    if found or look.case.decision is not None or look.case.application.erased:
        return found
    return (Text("规则或日历版本", "version of rules or calendar"),)


def changed_since_decision(view: DecisionView) -> tuple[Text, ...]:
    """Return by name what changed since the decision was signed; empty before it, and while it stands."""
    if view.decision is None:
        return ()
    named = {text.zh: text for signature in view.signatures for text in signature.changes}
    return tuple(named.values())


def _documents(case: Case) -> Iterator[DocumentView]:
    for issued in case.documents:
        yield DocumentView(issued.paper, issued.title, issued.number, issued.act.at, issued.sha256, draft=False)
