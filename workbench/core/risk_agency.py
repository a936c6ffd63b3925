"""The agency's own table of factor scores, page by page, as the act that opens its column records it."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.core.commands import AgencyLine
from workbench.core.pack import Pack
from workbench.core.parameters import word
from workbench.core.risk_report import line_of


def table(pages: Sequence[str], pack: Pack) -> tuple[AgencyLine, ...]:
    """Return the lines of the table by the pack's factors, in pack order; what stands twice and differs is left out.

    Args:
        pages: Text of each page of the report.
        pack: Its factors name the lines; anything else is no line.
    """
    found: dict[str, list[AgencyLine]] = {}
    for number, text in enumerate(pages, start=1):
        for line in text.splitlines():
            read = line_of(line, pack)
            if read is not None:
                before, after = read[1] or (None, None)
                reason = "" if read[1] else _reason(line, pack)
                found.setdefault(read[0], []).append(AgencyLine(read[0], before, after, reason, number))
    return tuple(found[code][0] for code in pack.factors if code in found and _agree(found[code]))


def _agree(lines: Sequence[AgencyLine]) -> bool:
    return len({(line.before, line.after) for line in lines}) == 1


def _reason(line: str, pack: Pack) -> str:
    """Return why a factor does not apply: the words of the line that say neither its name nor that it does not."""
    absent = word(pack, "risk_report_not_applicable")
    return " ".join(told for told in line.split()[2:] if told != absent) or absent
