"""Fields to be filled in on the screen: a label and a frame, or boxes side by side."""

from __future__ import annotations

from reports import ink
from reports.blocks import Field, Fields, Span
from reports.layout import Chunk
from reports.setting import Type, text_inks, width_of
from reports.style import MM

_LABEL = Type("HEI", 9.0, 14.0, align="left")
_WORD = Type("SANS", 10.0, 16.0, align="left")
_BOX = 11.0
"""Side of a box [pt]."""


def chunks(block: Fields, width: float) -> list[Chunk]:
    """Return the fields as chunks: boxes in one row, everything else below each other; hidden ones take no room."""
    made: list[Chunk] = []
    hidden = [_field(field, 0.0, 0.0, 1.0, 1.0) for field in block.fields if field.kind == "hidden"]
    if hidden:
        made.append(Chunk(0.1, tuple(hidden)))
    boxes = [field for field in block.fields if field.kind == "box"]
    if boxes:
        made.append(_boxes(boxes))
    made += [_framed(field, width) for field in block.fields if field.kind in {"text", "lines"}]
    return made


def _boxes(fields: list[Field]) -> Chunk:
    inks: list[ink.Ink] = []
    x = 0.0
    for field in fields:
        inks.append(_field(field, x, 2.5, _BOX, _BOX))
        inks += text_inks(field.label, x + _BOX + 4, 12.0, _WORD)
        x += _BOX + 4 + width_of((Span(field.label),), _WORD) + 18
    return Chunk(22.0, tuple(inks))


def _framed(field: Field, width: float) -> Chunk:
    height = field.height * MM
    inks = (*text_inks(field.label, 0.0, 10.0, _LABEL), _field(field, 0.0, 14.0, width, height))
    return Chunk(18.0 + height, inks)


def _field(field: Field, x: float, y: float, width: float, height: float) -> ink.Field:
    return ink.Field(x, y, width, height, field.name, field.kind, field.label or field.name, field.value)
