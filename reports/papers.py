"""The wording of a paper out of the pack: its own texts over those that all papers share."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.core.pack import Paper

COMMON = "common"


def texts_of(papers: Mapping[str, Paper], code: str, language: str = "zh") -> dict[str, str]:
    """Return the templates of a paper in one language; a code the pack lacks is a ``KeyError``."""
    own, shared = papers[code].texts, papers[COMMON].texts
    return {key: text.in_language(language) for key, text in {**shared, **own}.items()}


def paper_number(papers: Mapping[str, Paper], code: str, *, organ: str, section: str, year: int, serial: int) -> str:
    """Return the number of a paper: ``澄公（治）大受字〔2026〕21号``, or ``CL-2026-21`` for internal series.

    Args:
        papers: Papers of the pack.
        code: F-code or internal series.
        organ: Code of the organ, e.g. ``澄公``.
        section: Code of the section, e.g. ``治``.
        year: Full year.
        serial: Number within organ, series and year, from 1.
    """
    series = papers[code].series
    template = "number" if series.endswith("字") else "internal_number"
    return (
        papers[COMMON].texts[template].zh.format(organ=organ, section=section, series=series, year=year, serial=serial)
    )
