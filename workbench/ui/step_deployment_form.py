"""The post under the cursor as a form: the four fixings first, then who, when, how; every field saves itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from workbench.core.pack import Column, Pack
from workbench.core.values import Scalar
from workbench.errors import Text, WorkbenchError
from workbench.services.deployment_form import read, shown
from workbench.ui import announce
from workbench.ui.i18n import say, tr
from workbench.ui.saved_text import SavedLine, SavedText
from workbench.ui.step_deployment_board import PostLine
from workbench.ui.step_deployment_words import Problem, fixings_of
from workbench.ui.step_duties_fields import Locked, read_only, refusal
from workbench.ui.step_site_words import proper, term
from workbench.ui.theme import Theme
from workbench.ui.widgets import FlowLayout, clear, column, label, scrolled, tag

SHEET = "posts"
LONG = frozenset({"task", "resp", "note"})
"""Columns with more than one line."""
WHOLE = frozenset({"name", "unit", "equip", *LONG})
"""Columns that take the whole width."""
PLACES = ("zone", "gate")
"""Columns that name a row of another sheet."""
OTHERS = (
    ("name", "kind", "layer", "team", "unit_type", "unit", "is_key", "is_leader", "chief"),
    ("on", "off", "mode", "domain"),
    ("equip", "response_min", "height_cm", "route_km", "side", "note"),
)
"""Columns after the four fixings, by group."""


class ChoiceField(QWidget):
    """One of several words; a choice is asked for at once."""

    settled = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.combo = QComboBox()
        self.combo.setAccessibleName(name)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(6)
        self.fault = label("", "small", "bad", wrap=True)
        self.fault.hide()
        self.setLayout(column(self.combo, self.fault, spacing=2))
        self.setFocusProxy(self.combo)
        self.combo.activated.connect(self._activated)

    def offer(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these codes with their words, and nothing."""
        with QSignalBlocker(self.combo):
            self.combo.clear()
            self.combo.addItem("—", "")
            for code, word in choices:
                self.combo.addItem(word, code)

    def put(self, value: Scalar) -> None:
        """Show a value; one that is none of the choices is shown as it stands."""
        said = "" if value is None else str(value)
        with QSignalBlocker(self.combo):
            place = self.combo.findData(said)
            if place < 0:
                self.combo.addItem(said, said)
                place = self.combo.count() - 1
            self.combo.setCurrentIndex(place)

    def say_fault(self, words: str) -> None:
        """Say what is wrong; nothing takes it away."""
        self.fault.setText(words)
        self.fault.setVisible(bool(words))

    def _activated(self, _place: int) -> None:
        self.settled.emit(self.combo.currentData() or None)


class PostForm(QWidget):
    """The fields of a post; :attr:`changed` asks for one of them to be saved."""

    changed = Signal(str, str, object)
    """Key of the post, column, value."""

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self._pack = pack
        self._key = ""
        self._columns = {one.key: one for one in pack.sheets[SHEET].columns}
        self.fields: dict[str, SavedLine | SavedText | ChoiceField | QCheckBox] = {}
        self.marks: dict[str, QLabel] = {}
        self.locked = Locked()
        self._problems = QWidget()
        self._problems.setLayout(FlowLayout(self._problems, spacing=4))
        inside = QWidget()
        inside.setObjectName("surface")
        inside.setLayout(self._build())
        self.area = scrolled(inside, by_keys=False)
        self.setLayout(column(self.area, spacing=0))

    # What is shown

    def show_line(self, line: PostLine, problems: Sequence[Problem], why_not: str) -> None:
        """Show a post; what is being typed about the same one stays."""
        same = line.key == self._key
        self._key = line.key
        self.locked.show_reason(why_not)
        for key, field in self.fields.items():
            self._put(field, line.post.row.values.get(key), same=same, why_not=why_not)
        missing = {code for code, _row, lacks in fixings_of(self._pack, line.post.row) if lacks}
        for code, mark in self.marks.items():
            mark.setText(tr("未定") if code in missing else tr("已定"))
            mark.setProperty("kind", "bad" if code in missing else "ok")
            mark.style().polish(mark)
        self._show_problems(problems)

    def offer(self, column_: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer rows of another sheet for a column."""
        field = self.fields.get(column_)
        if isinstance(field, ChoiceField):
            field.offer(choices)

    def settle(self) -> None:
        """Save what is being typed."""
        for field in self.fields.values():
            if isinstance(field, SavedLine | SavedText):
                field.settle()

    def refuse(self, line: PostLine | None, column_: str, fault: WorkbenchError) -> None:
        """Go back to the saved value and say why, at the field."""
        field, told = self.fields.get(column_), refusal(fault)
        if line is None or line.key != self._key or field is None:
            announce.alert(self, told)
            return
        value = line.post.row.values.get(column_)
        if isinstance(field, SavedLine | SavedText):
            field.start(shown(value))
            field.say_fault(told)
        elif isinstance(field, ChoiceField):
            field.put(value)
            field.say_fault(told)
        self.area.ensureWidgetVisible(field)

    # Inside

    def _put(self, field: QWidget, value: Scalar, *, same: bool, why_not: str) -> None:
        if isinstance(field, SavedLine | SavedText):
            read_only(field, on=bool(why_not))
            field.show_saved(shown(value)) if same else field.start(shown(value))
        elif isinstance(field, ChoiceField):
            field.combo.setEnabled(not why_not)
            field.put(value)
            if not same:
                field.say_fault("")
        elif isinstance(field, QCheckBox):
            field.setEnabled(not why_not)
            field.setChecked(value is True)
        field.setToolTip(why_not)

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        layout = self._problems.layout()
        assert layout is not None
        clear(layout)
        for problem in problems:
            mark = tag(problem.words, problem.kind)
            mark.setToolTip(problem.more or problem.words)
            layout.addWidget(mark)
        self._problems.setVisible(bool(problems))

    def _settled(self, key: str, value: object) -> None:
        column_ = self._columns[key]
        made = read(column_, value) if isinstance(value, str) else value
        self.changed.emit(self._key, key, made)

    # Construction

    def _build(self) -> QGridLayout:
        px = Theme.current.px
        grid = QGridLayout()
        grid.setContentsMargins(px(14), px(8), px(12), px(12))
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.locked, 0, 0, 1, 2)
        grid.addWidget(self._problems, 1, 0, 1, 2)
        line = 2
        taken: set[str] = set()
        for code, row, columns in self._fixings():
            self.marks[code] = tag("")
            head = label(say(row), "bodyStrong")
            grid.addWidget(head, line, 0)
            grid.addWidget(self.marks[code], line, 1, Qt.AlignmentFlag.AlignRight)
            line = self._fill(grid, line + 1, columns)
            taken |= set(columns)
        for title, keys in zip((tr("编组与单位"), tr("时段与方式"), tr("装备与到达")), OTHERS, strict=True):
            own = [key for key in keys if key in self._columns and key not in taken]
            grid.addWidget(label(title, "bodyStrong"), line, 0, 1, 2)
            line = self._fill(grid, line + 1, own)
        grid.setRowStretch(line, 1)
        return grid

    def _fixings(self) -> list[tuple[str, Text, list[str]]]:
        """Return the four fixings: each with the columns that the pack asks for, and what goes with them."""
        beside = {"lead": ["phone"], "zone": ["gate"]}
        made: list[tuple[str, Text, list[str]]] = []
        for code, row, columns in ((c, r.text, r.data.get("columns")) for c, r in self._pack.deployment.items()):
            keys = [key for key in (columns if isinstance(columns, tuple | list) else ()) if key in self._columns]
            if keys:
                made.append((code, row, [one for key in keys for one in (key, *beside.get(key, ()))]))
        return made

    def _fill(self, grid: QGridLayout, line: int, keys: Sequence[str]) -> int:
        """Put fields into the grid, two in a line where they are short; return the next line."""
        place = 0
        for key in keys:
            whole = key in WHOLE
            if whole and place:
                line, place = line + 1, 0
            grid.addLayout(self._captioned(key), line, place, 1, 2 if whole else 1, Qt.AlignmentFlag.AlignTop)
            place = 0 if whole else 1 - place
            line += not place
        return line + bool(place)

    def _captioned(self, key: str) -> QVBoxLayout:
        column_ = self._columns[key]
        unit = proper(column_.unit)
        name = tr("{name}（{unit}）", name=say(column_.label), unit=unit) if unit else say(column_.label)
        field = self._field(column_, name)
        self.fields[key] = field
        if isinstance(field, QCheckBox):
            return column(field, spacing=0, margins=(0, 4, 0, 0))
        caption = label(name, "small", "t2")
        caption.setBuddy(field)
        return column(caption, field, spacing=1)

    def _field(self, column_: Column, name: str) -> SavedLine | SavedText | ChoiceField | QCheckBox:
        key = column_.key
        if column_.options or key in PLACES:
            choice = ChoiceField(name)
            choice.offer([(one, self._word(key, one)) for one in column_.options])
            choice.settled.connect(partial(self._settled, key))
            return choice
        if key in {"is_key", "is_leader"}:
            box = QCheckBox(name)
            box.setAccessibleName(name)
            box.clicked.connect(lambda on, k=key: self.changed.emit(self._key, k, bool(on)))
            return box
        made = SavedText(name) if key in LONG else SavedLine(name)
        made.edit.setPlaceholderText("")
        made.settled.connect(partial(self._settled, key))
        return made

    def _word(self, key: str, code: str) -> str:
        if key != "team":
            return term(code, self._pack)
        row = next((r for r in self._pack.deployment.values() if r.data.get("word") == code), None)
        return f"{code} {say(row.text)}" if row else code
