"""Conditions: unknown is never false, numbers are doubles, and a condition that cannot hold is reported."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.pack import Column
from workbench.errors import Text
from workbench.storage.pack_check import condition_faults
from workbench.storage.pack_conditions import ConditionError, compile_condition, fact_names
from workbench.storage.pack_faults import Place
from workbench.storage.packs import available, check_pack


def answer(source, **facts):
    return compile_condition(source).test({key.replace("__", "."): value for key, value in facts.items()})


@pytest.mark.parametrize(
    ("source", "facts", "expected"),
    [
        ("app.agent == true", {"app__agent": True}, True),
        ("app.agent == true", {"app__agent": False}, False),
        ("app.agent == true", {"app__agent": None}, None),
        ("app.agent == true", {}, None),
        ("!(app.agent == true)", {}, None),
        ("app.agent == true || ev.public == true", {"ev__public": True}, True),
        ("app.agent == true || ev.public == true", {"ev__public": False}, None),
        ("app.agent == true && ev.public == true", {"ev__public": False}, False),
        ("app.agent == true && ev.public == true", {"ev__public": True}, None),
        ('ev.nature == "营业性" && count.programme > 0', {"ev__nature": "营业性", "count__programme": 3}, True),
        ('ev.type in ["体育比赛", "文艺演出"]', {"ev__type": "文艺演出"}, True),
        ("ev.x == 1", {"ev__x": 1}, True),
        ("ev.x == 1", {"ev__x": Decimal("1.0")}, True),
        ("ev.x > 0.5 && ev.x < 2", {"ev__x": 1}, True),
        ("ev.x == -1", {"ev__x": -1}, True),
        ('"英语" in ev.languages', {"ev__languages": ("汉语", "英语")}, True),
        ("size(ev.languages) >= 2", {"ev__languages": ("汉语", "英语")}, True),
        ('ev.languages[0] == "汉语"', {"ev__languages": ("汉语",)}, True),
        ('ev.languages.exists(x, x == "英语")', {"ev__languages": ("汉语",)}, False),
        ('ev.start_date >= "2026-10-01"', {"ev__start_date": date(2026, 10, 1)}, True),
        ('s.doors < "2026-10-01T12:30"', {"s__doors": datetime.fromisoformat("2026-10-01T12:29")}, True),
        ("has(loc.capacity)", {}, False),
        ("has(loc.capacity)", {"loc__capacity": 5}, True),
        ("always", {}, True),
        ("optional", {}, False),
        ("never", {}, False),
    ],
)
def test_conditions_over_known_and_unknown_facts(source, facts, expected):
    assert answer(source, **facts) is expected


@given(st.sampled_from([True, False, None]), st.sampled_from([True, False, None]))
def test_and_or_not_follow_the_three_valued_tables(a, b):
    def either(x, y):
        return True if True in (x, y) else None if None in (x, y) else False

    def negated(x):
        return None if x is None else not x

    facts = {"f__a": a, "f__b": b}
    assert answer("f.a == true || f.b == true", **facts) is either(a, b)
    assert answer("f.a == true && f.b == true", **facts) is negated(either(negated(a), negated(b)))
    assert answer("!(f.a == true)", **facts) is negated(a)


@pytest.mark.parametrize("source", ["app.agent = true", "ev.x ==", "", "ev.x == 'a", "app..x == 1"])
def test_what_is_no_cel_is_refused(source):
    with pytest.raises(ConditionError):
        compile_condition(source)


@pytest.mark.parametrize(("source", "facts"), [("ev.x == 1", {"ev__x": "a"}), ("ev.x", {"ev__x": 3})])
def test_a_condition_without_an_answer_is_a_fault_of_the_pack_and_not_a_no(source, facts):
    with pytest.raises(ConditionError):
        answer(source, **facts)


def test_the_facts_of_a_condition_are_named_without_bound_variables():
    when = compile_condition('ev.list.exists(x, x == "a") && (app.agent == true || count.programme > 0)')
    assert fact_names(when) == ("ev.list", "app.agent", "count.programme")


def column(key, kind, *options):
    return Column(key, Text(key, key), kind, options=options)


KNOWN = {
    "ev.type": column("ev.type", "list", "体育比赛", "文艺演出"),
    "app.agent": column("app.agent", "bool"),
    "count.programme": column("count.programme", "integer"),
    "ev.name": column("ev.name", "text"),
    "ev.languages": column("ev.languages", "texts"),
}


@pytest.mark.parametrize(
    ("source", "english", "nearest"),
    [
        ("app.agnt == true", "x: there is no fact “app.agnt”", "app.agent"),
        ('ev.type == "体育赛事"', "x: ev.type is never “体育赛事”", "体育比赛"),
        ('"文艺" == ev.type', "x: ev.type is never “文艺”", "文艺演出"),
        ('ev.type == "体育比赛" && ev.type == "文艺演出"', "x: never true: ", None),
        ("count.programme > 3 && count.programme < 3", "x: never true: ", None),
        ('ev.name == "甲" && ev.name == "乙"', "x: never true: ", None),
        ("app.agent == true && app.agent == false", "x: never true: ", None),
        ("app.agent == 1", "the condition gives no yes or no", None),
        ("false", "x: never true: ", None),
    ],
)
def test_a_condition_that_can_never_hold_is_reported(source, english, nearest):
    (fault,) = condition_faults("x", compile_condition(source), KNOWN, Place("p/a.toml", 7))
    assert english in fault.message.en
    assert (fault.line, fault.nearest) == (7, nearest)


@pytest.mark.parametrize(
    "source",
    [
        'ev.type == "体育比赛" || app.agent == true',
        "count.programme > 4999",
        "count.programme == 12",
        'ev.name == "甲"',
        'ev.name != "甲"',
        '"英语" in ev.languages && "日语" in ev.languages',
        "always",
        "never",
    ],
)
def test_a_condition_that_may_hold_is_not_reported(source):
    assert not list(condition_faults("x", compile_condition(source), KNOWN, Place("p/a.toml", 7)))


@pytest.mark.parametrize("name", available())
def test_the_shipped_packs_have_nothing_to_mend(name):
    assert [fault.told("en") for fault in check_pack(name)] == []


def test_one_language_only_and_chinese_in_english_are_reported(tmp_path):
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "pack.toml").write_text(
        '[pack]\nname = "office"\nversion = "1"\nextends = "cn_national"\nzh = "本单位"\nen = "Office"\n',
        encoding="utf-8",
    )
    (folder / "local.toml").write_text(
        '[[classes]]\ncode = "M1"\nen = "Form 申请表"\n\n'
        '[[classes]]\ncode = "M2"\nzh = "Application form"\n\n'
        '[[materials]]\ncode = "M3.2"\nneeded = "count.program > 0"\n\n'
        '[[facts]]\ncode = "FA41"\nfield = "count forces kind=检查点"\n',
        encoding="utf-8",
    )
    told = [(f.line, f.message.en, f.nearest) for f in check_pack("office", folder=tmp_path)]
    assert (1, "M1.text: English with Chinese in it: “Form 申请表”", None) in told
    assert (5, "M2.text: no Chinese in “Application form”", None) in told
    assert (9, "M3.2.needed: there is no fact “count.program”", "count.programme") in told
    assert (13, "FA41: the workbook has no “检查点”", "检查站") in told
    assert len(told) == 4
