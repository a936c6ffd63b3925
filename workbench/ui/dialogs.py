"""Dialogs of the whole window: faults, drafts left by a crash, settings, keys, about."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QLayout, QPlainTextEdit, QRadioButton, QWidget

from workbench.errors import WorkbenchError
from workbench.ui.i18n import clock_time, language, say, tr
from workbench.ui.theme import SCALES, Theme
from workbench.ui.widgets import Button, ElidedLabel, column, hairline, keycap, label, picture, row

DISTRIBUTION = "event-approval-workbench"


class Dialog(QDialog):
    """A dialog with a title line, a body and buttons at the lower right."""

    def __init__(
        self, parent: QWidget | None, title: str, *, icon: str = "", ink: str = "t1", width: int = 480
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(Theme.current.px(width))
        self.body = column(spacing=10)
        self.buttons = row(None)
        heading = row(label(title, "section", ink), None)
        if icon:
            heading.insertWidget(0, picture(icon, ink, 20))
        self.setLayout(column(heading, self.body, 4, self.buttons, spacing=10, margins=(20, 18, 20, 16)))

    def add(self, item: QWidget | QLayout) -> None:
        """Put something into the body."""
        if isinstance(item, QWidget):
            self.body.addWidget(item)
        else:
            self.body.addLayout(item)

    def take_room(self) -> None:
        """Open as tall as the content asks for, where the screen has it; the toolkit gives two thirds at most."""
        wanted, screen = self.sizeHint(), self.screen().availableGeometry()
        self.resize(max(wanted.width(), self.minimumWidth()), min(wanted.height(), screen.height() - 48))

    def button(self, text: str, act: Callable[[], object], *, kind: str = "secondary", icon: str = "") -> Button:
        """Add a button at the lower right."""
        made = Button(text, icon=icon, kind=kind)
        made.clicked.connect(lambda _on=False: act())
        made.setDefault(kind == "primary")
        made.setAutoDefault(kind == "primary")
        self.buttons.addWidget(made)
        return made


class FaultDialog(Dialog):
    """What happened, where, and how to mend it."""

    def __init__(self, parent: QWidget | None, error: WorkbenchError) -> None:
        super().__init__(parent, say(error.message), icon="alert-circle", ink="bad")
        if error.where:
            self.add(label(error.where, ink="t2", wrap=True))
        if error.remedy is not None:
            self.add(label(say(error.remedy), wrap=True))
        self.button(tr("复制"), lambda: QGuiApplication.clipboard().setText(error.told(language())), icon="copy")
        self.button(tr("知道了"), self.accept, kind="primary").setFocus()


class CrashDialog(Dialog):
    """A fault of the program: an apology, the report and a button that copies it; work goes on."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        super().__init__(parent, tr("程序出错"), icon="alert-triangle", ink="bad", width=620)
        self.add(label(tr("已保存的内容没有受影响，可以继续工作。请复制详情，交给维护人员。"), wrap=True))
        self.details = QPlainTextEdit(details_of(report))
        self.details.setReadOnly(True)
        self.details.setAccessibleName(tr("详情"))
        self.details.setTabChangesFocus(True)
        self.details.setMinimumHeight(Theme.current.px(180))
        self.add(self.details)
        self.copy = self.button(tr("复制详情"), self._copy, icon="copy")
        self.button(tr("继续工作"), self.accept, kind="primary").setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())


def details_of(report: str) -> str:
    """Return a report with the versions it happened under."""
    program = f"{DISTRIBUTION} {version(DISTRIBUTION)}"
    return f"{program} · Python {platform.python_version()} · {platform.platform()}\n\n{report}"


@dataclass(frozen=True)
class OpenText:
    """A text that was not saved: the case and the field it belongs to, and when it was typed (local time)."""

    case: str
    field: str
    what: str
    text: str
    at: datetime


class RecoveryDialog(Dialog):
    """Texts that an earlier run did not save: what they belong to and when they were typed."""

    dropped = Signal(object)
    """An :class:`OpenText` that is thrown away."""
    chosen = Signal(object)
    """An :class:`OpenText` to go back to."""

    def __init__(self, parent: QWidget | None, texts: Sequence[OpenText]) -> None:
        super().__init__(parent, tr("有未保存的文字"), icon="device-floppy", ink="warn", width=560)
        self.add(label(tr("上次没有正常退出。下面的文字还在，打开后接着写。"), wrap=True))
        for text in texts:
            self.add(self._line(text))
            self.add(hairline())
        self.button(tr("以后再说"), self.reject, kind="primary").setFocus()

    def _line(self, draft: OpenText) -> QLayout:
        words = column(
            row(ElidedLabel(draft.what, "bodyStrong"), label(clock_time(draft.at), "small", "t2")),
            ElidedLabel(draft.text.replace("\n", " "), "small", "t2"),
            spacing=0,
        )
        back, drop = Button(tr("打开"), small=True), Button(tr("丢弃"), small=True, kind="danger")
        back.clicked.connect(lambda: self.chosen.emit(draft))
        back.clicked.connect(self.accept)
        drop.clicked.connect(lambda: self.dropped.emit(draft))
        drop.clicked.connect(lambda: drop.setEnabled(False))
        drop.clicked.connect(lambda: back.setEnabled(False))
        line = row()
        line.addLayout(words, 1)
        line.addWidget(back)
        line.addWidget(drop)
        return line


class SettingsDialog(Dialog):
    """Language, theme and interface scale; each choice acts at once."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    scale_chosen = Signal(int)

    def __init__(self, parent: QWidget | None, location: str) -> None:
        super().__init__(parent, tr("设置"), icon="settings")
        grid = QGridLayout()
        grid.setHorizontalSpacing(Theme.current.px(16))
        grid.setVerticalSpacing(Theme.current.px(10))
        languages = [("zh", "中文"), ("en", "English")]
        themes = [("light", tr("浅色")), ("dark", tr("深色"))]
        scales = [(str(scale), f"{scale}%") for scale in SCALES]
        self._choice(grid, tr("语言"), languages, language(), self.language_chosen.emit)
        self._choice(grid, tr("外观"), themes, Theme.current.name, self.theme_chosen.emit)
        self._choice(
            grid, tr("界面大小"), scales, str(Theme.current.scale), lambda text: self.scale_chosen.emit(int(text))
        )
        grid.addWidget(label(tr("资料库"), ink="t2"), 3, 0)
        place = ElidedLabel(location)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(place, 3, 1)
        grid.setColumnStretch(1, 1)
        self.add(grid)
        self.button(tr("完成"), self.accept, kind="primary").setFocus()

    def _choice(
        self, grid: QGridLayout, title: str, choices: list[tuple[str, str]], chosen: str, act: Callable[[str], object]
    ) -> None:
        group = QButtonGroup(self)
        line = row(spacing=14)
        for value, word in choices:
            button = QRadioButton(word)
            button.setChecked(value == chosen)
            button.setAccessibleName(f"{title} {word}")
            button.toggled.connect(lambda on, v=value: act(v) if on else None)
            group.addButton(button)
            line.addWidget(button)
        line.addStretch(1)
        number = grid.rowCount() if grid.count() else 0
        grid.addWidget(label(title, ink="t2"), number, 0)
        grid.addLayout(line, number, 1)


class KeysDialog(Dialog):
    """The keys that act here."""

    def __init__(self, parent: QWidget | None, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent, tr("快捷键"), icon="keyboard", width=420)
        grid = QGridLayout()
        for number, (key, word) in enumerate(keys):
            grid.addWidget(keycap(key), number // 2, 2 * (number % 2))
            grid.addWidget(label(word), number // 2, 2 * (number % 2) + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self.add(grid)
        self.button(tr("关闭"), self.accept, kind="primary").setFocus()


class AboutDialog(Dialog):
    """Name, version, licences."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent, tr("大型活动安审工作台"), icon="shield-star", ink="accentT")
        self.add(label(f"Event Approval Workbench {version(DISTRIBUTION)}", ink="t2"))
        self.add(
            label(
                tr("Apache-2.0 许可。图标 Tabler Icons（MIT），字体 Noto Sans SC（OFL），窗口 Qt（LGPL）。"), wrap=True
            )
        )
        self.button(tr("关闭"), self.accept, kind="primary").setFocus()
