"""Room for the columns of a table: what is wide shares what is left, but is never crushed; then the table scrolls."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHeaderView, QTableView

from workbench.ui.theme import Theme

LEAST = 128
"""Width below which a column that shares is not made narrower [px]."""


class ColumnRoom(QObject):
    """Shares the width of a table among some of its columns whenever the table changes its size."""

    def __init__(self, table: QTableView, sharing: Iterable[int] = ()) -> None:
        super().__init__(table)
        self._table = table
        self._sharing = tuple(sharing)
        table.horizontalHeader().setStretchLastSection(False)
        table.viewport().installEventFilter(self)
        self.share(self._sharing)

    def share(self, sharing: Iterable[int]) -> None:
        """Let these columns share from now on."""
        self._sharing = tuple(sharing)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        taken = sum(header.sectionSize(n) for n in range(header.count()) if n not in self._sharing)
        room = self._table.viewport().width() - taken
        for number in self._sharing:
            header.resizeSection(number, max(Theme.current.px(LEAST), room // len(self._sharing)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share again when the table changes its size."""
        if event.type() == QEvent.Type.Resize:
            self.share(self._sharing)
        return super().eventFilter(watched, event)
