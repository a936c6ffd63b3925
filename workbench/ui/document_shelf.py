"""The files beside the viewer, and the one thread that opens and draws them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from workbench.core.values import Attachment
from workbench.ui.document_source import PageSource
from workbench.ui.session import Session
from workbench.ui.tasks import Worker


class PageThread(QObject):
    """The one thread that opens and draws files; it outlives the pages of the window."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.worker = Worker(self)
        self.source = PageSource()
        self.worker.crashed.connect(session.worker.crashed)
        session.closing.connect(self.close)

    def close(self) -> None:
        """End the thread and close every file."""
        self.worker.stop()
        self.source.close()


def page_thread(session: Session) -> PageThread:
    """Return the pages' thread of a session, making it when it is first asked for."""
    found: PageThread | None = session.findChild(PageThread)
    return found or PageThread(session)


@dataclass(frozen=True)
class Shelf:
    """The files between which the viewer goes: those of a paper, and which one is shown."""

    files: tuple[Attachment, ...] = ()
    at: int = 0

    def current(self) -> Attachment | None:
        """Return the file shown."""
        return self.files[self.at] if 0 <= self.at < len(self.files) else None
