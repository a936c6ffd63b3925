"""Starts the window: one per database, in the language, theme and place that the person chose last."""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from workbench.ui import collecting
from workbench.ui.i18n import set_language
from workbench.ui.main_window import MainWindow
from workbench.ui.session import Session
from workbench.ui.settings import APPLICATION, Settings
from workbench.ui.single import FirstWindow
from workbench.ui.theme import Theme

if TYPE_CHECKING:
    from workbench.ui.workspace import Workspace

TURN = 0.0005
"""How long the window waits for a busy thread of its own to step aside [s]; Python's 5 ms are felt in every frame."""


def run(location: str = "", language: str = "") -> int:
    """Open the window and return the exit code when it is closed.

    Args:
        location: Database file, folder or address; empty = the one used last.
        language: ``zh`` or ``en``; empty = the one used last.
    """
    application = make_application()
    settings = Settings()
    first = FirstWindow(place_key(location or settings.location))
    if not first.claim():
        return 0
    if language:
        settings.language = language
    window = make_window(application, settings)
    first.raised.connect(lambda: _raise(window))
    sys.excepthook = _hook(window)
    window.show()
    application.processEvents()  # the frame stands before the libraries of the database are loaded
    window.front.start(location)
    code = application.exec()
    first.release()
    return code


def run_packet(path: Path, language: str = "") -> int:
    """Open a window for a packet of consultation alone: no database, no account; return the exit code."""
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "window.ini")
        settings.language = language or settings.language
        window = make_window(application, settings)
        sys.excepthook = _hook(window)
        window.show()
        window.front.packets.alone = True
        window.front.packets.show()
        window.front.packets.open(str(path))
        return application.exec()


def make_application() -> QApplication:
    """Return the one application of the process; its window waits briefly for the threads that work for it."""
    sys.setswitchinterval(TURN)
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName(APPLICATION)
    application.setApplicationDisplayName("")
    return application


def make_window(application: QApplication, settings: Settings) -> Window:
    """Return a window with its session, in the look of the settings."""
    set_language(settings.language)
    _translate_toolkit(application, settings.language)
    Theme(settings.theme, settings.scale).apply(application)
    return Window(Session(settings))


class Window(MainWindow):
    """The main window with its screens and its front desk."""

    def __init__(self, session: Session) -> None:
        from workbench.ui.desk_screens import DeskScreens
        from workbench.ui.front_desk import FrontDesk

        self.screens = DeskScreens(session)
        super().__init__(session, self.screens.entries(), lambda case, memory: case_screen(session, case, memory))
        session.setParent(self)
        self.screens.attach(self)
        self.front = FrontDesk(session, self)


def case_screen(session: Session, case: str, memory: object = None) -> Workspace:
    """Return the screen of a case; what it imports is not needed before a case is opened."""
    from workbench.ui.workspace import Workspace

    screen = Workspace(session, case, memory)
    screen.page_made.connect(collecting.spare)
    screen.destroyed.connect(lambda: QTimer.singleShot(0, collecting.sweep))
    return screen


def place_key(location: str) -> str:
    """Return a short name for a database's place, the same however the path is written."""
    plain = location if location.startswith("postgresql:") else str(Path(location or ".").expanduser().resolve())
    owner = str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "")
    return f"{APPLICATION}-{hashlib.sha256(f'{owner}:{plain}'.encode()).hexdigest()[:16]}"


def render_screens(out: Path, only: tuple[str, ...] = ()) -> Iterator[Path]:
    """Render screens with the sample data at 1440×900 in both themes and languages; yield the files."""
    from workbench.screens import render

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    yield from render(out, only)


def framed_once() -> None:
    """Paint the empty window once and close it: what a person waits for before anything is to be seen."""
    with tempfile.TemporaryDirectory() as folder:
        application = make_application()
        window = make_window(application, Settings(Path(folder) / "window.ini"))
        window.resize(1440, 900)
        window.show()
        application.processEvents()
        window.close()


def painted_once(location: str) -> str:
    """Open a database, paint its queue once as its first officer sees it, and close: for proofs and measurements.

    Args:
        location: A database in which somebody may read the queue; nobody signs in with a password.

    Returns:
        What was painted, in words.

    Raises:
        RuntimeError: The queue did not fill within a minute.
    """
    with tempfile.TemporaryDirectory() as folder:
        application = make_application()
        window = make_window(application, Settings(Path(folder) / "window.ini"))
        window.resize(1440, 900)
        window.show()
        window.front.open(location)
        _until(lambda: window.session.desk is not None)
        from workbench.services.office import people

        reader = next(p for p in people(window.session.desk) if "officer" in p.roles)
        window.session.sign_in(reader)
        window.start("queue")
        _until(lambda: bool(_cases_shown(window)))
        window.grab()
        shown = len(_cases_shown(window))
        desk = window.session.desk
        window.close()
        desk.close()
    return f"queue of {shown} cases painted at 1440×900"


def _cases_shown(window: Window) -> Sequence[object]:
    view = getattr(window.page(), "view", None)
    return () if view is None else tuple(view.model_.cases())


def _until(holds: Callable[[], bool], patience: int = 60_000) -> None:
    """Run the event loop until something holds; ``patience`` in milliseconds."""
    limit = QDeadlineTimer(patience)
    beat = QTimer()
    beat.start(20)  # wakes the loop; waiting instead of polling leaves the processor to the worker
    while not holds():
        if limit.hasExpired():
            message = "the window did not fill in time"
            raise RuntimeError(message)
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _raise(window: MainWindow) -> None:
    window.showNormal() if window.isMinimized() else window.show()
    window.raise_()
    window.activateWindow()


def _translate_toolkit(application: QApplication, language: str) -> None:
    """Let the toolkit's own buttons and menus speak the language too."""
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language == "zh" and translator.load(QLocale(QLocale.Language.Chinese), "qtbase", "_", folder):
        application.installTranslator(translator)


def _hook(window: MainWindow) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Return the handler of faults of our own on the window's thread."""

    def told(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        report = "".join(traceback.format_exception(kind, fault, trace))
        sys.stderr.write(report)
        window.crash(report)

    return told
