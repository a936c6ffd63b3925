"""Words for the codes that a model takes or gives: choices of an input, names of what binds, keys of a record."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.crowd.words_capacity import CAPACITY_WORDS
from workbench.crowd.words_entry import ENTRY_WORDS
from workbench.crowd.words_flow import FLOW_WORDS
from workbench.errors import Text

WORDS: Mapping[str, Text] = {
    "level": Text("平地", "level"),
    "stepped": Text("台阶或坡道", "steps or a ramp"),
    "green_guide": Text("Green Guide 现行版", "Green Guide, present edition"),
    "green_guide_earlier": Text("Green Guide 早期版", "Green Guide, earlier editions"),
    "alcohol": Text("饮酒人群", "crowds that drink"),
    "derated": Text("湿滑或饮酒折减", "derated for wet ground or alcohol"),
    "mph": Text("英里/小时", "mph"),
    "sfpe": Text("SFPE 公式（有效宽度）", "SFPE formula, effective width"),
    "front": Text("前区站席", "front standing pen"),
    "viewing": Text("观景平台", "viewing platform"),
    "start": Text("起终点", "start and finish"),
    "hall": Text("展厅", "exhibition hall"),
    "lantern": Text("赏灯区", "lantern area"),
    "camp": Text("营地", "camp"),
    "assembly": Text("集结区", "assembly area"),
    "ifc": Text("IFC 现行版", "IFC, present edition"),
    "ifc_earlier": Text("IFC 早期版", "IFC, earlier editions"),
    "nfpa": Text("NFPA 101", "NFPA 101"),
    "green_guide_high": Text("Green Guide 高风险", "Green Guide, high risk"),
    "nashville": Text("Nashville 地方规定", "Nashville, local rule"),
    "australia": Text("澳大利亚指引", "Australian guidance"),
    "C": Text("摄氏度", "°C"),
    "F": Text("华氏度", "°F"),
    **ENTRY_WORDS,
    **CAPACITY_WORDS,
}
"""Code → its words."""

SEVERAL = "、"


def option_word(code: str) -> Text:
    """Return the words of a code, or of several joined by ``、``; a code without words stands as it is."""
    if SEVERAL in code:
        words = [option_word(one) for one in code.split(SEVERAL)]
        return Text(SEVERAL.join(word.zh for word in words), ", ".join(word.en for word in words))
    return WORDS.get(code) or FLOW_WORDS.get(code) or Text(code, code)
