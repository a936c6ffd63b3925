"""The bundled interface font, so that Chinese shows on a machine without any Chinese font."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from PySide6.QtGui import QFontDatabase

_PREFERRED = ("Noto Sans SC", "Source Han Sans SC", "Noto Sans CJK SC", "Microsoft YaHei UI", "LXGW WenKai")


@lru_cache(maxsize=1)
def load() -> tuple[str, ...]:
    """Register the bundled fonts once and return their family names; needs a running application."""
    folder = files("reports") / "fonts"
    if not folder.is_dir():
        return ()
    found: list[str] = []
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.startswith("NotoSansSC") and entry.name.endswith((".ttf", ".otf")):
            number = QFontDatabase.addApplicationFontFromData(entry.read_bytes())
            found.extend(QFontDatabase.applicationFontFamilies(number))
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1)
def families() -> list[str]:
    """Return the families to try, the bundled one first."""
    load()
    return list(_PREFERRED)
