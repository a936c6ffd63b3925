"""The emergency scenarios of a plan: which are expected, which it covers, who stops the show, what was drilled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workbench.core.facts import condition_facts, day_of
from workbench.core.pack import Choice, Pack, Scenario
from workbench.core.parameters import by_word
from workbench.core.trigger_rules import holds
from workbench.core.values import Application, Row

SHEET = "emergency"


@dataclass(frozen=True)
class ScenarioState:
    """A scenario of the pack as a plan has it.

    Attributes:
        expected: Whether the event calls for it; ``None`` = what decides it is not stated.
        row: Its row of the sheet; ``None`` = not mentioned.
        drill: In which form it was drilled, by the pack's list; ``None`` = not told.
    """

    scenario: Scenario
    expected: bool | None
    row: Row | None
    drill: Choice | None

    @property
    def covered(self) -> bool:
        """Return whether the plan provides for it."""
        return self.row is not None and self.row["applicable"] is True

    @property
    def missing(self) -> bool:
        """Return whether the event calls for it and the plan does not provide for it."""
        return bool(self.expected) and not self.covered

    @property
    def drilled(self) -> bool:
        """Return whether a drill of any form was held."""
        return self.drill is not None and bool(self.drill.data["rank"])

    @property
    def drilled_on(self) -> date | None:
        """Return the day of the drill that the plan states."""
        return day_of(self.row["drill_on"]) if self.row else None

    def said(self, column: str) -> str:
        """Return what the plan says in a column of text; empty where it says nothing."""
        value = self.row[column] if self.row else None
        return value.strip() if isinstance(value, str) else ""


def scenario_states(application: Application, pack: Pack) -> tuple[ScenarioState, ...]:
    """Return every scenario of the pack with what the plan says about it, in pack order."""
    facts = condition_facts(application, pack)
    rows: dict[str, Row] = {}
    for row in application.rows(SHEET):
        rows.setdefault(str(row["code"]), row)
    return tuple(
        ScenarioState(one, holds(one.when, facts), rows.get(one.code), _drill(rows.get(one.code), pack))
        for one in pack.scenarios.values()
    )


def _drill(row: Row | None, pack: Pack) -> Choice | None:
    return by_word(pack, "drill_forms", row["drill"]) if row else None
