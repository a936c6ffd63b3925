"""What is wrong or missing in triggers and scenarios: each finding at its trigger, scenario and field, with a remedy.

The rules, their weight and what settles them are rows of the pack's list ``emergency_lint``. What one person or one
cause brings about in many places is one finding that names them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from workbench.core.breakers import FIRST, Breakers, ScenarioCard, TriggerCard, person
from workbench.core.crowd_case import CrowdCase
from workbench.core.crowd_zones import whole
from workbench.core.facts import condition_facts
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices
from workbench.core.trigger_rules import WHOLE, holds, problems
from workbench.core.values import Application
from workbench.crowd.working import figure
from workbench.errors import Text

TRIGGER, SCENARIO = "trigger", "scenario"
OUTDOOR = {"wind": "no_wind", "heat": "no_heat"}
"""Group of triggers → the rule that wants one of them outdoors."""


@dataclass(frozen=True)
class Lint:
    """A finding.

    Attributes:
        rule: Row of the pack.
        kind: ``trigger`` or ``scenario``.
        codes: Where it stands; the first is where to go.
        field: Column of the sheet, or field of the office's words.
    """

    rule: Choice
    kind: str
    codes: tuple[str, ...]
    field: str
    text: Text

    @property
    def severity(self) -> str:
        """Return how grave it is."""
        return str(self.rule.data["severity"])

    @property
    def remedy(self) -> Text:
        """Return what settles it."""
        return Text(str(self.rule.data["remedy_zh"]), str(self.rule.data["remedy_en"]))


@dataclass(frozen=True)
class _Raw:
    rule: str
    kind: str
    codes: tuple[str, ...]
    field: str
    text: Text | None = None
    """``None`` = the title of the rule says it all."""


def lint(application: Application, pack: Pack, plan: Breakers, crowd: CrowdCase | None) -> tuple[Lint, ...]:
    """Return what is wrong or missing, triggers first, each in pack order.

    Args:
        application: The plan in force.
        pack: Rules, and the kinds of posts that tie a person down.
        plan: Triggers and scenarios of that plan.
        crowd: Its crowd sums; ``None`` = thresholds are not compared with a capacity.
    """
    rules = choices(pack, "emergency_lint")
    bound = _bound(application, pack)
    raw = (
        *(
            _Raw(one.rule, TRIGGER, (one.code,), one.field, one.text)
            for one in problems(tuple(card.state for card in plan.triggers))
        ),
        *(one for card in plan.adopted for one in _trigger(card)),
        *_over_capacity(application, plan, crowd),
        *_outdoors(application, pack, plan, rules),
        *(one for card in plan.scenarios for one in _scenario(card)),
        *_people(plan, bound),
    )
    return tuple(
        Lint(rules[one.rule], one.kind, one.codes, one.field, one.text or rules[one.rule].text)
        for one in raw
        if one.rule in rules
    )


def _trigger(card: TriggerCard) -> Iterator[_Raw]:
    """Yield what is missing in a trigger that the plan uses."""
    state = card.state
    missing = {
        "no_decider": ("decider", not card.deciders),
        "no_owner": ("owner", not card.owner),
        "no_monitor": ("monitor", not card.monitor),
        "no_action": ("action", not card.action.zh),
        "no_threshold": ("red", "red" not in state.levels and not card.told("red").zh),
        "twice": ("code", sum(row["applicable"] is True for row in state.rows) > 1),
    }
    yield from (_Raw(rule, TRIGGER, (card.code,), field) for rule, (field, fires) in missing.items() if fires)
    if len(card.deciders) > 1:
        names = Text("、".join(card.deciders), ", ".join(card.deciders))
        text = Text(f"决策人有 {len(card.deciders)} 名：{names.zh}", f"{len(card.deciders)} deciders: {names.en}")
        yield _Raw("many_deciders", TRIGGER, (card.code,), "decider", text)


def _scenario(card: ScenarioCard) -> Iterator[_Raw]:
    """Yield what is missing in a scenario that is expected or provided for."""
    if card.state.missing:
        yield _Raw("not_covered", SCENARIO, (card.code,), "applicable")
    if not card.state.covered:
        return
    owned = sum(bool(owner.zh) for owner in card.owners)
    missing = {
        "no_decider": ("decider", not card.decider),
        "few_actions": ("actions", len(card.actions) < FIRST),
        "no_owner": (f"owner_{owned + 1}", owned < len(card.actions)),
        "no_words": ("pa" if not card.pa.zh else "pa_en", not (card.pa.zh and card.pa.en)),
        "undrilled": ("drill", not card.drilled),
    }
    yield from (_Raw(rule, SCENARIO, (card.code,), field) for rule, (field, fires) in missing.items() if fires)


def _over_capacity(application: Application, plan: Breakers, crowd: CrowdCase | None) -> Iterator[_Raw]:
    """Yield load triggers whose red lies at more persons than the site was computed to hold."""
    limits: Mapping[str, int | None] = {}
    if crowd is not None:
        limits = {
            "ev.requested_capacity": crowd.capacity.persons,
            "loc.capacity_inst": crowd.load.once if crowd.load else None,
        }
    for card in plan.adopted:
        key = card.state.trigger.share_of
        limit, of, red = limits.get(key), whole(application.fields.get(key)), card.state.levels.get("red")
        if limit is None or of is None or red is None:
            continue
        persons = int(Fraction(red) / Fraction(WHOLE) * of)
        if persons > limit:
            share = figure(Fraction(limit * 100, of)) if of else "0"
            zh = f"红色 {figure(red)}% 即 {persons} 人，高于计算容量 {limit} 人（为 {share}%）"
            en = f"red at {figure(red)} % is {persons} persons, above the computed capacity of {limit} ({share} %)"
            yield _Raw("over_capacity", TRIGGER, (card.code,), "red", Text(zh, en))


def _outdoors(application: Application, pack: Pack, plan: Breakers, rules: Mapping[str, Choice]) -> Iterator[_Raw]:
    """Yield what is wanted outdoors and not adopted, where it is not a finding of the expected set already."""
    facts = condition_facts(application, pack)
    for group, name in OUTDOOR.items():
        cards = [card for card in plan.triggers if card.state.trigger.group == group]
        told = any(card.state.adopted or card.state.expected for card in cards)
        if cards and not told and name in rules and holds(rules[name].when, facts):
            yield _Raw(name, TRIGGER, tuple(card.code for card in cards), "applicable")


def _bound(application: Application, pack: Pack) -> Mapping[str, str]:
    """Return the people whom a post ties down, with the post; the command post ties nobody."""
    rows = [row.data for row in pack.deployment.values()]
    kinds = {str(data["word"]) for data in rows if data.get("bound")}
    deciding = {str(data["word"]) for data in rows if data.get("decides")}
    posts = (row for row in application.rows("posts") if row["kind"] in kinds and row["team"] not in deciding)
    return {person(str(row["lead"])): f"{row['code']} {row['name']}" for row in posts if row["lead"]}


def _people(plan: Breakers, bound: Mapping[str, str]) -> Iterator[_Raw]:
    """Yield what is wrong with deciders and deputies, one finding per person."""
    for kind, cards in ((TRIGGER, plan.adopted), (SCENARIO, plan.covered)):
        yield from _tied(kind, _grouped(cards, _decider), bound)
        yield from _grouped_deputies(kind, cards)


Cards = Iterable[TriggerCard | ScenarioCard]


def _decider(card: TriggerCard | ScenarioCard) -> str:
    """Return the one who decides; empty where there is nobody or more than one."""
    if isinstance(card, ScenarioCard):
        return card.decider
    return card.deciders[0] if len(card.deciders) == 1 else ""


def _grouped(cards: Cards, name: Callable[[TriggerCard | ScenarioCard], str]) -> dict[str, tuple[str, ...]]:
    """Return people → codes of their cards."""
    found: dict[str, tuple[str, ...]] = {}
    for card in cards:
        if name(card):
            found[name(card)] = (*found.get(name(card), ()), card.code)
    return found


def _tied(kind: str, found: Mapping[str, tuple[str, ...]], bound: Mapping[str, str]) -> Iterator[_Raw]:
    for name, codes in found.items():
        post = bound.get(person(name))
        if post is not None:
            zh = f"决策人 {name} 固定在 {post}，不能离岗"
            yield _Raw("decider_on_post", kind, codes, "decider", Text(zh, f"decider {name} is tied to {post}"))


def _grouped_deputies(kind: str, cards: Cards) -> Iterator[_Raw]:
    cards = tuple(cards)
    alone = _grouped((card for card in cards if not card.deputy), _decider)
    for name, codes in alone.items():
        yield _Raw("no_deputy", kind, codes, "deputy", Text(f"{name} 没有副决策人", f"{name} has no deputy"))
    same = (card for card in cards if card.deputy and person(card.deputy) == person(_decider(card)))
    for name, codes in _grouped(same, _decider).items():
        text = Text(f"副决策人与决策人同为 {person(name)}", f"deputy and decider are both {person(name)}")
        yield _Raw("same_deputy", kind, codes, "deputy", text)
