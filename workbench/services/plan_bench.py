"""What the benchmark of the security plan measures: a plan of some forty pages, and its runs drawn bare."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

from reports import setting, site_figure
from reports.blocks import Document, Rendered
from reports.pdf import bare, drawn, render
from workbench.core.facts import number_of
from workbench.core.values import Application, Row
from workbench.services import plan_beside, plan_desk
from workbench.storage.packs import load_pack, sample_package, samples

POSTS = 300
"""Posts that give a plan of some forty pages."""


def measured() -> tuple[Callable[[], object], Callable[[], object], int]:
    """Return the work of the writer, the work of the bare library on the same runs, and the number of pages.

    The writer sets lines, breaks tables, places labels, draws, embeds, and makes the file fit for the archive; it
    remembers nothing of an earlier round. The runs are those of its pages with their heads and feet.
    """
    document = _plan()

    def work() -> Rendered:
        setting.forget()
        site_figure.forget()
        return render(document)

    made = drawn(document)
    return work, bare(made), len(made)


def beside(stack: ExitStack) -> dict[str, Callable[[], object]]:
    """Return what sets the text of the same plan with other setters, where they are installed, by name."""
    document = _plan()
    return {name: plan_beside.work(name, document, stack) for name in plan_beside.here()}


def _plan() -> Document:
    """Return the plan of the first sample with its posts repeated."""
    source = plan_desk.of_package(sample_package(samples()[0]), load_pack("cn_national"))
    sheets = {**source.plan.sheets, "posts": tuple(_repeated(source.plan))}
    return plan_desk.document_of(replace(source, plan=replace(source.plan, sheets=sheets)), "plan")


def _repeated(application: Application) -> Iterator[Row]:
    rows = application.rows("posts")
    for number in range(POSTS):
        row = rows[number % len(rows)]
        x, y = number_of(row["x"]) or 0, number_of(row["y"]) or 0
        beside = {"x": x + 7 * (number // len(rows)), "y": y + 5 * (number // len(rows))}
        yield replace(row, values={**row.values, **beside, "code": f"N{number:03d}"})
