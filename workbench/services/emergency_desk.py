"""Emergency at the desk: scenarios and triggers with what is wrong, edits of one field, table-top exercises."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from reports import breaker_sheet
from reports.issue import Issue
from reports.papers import texts_of
from reports.pdf import render
from workbench.core import breakers as b
from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.columns import kind_of
from workbench.core.commands.plan import PUT, PlanChange
from workbench.core.pack import Pack
from workbench.core.rehearsal import Rehearsal, rehearse
from workbench.core.values import Scalar
from workbench.errors import Text, WorkbenchError
from workbench.exchange.drill_file import MOST_BYTES, DrillFile, read_drill
from workbench.exchange.notes import PackageRefused
from workbench.services import access, crowd_desk, papers_emergency
from workbench.services.clocks import local_day
from workbench.services.desk import Desk
from workbench.services.emergency_view import EmergencyView, of_look, view
from workbench.services.looking import Look
from workbench.services.views import Person
from workbench.services.wording import text_of

SCENARIO, TRIGGER = "scenario", "trigger"
SHEET_OF = {SCENARIO: "emergency", TRIGGER: "triggers"}
FIELDS_OF = {SCENARIO: "scenario_fields", TRIGGER: "trigger_fields"}
_TITLE = {SCENARIO: "title", TRIGGER: "measure"}


def of_case(desk: Desk, person: Person, case: str) -> EmergencyView:
    """Return the emergency plan of a case; the reading is recorded."""
    return of_look(Look(desk, desk.case(crowd_desk.opened(desk, person, case))))


def of_open(desk: Desk, person: Person, case: str) -> EmergencyView:
    """Return the emergency plan of a case that is open already."""
    access.require(desk.pack, person, "read_case")
    return of_look(Look(desk, desk.case(case)))


def of_package(path: Path, pack: Pack) -> EmergencyView:
    """Return the emergency plan of a package that nobody has received."""
    application, crowd = crowd_desk.read(path, pack)
    return view(application, pack, b.OfficeWords(), crowd)


# Edits


def edit(case: str, view: EmergencyView, place: tuple[str, str, str], text: str) -> c.Command:
    """Return the command that gives one field of a scenario or trigger another text; an empty one takes it back.

    Args:
        case: Identifier of the case.
        view: Its emergency plan.
        place: ``scenario`` or ``trigger``, the code, and a column of the sheet or a field of the office's words.
        text: As typed.

    Raises:
        WorkbenchError: A number or a day cannot be read.
    """
    kind, code, field = place
    if field in view.pack.lists[FIELDS_OF[kind]]:
        said = view.said.scenarios if kind == SCENARIO else view.said.triggers
        known = said[code].words if code in said else {}
        words = {key: told for key, told in {**known, field: text.strip()}.items() if told}
        return c.SetScenario(case, code, words) if kind == SCENARIO else c.SetTrigger(case, code, words)
    return c.EditPlan(case, (_change(view, kind, code, {field: _value(view.pack, kind, field, text)}),))


def adopt(case: str, view: EmergencyView, kind: str, code: str, *, applicable: bool) -> c.EditPlan:
    """Return the command that takes a scenario or trigger into the plan, or out of it."""
    return c.EditPlan(case, (_change(view, kind, code, {"applicable": applicable}),))


def _change(view: EmergencyView, kind: str, code: str, values: dict[str, Scalar]) -> PlanChange:
    """Return the change of a row; one that the plan does not have yet begins with the pack's title."""
    card = view.plan.scenario(code) if kind == SCENARIO else view.plan.trigger(code)
    if card is not None and card.state.row is None:
        row = view.pack.scenarios[code] if kind == SCENARIO else view.pack.triggers[code]
        values = {"code": code, _TITLE[kind]: row.text.zh, "applicable": True, **values}
    return PlanChange(SHEET_OF[kind], code, PUT, tuple(values.items()))


def _value(pack: Pack, kind: str, field: str, text: str) -> Scalar:
    column = next(one for one in pack.sheets[SHEET_OF[kind]].columns if one.key == field)
    told, wanted = text.strip(), kind_of(column)
    if not told:
        return None
    try:
        return _READ.get(wanted, str)(told)
    except (ValueError, InvalidOperation) as fault:
        message = Text(f"“{column.label.zh}”无法识别：{told[:40]}", f"{column.label.en} cannot be read: {told[:40]}")
        raise WorkbenchError(message, where=field, remedy=Text("请重新填写", "fill it in again")) from fault


def _number(told: str) -> Scalar:
    value = Decimal(told)
    if not value.is_finite():
        raise ValueError(told)
    return int(value) if value == value.to_integral_value() else value


_READ = {"number": _number, "percent": _number, "int": _number, "date": date.fromisoformat}


def fill_deputies(case: str, view: EmergencyView, decider: str, deputy: str) -> tuple[c.Command, ...]:
    """Return the commands that name a deputy wherever somebody decides and has none."""
    name = b.person(decider)
    places = [(TRIGGER, card.code) for card in view.plan.adopted if not card.deputy and _decides(card, name)]
    places += [
        (SCENARIO, card.code) for card in view.plan.covered if not card.deputy and b.person(card.decider) == name
    ]
    return tuple(edit(case, view, (*place, "deputy"), deputy) for place in places)


def _decides(card: b.TriggerCard, name: str) -> bool:
    return [b.person(one) for one in card.deciders] == [name]


# Exercises


@dataclass(frozen=True)
class Replay:
    """An exercise read from a file and replayed: what it shows, or why it cannot be kept.

    Attributes:
        file: As read; ``None`` when it could not be.
        command: What keeps it in the case; ``None`` without a case, or while there are faults.
        faults: In words, with their places.
    """

    name: str
    file: DrillFile | None
    shown: Rehearsal
    faults: tuple[tuple[str, Text, Text], ...]
    command: c.RecordDrill | None = None


def replay(view: EmergencyView, path: Path, case: Case | None = None) -> Replay:
    """Read an exercise and replay it; nothing is recorded.

    Args:
        view: The emergency plan that it is replayed against.
        path: The file.
        case: Where it is to be kept, if it is.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
        found = read_drill(data, path.name)
    except PackageRefused as refused:
        faults = tuple((p.field, p.message, refused.remedy or p.message) for p in refused.problems)
        whole = ((path.name, refused.message, refused.remedy or refused.message),)
        return Replay(path.name, None, Rehearsal(), faults or whole)
    except OSError as error:
        message = Text("文件无法读取", "the file cannot be read")
        raise WorkbenchError(message, where=path.name) from error
    shown = rehearse(found.signals, view.application, view.plan, view.pack)
    faults = tuple((f"signals[{one.number}].{one.field}", one.text, one.remedy) for one in shown.faults)
    command = None
    if case is not None and not faults:
        digest = hashlib.sha256(data).hexdigest()
        command = _record(case, found, shown, path.name, digest)
    return Replay(path.name, found, shown, faults, command)


def _record(case: Case, found: DrillFile, shown: Rehearsal, name: str, digest: str) -> c.RecordDrill:
    free = next(f"T{n}" for n in range(1, len(case.drills) + 2) if f"T{n}" not in case.drills)
    return c.RecordDrill(
        case.id,
        free,
        found.title,
        found.on,
        found.lead,
        found.participants,
        found.signals,
        shown.lines,
        shown.scenarios,
        source=name,
        sha256=digest,
    )


def sheet_of_package(path: Path, pack: Pack, language: str) -> tuple[str, bytes]:
    """Return name and bytes of the breaker sheet of a package that nobody has received: a draft of today."""
    found, moment = of_package(path, pack), datetime.now(UTC).replace(microsecond=0)
    fields = found.application.fields
    issue = Issue(
        organ=text_of(fields.get("app.organ")),
        number="",
        day=local_day(moment),
        moment=moment,
        case=path.stem,
        event=text_of(fields.get("ev.name")),
        draft=True,
    )
    wording = texts_of(pack.papers, papers_emergency.SHEET, language)
    made = breaker_sheet.document(papers_emergency.content_of(found, issue, wording, language), wording)
    return f"{path.stem} {wording['title']}.pdf", render(made).pdf


def sheet_code(language: str) -> str:
    """Return the code of a case's breaker sheet in a language."""
    return f"{papers_emergency.SHEET}.en" if language == "en" else papers_emergency.SHEET
