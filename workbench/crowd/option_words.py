"""Words for the codes that a model takes or gives: choices of an input, names of what binds, keys of a record."""

from __future__ import annotations

from collections.abc import Mapping

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
    "sfpe": Text("SFPE 公式（有效宽度）", "SFPE formula, effective width"),
    **ENTRY_WORDS,
}
"""Code → its words."""


def option_word(code: str) -> Text:
    """Return the words of a code; a code without words stands as it is."""
    return WORDS.get(code) or FLOW_WORDS.get(code) or Text(code, code)
