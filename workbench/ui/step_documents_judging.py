"""Giving verdicts in step 2: a paper, a class as a whole, a plan content; reasons and promises where they are needed.

A verdict is shown at once and kept as pending until the record has it; a refusal takes it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from workbench.core import commands as c
from workbench.errors import WorkbenchError
from workbench.services.views import ClassView, ContentView, PaperView
from workbench.ui import document_words as words
from workbench.ui import promises
from workbench.ui.i18n import say, tr
from workbench.ui.living import alive
from workbench.ui.promise_dialog import PromiseDialog
from workbench.ui.step_documents_item import ItemPane
from workbench.ui.step_documents_list import DocumentList, inside
from workbench.ui.step_documents_reasons import ReasonsDialog
from workbench.ui.workspace_context import CaseContext

SOUND = {"meets": frozenset({"ok"}), "not_applicable": frozenset({"not_required"})}
"""Verdict on a class → what the rules must say about a paper to be judged along with it."""

NOT_NEEDED = "按申报情况不需提交"  # legal text
"""Why a paper is not applicable when the officer gives no other reason; what is recorded is Chinese."""


class Judging(QObject):
    """The verdicts of one page."""

    pending_changed = Signal()

    def __init__(self, page: QWidget, context: CaseContext, list_: DocumentList, item: ItemPane) -> None:
        super().__init__(page)
        self._page = page
        self.context = context
        self.list = list_
        self.item = item
        self._pending: dict[str, str | int] = {}

    def shown(self, classes: tuple[ClassView, ...]) -> tuple[ClassView, ...]:
        """Return the classes with the verdicts that are still on their way."""
        return tuple(with_pending(group, self._pending) for group in classes) if self._pending else classes

    def judge(self, verdict: str, *, stay: bool = False, code: str = "") -> None:
        """Give the item under the cursor (or another) a verdict."""
        if not self._allowed("judge_material"):
            return
        self.item.settle()
        entry = self.list.model_.entry_of(code or self.list.code)
        if isinstance(entry, ClassView):
            self._judge_class(entry, verdict, stay=stay)
        elif isinstance(entry, PaperView):
            self._judge_paper(entry, verdict, stay=stay)

    def score(self, score: int, *, stay: bool = False, code: str = "") -> None:
        """Score the plan content under the cursor (or another)."""
        if not self._allowed("judge_plan"):
            return
        self.item.settle()
        entry = self.list.model_.entry_of(code or self.list.code)
        if isinstance(entry, ContentView):
            command = c.JudgePlan(self.context.case, entry.code, score, entry.note, entry.remedy)
            self._send({entry.code: score}, command, said=f"{entry.code} {words.score_word(score, self.context.pack)}")
            self._advance(entry.code, stay=stay)

    def _send(
        self,
        pending: Mapping[str, str | int],
        *orders: c.Command,
        said: str,
        refused: Callable[[WorkbenchError], None] | None = None,
    ) -> None:
        self._pending.update(pending)
        self.pending_changed.emit()
        task = self.context.do(*orders, said=said, refused=refused)
        task.ended.connect(alive(self, lambda: self._landed(pending)))

    def _landed(self, pending: Mapping[str, str | int]) -> None:
        for code in pending:
            self._pending.pop(code, None)
        self.pending_changed.emit()

    def _allowed(self, kind: str) -> bool:
        """Say whether the person may do it now; when not, a toast tells why."""
        if self.context.may(kind):
            return True
        why = self.context.why_not(kind)
        self.context.session.notify(say(why) if why else tr("资料库只读：可以查看和打印，不能修改"))
        return False

    def _judge_class(self, group: ClassView, verdict: str, *, stay: bool) -> None:
        """Judge the class as a whole: 符合 and 不适用 for what the rules do not question, the rest one by one."""
        sound = SOUND.get(verdict, frozenset())
        easy = [p for p in group.papers if not p.verdict and p.rule_status in sound and (p.files or verdict != "meets")]
        left = [p for p in group.papers if words.is_open(p) and p not in easy]
        if easy:
            orders = [self._command(paper, verdict) for paper in easy]
            word = words.short_verdict(verdict)
            said = tr("{code} 共 {count} 份判为{word}", code=group.code, count=len(easy), word=word)
            self._send({paper.code: verdict for paper in easy}, *orders, said=said)
        if left:
            self.list.choose(left[0].code)
        elif not stay:
            self._advance(group.code, stay=stay)

    def _judge_paper(self, paper: PaperView, verdict: str, *, stay: bool) -> None:
        if verdict == "tolerated":
            self._tolerate(paper, stay=stay)
        elif verdict == "correct" and not (paper.reasons or paper.rule_reasons or self._reason_notes(paper)):
            self.open_reasons(paper, stay=stay)
        else:
            self._give(self._command(paper, verdict), paper, stay=stay)

    def _command(self, paper: PaperView, verdict: str) -> c.JudgeMaterial:
        reasons = (paper.reasons or paper.rule_reasons) if verdict == "correct" else ()
        note, remedy = paper.note, paper.remedy
        if verdict == "not_applicable" and not note:
            note = NOT_NEEDED
        return c.JudgeMaterial(self.context.case, paper.code, verdict, reasons, note, remedy)

    def _give(self, command: c.JudgeMaterial, paper: PaperView, *, stay: bool) -> None:
        said = f"{paper.code} {say(paper.title)}{tr('：')}{words.short_verdict(command.verdict)}"
        self._send({paper.code: command.verdict}, command, said=said, refused=partial(self._refused, paper))
        self._advance(paper.code, stay=stay)

    def _refused(self, paper: PaperView, fault: WorkbenchError) -> None:
        self.list.choose(paper.code)
        self.item.refuse(paper.code, paper.note, paper.remedy, fault)

    def _tolerate(self, paper: PaperView, *, stay: bool) -> None:
        if not paper.tolerable:
            word = tr("{code} 不得容缺，请判为需补正", code=paper.code)
            self.context.session.notify(word)
            return
        start = promises.proposed(paper, self.context.view, self.context.texts.kept)
        dialog = PromiseDialog(self._page, self.context, paper, start)
        dialog.registered.connect(lambda promise: self._promised(paper, promise, stay=stay))
        dialog.open()

    def _promised(self, paper: PaperView, promise: c.Promise, *, stay: bool) -> None:
        self.context.texts.keep(promises.FIELD + paper.code, promises.written(promise))
        reasons = paper.reasons or paper.rule_reasons
        command = c.JudgeMaterial(
            self.context.case, paper.code, "tolerated", reasons, promises.note(promise), paper.remedy
        )
        self._give(command, paper, stay=stay)

    def _reason_notes(self, paper: PaperView) -> bool:
        return any(note.is_reason and note.item == paper.code for note in self.context.view.notes)

    def open_reasons(self, paper: PaperView | None = None, *, stay: bool = True) -> None:
        """Choose reasons for the paper under the cursor (or another)."""
        entry = paper or self.list.entry()
        if not isinstance(entry, PaperView) or not self._allowed("judge_material"):
            return
        dialog = ReasonsDialog(self._page, entry, self.context.view, self.context.pack)
        dialog.chosen.connect(lambda reasons: self._reasoned(entry, reasons, stay=stay))
        dialog.open()

    def _reasoned(self, paper: PaperView, reasons: tuple[str, ...], *, stay: bool) -> None:
        command = replace(self._command(paper, "correct"), reasons=reasons)
        self._give(command, paper, stay=stay)

    def drop_reason(self, code: str) -> None:
        """Take one reason of the paper under the cursor away."""
        entry = self.list.entry()
        if isinstance(entry, PaperView):
            left = tuple(reason for reason in entry.reasons if reason != code)
            command = replace(self._command(entry, entry.verdict), reasons=left)
            self.context.do(command, refused=partial(self._refused, entry))

    def save_texts(self, code: str, note: str, remedy: str) -> None:
        """Save the texts of an item with the verdict or score that it has."""
        entry = self.list.model_.entry_of(code)
        command: c.Command | None = None
        if isinstance(entry, PaperView) and (note, remedy) != (entry.note, entry.remedy):
            command = c.JudgeMaterial(self.context.case, code, entry.verdict, entry.reasons, note, remedy)
        elif isinstance(entry, ContentView) and (note, remedy) != (entry.note, entry.remedy):
            command = c.JudgePlan(self.context.case, code, entry.score, note, remedy)
        if command is not None and not isinstance(entry, ClassView) and entry is not None:
            self.context.do(command, refused=partial(self.item.refuse, code, entry.note, entry.remedy))

    def _advance(self, code: str, *, stay: bool) -> None:
        """Go to the next item that waits: in the class, then the next class."""
        if stay:
            self.list.choose(code)
            return
        following = next_code(self.list.model_.classes, code)
        if following:
            self.list.choose(following)


def with_pending(group: ClassView, pending: Mapping[str, str | int]) -> ClassView:
    """Return a class with the verdicts and scores that are on their way."""
    papers = tuple(replace(p, verdict=str(pending[p.code])) if p.code in pending else p for p in group.papers)
    contents = tuple(replace(x, score=int(pending[x.code])) if x.code in pending else x for x in group.contents)
    if papers == group.papers and contents == group.contents:
        return group
    return replace(group, papers=papers, contents=contents)


def next_code(classes: tuple[ClassView, ...], code: str) -> str:
    """Return what to judge after an item: the next that waits in its class, else the next class; empty at the end."""
    at = next(n for n, g in enumerate(classes) if code == g.code or code in {e.code for e in inside(g)})
    group = classes[at]
    rows = list(inside(group))
    start = next((n + 1 for n, entry in enumerate(rows) if entry.code == code), 0)
    if code == group.code:
        rows = list(group.contents)
    waiting = [e.code for e in (*rows[start:], *rows[:start]) if e.code != code and _waits(e)]
    if waiting:
        return waiting[0]
    return classes[at + 1].code if at + 1 < len(classes) else ""


def _waits(entry: PaperView | ContentView) -> bool:
    return entry.score is None if isinstance(entry, ContentView) else words.is_open(entry)
