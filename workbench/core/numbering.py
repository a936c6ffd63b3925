"""Identifiers of papers, and the rule that drawn numbers have no gaps (K32).

One paper of a case may exist many times, each under an identifier of its own.

``F11`` is the only grant of a case, ``F05:2`` its second correction notice, ``F18-A`` the responsibility list of party
A, ``F11.en`` the English reading version of the grant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workbench.errors import Text

_PARTS = re.compile(r"[-:.]")


def paper_code(paper: str) -> str:
    """Return the code of the pack's table of papers out of the identifier of a paper: ``F05`` out of ``F05:2``."""
    return _PARTS.split(paper, maxsplit=1)[0]


@dataclass(frozen=True)
class Drawn:
    """A number of a register: series, year, serial from 1, and why it was voided (``None``: it was not)."""

    series: str
    year: int
    serial: int
    void_reason: str | None = None


@dataclass(frozen=True)
class NumberFault:
    """What is wrong with a number of a register (K32)."""

    series: str
    year: int
    serial: int
    text: Text


def number_faults(drawn: Iterable[Drawn]) -> tuple[NumberFault, ...]:
    """Return what breaks the rule for numbers: unique and without gaps per series and year, voided ones with a reason.

    Args:
        drawn: The numbers of one or many registers, in any order.
    """
    registers: dict[tuple[str, int], list[Drawn]] = {}
    for one in drawn:
        registers.setdefault((one.series, one.year), []).append(one)
    return tuple(fault for (series, year), rows in sorted(registers.items()) for fault in _faults(series, year, rows))


def _faults(series: str, year: int, rows: list[Drawn]) -> Iterator[NumberFault]:
    count = Counter(row.serial for row in rows)
    for serial in range(1, max(count) + 1):
        if not count[serial]:
            yield NumberFault(series, year, serial, Text("文号缺失，序列不连续", "the number is missing: a gap"))
        if count[serial] > 1:
            yield NumberFault(series, year, serial, Text("文号重复", "the number was drawn twice"))
    for serial in sorted(serial for serial in count if serial < 1):
        yield NumberFault(series, year, serial, Text("文号须从 1 起", "numbers begin with 1"))
    for row in rows:
        if row.void_reason is not None and not row.void_reason.strip():
            yield NumberFault(series, year, row.serial, Text("作废未写明理由", "voided without a reason"))
