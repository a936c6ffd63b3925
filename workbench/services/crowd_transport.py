"""Parking and dispersal of a case: what the case says of them as inputs of the models, each number with its source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from workbench.core.crowd_case import CrowdCase
from workbench.core.pack import Pack
from workbench.core.register_entries import RegisterEntry
from workbench.core.site_parking import Amount, Vehicles, vehicles
from workbench.core.values import Application
from workbench.crowd.working import figure
from workbench.errors import Text, WorkbenchError
from workbench.services import access, documents
from workbench.services.crowd_desk import read
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person

PARKING, DISPERSAL = "parking", "dispersal"
"""Models of the page."""
LAST = "tr.last_transit"
TRANSIT = Text("公共交通", "public transport")
MORNING = 6
"""A last departure before this hour is one of the night after the event [h]."""

Given = dict[str, object]


@dataclass(frozen=True)
class Start:
    """What the case gives to begin with.

    Attributes:
        given: Inputs by code of the model.
        told: By code of the model, each number with where it is from.
        gaps: By code of the model, what the case does not say.
    """

    given: dict[str, Given]
    told: dict[str, tuple[Text, ...]]
    gaps: dict[str, tuple[Text, ...]]

    def inputs(self, model: str, language: str) -> Given:
        """Return the inputs of a model with the names of its rows in one language."""
        return {key: _in(value, language) for key, value in self.given[model].items()}


def _in(value: object, language: str) -> object:
    if isinstance(value, Text):
        return value.in_language(language)
    if isinstance(value, list):
        return [{key: _in(cell, language) for key, cell in one.items()} for one in value]
    return value


def require(model: str) -> None:
    """Refuse a model that takes nothing from a case here."""
    if model not in (PARKING, DISPERSAL):
        known = f"{PARKING}, {DISPERSAL}"
        told = Text(f"模型 {model[:40]} 不从案卷取数", f"model {model[:40]} takes nothing from a case")
        raise WorkbenchError(told, where=model[:40], remedy=Text(f"可用：{known}", f"use one of: {known}"))


def of_case(desk: Desk, person: Person, case: str) -> Start:
    """Return what a case gives to begin with: its plan in force and its registers."""
    access.require(desk.pack, person, "read_case")
    look = Look(desk, documents.find(desk, case))
    return start(look.plan, look.pack, look.assessment.crowd, look.case.registers.values())


def of_package(path: Path, pack: Pack) -> Start:
    """Return what a package gives that nobody has received."""
    application, crowd = read(path, pack)
    return start(application, pack, crowd)


def start(application: Application, pack: Pack, crowd: CrowdCase, entries: Iterable[RegisterEntry] = ()) -> Start:
    """Return the inputs of both models from an application and the registers of its case."""
    every, persons = vehicles(application, pack, entries), crowd.capacity.expected
    found = tuple(one for one in every if one.need.value or one.known)
    modes = _modes(application, found)
    head: Given = {} if persons is None else {"persons": persons}
    people = () if persons is None else (_people(persons),)
    parked: Given = {**head, "kinds": [_kind(one) for one in found]} if found else head
    carried: Given = {**head, "modes": [mode for mode, _ in modes]} if modes else head
    return Start(
        {PARKING: parked, DISPERSAL: carried},
        {
            PARKING: (*people, *(text for one in found for text in _sources(one))),
            DISPERSAL: (*people, *(text for _, text in modes)),
        },
        {PARKING: tuple(_missing(found)), DISPERSAL: tuple(_unsaid(application))},
    )


def _people(persons: int) -> Text:
    return Text(f"人数 {persons}：各场预计人数的最大值", f"persons {persons}: the largest expected of the sessions")


def _kind(one: Vehicles) -> Given:
    """Return the record of a kind of vehicle; what the case does not say is not given."""
    made: Given = {"vehicle": one.kind.text}
    for key, amount in (("spaces", one.supply), ("stated", one.need)):
        if amount.value is not None:
            made[key] = int(amount.value)
    return made


def _sources(one: Vehicles) -> Iterable[Text]:
    """Yield where need and supply of a kind are from, with what else is known of the supply."""
    if one.need.value is not None:
        yield _source(one, Text("需求", "need"), one.need)
    if one.known:
        told = _source(one, Text("车位", "spaces"), one.supply)
        zh = "；".join(f"{other.source.zh} {_plain(other)}" for other in one.known[1:])
        en = "; ".join(f"{other.source.en} {_plain(other)}" for other in one.known[1:])
        yield Text(f"{told.zh}（另有{zh}）", f"{told.en} (also {en})") if zh else told


def _source(one: Vehicles, what: Text, amount: Amount) -> Text:
    value = _plain(amount)
    zh = f"{one.kind.text.zh}{what.zh} {value}：{amount.source.zh}"
    return Text(zh, f"{one.kind.text.en}, {what.en} {value}: {amount.source.en}")


def _plain(amount: Amount) -> str:
    return figure(amount.value)


def _missing(found: tuple[Vehicles, ...]) -> Iterable[Text]:
    if not found:
        yield Text(
            "申请、停车供需登记和平面图都没有车位或需求",
            "neither the application nor the register of car parks nor the plan has spaces or a need",
        )
    for one in found:
        if one.supply.value is None:
            yield Text(f"没有{one.kind.text.zh}的车位", f"no spaces for: {one.kind.text.en}")
        if one.need.value is None:
            yield Text(
                f"没有{one.kind.text.zh}的需求，可填乘坐比例和每车人数",
                f"no need for: {one.kind.text.en}; give share and persons per vehicle",
            )


def _modes(application: Application, found: tuple[Vehicles, ...]) -> list[tuple[Given, Text]]:
    """Return the ways to leave that the case names, each with where it is from."""
    made: list[tuple[Given, Text]] = []
    last = _last(application)
    if last is not None and last[0] >= 0:
        minutes, clock, end = last
        told = Text(
            f"公共交通末班 {minutes} 分钟：末班 {clock}，散场 {end:%H:%M}",
            f"last public transport {minutes} min: last departure {clock}, end of the event {end:%H:%M}",
        )
        made.append(({"mode": TRANSIT, "last": minutes}, told))
    for one in found:
        if one.need.value:
            told = _source(one, Text("数", "number"), one.need)
            made.append(({"mode": one.kind.text}, told))
    return made


def _unsaid(application: Application) -> Iterable[Text]:
    last = _last(application)
    if last is not None and last[0] < 0:
        _, clock, end = last
        yield Text(
            f"公共交通末班 {clock} 早于散场 {end:%H:%M}",
            f"last public transport {clock} is before the end, {end:%H:%M}",
        )
    yield Text(
        "案卷没有各方式占比、每班人数和每小时班次", "the case has no shares, loads or departures per hour of modes"
    )


def _last(application: Application) -> tuple[int, str, datetime] | None:
    """Return the minutes from the last end to the last departure, with both; ``None`` where one is not stated.

    They are below zero where the last departure is before the end.
    """
    ends = [end for row in application.rows("sessions") if isinstance(end := row["end"], datetime)]
    try:
        clock = datetime.strptime(str(application.fields.get(LAST) or ""), "%H:%M").time()  # noqa: DTZ007 – local
    except ValueError:
        return None
    if not ends:
        return None
    end = max(ends)
    leaves = datetime.combine(end.date(), clock)
    if leaves < end and clock.hour < MORNING:
        leaves += timedelta(days=1)
    return int((leaves - end).total_seconds() // 60), f"{clock:%H:%M}", end
