"""Places to park, each kind of vehicle by itself: how many are needed and there, and where each number is from.

The register of the case goes before what the application states, and that before what is drawn: a car park takes no
coaches and a coach drop no cars, so kinds are never added up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack
from workbench.core.register_entries import RegisterEntry
from workbench.core.site_objects import placed
from workbench.core.values import Application
from workbench.errors import NO_TEXT, Text

STATED, NEEDED = "tr.parking", "tr.parking_need"
SPACES = "spaces"
"""Word of a drawing for how many vehicles a car park or coach drop takes."""
KINDS, LOTS = "vehicle_kinds", "parking_lot"
"""List of the pack with the kinds of vehicles, and the register of the case with its car parks."""
NEED, SUPPLY = "need", "supply"
"""Data of a kind of vehicle: the fields of the application that state them; the first is a column of the register."""


@dataclass(frozen=True)
class Amount:
    """A number of vehicles and where it is from; ``objects`` are those it was drawn in."""

    value: Decimal | None = None
    source: Text = NO_TEXT
    objects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vehicles:
    """A kind of vehicle: what it needs and what there is for it [vehicles], and all that is known of what there is.

    ``known`` are the amounts that speak of the supply, the one that is taken first.
    """

    kind: Choice
    need: Amount
    known: tuple[Amount, ...]

    @property
    def supply(self) -> Amount:
        """Return the supply that is taken; without a number where none is known."""
        return self.known[0] if self.known else Amount()


@dataclass(frozen=True)
class Parking:
    """Supply and demand [vehicles]; ``objects`` are those that the supply was drawn in, none where it is stated."""

    supply: Decimal | None
    need: Decimal | None
    objects: tuple[str, ...] = ()


def parking(application: Application, pack: Pack) -> Parking:
    """Return the places for the vehicles that the application states places for; a stated number goes before drawn."""
    for one in vehicles(application, pack):
        if one.kind.data.get("supply") == STATED:
            return Parking(one.supply.value, one.need.value, one.supply.objects)
    return Parking(number_of(application.fields.get(STATED)), number_of(application.fields.get(NEEDED)))


def vehicles(application: Application, pack: Pack, entries: Iterable[RegisterEntry] = ()) -> tuple[Vehicles, ...]:
    """Return the kinds of vehicles that something is known of, in pack order."""
    lots: dict[str, list[RegisterEntry]] = {}
    for entry in entries:
        if entry.register == LOTS:
            lots.setdefault(str(entry.get("kind")), []).append(entry)
    drawn = _drawn(application, pack)
    made = (
        Vehicles(
            kind,
            next(_told(application, pack, kind, NEED, lots.get(kind.code, [])), Amount()),
            (*_told(application, pack, kind, SUPPLY, lots.get(kind.code, [])), *drawn.get(kind.code, ())),
        )
        for kind in pack.lists.get(KINDS, {}).values()
    )
    return tuple(one for one in made if one.known or one.need.value is not None)


def _told(application: Application, pack: Pack, kind: Choice, what: str, lots: list[RegisterEntry]) -> Iterator[Amount]:
    """Yield what the register and the application say of ``need`` or ``supply``."""
    listed = [value for lot in lots if (value := number_of(lot.get(NEED if what == NEED else SPACES))) is not None]
    if listed:
        told = Text(f"停车供需登记 {len(listed)} 处合计", f"{len(listed)} car parks of the register added up")
        yield Amount(sum(listed, Decimal(0)), told)
    field = str(kind.data.get(what) or "")
    stated = number_of(application.fields.get(field)) if field else None
    if stated is not None:
        label, zh, en = _label(pack, field), kind.data.get("note_zh"), kind.data.get("note_en")
        told = Text(f"申请“{label.zh}”", f"“{label.en}” of the application")
        yield Amount(stated, Text(f"{told.zh}（{zh}）", f"{told.en} ({en})") if zh and what == NEED else told)


def _label(pack: Pack, field: str) -> Text:
    columns = (column for sheet in pack.sheets.values() if sheet.keyed for column in sheet.columns)
    return next((column.label for column in columns if column.key == field), Text(field, field))


def _drawn(application: Application, pack: Pack) -> dict[str, tuple[Amount]]:
    """Return, by kind of vehicle, the places drawn on the plan added up; what fits no kind takes the first one."""
    kinds = tuple(pack.lists.get(KINDS, {}))
    features = application.site.features if application.site else ()
    if not kinds or not any(one.get(SPACES) for one in features):
        return {}
    found: dict[str, list[tuple[str, Decimal]]] = {}
    for item in placed(application, pack):
        spaces = number_of(item.feature.get(SPACES)) if item.feature else None
        if item.feature is not None and spaces is not None:
            kind = (item.kind.vehicles if item.kind else "") or kinds[0]
            found.setdefault(kind, []).append((item.feature.code, spaces))
    return {kind: (_added(places),) for kind, places in found.items()}


def _added(places: list[tuple[str, Decimal]]) -> Amount:
    codes = tuple(code for code, _ in places)
    words = "、".join(codes), ", ".join(codes)
    told = Text(f"图上车位合计：{words[0]}", f"places drawn on the plan added up: {words[1]}")
    return Amount(sum((spaces for _, spaces in places), Decimal(0)), told, codes)
