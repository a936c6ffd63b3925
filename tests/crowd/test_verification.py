"""Every published example comes out as published, through the function that serves window and checks."""

from dataclasses import replace

import pytest

from workbench.core.crowd_rows import worked_examples
from workbench.crowd.registry import MODELS
from workbench.crowd.verification import verify
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
