"""What the workbook says about the papers, against the papers: files, pages, quoted words."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

from workbench.core.values import Application, Row, Scalar
from workbench.errors import Text
from workbench.exchange.codes import ATTACHMENTS, targets
from workbench.exchange.cross_checks import Checking
from workbench.exchange.notes import Place
from workbench.exchange.quotes import NOT_CHECKABLE, NOT_FOUND, Quotes, attachments_not_listed


def documents_checked(application: Application, check: Checking) -> Application:
    """Return the application with file names matched to the attachments, and note what does not fit.

    A bare workbook, without any attachment, is told once and not row by row.
    """
    if not application.attachments:
        message = Text("没有附件，材料与引文未核对", "no attachments: papers and quotes were not compared")
        check.notes.info("no_attachments", message)
        return application
    matched = _matched(application, check)
    _tell_not_listed(matched, check)
    for row in matched.sheets.get("materials", ()):
        _tell_paper(matched, row, check)
    _tell_quotes(matched, check)
    return matched


def _matched(application: Application, check: Checking) -> Application:
    """Resolve references to files; a name that differs only in its way of composing characters is taken over."""
    names = {attachment.name for attachment in application.attachments}
    composed = {unicodedata.normalize("NFC", name): name for name in names}
    sheets = dict(application.sheets)
    for key, sheet in check.pack.sheets.items():
        columns = [column for column, target in targets(sheet).items() if target == ATTACHMENTS]
        for column in columns:
            sheets[key] = tuple(_named(row, column, names, composed, check) for row in sheets.get(key, ()))
    return replace(application, sheets={k: v for k, v in sheets.items() if k in application.sheets})


def _named(row: Row, column: str, names: set[str], composed: dict[str, str], check: Checking) -> Row:
    value = row.values.get(column)
    if value is None or value in names:
        return row
    place = check.place(row.sheet, row, column)
    found = composed.get(unicodedata.normalize("NFC", str(value)))
    if found is None:
        message = Text(f"文件“{value}”不在附件内", f"file {value} is not among the attachments")
        check.notes.error("file_not_found", message, place, original=value)
        return row
    check.notes.info("converted", Text("文件名按附件的写法统一", "file name written as the attachment's"), place)
    return replace(row, values={**row.values, column: found})


def _tell_not_listed(application: Application, check: Checking) -> None:
    if "materials" in application.missing_sheets:
        return
    for name in attachments_not_listed(application):
        message = Text("附件未在“材料”表列出", "the attachment is not on the sheet of materials")
        check.notes.warn("not_listed", message, Place(name))


def _tell_paper(application: Application, row: Row, check: Checking) -> None:
    attachment = application.attachment(row["file"])
    if attachment is None:
        return
    if attachment.problem:
        message = Text(
            f"材料 {row['item']} 的文件不能使用，需补正",
            f"the file of paper {row['item']} cannot be used: correction needed",
        )
        check.notes.error("unusable_paper", message, check.place("materials", row, "file"), original=attachment.problem)
    elif _pages_differ(attachment.pages, row["pages"]):
        message = Text(
            f"页数填 {row['pages']}，文件实为 {attachment.pages} 页",
            f"{row['pages']} pages stated, the file has {attachment.pages}",
        )
        check.notes.warn("page_count", message, check.place("materials", row, "pages"), original=row["pages"])


def _pages_differ(found: int | None, stated: Scalar) -> bool:
    return found is not None and stated is not None and found != stated


def _tell_quotes(application: Application, check: Checking) -> None:
    quotes = Quotes(application)
    for row in application.rows("statements"):
        result = quotes.result(row)
        place = check.place("statements", row, "quote")
        if result == NOT_FOUND:
            message = Text(
                f"原文未在 {row['file']} 第 {row['page']} 页找到", f"not found in {row['file']}, p. {row['page']}"
            )
            check.notes.warn("quote_not_found", message, place, original=row["quote"])
        elif result == NOT_CHECKABLE:
            message = Text(
                "该页没有可提取的文字（图像或限制提取），引文未核对", "the page gives no text; quote not compared"
            )
            check.notes.info("quote_not_checkable", message, place, original=row["quote"])
