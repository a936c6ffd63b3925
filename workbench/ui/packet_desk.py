"""What the authority's page does with the services: open a packet, write a reply, save an enclosed file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.services.packet_desk import Said
from workbench.ui.i18n import tr
from workbench.ui.main_window import MainWindow
from workbench.ui.packet_page import PacketPage
from workbench.ui.session import Session

if TYPE_CHECKING:
    from workbench.exchange.packet import Enclosed, Packet


class PacketDesk(QObject):
    """The authority's desk of one window; ``alone`` when the window is there for a packet only."""

    left = Signal()
    """The signed-out person goes back to the sign-in page."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self.session = session
        self.window = window
        self.alone = False
        self.page: PacketPage | None = None
        self._packet: Packet | None = None
        self._folder = ""

    def show(self) -> None:
        """Cover the window with the desk."""
        self.window.cover(self._made)

    def open(self, path: str) -> None:
        """Open a packet and show it."""
        task = self.session.do(opened, path)
        task.done.connect(lambda packet: self._opened(packet, path))
        task.failed.connect(self._failed)

    def _made(self) -> PacketPage:
        page = PacketPage(alone=self.alone)
        page.file_chosen.connect(self.open)
        page.reply_requested.connect(self._write)
        page.save_requested.connect(self._save)
        page.back_requested.connect(self._back)
        settings = self.session.settings
        page.language_requested.connect(lambda: self.window.use(language_="en" if settings.language == "zh" else "zh"))
        page.theme_requested.connect(lambda: self.window.use(theme="dark" if settings.theme == "light" else "light"))
        self.page = page
        if self._packet is not None:
            page.show_packet(self._packet, self._folder)
        return page

    def _opened(self, packet: Packet, path: str) -> None:
        self._packet, self._folder = packet, str(Path(path).parent)
        if self.page is not None:
            self.page.show_packet(packet, self._folder)

    def _write(self, said: Said, path: str) -> None:
        task = self.session.do(written, self._packet, said, path)
        task.done.connect(self._written)
        task.failed.connect(self._failed)

    def _written(self, path: Path) -> None:
        if self.page is not None:
            self.page.show_written(path)

    def _save(self, one: Enclosed, path: str) -> None:
        task = self.session.do(saved, one, path)
        task.done.connect(lambda done: self.session.notify(tr("已存为 {name}", name=done.name)))
        task.failed.connect(self._failed)

    def _failed(self, fault: WorkbenchError) -> None:
        if self.page is not None:
            self.page.show_error(fault)

    def _back(self) -> None:
        self._packet = None
        self.page = None
        if self.session.person is not None:
            self.window.uncover()
        else:
            self.left.emit()


def opened(path: str) -> Packet:
    """Open a packet. Like all below: runs on the worker, which imports what the start does not need."""
    from workbench.services import packet_desk

    return packet_desk.open_packet(Path(path))


def written(packet: Packet, said: Said, path: str) -> Path:
    """Write a reply; the place was confirmed in the dialog, so an older reply there is replaced."""
    from workbench.services import packet_desk

    return packet_desk.write_reply(packet, said, Path(path), replace=True)


def saved(one: Enclosed, path: str) -> Path:
    """Save an enclosed file where the dialog confirmed."""
    from workbench.services import packet_desk

    return packet_desk.save_enclosed(one, Path(path), replace=True)
