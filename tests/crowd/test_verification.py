"""Every published example comes out as published, through the function that serves window and checks."""

import re
from dataclasses import replace

import pytest

from workbench.core.crowd_rows import worked_examples
from workbench.crowd.model import calculate
from workbench.crowd.option_words import option_word
from workbench.crowd.registry import MODELS, model
from workbench.crowd.verification import REFUSED, verify
from workbench.storage.packs import load_pack

EXAMPLES = {one.code: one for one in worked_examples(load_pack("cn_national"))}


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_published_example_comes_out_as_published(code, parameters):
    outcome = verify(EXAMPLES[code], parameters)
    assert outcome.passed, f"{outcome.criterion}, found {outcome.found}"


@pytest.mark.parametrize("code", MODELS)
def test_every_model_has_a_published_example(code):
    assert any(one.model == code for one in EXAMPLES.values())


@pytest.mark.parametrize("code", EXAMPLES)
def test_an_example_fails_when_another_result_is_expected(code, parameters):
    one = EXAMPLES[code]
    other = replace(one, expected="987654321" if one.expected != "987654321" else "1")
    assert not verify(other, parameters).passed


CODE = re.compile(r"[a-z][a-z_]{2,}")
OWN_WORDS = {"parking", "dispersal"}
"""Models whose words are the user's own: kinds of vehicles, modes of transport."""


@pytest.mark.parametrize("code", [one.code for one in EXAMPLES.values() if one.model not in OWN_WORDS])
def test_no_code_of_the_program_stands_in_a_result_without_its_words(code, parameters):
    one = EXAMPLES[code]
    if one.expected == REFUSED:
        return
    values = calculate(model(one.model), one.given, parameters).values
    bare = [v for v in texts(values) if CODE.fullmatch(v.split("、")[0]) and option_word(v).zh == v]
    assert bare == []


@pytest.mark.parametrize("code", MODELS)
def test_every_choice_of_an_input_has_words(code):
    inputs = [column for one in model(code).inputs for column in (one, *one.columns)]
    bare = [word for one in inputs for word in one.options if CODE.fullmatch(word) and option_word(word).zh == word]
    assert bare == []


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for item in value.values() for text in texts(item))
    elif isinstance(value, tuple | list):
        yield from (text for item in value for text in texts(item))
