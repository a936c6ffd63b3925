"""Drawings in and out of the plan: GeoJSON and DXF with their differences told first, exports, the venue library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QListWidget, QMenu, QToolButton, QWidget

from workbench.core.commands import EditPlan
from workbench.services import site_files, site_import, site_venues
from workbench.services.site_files import WRITERS
from workbench.services.site_import import Difference, PlanImport
from workbench.services.site_venues import Venue
from workbench.ui.dialogs import Dialog
from workbench.ui.file_forms import choose_file
from workbench.ui.i18n import language, say, tr
from workbench.ui.theme import Theme
from workbench.ui.widgets import label, tool_button
from workbench.ui.workspace_context import CaseContext

MOST_LINES = 400
"""Differences that are listed; the counts tell of all."""


def drawing_button(owner: QWidget, context: CaseContext, background: Callable[[], object]) -> QToolButton:
    """Return the button with what can be done with drawings."""
    button = tool_button("file-import", tr("图纸：导入、导出、场地库、底图"))
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(button)
    menu.setAccessibleName(tr("图纸"))
    desk = Drawings(owner, context)
    for words, act in (
        (tr("导入图纸（GeoJSON、DXF）"), desk.choose),
        *((tr("导出 {ending}", ending=ending[1:].upper()), partial(desk.export, ending)) for ending in WRITERS),
        (tr("从场地库取"), desk.open_venues),
        (tr("存入场地库"), desk.open_keeping),
        (tr("放置底图"), background),
    ):
        menu.addAction(words).triggered.connect(lambda _on=False, act=act: act())
    button.setMenu(menu)
    return button


class Drawings:
    """What the menu does; every change of the plan is one edit that undo takes back."""

    def __init__(self, owner: QWidget, context: CaseContext) -> None:
        self.owner, self.context = owner, context

    def choose(self) -> None:
        """Let a person choose a drawing."""
        choose_file(self.owner, tr("导入图纸（GeoJSON、DXF）"), self.look_at)

    def look_at(self, path: str) -> None:
        """Read a drawing and tell what it would change."""
        task = self.context.session.ask(site_import.looked_at, self.context.case, Path(path))
        task.done.connect(lambda found: self.tell(found, Path(path).name))
        task.failed.connect(self.context.session.save_failed)

    def tell(self, found: PlanImport, name: str) -> None:
        """Tell the differences; carry them out when the person says so."""
        ImportDialog(self.owner, found, name, partial(self.take, found, name)).open()

    def take(self, found: PlanImport, name: str) -> None:
        """Carry a drawing out as one edit."""
        if found.changes:
            told = tr("已导入 {name}：{count} 处改动", name=name, count=len(found.differences))
            self.context.do(EditPlan(self.context.case, found.changes, name[:80]), said=told)

    def export(self, ending: str) -> None:
        """Write the plan to a file of the person's choice."""
        kinds = f"{ending[1:].upper()} (*{ending})"
        path, _ = QFileDialog.getSaveFileName(self.owner, tr("导出"), f"{tr('平面图')}{ending}", kinds)
        if path:
            self.export_to(Path(path), ending)

    def export_to(self, target: Path, ending: str) -> None:
        """Write the plan to a file."""
        task = self.context.session.ask(site_files.export_case, self.context.case, ending)
        task.done.connect(lambda data: self._written(target, data))
        task.failed.connect(self.context.session.save_failed)

    def _written(self, target: Path, data: bytes) -> None:
        try:
            target.write_bytes(data)
        except OSError:
            self.context.session.notify(tr("无法写入 {name}", name=target.name))
            return
        self.context.session.notify(tr("已导出 {name}", name=target.name))

    def open_venues(self) -> None:
        """Offer the kept drawings."""
        task = self.context.session.ask(site_venues.venues)
        task.done.connect(lambda found: VenueDialog(self.owner, found, self.use).open())
        task.failed.connect(self.context.session.save_failed)

    def use(self, name: str) -> None:
        """Tell what a kept drawing would change."""
        task = self.context.session.ask(site_venues.venue_compared, self.context.case, name)
        task.done.connect(lambda found: self.tell(found, name))
        task.failed.connect(self.context.session.save_failed)

    def open_keeping(self) -> None:
        """Ask for the name under which the drawing is kept."""
        KeepDialog(self.owner, self.context).open()


MOST_NOTES = 6


class ImportDialog(Dialog):
    """What a drawing would change, object by object."""

    def __init__(self, parent: QWidget, found: PlanImport, name: str, take: Callable[[], object]) -> None:
        super().__init__(parent, tr("导入 {name}", name=name), icon="file-import", width=520)
        counts = site_import.told(found.differences)
        words = tr(
            "新增 {added}，修改 {changed}，删除 {removed}，相同 {same}。导入后可撤销。", same=found.same, **counts
        )
        self.add(label(words, wrap=True))
        for note in (*_left_out(found), *_noticed(found)):
            self.add(label(note, "small", "warn", wrap=True))
        self.list = QListWidget()
        self.list.setAccessibleName(tr("改动"))
        self.list.addItems([_line(one) for one in found.differences[:MOST_LINES]])
        self.list.setMinimumHeight(Theme.current.px(220))
        self.add(self.list)
        self.button(tr("取消"), self.reject)
        self.take = self.button(tr("导入"), self.accept, kind="primary", icon="check")
        self.take.setEnabled(bool(found.differences))
        self.accepted.connect(take)


def _left_out(found: PlanImport) -> list[str]:
    if not found.left_out:
        return []
    layers = tr("、").join(f"{layer} {count}" for layer, count in found.left_out.items())
    return [tr("未识别的图层未导入：{layers}", layers=layers)]


def _noticed(found: PlanImport) -> Iterator[str]:
    """Yield what the reader noticed, faults first; what does not fit is counted."""
    notes = sorted(found.notes, key=lambda one: ("error", "warn", "info").index(one.severity))
    yield from (say(site_import.located(one)) for one in notes[:MOST_NOTES])
    if len(notes) > MOST_NOTES:
        yield tr("另有 {count} 条提示", count=len(notes) - MOST_NOTES)


def _line(one: Difference) -> str:
    act = {"added": tr("新增"), "changed": tr("修改"), "removed": tr("删除")}[one.act]
    return f"{act}  {one.key} {one.name}".strip()


class VenueDialog(Dialog):
    """The kept drawings by name."""

    def __init__(self, parent: QWidget, found: tuple[Venue, ...], use: Callable[[str], object]) -> None:
        super().__init__(parent, tr("从场地库取"), icon="folder-open", width=460)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("场地"))
        for one in found:
            self.list.addItem(
                tr("{name}（{place}，{count} 个对象）", name=one.name, place=one.place, count=one.objects)
            )
        self._names = tuple(one.name for one in found)
        self._use = use
        if found:
            self.list.setCurrentRow(0)
        else:
            self.add(label(tr("场地库还没有平面图。在一个案卷中选“存入场地库”。"), wrap=True))
        self.add(self.list)
        self.button(tr("取消"), self.reject)
        self.take = self.button(tr("比对"), self.accept, kind="primary", icon="git-compare")
        self.take.setEnabled(bool(found))
        self.accepted.connect(self._taken)

    def _taken(self) -> None:
        if self.list.currentRow() >= 0:
            self._use(self._names[self.list.currentRow()])


class KeepDialog(Dialog):
    """The name under which the drawing of the case is kept for others."""

    def __init__(self, parent: QWidget, context: CaseContext) -> None:
        super().__init__(parent, tr("存入场地库"), icon="device-floppy", width=440)
        self.context = context
        self.name = QLineEdit(context.view.place)
        self.name.setAccessibleName(tr("场地名称"))
        self.add(label(tr("同名的图纸会被替换。"), ink="t2", wrap=True))
        self.add(self.name)
        self.fault = label("", "small", "bad", wrap=True)
        self.add(self.fault)
        self.button(tr("取消"), self.reject)
        self.keep = self.button(tr("存入"), self.give, kind="primary", icon="check")

    def give(self) -> None:
        """Keep the drawing; a refusal is told in the dialog."""
        name = self.name.text().strip()
        task = self.context.session.ask(site_venues.keep_venue, self.context.case, name)
        task.done.connect(lambda venue: self.context.session.notify(tr("已存入场地库：{name}", name=venue.name)))
        task.done.connect(lambda _venue: self.accept())
        task.failed.connect(lambda fault: self.fault.setText(fault.told(language())))
