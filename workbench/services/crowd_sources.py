"""The constants of the crowd models by quantity: where several sources give the same one, they stand side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.crowd_rows import crowd_parameters
from workbench.core.pack import Pack
from workbench.crowd.parameters import Parameter, ParameterSet
from workbench.errors import NO_TEXT, Text

CONFLICTS = "crowd_conflicts"
"""List of the pack that names constants of one quantity whose names differ from source to source."""


@dataclass(frozen=True)
class Quantity:
    """One quantity and what each source says of it.

    Attributes:
        text: The quantity.
        note: What the reader should know about the difference; empty when there is nothing to say.
        parameters: One constant per source; several of one source when it has steps of its own.
    """

    text: Text
    note: Text
    parameters: tuple[Parameter, ...]

    @property
    def differs(self) -> bool:
        """Say whether the sources disagree."""
        return len({(one.value, one.low, one.high, one.steps) for one in self.parameters}) > 1


def conflicts(pack: Pack) -> tuple[Quantity, ...]:
    """Return the quantities that more than one source of the pack gives."""
    constants = crowd_parameters(pack)
    told = tuple(_told(pack, constants))
    known = {one.code for quantity in told for one in quantity.parameters}
    return (*told, *_same_name(constants, known))


def constants(pack: Pack) -> tuple[Parameter, ...]:
    """Return every constant of the pack."""
    return crowd_parameters(pack).rows()


def _told(pack: Pack, constants_: ParameterSet) -> Iterator[Quantity]:
    """Yield the quantities that the pack's own list names."""
    for row in pack.lists.get(CONFLICTS, {}).values():
        codes = row.data.get("of", ())
        assert isinstance(codes, tuple | list)
        found = tuple(constants_[str(code)] for code in codes if code in constants_)
        note = Text(str(row.data.get("note_zh", "")), str(row.data.get("note_en", "")))
        if len(found) > 1:
            yield Quantity(row.text, note, found)


def _same_name(constants_: ParameterSet, known: set[str]) -> Iterator[Quantity]:
    """Yield constants that a variant of their set gives as well, ``maurer`` and ``maurer_other`` by one name."""
    families = {one.family for one in constants_.rows()}
    for one in constants_.rows():
        name = one.code.partition(".")[2]
        variants = [f"{family}.{name}" for family in families if family.startswith(f"{one.family}_")]
        others = tuple(constants_[code] for code in sorted(variants) if code in constants_ and code not in known)
        if others and one.code not in known:
            yield Quantity(one.text, NO_TEXT, (one, *others))
