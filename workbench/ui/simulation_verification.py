"""The published verification cases of the simulation, run here: criterion, what was measured, verdict in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from workbench.crowd.vv import FAIL, NOT_APPLICABLE, PASS
from workbench.errors import Text, WorkbenchError
from workbench.services import simulation_verification as suite
from workbench.services.simulation_process import Watching, worker_command
from workbench.services.simulation_verification import NOT_RUN, VERDICTS, VerificationRow
from workbench.ui.background_run import BackgroundRun, Line, was_cancelled
from workbench.ui.i18n import headed, language, tr
from workbench.ui.session import Session
from workbench.ui.step_site_rows import Cell, Head, RowTable, TableRow
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, Part, column, filter_chip, hairline, label, row

SIGNS = {
    PASS: ("ok", "circle-check"),
    FAIL: ("bad", "circle-x"),
    NOT_APPLICABLE: ("t2", "circle-dashed"),
    NOT_RUN: ("t2", "hourglass"),
}
LIMIT = 6 * 3600.0
"""Longest time of all cases together [s]."""


class VerificationBench(QObject):
    """The cases with what came of them, and the run under way; outlives the page, not the window."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.rows = {one.code: one for one in suite.listed()}
        self.run = BackgroundRun(session, self)
        self.run.heard.connect(self._heard)
        self.run.done.connect(self._take)
        self.command = worker_command
        self._pack = session.desk.pack

    def begin(self, only: Sequence[str] = (), *, long: bool = False) -> None:
        """Run some cases, or all short ones, or all."""

        def work(watching: Watching) -> tuple[VerificationRow, ...]:
            return suite.verified(only, long=long, pack=self._pack, watching=watching, command=self.command)

        self.run.begin(work, LIMIT)

    def _heard(self, line: Line) -> None:
        found = line.get("case")
        if isinstance(found, dict):
            self._take((suite.with_verdict(self.rows[str(found["code"])], found),))

    def _take(self, rows: Sequence[VerificationRow]) -> None:
        self.rows.update({one.code: one for one in rows})
        self.changed.emit()


def bench_of(session: Session) -> VerificationBench:
    """Return the bench of a window, made the first time."""
    known = session.findChild(VerificationBench)
    return known if isinstance(known, VerificationBench) else VerificationBench(session)


class SimulationCasesPane(QFrame):
    """A table of the cases with filters by verdict; runs show their progress and can be cancelled."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.session, self.bench = session, bench_of(session)
        self._text, self._wanted = "", ""
        self.chips = {verdict: filter_chip() for verdict in ("", *SIGNS)}
        self.short = Button(tr("运行短算例"), icon="player-play", kind="primary", small=True)
        self.whole = Button(tr("运行全部（较久）"), icon="player-play", small=True)
        self.stop = Button(tr("取消"), icon="x", small=True)
        self.bar, self.under_way = QProgressBar(), label("", "small", "t2")
        self.fault = label("", "small", "bad", wrap=True)
        self.table = RowTable(tr("仿真验证"), _heads())
        self._build()
        self._wire()
        self._show()
        self._show_state()

    def filter(self, text: str) -> None:
        """Show the cases with the words."""
        self._text = text.strip().casefold()
        self._show()

    def shown(self) -> tuple[VerificationRow, ...]:
        """Return the cases that the filters let through."""
        rows = self.bench.rows.values()
        return tuple(one for one in rows if self._wanted in {"", one.verdict} and self._text in _words(one))

    def setFocus(self) -> None:  # type: ignore[override]
        """Put the focus on the table."""
        self.table.setFocus()

    def _choose(self, verdict: str) -> None:
        self._wanted = verdict
        self._show()

    def _begin(self, only: Sequence[str] = (), *, long: bool = False) -> None:
        if not self.bench.run.running:
            self.fault.hide()
            self.bar.setValue(0)
            self.under_way.setText(tr("正在启动…"))
            self.bench.begin(only, long=long)

    def _one(self) -> None:
        """Run the case at the cursor, unless it does not apply."""
        found = self.bench.rows.get(self.table.key)
        if found is not None and found.verdict != NOT_APPLICABLE:
            self._begin((found.code,))

    def _heard(self, line: Line) -> None:
        self.bar.setMaximum(int(str(line.get("of", 1))))
        self.bar.setValue(int(str(line.get("done", 0))))
        if line.get("begun"):
            self.under_way.setText(
                tr("{done} / {of} · 正在运行 {code}", done=line["done"], of=line["of"], code=line["begun"])
            )

    def _failed(self, fault: WorkbenchError) -> None:
        if was_cancelled(fault):
            self.session.notify(tr("已取消，做完的算例保留结果"))
        else:
            self.fault.setText(fault.told(language()))
            self.fault.show()

    def _show_state(self) -> None:
        running = self.bench.run.running
        for button in (self.short, self.whole):
            button.setVisible(not running)
        for widget in (self.stop, self.bar, self.under_way):
            widget.setVisible(running)

    def _show(self) -> None:
        rows = self.bench.rows.values()
        for verdict, chip in self.chips.items():
            count = sum(verdict in {"", one.verdict} for one in rows)
            name = headed(VERDICTS[verdict]) if verdict else tr("全部")
            ink = "bad" if verdict == FAIL and count else "t2"
            chip.set_parts(Part(name), Part(str(count), ink, 700))
            chip.setChecked(verdict == self._wanted)
        self.table.show_rows([table_row(one) for one in self.shown()])

    def _wire(self) -> None:
        for verdict, chip in self.chips.items():
            chip.clicked.connect(partial(_ignoring, self._choose, verdict))
        self.short.clicked.connect(lambda _on=False: self._begin())
        self.whole.clicked.connect(lambda _on=False: self._begin(long=True))
        self.stop.clicked.connect(lambda _on=False: self.bench.run.cancel())
        self.table.activated.connect(lambda _index: self._one())
        self.bench.changed.connect(self._show)
        self.bench.run.heard.connect(self._heard)
        self.bench.run.changed.connect(self._show_state)
        self.bench.run.failed.connect(self._failed)

    def _build(self) -> None:
        note = label(
            tr("用公布的算例核对逐人仿真；要求照公布的写，不放宽，不通过的如实列出。回车只运行光标所在的一例。"),
            "small", "t2", wrap=True,
        )  # fmt: skip
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("验证进度"))
        self.bar.setFixedSize(Theme.current.px(140), Theme.current.px(8))
        self.fault.hide()
        head = row(*self.chips.values(), None, self.bar, self.under_way, self.short, self.whole, self.stop,
                   margins=(14, 10, 14, 6))  # fmt: skip
        notes = column(note, self.fault, spacing=4, margins=(16, 0, 14, 8))
        whole = column(head, notes, hairline(), self.table, spacing=0)
        whole.setStretch(3, 1)
        self.setLayout(whole)


def _ignoring(act: Callable[[str], None], verdict: str, _on: bool = False) -> None:
    act(verdict)


def _heads() -> tuple[Head, ...]:
    return (
        Head(tr("结果"), 130),
        Head(tr("算例"), 200, 2),
        Head(tr("出处"), 150, 1),
        Head(tr("要求（照公布）"), 340, 5),
        Head(tr("测得"), 170, 2),
    )


def table_row(one: VerificationRow) -> TableRow:
    """Return a case in words."""
    ink, icon = SIGNS[one.verdict]
    duration = tr("较久") if one.long else ""
    cells = (
        Cell(headed(VERDICTS[one.verdict]), "", ink, icon),
        Cell(headed(one.text), one.code),
        Cell(one.source, one.clause),
        Cell(_or_dash(one.criterion), duration),
        Cell(_or_dash(one.measured), "", "bad" if one.verdict == FAIL else "t1"),
    )
    return TableRow(one.code, cells)


def _or_dash(text: Text) -> str:
    return headed(text) or "—"


def _words(one: VerificationRow) -> str:
    parts = (one.code, one.text.zh, one.text.en, one.source, one.clause)
    return " ".join(parts).casefold()
