"""Sign-in: the accounts of this database, a password, and the way to the liaison's desk without either."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.services.views_lists import Person
from workbench.ui import announce, icons
from workbench.ui.app_bar import Avatar, role_word
from workbench.ui.cover import Cover
from workbench.ui.i18n import language, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, panel, picture, row

PROGRAM_ZH = "大型活动安审工作台"


class PasswordEdit(QLineEdit):
    """A password field that can show itself and notices a locked Caps key."""

    caps_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(tr("口令"))
        self.setMinimumHeight(Theme.current.px(36))
        self.addAction(QIcon(icons.pixmap("lock", "t2", 16)), QLineEdit.ActionPosition.LeadingPosition)
        self._eye = QAction(QIcon(icons.pixmap("eye", "t2", 16)), tr("显示口令"), self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show)
        self.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type; a capital without Shift, or a small letter with it, means that Caps is locked."""
        super().keyPressEvent(event)
        text = event.text()
        if len(text) == 1 and text.isalpha() and text.isascii():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_changed.emit(text.isupper() != shift)

    def _show(self, on: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)
        self._eye.setIcon(QIcon(icons.pixmap("eye-off" if on else "eye", "t2", 16)))


class AccountButton(QPushButton):
    """One account: initial, name, role."""

    def __init__(self, name: str, note: str, *, checkable: bool = True) -> None:
        super().__init__()
        self.setObjectName("account")
        self.setCheckable(checkable)
        self.setAccessibleName(f"{name} {note}")
        self.setFixedHeight(Theme.current.px(54))
        words = column(None, label(name, "bodyStrong"), label(note, "small", "t2"), None, spacing=0)
        line = row(Avatar(name, strong=False, size=34), words, None, picture("chevron-right", "t2", 16), spacing=12)
        line.setContentsMargins(Theme.current.px(14), 0, Theme.current.px(12), 0)
        self.setLayout(line)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class SignInPage(Cover):
    """The sign-in sheet; with ``locked`` it brings one person back to a locked screen."""

    sign_in_requested = Signal(str, str)
    """Account and password."""
    liaison_requested = Signal()
    packet_requested = Signal()

    def __init__(
        self,
        accounts: Sequence[Person],
        *,
        chosen: str = "",
        locked: bool = False,
        facts: Sequence[tuple[str, str]] = (),
        hint: str = "",
    ) -> None:
        super().__init__(900, 540, (("↑ ↓", tr("选账号")), ("Enter", tr("登录"))))
        self._accounts = list(accounts)
        self._locked = locked
        self._buttons: dict[str, AccountButton] = {}
        self._help = tr("样例资料，口令都是 {word}", word=hint) if hint else tr("忘记口令，找管理员重置")
        whole = row(self._brand(facts), spacing=0)
        whole.addLayout(self._form(), 1)
        self.sheet.setLayout(whole)
        self._choose(chosen if chosen in self._buttons else next(iter(self._buttons), ""))

    def focus_first(self) -> None:
        """Put the focus on the password."""
        self._password.setFocus()

    def account(self) -> str:
        """Return the account chosen or typed."""
        if not self._buttons:
            return self._typed.text().strip()
        return next((account for account, button in self._buttons.items() if button.isChecked()), "")

    def show_fault(self, error: WorkbenchError) -> None:
        """Say why the sign-in was refused, at the field."""
        self.set_busy(busy=False)
        self._say("alert-circle", "bad", error.told(language()))
        self._password.setProperty("fault", "true")
        self._password.style().polish(self._password)
        self._password.selectAll()
        self._password.setFocus()

    def set_busy(self, *, busy: bool) -> None:
        """Take no second attempt while one is checked."""
        self._enter.setEnabled(not busy)
        self._password.setEnabled(not busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between accounts with the arrows."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        accounts = list(self._buttons)
        if step and accounts:
            self._choose(accounts[(accounts.index(self.account()) + step) % len(accounts)])
            return
        super().keyPressEvent(event)

    def _brand(self, facts: Sequence[tuple[str, str]]) -> QWidget:
        side = panel("brand")
        side.setFixedWidth(Theme.current.px(340))
        mark = panel("brandmark")
        mark.setFixedSize(Theme.current.px(54), Theme.current.px(54))
        mark.setLayout(row(picture("shield-star", "paper", 32), margins=(10, 10, 10, 10)))
        lines = [
            row(picture(icon, "paper", 18), label(words, "body", "paper"), None, spacing=10) for icon, words in facts
        ]
        private = row(
            picture("device-desktop", "paper", 18),
            label(tr("本机运行，资料不出本机"), "body", "paper"),
            None,
            spacing=10,
        )
        side.setLayout(
            column(
                row(mark, None),
                16,
                label(tr("大型活动安审工作台"), "brand", "paper", wrap=True),
                label(_other_name(), "body", "paper"),
                None,
                private,
                *lines,
                margins=(32, 34, 24, 32),
            )
        )
        return side

    def _form(self) -> QVBoxLayout:
        self._password = PasswordEdit()
        self._password.returnPressed.connect(self._try)
        self._password.caps_changed.connect(self._caps)
        self._password.textEdited.connect(lambda _text: self._clear_fault())
        self._hint_sign = picture("alert-triangle", "warn", 16)
        self._hint = label("", "body", "warn", wrap=True)
        self._hint_line = QWidget()
        line = row(self._hint_sign, spacing=6)
        line.addWidget(self._hint, 1)
        self._hint_line.setLayout(line)
        self._hint_line.setMinimumHeight(Theme.current.px(22))
        self._hint_sign.hide()
        self._enter = Button(tr("解锁") if self._locked else tr("登录"), kind="primary", key="Enter")
        self._enter.clicked.connect(self._try)
        return column(
            label(tr("屏幕已锁定") if self._locked else tr("登录"), "page"),
            self._account_list(),
            4,
            label(tr("口令"), ink="t2"),
            self._password,
            self._hint_line,
            None,
            row(label(self._help, ink="t2"), None, self._enter),
            label(tr("5 次错误后锁定 15 分钟。离开 10 分钟自动锁屏，未存内容保留。"), "small", "t2", wrap=True),
            margins=(40, 34, 40, 30),
        )

    def _account_list(self) -> QWidget:
        inside = QWidget()
        body = column(spacing=8)
        group = QButtonGroup(self)
        for person in self._accounts:
            button = AccountButton(person.name, role_word(person))
            button.clicked.connect(lambda _on, account=person.account: self._choose(account))
            group.addButton(button)
            self._buttons[person.account] = button
            body.addWidget(button)
        if not self._accounts:
            self._typed = QLineEdit()
            self._typed.setPlaceholderText(tr("账号"))
            self._typed.setAccessibleName(tr("账号"))
            body.addWidget(self._typed)
        if not self._locked:
            liaison = AccountButton(tr("承办方联络员"), tr("不登录：预审申请包，打印清单"), checkable=False)
            liaison.clicked.connect(self.liaison_requested)
            body.addWidget(liaison)
            packet = Button(tr("被征求意见单位：打开征求意见包"), icon="package", kind="ghost", small=True)
            packet.clicked.connect(lambda _on=False: self.packet_requested.emit())
            body.addWidget(packet, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        inside.setLayout(body)
        if len(self._accounts) <= 3:
            return inside
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setMinimumHeight(Theme.current.px(190))
        return scroll

    def _choose(self, account: str) -> None:
        if account in self._buttons:
            self._buttons[account].setChecked(True)
        self._clear_fault()
        self._password.setFocus()

    def _try(self) -> None:
        if not self._password.text():
            self._say("alert-circle", "bad", tr("请输入口令"))
            return
        self.set_busy(busy=True)
        self.sign_in_requested.emit(self.account(), self._password.text())

    def _caps(self, on: bool) -> None:
        if on:
            self._say("alert-triangle", "warn", tr("大写锁定已开"))
        else:
            self._clear_fault()

    def _clear_fault(self) -> None:
        self._hint.setText("")
        self._hint_sign.hide()
        self._password.setProperty("fault", "false")
        self._password.style().polish(self._password)

    def _say(self, icon: str, ink: str, words: str) -> None:
        self._hint_sign.setPixmap(picture(icon, ink, 16).pixmap())
        self._hint_sign.show()
        self._hint.setProperty("ink", ink)
        self._hint.style().polish(self._hint)
        self._hint.setText(words)
        announce.alert(self._hint, words)

    def hint(self) -> str:
        """Return what is said under the password."""
        return self._hint.text()


def _other_name() -> str:
    """Return the program's name in the language that is not in use."""
    return "Event Approval Workbench" if language() == "zh" else PROGRAM_ZH
