"""The findings of a case for a list: severity, object, rule with article, what settles it, and where to go."""

from __future__ import annotations

from workbench.errors import Text
from workbench.services import access, documents, presenting
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.steps import TITLES
from workbench.services.views import FindingView, Person


def findings(desk: Desk, person: Person, case: str) -> tuple[FindingView, ...]:
    """Return every check of a case as it stands today; the reading is recorded.

    Args:
        desk: The opened office.
        person: Who asks.
        case: Identifier or number of the case.
    """
    access.require(desk.pack, person, "read_case")
    look = Look(desk, documents.find(desk, case))
    desk.database.access.record(look.case.id, actor=person.id, at=desk.clock.now())
    return presenting.findings(look.assessment, look.findings)


def standing(found: FindingView) -> Text:
    """Return how a check stands that does not fire."""
    return found.silent if found.fired is None else Text("未发现问题", "in order")


def place(found: FindingView) -> Text:
    """Return where a finding is worked on, with its objects."""
    objects = "、".join(found.objects[:5]) + (" …" if len(found.objects) > 5 else "")
    title = TITLES[found.step - 1] if found.step <= len(TITLES) else Text(str(found.step), str(found.step))
    tail = f" · {objects}" if objects else ""
    return Text(f"{found.step} {title.zh}{tail}", f"{found.step} {title.en}{tail}")


def listed(found: tuple[FindingView, ...]) -> dict[str, object]:
    """Return the findings in the names of the answer keys, each with rule, remedy and place."""
    return {
        "must_fire": [_fired(f) for f in found if f.fired],
        "must_not_fire": [f.check for f in found if f.fired is False],
        "not_evaluated": [{"k": f.check, "why": f.silent} for f in found if f.fired is None],
    }


def _fired(found: FindingView) -> dict[str, object]:
    return {
        "k": found.check,
        "title": found.title,
        "severity": found.severity,
        "gates": list(found.gates),
        "why": list(found.why),
        "objects": list(found.objects),
        "law": found.law,
        "remedy": found.remedy,
        "step": found.step,
    }
