"""F20: the public copy of a decision: no persons, telephones, identity numbers, no strip of delivery, no seal place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from reports.blocks import Closing, Document, Para, Receipt, words
from reports.wording import masked_id, masked_phone

_ID = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_MOBILE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")


@dataclass(frozen=True)
class Hidden:
    """What a public copy leaves out beside telephones and identity numbers.

    Attributes:
        persons: Names of people, to be shortened to the family name.
        subjects: Words of matters kept back; a sentence or cell that holds one is left out whole.
        passages: Passages that are left out word for word.
    """

    persons: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()


def document(original: Document, hidden: Hidden, texts: Mapping[str, str]) -> Document:
    """Return the public copy of a decision.

    Args:
        original: The decision as it was issued; number, date and check code stay, so that both can be compared.
        hidden: What is left out.
        texts: The wording of the public copy: ``mark``, ``note`` and ``left_out``.
    """
    hide = _hider(hidden, texts["left_out"])
    blocks = [_hidden(block, hide) for block in original.blocks if not isinstance(block, Receipt)]
    blocks = [replace(b, seal_note="") if isinstance(b, Closing) else b for b in blocks]
    at = next((index for index, block in enumerate(blocks) if isinstance(block, Closing)), len(blocks))
    blocks.insert(at, Para(words(texts["note"])))
    meta = replace(original.meta, title=f"{original.meta.title}{texts['mark']}")
    return Document(meta, tuple(blocks))


def _hider(hidden: Hidden, left_out: str) -> Callable[[str], str]:
    persons = sorted({p for p in hidden.persons if len(p) > 1}, key=len, reverse=True)
    subjects = "|".join(re.escape(word) for word in hidden.subjects)
    sentence = re.compile(f"[^。；]*(?:{subjects})[^。；]*") if subjects else None
    passages = sorted({p for p in hidden.passages if p}, key=len, reverse=True)

    def hide(text: str) -> str:
        text = sentence.sub(left_out, text) if sentence else text
        for passage in passages:
            text = text.replace(passage, left_out)
        for person in persons:
            text = text.replace(person, person[0] + "某" * (len(person) - 1))
        text = _ID.sub(lambda found: masked_id(found[0]), text)
        text = _MOBILE.sub(lambda found: masked_phone(found[0]), text)
        return _LANDLINE.sub(lambda found: masked_phone(found[0]), text)

    return hide


def _hidden(value: Any, hide: Callable[[str], str]) -> Any:
    """Return a block with every text in it redacted."""
    if isinstance(value, str):
        return hide(value)
    if isinstance(value, tuple):
        return tuple(_hidden(item, hide) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _hidden(getattr(value, f.name), hide) for f in fields(value)})
    return value
