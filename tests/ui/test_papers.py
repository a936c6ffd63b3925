"""The list of all papers of a case, the papers from the history, and the register of numbers, with clicks and keys."""

import hashlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from workbench.services import number_register, office
from workbench.ui.case_papers import CasePapers
from workbench.ui.dialogs import FaultDialog
from workbench.ui.numbers_page import NumbersPage, VoidDialog
from workbench.ui.session import Session
from workbench.ui.settings import Settings


@pytest.fixture
def session(sample_office, qapp, tmp_path):
    """A session on the sample office, with its approver signed in."""
    desk = office.open_office(sample_office)
    made = Session(Settings(tmp_path / "window.ini"), qapp)
    made.desk = desk
    made.sign_in(next(p for p in office.people(desk) if "approver" in p.roles))
    faults = []
    made.worker.crashed.connect(faults.append)
    yield made
    made.close()
    desk.close()
    assert not faults, faults[0]


@pytest.fixture
def decided(session):
    """A decided case of the sample office."""
    streams = session.desk.database.journal.streams("case")
    states = [session.desk.case(stream.split("/")[1]) for stream in streams]
    return next(state for state in states if state.decision is not None)


@pytest.fixture
def papers(session, decided, qtbot):
    """The window of a case's papers, filled."""
    dialog = CasePapers(None, session, decided.id, "样例")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.preview.paper is not None, timeout=20_000)
    return dialog


@pytest.fixture
def page(session, qtbot):
    """The register of numbers, filled."""
    screen = NumbersPage(session)
    qtbot.addWidget(screen)
    screen.resize(1200, 700)
    screen.show()
    qtbot.waitUntil(lambda: bool(screen.rows), timeout=20_000)
    return screen


def line_of(dialog, paper):
    return next(line for line in dialog.rows.model_.lines if line.object == paper)


# Papers


def test_every_paper_stands_in_the_list_once_issued_ones_with_number_day_and_fingerprint(papers, decided):
    lines = papers.rows.model_.lines
    issued = [line for line in lines if line.key != line.object]
    assert [line.key for line in issued] == [one.sha256 for one in reversed(decided.documents)]
    for one, line in zip(reversed(decided.documents), issued, strict=True):
        assert one.number in line.details[0]
        assert one.sha256[:4] in line.details[1]
        assert line.tag == "已出具"
    assert {"CL", "F01", "F17", "F20"} <= {line.object for line in lines}
    assert len({line.key for line in lines}) == len(lines)


def test_the_kept_bytes_of_an_issued_paper_are_shown_and_saved(papers, decided, qtbot, tmp_path):
    one = decided.documents[-1]
    papers.rows.acted.emit(next(line for line in papers.rows.model_.lines if line.key == one.sha256))
    qtbot.waitUntil(lambda: papers.preview.sha256 == one.sha256, timeout=20_000)
    target = tmp_path / "kept.pdf"
    papers.preview.save_to(str(target))
    qtbot.waitUntil(target.exists, timeout=10_000)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == one.sha256


def test_enter_on_a_paper_that_was_not_issued_draws_it_as_it_stands(papers, qtbot):
    papers.rows.choose("F20")
    qtbot.keyClick(papers.rows, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: papers.preview.paper.paper == "F20", timeout=20_000)
    assert papers.preview.data.startswith(b"%PDF")


def test_a_paper_is_issued_from_the_list_and_stands_in_it_as_issued(papers, session, decided, qtbot):
    papers.rows.acted.emit(line_of(papers, "F20"))
    qtbot.waitUntil(lambda: papers.preview.paper.paper == "F20" and papers.give_out.isVisible(), timeout=20_000)
    qtbot.mouseClick(papers.give_out, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: line_of(papers, "F20").tag == "已出具", timeout=20_000)
    issued = next(one for one in session.desk.case(decided.id).documents if one.paper == "F20")
    assert line_of(papers, "F20").key == issued.sha256


def test_what_was_issued_is_not_offered_again(papers, decided, qtbot):
    one = decided.documents[-1]
    papers.rows.acted.emit(next(line for line in papers.rows.model_.lines if line.key == one.sha256))
    qtbot.waitUntil(lambda: papers.preview.sha256 == one.sha256, timeout=20_000)
    assert not papers.give_out.isVisible()


def test_escape_closes_the_papers(papers, qtbot):
    qtbot.keyClick(papers, Qt.Key.Key_Escape)
    assert not papers.isVisible()


# Numbers


def test_the_table_of_numbers_keeps_the_rules_of_the_toolkit_and_says_what_the_register_says(page, session):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    found = number_register.register(session.desk, session.person)
    shown = [page.model.index(row, 0).data() for row in range(page.model.rowCount())]
    assert shown == [one.written for one in found.rows]
    assert not page._banner.isVisible()


def test_year_and_series_narrow_the_table(page, qtbot):
    page.series.setCurrentIndex(page.series.findData("大受字"))
    assert {one.series for one in page.rows} == {"大受字"}
    page.year.setCurrentIndex(0)
    page.series.setCurrentIndex(0)
    assert len({one.series for one in page.rows}) > 1


def choose(page, series):
    place = next(n for n, one in enumerate(page.rows) if one.series == series)
    page.table.selectRow(place)
    return page.rows[place]


def test_a_number_is_voided_with_its_reason_only(page, session, qtbot):
    one = choose(page, "大受字")
    qtbot.mouseClick(page.voids, Qt.MouseButton.LeftButton)
    form = next(d for d in page.findChildren(VoidDialog) if d.isVisible())
    qtbot.mouseClick(form.take, Qt.MouseButton.LeftButton)
    assert form.isVisible()
    form.reason.setText("打印错误")
    qtbot.keyClick(form.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(row.void_reason for row in page.rows), timeout=20_000)
    told = {row.written: row.void_reason for row in page.rows}
    assert told[one.written] == "打印错误"
    found = number_register.register(session.desk, session.person)
    assert [row.written for row in found.rows if row.void_reason] == [one.written]


def test_a_number_that_may_not_be_voided_is_told(page, qtbot):
    one = choose(page, "case")
    page.void(one, "想作废")
    qtbot.waitUntil(lambda: any(d.isVisible() for d in page.findChildren(FaultDialog)), timeout=20_000)
    next(d for d in page.findChildren(FaultDialog) if d.isVisible()).accept()


def test_a_voided_number_is_marked_in_the_list_of_papers(session, qtbot):
    """The acceptance's number is voided: its kept paper says so, and what was never issued cannot be."""
    other = next(
        state
        for stream in session.desk.database.journal.streams("case")
        if (state := session.desk.case(stream.split("/")[1])).acceptance_number
    )
    number_register.void(session.desk, session.person, "大受字", other.accepted.year, _serial(other), "打印错误")
    dialog = CasePapers(None, session, other.id, "样例")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.preview.paper is not None, timeout=20_000)
    line = line_of(dialog, "F03")
    assert line.tag == "文号作废"
    assert any("打印错误" in detail for detail in line.details)


def _serial(state):
    return int(state.acceptance_number.split("〕")[1].removesuffix("号"))


def test_those_who_may_not_void_have_no_button_for_it(session, qtbot):
    admin = next(p for p in office.people(session.desk) if "administrator" in p.roles)
    wanted = office.NewPerson("somebody", "某某", "yangli-2026", frozenset({"officer"}), "")
    session.sign_in(office.add_user(session.desk, admin, wanted))
    screen = NumbersPage(session)
    qtbot.addWidget(screen)
    screen.show()
    qtbot.waitUntil(lambda: bool(screen.rows), timeout=20_000)
    assert not screen.voids.isVisible()
