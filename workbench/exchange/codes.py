"""Which columns refer to what: code tables of the pack, other sheets, the drawn plan, attachments.

A pack may name targets in ``Sheet.references`` (column → target); where it says nothing, the structure of the
application format, below, holds. A target is ``attachments``, a table of the pack (``materials``), the column of
another sheet (``zones.code``) or a layer of the drawn plan (``site.zone``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from workbench.core.pack import Pack, Sheet
from workbench.core.values import Scalar

ATTACHMENTS = "attachments"
SITE = "site"

_FORMAT: Mapping[str, Mapping[str, str]] = {
    "sessions": {"zones": "zones.code"},
    "materials": {"item": "materials", "file": ATTACHMENTS},
    "plan": {"code": "plan", "file": ATTACHMENTS},
    "duties": {"code": "duties"},
    "programme": {"session": "sessions.code", "lyrics_file": ATTACHMENTS},
    "zones": {"ref": "site.zone"},
    "gates": {"zone": "zones.code", "code": "site.gate"},
    "posts": {"zone": "zones.code", "gate": "gates.code"},
    "emergency": {"code": "scenarios", "file": ATTACHMENTS},
    "triggers": {"code": "triggers"},
    "statements": {"fact": "facts", "file": ATTACHMENTS},
}


def targets(sheet: Sheet) -> Mapping[str, str]:
    """Return column key → target of a sheet: the format's own, and the pack's over them."""
    return {**_FORMAT.get(sheet.key, {}), **sheet.references}


def code_tables(sheet: Sheet, pack: Pack) -> Mapping[str, Mapping[str, object]]:
    """Return the columns of a sheet that hold a code of the pack, each with its table.

    A table that the pack leaves empty is not checked against.
    """
    tables = {key: getattr(pack, target, None) for key, target in targets(sheet).items() if target.isidentifier()}
    return {key: table for key, table in tables.items() if isinstance(table, Mapping) and table}


def known_code(value: Scalar, table: Mapping[str, object]) -> str | None:
    """Return a code as its table writes it (blanks, width and letter case aside), or ``None`` when it has none."""
    if not isinstance(value, str):
        return None
    if value in table:
        return value
    plain = unicodedata.normalize("NFKC", value).strip().upper()
    return plain if plain in table else None
