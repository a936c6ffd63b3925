"""The drawn plan as DXF: a small reader of tag pairs for the layers of the package format."""

from __future__ import annotations

from workbench.core.values import SitePlan
from workbench.exchange.limits import Limits
from workbench.exchange.notes import Notes


def read_dxf(data: bytes, name: str, limits: Limits, notes: Notes, *, unit: str = "") -> SitePlan:
    """Read the plan."""
    raise NotImplementedError
