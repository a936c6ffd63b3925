"""The working-day calendar of the office: years, local exceptions, the promised period; for administrators.

Every change is worked out first and shown with the dates it moves; it is written when the person confirms it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFormLayout, QLineEdit, QWidget

from workbench.errors import WorkbenchError
from workbench.services import calendars, office_times
from workbench.services.calendars import CalendarChange, CalendarView
from workbench.ui import calendar_tables as tables
from workbench.ui.dialogs import Dialog, FaultDialog
from workbench.ui.form_dialog import day_edit, day_of
from workbench.ui.i18n import tr
from workbench.ui.screen import Screen
from workbench.ui.session import Session
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, row

Wish = Callable[..., Any]
"""A use case that changes the calendar, with everything but ``dry_run``."""


class CalendarPage(Screen):
    """Years and exceptions, each with its table, and the promise."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("app")
        self.session = session
        self.shown: CalendarView | None = None
        self._build()
        self.read()

    # What is shown

    def read(self) -> None:
        """Read the calendar in force."""
        task = self.session.ask(calendars.calendar_view)
        task.done.connect(self.show_calendar)
        task.failed.connect(self._fault)

    def show_calendar(self, found: CalendarView) -> None:
        """Show a calendar."""
        self.shown = found
        self.years.show([tables.year_cells(year) for year in reversed(found.years)])
        self.exceptions.show([tables.exception_cells(one) for one in found.exceptions])
        self._version.setText(tr("日历 {version}", version=found.version))
        self.promise.clear()
        self.promise.addItem(tr("不承诺"), 0)
        for days in range(1, found.statutory):
            self.promise.addItem(tr("{days} 个工作日", days=days), days)
        self.promise.setCurrentIndex(max(0, self.promise.findData(found.promised or 0)))
        self._none.setVisible(not found.exceptions)

    def focus_first(self) -> None:
        """Put the focus on the years."""
        self.years_table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("Ctrl N", tr("导入日历")),)

    # Acts

    def choose_file(self) -> None:
        """Ask for a calendar file."""
        place, _ = QFileDialog.getOpenFileName(self, tr("导入日历"), "", tr("日历文件 (*.json)"))
        if place:
            self.take_file(Path(place))

    def take_file(self, place: Path) -> None:
        """Work out what a file would change, and show it."""
        self._try(partial(calendars.import_year, file=place))

    def add_exception(self) -> None:
        """Open the form of a local exception."""
        dialog = ExceptionDialog(self, self.session.today())
        dialog.wanted.connect(lambda day, working, reason: self.set_day(day, reason, working=working))
        dialog.open()

    def set_day(self, day: date, reason: str, *, working: bool) -> None:
        """Work out what a local exception would change, and show it."""
        self._try(partial(calendars.set_day, day=day, reason=reason, working=working))

    def drop_exception(self) -> None:
        """Ask why the exception under the cursor is taken back."""
        place = self.exceptions_table.currentIndex().row()
        if self.shown is None or not 0 <= place < len(self.shown.exceptions):
            self.session.notify(tr("先选一个例外日"))
            return
        day = self.shown.exceptions[place].day
        dialog = ReasonDialog(self, str(day))
        dialog.wanted.connect(lambda reason: self._try(partial(calendars.clear_day, day=day, reason=reason)))
        dialog.open()

    def keep_promise(self) -> None:
        """Keep the promised period."""
        task = self.session.ask(office_times.promise_days, self.promise.currentData() or None)
        task.done.connect(lambda _none: self.session.notify(tr("承诺期限已记录")))
        task.done.connect(lambda _none: self.read())
        task.failed.connect(self._fault)

    # Inside

    def _try(self, wish: Wish) -> None:
        task = self.session.do(_asked, wish, self.session.desk, self.session.person, dry_run=True)
        task.done.connect(lambda change: self._show_change(wish, change))
        task.failed.connect(self._fault)

    def _show_change(self, wish: Wish, change: CalendarChange) -> None:
        dialog = ChangeDialog(self, change)
        dialog.confirmed.connect(lambda: self._record(wish))
        dialog.open()

    def _record(self, wish: Wish) -> None:
        task = self.session.do(_asked, wish, self.session.desk, self.session.person, dry_run=False)
        task.done.connect(self._recorded)
        task.failed.connect(self._fault)

    def _recorded(self, change: CalendarChange) -> None:
        words = tr("日历已更新，{moved} 件案卷的时限有变动", moved=change.moved_cases)
        self.session.notify(words)
        self.session.changed.emit("")
        self.read()

    def _fault(self, fault: WorkbenchError) -> None:
        FaultDialog(self, fault).open()

    def _build(self) -> None:
        self.years, self.years_table = tables.words_table(
            (tr("年"), tr("状态"), tr("天数"), tr("放假通知"), tr("来源")), tr("各年日历"), (70, 120, 150, 0, 190)
        )
        self.exceptions, self.exceptions_table = tables.words_table(
            (tr("日期"), tr("例外"), tr("原因")), tr("本单位例外日"), (190, 110, 0)
        )
        self._version = label("", "small", "t2")
        self.imports = Button(tr("导入日历…"), icon="file-import", kind="primary", key="Ctrl N")
        self.imports.setShortcut("Ctrl+N")
        self.imports.clicked.connect(self.choose_file)
        self.adds = Button(tr("添加例外日…"), icon="plus")
        self.adds.clicked.connect(self.add_exception)
        self.drops = Button(tr("取消例外…"), icon="x", kind="ghost")
        self.drops.clicked.connect(self.drop_exception)
        self._none = label(tr("没有例外日。台风等停止办公时在此添加，在办案卷随即重算。"), "small", "t2", wrap=True)
        self.promise = QComboBox()
        self.promise.setAccessibleName(tr("承诺办结的工作日数"))
        self.promise.setFixedWidth(Theme.current.px(150))
        keeps = Button(tr("记录承诺期限"), icon="check")
        keeps.clicked.connect(self.keep_promise)
        head = row(label(tr("工作日历"), "page"), self._version, None, self.imports, margins=(16, 10, 14, 10))
        local = row(label(tr("本单位例外日"), "section"), None, self.drops, self.adds, margins=(16, 10, 14, 6))
        told = label(tr("对外承诺的办结期限，短于法定期限，与法定期限并列显示"), "small", "t2", wrap=True)
        foot = row(label(tr("承诺期限"), "section"), self.promise, keeps, told, margins=(16, 10, 14, 12))
        foot.setStretch(3, 1)
        whole = column(head, self.years_table, hairline(), local, self._none, self.exceptions_table, hairline(), foot,
                       spacing=0)  # fmt: skip
        self._none.setContentsMargins(Theme.current.px(16), 0, Theme.current.px(14), Theme.current.px(8))
        whole.setStretch(1, 3)
        whole.setStretch(5, 2)
        self.setLayout(whole)


def _asked(wish: Wish, desk: object, person: object, *, dry_run: bool) -> object:
    """Give a wish on the worker."""
    return wish(desk, person, dry_run=dry_run)


class ChangeDialog(Dialog):
    """What a change does: days, open cases, dates that move; confirmed or left."""

    confirmed = Signal()

    def __init__(self, parent: QWidget | None, change: CalendarChange) -> None:
        super().__init__(parent, tr("日历变动"), icon="calendar-event", ink="accentT", width=760)
        if change.known:
            self.add(label(tr("与现有日历相同，没有变动。"), wrap=True))
            self.button(tr("知道了"), self.reject, kind="primary").setFocus()
            return
        self.add(label(f"{change.before} → {change.after}", "small", "t2"))
        days, days_table = tables.words_table((tr("日期"), tr("变动"), tr("名称")), tr("变动的日子"), (190, 140, 0))
        days.show([tables.changed_cells(day) for day in change.days])
        moved, moved_table = tables.words_table(
            (tr("案卷"), tr("时限事项"), tr("原"), tr("现")), tr("移动的时限"), (0, 190, 100, 100)
        )
        moved.show([tables.moved_cells(one) for one in change.moved])
        counted = tr("{cases} 件在办案卷重算，{moved} 件有变动", cases=change.cases, moved=change.moved_cases)
        self.add(label(tr("{count} 个日子变动", count=len(change.days)), "bodyStrong"))
        self.add(days_table)
        self.add(label(counted, "bodyStrong"))
        self.add(moved_table)
        for table in (days_table, moved_table):
            table.setMinimumHeight(Theme.current.px(150))
        self.button(tr("取消"), self.reject)
        self.confirm = self.button(tr("确认并记录"), self._confirm, kind="primary", icon="check")
        self.confirm.setFocus()

    def _confirm(self) -> None:
        self.accept()
        self.confirmed.emit()


class ExceptionDialog(Dialog):
    """A local exception: day, off or working, reason."""

    wanted = Signal(object, bool, str)

    def __init__(self, parent: QWidget | None, today: date) -> None:
        super().__init__(parent, tr("添加例外日"), icon="calendar-exclamation", width=460)
        self.day = day_edit(today)
        self.kind = QComboBox()
        self.kind.addItem(tr("停止办公"), userData=False)
        self.kind.addItem(tr("上班"), userData=True)
        self.reason = QLineEdit()
        form = QFormLayout()
        for name, field in ((tr("日期"), self.day), (tr("例外"), self.kind), (tr("原因"), self.reason)):
            field.setAccessibleName(name)
            form.addRow(label(name, ink="t2"), field)
        self.add(form)
        self.add(label(tr("写明通知的机关和文号，会记入日志并显示在推算中。"), "small", "t2", wrap=True))
        self._fault = label("", "small", "bad", wrap=True)
        self.add(self._fault)
        self.button(tr("取消"), self.reject)
        self.take = self.button(tr("试算"), self._ask, kind="primary")
        self.day.setFocus()

    def _ask(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._fault.setText(tr("请写明原因"))
            self.reason.setFocus()
            return
        self.accept()
        self.wanted.emit(day_of(self.day), bool(self.kind.currentData()), reason)


class ReasonDialog(Dialog):
    """Why an exception is taken back."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None, day: str) -> None:
        super().__init__(parent, tr("取消例外日 {day}", day=day), icon="x", width=440)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(tr("原因"))
        self.reason.setPlaceholderText(tr("原因"))
        self.add(self.reason)
        self._fault = label("", "small", "bad", wrap=True)
        self.add(self._fault)
        self.button(tr("取消"), self.reject)
        self.take = self.button(tr("试算"), self._ask, kind="primary")
        self.reason.setFocus()

    def _ask(self) -> None:
        reason = self.reason.text().strip()
        if not reason:
            self._fault.setText(tr("请写明原因"))
            return
        self.accept()
        self.wanted.emit(reason)
