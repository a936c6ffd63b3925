"""How drawn numbers are written: papers of the organ, internal series, cases."""

from __future__ import annotations

from workbench.core.pack import Pack
from workbench.core.parameters import word
from workbench.services.desk import Desk

CASE = "case"
"""The series of case numbers."""


def paper_number(desk: Desk, pack: Pack, series: str, year: int, serial: int) -> str:
    """Return a number as it stands on paper, by the pack's templates.

    Series of the organ end in 字 and carry the office's codes; internal series and cases have four digits.
    """
    texts = pack.papers["common"].texts
    if series == CASE:
        return texts["internal_number"].zh.format(series=word(pack, "case_series"), year=year, serial=f"{serial:04d}")
    if not series.endswith("字"):
        return texts["internal_number"].zh.format(series=series, year=year, serial=f"{serial:04d}")
    settings = desk.database.settings
    return texts["number"].zh.format(
        organ=settings.get("organ_code") or word(pack, "organ_code"),
        section=settings.get("section_code") or word(pack, "section_code"),
        series=series,
        year=year,
        serial=serial,
    )
