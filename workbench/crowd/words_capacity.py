"""Words for the codes of capacity and staffing models."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.errors import Text

CAPACITY_WORDS: Mapping[str, Text] = {
    "holding": Text("容纳", "holding"),
    "entry": Text("入场", "entry"),
    "exit": Text("散场", "exit"),
    "emergency": Text("应急疏散", "emergency evacuation"),
    "front": Text("前区站席", "front standing area"),
    "viewing": Text("观景平台", "viewing platform"),
    "start": Text("起终点", "start and finish"),
    "hall": Text("展厅", "exhibition hall"),
    "lantern": Text("赏灯区", "lantern area"),
    "camp": Text("营地", "camp site"),
    "assembly": Text("集结区", "assembly area"),
    "ifc": Text("IFC 现行版", "IFC, present edition"),
    "ifc_earlier": Text("IFC 早期版", "IFC, earlier editions"),
    "nfpa": Text("NFPA 101", "NFPA 101"),
    "green_guide_high": Text("Green Guide（高风险）", "Green Guide, high risk"),
    "nashville": Text("纳什维尔市", "Nashville"),
    "australia": Text("澳大利亚", "Australia"),
}
"""Code → its words."""
