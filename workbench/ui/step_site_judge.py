"""A verdict and its note: three choices of the pack, a text that saves itself, and what the rules said against it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QWidget

from workbench.core.pack import Pack
from workbench.errors import WorkbenchError
from workbench.ui import announce
from workbench.ui.i18n import language, say, tr
from workbench.ui.saved_text import SavedText
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, ElidedLabel, clear, column, hairline, label, row

VERDICT_LOOK = {
    "meets": ("circle-check", "ok"),
    "correct": ("edit", "warn"),
    "not_applicable": ("ban", "t2"),
}
"""Verdict → icon and colour."""


@dataclass(frozen=True)
class Judged:
    """What is judged: a zone, gate or post, or the whole of a step, with what stands about it."""

    code: str
    title: str
    below: str
    verdict: str
    note: str
    facts: tuple[tuple[str, str], ...] = ()


def short_verdict(code: str) -> str:
    """Return the short word of a verdict, for buttons; empty for one that only the pack knows."""
    return {"meets": tr("符合"), "correct": tr("需整改"), "not_applicable": tr("不适用")}.get(code, "")


class VerdictBar(QFrame):
    """The verdicts side by side; the chosen one pressed once more is taken back."""

    chosen = Signal(str)

    def __init__(self, pack: Pack, about: str, *, keys: bool = True) -> None:
        super().__init__()
        self._buttons: dict[str, Button] = {}
        line = row(spacing=6)
        for number, (code, choice) in enumerate(pack.lists["site_verdicts"].items(), 1):
            icon, _ = VERDICT_LOOK.get(code, ("circle-dashed", "t2"))
            words, key = short_verdict(code) or say(choice.text), str(number) if keys else ""
            button = Button(words, icon=icon, kind="chip", key=key, small=True)
            button.setAccessibleName(f"{about} {say(choice.text)}")
            button.setToolTip(say(choice.text))
            button.setCheckable(True)
            button.clicked.connect(lambda on, c=code: self.chosen.emit(c if on else ""))
            self._buttons[code] = button
            line.addWidget(button)
        line.addStretch(1)
        self.setLayout(line)
        self.setFocusProxy(next(iter(self._buttons.values())))

    def codes(self) -> tuple[str, ...]:
        """Return the verdicts in the order of the keys."""
        return tuple(self._buttons)

    def show_verdict(self, verdict: str, *, may_edit: bool) -> None:
        """Show a verdict; empty shows none."""
        for code, button in self._buttons.items():
            button.setChecked(code == verdict)
            button.setEnabled(may_edit)


class JudgePane(QFrame):
    """Title, verdicts, note. A verdict that needs a reason waits for its note."""

    judged = Signal(str, str, str)
    """Object, verdict, note."""

    def __init__(self, pack: Pack, about: str, *, keys: bool = True) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._pack = pack
        self._shown = Judged("", "", "", "", "")
        self._pending = ""
        self.title = label("", "bodyStrong", wrap=True)
        self.below = label("", "small", "t2", wrap=True)
        self.bar = VerdictBar(pack, about, keys=keys)
        self.note = SavedText(tr("{about}：说明", about=about))
        self.setLayout(column(self.title, self.below, self.bar, self.note, spacing=5, margins=(14, 10, 14, 10)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.bar.chosen.connect(self.give)
        self.note.settled.connect(self._note_settled)

    @property
    def code(self) -> str:
        """Return what is shown."""
        return self._shown.code

    def show_object(self, judged: Judged, *, may_edit: bool) -> None:
        """Show an object; what is being typed about the same one stays."""
        same = judged.code == self._shown.code
        self._shown = judged
        self.title.setText(judged.title)
        self.below.setText(judged.below)
        self.below.setVisible(bool(judged.below))
        if same:
            self.note.show_saved(judged.note)
        else:
            self._pending = ""
            self.note.start(judged.note)
        self.bar.show_verdict(self._pending or judged.verdict, may_edit=may_edit)
        self.note.edit.setReadOnly(not may_edit)

    def give(self, verdict: str) -> None:
        """Give a verdict; one that needs a reason goes to the note first."""
        if not self.code:
            return
        choice = self._pack.lists["site_verdicts"].get(verdict)
        needs = choice is not None and bool(choice.data.get("needs_reason"))
        if needs and not self.note.text().strip():
            self._pending = verdict
            self.bar.show_verdict(verdict, may_edit=True)
            self.note.say_fault(tr("判为“{word}”须写明问题", word=say(choice.text) if choice else verdict))
            self.note.edit.setFocus()
            return
        self._pending = ""
        note = self.note.text().strip()
        self.judged.emit(self.code, verdict, note)
        # A note that settles before the answer is there must not take the verdict back.
        self._shown = replace(self._shown, verdict=verdict, note=note)

    def settle(self) -> None:
        """Save what is being typed."""
        self.note.settle()

    def refuse(self, before: Judged, fault: WorkbenchError) -> None:
        """Go back to what was saved and say why."""
        self._pending = ""
        if before.code == self.code:
            self.bar.show_verdict(before.verdict, may_edit=True)
            self.note.refuse(before.note, fault)
        else:
            announce.alert(self, fault.told(language()))

    def shown(self) -> Judged:
        """Return what is shown as it is saved."""
        return self._shown

    def _note_settled(self, text: str) -> None:
        verdict = self._pending or self._shown.verdict
        if self._pending and not text.strip():
            return
        self._pending = ""
        if verdict or text.strip():
            self.judged.emit(self.code, verdict, text.strip())


class FactSheet(QScrollArea):
    """Everything that the application says about an object, column by column."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        px = Theme.current.px
        self._grid.setContentsMargins(px(14), px(8), px(14), px(8))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(5))
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[tuple[str, str], ...] = ()
        self.setWidget(self._inside)

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Show (name, value) pairs."""
        if facts == self._shown:
            return
        self._shown = facts
        clear(self._grid)
        for number, (name, value) in enumerate(facts):
            self._grid.addWidget(label(name, "small", "t2"), number, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(label(value, "body", wrap=True), number, 1)
        self._grid.setRowStretch(len(facts), 1)
        for old in range(len(facts) + 1, self._grid.rowCount()):
            self._grid.setRowStretch(old, 0)


class Inspector(QFrame):
    """Verdict of the object under the cursor, and what the application says about it."""

    def __init__(self, pack: Pack, about: str) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.judge = JudgePane(pack, about)
        self.facts = FactSheet(tr("申报内容"))
        self.head = ElidedLabel(tr("申报内容"), "small", "t2")
        self.head.setContentsMargins(*(Theme.current.px(side) for side in (14, 6, 14, 2)))
        self.setLayout(column(self.judge, hairline(), self.head, self.facts, spacing=0))

    def show_object(self, judged: Judged, *, may_edit: bool) -> None:
        """Show an object."""
        self.judge.show_object(judged, may_edit=may_edit)
        self.facts.show_facts(judged.facts)
