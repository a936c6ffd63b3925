"""The table of a register with its head, figures, empty state and the chosen entry beside it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.errors import NO_TEXT
from workbench.services.register_views import EntryDetail, EntryView, RegisterPage
from workbench.ui.column_room import ColumnRoom
from workbench.ui.flow import FlowLayout
from workbench.ui.i18n import say, tr
from workbench.ui.register_detail import DetailPane
from workbench.ui.register_model import RegisterModel, fit_columns, register_table
from workbench.ui.widgets import Button, clear, column, label, picture, row, tag

REST = 120
"""How long the cursor rests on a row before its detail is asked for [ms]."""


def key_of_page(key: str, holder: QWidget, act: Callable[[], object]) -> None:
    """Let a key act while the focus is in a widget."""
    shortcut = QShortcut(QKeySequence(key), holder)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    shortcut.activated.connect(act)


class RegisterBoard(QWidget):
    """A register: what is in it, and what is chosen."""

    add_requested = Signal()
    edit_requested = Signal(object)
    strike_requested = Signal(object)
    export_requested = Signal()
    prefill_requested = Signal()
    detail_requested = Signal(object)
    """The :class:`EntryView` on which the cursor rests."""

    def __init__(self) -> None:
        super().__init__()
        self.page: RegisterPage | None = None
        self.model = RegisterModel(self)
        self.table = register_table(self.model, tr("登记"))
        self.detail = DetailPane()
        self._room = ColumnRoom(self.table)
        self._wanted = ""
        self._columns: tuple[str, ...] = ()
        self._rest = QTimer(self, singleShot=True, interval=REST)
        self._rest.timeout.connect(self._ask)
        self._build()
        self._wire()

    def show_page(self, page: RegisterPage, *, searching: bool = False, proposed: int = 0) -> None:
        """Show a register; the cursor stays on its entry.

        Args:
            page: The register.
            searching: Words of a search leave entries out.
            proposed: Entries that the application proposes.
        """
        chosen = self._wanted or (self.chosen().entry if self.chosen() else "")  # type: ignore[union-attr]
        self.page = page
        self.model.show(page)
        columns = (page.register.code, *(field.key for field in page.register.columns))
        if columns != self._columns:
            self._columns = columns
            fit_columns(self.table, self.model, self._room)
        self._say_head(page, proposed)
        self._say_empty(page, searching=searching)
        self.reveal(chosen)

    def chosen(self) -> EntryView | None:
        """Return the entry under the cursor."""
        return self.model.view(self.table.currentIndex().row())

    def reveal(self, entry: str) -> None:
        """Put the cursor on an entry, or on the first one; one that is not there yet is remembered."""
        number = self.model.row_of(entry)
        self._wanted = entry if entry and number < 0 else ""
        number = max(number, 0)
        if self.model.rowCount() == 0:
            self.detail.say_nothing()
            return
        index = self.model.index(number, 0)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.table.selectionModel().setCurrentIndex(index, flags)
        self.table.scrollTo(index)
        self._ask()

    def show_detail(self, detail: EntryDetail) -> None:
        """Show the chosen entry, unless the cursor has moved on."""
        view = self.chosen()
        if self.page is not None and view is not None and view.entry == detail.view.entry:
            self.detail.show_entry(self.page, detail)

    # Construction

    def _build(self) -> None:
        self.title = label("", "section")
        self.count = label("", ink="t2")
        self.add = Button(tr("登记"), icon="plus", kind="primary", key="N")
        self.export = Button(tr("导出"), icon="file-export")
        self.prefill = Button(tr("从申请表带入"), icon="file-import")
        head = row(self.title, self.count, None, self.prefill, self.export, self.add, margins=(16, 10, 14, 6))
        self._figures = QWidget()
        self._figures.setLayout(FlowLayout())
        figures = row(self._figures, margins=(16, 0, 14, 6))
        self._empty = label("", ink="t2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        nothing = QWidget()
        nothing.setObjectName("surface")
        sign = picture("notes", "t3", 36)
        nothing.setLayout(column(None, row(None, sign, None), row(None, self._empty, None), None))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        middle = column(head, figures, self._stack, spacing=0)
        middle.setStretch(2, 1)
        whole = row(spacing=1)
        whole.addLayout(middle, 1)
        whole.addWidget(self.detail)
        self.setLayout(whole)

    def _wire(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._rest.start())
        self.table.doubleClicked.connect(lambda _index: self._edit())
        self.add.clicked.connect(lambda _on=False: self.add_requested.emit())
        self.export.clicked.connect(lambda _on=False: self.export_requested.emit())
        self.prefill.clicked.connect(lambda _on=False: self.prefill_requested.emit())
        self.detail.edit_requested.connect(self.edit_requested)
        self.detail.strike_requested.connect(self.strike_requested)
        for key, act in {"E": self._edit, "Return": self._edit, "Del": self._strike}.items():
            key_of_page(key, self.table, act)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pane at the right less room where there is little."""
        super().resizeEvent(event)
        self.detail.fit(self.width())

    def _say_head(self, page: RegisterPage, proposed: int) -> None:
        name = say(page.register.text)
        self.title.setText(name)
        self.table.setAccessibleName(name)
        self.count.setText(tr("{count} 条", count=len(page.entries)))
        self.add.setVisible(page.may_keep)
        self.prefill.setVisible(page.may_keep and proposed > 0)
        self.prefill.set_text(tr("从申请表带入 {count} 条", count=proposed))
        layout = self._figures.layout()
        assert layout is not None
        clear(layout)
        shown = page.measures if page.entries else ()
        for measure in shown:
            kind = {True: "ok", False: "bad", None: "neutral"}[measure.in_order]
            words = f"{say(measure.label)} {measure.value}"
            layout.addWidget(tag(f"{words} · {say(measure.advice)}" if measure.advice != NO_TEXT else words, kind))
        self._figures.setVisible(bool(shown))

    def _say_empty(self, page: RegisterPage, *, searching: bool) -> None:
        self._stack.setCurrentIndex(0 if page.entries else 1)
        words = tr("没有符合的登记，换一个词试试") if searching else say(page.register.empty)
        self._empty.setText(words or tr("还没有登记"))

    def focus_first(self) -> None:
        """Put the focus on the table, or on what makes the first entry."""
        (self.table if self.model.rowCount() or self.add.isHidden() else self.add).setFocus()

    def _ask(self) -> None:
        self._rest.stop()
        view = self.chosen()
        if view is not None:
            self.detail_requested.emit(view)

    def wish_to_add(self) -> None:
        """Ask for a new entry where the person may make one: the key of the whole page, also of an empty register."""
        if self.page is not None and self.page.may_keep:
            self.add_requested.emit()

    def _edit(self) -> None:
        view = self.chosen()
        if view is not None and self.page is not None and self.page.may_keep:
            self.edit_requested.emit(view)

    def _strike(self) -> None:
        view = self.chosen()
        if view is not None and self.page is not None and self.page.may_keep:
            self.strike_requested.emit(view)
