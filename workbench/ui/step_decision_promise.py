"""A paper that was owed came in: its file, registered under the promise."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from workbench.services import intake
from workbench.ui.file_forms import FileForm
from workbench.ui.i18n import say, tr
from workbench.ui.tasks import Task
from workbench.ui.widgets import label
from workbench.ui.workspace_context import CaseContext

PAPERS = 2
"""Step in which papers are judged."""


class PromiseKeptDialog(FileForm):
    """The item, its file, a note. The paper is judged afterwards like any other."""

    def __init__(self, parent: QWidget, context: CaseContext, item: str) -> None:
        super().__init__(parent, tr("登记补齐材料"), context, icon="clock", ink="tol")
        self._item = item
        self.opens = (PAPERS, item)
        known = context.pack.materials.get(item)
        self.field(tr("材料"), label(f"{item} {say(known.text)}" if known else item, wrap=True))
        self.add_file()
        self.field(tr("备注"), self.note)
        self.finish(tr("登记"), icon="check", note=tr("登记后不能撤销；再到材料审查中判定。"))
        self.path.setFocus()

    def task(self, path: Path) -> Task:
        """Ask for the record."""
        return self.context.session.ask(intake.fulfil, self.context.case, self._item, path, self.note.text().strip())

    def said(self) -> str:
        """Return the words for the toast."""
        return tr("{item} 已登记，待他人复核", item=self._item)
