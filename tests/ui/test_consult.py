"""The page of consultations and the authority's page: letters, packets, replies, differences, minutes."""

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog

from workbench.core import commands as c
from workbench.services import packet_desk, packets
from workbench.services.acting import do
from workbench.services.packet_desk import Said
from workbench.ui import consult_words as words
from workbench.ui.consult_dialogs import PointDialog, RequestDialog, ResolveDialog, UrgeDialog
from workbench.ui.meeting_dialog import MeetingDialog
from workbench.ui.packet_dialog import PacketDialog
from workbench.ui.packet_page import PacketPage
from workbench.ui.step_decision_forms import OpinionDialog

PAGE = 11
CULTURE = "culture"
NOON = datetime.fromisoformat("2026-04-10T12:00")


@pytest.fixture
def page(workspace):
    """The page of consultations of the festival."""
    workspace.go(PAGE)
    return workspace.page()


def dialog(kind):
    """Return the dialog of a kind that is open."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
    assert found, kind
    return found[-1]


def gone(kind):
    return not [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]


def choose(page, key):
    """Click the row with a key."""
    page.list.choose(key)
    page.list.acted.emit(page.list.line())


def ask(festival, request="HQ-1", code=CULTURE, sections=("event",)):
    dept = festival.desk.pack.lists["consult_departments"][code].text.zh
    day = date(2086, 4, 14)  # the authority's page goes by the clock of the machine
    do(
        festival.desk,
        festival.officer,
        c.SendConsultation(festival.case, request, dept, ("是否批准",), day, code, sections),
    )


def refreshed(page, qtbot, holds):
    page.context.refresh()
    qtbot.waitUntil(lambda: bool(holds(page.context.view)), timeout=10_000)


def test_a_due_authority_is_asked_with_what_the_rules_propose(festival, page, qtbot):
    QAbstractItemModelTester(page.list.model_)
    choose(page, f"{words.PROPOSAL}:{CULTURE}")
    assert any("演出节目" in detail for line in page.details.model_.lines for detail in line.details)
    page.acts["send"].click()
    form = dialog(RequestDialog)
    row = festival.desk.pack.lists["consult_departments"][CULTURE]
    assert form.dept.currentText() == row.text.zh
    assert form.sections.ticked() == ("event", "sessions", "programme", "interaction")
    qtbot.waitUntil(lambda: "节目单" in form.preview.toPlainText(), timeout=10_000)
    form.sections.setFocus()
    form.sections.setCurrentRow(3)
    qtbot.keyClick(form.sections, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "节目单" not in form.preview.toPlainText(), timeout=10_000)
    qtbot.mouseClick(form.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(festival.state().consultations), timeout=10_000)
    (asked,) = festival.state().consultations.values()
    assert asked.sections == ("event", "sessions", "interaction")
    assert asked.number
    qtbot.waitUntil(lambda: f"{words.PROPOSAL}:{CULTURE}" not in {line.key for line in page.list.model_.lines})


def test_a_letter_without_questions_is_refused_at_the_form(festival, page, qtbot):
    page.compose()
    form = dialog(RequestDialog)
    form.questions.clear()
    form.take.click()
    qtbot.waitUntil(lambda: not form.fault.isHidden(), timeout=10_000)
    assert not festival.state().consultations
    form.reject()


def test_urging_and_a_letter_of_reply_are_recorded_from_the_page(festival, page, qtbot, settle):
    ask(festival)
    refreshed(page, qtbot, lambda view: view.consult.requests)
    choose(page, f"{words.REQUEST}:HQ-1")
    page.acts["urge"].click()
    form = dialog(UrgeDialog)
    form.channel.setCurrentIndex(form.channel.findData("letter"))
    form.take.click()
    qtbot.waitUntil(lambda: "HQ-1" in festival.state().consulting.urgings, timeout=10_000)
    qtbot.waitUntil(lambda: gone(UrgeDialog), timeout=10_000)
    settle()
    page.acts["reply"].click()
    form = dialog(OpinionDialog)
    form.position.setCurrentIndex(form.position.findData("agree_if"))
    form.doc.setText("样文旅函〔2026〕9号")
    form.conditions.setPlainText("补交屏幕脚本\n\n互动减为两处")
    form.take.click()
    qtbot.waitUntil(lambda: festival.state().consultations["HQ-1"].position == "agree_if", timeout=10_000)
    assert festival.state().consultations["HQ-1"].replies[0].conditions == ("补交屏幕脚本", "互动减为两处")
    qtbot.waitUntil(lambda: "urge" not in page.acts, timeout=10_000)
    assert any("补交屏幕脚本" in detail for line in page.details.model_.lines for detail in line.details)


def test_the_letter_is_previewed_beside_the_request(festival, page, qtbot):
    ask(festival)
    refreshed(page, qtbot, lambda view: view.consult.requests)
    choose(page, f"{words.REQUEST}:HQ-1")
    page.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.preview.paper is not None, timeout=20_000)
    assert page.preview.paper.paper == "F09:HQ-1"
    assert not page.preview.paper.draft


def test_a_packet_is_made_and_its_reply_dropped_on_the_page_lands_in_its_request(
    festival, page, qtbot, tmp_path, toasts
):
    ask(festival)
    refreshed(page, qtbot, lambda view: view.consult.requests)
    choose(page, f"{words.REQUEST}:HQ-1")
    page.acts["packet"].click()
    form = dialog(PacketDialog)
    form.folder.setText(str(tmp_path / "out"))
    form.take.click()
    qtbot.waitUntil(lambda: bool(festival.state().consulting.packets), timeout=30_000)
    qtbot.waitUntil(lambda: gone(PacketDialog), timeout=10_000)
    packet = next((tmp_path / "out").glob("*.eawp"))
    reply = packet_desk.write_reply(
        packet_desk.open_packet(packet), Said("agree", "同意", name="温岚"), tmp_path / "r.eawr", now=NOON
    )
    drop(page, reply)
    qtbot.waitUntil(lambda: festival.state().consultations["HQ-1"].position == "agree", timeout=10_000)
    qtbot.waitUntil(lambda: any("回复" in said for said in toasts), timeout=10_000)
    told = []
    page.context.session.save_failed.connect(told.append)
    drop(page, reply)
    qtbot.waitUntil(lambda: bool(told), timeout=10_000)
    assert festival.state().consulting.refused[0].file == "r.eawr"
    qtbot.waitUntil(lambda: any("r.eawr" in line.title for line in page.details.model_.lines), timeout=10_000)


def drop(page, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.dropEvent(event)


def test_replies_that_differ_stand_side_by_side_and_are_settled(festival, page, qtbot):
    for request, code, position in (("HQ-1", CULTURE, "agree"), ("HQ-2", "fire", "object")):
        ask(festival, request, code)
        do(
            festival.desk,
            festival.officer,
            c.ReceiveOpinion(festival.case, request, position, "样函", f"理由{request}"),
        )
    refreshed(page, qtbot, lambda view: view.consult.conflicts)
    page.reveal("departments")
    QAbstractItemModelTester(page.sides.model())
    assert [page.sides.item(1, column).text() for column in range(2)] == ["理由HQ-1", "理由HQ-2"]
    page.acts["resolve"].click()
    form = dialog(ResolveDialog)
    form.reason.setPlainText("会商一致，按消防意见整改")
    form.take.click()
    qtbot.waitUntil(lambda: bool(festival.state().resolutions), timeout=10_000)
    qtbot.waitUntil(lambda: "会商一致" in page._resolution.text(), timeout=10_000)
    page.context.undo.undo()
    qtbot.waitUntil(lambda: not festival.state().resolutions, timeout=10_000)


def test_minutes_are_written_and_their_open_point_closed(festival, page, qtbot):
    page.write_minutes()
    form = dialog(MeetingDialog)
    form.at.setDateTime(form.at.dateTime().addDays(-1))
    for field, text in ((form.place, "会议室"), (form.chair, "沈知行")):
        field.setText(text)
    form.people.setPlainText("文化旅游|温岚|科长\n消防救援｜陆知远")
    form.positions.setPlainText("消防救援|同意|器材到位")
    form.points.setPlainText("补交屏幕脚本|承办者|四月")
    form.take.click()
    assert not form.fault.isHidden()
    form.points.setPlainText("补交屏幕脚本|承办者|2026-04-20")
    form.take.click()
    qtbot.waitUntil(lambda: bool(festival.state().meetings), timeout=10_000)
    ((key, meeting),) = festival.state().meetings.items()
    assert [(p.dept, p.name) for p in meeting.participants] == [("文化旅游", "温岚"), ("消防救援", "陆知远")]
    assert meeting.positions[0].position == "agree"
    qtbot.waitUntil(
        lambda: any(line.key == f"{words.MEETING}:{key}" for line in page.list.model_.lines), timeout=10_000
    )
    page.reveal(f"{key}/1")
    page.details.choose("1")
    page.details.setFocus()
    qtbot.keyClick(page.details, Qt.Key.Key_Return)
    closing = dialog(PointDialog)
    closing.outcome.setPlainText("已补交")
    closing.take.click()
    qtbot.waitUntil(lambda: bool(festival.state().consulting.closed), timeout=10_000)


def test_every_part_of_the_page_has_a_name_and_the_list_leads_by_keys(page, qtbot):
    page.focus_first()
    qtbot.waitUntil(lambda: page.list.hasFocus() or not page.isActiveWindow(), timeout=2_000)
    before = page.list.line()
    qtbot.keyClick(page.list, Qt.Key.Key_J)
    assert page.list.line() != before
    assert page._title.text() == page.list.line().title
    for widget in (page.list, page.details, page.sides, *page.acts.values()):
        assert widget.accessibleName() or widget.text()


# The authority's page


@pytest.fixture
def packet(festival, tmp_path):
    ask(festival, sections=("event", "sessions"))
    made = packets.make(festival.desk, festival.officer, festival.case, "HQ-1", tmp_path / "out", forms=("packet",))
    return made.files[0]


@pytest.fixture
def front(qtbot, qapp, tmp_path):
    """A window without a database, at the authority's page."""
    from workbench.app import make_window
    from workbench.ui.settings import Settings

    window = make_window(qapp, Settings(tmp_path / "window.ini"))
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    window.front.packets.alone = True
    window.front.packets.show()
    yield window
    window.session.close()


def test_an_authority_opens_a_packet_and_writes_its_reply_without_an_account(
    front, packet, qtbot, tmp_path, monkeypatch
):
    desk = front.front.packets
    desk.open(str(packet))
    qtbot.waitUntil(lambda: desk.page.packet is not None, timeout=10_000)
    page = desk.page
    out = tmp_path / "reply.eawr"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(out), ""))
    qtbot.mouseClick(page.position.buttons["object"], Qt.MouseButton.LeftButton)
    page.name.setText("温岚")
    page.write()
    qtbot.waitUntil(lambda: not page._banner.isHidden(), timeout=10_000)
    assert not out.exists()
    qtbot.keyClicks(page.text, "no")
    page.write()
    qtbot.waitUntil(out.exists, timeout=10_000)
    assert page.text.toPlainText() == "no"
    from workbench.exchange import reply

    found = reply.parse(out.read_bytes(), "r")
    assert (found.reply.position, found.reply.name) == ("object", "温岚")
    assert front.session.desk is None


def test_a_packet_that_was_altered_is_not_shown(front, packet, qtbot):
    data = bytearray(packet.read_bytes())
    data[len(data) // 2] ^= 1
    packet.write_bytes(bytes(data))
    desk = front.front.packets
    drop(desk.page, packet)
    qtbot.waitUntil(lambda: not desk.page._banner.isHidden(), timeout=10_000)
    assert desk.page.packet is None


def test_a_change_of_language_keeps_the_packet(front, packet, qtbot):
    desk = front.front.packets
    desk.open(str(packet))
    qtbot.waitUntil(lambda: desk.page.packet is not None, timeout=10_000)
    desk.page.language_requested.emit()
    assert isinstance(desk.page, PacketPage)
    assert desk.page.packet is not None
    assert Path(desk.page.folder) == packet.parent
