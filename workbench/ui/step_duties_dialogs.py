"""Dialogs of step 3: what the matrix as a whole lacks, and what the undertaker's earlier case already had."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLayout, QScrollArea, QWidget

from workbench.core.duty_matrix import Fault
from workbench.services import duty_desk
from workbench.services.duty_desk import Earlier, Takeover
from workbench.ui.i18n import say, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, clear, column, hairline, label, row, tag
from workbench.ui.workspace_context import CaseContext
from workbench.ui.workspace_dialogs import CaseDialog


class FaultsDialog(CaseDialog):
    """Everything wrong with the matrix, each with the way to it."""

    chosen = Signal(str)
    """Code of a duty, a party or a post."""

    def __init__(self, parent: QWidget, faults: Sequence[Fault]) -> None:
        title = tr("校核：{count} 处不合", count=len(faults)) if faults else tr("校核：没有缺漏")
        ink = "warn" if faults else "ok"
        super().__init__(parent, title, icon="alert-circle" if faults else "circle-check", ink=ink, width=560)
        if not faults:
            self.add(label(tr("每项责任有且只有一名责任人，没有一人两处，各方清单均已签认。"), wrap=True))
        body = column(spacing=6)
        for fault in faults:
            body.addLayout(self._line(fault))
            body.addWidget(hairline())
        body.addStretch(1)
        self.add(_scrolled(body, len(faults)))
        self.button(tr("关闭"), self.accept, kind="primary").setFocus()

    def _line(self, fault: Fault) -> QLayout:
        words = label(f"{fault.code}  {say(fault.text)}", wrap=True)
        go = Button(tr("去处理"), icon="arrow-right", kind="ghost", small=True)
        go.setAccessibleName(f"{tr('去处理')} {fault.code} {say(fault.text)}")
        go.clicked.connect(lambda _on=False: self._go(fault.code))
        line = row(spacing=8)
        line.addWidget(words, 1)
        line.addWidget(go)
        return line

    def _go(self, code: str) -> None:
        self.accept()
        self.chosen.emit(code)


class TakeoverDialog(CaseDialog):
    """Choose an earlier case of the undertaker; see line by line what it had, then take over what is missing here."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("套用上届"), icon="copy", ink="accentT", width=640)
        self._context = context
        self._found: Takeover | None = None
        self.cases = QComboBox()
        self.cases.setAccessibleName(tr("上届案卷"))
        self._told = label(tr("正在查找…"), "body", "t2", wrap=True)
        self._lines = column(spacing=4)
        self.add(self.cases)
        self.add(self._told)
        self.add(_scrolled(self._lines, 8))
        self.button(tr("取消"), self.reject)
        self.take = self.button(tr("套用"), self._take, kind="primary", icon="copy")
        self.take.setEnabled(False)
        self.cases.hide()
        self.cases.currentIndexChanged.connect(lambda _index: self._read())
        task = context.session.ask(duty_desk.earlier_cases, context.case)
        task.done.connect(self._offer)
        task.failed.connect(context.session.save_failed)

    def _offer(self, cases: tuple[Earlier, ...]) -> None:
        if not cases:
            self._told.setText(tr("该承办者没有其他案卷可以套用。"))
            return
        self.cases.show()
        for one in cases:
            self.cases.addItem(f"{one.number}  {one.title}  {one.first_day}", one.case)
        self.cases.setFocus()

    def _read(self) -> None:
        task = self._context.session.ask(duty_desk.take_over, self._context.case, self.cases.currentData())
        task.done.connect(self._show)
        task.failed.connect(self._context.session.save_failed)

    def _show(self, found: Takeover) -> None:
        self._found = found
        clear(self._lines)
        taken = len(found.commands)
        told = tr("与 {number} 有 {count} 项不同；", number=found.number, count=len(found.differences))
        more = (
            tr("其中 {taken} 项本案未填，可以套用，套用后逐项核对。", taken=taken)
            if taken
            else tr("本案都已填报，无可套用。")
        )
        self._told.setText(told + more)
        for one in found.differences:
            self._lines.addLayout(_difference(one))
        self._lines.addStretch(1)
        self.take.setEnabled(bool(taken))

    def _take(self) -> None:
        found = self._found
        if found is not None and found.commands:
            said = tr("已套用 {count} 项，底色标出，待核对", count=len(found.commands))
            self._context.do(*found.commands, said=said)
        self.accept()


def _difference(one: Any) -> QLayout:
    line = row(spacing=8)
    words = label(f"{one.duty} {say(one.title)}", "small", wrap=True)
    line.addWidget(words, 1)
    change = label(tr("上届 {before} · 本案 {now}", before=one.before, now=one.now), "small", "t2", wrap=True)
    line.addWidget(change, 1)
    line.addWidget(tag(tr("套用"), "tol") if one.taken else tag(tr("保留本案")))
    return line


def _scrolled(body: QLayout, count: int) -> QScrollArea:
    """Return lines that scroll when there are many."""
    inside = QWidget()
    inside.setLayout(body)
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFixedHeight(Theme.current.px(min(360, max(8, 44 * count))))
    return area
