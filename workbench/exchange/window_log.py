"""The two tables beside the workbook: the service window's log and the counted flow of people."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from workbench.core.values import Row, WindowEvent
from workbench.errors import Text
from workbench.exchange.limits import Limits
from workbench.exchange.notes import Notes, Place

FLOW = "flow"
"""Sheet key under which the rows of ``flow.csv`` stand in the application."""

EVENTS = frozenset(
    {
        "received",
        "correction_sent",
        "corrections_in",
        "accepted",
        "tolerance_accepted",
        "paused",
        "resumed",
        "consult_sent",
        "consult_reply",
        "site_check",
        "decided",
        "delivered",
        "change_request",
    }
)
"""The events of the window log, as the package format lists them."""

_LOG_COLUMNS = ("seq", "event", "time", "operator", "doc", "detail")
_FLOW_COLUMNS = ("time", "zone", "in_count", "out_count", "occupancy")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}")


@dataclass(frozen=True)
class _Line:
    number: int
    values: Mapping[str, str]


def read_log(data: bytes, name: str, limits: Limits, notes: Notes) -> tuple[WindowEvent, ...]:
    """Return the events of the window log in file order; lines that cannot be read are noted and left out."""
    return tuple(
        event for line in _lines(data, name, limits, notes, _LOG_COLUMNS) if (event := _event(line, name, notes))
    )


def _event(line: _Line, name: str, notes: Notes) -> WindowEvent | None:
    values = line.values
    time = _moment(values["time"])
    if not values["seq"].isdecimal() or values["event"] not in EVENTS or time is None:
        message = Text(
            "窗口记录行无效（序号、事件或时间），未采用", "log line not valid (number, event or time); not used"
        )
        notes.error("bad_line", message, Place(name, row=line.number), original=",".join(values.values()))
        return None
    return WindowEvent(
        int(values["seq"]), values["event"], time, values["operator"], values["doc"], _detail(values["detail"])
    )


def _detail(text: str) -> dict[str, str]:
    """Return the ``key=value`` pairs of a detail; a part without ``=`` stands under the empty key."""
    pairs: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        key, sign, value = part.partition("=")
        pairs[key.strip() if sign else ""] = value.strip() if sign else part
    return pairs


def read_flow(data: bytes, name: str, limits: Limits, notes: Notes) -> tuple[Row, ...]:
    """Return the counted flow as rows with ``time``, ``zone``, ``in_count``, ``out_count``, ``occupancy``."""
    return tuple(row for line in _lines(data, name, limits, notes, _FLOW_COLUMNS) if (row := _flow(line, name, notes)))


def _flow(line: _Line, name: str, notes: Notes) -> Row | None:
    values = line.values
    time = _moment(values["time"])
    counts = {key: values[key] for key in _FLOW_COLUMNS[2:]}
    if time is None or not values["zone"] or not all(count.isdecimal() for count in counts.values()):
        message = Text(
            "人流记录行无效（时间、区域或人数），未采用", "flow line not valid (time, zone or count); not used"
        )
        notes.error("bad_line", message, Place(name, row=line.number), original=",".join(values.values()))
        return None
    whole = {key: int(count) for key, count in counts.items()}
    return Row(FLOW, line.number, {"time": time, "zone": values["zone"], **whole})


def _moment(text: str) -> datetime | None:
    if not _TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _lines(data: bytes, name: str, limits: Limits, notes: Notes, columns: tuple[str, ...]) -> Iterator[_Line]:
    """Yield the lines of a CSV file with every column of the format, trimmed."""
    reader = csv.reader(io.StringIO(_decoded(data, name, notes), newline=""))
    try:
        header = [key.strip() for key in next(reader, [])]
        if missing := [key for key in columns if key not in header]:
            listed = ", ".join(missing)
            notes.error(
                "bad_header", Text(f"缺少列：{listed}，文件未采用", f"columns missing: {listed}; not used"), Place(name)
            )
            return
        for fields in reader:
            if reader.line_num > limits.rows + 1:
                most = limits.rows
                notes.error(
                    "row_limit", Text(f"超过 {most} 行，其余未读", f"over {most} lines; rest unread"), Place(name)
                )
                return
            if any(fields):
                padded = dict(zip(header, [field.strip() for field in fields], strict=False))
                yield _Line(reader.line_num, {key: padded.get(key, "") for key in columns})
    except csv.Error:
        notes.error("broken", Text("CSV 无法读取", "the CSV file cannot be read"), Place(name))


def _decoded(data: bytes, name: str, notes: Notes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = Text("不是 UTF-8 编码，已按 GB18030 解码", "not UTF-8; read as GB18030")
        notes.info("converted", message, Place(name))
        return data.decode("gb18030", errors="replace")
