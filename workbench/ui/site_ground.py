"""The lines that every plan has: points and gates counted, and problems of the drawing, each with its objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.services import site_checks
from workbench.services.site_checks import SiteCheck, SiteChecks
from workbench.services.site_desk import ProblemView
from workbench.services.site_edit import key_of
from workbench.services.views import CaseView
from workbench.ui.i18n import headed, say, tr
from workbench.ui.site_lines import CheckLine
from workbench.ui.step_site_words import figure

if TYPE_CHECKING:
    from workbench.ui.step_site import SiteStep

KINDS = {"error": "bad", "block": "bad", "red": "bad", "critical": "bad", "correction": "warn", "warn": "warn"}
"""Severity of a problem → state of its line; what is only said is no more than a note."""
BAD = frozenset(severity for severity, kind in KINDS.items() if kind == "bad")


class GroundPart:
    """Counts and problems of the plan in force, worked out on the worker after every change."""

    def __init__(self, page: SiteStep) -> None:
        self.page = page
        self._asked = 0

    def show_case(self, _view: CaseView) -> None:
        """Work the lines out again."""
        self._asked += 1
        asked = self._asked
        context = self.page.context
        task = context.session.ask(site_checks.of_case, context.case)
        task.done.connect(lambda found: self.show_checks(found) if asked == self._asked else None)

    def show_checks(self, found: SiteChecks) -> None:
        """Show lines and problems, and mark the objects that have one in the list."""
        lines = self.page.panes.checks.lines
        lines.set_lines("editor", [_count(one) for one in found.lines])
        problems = sorted(found.problems, key=lambda one: (one.severity not in KINDS, one.severity not in BAD))
        lines.set_lines("geometry", [_problem(number, one) for number, one in enumerate(problems)])
        faults = ((key_of(*name), say(one.title)) for one in reversed(problems) for name in one.objects)
        self.page.show_faults(dict(faults))


def _count(one: SiteCheck) -> CheckLine:
    value = figure(one.count) if one.wanted is None else f"{figure(one.count)} / {figure(one.wanted)}"
    kind = {True: "ok", False: "warn", None: "neu"}[one.holds]
    return CheckLine(one.code, headed(one.text), value, kind, one.objects, say(one.note))


def _problem(number: int, one: ProblemView) -> CheckLine:
    keys = tuple(key for _, key in one.objects)
    told = tr("、").join(keys[:3]) + (" …" if len(keys) > 3 else "")
    note = "\n".join(part for part in (say(one.text), say(one.remedy)) if part)
    kind = KINDS.get(one.severity, "neu")
    return CheckLine(f"{one.rule} {number}", headed(one.title), told, kind, keys, note)
