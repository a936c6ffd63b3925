"""The editor of the site plan: tools, layers, the drawing, and the strip below it.

The editor shows a :class:`PlanDraft` in a :class:`SiteScene`. Other modules add shadings by
``editor.scene.add_overlay``; the panes beside it follow ``editor.scene.selected``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent, QTransform
from PySide6.QtWidgets import QFrame, QLabel

from workbench.core.commands import EditPlan
from workbench.core.pack import SiteObject
from workbench.services.site_desk import BACKGROUND
from workbench.services.views import CaseView
from workbench.ui import announce, icons
from workbench.ui.i18n import say, tr
from workbench.ui.site_draft import PlanDraft
from workbench.ui.site_drawings import Drawings, drawing_button
from workbench.ui.site_furniture import paper_scale
from workbench.ui.site_items import bounds
from workbench.ui.site_looks import LAYERS, Looks
from workbench.ui.site_moments import MomentPicker, off_duty
from workbench.ui.site_over import Over, nothing_drawn
from workbench.ui.site_paper import STEP
from workbench.ui.site_rail import HAND, MEASURE, SELECT, ToolRail
from workbench.ui.site_scene import SiteScene
from workbench.ui.site_tool_draw import DrawTool, MeasureTool
from workbench.ui.site_tool_select import SelectTool
from workbench.ui.site_tools import GRID, Bench, HandTool
from workbench.ui.site_view import SiteView, Tool
from workbench.ui.theme import Theme
from workbench.ui.widgets import Button, column, hairline, label, panel, row, tool_button, upright
from workbench.ui.workspace_context import CaseContext

OPENING = 2
"""Places of an opening: a gate is drawn by its two ends."""
NARROW = 980
"""Below this width chips of layers that are on have no sign [px]."""


class SiteEditor(QFrame):
    """The plan as it is drawn and changed."""

    opened = Signal()
    """The form of the selected object is wanted."""
    background_requested = Signal()
    moment_changed = Signal(object)
    """The moment that is shown: a local time, or ``None`` for all."""

    def __init__(self, context: CaseContext) -> None:
        super().__init__()
        self.setObjectName("surface")
        self.context = context
        self.looks = Looks(context.pack)
        self.scene = SiteScene(self.looks)
        self.view = SiteView(self.scene)
        self.draft = PlanDraft(context)
        self.rail = ToolRail(context.pack, self.looks)
        self.place, self.strip, self.zoom_word = label("", "small", "t2"), label("", "small", "t2"), QLabel()
        self.missing = nothing_drawn(self.view, self.background_requested.emit, Drawings(self, context))
        self.chips: dict[str, Button] = {}
        self.moments = MomentPicker()
        self.head = row(spacing=6)
        self.foot = row(spacing=8)
        self.bench = Bench(self.scene, self.view, self.draft, self.strip.setText, self._drawn, self.draft.may_edit)
        self.tool = SELECT
        self._build()
        self.over = Over(self.view)
        self.legend = self.over.legend
        self._wire()
        self.take_tool(SELECT)

    # What is shown

    def show_case(self, view: CaseView) -> None:
        """Show the plan of a state of the case."""
        self.moments.show_case(view)
        self.draft.take(view)
        self._show_moment()
        self.rail.set_may_draw(may=self.context.may(EditPlan.kind))

    def select(self, keys: Iterable[str], *, look: bool = True) -> None:
        """Select objects and bring the first into sight."""
        self.scene.select(tuple(keys))
        current = self.scene.current
        if current is not None and look:
            self.view.look_at(bounds(current.feature))

    def highlight(self, codes: Iterable[str]) -> None:
        """Mark the objects of a check line and bring them into sight."""
        area = self.scene.highlight(codes)
        if not area.isNull() or self.scene.marked:
            self.view.look_at(area)

    def take_tool(self, code: str) -> None:
        """Take a tool into the hand: select, hand, measure, or the code of a kind of object."""
        kind = self.context.pack.site_objects.get(code)
        if kind is not None and kind.layer == BACKGROUND:
            self.background_requested.emit()
            return
        if kind is not None and not self.draft.may_edit():
            code, kind = SELECT, None
        if isinstance(self.view.tool, DrawTool):
            self.view.tool.drop()
        self.tool, self.draft.placing = code, ""
        self.view.tool = self._tool(code, kind)
        self.rail.check(code)
        self.strip.setText(self._hint(code, kind))

    def draw_row(self, key: str) -> None:
        """Take the tool that draws what stands in a sheet alone."""
        kind = self.draft.kind_of(key)
        if kind is not None:
            self.take_tool(kind.code)
            self.draft.placing = key if self.tool == kind.code else ""
            self.view.setFocus()

    def settle(self) -> None:
        """Give what is gathered."""
        self.draft.settle()

    # Inside

    def _tool(self, code: str, kind: SiteObject | None) -> Tool:
        if kind is not None:
            return DrawTool(self.bench, kind.code, kind.geometry, most=OPENING if kind.layer == "gate" else 0)
        return {HAND: HandTool, MEASURE: MeasureTool}.get(code, SelectTool)(self.bench)

    def _hint(self, code: str, kind: SiteObject | None) -> str:
        if kind is None:
            return {MEASURE: tr("逐点单击，双击结束")}.get(code, "")
        how = {"Point": tr("单击放置"), "LineString": tr("逐点单击，双击或回车结束")}.get(
            kind.geometry, tr("逐点单击，双击、回车或点首点闭合")
        )
        if kind.layer == "gate":
            how = tr("单击两端")
        return f"{say(kind.text)}{tr('：')}{how}"

    def _drawn(self) -> None:
        self.take_tool(SELECT)

    def _refresh(self) -> None:
        self.scene.show_features(self.draft.features(), self.draft.rows)
        self.over.show_scene(self.scene)
        self.view.fit_untouched()
        self.view.viewport().update()
        self.missing.show_when(empty=not self.scene.drawn, may_act=self.context.may(EditPlan.kind))

    def _show_moment(self) -> None:
        """Let posts turn pale that are not on duty, and say how many are, or which variant is looked at."""
        moment = self.moments.moment
        pale = off_duty(self.context.view.site, moment)
        self.scene.fade(pale)
        if moment is not None:
            posts = sum(one.kind == "post" for one in self.context.view.site)
            self.strip.setText(tr("在岗 {on} / {posts} 岗", on=posts - len(pale), posts=posts))
        elif self.moments.scenario.kind:
            self.strip.setText(self.moments.currentText())

    def _pointed(self, at: QPointF) -> None:
        self.place.setText(f"x {at.x():.1f} m   y {at.y():.1f} m")

    def _zoomed(self) -> None:
        scale = self.view.scale_
        self.over.bar.show_scale(scale)
        self.zoom_word.setText(tr("吸附 {grid} m   比例 1 : {scale}", grid=f"{GRID:.0f}",
                                  scale=f"{paper_scale(scale, self.logicalDpiX()):,}"))  # fmt: skip

    def _key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Delete) or event.key() == Qt.Key.Key_Backspace:
            return self._on_selection(self.draft.remove)
        if control and event.key() == Qt.Key.Key_D:
            return self._on_selection(self.draft.duplicate)
        if event.matches(QKeySequence.StandardKey.Undo):
            self._undo()
            return True
        act = None if control else self.rail.letters().get(event.text().upper())
        if act is not None:
            act()
        return act is not None

    def _on_selection(self, act: Callable[[Sequence[str]], None]) -> bool:
        if self.scene.selection and self.draft.may_edit():
            act(self.scene.selection)
        return True

    def duplicate(self) -> None:
        """Copy what is selected."""
        self._on_selection(self.draft.duplicate)

    def remove(self) -> None:
        """Take away what is selected."""
        self._on_selection(self.draft.remove)

    def _layer(self, layer: str, on: bool) -> None:
        self.scene.set_layer(layer, on)
        self._dress()
        self.over.show_scene(self.scene)
        self.view.viewport().update()

    def _dress(self) -> None:
        """Show which layers are on; where it is narrow only those that are off have their sign."""
        on = "" if self.width() < Theme.current.px(NARROW) else "eye"
        for layer, chip in self.chips.items():
            chip.set_icon(on if self.scene.layers[layer] else "eye-off")

    def _announce(self) -> None:
        one = self.scene.current
        if one is not None and self.view.hasFocus():
            announce.alert(self.view, f"{one.feature.code} {one.feature.name}".strip())

    # Ground

    def _build(self) -> None:
        undo, redo = tool_button("arrow-back-up", tr("撤销")), tool_button("arrow-back-up", tr("重做"))
        redo.setIcon(QIcon(icons.pixmap("arrow-back-up", "t2", 18).transformed(QTransform().scale(-1, 1))))
        undo.clicked.connect(lambda _on=False: self._undo())
        self.undo = undo
        redo.clicked.connect(lambda _on=False: self.draft.once_given(self.context.undo.redo))
        for button in (undo, redo):
            self.head.addWidget(button)
        self.head.addWidget(upright())
        for layer, name in LAYERS.items():
            chip = Button(say(name), icon="eye" if self.scene.layers[layer] else "eye-off", kind="chip", small=True)
            chip.setAccessibleName(f"{tr('图层')} {say(name)}")
            chip.setCheckable(True)
            chip.setChecked(self.scene.layers[layer])
            chip.toggled.connect(partial(self._layer, layer))
            self.chips[layer] = chip
            self.head.addWidget(chip)
        self.head.addStretch(1)
        self.head.addWidget(self.moments)
        self.head.addWidget(drawing_button(self, self.context, self.background_requested.emit))
        top = panel("alt")
        top.setLayout(column(self.head, margins=(10, 5, 10, 5)))
        self._build_foot()
        below = panel("alt")
        below.setLayout(column(self.foot, margins=(12, 3, 8, 3)))
        middle = column(top, hairline(), spacing=0)
        middle.addWidget(self.view, 1)
        middle.addWidget(hairline())
        middle.addWidget(below)
        whole = row(self.rail, spacing=0)
        whole.addLayout(middle, 1)
        self.setLayout(whole)

    def _build_foot(self) -> None:
        self.zoom_word.setProperty("role", "small")
        self.zoom_word.setProperty("ink", "t2")
        for widget in (self.place, self.zoom_word, self.strip):
            self.foot.addWidget(widget)
        self.foot.addStretch(1)
        for icon, name, act in (
            ("zoom-out", tr("缩小"), partial(self.view.zoom, 1 / STEP)),
            ("zoom-in", tr("放大"), partial(self.view.zoom, STEP)),
            ("map-2", tr("全图"), self.view.fit),
        ):
            button = tool_button(icon, name, size=16)
            button.setFixedSize(Theme.current.px(26), Theme.current.px(26))
            button.clicked.connect(lambda _on=False, act=act: act())
            self.foot.addWidget(button)

    def _wire(self) -> None:
        self.draft.shown.connect(self._refresh)
        self.draft.selected.connect(self.select)
        self.view.keys = self._key
        self.view.left.connect(self.draft.settle)
        self.view.pointed.connect(self._pointed)
        self.view.zoomed.connect(self._zoomed)
        self.view.opened.connect(self.opened)
        self.rail.picked.connect(self._picked)
        self.moments.picked.connect(lambda _moment: self._show_moment())
        self.moments.picked.connect(self.moment_changed)
        self.scene.selected.connect(self._announce)

    def _picked(self, code: str) -> None:
        self.take_tool(code)
        self.view.setFocus()

    def _undo(self) -> None:
        self.draft.once_given(self.context.undo.undo)

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the plan when it comes into sight."""
        super().showEvent(event)
        QTimer.singleShot(0, self.view, self.view.fit_untouched)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep legend, bar and arrow in their corners."""
        super().resizeEvent(event)
        self._dress()
        QTimer.singleShot(0, self, self.over.lay_out)
