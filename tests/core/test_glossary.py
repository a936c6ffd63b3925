"""The glossary is complete, and what a person sees keeps to its words."""

import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from workbench.core.glossary import terms
from workbench.errors import Text

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = ("fix notice", "alert zone", "correction letter", "waiver", "kill switch", "go-live", "case worker")
"""Words that the field has better ones for; whole phrases, because single words have other uses."""


def test_every_term_has_chinese_meaning_and_words_not_to_use():
    assert len(terms()) >= 60
    for term in terms():
        assert re.search(r"[\u4e00-\u9fff]", term.chinese), term
        assert term.meaning
        assert all(term.avoid), term


def test_no_term_stands_twice_and_none_is_a_word_not_to_use():
    english = [term.english for term in terms()]
    assert len(set(english)) == len(english)
    avoided = {word.partition(" (")[0] for term in terms() for word in term.avoid}
    assert not avoided & set(english)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("undertaker", "承办者"),
        ("organiser", "主办者"),
        ("correction notice", "补正告知书"),
        ("tolerated deficiency", "容缺"),
        ("cordon zone", "警戒区"),
        ("circuit-breaker", "熔断"),
        ("countersign", "复签"),
    ],
)
def test_the_words_of_the_field_are_there(english, chinese):
    assert next(t.chinese for t in terms() if t.english == english) == chinese


def texts(value):
    if isinstance(value, Text):
        yield value.en
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from texts(part)
    elif is_dataclass(value):
        for f in fields(value):
            yield from texts(getattr(value, f.name))


def test_the_pack_uses_no_forbidden_word(pack):
    found = list(texts(pack))
    assert len(found) > 500
    for text in found:
        assert not [word for word in FORBIDDEN if word in text.lower()], text


def test_what_the_program_says_uses_no_forbidden_word():
    for path in sorted((ROOT / "workbench").rglob("*.py")):
        if path.parent.name == "core" and path.name == "__init__.py":
            continue
        source = path.read_text(encoding="utf-8").lower()
        assert not [word for word in FORBIDDEN if word in source], path


def test_the_forbidden_phrases_are_those_of_the_glossary():
    avoided = {word.partition(" (")[0] for term in terms() for word in term.avoid}
    assert {"fix notice", "alert zone", "kill switch", "halt", "defer"} <= avoided


def test_every_state_refusal_and_title_is_told_in_both_languages(pack):
    from workbench.core.describe import TITLES
    from workbench.core.events import KINDS

    assert TITLES.keys() == set(KINDS.values())
    assert all(title.zh and title.en for title in TITLES.values())
