"""The form of the selected object: the columns of its row, or what the drawing says of it; each field saves itself."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout

from workbench.core.columns import kind_of
from workbench.core.pack import Column, Pack, SiteObject
from workbench.core.values import Feature, Row, Scalar
from workbench.errors import NO_TEXT, Text, WorkbenchError
from workbench.services import site_edit
from workbench.ui.i18n import language, say, tr
from workbench.ui.saved_text import SavedLine
from workbench.ui.step_site_words import figure, proper, term
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, clear, column, label, row, tool_button

READ_ONLY = frozenset({"code", "ref", "kind"})
"""Columns that name a row, or say what it is: another object is drawn instead."""


class ObjectForm(QFrame):
    """Fields of one object. What is typed goes out as a wish; what is refused comes back to its field."""

    changed = Signal(str, str, object, object)
    """Key, column, value, and what is called with a refusal."""
    copied = Signal()
    placed = Signal(str)
    """The key of what stands in a sheet alone and is to be drawn."""
    removed = Signal()

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.pack = pack
        self.key = ""
        self._shape: tuple[object, ...] = ()
        self.fields: dict[str, SavedLine | QComboBox] = {}
        self.title = label("", "section", wrap=True)
        self.below = label("", "small", "t2", wrap=True)
        self.copy = tool_button("copy", tr("复制对象"))
        self.bin = tool_button("trash", tr("删除对象"))
        self.put = Button(tr("在图上绘制"), icon="map-pin", small=True)
        self.put.setVisible(False)
        self.put.clicked.connect(lambda _on=False: self.placed.emit(self.key))
        head = row(column(self.title, self.below, spacing=1), self.copy, self.bin, spacing=4)
        head.setStretch(0, 1)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(Theme.current.px(8))
        self.grid.setVerticalSpacing(Theme.current.px(5))
        self.grid.setColumnStretch(1, 1)
        box = column(spacing=8, margins=(14, 10, 14, 10))
        box.addLayout(head)
        box.addWidget(self.put)
        box.addLayout(self.grid)
        self.setLayout(box)
        self.copy.clicked.connect(lambda _on=False: self.copied.emit())
        self.bin.clicked.connect(lambda _on=False: self.removed.emit())

    def show_object(self, key: str, feature: Feature | None, row_: Row | None, kind: SiteObject | None,
                    *, may_edit: bool) -> None:  # fmt: skip
        """Show an object; what is being typed about the same one stays."""
        if feature is None and row_ is None:
            self.setVisible(False)
            self.key = ""
            return
        self.setVisible(True)
        columns = self._columns(row_, kind)
        shape = (key, tuple(one.key for one in columns))
        if shape != self._shape:
            self.settle()
            self._shape, self.key = shape, key
            self._make(columns)
        name = (
            f"{feature.code} {feature.name}" if feature else f"{key.partition(':')[2]} {row_['name'] if row_ else ''}"
        )
        self.title.setText(name.strip())
        size = _size(feature) if feature else tr("图上未绘")
        self.below.setText(" · ".join(part for part in (say(kind.text) if kind else "", size) if part))
        self.put.setVisible(feature is None)
        self.put.setEnabled(may_edit)
        for one in columns:
            self._show(one, self._value(one.key, feature, row_), may_edit=may_edit)
        self.copy.setEnabled(may_edit and feature is not None)
        self.bin.setEnabled(may_edit)

    def settle(self) -> None:
        """Save what is being typed."""
        for field in self.fields.values():
            if isinstance(field, SavedLine):
                field.settle()

    def focus_first(self) -> None:
        """Put the focus into the first field that can be filled in."""
        found = next((field for field in self.fields.values() if field.isEnabled()), None)
        (found or self.copy).setFocus()

    # Inside

    def _columns(self, row_: Row | None, kind: SiteObject | None) -> tuple[Column, ...]:
        """Return what can be said of an object: the columns of its row, then what only the drawing says."""
        named = Column("name", Text("名称", "Name"), "text")
        sheet = self.pack.sheets.get(kind.sheet) if kind and kind.sheet else None
        found = [one for one in sheet.columns if one.key not in READ_ONLY] if sheet and row_ is not None else [named]
        keys = self.pack.lists.get("site_keys", {})
        for key in kind.keys if kind else ():
            word = keys[key].text if key in keys else Text(key, key)
            data = keys[key].data if key in keys else {}
            found.append(Column(key, word, str(data.get("kind", "number")), str(data.get("unit", "")), note=NO_TEXT))
        return tuple(found)

    def _value(self, key: str, feature: Feature | None, row_: Row | None) -> Scalar:
        if row_ is not None and key in row_.values:
            return row_.values[key]
        if feature is None:
            return None
        return feature.name if key == "name" else feature.get(key)

    def _make(self, columns: tuple[Column, ...]) -> None:
        clear(self.grid)
        self.fields = {}
        for number, one in enumerate(columns):
            name = label(say(one.label), "small", "t2", wrap=True)
            name.setFixedWidth(Theme.current.px(86))
            field = self._field(one)
            self.fields[one.key] = field
            self.grid.addWidget(name, number, 0)
            self.grid.addWidget(field, number, 1)
            if one.unit:
                self.grid.addWidget(label(proper(one.unit), "small", "t2"), number, 2)

    def _field(self, one: Column) -> SavedLine | QComboBox:
        if one.options or kind_of(one) == "bool":
            box = QComboBox()
            box.setAccessibleName(say(one.label))
            box.setMinimumContentsLength(4)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self._fill(box, one)
            box.activated.connect(lambda _at, one=one, box=box: self._chosen(one, box))
            return box
        line = SavedLine(say(one.label))
        line.edit.setPlaceholderText("—")
        line.settled.connect(partial(self._typed, self.key, one, line))
        return line

    def _fill(self, box: QComboBox, one: Column) -> None:
        box.addItem("—", None)
        if one.options:
            for option in one.options:
                box.addItem(term(option, self.pack), option)
        else:
            box.addItem(tr("是"), True)  # noqa: FBT003 - the value of the entry
            box.addItem(tr("否"), False)  # noqa: FBT003 - the value of the entry

    def _show(self, one: Column, value: Scalar, *, may_edit: bool) -> None:
        field = self.fields[one.key]
        if isinstance(field, QComboBox):
            with QSignalBlocker(field):
                place = next((n for n in range(field.count()) if _same(field.itemData(n), value)), 0)
                field.setCurrentIndex(place)
            field.setEnabled(may_edit)
            return
        field.show_saved(_words(value))
        field.edit.setReadOnly(not may_edit)

    def _chosen(self, one: Column, box: QComboBox) -> None:
        self.changed.emit(self.key, one.key, box.currentData(), None)

    def _typed(self, key: str, one: Column, line: SavedLine, text: str) -> None:
        try:
            value = site_edit.typed(text, one)
        except WorkbenchError as fault:
            line.say_fault(fault.told(language()))
            return
        line.clear_fault()
        self.changed.emit(key, one.key, value, partial(self._refused, line))

    def _refused(self, line: SavedLine, fault: WorkbenchError) -> None:
        line.say_fault(fault.told(language()))


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _words(value: Scalar) -> str:
    """Return a value as it is typed."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(value)  # legal text
    if hasattr(value, "strftime"):
        return f"{value:%Y-%m-%d %H:%M}" if hasattr(value, "hour") else f"{value:%Y-%m-%d}"
    return figure(value).replace(",", "") if not isinstance(value, str | bool) else str(value)


def _size(feature: Feature) -> str:
    """Return what is measured on the drawing."""
    if not feature.valid:
        return tr("图形自相交")
    if feature.area is not None:
        return tr("图上 {area} m²", area=figure(round(feature.area, 1)))
    if feature.length is not None:
        return tr("图上 {length} m", length=figure(round(feature.length, 2)))
    x, y = feature.rings[0][0]
    return f"x {figure(round(x, 2))}  y {figure(round(y, 2))}"
