"""The registers of a case: what is entered, what the application proposes, its organisations, its clashes."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from workbench.core.case import Case
from workbench.core.commands import SetEntry
from workbench.core.pack import Pack, Register, RegisterField
from workbench.core.parameters import word
from workbench.core.register_entries import RegisterEntry, blank, entry_of, faults
from workbench.core.register_match import name_key
from workbench.core.values import Scalar
from workbench.errors import Text
from workbench.services import access, organisations, registers
from workbench.services.desk import Desk
from workbench.services.event_calendar import clashes_with
from workbench.services.register_views import CaseRegisters, SectionPage
from workbench.services.views import OpenItem, Person

PAGE = 14
"""Number of the page of a case that shows its registers."""


def case_registers(desk: Desk, person: Person, case: str) -> CaseRegisters:
    """Return everything registered about a case."""
    access.require(desk.pack, person, "read_case")
    state = desk.case(case)
    prefill = {code: tuple(_proposed(state, row)) for code, row in desk.pack.registers.items() if row.each}
    return CaseRegisters(
        case=case,
        sections=tuple(sections(desk, person, case)),
        bodies=organisations.bodies_of(desk, case),
        clashes=clashes_with(desk, case),
        prefill={code: found for code, found in prefill.items() if found},
    )


def sections(desk: Desk, person: Person, case: str) -> Iterator[SectionPage]:
    """Yield the registers of a case by section, in the order of the pack."""
    for code, section in desk.pack.lists["register_sections"].items():
        mine = [name for name, row in desk.pack.registers.items() if row.section == code and row.scope == "case"]
        if mine:
            pages = tuple(registers.page(desk, person, name, registers.Wanted(case=case)) for name in mine)
            yield SectionPage(code, section.text, str(section.data.get("icon", "")), pages)


def new_entry(case: str, register: Register, values: dict[str, Scalar], entry: str = "") -> SetEntry:
    """Return the command that enters something in a register of a case, or changes an entry."""
    made = entry_of(register, values)
    name = entry or f"{register.code}-{secrets.token_hex(5)}"
    return SetEntry(case, name, register.code, made.values, made.personal)


# What the application proposes


def _proposed(case: Case, register: Register) -> Iterator[RegisterEntry]:
    """Yield the entries that the application proposes and that are not there yet; a person enters them."""
    fields = case.application.fields
    stated = fields.get(register.each)
    elements = stated if isinstance(stated, tuple) else ("",) if register.each == "-" else ()
    there = {name_key(e.get(register.title)) for e in case.registers.values() if e.register == register.code}
    for element in elements:
        values = {field.key: _prefilled(case, field, element) for field in register.fields if field.prefill}
        made = entry_of(register, values)
        new = name_key(made.get(register.title)) not in there
        if new and _says_something(register, made):
            yield made


def _says_something(register: Register, made: RegisterEntry) -> bool:
    """Return whether the application states more than where the event is."""
    days = [field.key for field in register.fields if field.prefill and field.kind == "datetime"]
    return all(not blank(made.get(key)) for key in days)


def _prefilled(case: Case, field: RegisterField, element: str) -> Scalar:
    word, _, key = field.prefill.partition(" ")
    if word == "$each":
        return element
    if word == "in":
        held = case.application.fields.get(key)
        return int(isinstance(held, tuple) and element in held)
    if field.kind in {"integer", "number"}:
        return _number(word)
    return case.application.fields.get(word)


def _number(word: str) -> Scalar:
    try:
        value = Decimal(word)
    except InvalidOperation:
        return None
    return int(value) if value == value.to_integral_value() else value


def is_whole(pack: Pack, entry: RegisterEntry) -> bool:
    """Return whether a proposed entry may be recorded as it is, or first needs a person to fill it in."""
    return not faults(pack, pack.registers[entry.register], entry)


# Open items


CLASH_CHECK = "clash_check"
"""Parameter: the check that events of other cases make."""


def register_items(desk: Desk, case: str) -> Iterator[OpenItem]:
    """Yield what the registers leave open in a case: warnings about its organisations, clashes, late entries."""
    for name, entry, warnings in organisations.warned_of(desk, case):
        for warning in warnings:
            yield OpenItem("warn", Text(f"{name}：{warning.zh}", f"{name}: {warning.en}"), PAGE, entry)
    check = word(desk.pack, CLASH_CHECK)
    for clash in clashes_with(desk, case):
        text = Text(f"{check} {clash.text.zh}", f"{check} {clash.text.en}")
        yield OpenItem("warn", text, PAGE, f"clash:{clash.kind}", clash.day, check)
    for register, measures in registers.measures_in(desk, case):
        for measure in measures:
            if measure.in_order is False:
                text = _advice(register, measure.advice, measure.value)
                yield OpenItem("info", text, PAGE, register.code)


def _advice(register: Register, advice: Text, value: str) -> Text:
    return Text(f"{register.text.zh}：{advice.zh}（{value}）", f"{register.text.en}: {advice.en} ({value})")
