"""What lies over the plan: legend, scale bar and north arrow in their corners, what to do while nothing is drawn."""

from __future__ import annotations

from collections.abc import Callable

from workbench.ui.i18n import tr
from workbench.ui.nothing import Nothing
from workbench.ui.site_drawings import Drawings
from workbench.ui.site_furniture import Legend, NorthArrow, ScaleBar
from workbench.ui.site_scene import SiteScene
from workbench.ui.site_view import SiteView
from workbench.ui.theme import Theme

EDGE = 12
"""Distance of what lies over the plan from its edge [px]."""


class Over:
    """The widgets over one view."""

    def __init__(self, view: SiteView) -> None:
        self._view = view
        self.legend = Legend(view)
        self.bar = ScaleBar(view)
        self.north = NorthArrow(view)

    def show_scene(self, scene: SiteScene) -> None:
        """Say what is in sight."""
        self.legend.show_scene(scene)
        self.lay_out()

    def lay_out(self) -> None:
        """Keep everything in its corner."""
        edge, size = Theme.current.px(EDGE), self._view.size()
        self.legend.set_room(size.height() // 2)
        self.legend.move(edge, max(edge, size.height() - self.legend.height() - edge))
        self.legend.setVisible(bool(self.legend.lines) and self.legend.height() + 2 * edge <= size.height())
        self.bar.move(size.width() - self.bar.width() - edge, size.height() - self.bar.height() - edge)
        self.north.move(size.width() - self.north.width() - edge, edge)


def nothing_drawn(view: SiteView, background: Callable[[], object], drawings: Drawings) -> Nothing:
    """Return what is shown while nothing is drawn, with the ways to a plan."""
    return Nothing(
        view,
        tr("还没有平面图：用左侧工具绘制，放一张底图，或从场地库取。"),
        (
            (tr("放置底图"), "map-2", background),
            (tr("从场地库取"), "folder-open", drawings.open_venues),
            (tr("导入图纸"), "file-import", drawings.choose),
        ),
    )
