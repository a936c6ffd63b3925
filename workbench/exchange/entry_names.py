"""Names and sizes of package entries: what may be followed, what can be saved, what refuses the whole package."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from workbench.core.values import Problem
from workbench.errors import Text
from workbench.exchange.limits import MIB, Limits
from workbench.exchange.notes import Notes, PackageRefused, Place

_NAME_FAULTS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"\x00"), Text("名称含空字符", "the name holds a null character")),
    (re.compile(r"^[A-Za-z]:"), Text("含盘符", "the name holds a drive letter")),
    (re.compile(r"\\"), Text("名称含反斜杠", "the name holds a backslash")),
    (re.compile(r"^/"), Text("绝对路径", "absolute path")),
    (re.compile(r"(^|/)\.\.(/|$)"), Text("路径越出目标文件夹", "the path leaves the target folder")),
    (re.compile(r"//"), Text("路径中有空的一级", "the path has an empty part")),
    (re.compile(r"(?i)%(2f|5c|2e%2e)"), Text("名称含转义的路径分隔符", "the name holds an escaped path separator")),
)
_JUNK_NAMES = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)
_HIDDEN = "\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff"
"""Characters that are not seen, or that turn the writing direction: ``fdp.exe`` can be made to look like a PDF."""
_FORBIDDEN = re.compile(rf'[<>:"|?*\\\x00-\x1f\x7f-\x9f{_HIDDEN}]')
_INVISIBLE = re.compile(rf"[\x00-\x1f\x7f-\x9f{_HIDDEN}]")


def name_fault(name: str) -> Text | None:
    """Return why a name may not be followed, or ``None`` when it stays inside the package.

    Args:
        name: Path of an entry exactly as the archive has it.
    """
    return next((fault for pattern, fault in _NAME_FAULTS if pattern.search(name)), None)


def is_junk(name: str) -> bool:
    """Tell whether an entry is litter of an operating system."""
    parts = name.split("/")
    return parts[0] == "__MACOSX" or parts[-1].lower() in _JUNK_NAMES or parts[-1].startswith("._")


def looks(name: str) -> str:
    """Return what a name looks like to a person or a forgiving file system: without case, composed, nothing unseen."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", name)).casefold()


def safe_name(name: str, limits: Limits) -> str:
    """Return a name under which an entry can be saved on any system; equal to ``name`` when it already can.

    Args:
        name: Path of the entry.
        limits: ``depth`` and ``name_bytes`` count.

    Returns:
        A path whose parts are neither reserved nor too long, hold nothing unseen and end in neither dot nor blank;
        too deep a path is reduced to its last part.
    """
    parts = name.split("/")
    if len(parts) > limits.depth:
        parts = parts[-1:]
    return "/".join(_safe_part(part, limits.name_bytes) for part in parts)


def _safe_part(part: str, most: int) -> str:
    cleaned = _FORBIDDEN.sub("_", part).rstrip(". ") or "_"
    stem, dot, ending = cleaned.partition(".")
    if stem.lower() in _RESERVED:
        cleaned = f"_{stem}{dot}{ending}"
    if len(cleaned.encode()) <= most:
        return cleaned
    ending = PurePosixPath(cleaned).suffix[:16]
    kept = cleaned.removesuffix(ending).encode()[: most - len(ending.encode())].decode(errors="ignore")
    return kept + ending


def too_big(name: str, limit: int) -> PackageRefused:
    """Return the refusal of an entry that is larger than allowed."""
    return PackageRefused(
        Text(
            f"解压后超过上限 {_told(limit)}，已停止", f"larger than the limit of {_told(limit)} when unpacked; stopped"
        ),
        where=name,
        remedy=Text("请核对该文件，删除或缩小后重新递交", "check this file, remove or shrink it, and hand in again"),
        problems=(
            Problem(
                "too_big", "error", Text(f"超过上限 {_told(limit)}", f"over the limit of {_told(limit)}"), file=name
            ),
        ),
    )


def _told(size: int) -> str:
    return f"{size // MIB} MiB" if size >= MIB else f"{size} B"


def broken(name: str, message: Text) -> PackageRefused:
    """Return the refusal of a package or entry that cannot be used, with one problem."""
    remedy = Text("请重新打包并递交", "pack again and hand in again")
    return PackageRefused(
        message, where=name, remedy=remedy, problems=(Problem("broken", "error", message, file=name),)
    )


@dataclass
class Sieve:
    """Sorts entries into usable, refused with the whole package, and left out one by one."""

    limits: Limits
    notes: Notes
    refused: list[Problem] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    """What a name looks like → the first name that looks so."""

    def passes(self, name: str) -> bool:
        """Tell whether an entry may be used, noting it otherwise."""
        if fault := name_fault(name):
            message = Text(f"条目被拒绝：{fault.zh}", f"entry refused: {fault.en}")
            self.refused.append(Problem("refused_entry", "error", message, file=name, original=name))
            return False
        if is_junk(name):
            self.notes.info(
                "ignored", Text("系统垃圾文件，已忽略", "litter of an operating system, ignored"), Place(name)
            )
            return False
        return True

    def renamed(self, name: str) -> None:
        """Note a name that cannot be kept when the file is saved, or that cannot be told from another one."""
        self._alike(name)
        inner = name.rpartition("attachments/")[2]
        saved = safe_name(inner, self.limits)
        if saved != inner:
            self.notes.warn(
                "renamed",
                Text(f"文件名不能原样保存，导出时改为 {saved}", f"the name cannot be kept; exported as {saved}"),
                Place(name),
                original=name,
            )

    def _alike(self, name: str) -> None:
        first = self.seen.setdefault(looks(name), name)
        if first != name:
            message = Text(
                f"与另一文件名看上去相同：{first}，请核对引用的是哪一份",
                f"looks the same as another name: {first}; check which of the two is meant",
            )
            self.notes.warn("names_alike", message, Place(name), original=name)

    def finish(self, source: str) -> None:
        """Refuse the whole package when one entry was refused.

        Raises:
            PackageRefused: With every refused entry.
        """
        if not self.refused:
            return
        listed = "；".join(f"{p.file}（{p.message.zh}）" for p in self.refused)
        raise PackageRefused(
            Text(
                f"压缩包含 {len(self.refused)} 个不安全条目，整包拒收：{listed}",
                f"{len(self.refused)} unsafe entries, the whole package is refused: "
                + "; ".join(f"{p.file} ({p.message.en})" for p in self.refused),
            ),
            where=source,
            remedy=Text("请递交人重新打包，只含申请文件夹内的文件", "pack only the files of the application folder"),
            problems=tuple(self.refused),
        )
