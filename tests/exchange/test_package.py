"""A package as the window gets it: what was read equals what the answer key says was handed in."""

import json

import pytest

from workbench.exchange.package import read_package
from workbench.exchange.summary import import_summary, statement_summary

NAMES = ["chenghu-bay-festival", "lantern-fair", "expo", "half-marathon", "job-fair"]


@pytest.fixture(scope="module")
def read(packages, pack):
    """Package name → its application; each package is read once."""
    done = {}

    def reading(name):
        if name not in done:
            done[name] = read_package(packages[name], pack)
        return done[name]

    return reading


@pytest.mark.parametrize("name", NAMES)
def test_the_import_counts_equal_the_answer_key(name, read, keys, pack):
    key = json.loads(keys[name].read_text(encoding="utf-8"))
    assert import_summary(read(name), pack) == key["import"]


@pytest.mark.parametrize("name", NAMES)
def test_the_quotes_are_found_where_the_answer_key_finds_them(name, read, keys):
    key = json.loads(keys[name].read_text(encoding="utf-8"))
    assert statement_summary(read(name)) == key["statements"]
