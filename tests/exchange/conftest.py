"""The rule pack whose workbook schema these tests read with."""

import pytest

from workbench.storage.packs import load_pack


@pytest.fixture(scope="session")
def pack():
    return load_pack("cn_national")
