"""Choosing the officer of a case."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from workbench.services.views import Person
from workbench.ui.app_bar import role_word
from workbench.ui.dialogs import Dialog
from workbench.ui.i18n import tr
from workbench.ui.widgets import label


class AssignDialog(Dialog):
    """A list of officers; Enter takes the one under the cursor."""

    chosen = Signal(object)
    """The :class:`Person` chosen."""

    def __init__(self, parent: QWidget | None, title: str, people: Sequence[Person], present: str) -> None:
        super().__init__(parent, tr("分派主审"), icon="users")
        self.add(label(title, ink="t2", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("主审民警"))
        for person in people:
            item = QListWidgetItem(f"{person.name}　{role_word(person)}")
            item.setData(Qt.ItemDataRole.UserRole, person)
            self.list.addItem(item)
            if person.name == present:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.itemActivated.connect(lambda _item: self._take())
        self.add(self.list)
        self.button(tr("取消"), self.reject)
        self.button(tr("分派"), self._take, kind="primary")
        self.list.setFocus()

    def _take(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
            self.accept()
