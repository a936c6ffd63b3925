"""Below the factors: the one under the cursor. Confidence, suggestion, the agency's line, evidence, papers, note."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSignalBlocker, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QFrame, QMenu

from workbench.errors import WorkbenchError
from workbench.services.views import CaseView, FactorView
from workbench.services.views_risk import FactorDeskView
from workbench.ui import announce
from workbench.ui import step_risk_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import SavedField, SavedLine, SavedText
from workbench.ui.step_duties_fields import Choices, Locked, Option, captioned, read_only, refusal
from workbench.ui.step_risk_agency import AgencyLine
from workbench.ui.widgets import Button, ElidedLabel, column, label, picture, row, tag

CONFIDENCES = range(1, words.SUREST + 1)


class FactorPane(QFrame):
    """Title, not applicable with its reason, confidence, suggestion, the agency's line, evidence, note."""

    texts_settled = Signal(str)
    """Factor whose evidence, note or gap note is another."""
    left_out = Signal(str, str)
    """Factor, and why it does not apply; empty when it applies again."""
    confidence_chosen = Signal(str, int)
    references_chosen = Signal(str, tuple)
    suggestion_taken = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("alt")
        self.setProperty("hair", "top")
        self._code = ""
        self._reason = ""
        self._references: tuple[str, ...] = ()
        self._build()

    def fields(self) -> tuple[SavedField, ...]:
        """Return the fields that save themselves."""
        return self.reason, self.evidence, self.note, self.agency.gap_note

    def show_factor(self, factor: FactorView, extra: FactorDeskView | None, why_not: str) -> None:
        """Show a factor; what is being typed is left alone."""
        same = factor.code == self._code
        self._code, self._reason = factor.code, factor.not_applicable
        self._title.setText(f"{factor.code}  {say(factor.title)}")
        self._title.setToolTip(self._title.text())
        self._critical.setVisible(factor.critical)
        with QSignalBlocker(self.none):
            self.none.setChecked(
                bool(factor.not_applicable) or (same and self.none.isChecked() and self._wants_reason())
            )
        saved = (factor.not_applicable, factor.evidence, factor.note, factor.gap_note)
        for field, value in zip(self.fields(), saved, strict=True):
            read_only(field, on=bool(why_not))
            if same:
                field.show_saved(value)
            else:
                field.start(value)
        self._show_beside(factor, extra, why_not)
        self.reason.setVisible(self.none.isChecked())
        if not same:
            self._pending.hide()

    def offer_papers(self, view: CaseView) -> None:
        """Offer the papers of the case as what a score rests on."""
        papers = [paper for class_ in view.classes for paper in class_.papers if paper.files]
        if [action.data() for action in self._papers.actions()] == [paper.code for paper in papers]:
            return
        self._papers.clear()
        for paper in papers:
            action = QAction(f"{paper.code} {say(paper.title)}", self._papers)
            action.setCheckable(True)
            action.setData(paper.code)
            action.triggered.connect(lambda _on: self.references_chosen.emit(self._code, self._chosen()))
            self._papers.addAction(action)
        self._tick()

    def settle(self) -> None:
        """Save what is being typed before the cursor moves on."""
        for field in self.fields():
            field.settle()

    def clear_pending(self) -> None:
        """Nothing waits for evidence any more."""
        self._pending.hide()
        for field in self.fields():
            field.clear_fault()

    def say_refusal(self, where: str, fault: WorkbenchError, pending: str) -> None:
        """Say at its field why something was not taken, and what waits for it."""
        named: dict[str, SavedField] = {"evidence": self.evidence, "note": self.note, "gap_note": self.agency.gap_note}
        field = named.get(where)
        told = refusal(fault)
        if field is not None:
            self.agency.setVisible(self.agency.isVisibleTo(self) or where == "gap_note")
            field.setVisible(True)
            field.say_fault(told)
            field.setFocus()
        else:
            announce.alert(self, told)
        self._pending.setText(pending if field is not None else told)
        self._pending.show()

    def _show_beside(self, factor: FactorView, extra: FactorDeskView | None, why_not: str) -> None:
        """Show confidence, papers, suggestion, the agency's line."""
        self._references = factor.references
        self.confidence.show_choice(str(factor.confidence) if factor.confidence else "")
        self.confidence.allow(why_not)
        self.papers.set_text(tr("材料依据 {count}", count=len(factor.references)))
        self.papers.setToolTip(tr("、").join(factor.references) or why_not)
        self.papers.setEnabled(not why_not)
        self._tick()
        hint = extra.suggestion if extra else None
        self._hint.setVisible(hint is not None)
        if hint is not None:
            told = tr("提示 {score} 分：{working}", score=hint.score, working=say(hint.working))
            self._working.setText(told)
            self._working.setToolTip(told)
            self.take.setEnabled(not why_not and factor.before != hint.score)
            self.take.setToolTip(why_not or (tr("已按提示评分") if factor.before == hint.score else ""))
        self.agency.show_line(extra.agency if extra else None, factor.gap_note, why_not)
        self.none.setEnabled(not why_not)
        self.locked.show_reason(why_not)
        self.none.setToolTip(why_not)

    def _chosen(self) -> tuple[str, ...]:
        """Return the papers that are ticked, and what the score rests on beside papers."""
        offered = {str(action.data()): action.isChecked() for action in self._papers.actions()}
        others = [code for code in self._references if code not in offered]
        return (*others, *(code for code, on in offered.items() if on))

    def _open_papers(self) -> None:
        """Open the list of papers above the button."""
        self._papers.popup(self.papers.mapToGlobal(QPoint(0, -self._papers.sizeHint().height())))

    def _tick(self) -> None:
        for action in self._papers.actions():
            action.setChecked(action.data() in self._references)

    def _build(self) -> None:
        self._title = ElidedLabel("", "bodyStrong")
        self._critical = tag(tr("关键因素"), "bad")
        self._pending = label("", "small", "warn", wrap=True)
        self._pending.hide()
        self.locked = Locked()
        self.none = QCheckBox(tr("不适用"))
        self.none.toggled.connect(self._toggled)
        self.reason = SavedLine(tr("为什么不适用"))
        self.reason.settled.connect(lambda text: self.left_out.emit(self._code, text.strip()))
        options = [Option(str(n), f"{words.dots(n)} {words.confidence_word(n)}") for n in CONFIDENCES]
        self.confidence = Choices(tr("把握"), options)
        self.confidence.chosen.connect(lambda code: self.confidence_chosen.emit(self._code, int(code)))
        self.papers = Button("", icon="paperclip", kind="chip")
        self.papers.set_caret(True)
        self._papers = QMenu(self.papers)
        self.papers.clicked.connect(self._open_papers)
        self.agency = AgencyLine()
        self._hint = self._make_hint()
        self.evidence = SavedText(tr("佐证（降低评分须填）"))
        self.note = SavedText(tr("说明"))
        for field in (self.evidence, self.note, self.agency.gap_note):
            field.settled.connect(lambda _text: self._settled())
        texts = row(captioned(tr("佐证（降低评分须填）"), self.evidence), captioned(tr("说明"), self.note), spacing=10)
        head = row(self._title, self._critical, self.none)
        sure = row(self.confidence, self.papers, spacing=6)
        sure.setStretch(0, 1)
        lines = (head, self.locked, self.reason, sure, self._hint, self.agency, self._pending, texts)
        self.setLayout(column(*lines, spacing=5, margins=(14, 7, 14, 9)))

    def _make_hint(self) -> QFrame:
        self._working = ElidedLabel("", "small", "info")
        self.take = Button(tr("采用提示"), key="S", small=True)
        self.take.clicked.connect(lambda _on=False: self.suggestion_taken.emit(self._code))
        made = QFrame()
        made.setLayout(row(picture("adjustments", "info", 14), self._working, self.take, spacing=6))
        return made

    def _toggled(self, on: bool) -> None:
        self.reason.setVisible(on)
        if on:
            self.reason.setFocus()
        elif self._reason:
            self.left_out.emit(self._code, "")

    def _wants_reason(self) -> bool:
        return not self.reason.isHidden()

    def _settled(self) -> None:
        if self._code:
            self.texts_settled.emit(self._code)
