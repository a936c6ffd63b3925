"""Counts of an import, named as the answer keys of the sample packages name them."""

from __future__ import annotations

from collections import Counter

from workbench.core.pack import Pack
from workbench.core.values import Application
from workbench.exchange.quotes import (
    FOUND,
    NOT_CHECKABLE,
    NOT_FOUND,
    Quotes,
    attachments_not_listed,
    listed_not_found,
)


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
        "geojson": dict(sorted(Counter(feature.layer for feature in site if feature.layer != "background").items())),
        "files": [{"file": a.name, "bytes": a.size, "sha256": a.sha256} for a in attachments],
    }


def statement_summary(application: Application) -> dict[str, object]:
    """Return how the quoted words fare against the text of the attachments.

    Returns:
        ``checked`` (quotes on pages with text), ``image_only`` (quotes on pages that are images only) and
        ``not_in_document`` (no, fact, value, file, page, quote of each quote that its page does not hold).
    """
    quotes = Quotes(application)
    results = [(row, quotes.result(row)) for row in application.rows("statements")]
    outcomes = Counter(result for _, result in results)
    keys = ("no", "fact", "value", "file", "page", "quote")
    return {
        "checked": outcomes[FOUND] + outcomes[NOT_FOUND],
        "image_only": outcomes[NOT_CHECKABLE],
        "not_in_document": [{key: row[key] for key in keys} for row, result in results if result == NOT_FOUND],
    }
