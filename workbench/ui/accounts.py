"""Accounts: who may sign in and in which role; administrators add people here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHeaderView, QLineEdit, QWidget

from workbench.errors import WorkbenchError
from workbench.services.office import NewPerson
from workbench.services.views import Person
from workbench.ui.dialogs import Dialog
from workbench.ui.history_models import plain_table
from workbench.ui.i18n import language, tr
from workbench.ui.screen import Screen
from workbench.ui.sign_in import PasswordEdit
from workbench.ui.table_model import TableModel
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, label, row


def role_names() -> dict[str, str]:
    """Return the words of the roles, in the order of the form."""
    return {
        "officer": tr("主审民警"),
        "approver": tr("复签"),
        "supervisor": tr("监督"),
        "administrator": tr("管理员"),
    }


class PeopleModel(TableModel[Person]):
    """One account per row."""

    def titles(self) -> tuple[str, ...]:
        """Return the column titles."""
        return tr("姓名"), tr("账号"), tr("角色"), tr("单位")

    def cells(self, thing: Person) -> tuple[str, ...]:
        """Return what is said of an account."""
        roles = tr("、").join(word for name, word in role_names().items() if name in thing.roles)
        return thing.name, thing.account, roles, thing.organisation


class AccountsPage(Screen):
    """The list of accounts and a button that adds one."""

    people_requested = Signal()
    add_requested = Signal(object)
    """A :class:`NewPerson`."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("app")
        self.people = PeopleModel(self)
        self._dialog: NewPersonDialog | None = None
        self.table = plain_table(self.people, tr("账号管理"))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._add = Button(tr("新建账号"), icon="plus", kind="primary", key="Ctrl N")
        self._add.clicked.connect(self.add_person)
        self._add.setShortcut("Ctrl+N")
        head = row(label(tr("账号管理"), "page"), None, self._add, margins=(16, 10, 14, 10))
        whole = column(head, self.table, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def show_people(self, people: Sequence[Person]) -> None:
        """Show the accounts."""
        self.people.show(people)
        if self._dialog is not None:
            self._dialog.accept()
            self._dialog = None

    def show_fault(self, error: WorkbenchError) -> None:
        """Say in the form why the account was not made."""
        if self._dialog is not None:
            self._dialog.say(error.told(language()))

    def add_person(self) -> None:
        """Open the form of a new account."""
        organisation = self.people.all()[0].organisation if self.people.all() else ""
        self._dialog = NewPersonDialog(self, organisation)
        self._dialog.wanted.connect(self.add_requested)
        self._dialog.open()

    def remember(self) -> object:
        """Return the accounts shown."""
        return self.people.all()

    def focus_first(self) -> None:
        """Put the focus on the table."""
        self.table.setFocus()

    def key_hints(self) -> tuple[tuple[str, str], ...]:
        """Return the keys of the page."""
        return (("Ctrl N", tr("新建账号")),)


class NewPersonDialog(Dialog):
    """Name, account, password, roles."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None, organisation: str) -> None:
        super().__init__(parent, tr("新建账号"), icon="user", width=460)
        self.name, self.account, self.office = QLineEdit(), QLineEdit(), QLineEdit(organisation)
        self.password = PasswordEdit()
        fields = (
            (tr("姓名"), self.name),
            (tr("账号"), self.account),
            (tr("口令"), self.password),
            (tr("单位"), self.office),
        )
        grid = QGridLayout()
        grid.setVerticalSpacing(Theme.current.px(8))
        for number, (word, field) in enumerate(fields):
            field.setAccessibleName(word)
            grid.addWidget(label(word, ink="t2"), number, 0)
            grid.addWidget(field, number, 1)
        self.roles = {name: QCheckBox(word) for name, word in role_names().items()}
        grid.addWidget(label(tr("角色"), ink="t2"), len(fields), 0)
        grid.addLayout(row(*self.roles.values(), None, spacing=12), len(fields), 1)
        self.add(grid)
        self._fault = label("", ink="bad", wrap=True)
        self.add(self._fault)
        self.button(tr("取消"), self.reject)
        self.button(tr("新建"), self._ask, kind="primary")
        self.name.setFocus()

    def say(self, words: str) -> None:
        """Say what is wrong."""
        self._fault.setText(words)

    def _ask(self) -> None:
        roles = frozenset(name for name, box in self.roles.items() if box.isChecked())
        if not self.name.text().strip() or not self.account.text().strip():
            self.say(tr("账号和姓名都要填"))
        elif not roles:
            self.say(tr("至少选一个角色"))
        else:
            name, account = self.name.text().strip(), self.account.text().strip()
            self.wanted.emit(NewPerson(account, name, self.password.text(), roles, self.office.text().strip()))
