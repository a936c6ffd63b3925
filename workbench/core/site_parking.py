"""Places to park: the number that the application states, else the sum of those drawn, with where it is from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from workbench.core.facts import number_of
from workbench.core.values import Application

STATED, NEEDED = "tr.parking", "tr.parking_need"
SPACES = "spaces"
"""Word of a drawing for how many vehicles a car park or coach drop takes."""


@dataclass(frozen=True)
class Parking:
    """Supply and demand [vehicles]; ``objects`` are those that the supply was drawn in, none where it is stated."""

    supply: Decimal | None
    need: Decimal | None
    objects: tuple[str, ...] = ()


def parking(application: Application) -> Parking:
    """Return the places of an application; a stated number goes before what is drawn."""
    stated, need = (number_of(application.fields.get(key)) for key in (STATED, NEEDED))
    if stated is not None:
        return Parking(stated, need)
    features = application.site.features if application.site else ()
    drawn = [(one.code, spaces) for one in features if (spaces := number_of(one.get(SPACES))) is not None]
    known = tuple(code for code, _ in drawn)
    return Parking(sum((spaces for _, spaces in drawn), Decimal(0)) if drawn else None, need, known)
