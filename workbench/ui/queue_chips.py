"""The chips above the queue: each is a filter and a counter; together they say what the queue shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from workbench.ui import queue_words as words
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, FlowLayout, Part, row, upright

SCOPES = ("mine", "all")
GROUPS = ("overdue", "today", "paused", "permitted_open")
"""Groups that have a chip; their counters come with every page."""
SORTS = ("urgency", "level", "title", "first_day", "status", "officer")
STATUSES = ("received", "correcting", "accepted", "tolerated", "paused", "recommended", "granted", "refused")
"""Statuses that the stage chip offers."""
ICONS = {"overdue": "alert-circle", "today": "hourglass", "permitted_open": "clock"}
INKS = {"overdue": "bad", "today": "l2", "permitted_open": "tol"}
"""Colours of the counters."""


@dataclass(frozen=True)
class QueueQuery:
    """What the queue shows.

    ``groups`` are chips that are on; ``sort`` is a name of :data:`SORTS`, with a minus for the other direction.
    """

    scope: str = "all"
    groups: frozenset[str] = frozenset()
    levels: frozenset[int] = frozenset()
    statuses: frozenset[str] = frozenset()
    text: str = ""
    sort: str = "urgency"
    grouped: bool = True


class Chips(QWidget):
    """The line of chips; it breaks in narrow windows."""

    changed = Signal(object)
    """The :class:`QueueQuery` that the chips now say."""

    def __init__(self, query: QueueQuery) -> None:
        super().__init__()
        self._query = query
        self._counts: dict[str, int] = {}
        self.scopes = {name: _chip(name) for name in SCOPES}
        self.groups = {name: _chip(name) for name in GROUPS}
        self.level = self._menu([(n, words.level(n)) for n in range(1, 5)], "levels")
        self.stage = self._menu([(name, words.status_word(name)) for name in STATUSES], "statuses")
        self._place()
        for name, chip in self.scopes.items():
            chip.clicked.connect(lambda _on, n=name: self._change(scope=n))
        for name, chip in self.groups.items():
            chip.clicked.connect(lambda on, n=name: self.toggle("groups", n, on=on))
        self.show_query(query)
        self.show_counts({})

    def show_query(self, query: QueueQuery) -> None:
        """Show which filters are on."""
        self._query = query
        for name, chip in self.scopes.items():
            chip.setChecked(name == query.scope)
        for name, chip in self.groups.items():
            chip.setChecked(name in query.groups)
        for chip, word, member in ((self.level, tr("等级"), "levels"), (self.stage, tr("阶段"), "statuses")):
            chosen = getattr(query, member)
            chip.set_parts(Part(word), Part(_count(chosen), "accentT", 700))
            for action in filter(QAction.isCheckable, chip.findChildren(QAction)):
                blocker = QSignalBlocker(action)
                action.setChecked(action.data() in chosen)
                blocker.unblock()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show the counters; a chip without one shows its word alone."""
        for name, chip in {**self.scopes, **self.groups}.items():
            count = str(counts[name]) if name in counts else ""
            chip.set_parts(Part(_word(name)), Part(count, INKS.get(name, ""), 700))
        if late := counts.get("promise_overdue", 0):
            owed = Part(str(counts.get("permitted_open", 0)), "tol", 700)
            lateness = Part(tr("· 逾期")), Part(str(late), "bad", 700)
            self.groups["permitted_open"].set_parts(Part(_word("permitted_open")), owed, *lateness)

    def toggle(self, member: str, value: int | str, *, on: bool) -> None:
        """Turn one value of ``groups``, ``levels`` or ``statuses`` on or off."""
        old: frozenset[int | str] = getattr(self._query, member)
        self._change(**{member: old | {value} if on else old - {value}})

    def _change(self, **values: object) -> None:
        changed = replace(self._query, **values)  # type: ignore[arg-type]
        self.show_query(changed)
        self.changed.emit(changed)

    def _menu(self, choices: Sequence[tuple[int | str, str]], member: str) -> Button:
        chip = Button("", kind="chip")
        chip.set_caret(True)
        menu = QMenu(chip)
        for value, name in choices:
            action = QAction(name, chip, checkable=True)
            action.setData(value)
            action.toggled.connect(lambda on, v=value: self.toggle(member, v, on=on))
            menu.addAction(action)
        chip.clicked.connect(lambda: menu.exec(chip.mapToGlobal(chip.rect().bottomLeft())))
        return chip

    def _place(self) -> None:
        flow = FlowLayout(self)
        for widget in (*self.scopes.values(), _divider(), *self.groups.values(), _divider(), self.level, self.stage):
            flow.addWidget(widget)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setHorizontalPolicy(policy.Policy.Expanding)
        self.setSizePolicy(policy)


def _chip(name: str) -> Button:
    chip = Button(_word(name), icon=ICONS.get(name, ""), kind="chip")
    chip.setCheckable(True)
    return chip


def _word(name: str) -> str:
    return {
        "mine": tr("我的"),
        "all": tr("全科"),
        "overdue": tr("已超期"),
        "today": tr("今日到期"),
        "paused": tr("停表"),
        "permitted_open": tr("容缺待补"),
    }[name]


def _count(chosen: Sized) -> str:
    return str(len(chosen)) if chosen else ""


def _divider() -> QWidget:
    """Return a divider as tall as a chip, so that it stands in the middle of the line."""
    holder = QWidget()
    holder.setLayout(row(upright(), margins=(5, 0, 5, 0)))
    holder.setFixedHeight(Theme.current.px(28))
    return holder
