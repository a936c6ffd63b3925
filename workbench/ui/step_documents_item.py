"""Below the list of step 2: the item under the cursor, what the rules say, why it was judged so, what would cure it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from workbench.core.pack import Pack
from workbench.errors import WorkbenchError
from workbench.services.views import ClassView, ContentView, PaperView
from workbench.ui import document_words as words
from workbench.ui.i18n import clock_time, say, tr
from workbench.ui.notes_pane import local
from workbench.ui.saved_text import SavedText
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, FlowLayout, clear, column, label, panel, picture, row, tag

Entry = ClassView | PaperView | ContentView


class ItemPane(QFrame):
    """Title, rules, reasons, two texts that save themselves."""

    text_settled = Signal(str, str, str)
    """Code, what is wrong, what would cure it."""
    reasons_requested = Signal()
    reason_removed = Signal(str)

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.setObjectName("alt")
        self.setProperty("hair", "top")
        self._pack = pack
        self._code = ""
        self._title = ElidedLabel("", "bodyStrong")
        self._head = row(spacing=6)
        self._rules = row(spacing=6)
        self._reasons = panel("alt")
        self._reasons.setLayout(FlowLayout(self._reasons, spacing=4))
        self.note = SavedText(tr("问题（写入告知书）"))
        self.remedy = SavedText(tr("如何补正"))
        self.note.settled.connect(lambda _text: self._settled())
        self.remedy.settled.connect(lambda _text: self._settled())
        self._texts = panel("alt")
        self._texts.setLayout(row(self.note, self.remedy))
        self.setLayout(
            column(self._head, self._rules, self._reasons, self._texts, None, spacing=5, margins=(14, 8, 12, 8))
        )

    def show_entry(self, entry: Entry, *, may_edit: bool) -> None:
        """Show an item; its texts are left alone while they are being typed."""
        clear(self._head)
        clear(self._rules)
        layout = self._reasons.layout()
        assert layout is not None
        clear(layout)
        self._head.addWidget(ElidedLabel(f"{entry.code}  {say(entry.title)}", "bodyStrong"), 1)
        match entry:
            case PaperView():
                self._paper(entry, may_edit=may_edit)
            case ContentView():
                self._content(entry)
            case ClassView():
                self._class(entry)
        self._show_texts(entry, may_edit=may_edit)
        self._code = entry.code
        self.setFixedHeight(Theme.current.px(96 if isinstance(entry, ClassView) else 168))

    def settle(self) -> None:
        """Save what is being typed before the cursor moves on."""
        self.note.settle()
        self.remedy.settle()

    def refuse(self, code: str, note: str, remedy: str, error: WorkbenchError) -> None:
        """Show the last saved texts and why the new ones were not taken."""
        if code == self._code:
            self.remedy.start(remedy)
            self.note.refuse(note, error)

    def _show_texts(self, entry: Entry, *, may_edit: bool) -> None:
        self._texts.setVisible(not isinstance(entry, ClassView))
        if isinstance(entry, ClassView):
            return
        for field, text in ((self.note, entry.note), (self.remedy, entry.remedy)):
            field.edit.setReadOnly(not may_edit)
            if entry.code == self._code:
                field.show_saved(text)
            else:
                field.start(text)

    def _paper(self, paper: PaperView, *, may_edit: bool) -> None:
        self._head.addWidget(tag(tr("必交") if paper.required else tr("选交")))
        if paper.tolerable:
            self._head.addWidget(tag(tr("可容缺"), "tol"))
        icon, ink = words.RULE_LOOK.get(paper.rule_status, words.RULE_LOOK["unknown"])
        self._rules.addWidget(picture(icon, ink, 15))
        self._rules.addWidget(ElidedLabel(words.rule_word(paper, self._pack), "body", ink), 1)
        if paper.judged_at is not None:
            who = f"{paper.judged_by} · {clock_time(local(paper.judged_at))}"
            self._rules.addWidget(label(who, "small", "t2"))
        self._chips(paper, may_edit=may_edit)

    def _chips(self, paper: PaperView, *, may_edit: bool) -> None:
        layout = self._reasons.layout()
        assert layout is not None
        rows = self._pack.lists.get("defects", {})
        for code in paper.reasons:
            chip = Button(say(rows[code].text) if code in rows else code, icon="x" if may_edit else "", small=True)
            chip.setAccessibleName(tr("去掉理由 {reason}", reason=chip.face()))
            chip.setEnabled(may_edit)
            chip.clicked.connect(lambda _on=False, c=code: self.reason_removed.emit(c))
            layout.addWidget(chip)
        if may_edit:
            more = Button(tr("常用理由"), icon="plus", key="R", small=True)
            more.clicked.connect(self.reasons_requested)
            layout.addWidget(more)

    def _content(self, content: ContentView) -> None:
        self._head.addWidget(tag(words.score_word(content.score, self._pack)))
        points = " · ".join(say(point) for point in content.points)
        shown = ElidedLabel(tr("审查要点：{points}", points=points), "body", "t2")
        self._rules.addWidget(shown, 1)
        layout = self._reasons.layout()
        assert layout is not None
        if content.summary:
            layout.addWidget(label(tr("申报摘要：{summary}", summary=content.summary), "small", "t2"))

    def _class(self, group: ClassView) -> None:
        self._rules.addWidget(label(words.class_line(group), "body", "t2"))
        layout = self._reasons.layout()
        assert layout is not None
        layout.addWidget(label(tr("按 1：本类规则齐全、未审的材料判为符合；规则有提示的逐份判定。"), "small", "t2"))

    def _settled(self) -> None:
        if self._code:
            self.text_settled.emit(self._code, self.note.text(), self.remedy.text())
