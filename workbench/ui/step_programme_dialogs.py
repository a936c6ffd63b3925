"""Dialogs of the programme desk: send to co-review, take a list in, add a part of an act, mend rows kept aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from workbench.core import commands as c
from workbench.core.commands import ProgrammeLine
from workbench.core.values import Row
from workbench.errors import WorkbenchError
from workbench.services import programme_import
from workbench.services.programme_import import Aside, ProgrammeFile
from workbench.services.views import ActView, FileView
from workbench.ui import step_programme_words as words
from workbench.ui.i18n import language, say, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, label, row
from workbench.ui.workspace_context import CaseContext
from workbench.ui.workspace_dialogs import CaseDialog

SHOWN = 200
"""Rows kept aside that are listed for mending at once; more are mended in turns."""


def kinds_of_list() -> str:
    """Return the file kinds of a list for the file dialog."""
    return tr("名单") + " (*.xlsx *.csv *.txt)"


def _form(named: Mapping[str, QWidget]) -> QFormLayout:
    """Return fields below each other, each with its name before it."""
    form = QFormLayout()
    form.setHorizontalSpacing(Theme.current.px(14))
    form.setVerticalSpacing(Theme.current.px(8))
    for name, widget in named.items():
        widget.setAccessibleName(name)
        form.addRow(label(name, ink="t2"), widget)
    return form


class _FieldsDialog(CaseDialog):
    """Named fields, a line that says what is wrong with them, and the two buttons."""

    def ask(self, named: Mapping[str, QWidget], act: str, give: Callable[[], None], icon: str = "") -> None:
        """Add the fields and what ends the dialog: ``act`` names what ``give`` does."""
        self.add(_form(named))
        self.fault = label("", "small", "bad", wrap=True)
        self.add(self.fault)
        self.button(tr("取消"), self.reject)
        self.button(act, give, kind="primary", icon=icon)


class CoReviewDialog(_FieldsDialog):
    """Send an act to another authority: whom, what is asked, until when."""

    given = Signal(object)
    """The :class:`SendConsultation`."""

    def __init__(self, parent: QWidget, context: CaseContext, act: ActView, due: date) -> None:
        super().__init__(parent, tr("送会审"), icon="send", ink="info", width=520)
        self._context = context
        self.add(label(f"{act.no} {words.title(act)}", "bodyStrong", wrap=True))
        self.whom = QComboBox()
        self.whom.setEditable(True)
        for code, choice in context.pack.lists["consult_departments"].items():
            self.whom.addItem(say(choice.text), code)
        self.due = QDateEdit(QDate(due.year, due.month, due.day))
        self.due.setDisplayFormat("yyyy-MM-dd")
        self.due.setCalendarPopup(True)
        self.asked = QPlainTextEdit(_question(act))
        self.asked.setFixedHeight(Theme.current.px(110))
        self.asked.setTabChangesFocus(True)
        named = {tr("部门"): self.whom, tr("回复期限"): self.due, tr("征求意见事项（每行一项）"): self.asked}
        self.ask(named, tr("送出"), self._send, "send")
        self.whom.setFocus()

    def _send(self) -> None:
        questions = tuple(line.strip() for line in self.asked.toPlainText().splitlines() if line.strip())
        if not questions or not self.whom.currentText().strip():
            self.fault.setText(tr("请填写部门和征求意见事项"))
            return
        place = self.whom.findText(self.whom.currentText())
        code = str(self.whom.itemData(place)) if place >= 0 else ""
        due = self.due.date().toPython()
        assert isinstance(due, date)
        request = self._context.view.consult.next_request
        self.given.emit(
            c.SendConsultation(self._context.case, request, self.whom.currentText().strip(), questions, due, code)
        )
        self.accept()


def _question(act: ActView) -> str:
    return f"请对节目第 {act.no} 项“{words.title(act)}”的内容是否符合规定提出意见。"  # legal text


class ListDialog(CaseDialog):
    """Take a list of names in, from a file or as pasted text; what was understood is shown before it is kept."""

    given = Signal(str, object, str)
    """Source, lines, reason."""

    def __init__(self, parent: QWidget, context: CaseContext, title: str, *, reason: bool = False) -> None:
        super().__init__(parent, title, icon="file-import", ink="info", width=620)
        self._context = context
        self._lines: tuple[ProgrammeLine, ...] = ()
        self.add(label(tr("每行一项：演出者《作品》，或“演出者 - 作品”；序号和时间会略去。"), "small", "t2", wrap=True))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(tr("粘贴名单"))
        self.text.setPlaceholderText(tr("在此粘贴名单，或选择文件"))
        self.text.setFixedHeight(Theme.current.px(170))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._read_text)
        self.file = Button(tr("选择文件（xlsx、csv、txt）"), icon="folder-open", small=True)
        self.file.clicked.connect(lambda _on=False: self._choose())
        self.source, self.reason = QLineEdit(), QLineEdit()
        named = {tr("来源（文号、网页、文件名）"): self.source} | ({tr("变更原因"): self.reason} if reason else {})
        form = _form(named)
        self._asks_reason = reason
        self.found, self.fault = label("", "small", "t2", wrap=True), label("", "small", "bad", wrap=True)
        for part in (self.text, row(self.file, None), form, self.found, self.fault):
            self.add(part)
        self.button(tr("取消"), self.reject)
        self.button(tr("采用名单"), self._give, kind="primary")
        self.text.setFocus()

    def read(self, path: str) -> None:
        """Read a file; what it says is shown as text."""
        desk = self._context.session.desk
        task = self._context.session.do(programme_import.read_lines, desk, self._context.case, path)
        task.done.connect(lambda lines: self._took(lines, Path(path).name))
        task.failed.connect(self._failed)

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, tr("选择名单"), "", kinds_of_list())
        if path:
            self.read(path)

    def _took(self, lines: tuple[ProgrammeLine, ...], name: str) -> None:
        with QSignalBlocker(self.text):
            self.text.setPlainText("\n".join(f"{x.artist}\t{x.work}\t{x.session}".rstrip() for x in lines))
        self.source.setText(self.source.text() or name)
        self._understood(lines)

    def _read_text(self) -> None:
        self._understood(programme_import.pasted_lines(self.text.toPlainText()))

    def _understood(self, lines: tuple[ProgrammeLine, ...]) -> None:
        self._lines = lines
        first = tr("；").join(" ".join(t for t in (x.artist, x.work) if t) for x in lines[:2])
        self.found.setText(tr("识别 {count} 行：{first}…", count=len(lines), first=first) if lines else "")
        self.fault.setText("")

    def _failed(self, fault: WorkbenchError) -> None:
        self.fault.setText(fault.told(language()))

    def _give(self) -> None:
        if not self._lines or not self.source.text().strip() or (self._asks_reason and not self.reason.text().strip()):
            told = tr("请给出名单、来源和变更原因") if self._asks_reason else tr("请给出名单和来源")
            self.fault.setText(told)
            return
        self.given.emit(self.source.text().strip(), self._lines, self.reason.text().strip())
        self.accept()


class PartDialog(_FieldsDialog):
    """Add a work or segment to an act, as the papers have it."""

    given = Signal(object)
    """The :class:`SetProgrammeItem`."""

    def __init__(self, parent: QWidget, context: CaseContext, act: ActView, part: str) -> None:
        super().__init__(parent, tr("添加作品或环节"), icon="plus", width=520)
        self._context, self._part = context, part
        self._parent_no = act.part.parent if act.part else act.no
        self.add(label(f"{self._parent_no} {words.title(act)}", "bodyStrong", wrap=True))
        pack = context.pack
        columns = {column.key: column for column in pack.sheets["programme"].columns}
        self.what = _box([(code, say(r.text)) for code, r in pack.lists["item_kinds"].items()])
        self.title, self.screens, self.quote = QLineEdit(), QLineEdit(), QLineEdit()
        self.minutes, self.page = QLineEdit(), QLineEdit()
        for field in (self.minutes, self.page):
            field.setValidator(QIntValidator(1, 9999, field))
        self.spoken = _box([("", ""), *((o, words.listed(o, pack)) for o in columns["language"].options)])
        self.effects = _box([("", ""), *((o, words.listed(o, pack)) for o in columns["effects"].options)])
        files = [(a, a) for a in dict.fromkeys(f.attachment.name for f in _files(context))]
        self.file = _box([("", ""), *files])
        named = {
            tr("类别"): self.what,
            tr("名称"): self.title,
            tr("时长（分）"): self.minutes,
            tr("语种"): self.spoken,
            tr("特效"): self.effects,
            tr("大屏内容"): self.screens,
            tr("歌词或文本所在附件"): self.file,
            tr("页码"): self.page,
            tr("摘录（只录引用的句子）"): self.quote,
        }
        self.ask(named, tr("添加"), self._give, "plus")
        self.title.setFocus()

    def _give(self) -> None:
        if not self.title.text().strip():
            self.fault.setText(tr("请填写名称"))
            self.title.setFocus()
            return
        self.given.emit(
            c.SetProgrammeItem(
                self._context.case,
                self._part,
                self._parent_no,
                str(self.what.currentData()),
                self.title.text().strip(),
                _number(self.minutes),
                str(self.spoken.currentData() or ""),
                str(self.effects.currentData() or ""),
                self.screens.text().strip(),
                str(self.file.currentData() or ""),
                _number(self.page),
                self.quote.text().strip(),
            )
        )
        self.accept()


def _number(field: QLineEdit) -> int | None:
    text = field.text().strip()
    return int(text) if text.isdecimal() else None


def _files(context: CaseContext) -> list[FileView]:
    return [file for group in context.view.classes for paper in group.papers for file in paper.files]


def _box(options: list[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    for code, word in options:
        box.addItem(word, code)
    return box


class ImportDialog(CaseDialog):
    """A list before it becomes the programme: how many rows are right, and those kept aside, to be mended here."""

    taken = Signal(object, object, str)
    """Rows, rows aside, source."""

    def __init__(self, parent: QWidget, context: CaseContext, found: ProgrammeFile) -> None:
        super().__init__(parent, tr("导入节目单"), icon="file-import", ink="info", width=860)
        self._context = context
        self._name = found.name
        self._rows: list[Row] = list(found.rows)
        self._aside: list[Aside] = list(found.aside)
        self._keys = found.columns
        self.head = label("", "bodyStrong", wrap=True)
        self.told = label(tr("标出原因的行可在表中直接改，改好后自动并入。"), "small", "t2", wrap=True)
        columns = {column.key: column for column in context.pack.sheets["programme"].columns}
        heads = [tr("行"), tr("原因"), *(say(columns[key].label) for key in self._keys)]
        self.table = QTableWidget(0, len(heads))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setAccessibleName(tr("待处理的行"))
        self.table.verticalHeader().hide()
        self.table.setFixedHeight(Theme.current.px(260))
        self.table.setColumnWidth(0, Theme.current.px(44))
        self.table.setColumnWidth(1, Theme.current.px(260))
        self.table.cellChanged.connect(self._changed)
        for part in (self.head, self.told, self.table):
            self.add(part)
        self.button(tr("取消"), self.reject)
        self.take = self.button("", self._give, kind="primary", icon="file-import")
        self._show()

    def _show(self) -> None:
        with QSignalBlocker(self.table):
            self.table.setRowCount(min(SHOWN, len(self._aside)))
            for place, aside in enumerate(self._aside[:SHOWN]):
                self._fill(place, aside)
        some = bool(self._aside)
        self.table.setVisible(some)
        self.told.setVisible(some)
        told = tr("{name}：可导入 {count} 行", name=self._name, count=len(self._rows))
        self.head.setText(
            told + (tr("，另 {count} 行待处理（导入后仍可补改）", count=len(self._aside)) if some else "")
        )
        self.take.set_text(tr("导入 {count} 行", count=len(self._rows)))
        self.take.setEnabled(bool(self._rows))

    def _fill(self, place: int, aside: Aside) -> None:
        why = tr("；").join(say(problem.message) for problem in aside.problems)
        cells = (str(aside.number), why, *(aside.cells.get(key, "") for key in self._keys))
        for column_, told in enumerate(cells):
            item = QTableWidgetItem(told)
            item.setToolTip(told)
            if column_ < 2:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.table.setItem(place, column_, item)

    def _changed(self, place: int, column_: int) -> None:
        item, aside = self.table.item(place, column_), self._aside[place]
        if column_ < 2 or item is None:
            return
        cells = {**aside.cells, self._keys[column_ - 2]: item.text()}
        numbers = [str(known["no"]) for known in self._rows]
        session = self._context.session
        task = session.do(programme_import.mend, session.desk, self._context.case, aside, cells, numbers)
        task.done.connect(lambda made: self._mended(aside, made))

    def _mended(self, aside: Aside, made: Row | Aside) -> None:
        place = next((n for n, known in enumerate(self._aside) if known.number == aside.number), -1)
        if place < 0:
            return
        if isinstance(made, Aside):
            self._aside[place] = replace(made, number=aside.number)
        else:
            del self._aside[place]
            self._rows.append(replace(made, number=aside.number))
        self._show()

    def _give(self) -> None:
        rows = sorted(self._rows, key=lambda known: known.number)
        self.taken.emit(tuple(rows), tuple(self._aside), self._name)
        self.accept()


class ResultDialog(_FieldsDialog):
    """Words that an act needs beside its code: who looked, what was found, on what ground."""

    given = Signal(object)
    """The texts of the fields in order."""

    def __init__(self, parent: QWidget, title: str, fields: list[tuple[str, str]], check: Callable[..., str]) -> None:
        super().__init__(parent, title, icon="edit", width=480)
        named = {name: QLineEdit(start) for name, start in fields}
        self.fields = list(named.values())
        self._check = check
        self.ask(named, tr("登记"), self._give)
        self.fields[0].setFocus()

    def _give(self) -> None:
        texts = [field.text().strip() for field in self.fields]
        fault = self._check(*texts)
        if fault:
            self.fault.setText(fault)
            return
        self.given.emit(texts)
        self.accept()
