"""The agency's own table of factor scores, read from the text of its report.

A line of the table is: code of the factor, its name, score before controls, ground, score after controls. A factor
that does not apply says so in place of the scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workbench.core.commands import AgencyLine
from workbench.core.pack import Pack

_SCORE = re.compile(r"(?<!\S)[0-4](?!\S)")
_CODE = re.compile(r"\s*([A-Za-z]\w*(?:\.\w+)+)\s*[*★]?\s+(\S.*)")
NOT_APPLICABLE = "不适用"


def table(pages: Sequence[str], pack: Pack) -> tuple[AgencyLine, ...]:
    """Return the lines of the table by the pack's factors, in pack order; the first line of a factor counts.

    Args:
        pages: Text of each page of the report.
        pack: Its factors name the lines; anything else is no line.
    """
    found: dict[str, AgencyLine] = {}
    for number, text in enumerate(pages, start=1):
        for line in _lines(text, pack, number):
            found.setdefault(line.factor, line)
    return tuple(found[code] for code in pack.factors if code in found)


def _lines(text: str, pack: Pack, page: int) -> Iterator[AgencyLine]:
    for raw in text.splitlines():
        match = _CODE.fullmatch(raw)
        if match is None or match[1] not in pack.factors:
            continue
        line = _line(match[1], match[2], page)
        if line is not None:
            yield line


def _line(code: str, rest: str, page: int) -> AgencyLine | None:
    if NOT_APPLICABLE in rest:
        words = [w for w in rest.split()[1:] if w != NOT_APPLICABLE]
        return AgencyLine(code, None, None, " ".join(words) or NOT_APPLICABLE, page)
    scores = list(_SCORE.finditer(rest))
    if len(scores) < 2 or scores[-1].end() != len(rest.rstrip()):
        return None
    return AgencyLine(code, int(scores[0][0]), int(scores[-1][0]), page=page)
