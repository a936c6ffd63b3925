"""The crowd models' constants and examples, from the rows of a pack."""

from __future__ import annotations

from workbench.core.pack import Pack
from workbench.crowd.parameters import Parameter, ParameterSet
from workbench.crowd.verification import Example


def crowd_parameters(pack: Pack) -> ParameterSet:
    """Return the constants of the crowd models as the pack, and the office's own over it, give them."""
    return ParameterSet(
        {
            row.code: Parameter(
                code=row.code,
                text=row.text,
                value=row.value,
                low=row.low,
                high=row.high,
                steps=row.steps,
                columns=row.columns,
                unit=row.unit,
                cited=row.cited,
                edition=row.edition,
                clause=row.clause,
                mark=row.mark,
                jurisdiction=row.jurisdiction,
            )
            for row in pack.crowd.values()
        }
    )


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
