"""Problems collected while a package is read, and the refusal that carries them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from workbench.core.values import Problem
from workbench.errors import PackageError, Text
from workbench.exchange.remedies import REMEDIES

MOST = 5_000
"""How many problems an import tells in all."""

REPEATS = 100
"""How many problems of one kind in one column are told one by one; the rest are counted in a last line."""


class PackageRefused(PackageError):  # noqa: N818 – named for what happened to the package
    """The whole package is refused.

    Attributes:
        problems: Every refused entry or fault, one by one, in file order.
    """

    def __init__(
        self,
        message: Text,
        *,
        where: str = "",
        remedy: Text | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        """Keep the list beside the message."""
        super().__init__(message, where=where, remedy=remedy)
        self.problems = problems


class ImportCancelled(PackageError):  # noqa: N818 – a wish of the person, not a fault
    """The person stopped the import; nothing was kept."""

    def __init__(self) -> None:
        """Say that nothing was changed."""
        super().__init__(Text("导入已取消，未建立案件", "the import was cancelled; no case was made"))


@dataclass(frozen=True)
class Place:
    """Where something stands: file, sheet, row (1-based), field key and cell such as ``C12``."""

    file: str = ""
    sheet: str = ""
    row: int = 0
    field: str = ""
    cell: str = ""


NOWHERE = Place()


@dataclass
class Notes:
    """The growing list of problems of one import."""

    _found: list[Problem] = field(default_factory=list)
    _seen: Counter[tuple[str, str, str, str]] = field(default_factory=Counter)

    def error(self, kind: str, message: Text, place: Place = NOWHERE, **more: object) -> None:
        """Note a value or file that is not used."""
        self.add(kind, "error", message, place, **more)

    def warn(self, kind: str, message: Text, place: Place = NOWHERE, **more: object) -> None:
        """Note something doubtful that is kept."""
        self.add(kind, "warn", message, place, **more)

    def info(self, kind: str, message: Text, place: Place = NOWHERE, **more: object) -> None:
        """Note a recorded conversion or a remark."""
        self.add(kind, "info", message, place, **more)

    def add(self, kind: str, severity: str, message: Text, place: Place = NOWHERE, **more: object) -> None:
        """Add a problem.

        Args:
            kind: Stable word.
            severity: ``error``, ``warn`` or ``info``.
            message: For a person.
            place: Where it stands.
            more: ``original`` (any value, shown as text) and ``remedy`` (a :class:`Text`; by default the kind's).
        """
        key = (kind, place.file, place.sheet, place.field)
        self._seen[key] += 1
        if self._seen[key] > REPEATS or len(self._found) >= MOST:
            return
        original = more.get("original")
        remedy = more.get("remedy") or (REMEDIES.get(kind) if severity != "info" else None)
        assert remedy is None or isinstance(remedy, Text)
        self._found.append(
            Problem(
                kind,
                severity,
                message,
                file=place.file,
                sheet=place.sheet,
                row=place.row,
                field=place.field,
                cell=place.cell,
                original="" if original is None else str(original)[:500],
                remedy=remedy,
            )
        )

    def all(self) -> tuple[Problem, ...]:
        """Return the problems in the order found; what was left out is counted in last lines."""
        if len(self._found) < MOST:
            return (*self._found, *self._counted())
        left = self._seen.total() - len(self._found)
        message = Text(f"问题过多，另有 {left} 处未列出", f"too many problems; {left} more are not listed")
        return (*self._found, Problem("too_many", "error", message))

    def _counted(self) -> list[Problem]:
        last = {(p.kind, p.file, p.sheet, p.field): p for p in self._found}
        return [
            replace(
                last[key],
                row=0,
                cell="",
                original="",
                message=Text(
                    f"同一栏另有 {count - REPEATS} 处同类问题未逐条列出",
                    f"{count - REPEATS} more of the same in this column are not listed one by one",
                ),
            )
            for key, count in self._seen.items()
            if count > REPEATS
        ]
