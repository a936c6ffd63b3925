"""One writing for comparing names: compatibility forms, case, traditional characters, punctuation and blanks.

Texts themselves are never altered. Source of the character table: see the pack (``traditional_characters``).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from workbench.core.pack import Pack
from workbench.core.parameters import word

_SILENT = frozenset("PZC")
"""Major categories that take no part in a comparison: punctuation, separators, controls and format characters."""


@lru_cache(maxsize=8)
def character_table(traditional: str, simplified: str) -> Mapping[int, str]:
    """Return the table for :meth:`str.translate` from two rows of characters of the same length."""
    return {ord(a): b for a, b in zip(traditional, simplified, strict=True)}


def simplified_table(pack: Pack) -> Mapping[int, str]:
    """Return the table of a pack that writes traditional characters as simplified ones."""
    return character_table(word(pack, "traditional_characters"), word(pack, "simplified_characters"))


def name_key(text: str, table: Mapping[int, str]) -> str:
    """Return what two writings of one name have in common; empty for a text of signs alone.

    Compatibility forms (full width, ligatures, radicals), case, traditional characters, punctuation and blanks make no
    difference; a letter, digit, ideograph or symbol does.
    """
    folded = unicodedata.normalize("NFKC", text).translate(table).casefold()
    kept = "".join(c for c in folded if unicodedata.category(c)[0] not in _SILENT)
    return unicodedata.normalize("NFC", kept)


def folded(text: str, table: Mapping[int, str]) -> str:
    """Return a text written one way, character for character, so that places in it are places in the original."""
    return "".join(map(_one, text.translate(table)))


@lru_cache(maxsize=4096)
def _one(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).casefold()
    return plain if len(plain) == 1 else character
