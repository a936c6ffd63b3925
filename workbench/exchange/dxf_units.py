"""The units of DXF drawings: their codes, names, and lengths in metres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from workbench.errors import Text
from workbench.exchange.notes import Notes, Place

UNITS: Mapping[str, tuple[str, Decimal]] = {
    "1": ("inch", Decimal("0.0254")),
    "2": ("foot", Decimal("0.3048")),
    "3": ("mile", Decimal("1609.344")),
    "4": ("millimetre", Decimal("0.001")),
    "5": ("centimetre", Decimal("0.01")),
    "6": ("metre", Decimal(1)),
    "7": ("kilometre", Decimal(1000)),
    "10": ("yard", Decimal("0.9144")),
    "14": ("decimetre", Decimal("0.1")),
    "21": ("survey foot", Decimal(1200) / Decimal(3937)),
}
"""``$INSUNITS`` → unit and its length in metres."""

_NAMES_ZH = {
    "inch": "英寸",
    "foot": "英尺",
    "mile": "英里",
    "millimetre": "毫米",
    "centimetre": "厘米",
    "metre": "米",
    "kilometre": "千米",
    "yard": "码",
    "decimetre": "分米",
    "survey foot": "测量英尺",
}


def unit_of(tags: Sequence[tuple[int, str]], name: str, notes: Notes, wanted: str) -> tuple[str, Decimal]:
    """Return the unit of the file and its length in metres, and say which was used."""
    declared = next((tags[i + 1][1] for i, tag in enumerate(tags[:-1]) if tag == (9, "$INSUNITS")), "")
    by_name = {unit: (unit, factor) for unit, factor in UNITS.values()}
    found = by_name.get(wanted) or UNITS.get(declared)
    if found is None:
        message = (
            Text(f"单位代码 {declared} 不能识别，按米读取", f"the unit {declared} is not known; read as metres")
            if declared.strip("0 ")
            else Text("单位未声明，按米读取，请核对", "no unit declared; read as metres, please check")
        )
        notes.warn("site_unit", message, Place(name, field="$INSUNITS"), original=declared)
        return by_name["metre"]
    zh = _NAMES_ZH[found[0]]
    message = Text(
        f"图纸单位为{zh}，坐标已换算为米；如不符可更正", f"drawn in {found[0]}s, converted to metres; can be corrected"
    )
    notes.info("converted", message, Place(name, field="$INSUNITS"), original=declared)
    return found
