"""What a person chose about the window; nothing of any case."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_config_path
from PySide6.QtCore import QByteArray, QSettings

from workbench.ui.i18n import LANGUAGES
from workbench.ui.theme import NAMES, SCALES

APPLICATION = "event-approval-workbench"


class Settings:
    """Language, theme, scale, the database's place, window and column sizes; written at once."""

    def __init__(self, path: Path | None = None) -> None:
        """Read the file at ``path``, by default in the person's configuration folder."""
        self._store = QSettings(str(path or user_config_path(APPLICATION) / "window.ini"), QSettings.Format.IniFormat)

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        return self._one_of("language", LANGUAGES)

    @language.setter
    def language(self, value: str) -> None:
        self._write("language", value)

    @property
    def theme(self) -> str:
        """``light`` or ``dark``."""
        return self._one_of("theme", NAMES)

    @theme.setter
    def theme(self, value: str) -> None:
        self._write("theme", value)

    @property
    def scale(self) -> int:
        """Interface scale in percent."""
        text = str(self._store.value("scale", "100"))
        return int(text) if text.isdecimal() and int(text) in SCALES else 100

    @scale.setter
    def scale(self, value: int) -> None:
        self._write("scale", value)

    @property
    def location(self) -> str:
        """Path or address of the database; empty before the first run."""
        return str(self._store.value("location", "") or "")

    @location.setter
    def location(self, value: str) -> None:
        self._write("location", value)

    @property
    def last_account(self) -> str:
        """Account that signed in last; the list starts on it."""
        return str(self._store.value("last_account", "") or "")

    @last_account.setter
    def last_account(self, value: str) -> None:
        self._write("last_account", value)

    def bytes_of(self, key: str) -> QByteArray:
        """Return a kept layout (window, columns), empty when there is none."""
        value = self._store.value(f"layout/{key}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def keep_bytes(self, key: str, value: QByteArray) -> None:
        """Keep a layout."""
        self._write(f"layout/{key}", value)

    def _one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = str(self._store.value(key, allowed[0]))
        return value if value in allowed else allowed[0]

    def _write(self, key: str, value: object) -> None:
        self._store.setValue(key, value)
        self._store.sync()
