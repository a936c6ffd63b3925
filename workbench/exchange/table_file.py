"""A table as a file that a spreadsheet opens: xlsx or csv. Nothing in it is ever run.

A text that begins like a formula (``=``, ``+``, ``-``, ``@``, a tab or a line break) gets an apostrophe in front, in
both formats, so that no program takes what somebody typed for a formula; control characters become a mark.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from workbench.core.values import Scalar
from workbench.errors import Text, WorkbenchError
from workbench.exchange.libraries import spreadsheets

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")
LONGEST_CELL = 32_767
"""Most characters of a spreadsheet cell."""


@dataclass(frozen=True)
class TableFile:
    """A table to be written: title, heads, and rows of plain values as wide as the heads."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs."""
    kept = _CONTROL.sub("\ufffd", text)[: LONGEST_CELL - 1]
    return f"'{kept}" if kept.lstrip(" ").startswith(_FORMULA) or kept.startswith(_FORMULA) else kept


def write_table(tables: Sequence[TableFile], target: Path) -> Path:
    """Write tables to ``target``: ``.xlsx`` with a sheet each, ``.csv`` one after another; never over a file.

    Raises:
        WorkbenchError: The target exists, has another ending, or cannot be written.
    """
    makers = {".xlsx": _xlsx, ".csv": _csv}
    maker = makers.get(target.suffix.lower())
    if maker is None:
        raise WorkbenchError(
            Text("文件名应以 .xlsx 或 .csv 结尾", "the file name ends in .xlsx or .csv"),
            where=str(target),
            remedy=Text("请换一个文件名", "choose another name"),
        )
    data = maker(tables)
    try:
        with target.open("xb") as out:
            out.write(data)
    except FileExistsError as fault:
        raise WorkbenchError(
            Text("目标已存在，不覆盖", "the target exists and is not overwritten"),
            where=str(target),
            remedy=Text("请换一个文件名", "choose another name"),
        ) from fault
    except OSError as fault:
        raise WorkbenchError(
            Text(f"无法写入：{fault.strerror}", f"cannot be written: {fault.strerror}"), where=str(target)
        ) from fault
    return target


def _csv(tables: Iterable[TableFile]) -> bytes:
    """Return UTF-8 with a mark, so that spreadsheets read Chinese right."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        writer.writerows([map(harmless, table.heads), *([_csv_cell(value) for value in row] for row in table.rows)])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _csv_cell(value: Scalar) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date | int | Decimal) and not isinstance(value, bool):
        return str(value)
    return harmless(_text(value))


def _text(value: Scalar) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _xlsx(tables: Sequence[TableFile]) -> bytes:
    openpyxl = spreadsheets()
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, table in enumerate(tables, 1):
        page = book.create_sheet(f"{_SHEET_NAME.sub(' ', harmless(table.title))[:24]} {number}".strip())
        page.append([harmless(head) for head in table.heads])
        for row in table.rows:
            page.append([_xlsx_cell(value) for value in row])
        for cell in page[1]:
            cell.font = openpyxl.styles.Font(bold=True)
        page.freeze_panes = "A2"
        for column, head in enumerate(table.heads, 1):
            letter = openpyxl.utils.get_column_letter(column)
            page.column_dimensions[letter].width = min(48, max(12, 2 * len(head) + 4))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsx_cell(value: Scalar) -> object:
    if isinstance(value, date | int | Decimal) and not isinstance(value, bool):
        return value
    return harmless(_text(value))
