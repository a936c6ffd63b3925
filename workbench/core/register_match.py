"""The same organisation under other spellings: by credit code, else by its name in one form."""

from __future__ import annotations

import re
import unicodedata

from workbench.core.values import Scalar

_NOT_NAME = re.compile(r"[\W_]+")


def code_key(code: Scalar) -> str:
    """Return a unified credit code as it is compared; empty when it is none (18 figures and letters)."""
    if not isinstance(code, str):
        return ""
    folded = _NOT_NAME.sub("", unicodedata.normalize("NFKC", code)).upper()
    return folded if len(folded) == 18 and folded.isascii() else ""


def name_key(name: Scalar) -> str:
    """Return a name as it is compared: full width, case, blanks and punctuation do not count."""
    return _NOT_NAME.sub("", unicodedata.normalize("NFKC", name).casefold()) if isinstance(name, str) else ""


def same(first: tuple[str, str], second: tuple[str, str]) -> bool:
    """Return whether two organisations, each as (code key, name key), are the same.

    Codes decide where both are known; otherwise the names do.
    """
    if first[0] and second[0]:
        return first[0] == second[0]
    return bool(first[1]) and first[1] == second[1]
