"""Above the programme: what has been reviewed and advised, and chips for sessions, hints, open acts."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy

from workbench.core.pack import Pack
from workbench.services.views import ActView
from workbench.ui import step_programme_words as words
from workbench.ui.i18n import tr
from workbench.ui.step_programme_table import Filter
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, FlowLayout, Part, clear, column, label, panel, row, upright

Acts = tuple[ActView, ...]


class ProgrammeHead(QFrame):
    """Figures in a line, filters below."""

    filter_chosen = Signal(object)
    """A :class:`Filter`."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._pack = pack
        self._figures = row(spacing=14, margins=(14, 4, 10, 4))
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

    def show_acts(self, acts: Acts, now: Filter) -> None:
        """Show the figures of all acts and the filter in use."""
        self._show_figures(acts)
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
        hinted, waiting = sum(bool(act.hints) for act in acts), sum(words.waits(act) for act in acts)
        self._chip(tr("有提示"), hinted, replace(now, hints=not now.hints), on=now.hints)
        self._chip(tr("待议"), waiting, replace(now, waiting=not now.waiting), on=now.waiting)

    def _show_figures(self, acts: Acts) -> None:
        clear(self._figures)
        for name, value, ink in self._counted(acts):
            self._figures.addLayout(column(label(name, "small", "t2"), label(value, "section", ink), spacing=0))
            self._figures.addWidget(upright())
        for code, count in words.counts(acts, self._pack):
            ink = words.verdict_look(code, self._pack)[1] if count else "t1"
            title = ElidedLabel(words.verdict_word(code, self._pack), "small", "t2")
            self._figures.addLayout(column(title, label(str(count), "section", ink), spacing=0), 1)

    def _counted(self, acts: Acts) -> tuple[tuple[str, str, str], ...]:
        judged = sum(bool(act.verdict) for act in acts)
        artists = len({act.row["artist"] for act in acts})
        interactive = sum(not words.is_none(act.row["interactive"], self._pack) for act in acts)
        return (
            (tr("节目 / 演出者"), tr("{acts} 项 · {artists} 组", acts=len(acts), artists=artists), "t1"),
            (tr("已审"), f"{judged} / {len(acts)}", "t1"),
            (tr("待议"), str(len(acts) - judged), "bad" if judged < len(acts) else "t1"),
            (tr("有互动"), str(interactive), "t1"),
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
