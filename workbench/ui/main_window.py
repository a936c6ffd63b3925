"""The window: app bar, navigation, banners, a screen at a time, status bar; a cover for sign-in and first run.

All wiring of the frame stands in this module; what the screens do with the use cases, in ``desk_screens`` and
``front_desk``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QUndoGroup
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from workbench.errors import WorkbenchError
from workbench.ui import menus
from workbench.ui.app_bar import AppBar
from workbench.ui.banners import Banner
from workbench.ui.cover import FullPage
from workbench.ui.dialogs import CrashDialog, FaultDialog, SettingsDialog
from workbench.ui.i18n import day, language, set_language, tr
from workbench.ui.nav import Nav
from workbench.ui.screen import Screen, ScreenEntry
from workbench.ui.session import Session
from workbench.ui.status_bar import StatusBar
from workbench.ui.theme import SCALES, Theme
from workbench.ui.toasts import Toast
from workbench.ui.widgets import column, row

IDLE = 10 * 60 * 1000
"""Without a key or a click for so long, the screen locks [ms]."""

ROOM_FOR_NAV = 1180
"""Width from which the navigation has room for words [px]."""

CASE = "case"
"""Key of the screen that shows a case; it has no place in the navigation."""

CaseFactory = Callable[[str, object], Screen]
"""Makes the screen of a case from its id and what an earlier one remembered; the screen opens the case itself."""


class MainWindow(QMainWindow):
    """One window with one session."""

    locked = Signal()
    sign_out_requested = Signal()
    import_requested = Signal()
    precheck_requested = Signal()
    packet_requested = Signal()

    def __init__(self, session: Session, entries: Sequence[ScreenEntry], case_factory: CaseFactory) -> None:
        super().__init__()
        self.session = session
        self.undo = QUndoGroup(self)
        self._entries = list(entries)
        self._case_factory = case_factory
        self._memory: dict[str, object] = {}
        self._key = ""
        self._case = ""
        self._counts: dict[str, int] = {}
        self._ground: list[tuple[str, str]] = []
        self._cover: Callable[[], FullPage] | None = None
        self._saved_at: datetime | None = None
        self._warned = ""
        self._root = QStackedWidget()
        self.setCentralWidget(self._root)
        self.setMinimumSize(1024, 640)
        self.resize(1440, 900)
        self._idle = QTimer(self, singleShot=True, interval=IDLE)
        self._wire()
        self.restoreGeometry(session.settings.bytes_of("window"))

    # Screens

    @property
    def screen_key(self) -> str:
        """Return the key of the screen shown; ``case`` inside a case."""
        return self._key

    def page(self) -> Screen:
        """Return the screen shown."""
        return self._page

    def start(self, key: str = "") -> None:
        """Show a screen, by default the first of the person's roles, in place of any cover."""
        self._cover = None
        self._key = ""
        self._build()
        keys = [entry.key for entry in self._visible()]
        if keys:
            self.show_screen(key if key in keys else keys[0])
        self._idle.start()

    def forget(self) -> None:
        """Forget what screens remember; another person must not see it."""
        self._memory.clear()
        self._counts.clear()
        self._key = ""
        self._case = ""

    def show_screen(self, key: str) -> None:
        """Show a screen of the navigation."""
        entry = next(entry for entry in self._visible() if entry.key == key)
        self._swap(key, entry.make(self._memory.get(key)))
        self._case = ""

    def open_case(self, case: str) -> None:
        """Show a case."""
        self._remember()
        if self._case != case:
            self._memory.pop(CASE, None)
        self._case = case
        self._swap(CASE, self._case_factory(case, self._memory.get(CASE)), remember=False)

    def leave_case(self) -> None:
        """Go back from a case to the list."""
        self.show_screen(self._visible()[0].key)

    def cover(self, make: Callable[[], FullPage]) -> None:
        """Hide everything behind a full page (sign-in, first run, liaison's desk) until told otherwise."""
        self._cover = make
        page = make()
        self._drop_covers()
        self._root.addWidget(page)
        self._root.setCurrentWidget(page)
        self._idle.stop()
        self._title("")
        page.focus_first()

    def uncover(self) -> None:
        """Show again what the cover hid, as it was."""
        self._cover = None
        if not self._key:
            self.start()
            return
        self._root.setCurrentIndex(0)
        self._drop_covers()
        self._idle.start()
        self._page.focus_first()

    def is_covered(self) -> bool:
        """Say whether a cover hides the screens."""
        return self._cover is not None

    # What the status line, the navigation and the banners say

    def say_ground(self, parts: Sequence[tuple[str, str]]) -> None:
        """Show (icon, words) pairs at the lower right: rule pack, chain head, database."""
        self._ground = list(parts)
        if self._key:
            self._status.show_ground(parts)

    def say_counts(self, counts: Mapping[str, int]) -> None:
        """Show counters in the navigation by screen key."""
        self._counts = dict(counts)
        self._nav.set_counts(self._counts)

    def _tell_warning(self, _case: str) -> None:
        """Tell once what undid nothing but needs a hand: checkpoints that could not be kept outside."""
        fault = getattr(self.session.desk, "warning", None)
        if fault is not None and fault.told("zh") != self._warned:
            self._warned = fault.told("zh")
            self.fault(fault)

    def say_saved(self, at: datetime) -> None:
        """Say that everything is saved."""
        self._saved_at = at
        self._status.say_saved(at)

    def say_failed(self, error: WorkbenchError) -> None:
        """Say that a change was not saved, and why."""
        self._status.say_failed(error.told(language()))
        self.fault(error)

    def fault(self, error: WorkbenchError) -> None:
        """Tell a fault of the world."""
        FaultDialog(self, error).open()

    def crash(self, report: str) -> None:
        """Tell a fault of our own; the window stays alive."""
        CrashDialog(self, report).open()

    # Look

    def use(self, *, language_: str = "", theme: str = "", scale: int = 0) -> None:
        """Change language, theme or scale and build the content anew."""
        settings = self.session.settings
        settings.language = language_ or settings.language
        settings.theme = theme or settings.theme
        settings.scale = scale or settings.scale
        set_language(settings.language)
        if self._key:
            self._remember()
        _empty(self._root)
        self._restyle(settings.theme, settings.scale)
        self.rebuild(remember=False)

    def _restyle(self, theme: str, scale: int) -> None:
        """Apply another look; done while there is no content, for every widget there is gets restyled."""
        if (theme, scale) != (Theme.current.name, Theme.current.scale):
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            Theme(theme, scale).apply(application)

    def rebuild(self, *, remember: bool = True) -> None:
        """Make all widgets anew from what they remember."""
        if self._key:
            if remember:
                self._remember()
            key, case = self._key, self._case
            self._build()
            if key == CASE:
                self._swap(CASE, self._case_factory(case, self._memory.get(CASE)), remember=False)
            else:
                entry = next(entry for entry in self._visible() if entry.key == key)
                self._swap(key, entry.make(self._memory.get(key)), remember=False)
        if self._cover is not None:
            self.cover(self._cover)

    # Construction

    def _visible(self) -> list[ScreenEntry]:
        return [entry for entry in self._entries if self.session.has_role(*entry.roles)]

    def _build(self) -> None:
        """Build the frame around the screens."""
        _empty(self._root)
        self._bar = AppBar(self.session.person)
        self._stack = QStackedWidget()
        self._banner = Banner()
        self._status = StatusBar()
        self._nav_place = row(spacing=0)
        self._make_nav(wide=True)
        middle = row(self._nav_place, spacing=0)
        middle.addLayout(column(self._banner, self._stack, spacing=0), 1)
        whole = QWidget()
        whole.setObjectName("app")
        whole.setLayout(column(self._bar, middle, self._status, spacing=0))
        self._root.insertWidget(0, whole)
        self._root.setCurrentIndex(0)
        self._toast = Toast(whole)
        menus.fill(self._bar, self, self._visible())
        self._wire_frame()
        self._say_standing()

    def _make_nav(self, *, wide: bool) -> None:
        own = self.session.person.organisation if self.session.person else ""
        self._nav = Nav(self._visible(), self.session.organ or own, wide=wide)
        self._nav.chosen.connect(self.show_screen)
        self._nav.settings_requested.connect(self.show_settings)
        self._nav.set_counts(self._counts)
        self._nav_place.addWidget(self._nav)

    def _fit_nav(self) -> None:
        """Make the navigation wide on list screens with room, a strip of icons inside a case and in narrow windows."""
        wide = self._key != CASE and self.width() >= Theme.current.px(ROOM_FOR_NAV)
        if wide != self._nav.is_wide:
            self._nav.setParent(None)
            self._nav.deleteLater()
            self._make_nav(wide=wide)
            self._nav.choose(self._key)

    def _wire(self) -> None:
        self.session.worker.crashed.connect(self.crash)
        self.session.notified.connect(self._notify)
        self.session.saved.connect(self.say_saved)
        self.session.changed.connect(self._tell_warning)
        self.session.save_failed.connect(self.say_failed)
        self._idle.timeout.connect(self.lock)
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]

    def _wire_frame(self) -> None:
        self._bar.language_requested.connect(lambda: self.use(language_="en" if language() == "zh" else "zh"))
        self._bar.theme_requested.connect(lambda: self.use(theme="dark" if Theme.current.name == "light" else "light"))
        self._bar.search_changed.connect(self._search)
        self._bar.search_left.connect(self._leave_search)
        self._bar.lock_requested.connect(self.lock)
        self._bar.sign_out_requested.connect(self.sign_out_requested)

    def _say_standing(self) -> None:
        """Say what holds for the whole session: sample day, read-only file, ground, last save."""
        self._banner.hide()
        if self.session.read_only:
            self._banner.say("warn", tr("资料库只读：可以查看和打印，不能修改"))
        elif self.session.sample_day is not None:
            self._banner.say("info", tr("样例资料，示例日期 {day}：时限按这一天计算", day=day(self.session.sample_day)))
        self._status.show_ground(self._ground)
        if self.session.read_only:
            self._status.say_read_only()
        elif self._saved_at:
            self._status.say_saved(self._saved_at)

    def _swap(self, key: str, page: Screen, *, remember: bool = True) -> None:
        """Put a screen into the frame."""
        if remember:
            self._remember()
        _empty(self._stack)
        self._key = key
        self._fit_nav()
        self._page = page
        self._stack.addWidget(page)
        self._nav.choose(key)
        page.hints_changed.connect(self._hints)
        page.back_requested.connect(self.leave_case)
        self._hints()
        self._title(next((entry.title() for entry in self._entries if entry.key == key), ""))
        page.focus_first()

    def _remember(self) -> None:
        if self._key:
            self._memory[self._key] = self._page.remember()

    def _drop_covers(self) -> None:
        _empty(self._root, keep=1)

    def _title(self, words: str) -> None:
        name = tr("大型活动安审工作台")
        suffix = tr("（只读）") if self.session.read_only else ""
        self.setWindowTitle(f"{name} — {words}{suffix}" if words else name + suffix)

    def _hints(self) -> None:
        """Take keys and undo stack from the screen."""
        self._status.show_keys(self._page.key_hints())
        stack = self._page.undo_stack
        if stack is not None and stack not in self.undo.stacks():
            self.undo.addStack(stack)
        self.undo.setActiveStack(stack)  # type: ignore[arg-type]

    def _notify(self, words: str, undo: Callable[[], None] | None) -> None:
        self._toast.say(words, undo)

    def _search(self, text: str) -> None:
        self._page.search(text)

    def _leave_search(self) -> None:
        self._page.focus_first()

    # Acts of the frame

    def lock(self) -> None:
        """Ask for the password again; nothing of the screen is lost."""
        if self.session.person is not None and not self.is_covered():
            self.locked.emit()

    def focus_search(self) -> None:
        """Put the cursor into the search box."""
        self._bar.search.setFocus()
        self._bar.search.selectAll()

    def show_settings(self) -> None:
        """Open the settings."""
        dialog = SettingsDialog(self, self.session.settings.location)
        dialog.language_chosen.connect(lambda name: self._resettle(dialog, language=name))
        dialog.theme_chosen.connect(lambda name: self._resettle(dialog, theme=name))
        dialog.scale_chosen.connect(lambda scale: self._resettle(dialog, scale=scale))
        dialog.open()

    def _resettle(self, dialog: SettingsDialog, *, language: str = "", theme: str = "", scale: int = 0) -> None:
        """Act on a choice at once and show the settings in the new look."""
        dialog.close()
        dialog.deleteLater()
        self.use(language_=language, theme=theme, scale=scale)
        self.show_settings()

    def zoom(self, direction: int) -> None:
        """Make the interface one step larger or smaller; 0 is the usual size."""
        place = SCALES.index(Theme.current.scale) + direction if direction else 0
        if 0 <= place < len(SCALES) and SCALES[place] != Theme.current.scale:
            self.use(scale=SCALES[place])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count idle time from the last key or click."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress) and self._idle.isActive():
            self._idle.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the navigation to the width."""
        super().resizeEvent(event)
        if self._key:
            self._fit_nav()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window's place and end the worker."""
        self.session.settings.keep_bytes("window", QByteArray(self.saveGeometry()))
        self.session.close()
        super().closeEvent(event)


def _empty(stack: QStackedWidget, keep: int = 0) -> None:
    """Take the pages after the first ``keep`` out of a stack and delete them."""
    while (old := stack.widget(keep)) is not None:
        stack.removeWidget(old)
        old.deleteLater()
