"""All gates of a case in one list: what each still waits for, every row with the way to it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from workbench.services.views import GateView, OpenItem
from workbench.ui.i18n import say, tr
from workbench.ui.step_decision_lines import Line, LineList
from workbench.ui.step_decision_words import KIND_LOOK
from workbench.ui.step_rail import item_place
from workbench.ui.theme import Theme
from workbench.ui.widgets import label
from workbench.ui.workspace_dialogs import CaseDialog


class GatesDialog(CaseDialog):
    """What the decision, the opening, the plan and the papers still wait for."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget, gates: tuple[GateView, ...]) -> None:
        super().__init__(parent, tr("各关口还差什么"), icon="lock", ink="info", width=640)
        self._items = {key: item for gate in gates for key, item in _keyed(gate)}
        self.lines = LineList(tr("各关口还差什么"))
        self.lines.setMinimumHeight(Theme.current.px(420))
        self.lines.show_lines(tuple(line for gate in gates for line in _lines(gate)))
        self.lines.acted.connect(self._go)
        self.add(label(tr("关口不能绕过：逐项解决后自动放行。回车去处理。"), "small", "t2", wrap=True))
        self.add(self.lines)
        self.button(tr("关闭"), self.reject, kind="primary")
        self.lines.setFocus()

    def _go(self, line: Line) -> None:
        item = self._items.get(line.key)
        if item is not None:
            self.accept()
            self.chosen.emit(item)


def _keyed(gate: GateView) -> Iterator[tuple[str, OpenItem]]:
    return ((f"{gate.code} {number}", item) for number, item in enumerate(gate.items))


def _lines(gate: GateView) -> Iterator[Line]:
    family = "bad" if gate.items else "ok"
    tag = str(len(gate.items)) if gate.items else tr("已齐")
    yield Line(say(gate.title), heading=True, tag=tag, family=family)
    for key, item in _keyed(gate):
        icon, ink, _ = KIND_LOOK[item.kind]
        below = tuple(part for part in (say(item.remedy), item_place(item)) if part)
        yield Line(say(item.text), below, icon, ink, step=item.step, object=item.object, key=key)
    if not gate.items:
        yield Line(tr("没有未决事项"), icon="checks", ink="ok", empty=True)
