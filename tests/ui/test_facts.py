"""The page of facts: ledger, governing value, statements entered by hand, proposals from the text."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from workbench.services import fact_desk
from workbench.ui import facts_words as words

PAGE = 10


@pytest.fixture
def at_facts(workspace):
    """The festival as received, at the page of facts."""
    workspace.go(PAGE)
    return workspace, workspace.page()


def cell(table, key, column):
    return table.model_.rows[table.model_.place_of(key)].cells[column]


def first_open(screen):
    return next(f for f in screen.context.view.facts if f.open)


def test_contradictions_stand_first_and_are_settled_with_a_reason(festival, at_facts, qtbot):
    screen, page = at_facts
    fact = first_open(screen)
    key = words.fact_key(fact)
    assert page.ledger.model_.rows[0].key == words.fact_key(next(f for f in screen.context.view.facts if f.open))
    page.reveal(fact.code)
    assert cell(page.ledger, key, 2).upper == "不一致"
    chooser = page.chooser
    chooser.take.click()
    assert "先选" in chooser.fault.text()
    chooser._group.button(0).setChecked(True)
    chooser.take.click()
    qtbot.waitUntil(lambda: "理由" in chooser.fault.text() or "reason" in chooser.fault.text(), timeout=10_000)
    chooser._group.button(0).setChecked(True)
    chooser.reason.setPlainText("以平面图为准")
    chooser.take.click()
    qtbot.waitUntil(lambda: (fact.code, fact.scope) in festival.state().facts, timeout=10_000)
    assert festival.state().facts[(fact.code, fact.scope)].value == fact.statements[0].value
    qtbot.waitUntil(lambda: cell(page.ledger, key, 2).upper == "已采信", timeout=10_000)
    screen.undo_stack.undo()
    qtbot.waitUntil(lambda: cell(page.ledger, key, 2).upper == "不一致", timeout=10_000)


def test_every_statement_is_shown_with_file_page_and_quote(at_facts):
    screen, page = at_facts
    fact = max(screen.context.view.facts, key=lambda f: len(f.statements))
    page.reveal(fact.code)
    shown = "\n".join(label.text() for label in page.chooser.findChildren(QLabel))
    for said in fact.statements:
        assert said.source.replace("application.xlsx", "申请表") in shown
        assert said.quote in shown


def test_a_statement_typed_by_hand_carries_its_place_and_the_name_and_can_be_taken_out(festival, at_facts, qtbot):
    screen, page = at_facts
    fact = next(f for f in screen.context.view.facts if f.kind == "number" and not f.conflict and f.unit == "个")
    page.reveal(fact.code)
    entry = page.entry
    entry.value.setText("很多")
    entry.paper.setCurrentText("电话核实")
    qtbot.mouseClick(entry.give, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "数字" in entry.fault.text(), timeout=10_000)
    assert entry.value.text() == "很多"
    entry.value.clear()
    entry.value.setText("１２,３４５")
    qtbot.keyClick(entry.value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(festival.state().stated) == 1, timeout=10_000)
    (key, said), *_ = festival.state().stated.items()
    assert (said.value, said.file, said.how) == (12345, "电话核实", "typed")
    shown = lambda: "\n".join(label.text() for label in page.chooser.findChildren(QLabel))  # noqa: E731
    qtbot.waitUntil(lambda: "顾清和 登记" in shown(), timeout=10_000)
    assert next(f for f in screen.context.view.facts if f.code == fact.code).open
    page.chooser.removed.emit(key)
    qtbot.waitUntil(lambda: not festival.state().stated, timeout=10_000)


def test_proposals_are_confirmed_or_set_aside_by_keys_and_do_not_come_back(festival, at_facts, qtbot):
    _screen, page = at_facts
    qtbot.waitUntil(lambda: len(page.proposals) > 1, timeout=10_000)
    differing = [one for one in page.proposals if not one.agrees]
    assert page.proposals[: len(differing)] == tuple(differing), "what would be a new contradiction stands first"
    page.tabs.setCurrentIndex(1)
    count, (first, second, *_) = len(page.proposals), page.proposals
    page.found.choose(first.key)
    qtbot.keyClick(page.found, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: len(page.proposals) == count - 1, timeout=10_000)
    page.found.choose(second.key)
    qtbot.keyClick(page.found, Qt.Key.Key_3)
    qtbot.keyClick(page.found, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: len(page.proposals) == count - 2, timeout=10_000)
    how = {key: said.how for key, said in festival.state().stated.items()}
    assert how == {first.key: "confirmed", second.key: "set_aside"}
    again = fact_desk.found_in_text(festival.desk, festival.officer, festival.case)
    assert not {one.key for one in again} & set(how)


def test_a_contradiction_of_a_number_stands_against_a_grant_until_it_is_settled(festival, at_facts):
    screen, _page = at_facts
    fact = next(f for f in screen.context.view.facts if f.open and f.severity == "correction")
    items = [i for i in screen.context.view.open_items if i.object == fact.code and i.check == "K09"]
    assert [(i.kind, i.step) for i in items] == [("correct", PAGE)]
    assert any(fact.title.zh in item.text.zh for item in screen.context.view.decision.gate)


def test_a_read_only_file_shows_the_ledger_without_the_entry_line(at_facts):
    _screen, page = at_facts
    page.context.session.read_only = True
    page.show_case(page.context.view)
    page.reveal(page.context.view.facts[0].code)
    assert not page.entry.isVisible()
    assert not page.chooser.take.isVisible()


def test_the_models_keep_the_rules_of_models(at_facts):
    _screen, page = at_facts
    for table in (page.ledger, page.found):
        QAbstractItemModelTester(table.model_, QAbstractItemModelTester.FailureReportingMode.Fatal)
