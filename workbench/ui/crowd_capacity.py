"""Capacity of a case: the limits with the one that binds, the checks, zones, needed changes, sources, working."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QTimer
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit

from workbench.core.crowd_needs import NEW, Need
from workbench.crowd.model import MOST_PERSONS
from workbench.crowd.working import figure
from workbench.errors import Text, WorkbenchError
from workbench.services import crowd_desk, crowd_sheet
from workbench.services.crowd_desk import BANDS, CapacityView, Check, Limit, ZoneLine
from workbench.services.crowd_sets import SetLine
from workbench.services.crowd_sheet import unit_word
from workbench.ui.crowd_bars import Bar, Bars
from workbench.ui.file_forms import table_target
from workbench.ui.i18n import headed, language, say, tr
from workbench.ui.model_result import ResultPane, grouped
from workbench.ui.session import Session
from workbench.ui.step_site_rows import Cell, Head, RowTable, TableRow
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, panel, row, scrolled, tab_widget

PAUSE = 300
"""How long typing rests before another number is tried [ms]."""


class CapacityPane(QFrame):
    """The capacity of one case; another number of persons may be tried without changing the case."""

    def __init__(self, session: Session, case: str) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.session, self.case = session, case
        self.view: CapacityView | None = None
        self._asked = 0
        self.persons = QLineEdit()
        self.reset = Button(tr("按申报"), icon="arrow-back-up", kind="ghost", small=True)
        self.basis = QComboBox()
        self.tried = label("", "small", "info", wrap=True)
        self.headline = label("", "metric")
        self.verdict = label("", "bodyStrong", wrap=True)
        self.gaps = label("", "small", "warn", wrap=True)
        self.limits, self.checks = Bars(tr("限值")), Bars(tr("核验"))
        self.zones = RowTable(tr("分区"), _zone_heads())
        self.zones.nothing = tr("还没有分区。在场地图上画观众区并填人数，或请承办方补交区域表。")
        self.needs = RowTable(tr("须改变的输入"), _need_heads())
        self.sets = RowTable(tr("不同来源"), _set_heads())
        self.working = ResultPane(bare=True)
        self.tabs = tab_widget(tr("容量"))
        self.no_need = label("", ink="t2", wrap=True)
        self.pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._build()
        self._wire()

    def read(self) -> None:
        """Work the case out on the worker, with the number that is typed."""
        self.pause.stop()
        self._asked += 1
        typed = self.persons.text().strip()
        persons = int(typed) if typed.isdecimal() and int(typed) else None
        task = self.session.ask(crowd_desk.of_case, self.case, persons, self.basis.currentData() or "")
        task.done.connect(partial(self._show, self._asked))
        task.failed.connect(self._fault)

    def setFocus(self) -> None:  # type: ignore[override]
        """Put the focus on the table in sight."""
        (self.tabs.currentWidget() or self.zones).setFocus()

    def _show(self, asked: int, view: CapacityView) -> None:
        if asked == self._asked:
            self.show_view(view)

    def show_view(self, view: CapacityView) -> None:
        """Show what was worked out."""
        self.view = view
        self.headline.setText(_persons(view.capacity) if view.capacity is not None else tr("容量不能确定"))
        self.verdict.setText(_verdict(view))
        bad = view.persons is not None and view.ceiling is not None and view.persons > view.ceiling
        self._ink(self.verdict, "bad" if bad else "t1")
        self.gaps.setText("\n".join(f"▲ {say(gap)}" for gap in view.gaps))
        self.gaps.setVisible(bool(view.gaps))
        if not self.persons.text():
            self.persons.setPlaceholderText(str(view.persons or ""))
        self._show_bases(view)
        self.limits.show_bars(tuple(_limit_bars(view)))
        self.checks.show_bars(tuple(check_bar(one) for one in view.checks))
        self.zones.show_rows([_zone_row(one) for one in view.zones])
        self.needs.show_rows(list(_need_rows(view)))
        self.sets.show_rows([_set_row(one, view.basis) for one in view.sets])
        self.working.show_result(view.working)
        self.tabs.setTabText(1, tr("须改变的输入 {count}", count=len(view.needs)) if view.needs else tr("须改变的输入"))
        self.no_need.setText("" if view.needs else _no_need(view))
        self.no_need.setVisible(not view.needs)
        self.needs.setVisible(bool(view.needs))

    def _show_bases(self, view: CapacityView) -> None:
        with QSignalBlocker(self.basis):
            self.basis.clear()
            for code, name in view.bases:
                self.basis.addItem(headed(name), code)
            self.basis.setCurrentIndex(max(0, self.basis.findData(view.basis)))
        self.tried.setText(tr("按“{name}”试算；检查与文书仍用本单位取值。", name=self.basis.currentText()))
        self.tried.setVisible(bool(view.basis))

    def try_basis(self, code: str) -> None:
        """Work everything out by another set of constants; one without figures for these exits changes nothing."""
        place = self.basis.findData(
            "" if self.view and any(o.used and o.code == code for o in self.view.sets) else code
        )
        if place >= 0:
            self.basis.setCurrentIndex(place)
        else:
            self.session.notify(tr("该来源对这些出口没有完整取值，只能并列对照"))

    def _ink(self, one: object, ink: str) -> None:
        one.setProperty("ink", ink)  # type: ignore[attr-defined]
        one.style().unpolish(one)  # type: ignore[attr-defined]
        one.style().polish(one)  # type: ignore[attr-defined]

    def _fault(self, fault: WorkbenchError) -> None:
        self.verdict.setText(fault.told(language()))

    def _as_stated(self) -> None:
        self.persons.clear()
        with QSignalBlocker(self.basis):
            self.basis.setCurrentIndex(0)
        self.read()

    def _export(self) -> None:
        target = table_target(self, tr("容量核算"))
        if target is not None:
            self.export_to(target)

    def export_to(self, target: Path) -> None:
        """Write the working to a file."""
        if self.view is not None:
            task = self.session.do(crowd_sheet.export, self.view.working, target, language=language())
            task.done.connect(lambda made: self.session.notify(tr("已导出 {name}", name=made.name)))
            task.failed.connect(self._fault)

    def _wire(self) -> None:
        self.persons.textEdited.connect(lambda _typed: self.pause.start())
        self.pause.timeout.connect(self.read)
        self.reset.clicked.connect(lambda _on=False: self._as_stated())
        self.basis.currentIndexChanged.connect(lambda _place: self.read())
        self.sets.activated.connect(lambda _index: self.try_basis(self.sets.key))
        self.working.export_requested.connect(self._export)

    def _build(self) -> None:
        self.persons.setAccessibleName(tr("核对人数"))
        self.persons.setValidator(QIntValidator(0, MOST_PERSONS, self))
        self.persons.setFixedWidth(Theme.current.px(104))
        self.basis.setAccessibleName(tr("取值"))
        self.basis.setToolTip(tr("用另一来源的通行率或另一规则包把限值、核验、须改变的输入整套重算，案卷不变"))
        self.basis.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.basis.setMinimumContentsLength(15)
        self.tried.hide()
        trying = row(label(tr("核对人数"), ink="t2"), self.persons, label(tr("人"), ink="t2"), 4,
                     label(tr("取值"), ink="t2"), self.basis, self.reset, None)  # fmt: skip
        first = panel("card")
        first.setLayout(
            column(row(label(tr("容量"), "section"), self.headline, None), self.verdict, trying, self.tried,
                   self.gaps, self.limits, None, spacing=6, margins=(16, 10, 16, 8))
        )  # fmt: skip
        second = panel("card")
        second.setLayout(column(label(tr("核验"), "section"), self.checks, None, spacing=6, margins=(16, 10, 16, 8)))
        top = row(first, second, spacing=10, margins=(12, 10, 12, 8))
        top.setStretch(0, 3)
        top.setStretch(1, 2)
        place = QFrame()
        place.setLayout(column(self.no_need, self.needs, spacing=0))
        self.no_need.setContentsMargins(16, 16, 16, 16)
        for widget, name in ((self.zones, tr("分区")), (place, tr("须改变的输入")), (self.sets, tr("不同来源")),
                             (self.working, tr("计算过程"))):  # fmt: skip
            self.tabs.addTab(widget, name)
        self.tabs.setMinimumHeight(Theme.current.px(230))
        whole = column(top, hairline(), self.tabs, spacing=0)
        whole.setStretch(2, 1)
        inner = QFrame()
        inner.setLayout(whole)
        self.setLayout(column(scrolled(inner, by_keys=False), spacing=0))


def _persons(count: int | None) -> str:
    return "—" if count is None else tr("{count} 人", count=f"{count:,}")


def _verdict(view: CapacityView) -> str:
    if view.persons is None:
        return tr("没有填报人数，不能比较")
    wanted = _persons(view.persons)
    if view.ceiling is not None and view.persons > view.ceiling:
        return tr("核对 {wanted}：超出 {over}", wanted=wanted, over=_persons(view.persons - view.ceiling))
    if view.capacity is None:
        return tr("核对 {wanted}：有限值不能确定，不能说是否容得下", wanted=wanted)
    return tr("核对 {wanted}：容得下，余 {rest}", wanted=wanted, rest=_persons(view.capacity - view.persons))


def _limit_bars(view: CapacityView) -> Iterator[Bar]:
    known = [one.persons for one in view.limits if one.persons is not None]
    axis = max([*known, view.persons or 0, 1]) * 1.05
    for one in view.limits:
        yield _limit_bar(one, view.persons, axis)


def _limit_bar(one: Limit, wanted: int | None, axis: float) -> Bar:
    if one.persons is None:
        return Bar(headed(one.text), "", tr("缺数据"), None, None, "neu", tr("不能确定"), say(one.note))
    short = wanted is not None and one.persons < wanted
    if not one.counts:
        state, kind = tr("对照"), "warn" if short else "ok"
    else:
        state, kind = (tr("不足") if short else tr("容得下")), "bad" if short else "ok"
    if one.binds:
        state = f"{state} · {tr('起决定作用')}"
    tick = None if wanted is None else wanted / axis
    right = "" if wanted is None else tr("核对 {wanted}", wanted=_persons(wanted))
    return Bar(headed(one.text), _persons(one.persons), right, one.persons / axis, tick, kind, state, say(one.note))


def check_bar(one: Check) -> Bar:
    """Return a check as a bar: value, limit, how far each reaches."""
    unit = say(unit_word(one.unit))
    limit = tr("限 {limit}", limit=f"{_rounded(one.limit)} {unit}") if one.limit is not None else ""
    if one.value is None:
        return Bar(headed(one.text), "—", limit, None, None, "neu", tr("不能确定"), say(one.note))
    value, bound = float(one.value), float(one.limit) if one.limit is not None else None
    axis = max(value, bound or 0.0) * 1.1 or 1.0
    kind = {True: "ok", False: "bad", None: "neu"}[one.holds]
    if one.code == "admit" and one.holds is False:
        kind = "warn"
    word = {True: tr("符合"), False: tr("超出"), None: tr("不能确定")}[one.holds]
    tick = None if bound is None else bound / axis
    return Bar(headed(one.text), f"{_rounded(one.value)} {unit}", limit, value / axis, tick, kind, word, say(one.note))


def _rounded(value: Fraction) -> str:
    """Return a number with one figure after the point; whole numbers with their thousands set off."""
    if value.denominator == 1:
        return f"{int(value):,}"
    return f"{float(value):,.1f}"


def _zone_heads() -> tuple[Head, ...]:
    return (
        Head(tr("分区"), 170, 3),
        Head(tr("用途"), 96, 1),
        Head(tr("净面积"), 100, figures=True),
        Head(tr("容量"), 120, figures=True),
        Head(tr("预计峰值"), 120, figures=True),
        Head(tr("密度"), 130, 1),
        Head(tr("自有出口疏散"), 120, figures=True),
        Head(tr("结论"), 110),
    )


def _zone_row(one: ZoneLine) -> TableRow:
    ceiling = "" if one.ceiling is None else f"≤ {figure(one.ceiling)} {say(unit_word('p/m2'))}"
    density = "—" if one.density is None else f"{float(one.density):.2f} {say(unit_word('p/m2'))}"
    over = {True: Cell(tr("超出"), "", "bad", "circle-x"), False: Cell(tr("符合"), "", "ok", "circle-check")}.get(
        one.over is True, Cell("")
    )
    if one.over is None:
        over = Cell(tr("不能确定"), say(one.gap), "t2", "help-circle")
    minutes = "—" if one.minutes is None else f"{float(one.minutes):.1f} {say(unit_word('min'))}"
    cells = (
        Cell(f"{one.code} {one.name}".strip(), "" if one.counts else tr("不计入容量")),
        Cell(headed(one.use)),
        Cell("—" if one.net is None else f"{grouped(figure(one.net))} m²"),
        Cell(_persons(one.capacity), ceiling),
        Cell(_persons(one.peak)),
        Cell(density, say(one.band_text), {"ok": "t1"}.get(BANDS.get(one.band, "ok"), BANDS.get(one.band, "t1"))),
        Cell(minutes),
        over,
    )
    return TableRow(one.code, cells)


def _need_heads() -> tuple[Head, ...]:
    return (
        Head(tr("限值"), 120, 1),
        Head(tr("对象"), 90),
        Head(tr("输入"), 190, 2),
        Head(tr("现值"), 120, figures=True),
        Head(tr("改到"), 150, figures=True),
        Head(tr("说明"), 230, 3),
    )


def _need_rows(view: CapacityView) -> Iterator[TableRow]:
    names = {one.code: one.text for one in view.limits}
    if view.persons is not None and view.ceiling is not None and view.persons > view.ceiling:
        note = tr("不改任何输入时可核定的人数")
        yield TableRow("persons", (Cell(tr("全部")), Cell("—"), Cell(tr("人数")), Cell(_persons(view.persons)),
                                   Cell(_persons(view.ceiling), "", "accentT"), Cell(note)))  # fmt: skip
    for number, one in enumerate(view.needs):
        yield _need_row(f"{one.limit} {one.object} {number}", one, names.get(one.limit, Text(one.limit, one.limit)))


def _need_row(key: str, one: Need, limit: Text) -> TableRow:
    unit = say(unit_word(one.unit))
    now = "—" if one.now is None else f"{grouped(figure(one.now))} {unit}"
    less = one.now is not None and one.needed is not None and one.needed < one.now
    sign = "≤" if less else "≥"
    needed = (
        Cell(tr("单改不够"), "", "bad", "circle-x")
        if one.needed is None
        else Cell(f"{sign} {grouped(figure(one.needed))} {unit}", "", "accentT")
    )
    object_ = tr("新出口") if one.object == NEW else one.object or "—"
    return TableRow(key, (Cell(say(limit)), Cell(object_), Cell(say(one.what)), Cell(now), needed, Cell(say(one.note))))


def _no_need(view: CapacityView) -> str:
    if view.persons is None:
        return tr("没有填报人数。填写“核对人数”即可试算。")
    if view.gaps:
        return tr("有数据缺失，先补齐上面列出的各项。")
    return tr("人数在全部限值之内，不需要改变输入。在上方“核对人数”填更大的数，可看哪一项先到极限。")


def _set_heads() -> tuple[Head, ...]:
    return (
        Head(tr("来源"), 260, 3),
        Head(tr("疏散容量"), 140, 1, figures=True),
        Head(tr("疏散时间"), 140, 1, figures=True),
        Head(tr("结论"), 120),
        Head(tr("说明"), 200, 2),
    )


def _set_row(one: SetLine, basis: str) -> TableRow:
    minutes = "—" if one.minutes is None else f"{float(one.minutes):.2f} {say(unit_word('min'))}"
    state = {True: Cell(tr("符合"), "", "ok", "circle-check"), False: Cell(tr("超出"), "", "bad", "circle-x")}
    verdict = Cell(tr("无数值"), "", "t2") if one.within is None else state[one.within]
    note = tr("检查与文书以此为准") if one.used else tr("只作对照，不混用")
    if one.code == basis:
        note = tr("正在按此试算")
    cells = (Cell(say(one.text), one.code), Cell(_persons(one.capacity)), Cell(minutes), verdict, Cell(note))
    return TableRow(one.code or "gap", cells)
