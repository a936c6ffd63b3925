"""The list of step 2: nine classes, the papers of the class worked on, the contents of the plan."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from workbench.core.pack import Pack
from workbench.services.views import ClassView, ContentView, PaperView
from workbench.ui import document_words as words
from workbench.ui.i18n import say, tr
from workbench.ui.step_documents_paint import ENTRY, DocumentDelegate, hit
from workbench.ui.widgets import plain_list

Entry = ClassView | PaperView | ContentView
Index = QModelIndex | QPersistentModelIndex


class DocumentModel(QAbstractListModel):
    """Rows of the list; the papers of folded classes are not rows."""

    def __init__(self, pack: Pack, parent: QWidget) -> None:
        super().__init__(parent)
        self._pack = pack
        self.classes: tuple[ClassView, ...] = ()
        self.unfolded = ""
        self.only_open = False
        self.entries: tuple[Entry, ...] = ()

    def show(self, classes: tuple[ClassView, ...]) -> None:
        """Show another state."""
        self.classes = classes
        self._lay_out()

    def unfold(self, code: str) -> None:
        """Unfold one class and fold the others."""
        if code != self.unfolded:
            self.unfolded = code
            self._lay_out()

    def filter(self, *, only_open: bool) -> None:
        """Show only what still waits."""
        self.only_open = only_open
        self._lay_out()

    def class_of(self, code: str) -> ClassView | None:
        """Return the class of a class, paper or content code."""
        return next((g for g in self.classes if code == g.code or any(e.code == code for e in inside(g))), None)

    def entry_of(self, code: str) -> Entry | None:
        """Return what has a code, shown or folded away."""
        group = self.class_of(code)
        if group is None or group.code == code:
            return group
        return next(e for e in inside(group) if e.code == code)

    def place_of(self, code: str) -> int:
        """Return the row of a code, -1 when it is not shown."""
        return next((n for n, entry in enumerate(self.entries) if entry.code == code), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row in words, or the entry itself."""
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return say(entry.title)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.sentence(entry)
            case Qt.ItemDataRole.ToolTipRole:
                return self.sentence(entry)
            case Qt.ItemDataRole.UserRole:
                return entry
        return None

    def sentence(self, entry: Entry) -> str:
        """Return an entry for a listener."""
        match entry:
            case ClassView():
                return words.class_sentence(entry)
            case PaperView():
                return words.paper_sentence(entry, self._pack)
        return words.content_sentence(entry, self._pack)

    def _lay_out(self) -> None:
        self.beginResetModel()
        self.entries = tuple(self._rows())
        self.endResetModel()

    def _rows(self) -> Iterator[Entry]:
        for group in self.classes:
            rows = [e for e in inside(group) if not self.only_open or _waits(e)]
            if self.only_open and not rows:
                continue
            yield group
            if self.only_open or group.code == self.unfolded:
                yield from rows


def inside(group: ClassView) -> tuple[PaperView | ContentView, ...]:
    """Return the papers of a class, then its plan contents."""
    return (*group.papers, *group.contents)


def _waits(entry: PaperView | ContentView) -> bool:
    if isinstance(entry, ContentView):
        return entry.score in {None, 0}
    return words.is_open(entry) or entry.verdict == "correct"


class DocumentList(QListView):
    """Papers as rows; a click on a verdict, or a key of the page, gives it."""

    moved = Signal(str)
    """The code of the row under the cursor."""
    verdict_clicked = Signal(str, str)
    score_clicked = Signal(str, int)

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.model_ = DocumentModel(pack, self)
        self.setModel(self.model_)
        self.painter_ = DocumentDelegate(pack, self)
        self.setItemDelegate(self.painter_)
        plain_list(self, tr("材料清单"))
        self._code = ""
        self._quiet = False
        self.selectionModel().currentChanged.connect(lambda *_: self._moved())

    @property
    def code(self) -> str:
        """Return the code of the row under the cursor."""
        return self._code

    def entry(self) -> Entry | None:
        """Return the row under the cursor."""
        found = self.currentIndex().data(ENTRY)
        return found if isinstance(found, Entry) else None

    def show_classes(self, classes: tuple[ClassView, ...]) -> None:
        """Show another state with the cursor on the same row."""
        self._quiet = True
        self.model_.show(classes)
        self._quiet = False
        self.choose(self._code or (classes[0].code if classes else ""))

    def choose(self, code: str) -> None:
        """Put the cursor on a class, paper or content and unfold its class."""
        group = self.model_.class_of(code)
        if group is None:
            return
        self._quiet = True
        self.model_.unfold(group.code)
        self._quiet = False
        number = self.model_.place_of(code)
        if number < 0:
            number = max(0, self.model_.place_of(group.code))
        self.setCurrentIndex(self.model_.index(number))
        self.scrollTo(self.currentIndex())

    def step(self, direction: int) -> None:
        """Move the cursor; a class unfolds when the cursor comes to it."""
        number = self.currentIndex().row() + direction
        if 0 <= number < self.model_.rowCount():
            self.choose(self.model_.entries[number].code)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the row under the cursor in sight."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move row by row."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row, and give the verdict or score that was hit."""
        index = self.indexAt(event.position().toPoint())
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return
        may = self.painter_.may_edit
        struck = hit(entry, self.visualRect(index), event.position().toPoint()) if may else None
        self.choose(entry.code)
        if isinstance(struck, int):
            self.score_clicked.emit(entry.code, struck)
        elif struck:
            self.verdict_clicked.emit(entry.code, struck)

    def _moved(self) -> None:
        entry = self.entry()
        if self._quiet or entry is None:
            return
        changed = entry.code != self._code
        self._code = entry.code
        group = self.model_.class_of(entry.code)
        if group is not None and group.code != self.model_.unfolded and not self.model_.only_open:
            self.choose(entry.code)
        if changed:
            self.moved.emit(entry.code)
