"""The registers in the window: confirmed organisations, forms with faults at the field, the calendar, page 14."""

from datetime import date, datetime

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QWidget

from workbench.core import commands as c
from workbench.screens import UNDER_REVIEW
from workbench.screens import settle as settled
from workbench.services import organisations, registers
from workbench.services.acting import do
from workbench.ui.register_form import ReasonDialog, RegisterForm
from workbench.ui.registers_page import PROPOSED, RegistersPage
from workbench.ui.widgets import Button


@pytest.fixture
def window(opened_window, sample_office, qtbot):
    """The window on the sample office, an officer at the registers."""
    shown = opened_window(sample_office)
    qtbot.waitUntil(lambda: shown.session.desk is not None, timeout=30_000)
    people = {person.account: person for person in _people(shown)}
    officer = next(p for p in people.values() if "officer" in p.roles)
    shown.session.sign_in(officer)
    shown.start("queue")
    settled(shown)
    shown.show_screen("registers")
    shown.activateWindow()
    settled(shown)
    return shown


def _people(window):
    from workbench.services import office

    return office.people(window.session.desk)


def desk_of(window):
    return window.session.desk, window.session.person


def click(qtbot, widget):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def fill(form, **typed):
    for key, value in typed.items():
        form.fields[key].put(value)


def titles(window):
    page = window.page().board.model
    return [page.view(row).title.zh for row in range(page.rowCount())]


def test_the_models_keep_the_rules_of_models(window):
    page = window.page()
    for model in (page.board.model, page.lapses.model, page.proposals.model):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.show_register(PROPOSED)
    settled(window)
    proposed = page.proposals.model.rowCount()
    page.show_register("organisation")
    settled(window)
    assert (proposed > 0, page.board.model.rowCount()) == (True, 0)


def test_an_empty_register_says_what_to_do(window):
    board = window.page().board
    assert board._stack.currentIndex() == 1
    assert "待确认" in board._empty.text()


def test_packages_propose_organisations_and_a_click_confirms_them(window, qtbot):
    page = window.page()
    page.rail.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.proposals.model.rowCount() > 10, timeout=20_000)
    assert registers.page(*desk_of(window), "organisation").entries == ()
    click(qtbot, page.proposals.one)
    settled(window)
    assert len(registers.page(*desk_of(window), "organisation").entries) == 1
    click(qtbot, page.proposals.every)
    settled(window)
    assert page.proposals.model.rowCount() == 0
    assert organisations.proposals(*desk_of(window)) == ()


def test_an_organisation_put_aside_is_not_proposed_again_until_that_is_undone(window, qtbot):
    page = window.page()
    page.rail.setCurrentRow(0)
    qtbot.waitUntil(lambda: page.proposals.model.rowCount() > 10, timeout=20_000)
    before = [one.name for one in page.proposals._found]
    page.proposals.table.setFocus()
    qtbot.keyClick(page.proposals.table, Qt.Key.Key_Delete)
    settled(window)
    assert [one.name for one in page.proposals._found] == before[1:]
    page.ask()
    settled(window)
    assert before[0] not in [one.name for one in page.proposals._found]
    page._propose_again(registers.page(*desk_of(window), organisations.ASIDE).entries[0].entry)
    settled(window)
    assert before[0] in [one.name for one in page.proposals._found]


def test_a_form_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(window, qtbot):
    page = window.page()
    page.focus_first()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_N)
    form = page.form
    assert isinstance(form, RegisterForm)
    qtbot.waitUntil(form.isActiveWindow)
    fill(form, name="澄州云堰样例保安服务有限公司", code="123", registered="八十")
    form.fields["roles"]._boxes["guards"].setChecked(True)
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.isVisible()
    shown = [key for key, field in form.fields.items() if not field.fault.isHidden()]
    assert shown == ["code", "registered"]
    assert form.fields["code"].editor.hasFocus()
    assert form.fields["name"].value() == "澄州云堰样例保安服务有限公司"
    fill(form, code="９１３２９９１２ＭＸ００００００１Ａ", registered="８０", ban_from="2026年4月1日")
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(window)
    (entry,) = registers.page(*desk_of(window), "organisation").entries
    assert entry.values.get("code") == "91329912MX0000001A"
    assert entry.values.get("registered") == 80
    assert entry.values.get("ban_from") == date(2026, 4, 1)
    assert titles(window) == ["澄州云堰样例保安服务有限公司"]


def test_an_entry_is_struck_with_a_reason_and_comes_back_by_undo(window, qtbot):
    registers.record(*desk_of(window), "organisation", {"name": "样例公司", "roles": ("guards",)})
    page = window.page()
    page.ask()
    settled(window)
    undo = []
    window.session.notified.connect(lambda _said, back: undo.append(back))
    page.focus_first()
    qtbot.keyClick(page.board.table, Qt.Key.Key_Delete)
    (dialog,) = page.findChildren(ReasonDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert not dialog.fault.isHidden()
    dialog.reason.setText("误登")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    settled(window)
    assert titles(window) == []
    undo[-1]()
    settled(window)
    assert titles(window) == ["样例公司"]


def test_what_belongs_to_an_organisation_is_entered_from_it_and_warns(window, qtbot):
    name = registers.record(*desk_of(window), "organisation", {"name": "样例公司", "roles": ("guards",)})
    page = window.page()
    page.ask()
    settled(window)
    add = next(b for b in page.board.detail.findChildren(QWidget) if b.accessibleName() == "登记：问题与回溯追责")
    click(qtbot, add)
    settled(window)
    form = page.form
    assert not form.fields["organisation"].isEnabled()
    fill(form, what="灯会漏检", day=date(2026, 3, 1))
    form.save()
    settled(window)
    detail = organisations.detail(*desk_of(window), "organisation", name)
    assert "灯会漏检" in detail.warnings[0].zh
    assert "灯会漏检" in " ".join(w.text() for w in page.board.detail.findChildren(QWidget) if hasattr(w, "text"))


def test_a_search_filters_and_says_when_nothing_fits(window):
    for name in ("澄州样例保安公司", "锦陵样例搭建公司"):
        registers.record(*desk_of(window), "organisation", {"name": name, "roles": ("guards",)})
    page = window.page()
    page.search("锦陵")
    settled(window)
    assert titles(window) == ["锦陵样例搭建公司"]
    page.search("没有的词")
    settled(window)
    assert titles(window) == []
    assert "换一个词" in page.board._empty.text()


def test_the_register_as_searched_is_exported(window, tmp_path):
    for name in ("=1+1", "锦陵样例搭建公司"):
        registers.record(*desk_of(window), "organisation", {"name": name, "roles": ("guards",)})
    window.page().export_to(tmp_path / "firms.xlsx")
    settled(window)
    rows = list(openpyxl.load_workbook(tmp_path / "firms.xlsx").worksheets[0].iter_rows(values_only=True))
    assert {row[0] for row in rows[1:]} == {"'=1+1", "锦陵样例搭建公司"}


def test_a_supervisor_reads_and_has_no_button_that_changes(window):
    registers.record(*desk_of(window), "organisation", {"name": "样例公司", "roles": ("guards",)})
    supervisor = next(p for p in _people(window) if "supervisor" in p.roles)
    window.forget()
    window.session.sign_in(supervisor)
    window.start("registers")
    settled(window)
    board = window.page().board
    assert titles(window) == ["样例公司"]
    assert board.add.isHidden()
    assert not [b for b in board.detail.findChildren(QWidget) if b.accessibleName() in {"修改", "删除"}]


def test_the_calendar_shows_the_month_and_opens_a_case(window, qtbot):
    window.show_screen("events")
    settled(window)
    page = window.page()
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.model.rowCount() == 2
    page.table.setFocus()
    qtbot.keyClick(page.table, "]")
    settled(window)
    assert page.title.text() == "2026-05"
    assert page.model.rowCount() == 2
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settled(window)
    assert window.screen_key == "case"


def test_pages_come_back_as_they_were_after_a_change_of_language(window):
    page = window.page()
    page.show_register("joint_meeting")
    settled(window)
    window.use(language_="en")
    settled(window)
    assert isinstance(window.page(), RegistersPage)
    assert window.page().board.title.text() == "Joint meetings"


def exercised(window):
    """Keep an exercise in the first case, and a training that names it."""
    from workbench.core.commands.emergency import DrillSignal
    from workbench.core.emergency_case import case_breakers
    from workbench.core.rehearsal import rehearse
    from workbench.core.working_plan import plan_of

    desk, officer = desk_of(window)
    cases = [desk.case(name.split("/")[1]) for name in desk.database.journal.streams("case")]
    case = next(one for one in cases if one.status in UNDER_REVIEW)
    signals = (DrillSignal(datetime.fromisoformat("2026-04-02 18:40"), scenario="EM01"),)
    shown = rehearse(signals, plan_of(case), case_breakers(case, desk.pack), desk.pack)
    people = ("苏禾", ("陆知远",))
    do(
        desk,
        officer,
        c.RecordDrill(case.id, "T1", "夜场推演", date(2026, 4, 2), *people, signals, shown.lines, ("EM01",)),
    )
    firm = registers.record(
        desk, officer, "organisation", {"name": "云堰样例保安", "roles": ("guards",), "phone": "0519123"}
    )
    values = {"organisation": firm, "kind": "practice", "topic": "推演讲评", "day": date(2026, 4, 3)}
    registers.record(desk, officer, "training", values)
    return case.id


def test_a_training_names_a_kept_exercise_and_a_click_opens_the_case_where_it_is_kept(window, qtbot):
    case = exercised(window)
    page = window.page()
    page.show_register("training")
    settled(window)
    page.board.table.selectRow(0)
    settled(window)
    qtbot.waitUntil(lambda: page.board.detail.shown is not None, timeout=20_000)
    (edit,) = [one for one in page.board.detail.findChildren(Button) if one.face() == "修改"]
    click(qtbot, edit)
    choices = [page.form.fields["exercise"].editor.itemText(n) for n in range(2)]
    assert choices[1].startswith("2026-04-02 夜场推演（")
    page.form.fields["exercise"].editor.setCurrentIndex(1)
    page.form.save()
    settled(window)
    (open_,) = [one for one in page.board.detail.findChildren(Button) if one.face() == "打开推演"]
    click(qtbot, open_)
    settled(window)
    shown = window.page()
    assert (shown.case, shown.step) == (case, 16)
    qtbot.waitUntil(lambda: shown.page().drills.line() is not None, timeout=20_000)
    assert (shown.page().tabs.currentIndex(), shown.page().drills.line().key) == (2, "T1")


# Page 14 of a case


@pytest.fixture
def page14(workspace, settle):
    """The registers of the festival."""
    workspace.go(14)
    settle()
    return workspace.page()


def test_the_application_fills_in_passes_and_one_undo_takes_them_back(page14, workspace, festival, settle, qtbot):
    page14.reveal("pass_type")
    click(qtbot, page14.board.prefill)
    settle()
    assert len(festival.state().registers) == 5
    assert page14.board.model.rowCount() == 5
    assert page14.board.prefill.isHidden()
    workspace.context.undo.undo()
    settle()
    assert festival.state().registers == {}
    assert not page14.board.prefill.isHidden()


def test_a_dispute_is_entered_closed_and_counted(page14, festival, settle, qtbot):
    page14.reveal("service_record")
    click(qtbot, page14.board.add)
    form = page14.form
    fill(form, what="退票纠纷", kind="dispute")
    form.fields["at"].editor.setText("2026-04-10 08:30")
    form.save()
    settle()
    assert not form.isVisible()
    (entry,) = festival.state().registers.values()
    assert entry.get("what") == "退票纠纷"
    page14.window().activateWindow()
    qtbot.waitUntil(page14.isActiveWindow)
    page14.focus_first()
    qtbot.keyClick(page14.board.table, Qt.Key.Key_E)
    assert page14.form is not form
    page14.form.fields["closed"].editor.setText("2026-04-10 08:20")
    page14.form.save()
    assert not page14.form.fields["closed"].fault.isHidden()
    page14.form.fields["closed"].editor.setText("2026-04-10 08:50")
    page14.form.save()
    settle()
    assert "当日办结 1 / 1" in " ".join(w.text() for w in page14.board._figures.findChildren(QWidget))


def test_an_open_item_leads_to_its_register(workspace, festival, settle):
    for number in range(6):
        values = (("name", f"证件{number}"),)
        do(festival.desk, festival.officer, c.SetEntry(festival.case, f"t-{number}", "pass_type", values))
    workspace.context.refresh()
    settle()
    item = next(i for i in workspace.context.view.open_items if "种类偏多" in i.text.zh)
    workspace.go(item.step, item.object)
    settle()
    assert workspace.page().board.title.text() == "证件种类"


def test_an_organisation_with_an_incident_is_told_and_its_entry_asked_for(page14, workspace, festival, settle, qtbot):
    wanted = next(p for p in organisations.proposals(festival.desk, festival.officer) if "龙湾" in p.name)
    name = organisations.confirm(festival.desk, festival.officer, wanted)
    incident = {"organisation": name, "day": date(2026, 3, 1), "what": "灯会漏检"}
    registers.record(festival.desk, festival.officer, "incident", incident)
    workspace.context.refresh()
    settle()
    item = next(i for i in workspace.context.view.open_items if "灯会漏检" in i.text.zh)
    page14._version = 0
    workspace.go(item.step, item.object)
    workspace.context.refresh()
    settle()
    page14.reveal(item.object)
    asked = []
    workspace.session.register_requested.connect(lambda *said: asked.append(said))
    click(qtbot, page14.bodies.open)
    assert asked == [("organisation", name)]


def test_step_three_leads_to_what_the_register_knows_of_any_organisation(workspace, festival, settle, qtbot):
    workspace.go(3)
    settle()
    item = workspace.page().item
    click(qtbot, item.known)
    offered = {action.text(): action for action in item.organisations.actions() if not action.isSeparator()}
    assert set(offered) == {body.name for body in organisations.bodies_of(festival.desk, workspace.context.case)}
    last = list(offered)[-1]
    qtbot.keyClick(item.organisations, Qt.Key.Key_Escape)
    assert workspace.step == 3
    offered[last].trigger()
    settle()
    assert workspace.step == 14
    assert workspace.page().bodies._chosen().name == last


def test_every_widget_of_the_form_has_a_name(page14, qtbot):
    page14.reveal("pass_batch")
    click(qtbot, page14.board.add)
    for field in page14.form.fields.values():
        assert field.editor.accessibleName()
