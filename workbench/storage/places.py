"""Where a SQLite database must not lie: network shares and folders that a cloud service copies.

Locks do not hold on network shares, and a sync service copies a database while it is being written; both have cost
people their data. Many users at once is what the server database is for.
"""

from __future__ import annotations

import ctypes
import re
import sys
from pathlib import Path

from workbench.errors import StorageError, Text

_REMOTE = (
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ncpfs", "davfs", "ceph", "glusterfs", "lustre", "beegfs"),
    *("gpfs", "fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.s3fs", "fuse.glusterfs", "fuse.gvfsd-fuse"),
)
_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "icloud drive",
    "iclouddrive",
    "com~apple~clouddocs",
    "nextcloud",
    "owncloud",
    "nutstore",
    "坚果云",
    "baidusyncdisk",
    "百度网盘同步空间",
    "wpsdrive",
    "wps云盘",
)
_SYNC_MARKERS = (".dropbox", ".stfolder", ".owncloudsync.log", ".sync_database.db")
_DRIVE_REMOTE = 4
_OCTAL = re.compile(r"\\(\d{3})")
"""How the list of mounts writes blanks in a path."""
_MOUNTS = Path("/proc/self/mountinfo")


def refuse_unsafe_place(folder: Path) -> None:
    """Refuse a folder on a network share or under a sync service.

    Raises:
        StorageError: With the reason and the remedy in words.
    """
    place = folder.absolute()
    if on_network_share(place):
        raise _refusal(Text("数据库不能放在网络共享盘上", "a database file must not lie on a network share"), place)
    if in_synced_folder(place):
        message = Text("数据库不能放在网盘同步文件夹内", "a database file must not lie in a cloud-sync folder")
        raise _refusal(message, place)


def _refusal(message: Text, place: Path) -> StorageError:
    remedy = Text(
        "请放在本机磁盘上；多人共用请使用 PostgreSQL 服务器",
        "put it on a disk of this machine; for several users use a PostgreSQL server",
    )
    return StorageError(message, where=str(place), remedy=remedy)


def in_synced_folder(place: Path) -> bool:
    """Say whether a folder above ``place``, or itself, belongs to a known sync service."""
    for folder in (place, *place.parents):
        name = folder.name.lower()
        if any(name == word or name.startswith(f"{word} ") for word in _SYNCED):
            return True
        if any((folder / marker).exists() for marker in _SYNC_MARKERS):
            return True
    return False


def on_network_share(place: Path, mounts: Path = _MOUNTS) -> bool:
    """Say whether ``place`` is on another machine's disk."""
    if sys.platform == "win32":
        return _windows_remote(place)
    if not mounts.exists():
        return False
    return _file_system(place.resolve(), mounts.read_text(errors="replace")) in _REMOTE


def _windows_remote(place: Path) -> bool:
    text = str(place)
    if text.startswith(("\\\\", "//")):
        return True
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  absent from the type stubs of other systems
    return bool(kernel.GetDriveTypeW(place.anchor) == _DRIVE_REMOTE)


def _file_system(place: Path, mounts: str) -> str:
    """Return the type of the file system with the longest mount point above ``place``."""
    best, kind = "", ""
    for line in mounts.splitlines():
        left, _, right = line.partition(" - ")
        fields, types = left.split(), right.split()
        if len(fields) < 5 or not types:
            continue
        point = _OCTAL.sub(lambda escape: chr(int(escape[1], 8)), fields[4])
        if place.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, types[0]
    return kind
