"""Identifiers of papers: one paper of a case may exist many times, each under an identifier of its own.

``F11`` is the only grant of a case, ``F05:2`` its second correction notice, ``F18-A`` the responsibility list of party
A, ``F11.en`` the English reading version of the grant.
"""

from __future__ import annotations

import re

_PARTS = re.compile(r"[-:.]")


def paper_code(paper: str) -> str:
    """Return the code of the pack's table of papers out of the identifier of a paper: ``F05`` out of ``F05:2``."""
    return _PARTS.split(paper, maxsplit=1)[0]
