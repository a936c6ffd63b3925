"""Where an office stands, for the first page of the window; and what the sample data offers to a visitor."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.services.desk import Desk
from workbench.storage.packs import sample_data, sample_file

SCRIPT = "demo.toml"


@dataclass(frozen=True)
class Standing:
    """Where an office stands: rule pack, chain, its length and head, the place of the database, the organ."""

    pack: str
    version: str
    chain: str
    count: int
    head: str
    place: str
    organ: str = ""
    hint: str = ""
    """The password of all accounts of sample data; empty for real work."""


def standing(desk: Desk) -> Standing:
    """Return where the office stands now."""
    head = desk.database.journal.head()
    pack = desk.pack
    hint = sample_password() if desk.sample_day else ""
    organ = str(desk.database.settings.get("organ") or "")
    return Standing(pack.name, pack.version, head.chain, head.seq, head.hash, desk.database.place, organ, hint)


def script() -> dict[str, Any]:
    """Return the script of the demonstration."""
    return tomllib.loads(sample_data(SCRIPT).decode())


def sample_password() -> str:
    """Return the password of all sample accounts."""
    return str(script()["office"]["password"])


def sample_package() -> Path:
    """Return the package of the longest sample story, for a pre-check to try."""
    longest = max(script()["stories"], key=lambda story: len(story["steps"]))
    return sample_file(f"{longest['package']}.zip")
