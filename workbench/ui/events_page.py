"""The calendar of events: a month of cases by day, and where they clash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from workbench.core.values import Scalar
from workbench.errors import WorkbenchError
from workbench.services import register_export
from workbench.services.event_calendar import calendar, month_of
from workbench.services.register_export import CLASH_WORDS
from workbench.services.register_views import CalendarLine, CalendarView, Clash
from workbench.ui.banners import Banner
from workbench.ui.file_forms import table_target
from workbench.ui.i18n import day as day_words
from workbench.ui.i18n import full_day, language, say, tr
from workbench.ui.register_lists import LinesModel, lines_table, stacked
from workbench.ui.screen import Screen
from workbench.ui.session import Session
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, clear, column, hairline, label, row, side_pane, tag, tool_button

SIDE = 320
"""Width of the list of clashes [px]."""


@dataclass(frozen=True)
class EventsMemory:
    """The month shown, by its first day, and the words of the search."""

    first: date
    text: str = ""


class EventsPage(Screen):
    """Cases by day in the middle, clashes at the right, a month at a time."""

    case_requested = Signal(str)

    def __init__(self, session: Session, memory: EventsMemory | None) -> None:
        super().__init__()
        self.session = session
        today = session.sample_day or session.today()
        self._first = memory.first if memory else month_of(today)[0]
        self._text = memory.text if memory else ""
        self._view: CalendarView | None = None
        self._shown: tuple[CalendarLine, ...] = ()
        self._build()
        self.ask()

    # What the window asks

    def remember(self) -> object:
        """Return the month shown."""
        return EventsMemory(self._first, self._text)

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.table.setFocus()

    def search(self, text: str) -> None:
        """Show the cases with these words only."""
        self._text = text
        if self._view is not None:
            self._show(self._view)

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("[ ]", tr("上月、下月")), ("T", tr("本月")), ("Enter", tr("打开案卷")))

    def show_month(self, day: date) -> None:
        """Show the month of a day."""
        self._first = month_of(day)[0]
        self.ask()

    def ask(self) -> None:
        """Read the month."""
        self.title.setText(f"{self._first:%Y-%m}")
        task = self.session.ask(calendar, *month_of(self._first))
        task.done.connect(self._got)
        task.failed.connect(self._fault)

    def export_to(self, target: Path) -> None:
        """Write the month shown to a file."""
        if self._view is None:
            return
        task = self.session.ask(register_export.export_calendar, self._view, target, language=language())
        task.done.connect(self._exported)
        task.failed.connect(self._fault)

    # Showing

    def _got(self, view: CalendarView) -> None:
        if view.first == self._first:
            self._banner.hide()
            self._show(view)

    def _show(self, view: CalendarView) -> None:
        self._view = view
        words = self._text.casefold().split()
        self._shown = tuple(line for line in view.lines if _matches(line, words))
        self.model.show([_row(line) for line in self._shown])
        self._stack.setCurrentIndex(0 if self._shown else 1)
        self._empty.setText(tr("这个月没有活动。换一个月，或导入申请包。"))
        count = len({line.case.case for line in self._shown})
        self.count.setText(tr("{count} 个活动", count=count))
        self._show_clashes(view.clashes)
        today = self.session.sample_day or self.session.today()
        number = next((n for n, line in enumerate(self._shown) if line.day >= today), 0)
        if self._shown:
            self.table.selectRow(number)

    def _show_clashes(self, clashes: Sequence[Clash]) -> None:
        clear(self._side)
        head = row(label(tr("冲突"), "section"), label(str(len(clashes)) if clashes else "", ink="t2"), None)
        self._side.addLayout(head)
        if not clashes:
            words = tr("没有冲突：同一场所不在同一时段，服务单位和警力当日够用。")
            self._side.addWidget(label(words, ink="t2", wrap=True))
        for clash in clashes:
            self._side.addWidget(hairline())
            self._side.addLayout(self._clash(clash))
        self._side.addStretch(1)

    def _clash(self, clash: Clash) -> QVBoxLayout:
        lines = column(
            row(tag(say(CLASH_WORDS[clash.kind]), "bad"), label(day_words(clash.day), ink="t2"), None),
            label(say(clash.text), wrap=True),
            spacing=4,
        )
        if clash.formula:
            lines.addWidget(label(clash.formula, "small", "t2", wrap=True))
        for case in clash.cases:
            open_ = Button(case.title, icon="folder-open", kind="ghost", small=True)
            open_.setAccessibleName(tr("打开案卷：{name}", name=case.title))
            open_.setMaximumWidth(Theme.current.px(SIDE - 32))
            open_.clicked.connect(partial(self._open_case, case.case))
            lines.addWidget(open_)
        return lines

    # Acts

    def _step(self, months: int) -> None:
        middle = self._first + timedelta(days=15)
        self.show_month(middle + timedelta(days=30 * months))

    def _this_month(self) -> None:
        self.show_month(self.session.sample_day or self.session.today())

    def _open(self) -> None:
        number = self.table.currentIndex().row()
        if 0 <= number < len(self._shown):
            self.case_requested.emit(self._shown[number].case.case)

    def _open_case(self, case: str, _on: Scalar = None) -> None:
        self.case_requested.emit(case)

    def _export(self) -> None:
        target = table_target(self, f"{tr('活动日历')} {self._first:%Y-%m}")
        if target is not None:
            self.export_to(target)

    def _exported(self, target: Path) -> None:
        self.session.notify(tr("已导出 {name}", name=target.name))

    def _fault(self, fault: WorkbenchError) -> None:
        self._banner.say("bad", fault.told(language()))

    # Construction

    def _build(self) -> None:
        titles = (tr("日期"), tr("时间"), tr("冲突"), tr("活动"), tr("场所"), tr("阶段"), tr("派出人数"), tr("警力"))
        self.model = LinesModel(titles, self)
        self.table = lines_table(self.model, tr("活动日历"), (144, 100, 84, 0, 0, 68, 80, 60))
        self.table.activated.connect(lambda _index: self._open())
        self._stack, self._empty = stacked(self.table)
        self.title, self.count = label("", "page"), label("", ink="t2")
        back, on = tool_button("chevron-left", tr("上月")), tool_button("chevron-right", tr("下月"))
        now, export = Button(tr("本月")), Button(tr("导出"), icon="file-export")
        back.clicked.connect(lambda: self._step(-1))
        on.clicked.connect(lambda: self._step(1))
        now.clicked.connect(lambda _on=False: self._this_month())
        export.clicked.connect(lambda _on=False: self._export())
        for key, act in (("[", partial(self._step, -1)), ("]", partial(self._step, 1)), ("T", self._this_month)):
            shortcut = QShortcut(QKeySequence(key), self.table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        head = row(back, self.title, on, now, self.count, None, export, margins=(12, 10, 14, 8))
        self._banner = Banner()
        self._banner.hide()
        middle = column(head, self._banner, self._stack, spacing=0)
        middle.setStretch(2, 1)
        whole = row(spacing=1)
        whole.addLayout(middle, 1)
        self._side = column(spacing=10, margins=(16, 14, 16, 14))
        whole.addWidget(side_pane(self._side, SIDE))
        self.setLayout(whole)


def _matches(line: CalendarLine, words: Sequence[str]) -> bool:
    text = " ".join((line.case.title, line.case.place, line.case.number, *(name for name, _ in line.providers)))
    return all(word in text.casefold() for word in words)


def _row(line: CalendarLine) -> tuple[tuple[str, str], ...]:
    time = f"{line.start:%H:%M}–{line.end:%H:%M}" if line.start and line.end else ""
    sent = sum(count for _name, count in line.providers)
    kinds = tr("、").join(say(CLASH_WORDS[kind]) for kind in dict.fromkeys(line.clashes))
    return (
        (full_day(line.day), ""),
        (time, ""),
        (kinds, "bad"),
        (line.case.title, ""),
        (line.case.place, ""),
        (say(line.phase), "info"),
        (str(sent) if sent else "", ""),
        (str(line.police) if line.police else "", ""),
    )
