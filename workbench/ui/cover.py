"""The frame of full pages that stand before the window's content: sign-in, first run."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.ui.i18n import language, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, keycap, label, panel, picture, row


class FullPage(QWidget):
    """A page that hides the whole content of the window."""

    def focus_first(self) -> None:
        """Put the focus where work starts; called once the page is shown."""
        self.setFocus()


class Cover(FullPage):
    """A sheet in the middle, keys and look at the bottom."""

    language_requested = Signal()
    theme_requested = Signal()

    def __init__(self, width: int, height: int, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName("app")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        px = Theme.current.px
        self.sheet: QFrame = panel("sheet")
        self.sheet.setMaximumSize(px(width), px(height))
        self.sheet.setMinimumSize(min(px(width), 860), min(px(height), 520))
        middle = QWidget()
        place = QGridLayout(middle)
        place.setContentsMargins(12, 12, 12, 12)
        place.addWidget(self.sheet, 0, 0)
        whole = column(middle, self._foot(keys), spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def _foot(self, keys: Sequence[tuple[str, str]]) -> QWidget:
        foot = panel("statusbar")
        foot.setFixedHeight(Theme.current.px(34))
        tongue = Button("中文 / English", icon="language", kind="ghost", small=True)
        tongue.clicked.connect(self.language_requested)
        dark = Theme.current.name == "dark"
        look = Button(tr("浅色") if dark else tr("深色"), icon="sun" if dark else "moon", kind="ghost", small=True)
        look.clicked.connect(self.theme_requested)
        hints: list[QWidget] = []
        for key, word in keys:
            hints += [keycap(key), label(word, "small", "t2")]
        left, right = QWidget(), QWidget()
        right.setLayout(row(None, tongue, look, spacing=2))
        whole = row(margins=(12, 0, 8, 0), spacing=6)
        whole.addWidget(left, 1)
        for hint in hints:
            whole.addWidget(hint)
        whole.addWidget(right, 1)
        foot.setLayout(whole)
        return foot


class FaultCover(Cover):
    """A full page for a fault that leaves nothing to show: what, where, remedy, and two ways on."""

    retry_requested = Signal()
    other_requested = Signal()

    def __init__(self, title: str, fault: WorkbenchError) -> None:
        super().__init__(620, 320, ())
        retry = Button(tr("重试"), icon="refresh", kind="primary")
        retry.clicked.connect(self.retry_requested)
        other = Button(tr("换一个资料库"), icon="folder-open")
        other.clicked.connect(self.other_requested)
        self._retry = retry
        body = column(spacing=12, margins=(40, 30, 40, 30))
        body.addStretch(1)
        words = label(fault.told(language()), ink="t2", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        for widget in (picture("alert-circle", "bad", 40), label(title, "section")):
            body.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addWidget(words)
        body.addLayout(row(None, other, retry, None))
        body.addStretch(1)
        self.sheet.setLayout(body)

    def focus_first(self) -> None:
        """Put the focus on the button that tries again."""
        self._retry.setFocus()
