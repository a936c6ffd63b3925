"""First run: three short pages, then the program is ready to work.

Language and data, where the file lives, the first administrator. The answers leave the pages as one value; the wiring
makes the database from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.ui import announce, delegates, icons
from workbench.ui.cover import Cover
from workbench.ui.i18n import language, tr
from workbench.ui.sign_in import PasswordEdit
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, panel, picture, row

SHORTEST_PASSWORD = 8


@dataclass(frozen=True)
class FirstRun:
    """What a new user chose."""

    sample: bool = False
    location: str = ""
    organisation: str = ""
    account: str = "admin"
    name: str = ""
    password: str = ""
    page: int = 0


class StepLine(QWidget):
    """One page in the list: its number in a circle, a tick when it is done."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._current = 0
        self._title = ""
        self.setFixedHeight(Theme.current.px(40))

    def say(self, title: str, current: int) -> None:
        """Show the title, as done, current or to come."""
        self._title = title
        self._current = current
        self.setAccessibleName(title)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, circle and title."""
        theme = Theme.current
        painter = QPainter(self)
        now, done = self._number == self._current, self._number < self._current
        if now:
            delegates.rounded(painter, self.rect().toRectF(), "sel", radius=theme.px(6))
        side = theme.px(22)
        circle = QRectF(theme.px(8), (self.height() - side) / 2, side, side)
        edge = "accentT" if now else "line2"
        delegates.rounded(painter, circle, "okF" if done else "surface", "" if done else edge, side / 2)
        if done:
            painter.drawPixmap(circle.adjusted(4, 4, 0, 0).topLeft(), icons.pixmap("check", "surface", 14))
        else:
            painter.setPen(theme.colour("accentT" if now else "t2"))
            painter.setFont(theme.sized(12, 500))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), str(self._number + 1))
        words = self.rect().adjusted(theme.px(42), 0, 0, 0)
        delegates.text(painter, words, self._title, theme.sized(13, 500 if now else 400), "accentT" if now else "t2")


class FirstRunPage(Cover):
    """The three pages with their list at the left."""

    finished = Signal(object)
    """A :class:`FirstRun`."""
    language_chosen = Signal(str)

    def __init__(self, suggested: str, answers: FirstRun | None = None) -> None:
        super().__init__(1060, 600, (("Alt ←", tr("上一步")), ("Alt →", tr("下一步"))))
        self._given = answers or FirstRun(location=suggested)
        self._pages = QStackedWidget()
        for make in (self._start_page, self._place_page, self._person_page):
            self._pages.addWidget(_padded(make()))
        self._fault = label("", "body", "bad", wrap=True)
        self._back = Button(tr("上一步"), icon="arrow-left")
        self._next = Button(tr("下一步"), icon="arrow-right", kind="primary")
        self._back.setShortcut("Alt+Left")
        self._next.setShortcut("Alt+Right")
        self._back.clicked.connect(lambda: self._go(self._pages.currentIndex() - 1))
        self._next.clicked.connect(self._forward)
        foot = row(margins=(34, 12, 34, 14))
        foot.addWidget(self._fault, 1)
        foot.addWidget(self._back)
        foot.addWidget(self._next)
        right = column(self._pages, hairline(), foot, spacing=0)
        right.setStretch(0, 1)
        whole = row(self._side(), spacing=0)
        whole.addLayout(right, 1)
        self.sheet.setLayout(whole)
        self._go(self._given.page)

    def answers(self) -> FirstRun:
        """Return what is chosen and typed so far."""
        return FirstRun(
            sample=self._sample.isChecked(),
            location=self._place.text().strip(),
            organisation=self._organisation.text().strip(),
            account=self._account.text().strip(),
            name=self._name.text().strip(),
            password=self._password.text(),
            page=self._pages.currentIndex(),
        )

    def show_fault(self, error: WorkbenchError) -> None:
        """Say why the database could not be made."""
        self._next.setEnabled(True)
        self._say(error.told(language()))

    def _side(self) -> QWidget:
        side = panel("railside")
        side.setFixedWidth(Theme.current.px(250))
        mark = panel("mark")
        mark.setFixedSize(Theme.current.px(36), Theme.current.px(36))
        mark.setLayout(row(picture("shield-star", "accentOn", 24), margins=(6, 6, 6, 6)))
        head = row(
            mark, column(label(tr("首次设置"), "bodyStrong"), label(tr("约 2 分钟"), "small", "t2"), spacing=0), None
        )
        self._steps = [StepLine(number) for number in range(3)]
        side.setLayout(column(head, 12, *self._steps, None, spacing=2, margins=(18, 26, 18, 20)))
        return side

    def _start_page(self) -> QLayout:
        languages = row(spacing=20)
        self._languages = QButtonGroup(self)
        for value, word in (("zh", "中文"), ("en", "English")):
            button = QRadioButton(word)
            button.setChecked(value == language())
            button.toggled.connect(lambda on, v=value: self.language_chosen.emit(v) if on else None)
            self._languages.addButton(button)
            languages.addWidget(button)
        languages.addStretch(1)
        self._data = QButtonGroup(self)
        self._empty = QRadioButton(tr("空白资料库：开始正式使用"))
        self._sample = QRadioButton(tr("样例资料：先看看怎么用"))
        for button in (self._empty, self._sample):
            self._data.addButton(button)
        self._sample.setChecked(self._given.sample)
        self._empty.setChecked(not self._given.sample)
        return column(
            label(tr("语言与资料"), "page"),
            label(tr("都可以以后再改。"), ink="t2"),
            10,
            label(tr("界面语言"), ink="t2"),
            languages,
            10,
            label(tr("从哪里开始"), ink="t2"),
            self._empty,
            _under(tr("只有规则包和工作日历，没有案件。")),
            self._sample,
            _under(tr("两个虚构的活动和三个账号，日期固定在示例日期；一步即可删除。")),
            None,
        )

    def _place_page(self) -> QLayout:
        self._place = QLineEdit(self._given.location)
        self._place.setAccessibleName(tr("资料库位置"))
        browse = Button(tr("选择位置"), icon="folder-open")
        browse.clicked.connect(self._browse)
        place = row()
        place.addWidget(self._place, 1)
        place.addWidget(browse)
        return column(
            label(tr("资料库放在哪里"), "page"),
            label(tr("一个文件，附件放在旁边的文件夹。可以是本机磁盘，也可以是有备份的共享盘。"), ink="t2", wrap=True),
            10,
            label(tr("资料库位置"), ink="t2"),
            place,
            label(tr("已有的资料库也可以在这里选，直接打开。"), "small", "t2"),
            None,
        )

    def _person_page(self) -> QLayout:
        self._organisation = QLineEdit(self._given.organisation)
        self._account = QLineEdit(self._given.account)
        self._name = QLineEdit(self._given.name)
        self._password, self._again = PasswordEdit(), PasswordEdit()
        self._again.setAccessibleName(tr("再输一次"))
        self._password.setText(self._given.password)
        self._again.setText(self._given.password)
        self._again.returnPressed.connect(self._forward)
        fields: list[tuple[str, QLineEdit]] = [
            (tr("单位"), self._organisation),
            (tr("账号"), self._account),
            (tr("姓名"), self._name),
            (tr("口令"), self._password),
            (tr("再输一次"), self._again),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(Theme.current.px(16))
        grid.setVerticalSpacing(Theme.current.px(10))
        for number, (word, field) in enumerate(fields):
            field.setAccessibleName(word)
            grid.addWidget(label(word, ink="t2"), number, 0)
            grid.addWidget(field, number, 1)
        return column(
            label(tr("第一个管理员"), "page"),
            label(tr("管理员建账号、分角色，自己不能审批。口令至少 8 个字符。"), ink="t2", wrap=True),
            10,
            grid,
            None,
        )

    def _titles(self) -> tuple[str, str, str]:
        return tr("语言与资料"), tr("资料库位置"), tr("第一个管理员")

    def _last(self) -> int:
        return 1 if self._sample.isChecked() else 2

    def _go(self, number: int) -> None:
        self._say("")
        self._pages.setCurrentIndex(number)
        self._back.setVisible(number > 0)
        last = number == self._last()
        self._next.set_icon("check" if last else "arrow-right")
        self._next.set_text(tr("完成") if last else tr("下一步"))
        for step, title in zip(self._steps, self._titles(), strict=True):
            step.say(title, number)
        self.focus_first()

    def focus_first(self) -> None:
        """Put the focus on the first field of the page."""
        page = self._pages.currentWidget() or self
        first = next((f for f in page.findChildren(QWidget) if f.focusPolicy() & Qt.FocusPolicy.TabFocus), None)
        if first is not None:
            first.setFocus()

    def _forward(self) -> None:
        number = self._pages.currentIndex()
        fault = self._check(number)
        if fault:
            self._say(fault)
        elif number == self._last():
            self._next.setEnabled(False)
            self.finished.emit(self.answers())
        else:
            self._go(number + 1)

    def _check(self, number: int) -> str:
        """Return what is wrong on a page, nothing when it is complete."""
        given = self.answers()
        if number == 1 and not given.location:
            return tr("请给出资料库位置")
        if number != 2:
            return ""
        if not given.account or not given.name:
            return tr("账号和姓名都要填")
        if len(given.password) < SHORTEST_PASSWORD:
            return tr("口令至少 8 个字符")
        return tr("两次口令不一样") if given.password != self._again.text() else ""

    def _say(self, words: str) -> None:
        self._fault.setText(words)
        if words:
            announce.alert(self._fault, words)

    def fault(self) -> str:
        """Return what is said beside the buttons."""
        return self._fault.text()

    def _browse(self) -> None:
        start = str(Path(self._place.text() or ".").parent)
        filters = "*.db"
        options = QFileDialog.Option.DontConfirmOverwrite
        path, _ = QFileDialog.getSaveFileName(self, tr("资料库位置"), start, filters, options=options)
        if path:
            self._place.setText(path)


def _under(words: str) -> QLabel:
    """Return a note that belongs to the choice above it."""
    note = label(words, "small", "t2", wrap=True)
    note.setIndent(Theme.current.px(26))
    return note


def _padded(body: QLayout) -> QWidget:
    page = QWidget()
    px = Theme.current.px
    body.setContentsMargins(px(34), px(30), px(34), px(20))
    page.setLayout(body)
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    assert isinstance(body, QVBoxLayout)
    return page
