"""The bar at the top: menus, the search box, language, theme and who is signed in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QMenuBar, QSizePolicy, QWidget

from workbench.services.views_lists import Person
from workbench.ui import icons
from workbench.ui.i18n import tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, Part, keycap, label, name_inner_buttons, row, tool_button, upright


class SearchBox(QLineEdit):
    """The search box; Escape clears it and gives the focus back to the list."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = Theme.current.px
        self.setPlaceholderText(tr("搜索名称、承办者、编号"))
        self.setAccessibleName(tr("搜索"))
        self.setProperty("quiet", "true")
        self.setClearButtonEnabled(True)
        self.addAction(QIcon(icons.pixmap("search", "t2", 16)), QLineEdit.ActionPosition.LeadingPosition)
        name_inner_buttons(self, tr("清除"))
        self.setMinimumWidth(px(220))
        self.setMaximumWidth(px(440))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        hint = keycap("Ctrl F")
        hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        hint.setFixedHeight(px(18))
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, px(8), 0)
        inside.addStretch(1)
        inside.addWidget(hint)
        self.textChanged.connect(lambda text: hint.setVisible(not text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape and on Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)


class AppBar(QFrame):
    """Menus at the left, search in the middle, person at the right."""

    language_requested = Signal()
    theme_requested = Signal()
    search_changed = Signal(str)
    search_left = Signal()
    lock_requested = Signal()
    sign_out_requested = Signal()

    def __init__(self, person: Person | None) -> None:
        super().__init__()
        self.setObjectName("appbar")
        self.setFixedHeight(Theme.current.px(42))
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.search = SearchBox()
        self.search.textEdited.connect(self.search_changed)
        self.search.left.connect(self.search_left)
        self._language = tool_button("language", tr("中文 / English"))
        self._language.clicked.connect(self.language_requested)
        dark = Theme.current.name == "dark"
        self._theme = tool_button("sun" if dark else "moon", tr("浅色") if dark else tr("深色"))
        self._theme.clicked.connect(self.theme_requested)
        whole = row(margins=(6, 0, 12, 0))
        left, right = QWidget(), QWidget()
        left.setLayout(row(self.menus, None))
        right.setLayout(row(None, self._language, self._theme, upright(), *self._person(person), spacing=4))
        whole.addWidget(left, 1)
        whole.addWidget(self.search, 1)
        whole.addWidget(right, 1)
        self.setLayout(whole)

    def menu(self, title: str, *actions: QAction | None) -> QMenu:
        """Add a menu; ``None`` is a separator."""
        menu = QMenu(title, self.menus)
        for action in actions:
            menu.addSeparator() if action is None else menu.addAction(action)
        self.menus.addMenu(menu)
        return menu

    def _person(self, person: Person | None) -> list[QWidget]:
        if person is None:
            return [label(tr("未登录"), ink="t2")]
        button = Button("", kind="ghost")
        button.set_parts(Part(person.name, "t1", 500), Part(role_word(person), "t2"))
        button.set_caret(True)
        button.setAccessibleName(f"{person.name} {role_word(person)}")
        menu = QMenu(button)
        for word, signal in ((tr("锁定屏幕"), self.lock_requested), (tr("退出登录"), self.sign_out_requested)):
            action = QAction(word, menu)
            action.triggered.connect(signal)
            menu.addAction(action)
        button.clicked.connect(lambda: menu.exec(button.mapToGlobal(button.rect().bottomLeft())))
        return [Avatar(person.name), button]


class Avatar(QFrame):
    """The first character of a name in a circle."""

    def __init__(self, name: str, *, strong: bool = True, size: int = 26) -> None:
        super().__init__()
        side = Theme.current.px(size)
        self.setFixedSize(side, side)
        self.setObjectName("avatar")
        self.setProperty("strong", strong)
        self.setStyleSheet(f"#avatar {{ border-radius: {side // 2}px; }}")
        letter = label(name[:1], "body", "accentOn" if strong else "t1")
        letter.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(row(letter))


def role_word(person: Person) -> str:
    """Return the most telling role of a person."""
    words = {
        "officer": tr("主审民警"),
        "approver": tr("复签"),
        "supervisor": tr("监督"),
        "administrator": tr("管理员"),
        "liaison": tr("承办方联络员"),
    }
    return next((word for role, word in words.items() if role in person.roles), "")
