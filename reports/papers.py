"""The wording of a paper out of the pack: its own texts over those that all papers share."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.core.pack import Paper

COMMON = "common"


def texts_of(papers: Mapping[str, Paper], code: str, language: str = "zh") -> dict[str, str]:
    """Return the templates of a paper in one language; a code the pack lacks is a ``KeyError``."""
    own, shared = papers[code].texts, papers[COMMON].texts
    return {key: text.in_language(language) for key, text in {**shared, **own}.items()}
