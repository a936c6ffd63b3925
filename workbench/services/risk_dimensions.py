"""The dimensions of the risk index as the views show them."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.services.looking import Look
from workbench.services.views import DimensionView


def dimensions(look: Look) -> Iterator[DimensionView]:
    """Yield the dimensions that have applicable factors, in pack order."""
    before = {share.dimension.code: share.share for share in look.risk.before.shares}
    factors, missing = look.case.factors, look.risk.after.missing
    for found in look.risk.after.shares:
        own = [f.code for f in look.pack.factors.values() if f.dimension == found.dimension.code]
        total = sum(not (code in factors and factors[code].not_applicable) for code in own)
        open_ = sum(code in missing for code in own)
        code, title = found.dimension.code, found.dimension.text
        yield DimensionView(code, title, found.weight, before[code], found.share, total - open_, total)
