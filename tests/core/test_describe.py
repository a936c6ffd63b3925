"""The history's words: titles with the object's name, and before → after of every change."""

from dataclasses import replace
from datetime import datetime

from workbench.core.describe import changes, describe, shown
from workbench.core.evolve import evolve
from workbench.core.values import Row


def lines(before, after):
    return [(text.en, old, new) for text, old, new in changes(before, after)]


def test_a_title_names_the_object_in_both_languages(life):
    life.accept()
    life.do("JudgeMaterial", "M1.1", "meets")
    title = describe(life.events[-1], life.pack)
    name = life.pack.materials["M1.1"].text
    assert title.zh == f"材料结论：M1.1 {name.zh}"
    assert title.en == f"verdict on a paper: M1.1 {name.en}"


def test_an_event_without_object_has_its_bare_title(life):
    life.receive()
    assert describe(life.events[0], life.pack).en == "package received"


def test_a_changed_verdict_is_told_before_and_after(life):
    life.accept()
    life.do("JudgeMaterial", "M1.1", "correct", ("R3", "R4"), "未盖章")
    before = life.case
    assert lines(before, life.do("JudgeMaterial", "M1.1", "meets")) == [
        ("verdicts on papers: M1.1", "correct · R3；R4 · 未盖章", "meets")
    ]


def test_a_verdict_taken_back_leaves_an_empty_after(life):
    life.accept()
    life.do("JudgePlan", "P1", 2)
    before = life.case
    assert lines(before, life.do("JudgePlan", "P1", None)) == [("plan scores: P1", "2", "")]


def test_every_event_after_the_first_that_changes_something_says_so(life):
    life.open()
    case = None
    for event in life.events:
        before, case = case, evolve(case, event)
        assert before is None or changes(before, case), event.kind


def test_a_supplement_is_told_value_by_value(life):
    life.accept()
    old = life.case.application
    sheets = {**old.sheets, "programme": (Row("programme", 3, {"no": 1, "artist": "另一乐队"}),)}
    fields = {**old.fields, "ev.name": "澄湖湾样例会（改期）"}
    files = tuple(replace(a, sha256="c" * 64) if a.name.startswith("b") else a for a in old.attachments)
    before = life.case
    after = life.do("ReceiveSupplement", replace(old, fields=fields, sheets=sheets, attachments=files), life.now)
    told = lines(before, after)
    assert ("form ev.name", "澄湖湾样例会", "澄湖湾样例会（改期）") in told
    assert ("sheet programme", "1 (Δ1)", "1 (Δ1)") in told
    assert any(what == "attachment blicence.pdf" for what, _, _ in told)


def test_times_are_told_to_the_minute_and_nothing_as_nothing():
    assert shown(datetime.fromisoformat("2026-04-01T09:30")) == "2026-04-01 09:30"
    assert shown(None) == shown(()) == ""
