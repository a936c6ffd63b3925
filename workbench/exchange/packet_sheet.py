"""The reply as a workbook: what is shown is locked, a few cells are to be filled in, and the file comes back."""

from __future__ import annotations

import contextlib
import io
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from workbench.core.packet_contents import Section
from workbench.errors import Text
from workbench.exchange.export_text import neutralise
from workbench.exchange.libraries import spreadsheets
from workbench.exchange.limits import MIB, Limits
from workbench.exchange.notes import Notes
from workbench.exchange.office_file import BROKEN, checked
from workbench.exchange.packet import Packet
from workbench.exchange.packet_form import FormAnswer, answered, refused

ANSWER, SHOWN, BOUND = "答复", "征求意见内容", "绑定"
_FIRST = 8
"""Row of the first answer; what is asked stands above."""
_CONDITIONS = 8
_FIELDS = ("position", "text", *(f"condition_{n}" for n in range(1, _CONDITIONS + 1)), "name", "post", "doc", "date")
_LABELS = {
    "position": "意见（从列表中选择）",
    "text": "意见内容",
    "name": "填写人姓名",
    "post": "职务",
    "doc": "复函文号",
    "date": "填写日期（年-月-日）",
    **{f"condition_{n}": f"要求 {n}" for n in range(1, _CONDITIONS + 1)},
}
_LIMITS = Limits(entries=200, rows=5_000, columns=40, book_bytes=40 * MIB, shared_bytes=10 * MIB)
_INK, _PALE = "1F3A5F", "FFF7D6"


def write(packet: Packet) -> bytes:
    """Return the workbook of a packet; texts that a spreadsheet would run as formulas are neutralised."""
    book = spreadsheets().Workbook()
    page = book.active
    page.title = ANSWER
    _write_answer(page, packet)
    shown = book.create_sheet(SHOWN)
    for section in packet.sections:
        _write_section(shown, section)
    _write_bound(book.create_sheet(BOUND), packet)
    for sheet in book.worksheets:
        sheet.protection.sheet = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_answer(page: Any, packet: Packet) -> None:
    asked, styles = packet.asked, spreadsheets().styles
    head = (
        f"{asked.organ}：关于“{asked.event}”的征求意见",
        f"征求意见单位：{asked.dept}　函件：{asked.letter or asked.request}　请于 {asked.due} 前回复",
        "请在黄色单元格填写后保存，把本文件发回。其余内容已锁定，改动后无法登记。",
        *(f"{number}. {question}" for number, question in enumerate(asked.questions, 1)),
    )
    page.append([neutralise(head[0])])
    page["A1"].font = styles.Font(size=14, bold=True, color=_INK)
    for line in head[1:3]:
        page.append([neutralise(line)])
    page.append([neutralise("　".join(head[3:]))])
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 28, 80
    for row, key in enumerate(_FIELDS, _FIRST):
        page.cell(row, 1, _LABELS[key])
        cell = page.cell(row, 2)
        cell.number_format, cell.protection = "@", styles.Protection(locked=False)
        cell.fill = styles.PatternFill("solid", fgColor=_PALE)
        cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
    page.row_dimensions[_FIRST + 1].height = 90
    _offer(page, tuple(choice.zh for choice in asked.positions))


def _offer(page: Any, words: tuple[str, ...]) -> None:
    made = spreadsheets().worksheet.datavalidation.DataValidation(
        type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=True
    )
    made.add(f"B{_FIRST}")
    page.add_data_validation(made)


def _write_section(page: Any, section: Section) -> None:
    styles = spreadsheets().styles
    page.append([section.zh])
    page.cell(page.max_row, 1).font = styles.Font(bold=True, color=_INK)
    for line in section.lines:
        page.append([line.zh, neutralise(line.value)])
    if section.rows:
        page.append([zh for zh, _ in section.heads])
        for cells in section.rows:
            page.append([neutralise(cell) for cell in cells])
    page.append([])


def _write_bound(page: Any, packet: Packet) -> None:
    for key, value in binding(packet).items():
        page.append([key, value])
    for choice in packet.asked.positions:
        page.append([f"position:{choice.code}", choice.zh])
    page.sheet_state = "hidden"


def binding(packet: Packet) -> dict[str, str]:
    """Return what a form echoes back so that its reply finds its request."""
    asked = packet.asked
    return {
        "packet": asked.packet,
        "nonce": asked.nonce,
        "manifest": packet.manifest,
        "chain": asked.chain,
        "case": asked.case,
        "request": asked.request,
    }


@dataclass(frozen=True)
class _Cells:
    """The cells of a returned workbook: those to be filled in by field, all others by place."""

    answers: Mapping[str, str]
    others: Mapping[tuple[str, str], str]


def read(data: bytes, name: str) -> FormAnswer:
    """Return the reply that a workbook says it is.

    Raises:
        PackageRefused: Not such a workbook, dangerous, with formulas, or not filled in.
    """
    cells = _cells(data, name)
    bound = {cell: value for (sheet, cell), value in cells.others.items() if sheet == BOUND}
    pairs = {bound[cell]: bound.get(f"B{cell[1:]}", "") for cell in bound if cell.startswith("A")}
    words = {word: key.partition(":")[2] for key, word in pairs.items() if key.startswith("position:")}
    values = dict(cells.answers)
    values["position"] = words.get(values["position"], values["position"])
    values["conditions"] = "\n".join(values[f"condition_{n}"] for n in range(1, _CONDITIONS + 1))
    return answered(pairs, values, "xlsx", name)


def untouched(sent: bytes, returned: bytes, name: str) -> bool:
    """Return whether nothing but the cells to be filled in differs between the file sent and the file returned."""
    return _cells(sent, name).others == _cells(returned, name).others


def _cells(data: bytes, name: str) -> _Cells:
    stream = checked(data, name, _LIMITS, Notes())
    try:
        with _opened(stream) as book:
            if book.sheetnames != [ANSWER, SHOWN, BOUND]:
                raise refused(Text("不是本办的回复工作簿", "not a reply workbook of ours"), name)
            places = {(sheet.title, cell.coordinate): cell for sheet in book.worksheets for cell in _filled(sheet)}
            return _sorted(places, name)
    except BROKEN as fault:
        raise refused(Text("不是可读的工作簿，或已损坏", "not a readable workbook, or damaged"), name) from fault


def _filled(sheet: Any) -> Iterator[Any]:
    for row in sheet.iter_rows(max_row=_LIMITS.rows, max_col=_LIMITS.columns):
        yield from (cell for cell in row if cell.value is not None)


def _sorted(places: Mapping[tuple[str, str], Any], name: str) -> _Cells:
    formula = next((cell for (_, cell), found in places.items() if found.data_type in {"f", "e"}), None)
    if formula is not None:
        raise refused(Text(f"单元格 {formula} 含公式，请直接填写文字", f"cell {formula} holds a formula"), name)
    fillable = {(ANSWER, f"B{row}"): key for row, key in enumerate(_FIELDS, _FIRST)}
    texts = {place: _text(found.value) for place, found in places.items()}
    answers = {key: texts.get(place, "") for place, key in fillable.items()}
    return _Cells(answers, {place: text for place, text in texts.items() if place not in fillable})


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return unicodedata.normalize("NFC", str(value)).strip()


@contextlib.contextmanager
def _opened(stream: Any) -> Iterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns about styling that it does not keep
        book = spreadsheets().load_workbook(stream, read_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()
