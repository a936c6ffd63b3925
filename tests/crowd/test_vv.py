"""The published verification cases: all are listed, the short ones come out, and a bad walker is found out."""

import pytest

from workbench.crowd.evacuation import bounds
from workbench.crowd.microscopic import Walker
from workbench.crowd.vv import FAIL, NOT_APPLICABLE, PASS, Lab, judged
from workbench.crowd.vv_suite import CASES, chosen
from workbench.errors import WorkbenchError

SHORT = ("RiMEA-1", "RiMEA-2", "RiMEA-6", "RiMEA-10", "IMO-4", "ISO-3")
KNOWN_FAILURES: set[str] = set()
"""Published criteria that the engine does not meet."""


@pytest.fixture(scope="module")
def lab(parameters):
    return Lab(Walker(), bounds(parameters))


def test_every_published_test_is_listed_once():
    codes = [case.code for case in CASES]
    assert len(codes) == len(set(codes))
    wanted = [f"RiMEA-{n}" for n in range(1, 17)] + [f"IMO-{n}" for n in range(1, 13)]
    wanted += [f"ISO-{n}" for n in (*range(1, 17), 18, 19)]
    assert set(wanted) <= set(codes)
    assert sum(code.startswith("NIST") for code in codes) == 17


def test_a_case_says_where_it_stands_what_must_hold_or_why_it_does_not_apply():
    for case in CASES:
        assert case.source
        assert case.clause
        assert case.text.zh
        assert case.text.en
        told = case.criterion if case.check else case.reason
        assert told.zh, case.code
        assert told.en, case.code


@pytest.mark.parametrize("code", SHORT)
def test_a_short_case_comes_out(code, lab):
    (case,) = chosen([code], long=False)
    found = judged(case, lab)
    assert found.verdict == PASS, found.measured.en


def test_a_case_that_does_not_apply_is_no_pass(lab):
    (case,) = chosen(["RiMEA-8"], long=False)
    assert judged(case, lab).verdict == NOT_APPLICABLE


def test_bodies_too_small_fail_the_flow_of_a_door(parameters):
    slim = Lab(Walker(radius=0.12, time_gap=0.4), bounds(parameters))
    for code in ("IMO-4", "ISO-11"):
        (case,) = chosen([code], long=False)
        assert judged(case, slim).verdict == FAIL


def test_the_short_form_leaves_the_long_cases_out_unless_they_are_named():
    assert all(not case.long for case in chosen((), long=False))
    assert {case.code for case in chosen((), long=True)} == {case.code for case in CASES}
    assert [case.code for case in chosen(["rimea-4"], long=False)] == ["RiMEA-4"]


def test_a_case_that_is_not_there_is_refused_with_the_nearest():
    with pytest.raises(WorkbenchError) as told:
        chosen(["RiMEA-41"], long=False)
    assert "RiMEA-4" in told.value.remedy.en


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_whole_suite_fails_only_where_the_engine_is_known_to(lab):
    failed = {case.code for case in CASES if judged(case, lab).verdict == FAIL}
    assert failed <= KNOWN_FAILURES
