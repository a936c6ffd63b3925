"""Step 2: nine classes of papers, the plan's contents, the viewer, the notes.

Every act is a command. The keys act while no text field has the focus: 1–4 verdict (0–2 score on a plan content), Shift
stays on the item, J K items, [ ] files, N note, P pin, R reasons, Ctrl B correction notice.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout

from workbench.core import commands as c
from workbench.core.values import Attachment
from workbench.errors import Text, WorkbenchError
from workbench.services import intake, oversight, review
from workbench.services.views import CaseView, ClassView, ContentView, NoteView, OpenItem, PaperView, TimelineEntry
from workbench.ui import document_words as words
from workbench.ui import promises
from workbench.ui.correction_dialog import CorrectionDialog
from workbench.ui.document_canvas import PinPlace
from workbench.ui.document_view import DocumentView, page_thread
from workbench.ui.i18n import say, tr
from workbench.ui.notes_pane import NotesPane
from workbench.ui.promise_dialog import PromiseDialog
from workbench.ui.step_documents_head import ListFoot, ListHead
from workbench.ui.step_documents_item import ItemPane
from workbench.ui.step_documents_list import DocumentList
from workbench.ui.step_documents_reasons import ReasonsDialog
from workbench.ui.tasks import Task
from workbench.ui.theme import Theme
from workbench.ui.widgets import column
from workbench.ui.workspace_context import CaseContext, StepButton, StepPage

SHOW_DELAY = 60
"""How long the cursor rests on an item before its file is opened [ms]."""
STEP = 2


@dataclass(frozen=True)
class Memory:
    """What the page keeps beyond its own life."""

    code: str
    only_open: bool


@dataclass(frozen=True)
class PinWanted:
    """A pin that waits for its text."""

    file: str
    page: int
    x: Decimal
    y: Decimal


def read_file(desk: Any, attachment: Attachment) -> tuple[bytes, tuple[str, ...]]:
    """Return the checked bytes of a file and the text of its pages. Runs on the worker."""
    return intake.file_bytes(desk, attachment), intake.page_texts(desk, attachment)


def history_of(desk: Any, person: Any, case: str, code: str) -> tuple[TimelineEntry, ...]:
    """Return what happened to one item. Runs on the worker."""
    return tuple(e for e in oversight.timeline(desk, person, case) if code in e.title.zh.replace("：", " ").split())


class DocumentsStep(StepPage):
    """List, viewer, notes side by side."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        kept = context.memory.get(STEP)
        self._memory = kept if isinstance(kept, Memory) else Memory("", only_open=False)
        self._drafts: dict[str, str] = {}
        self._pin: PinWanted | None = None
        self._first = True
        self._build()
        self._wire()
        self._keys()
        context.session.ask(review.drafts, context.case).done.connect(self._take_drafts)

    # What is shown

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self.list.show_classes(view.classes)
        if self._first and view.classes:
            self._first = False
            self.list.choose(self._memory.code or _first_open(view))
        self.head.show_case(view)
        self.foot.show_case(view)
        self._show_item()

    def reveal(self, object_: str) -> None:
        """Put the cursor on a paper or a plan content."""
        self.list.choose(object_)

    def focus_first(self) -> None:
        """Put the focus on the list."""
        self.list.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the item under the cursor."""
        content = isinstance(self.list.entry(), ContentView)
        judge = ("0–2", tr("评分")) if content else ("1–4", tr("判定"))
        return (judge, ("J K", tr("上下项")), ("[ ]", tr("附件")), ("N", tr("备注")), ("R", tr("理由")))

    def buttons(self) -> tuple[StepButton, ...]:
        """Return notice and finish."""
        why = self.context.why_not("send_correction")
        return (
            StepButton(tr("补正告知书"), self.open_notice, "file-alert", "Ctrl B", why_not=say(why) if why else ""),
            StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True),
        )

    def missing(self) -> tuple[OpenItem, ...]:
        """Return the papers without a verdict and the contents without a score."""
        return tuple(lacking(self.context.view))

    def search(self, text: str) -> None:
        """Look for words in the file."""
        self.view.open_search(text)

    def remember(self) -> None:
        """Keep cursor and filter."""
        self.item.settle()
        self.context.memory[STEP] = Memory(self.list.code, self.list.model_.only_open)

    # Verdicts

    def judge(self, verdict: str, *, stay: bool = False, code: str = "") -> None:
        """Give the item under the cursor (or another) a verdict."""
        self.item.settle()
        entry = self.list.model_.entry_of(code or self.list.code)
        if isinstance(entry, ClassView):
            self._judge_class(entry, verdict, stay=stay)
        elif isinstance(entry, PaperView):
            self._judge_paper(entry, verdict, stay=stay)

    def score(self, score: int, *, stay: bool = False, code: str = "") -> None:
        """Score the plan content under the cursor (or another)."""
        self.item.settle()
        entry = self.list.model_.entry_of(code or self.list.code)
        if isinstance(entry, ContentView):
            command = c.JudgePlan(self.context.case, entry.code, score, entry.note, entry.remedy)
            self.context.do(command, said=f"{entry.code} {words.score_word(score, self.context.pack)}")
            self._advance(entry.code, stay=stay)

    def _judge_class(self, group: ClassView, verdict: str, *, stay: bool) -> None:
        """Judge the class as a whole: 符合 and 不适用 for what the rules do not question, the rest one by one."""
        sound = {"meets": {"ok"}, "not_applicable": {"not_required"}}.get(verdict, set())
        easy = [p for p in group.papers if not p.verdict and p.rule_status in sound and (p.files or verdict != "meets")]
        left = [p for p in group.papers if words.is_open(p) and p not in easy]
        if easy:
            orders = [self._command(paper, verdict) for paper in easy]
            word = words.short_verdict(verdict)
            said = tr("{code} 共 {count} 份判为{word}", code=group.code, count=len(easy), word=word)
            self.context.do(*orders, said=said)
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
            note = tr("按申报情况不需提交")
        return c.JudgeMaterial(self.context.case, paper.code, verdict, reasons, note, remedy)

    def _give(self, command: c.JudgeMaterial, paper: PaperView, *, stay: bool) -> None:
        said = f"{paper.code} {say(paper.title)}{tr('：')}{words.short_verdict(command.verdict)}"
        self.context.do(command, said=said, refused=partial(self._refused, paper))
        self._advance(paper.code, stay=stay)

    def _refused(self, paper: PaperView, fault: WorkbenchError) -> None:
        self.list.choose(paper.code)
        self.item.refuse(paper.code, paper.note, paper.remedy, fault)

    def _tolerate(self, paper: PaperView, *, stay: bool) -> None:
        if not paper.tolerable:
            word = tr("{code} 不得容缺，请判为需补正", code=paper.code)
            self.context.session.notify(word)
            return
        start = promises.proposed(paper, self.context.view, self._drafts)
        dialog = PromiseDialog(self, self.context, paper, start)
        dialog.registered.connect(lambda promise: self._promised(paper, promise, stay=stay))
        dialog.open()

    def _promised(self, paper: PaperView, promise: c.Promise, *, stay: bool) -> None:
        self._keep_draft(promises.FIELD + paper.code, promises.written(promise))
        reasons = paper.reasons or paper.rule_reasons
        command = c.JudgeMaterial(
            self.context.case, paper.code, "tolerated", reasons, promises.told(promise), paper.remedy
        )
        self._give(command, paper, stay=stay)

    def _reason_notes(self, paper: PaperView) -> bool:
        return any(note.is_reason and note.item == paper.code for note in self.context.view.notes)

    def open_reasons(self, paper: PaperView | None = None, *, stay: bool = True) -> None:
        """Choose reasons for the paper under the cursor (or another)."""
        entry = paper or self.list.entry()
        if not isinstance(entry, PaperView) or not self.context.may("judge_material"):
            return
        dialog = ReasonsDialog(self, entry, self.context.view, self.context.pack)
        dialog.chosen.connect(lambda reasons: self._reasoned(entry, reasons, stay=stay))
        dialog.open()

    def _reasoned(self, paper: PaperView, reasons: tuple[str, ...], *, stay: bool) -> None:
        command = replace(self._command(paper, "correct"), reasons=reasons)
        self._give(command, paper, stay=stay)

    def _drop_reason(self, code: str) -> None:
        entry = self.list.entry()
        if isinstance(entry, PaperView):
            left = tuple(reason for reason in entry.reasons if reason != code)
            command = replace(self._command(entry, entry.verdict), reasons=left)
            self.context.do(command, refused=partial(self._refused, entry))

    def _text_settled(self, code: str, note: str, remedy: str) -> None:
        """Save the texts of an item with the verdict or score that it has."""
        entry = self.list.model_.entry_of(code)
        command: c.Command | None = None
        if isinstance(entry, PaperView) and (note, remedy) != (entry.note, entry.remedy):
            command = c.JudgeMaterial(self.context.case, code, entry.verdict, entry.reasons, note, remedy)
        elif isinstance(entry, ContentView) and (note, remedy) != (entry.note, entry.remedy):
            command = c.JudgePlan(self.context.case, code, entry.score, note, remedy)
        if command is not None and not isinstance(entry, ClassView) and entry is not None:
            back = (code, entry.note, entry.remedy)
            self.context.do(command, refused=lambda fault: self.item.refuse(*back, fault))

    def _advance(self, code: str, *, stay: bool) -> None:
        """Go to the next item that waits: in the class, then the next class."""
        if stay:
            self.list.choose(code)
            return
        following = next_code(self.context.view.classes, code)
        if following:
            self.list.choose(following)

    # Notes

    def _write_note(self, text: str, is_reason: bool) -> None:
        entry = self.list.entry()
        if entry is None:
            return
        pin = self._pin
        file = next((f for f in self._files() if pin is not None and f.name == pin.file), None)
        command = c.WriteNote(
            self.context.case,
            secrets.token_hex(4),
            text,
            entry.code,
            file=file.name if file else "",
            sha256=file.sha256 if file else "",
            page=pin.page if pin and file else 0,
            x=pin.x if pin and file else Decimal(0),
            y=pin.y if pin and file else Decimal(0),
            is_reason=is_reason,
        )
        self._pin = None
        self._keep_draft(f"note:{entry.code}", "")
        self.context.do(command, said=tr("备注已保存"), refused=lambda fault: self._note_refused(text, fault))

    def _note_refused(self, text: str, fault: WorkbenchError) -> None:
        self.notes.compose(text)
        self.context.session.save_failed.emit(fault)

    def _remove_note(self, note: str) -> None:
        self.context.do(c.RemoveNote(self.context.case, note), said=tr("备注已删除"))

    def _toggle_reason(self, key: str) -> None:
        note = self._note(key)
        if note is not None:
            self.context.do(
                c.WriteNote(
                    self.context.case, note.id, note.text, note.item, note.file, self._sha(note.file),
                    note.page, note.x, note.y, is_reason=not note.is_reason,
                )
            )  # fmt: skip

    def _note(self, key: str) -> NoteView | None:
        return next((note for note in self.context.view.notes if note.id == key), None)

    def _sha(self, name: str) -> str:
        return next((f.sha256 for f in self._files() if f.name == name), "")

    def _pin_placed(self, file: str, page: int, x: float, y: float) -> None:
        self._pin = PinWanted(file, page, Decimal(str(round(x, 4))), Decimal(str(round(y, 4))))
        self.notes.compose(at=tr("钉在第 {page} 页", page=page))

    def _to_note(self, key: str) -> None:
        note = self._note(key)
        if note is None:
            return
        names = [f.name for f in self._files()]
        if note.file in names:
            self.view.show_files(self._files(), names.index(note.file), note.page)
        self._show_pins(note.id)
        self.view.canvas.show_pin(note.id)
        self.notes.mark(note.id)

    def new_note(self) -> None:
        """Write a note on the item."""
        self._pin = None
        self.notes.compose()

    def new_pin(self) -> None:
        """Pin a note on the page in sight."""
        self.view.canvas.start_pinning()

    # Drafts

    def _take_drafts(self, kept: tuple[Any, ...]) -> None:
        self._drafts = {draft.field: draft.text for draft in kept}
        self._show_item()

    def _keep_draft(self, field: str, text: str) -> None:
        if text == self._drafts.get(field, ""):
            return
        self._drafts[field] = text
        if not self.context.session.read_only:
            self.context.session.ask(review.keep_draft, self.context.case, field, text)

    def _composer_rests(self) -> None:
        if self.list.code:
            self._keep_draft(f"note:{self.list.code}", self.notes.edit.toPlainText())

    # The notice

    def open_notice(self) -> None:
        """Open the correction notice with everything that the review found."""
        self.item.settle()
        if self.context.may("send_correction"):
            CorrectionDialog(self, self.context).open()

    # Inside

    def _build(self) -> None:
        pack = self.context.pack
        self.head = ListHead(only_open=self._memory.only_open)
        self.list = DocumentList(pack)
        self.item = ItemPane(pack)
        self.foot = ListFoot()
        self.view = DocumentView(self._read, page_thread(self.context.session))
        self.notes = NotesPane()
        self.list.model_.only_open = self._memory.only_open
        left = QFrame()
        left.setObjectName("surface")
        inside: QVBoxLayout = column(self.head, spacing=0)
        inside.addWidget(self.list, 1)
        inside.addWidget(self.item)
        inside.addWidget(self.foot)
        left.setLayout(inside)
        split = QSplitter(Qt.Orientation.Horizontal)
        for widget in (left, self.view, self.notes):
            split.addWidget(widget)
        px = Theme.current.px
        split.setSizes([px(506), px(445), px(245)])
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        left.setMinimumWidth(px(440))
        self.notes.setMinimumWidth(px(210))
        self.setLayout(column(split, spacing=0))
        self._show = QTimer(self, singleShot=True, interval=SHOW_DELAY)
        self._rest = QTimer(self, singleShot=True, interval=800)

    def _wire(self) -> None:
        self.list.moved.connect(self._item_moved)
        self.list.verdict_clicked.connect(lambda code, verdict: self.judge(verdict, stay=True, code=code))
        self.list.score_clicked.connect(lambda code, score: self.score(score, stay=True, code=code))
        self.head.filtered.connect(lambda on: self.list.model_.filter(only_open=on))
        self.head.filtered.connect(lambda _on: self.list.choose(self.list.code))
        self.item.text_settled.connect(self._text_settled)
        self.item.reasons_requested.connect(self.open_reasons)
        self.item.reason_removed.connect(self._drop_reason)
        self.view.pin_placed.connect(self._pin_placed)
        self.view.pin_chosen.connect(self._to_note)
        self.view.file_shown.connect(lambda _file: self._show_pins())
        self.notes.note_written.connect(self._write_note)
        self.notes.remove_requested.connect(self._remove_note)
        self.notes.reason_toggled.connect(self._toggle_reason)
        self.notes.page_requested.connect(self._to_note)
        self.notes.history_wanted.connect(self._ask_history)
        self.notes.typed.connect(lambda _text: self._rest.start())
        self._show.timeout.connect(self._open_file)
        self._rest.timeout.connect(self._composer_rests)

    def _keys(self) -> None:
        for number, verdict in enumerate(words.VERDICTS, 1):
            self._key(str(number), partial(self._digit, number, verdict, stay=False))
            for keys in (f"Shift+{number}", "!@#$"[number - 1], "！@#￥"[number - 1]):
                self._key(keys, partial(self._digit, number, verdict, stay=True))
        self._key("0", partial(self.score, 0))
        plain = {
            "J": lambda: self.list.step(1),
            "K": lambda: self.list.step(-1),
            "[": lambda: self.view.step_file(-1),
            "]": lambda: self.view.step_file(1),
            "PgDown": lambda: self.view.canvas.turn(1),
            "PgUp": lambda: self.view.canvas.turn(-1),
            "N": self.new_note,
            "P": self.new_pin,
            "R": self.open_reasons,
            "/": self.view.open_search,
            "Ctrl+B": self.open_notice,
        }
        for keys, act in plain.items():
            self._key(keys, act)

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _digit(self, number: int, verdict: str, *, stay: bool) -> None:
        if isinstance(self.list.entry(), ContentView):
            if number <= 2:
                self.score(number, stay=stay)
        else:
            self.judge(verdict, stay=stay)

    def _item_moved(self, _code: str) -> None:
        self.item.settle()
        self._pin = None
        self._show_item()
        self._show.start()
        self.buttons_changed.emit()

    def _show_item(self) -> None:
        entry = self.list.entry()
        if entry is None:
            return
        may = self.context.may("judge_material")
        self.item.show_entry(entry, may_edit=may)
        self.notes.show_notes(self._notes(), may_edit=self.context.may("write_note"))
        if not self.notes.edit.hasFocus():
            self.notes.restore(self._drafts.get(f"note:{entry.code}", ""))
        self.notes.show_basis(tuple(_basis(entry)))
        if self.notes.tabs.currentIndex() == 1:
            self._ask_history()
        self._show_pins()
        if not self.view.attachment:
            self._show.start()

    def _open_file(self) -> None:
        entry = self.list.entry()
        files = self._files()
        if isinstance(entry, ContentView):
            names = [file.name for file in files]
            if entry.file in names:
                self.view.show_files(files, names.index(entry.file), entry.page or 1)
                return
        self.view.show_files(files)

    def _files(self) -> tuple[Attachment, ...]:
        """Return the files of the item; of a class or a content, those of the whole class."""
        entry = self.list.entry()
        if isinstance(entry, PaperView):
            return tuple(dict.fromkeys(file.attachment for file in entry.files))
        group = self.list.model_.class_of(entry.code) if entry else None
        papers = group.papers if group else ()
        return tuple(dict.fromkeys(file.attachment for paper in papers for file in paper.files))

    def _notes(self) -> tuple[NoteView, ...]:
        """Return the notes on the item; on a class, those of all that is in it."""
        entry = self.list.entry()
        if entry is None:
            return ()
        codes = {entry.code}
        if isinstance(entry, ClassView):
            codes |= {inner.code for inner in (*entry.papers, *entry.contents)}
        return tuple(note for note in self.context.view.notes if note.item in codes)

    def _show_pins(self, chosen: str = "") -> None:
        file = self.view.attachment
        places = [
            PinPlace(note.id, number, note.page, float(note.x), float(note.y), note.is_reason)
            for number, note in enumerate(self._notes(), 1)
            if file is not None and note.file == file.name and note.page
        ]
        self.view.show_pins(places, chosen)

    def _ask_history(self) -> None:
        code = self.list.code
        task = self.context.session.ask(history_of, self.context.case, code)
        task.done.connect(lambda entries: self.notes.show_history(entries) if code == self.list.code else None)
        task.failed.connect(lambda _fault: self.notes.show_history(()))

    def _read(self, attachment: Attachment) -> Task:
        return self.context.session.do(read_file, self.context.session.desk, attachment)


def next_code(classes: tuple[ClassView, ...], code: str) -> str:
    """Return what to judge after an item: the next that waits in its class, else the next class; empty at the end."""
    at = next(n for n, g in enumerate(classes) if code == g.code or code in {e.code for e in (*g.papers, *g.contents)})
    group = classes[at]
    inside = [*group.papers, *group.contents]
    start = next((n + 1 for n, entry in enumerate(inside) if entry.code == code), 0)
    if code == group.code:
        inside = list(group.contents)
    waiting = [e.code for e in (*inside[start:], *inside[:start]) if e.code != code and _waits(e)]
    if waiting:
        return waiting[0]
    return classes[at + 1].code if at + 1 < len(classes) else ""


def _waits(entry: PaperView | ContentView) -> bool:
    return entry.score is None if isinstance(entry, ContentView) else words.is_open(entry)


def _first_open(view: CaseView) -> str:
    return next((g.code for g in view.classes if g.verdict == "open"), view.classes[0].code)


def lacking(view: CaseView) -> Iterator[OpenItem]:
    """Yield the papers without a verdict and the plan contents without a score."""
    for group in view.classes:
        for paper in filter(words.is_open, group.papers):
            yield _lack(paper, Text("未判定", "no verdict"))
        for content in group.contents:
            if content.score is None:
                yield _lack(content, Text("未评分", "no score"))


def _lack(entry: PaperView | ContentView, lack: Text) -> OpenItem:
    title = entry.title
    text = Text(f"{entry.code} {title.zh}：{lack.zh}", f"{entry.code} {title.en}: {lack.en}")
    return OpenItem("correct", text, STEP, entry.code)


def _basis(entry: ClassView | PaperView | ContentView) -> list[str]:
    if isinstance(entry, PaperView):
        return [say(entry.basis) or tr("本单位默认"), tr("证据等级 {mark}", mark=entry.mark)]
    if isinstance(entry, ContentView):
        return [f"· {say(point)}" for point in entry.points]
    return [f"{p.code} {say(p.title)}{tr('：')}{say(p.basis) or tr('本单位默认')}" for p in entry.papers]
