"""Asking other authorities: who is due, least information out, replies back by every form, refused ones on record."""

import html
import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pikepdf
import pytest
from PIL import Image

from workbench.core import commands as c
from workbench.core.decide_base import Refusal
from workbench.errors import PackageError, StorageError, WorkbenchError
from workbench.exchange import packet as packet_file
from workbench.exchange import packet_sheet
from workbench.exchange import reply as reply_file
from workbench.services import consultations, documents, oversight, packet_desk, packets, replies, review
from workbench.services.acting import do
from workbench.services.looking import Look
from workbench.services.packet_desk import Said

at = datetime.fromisoformat
REQUEST = "HQ-1"
SECTIONS = ("event", "sessions", "undertaker")
NOON = at("2026-04-10T12:00")


@pytest.fixture
def asked(festival):
    """The festival with a letter to the culture authority that shows three sections and no file."""
    ask(festival)
    return festival


def ask(office, request=REQUEST, *, code="culture", sections=SECTIONS, files=(), supersedes=""):
    dept = office.desk.pack.lists["consult_departments"][code].text.zh
    wish = c.SendConsultation(
        office.case, request, dept, ("演出是否已经批准",), date(2026, 4, 14), code, sections, files, supersedes
    )
    do(office.desk, office.officer, wish)


def made(office, folder, request=REQUEST, **more):
    """Return the files of a packet by their ending."""
    found = packets.make(office.desk, office.officer, office.case, request, folder, **more)
    return {path.suffix: path for path in found.files}


def answered(path, out, position="agree", text="同意", now=NOON, **said):
    return packet_desk.write_reply(
        packet_desk.open_packet(path), Said(position, text, name="温岚", **said), out, now=now
    )


def received(office, path, case=""):
    return replies.receive(office.desk, office.officer, path, case)


def refused(office, path, *words, case=""):
    """Expect a refusal that says some words and is kept on record in the case."""
    before = len(office.state().consulting.refused)
    with pytest.raises((PackageError, Refusal)) as fault:
        received(office, path, case)
    assert any(word in fault.value.message.en for word in words), fault.value.message.en
    recorded = office.state().consulting.refused
    assert len(recorded) == before + 1
    assert recorded[-1].reason == fault.value.message
    assert office.desk.database.attachments.get(recorded[-1].sha256) == path.read_bytes()


def open_packet_answers(office):
    return office.state().consultations[REQUEST].replies


# Who is due


def test_the_rules_propose_authorities_with_reason_and_the_officer_sends(festival):
    view = consultations.view(festival.desk, festival.officer, festival.case)
    due = {one.code: one for one in view.proposals}
    assert due["culture"].holds
    assert due["culture"].why.zh
    assert due["culture"].basis == ("PMR.13", "PMR.16")
    assert "sport" not in due
    assert not view.requests
    ask(festival)
    again = consultations.view(festival.desk, festival.officer, festival.case)
    assert {one.code: one.asked for one in again.proposals}["culture"] == REQUEST
    assert festival.state().consultations[REQUEST].number.endswith("号")


def test_a_late_reply_stands_in_the_open_items_until_it_comes_and_is_marked_late(asked, tmp_path):
    path = made(asked, tmp_path)[".eawp"]
    asked.clock.set(at("2026-04-15T09:00"))
    view = review.look_again(asked.desk, asked.officer, asked.case)
    late = [item for item in view.open_items if item.object == REQUEST]
    assert [item.step for item in late] == [11]
    assert "逾期" in late[0].text.zh
    assert received(asked, answered(path, tmp_path / "a.eawr", now=at("2026-04-15T09:00"))).late
    assert not [i for i in review.look_again(asked.desk, asked.officer, asked.case).open_items if i.object == REQUEST]


def test_urging_is_recorded_again_and_again_and_a_letter_is_numbered(asked):
    for channel in ("phone", "letter", "letter"):
        do(asked.desk, asked.officer, c.UrgeConsultation(asked.case, REQUEST, channel, "请尽快"))
    numbers = [one.number for one in asked.state().consulting.urgings[REQUEST]]
    assert numbers[0] == ""
    assert len({*numbers[1:], asked.state().consultations[REQUEST].number}) == 3
    able = documents.names(Look(asked.desk, asked.state()))
    assert [name for name in able if name.startswith("F09")] == [
        f"F09:{REQUEST}",
        f"F09:{REQUEST}u2",
        f"F09:{REQUEST}u3",
    ]
    paper = documents.paper(asked.desk, asked.officer, asked.case, f"F09:{REQUEST}u2")
    assert not paper.missing


# Least information


def texts_in(path):
    """Return every text of a packet, PDF or workbook."""
    if path.suffix == ".pdf":
        import pypdfium2

        pdf = pypdfium2.PdfDocument(path.read_bytes())
        pages = [pdf[at].get_textpage().get_text_bounded() for at in range(len(pdf))]
        pdf.close()
        return "".join("".join(pages).split())
    with zipfile.ZipFile(path) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return "".join(html.unescape("".join(parts)).split())


def values_of(office, key):
    """Return the texts, long enough to be told apart, that a sheet of the application states."""
    rows = office.state().application.rows(key)
    return {"".join(str(v).split()) for row in rows for v in row.values.values() if isinstance(v, str) and len(v) >= 6}


def test_what_was_not_declared_is_in_no_form_of_the_packet(asked, tmp_path):
    fields = asked.state().application.fields
    files = made(asked, tmp_path)
    assert set(files) == {".eawp", ".pdf", ".xlsx"}
    own = "".join(str(value) for key, value in fields.items() if key.startswith(("ev.", "und.", "loc.name")))
    for path in files.values():
        text = texts_in(path)
        assert "".join(str(fields["ev.content"]).split())[:12] in text
        for sheet in ("programme", "posts", "parties", "forces", "emergency", "duties"):
            leaked = {value for value in values_of(asked, sheet) if value in text and value not in own}
            assert not leaked - values_of(asked, "sessions"), (path.suffix, sheet)
        for key in ("und.legal_rep", "und.safety_lead", "ven.contact", "sec.lead"):
            assert str(fields[key]) not in text, (path.suffix, key)


def test_telephone_numbers_are_masked_in_every_form(asked, tmp_path):
    number = str(asked.state().application.fields["und.contact_phone"])
    for path in made(asked, tmp_path).values():
        text = texts_in(path)
        assert number not in text
        assert number[-4:] in text


def test_a_packet_cannot_show_more_than_its_letter_names(asked):
    wish = c.RecordPacket(asked.case, REQUEST, "p", "n", "m", ("programme",), (), ("a" * 64,), date(2026, 5, 1))
    with pytest.raises(Refusal) as fault:
        do(asked.desk, asked.officer, wish)
    assert fault.value.rule == "least"


def test_declared_files_go_along_and_can_be_saved(festival, tmp_path):
    attachment = min(festival.state().application.attachments, key=lambda one: one.size)
    ask(festival, files=(attachment.name,))
    packet = packet_desk.open_packet(made(festival, tmp_path)[".eawp"])
    saved = packet_desk.save_enclosed(packet.files[0], tmp_path / "out.bin")
    assert saved.read_bytes() == festival.desk.database.attachments.get(attachment.sha256)
    with pytest.raises(StorageError):
        packet_desk.save_enclosed(packet.files[0], tmp_path / "out.bin")


def test_nothing_is_recorded_when_the_folder_cannot_take_the_files(asked, tmp_path):
    files = made(asked, tmp_path)
    count = len(asked.state().consulting.packets)
    with pytest.raises(StorageError):
        made(asked, tmp_path)
    assert len(asked.state().consulting.packets) == count
    assert {path.name for path in tmp_path.iterdir()} >= {path.name for path in files.values()}


# Round trips


def test_a_reply_file_lands_in_its_request(asked, tmp_path):
    path = made(asked, tmp_path)[".eawp"]
    out = answered(path, tmp_path / "a.eawr", "agree_if", "原则同意", conditions=("补交屏幕脚本",))
    taken = received(asked, out)
    assert (taken.case, taken.request, taken.late) == (asked.case, REQUEST, False)
    (reply,) = open_packet_answers(asked)
    assert (reply.position, reply.conditions, reply.name, reply.way) == (
        "agree_if",
        ("补交屏幕脚本",),
        "温岚",
        "packet",
    )
    assert asked.desk.database.attachments.get(reply.sha256) == out.read_bytes()


def test_a_scan_comes_along_and_a_file_that_is_no_picture_does_not(asked, tmp_path):
    path = made(asked, tmp_path)[".eawp"]
    scan, script = tmp_path / "复函.png", tmp_path / "复函.pdf"
    Image.new("RGB", (4, 4)).save(scan)
    script.write_bytes(b"MZ not a picture")
    received(asked, answered(path, tmp_path / "a.eawr", scan=scan))
    (reply,) = open_packet_answers(asked)
    assert asked.desk.database.attachments.get(reply.scan_sha256) == scan.read_bytes()
    with pytest.raises(PackageError):
        answered(path, tmp_path / "b.eawr", scan=script)
    packet = packet_desk.open_packet(path)
    false = reply_file.answer(
        packet,
        position="agree",
        text="",
        conditions=(),
        name="温岚",
        post="",
        doc="",
        written=at("2026-04-10T13:00"),
        scan=reply_file.Scan("复函.png", script.read_bytes()),
    )
    out = tmp_path / "c.eawr"
    out.write_bytes(reply_file.write(false, packet.asked.nonce))
    refused(asked, out, "no readable")


def test_a_filled_workbook_lands_in_its_request_and_one_with_changed_locked_cells_does_not(asked, tmp_path):
    sheet = made(asked, tmp_path)[".xlsx"]
    answers = ("同意", "无意见", *[None] * 8, "温岚", "科长", "样函1号", "2026-04-10")
    good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
    for out, change in ((bad, "改动"), (good, None)):
        book = openpyxl.load_workbook(sheet)
        for row, value in enumerate(answers, 8):
            book["答复"][f"B{row}"] = value
        if change:
            book["征求意见内容"]["B2"] = change
        book.save(out)
    refused(asked, bad, "locked cells")
    assert received(asked, good).request == REQUEST
    assert open_packet_answers(asked)[0].way == "xlsx"


def filled_pdf(path, out, **values):
    """Fill in a PDF form as a reader does, and save it under another name."""
    with pikepdf.open(path) as pdf:
        for entry in pdf.Root.AcroForm.Fields:
            name = str(entry.T)
            if name in values:
                entry.V = values[name]
        pdf.save(out)
    return out


FILLED = {"position_agree": pikepdf.Name.Yes, "text": "同意举办", "name": "温岚", "date": "2026-04-10"}


def test_a_filled_pdf_lands_in_its_request(asked, tmp_path):
    form = made(asked, tmp_path)[".pdf"]
    assert received(asked, filled_pdf(form, tmp_path / "a.pdf", **FILLED)).request == REQUEST
    (reply,) = open_packet_answers(asked)
    assert (reply.position, reply.text, reply.way) == ("agree", "同意举办", "pdf")


def test_a_pdf_that_was_not_filled_in_is_refused(asked, tmp_path):
    with pytest.raises(PackageError) as fault:
        received(asked, made(asked, tmp_path)[".pdf"])
    assert "not filled in" in fault.value.message.en


# Refused


def test_a_duplicate_an_older_and_a_superseded_reply_are_refused(asked, tmp_path):
    path = made(asked, tmp_path)[".eawp"]
    newer = answered(path, tmp_path / "b.eawr")
    received(asked, newer)
    refused(asked, newer, "recorded already")
    refused(asked, answered(path, tmp_path / "a.eawr", now=at("2026-04-10T11:00")), "older")
    ask(asked, "HQ-2", supersedes=REQUEST)
    refused(asked, answered(path, tmp_path / "c.eawr", now=at("2026-04-10T13:00")), "replaced")


def test_a_withdrawn_request_takes_no_reply(asked, tmp_path):
    path = made(asked, tmp_path)[".eawp"]
    do(asked.desk, asked.officer, c.WithdrawConsultation(asked.case, REQUEST, "改由会商征求"))
    refused(asked, answered(path, tmp_path / "a.eawr"), "withdrawn")


def test_an_expired_reply_is_refused(asked, tmp_path):
    path = made(asked, tmp_path)[".eawp"]
    out = answered(path, tmp_path / "a.eawr")
    asked.clock.set(at("2026-06-01T09:00"))
    refused(asked, out, "expired")
    with pytest.raises(PackageError):
        answered(path, tmp_path / "b.eawr", now=at("2026-06-01T09:00"))


def test_a_reply_changed_on_its_way_is_refused(asked, tmp_path):
    out = answered(made(asked, tmp_path)[".eawp"], tmp_path / "a.eawr")
    body = json.loads(out.read_text())
    body["position"] = "object"
    out.write_bytes(packet_file.canonical(body))
    refused(asked, out, "altered")


def test_a_reply_to_another_case_is_refused_here_and_taken_there(asked, tmp_path):
    out = answered(made(asked, tmp_path)[".eawp"], tmp_path / "a.eawr")
    refused(asked, out, "not in this one", case="another")
    assert received(asked, out).case == asked.case


def test_a_reply_of_another_office_or_an_unknown_packet_is_recorded_at_the_office(asked, tmp_path):
    packet = packet_desk.open_packet(made(asked, tmp_path)[".eawp"])
    for name, changes in (("chain", {"chain": "elsewhere"}), ("packet", {"packet": "9" * 32})):
        import dataclasses

        foreign = dataclasses.replace(packet, asked=dataclasses.replace(packet.asked, **changes))
        out = packet_desk.write_reply(foreign, Said("agree", "", name="温岚"), tmp_path / f"{name}.eawr", now=NOON)
        with pytest.raises(PackageError):
            received(asked, out)
    recorded = asked.desk.database.journal.read(replies.REFUSALS)
    assert [event.body["file"] for event in recorded] == ["chain.eawr", "packet.eawr"]
    assert all(event.body["why"] for event in recorded)
    assert not open_packet_answers(asked)


def test_a_file_that_is_no_reply_is_refused_and_kept(asked, tmp_path):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", b"0" * 50_000_000)
    for name, data in (
        ("packet.eawp", made(asked, tmp_path)[".eawp"].read_bytes()),
        ("bomb.xlsx", bomb.getvalue()),
        ("text.eawr", b"{}"),
        ("empty.eawr", b""),
    ):
        path = tmp_path / f"x-{name}"
        path.write_bytes(data)
        with pytest.raises(PackageError):
            received(asked, path)
    assert len(asked.desk.database.journal.read(replies.REFUSALS)) == 4


def test_an_oversized_reply_is_refused_without_being_read(asked, tmp_path):
    path = tmp_path / "large.eawr"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(PackageError) as fault:
        received(asked, path)
    assert "larger" in fault.value.message.en
    (event,) = asked.desk.database.journal.read(replies.REFUSALS)
    assert event.body["kept"] is False


# Different replies


def test_departments_that_disagree_block_the_decision_until_that_is_settled(asked, tmp_path):
    ask(asked, "HQ-2", code="fire")
    for request, position in ((REQUEST, "agree"), ("HQ-2", "object")):
        do(asked.desk, asked.officer, c.ReceiveOpinion(asked.case, request, position, "样函", "理由"))
    view = consultations.view(asked.desk, asked.officer, asked.case)
    ((conflict, resolution),) = view.conflicts
    assert [side.request for side in conflict.sides] == [REQUEST, "HQ-2"]
    assert resolution is None
    assert any("disagree" in item.text.en for item in Look(asked.desk, asked.state()).gate if "decision" in item.gates)
    keys = tuple(side.key for side in conflict.sides)
    do(asked.desk, asked.officer, c.ResolveConflict(asked.case, conflict.key, "joint", "会商一致", keys))
    assert not any("disagree" in item.text.en for item in Look(asked.desk, asked.state()).gate)


def test_a_second_reply_of_a_department_stands_beside_the_first_and_opens_a_settled_matter_again(asked, tmp_path):
    path = made(asked, tmp_path)[".eawp"]
    received(asked, answered(path, tmp_path / "a.eawr"))
    received(asked, answered(path, tmp_path / "b.eawr", "object", "第 3 项未批", now=at("2026-04-10T15:00")))
    assert [reply.position for reply in open_packet_answers(asked)] == ["agree", "object"]
    ((conflict, _),) = consultations.view(asked.desk, asked.officer, asked.case).conflicts
    keys = tuple(side.key for side in conflict.sides)
    do(asked.desk, asked.officer, c.ResolveConflict(asked.case, REQUEST, "newer", "以后函为准", keys))
    assert consultations.view(asked.desk, asked.officer, asked.case).conflicts[0][0].resolved
    received(asked, answered(path, tmp_path / "c.eawr", "agree", "已补批", now=at("2026-04-10T16:00")))
    assert not consultations.view(asked.desk, asked.officer, asked.case).conflicts[0][0].resolved


# Joint meetings


def test_open_points_of_a_meeting_stay_in_the_open_items_until_they_are_closed(festival):
    meeting = c.SetMeeting(
        festival.case,
        "HS-1",
        "联席会商",
        at("2026-04-10T08:30"),
        "澄州市公安局",
        "沈知行",
        "顾清和",
        (c.Participant("文化旅游", "温岚"),),
        (c.Standpoint("文化旅游", "agree_if", "补批文"),),
        ("互动减为两处",),
        (c.OpenPoint("1", "补交屏幕脚本", "承办者", date(2026, 4, 12)),),
    )
    do(festival.desk, festival.officer, meeting)

    def open_points():
        items = review.look_again(festival.desk, festival.officer, festival.case).open_items
        return [item.object for item in items if item.object.startswith("HS-1/")]

    assert open_points() == ["HS-1/1"]
    do(festival.desk, festival.officer, c.ClosePoint(festival.case, "HS-1", "1", "已补交"))
    assert open_points() == []
    do(festival.desk, festival.officer, c.ClosePoint(festival.case, "HS-1", "1", ""))
    assert open_points() == ["HS-1/1"]
    paper = documents.paper(festival.desk, festival.officer, festival.case, "HS:HS-1")
    assert not paper.missing
    undo = review.undo_command(festival.desk, c.RemoveMeeting(festival.case, "HS-1"))
    do(festival.desk, festival.officer, c.RemoveMeeting(festival.case, "HS-1"))
    assert not festival.state().meetings
    do(festival.desk, festival.officer, undo)
    assert festival.state().meetings["HS-1"].decisions == ("互动减为两处",)


# Records


def test_an_export_holds_what_went_out_and_what_came_back_refused_files_too(asked, tmp_path):
    files = made(asked, tmp_path / "p")
    out = answered(files[".eawp"], tmp_path / "a.eawr")
    received(asked, out)
    with pytest.raises(WorkbenchError):
        received(asked, out)
    roles = frozenset({"officer", "supervisor", "approver"})
    import dataclasses

    reader = dataclasses.replace(asked.officer, roles=roles)
    target = oversight.export_case(asked.desk, reader, asked.case, tmp_path / "case.zip")
    with zipfile.ZipFile(target) as archive:
        kept = [archive.read(name) for name in archive.namelist() if name.startswith("attachments/")]
    for path in (*files.values(), out):
        assert path.read_bytes() in kept


def test_the_sheet_sent_is_the_one_kept(asked, tmp_path):
    files = made(asked, tmp_path)
    (packet,) = asked.state().consulting.packets.values()
    kept = [asked.desk.database.attachments.get(sha256) for sha256 in packet.forms]
    assert packet_sheet.untouched(next(d for d in kept if b"xl/workbook" in d), files[".xlsx"].read_bytes(), "a")


@pytest.fixture(params=["sqlite", "postgresql"])
def on(request, tmp_path, packages):
    """An office of its own on each kind of database, with the festival received."""
    from types import SimpleNamespace

    from workbench.services import intake, office
    from workbench.services.clocks import ScriptedClock

    place = tmp_path / "office"
    if request.param == "postgresql":
        server = request.getfixturevalue("server")
        place = server.location(server.new_database())
    with office.desk_at(place, clock=ScriptedClock(at("2026-04-10 09:00"))) as desk:
        wanted = office.NewPerson("guqinghe", "顾清和", "yangli-2026", frozenset({"officer"}), "澄州市公安局")
        officer = office.add_user(desk, None, wanted)
        case = intake.receive(desk, officer, packages["chenghu-bay-festival"]).case
        yield SimpleNamespace(desk=desk, officer=officer, case=case, state=lambda: desk.case(case))


def test_both_databases_keep_packet_reply_and_refusal_alike(on, tmp_path):
    ask(on)
    out = answered(made(on, tmp_path / "p")[".eawp"], tmp_path / "a.eawr")
    assert received(on, out).request == REQUEST
    refused(on, out, "recorded already")
    on.desk.forget()
    state = on.state()
    assert [reply.position for reply in state.consultations[REQUEST].replies] == ["agree"]
    assert len(state.consulting.packets) == len(state.consulting.refused) == 1
