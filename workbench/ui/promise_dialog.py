"""Registering the promise on which a tolerated deficiency rests."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QComboBox, QDateTimeEdit, QFormLayout, QLineEdit, QWidget

from workbench.core.commands import Promise
from workbench.core.promises import LOWER_NUMBER
from workbench.errors import WorkbenchError
from workbench.services import promises as service
from workbench.services.views import PaperView
from workbench.ui.file_forms import choose_file
from workbench.ui.i18n import full_day, language, say, tr
from workbench.ui.living import alive
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, label, number_box, row
from workbench.ui.workspace_context import CaseContext
from workbench.ui.workspace_dialogs import CaseDialog


class PromiseDialog(CaseDialog):
    """Due moment or the rule it follows from, promisor, kind, consequence, letter; limits are shown beforehand."""

    registered = Signal(object)
    """The :class:`Promise`."""

    def __init__(self, parent: QWidget, context: CaseContext, paper: PaperView, start: Promise) -> None:
        super().__init__(parent, tr("登记容缺承诺"), icon="clock", ink="tol", width=520)
        self._context = context
        self._paper = paper
        self._start = start
        self._ruling = False
        self._build()
        self.button(tr("取消"), self.reject)
        self.take = self.button(tr("登记"), self.register, kind="primary")
        self.due.setFocus()

    def promise(self) -> Promise:
        """Return what stands in the fields."""
        moment = self.due.dateTime().toPython()
        assert isinstance(moment, datetime)
        fallback, anchor = str(self.fallback.currentData()), str(self.anchor.currentData())
        letter = self.letter.text().strip()
        return replace(
            self._start,
            promisor=self.promisor.currentText().strip(),
            due=moment,
            type=str(self.kind.currentData()),
            fallback=fallback,
            letter=letter,
            letter_sha256=self._sha256 if letter == self._letter_name else "",
            anchor=anchor,
            amount=self.amount.value() if anchor else 0,
            number=self.number.value() if fallback == LOWER_NUMBER else None,
        )

    def register(self) -> None:
        """Hand the promise out, unless the promisor is missing."""
        if not self.promise().promisor:
            self.fault.setText(tr("请填写承诺人"))
            self.promisor.setFocus()
            return
        self.registered.emit(self.promise())
        self.accept()

    def refuse(self, error: WorkbenchError) -> None:
        """Say why a promise was not taken."""
        self.fault.setText(error.told(language()))

    def _build(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(Theme.current.px(16))
        form.setVerticalSpacing(Theme.current.px(8))
        form.addRow(label(tr("材料"), ink="t2"), label(f"{self._paper.code} {say(self._paper.title)}", wrap=True))
        self.due = QDateTimeEdit(
            QDateTime.fromString(self._start.due.isoformat(timespec="seconds"), "yyyy-MM-ddTHH:mm:ss")
        )
        self.due.setDisplayFormat("yyyy-MM-dd HH:mm")
        self.due.setCalendarPopup(True)
        self.promisor = QComboBox()
        self.promisor.setEditable(True)
        self.promisor.addItems(list(dict.fromkeys(name for name in self._names() if name)))
        self.promisor.setCurrentText(self._start.promisor)
        self.kind = self._kinds()
        self.fallback = QComboBox()
        self.number = number_box()
        self.number.setRange(1, 10_000_000)
        self.number.setGroupSeparatorShown(True)
        self.number.setValue(self._start.number or 1)
        self.letter = QLineEdit(self._start.letter)
        self.rule = self._make_rule()
        self.kind.currentIndexChanged.connect(lambda _at: self._fill_fallbacks())
        self.fallback.currentIndexChanged.connect(lambda _at: self._show_number())
        self._form = form
        named = (
            (tr("相对规则"), self.rule),
            (tr("承诺补齐"), self.due),
            (tr("承诺人"), self.promisor),
            (tr("补齐时点"), self.kind),
            (tr("未补齐的后果"), self.fallback),
            (tr("降至人数（每场）"), self.number),
            (tr("承诺书（文号或文件）"), self._make_letter()),
        )
        for name, widget in named:
            widget.setAccessibleName(name)
            form.addRow(label(name, ink="t2"), widget)
        self.add(form)
        self.add(label(self._limit(), "small", "t2", wrap=True))
        self.fault = label("", "small", "bad", wrap=True)
        self.add(self.fault)
        self._fill_fallbacks()

    def _names(self) -> list[str]:
        fields = self._context.view.fields
        return [self._start.promisor, self._context.view.row.undertaker, str(fields.get("app.liaison") or "")]

    def _kinds(self) -> QComboBox:
        box = QComboBox()
        suspensive = self._context.pack.materials[self._paper.code].suspensive
        for code, kind in self._context.pack.lists["promise_types"].items():
            if code != "before_opening" or suspensive:
                box.addItem(say(kind.text), code)
        box.setCurrentIndex(max(0, box.findData(self._start.type)))
        return box

    def _fill_fallbacks(self) -> None:
        """Offer the consequences that go with the type."""
        chosen = self.fallback.currentData() or self._start.fallback
        self.fallback.clear()
        for code, fallback in self._context.pack.lists["promise_fallbacks"].items():
            kinds = fallback.data["types"]
            if isinstance(kinds, tuple | list) and self.kind.currentData() in kinds:
                self.fallback.addItem(say(fallback.text), code)
        self.fallback.setCurrentIndex(max(0, self.fallback.findData(chosen)))
        self._show_number()

    def _show_number(self) -> None:
        self._form.setRowVisible(self.number, self.fallback.currentData() == LOWER_NUMBER)

    def _make_rule(self) -> QWidget:
        """Return the choice of a rule and its count; both set the moment."""
        self.anchor = QComboBox()
        self.anchor.addItem(tr("只写固定时间"), "")
        for code, anchor in self._context.pack.lists["promise_anchors"].items():
            self.anchor.addItem(say(anchor.text), code)
        self.anchor.setCurrentIndex(max(0, self.anchor.findData(self._start.anchor)))
        self.anchor.setAccessibleName(tr("相对规则"))
        self.amount = number_box()
        self.amount.setRange(0, 999)
        self.amount.setValue(self._start.amount or 3)
        self.amount.setAccessibleName(tr("规则中的数"))
        self.amount.setEnabled(bool(self._start.anchor))
        self.anchor.currentIndexChanged.connect(lambda _at: self._rule_chosen())
        self.amount.valueChanged.connect(lambda _count: self._rule_chosen())
        self.due.dateTimeChanged.connect(lambda _moment: self._moment_typed())
        place = QWidget()
        place.setLayout(row(self.anchor, self.amount))
        return place

    def _rule_chosen(self) -> None:
        """Ask for the moment that the rule gives."""
        self.amount.setEnabled(bool(self.anchor.currentData()))
        if not self.anchor.currentData():
            return
        task = self._context.session.ask(service.moment_for, self._context.case, self.promise())
        task.done.connect(alive(self, self._take_moment))

    def _take_moment(self, moment: datetime | None) -> None:
        if moment is None:
            self.fault.setText(tr("案卷还没有这条规则所依据的日期"))
            return
        self._ruling = True
        self.due.setDateTime(QDateTime.fromString(moment.isoformat(timespec="seconds"), "yyyy-MM-ddTHH:mm:ss"))
        self._ruling = False

    def _moment_typed(self) -> None:
        """Leave the rule out once another moment was typed."""
        if not self._ruling and self.anchor.currentData():
            self.anchor.setCurrentIndex(0)

    def _make_letter(self) -> QWidget:
        self._letter_name, self._sha256 = self._start.letter, self._start.letter_sha256
        self.letter.setAccessibleName(tr("承诺书（文号或文件）"))
        choose = Button(tr("附文件…"), icon="paperclip", small=True)
        choose.clicked.connect(lambda _on=False: self._choose_letter())
        place = QWidget()
        place.setLayout(row(self.letter, choose))
        return place

    def _choose_letter(self) -> None:
        choose_file(self, tr("附文件…"), self.attach)

    def attach(self, place: str) -> None:
        """Keep the letter's file; the promise names it."""
        task = self._context.session.ask(service.keep_letter, self._context.case, Path(place))
        task.done.connect(alive(self, self._letter_kept))
        task.failed.connect(alive(self, self.refuse))

    def _letter_kept(self, kept: tuple[str, str]) -> None:
        self._letter_name, self._sha256 = kept
        self.letter.setText(self._letter_name)

    def _limit(self) -> str:
        if self._paper.limit is None:
            return tr("最迟日期在受理时按法定时限和首场日期核定")
        return tr("最迟不晚于 {day}", day=full_day(self._paper.limit))
