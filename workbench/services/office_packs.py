"""An office's own rule pack: checked, kept beside the data with every version it had, and put into use.

The pack extends one that ships with the program and overrides rows by code: the names of the five parties, the law a
duty rests on, limits, series of numbers. It lies in ``packs`` beside the database (for a server, in the person's data
folder); versions that it had before stay in ``packs/earlier``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from platformdirs import user_data_path

from workbench.core.pack import Pack
from workbench.core.records import Event
from workbench.errors import PackError, StorageError, Text
from workbench.services import access
from workbench.services.desk import EARLIER, Desk, forget_packs, own_packs, pack_named
from workbench.services.views_lists import Person
from workbench.storage.packs import PackFaults, check_pack, load_pack

STREAM = "office/packs"
"""The stream on which it is recorded when a pack is taken in or put into use."""
_LARGEST = 4_000_000
"""A pack is text of a few hundred kilobytes; anything far larger is something else [bytes]."""


def folder_of(place: str | Path) -> Path:
    """Return where an office's own packs lie, by the place of its database."""
    if isinstance(place, Path):
        return place.parent / "packs"
    return user_data_path("event-approval-workbench", appauthor=False) / "packs"


def install(desk: Desk, person: Person, source: Path) -> Pack:
    """Check a pack's folder and keep it beside the data; return the pack.

    Raises:
        NotAllowedError: The person is no administrator.
        PackFaults: Something in it is wrong; all faults at once.
        PackError: It is no folder with a pack, or another pack of the same name and version is there already.
    """
    access.require(desk.pack, person, "manage_packs")
    source = source.resolve()
    if not (source / "pack.toml").is_file():
        raise PackError(Text("这个文件夹里没有规则包", "this folder holds no pack"), where=str(source))
    if sum(file.stat().st_size for file in source.glob("*.toml")) > _LARGEST:
        raise PackError(Text("规则包过大", "the pack is too large"), where=str(source))
    if faults := check_pack(source.name, folder=source.parent):
        raise PackFaults(source.name, faults)
    pack = load_pack(source.name, folder=source.parent)
    _keep(source, own_packs(), pack)
    _record(desk, person, "pack_installed", pack)
    return pack


def _keep(source: Path, folder: Path, pack: Pack) -> None:
    """Copy the pack's files; an earlier version steps aside and stays."""
    target = folder / source.name
    try:
        if target.exists():
            before = load_pack(source.name, folder=folder)
            if before.digest == pack.digest:
                return
            if before.version == pack.version:
                raise PackError(
                    Text(f"已有不同内容的 {before.version} 版", f"another version {before.version} is there already"),
                    where=source.name,
                    remedy=Text("请在 pack.toml 中换一个版本号", "give it another version in pack.toml"),
                )
            aside = folder / EARLIER / before.digest[:16] / source.name
            aside.parent.mkdir(parents=True, exist_ok=True)
            target.rename(aside)
        target.mkdir(parents=True)
        for file in sorted(source.glob("*.toml")):
            shutil.copyfile(file, target / file.name)
    except OSError as fault:
        raise StorageError(
            Text("规则包没有存成", "the pack could not be kept"), where=f"{target}: {fault.strerror}"
        ) from fault
    forget_packs()


def use(desk: Desk, person: Person, name: str) -> Pack:
    """Judge new cases by a pack from now on; cases under way keep theirs.

    Raises:
        NotAllowedError: The person is no administrator.
        PackFaults: There is no such pack, or it is wrong.
    """
    access.require(desk.pack, person, "manage_packs")
    pack = load_pack(name, folder=own_packs())
    desk.database.settings.put("pack", name)
    desk.pack = pack_named(name)
    _record(desk, person, "pack_used", pack)
    return pack


def _record(desk: Desk, person: Person, kind: str, pack: Pack) -> None:
    event = Event(kind, {"pack": pack.name, "version": pack.version, "digest": pack.digest})
    desk.database.journal.append(STREAM, None, lambda _tx: [event], actor=person.id, at=desk.clock.now())
