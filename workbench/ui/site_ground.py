"""The lines that every plan has: points and gates counted, and problems of the drawing, each with its objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from workbench.core.commands import Command, WaiveProblem
from workbench.services import site_checks
from workbench.services.desk import Desk
from workbench.services.site_checks import SiteCheck
from workbench.services.site_desk import ProblemView
from workbench.services.site_edit import key_of
from workbench.services.views import CaseView, Person
from workbench.ui.form_dialog import FormDialog
from workbench.ui.i18n import headed, say, tr
from workbench.ui.site_lines import LINE, CheckLine
from workbench.ui.step_site_words import figure
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, label, row
from workbench.ui.workspace_context import CaseContext

if TYPE_CHECKING:
    from workbench.ui.step_site import SiteStep

KINDS = {"error": "bad", "block": "bad", "red": "bad", "critical": "bad", "correction": "warn", "warn": "warn"}
"""Severity of a problem → state of its line; what is only said is no more than a note."""
BAD = frozenset(severity for severity, kind in KINDS.items() if kind == "bad")


@dataclass(frozen=True)
class Told:
    """What is said of a drawing: counts, problems, and by object what is wrong with it."""

    counts: tuple[CheckLine, ...]
    problems: tuple[CheckLine, ...]
    faults: Mapping[str, str]


class GroundPart:
    """Counts and problems of the plan in force, worked out on the worker after every change."""

    def __init__(self, page: SiteStep) -> None:
        self.page = page
        self._asked = 0
        self.stand = Button(tr("准予保留…"), icon="edit", small=True)
        self.stand.clicked.connect(lambda _on=False: self.let_stand())
        self.stand.hide()
        checks = page.panes.checks
        checks.inside.insertLayout(
            checks.inside.indexOf(checks.lines) + 1, row(self.stand, None, margins=(14, 4, 14, 4))
        )
        checks.lines.line_chosen.connect(self._offer)

    def show_case(self, _view: CaseView) -> None:
        """Work the lines out again."""
        self._asked += 1
        asked = self._asked
        context = self.page.context
        task = context.session.ask(_read, context.case)
        task.done.connect(lambda found: self.show_checks(found) if asked == self._asked else None)

    def show_checks(self, found: Told) -> None:
        """Show lines and problems, and mark the objects that have one in the list."""
        lines = self.page.panes.checks.lines
        lines.set_lines("editor", found.counts)
        lines.set_lines("geometry", found.problems)
        self.page.show_faults(found.faults)
        self._offer(self._line())

    def let_stand(self) -> None:
        """Ask why the problem of the chosen line may stand, or take that back."""
        line, context = self._line(), self.page.context
        if line is None or not line.problem:
            return
        if line.stands:
            context.do(WaiveProblem(context.case, line.problem, ""), said=tr("已撤销保留"))
        else:
            StandDialog(self.page, context, line).open()

    def _line(self) -> CheckLine | None:
        index = self.page.panes.checks.lines.currentIndex()
        return index.data(LINE) if index.isValid() else None

    def _offer(self, line: CheckLine | None) -> None:
        """Offer what can be done about a line: a problem that shuts the decision may be let stand with a reason."""
        there = line is not None and bool(line.problem) and not self.page.context.never(WaiveProblem.kind)
        self.stand.setVisible(there)
        if line is not None and there:
            why = self.page.context.why_not(WaiveProblem.kind)
            self.stand.setText(tr("撤销保留") if line.stands else tr("准予保留…"))
            self.stand.setEnabled(why is None)
            self.stand.setToolTip(say(why) if why else line.problem)


def _read(desk: Desk, person: Person, case: str) -> Told:
    """Return counts and problems as lines; a drawing may have thousands."""
    found = site_checks.of_case(desk, person, case)
    problems = sorted(found.problems, key=lambda one: (one.severity not in KINDS, one.severity not in BAD))
    faults = ((key_of(*name), say(one.title)) for one in reversed(problems) for name in one.objects)
    return Told(
        tuple(map(_count, found.lines)),
        tuple(_problem(number, one) for number, one in enumerate(problems)),
        dict(faults),
    )


def _count(one: SiteCheck) -> CheckLine:
    value = figure(one.count) if one.wanted is None else f"{figure(one.count)} / {figure(one.wanted)}"
    kind = {True: "ok", False: "warn", None: "neu"}[one.holds]
    return CheckLine(one.code, headed(one.text), value, kind, one.objects, say(one.note))


def _problem(number: int, one: ProblemView) -> CheckLine:
    keys = tuple(key for _, key in one.objects)
    told = tr("、").join(keys[:3]) + (" …" if len(keys) > 3 else "")
    stands = tr("准予保留：{reason}", reason=one.stands) if one.stands else ""
    note = "\n".join(part for part in (say(one.text), say(one.remedy), stands) if part)
    kind = "warn" if one.stands else KINDS.get(one.severity, "neu")
    problem = one.text.zh if one.waivable else ""
    title = tr("{title}（准予保留）", title=headed(one.title)) if one.stands else headed(one.title)
    return CheckLine(f"{one.rule} {number}", title, told, kind, keys, note, problem, one.stands)


class StandDialog(FormDialog):
    """Why a problem of the drawing may stand."""

    def __init__(self, parent: QWidget, context: CaseContext, line: CheckLine) -> None:
        super().__init__(parent, tr("准予保留平面图问题"), context, icon="edit")
        self._problem = line.problem
        self.reason = QPlainTextEdit()
        self.reason.setFixedHeight(Theme.current.px(84))
        self.reason.setTabChangesFocus(True)
        self.field(tr("平面图问题"), label(line.note.partition("\n")[0], wrap=True))
        self.field(tr("理由"), self.reason)
        note = tr("图上的数值一有变化，须重新审查。理由列入提示事项，随决定一并签署。")
        self.finish(tr("准予保留"), icon="check", note=note)
        self.reason.setFocus()

    def command(self) -> Command:
        """Return the wish."""
        return WaiveProblem(self.context.case, self._problem, self.reason.toPlainText().strip())

    def said(self) -> str:
        """Return the words for the toast."""
        return tr("已准予保留")

    def give(self) -> None:
        """Give the wish once there is a reason."""
        if self.reason.toPlainText().strip():
            super().give()
        else:
            self.fault.setText(tr("请写明理由"))
            self.fault.show()
            self.reason.setFocus()
