"""The gate before a paper is issued: findings that close ``print`` for this paper."""

from __future__ import annotations

from workbench.core.assessment import Finding
from workbench.core.case_findings import REFUSAL
from workbench.core.numbering import paper_code
from workbench.errors import Text, WorkbenchError
from workbench.services.looking import Look


class PrintGateError(WorkbenchError):
    """A paper may not be issued while findings close the gate before it."""


def closed(look: Look, paper: str) -> tuple[Finding, ...]:
    """Return the findings that close the gate for a paper; grounds of refusal concern the refusal alone."""
    row = look.pack.lists["act_papers"].get("refuse")
    refuses = row is not None and paper_code(paper) == row.data["paper"]
    fired = (f for f in look.findings if f.fired and "print" in f.check.gates)
    return tuple(f for f in fired if refuses or f.check.code != REFUSAL)


def require_open(look: Look, paper: str) -> None:
    """Refuse a paper whose gate is closed.

    Raises:
        PrintGateError: Names the findings and what settles them.
    """
    found = closed(look, paper)
    if not found:
        return
    zh = "；".join(f"{f.check.code} {why.zh}" for f in found for why in f.why)
    en = "; ".join(f"{f.check.code} {why.en}" for f in found for why in f.why)
    message = Text(f"文书不能出具：{zh}", f"the paper cannot be issued: {en}")
    raise PrintGateError(message, where=paper, remedy=found[0].check.remedy)
