"""Choosing defect reasons: the pack's list, those of this paper and the most used first, a key for each."""

from __future__ import annotations

from collections import Counter
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QWidget

from workbench.core.pack import Pack
from workbench.services.views import CaseView, PaperView
from workbench.ui.document_words import defects
from workbench.ui.i18n import say, tr
from workbench.ui.widgets import keycap, label, row
from workbench.ui.workspace_dialogs import CaseDialog

KEYS = "1234567890"


def ordered(paper: PaperView, view: CaseView, pack: Pack) -> tuple[str, ...]:
    """Return the reason codes: those the rules found, those most used in this case, then the paper's usual ones."""
    used = Counter(code for group in view.classes for other in group.papers for code in other.reasons)
    usual = pack.materials[paper.code].defects if paper.code in pack.materials else ()
    first = [*paper.rule_reasons, *(code for code, _ in used.most_common()), *usual, *pack.lists.get("defects", {})]
    return tuple(dict.fromkeys(code for code in first if code in pack.lists.get("defects", {})))


class ReasonsDialog(CaseDialog):
    """The reasons of a paper as boxes; digits tick them, Enter takes them."""

    chosen = Signal(tuple)

    def __init__(self, parent: QWidget, paper: PaperView, view: CaseView, pack: Pack) -> None:
        super().__init__(parent, tr("补正理由"), icon="edit", ink="warn", width=440)
        self.add(label(f"{paper.code} {say(paper.title)}", ink="t2"))
        if paper.rule_reasons:
            self.add(label(tr("规则提示：{reasons}", reasons=defects(paper.rule_reasons, pack)), "small", "t2"))
        self.boxes: dict[str, QCheckBox] = {}
        ticked = paper.reasons or paper.rule_reasons
        for number, code in enumerate(ordered(paper, view, pack)):
            box = QCheckBox(say(pack.lists["defects"][code].text))
            box.setChecked(code in ticked)
            self.boxes[code] = box
            key = KEYS[number] if number < len(KEYS) else ""
            self.add(row(keycap(key or " "), box, None))
            if key:
                QShortcut(QKeySequence(key), self).activated.connect(partial(_toggle, box))
        self.button(tr("取消"), self.reject)
        self._take = self.button(tr("判为需补正"), self.take, kind="primary")
        for box in self.boxes.values():
            box.toggled.connect(self._count)
        self._count()
        next(iter(self.boxes.values())).setFocus()

    def reasons(self) -> tuple[str, ...]:
        """Return the ticked codes, in the order of the pack."""
        return tuple(sorted((c for c, box in self.boxes.items() if box.isChecked()), key=_order))

    def take(self) -> None:
        """Take the ticked reasons."""
        if self.reasons():
            self.chosen.emit(self.reasons())
            self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take on Enter wherever the focus is."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        else:
            super().keyPressEvent(event)

    def _count(self) -> None:
        self._take.setEnabled(bool(self.reasons()))


def _toggle(box: QCheckBox) -> None:
    box.setFocus()
    box.toggle()


def _order(code: str) -> tuple[int, str]:
    digits = "".join(c for c in code if c.isdigit())
    return int(digits or 0), code
