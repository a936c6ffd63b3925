"""The responsibility list as handed in."""

from collections import defaultdict

import pytest

from workbench.core.duties import duties
from workbench.core.values import Application, Row
from workbench.storage.packs import load_pack

RULES = load_pack("cn_national")


def found(**changed):
    """A list in which every duty is done, but for the changed statuses; ``None`` leaves the duty out."""
    stated = {code: changed.get(code, "已落实") for code in RULES.duties}
    rows = tuple(
        Row("duties", 3 + n, defaultdict(lambda: None, code=code, status=status or None))
        for n, (code, status) in enumerate(stated.items())
        if status is not None
    )
    return duties(Application("v", {}, {"duties": rows}), RULES)


def test_a_full_list_has_no_gaps():
    complete = found()
    assert (complete.rows, complete.not_done, complete.missing) == (67, (), ())


@pytest.mark.parametrize("status", ["未落实", "", "看情况"])
def test_an_item_that_is_open_empty_or_unclear_is_not_done(status):
    assert found(B07=status).not_done == ("B07",)


@pytest.mark.parametrize("status", ["落实中", "不适用"])
def test_an_item_under_way_or_not_applicable_is_no_gap(status):
    assert found(B07=status).not_done == ()


def test_the_authorities_own_items_may_stay_empty():
    assert found(E01="", E15="未落实").not_done == ()


def test_items_left_out_are_named_in_pack_order():
    left_out = found(D02=None, A03=None)
    assert left_out.missing == ("A03", "D02")
    assert left_out.rows == 65
