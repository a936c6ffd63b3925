"""Entries in words: values, watched days, figures, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from workbench.core import codec
from workbench.core.pack import Pack, Register, RegisterField
from workbench.core.parameters import number
from workbench.core.register_entries import RegisterEntry, unfinished
from workbench.core.register_measures import Ground, Measured, measured
from workbench.core.register_watch import Watched, watched
from workbench.core.values import Scalar
from workbench.errors import NO_TEXT, Text
from workbench.services.register_views import EntryView, MeasureView, WatchedDay
from workbench.storage.registers import EntryRow

YES, NO = Text("是", "yes"), Text("否", "no")
NOTICE_DAYS = "register_notice_days"

_LEFT = {
    "lapse": (Text("已于 {day} 到期", "lapsed on {day}"), Text("{day} 到期", "lapses on {day}")),
    "due": (Text("应于 {day} 完成，已逾期", "was due {day}"), Text("{day} 前完成", "due {day}")),
}


@dataclass(frozen=True)
class Speaker:
    """What is needed to put entries into words: the pack, the local moment, and the names of what fields lead to."""

    pack: Pack
    now: datetime
    names: Mapping[str, Text]
    """Identifier of an entry or a case → what it is called."""

    def view(self, row: EntryRow) -> EntryView:
        """Return an entry in words."""
        register = self.pack.registers[row.register]
        entry = codec.read(RegisterEntry, row.body)
        return EntryView(
            entry=row.entry,
            register=row.register,
            version=row.version,
            case=row.case,
            title=self.title(register, entry),
            values=entry,
            words=self.words(register, entry),
            open=unfinished(register, entry),
            watched=self.watched(register, entry),
        )

    def title(self, register: Register, entry: RegisterEntry) -> Text:
        """Return what an entry is called."""
        field = register.field(register.title)
        value = entry.get(register.title)
        return register.text if field is None or value is None else self.value(field, value)

    def words(self, register: Register, entry: RegisterEntry) -> dict[str, Text]:
        """Return every stated value in words, by field."""
        stated = ((field, entry.get(field.key)) for field in register.fields)
        return {field.key: self.value(field, value) for field, value in stated if value is not None}

    def value(self, field: RegisterField, value: Scalar) -> Text:
        """Return a value in words."""
        if isinstance(value, bool):
            return YES if value else NO
        if field.options:
            return self._chosen(field, value)
        if field.kind in {"entry", "case"}:
            return self.names.get(str(value), Text(str(value), str(value)))
        return plain_words(field, value)

    def _chosen(self, field: RegisterField, value: Scalar) -> Text:
        rows = self.pack.lists.get(field.options, {})
        codes = value if isinstance(value, tuple) else (str(value),)
        return joined(rows[code].text if code in rows else Text(code, code) for code in codes)

    def watched(self, register: Register, entry: RegisterEntry) -> tuple[WatchedDay, ...]:
        """Return the watched days of an entry, the earliest first."""
        within = int(number(self.pack, NOTICE_DAYS))
        days = [_watched(found, within) for found in watched(register, entry, self.now)]
        return tuple(sorted(days, key=lambda day: day.left))

    def measures(self, register: Register, rows: Iterable[EntryRow]) -> tuple[MeasureView, ...]:
        """Return the figures of a register over some entries."""
        entries = {row.entry: codec.read(RegisterEntry, row.body) for row in rows}
        found = measured(Ground(self.pack, register, entries, self.now))
        return tuple(self._measure(register, entries, one) for one in found)

    def _measure(self, register: Register, entries: Mapping[str, RegisterEntry], found: Measured) -> MeasureView:
        bad = found.in_order is False
        field = register.field(next(iter(found.measure.fields), ""))
        options = self.pack.lists.get(field.options, {}) if field else {}
        other = {**{code: row.text for code, row in options.items()}, **self.names}
        names = tuple(
            self.title(register, entries[name]) if name in entries else other.get(name, Text(name, name))
            for name in found.objects
        )
        return MeasureView(
            key=found.measure.key,
            label=found.measure.label,
            value=figure(found),
            in_order=found.in_order,
            advice=found.measure.advice if bad else NO_TEXT,
            names=names if bad else (),
            objects=found.objects if bad else (),
        )


def joined(texts: Iterable[Text]) -> Text:
    """Return several texts as one."""
    every = tuple(texts)
    return Text("、".join(text.zh for text in every), ", ".join(text.en for text in every))


def plain_words(field: RegisterField, value: Scalar) -> Text:
    """Return a value that is the same in both languages, with its unit."""
    if field.kind == "tail":
        return Text(f"****{value}", f"****{value}")
    text = day_words(value) if isinstance(value, date) else plain_number(value)
    if field.unit == NO_TEXT:
        return Text(text, text)
    return Text(f"{text} {field.unit.zh}", f"{text} {field.unit.en}")


def plain_number(value: Scalar) -> str:
    """Return a number as a person writes it, or any other value as text."""
    if not isinstance(value, Decimal):
        return str(value)
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_words(moment: date) -> str:
    """Return a day, or a moment to the minute."""
    return f"{moment:%Y-%m-%d %H:%M}" if isinstance(moment, datetime) else moment.isoformat()


def _watched(found: Watched, within: int) -> WatchedDay:
    state = "past" if found.past else "soon" if found.left <= within else "later"
    past, coming = _LEFT[found.kind]
    pattern = past if found.past else coming
    day = day_words(found.moment)
    label = found.field.label
    words = Text(
        f"{label.zh}：{pattern.zh.format(day=day)}",
        f"{label.en}: {pattern.en.format(day=day)}",
    )
    return WatchedDay(found.field.key, found.moment, found.left, state, words)


def figure(found: Measured) -> str:
    """Return the figures of a measure: ``3 / 4``; a dash where there is nothing to measure."""
    if found.amount is None:
        return "—"
    amount = plain_number(round(found.amount, 1))
    return amount if found.of is None else f"{amount} / {plain_number(found.of)}"
