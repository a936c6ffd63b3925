"""From review to a served permit in the window, by two accounts; the screen says what the journal says."""

import hashlib
from datetime import datetime

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel

from workbench.core import commands as c
from workbench.core.seal import fingerprint
from workbench.exchange.libraries import PDFIUM
from workbench.services import demo, documents, intake, office, oversight
from workbench.services.acting import do_all
from workbench.services.clocks import ScriptedClock
from workbench.services.looking import Look
from workbench.storage.packs import sample_file
from workbench.ui.second_officer import ConfirmDialog
from workbench.ui.session import Session
from workbench.ui.settings import Settings
from workbench.ui.step_decision_forms import ConditionDialog, DeliverDialog
from workbench.ui.step_site_check import SiteCheckDialog
from workbench.ui.workspace import Workspace

ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
PASSWORD = "yangli-2026"


class Stage:
    """The sample office, its people, and a hand on the keyboard of one window at a time."""

    def __init__(self, folder, qtbot, tmp_path):
        self.qtbot = qtbot
        self.tmp_path = tmp_path
        self.clock = ScriptedClock(datetime.fromisoformat("2026-04-13 15:00"))
        self.desk = office.open_office(folder)
        self.desk.clock = self.clock
        people = {person.account: person for person in office.people(self.desk)}
        self.officer, self.approver = people["guqinghe"], people["shenzhixing"]
        cases = [stream.split("/")[1] for stream in self.desk.database.journal.streams("case")]
        self.case = next(case for case in cases if self.desk.case(case).decision is None)
        self.sessions = []
        self.screen = None

    def state(self):
        return self.desk.case(self.case)

    def events(self, kind):
        return [event for event in self.desk.database.journal.read(f"case/{self.case}") if event.kind == kind]

    def other_steps(self):
        """Do what steps 2, 4 and 5 still lack; they have journeys of their own."""
        factors = Look(self.desk, self.state()).pack.factors
        do_all(self.desk, self.officer, [c.ScoreFactor(self.case, code, 2, 1, evidence="现场核实") for code in factors])
        level = Look(self.desk, self.state()).risk.level.computed
        do_all(self.desk, self.officer, [c.SetLevel(self.case, level)])
        for asked in (key for key, one in self.state().consultations.items() if not one.position):
            opinion = c.ReceiveOpinion(self.case, asked, "agree", "澄文旅函〔2026〕31号")
            do_all(self.desk, self.officer, [opinion])
        later = sample_file("demo.toml").parent / "supplements" / "later"
        for promise in self.state().open_promises():
            paper = next(later.glob(f"{promise.item}_*"))
            intake.fulfil(self.desk, self.officer, self.case, promise.item, paper)
            do_all(self.desk, self.approver, [c.ConfirmPromise(self.case, promise.item)])
            do_all(self.desk, self.officer, [c.JudgeMaterial(self.case, promise.item, "meets")])

    def sit_down(self, person):
        """Put a person at the desk, in a window of their own."""
        session = Session(Settings(self.tmp_path / f"{person.account}.ini"))
        session.desk = self.desk
        session.sign_in(person)
        self.sessions.append(session)
        self.screen = Workspace(session, self.case)
        self.qtbot.addWidget(self.screen)
        self.screen.resize(1388, 790)
        self.screen.show()
        self.wait(lambda: self.screen.context is not None)
        self.screen.activateWindow()
        return self.screen

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        dialogs = [w for w in QApplication.topLevelWidgets() if w.isModal() and w.isVisible()]
        window = dialogs[-1] if dialogs else self.screen
        window.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is window)
        self.qtbot.keyClick(window.focusWidget() or window, key, modifier)

    def type(self, text):
        """Type words as an input method does."""
        words = QInputMethodEvent()
        words.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget(), words)

    def wait(self, test):
        self.qtbot.waitUntil(test, timeout=20_000)

    def wait_idle(self):
        self.wait(lambda: not self.screen.session.worker.is_busy())

    def dialog(self, kind):
        self.wait(lambda: self._find(kind) is not None)
        found = self._find(kind)
        found.activateWindow()
        self.wait(lambda: QApplication.activeWindow() is found)
        return found

    def no_dialog(self):
        return not any(w.isModal() and w.isVisible() for w in QApplication.topLevelWidgets())

    def _find(self, kind):
        return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)

    def words(self, widget):
        return " ".join(found.text() for found in widget.findChildren(QLabel) if found.isVisible())


@pytest.fixture
def stage(qtbot, tmp_path):
    folder = tmp_path / "office"
    demo.sample_office(folder)
    made = Stage(folder, qtbot, tmp_path)
    made.other_steps()
    yield made
    for session in made.sessions:
        session.close()
    made.desk.close()


def conclude_on_site(stage):
    """Step 6 by keyboard: the conclusion with its note, then the on-site check by two officers."""
    stage.press(Qt.Key.Key_6, ALT)
    page = stage.screen.page()
    page.conclusion.note.edit.setFocus()
    stage.type("现场与平面图一致")
    page.conclusion.bar.setFocus()
    stage.press(Qt.Key.Key_Space)
    stage.wait(lambda: "site" in stage.state().site)
    stage.wait_idle()
    page.record.setFocus()
    stage.press(Qt.Key.Key_Space)
    form = stage.dialog(SiteCheckDialog)
    stage.wait(lambda: form.second.findText("许见山") > 0)
    form.second.setCurrentText("许见山")
    form.conclusion.setFocus()
    stage.type("与申报一致，符合要求")
    form.take.setFocus()
    stage.press(Qt.Key.Key_Space)
    stage.wait(lambda: len(stage.state().site_checks) == 1)
    confirm = stage.dialog(ConfirmDialog)
    confirm.password.setFocus()
    stage.type(PASSWORD)
    confirm.take.setFocus()
    stage.press(Qt.Key.Key_Space)
    stage.wait(lambda: stage.state().site_checks[0].complete)
    stage.wait(stage.no_dialog)


def add_condition(stage):
    stage.press(Qt.Key.Key_8, ALT)
    page = stage.screen.page()
    page.lines.setFocus()
    stage.press(Qt.Key.Key_A)
    form = stage.dialog(ConditionDialog)
    stage.type("前区人数")
    form.text.setFocus()
    stage.type("主舞台前区同时不超过 7000 人，护栏分四格")
    form.owner.setCurrentText("承办者")
    form.check.setFocus()
    stage.type("前区人数牌")
    form.take.setFocus()
    stage.press(Qt.Key.Key_Space)
    stage.wait(lambda: len(stage.state().conditions) == 1)
    stage.wait(stage.no_dialog)


def sign(stage, opinion):
    """Ctrl Enter leads to the signature; opinion, password, Enter."""
    form = stage.screen.page().middle.signing.form
    stage.screen.page().lines.setFocus()
    stage.press(Qt.Key.Key_Return, CONTROL)
    assert form.isAncestorOf(QApplication.focusWidget())
    form.opinion.setFocus()
    stage.type(opinion)
    form.password.setFocus()
    stage.qtbot.keyClicks(form.password, PASSWORD)
    stage.press(Qt.Key.Key_Return)


def recommend(stage):
    """The officer signs a conditional grant."""
    page = stage.screen.page()
    stage.wait(lambda: page.draft.choice == "grant_if" and not page.missing())
    stage.clock.set(datetime.fromisoformat("2026-04-15 09:40"))
    sign(stage, "补正齐全，承诺已兑现，建议附条件准予。")
    stage.wait(lambda: stage.state().recommendation is not None)
    stage.wait(lambda: page.middle.signing.form.turn.act == "")
    assert len(stage.events("recommended")) == 1
    assert "须由另一人复签" in stage.words(page.middle.signing)


def countersign(stage):
    """The approver sees the sealed content and decides."""
    stage.clock.set(datetime.fromisoformat("2026-04-15 16:20"))
    stage.press(Qt.Key.Key_8, ALT)
    page = stage.screen.page()
    signed = stage.state().signature("recommend")
    look = Look(stage.desk, stage.state())
    assert signed.fingerprint == fingerprint(look.case, look.pack, look.models) == page.context.view.decision.seal
    assert signed.fingerprint[:4] in stage.words(page.papers)
    sign(stage, "同意附条件准予。")
    stage.wait(lambda: stage.state().decision is not None)
    decision = stage.state().decision
    stage.wait(lambda: decision.number in stage.words(page.middle.decided))
    assert decision.checkpoint in stage.words(page.middle.decided)
    assert stage.events("countersigned")[-1].actor == stage.approver.id
    assert stage.events("recommended")[-1].actor == stage.officer.id


def read_permit(stage):
    """The paper at the right is the permit, byte for byte."""
    preview, number = stage.screen.page().papers.preview, stage.state().decision.number
    stage.wait(lambda: preview.paper is not None and preview.paper.number == number)
    assert preview.data == documents.paper(stage.desk, stage.approver, stage.case, "F11").pdf
    with PDFIUM:
        text = "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(preview.data))
    assert number in text
    assert "7000" in text


def issue(stage):
    """The officer issues the permit; its bytes are kept."""
    stage.press(Qt.Key.Key_8, ALT)
    page = stage.screen.page()
    stage.wait(page.papers.give_out.isVisible)
    page.papers.give_out.setFocus()
    stage.press(Qt.Key.Key_Space)
    stage.wait(lambda: any(paper.paper == "F11" for paper in stage.state().documents))
    issued = next(paper for paper in stage.state().documents if paper.paper == "F11")
    stage.wait(lambda: issued.sha256 in [line.key for line in page.papers.rows.model_.lines])
    kept = stage.desk.database.attachments.get(issued.sha256)
    assert hashlib.sha256(kept).hexdigest() == issued.sha256


def serve(stage):
    """The permit is handed out on the next day."""
    stage.clock.set(datetime.fromisoformat("2026-04-16 09:30"))
    stage.screen.context.refresh()
    stage.wait_idle()
    page = stage.screen.page()
    page.open_delivery()
    form = stage.dialog(DeliverDialog)
    form.take.setFocus()
    stage.press(Qt.Key.Key_Space)
    stage.wait(lambda: stage.state().delivery is not None)
    stage.wait(lambda: stage.state().delivery.receiver in stage.words(page.middle.signing))


def test_two_accounts_take_the_festival_from_review_to_a_served_permit(stage):
    stage.sit_down(stage.officer)
    conclude_on_site(stage)
    add_condition(stage)
    recommend(stage)
    stage.sit_down(stage.approver)
    countersign(stage)
    read_permit(stage)
    stage.sit_down(stage.officer)
    issue(stage)
    serve(stage)
    for session in stage.sessions:
        stage.wait(lambda held=session: not held.worker.is_busy())
    assert oversight.verify_desk(stage.desk).genuine
