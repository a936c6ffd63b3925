"""The crowd models' constants and examples, from the rows of a pack."""

from __future__ import annotations

from workbench.core.pack import Pack
from workbench.crowd.parameters import ParameterSet
from workbench.crowd.verification import Example


def crowd_parameters(pack: Pack) -> ParameterSet:
    """Return the constants of the crowd models as the pack, and the office's own over it, give them."""
    return ParameterSet(pack.crowd)


def worked_examples(pack: Pack) -> tuple[Example, ...]:
    """Return the registry of published examples."""
    return tuple(
        Example(
            code=row.code,
            text=row.text,
            model=row.model,
            given=dict(row.given),
            output=row.output,
            expected=row.expected,
            tolerance=row.tolerance,
            clause=row.clause,
            mark=row.mark,
        )
        for row in pack.examples.values()
    )
