"""Beside the programme: the act under the cursor, its hints, the verdict with its grounds, the organiser's answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDateEdit, QFrame, QGridLayout, QScrollArea, QWidget

from workbench.core.pack import Ground, Pack
from workbench.errors import WorkbenchError
from workbench.services.views import ActView, HitView
from workbench.ui import announce
from workbench.ui import step_programme_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import SavedText
from workbench.ui.step_duties_fields import Choices, Locked, Option, captioned, read_only, refusal
from workbench.ui.step_programme_tabs import answer_word
from workbench.ui.widgets import FlowLayout, clear, column, label, panel, row, tag

TEXTS = ("evidence", "advice", "note")
KIND_ORDER = ("safety", "content")


@dataclass(frozen=True)
class Draft:
    """What stands beside an act and is not saved yet: the verdict that was refused, grounds, texts."""

    verdict: str = ""
    grounds: tuple[str, ...] = ()
    evidence: str = ""
    advice: str = ""
    note: str = ""


def saved(act: ActView) -> Draft:
    """Return what is saved of an act."""
    return Draft(act.verdict, act.grounds, act.evidence, act.advice, act.note)


class GroundList(QWidget):
    """Ground codes to tick, safety first: content codes are only for what the law bans."""

    changed = Signal()

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self.fault = label("", "small", "bad", wrap=True)
        self.fault.hide()
        body = column(self.fault, spacing=0)
        for kind in KIND_ORDER:
            own = [ground for ground in pack.grounds.values() if ground.kind == kind]
            if own:
                body.addWidget(label(_kind_word(kind), "small", "t2"))
            for ground in own:
                body.addLayout(self._line(ground))
        self.setLayout(body)

    def codes(self) -> tuple[str, ...]:
        """Return the codes that are ticked."""
        return tuple(code for code, box in self.boxes.items() if box.isChecked())

    def show_codes(self, codes: tuple[str, ...]) -> None:
        """Tick these codes and no others."""
        for code, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(code in codes)

    def say_fault(self, told: str) -> None:
        """Say a fault at the list."""
        self.fault.setText(told)
        self.fault.setVisible(bool(told))
        if told:
            announce.alert(self, told)

    def _line(self, ground: Ground) -> QGridLayout:
        told = f"{ground.code} {say(ground.text)}"
        box = QCheckBox(ground.code)
        box.setAccessibleName(told)
        box.setToolTip(told)
        box.toggled.connect(lambda _on: self.changed.emit())
        self.boxes[ground.code] = box
        words_ = label(say(ground.text), "body", wrap=True)
        words_.setBuddy(box)
        line = QGridLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(box, 0, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(words_, 0, 1)
        line.setColumnMinimumWidth(0, 66)
        line.setColumnStretch(1, 1)
        return line


def _where(hit: HitView) -> str:
    """Return where a hint word stands."""
    if not hit.file:
        return say(hit.where)
    return tr(
        "{where} {file} 第 {page} 页第 {line} 行", where=say(hit.where), file=hit.file, page=hit.page, line=hit.hit.line
    )


def _kind_word(kind: str) -> str:
    return {"safety": tr("安全理由"), "content": tr("内容理由（法定禁止内容）")}.get(kind, kind)


class ActPane(QScrollArea):
    """The act in full; the verdict and its grounds go together."""

    verdict_requested = Signal(str)
    edited = Signal()
    """Grounds or a text of the verdict have been changed."""
    due_set = Signal(object)
    """The day by which the advice is to be answered."""
    answered = Signal(str, bool)
    """The organiser's answer, and whether the advice was accepted."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._no = ""
        self._act: ActView | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build()

    def show_act(self, act: ActView, draft: Draft | None, why_not: str) -> None:
        """Show an act, with what stands beside it unsaved; ``why_not`` keeps it from being changed."""
        same = act.no == self._no
        self._no, self._act = act.no, act
        self._title.setText(words.title(act))
        self._show_tags(act)
        self._show_facts(act)
        self._show_hints(act)
        self._show_verdict(act, draft or saved(act), same=same)
        self._show_answer(act, same=same)
        for field in (*self.texts.values(), self.answer):
            read_only(field, on=bool(why_not))
        self.verdict.allow(why_not)
        self.locked.show_reason(why_not)
        self.grounds.setEnabled(not why_not)
        self.accepted.setEnabled(not why_not)
        self.due.setEnabled(not why_not)

    @property
    def no(self) -> str:
        """Return the number of the act shown."""
        return self._no

    def draft(self) -> Draft:
        """Return what stands beside the act now."""
        verdict = self._act.verdict if self._act else ""
        return Draft(verdict, self.grounds.codes(), *(self.texts[name].text() for name in TEXTS))

    def settle(self) -> None:
        """Save what is being typed before the cursor moves on."""
        for field in (*self.texts.values(), self.answer):
            field.settle()

    def say_refusal(self, where: str, error: WorkbenchError, verdict: str) -> None:
        """Say at its field why a verdict was not taken."""
        told = refusal(error)
        self._pending.setText(tr("“{verdict}”未保存，补齐后自动保存", verdict=words.verdict_word(verdict, self._pack)))
        self._pending.show()
        field = self.texts.get(where)
        if field is not None:
            field.say_fault(told)
            self.ensureWidgetVisible(field)
        else:
            self.grounds.say_fault(told)
            self.ensureWidgetVisible(self.grounds.fault)

    # Construction

    def _build(self) -> None:
        self._title = label("", "section", wrap=True)
        self.locked = Locked()
        self._tags = QWidget()
        self._tags.setLayout(FlowLayout(self._tags))
        self._facts = panel("alt")
        self._grid = QGridLayout(self._facts)
        self._grid.setContentsMargins(10, 7, 10, 7)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self._hints = column(spacing=3)
        self.verdict = Choices(
            tr("结论"),
            [
                Option(code, say(choice.text), words.verdict_look(code, self._pack)[0], str(number))
                for number, (code, choice) in enumerate(words.verdicts(self._pack).items(), 1)
            ],
        )
        self.verdict.chosen.connect(self.verdict_requested)
        self._pending = label("", "small", "warn", wrap=True)
        self._pending.hide()
        self.grounds = GroundList(self._pack)
        self.grounds.changed.connect(self.edited)
        self._make_texts()
        inside = panel("surface")
        inside.setLayout(
            column(
                self._title, self._tags, self.locked, self._facts, self._hints,
                captioned(tr("结论"), self.verdict), self._pending,
                label(tr("理由代码（不利结论至少一条，须有佐证；类型本身不构成理由）"), "small", "t2", wrap=True),
                self.grounds, *(captioned(self.texts[name].edit.accessibleName(), self.texts[name]) for name in TEXTS),
                self._review, self.due, self._standing,
                captioned(tr("承办者答复"), self.answer), self.accepted, None,
                spacing=9, margins=(16, 12, 14, 12),
            )
        )  # fmt: skip
        self.setWidget(inside)

    def _make_texts(self) -> None:
        names: Mapping[str, str] = {
            "evidence": tr("佐证（文件、页码、时间点）"),
            "advice": tr("建议（写入告知）"),
            "note": tr("审查说明"),
        }
        self.texts = {key: SavedText(name) for key, name in names.items()}
        for field in self.texts.values():
            field.settled.connect(lambda _text: self.edited.emit())
        self.answer = SavedText(tr("承办者答复"))
        self.due = QDateEdit()
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setCalendarPopup(True)
        self.due.setAccessibleName(tr("答复期限"))
        self.due.editingFinished.connect(self._due_changed)
        self._review, self._standing = label("", "body", wrap=True), label("", "small", "t2", wrap=True)
        self.accepted = QCheckBox(tr("承办者接受建议"))
        self.answer.settled.connect(lambda _text: self._answered())
        self.accepted.toggled.connect(lambda _on: self._answered())

    # Inside

    def _due_changed(self) -> None:
        wanted = self.due.date().toPython()
        if self._act is not None and self._act.answer_due is not None and wanted != self._act.answer_due:
            self.due_set.emit(wanted)

    def _answered(self) -> None:
        self.answered.emit(self.answer.text(), self.accepted.isChecked())

    def _show_tags(self, act: ActView) -> None:
        layout = self._tags.layout()
        assert layout is not None
        clear(layout)
        upper, lower = words.time_lines(act)
        for told in (tr("第 {no} 项", no=act.no), words.shown(act.row["session"]), upper, lower):
            if told:
                layout.addWidget(tag(told))

    def _show_facts(self, act: ActView) -> None:
        clear(self._grid)
        skip = {"session", "stage", "start", "minutes"}
        hidden = {say(c.label) for c in self._pack.sheets["programme"].columns if c.key in skip}
        for number, (name, value) in enumerate(pair for pair in words.facts(act, self._pack) if pair[0] not in hidden):
            self._grid.addWidget(label(name, "small", "t2", wrap=True), number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(value, "body", wrap=True), number, 1)

    def _show_hints(self, act: ActView) -> None:
        clear(self._hints)
        if not act.hints and not act.hits and not act.lacks:
            return
        self._hints.addWidget(label(tr("提示，不是结论"), "small", "info"))
        for code in act.hints:
            known = self._pack.criteria.get(code)
            told = label(say(known.text) if known else code, "body", wrap=True)
            line = row(tag(code, "info"), told, spacing=8)
            line.setStretch(1, 1)
            self._hints.addLayout(line)
        for hit in act.hits:
            said = tr("“{word}” {where}：…{excerpt}…", word=hit.hit.word, where=_where(hit), excerpt=hit.hit.excerpt)
            line = row(tag(hit.criterion, "info"), label(said, "body", wrap=True), spacing=8)
            line.setStretch(1, 1)
            self._hints.addLayout(line)
        if act.lacks:
            lacks = tr("、").join(say(lack) for lack in act.lacks)
            said = tr("互动环节未填：{fields}。在“互动”页补填后才能判通过。", fields=lacks)
            self._hints.addWidget(label(said, "body", "warn", wrap=True))

    def _show_verdict(self, act: ActView, draft: Draft, *, same: bool) -> None:
        self.verdict.show_choice(act.verdict)
        if draft == saved(act):
            self._pending.hide()
            self.grounds.say_fault("")
        if not same:
            self._pending.hide()
            self.grounds.say_fault("")
        self.grounds.show_codes(draft.grounds)
        for name, field in self.texts.items():
            if same:
                field.show_saved(getattr(draft, name))
            else:
                field.start(getattr(draft, name))

    def _show_answer(self, act: ActView, *, same: bool) -> None:
        if same:
            self.answer.show_saved(act.answer)
        else:
            self.answer.start(act.answer)
        with QSignalBlocker(self.accepted):
            self.accepted.setChecked(bool(act.accepted))
        review = say(act.co_review)
        self._review.setText(tr("会审：{told}", told=review))
        self._review.setVisible(bool(review))
        for widget in (self.due, self._standing):
            widget.setVisible(act.answer_due is not None)
        if act.answer_due is not None:
            due = act.answer_due
            with QSignalBlocker(self.due):
                self.due.setDate(QDate(due.year, due.month, due.day))
            self._standing.setText(answer_word(act))
        asked = words.is_adverse(act.verdict, self._pack) or bool(act.answer)
        self.answer.setVisible(asked)
        self.accepted.setVisible(asked)
