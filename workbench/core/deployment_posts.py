"""The posts of a plan as the sums of the deployment read them, and the pack's rows that they are counted by.

Lengths are metres and kilometres as Decimals; times are local. What is not stated, or cannot be used, is ``None`` (a
place too far out to be one, a strength below one person), and the sums say what follows from that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack
from workbench.core.values import Application, Row, Scalar
from workbench.errors import PackError, Text

FARTHEST = Decimal(10_000_000)
"""No site is wider than this [m]: a coordinate beyond it is a slip of the pen, and would not bear being squared."""
HOUR = 3600


@dataclass(frozen=True)
class Post:
    """A post of the plan.

    Attributes:
        place: x and y [m]; ``None`` where one of them is not stated.
        persons: Its strength; ``None`` where none is stated.
        on, off: On and off duty.
        km, side: Place on a route.
    """

    code: str
    name: str
    kind: str
    layer: str
    team: str
    zone: str
    gate: str
    place: tuple[Decimal, Decimal] | None
    persons: int | None
    unit_type: str
    unit: str
    lead: str
    phone: str
    key: bool
    leader: bool
    chief: str
    mode: str
    domain: str
    on: datetime | None
    off: datetime | None
    km: Decimal | None
    side: str
    row: Row

    @property
    def hours(self) -> Fraction | None:
        """Return how long a shift is [h]; ``None`` without valid times."""
        if self.on is None or self.off is None or self.off <= self.on:
            return None
        return Fraction(int((self.off - self.on).total_seconds()), HOUR)

    def on_duty(self, moment: datetime) -> bool:
        """Return whether it is manned at a moment; who goes off at a moment is not there any more."""
        return self.on is not None and self.off is not None and self.on <= moment < self.off

    def fills(self, column: str) -> bool:
        """Return whether a column says something; a strength below one person says nothing."""
        value = self.row.values.get(column)
        return self.persons is not None if column == "persons" else value is not None and str(value).strip() != ""


def posts(application: Application) -> tuple[Post, ...]:
    """Return the posts of a plan in the order of its sheet; two rows of one code are two posts."""
    return tuple(_post(row) for row in application.rows("posts"))


def of_kind(pack: Pack, kind: str) -> tuple[Choice, ...]:
    """Return the pack's deployment rows of a kind: ``team``, ``zone``, ``layer``, ``chief`` and so on."""
    return tuple(row for row in pack.deployment.values() if row.data.get("kind") == kind)


def rule(pack: Pack, code: str, key: str) -> Decimal:
    """Return a number of one of the pack's deployment rules.

    Raises:
        PackError: The pack has no such number.
    """
    row = pack.deployment.get(code)
    found = None if row is None else number_of(row.data.get(key))
    if found is None:
        message = Text(f"规则包缺少部署规则 {code}.{key}", f"the pack lacks the deployment rule {code}.{key}")
        raise PackError(message, where=code)
    return found


def word(row: Choice) -> str:
    """Return the word of the workbook that a deployment row stands for."""
    return str(row.data.get("word", row.text.zh))


def texts(value: Scalar) -> tuple[str, ...]:
    """Return a list of texts of a pack row."""
    return tuple(str(one) for one in value) if isinstance(value, tuple | list) else ()


def _post(row: Row) -> Post:
    told = {key: _said(row, key) for key in _WORDS}
    return Post(
        **told,
        place=_place(row),
        persons=_strength(row["persons"]),
        key=row["is_key"] is True,
        leader=row["is_leader"] is True,
        on=_moment(row["on"]),
        off=_moment(row["off"]),
        km=_within(row["route_km"]),
        row=row,
    )


_WORDS = (
    "code",
    "name",
    "kind",
    "layer",
    "team",
    "zone",
    "gate",
    "unit_type",
    "unit",
    "lead",
    "phone",
    "chief",
    "mode",
    "domain",
    "side",
)


def _said(row: Row, key: str) -> str:
    return "" if row[key] is None else str(row[key]).strip()


def _place(row: Row) -> tuple[Decimal, Decimal] | None:
    x, y = _within(row["x"]), _within(row["y"])
    return None if x is None or y is None else (x, y)


def _within(value: Scalar) -> Decimal | None:
    found = number_of(value)
    return found if found is not None and found.is_finite() and abs(found) <= FARTHEST else None


def _strength(value: Scalar) -> int | None:
    found = _within(value)
    return int(found) if found is not None and found >= 1 else None


def _moment(value: Scalar) -> datetime | None:
    return value if isinstance(value, datetime) else None
