"""A result with its working: what was taken, what was worked out, by which convention, and what to be wary of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from workbench.crowd.parameters import Number, Parameter, ParameterSet, exact
from workbench.errors import Text

SHOWN_DIGITS = 4
"""Figures after the point that a working shows; nothing is rounded before it."""


@dataclass(frozen=True)
class Step:
    """One line of a working.

    Attributes:
        what: What is worked out.
        sum: The sum with its numbers, e.g. ``5 × 82``.
        value, unit: What it gives.
        sources: Codes of the parameters taken in this line.
    """

    what: Text
    sum: str
    value: Number
    unit: str = ""
    sources: tuple[str, ...] = ()

    @property
    def line(self) -> Text:
        """Return the step as one line in both languages."""
        shown = f"{self.sum} = {figure(self.value)}" if self.sum else figure(self.value)
        unit = UNITS.get(self.unit, Text(self.unit, self.unit))
        return Text(f"{self.what.zh}：{shown} {unit.zh}".rstrip(), f"{self.what.en}: {shown} {unit.en}".rstrip())


@dataclass(frozen=True)
class Result:
    """What a model gives.

    Attributes:
        model: Code of the model.
        given: The inputs as they were read, defaults included.
        values: Outputs by key; the units stand with the model's outputs.
        steps: The working.
        conventions: Choices that another reader of the source could make differently.
        warnings: What limits the result.
        parameters: Every parameter taken, once, in the order of use.
    """

    model: str
    given: Mapping[str, object]
    values: Mapping[str, object]
    steps: tuple[Step, ...] = ()
    conventions: tuple[Text, ...] = ()
    warnings: tuple[Text, ...] = ()
    parameters: tuple[Parameter, ...] = ()


class Working:
    """The sheet a model writes on while it works."""

    def __init__(self, parameters: ParameterSet) -> None:
        """Begin an empty sheet."""
        self.parameters = parameters
        self.steps: list[Step] = []
        self.conventions: list[Text] = []
        self.warnings: list[Text] = []
        self._taken: dict[str, Parameter] = {}
        self._since: list[str] = []

    def parameter(self, code: str) -> Parameter:
        """Return a parameter and note that it was taken."""
        found = self.parameters[code]
        self._taken[code] = found
        self._since.append(code)
        return found

    def take(self, code: str) -> Fraction:
        """Return a parameter's value exactly and note that it was taken."""
        return exact(self.parameter(code))

    def rate(self, code: str) -> float:
        """Return a parameter's value as a floating number and note that it was taken."""
        return float(self.take(code))

    def step(self, what: Text, sum_: str, value: Number, unit: str = "") -> Number:
        """Write a line and return its value; parameters taken since the last line are its sources."""
        self.steps.append(Step(what, sum_, value, unit, tuple(dict.fromkeys(self._since))))
        self._since.clear()
        return value

    def convention(self, text: Text) -> None:
        """Note a convention, once."""
        if text not in self.conventions:
            self.conventions.append(text)

    def warn(self, text: Text) -> None:
        """Note what limits the result, once."""
        if text not in self.warnings:
            self.warnings.append(text)

    def result(self, model: str, given: Mapping[str, object], values: Mapping[str, object]) -> Result:
        """Return the sheet as a result."""
        return Result(
            model=model,
            given=given,
            values=values,
            steps=tuple(self.steps),
            conventions=tuple(self.conventions),
            warnings=tuple(self.warnings),
            parameters=tuple(self._taken.values()),
        )


UNITS = {
    "p": Text("人", "p"),
    "p/m2": Text("人/m²", "p/m²"),
    "m2/p": Text("m²/人", "m²/p"),
    "m2": Text("m²", "m²"),
    "m": Text("m", "m"),
    "p/min": Text("人/分", "p/min"),
    "p/m/min": Text("人/(m·分)", "p/(m·min)"),
    "p/h": Text("人/小时", "p/h"),
    "p/s": Text("人/秒", "p/s"),
    "p/m/s": Text("人/(m·秒)", "p/(m·s)"),
    "m/s": Text("m/s", "m/s"),
    "m/min": Text("m/分", "m/min"),
    "min": Text("分钟", "min"),
    "s": Text("秒", "s"),
    "h": Text("小时", "h"),
    "lane": Text("条", "lanes"),
    "door": Text("个", "doors"),
    "share": Text("", ""),
}
"""Units in both languages; a unit that is not here is shown as it is written."""


def figure(value: object) -> str:
    """Return a number for reading: exact where it ends within four figures after the point, else rounded to them."""
    if isinstance(value, bool) or not isinstance(value, int | Fraction | float | Decimal):
        return str(value)
    if isinstance(value, int) or value == int(value):
        return str(int(value))
    return f"{float(value):.{SHOWN_DIGITS}f}".rstrip("0").rstrip(".")
