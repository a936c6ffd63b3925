"""What a model gives: the main value large, the working line by line, conventions, cautions, constants with source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QLabel, QTextBrowser

from workbench.crowd.option_words import option_word
from workbench.crowd.parameters import Parameter
from workbench.crowd.working import Result, Step
from workbench.errors import Text
from workbench.services.crowd_sheet import (
    MARKS,
    as_text,
    cell_word,
    outputs,
    range_word,
    source_word,
    unit_word,
    value_word,
)
from workbench.ui.i18n import headed, language, say, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, row

SHOWN_AS_MARK = {"M": "warn", "P": "info", "C": "warn"}
"""Evidence marks that a reader must see, and their colours."""
_WHOLE = re.compile(r"(?<![\w.,])[1-9]\d{3,11}(?!\w|,\d)")
LONGEST_LARGE = 28
"""Most characters of a value that is shown large."""


class ResultPane(QFrame):
    """A result, or what is missing for one."""

    export_requested = Signal()

    def __init__(self, *, bare: bool = False) -> None:
        """Make the pane; a bare one has the working alone, for a sheet of several sums."""
        super().__init__()
        self.setObjectName("surface")
        self.found: Result | None = None
        self.name = label("", "small", "t2")
        self.value: QLabel = label("", "metric")
        self.others = label("", "body", "t1", wrap=True)
        self.state = label("", "small", "t2", wrap=True)
        self.copy = Button(tr("复制过程"), icon="copy", small=True)
        self.save = Button(tr("导出"), icon="file-export", small=True)
        self.text = QTextBrowser()
        self.text.setAccessibleName(tr("计算过程"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setProperty("plain", True)  # noqa: FBT003  (the library's own switch)
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.document().setDocumentMargin(0)
        head = row(column(self.name, self.value, spacing=0), None, self.copy, self.save)
        top = column(head, self.others, self.state, spacing=4, margins=(18, 12, 14, 10))
        body = column(self.text, margins=(18, 10, 8, 8))
        whole = column(top, hairline(), body, spacing=0)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.copy.clicked.connect(lambda _on=False: self.copy_text())
        self.save.clicked.connect(lambda _on=False: self.export_requested.emit())
        for one in (self.name, self.value, self.others):
            one.setVisible(not bare)
        self.show_nothing("")

    def show_result(self, found: Result) -> None:
        """Show a result."""
        self.found = found
        if found.values:
            self._show_values(found)
        self.state.hide()
        self.text.setHtml(page(found))
        for button in (self.copy, self.save):
            button.setEnabled(True)
        self.setAccessibleDescription(f"{self.name.text()} {self.value.text()}")

    def _show_values(self, found: Result) -> None:
        first, *rest = outputs(found)
        self.name.setText(headed(first[0].text))
        main = say(value_word(first[1])) + (f" {say(unit_word(first[0].unit))}" if first[1] is not None else "")
        large = (first[1] is None or _plain(first[1])) and len(main) <= LONGEST_LARGE
        self.value.setText(grouped(main.strip()) if large else "")
        self.others.setText(tr("；").join(_told(out.text, value, out.unit) for out, value in rest if _plain(value)))
        self.others.setVisible(bool(self.others.text()))
        self._dim(on=False)

    def show_nothing(self, words: str) -> None:
        """Say what is missing; an earlier result stays, quieter, and is marked as no longer current."""
        self.state.setText(words)
        self.state.setVisible(bool(words))
        self._dim(on=True)
        for button in (self.copy, self.save):
            button.setEnabled(False)

    def clear(self) -> None:
        """Forget the result of another model."""
        self.found = None
        for one in (self.name, self.value, self.others):
            one.setText("")
        self.text.clear()

    def copy_text(self) -> None:
        """Put the working on the clipboard as plain text."""
        if self.found is not None:
            QGuiApplication.clipboard().setText(as_text(self.found, language()))

    def _dim(self, *, on: bool) -> None:
        for one in (self.value, self.others):
            one.setProperty("ink", "t3" if on else "t1")
            one.style().unpolish(one)
            one.style().polish(one)


def _plain(value: object) -> bool:
    return value is not None and not isinstance(value, Mapping | tuple | list)


def _told(name: Text, value: object, unit: str) -> str:
    return f"{say(name)} {grouped(say(value_word(value)))} {say(unit_word(unit))}".strip()


def grouped(words: str) -> str:
    """Return words with the thousands of their whole numbers set off: 13,120."""
    return _WHOLE.sub(lambda found: f"{int(found[0]):,}", words)


def page(found: Result) -> str:
    """Return the working as a page of rich text; every word of it is escaped."""
    numbers = {one.code: place for place, one in enumerate(found.parameters, 1)}
    parts = [
        *(_box("warn", tr("注意"), text) for text in found.warnings),
        *(_table(out.text, value) for out, value in outputs(found) if value and not _plain(value)),
        _head(tr("计算过程")),
        _grid(_steps(found.steps, numbers)),
    ]
    if found.conventions:
        parts += [_head(tr("采用的约定")), *(_line("·", text) for text in found.conventions)]
    if found.parameters:
        parts += [_head(tr("参数与来源")), _grid(_constants(found.parameters, numbers))]
    return f'<div style="color:{_ink("t1")}">{"".join(parts)}</div>'


def _ink(token: str) -> str:
    return Theme.current.colour(token).name()


def _small(words: str, ink: str = "t2") -> str:
    return f'<span style="font-size:{Theme.current.px(12)}px;color:{_ink(ink)}">{escape(words)}</span>'


def _head(words: str) -> str:
    size = Theme.current.px(13)
    return f'<p style="margin:10px 0 4px 0;font-size:{size}px;color:{_ink("t2")}"><b>{escape(words)}</b></p>'


def _line(sign: str, text: Text) -> str:
    return f'<p style="margin:2px 0 2px 0">{escape(sign)} {escape(say(text))}</p>'


def _box(kind: str, name: str, text: Text) -> str:
    return (
        f'<table width="100%" cellspacing="0" cellpadding="6" style="margin-bottom:6px"><tr>'
        f'<td bgcolor="{_ink(kind + "S")}"><b style="color:{_ink(kind)}">▲ {escape(name)}</b>　{escape(say(text))}'
        f"</td></tr></table>"
    )


def _grid(rows: Iterator[str]) -> str:
    return f'<table width="100%" cellspacing="0" cellpadding="4">{"".join(rows)}</table>'


def _steps(steps: Sequence[Step], numbers: Mapping[str, int]) -> Iterator[str]:
    for place, step in enumerate(steps, 1):
        cited = " ".join(f"[{numbers[code]}]" for code in step.sources if code in numbers)
        unit = say(unit_word(step.unit))
        sum_ = f"{escape(grouped(step.sum))} = " if step.sum else ""
        yield (
            f'<tr><td width="{Theme.current.px(26)}" align="right">{_small(str(place), "t3")}</td>'
            f"<td>{escape(say(step.what))} {_small(cited)}</td>"
            f'<td align="right">{sum_}<b>{escape(grouped(say(value_word(step.value))))}</b> {escape(unit)}</td></tr>'
        )


def _constants(constants: Sequence[Parameter], numbers: Mapping[str, int]) -> Iterator[str]:
    for one in constants:
        ink = SHOWN_AS_MARK.get(one.mark, "t2")
        source = source_word(one)
        where = _small(say(source)) if source != MARKS.get(one.mark) else ""
        place = f" · {escape(one.jurisdiction)}" if one.jurisdiction else ""
        mark = say(MARKS.get(one.mark, Text(one.mark, one.mark)))
        yield (
            f'<tr><td width="{Theme.current.px(26)}" align="right">{_small(f"[{numbers[one.code]}]", "t3")}</td>'
            f"<td>{escape(say(one.text))}　{_small(one.code, 't3')}<br>{where}{_small(place)}</td>"
            f'<td align="right">{escape(say(range_word(one)))}<br>{_small(mark, ink)}</td></tr>'
        )


def _table(name: Text, value: object) -> str:
    """Return a record, a list or records as a table under its name."""
    if isinstance(value, Mapping):
        rows = [(say(option_word(str(key))), say(value_word(item))) for key, item in value.items()]
        return _head(say(name)) + _cells((), rows)
    rows_ = [item for item in value if isinstance(item, Mapping)] if isinstance(value, tuple | list) else []
    if not rows_:
        return _head(say(name)) + f"<p style='margin:2px 0'>{escape(say(value_word(value)))}</p>"
    keys = list(dict.fromkeys(key for item in rows_ for key in item))
    heads = tuple(say(option_word(str(key))) for key in keys)
    return _head(say(name)) + _cells(heads, [tuple(say(cell_word(item.get(key))) for key in keys) for item in rows_])


def _cells(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f'<td bgcolor="{_ink("alt")}">{_small(head)}</td>' for head in heads)
    lines = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in one) + "</tr>" for one in rows)
    return f'<table width="100%" cellspacing="0" cellpadding="4">{f"<tr>{top}</tr>" if top else ""}{lines}</table>'
