"""The fact ledger finds every planted contradiction and invents none."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.facts import conflicts, ledger, normal
from workbench.core.pack import Fact, Pack
from workbench.core.values import Application, Row
from workbench.errors import Text

PACK = Pack(
    "p",
    "1",
    "d",
    Text("包", "pack"),
    facts={
        "F1": Fact("F1", Text("名称", "name"), kind="text", field="ev.name"),
        "F2": Fact("F2", Text("人数", "persons"), kind="number", scope="每场", field="ev.expected"),
        "F3": Fact("F3", Text("日期", "day"), kind="date", field="ev.start_date"),
        "F4": Fact("F4", Text("点数", "points"), kind="number", field="count posts kind=机动"),
        "F5": Fact("F5", Text("座位", "seats"), kind="number", field="sum zones.seats"),
        "F6": Fact("F6", Text("种数", "kinds"), kind="number", field="size sec.pass_types"),
        "F7": Fact("F7", Text("行数", "rows"), kind="number", field="count programme"),
        "F8": Fact("F8", Text("时刻", "time"), kind="time"),
    },
)


def row(sheet, number=3, **values):
    return Row(sheet, number, defaultdict(lambda: None, values))


def stated(*statements):
    """Rows of the sheet of statements: (fact, scope, value)."""
    return tuple(
        row("statements", 3 + n, fact=fact, scope=scope, value=value, file=f"文件{n}.pdf", page=n + 1)
        for n, (fact, scope, value) in enumerate(statements)
    )


def application(fields=None, **sheets):
    return Application("v", fields or {}, sheets)


def entries(app):
    return {(e.code, e.scope): e for e in ledger(app, PACK)}


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("text", "澄湖湾 音乐节（样例）", "澄湖湾音乐节(样例)"),
        ("text", "甲［一］", "甲[一]"),
        ("number", 25000, Decimal("25000.0")),
        ("number", "25,000", 25000),
        ("number", "８５%", Decimal(85)),
        ("date", date(2026, 4, 29), "2026-04-29"),
        ("time", "9:30", "09:30"),
        ("time", "11：30", "11:30:00"),
    ],
)
def test_two_spellings_of_a_value_are_one_value(kind, one, other):
    assert normal(one, kind) == normal(other, kind)


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [("text", "甲", "乙"), ("number", 85, 86), ("number", "约85", 85), ("date", "2026-04-29", "2026-04-30")],
)
def test_different_values_stay_different(kind, one, other):
    assert normal(one, kind) != normal(other, kind)


def test_nothing_stated_is_no_value():
    assert {normal(v, "text") for v in (None, "", " ", ())} == {None}


def test_the_workbook_takes_part_with_the_usual_scope():
    app = application({"ev.expected": 25000}, statements=stated(("F2", None, 20000), ("F2", "累计", 98000)))
    found = entries(app)
    assert found["F2", "每场"].conflict
    assert [s.source for s in found["F2", "每场"].statements] == ["application.xlsx", "文件0.pdf p1"]
    assert not found["F2", "累计"].conflict


def test_equal_values_stand_together_with_all_their_sources():
    app = application({"ev.name": "甲（乙）"}, statements=stated(("F1", None, "甲(乙)"), ("F1", None, "丙")))
    assert entries(app)["F1", ""].values == (
        ("甲(乙)", ("application.xlsx", "文件0.pdf p1")),
        ("丙", ("文件1.pdf p2",)),
    )


def test_counts_and_sums_of_the_workbook_take_part():
    app = application(
        {"sec.pass_types": ("观众票", "工作证")},
        posts=(row("posts", kind="机动"), row("posts", kind="巡逻"), row("posts", kind="机动")),
        zones=(row("zones", seats=40), row("zones", seats=None), row("zones", seats=Decimal(2))),
        programme=(row("programme"), row("programme")),
    )
    found = {code: e.statements[0].value for (code, _), e in entries(app).items()}
    assert found == {"F4": 2, "F5": 42, "F6": 2, "F7": 2}


def test_a_count_of_nothing_is_not_stated():
    app = application({}, programme=(), posts=(row("posts", kind="巡逻"),), statements=stated(("F7", None, 5)))
    assert [e.code for e in ledger(app, PACK)] == ["F7"]
    assert not conflicts(ledger(app, PACK))


def test_a_row_whose_code_is_unknown_takes_no_part():
    pending = Row("statements", 9, {"fact": "F1", "scope": None, "value": "乙", "file": "a", "page": 1}, pending=True)
    app = application({"ev.name": "甲"}, statements=(pending,))
    assert not conflicts(ledger(app, PACK))


FACTS = st.sampled_from(["F1", "F2", "F3", "F8"])
SCOPES = st.sampled_from([None, "累计", "全程"])
PLACES = st.tuples(FACTS, SCOPES)


@given(
    base=st.dictionaries(PLACES, st.integers(1, 3), min_size=1, max_size=8),
    planted=st.sets(st.integers(0, 7), max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_planted_contradictions_are_all_found_and_none_is_invented(base, planted, order):
    places = sorted(base, key=str)
    rows = [(fact, scope, f"值{fact}") for (fact, scope), copies in base.items() for _ in range(copies)]
    wrong = {places[i] for i in planted if i < len(places)}
    rows += [(fact, scope, "另一个值") for fact, scope in wrong]
    order.shuffle(rows)
    found = {(e.code, e.scope) for e in conflicts(ledger(application({}, statements=stated(*rows)), PACK))}
    assert found == {(fact, scope or PACK.facts[fact].scope) for fact, scope in wrong}


@given(rows=st.lists(st.tuples(FACTS, SCOPES, st.integers(1, 3)), max_size=12), order=st.randoms(use_true_random=False))
def test_the_order_of_statements_never_changes_the_conflicts(rows, order):
    def found(statements):
        app = application({"ev.expected": 2}, statements=stated(*statements))
        return {(e.code, e.scope, frozenset(v for v, _ in e.values)) for e in conflicts(ledger(app, PACK))}

    mixed = list(rows)
    order.shuffle(mixed)
    assert found(rows) == found(mixed)
