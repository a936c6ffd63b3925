"""Table-top exercises as a file: signals to replay against the triggers of a case.

UTF-8 JSON, one object::

    {"format": "eaw-drill", "version": 1, "title": "…", "on": "2026-04-20", "lead": "…", "participants": ["…"],
     "signals": [{"at": "19:05", "trigger": "<code>", "value": 4.8, "place": "Z01", "note": "…"},
                 {"at": "19:08", "trigger": "<code>", "confirm": "…"},
                 {"at": "19:20", "trigger": "<code>", "level": "orange"},
                 {"at": "2026-04-20T21:40", "scenario": "<code>"}]}

A time without a day lies on the day ``on``. A signal names a trigger or a scenario. About a trigger it says a ``value``
in the unit of the plan, or a ``level`` (normal, yellow, orange, red), or who confirms what is proposed. Nothing else is
understood: an unknown member is a fault, so that a slip of the pen is no silent loss. Every fault names its place.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from workbench.core.commands import DrillSignal
from workbench.core.values import Problem
from workbench.errors import Text
from workbench.exchange.notes import PackageRefused

T = TypeVar("T")

FORMAT, VERSION = "eaw-drill", 1
MOST_BYTES = 1_000_000
MOST_SIGNALS = 500
MOST_PEOPLE = 100
LONGEST = 200
MOST_DIGITS = 30
"""Digits of a number; what has more is no reading."""


@dataclass(frozen=True)
class DrillFile:
    """An exercise as its file has it."""

    title: str
    on: date
    lead: str
    participants: tuple[str, ...]
    signals: tuple[DrillSignal, ...]


class _Bad(Exception):  # noqa: N818 – caught in this module only
    """A member is not what it should be."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


def read_drill(data: bytes, name: str) -> DrillFile:
    """Return the exercise that a file holds.

    Args:
        data: Its bytes.
        name: Its name, for messages.

    Raises:
        PackageRefused: It is no such file, or something in it is wrong; ``problems`` has every fault with its place.
    """
    whole = _Object(_parsed(data, name), "")
    faults: list[Problem] = []
    _known_format(whole, name)
    title = whole.take("title", _text, faults)
    on = whole.take("on", _day, faults)
    lead = whole.take("lead", _text, faults)
    nobody: tuple[str, ...] = ()
    people = whole.take("participants", _texts, faults, default=nobody)
    listed = whole.take("signals", _signals, faults)
    whole.nothing_else({"format", "version"}, faults)
    signals = [_signal(entry, number, on, faults) for number, entry in enumerate(listed or [], 1)]
    if faults or title is None or on is None or lead is None or people is None:
        first = faults[0]
        rest = f"（共 {len(faults)} 处）" if len(faults) > 1 else ""
        message = Text(
            f"推演文件有误：{first.field} {first.message.zh}{rest}",
            f"the exercise has {len(faults)} fault(s): {first.field} {first.message.en}",
        )
        raise PackageRefused(message, where=name, remedy=_REMEDY, problems=tuple(faults))
    return DrillFile(title, on, lead, people, tuple(one for one in signals if one is not None))


_REMEDY = Text("按所列位置改正后重新导入", "mend it at the places listed and read it again")


def _refused(name: str, zh: str, en: str) -> PackageRefused:
    return PackageRefused(Text(zh, en), where=name, remedy=Text("请核对文件", "check the file"))


def _parsed(data: bytes, name: str) -> Mapping[str, object]:
    if len(data) > MOST_BYTES:
        raise _refused(name, f"推演文件超过 {MOST_BYTES} 字节", f"the file is larger than {MOST_BYTES} bytes")
    try:
        whole = json.loads(
            data.decode("utf-8-sig"),
            parse_float=_number,
            parse_int=_number,
            parse_constant=_no_constant,
            object_pairs_hook=_once,
        )
    except _Bad as bad:
        raise _refused(name, bad.text.zh, bad.text.en) from bad
    except json.JSONDecodeError as fault:
        zh, en = f"第 {fault.lineno} 行第 {fault.colno} 列", f"line {fault.lineno}, column {fault.colno}"
        raise _refused(name, f"不是可读的 JSON：{zh}", f"not readable as JSON: {en}") from fault
    except (ValueError, RecursionError) as fault:
        raise _refused(name, "不是可读的 JSON", "not readable as JSON") from fault
    if not isinstance(whole, dict):
        raise _refused(name, "不是推演文件", "not an exercise")
    return whole


def _number(told: str) -> Decimal:
    if len(told) > MOST_DIGITS:
        raise _Bad(f"数字过长：{told[:20]}…", f"a number is too long: {told[:20]}…")
    try:
        return Decimal(told)
    except InvalidOperation as fault:
        raise _Bad(f"{told} 不是数值", f"{told} is no number") from fault


def _no_constant(told: str) -> None:
    raise _Bad(f"{told} 不是数值", f"{told} is no number")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _Bad(f"“{key[:40]}”写了两次", f"“{key[:40]}” stands twice")
        found[key] = value
    return found


def _known_format(whole: _Object, name: str) -> None:
    told, version = whole.members.get("format"), whole.members.get("version")
    if told != FORMAT:
        raise _refused(name, f"不是推演文件（format 应为 {FORMAT}）", f"not an exercise (format should be {FORMAT})")
    if version != VERSION:
        shown = str(version)[:20]
        raise _refused(
            name, f"不认识的版本 {shown}，应为 {VERSION}", f"version {shown} is not known, should be {VERSION}"
        )


@dataclass
class _Object:
    """Members of a JSON object that are taken out one by one; what is left over is unknown."""

    members: Mapping[str, object]
    at: str
    taken: set[str] = field(default_factory=set)

    def take(self, key: str, read: Callable[[object], T], faults: list[Problem], default: T | None = None) -> T | None:
        """Return a member as ``read`` has it; a fault is noted, and a missing one too unless there is a default."""
        self.taken.add(key)
        if key not in self.members:
            if default is None:
                self._note(key, Text("未填写", "is missing"), "", faults)
            return default
        try:
            return read(self.members[key])
        except _Bad as bad:
            self._note(key, bad.text, str(self.members[key])[:60], faults)
            return None

    def nothing_else(self, allowed: set[str], faults: list[Problem]) -> None:
        """Note the members that nothing has asked for."""
        for key in self.members.keys() - self.taken - allowed:
            self._note(key[:40], Text("不认识这一项", "is not known"), "", faults)

    def _note(self, key: str, message: Text, original: str, faults: list[Problem]) -> None:
        faults.append(Problem("bad_value", "error", message, field=self.at + key, original=original))


def _signal(entry: object, number: int, on: date | None, faults: list[Problem]) -> DrillSignal | None:
    """Return a signal; ``None`` when something in it is wrong."""
    at = f"signals[{number}]."
    if not isinstance(entry, dict):
        faults.append(Problem("bad_value", "error", Text("应为对象", "should be an object"), field=at[:-1]))
        return None
    before, told = len(faults), _Object(entry, at)
    moment = told.take("at", lambda value: _moment(value, on), faults)
    texts = {key: told.take(key, _text, faults, default="") for key in _TEXTS}
    reading = told.take("value", _reading, faults, default=Decimal(0))
    told.nothing_else(set(), faults)
    if len(faults) > before or moment is None:
        return None
    words = {key: value or "" for key, value in texts.items()}
    return DrillSignal(moment, reading=reading if "value" in entry else None, **words)


_TEXTS = ("trigger", "scenario", "level", "confirm", "place", "note")


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Bad("应为文字", "should be a text")
    if len(value) > LONGEST:
        raise _Bad(f"超过 {LONGEST} 字", f"is longer than {LONGEST} characters")
    return value.strip()


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_PEOPLE:
        raise _Bad(f"应为不超过 {MOST_PEOPLE} 项的文字列表", f"should be a list of at most {MOST_PEOPLE} texts")
    return tuple(_text(one) for one in value)


def _signals(value: object) -> list[object]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_SIGNALS:
        raise _Bad(f"应有 1 至 {MOST_SIGNALS} 条信号", f"should have 1 to {MOST_SIGNALS} signals")
    return value


def _day(value: object) -> date:
    try:
        return date.fromisoformat(_text(value))
    except ValueError as fault:
        raise _Bad("应为日期（如 2026-04-20）", "should be a date (2026-04-20)") from fault


def _moment(value: object, on: date | None) -> datetime:
    """Return a local time; one without a day lies on the day of the exercise."""
    told = _text(value)
    try:
        if len(told) > len("00:00:00"):
            moment = datetime.fromisoformat(told)
        else:
            moment = datetime.combine(on or date.min, time.fromisoformat(told))
    except ValueError as fault:
        raise _Bad("应为时间（如 19:05）", "should be a time (19:05)") from fault
    if moment.tzinfo is not None:
        raise _Bad("应为当地时间，不带时区", "should be a local time without zone")
    return moment


def _reading(value: object) -> Decimal:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise _Bad("应为数值", "should be a number")
    return value


def problems_text(problems: tuple[Problem, ...], language: str) -> Iterator[str]:
    """Yield the faults of a file, one per line, with their places."""
    for one in problems:
        original = f"（{one.original}）" if one.original else ""
        yield f"{one.field}：{one.message.in_language(language)}{original}"
