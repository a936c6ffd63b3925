"""A case to live with: the shipped pack and calendar, a small invented application, people, and a clock that is set."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from workbench.core import commands as c
from workbench.core.decide import Actor, Context, GateItem, Refusal, decide
from workbench.core.decide_after import inspection_items
from workbench.core.evolve import evolve
from workbench.core.values import Application, Attachment, Row
from workbench.errors import Text
from workbench.storage.calendars import load_calendar
from workbench.storage.packs import read_pack

at = datetime.fromisoformat

PEOPLE = {
    "officer": Actor("u1", "苏禾", frozenset({"officer"})),
    "officer2": Actor("u2", "陆知远", frozenset({"officer"})),
    "approver": Actor("u3", "顾衡", frozenset({"approver"})),
    "approver2": Actor("u4", "沈一川", frozenset({"approver"})),
    "supervisor": Actor("u5", "温岚", frozenset({"supervisor"})),
    "liaison": Actor("u6", "齐玥", frozenset({"liaison"})),
    "administrator": Actor("u7", "程默", frozenset({"administrator"})),
    "both": Actor("u8", "叶舟", frozenset({"officer", "approver"})),
}
CHECKERS = ("u1", "u2")
"""The accounts that check on site: the officer's own and another."""
RECEIVED = at("2026-04-01T09:30")
START = at("2026-04-29T19:00")


def small_application(**changes):
    """Return an application with one session, two papers, one act, one zone."""

    def row(sheet, number, **values):
        return Row(sheet, number, values)

    files = tuple(Attachment(n, n[0] * 64, 10, "pdf", 1, ("正文",)) for n in ("aform.pdf", "blicence.pdf"))
    application = Application(
        "2026.1",
        {
            "ev.name": "澄湖湾样例会",
            "ev.start_date": START.date(),
            "ev.requested_capacity": 6000,
            "ev.expected_per_session": 5000,
            "loc.name": None,
        },
        {
            "sessions": (row("sessions", 3, code="S1", doors=START - timedelta(hours=2), start=START),),
            "materials": (
                row("materials", 3, item="M1.1", file="aform.pdf", valid_until=None),
                row("materials", 4, item="M2.1", file="blicence.pdf", valid_until=date(2027, 1, 1)),
            ),
            "plan": (row("plan", 3, code="P1", file="aform.pdf", page=1),),
            "programme": (row("programme", 3, no=1, artist="样例乐队", genre="摇滚"),),
            "zones": (row("zones", 3, code="Z1"),),
            "gates": (),
            "posts": (),
        },
        files,
    )
    return replace(application, **changes)


class Life:
    """A case, its events, and the means to go on."""

    start = START

    def __init__(self, pack, calendar):
        self.pack, self.calendar = pack, calendar
        self.case, self.events = None, []
        self.now = at("2026-04-01T10:00")
        self.gate, self.computed = (), None
        self._numbers = count(1)

    def context(self, who="officer"):
        return Context(
            pack=self.pack,
            calendar=self.calendar,
            now=(self.now - timedelta(hours=8)).replace(tzinfo=UTC),
            actor=PEOPLE[who],
            gate=self.gate,
            draw=lambda series: f"{series}-{next(self._numbers)}",
            checkpoint="office:7:" + "0" * 24,
            computed_level=self.computed,
            people={actor.id: actor.name for actor in PEOPLE.values() if actor.roles & {"officer", "approver"}},
            approvers={p.id: p.name for p in PEOPLE.values() if "approver" in p.roles},
        )

    def do(self, kind, *values, who="officer", **named):
        """Give a command by its class name; return the new case."""
        return self.give(getattr(c, kind)("case-1", *values, **named), who)

    def give(self, command, who="officer"):
        for event in decide(self.case, command, self.context(who)):
            self.case = evolve(self.case, event)
            self.events.append(event)
        return self.case

    def refuses(self, rule, field=None):
        """Expect a refusal by that rule, at that field."""
        return pytest.raises(Refusal, check=lambda r: r.rule == rule and field in {None, r.field})

    def close_gate(self, *gates):
        """Let one finding close each of these gates."""
        told = Text("许可证过期", "licence expired")
        self.gate = tuple(GateItem("K10", "block", (gate,), told) for gate in gates)

    def receive(self):
        return self.do("ReceivePackage", small_application(), RECEIVED)

    def accept(self, *promises):
        self.receive()
        self.now = at("2026-04-03T10:00")
        return self.do("Accept", date(2026, 4, 3), promises)

    def check_site(self, **named):
        """Record an on-site check of two officers and have the other one confirm it."""
        self.do("RecordSiteCheck", self.now, "湖滨草坪", CHECKERS, conclusion="符合", **named)
        return self.do("ConfirmCheck", f"site:{len(self.case.site_checks)}", who="officer2")

    def results(self, stage="opening", **other):
        """Return an inspection list with everything in order but what is named otherwise."""
        items = inspection_items(self.case, stage, self.pack)
        return tuple(c.ItemResult(item, other.get(item, "meets")) for item in items)

    def inspect(self, found=(), conditions=(), passed=True):
        """Record an inspection before opening and have the other officer confirm it."""
        results = self.results(**{hazard.item: "hazard" for hazard in found})
        named = {"results": results, "found": tuple(found), "conditions": tuple(conditions), "passed": passed}
        self.do("RecordOpeningCheck", self.now, CHECKERS, **named)
        return self.do("ConfirmCheck", f"opening:{len(self.case.opening_checks)}", who="officer2")

    def recommend(self, outcome="grant"):
        reasons = () if outcome == "grant" else (c.RefusalReason("4", "出口不足", "现场查验记录"),)
        return self.do("Recommend", outcome, "同意", 5000 if outcome == "grant" else None, reasons)

    def countersign(self, who="approver"):
        return self.do("Countersign", self.case.signature("recommend").fingerprint, who=who)

    def decide(self, outcome="grant"):
        self.accept()
        self.check_site()
        self.recommend(outcome)
        return self.countersign()

    def clear(self):
        self.decide()
        self.do("Deliver", "window", "承办者", self.now.date())
        self.now = START - timedelta(hours=3)
        return self.inspect()

    def open(self):
        self.clear()
        self.now = START - timedelta(hours=2)
        return self.do("OpenEvent", self.now)


@pytest.fixture(scope="session")
def pack():
    found, faults = read_pack("cn_national")
    assert not faults
    return found


@pytest.fixture(scope="session")
def calendar():
    return load_calendar()


@pytest.fixture
def life(pack, calendar):
    return Life(pack, calendar)


@pytest.fixture
def new_life(pack, calendar):
    """Return a maker of fresh lives."""
    return lambda: Life(pack, calendar)
