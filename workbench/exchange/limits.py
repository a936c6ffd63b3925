"""Limits of an import, all office defaults: a package beyond them is refused or read in part, never in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from workbench.exchange.notes import ImportCancelled

MIB = 1024 * 1024

Progress = Callable[[int, int, str], None]
"""Called with files done, files in all, and the name of the file in hand."""

Cancelled = Callable[[], bool]
"""Asked between files and every few rows; true stops the import."""


@dataclass(frozen=True)
class Limits:
    """What an import accepts at most.

    Attributes:
        entries: Files in a package, parts of an office file.
        directory_bytes: Table of contents of an archive, which is held in memory as a whole [B].
        file_bytes, total_bytes: Size after unpacking, of one file and of all [B].
        ratio: Unpacked to packed size, looked at from ``ratio_from`` [B] on.
        depth, name_bytes: Folder levels of an entry, and the length of one part of its name in UTF-8 [B].
        rows: Data rows of a sheet.
        columns: Columns of a sheet that are looked at.
        part_bytes, book_bytes: Size after unpacking of one part of an office file, and of all its parts [B].
        shared_bytes: Parts of an office file that are held in memory as a whole (texts, styles, documents) [B].
        pages, text_chars: Pages and characters taken out of one attachment; characters of one sheet as well.
        geometry_points: Points of a drawn plan.
        keep_bytes: Attachments are kept in memory for storing while they stay below this in all [B].
    """

    entries: int = 2_000
    directory_bytes: int = 4 * MIB
    file_bytes: int = 200 * MIB
    total_bytes: int = 1024 * MIB
    ratio: int = 200
    ratio_from: int = MIB
    depth: int = 12
    name_bytes: int = 200
    rows: int = 20_000
    columns: int = 200
    part_bytes: int = 100 * MIB
    book_bytes: int = 200 * MIB
    shared_bytes: int = 20 * MIB
    pages: int = 2_000
    text_chars: int = 5_000_000
    geometry_points: int = 500_000
    keep_bytes: int = 64 * MIB


DEFAULT = Limits()


@dataclass(frozen=True)
class Watch:
    """The two hooks of a long import."""

    progress: Progress | None = None
    cancelled: Cancelled | None = None

    def step(self, done: int, total: int, name: str) -> None:
        """Tell how far the import is, and stop when the person asked for it.

        Raises:
            ImportCancelled: The person stopped the import.
        """
        if self.progress is not None:
            self.progress(done, total, name)
        self.check()

    def check(self) -> None:
        """Stop when the person asked for it.

        Raises:
            ImportCancelled: The person stopped the import.
        """
        if self.cancelled is not None and self.cancelled():
            raise ImportCancelled


UNWATCHED = Watch()
