"""Counted people of a case: the curve against its thresholds, warnings, the heat grid, counts typed or imported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QStackedWidget, QWidget

from workbench.core.commands import Count, RecordCounts
from workbench.crowd.model import MOST_PERSONS
from workbench.errors import WorkbenchError
from workbench.exchange.counts_file import BadLine, CountFile
from workbench.services import crowd_flow
from workbench.services.clocks import local_time
from workbench.services.crowd_flow import FlowView, PlaceLine, Warn
from workbench.ui.crowd_flow_paint import INKS, HeatGrid, OccupancyChart
from workbench.ui.file_forms import choose_file, table_target
from workbench.ui.form_dialog import FormDialog, moment_edit, moment_of
from workbench.ui.i18n import full_day, language, say, tr
from workbench.ui.step_site_rows import Cell, Head, RowTable, TableRow
from workbench.ui.widgets import Button, column, hairline, label, panel, row, scrolled, tab_widget
from workbench.ui.workspace_context import CaseContext


class FlowPane(QFrame):
    """Counts of one day at a time; the day with the newest counts stands first."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.context, self.session, self.case = context, context.session, context.case
        self.view: FlowView | None = None
        self.bad: tuple[BadLine, ...] = ()
        self.dialog: CountDialog | None = None
        self.day = QComboBox()
        self.load = Button(tr("导入计数…"), icon="file-import", small=True)
        self.type = Button(tr("登记计数…"), icon="plus", kind="primary", small=True)
        self.save = Button(tr("导出"), icon="file-export", small=True)
        self.headline, self.told = label("", "metric"), label("", "bodyStrong", wrap=True)
        self.notes = label("", "small", "warn", wrap=True)
        self.chart, self.grid = OccupancyChart(), HeatGrid()
        self.warnings = RowTable(tr("预警"), _warning_heads())
        self.places = RowTable(tr("区域与出入口"), _place_heads())
        self.lines = RowTable(tr("计数记录"), _line_heads())
        self.aside = RowTable(tr("未采用的行"), _bad_heads())
        self.quiet = label(tr("没有达到预警阈值。"), ink="t2", wrap=True)
        self.none = label("", ink="t2", wrap=True)
        self.tabs, self._stack, self._warned = tab_widget(tr("计数与密度")), QStackedWidget(), QStackedWidget()
        self._build()
        self._wire()

    def read(self, day: date | None = None) -> None:
        """Work the counts out on the worker."""
        wanted = day if day is not None else self.day.currentData()
        task = self.session.ask(crowd_flow.of_case, self.case, wanted)
        task.done.connect(self.show_view)
        task.failed.connect(self._fault)

    def setFocus(self) -> None:  # type: ignore[override]
        """Put the focus on the counts, or on the button that makes the first."""
        if self.view is not None and self.view.site is not None:
            self.lines.setFocus()
        else:
            self.type.setFocus()

    def show_view(self, view: FlowView) -> None:
        """Show a day."""
        self.view = view
        may = self.context.may(RecordCounts.kind)
        for button in (self.load, self.type):
            button.setVisible(not self.context.never(RecordCounts.kind))
            button.setEnabled(may)
        self.save.setEnabled(bool(view.lines))
        self._fill_days(view)
        self._stack.setCurrentIndex(1 if view.site is None else 0)
        if view.site is None:
            self.none.setText(
                tr("还没有计数。用“导入计数”读入 CSV（时间、区域或出入口、进、出，可带在场人数），")
                + tr("或用“登记计数”逐条填写。")
            )
            self.headline.setText("")
            self.told.setText("")
            self._show_bad()
            return
        peak = view.site.peak
        self.headline.setText(tr("峰值 {count} 人 · {time}", count=f"{peak.inside:,}", time=f"{peak.at:%H:%M}"))
        self.told.setText(self._sentence(view))
        self.notes.setText("\n".join(f"▲ {say(gap)}" for gap in view.gaps))
        self.notes.setVisible(bool(view.gaps))
        self.chart.show_view(view, f"{self.headline.text()} {self.told.text()}")
        self.warnings.show_rows([_warning_row(str(n), one) for n, one in enumerate(view.warnings)])
        self._warned.setCurrentIndex(0 if view.warnings else 1)
        self.grid.show_places(view.places)
        self.places.show_rows([_place_row(one) for one in view.places])
        self.lines.show_rows([_line_row(str(n), view, n) for n in range(len(view.lines))])
        self._show_bad()

    def record_file(self, path: str) -> None:
        """Read a file of counts and record what can be used; the other lines stand aside with their reasons."""
        task = self.session.ask(crowd_flow.parsed, self.case, Path(path))
        task.done.connect(self._parsed)
        task.failed.connect(self._fault)

    def open_form(self) -> None:
        """Open the form of one count."""
        if self.view is not None:
            self.dialog = CountDialog(self, self.context, self.view)
            self.dialog.open()

    def export_to(self, target: Path) -> None:
        """Write the counts of the day to a file."""
        task = self.session.ask(crowd_flow.export, self.case, target, self.day.currentData(), language())
        task.done.connect(lambda made: self.session.notify(tr("已导出 {name}", name=made.name)))
        task.failed.connect(self._fault)

    def _parsed(self, found: CountFile) -> None:
        self.bad = found.bad
        if not found.counts:
            self._show_bad()
            self.session.notify(tr("{name} 没有可用的行", name=found.name))
            return
        said = tr("已登记 {count} 行，未采用 {bad} 行", count=len(found.counts), bad=len(found.bad))
        newest = max(one.at for one in found.counts).date()
        task = self.context.do(crowd_flow.command(self.case, found), said=said, refused=self._fault)
        task.done.connect(lambda _given: self.read(newest))

    def _show_bad(self) -> None:
        self.aside.show_rows(
            [TableRow(str(one.number), (Cell(str(one.number)), Cell(one.original), Cell(say(one.reason), "", "bad")))
             for one in self.bad]
        )  # fmt: skip
        place = self.tabs.indexOf(self.aside)
        if self.bad and place < 0:
            place = self.tabs.addTab(self.aside, "")
        if place >= 0:
            self.tabs.setTabText(place, tr("未采用的行 {count}", count=len(self.bad)))
            if self.view is not None and self.view.site is None and self.bad:
                self._stack.setCurrentIndex(0)

    def _sentence(self, view: FlowView) -> str:
        site = view.site
        assert site is not None
        if not view.capacity:
            return tr("共进场 {total} 人；容量不能确定，不判断色级", total=f"{view.total:,}")
        share = float(site.peak.share or 0) * 100
        return tr(
            "共进场 {total} 人；峰值为容量 {capacity} 人的 {share}%；当日末状态：{state}（{trigger}）",
            total=f"{view.total:,}", capacity=f"{view.capacity:,}", share=f"{share:.0f}", state=say(view.state),
            trigger=view.trigger,
        )  # fmt: skip

    def _fill_days(self, view: FlowView) -> None:
        with QSignalBlocker(self.day):
            self.day.clear()
            for day in reversed(view.days):
                self.day.addItem(full_day(day), day)
            self.day.setCurrentIndex(max(0, self.day.findData(view.day)))
        self.day.setVisible(bool(view.days))

    def _fault(self, fault: WorkbenchError) -> None:
        self.notes.setText(fault.told(language()))
        self.notes.show()

    def _export(self) -> None:
        target = table_target(self, tr("人流计数"))
        if target is not None:
            self.export_to(target)

    def _wire(self) -> None:
        self.day.currentIndexChanged.connect(lambda _place: self.read())
        self.load.clicked.connect(lambda _on=False: choose_file(self, tr("导入计数…"), self.record_file))
        self.type.clicked.connect(lambda _on=False: self.open_form())
        self.save.clicked.connect(lambda _on=False: self._export())

    def _build(self) -> None:
        self.day.setAccessibleName(tr("日期"))
        self.notes.hide()
        buttons = row(self.day, self.load, self.save, self.type)
        head = column(row(self.headline, None, buttons), self.told, self.notes, spacing=4, margins=(16, 10, 14, 6))
        self._warned.addWidget(self.warnings)
        self._warned.addWidget(self.quiet)
        self.quiet.setContentsMargins(16, 12, 12, 12)
        side = panel("card")
        side.setLayout(column(column(label(tr("预警"), "section"), margins=(14, 8, 8, 4)), self._warned, spacing=0))
        top = row(self.chart, side, spacing=10, margins=(8, 0, 12, 8))
        top.setStretch(0, 5)
        top.setStretch(1, 3)
        area = scrolled(self.grid)
        area.setHorizontalScrollBarPolicy(area.horizontalScrollBarPolicy().ScrollBarAsNeeded)
        area.setAccessibleName(tr("分区密度"))
        for widget, name in ((area, tr("分区密度")), (self.places, tr("区域与出入口")), (self.lines, tr("计数记录"))):
            self.tabs.addTab(widget, name)
        filled = QFrame()
        body = column(top, hairline(), self.tabs, spacing=0)
        body.setStretch(0, 1)
        body.setStretch(2, 1)
        filled.setLayout(body)
        empty = QFrame()
        empty.setLayout(column(self.none, None, margins=(24, 28, 24, 24)))
        for page in (filled, empty):
            self._stack.addWidget(page)
        whole = column(head, self._stack, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)


class CountDialog(FormDialog):
    """One count: when, where, how many in and out, and, where somebody counted, how many are inside."""

    def __init__(self, parent: QWidget, context: CaseContext, view: FlowView) -> None:
        super().__init__(parent, tr("登记计数"), context, icon="users-group", ink="accentT")
        now = local_time(context.session.desk.clock.now()).replace(tzinfo=None)
        last = view.lines[-1].count.at if view.lines else now
        self.at = moment_edit(max(last, now) if last.date() == now.date() else now)
        self.place = QComboBox()
        for code, name in view.choices:
            self.place.addItem(f"{code} {name}" if name else tr("{code}（全场）", code=code), code)
        self.come, self.gone, self.inside = QLineEdit(), QLineEdit(), QLineEdit()
        for field in (self.come, self.gone, self.inside):
            field.setValidator(QIntValidator(0, MOST_PERSONS, self))
        self.inside.setPlaceholderText(tr("没有清点可不填"))
        self.field(tr("时间"), self.at)
        self.field(tr("区域或出入口"), self.place)
        self.field(tr("进"), self.come)
        self.field(tr("出"), self.gone)
        self.field(tr("在场人数"), self.inside)
        self.finish(tr("登记"), icon="check", note=tr("同一时间同一处再登记，以后一次为准；原记录保留。"))
        self.come.setFocus()

    def command(self) -> RecordCounts:
        """Return the wish."""
        inside = self.inside.text().strip()
        one = Count(
            moment_of(self.at),
            str(self.place.currentData()),
            int(self.come.text() or 0),
            int(self.gone.text() or 0),
            int(inside) if inside else None,
        )
        return RecordCounts(self.context.case, (one,))

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("已登记计数")


def _warning_heads() -> tuple[Head, ...]:
    return (
        Head(tr("时间"), 62),
        Head(tr("对象"), 70, 1),
        Head(tr("状态"), 120, 2),
        Head(tr("人数"), 96, 1, figures=True),
    )


def _warning_row(key: str, one: Warn) -> TableRow:
    ink = INKS.get(one.kind, "ok")
    icon = "alert-triangle" if one.kind in INKS else "circle-check"
    cells = (
        Cell(f"{one.at:%H:%M}"),
        Cell(one.place or tr("全场")),
        Cell(f"{say(one.before)} → {say(one.after)}", "", ink, icon),
        Cell(f"{one.inside:,}", f"{float(one.share) * 100:.1f}%"),
    )
    return TableRow(key, cells)


def _place_heads() -> tuple[Head, ...]:
    return (
        Head(tr("区域或出入口"), 180, 2),
        Head(tr("容量"), 110, 1, figures=True),
        Head(tr("峰值"), 110, 1, figures=True),
        Head(tr("峰值密度"), 130, 1),
        Head(tr("最后在场"), 110, 1, figures=True),
    )


def _place_row(one: PlaceLine) -> TableRow:
    peak = one.peak
    density = "—" if peak.density is None else f"{float(peak.density):.2f} {tr('人/m²')}"
    ink = INKS.get(peak.band, "t1")
    cells = (
        Cell(f"{one.code} {one.name}".strip(), tr("进出相抵") if one.gate else ""),
        Cell("—" if one.capacity is None else f"{one.capacity:,}"),
        Cell(f"{peak.inside:,}", f"{peak.at:%H:%M}"),
        Cell(density, say(peak.band_text), ink),
        Cell(f"{one.cells[-1].inside:,}", f"{one.cells[-1].at:%H:%M}"),
    )
    return TableRow(one.code, cells)


def _line_heads() -> tuple[Head, ...]:
    return (
        Head(tr("时间"), 70),
        Head(tr("区域或出入口"), 120, 1),
        Head(tr("进"), 80, 1, figures=True),
        Head(tr("出"), 80, 1, figures=True),
        Head(tr("在场"), 90, 1, figures=True),
        Head(tr("来源"), 180, 2),
    )


def _line_row(key: str, view: FlowView, place: int) -> TableRow:
    one = view.lines[place]
    source = {"": tr("申请包"), "-": tr("手工登记")}.get(one.source, one.source)
    inside = tr("由进出推算") if one.count.inside is None else f"{one.count.inside:,}"
    cells = (
        Cell(f"{one.count.at:%H:%M}"),
        Cell(one.count.place),
        Cell(f"{one.count.come:,}"),
        Cell(f"{one.count.gone:,}"),
        Cell(inside),
        Cell(source, one.by),
    )
    return TableRow(key, cells)


def _bad_heads() -> tuple[Head, ...]:
    return Head(tr("行"), 60), Head(tr("原文"), 300, 3), Head(tr("原因"), 280, 3)
