"""What a security plan of some forty pages costs against bare reportlab drawing the same runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from workbench.bench import Ratio, alternate, timed


def plan(_folder: Path, _cases: int) -> Ratio:
    """Measure setting and writing the plan against writing text runs, rules and shapes at places already known."""
    from workbench.services import plan_bench

    ours, bare, pages = plan_bench.measured()
    mine, theirs = alternate(ours, bare, 5)
    name = f"security plan of {pages} pages: {mine:.2f} s"
    return Ratio(name, mine, theirs, 1.5, f"bare: reportlab drawing the same runs, {theirs:.2f} s; {_beside()}")


def _beside() -> str:
    """Return how long other setters take for its headings, paragraphs and tables, without the figures."""
    from workbench.services import plan_bench

    with ExitStack() as stack:
        works = plan_bench.beside(stack)
        told = [f"{name} {min(timed(work) for _ in range(3)):.2f} s" for name, work in works.items()]
    return "its text alone: " + ", ".join(told) if told else "no other setter is installed"


BENCHES: Mapping[str, Callable[[Path, int], Ratio]] = {"plan": plan}
"""Name → measurement."""
