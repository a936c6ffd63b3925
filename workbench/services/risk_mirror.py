"""The mirror of cases: the nearest earlier grants, what they were given as conditions, what happened there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from workbench.core import risk_mirror
from workbench.core.case import Case, Status
from workbench.core.evolve import erased_application
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices, number, words
from workbench.core.risk_mirror import Distance, Traits
from workbench.errors import Text
from workbench.services import access, queue
from workbench.services.desk import Desk, stream_of
from workbench.services.looking import Look
from workbench.services.views import Person
from workbench.services.views_risk import (
    DismissedView,
    MirrorCaseView,
    MirrorConditionView,
    MirrorFeatureView,
    MirrorView,
)
from workbench.storage.projections import CaseRow
from workbench.storage.queue import CaseFilter, Sort

TRAITS = "traits"
"""Member of a register row's ``extra`` that holds the features of the case."""
_STANDING = (
    Status.GRANTED,
    Status.CLEARED,
    Status.RUNNING,
    Status.SUSPENDED,
    Status.ENDED,
    Status.STOPPED,
    Status.REVIEWED,
    Status.ARCHIVED,
)
_INCIDENTS = frozenset({"suspended", "stopped"})


@dataclass(frozen=True)
class _Near:
    row: CaseRow
    case: Case
    distance: Distance


def mirror(desk: Desk, person: Person, case: str, without: frozenset[str] = frozenset()) -> MirrorView:
    """Return the nearest earlier grants and the conditions that most of them had and this case lacks.

    Only grants are compared: what was refused, withdrawn, revoked or erased never shows.

    Args:
        desk: The opened office.
        person: Who looks.
        case: Identifier of the case.
        without: Features that take no part.

    Raises:
        NotAllowedError: The person may not read cases.
    """
    access.require(desk.pack, person, "read_case")
    look = Look(desk, desk.case(case))
    pack = look.pack
    mine = risk_mirror.traits(look.application, pack, look.level)
    features = tuple(choices(pack, "mirror_features").values())
    rows = tuple(row for row in features if row.code not in without)
    candidates = _candidates(look)
    found = sorted(
        ((risk_mirror.distance(rows, mine, _traits(desk, pack, row)), row) for row in candidates),
        key=lambda pair: (pair[0].value, pair[1].number),
    )
    nearest = tuple(_nearest(desk, found, int(number(pack, "mirror_cases"))))
    return MirrorView(
        features=tuple(_feature(row, mine, on=row.code not in without) for row in features),
        formula=risk_mirror.formula(rows),
        cases=tuple(_case(near, pack) for near in nearest),
        missing=tuple(_missing(look, nearest)),
        looked_at=len(candidates),
        dismissed=tuple(_dismissed(look)),
    )


def _dismissed(look: Look) -> Iterator[DismissedView]:
    """Yield the earlier cases that were left out; one that is erased or gone keeps only its identifier."""
    known = set(look.desk.database.journal.streams("case"))
    for code, said in look.case.neighbours.items():
        number, title = code, ""
        if stream_of(code) in known:
            case = look.desk.case(code)
            number, title = case.number or code, str(case.application.fields.get("ev.name") or "")
        yield DismissedView(code, number, title, said.reason)


def _candidates(look: Look) -> tuple[CaseRow, ...]:
    """Return the newest grants, decided before today or today, without the case itself and those left out."""
    desk = look.desk
    wanted = CaseFilter(outcomes=("grant",), statuses=tuple(s.value for s in _STANDING))
    limit = int(number(look.pack, "mirror_horizon"))
    page = desk.database.search_cases(wanted, queue.days(desk), sort=Sort("received", descending=True), limit=limit)
    return tuple(row for row in page.rows if row.case != look.case.id and row.case not in look.case.neighbours)


def _traits(desk: Desk, pack: Pack, row: CaseRow) -> Traits:
    """Return the features of an earlier case: from its row, or from its state where the row is older than they are."""
    kept = row.extra.get(TRAITS)
    if isinstance(kept, Mapping):
        return {code: str(value) for code, value in kept.items()}
    case = desk.case(row.case)
    return risk_mirror.traits(case.application, pack, row.level)


def _nearest(desk: Desk, found: list[tuple[Distance, CaseRow]], most: int) -> Iterator[_Near]:
    taken = 0
    for distance, row in found:
        if taken == most:
            return
        case = desk.case(row.case)
        if case.application == erased_application():
            continue
        taken += 1
        yield _Near(row, case, distance)


def _feature(row: Choice, mine: Traits, *, on: bool) -> MirrorFeatureView:
    value = mine.get(row.code, "—")
    return MirrorFeatureView(row.code, row.text, Decimal(str(row.data["weight"])), on, Text(value, value))


def _case(near: _Near, pack: Pack) -> MirrorCaseView:
    row = near.row
    return MirrorCaseView(
        *(row.case, row.number, row.title, row.first_day, row.level, row.headcount),
        distance=near.distance.value,
        parts=near.distance.parts,
        conditions=len(near.case.conditions),
        incidents=_incidents(near.case, pack),
    )


def _incidents(case: Case, pack: Pack) -> int:
    """Return how many suspensions, stops and registered incidents an earlier event had."""
    registers = words(pack, "mirror_incidents")
    run = sum(entry.kind in _INCIDENTS for entry in case.run)
    return run + sum(entry.register in registers for entry in case.registers.values())


def _missing(look: Look, nearest: tuple[_Near, ...]) -> Iterator[MirrorConditionView]:
    """Yield the conditions that at least the pack's share of the nearest had and this case has not."""
    own = set(_keys(look.case))
    had: dict[str, tuple[str, list[str]]] = {}
    for near in nearest:
        for key, text in _keys(near.case).items():
            had.setdefault(key, (text, []))[1].append(near.row.number)
    least = number(look.pack, "mirror_share") * len(nearest)
    ordered = sorted(had.items(), key=lambda item: -len(item[1][1]))
    for key, (text, cases) in ordered:
        if key not in own and len(cases) >= least:
            measure = key.removeprefix("measure:") if key.startswith("measure:") else ""
            yield MirrorConditionView(text, len(cases), len(nearest), tuple(cases), measure)


def _keys(case: Case) -> dict[str, str]:
    """Return the conditions of a case: those of the library by their measure, the others by their wording."""
    return {
        (key if key.startswith("measure:") else risk_mirror.same_wording(condition.text)): condition.text
        for key, condition in case.conditions.items()
    }
