"""Constants of published models as named records; one constant per source, conflicting variants side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from workbench.errors import NO_TEXT, PackError, Text

Number = int | Fraction | float


@dataclass(frozen=True)
class Parameter:
    """A constant, or a table of steps, of one source.

    Attributes:
        code: Stable name; the part before the first dot is its set, e.g. ``sfpe.k_level``.
        value: The constant; ``None`` for a table or a range.
        low, high: Bounds, where the source gives a range.
        steps: Rows of a table; the first column is the upper bound of the step unless the model says otherwise.
        columns: What the columns of the table are.
        unit: Unit of the value.
        cited, edition, clause: Where it was published.
        mark: Evidence mark: A full text, B excerpt, C weak, X computed, M memory (to be verified), P office default.
        jurisdiction: Where the source applies, e.g. ``GB``; empty = no jurisdiction.
    """

    code: str
    text: Text
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    steps: tuple[tuple[Decimal, ...], ...] = ()
    columns: tuple[Text, ...] = ()
    unit: str = ""
    cited: Text = NO_TEXT
    edition: str = ""
    clause: str = ""
    mark: str = "P"
    jurisdiction: str = ""

    @property
    def family(self) -> str:
        """Return the set the parameter belongs to."""
        return self.code.partition(".")[0]

    @property
    def office(self) -> bool:
        """Return whether it is an office default rather than a published figure."""
        return self.mark == "P"


class ParameterSet:
    """The parameters of a pack by code."""

    def __init__(self, rows: Mapping[str, Parameter]) -> None:
        """Keep the rows."""
        self._rows = rows

    def __getitem__(self, code: str) -> Parameter:
        """Return a parameter; ``PackError`` when the pack has none of that code."""
        found = self._rows.get(code)
        if found is None:
            message = Text(f"规则包缺少人群模型参数：{code}", f"the pack has no crowd parameter {code}")
            raise PackError(message, where=code, remedy=Text("检查规则包的人群参数文件", "check the pack's crowd file"))
        return found

    def __contains__(self, code: object) -> bool:
        """Return whether there is a parameter of that code."""
        return code in self._rows

    def rows(self, prefix: str = "") -> tuple[Parameter, ...]:
        """Return the parameters whose code begins with the prefix, in pack order."""
        return tuple(row for code, row in self._rows.items() if code.startswith(prefix))


def exact(parameter: Parameter) -> Fraction:
    """Return the value as a fraction; ``PackError`` when the parameter is a table or a range."""
    if parameter.value is None:
        message = Text(f"参数不是单个数值：{parameter.code}", f"the parameter {parameter.code} is not one number")
        raise PackError(message, where=parameter.code)
    return Fraction(parameter.value)
