"""The registry of published examples: each is computed by the very function that serves the window and the checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from workbench.crowd.model import InputError, calculate
from workbench.crowd.parameters import ParameterSet
from workbench.crowd.registry import model
from workbench.crowd.working import figure
from workbench.errors import Text

REFUSED = "refused"


@dataclass(frozen=True)
class Example:
    """A published example.

    Attributes:
        code: Stable identifier.
        text: What it shows.
        model: Code of the model.
        given: Inputs as typed.
        output: Key of the output compared; for a table ``KEY.ROW``.
        expected: The published result as written; ``refused`` when the model must refuse, naming the input ``output``.
        tolerance: Greatest absolute difference; 0 compares exactly.
        clause: Where the example stands in the source.
        mark: Evidence mark of the example.
    """

    code: str
    text: Text
    model: str
    given: Mapping[str, object]
    output: str
    expected: str
    tolerance: Decimal = Decimal(0)
    clause: str = ""
    mark: str = "C"


@dataclass(frozen=True)
class Outcome:
    """An example with what was computed."""

    example: Example
    found: str
    passed: bool

    @property
    def criterion(self) -> str:
        """Return what must hold."""
        one = self.example
        if one.expected == REFUSED:
            return f"{REFUSED} ({one.output})"
        return f"{one.output} = {one.expected}" + (f" ± {one.tolerance.normalize():f}" if one.tolerance else "")


def verify(example: Example, parameters: ParameterSet) -> Outcome:
    """Return whether an example comes out as published."""
    try:
        values = calculate(model(example.model), example.given, parameters).values
    except InputError as fault:
        passed = example.expected == REFUSED and example.output == fault.where
        return Outcome(example, f"{REFUSED} ({fault.where})", passed)
    found = _output(values, example.output)
    told = str(found).lower() if isinstance(found, bool) else figure(found)
    return Outcome(example, told, example.expected != REFUSED and _agrees(found, example))


def _output(values: Mapping[str, object], path: str) -> object:
    found: object = values
    for part in path.split("."):
        if isinstance(found, Mapping):
            found = found.get(part)
        elif isinstance(found, tuple | list) and part.isdecimal() and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found


def _agrees(found: object, example: Example) -> bool:
    if isinstance(found, bool) or not isinstance(found, int | float | Fraction | Decimal):
        return str(found).lower() == example.expected.lower()
    exact = Fraction(found)
    return abs(exact - Fraction(example.expected)) <= Fraction(example.tolerance)
