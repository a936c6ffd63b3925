"""What a permit fixes: a supplement after the decision cannot move the event, nor enlarge it.

The pack's list ``permitted_content`` names the fields (``loc.name``) and columns (``sessions.start``) with the kind of
change that touching them is. A kind that may be approved is let through once such a change was approved.

Source:
    大型群众性活动安全管理条例 Art. 15.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from workbench.core.case import Case
from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices
from workbench.core.values import Application, Scalar

SCALE = "scale"
"""The kind of change that only an increase is."""


def unpermitted(case: Case, application: Application, pack: Pack) -> tuple[Choice, ...]:
    """Return the rows of ``permitted_content`` that a new application touches without an approved change."""
    approved = {change.change for change in case.changes if change.result == "approved"}
    rows = choices(pack, "permitted_content").values()
    return tuple(
        row
        for row in rows
        if row.data["change"] not in approved
        and _differs(row, _values(case.application, row), _values(application, row))
    )


def _values(application: Application, row: Choice) -> tuple[Scalar, ...]:
    sheet, _, column = row.code.partition(".")
    if sheet in application.sheets:
        return tuple(r.values.get(column) for r in application.rows(sheet))
    return (application.fields.get(row.code),)


def _differs(row: Choice, before: tuple[Scalar, ...], after: tuple[Scalar, ...]) -> bool:
    if row.data["change"] == SCALE:
        return max(_numbers(after), default=Decimal(0)) > max(_numbers(before), default=Decimal(0))
    return before != after


def _numbers(values: tuple[Scalar, ...]) -> Iterator[Decimal]:
    return (number for value in values if (number := number_of(value)) is not None)
