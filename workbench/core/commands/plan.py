"""The office's own work on the plan: rows of its sheets and objects of the drawing."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.commands.base import Command
from workbench.core.values import Scalar

SET, ADD, REMOVE, PUT = "set", "add", "remove", "put"
ACTS = (SET, ADD, REMOVE, PUT)

PointMm = tuple[int, int]
"""x and y of the local plane in whole millimetres: the journal holds no broken numbers."""


@dataclass(frozen=True)
class Shape:
    """A drawn object: what :class:`workbench.core.values.Feature` holds, in whole millimetres.

    ``rings`` are closed for polygons, outer ring first; ``parts`` has, for several polygons, the rings of each.
    """

    geometry: str
    rings: tuple[tuple[PointMm, ...], ...]
    kind: str = ""
    name: str = ""
    parts: tuple[int, ...] = ()
    extra: tuple[tuple[str, Scalar], ...] = ()


@dataclass(frozen=True)
class PlanChange:
    """One change of the plan.

    Attributes:
        where: A sheet (``zones``, ``posts`` …), or a layer of the drawing (``site.zone``, ``site.post`` …).
        code: The row's code in its sheet, the object's code in its layer (see :mod:`workbench.core.working_plan`).
        act: ``set`` what is there, ``add`` what is not, ``remove`` what is there, ``put`` = set or add.
        values: Of a row: the columns that change; of an added one, what is stated.
        shape: Of an object that is set or added: the whole of it.
    """

    where: str
    code: str
    act: str = "set"
    values: tuple[tuple[str, Scalar], ...] = ()
    shape: Shape | None = None


@dataclass(frozen=True)
class EditPlan(Command):
    """Change the plan in force: several changes at once, carried out in their order, all or none."""

    changes: tuple[PlanChange, ...]
    reason: str = ""
