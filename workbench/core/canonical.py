"""Canonical JSON (RFC 8785) of plain values, with the types checked first.

The library writes floats, and orders keys outside the basic plane in its own way. Neither may reach a hash, so values
are checked before: no float, whole numbers below 2^53 in size, ASCII keys, well-formed text. Texts stay as they
were given: Unicode normalisation is for compared text only, never for what is recorded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import rfc8785

Plain: TypeAlias = "bool | int | str | Sequence[Plain] | Mapping[str, Plain] | None"
"""What a journal body is made of: null, yes/no, whole numbers, text, lists, and objects with ASCII keys."""

LARGEST = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly."""


class NotPlainError(TypeError):
    """A value cannot be hashed; the text names its place. A fault of ours, never of a person."""


def canonical(value: Plain) -> bytes:
    """Return the canonical JSON of ``value`` as UTF-8.

    Raises:
        NotPlainError: The value holds a float, too large a number, a key that is not ASCII, or broken text.
    """
    return rfc8785.dumps(_checked(value, "$"))


def fingerprint(value: Plain) -> str:
    """Return the SHA-256 of the canonical JSON of ``value`` as 64 hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


_Json: TypeAlias = "bool | int | str | list[_Json] | dict[str, _Json] | None"


def _checked(value: object, place: str) -> _Json:
    """Return ``value`` as lists and dicts, every part of a permitted type."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _whole(value, place)
    if isinstance(value, str):
        return _text(value, place)
    if isinstance(value, Mapping):
        return {_key(key, place): _checked(part, f"{place}.{key}") for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_checked(part, f"{place}[{index}]") for index, part in enumerate(value)]
    raise NotPlainError(f"{place}: {type(value).__name__} has no canonical form")


def _whole(value: int, place: str) -> int:
    if abs(value) > LARGEST:
        raise NotPlainError(f"{place}: {value} is beyond 2^53")
    return int(value)


def _text(value: str, place: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as fault:
        raise NotPlainError(f"{place}: not well-formed text") from fault
    return str(value)


def _key(key: object, place: str) -> str:
    if not isinstance(key, str) or not key.isascii():
        raise NotPlainError(f"{place}: key {key!r} is not ASCII text")
    return key
