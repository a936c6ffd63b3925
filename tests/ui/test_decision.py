"""Step 8 on the real services: findings and gate, outcome, conditions, reasons, signatures, the paper, what follows."""

import hashlib
import shutil
from dataclasses import replace
from datetime import datetime

import pypdfium2
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from workbench.core import commands as c
from workbench.exchange.libraries import PDFIUM
from workbench.services import documents, intake, office, paper_desk
from workbench.services.acting import do, do_all
from workbench.services.clocks import ScriptedClock
from workbench.services.looking import Look
from workbench.storage.packs import sample_file
from workbench.ui.i18n import set_language
from workbench.ui.step_decision_forms import (
    BackDialog,
    ConditionDialog,
    DeliverDialog,
    OpinionDialog,
    PublishDialog,
    ReasonDialog,
)
from workbench.ui.step_decision_promise import PromiseKeptDialog
from workbench.ui.step_decision_words import ChangesDialog
from workbench.ui.step_site_check import SiteCheckDialog
from workbench.ui.workspace_dialogs import ConflictDialog, GateDialog

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
PASSWORD = "yangli-2026"
OPINION = "补正齐全，风险可控，建议附条件准予。"


class Office:
    """An office with the festival under review, an officer, an approver, a clock that stands."""

    def __init__(self, folder, local):
        self.clock = ScriptedClock(datetime.fromisoformat(local))
        self.desk = office.open_office(folder)
        self.desk.clock = self.clock  # the sample brings a clock of its own along
        self.people = {person.account: person for person in office.people(self.desk)}
        self.officer, self.approver = self.people["guqinghe"], self.people["shenzhixing"]
        streams = self.desk.database.journal.streams("case")
        cases = [stream.split("/")[1] for stream in streams]
        self.case = next(case for case in cases if self.state(case).status.value not in {"granted", "refused"})

    def state(self, case=""):
        return self.desk.case(case or self.case)

    def events(self, *kinds):
        stream = self.desk.database.journal.read(f"case/{self.case}")
        return [event for event in stream if not kinds or event.kind in kinds]

    def give(self, *commands, by=None):
        return do_all(self.desk, by or self.officer, commands)

    def finish_review(self):
        """Do what the other steps still lack: scores, level, the paper owed, opinions, site, on-site check."""
        look = Look(self.desk, self.state())
        self.give(*(c.ScoreFactor(self.case, code, 2, 1, evidence="现场核实") for code in look.pack.factors))
        self.give(c.SetLevel(self.case, Look(self.desk, self.state()).risk.level.computed))
        for promise in self.state().open_promises():
            paper = next((sample_file("demo.toml").parent / "supplements" / "later").glob(f"{promise.item}_*"))
            intake.fulfil(self.desk, self.officer, self.case, promise.item, paper)
            self.give(c.ConfirmPromise(self.case, promise.item), by=self.approver)
            self.give(c.JudgeMaterial(self.case, promise.item, "meets"))
        for asked in (key for key, one in self.state().consultations.items() if not one.position):
            self.give(c.ReceiveOpinion(self.case, asked, "agree", "澄文旅函〔2026〕31号"))
        at = datetime.fromisoformat("2026-04-13 14:00")
        other = next(one for one in office.people(self.desk) if one.account == "xujianshan")
        pair = (self.officer.id, other.id)
        self.give(c.RecordSiteCheck(self.case, at, "湖畔草坪", pair, conclusion="与申报一致"))
        do(self.desk, other, c.ConfirmCheck(self.case, "site:1"))
        self.give(c.JudgeSite(self.case, "site", "meets", "现场与平面图一致"))

    def add_condition(self):
        self.give(
            c.SetCondition(self.case, "c1", "前区同时不超过 7000 人", "承办者", "during", "人数牌", title="前区人数")
        )

    def recommend(self, outcome="grant", reasons=()):
        approved = 25000 if outcome == "grant" else None
        return do(self.desk, self.officer, c.Recommend(self.case, outcome, OPINION, approved, reasons))


@pytest.fixture(scope="module")
def reviewed_folder(sample_source, tmp_path_factory):
    """The sample office on 14 April with everything done but the decision."""
    folder = tmp_path_factory.mktemp("reviewed") / "office"
    shutil.copytree(sample_source, folder)
    made = Office(folder, "2026-04-14 16:00")
    made.finish_review()
    made.desk.close()
    return folder


@pytest.fixture
def reviewed(reviewed_folder, tmp_path):
    folder = tmp_path / "reviewed"
    shutil.copytree(reviewed_folder, folder)
    made = Office(folder, "2026-04-15 09:40")
    yield made
    made.desk.close()


@pytest.fixture
def early(sample_office):
    """The sample office as it ships: on 10 April, with a gate that is still closed."""
    made = Office(sample_office, "2026-04-10 09:00")
    yield made
    made.desk.close()


@pytest.fixture
def opened(qtbot, tmp_path):
    """Open the case of an office in the workspace at a step, as one of its people."""
    from workbench.ui.session import Session
    from workbench.ui.settings import Settings
    from workbench.ui.workspace import Workspace

    sessions, faults = [], []

    def open_as(made, person=None, step=8, *, paper=True):
        session = Session(Settings(tmp_path / "window.ini"))
        session.desk = made.desk
        session.sign_in(person or made.officer)
        session.worker.crashed.connect(faults.append)
        sessions.append(session)
        screen = Workspace(session, made.case)
        qtbot.addWidget(screen)
        screen.resize(1388, 790)
        screen.show()
        qtbot.waitUntil(lambda: screen.context is not None, timeout=10_000)
        screen.go(step)
        screen.activateWindow()
        if step == 8 and paper:
            qtbot.waitUntil(lambda: bool(screen.page().papers.preview.sha256), timeout=20_000)
        return screen

    yield open_as
    for session in sessions:
        session.close()
    assert not faults, faults[0]


def dialog(kind):
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def rows(page):
    return [line for line in page.lines.model_.lines if not line.heading]


def settled(qtbot, screen, version):
    qtbot.waitUntil(lambda: screen.context.view.version >= version, timeout=20_000)


def drawn(qtbot, screen, test):
    """Wait until the paper at the right passes a test."""
    preview = screen.page().papers.preview
    qtbot.waitUntil(lambda: bool(preview.paper) and test(preview), timeout=20_000)


def sheets(source):
    """Return the number of pages; the window's own thread may be drawing at the same time."""
    with PDFIUM:
        document = pypdfium2.PdfDocument(source)
        try:
            return len(document)
        finally:
            document.close()


def text_of(data):
    with PDFIUM:
        pdf = pypdfium2.PdfDocument(data)
        words = "".join(pdf[number].get_textpage().get_text_range() for number in range(len(pdf)))
        pdf.close()
    return words.replace("\r\n", "")


# Findings and gate


def test_every_item_that_blocks_a_grant_is_named_and_leads_to_its_step(early, opened, qtbot):
    screen = opened(early)
    page = screen.page()
    gate = screen.context.view.decision.gate
    assert {item.text.zh for item in gate} <= {line.title for line in rows(page)}
    wanted = next(item for item in gate if item.object == "site")
    page.lines.choose(next(line.key for line in rows(page) if line.title == wanted.text.zh))
    page.lines.setFocus()
    qtbot.keyClick(page.lines, Qt.Key.Key_Return)
    assert screen.step == 6


def test_the_row_of_the_missing_site_check_opens_its_form(early, opened, qtbot):
    screen = opened(early)
    page = screen.page()
    line = next(line for line in rows(page) if line.object == "site_check")
    page.lines.acted.emit(line)
    assert dialog(SiteCheckDialog) is not None


def test_a_grant_is_not_signed_while_the_gate_is_closed_and_the_list_says_why(early, opened, qtbot):
    early.add_condition()
    screen = opened(early)
    page = screen.page()
    page.choose("grant_if")
    page.middle.signing.form.opinion.setPlainText(OPINION)
    page.middle.signing.form.password.setText(PASSWORD)
    page.sign("recommend")
    shown = dialog(GateDialog)
    assert shown is not None
    assert early.events("recommended") == []


def test_a_settled_gate_says_that_nothing_stands_against_a_grant(reviewed, opened):
    page = opened(reviewed).page()
    assert page.missing() == ()
    assert any("没有阻断" in line.title for line in page.lines.model_.lines)


def test_a_paper_that_was_owed_is_registered_from_its_row(early, opened, qtbot, tmp_path):
    screen = opened(early)
    page = screen.page()
    told = []
    screen.session.notified.connect(lambda words, _undo: told.append(words))
    promise = early.state().open_promises()[0]
    page.lines.acted.emit(next(line for line in rows(page) if line.object == promise.item))
    form = dialog(PromiseKeptDialog)
    form.path.setText(str(tmp_path / "nothing.pdf"))
    form.give()
    qtbot.waitUntil(form.fault.isVisible, timeout=10_000)
    assert early.events("promise_fulfilled") == []
    paper = next((sample_file("demo.toml").parent / "supplements" / "later").glob(f"{promise.item}_*"))
    form.path.setText(str(paper))
    form.give()
    qtbot.waitUntil(lambda: early.state().fulfilment(promise.item) is not None, timeout=10_000)
    assert early.state().fulfilment(promise.item).waits
    qtbot.waitUntil(lambda: f"{promise.item} 已登记，待他人复核" in told, timeout=10_000)
    qtbot.waitUntil(lambda: screen.step == 2, timeout=10_000)
    assert screen.page().list.code == promise.item


def test_the_reply_of_another_authority_is_recorded_from_its_row(early, opened, qtbot):
    screen = opened(early)
    page = screen.page()
    request, _ = screen.context.view.decision.asked[0]
    page.lines.acted.emit(next(line for line in rows(page) if line.object == request))
    form = dialog(OpinionDialog)
    form.give()
    qtbot.waitUntil(form.fault.isVisible, timeout=10_000)  # the letter has a number
    form.doc.setText("澄文旅函〔2026〕31号")
    form.give()
    qtbot.waitUntil(lambda: early.state().consultations[request].position == "agree", timeout=10_000)
    qtbot.waitUntil(lambda: not any(line.object == request for line in rows(page)), timeout=10_000)


# Outcome, conditions, reasons


def test_the_draft_of_the_permit_follows_what_is_chosen(reviewed, opened, qtbot):
    screen = opened(reviewed)
    page = screen.page()
    page.choose("grant_if")
    drawn(qtbot, screen, lambda p: p.paper.paper == "F11" and p.paper.draft)
    page.middle.outcome.number.setFocus()
    page.middle.outcome.number.selectAll()
    qtbot.keyClicks(page.middle.outcome.number, "24000")
    qtbot.keyClick(page.middle.outcome.number, Qt.Key.Key_Return)
    drawn(qtbot, screen, lambda p: "24000" in text_of(p.data))
    assert reviewed.events("recommended") == []


def test_no_paper_is_drawn_while_another_step_is_worked_on(reviewed, opened, qtbot):
    screen = opened(reviewed)
    page, preview = screen.page(), screen.page().papers.preview
    before = preview.note.text()
    screen.go(2)
    version = reviewed.state().version
    screen.context.do(c.JudgePlan(reviewed.case, "P1", 1))
    settled(qtbot, screen, version + 1)
    page.show_case(screen.context.view)  # even when the page is told of the change
    assert page.paper_due
    assert preview.note.text() == before
    reviewed.clock.set(datetime.fromisoformat("2026-04-15 11:11"))
    screen.go(8)
    qtbot.waitUntil(lambda: "11:11" in preview.note.text(), timeout=20_000)
    assert not page.paper_due


def test_the_keys_choose_an_outcome(reviewed, opened, qtbot):
    screen = opened(reviewed)
    screen.page().lines.setFocus()
    qtbot.keyClick(screen.page().lines, Qt.Key.Key_4)
    assert screen.page().draft.choice == "refuse"
    assert screen.page().middle.outcome.choice() == "refuse"


def test_asking_for_corrections_leads_to_the_papers(reviewed, opened):
    screen = opened(reviewed)
    screen.page().choose("correct")
    assert screen.step == 2


def test_a_condition_is_recorded_shown_on_paper_and_taken_back(reviewed, opened, qtbot):
    screen = opened(reviewed)
    page = screen.page()
    page.lines.setFocus()
    qtbot.keyClick(page.lines, Qt.Key.Key_A)
    form = dialog(ConditionDialog)
    form.title.setText("前区人数")
    form.text.setPlainText("前区同时不超过 7000 人")
    form.owner.setCurrentText("承办者")
    form.give()
    qtbot.waitUntil(lambda: len(reviewed.state().conditions) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: page.draft.choice == "grant_if", timeout=10_000)
    assert page.middle.conditions.model_.lines[0].title == "前区人数"
    drawn(qtbot, screen, lambda p: "7000" in text_of(p.data))
    screen.undo_stack.undo()
    qtbot.waitUntil(lambda: not reviewed.state().conditions, timeout=10_000)
    assert [event.kind for event in reviewed.events()[-2:]] == ["condition_set", "condition_removed"]


def test_a_condition_that_nobody_owns_is_refused_at_the_form(reviewed, opened, qtbot):
    screen = opened(reviewed)
    screen.page().open_condition()
    form = dialog(ConditionDialog)
    form.text.setPlainText("前区同时不超过 7000 人")
    form.owner.setCurrentText("")
    form.give()
    qtbot.waitUntil(form.fault.isVisible, timeout=10_000)
    assert form.isVisible()
    assert reviewed.events("condition_set") == []


def test_delete_takes_a_condition_out(reviewed, opened, qtbot):
    reviewed.add_condition()
    screen = opened(reviewed)
    rows_ = screen.page().middle.conditions
    rows_.setFocus()
    qtbot.keyClick(rows_, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not reviewed.state().conditions, timeout=10_000)


def test_a_plain_grant_cannot_be_chosen_while_conditions_stand(reviewed, opened):
    reviewed.add_condition()
    page = opened(reviewed).page()
    card = page.middle.outcome.cards["grant"]
    assert not card.isEnabled()
    assert "1" in card.accessibleName()


def test_a_refusal_needs_a_reason_with_fact_and_evidence(reviewed, opened, qtbot):
    screen = opened(reviewed)
    page = screen.page()
    page.choose("refuse")
    form = page.middle.signing.form
    form.opinion.setPlainText("不具备条件")
    form.password.setText(PASSWORD)
    page.sign("recommend")
    assert "理由" in form.fault.text()
    page.open_reason()
    written = dialog(ReasonDialog)
    written.fact.setPlainText("缓冲区未设标识")
    written.give()
    assert written.isVisible()  # the evidence is missing
    written.evidence.setPlainText("现场查验记录")
    written.give()
    drawn(qtbot, screen, lambda p: p.paper.paper == "F12" and "缓冲区未设标识" in text_of(p.data))
    form.password.setText(PASSWORD)
    page.sign("recommend")
    qtbot.waitUntil(lambda: reviewed.state().recommendation is not None, timeout=10_000)
    assert reviewed.state().recommendation.reasons[0].evidence == "现场查验记录"


def test_what_was_chosen_comes_back_after_a_crash(reviewed, opened, qtbot):
    screen = opened(reviewed)
    page = screen.page()
    page.choose("refuse")
    page.middle.signing.form.opinion.setPlainText("不具备条件")
    qtbot.waitUntil(lambda: _kept(reviewed).count("不具备条件") == 1, timeout=10_000)
    again = opened(reviewed, paper=False)
    qtbot.waitUntil(lambda: again.page().draft.choice == "refuse", timeout=10_000)
    assert again.page().middle.signing.form.opinion.toPlainText() == "不具备条件"


def test_another_language_keeps_what_was_chosen_and_typed(reviewed, opened, qtbot):
    from workbench.ui.workspace import Workspace

    screen = opened(reviewed)
    screen.page().choose("refuse")
    screen.page().middle.signing.form.opinion.setPlainText("不具备条件")
    set_language("en")
    again = Workspace(screen.session, reviewed.case, screen.remember())
    qtbot.addWidget(again)
    again.show()
    assert again.step == 8
    assert again.page().draft.choice == "refuse"
    assert again.page().middle.signing.form.opinion.toPlainText() == "不具备条件"
    assert again.page().middle.outcome.cards["refuse"].text() == "Refuse"


def _kept(made):
    kept = made.desk.database.drafts.of(made.officer.id, made.case)
    return "".join(draft.text for draft in kept)


# Signing


def test_a_wrong_password_signs_nothing(reviewed, opened, qtbot):
    reviewed.add_condition()
    screen = opened(reviewed)
    page = screen.page()
    page.choose("grant_if")
    form = page.middle.signing.form
    form.opinion.setPlainText(OPINION)
    form.password.setText("wrong-password")
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.fault.isHidden(), timeout=10_000)
    qtbot.waitUntil(lambda: not screen.session.worker.is_busy(), timeout=10_000)
    assert form.password.text() == ""
    assert reviewed.events("recommended") == []


def test_the_officer_recommends_and_cannot_countersign_the_own_opinion(reviewed, opened, qtbot):
    reviewed.add_condition()
    screen = opened(reviewed)
    page = screen.page()
    page.choose("grant_if")
    form = page.middle.signing.form
    form.opinion.setPlainText(OPINION)
    form.password.setText(PASSWORD)
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reviewed.state().recommendation is not None, timeout=10_000)
    qtbot.waitUntil(lambda: form.turn.back == "withdraw_recommendation", timeout=10_000)
    assert form.turn.act == ""
    assert not form.sign.isVisible()
    assert screen.undo_stack.count() == 0  # a signed act is not on the undo stack


def test_a_checkpoint_that_could_not_be_kept_outside_is_told_once(reviewed, qtbot, tmp_path):
    from workbench.ui.dialogs import FaultDialog
    from workbench.ui.main_window import MainWindow
    from workbench.ui.session import Session
    from workbench.ui.settings import Settings
    from workbench.ui.workspace import Workspace

    (tmp_path / "file").write_text("not a folder")
    reviewed.desk.database.settings.put("checkpoint_folder", str(tmp_path / "file"))
    session = Session(Settings(tmp_path / "window.ini"))
    session.desk = reviewed.desk
    window = MainWindow(session, [], lambda case, memory: Workspace(session, case))
    qtbot.addWidget(window)
    reviewed.add_condition()
    reviewed.recommend()
    session.changed.emit(reviewed.case)
    session.changed.emit(reviewed.case)
    assert len(window.findChildren(FaultDialog)) == 1
    session.close()


def test_the_paper_shown_is_byte_for_byte_the_paper_of_the_services(reviewed, opened, qtbot):
    reviewed.add_condition()
    reviewed.recommend()
    screen = opened(reviewed, reviewed.approver)
    made = documents.paper(reviewed.desk, reviewed.approver, reviewed.case, "F11")
    assert screen.page().papers.preview.data == made.pdf
    assert made.draft


def test_a_withdrawn_recommendation_is_told_with_its_reason(reviewed, opened, qtbot):
    reviewed.add_condition()
    reviewed.recommend()
    screen = opened(reviewed)
    screen.page().open_back("withdraw_recommendation")
    form = dialog(BackDialog)
    form.give()
    qtbot.waitUntil(form.fault.isVisible, timeout=10_000)  # a reason is needed
    form.reason.setPlainText("还要补一项条件")
    form.give()
    qtbot.waitUntil(lambda: reviewed.state().recommendation is None, timeout=10_000)
    qtbot.waitUntil(lambda: screen.page().middle.signing.form.turn.act == "recommend", timeout=10_000)
    panel = screen.page().middle.signing
    qtbot.waitUntil(lambda: any("还要补一项条件" in words for words in labels(panel)), timeout=10_000)


def test_the_approver_returns_a_recommendation(reviewed, opened, qtbot):
    reviewed.add_condition()
    reviewed.recommend()
    screen = opened(reviewed, reviewed.approver)
    screen.page().open_back("return_recommendation")
    form = dialog(BackDialog)
    form.reason.setPlainText("条件一须写明核验方式")
    form.give()
    qtbot.waitUntil(lambda: reviewed.state().recommendation is None, timeout=10_000)
    assert reviewed.state().taken_back[-1].act.name == reviewed.approver.name


def test_a_change_after_the_recommendation_voids_it_by_name(reviewed, opened, qtbot):
    reviewed.add_condition()
    reviewed.recommend()
    reviewed.give(c.JudgeMaterial(reviewed.case, "M2.1", "correct", ("R1",), "过期"))
    screen = opened(reviewed, reviewed.approver)
    page = screen.page()
    assert any("M2.1" in words for words in labels(page.middle.signing))
    page.open_changes()
    assert any("M2.1" in words for words in labels(dialog(ChangesDialog)))
    form = page.middle.signing.form
    assert (form.turn.act, form.turn.back) == ("", "return_recommendation")
    assert not form.password.isVisible()
    assert "与签署不符" in labels(page.papers)


def test_a_change_that_came_in_while_the_approver_read_is_refused_by_its_seal(reviewed, opened, qtbot):
    reviewed.add_condition()
    reviewed.recommend()
    screen = opened(reviewed, reviewed.approver)
    form = screen.page().middle.signing.form
    reviewed.give(c.JudgeMaterial(reviewed.case, "M2.1", "correct", ("R1",), "过期"))
    form.password.setText(PASSWORD)
    screen.page().sign("countersign")
    qtbot.waitUntil(lambda: dialog(ConflictDialog) is not None, timeout=10_000)
    assert reviewed.events("countersigned") == []


def test_the_highest_level_waits_for_a_third_signature(reviewed, opened, qtbot):
    reviewed.give(c.SetLevel(reviewed.case, 1, "首次举办，从严"))
    reviewed.add_condition()
    reviewed.recommend()
    wanted = office.NewPerson("zhaoyun", "赵云舟", PASSWORD, frozenset({"approver"}), "")
    third = office.add_user(reviewed.desk, reviewed.people["luwendi"], wanted)
    for person, act in ((reviewed.approver, "countersign"), (third, "third_sign")):
        form = opened(reviewed, person).page().middle.signing.form
        assert form.turn.act == act
        form.password.setText(PASSWORD)
        qtbot.keyClick(form.password, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda kind=act: reviewed.state().signature(kind) is not None, timeout=10_000)
        assert (reviewed.state().decision is not None) == (act == "third_sign")


def test_a_reader_without_the_role_is_told_why_nothing_can_be_signed(reviewed, opened):
    screen = opened(reviewed, reviewed.people["luwendi"])
    page = screen.page()
    assert not page.middle.signing.form.isVisible()
    assert page.middle.signing.form.turn.why
    assert any(page.middle.signing.form.turn.why in words for words in labels(page.middle.signing))
    assert not any(card.isEnabled() for card in page.middle.outcome.cards.values())


# The decision and what follows


def decided(reviewed):
    reviewed.add_condition()
    reviewed.recommend()
    seal = reviewed.state().signature("recommend").fingerprint
    reviewed.give(c.Countersign(reviewed.case, seal, "同意"), by=reviewed.approver)
    return reviewed.state().decision


def test_the_approver_decides_and_the_screen_says_what_the_journal_says(reviewed, opened, qtbot):
    reviewed.add_condition()
    reviewed.recommend()
    screen = opened(reviewed, reviewed.approver)
    form = screen.page().middle.signing.form
    form.opinion.setPlainText("同意")
    form.password.setText(PASSWORD)
    qtbot.keyClick(form.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reviewed.state().decision is not None, timeout=10_000)
    qtbot.waitUntil(lambda: screen.context.view.decision.decision is not None, timeout=10_000)
    told = " ".join(labels(screen.page().middle.decided))
    decision = reviewed.state().decision
    assert decision.number in told
    assert decision.checkpoint in told
    drawn(qtbot, screen, lambda p: decision.number in text_of(p.data) and not p.paper.draft)


def test_an_issued_paper_is_kept_and_saved_byte_for_byte(reviewed, opened, qtbot, tmp_path):
    decided(reviewed)
    screen = opened(reviewed)
    pane = screen.page().papers
    drawn(qtbot, screen, lambda p: p.paper.paper == "F11")
    qtbot.waitUntil(pane.give_out.isVisible, timeout=10_000)
    pane.give_out.click()
    qtbot.waitUntil(lambda: any(d.paper == "F11" for d in reviewed.state().documents), timeout=20_000)
    issued = next(d for d in reviewed.state().documents if d.paper == "F11")
    qtbot.waitUntil(lambda: any(line.key == issued.sha256 for line in pane.rows.model_.lines), timeout=10_000)
    pane.rows.acted.emit(next(line for line in pane.rows.model_.lines if line.key == issued.sha256))
    drawn(qtbot, screen, lambda p: p.sha256 == issued.sha256)
    target = tmp_path / "permit.pdf"
    pane.preview.save_to(str(target))
    qtbot.waitUntil(target.exists, timeout=10_000)
    assert hashlib.sha256(target.read_bytes()).hexdigest() == issued.sha256
    assert not pane.give_out.isVisible()


def test_a_place_that_cannot_be_written_is_told(reviewed, opened, qtbot, tmp_path):
    screen = opened(reviewed)
    faults = []
    screen.session.save_failed.connect(faults.append)
    screen.page().papers.preview.save_to(str(tmp_path / "nowhere" / "permit.pdf"))
    qtbot.waitUntil(lambda: len(faults) == 1, timeout=10_000)
    assert "nowhere" in faults[0].where


def test_the_paper_is_printed_page_by_page(reviewed, opened, qtbot, tmp_path):
    from PySide6.QtPrintSupport import QPrinter

    screen = opened(reviewed)
    preview = screen.page().papers.preview
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    preview.print_to(printer)
    qtbot.waitUntil((tmp_path / "printed.pdf").exists, timeout=20_000)
    pages = sheets(preview.data)
    qtbot.waitUntil(lambda: sheets(tmp_path / "printed.pdf") == pages, timeout=10_000)


def test_service_and_publication_are_recorded(reviewed, opened, qtbot):
    decided(reviewed)
    screen = opened(reviewed)
    page = screen.page()
    page.open_delivery()
    form = dialog(DeliverDialog)
    form.receiver.setText("")
    form.give()
    qtbot.waitUntil(form.fault.isVisible, timeout=10_000)
    form.receiver.setText("蒋知远")
    form.give()
    qtbot.waitUntil(lambda: reviewed.state().delivery is not None, timeout=10_000)
    page.open_publication()
    form = dialog(PublishDialog)
    form.redactions.setPlainText("联系方式\n证件号码")
    form.give()
    qtbot.waitUntil(lambda: reviewed.state().publication is not None, timeout=10_000)
    assert reviewed.state().publication.redactions == ("联系方式", "证件号码")
    settled(qtbot, screen, reviewed.state().version)
    qtbot.waitUntil(lambda: any("蒋知远" in words for words in labels(page.middle.signing)), timeout=10_000)


def test_a_paper_that_was_never_issued_has_no_kept_bytes(reviewed):
    with pytest.raises(documents.PaperError):
        paper_desk.issued(reviewed.desk, reviewed.officer, reviewed.case, "0" * 64)


def test_a_change_after_the_decision_is_named_and_the_decision_stands(reviewed, opened):
    decided(reviewed)
    application = reviewed.state().application
    later = replace(application, fields={**application.fields, "app.phone": "0500-0000"})
    reviewed.give(c.ReceiveSupplement(reviewed.case, later, datetime.fromisoformat("2026-04-10 09:00")))
    page = opened(reviewed).page()
    assert any("决定按签署时保存" in words for words in labels(page.middle.signing))
    assert "已失效" not in labels(page.middle.signing)


# Ground


def labels(widget):
    return [found.text() for found in widget.findChildren(QLabel) if found.isVisibleTo(widget)]


def test_the_lists_keep_the_rules_of_models_and_read_in_full(early, opened):
    page = opened(early).page()
    for rows_ in (page.lines, page.middle.conditions, page.papers.rows):
        QAbstractItemModelTester(rows_.model_, FATAL)
        for number in range(rows_.model_.rowCount()):
            read = rows_.model_.index(number).data(Qt.ItemDataRole.AccessibleTextRole)
            assert rows_.model_.lines[number].title in read
    page.show_case(page.context.view)


def test_every_control_has_a_name_and_tab_reaches_it(reviewed, opened, qtbot):
    screen = opened(reviewed)
    page = screen.page()
    controls = [
        w
        for w in page.findChildren(QAbstractButton) + page.findChildren(QLineEdit)
        if w.isVisible() and w.isEnabled() and w.focusPolicy() != Qt.FocusPolicy.NoFocus
    ]
    assert all(w.accessibleName() or w.text() for w in controls)
    screen.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is screen, timeout=20_000)
    page.lines.setFocus()
    seen = set()
    for _ in range(120):
        focused = QApplication.focusWidget()
        if focused in seen:
            break
        seen.add(focused)
        if page.isAncestorOf(focused):
            qtbot.keyClick(focused, Qt.Key.Key_Tab)
        else:
            screen.focusNextChild()
    cards = set(page.middle.outcome.cards.values())
    assert {w for w in controls if w not in cards} <= seen
    assert cards & seen  # one of a group; the arrows go on


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(1388, 790), (1228, 610)], ids=["1440x900", "1280x720"])
def test_no_word_of_the_page_is_cut(reviewed, opened, qtbot, language, size):
    set_language(language)
    reviewed.add_condition()
    screen = opened(reviewed)
    screen.resize(*size)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.wait(50)
    assert cut(screen.page()) == []


def cut(page):
    """Return the words of labels and buttons that do not fit where they stand."""
    found = []
    for words in page.findChildren(QLabel):
        plain = type(words) is QLabel and words.isVisible() and words.text() and not words.wordWrap()
        if plain and words.fontMetrics().horizontalAdvance(words.text()) > words.width() + 1:
            found.append(words.text())
    buttons = [
        button for button in page.findChildren(QAbstractButton) if button.isVisible() and button.accessibleName()
    ]
    return found + [b.accessibleName() for b in buttons if b.minimumSizeHint().width() > b.width() + 1]
