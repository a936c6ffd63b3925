"""The picture under the plan: placed, calibrated by pairs of points on picture and plan, its error told."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainterPath, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsPixmapItem, QLineEdit, QWidget

from workbench.core.commands import EditPlan, PlanChange
from workbench.core.values import Application
from workbench.core.working_plan import DRAWING
from workbench.errors import WorkbenchError
from workbench.services import site_background
from workbench.services.site_background import BackgroundView, Picture
from workbench.services.site_desk import BACKGROUND
from workbench.services.views import CaseView
from workbench.site.calibration import Pair, Transform, calibrated, read_world_file
from workbench.ui.dialogs import Dialog
from workbench.ui.file_forms import choose_file
from workbench.ui.i18n import language, tr
from workbench.ui.site_tools import ENTER, Bench, HandTool
from workbench.ui.widgets import Button, label, number_box, row

if TYPE_CHECKING:
    from workbench.ui.step_site import SiteStep

DEPTH = -90.0
OVERLAY = "background"
MOST_PAIRS = 4
MOST_PAGE = 9999
FILL = 0.95
"""A picture that is not calibrated yet fills so much of the drawing."""
OPAQUE = 0.75


class BackgroundPart:
    """Shows the picture of the plan in force, and starts placing another."""

    def __init__(self, page: SiteStep) -> None:
        self.page = page
        self.shown: BackgroundView | None = None
        self._bytes: tuple[str, QPixmap] = ("", QPixmap())
        self._calibrate = False
        self.words = label("", "small", "t2")
        page.plan.foot.insertWidget(3, self.words)
        page.plan.background_requested.connect(self.ask)

    def show_case(self, view: CaseView) -> None:
        """Show the picture of a state of the case; its bytes are read when it is another."""
        self.shown = site_background.background(Application("", {}, {}, site=view.plan))
        if self.shown is None:
            self.page.plan.scene.remove_overlay(OVERLAY)
        elif self._bytes[0] == self.shown.picture.sha256:
            self._lay()
        else:
            context = self.page.context
            task = context.session.ask(site_background.image, context.case)
            task.done.connect(self._arrived)
        self.words.setText(_words(self.shown))

    def ask(self) -> None:
        """Ask for a file; a picture that is there already can be calibrated again."""
        if self.page.plan.draft.may_edit():
            BackgroundDialog(self.page, self.shown, self).open()

    def place(self, path: Path, number: int) -> None:
        """Keep a picture and place it: by its world file, else so that it fills the drawing and is then calibrated."""
        context = self.page.context
        task = context.session.ask(site_background.keep, context.case, path, number)
        task.done.connect(lambda picture: self._kept(picture, path))
        task.failed.connect(context.session.save_failed)

    def _kept(self, picture: Picture, path: Path) -> None:
        world = site_background.world_file_of(path)
        try:
            transform = read_world_file(world.read_text("utf-8", errors="replace")[:2000]) if world else None
        except (OSError, WorkbenchError):
            transform = None
        self._calibrate = transform is None
        self.give(picture, transform or self._filling(picture), None, 0)

    def give(self, picture: Picture, transform: Transform, rms: float | None, points: int) -> None:
        """Place the picture by one edit of the plan."""
        left = None if rms is None else Decimal(f"{rms:.3f}")
        change = site_background.placing(picture, transform, left, points)
        self.page.plan.chips["base"].setChecked(True)
        self.page.context.do(EditPlan(self.page.context.case, (change,)), said=tr("已放置底图"))

    def remove(self) -> None:
        """Take the picture away."""
        change = PlanChange(f"{DRAWING}{BACKGROUND}", site_background.CODE, "remove")
        self.page.context.do(EditPlan(self.page.context.case, (change,)), said=tr("已取消底图"))

    def calibrate(self) -> None:
        """Take the tool that pairs points of picture and plan."""
        plan = self.page.plan
        if self.shown is not None:
            plan.take_tool("select")
            plan.view.tool = CalibrateTool(plan.bench, self)
            plan.view.setFocus()
            plan.strip.setText(tr("标定：先点底图上的一点，再点它的实地位置；2–4 对后回车"))

    def preview(self, transform: Transform) -> None:
        """Show the picture as a calibration would lay it."""
        if self.shown is not None:
            self._lay(transform)

    def _filling(self, picture: Picture) -> Transform:
        """Return the place of a picture that fills the drawing."""
        area = self.page.plan.scene.extent()
        side = max(area.width() / picture.width, area.height() / picture.height) * FILL
        left = area.center().x() - side * picture.width / 2
        top = area.center().y() + side * picture.height / 2
        return Transform(side, 0.0, left, 0.0, -side, top)

    def _arrived(self, data: bytes | None) -> None:
        image = QImage.fromData(data or b"")
        if self.shown is None or image.isNull():
            return
        self._bytes = (self.shown.picture.sha256, QPixmap.fromImage(image))
        self._lay()
        if self._calibrate:
            self._calibrate = False
            self.calibrate()

    def _lay(self, transform: Transform | None = None) -> None:
        assert self.shown is not None
        found = transform or self.shown.transform
        item = QGraphicsPixmapItem(self._bytes[1])
        item.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        item.setTransform(QTransform(found.a, found.d, found.b, found.e, found.c, found.f))
        item.setZValue(DEPTH)
        item.setOpacity(OPAQUE)
        self.page.plan.scene.add_overlay(OVERLAY, item, "base")
        self.page.plan.view.viewport().update()


class CalibrateTool(HandTool):
    """Pairs points: first on the picture, then on the plan, where corners draw the pointer."""

    def __init__(self, bench: Bench, part: BackgroundPart) -> None:
        super().__init__(bench)
        self.part = part
        assert part.shown is not None
        self.start = self.transform = part.shown.transform
        self.pairs: list[Pair] = []
        self._pixel: tuple[float, float] | None = None

    def press(self, at: QPointF, event: QMouseEvent) -> None:
        """Take a point of the picture, or its place."""
        if self._pixel is None:
            self._pixel = self.transform.back((at.x(), at.y()))
            self.bench.draw(_cross(at, self.bench))
            self.bench.say(tr("第 {number} 对：再点它的实地位置", number=len(self.pairs) + 1))
            return
        goal = self.bench.snap(at, event)
        self.pairs.append(Pair(self._pixel, (goal.x, goal.y)))
        self._pixel = None
        self._fit()

    def _fit(self) -> None:
        if len(self.pairs) < 2:
            self.bench.say(tr("已取 1 对，至少 2 对"))
            return
        try:
            found = calibrated(self.pairs)
        except WorkbenchError as fault:
            self.pairs.pop()
            self.bench.say(fault.told(language()))
            return
        self.transform = found.transform
        self.part.preview(found.transform)
        error = tr("点数恰好，不能给出误差") if found.exact else tr("误差 {rms:.2f} m", rms=found.rms)
        self.bench.say(tr("已取 {count} 对，{error}；回车保存", count=len(self.pairs), error=error))
        if len(self.pairs) == MOST_PAIRS:
            self.save()

    def save(self) -> None:
        """Place the picture as calibrated."""
        assert self.part.shown is not None
        found = calibrated(self.pairs)
        rms = None if found.exact else found.rms
        self.part.give(self.part.shown.picture, found.transform, rms, len(self.pairs))
        self._end()

    def key(self, event: QKeyEvent) -> bool:
        """Save on Enter, give up on Esc."""
        if event.key() in ENTER and len(self.pairs) >= 2:
            self.save()
        elif event.key() == Qt.Key.Key_Escape:
            self.part.preview(self.start)
            self._end()
        else:
            return False
        return True

    def _end(self) -> None:
        self.bench.draw(QPainterPath())
        self.bench.done()

    def is_busy(self) -> bool:
        """Return that Esc gives up."""
        return True


class BackgroundDialog(Dialog):
    """A file with its page, or another calibration of what is there."""

    def __init__(self, parent: QWidget, shown: BackgroundView | None, part: BackgroundPart) -> None:
        super().__init__(parent, tr("放置底图"), icon="map-2", width=480)
        self.part = part
        self.add(label(tr("图片或 PDF 的一页。旁边有世界文件时直接就位，否则用 2 至 4 对点标定。"), wrap=True))
        self.path = QLineEdit()
        self.path.setAccessibleName(tr("文件"))
        self.path.setPlaceholderText(tr("选一个文件"))
        choose = Button(tr("选择"), icon="folder-open")
        choose.clicked.connect(lambda _on=False: choose_file(self, tr("放置底图"), self.path.setText))
        line = row(self.path, choose)
        line.setStretch(0, 1)
        self.add(line)
        self.number = number_box()
        self.number.setRange(1, MOST_PAGE)
        self.number.setAccessibleName(tr("PDF 页码"))
        self.add(row(label(tr("PDF 页码"), ink="t2"), self.number, None))
        if shown is not None:
            self.away = self.button(tr("取消底图"), self._remove, icon="trash")
            self.button(tr("重新标定"), self._again, icon="adjustments")
        self.button(tr("取消"), self.reject)
        self.main = self.button(tr("放置"), self.give, kind="primary", icon="check")

    def give(self) -> None:
        """Place the chosen file."""
        if self.path.text().strip():
            self.accept()
            self.part.place(Path(self.path.text().strip()), self.number.value())

    def _again(self) -> None:
        self.accept()
        self.part.calibrate()

    def _remove(self) -> None:
        self.accept()
        self.part.remove()


def _cross(at: QPointF, bench: Bench) -> QPainterPath:
    half = 8 / bench.view.scale_
    path = QPainterPath(QPointF(at.x() - half, at.y()))
    path.lineTo(at.x() + half, at.y())
    path.moveTo(at.x(), at.y() - half)
    path.lineTo(at.x(), at.y() + half)
    return path


def _words(shown: BackgroundView | None) -> str:
    if shown is None:
        return ""
    if shown.rms is None:
        return tr("底图 {name}", name=shown.picture.name[:24])
    return tr("底图 {name} · {points} 点标定误差 {rms:.2f} m", name=shown.picture.name[:24], points=shown.points,
              rms=shown.rms)  # fmt: skip
