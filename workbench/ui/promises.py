"""What a tolerated paper rests on, from the verdict to the acceptance that makes the promise binding.

Until the case is accepted a promise is an open text of the officer (a draft under ``promise:<paper>``); the acceptance
names every promise and is signed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, time

from workbench.core.commands import Promise
from workbench.services.views import CaseView, PaperView
from workbench.ui.i18n import clock_time, tr

FIELD = "promise:"
OFFICE_CLOSES = time(17, 30)
"""Hour that a day without an hour means."""


def read(text: str) -> Promise | None:
    """Return the promise that a draft holds, or ``None`` when it is not one."""
    try:
        values = json.loads(text)
        return Promise(**{**values, "due": datetime.fromisoformat(values["due"])})
    except (ValueError, TypeError, KeyError):
        return None


def written(promise: Promise) -> str:
    """Return the text of a draft."""
    return json.dumps({**vars(promise), "due": promise.due.isoformat()}, ensure_ascii=False)


def proposed(paper: PaperView, view: CaseView, drafts: Mapping[str, str]) -> Promise:
    """Return the promise as the officer left it, else as the applicant asked for it."""
    kept = read(drafts.get(FIELD + paper.code, ""))
    if kept is not None:
        return kept
    latest = paper.limit or (view.row.first_day or view.as_of)
    wanted = min(paper.promise or latest, latest)
    return Promise(
        item=paper.code,
        promisor=view.row.undertaker,
        due=datetime.combine(max(wanted, view.as_of), OFFICE_CLOSES),
        type="before_decision",
        fallback="no_decision",
    )


def note(promise: Promise) -> str:
    """Return a promise as the record has it, in Chinese whatever the window speaks."""
    return f"{promise.promisor} 承诺 {promise.due:%Y-%m-%d %H:%M} 前补齐"  # legal text


def told(promise: Promise) -> str:
    """Return a promise in words, for the note of the verdict."""
    return tr("{name} 承诺 {moment} 前补齐", name=promise.promisor, moment=clock_time(promise.due))
