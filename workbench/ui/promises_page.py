"""The page of tolerated deficiencies of a case: every promise, where it stands, its course, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from workbench.core.promises import Standing
from workbench.errors import Text
from workbench.services import promises as service
from workbench.services.promises import CasePromises, PromiseLine
from workbench.services.views import CaseView, OpenItem
from workbench.ui import promises_dialogs as dialogs
from workbench.ui import promises_words as words
from workbench.ui.form_dialog import FormDialog
from workbench.ui.i18n import clock_time, say, tr
from workbench.ui.step_site_rows import RowTable
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, FlowLayout, clear, column, hairline, label, panel, picture, row, scrolled, tag
from workbench.ui.workspace_context import CaseContext, StepPage

NUMBER = 12
OWED = frozenset({Standing.OPEN, Standing.DUE_SOON, Standing.OVERDUE, Standing.FALLBACK})
IN_TIME = frozenset({Standing.OPEN, Standing.DUE_SOON})
ANY = frozenset(Standing)


@dataclass(frozen=True)
class Act:
    """What can be done about a promise: its command, its button, where the promise must stand."""

    kind: str
    button: Button
    standings: frozenset[Standing]
    open: Callable[[PromiseLine], object]
    why: str
    """What is said when the promise does not stand so."""


class PromisesPage(StepPage):
    """List at the left; facts, course and acts of the promise under the cursor at the right."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__(context)
        self.found = CasePromises(())
        self.table = RowTable(tr("容缺承诺"), words.case_heads())
        self._sum = label("", "small", "t2", wrap=True)
        self._detail = column(spacing=8)
        self._acts_row = QWidget()
        self.acts = self._make_acts()
        self._wanted = str(context.memory.get(NUMBER) or "")
        self._build()
        self.table.moved.connect(lambda _key: self._show_line())

    # What the workspace asks

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case; the promises are worked out again in the background."""
        task = self.context.session.ask(service.of_case, view.row.case)
        task.done.connect(self._take)

    def reveal(self, object_: str) -> None:
        """Put the cursor on a promise."""
        self._wanted = object_
        self.table.choose(object_)

    def focus_first(self) -> None:
        """Put the focus on the list."""
        self.table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the list."""
        return (("J K", tr("上下项")), ("Tab", tr("下一栏")))

    def missing(self) -> tuple[OpenItem, ...]:
        """Return what is overdue."""
        late = (line for line in self.found.lines if line.standing is Standing.OVERDUE)
        return tuple(
            OpenItem("block", Text(f"{x.item} {x.title.zh}：已逾期", f"{x.item} {x.title.en}: overdue"), NUMBER, x.item)
            for x in late
        )

    def search(self, text: str) -> None:
        """Put the cursor on the first row with the words."""
        if text:
            self.table.choose(self.table.first_with(text))

    def remember(self) -> None:
        """Keep the cursor."""
        self.context.memory[NUMBER] = self.table.key

    def line(self) -> PromiseLine | None:
        """Return the promise under the cursor."""
        return next((line for line in self.found.lines if line.item == self.table.key), None)

    # Inside

    def _take(self, found: CasePromises) -> None:
        self.found = found
        self._stack.setCurrentIndex(0 if found.lines else 1)
        self.table.show_rows([words.case_row(line) for line in found.lines])
        if self._wanted:
            self.table.choose(self._wanted)
            self._wanted = ""
        self._sum.setText(words.summary(found))
        self._show_line()

    def _show_line(self) -> None:
        line = self.line()
        self._right.setVisible(line is not None)
        if line is None:
            return
        clear(self._detail)
        self._fill(line)
        for act in self.acts:
            fits, why = line.standing in act.standings, self.context.why_not(act.kind)
            act.button.setVisible(not self.context.never(act.kind))
            act.button.setEnabled(fits and self.context.may(act.kind))
            act.button.setToolTip(say(why) if why else "" if fits else act.why)

    def _fill(self, line: PromiseLine) -> None:
        icon, ink = words.LOOKS[line.standing]
        self._detail.addWidget(label(f"{line.item} {say(line.title)}", "section", wrap=True))
        head = row(picture(icon, ink, 18), label(say(line.standing_text), "bodyStrong", ink))
        if gate := words.closes(line):
            head.addWidget(tag(gate, "bad"))
        if line.remind_now:
            head.addWidget(tag(tr("今日应催告"), "warn"))
        head.addStretch(1)
        self._detail.addLayout(head)
        for name, value in words.facts(line):
            self._detail.addLayout(_fact(name, value))
        if line.number is not None:
            told = tr("逾期未补齐，现场人数上限为 {number} 人；补交不再恢复。", number=f"{line.number:,}")
            self._detail.addWidget(label(told, "small", "bad", wrap=True))
        self._detail.addWidget(hairline())
        self._detail.addWidget(label(tr("经过"), "section"))
        for step in line.steps:
            when = label(f"{clock_time(step.at)} · {step.name}", "small", "t2")
            told = " · ".join(part for part in (say(step.title), say(step.detail)) if part)
            self._detail.addLayout(row(picture(words.STEP_ICONS[step.kind], "t2", 16), when, None, spacing=6))
            self._detail.addWidget(label(told, wrap=True))

    def _make_acts(self) -> tuple[Act, ...]:
        owed, came = tr("已补齐、待复核或已免除"), tr("尚未登记补齐")
        late = tr("只能在期满前延长")
        made = (
            ("fulfil_promise", tr("登记补齐…"), "file-import", OWED, dialogs.KeptDialog, owed),
            ("remind_promisor", tr("催告…"), "bell", OWED, dialogs.RemindDialog, owed),
            ("extend_promise", tr("延长…"), "calendar-event", IN_TIME, dialogs.ExtendDialog, late),
            ("attach_letter", tr("附承诺书…"), "paperclip", ANY, dialogs.LetterDialog, ""),
            ("waive_promise", tr("免除…"), "ban", OWED | {Standing.DELIVERED}, dialogs.WaiveDialog, owed),
        )
        acts = [
            Act(kind, Button(name, icon=icon), where, self._opener(dialog), why)
            for kind, name, icon, where, dialog, why in made
        ]
        for holds, name, icon in ((True, tr("复核确认…"), "circle-check"), (False, tr("复核退回…"), "arrow-back-up")):
            opener = self._confirmer(holds=holds)
            acts.append(Act("confirm_promise", Button(name, icon=icon), frozenset({Standing.DELIVERED}), opener, came))
        for act in acts:
            act.button.clicked.connect(lambda _on=False, a=act: self._open(a))
        return tuple(acts)

    def _opener(self, dialog: Callable[..., FormDialog]) -> Callable[[PromiseLine], object]:
        return lambda line: dialog(self, self.context, line).open()

    def _confirmer(self, *, holds: bool) -> Callable[[PromiseLine], object]:
        return lambda line: dialogs.ConfirmDialog(self, self.context, line, holds=holds).open()

    def _open(self, act: Act) -> None:
        line = self.line()
        if line is not None:
            act.open(line)

    def _build(self) -> None:
        px = Theme.current.px
        top = panel("alt")
        top.setProperty("hair", "bottom")
        top.setLayout(column(self._sum, margins=(14, 8, 14, 8)))
        left = panel("surface")
        left.setLayout(column(top, self.table, spacing=0))
        inner = panel("surface")
        inner.setLayout(column(self._detail, None, margins=(16, 12, 16, 12)))
        flow = FlowLayout(self._acts_row)
        for act in self.acts:
            flow.addWidget(act.button)
        foot = panel("surface")
        foot.setProperty("hair", "top")
        foot.setLayout(column(self._acts_row, margins=(14, 8, 14, 8)))
        self._right = panel("surface")
        whole = column(spacing=0)
        whole.addWidget(scrolled(inner), 1)
        whole.addWidget(foot)
        self._right.setLayout(whole)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self._right)
        split.setSizes([px(700), px(400)])
        split.setStretchFactor(0, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(_nothing())
        self.setLayout(column(self._stack, spacing=0))


def _fact(name: str, value: str) -> QHBoxLayout:
    title = label(name, ink="t2")
    title.setFixedWidth(Theme.current.px(104))
    line = row(title, spacing=10)
    line.addWidget(label(value, wrap=True), 1)
    return line


def _nothing() -> QWidget:
    page = panel("surface")
    told = tr("本案没有容缺承诺。受理前在材料一步把可容缺的材料判为“容缺”，登记承诺，随受理生效。")
    words_ = label(told, ink="t2", wrap=True)
    page.setLayout(column(None, label(tr("没有容缺"), "section"), words_, None, margins=(40, 20, 40, 20)))
    return page
