"""What a person typed into the form of a register, as values: dates, numbers and choices in the usual spellings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from workbench.core.pack import Column, Pack, Register, RegisterField
from workbench.core.register_entries import FieldFault, RegisterEntry, entry_of, faults
from workbench.core.register_match import code_key
from workbench.core.values import Scalar
from workbench.exchange.cells import read_cell
from workbench.services.register_words import day_words, plain_number

_READ = {"integer": "integer", "number": "number", "date": "date", "datetime": "datetime"}


def read(pack: Pack, register: Register, typed: Mapping[str, Scalar]) -> tuple[RegisterEntry, tuple[FieldFault, ...]]:
    """Return what was typed as an entry, and what is wrong with it; nothing is guessed.

    Full-width figures, ``2026/4/10``, ``2026年4月10日`` and thousands separators are understood, as in the workbook.
    """
    values = {field.key: _value(field, typed.get(field.key)) for field in register.fields}
    entry = entry_of(register, values)
    return entry, faults(pack, register, entry)


def _value(field: RegisterField, typed: Scalar) -> Scalar:
    """Return a typed value; what cannot be read stays the text it is, and is refused as such."""
    if not isinstance(typed, str):
        return typed
    text = typed.strip()
    if field.kind == "code":
        return code_key(text) or text
    if field.kind not in _READ or not text:
        return text
    value, _remark = read_cell(text, Column(field.key, field.label, _READ[field.kind]))
    return text if value is None else value


def shown(value: Scalar) -> str:
    """Return a value as it stands in a field of the form; choices stay codes."""
    if value is None:
        return ""
    return day_words(value) if isinstance(value, date) else plain_number(value)
