"""Words that the papers and the page on what follows the decision share."""

from __future__ import annotations

from workbench.core import conditions
from workbench.core.case_parts import Condition
from workbench.errors import Text
from workbench.services.looking import Look


def moment_words(look: Look, condition: Condition) -> Text:
    """Return when a condition must be met: its moment, with the time where there is one."""
    row = look.pack.lists["condition_moments"].get(condition.moment)
    name = row.text if row else Text(condition.moment, condition.moment)
    due = conditions.due_of(look.case, condition, look.pack)
    if due is None:
        return name
    return Text(f"{name.zh}（{due:%Y-%m-%d %H:%M}前）", f"{name.en} (by {due:%Y-%m-%d %H:%M})")
