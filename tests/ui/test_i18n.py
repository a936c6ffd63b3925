"""Every word of the window exists in both languages, and no Chinese word escapes translation."""

import ast
import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from workbench import ui
from workbench.ui import i18n

FOLDER = Path(ui.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))
CJK = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
SAID_IN_BOTH = {"Text"}
"""Calls that carry both languages themselves."""
EXEMPT = ("# legal text", "# keys")
OUTSIDE = {"i18n.py"}
"""Modules whose Chinese is date words of the Chinese branch."""
PROPER_NAMES = {"大型活动安审工作台", "中文", "中文 / English"}
"""Names shown as they are in either language."""


def tree(module):
    return ast.parse(module.read_text(encoding="utf-8"))


def called(node):
    name = node.func
    return name.id if isinstance(name, ast.Name) else getattr(name, "attr", "")


def translated(module):
    """Return the literals given to ``tr`` in a module."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and called(node) == "tr":
            first = node.args[0]
            assert isinstance(first, ast.Constant), f"{module.name}:{node.lineno} tr() needs a literal"
            yield first.value


def loose(module):
    """Return the Chinese literals of a module that are neither docstrings nor given to tr() or Text().

    Words of legal papers stay Chinese in either language: their lines end in ``# legal text``; keys of a keyboard in
    ``# keys``.
    """
    parsed = tree(module)
    lines = module.read_text(encoding="utf-8").splitlines()
    covered = set()
    for node in ast.walk(parsed):
        if isinstance(node, ast.Call) and called(node) in {"tr", *SAID_IN_BOTH}:
            covered |= {id(part) for part in ast.walk(node) if isinstance(part, ast.Constant)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            covered.add(id(node.value))
    for node in ast.walk(parsed):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in covered:
            continue
        exempt = any(mark in line for line in lines[node.lineno - 1 : node.end_lineno] for mark in EXEMPT)
        if CJK.search(node.value) and node.value not in PROPER_NAMES and not exempt:
            yield node.lineno, node.value


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_every_text_of_a_module_has_english(module):
    assert not [text for text in translated(module) if text not in i18n.english()]


@pytest.mark.parametrize("module", [m for m in MODULES if m.name not in OUTSIDE], ids=lambda path: path.name)
def test_no_chinese_word_of_a_module_escapes_translation(module):
    marks = {"、", "，", "：", "　", "·"}
    assert not [(line, text) for line, text in loose(module) if text.strip() not in marks]


def test_no_english_entry_is_left_over():
    used = {text for module in MODULES for text in translated(module)}
    assert sorted(set(i18n.english()) - used) == []


def test_english_texts_have_no_chinese_and_the_same_places():
    for source, english in i18n.english().items():
        assert source in PROPER_NAMES or not CJK.search(english), source
        assert set(re.findall(r"{(\w+)}", source)) == set(re.findall(r"{(\w+)}", english)), source


def test_no_text_has_two_english_meanings():
    seen = {}
    for file in sorted((FOLDER / "resources" / "i18n").glob("en_*.json")):
        for source, english in json.loads(file.read_text(encoding="utf-8")).items():
            assert seen.setdefault(source, english) == english, f"{source} in {file.name}"


def test_a_text_follows_the_language_and_takes_values():
    assert i18n.tr("剩 {days} 日", days=4) == "剩 4 日"
    i18n.set_language("en")
    assert i18n.tr("剩 {days} 日", days=4) == "4 d left"


def test_an_unknown_language_is_refused():
    with pytest.raises(ValueError, match="fr"):
        i18n.set_language("fr")


def test_dates_read_as_each_language_writes_them():
    start, end = date(2026, 9, 25), date(2026, 9, 27)
    assert (i18n.full_day(start), i18n.span(start, end)) == ("2026年9月25日 周五", "9/25–9/27")
    i18n.set_language("en")
    assert (i18n.full_day(start), i18n.span(start, end)) == ("Fri 25 Sep 2026", "25–27 Sep")
    assert i18n.span(None, None) == "—"
    assert i18n.span(start, start) == "25 Sep"


def test_a_moment_of_the_record_is_shown_in_local_time():
    moment = datetime.fromisoformat("2026-09-09T17:30:00+00:00")
    assert i18n.clock_time(moment) == "9月10日 01:30"
