"""One window per database and person: a second start raises the first window and ends."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE = 2000
"""How long a second start waits for the first window's answer [ms]."""


class FirstWindow(QObject):
    """Claims a place; hears when somebody else tries."""

    raised = Signal()
    """A second start asked for this window."""

    def __init__(self, key: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self._lock = QLockFile(str(Path(QDir.tempPath()) / f"{key}.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the first window, or raise the one there is and return false.

        A lock that a killed program left behind is taken over: the lock file knows its process.
        """
        if not self._lock.tryLock(100):
            return not self._ask_first()
        QLocalServer.removeServer(self._key)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._heard)
        server.listen(self._key)
        self._server = server
        return True

    def release(self) -> None:
        """Give the place up."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _ask_first(self) -> bool:
        """Return whether the first window answered."""
        socket = QLocalSocket(self)
        socket.connectToServer(self._key)
        answered = socket.waitForConnected(PATIENCE)
        if answered:
            socket.write(b"raise\n")
            socket.waitForBytesWritten(PATIENCE)
            socket.disconnectFromServer()
        return answered

    def _heard(self) -> None:
        if self._server is None:
            return
        connection = self._server.nextPendingConnection()
        connection.disconnected.connect(connection.deleteLater)
        self.raised.emit()
