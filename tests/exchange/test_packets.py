"""Sealed packets and their replies: what goes in comes out, and nothing that was changed is believed."""

import dataclasses
import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.packet_contents import Line, Section
from workbench.errors import PackageError
from workbench.exchange import packet as packets
from workbench.exchange import packet_sheet, reply
from workbench.exchange.packet import Asked, Choice, Enclosed, Packet
from workbench.exchange.packet_form import read_form

at = datetime.fromisoformat
POSITIONS = (Choice("agree", "同意", "Agrees"), Choice("object", "不同意", "Objects", needs_text=True))
ASKED = Asked(
    packet="1" * 32,
    nonce="2" * 32,
    chain="cz01",
    case="abc123",
    number="CZ-DHA-2026-0001",
    request="HQ-2026-0001-01",
    letter="样公（治）大函字〔2026〕1号",
    event="澄湖湾样例会",
    organ="澄州市公安局",
    phone="",
    dept="文化和旅游部门",
    due=date(2026, 4, 10),
    expires=date(2026, 5, 10),
    made=date(2026, 4, 7),
    questions=("演出是否已经批准",),
    positions=POSITIONS,
)
SECTIONS = (
    Section("event", "活动概况", "The event", (Line("活动名称", "Name", "澄湖湾样例会"),)),
    Section(
        "programme", "节目单", "Programme", (), (("序号", "No."), ("曲目", "Work")), (("1", "=1+1"), ("2", "样曲"))
    ),
)
DATA = b"%PDF-1.4 a plan"
OPEN = Packet(ASKED, SECTIONS, (Enclosed("01_plan.pdf", "plan.pdf", "", len(DATA), DATA),))
FILE, MANIFEST = packets.write(OPEN)
PACKET = packets.parse(FILE, "a.eawp")
SAID = {
    "position": "object",
    "text": "第 3 项未获批准",
    "conditions": ("取消第 3 项", "补交屏幕脚本"),
    "name": "温岚",
    "post": "科长",
    "doc": "样文旅函〔2026〕9号",
    "written": at("2026-04-09T15:30:12"),
    "scan": reply.Scan("复函.png", b"\x89PNG\r\n\x1a\n123"),
}
ANSWER = reply.answer(PACKET, **SAID)
REPLY = reply.write(ANSWER, ASKED.nonce)


def test_a_packet_comes_back_as_it_was_written_and_its_bytes_follow_from_its_content():
    assert (PACKET.asked, PACKET.sections, PACKET.manifest) == (ASKED, SECTIONS, MANIFEST)
    assert [(one.title, one.data) for one in PACKET.files] == [("plan.pdf", DATA)]
    assert packets.write(OPEN)[0] == FILE


def test_a_reply_comes_back_and_proves_that_its_writer_had_the_packet():
    found = reply.parse(REPLY, "a.eawr")
    assert found.reply == ANSWER
    assert found.proved(ASKED.nonce)
    assert not found.proved("3" * 32)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(FILE) * 8 - 1))
def test_no_flipped_bit_of_a_packet_is_believed(bit):
    broken = bytearray(FILE)
    broken[bit // 8] ^= 1 << bit % 8
    with pytest.raises(PackageError):
        packets.parse(bytes(broken), "a.eawp")


@settings(max_examples=600, deadline=None)
@given(st.integers(0, len(REPLY) * 8 - 1))
def test_no_flipped_bit_of_a_reply_is_believed(bit):
    broken = bytearray(REPLY)
    broken[bit // 8] ^= 1 << bit % 8
    try:
        found = reply.parse(bytes(broken), "a.eawr")
    except PackageError:
        return
    assert not found.proved(ASKED.nonce)


@given(st.binary(max_size=300))
def test_any_other_bytes_are_refused_with_a_reason(data):
    for read in (packets.parse, reply.parse, read_form, packet_sheet.read):
        with pytest.raises(PackageError) as refused:
            read(data, "a")
        assert refused.value.message.en


@pytest.mark.parametrize("cut", [0, 1, 10, len(FILE) // 2, len(FILE) - 1])
def test_a_packet_cut_short_is_refused(cut):
    with pytest.raises(PackageError):
        packets.parse(FILE[:cut], "a.eawp")


def test_a_packet_with_something_behind_it_is_refused():
    with pytest.raises(PackageError):
        packets.parse(FILE + b"\x00", "a.eawp")


def repacked(**parts):
    """Return the packet with parts replaced or added, hashes and seal made anew by somebody with the program."""
    with zipfile.ZipFile(io.BytesIO(FILE)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()} | parts
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as out:
        for name, data in found.items():
            out.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/passwd", "C:/x", "a\\..\\b", "files/%2e%2e%2fx"])
def test_a_part_that_leaves_the_packet_is_refused(name):
    with pytest.raises(PackageError) as refused:
        packets.parse(repacked(**{name: b"x"}), "a.eawp")
    assert "refused" in refused.value.message.en or "altered" in refused.value.message.en


def test_a_part_that_the_manifest_does_not_name_is_refused():
    with pytest.raises(PackageError):
        packets.parse(repacked(**{"files/extra.txt": b"x"}), "a.eawp")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("content.json", b"0" * 200_000_000)
    assert len(buffer.getvalue()) < 300_000
    with pytest.raises(PackageError) as refused:
        packets.parse(buffer.getvalue(), "a.eawp")
    assert "limit" in refused.value.message.en or "compressed" in refused.value.message.en


def test_an_oversized_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(packets, "LIMITS", dataclasses.replace(packets.LIMITS, file_bytes=100))
    path = tmp_path / "a.eawp"
    path.write_bytes(FILE)
    with pytest.raises(PackageError):
        packets.read(path)


def test_whoever_carries_a_reply_cannot_change_it_without_the_packet():
    body = json.loads(REPLY)
    body["position"] = "agree"
    changed = reply.canonical(body)
    assert not reply.parse(changed, "a.eawr").proved(ASKED.nonce)


@pytest.mark.parametrize("name", ["../x.png", "a/b.png", "C:x.png", "\x00.png"])
def test_a_scan_whose_name_leaves_the_folder_is_refused(name):
    answer = dataclasses.replace(ANSWER, scan=reply.Scan(name, b"1"))
    with pytest.raises(PackageError):
        reply.parse(reply.write(answer, ASKED.nonce), "a.eawr")


# The workbook


@pytest.fixture(scope="module")
def sheet():
    return packet_sheet.write(PACKET)


def filled(data, answers=(), **more):
    """Return a workbook with cells written: answers from B8 down, others as ``sheet.cell``."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for row, value in enumerate(answers, 8):
        book["答复"][f"B{row}"] = value
    for place, value in more.items():
        name, _, cell = place.partition("_")
        book[name][cell] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


FORM = ("不同意", "第 3 项未获批准", "取消第 3 项", *[None] * 7, "温岚", "科长", "样文旅函〔2026〕9号", "2026-04-09")


def test_a_filled_workbook_gives_the_reply_and_echoes_its_packet(sheet):
    found = packet_sheet.read(filled(sheet, FORM), "a.xlsx")
    assert found.proved(ASKED.nonce)
    said = found.reply
    assert (said.position, said.conditions, said.name) == ("object", ("取消第 3 项",), "温岚")
    assert said.written == at("2026-04-09T00:00")
    assert (said.packet, said.manifest, said.request) == (ASKED.packet, MANIFEST, ASKED.request)


def test_a_date_cell_counts_as_the_day(sheet):
    answers = (*FORM[:-1], date(2026, 4, 9))
    assert packet_sheet.read(filled(sheet, answers), "a.xlsx").reply.written == at("2026-04-09T00:00")


def test_a_workbook_in_which_only_answers_differ_is_untouched_and_any_other_is_not(sheet):
    assert packet_sheet.untouched(sheet, filled(sheet, FORM), "a.xlsx")
    assert not packet_sheet.untouched(sheet, filled(sheet, FORM, 征求意见内容_B2="改"), "a.xlsx")
    assert not packet_sheet.untouched(sheet, filled(sheet, FORM, 答复_A30="多"), "a.xlsx")


def test_a_formula_in_an_answer_is_refused(sheet):
    with pytest.raises(PackageError) as refused:
        packet_sheet.read(filled(sheet, ("=HYPERLINK(1)", *FORM[1:])), "a.xlsx")
    assert "formula" in refused.value.message.en


def test_what_a_spreadsheet_would_run_is_shown_as_text(sheet):
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value) == "'=1+1" for cell in cells)


def test_only_the_cells_to_fill_in_are_unlocked(sheet):
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    assert all(page.protection.sheet for page in book)
    free = {cell.coordinate for page in book for row in page.iter_rows() for cell in row if not cell.protection.locked}
    assert free == {f"B{row}" for row in range(8, 8 + len(FORM))}


@pytest.mark.parametrize(("answers", "missing"), [((), "position"), ((*FORM[:10], None, *FORM[11:]), "name")])
def test_an_empty_answer_is_named(sheet, answers, missing):
    with pytest.raises(PackageError) as refused:
        packet_sheet.read(filled(sheet, answers), "a.xlsx")
    assert missing in refused.value.message.en


def test_a_day_that_does_not_exist_is_refused(sheet):
    with pytest.raises(PackageError) as refused:
        packet_sheet.read(filled(sheet, (*FORM[:-1], "2026-02-30")), "a.xlsx")
    assert "date" in refused.value.message.en


# The PDF form (its drawing is tested with the papers)


def pdf_of(**values):
    """Return a PDF whose form has these fields."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    fields = [pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=k, V=v)) for k, v in values.items()]
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
    buffer = io.BytesIO()
    pdf.save(buffer)
    return buffer.getvalue()


BOUND = packet_sheet.binding(PACKET)


def test_a_filled_form_gives_the_reply():
    ticked = {"position_object": pikepdf.Name.Yes, "position_agree": pikepdf.Name.Off}
    values = {"text": "不批准", "conditions": "一\n\n二", "name": "温岚", "date": "2026年4月9日"}
    found = read_form(pdf_of(**BOUND, **ticked, **values), "a.pdf")
    assert found.proved(ASKED.nonce)
    assert (found.reply.position, found.reply.conditions) == ("object", ("一", "二"))


def test_two_ticks_are_refused():
    both = {"position_object": pikepdf.Name.Yes, "position_agree": pikepdf.Name.Yes}
    with pytest.raises(PackageError) as refused:
        read_form(pdf_of(**BOUND, **both, name="温岚", date="2026-04-09"), "a.pdf")
    assert "more than one" in refused.value.message.en


def test_a_printed_form_has_no_fields_and_says_so():
    with pytest.raises(PackageError) as refused:
        read_form(pdf_of(), "a.pdf")
    assert "no form fields" in refused.value.message.en


@pytest.mark.parametrize("change", [lambda t: json.dumps(json.loads(t), indent=1), lambda t: t + "\n",
                                    lambda t: '{"position":"agree",' + t[1:]])  # fmt: skip
def test_a_reply_written_otherwise_than_by_the_program_is_refused_though_it_says_the_same(change):
    with pytest.raises(PackageError) as refused:
        reply.parse(change(REPLY.decode()).encode(), "a.eawr")
    assert "altered" in refused.value.message.en
