"""The inspection before opening: the pack's list line by line, hazards as objects, conditions, who signed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QScrollArea,
    QTabWidget,
    QWidget,
)

from workbench.core import commands as c
from workbench.services import inspections
from workbench.services.clocks import local_time
from workbench.ui.after_forms import CheckDialog
from workbench.ui.file_forms import choose_file
from workbench.ui.form_dialog import FormDialog, choices, moment_edit, moment_of
from workbench.ui.i18n import say, tr
from workbench.ui.step_decision_lines import Line, LineList
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, row
from workbench.ui.workspace_context import CaseContext

if TYPE_CHECKING:
    from workbench.errors import Text

TALL = 220
"""Height of the lists of an inspection [px at 100 %]."""
WIDE = 860
"""Width of its form."""
NARROW = 620
"""Width of the form for hazards alone."""


class HazardDialog(FormDialog):
    """A hazard: what, where, how grave, who removes it, by when, with photos."""

    written = Signal(object)
    """The :class:`~workbench.core.commands.HazardFound`."""

    def __init__(self, parent: QWidget, context: CaseContext, items: tuple[tuple[str, Text], ...], item: str) -> None:
        super().__init__(parent, tr("登记隐患"), context, icon="alert-triangle", ink="warn")
        self.what, self.place = QLineEdit(), QLineEdit()
        self.severity = choices(context.pack.lists["hazard_severities"], "general")
        self.holder = QComboBox()
        self.holder.setEditable(True)
        self.holder.addItems([say(party.text) for party in context.pack.parties.values()])
        self.due = moment_edit(local_time(context.session.desk.clock.now()))
        self.item = QComboBox()
        self.item.addItem("—", "")
        for code, words in items:
            self.item.addItem(say(words), code)
        self.item.setCurrentIndex(max(0, self.item.findData(item)))
        self.photos: list[c.Photo] = []
        self._shown = label(tr("还没有照片"), "small", "t2", wrap=True)
        add = Button(tr("添加照片"), icon="paperclip", small=True)
        add.clicked.connect(lambda _on=False: self._choose())
        self.field(tr("隐患"), self.what)
        self.field(tr("位置"), self.place)
        self.field(tr("程度"), self.severity)
        self.field(tr("责任单位"), self.holder)
        self.field(tr("整改期限"), self.due)
        self.field(tr("检查项目"), self.item)
        shelf = QWidget()
        shelf.setLayout(row(add, self._shown, None))
        self.field(tr("照片"), shelf)
        self.finish(tr("加入清单"), icon="plus")
        self.what.setFocus()

    def give(self) -> None:
        """Hand the hazard to the inspection; it is recorded with it."""
        due = moment_of(self.due)
        what, place = self.what.text().strip(), self.place.text().strip()
        holder, severity = self.holder.currentText().strip(), str(self.severity.currentData())
        item = str(self.item.currentData())
        self.written.emit(c.HazardFound(what, place, severity, holder, due, item, photos=tuple(self.photos)))
        self.accept()

    def keep(self, path: str) -> None:
        """Keep a photo with the case."""
        task = self.context.session.ask(inspections.keep_photo, self.context.case, Path(path))
        task.done.connect(self._kept)
        task.failed.connect(self.refuse)

    def _kept(self, photo: c.Photo) -> None:
        self.photos.append(photo)
        self._shown.setText(tr("、").join(one.file for one in self.photos))

    def _choose(self) -> None:
        choose_file(self, tr("添加照片"), self.keep)


class ResultGrid(QScrollArea):
    """The inspection list: a line per item with its result and a remark."""

    wanted = Signal(str)
    """Code of an item that was found hazardous."""

    def __init__(self, context: CaseContext, items: tuple[tuple[str, Text], ...]) -> None:
        super().__init__()
        self.rows: dict[str, tuple[QComboBox, QLineEdit]] = {}
        self._hazardous = {
            code for code, one in context.pack.lists["inspection_results"].items() if one.data.get("hazard")
        }
        grid = QGridLayout()
        grid.setColumnStretch(0, 1)
        for number, (code, words) in enumerate(items):
            self._line(context, grid, number, (code, say(words)))
        inner = QWidget()
        inner.setLayout(grid)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setMinimumHeight(Theme.current.px(TALL))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _line(self, context: CaseContext, grid: QGridLayout, number: int, item: tuple[str, str]) -> None:
        code, words = item
        box, note = QComboBox(), QLineEdit()
        box.addItem(tr("未填"), "")
        for key, one in context.pack.lists["inspection_results"].items():
            box.addItem(say(one.text), key)
        box.setAccessibleName(words)
        note.setPlaceholderText(tr("说明"))
        note.setAccessibleName(tr("{item} 说明", item=words))
        box.activated.connect(lambda _index: self._chosen(code))
        self.rows[code] = (box, note)
        for place, widget in enumerate((label(words, wrap=True), box, note)):
            grid.addWidget(widget, number, place)

    def _chosen(self, code: str) -> None:
        if self.rows[code][0].currentData() in self._hazardous:
            self.wanted.emit(code)

    def set_all(self, result: str) -> None:
        """Give every line that has none a result."""
        for box, _note in self.rows.values():
            if not box.currentData():
                box.setCurrentIndex(box.findData(result))

    def results(self) -> tuple[c.ItemResult, ...]:
        """Return the lines that have a result."""
        return tuple(
            c.ItemResult(code, str(box.currentData()), note.text().strip())
            for code, (box, note) in self.rows.items()
            if box.currentData()
        )


class Findings(QTabWidget):
    """What an inspection found: the pack's list line by line, and the hazards."""

    hazard_added = Signal()

    def __init__(self, context: CaseContext, items: tuple[tuple[str, Text], ...]) -> None:
        super().__init__()
        self.setAccessibleName(tr("检查内容"))
        self.grid = ResultGrid(context, items)
        self.shelf = HazardShelf(context, items)
        self.found, self.hazards = self.shelf.found, self.shelf.hazards
        fill = Button(tr("其余均符合"), icon="checks", small=True)
        fill.clicked.connect(lambda _on=False: self.grid.set_all("meets"))
        self.addTab(page_of(row(None, fill), self.grid), tr("检查项目"))
        self.addTab(self.shelf, tr("隐患清单"))
        self.grid.wanted.connect(self.shelf.open_hazard)
        self.shelf.added.connect(self.hazard_added)


class HazardShelf(QWidget):
    """The hazards written down in a form, before they are recorded with it."""

    added = Signal()

    def __init__(self, context: CaseContext, items: tuple[tuple[str, Text], ...]) -> None:
        super().__init__()
        self._context, self._items = context, items
        self.found: list[c.HazardFound] = []
        self.hazards = LineList(tr("隐患清单"))
        add = Button(tr("登记隐患"), icon="plus", small=True)
        add.clicked.connect(lambda _on=False: self.open_hazard())
        self.setLayout(column(row(None, add), self.hazards, margins=(8, 8, 8, 8)))
        self.hazards.removed.connect(self._drop)
        self._show_hazards()

    def open_hazard(self, item: str = "") -> None:
        """Write a hazard down."""
        dialog = HazardDialog(self, self._context, self._items, item)
        dialog.written.connect(self._add)
        dialog.open()

    def _add(self, hazard: c.HazardFound) -> None:
        self.found.append(hazard)
        self._show_hazards()
        self.added.emit()

    def _drop(self, line: Line) -> None:
        self.found.pop(int(line.key))
        self._show_hazards()

    def _show_hazards(self) -> None:
        lines = [
            Line(one.what, (one.place, one.holder, f"{one.due:%Y-%m-%d %H:%M}"), "alert-triangle", "warn", key=str(n))
            for n, one in enumerate(self.found)
        ]
        self.hazards.show_lines(lines or [Line(tr("没有登记隐患；Delete 删除一条"), empty=True)])


class InspectionDialog(CheckDialog):
    """The inspection before opening. Signed by the person at the desk; the other officer confirms it."""

    target = "opening"

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("举办前检查"), context, icon="clipboard-check", ink="accentT")
        self.setMinimumWidth(Theme.current.px(WIDE))
        view = context.view.after
        assert view is not None
        self.start()
        self.tabs = Findings(context, view.items)
        self.grid = self.tabs.grid
        self.met = {
            one.key: (
                QCheckBox(tr("{what}（{who}）", what=f"{one.key} {one.title or one.text}", who=one.owner)),
                QLineEdit(),
            )
            for one in view.conditions
            if one.state in {"active", "not_fulfilled"} and one.before_opening
        }
        self.tabs.addTab(self._conditions(), tr("举办前的条件"))
        self.undertaker, self.venue = QLineEdit(), QLineEdit()
        self.passed = QCheckBox(tr("检查通过，可以举办"))
        self.passed.setAccessibleName(self.passed.text())
        self.tabs.hazard_added.connect(lambda: self.passed.setChecked(False))
        self.field(tr("承办者签字人"), self.undertaker)
        self.field(tr("场所签字人"), self.venue)
        self.field(tr("结论"), self.passed)
        self.add(self.tabs)
        self.finish(tr("登记检查"), icon="check", note=tr("两名检查人员均确认后生效。有隐患的不能通过，整改后复查。"))
        self.pair.second.setFocus()

    def command(self) -> c.RecordOpeningCheck:
        """Return the wish that the fields make."""
        conditions = tuple(
            c.ConditionResult(key, fulfilled=True, evidence=proof.text().strip())
            for key, (box, proof) in self.met.items()
            if box.isChecked()
        )
        return c.RecordOpeningCheck(
            self.context.case,
            moment_of(self.at),
            self.pair.accounts(),
            passed=self.passed.isChecked(),
            results=self.grid.results(),
            found=tuple(self.tabs.found),
            conditions=conditions,
            undertaker=self.undertaker.text().strip(),
            venue=self.venue.text().strip(),
        )

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("检查已登记，待另一名人员确认")

    def _conditions(self) -> QWidget:
        lines: list[QWidget] = []
        for box, proof in self.met.values():
            proof.setPlaceholderText(tr("证据"))
            proof.setAccessibleName(tr("{condition} 证据", condition=box.text()))
            lines += [box, proof]
        return page_of(column(*(lines or [label(tr("没有举办前要落实的条件"), ink="t2")]), None))


class PatrolDialog(CheckDialog):
    """Hazards that two officers found on site after the grant, above all while the event runs. Signed.

    They stand at once. What the officers propose pauses nothing; a suspension or stop is signed by itself.
    """

    target = "patrol"

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("现场登记隐患"), context, icon="alert-triangle", ink="warn")
        self.setMinimumWidth(Theme.current.px(NARROW))
        view = context.view.after
        assert view is not None
        self.start()
        self.proposal = QComboBox()
        self.proposal.addItem(tr("不建议暂停或停止"), "")
        for code, one in context.pack.lists.get("hazard_proposals", {}).items() if view.run else ():
            self.proposal.addItem(say(one.text), code)
        self.shelf = HazardShelf(context, view.items)
        self.shelf.setMinimumHeight(Theme.current.px(TALL))
        self.field(tr("现场建议"), self.proposal)
        self.add(self.shelf)
        note = tr("登记后隐患即生效，可责令整改；另一名检查人员确认记录。暂停、停止活动须另行签署。")
        self.finish(tr("登记"), icon="check", note=note)
        self.pair.second.setFocus()

    def command(self) -> c.RecordHazards:
        """Return the wish that the fields make."""
        officers, proposal = self.pair.accounts(), str(self.proposal.currentData())
        return c.RecordHazards(self.context.case, moment_of(self.at), officers, tuple(self.shelf.found), proposal)

    def said(self) -> str:
        """Return the words for a toast."""
        return tr("隐患已登记，待另一名人员确认")


def page_of(*items: QWidget | QLayout) -> QWidget:
    """Return a page with items below each other."""
    made = QWidget()
    made.setLayout(column(*items, margins=(8, 8, 8, 8)))
    return made
