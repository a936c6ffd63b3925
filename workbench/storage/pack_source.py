"""Pack files as rows that know their lines.

``tomllib`` gives values without places, so the text is scanned a second time: a header or a key stands at the start
of its line (one key per line), which is enough to name the line of every fault.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from workbench.errors import Text
from workbench.storage.pack_faults import Fault, Place, fault

Path = tuple[str | int, ...]
"""Where a value stands in the parsed file: table names, row numbers from 0, keys."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^\s*\"?([\w\-]+)\"?(?:\.[\w\-]+)*\s*=")


@dataclass
class RawRow:
    """A table of a pack file before it is checked: values and the place of each."""

    place: Place
    values: dict[str, object] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def at(self, key: str) -> Place:
        """Return where a key stands, or the row itself when it has no such key."""
        return self.places.get(key, self.place)

    def name(self, key: str) -> str | None:
        """Return the text that identifies the row, or ``None`` when it has none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def over(self, base: RawRow) -> RawRow:
        """Return this row laid over another one of the same code: what it does not say stays."""
        values = dict(base.values)
        for key, value in self.values.items():
            values[key] = _merged(base.values.get(key), value)
        return RawRow(self.place, values, {**base.places, **self.places})


def _merged(old: object, new: object) -> object:
    """Return ``new``, joined with ``old`` by ``key`` where both are lists of rows."""
    if not (_is_rows(old) and _is_rows(new)):
        return new
    assert isinstance(old, list)
    assert isinstance(new, list)
    return laid_over(old, new, "key")


def laid_over(base: list[RawRow], rows: list[RawRow], key: str) -> list[RawRow]:
    """Return base rows with overrides in place, then the new rows; what repeats inside ``rows`` stays as it is."""
    known = {raw.name(key) for raw in base} - {None}
    first: dict[str | None, RawRow] = {}
    new = []
    for raw in rows:
        code = raw.name(key)
        if code in known and code not in first:
            first[code] = raw
        else:
            new.append(raw)
    return [first[c].over(raw) if (c := raw.name(key)) in first else raw for raw in base] + new


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, RawRow) for v in value)


@dataclass(frozen=True)
class PackFile:
    """One parsed file: top-level name → list of rows, one row, or (for ``lists``) a table of lists of rows."""

    name: str
    tables: Mapping[str, object]


def read_file(name: str, data: bytes) -> tuple[PackFile, list[Fault]]:
    """Parse a pack file; a syntax fault gives an empty file and the fault.

    Args:
        name: ``pack/file.toml``, used in messages.
        data: The bytes, UTF-8.

    Returns:
        The file, and its faults (none or one).
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return PackFile(name, {}), [fault(Place(name, line), Text("不是 UTF-8 文本", "not UTF-8 text"))]
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        message = Text(f"TOML 语法错误：{error}", f"TOML syntax fault: {error}")
        return PackFile(name, {}), [fault(Place(name, line), message)]
    return PackFile(name, _placed(tables, (), _Lines(name, text))), []


class _Lines:
    """Line numbers of a TOML text by path."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        here: Path = ()
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.match(line):
                here = self._open(header.group(2).split("."), array=header.group(1) == "[[")
                self.lines.setdefault(here, number)
            elif key := _KEY.match(line):
                self.lines.setdefault((*here, key.group(1)), number)

    def _open(self, names: list[str], *, array: bool) -> Path:
        """Return the path of a header: names that are open as arrays mean their last row."""
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self._counts:
                path = (*path, self._counts[path])
        path = (*path, names[-1])
        if array:
            self._counts[path] = self._counts.get(path, -1) + 1
            return (*path, self._counts[path])
        return path

    def place(self, path: Path) -> Place:
        """Return the place of the nearest enclosing path that has a line of its own."""
        while path and path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines.get(path, 1))


def _placed(value: object, path: Path, lines: _Lines) -> dict[str, object]:
    """Return the top-level tables, with every table below them as a :class:`RawRow`."""
    assert isinstance(value, dict)
    return {key: _rows(item, (*path, key), lines) for key, item in value.items()}


def _rows(value: object, path: Path, lines: _Lines) -> object:
    """Replace tables and arrays of tables that have a header of their own by rows; leave inline values alone."""
    if isinstance(value, list) and value and all(isinstance(v, dict) for v in value) and (*path, 0) in lines.lines:
        return [_row(item, (*path, number), lines) for number, item in enumerate(value)]
    if isinstance(value, dict) and len(path) == 1:
        return _row(value, path, lines)
    return value


def _row(value: dict[str, object], path: Path, lines: _Lines) -> RawRow:
    values = {key: _rows(item, (*path, key), lines) for key, item in value.items()}
    return RawRow(lines.place(path), values, {key: lines.place((*path, key)) for key in value})


def rows_of(value: object) -> Iterator[RawRow]:
    """Yield the rows of a table; anything else has none."""
    if isinstance(value, list):
        yield from (row for row in value if isinstance(row, RawRow))
