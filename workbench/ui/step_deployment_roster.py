"""The roster of the post under the cursor: its shifts day by day, and who is on the chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QCompleter, QFrame, QLineEdit, QWidget

from workbench.core.commands import Duty
from workbench.errors import NO_TEXT
from workbench.services.deployment_roster import Shift
from workbench.services.views_deployment import DeploymentView
from workbench.ui.i18n import say, tr
from workbench.ui.step_deployment_board import DayCell, PostLine
from workbench.ui.step_deployment_model import day_title
from workbench.ui.step_deployment_paint import MOST
from workbench.ui.step_site_rows import Cell, Head, RowTable, TableRow
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, clear, column, label, row, scrolled, tool_button

NAMES = "、,，;； "  # keys
"""What stands between names."""


@dataclass(frozen=True)
class ForceChoice:
    """A force that may be put on a shift: its name and how many it has in all; ``None`` = not known."""

    name: str
    persons: int | None = None
    fits: bool = True

    def words(self) -> str:
        """Return name and strength."""
        told = self.name if self.persons is None else tr("{name}（{count} 人）", name=self.name, count=self.persons)
        return told if self.fits else tr("{force} · 类型不符", force=told)


def forces_for(found: DeploymentView | None, line: PostLine | None) -> list[ForceChoice]:
    """Return the forces for a post: those that may take it first, each with its strength."""
    if found is None or line is None:
        return []
    asked = str(line.post.row["unit_type"] or "")
    made = [ForceChoice(one.name, one.persons, not asked or asked in one.unit_types) for one in found.forces]
    return sorted(made, key=lambda one: (one.name != line.post.row["unit"], not one.fits, one.name))


def shift_key(shift: Shift) -> str:
    """Return the key of a shift in the list."""
    return f"{shift.post} {shift.day.isoformat()} {shift.number}"


class DutyLine(QWidget):
    """A force on a shift: which, how many, who."""

    settled = Signal()
    removed = Signal()

    def __init__(self, duty: Duty, forces: Sequence[ForceChoice]) -> None:
        super().__init__()
        self.force = QComboBox()
        self.force.setEditable(True)
        self.force.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.force.setAccessibleName(tr("力量"))
        self.force.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.force.setMinimumContentsLength(8)
        for one in forces:
            self.force.addItem(one.words(), one.name)
        place = self.force.findData(duty.force)
        if place < 0 and duty.force:
            self.force.addItem(duty.force, duty.force)
            place = self.force.count() - 1
        self.force.setCurrentIndex(place)
        self.force.setToolTip(self.force.currentText())
        completer = self.force.completer()
        if completer is not None:
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.persons = QLineEdit(str(duty.persons))
        self.persons.setValidator(QIntValidator(0, MOST, self.persons))
        self.persons.setAccessibleName(tr("人数"))
        self.persons.setFixedWidth(Theme.current.px(58))
        edit = self.force.lineEdit()
        if edit is not None:
            edit.setCursorPosition(0)
        self.names = QLineEdit("、".join(duty.names))
        self.names.setPlaceholderText(tr("姓名（可不填）"))
        self.names.setAccessibleName(tr("姓名"))
        self.drop = tool_button("x", tr("去掉这支力量"), size=16)
        line = row(self.force, self.persons, self.names, self.drop, spacing=6)
        line.setStretch(0, 3)
        line.setStretch(2, 3)
        self.setLayout(line)
        self.force.activated.connect(lambda _place: self.settled.emit())
        self.persons.editingFinished.connect(self.settled)
        self.names.editingFinished.connect(self.settled)
        self.drop.clicked.connect(lambda _on=False: self.removed.emit())

    def duty(self) -> Duty:
        """Return what stands in the line."""
        place = self.force.findText(self.force.currentText())
        force = str(self.force.itemData(place)) if place >= 0 else self.force.currentText().strip()
        said = self.names.text()
        for mark in NAMES[1:]:
            said = said.replace(mark, NAMES[0])
        names = tuple(dict.fromkeys(name for name in said.split(NAMES[0]) if name))
        return Duty(force, max(int(self.persons.text() or 0), len(names)), names)


class RosterTab(QFrame):
    """Shifts of a post at the left, the people of the chosen one at the right; the proposal of the solver below."""

    put = Signal(object, object)
    """A shift and the duties wished for it."""
    fill_requested = Signal(object)
    """Shifts that should be filled to what they need."""
    copy_requested = Signal(object)
    """A shift whose people should be on the same shift of the other days."""
    proposal_requested = Signal()
    proposal_taken = Signal()
    proposal_left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._shifts: tuple[Shift, ...] = ()
        self._forces: tuple[ForceChoice, ...] = ()
        self._may = False
        heads = (Head(tr("班次"), 138, 1), Head(tr("到岗"), 76), Head(tr("力量"), 96, 3))
        self.table = RowTable(tr("本岗班次"), heads)
        self.table.nothing = tr("选一个有时段的岗位，列出它的班次")
        self.title = label("", "bodyStrong")
        self.lines: list[DutyLine] = []
        self._body = column(spacing=4)
        self.more = Button(tr("加一支力量"), icon="plus", small=True)
        self.fill = Button(tr("补满"), icon="checks", small=True)
        self.copy = Button(tr("用于以后各日"), icon="copy", small=True)
        self.clear = Button(tr("清空"), icon="x", small=True)
        self.propose = Button(tr("试排建议"), icon="adjustments", small=True)
        self.take = Button(tr("采用建议"), icon="check", kind="primary", small=True)
        self.leave = Button(tr("放弃建议"), kind="ghost", small=True)
        self.told = label("", "small", "t2", wrap=True)
        self.faults = label("", "small", "bad", wrap=True)
        self._build()
        self._wire()

    # What is shown

    def show_post(self, shifts: Sequence[Shift], forces: Sequence[ForceChoice], *, may_edit: bool) -> None:
        """Show the shifts of a post."""
        self._shifts, self._forces, self._may = tuple(shifts), tuple(forces), may_edit
        self.table.show_rows([_row(one) for one in shifts])
        for button in (self.propose, self.fill, self.copy, self.clear, self.more):
            button.setEnabled(may_edit and (bool(shifts) or button is self.propose))
        self._show_shift()

    def choose(self, day: date) -> None:
        """Put the cursor on the first shift of a day."""
        found = next((shift_key(one) for one in self._shifts if one.day == day), "")
        if found:
            self.table.choose(found)

    def shift(self) -> Shift | None:
        """Return the shift under the cursor."""
        return next((one for one in self._shifts if shift_key(one) == self.table.key), None)

    def show_faults(self, faults: Sequence[str]) -> None:
        """Say what is wrong with the whole roster."""
        self.faults.setText("\n".join(faults[:6]))
        self.faults.setToolTip("\n".join(faults))
        self.faults.setVisible(bool(faults))

    def show_proposal(self, told: str, *, open_: bool) -> None:
        """Say what the solver proposes; it is taken over by a click only."""
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.take.setVisible(open_)
        self.leave.setVisible(open_)

    # Inside

    def _show_shift(self) -> None:
        clear(self._body)
        self.lines = []
        shift = self.shift()
        self.title.setText(_title(shift) if shift else tr("选中一个岗位和班次"))
        for duty in shift.duties if shift else ():
            self._add(duty)
        if shift is not None and not shift.duties:
            self._body.addWidget(label(tr("这一班还没有人。补满，或加一支力量。"), "small", "t2", wrap=True))
        if shift is not None and shift.relief != NO_TEXT:
            self._body.addWidget(label(say(shift.relief), "small", "t2", wrap=True))
        self._body.addStretch(1)

    def _add(self, duty: Duty) -> DutyLine:
        line = DutyLine(duty, self._forces)
        line.setEnabled(self._may)
        line.settled.connect(self._settled)
        line.removed.connect(partial(self._removed, line))
        self.lines.append(line)
        self._body.insertWidget(len(self.lines) - 1, line)
        return line

    def _settled(self) -> None:
        shift = self.shift()
        duties = tuple(duty for line in self.lines if (duty := line.duty()).force and duty.persons)
        if shift is not None and duties != shift.duties:
            self.put.emit(shift, duties)

    def _removed(self, line: DutyLine) -> None:
        self.lines.remove(line)
        line.hide()
        self._settled()

    def _more(self) -> None:
        shift = self.shift()
        if shift is not None:
            first = next((one.name for one in self._forces if one.fits), shift.unit)
            line = self._add(Duty(first, max(1, shift.need - shift.have)))
            line.force.setFocus()
            self._settled()

    def _wire(self) -> None:
        self.table.moved.connect(lambda _key: self._show_shift())
        self.more.clicked.connect(lambda _on=False: self._more())
        self.fill.clicked.connect(lambda _on=False: self.fill_requested.emit(self._shifts))
        self.copy.clicked.connect(lambda _on=False: self._ask_copy())
        self.clear.clicked.connect(lambda _on=False: self._clear())
        self.propose.clicked.connect(lambda _on=False: self.proposal_requested.emit())
        self.take.clicked.connect(lambda _on=False: self.proposal_taken.emit())
        self.leave.clicked.connect(lambda _on=False: self.proposal_left.emit())

    def _ask_copy(self) -> None:
        shift = self.shift()
        if shift is not None:
            self.copy_requested.emit(shift)

    def _clear(self) -> None:
        shift = self.shift()
        if shift is not None and shift.duties:
            self.put.emit(shift, ())

    def _build(self) -> None:
        holder = QWidget()
        holder.setObjectName("surface")
        acts = row(self.more, self.fill, self.copy, self.clear, None, spacing=6)
        ask = row(self.propose, self.take, self.leave, None, spacing=6)
        holder.setLayout(
            column(self.title, self._body, acts, ask, self.told, self.faults, None, spacing=6, margins=(12, 6, 12, 8))
        )
        for widget in (self.take, self.leave, self.told, self.faults):
            widget.hide()
        body = row(spacing=0)
        body.addWidget(self.table, 4)
        side = scrolled(holder, by_keys=False)
        side.setMinimumWidth(Theme.current.px(300))
        body.addWidget(side, 5)
        self.setLayout(body)


def _row(shift: Shift) -> TableRow:
    cell = DayCell(shift.have, shift.need)
    gap = tr("缺 {count} 人", count=cell.gap) if cell.gap else ""
    who = "、".join(f"{duty.force} {duty.persons}" for duty in shift.duties) or "—"
    names = "、".join(name for duty in shift.duties for name in duty.names)
    return TableRow(
        shift_key(shift),
        (
            Cell(_hours(shift), tr("第 {number} 班", number=shift.number)),
            Cell(cell.words(), gap, cell.kind if cell.kind != "neu" else "t2"),
            Cell(who, names),
        ),
    )


def _hours(shift: Shift) -> str:
    return f"{day_title(shift.start.date())} {shift.start:%H:%M}–{shift.end:%H:%M}"


def _title(shift: Shift) -> str:
    return tr("{hours}，需 {need} 人", hours=_hours(shift), need=shift.need)
