"""Where published sources disagree: the same quantity as each of them gives it, side by side; and all constants."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget

from workbench.core.pack import Pack
from workbench.crowd.parameters import Parameter
from workbench.errors import Text
from workbench.services import crowd_sources
from workbench.services.crowd_sheet import MARKS, range_word, source_word
from workbench.services.crowd_sources import Quantity
from workbench.ui.i18n import say, tr
from workbench.ui.session import Session
from workbench.ui.step_site_rows import Cell, Head, RowTable, TableRow
from workbench.ui.widgets import Button, column, hairline, label, row


class SourcesPane(QFrame):
    """Quantities with several sources, or every constant of the pack."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.session = session
        self.quantities: tuple[Quantity, ...] = ()
        self.constants: tuple[Parameter, ...] = ()
        self._text = ""
        self.differing = Button(tr("多个来源"), kind="chip")
        self.everything = Button(tr("全部参数"), kind="chip")
        for chip in (self.differing, self.everything):
            chip.setCheckable(True)
        self.differing.setChecked(True)
        self.count = label("", "small", "t2")
        self.table = RowTable(tr("参数与来源"), _heads())
        self.none = label(tr("没有符合的参数。"), ink="t2")
        self._stack = QStackedWidget()
        self._build()
        self.session.do(read, self.session.desk.pack).done.connect(self.show_all)

    def show_all(self, found: tuple[tuple[Quantity, ...], tuple[Parameter, ...]]) -> None:
        """Show quantities and constants."""
        self.quantities, self.constants = found
        self._show()

    def filter(self, text: str) -> None:
        """Show what has the words."""
        self._text = text.strip().casefold()
        self._show()

    def setFocus(self) -> None:  # type: ignore[override]
        """Put the focus on the table."""
        self.table.setFocus()

    def _choose(self, *, everything: bool) -> None:
        self.everything.setChecked(everything)
        self.differing.setChecked(not everything)
        self._show()

    def _show(self) -> None:
        every = self.everything.isChecked()
        rows = list(_constants(self.constants) if every else _quantities(self.quantities))
        shown = [one for one in rows if self._text in f"{one.key} {' '.join(c.words() for c in one.cells)}".casefold()]
        self.table.show_rows(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        words = tr("{count} 个参数", count=len(shown))
        if not every:
            words = tr("{count} 个量有不同来源", count=len(self.quantities))
        self.count.setText(words)

    def _build(self) -> None:
        self.differing.clicked.connect(lambda _on=False: self._choose(everything=False))
        self.everything.clicked.connect(lambda _on=False: self._choose(everything=True))
        note = label(
            tr("同一个量在不同公开来源中数值不同时并列，不混用；计算用哪一组，在模型的输入里选定并写进过程。"),
            "small", "t2", wrap=True,
        )  # fmt: skip
        head = row(self.differing, self.everything, 4, self.count, None, margins=(14, 10, 14, 6))
        notes = column(note, margins=(16, 0, 14, 8))
        self.none.setContentsMargins(16, 20, 16, 20)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        for page in (self.table, self.none):
            self._stack.addWidget(page)
        whole = column(head, notes, hairline(), self._stack, spacing=0)
        whole.setStretch(3, 1)
        self.setLayout(whole)


def read(pack: Pack) -> tuple[tuple[Quantity, ...], tuple[Parameter, ...]]:
    """Return quantities with several sources, and every constant. Runs on the worker."""
    return crowd_sources.conflicts(pack), crowd_sources.constants(pack)


def _heads() -> tuple[Head, ...]:
    return (
        Head(tr("量"), 210, 3),
        Head(tr("数值"), 140, 1),
        Head(tr("来源"), 260, 4),
        Head(tr("证据"), 100),
        Head(tr("适用地"), 76),
        Head(tr("参数代码"), 170, 1),
    )


def _quantities(quantities: tuple[Quantity, ...]) -> Iterator[TableRow]:
    """Yield a row per source; the name of the quantity stands at its first."""
    for quantity in quantities:
        for place, one in enumerate(quantity.parameters):
            named = Cell(say(quantity.text), say(quantity.note)) if not place else Cell("〃")
            yield _row(named, one, f"{quantity.text.zh} {one.code}")


def _constants(constants: tuple[Parameter, ...]) -> Iterator[TableRow]:
    for one in constants:
        yield _row(Cell(say(one.text)), one, one.code)


def _row(named: Cell, one: Parameter, key: str) -> TableRow:
    ink = {"M": "warn", "C": "warn", "P": "info"}.get(one.mark, "t1")
    source = source_word(one)
    title, _, place = say(source).partition(" · ")
    cells = (
        named,
        Cell(say(range_word(one)), say(one.text) if named.upper == "〃" or named.lower else ""),
        Cell(title, place),
        Cell(say(MARKS.get(one.mark, Text(one.mark, one.mark))), "", ink),
        Cell(one.jurisdiction or "—"),
        Cell(one.code),
    )
    return TableRow(key, cells)
