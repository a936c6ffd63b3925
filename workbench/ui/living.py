"""Answers from a worker may come after the widget that asked is gone; they are dropped then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid


def alive(owner: QObject, act: Callable[..., object]) -> Callable[..., None]:
    """Return ``act`` as something that does nothing once ``owner`` has been deleted.

    A bound method of an object of Qt needs no such care: its connection ends with the object.
    """

    def call(*values: Any) -> None:
        if isValid(owner):
            act(*values)

    return call
