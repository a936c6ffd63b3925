"""Office data beside the journal: drafts of open texts, settings, and the record of who read which case."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select

from workbench.core.canonical import Plain, canonical
from workbench.core.records import Event, moment, moment_text
from workbench.errors import StorageError, Text
from workbench.storage.connection import Store
from workbench.storage.journal import Journal
from workbench.storage.schema import drafts, insert_into, settings


@dataclass(frozen=True)
class Draft:
    """A text that a person has typed and not yet given: where, what, when."""

    person: str
    case: str
    field: str
    text: str
    at: datetime


class Drafts:
    """Open texts, kept so that a crash loses nothing that was typed; no part of the record."""

    def __init__(self, store: Store) -> None:
        """Work on an open database."""
        self._store = store

    def put(self, draft: Draft) -> None:
        """Keep the newest text of a field."""
        key = {"person": draft.person, "case_id": draft.case, "field": draft.field}
        changes = {"text": draft.text, "at": moment_text(draft.at)}
        made = insert_into(drafts, self._store.kind).values(**key, **changes)
        with self._store.write() as connection:
            connection.execute(made.on_conflict_do_update(index_elements=list(key), set_=changes))

    def of(self, person: str, case: str = "") -> tuple[Draft, ...]:
        """Return a person's drafts, of one case or of all, newest first."""
        mine = [drafts.c.person == person, *([drafts.c.case_id == case] if case else [])]
        with self._store.read() as connection:
            rows = connection.execute(select(drafts).where(*mine).order_by(drafts.c.at.desc(), drafts.c.field)).all()
        return tuple(Draft(row.person, row.case_id, row.field, row.text, moment(row.at)) for row in rows)

    def drop(self, person: str, case: str, field: str = "") -> None:
        """Forget a draft once its text was given; without ``field`` all of the case."""
        mine = [drafts.c.person == person, drafts.c.case_id == case, *([drafts.c.field == field] if field else [])]
        with self._store.write() as connection:
            connection.execute(delete(drafts).where(*mine))


class Settings:
    """Named plain values of the office or of a person (``<person>.<name>``)."""

    def __init__(self, store: Store) -> None:
        """Work on an open database."""
        self._store = store

    def get(self, name: str, default: Plain = None) -> Plain:
        """Return a setting."""
        with self._store.read() as connection:
            value = connection.execute(select(settings.c.value).where(settings.c.name == name)).scalar()
        return default if value is None else json.loads(value)

    def put(self, name: str, value: Plain) -> None:
        """Keep a setting."""
        change = {"value": canonical(value).decode()}
        made = insert_into(settings, self._store.kind).values(name=name, **change)
        with self._store.write() as connection:
            connection.execute(made.on_conflict_do_update(index_elements=["name"], set_=change))


@dataclass(frozen=True)
class Reading:
    """Who opened a case, and when."""

    actor: str
    at: datetime


class AccessLog:
    """Reading is recorded: one event per opening on ``access/<case>``, or a line in a side file.

    The side file is for a database that is open for reading only; the window says so.
    """

    def __init__(self, journal: Journal, store: Store, side_folder: Path) -> None:
        """Work on an open database; ``side_folder`` belongs to the user of this machine."""
        self._journal = journal
        self._store = store
        self._side = side_folder

    def record(self, case: str, *, actor: str, at: datetime) -> bool:
        """Record an opening; False when it went to the side file."""
        if self._store.read_only:
            self._note(case, actor, at)
            return False
        self._journal.append(f"access/{case}", None, lambda _tx: [Event("case_opened", {})], actor=actor, at=at)
        return True

    def readings(self, case: str) -> tuple[Reading, ...]:
        """Return who opened a case according to the journal, oldest first."""
        return tuple(Reading(event.actor, event.at) for event in self._journal.read(f"access/{case}"))

    def side_file(self) -> Path:
        """Return where openings of this chain go when nothing may be written to it."""
        return self._side / f"readings-{self._journal.head().chain}.jsonl"

    def _note(self, case: str, actor: str, at: datetime) -> None:
        line = canonical({"case": case, "actor": actor, "at": moment_text(at)}) + b"\n"
        file = self.side_file()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("ab") as out:
                out.write(line)
                out.flush()
                os.fsync(out.fileno())
        except OSError as fault:
            message = Text("无法记录本次查阅", "this reading cannot be recorded")
            raise StorageError(message, where=str(file)) from fault
