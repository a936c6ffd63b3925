"""Rule packs from TOML: the only module that reads ``forms``.

A pack is a folder: ``pack.toml`` says who it is, every other ``*.toml`` adds rows to the tables that
:class:`workbench.core.pack.Pack` names. Reading is strict, and all faults are told at once with file, line and the
nearest known key. A pack that ``extends`` another starts from its rows; a row of a known code gives only what it
changes.
"""

from __future__ import annotations

from pathlib import Path

from workbench.core.pack import Pack
from workbench.errors import PackError, Text
from workbench.storage.pack_build import build_pack
from workbench.storage.pack_check import content_faults
from workbench.storage.pack_faults import Fault, PackFaults, nearest
from workbench.storage.pack_folder import available_in, forms_folder, read_source

__all__ = [
    "Fault",
    "PackFaults",
    "available",
    "check_pack",
    "forms_folder",
    "load_all",
    "load_pack",
    "sample_data",
    "sample_file",
    "sample_package",
    "samples",
]

_SAMPLES = "samples"


def available(folder: Path | None = None) -> list[str]:
    """Return the names of the packs in a folder (default: the program's own), sorted."""
    return available_in(folder or forms_folder())


def load_pack(name: str, *, folder: Path | None = None, quick: bool = False) -> Pack:
    """Return a pack after ``extends`` and overrides.

    Args:
        name: Name of the pack's folder.
        folder: Folder that holds the pack; a pack it extends may stand there or among the program's own.
        quick: Compile each condition only when it is first asked, which then raises what is wrong with it. For the
            start of the program with its own packs; those are proved by :func:`check_pack`.

    Raises:
        PackFaults: Anything in the pack, or in one that it extends, is wrong.
    """
    pack, faults = read_pack(name, folder=folder, quick=quick)
    if faults or pack is None:
        raise PackFaults(name, faults)
    return pack


def load_all(folder: Path | None = None) -> dict[str, Pack]:
    """Return every available pack by name.

    Raises:
        PackFaults: One of them is wrong.
    """
    return {name: load_pack(name, folder=folder) for name in available(folder)}


def check_pack(name: str, *, folder: Path | None = None) -> tuple[Fault, ...]:
    """Return everything that is wrong with a pack, also what would not keep it from loading.

    Beside the loader's faults these are conditions that can never hold, English with Chinese in it, and texts that
    stand in one language only.
    """
    pack, faults = read_pack(name, folder=folder)
    return faults if pack is None else (*faults, *content_faults(pack))


def samples() -> list[str]:
    """Return the names of the sample packages that come with the program, sorted."""
    return sorted(p.stem for p in (forms_folder() / _SAMPLES).glob("*.zip"))


def sample_package(name: str) -> Path:
    """Return the file of a sample package.

    Raises:
        PackError: There is no such sample.
    """
    return sample_file(f"{name}.zip")


def sample_data(name: str) -> bytes:
    """Return a data file that accompanies the samples, e.g. ``demo.toml``.

    Raises:
        PackError: There is no such file.
    """
    return sample_file(name).read_bytes()


def sample_file(name: str) -> Path:
    """Return a file of the sample folder by its path below it, e.g. ``supplements/later/NAME.pdf``.

    Raises:
        PackError: There is no such file there.
    """
    folder = forms_folder() / _SAMPLES
    path = folder / name
    if ".." in path.parts or not path.is_relative_to(folder) or not path.is_file():
        near = nearest(name, [p.relative_to(folder).as_posix() for p in folder.rglob("*")])
        hint = None if near is None else Text(f"是否为“{near}”？", f"Did you mean “{near}”?")
        raise PackError(Text(f"没有样例“{name}”", f"there is no sample “{name}”"), where=name, remedy=hint)
    return path


def read_pack(name: str, *, folder: Path | None = None, quick: bool = False) -> tuple[Pack | None, tuple[Fault, ...]]:
    """Return the pack (``None`` when its head is unusable) and every fault that keeps it from being used."""
    faults: list[Fault] = []
    source = read_source(name, folder or forms_folder(), faults)
    pack = None if source is None else build_pack(source, faults, quick=quick)
    return pack, tuple(dict.fromkeys(faults))
