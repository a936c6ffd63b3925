"""Scoring factors: the commands behind list and pane, and what waits for evidence or for a note."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from workbench.core import commands as c
from workbench.errors import WorkbenchError
from workbench.services.views import FactorView
from workbench.ui import step_risk_words as words
from workbench.ui.i18n import tr
from workbench.ui.living import alive
from workbench.ui.step_risk_item import FactorPane
from workbench.ui.step_risk_list import FactorList
from workbench.ui.workspace_context import CaseContext


def kept(case: str, factor: FactorView, **changes: Any) -> c.ScoreFactor:
    """Return the command that changes something of a factor and leaves the rest as it is."""
    now = c.ScoreFactor(
        *(case, factor.code, factor.before, factor.after, factor.not_applicable, factor.evidence, factor.note),
        confidence=factor.confidence,
        references=factor.references,
        gap_note=factor.gap_note,
    )
    return changed(now, **changes)


def changed(command: c.ScoreFactor, **changes: Any) -> c.ScoreFactor:
    """Return a command with other members."""
    return replace(command, **changes)


class Scoring(QObject):
    """Gives the commands of list and pane. A score that was refused waits until its evidence or note is written."""

    def __init__(
        self, context: CaseContext, list_: FactorList, pane: FactorPane, pending: dict[str, c.ScoreFactor]
    ) -> None:
        super().__init__(list_)
        self._context, self._list, self._pane, self._pending = context, list_, pane, pending
        list_.score_requested.connect(self.score)
        list_.confidence_requested.connect(self.rate_next)
        pane.texts_settled.connect(self._settle_texts)
        pane.left_out.connect(self.leave_out)
        pane.confidence_chosen.connect(self.rate)
        pane.references_chosen.connect(self.rest_on)
        pane.suggestion_taken.connect(self.take_suggestion)

    def score(self, code: str, column: str, score: int) -> None:
        """Score a factor before or after control measures."""
        if self._list.model_.factor_of(code) is None or not self._context.may("score_factor"):
            return
        self._pane.settle()
        self._give(self._changed(code, not_applicable="", **{column: score}), column)

    def score_here(self, score: int) -> None:
        """Score the factor under the cursor in the column in use, then go where the next score is wanted."""
        factor = self._list.factor()
        if factor is not None:
            self.score(factor.code, self._list.column, score)

    def take_suggestion(self, code: str) -> None:
        """Score a factor before control measures as its facts suggest."""
        extra = self._list.model_.extras.get(code)
        if extra is not None and extra.suggestion is not None:
            self._list.use_column(words.BEFORE)
            self.score(code, words.BEFORE, extra.suggestion.score)

    def leave_out(self, code: str, reason: str) -> None:
        """Declare that a factor does not apply, with the reason; without one it applies again."""
        factor = self._list.model_.factor_of(code)
        if factor is None or reason == factor.not_applicable:
            return
        command = self._changed(code, before=None, after=None, not_applicable=reason)
        said = tr("{code} 不适用", code=code) if reason else tr("{code} 重新适用", code=code)
        self._context.do(command, said=said, refused=partial(self._refused, command))

    def rate(self, code: str, confidence: int) -> None:
        """Say how sure a score is; the same again takes it back."""
        factor = self._list.model_.factor_of(code)
        if factor is not None and self._context.may("score_factor"):
            self._change(code, confidence=0 if factor.confidence == confidence else confidence)

    def rate_next(self, code: str) -> None:
        """Go on to the next confidence: 1, 2, 3, not said."""
        factor = self._list.model_.factor_of(code)
        if factor is not None and self._context.may("score_factor"):
            self._change(code, confidence=(factor.confidence + 1) % (words.SUREST + 1))

    def rest_on(self, code: str, references: tuple[str, ...]) -> None:
        """Say which papers a score rests on."""
        factor = self._list.model_.factor_of(code)
        if factor is not None and references != factor.references:
            self._change(code, references=references)

    def texts(self, code: str, evidence: str, note: str, gap_note: str | None = None) -> None:
        """Save evidence and notes; a score that waited for them is given again."""
        factor = self._list.model_.factor_of(code)
        if factor is None or not self._context.may("score_factor"):
            return
        wanted = {"evidence": evidence, "note": note, "gap_note": factor.gap_note if gap_note is None else gap_note}
        waiting = self._pending.get(code)
        if waiting is not None:
            self._give(changed(waiting, **wanted), "")
        elif self._changed(code, **wanted) != self._changed(code):
            self._change(code, **wanted)

    def _changed(self, code: str, **changes: Any) -> c.ScoreFactor:
        """Return the command that changes something of a factor as it stands now."""
        factor = self._list.model_.factor_of(code)
        assert factor is not None
        return kept(self._context.case, factor, **changes)

    def _change(self, code: str, **changes: Any) -> None:
        command = self._changed(code, **changes)
        self._context.do(command, refused=partial(self._refused, command))

    def _settle_texts(self, code: str) -> None:
        self.texts(code, self._pane.evidence.text(), self._pane.note.text(), self._pane.agency.gap_note.text())

    def _give(self, command: c.ScoreFactor, column: str) -> None:
        value = command.before if column == words.BEFORE else command.after
        factor = self._list.model_.factor_of(command.factor)
        fresh = factor is not None and words.waits(factor)
        said = tr("{code} {column} {score} 分", code=command.factor, column=words.column_word(column), score=value)
        task = self._context.do(command, said=said if column else "", refused=partial(self._refused, command))
        task.done.connect(alive(self, lambda _given: self._taken(command.factor, column, fresh=fresh)))

    def _taken(self, code: str, column: str, *, fresh: bool) -> None:
        """Go where the next score is wanted: the other column, then the next factor without a score."""
        self._pending.pop(code, None)
        self._pane.clear_pending()
        factor = self._list.model_.factor_of(code)
        if factor is None or self._list.code != code or not fresh:
            return
        if column == words.BEFORE and factor.after is None:
            self._list.use_column(words.AFTER)
        elif column == words.AFTER and (factor.before is None or (self._list.hasFocus() and self._list.next_open())):
            self._list.use_column(words.BEFORE)

    def _refused(self, command: c.ScoreFactor, fault: WorkbenchError) -> None:
        where = getattr(fault, "field", "")
        self._list.choose(command.factor)
        if where in {"evidence", "note", "gap_note"}:
            self._pending[command.factor] = command
        told = tr("、").join(
            tr("{column} {score} 分", column=words.column_word(column), score=score)
            for column, score in ((words.BEFORE, command.before), (words.AFTER, command.after))
            if score is not None and (column == words.AFTER or command.after is None or where == "gap_note")
        )
        pending = tr("{scores}未保存，补齐后自动保存", scores=told)
        self._pane.say_refusal(where, fault, pending)
