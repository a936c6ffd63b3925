"""A sample package made large: many acts, many attachments. For measuring only."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from workbench.core.pack import Pack
from workbench.exchange.libraries import spreadsheets

_BOOK = "application.xlsx"
_FOLDER = "attachments/"


def enlarged(package: Path, target: Path, pack: Pack, *, acts: int, files: int) -> Path:
    """Write a package like another one with more rows and files, and return its path.

    Args:
        package: A zip with one top folder.
        target: The zip to write.
        pack: Schema of the workbook.
        acts: Rows of the programme; those there are repeated, a minute later each.
        files: Attachments; those there are repeated, each with other bytes at its end.
    """
    with zipfile.ZipFile(package) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        names = [name for name in source.namelist() if not name.endswith("/")]
        book = next(name for name in names if name.endswith(_BOOK))
        papers = [name for name in names if f"/{_FOLDER}" in name]
        again = islice(cycle(papers), max(0, files - len(papers)))
        more = [f"{n:04d}-{Path(name).name}" for n, name in enumerate(again)]
        made.writestr(book, _with_rows(source.read(book), pack, acts, more))
        for name in names:
            if name != book:
                made.writestr(name, source.read(name))
        top = book.removesuffix(_BOOK)
        for n, (own, name) in enumerate(zip(more, cycle(papers), strict=False)):
            made.writestr(f"{top}{_FOLDER}{own}", source.read(name) + b"\n%% %d\n" % n)
    return target


def _with_rows(data: bytes, pack: Pack, acts: int, files: list[str]) -> bytes:
    book = spreadsheets().load_workbook(io.BytesIO(data))
    programme, papers = book[pack.sheets["programme"].title], book[pack.sheets["materials"].title]
    _more_acts(programme, acts)
    keys = [cell.value for cell in papers[2]]
    first = {key: cell.value for key, cell in zip(keys, papers[3], strict=True)}
    for name in files:
        papers.append([{**first, "file": name, "pages": None}[key] for key in keys])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _more_acts(sheet: object, acts: int) -> None:
    rows = list(sheet.iter_rows(min_row=2, values_only=True))  # type: ignore[attr-defined]
    keys, known = rows[0], [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if row[0] is not None]
    for n in range(len(known), acts):
        again = {**known[n % len(known)], "no": n + 1}
        if isinstance(again["start"], datetime):
            again["start"] += timedelta(minutes=n // len(known))
        sheet.append([again[key] for key in keys])  # type: ignore[attr-defined]
