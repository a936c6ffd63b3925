"""F28, the circuit-breaker sheet of a case, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from reports import breaker_sheet
from reports.blocks import Document
from reports.breaker_sheet import BreakerSheet, OtherLine, ScenarioLine, TriggerLine
from reports.issue import Issue
from reports.wording import filled
from workbench.core.breakers import Breakers, ScenarioCard, TriggerCard
from workbench.core.pack import Pack
from workbench.core.trigger_series import Level
from workbench.core.values import Application
from workbench.core.working_plan import plan_number
from workbench.crowd.working import figure
from workbench.errors import Text
from workbench.services.emergency_view import EmergencyView, of_look
from workbench.services.looking import Look
from workbench.services.slips import Slip, Which, form, texts
from workbench.services.wording import text_of

SHEET = "F28"
ENGLISH = Text("英文", "English")


def slips(look: Look) -> Iterator[Slip]:
    """Yield the sheet in both languages once the plan adopts a trigger."""
    if of_look(look).plan.adopted:
        yield form(look, SHEET, partial(_sheet, language="zh"))
        yield form(look, SHEET, partial(_sheet, language="en"), Which(name=ENGLISH, variant="en"))


def _sheet(look: Look, issue: Issue, language: str) -> Document:
    content = content_of(of_look(look), issue, texts(look, SHEET, language), language)
    return breaker_sheet.document(content, texts(look, SHEET, language))


def content_of(view: EmergencyView, issue: Issue, wording: dict[str, str], language: str) -> BreakerSheet:
    """Return what the sheet of an emergency plan says, in a language."""
    plan = view.plan
    called = {code for card in plan.adopted for code in card.scenarios}
    return BreakerSheet(
        issue=issue,
        facts=_facts(view.application, view.pack, issue),
        triggers=tuple(_trigger(card, wording, language) for card in plan.adopted),
        scenarios=tuple(
            _scenario(card, language, _callers(plan, card)) for card in plan.covered if card.code in called
        ),
        others=tuple(_other(card, language) for card in plan.covered if card.code not in called),
        language=language,
    )


def _facts(application: Application, pack: Pack, issue: Issue) -> tuple[str, ...]:
    fields = application.fields
    days = [day for day in (fields.get("ev.start_date"), fields.get("ev.end_date")) if isinstance(day, date)]
    when = " – ".join(dict.fromkeys(day.isoformat() for day in days))
    return (
        text_of(fields.get("ev.name")),
        plan_number(application),
        " ".join(part for part in (when, text_of(fields.get("loc.name"))) if part),
        text_of(fields.get("ev.requested_capacity")),
        _command_post(application, pack),
        issue.organ,
    )


def _command_post(application: Application, pack: Pack) -> str:
    """Return place, leader and telephone of the command post, as the plan has it."""
    teams = {str(row.data["word"]) for row in pack.deployment.values() if row.data.get("decides")}
    found = next((row for row in application.rows("posts") if row["team"] in teams), None)
    told = (text_of(found[key]) for key in ("name", "lead", "phone")) if found else ()
    return " ".join(part for part in told if part)


def _trigger(card: TriggerCard, wording: dict[str, str], language: str) -> TriggerLine:
    red, calm = card.rule.lasting.get(Level.RED, timedelta()), card.rule.calm
    levels = card.state.levels
    told = {
        name: _level(card, name, levels.get(name), timedelta(), (wording, language)) for name in ("yellow", "orange")
    }
    return TriggerLine(
        code=card.code,
        title=card.title.in_language(language),
        red=_level(card, "red", levels.get("red"), red, (wording, language)),
        resume=_level(card, "resume", card.rule.resume, calm, (wording, language)),
        decider="、".join(card.deciders),
        deputy=card.deputy,
        action=card.action.in_language(language),
        owner=card.owner,
        **told,
    )


def _level(
    card: TriggerCard, name: str, value: Decimal | None, lasting: timedelta, spoken: tuple[dict[str, str], str]
) -> str:
    """Return a threshold in words: the pack's where the plan says the same, else the plan's number with its unit."""
    numbers, (wording, language) = card.state.trigger.numbers, spoken
    usual = timedelta(minutes=float(numbers.get(f"{name}_min", 0)))
    if value is None or (value == numbers.get(name) and lasting == usual):
        return card.told(name).in_language(language) or "—"
    sign = _SIGNS.get((name, card.rule.falling), "")
    told = f"{sign}{figure(value)} {card.unit}".strip()
    minutes = figure(Decimal(int(lasting.total_seconds())) / 60)
    return f"{told} {filled(wording['lasting'], {'minutes': minutes})}" if lasting else told


_SIGNS = {("resume", False): "<", ("resume", True): ">"}


def _other(card: ScenarioCard, language: str) -> OtherLine:
    return OtherLine(card.code, card.state.scenario.text.in_language(language), card.decider)


def _callers(plan: Breakers, scenario: ScenarioCard) -> tuple[str, ...]:
    return tuple(card.code for card in plan.adopted if scenario.code in card.scenarios)


def _scenario(card: ScenarioCard, language: str, triggers: tuple[str, ...]) -> ScenarioLine:
    named = zip(card.actions, card.owners, strict=True)
    return ScenarioLine(
        code=card.code,
        title=card.state.scenario.text.in_language(language),
        actions=tuple((action.in_language(language), owner.in_language(language)) for action, owner in named),
        words=card.pa.in_language(language),
        triggers=triggers,
    )
