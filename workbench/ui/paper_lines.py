"""The papers of a case as rows: title, number, day and fingerprint, and how each stands in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workbench.ui.i18n import clock_time, say, tr
from workbench.ui.step_decision_lines import Line
from workbench.ui.step_decision_words import grouped

_LOOK = {
    "issued": ("file-certificate", "accentT", "ok"),
    "void": ("ban", "bad", "bad"),
    "ready": ("file-text", "t2", "info"),
    "revised": ("file-alert", "warn", "warn"),
    "draft": ("pencil", "t2", "neu"),
}
"""State → icon, its ink, family of the tag."""


def state_word(state: str) -> str:
    """Return the word of a paper's state."""
    return {
        "issued": tr("已出具"),
        "void": tr("文号作废"),
        "ready": tr("可出具"),
        "revised": tr("内容有变"),
        "draft": tr("草案"),
    }[state]


def paper_rows(papers: Iterable[Any]) -> list[Line]:
    """Return :class:`~workbench.services.paper_desk.PaperLine` values as rows; none is said in words."""
    rows = [_row(paper) for paper in papers]
    return rows or [Line(tr("还没有文书"), empty=True)]


def _row(paper: Any) -> Line:
    icon, ink, family = _LOOK[paper.state]
    when = clock_time(paper.on) if paper.on else ""
    first = " · ".join(part for part in (paper.number, when) if part)
    proof = f"SHA-256 {grouped(paper.sha256[:16])}" if paper.sha256 else ""
    why = tr("作废：{reason}", reason=paper.note) if paper.note else ""
    details = tuple(part for part in (first, proof, why) if part)
    key = paper.sha256 or paper.id
    return Line(say(paper.title), details, icon, ink, state_word(paper.state), family, key=key, object=paper.id)
