"""The menus of the window: every entry does something now, or is not there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from workbench.ui.dialogs import AboutDialog, KeysDialog
from workbench.ui.i18n import language, tr
from workbench.ui.screen import ScreenEntry
from workbench.ui.theme import Theme

if TYPE_CHECKING:
    from workbench.ui.app_bar import AppBar
    from workbench.ui.main_window import MainWindow


def fill(bar: AppBar, window: MainWindow, entries: Sequence[ScreenEntry]) -> None:
    """Put the menus into the app bar."""
    bar.menu(tr("文件"), *_file(bar.menus, window))
    bar.menu(tr("编辑"), *_edit(bar.menus, window))
    bar.menu(tr("视图"), *_view(bar.menus, window, entries))
    bar.menu(tr("帮助"), *_help(bar.menus, window))


def _act(owner: QObject, text: str, act: Callable[[], object], keys: str = "") -> QAction:
    """Return an action that lives as long as the bar; ``keys`` as Qt writes them, several choices split by ``;``."""
    action = QAction(text, owner)
    action.triggered.connect(lambda _on=False: act())
    if keys:
        action.setShortcuts([QKeySequence(part) for part in keys.split(";")])
    return action


def _file(owner: QObject, window: MainWindow) -> list[QAction | None]:
    receive = _act(owner, tr("导入申请包…"), window.import_requested.emit, "Ctrl+N")
    receive.setVisible(window.session.has_role("officer") and not window.session.read_only)
    receive.setEnabled(receive.isVisible())
    return [
        receive,
        _act(owner, tr("预审申请包…"), window.precheck_requested.emit),
        _act(owner, tr("打开征求意见包…"), window.packet_requested.emit),
        None,
        _act(owner, tr("锁定屏幕"), window.lock, "Ctrl+Alt+L"),
        _act(owner, tr("退出登录"), window.sign_out_requested.emit),
        None,
        _act(owner, tr("退出"), window.close, "Ctrl+Q"),
    ]


def _edit(owner: QObject, window: MainWindow) -> list[QAction | None]:
    undo = window.undo.createUndoAction(owner, tr("撤销"))
    undo.setShortcut(QKeySequence("Ctrl+Z"))
    redo = window.undo.createRedoAction(owner, tr("重做"))
    redo.setShortcut(QKeySequence("Ctrl+Shift+Z"))
    return [undo, redo, None, _act(owner, tr("查找"), window.focus_search, "Ctrl+F")]


def _view(owner: QObject, window: MainWindow, entries: Sequence[ScreenEntry]) -> list[QAction | None]:
    dark = Theme.current.name == "dark"
    screens: list[QAction | None] = [_go(owner, window, entry) for entry in entries]
    look: list[QAction | None] = [
        None,
        _act(owner, tr("浅色") if dark else tr("深色"), lambda: window.use(theme="light" if dark else "dark")),
        _act(owner, "English" if language() == "zh" else "中文", lambda: window.use(language_=_other())),
        None,
        _act(owner, tr("放大"), lambda: window.zoom(1), "Ctrl++;Ctrl+="),
        _act(owner, tr("缩小"), lambda: window.zoom(-1), "Ctrl+-"),
        _act(owner, tr("原来大小"), lambda: window.zoom(0), "Ctrl+0"),
    ]
    return screens + look


def _go(owner: QObject, window: MainWindow, entry: ScreenEntry) -> QAction:
    keys = f"G,{entry.letter}" if entry.letter else ""
    return _act(owner, entry.title(), lambda: window.show_screen(entry.key), keys)


def _help(owner: QObject, window: MainWindow) -> list[QAction | None]:
    return [
        _act(owner, tr("快捷键"), lambda: KeysDialog(window, keys_here(window)).open(), "?"),
        None,
        _act(owner, tr("关于"), lambda: AboutDialog(window).open()),
    ]


def _other() -> str:
    return "en" if language() == "zh" else "zh"


def keys_here(window: MainWindow) -> list[tuple[str, str]]:
    """Return the keys of the screen shown, then those of the whole window."""
    everywhere = [
        ("Ctrl F", tr("查找")),
        ("Ctrl Z", tr("撤销")),
        ("Ctrl Shift Z", tr("重做")),
        ("Ctrl Alt L", tr("锁定屏幕")),
        ("Ctrl + / - / 0", tr("界面大小")),
        ("?", tr("快捷键")),
    ]
    return [*window.page().key_hints(), *everywhere]
