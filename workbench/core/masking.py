"""Identity and telephone numbers hidden in texts that leave the office.

Full-width digits and numbers broken by blanks or hyphens count as well. An identity number keeps its last four signs, a
mobile number its first three and last four, a telephone number its area and last two.
"""

from __future__ import annotations

import re

_GAP = r"[- \u00a0\u3000]?"
_IDENTITY = re.compile(rf"(?<!\d)(?:(?:\d{_GAP}){{17}}[\dXxＸｘ]|(?:\d{_GAP}){{14}}\d)(?![\dXxＸｘ])")
_MOBILE = re.compile(rf"(?<!\d)[1１][3-9３-９](?:{_GAP}\d){{9}}(?!\d)")
_TELEPHONE = re.compile(rf"(?<!\d)([0０]\d{{2,3}}){_GAP}(?:\d{_GAP}){{6,7}}\d(?!\d)")
_NOT_A_SIGN = re.compile(r"[^\dXxＸｘ]")


def masked(text: str) -> str:
    """Return a text in which nobody finds an identity or telephone number."""
    hidden = _IDENTITY.sub(_tail, text)
    hidden = _MOBILE.sub(lambda found: _kept(found, 3, 4), hidden)
    return _TELEPHONE.sub(lambda found: _kept(found, len(found[1]), 2), hidden)


def _tail(found: re.Match[str]) -> str:
    return _kept(found, 0, 4)


def _kept(found: re.Match[str], first: int, last: int) -> str:
    signs = _NOT_A_SIGN.sub("", found[0])
    return signs[:first] + "*" * (len(signs) - first - last) + signs[-last:]
