"""What the files of papers are called: the code, the title in the language of the paper, its number or that it is none.

``F11_安全许可决定书_澄公治大许准字2026-17.pdf``, ``F19-en_Safety-work-plan_draft.pdf``.
"""

from __future__ import annotations

import re

from workbench.errors import Text

ENGLISH = "en"
_READING = ".en"
"""What the code of an English paper ends in."""
_DRAFT = Text("草稿", "draft")
_KEY = re.compile(r":[^.]*")
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_NO_WORDS = re.compile(r"[^A-Za-z0-9]+")
LONGEST = 76
"""Signs of a name before its ending."""


def language_of(paper: str) -> str:
    """Return the language of a paper by its code."""
    return ENGLISH if paper.endswith(_READING) else "zh"


def file_name(paper: str, title: Text, number: str, language: str = "") -> str:
    """Return the name of a paper's file: at most 80 characters, nothing a file system refuses.

    Args:
        paper: Code; of several papers of one code the number in the name tells which it is.
        title: In both languages; an English title stands in plain letters with hyphens.
        number: Empty for a draft.
        language: Of the paper; by its code when not given.
    """
    spoken = language or language_of(paper)
    plain = number.replace("（", "").replace("）", "").replace("〔", "").replace("〕", "-").removesuffix("号")
    kind = _KEY.sub("", paper).replace(".", "-")
    if spoken == ENGLISH and language_of(paper) != ENGLISH:
        kind = f"{kind}-{ENGLISH}"
    named = _NO_WORDS.sub("-", title.en).strip("-") if spoken == ENGLISH else title.zh
    tail = _NOT_IN_NAMES.sub("", plain or _DRAFT.in_language(spoken))
    head = _NOT_IN_NAMES.sub("", "_".join(part for part in (kind, named) if part))
    return f"{head[: max(0, LONGEST - 1 - len(tail))]}_{tail}"[:LONGEST] + ".pdf"
