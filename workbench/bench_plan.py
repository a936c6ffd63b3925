"""What a security plan of some forty pages costs against bare reportlab drawing the same runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from workbench.bench import Ratio, alternate


def plan(_folder: Path, _cases: int) -> Ratio:
    """Measure setting and writing the plan against writing text runs, rules and shapes at places already known."""
    from workbench.services import plan_bench

    ours, bare, pages = plan_bench.measured()
    mine, theirs = alternate(ours, bare, 5)
    name = f"security plan of {pages} pages: {mine:.2f} s"
    return Ratio(name, mine, theirs, 1.5, f"bare: reportlab drawing the same runs, {theirs:.2f} s")


BENCHES: Mapping[str, Callable[[Path, int], Ratio]] = {"plan": plan}
"""Name → measurement."""
