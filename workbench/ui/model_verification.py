"""The registry of published examples: what must come out, what came out, passed or not by sign and word."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame

from workbench.crowd.registry import GROUPS, MODELS
from workbench.crowd.verification import Outcome
from workbench.services import crowd_bench
from workbench.services.crowd_sheet import MARKS
from workbench.ui.i18n import headed, say, tr
from workbench.ui.session import Session
from workbench.ui.step_site_rows import Cell, Head, RowTable, TableRow
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, Part, column, filter_chip, hairline, label, row


class VerificationPane(QFrame):
    """A table of all examples with filters by result and group; the numbers stand in the chips."""

    model_requested = Signal(object)
    """The example that should be opened in the form."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.session = session
        self.outcomes: tuple[Outcome, ...] = ()
        self._text = ""
        self._wanted: bool | None = None
        self.chips = {state: filter_chip() for state in (None, True, False)}
        self.group = QComboBox()
        self.group.setAccessibleName(tr("类别"))
        self.group.addItem(tr("全部类别"), "")
        for code, name in GROUPS.items():
            self.group.addItem(say(name), code)
        self.again = Button(tr("重新核对"), icon="refresh", small=True)
        self.table = RowTable(tr("算例核对"), _heads())
        self.count = label("", "small", "t2")
        self._build()
        self.read()

    def read(self) -> None:
        """Compute every example on the worker."""
        self.count.setText(tr("正在核对…"))
        self.session.do(crowd_bench.verified, self.session.desk.pack).done.connect(self.show_outcomes)

    def show_outcomes(self, outcomes: tuple[Outcome, ...]) -> None:
        """Show what came out."""
        self.outcomes = outcomes
        self._show()

    def filter(self, text: str) -> None:
        """Show the examples with the words."""
        self._text = text.strip().casefold()
        self._show()

    def shown(self) -> tuple[Outcome, ...]:
        """Return the examples that the filters let through."""
        group = self.group.currentData()
        return tuple(
            one
            for one in self.outcomes
            if self._wanted in (None, one.passed)
            and group in ("", MODELS[one.example.model].group)
            and self._text in _words(one)
        )

    def setFocus(self) -> None:  # type: ignore[override]
        """Put the focus on the table."""
        self.table.setFocus()

    def _show(self) -> None:
        shown = self.shown()
        passed = sum(one.passed for one in self.outcomes)
        counts = {None: len(self.outcomes), True: passed, False: len(self.outcomes) - passed}
        names = {None: tr("全部"), True: tr("通过"), False: tr("不符")}
        for state, chip in self.chips.items():
            ink = "bad" if state is False and counts[False] else "t2"
            chip.set_parts(Part(names[state]), Part(str(counts[state]), ink, 700))
            chip.setChecked(state is self._wanted)
        self.count.setText(tr("显示 {shown} / {all} 例", shown=len(shown), all=len(self.outcomes)))
        self.table.show_rows([table_row(one) for one in shown])

    def _choose(self, state: bool | None) -> None:
        self._wanted = state
        self._show()

    def _open(self) -> None:
        found = next((one for one in self.outcomes if one.example.code == self.table.key), None)
        if found is not None:
            self.model_requested.emit(found.example)

    def _build(self) -> None:
        for state, chip in self.chips.items():
            chip.clicked.connect(lambda _on=False, wanted=state: self._choose(wanted))
        self.group.currentIndexChanged.connect(lambda _place: self._show())
        self.again.clicked.connect(lambda _on=False: self.read())
        self.table.activated.connect(lambda _index: self._open())
        note = label(
            tr("每个公开算例都用窗口、检查和文书所用的同一函数重算。回车在模型页打开该算例。"), "small", "t2", wrap=True
        )
        self.group.setMinimumWidth(Theme.current.px(150))
        head = row(*self.chips.values(), 8, self.group, self.count, None, self.again, margins=(14, 10, 14, 6))
        notes = column(note, margins=(16, 0, 14, 8))
        whole = column(head, notes, hairline(), self.table, spacing=0)
        whole.setStretch(3, 1)
        self.setLayout(whole)


def _heads() -> tuple[Head, ...]:
    return (
        Head(tr("结果"), 96),
        Head(tr("算例"), 230, 3),
        Head(tr("所用模型"), 170, 2),
        Head(tr("应得"), 170, 2),
        Head(tr("算得"), 120, 1),
        Head(tr("出处"), 120, 1),
    )


def table_row(one: Outcome) -> TableRow:
    """Return an example in words."""
    example = one.example
    sign = Cell(tr("通过"), "", "ok", "circle-check") if one.passed else Cell(tr("不符"), "", "bad", "circle-x")
    mark = say(MARKS[example.mark]) if example.mark in MARKS else ""
    cells = (
        sign,
        Cell(headed(example.text), example.code),
        Cell(say(MODELS[example.model].text), example.model),
        Cell(one.criterion),
        Cell(one.found, "", "t1" if one.passed else "bad"),
        Cell(example.clause or "—", mark),
    )
    return TableRow(example.code, cells)


def _words(one: Outcome) -> str:
    example = one.example
    return f"{example.code} {example.model} {example.text.zh} {example.text.en} {example.clause}".casefold()
