"""The security plan, its copies, the post cards and the sheets of patrols and checkpoints as papers of a case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from reports.blocks import Document
from reports.issue import Issue
from workbench.errors import Text
from workbench.services.looking import Look
from workbench.services.plan_source import CARD, PLAN
from workbench.services.slips import Slip, Which, form

_KINDS: tuple[tuple[str, str, Which], ...] = (
    (PLAN, "plan", Which()),
    (PLAN, "public", Which(name=Text("公开版", "public copy"), variant="public", tail="G")),
    (CARD, "cards", Which("A6", Text("单张", "single"), sign="-")),
    (CARD, "sheet", Which("A4", Text("四联", "four to a sheet"), sign="-")),
    (PLAN, "map", Which("map", Text("平面图 A3", "map A3"), tail="T", sign="-")),
    (PLAN, "patrol", Which("patrol", Text("巡逻记录", "patrol sheets"), tail="X", sign="-")),
    (PLAN, "checkpoints", Which("checkpoint", Text("卡口检查记录", "checkpoint sheets"), tail="K", sign="-")),
)
"""Code of the pack, kind of paper, which one of several."""


def slips(look: Look) -> Iterator[Slip]:
    """Yield the papers of the plan; what is not stated in it says so, so they can always be made."""
    for code, kind, which in _KINDS:
        yield form(look, code, partial(_document, kind=kind), which)
    reading = Which(name=Text("英文版", "in English"), variant="en", tail="E")
    yield form(look, PLAN, partial(_document, kind="plan", language="en"), reading)


def _document(look: Look, issue: Issue, kind: str, language: str = "zh") -> Document:
    from workbench.services.plan_desk import document_of, of_case  # the desk knows the list of papers

    return document_of(of_case(look, issue, language), kind)
