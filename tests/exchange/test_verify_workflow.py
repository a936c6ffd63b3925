"""The verifier's own reading of a case's life agrees with the life that the core lets happen."""

import importlib.util
from datetime import date
from pathlib import Path

import pytest

from workbench.core.records import moment_text
from workbench.exchange.verify import Workflow
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import read_pack

LIFE = Path(__file__).parents[1] / "core" / "conftest.py"


@pytest.fixture
def life():
    spec = importlib.util.spec_from_file_location("life_of_a_case", LIFE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Life(read_pack("cn_national")[0], load_calendar())


def findings(life):
    """Return what the verifier notes about the events of that life, with the rows that would hold them."""
    workflow = Workflow()
    for seq, event in enumerate(life.events, 1):
        row = {"stream": "case/case-1", "kind": event.kind, "seq": seq, "actor": event.body["by"]}
        workflow.take({**row, "at": event.body["recorded"]}, event.body)
    return [found.code for found in workflow.findings]


@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_an_honest_life_has_nothing_to_note(life, outcome):
    life.decide(outcome)
    life.do("Deliver", "window", "承办者", life.now.date())
    assert findings(life) == []


def test_a_day_of_acceptance_before_receipt_is_noted(life):
    life.decide()
    accepted = next(e for e in life.events if e.kind == "accepted")
    accepted.body["on"] = {"$d": date(2026, 3, 1).isoformat()}
    assert findings(life) == ["accepted_before_receipt"]


def test_a_countersignature_by_the_one_who_recommended_is_noted(life):
    life.decide()
    signed = next(e for e in life.events if e.kind == "countersigned")
    signed.body["by"] = "u1"
    assert findings(life) == ["own_approval"]


def test_an_event_recorded_at_another_moment_than_it_says_is_noted(life):
    life.receive()
    workflow = Workflow()
    event = life.events[0]
    row = {"stream": "case/case-1", "kind": event.kind, "seq": 1, "actor": "u1"}
    workflow.take({**row, "at": moment_text(life.context().now.replace(hour=9))}, event.body)
    assert [found.code for found in workflow.findings] == ["clock_differs"]
