"""The register of numbers: what each series drew, for which case, and voided numbers with their reason."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget, QWidget

from workbench.errors import WorkbenchError
from workbench.services import access, number_register
from workbench.services.number_register import NumberRow, Register
from workbench.services.numbering import CASE
from workbench.ui.banners import Banner
from workbench.ui.calendar_tables import words_table
from workbench.ui.dialogs import Dialog, FaultDialog
from workbench.ui.i18n import full_day, say, tr
from workbench.ui.screen import Screen
from workbench.ui.session import Session
from workbench.ui.table_model import Cells
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, row


class NumbersPage(Screen):
    """A table of numbers with a filter by year and by series; those who may, void a number here."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("app")
        self.session = session
        self.found = Register((), ())
        self.rows: tuple[NumberRow, ...] = ()
        titles = (tr("文号"), tr("文书"), tr("案卷"), tr("日期"), tr("办理人"), tr("状态"))
        self.model, self.table = words_table(titles, tr("文号登记簿"), (250, 0, 150, 156, 110, 220))
        self.year, self.series = _filter(tr("年份")), _filter(tr("文种"))
        self.voids = Button(tr("作废文号…"), icon="ban")
        self._count = label("", "small", "t2")
        self._banner = Banner()
        self._none = label(tr("还没有编过号。受理、告知、决定等行为作出时自动编号。"), ink="t2", wrap=True)
        self._stack = QStackedWidget()
        self._build()
        self.read()

    # What is shown

    def read(self) -> None:
        """Read the register."""
        task = self.session.ask(number_register.register)
        task.done.connect(self.show_register)
        task.failed.connect(self._fault)

    def show_register(self, found: Register) -> None:
        """Show a register, under the filters chosen."""
        self.found = found
        _fill(self.year, tr("全部年份"), sorted({str(one.year) for one in found.rows}, reverse=True))
        _fill(self.series, tr("全部文种"), list(dict.fromkeys(one.series for one in found.rows)))
        self._show()

    def chosen(self) -> NumberRow | None:
        """Return the number under the cursor."""
        place = self.table.currentIndex().row()
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("Ctrl D", tr("作废文号")),) if self.voids.isVisibleTo(self) else ()

    # Acts

    def ask_void(self) -> None:
        """Open the form that asks for the reason."""
        chosen = self.chosen()
        if chosen is None:
            self.session.notify(tr("先选一个文号"))
            return
        dialog = VoidDialog(self, chosen)
        dialog.wanted.connect(lambda reason: self.void(chosen, reason))
        dialog.open()

    def void(self, one: NumberRow, reason: str) -> None:
        """Void a number."""
        task = self.session.ask(number_register.void, one.series, one.year, one.serial, reason)
        task.done.connect(lambda done: self.session.notify(tr("已作废 {number}", number=done.written)))
        task.done.connect(lambda _done: self.read())
        task.failed.connect(self._fault)

    # Inside

    def _show(self) -> None:
        year, series = self.year.currentData(), self.series.currentData()
        self.rows = tuple(one for one in self.found.rows if year in ("", str(one.year)) and series in ("", one.series))
        self.model.show([_cells(one) for one in self.rows])
        self._count.setText(tr("{count} 个文号", count=len(self.rows)))
        self._stack.setCurrentIndex(0 if self.rows else 1)
        gaps = [f"{f.series} {f.year} {f.serial} {say(f.text)}" for f in self.found.faults]
        if gaps:
            self._banner.say("bad", tr("文号不连续：{list}", list=tr("；").join(gaps)))
        else:
            self._banner.hide()

    def _fault(self, fault: WorkbenchError) -> None:
        FaultDialog(self, fault).open()

    def _build(self) -> None:
        person = self.session.person
        may = person is not None and access.allowed(self.session.desk.pack, person, "void_number")
        self.voids.setVisible(may and not self.session.read_only)
        self.voids.setShortcut("Ctrl+D")
        self.voids.clicked.connect(lambda _on=False: self.ask_void())
        for box in (self.year, self.series):
            box.currentIndexChanged.connect(lambda _place: self._show())
        for widget in (self.table, self._none):
            self._stack.addWidget(widget)
        self._none.setContentsMargins(*(Theme.current.px(side) for side in (16, 24, 16, 24)))
        head = row(label(tr("文号登记簿"), "page"), self._count, None, self.year, self.series, self.voids,
                   margins=(16, 10, 14, 10))  # fmt: skip
        note = label(tr("每个文种按年连续编号，作废的保留在册并写明理由，不再使用。"), "small", "t2", wrap=True)
        note.setContentsMargins(Theme.current.px(16), 0, Theme.current.px(14), Theme.current.px(8))
        whole = column(head, note, self._banner, self._stack, spacing=0)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self._banner.hide()


def _cells(one: NumberRow) -> Cells:
    state = tr("作废：{reason}", reason=one.void_reason) if one.void_reason else tr("有效")
    return one.written, say(one.title), one.case_number, full_day(one.day), one.by, state


def _filter(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setMinimumWidth(Theme.current.px(120))
    return box


def _fill(box: QComboBox, everything: str, values: list[str]) -> None:
    """Offer values and everything; what was chosen stays chosen."""
    kept = box.currentData()
    with QSignalBlocker(box):
        box.clear()
        box.addItem(everything, "")
        for value in values:
            box.addItem(tr("案卷编号") if value == CASE else value, value)
        box.setCurrentIndex(max(0, box.findData(kept)))


class VoidDialog(Dialog):
    """Why a number is voided."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None, one: NumberRow) -> None:
        super().__init__(parent, tr("作废文号 {number}", number=one.written), icon="ban", ink="bad", width=480)
        self.add(label(tr("作废后不能恢复，也不再使用；未出具的文书不能再出具。"), wrap=True))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("作废理由"))
        self.reason.setPlaceholderText(tr("作废理由"))
        self.add(self.reason)
        self._fault = label("", "small", "bad", wrap=True)
        self.add(self._fault)
        self.button(tr("取消"), self.reject)
        self.take = self.button(tr("作废"), self._ask, kind="primary")
        self.reason.setFocus()

    def _ask(self) -> Any:
        reason = self.reason.text().strip()
        if not reason:
            self._fault.setText(tr("请写明作废理由"))
            self.reason.setFocus()
            return
        self.accept()
        self.wanted.emit(reason)
