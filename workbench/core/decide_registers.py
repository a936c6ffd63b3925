"""Rules of the registers of a case: an entry is of a known register, and its fields hold what the pack asks for."""

from __future__ import annotations

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.decide_base import Context, Extra, Refusal, Rule, listed, stated
from workbench.core.pack import Pack
from workbench.core.register_entries import RegisterEntry, faults


def check_entry(pack: Pack, entry: RegisterEntry, scope: str) -> None:
    """Refuse an entry with a fault, at its first faulty field.

    Raises:
        Refusal: The register is not one of that scope, or a field is missing, wrong, or of another half.
    """
    mine = [code for code, row in pack.registers.items() if row.scope == scope and not row.kept]
    listed(entry.register, mine, "register")
    found = faults(pack, pack.registers[entry.register], entry)
    if found:
        raise Refusal("register", found[0].field, found[0].message, found[0].remedy)


def _set_entry(case: Case, command: c.SetEntry, context: Context) -> Extra:
    """An entry keeps the register it was made in."""
    stated(command, "entry")
    before = case.registers.get(command.entry)
    listed(command.register, [before.register] if before else context.pack.registers, "register")
    check_entry(context.pack, RegisterEntry(command.register, command.values, command.personal), "case")
    return {}


def _strike_entry(case: Case, command: c.StrikeEntry, _context: Context) -> Extra:
    listed(command.entry, case.registers, "entry")
    return {}


RULES: dict[str, Rule] = {"set_entry": _set_entry, "strike_entry": _strike_entry}
"""Command kind → rule."""
