"""Counts of an import, named as the answer keys of the sample packages name them."""

from __future__ import annotations

from collections import Counter

from workbench.core.pack import Pack
from workbench.core.values import Application, Attachment, Row, Scalar
from workbench.exchange.attachments import squeezed

FOUND, NOT_FOUND, NOT_CHECKABLE = "found", "not_found", "not_checkable"


def import_summary(application: Application, pack: Pack) -> dict[str, object]:
    """Return what was read, in numbers.

    Returns:
        ``rows`` by sheet title, ``kv_filled``, ``attachments``, ``attachments_not_listed``, ``listed_not_found``,
        ``geojson`` (features by layer) and ``files`` (name, bytes, sha256; sorted by name).
    """
    attachments = sorted(application.attachments, key=lambda a: a.name)
    site = application.site.features if application.site else ()
    return {
        "rows": {s.title: len(application.sheets.get(k, ())) for k, s in pack.sheets.items() if not s.keyed},
        "kv_filled": sum(value is not None for value in application.fields.values()),
        "attachments": len(attachments),
        "attachments_not_listed": attachments_not_listed(application),
        "listed_not_found": listed_not_found(application),
        "geojson": dict(sorted(Counter(feature.layer for feature in site).items())),
        "files": [{"file": a.name, "bytes": a.size, "sha256": a.sha256} for a in attachments],
    }


def attachments_not_listed(application: Application) -> list[str]:
    """Return the attachments that the sheet of materials does not mention, sorted."""
    listed = {row["file"] for row in application.sheets.get("materials", ())}
    return sorted(a.name for a in application.attachments if a.name not in listed)


def listed_not_found(application: Application) -> list[str]:
    """Return the files that the sheet of materials mentions and the package lacks, sorted."""
    there = {a.name for a in application.attachments}
    listed = {str(row["file"]) for row in application.sheets.get("materials", ()) if row["file"] is not None}
    return sorted(listed - there)


def statement_summary(application: Application) -> dict[str, object]:
    """Return how the quoted words fare against the text of the attachments.

    Returns:
        ``checked`` (quotes on pages with text), ``image_only`` (pages that are images only) and
        ``not_in_document`` (no, fact, value, file, page, quote of each quote that its page does not hold).
    """
    results = [(row, quote_result(application, row)) for row in application.rows("statements")]
    outcomes = Counter(result for _, result in results)
    keys = ("no", "fact", "value", "file", "page", "quote")
    return {
        "checked": outcomes[FOUND] + outcomes[NOT_FOUND],
        "image_only": outcomes[NOT_CHECKABLE],
        "not_in_document": [{key: row[key] for key in keys} for row, result in results if result == NOT_FOUND],
    }


def quote_result(application: Application, row: Row) -> str:
    """Return whether the words a statement quotes stand on its page.

    Args:
        application: Holds the attachments with their text.
        row: A row of the sheet of statements.

    Returns:
        ``found``, ``not_found``, ``not_checkable`` (the page is an image only) or an empty word when there is no
        such file or nothing is quoted.
    """
    attachment = application.attachment(row["file"])
    if attachment is None or not isinstance(row["quote"], str) or not attachment.text:
        return ""
    text = _page_text(attachment, row["page"])
    if text is None:
        return NOT_CHECKABLE
    return FOUND if squeezed(row["quote"]) in squeezed(text) else NOT_FOUND


def _page_text(attachment: Attachment, page: Scalar) -> str | None:
    """Return the text of a page counted from 1; a page that is not there has none."""
    if not isinstance(page, int) or not 1 <= page <= len(attachment.text):
        return ""
    return attachment.text[page - 1]
