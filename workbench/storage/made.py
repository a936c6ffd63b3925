"""What the projections share whose rows services make of events."""

from __future__ import annotations

from typing import Generic, TypeVar

from workbench.storage.connection import Store

Project = TypeVar("Project")


class Made(Generic[Project]):
    """A projection that knows nothing of what it holds: the function that makes its rows is handed over."""

    def __init__(self, store: Store) -> None:
        """Work on an open database; nothing is kept in step before :meth:`made_by`."""
        self._store = store
        self._project: Project | None = None

    def made_by(self, project: Project) -> None:
        """Name the function that makes of events what is kept."""
        self._project = project
