"""The three chiefs and the functional groups: which the level asks for, which there are, which are missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from workbench.core.pack import Choice, Pack
from workbench.services.views_deployment import DeploymentView, GroupView
from workbench.ui.i18n import say, tr
from workbench.ui.step_deployment_board import PostLine
from workbench.ui.step_deployment_layers import PATROLS, note_line
from workbench.ui.step_deployment_words import in_language, rows_of
from workbench.ui.step_site_words import dotted, words
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, FlowLayout, Part, clear, column, label, row, scrolled

GROUP_KIND = "group_kind"
"""Parameter of the pack: the word of the workbook for functional groups."""


COMMAND = frozenset({"first_wave", "chiefs", "long_shift", "mixed_units"})
"""Remarks of the rules that belong to command and teams; the elements have names of their own."""


def look_of(group: GroupView) -> tuple[str, str, str]:
    """Return sign, colour and word of a functional group."""
    if group.there and group.lead is not None:
        return "check", "ok", group.lead.name
    if group.there:
        return "user", "warn", tr("未定负责人")
    return ("alert-triangle", "bad", tr("缺")) if group.wanted else ("circle-dashed", "t3", tr("可选"))


class GroupsTab(QFrame):
    """Chiefs at the left, functional groups at the right; a missing group is added by a click."""

    wanted = Signal(str)
    """Name under which a functional group should be added to the plan."""
    chosen = Signal(str)
    """Name of a group that is there."""
    post_chosen = Signal(str)

    def __init__(self, pack: Pack) -> None:
        super().__init__()
        self.setObjectName("surface")
        self._pack = pack
        self._chiefs = column(spacing=3, margins=(14, 6, 10, 6))
        left = QWidget()
        left.setObjectName("surface")
        left.setLayout(self._chiefs)
        self.told = label("", "bodyStrong")
        self._chips = QWidget()
        self._chips.setLayout(FlowLayout(self._chips, spacing=5))
        right = QWidget()
        right.setObjectName("surface")
        right.setLayout(column(self.told, self._chips, None, spacing=4, margins=(12, 6, 12, 6)))
        body = row(spacing=0)
        side = scrolled(left)
        side.setMinimumWidth(Theme.current.px(250))
        body.addWidget(side, 2)
        body.addWidget(scrolled(right, by_keys=False), 3)
        self.setLayout(body)
        self.buttons: dict[str, Button] = {}

    def show_case(self, lines: Sequence[PostLine], found: DeploymentView | None, *, may_edit: bool) -> None:
        """Show another state."""
        clear(self._chiefs)
        for one in rows_of(self._pack, "chief"):
            self._add_chief(one, lines)
        for note in found.notes if found else ():
            if (note.ok is not True or note.code == "chiefs") and note.code not in PATROLS:
                self._chiefs.addWidget(note_line(note))
        self._chiefs.addStretch(1)
        self._show_groups(found.groups if found else (), found.level if found else None, may_edit=may_edit)

    def _add_chief(self, one: Choice, lines: Sequence[PostLine]) -> None:
        own = [line for line in lines if line.post.row["chief"] == one.data.get("word")]
        told = tr("{count} 名", count=len(own))
        self._chiefs.addLayout(row(label(say(one.text), "bodyStrong"), label(told, "small", "t2"), None, spacing=6))
        named = [
            dotted(words(line.post.row["gate"]) or words(line.post.row["zone"]), line.post.row["lead"]) for line in own
        ]
        said = tr("；").join(named) or in_language(one, "scope")
        self._chiefs.addWidget(label(said, "small", "t2", wrap=True))

    def _show_groups(self, groups: Sequence[GroupView], level: int | None, *, may_edit: bool) -> None:
        layout = self._chips.layout()
        assert layout is not None
        clear(layout)
        self.buttons = {}
        wanted = [one for one in groups if one.wanted]
        there = sum(one.there for one in wanted)
        told = tr("职能组 {there} / {wanted}（按等级应设）", there=there, wanted=len(wanted))
        self.told.setText(told if level else tr("职能组：未定级，暂不核对应设数"))
        for one in groups:
            sign, ink, said = look_of(one)
            button = Button("", icon=sign, kind="chip", small=True)
            button.set_parts(Part(say(one.title)), Part(said, ink))
            button.setToolTip(say(one.title) if one.there else tr("点击加入方案"))
            button.setEnabled(one.there or may_edit)
            name = one.title.zh if one.there else one.title.zh + GROUP
            act = self.chosen if one.there else self.wanted
            button.clicked.connect(lambda _on=False, n=name, a=act: a.emit(n))
            self.buttons[one.code] = button
            layout.addWidget(button)


GROUP = "组"  # legal text
