"""Chapters of the security plan about what is done when something happens: scenarios, thresholds, orders, safety."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from reports.security_plan import Scenario
from workbench.core.breakers import ScenarioCard, TriggerCard
from workbench.errors import NO_TEXT, Text
from workbench.services.plan_source import PlanSource
from workbench.services.wording import text_of

_NUMBERS = "①②③④⑤⑥"


def scenarios(source: PlanSource) -> Iterator[Scenario]:
    """Yield a card for every scenario that the plan provides for."""
    for card in source.breakers.covered:
        yield Scenario(card.code, source.say(card.state.scenario.text), tuple(_card(source, card)))


def _card(source: PlanSource, card: ScenarioCard) -> Iterator[tuple[str, tuple[str, ...]]]:
    unstated = source.texts["unstated"]
    deciders = [source.person(name) for name in (card.decider, card.deputy) if name]
    drilled = (source.say(card.drill.text) if card.drill else "", text_of(card.drilled_on))
    values = (
        (source.say(card.trigger) or unstated,),
        tuple(_steps(source, card)) or (unstated,),
        (" / ".join(deciders) or unstated,),
        (source.say(card.report) or unstated,),
        (source.say(card.route) or unstated,),
        tuple(dict.fromkeys(words for words in (card.pa.zh, card.pa.en) if words)) or (unstated,),
        (source.say(card.help) or unstated,),
        (source.say(card.resume) or unstated,),
        ("　".join(part for part in drilled if part) or unstated,),
    )
    yield from zip(source.texts["card_labels"].split("|"), values, strict=True)


def _steps(source: PlanSource, card: ScenarioCard) -> Iterator[str]:
    for number, (action, owner) in enumerate(zip(card.actions, card.owners, strict=False)):
        who = source.say(Text(f"（{owner.zh}）", f" ({owner.en})")) if source.say(owner) else ""
        yield f"{_NUMBERS[number]} {source.say(action)}{who}"


def left_out(source: PlanSource) -> str:
    """Return the scenarios that do not apply, in words; empty when all do."""
    rows = [row for row in source.plan.rows("emergency") if row["applicable"] is False]
    known = source.pack.scenarios
    named = ((code := str(row["code"]), known[code].text if code in known else NO_TEXT) for row in rows)
    codes = "、".join(f"{code} {source.say(text)}".strip() for code, text in named)
    return source.fill("scenarios_left_out", codes=codes) if codes else ""


def triggers(source: PlanSource) -> Iterator[tuple[str, ...]]:
    """Yield the triggers that the plan uses: thresholds, how long they hold, who decides, what is done at red."""
    for card in source.breakers.adopted:
        deciders = [source.person(name) for name in (*card.deciders, card.deputy) if name]
        resume = card.state.number("resume")
        yield (
            card.code,
            f"{source.say(card.title)} {card.unit}".strip(),
            *(_level(source, card, level) for level in ("yellow", "orange", "red")),
            source.say(card.told("resume")) or "—" if resume is None else str(resume),
            " / ".join(_minutes(span) for span in (*card.rule.lasting.values(), card.rule.calm) if span) or "—",
            " / ".join(deciders) or source.texts["unstated"],
            source.say(card.action) or source.texts["unstated"],
        )


def _level(source: PlanSource, card: TriggerCard, level: str) -> str:
    stated = card.state.levels.get(level)
    return (source.say(card.told(level)) or "—") if stated is None else str(stated)


def _minutes(span: timedelta) -> str:
    return f"{span / timedelta(minutes=1):g}"


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
            said = (row["name"], row["spec"], None if source.public else row["location"])
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
