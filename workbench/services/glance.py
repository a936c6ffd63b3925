"""A case at a glance: what the queue's preview adds to a row."""

from __future__ import annotations

from workbench.core.deadlines import deadlines
from workbench.errors import NO_TEXT, Text
from workbench.services import access
from workbench.services.desk import Desk, stream_of
from workbench.services.looking import Look
from workbench.services.office_times import timetable
from workbench.services.open_items import open_items
from workbench.services.steps import steps
from workbench.services.views import Person, PreviewView, TimelineEntry
from workbench.services.wording import entry_of

RECENT = 3


def preview(desk: Desk, person: Person, case: str) -> PreviewView:
    """Return what the queue's preview adds to a row; no reading is recorded, for nothing of the papers is shown."""
    access.require(desk.pack, person, "read_queue")
    look = Look(desk, desk.case(case))
    fields = look.application.fields
    nature = fields.get("ev.type") or fields.get("ev.nature")
    supposed = next((one for one in deadlines(timetable(look)) if one.id == "if_today"), None)
    return PreviewView(
        case=case,
        place=str(fields.get("loc.name") or ""),
        nature=_word(look, str(nature)) if nature else NO_TEXT,
        step_states=tuple(step.state for step in steps(look)),
        open_items=open_items(look),
        recent=tuple(_recent(look)),
        accepted=look.case.accepted,
        if_today=supposed.due if supposed else None,
        if_today_steps=tuple(line.text for line in supposed.lines) if supposed else (),
    )


def _word(look: Look, code: str) -> Text:
    row = look.pack.lists.get("words", {}).get(code)
    return row.text if row else Text(code, code)


def _recent(look: Look) -> list[TimelineEntry]:
    """Return the last events, the newest first."""
    names, after = look.desk.names(), max(0, look.case.version - RECENT)
    events = look.desk.database.journal.read(stream_of(look.case.id), after=after)
    return [entry_of(event, look.pack, names) for event in reversed(events)]
