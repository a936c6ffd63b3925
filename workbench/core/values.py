"""Values that travel: scalars, the rows of an application, attachments, import problems, site geometry.

An :class:`Application` is what one package says, word for word after the recorded conversions, and nothing
more. Numbers are ``int`` or ``Decimal`` (the journal holds no floats); local times are naive and mean
Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from workbench.errors import Text

Scalar: TypeAlias = str | int | Decimal | bool | date | datetime | tuple[str, ...] | None
"""One value of a fact: text, number, yes/no, date, local time, several texts, or not stated."""


@dataclass(frozen=True)
class Row:
    """A data row of a sheet.

    ``number`` is the row in the file (1-based); ``values`` has every column of the format, ``None`` = not
    stated or not valid.
    """

    sheet: str
    number: int
    values: Mapping[str, Scalar]
    remarks: Mapping[str, str] = field(default_factory=dict)
    pending: bool = False
    """True when the row's own code is unknown: kept for a person, left out of every check."""

    def __getitem__(self, key: str) -> Scalar:
        """Return the value of a column; a column that the format does not have is a ``KeyError``."""
        return self.values[key]


@dataclass(frozen=True)
class Problem:
    """Something the import noticed.

    Attributes:
        kind: Stable word, e.g. ``unknown_code``, ``bad_value``, ``converted``, ``missing_sheet``, ``type_mismatch``.
        severity: ``error`` (value or file not used), ``warn``, ``info`` (a recorded conversion).
        file, sheet, row, field: The place; empty or 0 where it does not apply. ``cell`` e.g. ``C12``.
        original: The value as it stood.
        message, remedy: For a person.
    """

    kind: str
    severity: str
    message: Text
    file: str = ""
    sheet: str = ""
    row: int = 0
    field: str = ""
    cell: str = ""
    original: str = ""
    remedy: Text | None = None


@dataclass(frozen=True)
class Attachment:
    """A file of the package.

    Attributes:
        name: Path below ``attachments/`` as the organiser wrote it (never altered).
        sha256, size: Of the bytes.
        media: Type by content: ``pdf``, ``png``, ``jpeg``, ``docx``, ``xlsx``, ``unknown`` …
        pages: Page count, or ``None`` when it cannot be told.
        text: Extracted text per page; ``None`` for a page that is an image only.
        problem: Stable word when the file cannot be used (``encrypted``, ``type_mismatch``, ``broken``), else empty.
    """

    name: str
    sha256: str
    size: int
    media: str
    pages: int | None = None
    text: tuple[str | None, ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class WindowEvent:
    """A line of the service window's log."""

    seq: int
    event: str
    time: datetime
    operator: str = ""
    doc: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Feature:
    """A drawn object in local metres: points (rings) in drawing order, outer ring first.

    ``parts`` has, for several polygons, the number of rings of each; it is empty for one polygon. ``extra`` is what
    else the drawing says of it (width of a lane, height of a lookout), by key in alphabetical order.
    """

    layer: str
    code: str
    kind: str
    name: str
    geometry: str
    rings: tuple[tuple[tuple[Decimal, Decimal], ...], ...]
    area: Decimal | None = None
    length: Decimal | None = None
    valid: bool = True
    parts: tuple[int, ...] = ()
    extra: tuple[tuple[str, Scalar], ...] = ()

    def get(self, key: str) -> Scalar:
        """Return what else the drawing says under a key; ``None`` when it says nothing."""
        return next((value for name, value in self.extra if name == key), None)


@dataclass(frozen=True)
class SitePlan:
    """The drawn plan of the package, or what could be read of it."""

    features: tuple[Feature, ...]
    unit: str = "metre"

    def layer(self, name: str) -> Iterator[Feature]:
        """Yield the features of one layer in file order."""
        return (f for f in self.features if f.layer == name)


ERASED = "$erased"
"""Format version of what stands for an application whose personal data was erased by law."""


@dataclass(frozen=True)
class Application:
    """One application package as read.

    Attributes:
        fields: The key/value sheet by ASCII key (``ev.name``); missing keys are not stated.
        sheets: Other sheets by their key (``sessions``, ``parties``, ``materials``, ``plan``, ``duties``,
            ``programme``, ``zones``, ``gates``, ``posts``, ``forces``, ``emergency``, ``triggers``,
            ``statements``) → rows.
        missing_sheets: Keys of sheets that the workbook lacks; what depends on them has no data.
        source: Name of the package, for messages only.
    """

    format_version: str
    fields: Mapping[str, Scalar]
    sheets: Mapping[str, tuple[Row, ...]]
    attachments: tuple[Attachment, ...] = ()
    window_log: tuple[WindowEvent, ...] = ()
    site: SitePlan | None = None
    problems: tuple[Problem, ...] = ()
    missing_sheets: frozenset[str] = frozenset()
    source: str = ""

    @property
    def erased(self) -> bool:
        """Return whether this only stands for an application that was erased by law."""
        return self.format_version == ERASED

    def rows(self, sheet: str) -> tuple[Row, ...]:
        """Return the usable rows of a sheet (pending rows left out); a missing sheet has none."""
        return tuple(r for r in self.sheets.get(sheet, ()) if not r.pending)

    def attachment(self, name: Scalar) -> Attachment | None:
        """Return the attachment of that name, or ``None``."""
        return next((a for a in self.attachments if a.name == name), None)
