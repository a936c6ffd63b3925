"""Step 2: nine classes of papers, the plan's contents, the viewer, the notes.

Every act is a command. The keys act while no text field has the focus: 1–4 verdict (0–2 score on a plan content), Shift
stays on the item, J K items, [ ] files, N note, P pin, R reasons, Ctrl B correction notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout

from workbench.core.values import Attachment
from workbench.errors import Text
from workbench.services import intake, oversight
from workbench.services.views import CaseView, ClassView, ContentView, OpenItem, PaperView, TimelineEntry
from workbench.ui import document_words as words
from workbench.ui.correction_dialog import CorrectionDialog
from workbench.ui.document_view import DocumentView, page_thread
from workbench.ui.i18n import say, tr
from workbench.ui.living import alive
from workbench.ui.notes_pane import NotesPane
from workbench.ui.step_documents_head import ListFoot, ListHead
from workbench.ui.step_documents_item import ItemPane
from workbench.ui.step_documents_judging import Judging
from workbench.ui.step_documents_list import DocumentList
from workbench.ui.step_documents_notes import NoteKeeping, Parts
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
        self._first = True
        self._build()
        self._wire()
        self._keys()

    # What is shown

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        self.list.painter_.may_edit = self.context.may("judge_material")
        self.list.show_classes(self.judging.shown(view.classes))
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
        notice = StepButton(tr("补正告知书"), self.open_notice, "file-alert", "Ctrl B", why_not=say(why) if why else "")
        done = StepButton(tr("完成本步"), self.finish_requested.emit, "check", "Ctrl ↵", primary=True)
        return (done,) if self.context.never("send_correction") else (notice, done)

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
        self.judging = Judging(self, self.context, self.list, self.item)
        self.keeping = NoteKeeping(self, self.context, Parts(self.notes, self.view, self.list.entry, self._files))
        self._show = QTimer(self, singleShot=True, interval=SHOW_DELAY)
        self._rest = QTimer(self, singleShot=True, interval=800)

    def _wire(self) -> None:
        self.judging.pending_changed.connect(self._pending_changed)
        self.list.moved.connect(self._item_moved)
        self.list.verdict_clicked.connect(lambda code, verdict: self.judging.judge(verdict, stay=True, code=code))
        self.list.score_clicked.connect(lambda code, score: self.judging.score(score, stay=True, code=code))
        self.head.filtered.connect(lambda on: self.list.model_.filter(only_open=on))
        self.head.filtered.connect(lambda _on: self.list.choose(self.list.code))
        self.item.text_settled.connect(self.judging.save_texts)
        self.item.reasons_requested.connect(self.judging.open_reasons)
        self.item.reason_removed.connect(self.judging.drop_reason)
        self.notes.history_wanted.connect(self._ask_history)
        self.notes.typed.connect(lambda _text: self._rest.start())
        self._show.timeout.connect(self._open_file)
        self._rest.timeout.connect(self.keeping.keep_text)

    def _keys(self) -> None:
        for number, verdict in enumerate(words.VERDICTS, 1):
            self._key(str(number), partial(self._digit, number, verdict, stay=False))
            for keys in (f"Shift+{number}", "!@#$"[number - 1], "！@#￥"[number - 1]):  # keys
                self._key(keys, partial(self._digit, number, verdict, stay=True))
        self._key("0", partial(self.judging.score, 0))
        plain = {
            "J": lambda: self.list.step(1),
            "K": lambda: self.list.step(-1),
            "[": lambda: self.view.step_file(-1),
            "]": lambda: self.view.step_file(1),
            "PgDown": lambda: self.view.canvas.turn(1),
            "PgUp": lambda: self.view.canvas.turn(-1),
            "N": self.keeping.new_note,
            "P": self.keeping.new_pin,
            "R": self.judging.open_reasons,
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
                self.judging.score(number, stay=stay)
        else:
            self.judging.judge(verdict, stay=stay)

    def _pending_changed(self) -> None:
        self.list.show_classes(self.judging.shown(self.context.view.classes))

    def _item_moved(self, _code: str) -> None:
        self.item.settle()
        self.keeping.leave()
        self._show_item()
        self._show.start()
        self.buttons_changed.emit()

    def _show_item(self) -> None:
        entry = self.list.entry()
        if entry is None:
            return
        may = self.context.may("judge_material")
        self.item.show_entry(entry, may_edit=may)
        self.keeping.show()
        self.notes.show_basis(tuple(_basis(entry)))
        if self.notes.tabs.currentIndex() == 1:
            self._ask_history()
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

    def _ask_history(self) -> None:
        code = self.list.code
        task = self.context.session.ask(history_of, self.context.case, code)
        task.done.connect(alive(self, lambda entries: self._show_history(code, entries)))

    def _show_history(self, code: str, entries: tuple[TimelineEntry, ...]) -> None:
        if code == self.list.code:
            self.notes.show_history(entries)

    def _read(self, attachment: Attachment) -> Task:
        return self.context.session.do(read_file, self.context.session.desk, attachment)


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
