"""Tables of the calendar page: years, local exceptions, days that change, dates that moved."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHeaderView, QTableView

from workbench.services.calendars import ChangedDay, ExceptionView, MovedDate, YearView
from workbench.ui.history_models import plain_table
from workbench.ui.i18n import clock_time, full_day, say, tr
from workbench.ui.table_model import Cells, WordsModel
from workbench.ui.theme import Theme


def words_table(titles: Cells, name: str, widths: Sequence[int]) -> tuple[WordsModel, QTableView]:
    """Return a table of words; a width of 0 stretches [px]."""
    model = WordsModel(titles)
    table = plain_table(model, name)
    model.setParent(table)
    table.verticalHeader().setDefaultSectionSize(Theme.current.px(32))
    head = table.horizontalHeader()
    head.setAccessibleName(tr("列标题"))
    for column, width in enumerate(widths):
        if width:
            head.resizeSection(column, Theme.current.px(width))
        else:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    return model, table


def year_cells(year: YearView) -> Cells:
    """Return a year in words."""
    state = tr("已公布") if year.official else tr("推算，预估")
    came = (
        tr("{file} · {by} {moment}", file=year.file, by=year.by, moment=clock_time(year.imported))
        if (year.imported)
        else tr("随程序提供")
    )
    days = tr("休 {off} · 班 {work}", off=year.off, work=year.work)
    return str(year.year), state, days, say(year.paper), came


def exception_cells(exception: ExceptionView) -> Cells:
    """Return a local exception in words."""
    kind = tr("上班") if exception.working else tr("停止办公")
    return full_day(exception.day), kind, exception.reason


def changed_cells(day: ChangedDay) -> Cells:
    """Return a changed day in words."""
    works = {True: tr("上班"), False: tr("休息")}
    return full_day(day.day), f"{works[day.was_working]} → {works[day.works]}", say(day.name)


def moved_cells(moved: MovedDate) -> Cells:
    """Return a date that moved in words."""
    before, after = (str(day) if day else "—" for day in (moved.before, moved.after))
    return f"{moved.number} {moved.title}", say(moved.name), before, after
