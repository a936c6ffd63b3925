"""The blank application workbook, written from the schema and the code tables of a pack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from workbench.core.columns import kind_of
from workbench.core.pack import Column, MaterialItem, Pack, Row, Sheet
from workbench.core.parameters import word
from workbench.exchange.libraries import spreadsheets
from workbench.exchange.workbook import CODES_SHEET, FORMAT_VERSION, NOTES_SHEET

YES_NO = ("是", "否")
_ROWS = 40
_LISTED = 12
"""A longer list is not repeated in the note of its column; it stands in the sheet of codes."""

_TITLE = "大型群众性活动安全许可申请数据表"
_GUIDE = (
    "本工作簿由承办者填写，与 attachments 文件夹、平面图（site.geojson / site.dxf / site.png）一并递交受理窗口。",
    (
        "“{keyed}”为键值表，只填 C 列；其余工作表第 1 行为栏目名，第 2 行为字段名（请勿改动），"
        "从第 3 行起逐行填写，不留空行。"
    ),
    "红色栏头为必填。带下拉框的单元格只能选用列表中的值；列表见“代码表”。",
    ("日期写作 {day}，时间写作 {day} 14:30；数值不写千分位和单位；百分数填 0–100 的数；多个值用全角分号“；”分隔。"),
    (
        "“材料”表的文件名为 attachments 内的相对路径，须与实际文件一致；缺件时文件栏留空，"
        "可在“容缺申请”栏选“是”并填写承诺补齐日期。"
    ),
    "“陈述”表逐条照录各文件载明的人数、日期、面积、票数、保险额等事实，注明文件与页码。",
    "坐标采用局部平面直角坐标，单位米，X 向东、Y 向北，与 site.geojson、site.dxf 一致。",
    "证件号码只填后四位。请勿在本表填写完整身份证号、人脸或其他生物识别信息。",
)
_KEYED_HEADER = ("字段", "名称", "填报内容", "单位", "必填", "填写说明")
_KIND_WORDS = {"choice": "enum", "percent": "number"}
_FORMATS = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "int": "#,##0",
    "percent": "0.00",
    "text": "@",
    "code": "@",
    "file": "@",
}
_TABLES = (
    ("materials", "材料编号"),
    ("plan", "方案内容"),
    ("duties", "责任编号"),
    ("scenarios", "应急场景"),
    ("triggers", "触发编号"),
    ("facts", "事实编号"),
)
_RED, _BLUE, _PALE, _GREY = "A8432F", "2F5D8A", "DCE6F1", "8A8A8A"
_HEAD_FONT, _BODY_FONT, _KEY_FONT = "微软雅黑", "宋体", "Consolas"


@dataclass(frozen=True)
class _Styles:
    """The library's style classes, loaded once."""

    styles: Any

    def head(self, cell: Any, *, required: bool = False) -> None:
        """Dress a column head; a required one is red."""
        cell.font = self.styles.Font(name=_HEAD_FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = self.styles.PatternFill("solid", fgColor=_RED if required else _BLUE)
        cell.alignment = self.styles.Alignment(wrap_text=True, vertical="center")

    def body(self, cell: Any, *, bold: bool = False, fill: str = "") -> None:
        """Dress an ordinary cell."""
        cell.font = self.styles.Font(name=_HEAD_FONT if bold else _BODY_FONT, size=10, bold=bold)
        cell.alignment = self.styles.Alignment(wrap_text=True, vertical="center")
        if fill:
            cell.fill = self.styles.PatternFill("solid", fgColor=fill)

    def key(self, cell: Any) -> None:
        """Dress a key that the person leaves alone."""
        cell.font = self.styles.Font(name=_KEY_FONT, size=8, color=_GREY)
        cell.alignment = self.styles.Alignment(wrap_text=True, vertical="center")

    def need(self, cell: Any) -> None:
        """Dress the word that says a value is required."""
        cell.font = self.styles.Font(name=_HEAD_FONT, size=9, bold=True, color=_RED)


def write_template(target: str | Path | BinaryIO, pack: Pack) -> None:
    """Write the blank workbook.

    Args:
        target: Path or binary file to write.
        pack: Sheets, lists and code tables.
    """
    library = spreadsheets()
    book = library.Workbook()
    book.remove(book.active)
    styles = _Styles(library.styles)
    _write_notes(book.create_sheet(NOTES_SHEET), pack, styles)
    lists = _Lists(pack)
    for sheet in pack.sheets.values():
        page = book.create_sheet(sheet.title)
        (_write_keyed if sheet.keyed else _write_table)(page, sheet, lists, styles)
    _write_codes(book.create_sheet(CODES_SHEET), pack, lists, styles)
    book.active = book.sheetnames.index(next((s.title for s in pack.sheets.values()), NOTES_SHEET))
    book.save(target)


class _Lists:
    """The closed lists of the pack, each with its column in the sheet of codes."""

    def __init__(self, pack: Pack) -> None:
        self.columns: dict[tuple[str, ...], str] = {YES_NO: "是否"}
        for sheet in pack.sheets.values():
            for column in sheet.columns:
                if column.options and column.options not in self.columns:
                    self.columns[column.options] = self._name(sheet, column)

    def _name(self, sheet: Sheet, column: Column) -> str:
        plain = column.label.zh
        return f"{sheet.title}·{plain}" if plain in self.columns.values() else plain

    def area(self, column: Column) -> str:
        """Return the cells that hold the list of a column, as a formula; empty when it has no list."""
        options = options_of(column)
        if not options:
            return ""
        letter = spreadsheets().utils.get_column_letter(list(self.columns).index(options) + 1)
        return f"='{CODES_SHEET}'!${letter}$2:${letter}${len(options) + 1}"


def options_of(column: Column) -> tuple[str, ...]:
    """Return the words a cell of a column may hold; empty = any."""
    return YES_NO if kind_of(column) == "bool" else column.options


def _write_notes(page: Any, pack: Pack, styles: _Styles) -> None:
    page.append([_TITLE])
    page.append(["模板版本", FORMAT_VERSION])
    page.append([])
    keyed = next((s.title for s in pack.sheets.values() if s.keyed), "")
    for number, line in enumerate(_GUIDE, 1):
        page.append([f"{number}.", line.format(keyed=keyed, day=word(pack, "example_day"))])
        page.merge_cells(start_row=page.max_row, end_row=page.max_row, start_column=2, end_column=6)
        styles.body(page.cell(page.max_row, 2))
    page.append([])
    page.append(["栏目说明"])
    for sheet in pack.sheets.values():
        if not sheet.keyed:
            _write_sheet_note(page, sheet, styles)
    page["A1"].font = styles.styles.Font(name=_HEAD_FONT, size=18, bold=True)
    for cell in ("A2", "B2"):
        styles.body(page[cell], bold=True)
    _widths(page, (15, 20, 13, 9, 8, 70))
    _for_print(page, heads=False, landscape=False)


def _write_sheet_note(page: Any, sheet: Sheet, styles: _Styles) -> None:
    page.append([sheet.title, sheet.note.zh or None])
    styles.body(page.cell(page.max_row, 1), bold=True, fill=_PALE)
    styles.body(page.cell(page.max_row, 2))
    for column in sheet.columns:
        need = "必填" if column.required else None
        page.append([column.key, column.label.zh, _kind_zh(column), column.unit or None, need, _note(column) or None])
        for cell in page[page.max_row]:
            styles.body(cell)


def _kind_zh(column: Column) -> str:
    kind = kind_of(column)
    return {"choice": "列表", "bool": "是/否"}.get(kind, _KIND_WORDS.get(kind, kind))


def _note(column: Column) -> str:
    listed = f"可选值：{'、'.join(column.options)}。" if column.options else ""
    return listed + column.note.zh


def _write_keyed(page: Any, sheet: Sheet, lists: _Lists, styles: _Styles) -> None:
    page.append(_KEYED_HEADER)
    for cell in page[1]:
        styles.head(cell)
    section = ""
    for column in sheet.columns:
        if column.section != section:
            section = column.section
            page.append([section])
            for cell in page[page.max_row][:6]:
                styles.body(cell, bold=True, fill=_PALE)
        need = "必填" if column.required else None
        page.append([column.key, column.label.zh, None, column.unit or None, need, column.note.zh or None])
        _dress_keyed(page, page.max_row, column, lists, styles)
    page.freeze_panes = "C2"
    _widths(page, (22, 24, 52, 9, 7, 46))
    _for_print(page, heads=True, landscape=False)


def _dress_keyed(page: Any, row: int, column: Column, lists: _Lists, styles: _Styles) -> None:
    for cell in page[row]:
        styles.body(cell)
    styles.key(page.cell(row, 1))
    styles.need(page.cell(row, 5))
    value = page.cell(row, 3)
    value.number_format = _FORMATS.get(kind_of(column), "General")
    _offer(page, value.coordinate, lists.area(column))


def _write_table(page: Any, sheet: Sheet, lists: _Lists, styles: _Styles) -> None:
    comments = spreadsheets().comments
    for number, column in enumerate(sheet.columns, 1):
        unit = f"({column.unit})" if column.unit else ""
        head, key = page.cell(1, number, column.label.zh + unit), page.cell(2, number, column.key)
        styles.head(head, required=column.required)
        styles.key(key)
        head.comment = comments.Comment(_comment(column), "模板")
        letter = head.column_letter
        _offer(page, f"{letter}3:{letter}{_ROWS + 3}", lists.area(column))
        for row in range(3, _ROWS + 4):
            page.cell(row, number).number_format = _FORMATS.get(kind_of(column), "General")
        page.column_dimensions[letter].width = _width(column)
    page.row_dimensions[1].height = 32
    page.row_dimensions[2].height = 12
    page.freeze_panes = "C3"
    _for_print(page, heads=True, landscape=True)


def _comment(column: Column) -> str:
    kind = kind_of(column)
    lines = [column.label.zh, f"字段: {column.key}", f"类型: {_KIND_WORDS.get(kind, kind)}"]
    if column.unit:
        lines[2] += f" 单位: {column.unit}"
    lines.append("必填" if column.required else "选填")
    if column.note.zh:
        lines.append(column.note.zh)
    if 0 < len(options_of(column)) <= _LISTED:
        lines.append(f"可选: {'、'.join(options_of(column))}")
    return "\n".join(lines)


def _width(column: Column) -> int:
    by_kind = {"text": 22, "file": 36, "datetime": 17, "date": 12, "choice": 12}
    return by_kind.get(kind_of(column), max(8, 2 * len(column.label.zh)))


def _offer(page: Any, cells: str, formula: str) -> None:
    """Offer a list for some cells; other values are refused by the spreadsheet program."""
    if not formula:
        return
    validation = spreadsheets().worksheet.datavalidation.DataValidation(
        type="list", formula1=formula, allow_blank=True, showErrorMessage=True
    )
    validation.errorTitle, validation.error = "填写有误", "请从下拉列表中选择"
    validation.add(cells)
    page.add_data_validation(validation)


def _write_codes(page: Any, pack: Pack, lists: _Lists, styles: _Styles) -> None:
    columns: list[tuple[str | None, Sequence[str | None]]] = [(name, words) for words, name in lists.columns.items()]
    for table, title in _TABLES:
        columns += [(None, ()), *_code_columns(title, getattr(pack, table), pack)]
    for number, (name, words) in enumerate(columns, 1):
        if name is None:
            continue
        styles.head(page.cell(1, number, name))
        for row, option in enumerate(words, 2):
            styles.body(page.cell(row, number, option))
    page.freeze_panes = "A2"
    _for_print(page, heads=False, landscape=True)


def _code_columns(title: str, table: Mapping[str, Row], pack: Pack) -> Iterable[tuple[str, Sequence[str | None]]]:
    yield f"{title}·编号", tuple(table)
    yield f"{title}·名称", tuple(row.text.zh for row in table.values())
    items = [row for row in table.values() if isinstance(row, MaterialItem)]
    if items:
        yield f"{title}·可容缺", tuple("是" if item.tolerable else "否" for item in items)
        yield f"{title}·需提交的情形", tuple(_needed(item, pack) for item in items)
    units = [str(getattr(row, "unit", "")) for row in table.values()]
    if any(units):
        yield f"{title}·单位", tuple(unit or None for unit in units)


def _needed(item: MaterialItem, pack: Pack) -> str:
    if item.optional or item.needed is None:
        return "optional"
    return in_plain_words(item.needed.source, pack)


_PLAIN = (
    (re.compile(r"\s*==\s*true"), "=是"),
    (re.compile(r"\s*==\s*false"), "=否"),
    (re.compile(r"\s*([=!><]=|[><])\s*"), r"\1"),
    (re.compile(r"=="), "="),
    (re.compile(r"\s*&&\s*"), " 且 "),
    (re.compile(r"\s*\|\|\s*"), " 或 "),
    (re.compile('"'), ""),
)


def in_plain_words(condition: str, pack: Pack) -> str:
    """Return a condition as an organiser reads it: ``sw.food=是 或 ev.type=展览展销``, not as a formula."""
    for key, sheet in pack.sheets.items():
        condition = condition.replace(f"count.{key} > 0", f"{sheet.title}表非空")
    for formula, words in _PLAIN:
        condition = formula.sub(words, condition)
    return condition


def _widths(page: Any, widths: Iterable[int]) -> None:
    for number, width in enumerate(widths, 1):
        page.column_dimensions[spreadsheets().utils.get_column_letter(number)].width = width


def _for_print(page: Any, *, heads: bool, landscape: bool) -> None:
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.paperSize = 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = spreadsheets().worksheet.properties.PageSetupProperties(fitToPage=True)
    if heads:
        page.print_title_rows = "1:1"
