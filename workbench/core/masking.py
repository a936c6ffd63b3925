"""Identity and telephone numbers hidden in texts that leave the office.

Full-width digits and numbers written in groups count as well. An identity number keeps its last four signs, a
mobile number its first three and last four, a telephone number its area and last two.
"""

from __future__ import annotations

import re

_GAP = r"[- \u00a0\u3000]?"
_X = r"[\dXxＸｘ]"
_IDENTITY = re.compile(rf"(?<!\d)\d{{6}}{_GAP}(?:\d{{8}}{_GAP}\d{{3}}{_X}|\d{{6}}{_GAP}\d{{3}})(?!{_X})")
_MOBILE = re.compile(rf"(?<!\d)[1１]\d{{2}}{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")
_TELEPHONE = re.compile(rf"(?<!\d)([0０]\d{{2,3}}){_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)")
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
