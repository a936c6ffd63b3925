"""The two kinds of fault, and the one shape in which the world's faults reach a person.

A :class:`WorkbenchError` is the world's fault: a bad file, a full disk, a stale state, a refused command. It
carries what happened, where, and how to mend it, in both languages, and every edge (window, command line) shows
it as it is. A broken invariant of our own is an ordinary exception: it is never caught below the top.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """One short text in both languages; Chinese first, English complete."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text for ``language`` (``"zh"`` or ``"en"``)."""
        return self.en if language == "en" else self.zh


NO_TEXT = Text("", "")
"""The empty text: not stated."""


class WorkbenchError(Exception):
    """A fault of the world, told to a person.

    Attributes:
        message: What happened.
        where: File, sheet, row, field or object concerned; empty when there is no such place.
        remedy: What the person can do now.
    """

    def __init__(self, message: Text, *, where: str = "", remedy: Text | None = None) -> None:
        """Keep the three parts; ``str()`` gives them in Chinese."""
        super().__init__(message.zh)
        self.message = message
        self.where = where
        self.remedy = remedy

    def told(self, language: str = "zh") -> str:
        """Return message, place and remedy as one paragraph in ``language``."""
        parts = [self.message.in_language(language)]
        if self.where:
            parts.append(f"（{self.where}）" if language == "zh" else f" ({self.where})")
        if self.remedy is not None:
            parts.append(("。" if language == "zh" else ". ") + self.remedy.in_language(language))
        return "".join(parts)


class PackageError(WorkbenchError):
    """An application package cannot be taken in at all."""


class PackError(WorkbenchError):
    """A rule pack is wrong; never to be confused with a wrong answer to a question about a case."""


class StorageError(WorkbenchError):
    """The database or the attachment folder cannot be used."""


class ConflictError(WorkbenchError):
    """Somebody else changed the case since it was read; ``changes`` names what happened in between."""

    def __init__(
        self, message: Text, *, changes: tuple[Text, ...] = (), where: str = "", remedy: Text | None = None
    ) -> None:
        """Keep the list of changes beside the message."""
        super().__init__(message, where=where, remedy=remedy)
        self.changes = changes


class SignInError(WorkbenchError):
    """The account or password is wrong, or the account is locked."""


class NotAllowedError(WorkbenchError):
    """The role of the person does not include this act."""


def refuse_unknown(asked: Collection[str], known: Collection[str]) -> None:
    """Refuse names that nothing has.

    Raises:
        WorkbenchError: One is unknown; the remedy lists those there are.
    """
    unknown = [name for name in asked if name not in known]
    if unknown:
        listed = " ".join(known)
        raise WorkbenchError(
            Text("没有这个名称", "there is nothing of this name"),
            where=" ".join(unknown),
            remedy=Text(f"可选：{listed}", f"there are: {listed}"),
        )
