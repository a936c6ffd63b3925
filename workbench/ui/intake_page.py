"""Taking a package in: first a look that stores nothing, then the receipt."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QTableView, QWidget

from workbench.errors import WorkbenchError
from workbench.services.intake import Looked
from workbench.ui.dialogs import Dialog
from workbench.ui.i18n import language, tr
from workbench.ui.liaison import wrapping_table
from workbench.ui.liaison_models import ProblemModel
from workbench.ui.theme import Theme
from workbench.ui.widgets import ElidedLabel, column, label, row, tag


class IntakeDialog(Dialog):
    """What the package holds, what could not be read, and the button that registers it."""

    receive_requested = Signal()

    def __init__(self, parent: QWidget | None, path: str) -> None:
        super().__init__(parent, tr("导入申请包"), icon="file-import", width=760)
        self.path = path
        self.add(ElidedLabel(Path(path).name, ink="t2"))
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setAccessibleName(tr("正在读取"))
        self._words = label(tr("正在读取，尚未登记任何内容"), wrap=True)
        self._facts = row(spacing=8)
        self._problems = ProblemModel(self)
        self._table: QTableView = wrapping_table(self._problems, tr("读取记录"), 1)
        self._table.setMinimumHeight(Theme.current.px(240))
        self._table.hide()
        for item in (self._progress, column(self._words, self._facts, spacing=6), self._table):
            self.add(item)
        self.button(tr("取消"), self.reject)
        self.take = self.button(tr("登记收件"), self._receive, kind="primary", icon="check")
        self.take.setEnabled(False)

    def show_looked(self, looked: Looked) -> None:
        """Show the outcome of the look."""
        application = looked.application
        self._progress.hide()
        self._words.setText(f"{application.fields.get('ev.name') or Path(self.path).name}")
        self._words.setProperty("role", "section")
        self._words.style().polish(self._words)
        rows = sum(len(sheet) for sheet in application.sheets.values())
        faults = [problem for problem in looked.problems if problem.severity != "info"]
        self._facts.addWidget(tag(tr("附件 {count} 个", count=len(application.attachments)), "info"))
        self._facts.addWidget(tag(tr("数据 {count} 行", count=rows), "info"))
        kind = "warn" if faults else "ok"
        self._facts.addWidget(tag(tr("需要看的 {count} 处", count=len(faults)), kind))
        self._facts.addStretch(1)
        self._problems.show(looked.problems)
        self._table.setVisible(bool(looked.problems))
        self.take.setEnabled(True)
        self.take.setFocus()

    def show_fault(self, error: WorkbenchError) -> None:
        """Say why the package cannot be taken in."""
        self._progress.hide()
        self._words.setText(error.told(language()))
        self._words.setProperty("ink", "bad")
        self._words.style().polish(self._words)
        self.take.setEnabled(False)

    def words(self) -> str:
        """Return what is said about the package."""
        return self._words.text()

    def _receive(self) -> None:
        self.take.setEnabled(False)
        self._progress.show()
        self.receive_requested.emit()
