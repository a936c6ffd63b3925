"""What the liaison's desk does with the services: check a package, make its papers, save or print them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QIODevice, QObject, QSaveFile, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from workbench.errors import StorageError, Text, WorkbenchError
from workbench.services.views import PrecheckView
from workbench.ui.i18n import tr
from workbench.ui.liaison import CHECKLIST, LiaisonPage
from workbench.ui.main_window import MainWindow
from workbench.ui.session import Session
from workbench.ui.tasks import Task

if TYPE_CHECKING:
    from workbench.services.documents import PaperFile


class PrecheckDesk(QObject):
    """The liaison's desk of one window."""

    left = Signal()
    """The signed-out person goes back to the sign-in page."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self.session = session
        self.window = window
        self._page: LiaisonPage | None = None
        self._view: PrecheckView | None = None
        self._path = ""
        self._task: Task | None = None

    def show(self) -> None:
        """Cover the window with the desk."""
        self.window.cover(self._made)

    def _made(self) -> LiaisonPage:
        page = LiaisonPage(signed_in=self.session.person is not None)
        page.package_chosen.connect(self.check)
        page.paper_requested.connect(self._paper)
        page.back_requested.connect(self._back)
        settings = self.session.settings
        page.language_requested.connect(lambda: self.window.use(language_="en" if settings.language == "zh" else "zh"))
        page.theme_requested.connect(lambda: self.window.use(theme="dark" if settings.theme == "light" else "light"))
        page.path = self._path
        if self._view is not None:
            page.show_view(self._view)
        self._page = page
        return page

    def _back(self) -> None:
        self._view = None
        self._path = ""
        if self.session.person is not None:
            self.window.uncover()
        else:
            self.left.emit()

    def check(self, path: str) -> None:
        """Check a package and show the outcome."""
        if self._task is not None:
            self._task.abandon()
        self._path = path
        self._task = self.session.do(_checked, path, self.session.sample_day)
        self._task.done.connect(self._checked)
        self._task.failed.connect(self._failed)

    def _checked(self, view: PrecheckView) -> None:
        self._task = None
        self._view = view
        if self._page is not None:
            self._page.show_view(view)

    def _failed(self, fault: WorkbenchError) -> None:
        self._task = None
        if self._page is not None:
            self._page.show_error(fault)

    def _paper(self, kind: str, party: str) -> None:
        name = "CL" if kind == CHECKLIST else f"F18-{party}"
        task = self.session.do(_drawn, self._path, name, self.session.sample_day)
        task.done.connect(self._save)
        task.failed.connect(self._failed)

    def _save(self, paper: PaperFile) -> None:
        """Ask where the paper goes, write it whole and open it for printing."""
        start = str(Path(self._path).parent / paper.file_name)
        target, _ = QFileDialog.getSaveFileName(self.window, tr("存为 PDF"), start, "PDF (*.pdf)")
        if not target:
            return
        file = QSaveFile(target)
        if file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(paper.pdf) == len(paper.pdf) and file.commit():
            QDesktopServices.openUrl(QUrl.fromLocalFile(target))
            return
        fault = StorageError(
            Text("文件写不进去", "the file cannot be written"),
            where=target,
            remedy=Text("换一个位置再存", "save it somewhere else"),
        )
        self._failed(fault)


def _checked(path: str, as_of: date | None) -> PrecheckView:
    """Check a package; what this imports is not needed at start. Runs on the worker."""
    from workbench.services import liaison

    return liaison.precheck(path, as_of=as_of)


def _drawn(path: str, name: str, as_of: date | None) -> PaperFile:
    """Draw a paper of a package. Runs on the worker."""
    from workbench.services import precheck_papers

    return precheck_papers.paper(path, name, as_of=as_of)
