"""Replies that differ, side by side: a column per reply, a row per point."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from workbench.core.consultation import Conflict, Side
from workbench.ui.consult_words import way_word
from workbench.ui.i18n import full_day, tr
from workbench.ui.workspace_context import CaseContext


class SidesTable(QTableWidget):
    """The replies of a conflict; read only, everything wraps."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self._context = context
        self.setAccessibleName(tr("意见对照"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def show_conflict(self, conflict: Conflict) -> None:
        """Show the replies of a conflict."""
        rows = (tr("意见"), tr("内容"), tr("要求"), tr("落款"), tr("收到"))
        self.clear()
        self.setRowCount(len(rows))
        self.setColumnCount(len(conflict.sides))
        self.setVerticalHeaderLabels(rows)
        heads = [tr("{dept} 第 {at} 次", dept=side.dept, at=side.serial) for side in conflict.sides]
        self.setHorizontalHeaderLabels(heads)
        for column, side in enumerate(conflict.sides):
            for row, words in enumerate(self._cells(side)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                item.setTextAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                self.setItem(row, column, item)

    def _cells(self, side: Side) -> tuple[str, ...]:
        reply = side.reply
        signed = " ".join(part for part in (reply.name, reply.post, reply.doc) if part)
        return (
            self._context.word("opinion_positions", reply.position),
            reply.text or "—",
            "\n".join(f"{at}. {one}" for at, one in enumerate(reply.conditions, 1)) or "—",
            signed or "—",
            f"{full_day(reply.received)} {way_word(reply.way)}",
        )
