"""Words that were typed but not yet saved, kept beside the settings so that a crash loses nothing.

An editor keeps its text under a key while it is being typed and forgets it when it is saved or thrown away. What is
still there at the next start is offered back.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile


@dataclass(frozen=True)
class Draft:
    """A text that was not saved: what it belongs to, in words, and when it was typed last (local time)."""

    key: str
    case: str
    what: str
    text: str
    typed: str

    def when(self) -> datetime:
        """Return when it was typed last."""
        return datetime.fromisoformat(self.typed)


class Drafts:
    """The drafts of one person on one database, in one small file that is always whole."""

    def __init__(self, path: Path) -> None:
        """Read what an earlier run left at ``path``."""
        self._path = path
        self._drafts = {draft.key: draft for draft in _read(path)}

    def left(self) -> list[Draft]:
        """Return the drafts, the newest first."""
        return sorted(self._drafts.values(), key=lambda draft: draft.typed, reverse=True)

    def get(self, key: str) -> str:
        """Return the text kept under ``key``, or nothing."""
        draft = self._drafts.get(key)
        return draft.text if draft else ""

    def keep(self, key: str, *, case: str, what: str, text: str, now: datetime) -> None:
        """Keep a text; an empty text is forgotten."""
        if not text.strip():
            self.forget(key)
            return
        self._drafts[key] = Draft(key, case, what, text, now.isoformat(timespec="seconds"))
        self._write()

    def forget(self, key: str) -> None:
        """Drop a text that was saved or thrown away."""
        if self._drafts.pop(key, None) is not None:
            self._write()

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        file = QSaveFile(str(self._path))
        if file.open(QIODevice.OpenModeFlag.WriteOnly):
            rows = [asdict(draft) for draft in self._drafts.values()]
            file.write(json.dumps(rows, ensure_ascii=False).encode())
            file.commit()


def _read(path: Path) -> list[Draft]:
    """Return the drafts in a file; a file that is not one of ours has none."""
    if not path.is_file():
        return []
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [Draft(**row) for row in rows]
    except (ValueError, TypeError):
        return []
