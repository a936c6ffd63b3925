"""Screens of the ground beside the chief ones: tables, strips and tabs of steps 6 and 7, registers, dialogs.

Each leads a window on the sample office there and returns what is painted: the window, or the dialog alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QWidget

from workbench.services.site_venues import Venue
from workbench.ui.site_drawings import Drawings, VenueDialog

Show = Callable[[Any], QWidget]
Opener = Callable[[int], Show]
"""Brings the case under review to a step or a page beside the steps."""


def ground_screens(case: Opener) -> dict[str, Show]:
    """Return the screens by name."""
    return {
        "site_zones": _tab(case, 6, "tabs", 1),
        "site_gates": _tab(case, 6, "tabs", 2),
        "site_simulation": _tab(case, 6, "panes", 2),
        "deployment_forces": _tab(case, 7, "below", 5),
        "deployment_triggers": _tab(case, 7, "below", 6),
        "emergency_scenarios": _tab(case, 16, "lists", 1),
        "emergency_sheet": _tab(case, 16, "tabs", 1),
        "emergency_drills": _tab(case, 16, "tabs", 2),
        "dialog_background": _dialog(case, 6, lambda page: page.plan.background_requested.emit()),
        "dialog_keep": _dialog(case, 6, lambda page: Drawings(page, page.context).open_keeping()),
        "dialog_venues": _dialog(case, 6, _venues),
        "dialog_site_check": _dialog(case, 6, lambda page: page.open_site_check()),
        "dialog_deputy": _dialog(case, 16, lambda page: page.open_deputies()),
        "dialog_count": _dialog(case, 15, _count),
    }


def _tab(case: Opener, step: int, tabs: str, place: int) -> Show:
    """Return what shows a tab of a page."""

    def show(stage: Any) -> QWidget:
        window = case(step)(stage)
        stage.settle()
        getattr(stage.window.page().page(), tabs).setCurrentIndex(place)
        return window

    return show


def _dialog(case: Opener, step: int, open_: Callable[[Any], object]) -> Show:
    """Return what opens a dialog of a page."""

    def show(stage: Any) -> QWidget:
        case(step)(stage)
        stage.settle()
        page = stage.window.page().page()
        open_(page)
        stage.settle()
        found: list[QDialog] = page.findChildren(QDialog)
        return next(one for one in found if one.isVisible())

    return show


def _venues(page: Any) -> None:
    kept = (Venue("", "湖滨草坪", page.context.view.place, 96, ""), Venue("", "会展中心北广场", "澄州", 41, ""))
    VenueDialog(page, kept, lambda _name: None).open()


def _count(page: Any) -> None:
    page.tabs.setCurrentIndex(2)
    page.flow.type.click()
