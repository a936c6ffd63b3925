"""Rule packs from TOML: the only module that reads ``forms``.

A pack is a folder: ``pack.toml`` says who it is, every other ``*.toml`` adds rows to the tables that
:class:`workbench.core.pack.Pack` names. Reading is strict, and all faults are told at once with file, line and the
nearest known key. A pack that ``extends`` another starts from its rows; a row of a known code gives only what it
changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args, get_type_hints

from workbench.core.pack import Choice, Pack, Sheet
from workbench.errors import PackError, Text
from workbench.storage.pack_faults import Fault, PackFaults, Place, fault, nearest
from workbench.storage.pack_fields import read_all, read_row
from workbench.storage.pack_references import reference_faults
from workbench.storage.pack_source import PackFile, RawRow, read_file, rows_of

__all__ = [
    "Fault",
    "PackFaults",
    "available",
    "forms_folder",
    "load_all",
    "load_pack",
    "sample_data",
    "sample_package",
    "samples",
]

_HEAD = "pack.toml"
_SAMPLES = "samples"


def forms_folder() -> Path:
    """Return the folder of the packs that come with the program."""
    return Path(str(files("forms")))


def available(folder: Path | None = None) -> list[str]:
    """Return the names of the packs in a folder (default: the program's own), sorted."""
    return sorted(p.parent.name for p in (folder or forms_folder()).glob(f"*/{_HEAD}"))


def load_pack(name: str, *, folder: Path | None = None) -> Pack:
    """Return a pack after ``extends`` and overrides.

    Args:
        name: Name of the pack's folder.
        folder: Folder that holds the pack; a pack it extends may stand there or among the program's own.

    Raises:
        PackFaults: Anything in the pack, or in one that it extends, is wrong.
    """
    pack, faults = read_pack(name, folder=folder)
    if faults or pack is None:
        raise PackFaults(name, faults)
    return pack


def load_all(folder: Path | None = None) -> dict[str, Pack]:
    """Return every available pack by name.

    Raises:
        PackFaults: One of them is wrong.
    """
    return {name: load_pack(name, folder=folder) for name in available(folder)}


def samples() -> list[str]:
    """Return the names of the sample packages that come with the program, sorted."""
    return sorted(p.stem for p in (forms_folder() / _SAMPLES).glob("*.zip"))


def sample_package(name: str) -> Path:
    """Return the file of a sample package.

    Raises:
        PackError: There is no such sample.
    """
    return _sample_file(f"{name}.zip", samples())


def sample_data(name: str) -> bytes:
    """Return a data file that accompanies the samples, e.g. ``demo.toml``.

    Raises:
        PackError: There is no such file.
    """
    return _sample_file(name, [p.name for p in (forms_folder() / _SAMPLES).iterdir()]).read_bytes()


def _sample_file(name: str, known: list[str]) -> Path:
    path = forms_folder() / _SAMPLES / name
    if Path(name).name != name or not path.is_file():
        near = nearest(name, known)
        hint = None if near is None else Text(f"是否为“{near}”？", f"Did you mean “{near}”?")
        raise PackError(Text(f"没有样例“{name}”", f"there is no sample “{name}”"), where=name, remedy=hint)
    return path


@dataclass(frozen=True)
class _Head:
    """The ``[pack]`` table of ``pack.toml``."""

    name: str
    version: str
    zh: str
    en: str
    extends: str = ""
    valid_from: date | None = None


@dataclass
class _Source:
    """Raw rows of a pack and of all it extends, before they are checked.

    ``tables`` maps ``materials`` or ``lists.defects`` to the rows of each code, in order.
    """

    head: _Head | None
    tables: dict[str, list[RawRow]] = field(default_factory=dict)
    roles: dict[str, RawRow] = field(default_factory=dict)
    digest: Any = field(default_factory=hashlib.sha256)


def read_pack(name: str, *, folder: Path | None = None) -> tuple[Pack | None, tuple[Fault, ...]]:
    """Return the pack (``None`` when its head is unusable) and every fault found."""
    faults: list[Fault] = []
    source = _read_source(name, folder or forms_folder(), (), faults)
    if source is None or source.head is None:
        return None, tuple(faults)
    head = source.head
    pack = Pack(
        name=head.name,
        version=head.version,
        digest=source.digest.hexdigest(),
        title=Text(head.zh, head.en),
        extends=head.extends,
        **_made_tables(source, faults),
        lists=_made_lists(source, faults),
        roles=_made_roles(source, faults),
    )
    faults.extend(reference_faults(pack))
    return pack, tuple(dict.fromkeys(faults))


@lru_cache(maxsize=1)
def _row_classes() -> Mapping[str, type]:
    """Return table name → row class, as the fields of :class:`Pack` declare them."""
    found = {}
    for name, hint in get_type_hints(Pack).items():
        args = get_args(hint)
        if len(args) == 2 and isinstance(args[1], type) and name != "roles":
            found[name] = args[1]
    return found


def _key_of(table: str) -> str:
    return "key" if _row_classes().get(table) is Sheet else "code"


def _read_source(name: str, folder: Path, chain: tuple[str, ...], faults: list[Fault]) -> _Source | None:
    """Read a pack's files over those of the pack it extends."""
    here = _pack_folder(name, folder)
    if here is None or name in chain:
        faults.append(_no_such_pack(name, folder, chain))
        return None
    read = [_read(path, name, faults) for path in sorted(here.glob("*.toml"))]
    head = _read_head(name, [file for _, file in read], faults)
    base = None
    if head is not None and head.extends:
        base = _read_source(head.extends, folder, (*chain, name), faults)
    source = _Source(head) if base is None else _Source(head, base.tables, base.roles, base.digest)
    for data, file in read:
        source.digest.update(file.name.encode() + b"\0" + str(len(data)).encode() + b"\0" + data)
    _add_rows(source, [file for _, file in read], faults)
    return source


def _pack_folder(name: str, folder: Path) -> Path | None:
    places = (folder / name, forms_folder() / name)
    return next((p for p in places if Path(name).name == name and (p / _HEAD).is_file()), None)


def _no_such_pack(name: str, folder: Path, chain: tuple[str, ...]) -> Fault:
    place = Place(f"{chain[-1]}/{_HEAD}" if chain else name, 0)
    if name in chain:
        around = " → ".join((*chain, name))
        return fault(place, Text(f"规则包循环引用：{around}", f"packs extend each other in a circle: {around}"))
    known = {*available(folder), *available()}
    return fault(place, Text(f"没有规则包“{name}”", f"there is no pack “{name}”"), nearest(name, known))


def _read(path: Path, pack: str, faults: list[Fault]) -> tuple[bytes, PackFile]:
    """Return the bytes and the parsed file; line ends are normalised so that the digest is the same everywhere."""
    data = path.read_bytes().replace(b"\r\n", b"\n")
    file, found = read_file(f"{pack}/{path.name}", data)
    faults.extend(found)
    return data, file


def _read_head(name: str, read: list[PackFile], faults: list[Fault]) -> _Head | None:
    raw = next((f.tables.get("pack") for f in read if f.name == f"{name}/{_HEAD}"), None)
    place = Place(f"{name}/{_HEAD}", 1)
    if not isinstance(raw, RawRow):
        faults.append(fault(place, Text("缺少 [pack] 表", "the table [pack] is missing")))
        return None
    head = read_row(_Head, raw, faults)
    if head is not None and head.name != name:
        message = Text(f"名称“{head.name}”与文件夹“{name}”不符", f"the name “{head.name}” is not the folder's “{name}”")
        faults.append(fault(raw.at("name"), message))
    return head


def _add_rows(source: _Source, read: list[PackFile], faults: list[Fault]) -> None:
    """Lay the rows of a pack's files over what it extends."""
    own: dict[str, list[RawRow]] = {}
    for file in read:
        for name, value in _tables_of(file, faults):
            if name == "roles":
                assert isinstance(value, RawRow)
                source.roles |= dict.fromkeys(value.values, value)
            else:
                own.setdefault(name, []).extend(rows_of(value))
    for name, rows in own.items():
        source.tables[name] = _laid_over(source.tables.get(name, []), rows, _key_of(name))


def _laid_over(base: list[RawRow], rows: list[RawRow], key: str) -> list[RawRow]:
    """Return the base rows with overrides in place, then the new rows; duplicates of one file set stay as they are."""
    by_code = {raw.values.get(key): raw for raw in base}
    seen: set[object] = set()
    new: list[RawRow] = []
    for raw in rows:
        code = raw.values.get(key)
        if code in by_code and code not in seen and code is not None:
            by_code[code] = raw.over(by_code[code])
        else:
            new.append(raw)
        seen.add(code)
    return [*by_code.values(), *new]


def _tables_of(file: PackFile, faults: list[Fault]) -> Iterator[tuple[str, object]]:
    """Yield the known tables of a file; an unknown one, or one of the wrong form, is a fault."""
    known = {*_row_classes(), "lists", "roles"}
    for name, value in file.tables.items():
        if name == "pack" and file.name.endswith(f"/{_HEAD}"):
            continue
        if name == "lists" and isinstance(value, RawRow):
            yield from _lists_of(value, faults)
        elif name == "roles" and isinstance(value, RawRow):
            yield name, value
        elif name not in known:
            place = _place(file, value)
            faults.append(fault(place, Text(f"未知的表“{name}”", f"unknown table “{name}”"), nearest(name, known)))
        elif not list(rows_of(value)) or name in {"lists", "roles"}:
            faults.append(_wrong_form(name, _place(file, value)))
        else:
            yield name, value


def _lists_of(value: RawRow, faults: list[Fault]) -> Iterator[tuple[str, object]]:
    for name, rows in value.values.items():
        if list(rows_of(rows)):
            yield f"lists.{name}", rows
        else:
            faults.append(_wrong_form(f"lists.{name}", value.at(name)))


def _wrong_form(name: str, place: Place) -> Fault:
    wanted = f"[{name}]" if name == "roles" else f"[[{name}]]"
    return fault(place, Text(f"“{name}”应写作 {wanted}", f"“{name}” is written as {wanted}"))


def _place(file: PackFile, value: object) -> Place:
    first = next(rows_of(value), value)
    return first.place if isinstance(first, RawRow) else Place(file.name, 1)


def _made_tables(source: _Source, faults: list[Fault]) -> dict[str, Any]:
    return {
        name: read_all(cls, iter(source.tables.get(name, ())), faults, _key_of(name))
        for name, cls in _row_classes().items()
    }


def _made_lists(source: _Source, faults: list[Fault]) -> dict[str, Mapping[str, Choice]]:
    return {
        name.removeprefix("lists."): read_all(Choice, iter(rows), faults)
        for name, rows in source.tables.items()
        if name.startswith("lists.")
    }


def _made_roles(source: _Source, faults: list[Fault]) -> dict[str, frozenset[str]]:
    """Return command kind → roles; each line of ``[roles]`` is a list of role names."""
    made: dict[str, frozenset[str]] = {}
    for kind, raw in source.roles.items():
        value = raw.values[kind]
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            made[kind] = frozenset(value)
        else:
            faults.append(fault(raw.at(kind), Text(f"{kind} 应为角色列表", f"{kind} should be a list of roles")))
    return made
