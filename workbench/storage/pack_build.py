"""A :class:`~workbench.core.pack.Pack` from raw rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from workbench.core.pack import Choice, Pack
from workbench.errors import Text
from workbench.storage.pack_conditions import ConditionError, compile_condition
from workbench.storage.pack_faults import Fault, fault
from workbench.storage.pack_fields import field_kinds, read_all, read_condition
from workbench.storage.pack_folder import Source, key_of, row_classes
from workbench.storage.pack_references import reference_faults


def build_pack(source: Source, faults: list[Fault], *, quick: bool = False) -> Pack | None:
    """Return the pack of all rows that are right; everything else is appended to the faults.

    ``quick`` leaves the conditions uncompiled until they are first asked.
    """
    head = source.head
    if head is None:
        return None
    pack = Pack(
        name=head.name,
        version=head.version,
        digest=source.digest.hexdigest(),
        title=Text(head.zh, head.en),
        extends=head.extends,
        **_made_tables(source, faults),
        lists=_made_lists(source, faults),
        roles=_made_roles(source, faults),
        valid_from=head.valid_from,
    )
    faults.extend(reference_faults(pack))
    if not quick:
        faults.extend(_condition_faults(source))
    return pack


def _condition_faults(source: Source) -> Iterator[Fault]:
    """Yield the conditions that are no CEL, each at its own line."""
    for table, rows in source.tables.items():
        kinds = field_kinds(row_classes().get(table, Choice))
        names = [name for name, kind in kinds.items() if kind.read is read_condition]
        for raw, name in product(rows, names):
            try:
                compile_condition(str(raw.values.get(name, "always")))
            except ConditionError as error:
                yield fault(raw.at(name), Text(f"{name}：{error.message.zh}", f"{name}: {error.message.en}"))


def _made_tables(source: Source, faults: list[Fault]) -> dict[str, Any]:
    return {
        name: read_all(cls, iter(source.tables.get(name, ())), faults, key_of(name))
        for name, cls in row_classes().items()
    }


def _made_lists(source: Source, faults: list[Fault]) -> dict[str, Mapping[str, Choice]]:
    return {
        name.removeprefix("lists."): read_all(Choice, iter(rows), faults)
        for name, rows in source.tables.items()
        if name.startswith("lists.")
    }


def _made_roles(source: Source, faults: list[Fault]) -> dict[str, frozenset[str]]:
    """Return command kind → roles; each line of ``[roles]`` is a list of role names."""
    made: dict[str, frozenset[str]] = {}
    for kind, raw in source.roles.items():
        value = raw.values[kind]
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            made[kind] = frozenset(value)
        else:
            faults.append(fault(raw.at(kind), Text(f"{kind} 应为角色列表", f"{kind} should be a list of roles")))
    return made
