"""The roster on step 7: people on posts by cells, keys and forces; the solver's proposal; strips under the table."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QMenu

from workbench.core.commands import Duty
from workbench.errors import Text
from workbench.services.deployment_roster import Shift, as_on, given, on_a_day, with_people
from workbench.services.views_deployment import FaultView
from workbench.ui.step_deployment_board import Bar, DayCell, ShiftRow
from workbench.ui.step_deployment_model import FIRST_DAY
from workbench.ui.step_deployment_shifts import ShiftView, stretch

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
WAIT = 20_000
NOON = datetime.fromisoformat("2026-05-01 12:00")


def shift(number, need, *duties, unit="甲队"):
    start = NOON + timedelta(hours=6 * (number - 1))
    made = tuple(Duty(*duty) for duty in duties)
    return Shift("P1", NOON.date(), number, start, start + timedelta(hours=6), need, unit, made)


@pytest.fixture
def page(workspace, qtbot, settle):
    """Step 7 of the festival with its deployment worked out."""
    workspace.go(7)
    settle()
    found = workspace.page()
    qtbot.waitUntil(lambda: found.desk.found is not None, timeout=WAIT)
    found.table.setFocus()
    return found


def on_duty(festival):
    """Return people by post and day as the case keeps them."""
    found = Counter()
    for slot in festival.state().roster.values():
        found[slot.post, slot.day] += slot.persons
    return found


def cell(page, key, place=0):
    return page.table.model_.line_of(key).cells[place]


# How people are put on shifts


def test_people_go_shift_by_shift_up_to_what_each_needs():
    first, second = shift(1, 8), shift(2, 6)
    assert [(c.shift, c.duties) for c in on_a_day((first, second), 10)] == [
        (1, (Duty("甲队", 8),)),
        (2, (Duty("甲队", 2),)),
    ]
    assert on_a_day((first, second), 20)[1].duties == (Duty("甲队", 12),)
    assert on_a_day((first, second), 0) == ()


def test_more_people_come_from_the_own_unit_and_fewer_leave_from_the_last_force():
    mixed = shift(1, 9, ("甲队", 4, ("钱一", "孙二")), ("乙队", 3))
    assert with_people(mixed, 9) == (Duty("甲队", 6, ("钱一", "孙二")), Duty("乙队", 3))
    assert with_people(mixed, 5) == (Duty("甲队", 4, ("钱一", "孙二")), Duty("乙队", 1))
    assert with_people(mixed, 1) == (Duty("甲队", 1, ("钱一",)),)
    assert with_people(mixed, 0) == ()


def test_a_copy_takes_the_forces_along_and_leaves_the_names():
    source = shift(1, 4, ("甲队", 2, ("钱一",)))
    (change,) = as_on((source,), [(shift(1, 9),)])
    assert change.duties == (Duty("甲队", 2),)


def test_a_force_named_twice_is_put_together():
    (change,) = given(shift(1, 4), (Duty("甲队", 1, ("钱一",)), Duty("甲队", 2)))
    assert change.duties == (Duty("甲队", 3, ("钱一",)),)


# Cells and keys


def test_a_number_typed_into_a_day_puts_people_on_the_post(page, festival, qtbot):
    day = page.board.days[0]
    page.table.choose("F02", FIRST_DAY)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    editor = page.table.findChild(QLineEdit)
    qtbot.keyClicks(editor, "5")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_duty(festival)["F02", day] == 5, timeout=WAIT)
    qtbot.waitUntil(lambda: cell(page, "F02").have == 5, timeout=WAIT)
    assert cell(page, "F02").gap == 3
    assert cell(page, "F03").have == 0


def test_ctrl_d_fills_the_post_and_undo_empties_it_again(page, workspace, festival, qtbot):
    page.table.choose("F02", 0)
    qtbot.keyClick(page.table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(on_duty(festival)) == len(page.board.days), timeout=WAIT)
    assert set(on_duty(festival).values()) == {8}
    qtbot.waitUntil(lambda: page.table.line().gap == 0 and page.board.rostered, timeout=WAIT)
    workspace.undo_stack.undo()
    qtbot.waitUntil(lambda: not festival.state().roster, timeout=WAIT)


def test_ctrl_down_and_ctrl_right_fill_other_posts_and_later_days(page, festival, qtbot):
    days = page.board.days
    page.desk.set_people("F02", days[0], 6)
    qtbot.waitUntil(lambda: cell(page, "F02").have == 6, timeout=WAIT)
    page.table.choose("F02", FIRST_DAY)
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: on_duty(festival)["F03", days[0]] == 6, timeout=WAIT)
    assert page.table.key == "F03"
    qtbot.waitUntil(lambda: cell(page, "F03").have == 6, timeout=WAIT)
    qtbot.keyClick(page.table, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: all(on_duty(festival)["F03", day] == 6 for day in days), timeout=WAIT)


def test_f8_goes_from_gap_to_gap_and_the_chart_says_how_much_is_filled(page, qtbot):
    days = page.board.days
    page.desk.set_people("F02", days[1], 8)
    qtbot.waitUntil(lambda: page.board.rostered, timeout=WAIT)
    page.table.choose("F02", FIRST_DAY)
    seen = []
    for _ in range(3):
        qtbot.keyClick(page.table, Qt.Key.Key_F8)
        seen.append((page.table.key, page.table.currentIndex().column() - FIRST_DAY))
    assert seen == [("F02", 2), ("F02", 3), ("F03", 0)]
    need = sum(c.need for line in page.board.lines for c in line.cells)
    assert page.head.told.text().startswith(f"8 / {need:,} 人·班")


# Forces on a shift, and the proposal


def test_a_force_is_chosen_with_number_and_names(page, festival, qtbot):
    page.table.choose("F02", 0)
    page.below.setCurrentWidget(page.below.roster)
    roster = page.below.roster
    assert len(roster.table.model_.rows) == len(page.board.days)
    qtbot.mouseClick(roster.more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: cell(page, "F02").have == 8, timeout=WAIT)
    qtbot.waitUntil(lambda: len(roster.lines) == 1, timeout=WAIT)
    line = roster.lines[0]
    assert line.force.currentData() == page.table.line().post.row["unit"]
    line.persons.setText("3")
    line.names.setText("钱一，孙二")
    line.names.editingFinished.emit()
    slots = lambda: [one for one in festival.state().roster.values() if one.post == "F02"]  # noqa: E731
    qtbot.waitUntil(lambda: slots()[0].duties[0].names == ("钱一", "孙二"), timeout=WAIT)
    assert slots()[0].persons == 3
    assert slots()[0].day == page.board.days[0]


def test_the_roster_follows_the_day_under_the_cursor(page):
    page.below.setCurrentWidget(page.below.roster)
    page.table.choose("F03", FIRST_DAY + 2)
    assert page.below.roster.shift().day == page.board.days[2]
    assert page.below.roster.shift().post == "F03"


def test_a_proposal_is_shown_and_taken_over_only_by_a_click(page, festival, qtbot):
    roster = page.below.roster
    page.below.setCurrentWidget(roster)
    qtbot.mouseClick(roster.propose, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(roster.take.isVisible, timeout=WAIT)
    assert not festival.state().roster
    assert "缺口" in roster.told.text()
    qtbot.mouseClick(roster.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.board.rostered and bool(festival.state().roster), timeout=WAIT)
    assert not roster.take.isVisible()


def test_more_people_than_a_force_has_are_refused_and_nothing_changes(page, festival, qtbot, toasts):
    own = next(one for one in page.desk.found.forces if one.persons)
    line = next(line for line in page.board.lines if line.post.row["unit"] == own.name)
    page.desk.set_people(line.key, page.board.days[0], own.persons + 1)
    qtbot.waitUntil(lambda: bool(toasts), timeout=WAIT)
    assert own.name in toasts[-1]
    assert not festival.state().roster
    assert cell(page, line.key).have is None


def test_a_fault_of_the_roster_is_told_at_its_post_and_at_the_roster(page):
    fault = FaultView("rest", hard=False, text=Text("甲队轮休不足 8 小时", "too little rest"), posts=("F02",))
    page.desk.found = replace(page.desk.found, faults=(fault,))
    page.desk.changed.emit()
    page.below.setCurrentWidget(page.below.roster)
    assert "甲队轮休不足 8 小时" in page.below.roster.faults.text()
    told = [one.words for one in page.side.problems(page.table.model_.line_of("F02"), page.desk.found)]
    assert told == ["轮休不足"]


def test_ctrl_p_brings_the_plan_forward(page, workspace, qtbot):
    qtbot.keyClick(page.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert page.side.tabs.currentWidget() is page.side.plan
    qtbot.waitUntil(lambda: page.side.plan.preview.paper is not None, timeout=WAIT)
    assert len(page.side.plan.preview.data) > 1000


# The strips


def test_the_bars_of_a_day_are_the_shifts_of_every_post(page, qtbot):
    tab = page.below.shifts
    page.below.setCurrentWidget(tab)
    assert {one.key for one in tab.view.rows} == {line.key for line in page.board.lines}
    first, last = stretch(tab.view.rows, page.board.days[0])
    assert (f"{first:%H:%M}", f"{last:%H:%M}") == ("12:00", "23:00")
    tab.view.setFocus()
    tab.view.choose(tab.view.rows[0].key)
    qtbot.keyClick(tab.view, Qt.Key.Key_Down)
    assert page.table.key == tab.view.rows[1].key
    tab.days.setCurrentIndex(2)
    tab.days.activated.emit(2)
    assert tab.view.rows[0].bars[0].start.date() == page.board.days[2]
    assert not tab.view.grab().isNull()


def test_four_hour_and_thirty_hour_shifts_stand_on_one_scale(qtbot):
    hours = {"short": 4, "long": 30, "slip": 400}
    rows = [
        ShiftRow(key, "岗位" * 30, (Bar(NOON, NOON + timedelta(hours=length), DayCell(2, 4)),))
        for key, length in hours.items()
    ]
    view = ShiftView()
    qtbot.addWidget(view)
    view.resize(700, 160)
    view.show_rows(rows, NOON.date())
    assert [stretch(rows[:n], NOON.date())[1] - NOON for n in (1, 2, 3)] == [timedelta(hours=h) for h in (4, 30, 48)]
    assert [round(view.span(row.bars[0])[1], 3) for row in rows] == [round(4 / 48, 3), round(30 / 48, 3), 1.0]
    view.choose("long")
    assert "缺 2" in view.accessibleDescription()
    assert not view.grab().isNull()


def test_the_matrix_of_layers_and_kinds_adds_up(page):
    page.below.setCurrentWidget(page.below.layers)
    model = page.below.layers.model
    QAbstractItemModelTester(model, FATAL)
    last = model.rowCount() - 1, model.columnCount() - 1
    posts = festival_posts(page)
    assert model.count(*last).posts == len(posts)
    assert model.count(*last).people == sum(row["persons"] for row in posts)
    by_row = [sum(model.count(r, c).posts for r in range(last[0])) for c in range(last[1])]
    assert sum(by_row) == len(posts)


def festival_posts(page):
    return page.context.session.desk.case(page.context.case).application.rows("posts")


def test_a_missing_functional_group_is_added_by_a_click(page, festival, qtbot):
    from workbench.core.working_plan import plan_of

    page.below.setCurrentWidget(page.below.groups)
    found = next(one for one in page.desk.found.groups if not one.there)
    qtbot.mouseClick(page.below.groups.buttons[found.code], Qt.MouseButton.LeftButton)
    names = lambda: [str(row["name"]) for row in plan_of(festival.state()).rows("forces")]  # noqa: E731
    qtbot.waitUntil(lambda: any(name.startswith(found.title.zh) for name in names()), timeout=WAIT)
    still = lambda: next(one for one in page.desk.found.groups if one.code == found.code)  # noqa: E731
    qtbot.waitUntil(lambda: still().there, timeout=WAIT)


def test_the_registers_of_the_case_are_reached_from_the_page(page, workspace, qtbot):
    menu = page.open_registers()
    assert isinstance(menu, QMenu)
    wanted = [r for r in page.context.pack.registers.values() if r.scope == "case"]
    actions = [action for action in menu.actions() if not action.isSeparator()]
    assert len(actions) == len(wanted)
    actions[-1].trigger()
    menu.close()
    assert workspace.step == 14
