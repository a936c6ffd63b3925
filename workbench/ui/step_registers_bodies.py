"""The organisations of a case with what the register knows of them, and the clashes with other cases."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.services.register_export import CLASH_WORDS
from workbench.services.register_views import CaseBody, CaseRegisters, Clash
from workbench.ui.i18n import day, say, tr
from workbench.ui.register_lists import LinesModel, lines_table, stacked
from workbench.ui.widgets import Button, clear, column, hairline, label, picture, row, side_pane, tag

SIDE = 330


class BodiesBoard(QWidget):
    """A table of organisations; warnings and clashes beside it."""

    register_requested = Signal(str, str)
    """A register of the office, and an entry in it (empty: the proposals)."""

    def __init__(self) -> None:
        super().__init__()
        self._bodies: tuple[CaseBody, ...] = ()
        self._clashes: tuple[Clash, ...] = ()
        self._wanted = ""
        titles = (tr("登记"), tr("单位名称"), tr("角色"), tr("问题记录"), tr("其他案卷"))
        self.model = LinesModel(titles, self)
        self.table = lines_table(self.model, tr("有关单位"), (84, 0, 124, 84, 92))
        self._stack, self._empty = stacked(self.table)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_side())
        self.table.activated.connect(lambda _index: self.open_chosen())
        self.open = Button(tr("打开登记"), icon="external-link", key="Enter")
        self.open.clicked.connect(lambda _on=False: self.open_chosen())
        self.propose = Button(tr("登记新单位"), icon="file-import")
        self.propose.clicked.connect(lambda _on=False: self.register_requested.emit("-proposed", ""))
        head = row(label(tr("有关单位"), "section"), None, self.propose, self.open, margins=(16, 10, 14, 6))
        middle = column(head, self._stack, spacing=0)
        middle.setStretch(1, 1)
        whole = row(spacing=1)
        whole.addLayout(middle, 1)
        self._side = column(spacing=10, margins=(16, 14, 16, 14))
        whole.addWidget(side_pane(self._side, SIDE))
        self.setLayout(whole)

    def show_found(self, found: CaseRegisters, *, may_keep: bool) -> None:
        """Show the organisations and clashes of a case."""
        here = self.table.currentIndex().row()
        self._bodies, self._clashes = found.bodies, found.clashes
        self.model.show([_row(body) for body in self._bodies])
        self._stack.setCurrentIndex(0 if self._bodies else 1)
        self._empty.setText(tr("申请表没有写明有关单位"))
        unknown = [body for body in self._bodies if not body.entry and not body.aside]
        self.propose.setVisible(may_keep and bool(unknown))
        self.propose.set_text(tr("登记新单位 {count}", count=len(unknown)))
        if self._bodies:
            self.table.selectRow(max(here, 0))
        if self._wanted:
            self.reveal(self._wanted)
        self._show_side()

    def reveal(self, object_: str) -> None:
        """Put the cursor on an organisation, by its entry or its name; one not read yet is remembered."""
        number = next((n for n, body in enumerate(self._bodies) if object_ in (body.entry, body.name)), -1)
        self._wanted = object_ if number < 0 else ""
        if number >= 0:
            self.table.selectRow(number)

    def open_chosen(self) -> None:
        """Open the entry of the organisation under the cursor, or the proposals when there is none yet."""
        body = self._chosen()
        if body is not None:
            self.register_requested.emit("organisation" if body.entry else "-proposed", body.entry)

    def _chosen(self) -> CaseBody | None:
        number = self.table.currentIndex().row()
        return self._bodies[number] if 0 <= number < len(self._bodies) else None

    def _show_side(self) -> None:
        clear(self._side)
        body = self._chosen()
        if body is not None:
            self._show_body(body)
        self._side.addWidget(hairline())
        self._side.addWidget(label(tr("与其他活动的冲突"), "bodyStrong"))
        if not self._clashes:
            self._side.addWidget(label(tr("没有冲突"), ink="t2"))
        for clash in self._clashes:
            head = row(tag(say(CLASH_WORDS[clash.kind]), "bad"), label(day(clash.day), ink="t2"), None)
            self._side.addLayout(head)
            self._side.addWidget(label(say(clash.text), wrap=True))
            self._side.addWidget(label(clash.formula, "small", "t2", wrap=True))
        self._side.addStretch(1)

    def _show_body(self, body: CaseBody) -> None:
        self.open.setEnabled(True)
        self._side.addWidget(label(body.name, "section", wrap=True))
        if not body.entry:
            self._side.addWidget(label(tr("登记库中没有这个单位。确认后，以后的案卷可以追溯。"), ink="t2", wrap=True))
        elif not body.warnings:
            words = label(tr("登记库中没有未关闭的问题、限制和到期资质"), ink="ok", wrap=True)
            self._side.addLayout(row(picture("circle-check", "ok", 18), words))
        for warning in body.warnings:
            line = row(picture("alert-triangle", "warn", 18), spacing=8)
            line.addWidget(label(say(warning), ink="warn", wrap=True), 1)
            self._side.addLayout(line)


def _row(body: CaseBody) -> tuple[tuple[str, str], ...]:
    known = (tr("已登记"), "ok") if body.entry else (tr("不登记"), "neutral") if body.aside else (tr("未登记"), "info")
    roles = tr("、").join(say(role) for role in body.roles)
    if body.open_incidents:
        trouble = (tr("{count} 未关闭", count=body.open_incidents), "bad")
    elif body.warnings:
        trouble = (tr("有提示"), "warn")
    else:
        trouble = (str(body.incidents or ""), "")
    return known, (body.name, ""), (roles, ""), trouble, (str(body.other_cases or ""), "")
