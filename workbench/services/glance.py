"""What the list screens show without opening a case: where the office stands, and a case at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

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
from workbench.storage.packs import sample_file

RECENT = 3


@dataclass(frozen=True)
class Standing:
    """Where an office stands: rule pack, chain, its length and head, the place of the database, the organ."""

    pack: str
    version: str
    chain: str
    count: int
    head: str
    place: str
    organ: str = ""
    hint: str = ""
    """The password of all accounts of sample data; empty for real work."""


def standing(desk: Desk) -> Standing:
    """Return where the office stands now."""
    head = desk.database.journal.head()
    pack = desk.pack
    hint = sample_password() if desk.sample_day else ""
    organ = str(desk.database.settings.get("organ") or "")
    return Standing(pack.name, pack.version, head.chain, head.seq, head.hash, desk.database.place, organ, hint)


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


def sample_password() -> str:
    """Return the password of all sample accounts."""
    from workbench.services import demo

    return str(demo.script()["office"]["password"])


def sample_package() -> Path:
    """Return the package of the longest sample story, for a pre-check to try."""
    from workbench.services import demo

    longest = max(demo.script()["stories"], key=lambda story: len(story["steps"]))
    return sample_file(f"{longest['package']}.zip")
