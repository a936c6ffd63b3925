"""An entry beside its table: what is known, what belongs to it, where it appears, how it came to be."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLayout, QVBoxLayout, QWidget

from workbench.core.pack import Register
from workbench.errors import NO_TEXT
from workbench.services.register_rows import EXERCISES
from workbench.services.register_views import EntryDetail, EntryView, RegisterPage
from workbench.ui.i18n import clock_time, say, tr
from workbench.ui.register_words import measure_words, state_of
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, clear, column, hairline, label, panel, picture, row, scrolled, tag

WIDTH, NARROW, ROOMY = 400, 310, 960
"""Width of the pane, its width in narrow windows, and from which room on it is wide [px]."""
NEWEST = 8
"""Most lines of the log that are shown."""


class DetailPane(QFrame):
    """The pane right of the table."""

    edit_requested = Signal(object)
    """An :class:`EntryView`."""
    strike_requested = Signal(object)
    add_requested = Signal(object, str)
    """The page of a register to enter something in, and the entry that it belongs to."""
    case_requested = Signal(str)
    exercise_requested = Signal(str)
    """Identifier of a kept exercise that should be shown where it is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.setFixedWidth(Theme.current.px(WIDTH))
        self.shown: EntryView | None = None
        self._body = QVBoxLayout()
        self._body.setContentsMargins(*(Theme.current.px(side) for side in (16, 14, 16, 14)))
        self._body.setSpacing(Theme.current.px(10))
        holder = QWidget()
        holder.setLayout(self._body)
        self.setLayout(column(scrolled(holder, by_keys=False), spacing=0))
        self.say_nothing()

    def fit(self, room: int) -> None:
        """Take the width that fits beside a table of which ``room`` is the whole."""
        px = Theme.current.px
        self.setFixedWidth(px(WIDTH) if room >= px(ROOMY) else px(NARROW))

    def say_nothing(self) -> None:
        """Say that nothing is chosen."""
        self.shown = None
        clear(self._body)
        self._body.addWidget(label(tr("选一条登记，这里显示详情"), ink="t2", wrap=True))
        self._body.addStretch(1)

    def show_entry(self, page: RegisterPage, detail: EntryDetail) -> None:
        """Show an entry."""
        self.shown = detail.view
        clear(self._body)
        self._head(page.register, detail.view, may_keep=page.may_keep)
        self._warnings(detail)
        self._body.addLayout(_facts(page.register, detail.view))
        self._exercises(page.register, detail.view)
        for part in detail.parts:
            self._part(part, detail.view)
        self._cases(detail)
        self._log(detail)
        self._body.addStretch(1)

    def _head(self, register: Register, view: EntryView, *, may_keep: bool) -> None:
        title = label(say(view.title), "section", wrap=True)
        word, kind = state_of(register, view)
        line = row(title, spacing=8)
        line.setStretch(0, 1)
        if word:
            line.addWidget(tag(word, "neutral" if kind == "neu" else kind), 0, Qt.AlignmentFlag.AlignTop)
        self._body.addLayout(line)
        if may_keep:
            self._body.addLayout(self._acts(view))
        elif view.case:
            open_ = Button(tr("打开案卷"), icon="folder-open", small=True)
            open_.clicked.connect(lambda _on=False: self.case_requested.emit(view.case))
            self._body.addLayout(row(open_, None))

    def _acts(self, view: EntryView) -> QLayout:
        edit = Button(tr("修改"), icon="edit", small=True, key="E")
        strike = Button(tr("删除"), icon="trash", small=True, kind="danger")
        edit.clicked.connect(lambda _on=False: self.edit_requested.emit(view))
        strike.clicked.connect(lambda _on=False: self.strike_requested.emit(view))
        return row(edit, strike, None)

    def _exercises(self, register: Register, view: EntryView) -> None:
        """Put a button for every exercise that the entry is or names."""
        named = [view.entry] if register.kept else []
        fields = (field for field in register.fields if field.kind == "entry" and field.target == EXERCISES)
        named += [str(value) for field in fields if (value := view.values.get(field.key))]
        for entry in named:
            open_ = Button(tr("打开推演"), icon="arrow-right", small=True)
            open_.clicked.connect(lambda _on=False, entry=entry: self.exercise_requested.emit(entry))
            self._body.addLayout(row(open_, None))

    def _warnings(self, detail: EntryDetail) -> None:
        words = [say(text) for text in detail.warnings]
        words += [say(day.words) for day in detail.view.watched if day.state != "later"]
        if not words:
            return
        box = panel("box")
        box.setProperty("kind", "warn")
        lines = column(*(label(text, ink="warn", wrap=True) for text in words), spacing=4)
        whole = row(picture("alert-triangle", "warn", 18), spacing=8, margins=(10, 8, 10, 8))
        whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        whole.addLayout(lines, 1)
        box.setLayout(whole)
        self._body.addWidget(box)

    def _part(self, part: RegisterPage, owner: EntryView) -> None:
        self._heading(say(part.register.text), len(part.entries), self._adder(part, owner))
        for view in part.entries:
            self._body.addWidget(self._line(part, view))
        figures = [measure_words(measure) for measure in part.measures if part.entries]
        if figures:
            self._body.addWidget(label(tr("；").join(figures), "small", "t2", wrap=True))
        if not part.entries and part.register.empty != NO_TEXT:
            self._body.addWidget(label(say(part.register.empty), "small", "t2", wrap=True))

    def _adder(self, part: RegisterPage, owner: EntryView) -> Button | None:
        if not part.may_keep:
            return None
        add = Button(tr("登记"), icon="plus", small=True)
        add.setAccessibleName(tr("登记：{name}", name=say(part.register.text)))
        add.clicked.connect(lambda _on=False: self.add_requested.emit(part, owner.entry))
        return add

    def _heading(self, words: str, count: int, button: Button | None = None) -> None:
        self._body.addWidget(hairline())
        head = row(label(words, "bodyStrong"), label(str(count) if count else "", ink="t2"), None)
        if button is not None:
            head.addWidget(button)
        self._body.addLayout(head)

    def _line(self, part: RegisterPage, view: EntryView) -> QWidget:
        """Return a line of a part: opens its form, or shows it where nothing may be changed."""
        word, kind = state_of(part.register, view)
        owner = part.register.owner
        stated = [say(view.words[f.key]) for f in part.register.columns if f.key in view.words and f.key != owner]
        holder = QWidget()
        line = row(ElidedLabel(" · ".join(stated).replace("\n", " ")), spacing=8)
        if word:
            line.addWidget(tag(word, kind))
        if part.may_keep:
            open_ = Button(tr("修改"), small=True, kind="ghost")
            open_.setAccessibleName(tr("修改：{name}", name=say(view.title)))
            open_.clicked.connect(lambda _on=False: self.edit_requested.emit(view))
            line.addWidget(open_)
        holder.setLayout(line)
        return holder

    def _cases(self, detail: EntryDetail) -> None:
        if not detail.appearances:
            return
        self._heading(tr("出现的案卷"), len(detail.appearances))
        for found in detail.appearances:
            roles = tr("、").join(say(role) for role in found.roles)
            sent = tr("，派出 {count} 人", count=found.persons) if found.persons is not None else ""
            day = f"{found.case.first_day:%Y-%m-%d} " if found.case.first_day else ""
            open_ = Button(tr("打开"), small=True, kind="ghost")
            open_.setAccessibleName(tr("打开案卷：{name}", name=found.case.title))
            open_.clicked.connect(lambda _on=False, case=found.case.case: self.case_requested.emit(case))
            words = column(ElidedLabel(found.case.title), ElidedLabel(f"{day}{roles}{sent}", "small", "t2"), spacing=0)
            line = row(spacing=8)
            line.addLayout(words, 1)
            line.addWidget(open_)
            self._body.addLayout(line)

    def _log(self, detail: EntryDetail) -> None:
        if not detail.log:
            return
        self._heading(tr("登记经过"), 0)
        for line in detail.log[:NEWEST]:
            text = f"{clock_time(line.at)} {line.actor} {say(line.text)}"
            self._body.addWidget(label(text, "small", "t2", wrap=True))


def _facts(register: Register, view: EntryView) -> QGridLayout:
    """Return what is stated, label by value, in groups."""
    grid = QGridLayout()
    grid.setVerticalSpacing(Theme.current.px(5))
    grid.setHorizontalSpacing(Theme.current.px(12))
    grid.setColumnStretch(1, 1)
    for number, (name, words) in enumerate(_stated(register, view)):
        left = label(name, ink="t2", wrap=True)
        left.setFixedWidth(Theme.current.px(112))
        right = label(words, wrap=True)
        right.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(left, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(right, number, 1)
    return grid


def _stated(register: Register, view: EntryView) -> Iterable[tuple[str, str]]:
    for field in register.fields:
        text = view.words.get(field.key)
        if text is not None and field.key != register.title:
            yield say(field.label), say(text)
