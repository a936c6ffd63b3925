"""The files of a pack, laid over those of the pack it extends: raw rows, nothing checked but their form."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast, get_args, get_origin, get_type_hints

from workbench.core.pack import Pack, Sheet
from workbench.errors import Text
from workbench.storage.pack_faults import Fault, Place, fault, nearest
from workbench.storage.pack_fields import read_row
from workbench.storage.pack_source import PackFile, RawRow, laid_over, read_file, rows_of

_HEAD = "pack.toml"


def forms_folder() -> Path:
    """Return the folder of the packs that come with the program."""
    return Path(str(files("forms")))


def available_in(folder: Path) -> list[str]:
    """Return the names of the packs in a folder, sorted."""
    return sorted(p.parent.name for p in folder.glob(f"*/{_HEAD}"))


@dataclass(frozen=True)
class Head:
    """The ``[pack]`` table of ``pack.toml``."""

    name: str
    version: str
    zh: str
    en: str
    extends: str = ""
    valid_from: date | None = None


@dataclass
class Source:
    """Raw rows of a pack and of all it extends, before they are checked.

    ``tables`` maps ``materials`` or ``lists.defects`` to the rows of each code, in order.
    """

    head: Head | None
    tables: dict[str, list[RawRow]] = field(default_factory=dict)
    roles: dict[str, RawRow] = field(default_factory=dict)
    digest: Any = field(default_factory=hashlib.sha256)


@lru_cache(maxsize=1)
def row_classes() -> Mapping[str, type]:
    """Return table name → row class, as the fields of :class:`Pack` declare them."""
    found: dict[str, type] = {}
    for name, hint in get_type_hints(Pack).items():
        if get_origin(hint) is Mapping and is_dataclass(row := get_args(hint)[1]):
            found[name] = cast("type", row)
    return found


def key_of(table: str) -> str:
    """Return the field that identifies a row of a table: ``key`` for sheets, ``code`` for all others."""
    return "key" if row_classes().get(table) is Sheet else "code"


def read_source(name: str, folder: Path, faults: list[Fault]) -> Source | None:
    """Return the raw rows of a pack over those of all it extends; ``None`` when there is no such pack."""
    return _read_source(name, folder, (), faults)


def _read_source(name: str, folder: Path, chain: tuple[str, ...], faults: list[Fault]) -> Source | None:
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
    source = Source(head) if base is None else Source(head, base.tables, base.roles, base.digest)
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
    known = {*available_in(folder), *available_in(forms_folder())}
    return fault(place, Text(f"没有规则包“{name}”", f"there is no pack “{name}”"), nearest(name, known))


def _read(path: Path, pack: str, faults: list[Fault]) -> tuple[bytes, PackFile]:
    """Return the bytes and the parsed file; line ends are normalised so that the digest is the same everywhere."""
    try:
        data = path.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        message = Text(f"无法读取：{error.strerror}", f"cannot be read: {error.strerror}")
        faults.append(fault(Place(f"{pack}/{path.name}", 0), message))
        return b"", PackFile(f"{pack}/{path.name}", {})
    file, found = read_file(f"{pack}/{path.name}", data)
    faults.extend(found)
    return data, file


def _read_head(name: str, read: list[PackFile], faults: list[Fault]) -> Head | None:
    raw = next((f.tables.get("pack") for f in read if f.name == f"{name}/{_HEAD}"), None)
    place = Place(f"{name}/{_HEAD}", 1)
    if not isinstance(raw, RawRow):
        faults.append(fault(place, Text("缺少 [pack] 表", "the table [pack] is missing")))
        return None
    head = read_row(Head, raw, faults)
    if head is not None and head.name != name:
        message = Text(f"名称“{head.name}”与文件夹“{name}”不符", f"the name “{head.name}” is not the folder's “{name}”")
        faults.append(fault(raw.at("name"), message))
    return head


def _add_rows(source: Source, read: list[PackFile], faults: list[Fault]) -> None:
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
        source.tables[name] = laid_over(source.tables.get(name, []), rows, key_of(name))


def _tables_of(file: PackFile, faults: list[Fault]) -> Iterator[tuple[str, object]]:
    """Yield the known tables of a file; an unknown one, or one of the wrong form, is a fault."""
    known = {*row_classes(), "lists", "roles"}
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
