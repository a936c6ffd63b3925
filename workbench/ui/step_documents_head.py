"""The title line and the foot line of the list of step 2."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from workbench.services.views import CaseView
from workbench.ui import delegates
from workbench.ui.i18n import tr
from workbench.ui.queue_words import blocks_sentence
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, label, picture, row


class Blocks(QWidget):
    """A block per class."""

    def __init__(self) -> None:
        super().__init__()
        self._states: tuple[str, ...] = ()
        self.setFixedHeight(Theme.current.px(16))

    def show_states(self, states: tuple[str, ...]) -> None:
        """Show other states."""
        self._states = states
        self.setFixedWidth(Theme.current.px(12 * len(states) + 2))
        self.setToolTip(blocks_sentence(states))
        self.setAccessibleName(blocks_sentence(states))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the blocks."""
        delegates.blocks(QPainter(self), 0, Theme.current.px(2), self._states)


class ListHead(QFrame):
    """Title, blocks, how many are done, filter."""

    filtered = Signal(bool)

    def __init__(self, *, only_open: bool) -> None:
        super().__init__()
        self.setObjectName("alt")
        self.setProperty("hair", "bottom")
        self.setFixedHeight(Theme.current.px(46))
        self._blocks = Blocks()
        self._done = label("", "body", "t2")
        self.only_open = Button(tr("只看未决"), icon="filter", kind="chip")
        self.only_open.setCheckable(True)
        self.only_open.setChecked(only_open)
        self.only_open.toggled.connect(self.filtered)
        self.setLayout(
            row(
                label(tr("材料审查"), "section"), self._blocks, self._done, None, self.only_open, margins=(14, 0, 11, 0)
            )
        )

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        states = tuple(group.verdict for group in view.classes)
        self._blocks.show_states(states)
        self._done.setText(f"{sum(state != 'open' for state in states)}/{len(states)}")


class ListFoot(QFrame):
    """What is left, and what goes into the notice."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.setProperty("hair", "top")
        self.setFixedHeight(Theme.current.px(40))
        self._words = label("", "body", "t2")
        self.setLayout(row(picture("info-circle", "t2", 16), self._words, None, margins=(14, 0, 12, 0)))

    def words(self) -> str:
        """Return the line."""
        return self._words.text()

    def show_case(self, view: CaseView) -> None:
        """Show a state of the case."""
        left = sum(group.verdict == "open" for group in view.classes)
        wrong = sum(paper.verdict == "correct" for group in view.classes for paper in group.papers)
        wrong += sum(content.score == 0 for group in view.classes for content in group.contents)
        parts = [tr("余 {count} 类未审", count=left) if left else tr("九类都已审")]
        if wrong:
            parts.append(tr("需补正 {count} 项并入一份告知书", count=wrong))
        self._words.setText(tr("；").join(parts))
