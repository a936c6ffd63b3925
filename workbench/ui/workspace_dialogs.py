"""Dialogs of the whole case: what a step still lacks, what somebody else changed, a signed act's confirmation."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLayout, QWidget

from workbench.core.commands import Command
from workbench.errors import ConflictError
from workbench.services.views import OpenItem
from workbench.ui.dialogs import Dialog
from workbench.ui.i18n import say, tr
from workbench.ui.queue_words import step_title
from workbench.ui.widgets import Button, ElidedLabel, hairline, label, row
from workbench.ui.workspace_context import CaseContext

SHOWN = 8
"""Rows of a list in a dialog before it says how many more there are."""


class CaseDialog(Dialog):
    """A dialog of a case: it is gone when it is closed."""

    def __init__(
        self, parent: QWidget | None, title: str, *, icon: str = "", ink: str = "t1", width: int = 480
    ) -> None:
        super().__init__(parent, title, icon=icon, ink=ink, width=width)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)


class GateDialog(CaseDialog):
    """What keeps a step from being finished, row by row, each with the way to it."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, step: int, missing: Sequence[OpenItem]) -> None:
        title = tr("{step}还差 {count} 处", step=step_title(step), count=len(missing))
        super().__init__(parent, title, icon="alert-circle", ink="warn", width=520)
        for item in missing[:SHOWN]:
            self.add(self._line(item))
            self.add(hairline())
        if len(missing) > SHOWN:
            self.add(label(tr("另有 {count} 处", count=len(missing) - SHOWN), "small", "t2"))
        self.button(tr("留在本步"), self.reject)
        self.button(tr("逐条处理"), lambda: self._go(missing[0]), kind="primary").setFocus()

    def _line(self, item: OpenItem) -> QLayout:
        go = Button(tr("去处理"), icon="arrow-right", kind="ghost", small=True)
        go.setAccessibleName(f"{tr('去处理')} {say(item.text)}")
        go.clicked.connect(lambda _on=False: self._go(item))
        return row(ElidedLabel(say(item.text)), go)

    def _go(self, item: OpenItem) -> None:
        self.accept()
        self.chosen.emit(item)


class ConflictDialog(CaseDialog):
    """Somebody changed the case in between: what they did, what was typed here, and both ways on."""

    def __init__(self, parent: QWidget, context: CaseContext, commands: object, error: object) -> None:
        assert isinstance(error, ConflictError)
        super().__init__(parent, tr("别人刚改过这个案卷"), icon="git-compare", ink="info", width=560)
        self._context = context
        self._commands = commands if isinstance(commands, tuple) else (commands,)
        self.add(label(tr("这段时间里："), "bodyStrong"))
        for change in error.changes[:SHOWN]:
            self.add(label("· " + say(change), wrap=True))
        if len(error.changes) > SHOWN:
            self.add(label(tr("另有 {count} 处", count=len(error.changes) - SHOWN), "small", "t2"))
        self.add(hairline())
        self.add(label(tr("这边的修改还在："), "bodyStrong"))
        for words in told(self._commands, context):
            self.add(label("· " + words, wrap=True))
        self.button(tr("放弃我的修改"), self._drop)
        self.button(tr("在新状态上照样提交"), self._again, kind="primary").setFocus()

    def _drop(self) -> None:
        self._context.refresh()
        self.accept()

    def _again(self) -> None:
        self._context.refresh()
        self._context.do(*self._commands)
        self.accept()


def told(commands: Sequence[object], context: CaseContext) -> list[str]:
    """Return what was typed or chosen, field by field, so that it can be read and copied."""
    lines = []
    for command in commands:
        if isinstance(command, Command):
            values = [v for k, v in vars(command).items() if k != "case" and v not in ("", (), None)]
            lines.append(" · ".join(_word(value, context) for value in values))
    return lines


def _word(value: object, context: CaseContext) -> str:
    """Return a value in words: codes of the pack by their names, several values one after another."""
    if isinstance(value, tuple):
        return tr("、").join(_word(part, context) for part in value)
    pack, code = context.pack, str(value)
    if code in pack.materials:
        return f"{code} {say(pack.materials[code].text)}"
    if code in pack.plan:
        return f"{code} {say(pack.plan[code].text)}"
    return next((say(rows[code].text) for rows in pack.lists.values() if code in rows), code)


class SignDialog(CaseDialog):
    """A signed act is confirmed once: what is signed, and that it is not undone but revoked."""

    signed = Signal()

    def __init__(self, parent: QWidget, title: str, told_: Sequence[str], act: str) -> None:
        super().__init__(parent, title, icon="writing-sign", ink="accentT", width=460)
        for line in told_:
            self.add(label(line, wrap=True))
        self.add(label(tr("签发后不能撤销，只能以新的文书更正。"), "small", "t2", wrap=True))
        self.button(tr("取消"), self.reject)
        self.button(act, self._sign, kind="primary", icon="writing-sign").setFocus()

    def _sign(self) -> None:
        self.accept()
        self.signed.emit()
