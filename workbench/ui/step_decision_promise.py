"""A paper that was owed came in: its file, registered under the promise."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from workbench.services import intake
from workbench.ui.i18n import say, tr
from workbench.ui.step_decision_forms import FormDialog
from workbench.ui.widgets import Button, label, row
from workbench.ui.workspace_context import CaseContext


class PromiseKeptDialog(FormDialog):
    """The item, its file, a note. The paper is judged afterwards like any other."""

    def __init__(self, parent: QWidget, context: CaseContext, item: str) -> None:
        super().__init__(parent, tr("登记补齐材料"), context, icon="clock", ink="tol")
        self._item = item
        known = context.pack.materials.get(item)
        self.path = QLineEdit()
        self.path.setPlaceholderText(tr("选一个文件"))
        self.path.setAccessibleName(tr("文件"))
        choose = Button(tr("选择"), icon="folder-open")
        choose.clicked.connect(lambda _on=False: self._choose())
        place = QWidget()
        place.setLayout(row(self.path, choose))
        self.note = QLineEdit()
        self.field(tr("材料"), label(f"{item} {say(known.text)}" if known else item, wrap=True))
        self.field(tr("文件"), place)
        self.field(tr("备注"), self.note)
        self.finish(tr("登记"), icon="check", note=tr("登记后不能撤销；再到材料审查中判定。"))
        self.path.setFocus()

    def give(self) -> None:
        """Register the file; then show the paper, so that it can be judged."""
        self.take.setEnabled(False)
        path = Path(self.path.text().strip())
        task = self.context.session.ask(intake.fulfil, self.context.case, self._item, path, self.note.text().strip())
        task.done.connect(lambda _case: self._kept())
        task.failed.connect(self.refuse)
        task.ended.connect(lambda: self.take.setEnabled(True))

    def _kept(self) -> None:
        context, item = self.context, self._item
        self.accept()
        context.session.notify(tr("{item} 已补齐，请判定", item=item))
        context.refresh().done.connect(lambda _view: context.jump(2, item))
        context.session.changed.emit(context.case)

    def _choose(self) -> None:
        dialog = QFileDialog(self, tr("选择"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.path.setText)
        dialog.open()
