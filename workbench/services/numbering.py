"""How drawn numbers are written: papers of the organ, internal series, cases."""

from __future__ import annotations

from workbench.core.pack import Pack
from workbench.core.parameters import word

CASE = "case"
"""The series of case numbers."""


def paper_number(pack: Pack, organ_code: str, series: str, year: int, number: int) -> str:
    """Return a number as it stands on paper; an empty organ code takes the pack's placeholder.

    Series of the organ (ending in 字) are written ``organ code + series〔year〕n号``, without 第 and without leading
    zeros; internal series and cases ``SERIES-year-0001``.
    """
    if series == CASE:
        return f"{word(pack, 'case_series')}-{year}-{number:04d}"
    if series.endswith("字"):
        return f"{organ_code or word(pack, 'organ_code')}{series}〔{year}〕{number}号"
    return f"{series}-{year}-{number:04d}"
