"""Lists side by side: the organiser's own beside the approved and the announced one; and names that are the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.core.commands import ProgrammeLine
from workbench.core.pack import Pack
from workbench.services.papers_programme import ON_SITE
from workbench.services.views import ComparedView, DifferenceView, PerformedView, ProgrammeView
from workbench.ui.i18n import clock_time, day, say, tr
from workbench.ui.step_duties_fields import Choices, Option
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, panel, row

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
SAME = frozenset({"same"})
QUIET = frozenset({"same", "variant"})
_SPOKEN = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole)


def line_word(line: ProgrammeLine | None) -> str:
    """Return a line of a list in words."""
    return " ".join(t for t in (line.session, line.artist, line.work) if t) if line else "—"


class RowsModel(QAbstractTableModel):
    """Rows of words with a kind that tints them; made per cell, so that long lists are quick."""

    def __init__(self, heads: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self.heads = heads
        self.rows: tuple[tuple[str, ...], ...] = ()
        self.kinds: tuple[str, ...] = ()

    def show(self, rows: Sequence[tuple[str, ...]], kinds: Sequence[str]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows, self.kinds = tuple(rows), tuple(kinds)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell in words; a row that differs is tinted."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()][index.column()]
        if role in _SPOKEN:
            pairs = zip(self.heads, self.rows[index.row()], strict=True)
            return tr("，").join(f"{head} {told}" for head, told in pairs if told)
        if role == Qt.ItemDataRole.BackgroundRole and self.kinds[index.row()]:
            return QBrush(Theme.current.colour(f"{self.kinds[index.row()]}S"))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the heads."""
        shown = orientation == Qt.Orientation.Horizontal and role in (Qt.ItemDataRole.DisplayRole, *_SPOKEN)
        return self.heads[section] if shown else None


class TintDelegate(QStyledItemDelegate):
    """Paints the tint of a row under its words."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint tint, then words."""
        tint = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(tint, QBrush) and not option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, tint)
        super().paint(painter, option, index)


class RowsTable(QTableView):
    """A table of words with dense rows; columns share what is left by weight."""

    def __init__(self, name: str, heads: tuple[str, ...], narrow: dict[int, int]) -> None:
        super().__init__()
        self.model_ = RowsModel(heads, self)
        self.setModel(self.model_)
        self.setItemDelegate(TintDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(Theme.current.px(30))
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        for place in range(len(heads)):
            wide = narrow.get(place)
            mode = QHeaderView.ResizeMode.Stretch if wide is None else QHeaderView.ResizeMode.Fixed
            head.setSectionResizeMode(place, mode)
            if wide is not None:
                head.resizeSection(place, Theme.current.px(wide))


class ComparePage(QWidget):
    """One list at a time beside the organiser's own."""

    list_wanted = Signal(str)
    """A list should be imported or pasted."""
    list_dropped = Signal(str)
    alias_given = Signal(str, str)

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._view = ProgrammeView()
        kinds = pack.lists["compared_lists"]
        self.which = next(iter(kinds))
        self.chooser = Choices(tr("与哪份名单比对"), [Option(code, say(r.text)) for code, r in kinds.items()])
        self.chooser.chosen.connect(self.choose)
        self.only = QCheckBox(tr("只看差异"))
        self.only.toggled.connect(lambda _on: self._show())
        self.take = Button(tr("导入或粘贴名单"), icon="file-import", small=True)
        self.take.clicked.connect(lambda _on=False: self.list_wanted.emit(self.which))
        self.drop = Button(tr("删除此名单"), icon="trash", kind="ghost", small=True)
        self.drop.clicked.connect(lambda _on=False: self.list_dropped.emit(self.which))
        self.figures = label("", "body", wrap=True)
        heads = (tr("差异"), tr("承办者节目单"), tr("比对名单"))
        self.table = RowsTable(tr("名单比对"), heads, {0: 112})
        self.none = label("", "body", "t2", wrap=True)
        top = panel("alt")
        first = row(self.chooser, self.only)
        first.setStretch(0, 1)
        second = row(self.figures, self.take, self.drop)
        second.setStretch(0, 1)
        top.setLayout(column(first, second, spacing=6, margins=(14, 8, 12, 8)))
        top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        whole = column(top, self.none, self.table, self._aliases(), spacing=0)
        whole.setStretchFactor(self.table, 1)
        whole.setStretchFactor(self.none, 1)
        self.setLayout(whole)

    def show_view(self, view: ProgrammeView, why_not: str) -> None:
        """Show the lists of a state."""
        self._view = view
        for button in (self.take, self.drop, self._same):
            button.setEnabled(not why_not)
            button.setToolTip(why_not)
        self._known.setText(
            tr("；").join(f"{alias} = {name}" for alias, name in view.aliases.items()) or tr("还没有登记别名")
        )
        self._show()

    def choose(self, which: str) -> None:
        """Show another list."""
        self.which = which
        self._show()

    def _show(self) -> None:
        self.chooser.show_choice(self.which)
        found = next((c for c in self._view.compared if c.which == self.which), None)
        self.table.setVisible(found is not None)
        self.drop.setVisible(found is not None)
        self.none.setVisible(found is None)
        title = say(self._pack.lists["compared_lists"][self.which].text)
        if found is None:
            self.figures.setText(tr("{list}：尚未导入", list=title))
            told = tr("导入或粘贴{list}的名单（xlsx、csv 或文字），与承办者节目单逐行比对。", list=title)
            self.none.setText(told)
            self.none.setContentsMargins(14, 12, 14, 12)
            return
        self.figures.setText(_figures(found))
        hidden = QUIET if self.only.isChecked() else frozenset()
        shown = [d for d in found.lines if d.found.kind not in hidden]
        self.table.model_.show([_cells(d) for d in shown], [self._tint(d.found.kind) for d in shown])

    def _tint(self, kind: str) -> str:
        if kind in SAME:
            return ""
        row_ = self._pack.lists["list_differences"].get(kind)
        return "warn" if row_ and row_.data.get("severity") == "warn" else "info"

    def _aliases(self) -> QFrame:
        self._one, self._other = QLineEdit(), QLineEdit()
        for field, name in ((self._one, tr("别名")), (self._other, tr("就是（节目单上的名称）"))):
            field.setAccessibleName(name)
            field.setPlaceholderText(name)
        self._same = Button(tr("视为同一"), icon="link", small=True)
        self._same.setToolTip(tr("名称留空则取消该别名"))
        self._same.clicked.connect(lambda _on=False: self._give_alias())
        self._known = label("", "small", "t2", wrap=True)
        foot = panel("alt")
        foot.setProperty("hair", "top")
        foot.setLayout(column(row(self._one, self._other, self._same), self._known, spacing=4, margins=(14, 8, 12, 8)))
        return foot

    def _give_alias(self) -> None:
        if self._one.text().strip():
            self.alias_given.emit(self._one.text().strip(), self._other.text().strip())
            self._one.clear()
            self._other.clear()


def _cells(line: DifferenceView) -> tuple[str, str, str]:
    return say(line.word), line_word(line.found.before), line_word(line.found.after)


def _figures(found: ComparedView) -> str:
    counts: dict[str, int] = {}
    for line in found.lines:
        if line.found.kind not in SAME:
            counts[say(line.word)] = counts.get(say(line.word), 0) + 1
    told = tr("、").join(f"{word} {count}" for word, count in counts.items()) or tr("无差异")
    taken = tr("{day}登记", day=day(found.taken)) if found.taken else ""
    return " · ".join(t for t in (say(found.title), told, found.source, taken) if t)


class AfterPage(QWidget):
    """After the grant: the locked list, a changed list that waits for review, and results on site."""

    change_wanted = Signal()
    difference_judged = Signal(str, str)
    """Difference and verdict."""
    result_given = Signal(str, str)
    """Line and result."""
    paper_wanted = Signal(str)
    """Code of a paper that should be issued."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._view = ProgrammeView()
        self.lock = label("", "body", wrap=True)
        self.report = Button(tr("登记变更后节目单"), icon="git-compare", small=True)
        self.report.clicked.connect(lambda _on=False: self.change_wanted.emit())
        self._open = label("", "bodyStrong", wrap=True)
        self.changed = RowsTable(tr("变更处"), (tr("差异"), tr("定稿"), tr("变更后"), tr("结论")), {0: 104, 3: 112})
        verdicts = pack.lists["programme_verdicts"]
        self.verdict = Choices(tr("变更处的结论"), [Option(code, say(r.text)) for code, r in verdicts.items()])
        self.verdict.chosen.connect(self._judge)
        self.site = RowsTable(
            tr("现场核验"),
            (tr("编号"), tr("时间"), tr("核准节目"), tr("结果"), tr("核验人")),
            {0: 56, 1: 92, 3: 110, 4: 110},
        )
        self.result = Choices(
            tr("核验结果"), [Option(code, say(r.text)) for code, r in pack.lists["performance_results"].items()]
        )
        self.result.chosen.connect(self._result)
        self._build()

    def show_view(self, view: ProgrammeView, *, may_report: str, may_judge: str, may_record: str) -> None:
        """Show a state; each ``may`` is why the act cannot be done, empty when it can."""
        self._view = view
        self.lock.setText(_lock_word(view))
        self.report.setEnabled(not may_report)
        self.report.setToolTip(may_report)
        self.verdict.allow(may_judge)
        self.result.allow(may_record)
        waiting = bool(view.differences)
        for part in (self._open, self.changed, self.verdict):
            part.setVisible(waiting)
        self._open.setText(tr("变更后节目单待审：{count} 处，逐处作出结论后由审批人决定", count=len(view.differences)))
        self._show_changed(view)
        self.site.setVisible(bool(view.on_site))
        self.result.setVisible(bool(view.on_site))
        self._no_site.setVisible(not view.on_site)
        self.print.setVisible(bool(view.on_site))
        rows = [self._site_row(p) for p in view.on_site]
        kinds = ["warn" if p.found and p.found.result == "differs" else "" for p in view.on_site]
        _keeping(self.site, rows, kinds)

    def _show_changed(self, view: ProgrammeView) -> None:
        verdicts = self._pack.lists["programme_verdicts"]
        rows = []
        for code, (word, before, after) in view.differences.items():
            said = view.judged.get(code)
            told = say(verdicts[said.verdict].text) if said else tr("待议")
            rows.append((say(word), before or "—", after or "—", told))
        _keeping(self.changed, rows, ["warn"] * len(rows))

    def _site_row(self, line: PerformedView) -> tuple[str, ...]:
        found, results = line.found, self._pack.lists["performance_results"]
        told = say(results[found.result].text) if found else tr("未核验")
        note = f" {found.note}" if found and found.note else ""
        start = f"{day(line.start.date())} {line.start:%H:%M}" if line.start else ""
        who = tr("、").join(found.officers) if found else ""
        at = f" {clock_time(found.at)}" if found and found.at else ""
        return line.no, start, line_word(line.line), told + note, who + at

    def _judge(self, verdict: str) -> None:
        place, codes = self.changed.currentIndex().row(), list(self._view.differences)
        if 0 <= place < len(codes):
            self.difference_judged.emit(codes[place], verdict)

    def _result(self, result: str) -> None:
        place = self.site.currentIndex().row()
        if 0 <= place < len(self._view.on_site):
            self.result_given.emit(self._view.on_site[place].no, result)

    def _build(self) -> None:
        self._no_site = label(tr("准予许可后，按定稿逐项登记现场核验结果。"), "body", "t2", wrap=True)
        top = panel("alt")
        first = row(self.lock, self.report)
        first.setStretch(0, 1)
        top.setLayout(column(first, spacing=6, margins=(14, 8, 12, 8)))
        self.print = Button(tr("生成现场核验表"), icon="printer", small=True)
        self.print.clicked.connect(lambda _on=False: self.paper_wanted.emit(ON_SITE))
        self._papers = row(label(tr("现场核验（演员、曲目、顺序与定稿一致）"), "bodyStrong"), None, self.print)
        body = panel("surface")
        inside = column(
            self._open, self.changed, self.verdict, self._papers, self._no_site, self.site, self.result,
            spacing=8, margins=(14, 10, 12, 10),
        )  # fmt: skip
        for part in (self.changed, self.site, self._no_site):
            inside.setStretchFactor(part, 1)
        self._no_site.setAlignment(Qt.AlignmentFlag.AlignTop)
        body.setLayout(inside)
        top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        whole = column(top, body, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)


def _keeping(table: RowsTable, rows: Sequence[tuple[str, ...]], kinds: Sequence[str]) -> None:
    """Show rows with the cursor where it was."""
    place = max(table.currentIndex().row(), 0)
    table.model_.show(rows, kinds)
    if rows:
        table.setCurrentIndex(table.model_.index(min(place, len(rows) - 1), 0))


def _lock_word(view: ProgrammeView) -> str:
    if not view.locked:
        return tr("尚未提出审查意见：节目单未锁定，可继续审查。")
    short = view.locked[:16]
    if view.unchanged:
        return tr("节目单已随审查意见锁定，指纹 {print}。变更须登记变更后节目单，重新审查。", print=short)
    return tr("现有节目单与锁定的定稿（指纹 {print}）不一致，须重新提出审查意见。", print=short)
