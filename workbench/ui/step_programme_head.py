"""Above the programme: what has been reviewed and advised, and chips for sessions, hints, open acts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from workbench.core.pack import Pack
from workbench.core.programme import Statistics
from workbench.services.views import ActView
from workbench.ui import step_programme_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.step_programme_table import Filter
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, FlowLayout, Part, clear, column, label, panel, row, upright

Acts = tuple[ActView, ...]


class ProgrammeHead(QFrame):
    """Figures in a line, filters below."""

    filter_chosen = Signal(object)
    """A :class:`Filter`."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._pack = pack
        self._figures = row(spacing=9, margins=(14, 4, 10, 4))
        line = panel("surface")
        line.setProperty("hair", "bottom")
        line.setFixedHeight(Theme.current.px(54))
        line.setLayout(self._figures)
        self.chips = panel("alt")
        self.chips.setLayout(FlowLayout(self.chips))
        bar = panel("alt")
        bar.setProperty("hair", "bottom")
        bar.setLayout(column(self.chips, spacing=0, margins=(14, 6, 10, 6)))
        self.setLayout(column(line, bar, spacing=0))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def show_acts(self, acts: Acts, counted: Statistics, now: Filter) -> None:
        """Show the figures of all acts and the filter in use."""
        self._show_figures(acts, counted)
        self.show_filter(acts, now)

    def show_filter(self, acts: Acts, now: Filter) -> None:
        """Show the chips with the filter in use."""
        layout = self.chips.layout()
        assert layout is not None
        clear(layout)
        self._chip(tr("全部"), len(acts), replace(now, session=""), on=not now.session)
        for code in dict.fromkeys(str(act.row["session"]) for act in acts):
            own = [act for act in acts if str(act.row["session"]) == code]
            self._chip(words.session_title(code, own), len(own), replace(now, session=code), on=now.session == code)
        layout.addWidget(upright())
        hinted, waiting = sum(bool(words.flags(act)) for act in acts), sum(words.waits(act) for act in acts)
        self._chip(tr("有标记"), hinted, replace(now, hints=not now.hints), on=now.hints)
        self._chip(tr("待议"), waiting, replace(now, waiting=not now.waiting), on=now.waiting)

    def _show_figures(self, acts: Acts, counted: Statistics) -> None:
        clear(self._figures)
        for name, value, ink in self._counted(acts, counted):
            title = label(name, "small", "t2")
            self._figures.addLayout(column(title, label(value, "section", ink), spacing=0), 1)
            self._figures.addWidget(upright())
        replied = sum(bool(say(act.co_review)) and act.standing != "consulted" for act in acts)
        asked = sum(bool(act.consultation) for act in acts)
        title = label(tr("会审回函"), "small", "t2")
        self._figures.addLayout(column(title, label(f"{replied} / {asked}", "section"), spacing=0), 1)

    def _counted(self, acts: Acts, counted: Statistics) -> tuple[tuple[str, str, str], ...]:
        waiting = counted.works - counted.concluded
        cancelled, changed = (
            counted.acts_cancelled + counted.works_cancelled,
            counted.acts_changed + counted.works_changed,
        )
        late = sum(act.overdue for act in acts)
        return (
            (tr("演出 / 作品"), tr("{acts} 组 · {works} 项", acts=counted.acts, works=counted.works), "t1"),
            (tr("已审"), f"{counted.concluded} / {counted.works}", "t1"),
            (tr("待议"), str(waiting), "bad" if waiting else "t1"),
            (tr("建议取消"), _both(counted.acts_cancelled, counted.works_cancelled), "bad" if cancelled else "t1"),
            (tr("修改后通过"), _both(counted.acts_changed, counted.works_changed), "warn" if changed else "t1"),
            (tr("互动环节"), tr("{count} · 强 {strong}", count=counted.interactive, strong=counted.strong), "t1"),
            (tr("答复逾期"), str(late), "bad" if late else "t1"),
        )

    def _chip(self, name: str, count: int, wanted: Filter, *, on: bool) -> None:
        chip = Button("", kind="chip")
        chip.set_parts(Part(name), Part(str(count), weight=500))
        chip.setCheckable(True)
        chip.setChecked(on)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(lambda _on=False: self.filter_chosen.emit(wanted))
        layout = self.chips.layout()
        assert layout is not None
        layout.addWidget(chip)


def _both(acts: int, works: int) -> str:
    """Return counts of acts and of works in other acts."""
    return tr("{acts} 组 · {works} 项", acts=acts, works=works)


def figures(counted: Statistics) -> str:
    """Return what was advised, in one line."""
    cancelled = _both(counted.acts_cancelled, counted.works_cancelled)
    changed = _both(counted.acts_changed, counted.works_changed)
    return tr("建议取消 {cancelled}，修改后通过 {changed}", cancelled=cancelled, changed=changed)
