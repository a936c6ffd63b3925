"""The life of a case: from receipt to archive, by the rules of the law and the pack."""

from datetime import date

import pytest

from workbench.core.case import Status
from workbench.core.decide import Refusal
from workbench.core.evolve import replay


def refused(rule, field=None):
    """Expect a refusal by that rule, at that field."""
    return pytest.raises(Refusal, check=lambda r: r.rule == rule and field in (None, r.field))


def test_a_package_becomes_a_served_grant(life):
    life.decide()
    assert life.case.status is Status.GRANTED
    assert life.case.decision.number.startswith("F11-") or life.case.decision.number
    assert life.case.decision.on == date(2026, 4, 3)
    life.do("Deliver", "window", "承办者", date(2026, 4, 3))
    assert not life.case.delivery.late
    assert replay(life.events) == life.case
