"""The second seat: the agency's column, closed until the officer opens it, and its line beside a factor."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from workbench.core.commands import RevealAgency
from workbench.errors import WorkbenchError
from workbench.services import risk_seats
from workbench.services.views_risk import AgencyView, SeatsView
from workbench.ui import announce
from workbench.ui import step_risk_words as words
from workbench.ui.i18n import clock_time, language, tr
from workbench.ui.living import alive
from workbench.ui.saved_text import SavedLine, TextEdit
from workbench.ui.widgets import Button, ElidedLabel, column, hairline, label, picture, row
from workbench.ui.workspace_context import CaseContext
from workbench.ui.workspace_dialogs import CaseDialog

UNSAID = -1


class AgencyLine(QFrame):
    """The agency's scores of the factor under the cursor, and why the officer's differ; hidden while closed."""

    copied = Signal(object, object)
    """Scores before and after that stand in the agency's paper, as typed."""

    def __init__(self) -> None:
        super().__init__()
        self.gap_note = SavedLine(tr("与评估单位相差的说明"))
        self._told = ElidedLabel("", "small")
        self._icon = picture("users", "t2", 14)
        self.before, self.after = (self._box(column_) for column_ in (words.BEFORE, words.AFTER))
        line = row(self._icon, self._told, self.before, self.after, spacing=6)
        self.setLayout(column(line, self.gap_note, spacing=4))
        self._open = False
        self.hide()

    def set_open(self, on: bool) -> None:
        """Say whether the agency's column is open."""
        self._open = on
        self.setVisible(on)

    def show_line(self, agency: AgencyView | None, gap_note: str, why_not: str) -> None:
        """Show the agency's line; one that is absent can be copied from its paper."""
        told = words.agency_sentence(agency) if agency else tr("评估单位未列此项，可照其报告补录")
        source = tr("{file} 第 {page} 页", file=agency.file, page=agency.page) if agency and agency.page else ""
        self._told.setText(" · ".join(filter(None, (told, source))))
        self._told.setToolTip(self._told.text())
        self._told.setProperty("ink", "bad" if agency and agency.note_wanted else "t1")
        self._told.style().polish(self._told)
        self.gap_note.setVisible(bool(gap_note or (agency and agency.note_wanted) or self.gap_note.is_typing()))
        scores = (agency.before, agency.after) if agency else (None, None)
        for box, score in zip((self.before, self.after), scores, strict=True):
            with QSignalBlocker(box):
                box.setCurrentIndex(box.findData(UNSAID if score is None else score))
            box.setEnabled(not why_not)
            box.setVisible(agency is None or not agency.not_applicable)

    def _box(self, column_: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(tr("评估单位{column}评分", column=words.column_word(column_)))
        box.setToolTip(box.accessibleName())
        box.addItem("—", UNSAID)
        for score in words.SCORES:
            box.addItem(str(score), score)
        box.activated.connect(lambda _n: self._typed())
        return box

    def _typed(self) -> None:
        scores = (box.currentData() for box in (self.before, self.after))
        self.copied.emit(*(None if score == UNSAID else score for score in scores))


class SeatsBar(QFrame):
    """One line above the factors: the agency's column is closed, or who opened it when and what still differs."""

    reveal_requested = Signal()
    next_gap_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("alt")
        self.setProperty("hair", "bottom")
        self._icon, self._opened = picture("lock", "t2", 14), picture("lock-open", "t2", 14)
        self._told = ElidedLabel("", "small", "t2")
        self.reveal = Button(tr("公开评估单位评分"), icon="eye", small=True)
        self.next_gap = Button(tr("下一处差异"), icon="arrow-right", kind="ghost", small=True)
        self.reveal.clicked.connect(lambda _on=False: self.reveal_requested.emit())
        self.next_gap.clicked.connect(lambda _on=False: self.next_gap_requested.emit())
        line = row(self._icon, self._opened, self._told, self.reveal, self.next_gap, margins=(14, 4, 14, 4), spacing=6)
        self.setLayout(line)

    def show_seats(self, seats: SeatsView, why_not: str, *, never: bool) -> None:
        """Show the order of the two seats."""
        self._icon.setVisible(not seats.open)
        self._opened.setVisible(seats.open)
        self.reveal.setVisible(not seats.open and not never)
        self.reveal.setEnabled(not why_not)
        self.reveal.setToolTip(why_not)
        self.next_gap.setVisible(bool(seats.gaps_open))
        self._told.setText(opened_words(seats) if seats.open else closed_words(seats))
        self._told.setToolTip(self._told.text())


def closed_words(seats: SeatsView) -> str:
    """Return what is told of a closed column: how many lines it has, nothing else."""
    if not seats.available:
        return tr("评估单位评分未公开 · 报告中未读到评分表，公开后照录")
    return tr("评估单位评分未公开 · 报告列 {count} 项", count=seats.lines)


def opened_words(seats: SeatsView) -> str:
    """Return who opened the column, when, and how many gaps still need a note."""
    parts = [tr("评估单位评分由{name}公开", name=seats.by)]
    if seats.at is not None:
        parts[0] += f" {clock_time(seats.at)}"
    if not seats.lines:
        parts.append(tr("没有评分表，逐项照录"))
    parts.append(tr("{count} 处差异待说明", count=len(seats.gaps_open)) if seats.gaps_open else tr("差异均已说明"))
    if seats.discrepancies:
        codes = tr("、").join(seats.discrepancies)
        parts.append(tr("{count} 项与数据不符（{codes}）", count=len(seats.discrepancies), codes=codes))
    return " · ".join(parts)


class RevealDialog(CaseDialog):
    """Opening the agency's column: once, with the order on record; before the officer has scored, with a reason."""

    def __init__(self, parent: QWidget, context: CaseContext, seats: SeatsView) -> None:
        super().__init__(parent, tr("公开评估单位评分"), icon="lock-open", ink="accentT", width=520)
        self._context = context
        self.add(label(tr("公开后不能收回。何时公开、谁公开、当时还有哪些因素未评，都记入案卷；"
                          "之后改动的评分会标明“公开后评分”。"), wrap=True))  # fmt: skip
        self.add(label(closed_words(seats) + (f" · {seats.file}" if seats.file else ""), "small", "t2", wrap=True))
        self.reason = TextEdit(tr("为什么先看评估单位评分"), 2)
        self.reason.setVisible(bool(seats.unscored))
        if seats.unscored:
            self.add(hairline())
            told = tr("还有 {count} 项未评。请先独立评完；确需先看的，写明理由。", count=len(seats.unscored))
            self.add(label(told, ink="warn", wrap=True))
            self.add(self.reason)
        self.fault = label("", "small", "bad", wrap=True)
        self.fault.hide()
        self.add(self.fault)
        self.button(tr("取消"), self.reject).setFocus()
        self.take = self.button(tr("公开并记录"), self.give, kind="primary", icon="eye")
        if seats.unscored:
            self.reason.setFocus()

    def give(self) -> None:
        """Read the agency's table on the worker, then open the column with it."""
        self.take.setEnabled(False)
        asked = self._context.session.ask(
            risk_seats.reveal_command, self._context.case, self.reason.toPlainText().strip()
        )
        asked.done.connect(self._open)
        asked.failed.connect(self.refuse)

    def refuse(self, fault: WorkbenchError) -> None:
        """Say why the column stays closed."""
        self.take.setEnabled(True)
        self.fault.setText(fault.told(language()))
        self.fault.show()
        announce.alert(self, self.fault.text())

    def _open(self, command: RevealAgency) -> None:
        given = self._context.do(command, said=tr("评估单位评分已公开"), refused=self.refuse)
        given.done.connect(alive(self, lambda _given: self.accept()))
