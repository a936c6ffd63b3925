"""The ledger with what officers enter, the value that governs, and who reads it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.case_parts import Governing, Stated
from workbench.core.facts import ledger
from workbench.core.governing import Said, governed, open_conflicts, settled
from workbench.core.precheck import assess
from workbench.core.values import Application, Row
from workbench.storage.calendars import load_calendar

FACTS = ("FA05", "FA06", "FA11", "FA13", "FA18", "FA22")
"""Number facts of the pack that a workbook states by itself."""


@pytest.fixture(scope="module")
def pack():
    from workbench.storage.packs import load_pack

    return load_pack("cn_national")


def application(pack, **fields):
    own = {pack.facts[f].field: 100 for f in FACTS}
    start = datetime.fromisoformat("2026-09-05 19:00")
    blank = dict.fromkeys(column.key for column in pack.sheets["sessions"].columns)
    sessions = tuple(
        Row("sessions", 3 + n, {**blank, "code": f"S{n}", "start": start + timedelta(days=n), "expected": people})
        for n, people in enumerate((4200, 4800, 3000))
    )
    stated = {
        "ev.name": "湖滨样例会", "ev.public": True, "ev.daily_business": False, "ev.start_date": date(2026, 9, 5),
        "ev.end_date": date(2026, 9, 7), "app.date": date(2026, 8, 10), "loc.cross": "不跨区域",
        "app.organ_level": "县级", **own, "ev.expected_per_session": 4800,
    }  # fmt: skip
    return Application("2026.1", {**stated, **fields}, {"sessions": sessions, "statements": ()})


# Everything planted is found, nothing is invented, the order does not count


entries = st.lists(
    st.tuples(st.sampled_from(FACTS), st.sampled_from(("", "另计")), st.sampled_from((100, 101, 250))),
    max_size=24,
)


@given(entered=entries, order=st.randoms(use_true_random=False))
def test_every_planted_contradiction_is_found_and_none_invented_in_whatever_order(pack, entered, order):
    made = application(pack, **{"ev.expected_per_session": 100})
    said = [(str(n), Stated(fact, scope, v, "甲.pdf", 1, how="typed")) for n, (fact, scope, v) in enumerate(entered)]
    truth = {(f, pack.facts[f].scope): {100} for f in FACTS}
    for fact, scope, value in entered:
        truth.setdefault((fact, scope or pack.facts[fact].scope), set()).add(value)
    planted = {key for key, values in truth.items() if len(values) > 1}
    shuffled = list(said)
    order.shuffle(shuffled)
    for listed in (said, shuffled):
        found = open_conflicts(ledger(made, pack, listed), {})
        assert {(e.code, e.scope) for e in found} == planted
        assert all({int(v) for v, _ in e.values} == truth[e.code, e.scope] for e in found)


def test_a_proposal_that_was_set_aside_states_nothing(pack):
    made = application(pack)
    aside = [("a", Stated("FA13", "", 999, "甲.pdf", 1, how="set_aside"))]
    assert not open_conflicts(ledger(made, pack, aside), {})
    taken = [("a", Stated("FA13", "", 999, "甲.pdf", 1, how="confirmed"))]
    assert [e.code for e in open_conflicts(ledger(made, pack, taken), {})] == ["FA13"]


# The governing value


def test_a_statement_that_comes_later_opens_a_settled_contradiction_again(pack):
    made = application(pack)
    first = [("a", Stated("FA13", "", 90, "甲.pdf", 1, how="typed"))]
    chosen = {("FA13", ""): Governing(90, "以核定书为准", known=("100", "90"))}
    (entry,) = (e for e in ledger(made, pack, first) if e.code == "FA13")
    assert settled(entry, chosen)
    again = [*first, ("b", Stated("FA13", "", 100, "乙.pdf", 2, how="typed"))]
    (entry,) = (e for e in ledger(made, pack, again) if e.code == "FA13")
    assert settled(entry, chosen), "the same value from another paper changes nothing"
    further = [*first, ("b", Stated("FA13", "", 80, "乙.pdf", 2, how="typed"))]
    (entry,) = (e for e in ledger(made, pack, further) if e.code == "FA13")
    assert not settled(entry, chosen)


def chosen(pack, fact, value):
    row = pack.facts[fact]
    return {(fact, row.scope): Governing(value, "理由", governs=row.governs)}


def assessed(pack, made, said):
    return assess(made, pack, load_calendar(), date(2026, 8, 12), said=Said(chosen=said))


def test_scope_and_authority_read_the_governing_headcount(pack):
    made = application(pack)
    before = assessed(pack, made, {})
    assert (before.scope.headcount, before.authority.level.code, before.authority.competent) == (4800, "county", True)
    after = assessed(pack, made, chosen(pack, "FA05", 5200))
    assert (after.scope.headcount, after.authority.level.code, after.authority.competent) == (5200, "city", False)
    low = assessed(pack, made, chosen(pack, "FA05", 900))
    assert low.scope.headcount == 900
    assert low.scope.regime == "not_required"


def test_a_lower_headcount_caps_every_session_and_a_higher_one_raises_the_largest(pack):
    made = application(pack)
    people = lambda said: [r["expected"] for r in governed(made, said).rows("sessions")]  # noqa: E731
    assert people(chosen(pack, "FA05", 4000)) == [4000, 4000, 3000]
    assert people(chosen(pack, "FA05", 6000)) == [4200, 6000, 3000]
    assert people({}) == [4200, 4800, 3000]


def test_the_clock_counts_from_the_governing_first_day(pack):
    made = application(pack)
    assert assessed(pack, made, {}).clock("apply_by").value == date(2026, 8, 16)
    for value in (date(2026, 8, 29), "2026-08-29"):
        moved = assessed(pack, made, chosen(pack, "FA02", value))
        assert moved.clock("apply_by").value == date(2026, 8, 9)
        assert {f.check.code: f.fired for f in moved.findings}["K03"] is True


def test_what_was_handed_in_stays_as_it_was(pack):
    made = application(pack)
    after = assessed(pack, made, chosen(pack, "FA13", 90))
    assert after.application.fields["ev.rated_capacity"] == 90
    assert made.fields["ev.rated_capacity"] == 100
    (entry,) = (e for e in after.ledger if e.code == "FA13")
    assert [v for v, _ in entry.values] == [Decimal(100)]


# The commands


def state(life, **more):
    values = {"statement": "s1", "fact": "FA05", "scope": "每场", "value": 5200, "file": "M5.2.pdf", "page": 2}
    values |= {"quote": "", "how": "typed"} | more
    return life.do("StateFact", *values.values())


def test_the_governing_value_must_be_one_that_is_stated_somewhere(life):
    life.receive()
    with life.refuses("stated", "value"):
        life.do("ChooseFact", "FA05", "每场", 5200, "以场所同意为准")
    state(life)
    life.do("ChooseFact", "FA05", "每场", 5200, "以场所同意为准")
    said = life.case.facts["FA05", "每场"]
    assert (said.value, said.known, "sessions.expected" in said.governs) == (5200, ("5000", "5200"), True)


@pytest.mark.parametrize(
    ("rule", "field", "wrong"),
    [
        ("kind", "value", {"value": "五千左右"}),
        ("kind", "value", {"value": None}),
        ("kind", "value", {"fact": "FA02", "value": "2026-02-30"}),
        ("kind", "value", {"fact": "FA33", "value": "傍晚"}),
        ("listed", "fact", {"fact": "FA99"}),
        ("listed", "how", {"how": "guessed"}),
        ("stated", "file", {"file": "  "}),
        ("range", "page", {"page": -1}),
        ("range", "page", {"file": "aform.pdf", "page": 2}),
    ],
)
def test_a_statement_names_fact_value_of_its_kind_and_place(life, rule, field, wrong):
    life.receive()
    with life.refuses(rule, field):
        state(life, **wrong)


def test_the_start_of_a_decided_event_is_the_governing_day_at_the_stated_hour(life):
    life.receive()
    before = life.case.first_start()
    life.do("StateFact", "s1", "FA02", "", before.date() + timedelta(days=1), "M3.1.pdf", 1, "", "typed")
    life.do("ChooseFact", "FA02", "", before.date() + timedelta(days=1), "以活动方案为准")
    assert life.case.first_start() == before + timedelta(days=1)
    assert life.case.first_start().time() == before.time() != time()
    assert life.case.first_doors(life.case.first_start()) < life.case.first_start()
