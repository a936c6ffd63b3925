"""What a person types about a post, as values of its columns, and as text again; nothing is guessed."""

from __future__ import annotations

from datetime import date

from workbench.core.pack import Column
from workbench.core.values import Scalar
from workbench.exchange.cells import read_cell
from workbench.services.register_words import day_words, plain_number


def read(column: Column, typed: str) -> Scalar:
    """Return a typed text as a value of a column; nothing typed is nothing stated.

    Full-width figures, ``2026/4/10 8:00`` and thousands separators are understood, as in the workbook. What cannot be
    read stays the text it is, and is refused as such.
    """
    text = typed.strip()
    if not text:
        return None
    value, _remark = read_cell(text, column)
    return text if value is None else value


def shown(value: Scalar) -> str:
    """Return a value as it stands in a field."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(value)
    return day_words(value) if isinstance(value, date) else plain_number(value)
