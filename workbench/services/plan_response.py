"""Chapters of the security plan about what is done when something happens: scenarios, thresholds, orders, safety."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.security_plan import Scenario
from workbench.core.values import Row, Scalar
from workbench.services.plan_source import PlanSource
from workbench.services.wording import text_of

_STEPS = re.compile(r"\s*[①②③④⑤⑥]\s*")
_NUMBERS = "①②③④⑤⑥"


def actions_of(value: Scalar) -> tuple[str, ...]:
    """Return the first actions of a scenario one by one, as they are numbered in the row."""
    return tuple(part for part in _STEPS.split(text_of(value)) if part)


def scenarios(source: PlanSource) -> Iterator[Scenario]:
    """Yield a card for every scenario that applies."""
    for row in source.plan.rows("emergency"):
        if row["applicable"] is True:
            known = source.pack.scenarios.get(str(row["code"]))
            title = source.say(known.text) if known else source.told(row["title"])
            yield Scenario(str(row["code"]), title, tuple(_card(source, row)))


def _card(source: PlanSource, row: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
    labels = source.texts["card_labels"].split("|")
    known = source.pack.scenarios.get(str(row["code"]))
    english = source.language == "en" and known is not None
    trigger = source.say(known.trigger) if english and known else source.told(row["trigger"])
    steps = tuple(source.say(step) for step in known.actions) if english and known else actions_of(row["actions"])
    drilled = row["drill_on"]
    told = "　".join(part for part in (text_of(row["drill"]), text_of(drilled)) if part)
    unstated = source.texts["unstated"]
    yield labels[0], (trigger,)
    yield labels[1], tuple(f"{_NUMBERS[n]} {step}" for n, step in enumerate(steps[: len(_NUMBERS)])) or (unstated,)
    yield labels[2], (source.person(row["decider"]),)
    yield labels[3], (source.told(row["assembly"]),)
    yield labels[4], (source.told(row["pa"]),)
    yield labels[5], (told or unstated,)


def left_out(source: PlanSource) -> str:
    """Return the scenarios that do not apply, in words; empty when all do."""
    rows = [row for row in source.plan.rows("emergency") if row["applicable"] is False]
    codes = "、".join(f"{row['code']} {text_of(row['title'])}" for row in rows)
    return source.fill("scenarios_left_out", codes=codes) if codes else ""


def triggers(source: PlanSource) -> Iterator[tuple[str, ...]]:
    """Yield the thresholds of the plan that are adopted."""
    for row in source.plan.rows("triggers"):
        if row["applicable"] is True:
            known = source.pack.triggers.get(str(row["code"]))
            unit = text_of(row["unit"])
            measure = source.say(known.text) if known else source.told(row["measure"])
            action = source.say(known.action) if known and source.language == "en" else source.told(row["action"])
            yield (
                str(row["code"]),
                f"{measure} {unit}".strip(),
                *(text_of(row[key]) or "—" for key in ("yellow", "orange", "red", "resume", "hold_min")),
                source.person(row["responsible"]),
                action,
            )


def steps(source: PlanSource) -> Iterator[tuple[str, ...]]:
    """Yield what posts do within 30 s, 60 s and 3 min of the order to leave."""
    for row in source.listed("plan_steps"):
        yield source.say(row.text), *(source.data(row, key) for key in ("first", "second", "third"))


def sequence(source: PlanSource) -> Iterator[tuple[str, str, str]]:
    """Yield the steps from the threshold to the paper: when, what, note."""
    for row in source.listed("plan_sequence"):
        yield source.data(row, "at"), source.say(row.text), source.data(row, "note")


def orders(source: PlanSource) -> Iterator[tuple[str, ...]]:
    """Yield the orders by radio: words, meaning, what posts do, answer."""
    for row in source.listed("plan_orders"):
        yield source.say(row.text), *(source.data(row, key) for key in ("meaning", "action", "answer"))


def safety(source: PlanSource) -> Iterator[tuple[str, ...]]:
    """Yield fire, medical and other forces, structures and programme as the case states them."""
    fields, labels = source.plan.fields, source.texts["safety_rows"].split("|")
    for row in source.plan.rows("forces"):
        if row["spec"] or row["location"]:
            said = (row["name"], row["spec"], row["location"])
            told = "　".join(text_of(value) for value in said if text_of(value))
            yield source.told(row["kind"]), told, source.person(row["lead"]) if row["lead"] else "—"
    built = "　".join(text_of(fields.get(key)) for key in ("tmp.builder", "tmp.type") if text_of(fields.get(key)))
    yield labels[0], built or source.texts["unstated"], source.person(fields.get("tmp.lead"))
    wind = text_of(fields.get("tmp.wind_limit"))
    yield labels[1], source.fill("wind", limit=wind) if wind else source.texts["unstated"], "—"
    medical = {"points": "med.points", "cars": "med.ambulances", "hospital": "med.hospital", "minutes": "med.minutes"}
    yield labels[2], source.fill("medical", **{name: source.of(key) for name, key in medical.items()}), "—"
    yield labels[3], source.fill("programme", count=len(source.plan.rows("programme"))), "—"
    names = source.texts["switches"].split("|")
    keys = ("sw.screens", "sw.interactive", "sw.effects", "sw.uav", "sw.food", "sw.alcohol")
    present = [name for name, key in zip(names, keys, strict=True) if fields.get(key) is True]
    yield labels[4], "、".join(present) or "—", "—"
