"""Files in and out of the window: choose one, name the target of an export, a dialog that keeps a file with a case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from workbench.ui.form_dialog import FormDialog, beside
from workbench.ui.i18n import tr
from workbench.ui.tasks import Task
from workbench.ui.widgets import Button


def choose_file(parent: QWidget, title: str, take: Callable[[str], object]) -> None:
    """Let a person choose a file that is there; ``take`` gets its path. Returns at once."""
    dialog = QFileDialog(parent, title)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(take)
    dialog.open()


def table_target(parent: QWidget, name: str) -> Path | None:
    """Return where a table is to be written, ``name`` being the proposal without its ending; ``None`` = given up."""
    path, _ = QFileDialog.getSaveFileName(parent, tr("导出"), f"{name}.xlsx", tr("表格 (*.xlsx *.csv)"))
    return Path(path) if path else None


def simulation_target(parent: QWidget) -> Path | None:
    """Return where a simulation is to be written: sheet, picture, JSON or tables; ``None`` = given up."""
    kinds = ";;".join(("PDF (*.pdf)", tr("图片 (*.png)"), "JSON (*.json)", tr("表格 (*.xlsx *.csv)")))
    path, _ = QFileDialog.getSaveFileName(parent, tr("导出"), f"{tr('疏散仿真')}.pdf", kinds)
    return Path(path) if path else None


class FileForm(FormDialog):
    """A dialog that keeps a file with a case and records it there."""

    opens: tuple[int, str] | None = None
    """Step and object to show once it was taken; ``None`` = stay where the dialog was opened."""

    def add_file(self) -> None:
        """Add the field for the file; the note is made here and placed by the dialog."""
        self.path = QLineEdit()
        self.path.setPlaceholderText(tr("选一个文件"))
        self.path.setAccessibleName(tr("文件"))
        choose = Button(tr("选择"), icon="folder-open")
        choose.clicked.connect(lambda _on=False: choose_file(self, tr("选择"), self.path.setText))
        self.field(tr("文件"), beside(self.path, choose))
        self.note = QLineEdit()

    def task(self, path: Path) -> Task:
        """Ask for the use case with the chosen file."""
        raise NotImplementedError

    def give(self) -> None:
        """Keep the file and give the wish; close when it was taken."""
        self.take.setEnabled(False)
        task = self.task(Path(self.path.text().strip()))
        task.done.connect(lambda _case: self._taken())
        task.failed.connect(self.refuse)
        task.ended.connect(lambda: self.take.setEnabled(True))

    def _taken(self) -> None:
        context, said, opens = self.context, self.said(), self.opens
        self.accept()
        context.session.notify(said)
        shown = context.refresh()
        if opens is not None:
            shown.done.connect(lambda _view: context.jump(*opens))
        context.session.changed.emit(context.case)
