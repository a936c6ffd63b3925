"""The office's library of venues: drawings kept under a name for other cases at the same place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.working_plan import plan_of
from workbench.errors import StorageError, Text
from workbench.services import access, documents
from workbench.services.desk import Desk, pack_of
from workbench.services.registers import page, record
from workbench.services.site_files import drawing, written
from workbench.services.site_import import PlanImport, compared
from workbench.services.views import Person

VENUES = "venue_plan"
"""The office's register of kept drawings."""


@dataclass(frozen=True)
class Venue:
    """A kept drawing."""

    entry: str
    name: str
    place: str
    objects: int
    sha256: str


def keep_venue(desk: Desk, person: Person, case: str, name: str, place: str = "") -> Venue:
    """Keep the drawing of a case under a name, for other cases at the same place.

    Raises:
        Refusal: No name, or a field is wrong.
        NotAllowedError: The person may not keep registers.
    """
    state = documents.find(desk, case)
    drawn = drawing(plan_of(state))
    access.require(desk.pack, person, "keep_registers")
    sha256 = desk.database.attachments.put(written(plan_of(state), desk.pack, ".geojson"), f"{name[:80]}.geojson")
    known = next((venue for venue in venues(desk, person) if venue.name == name), None)
    values = {
        "name": name,
        "place": place or str(state.application.fields.get("loc.name") or "") or None,
        "objects": len(drawn),
        "source": state.number,
        "day": desk.today,
        "sha256": sha256,
    }
    entry = record(desk, person, VENUES, values, entry=known.entry if known else "")
    return Venue(entry, name, str(values["place"] or ""), len(drawn), sha256)


def venues(desk: Desk, person: Person) -> tuple[Venue, ...]:
    """Return the kept drawings by name."""
    return tuple(sorted(_venues(desk, person), key=lambda venue: venue.name))


def _venues(desk: Desk, person: Person) -> Iterator[Venue]:
    for row in page(desk, person, VENUES).entries:
        said = row.values
        objects = said.get("objects")
        yield Venue(
            *(row.entry, str(said.get("name") or ""), str(said.get("place") or "")),
            objects=objects if isinstance(objects, int) else 0,
            sha256=str(said.get("sha256") or ""),
        )


def venue_named(desk: Desk, person: Person, name: str) -> Venue:
    """Return a kept drawing by its name.

    Raises:
        StorageError: There is none.
    """
    there = venues(desk, person)
    found = next((venue for venue in there if venue.name == name), None)
    if found is None:
        known = "、".join(venue.name for venue in there) or "—"
        raise StorageError(
            Text("场馆库中没有这个名称", "no venue of that name is kept"), where=name[:60], remedy=Text(known, known)
        )
    return found


def venue_compared(desk: Desk, person: Person, case: str, name: str, *, whole: bool = False) -> PlanImport:
    """Return what a kept drawing would make of the plan of a case; :func:`take_in` carries it out."""
    from workbench.exchange.limits import DEFAULT
    from workbench.exchange.notes import Notes
    from workbench.exchange.site_plan import read_geojson

    access.require(desk.pack, person, "read_case")
    venue, notes = venue_named(desk, person, name), Notes()
    read = read_geojson(desk.database.attachments.get(venue.sha256), f"{venue.name}.geojson", DEFAULT, notes)
    state = documents.find(desk, case)
    return compared(plan_of(state), pack_of(state.pack), read, whole=whole, notes=notes.all())
