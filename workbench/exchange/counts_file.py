"""Counts of people from a CSV file: gate or zone, time, in, out; lines that cannot be used are told and left out.

Columns, in any order: ``time`` (``2026-04-29 18:20``), ``zone`` or ``gate`` or ``place``, ``in_count`` or ``in``,
``out_count`` or ``out``, and optionally ``occupancy`` or ``inside``; Chinese heads are read as well.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from workbench.core.commands import Count
from workbench.errors import Text, WorkbenchError

MOST_BYTES, MOST_LINES = 5_000_000, 5000
HEADS: Mapping[str, tuple[str, ...]] = {
    "time": ("time", "时间", "时刻"),
    "place": ("zone", "gate", "place", "区域", "出入口", "位置"),
    "come": ("in_count", "in", "进", "进入"),
    "gone": ("out_count", "out", "出", "离开"),
    "inside": ("occupancy", "inside", "在场", "在场人数"),
}
"""Value → the heads under which it may stand."""
NEEDED = ("time", "place", "come", "gone")


@dataclass(frozen=True)
class BadLine:
    """A line that is not used: its number in the file, what stands there, and why."""

    number: int
    original: str
    reason: Text


@dataclass(frozen=True)
class CountFile:
    """What a file says: its name and fingerprint, the counts, and the lines that are not used."""

    name: str
    sha256: str
    counts: tuple[Count, ...]
    numbers: tuple[int, ...]
    bad: tuple[BadLine, ...]


def read_counts(path: Path) -> CountFile:
    """Return the counts of a file.

    Raises:
        WorkbenchError: The file cannot be read, is too large, is no text, or lacks a column.
    """
    data = _bytes(path)
    rows = list(_rows(data, path.name))
    counts: list[Count] = []
    numbers: list[int] = []
    bad: list[BadLine] = []
    for number, cells in rows[:MOST_LINES]:
        found = _count(cells)
        if isinstance(found, Count):
            counts.append(found)
            numbers.append(number)
        else:
            bad.append(BadLine(number, ",".join(cells.values())[:200], found))
    if len(rows) > MOST_LINES:
        told = Text(f"超过 {MOST_LINES} 行，其余未读", f"over {MOST_LINES} lines; the rest was not read")
        bad.append(BadLine(rows[MOST_LINES][0], "", told))
    return CountFile(path.name, hashlib.sha256(data).hexdigest(), tuple(counts), tuple(numbers), tuple(bad))


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as fault:
        raise _refused(path.name, f"无法读取：{fault.strerror}", f"cannot be read: {fault.strerror}") from fault
    if len(data) > MOST_BYTES:
        raise _refused(path.name, "文件过大", "the file is too large")
    return data


def _refused(name: str, zh: str, en: str) -> WorkbenchError:
    mend = Text(
        "请导出为 UTF-8 的 CSV，含 time、zone（或 gate）、in_count、out_count 列",
        "export a UTF-8 CSV with the columns time, zone (or gate), in_count, out_count",
    )
    return WorkbenchError(Text(zh, en), where=name, remedy=mend)


def _rows(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the number and the cells by value of every line that is not blank."""
    try:
        reader = csv.reader(io.StringIO(_decoded(data, name), newline=""))
        places = _columns(next(reader, []), name)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield (
                    reader.line_num,
                    {key: cells[place].strip() if place < len(cells) else "" for key, place in places.items()},
                )
    except csv.Error as fault:
        raise _refused(name, "CSV 无法读取", "the CSV file cannot be read") from fault


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _refused(name, "不是文本文件", "this is not a text file")


def _columns(heads: list[str], name: str) -> dict[str, int]:
    known = [head.strip().lower() for head in heads]
    places = {key: known.index(word) for key, words in HEADS.items() for word in words if word in known}
    missing = [HEADS[key][0] for key in NEEDED if key not in places]
    if missing:
        told = "、".join(missing)
        raise _refused(name, f"缺少列：{told}", f"columns missing: {', '.join(missing)}")
    return places


def _count(cells: Mapping[str, str]) -> Count | Text:
    """Return a line as a count, or why it is none."""
    at = _moment(cells["time"])
    if at is None:
        return Text("时间无效，应为 2026-04-29 18:20", "not a valid time; write 2026-04-29 18:20")
    if not cells["place"]:
        return Text("未填区域或出入口", "no zone or gate")
    numbers = [_whole(cells.get(key, "")) for key in ("come", "gone")]
    if None in numbers:
        return Text("进、出人数应为不带符号的整数", "in and out must be whole numbers without a sign")
    inside = cells.get("inside", "")
    if inside and _whole(inside) is None:
        return Text("在场人数应为不带符号的整数", "persons inside must be a whole number without a sign")
    come, gone = numbers
    return Count(at, cells["place"], come or 0, gone or 0, _whole(inside) if inside else None)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 8 else None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
    return found if found.tzinfo is None and len(text) >= len("2026-04-29 18:20") else None
