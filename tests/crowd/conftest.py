"""The national pack's constants, and a shorthand for one sum."""

import pytest

from workbench.core.crowd_rows import crowd_parameters, worked_examples
from workbench.crowd.model import calculate
from workbench.crowd.registry import model
from workbench.storage.packs import load_pack


@pytest.fixture(scope="session")
def parameters():
    return crowd_parameters(load_pack("cn_national"))


@pytest.fixture(scope="session")
def examples():
    return worked_examples(load_pack("cn_national"))


@pytest.fixture(scope="session")
def calc(parameters):
    """Return what a model gives: ``calc("egress_rate", exits="A:5:level").values``."""

    def one(code, /, **given):
        return calculate(model(code), given, parameters)

    return one
