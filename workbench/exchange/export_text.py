"""Text for spreadsheets and CSV files that other programs will open."""

from __future__ import annotations

import re

GUARD = "'"
"""Put before a text that a spreadsheet program would run as a formula."""

_FORMULA = re.compile(r"[\s\x00-\x1f]*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def neutralise(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula.

    A text that starts with ``=``, ``+``, ``-``, ``@`` (half or full width, blanks aside), a tab or a line break
    gets ``'`` in front. Plain numbers such as ``-3.5`` stay as they are, and so does everything else.

    Args:
        text: Any cell text.
    """
    if _NUMBER.fullmatch(text) or not _FORMULA.match(text):
        return text
    return GUARD + text
