"""Words and marks of register entries that the pages share."""

from __future__ import annotations

from workbench.core.pack import Register
from workbench.services.register_views import EntryView, MeasureView
from workbench.ui.i18n import say, tr

JUDGING = frozenset({"same_day", "lead_hours", "covered", "overdue"})
"""Kinds of measures that find single entries not in order."""


def state_of(register: Register, view: EntryView) -> tuple[str, str]:
    """Return the state of an entry in a word and its colour family; both empty when there is nothing to say."""
    first = view.watched[0] if view.watched else None
    if first is not None and first.state == "past":
        return (tr("逾期"), "bad") if register.done else (tr("已到期"), "bad")
    if not view.in_order:
        return tr("须处理"), "bad"
    if first is not None and first.state == "soon" and not register.done:
        return tr("将到期"), "warn"
    if register.done:
        return (tr("未办结"), "info") if view.open else (tr("已办结"), "ok")
    return "", ""


def has_state(register: Register) -> bool:
    """Say whether entries of a register have a state at all."""
    judged = any(measure.kind in JUDGING for measure in register.measures)
    return bool(register.done) or judged or any(field.watch for field in register.fields)


def measure_words(measure: MeasureView) -> str:
    """Return a figure with its name, and the advice when it is not in order."""
    advice = f" · {say(measure.advice)}" if measure.in_order is False else ""
    return f"{say(measure.label)} {measure.value}{advice}"
