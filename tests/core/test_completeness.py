"""Papers: missing, defective, validly promised or not, and which check each fault fires."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.completeness import Owed, PaperDates, papers
from workbench.core.values import Application, Attachment, Row
from workbench.storage.packs import load_pack

RULES = load_pack("cn_national")
DATES = PaperDates(date(2026, 4, 10), date(2026, 5, 3), date(2026, 4, 15))
STATED = {"sw.fireworks": False, "tmp.has": True, "sw.volunteers": None, "ev.nature": "营业性", "und.name": "甲公司"}
LICENCE, ROSTER, FORM, STRUCTURE, VOLUNTEERS, APPROVAL = "M7.1", "M7.2", "M1.1", "M9.5", "M7.7", "M9.1"


def row(item, **values):
    return Row("materials", 3, defaultdict(lambda: None, {"item": item, **values}))


def handed(item, **values):
    return row(item, **{"file": f"{item}.pdf", "sealed": "是", "signed": "是", **values})


def application(*rows, programme=(), attachments=()):
    sheets = {"materials": rows, "programme": programme, "parties": ()}
    return Application("v", STATED, sheets, attachments)


def state(item, *rows, dates=DATES, **others):
    return next(p for p in papers(application(*rows, **others), RULES, dates) if p.item.code == item)


def fires(found):
    return {f.check for f in found.faults if f.check}


def test_a_paper_in_order_is_ok():
    found = state(LICENCE, handed(LICENCE))
    assert (found.status, found.reasons) == ("ok", ())


def test_no_row_and_a_row_without_a_file_are_both_missing():
    for found in (state(LICENCE), state(LICENCE, row(LICENCE))):
        assert (found.status, found.reasons, fires(found)) == ("missing", ("R1",), {"K06"})


@pytest.mark.parametrize(("column", "reason"), [("sealed", "R3"), ("signed", "R4")])
def test_a_paper_without_seal_or_signature_is_defective(column, reason):
    found = state(LICENCE, handed(LICENCE, **{column: "否"}))
    assert (found.status, found.reasons, fires(found)) == ("defective", (reason,), {"K06"})


@pytest.mark.parametrize("word", ["是", "不适用", None])
def test_a_seal_that_does_not_apply_is_no_defect(word):
    assert state(LICENCE, handed(LICENCE, sealed=word)).status == "ok"


def test_expiry_makes_a_paper_defective_but_fires_the_validity_check_alone():
    found = state(LICENCE, handed(LICENCE, valid_until=date(2026, 5, 2)))
    assert (found.status, found.reasons, fires(found)) == ("defective", ("R2",), {"K10"})
    assert found.faults[0].why.zh == "M7.1 保安服务许可证 有效期至 2026-05-02，需 ≥ 2026-05-03"
    assert found.faults[0].why.en


def test_validity_to_the_needed_day_is_enough():
    assert state(LICENCE, handed(LICENCE, valid_until=date(2026, 5, 3))).status == "ok"


def test_the_worst_of_several_rows_counts():
    rows = (handed(LICENCE), handed(LICENCE, file="second.pdf", valid_until=date(2026, 5, 2)))
    assert state(LICENCE, *rows).status == "defective"
    assert state(LICENCE, *rows, row(LICENCE)).status == "missing"


@pytest.mark.parametrize(
    ("promise", "status", "check"),
    [
        (date(2026, 4, 15), "tolerated", set()),
        (date(2026, 4, 16), "tolerance_invalid", {"K07"}),
        (date(2026, 4, 10), "tolerated", set()),
        (date(2026, 4, 9), "tolerance_invalid", {"K07"}),
        (None, "tolerance_invalid", {"K07"}),
    ],
)
def test_a_promise_holds_up_to_its_limit_and_not_into_the_past(promise, status, check):
    found = state(ROSTER, row(ROSTER, tolerance=True, promise=promise))
    assert (found.status, fires(found), found.reasons) == (status, check, ("R1",))
    assert (found.promise, found.limit) == (promise, DATES.tolerance_limit)


def test_a_paper_that_may_never_be_owed_fires_both_checks():
    found = state(FORM, row(FORM, tolerance=True, promise=date(2026, 4, 12)))
    assert (found.status, fires(found)) == ("tolerance_invalid", {"K06", "K07"})


def test_without_a_limit_only_the_past_breaks_a_promise():
    open_ended = replace(DATES, tolerance_limit=None)
    assert state(ROSTER, row(ROSTER, tolerance=True, promise=date(2030, 1, 1)), dates=open_ended).status == "tolerated"


@pytest.mark.parametrize(
    ("owed", "status"),
    [
        (Owed(date(2026, 4, 15)), "tolerated"),
        (Owed(date(2026, 4, 16)), "tolerance_invalid"),
        (Owed(date(2026, 4, 28), before_opening=True), "tolerated"),
        (Owed(date(2026, 4, 9), before_opening=True), "tolerance_invalid"),
    ],
)
def test_a_promise_that_the_authority_took_stands_over_the_workbook(owed, status):
    taken = replace(DATES, promises={ROSTER: owed})
    asked = row(ROSTER, tolerance=True, promise=date(2026, 4, 1))
    for rows in ((), (row(ROSTER),), (asked,)):
        found = state(ROSTER, *rows, dates=taken)
        assert (found.status, found.promise) == (status, owed.due)


def test_a_promise_taken_for_a_paper_that_may_never_be_owed_does_not_hold():
    taken = replace(DATES, promises={FORM: Owed(date(2026, 4, 12))})
    assert fires(state(FORM, dates=taken)) == {"K06", "K07"}


def test_a_promise_that_was_kept_settles_the_paper():
    kept = replace(DATES, promises={ROSTER: Owed(date(2026, 4, 9))}, fulfilled=frozenset({ROSTER}))
    assert state(ROSTER, row(ROSTER, tolerance=True), dates=kept).status == "ok"
    assert state(ROSTER, dates=kept).status == "ok"
    assert state(LICENCE, dates=kept).status == "missing"


def test_a_condition_decides_whether_a_paper_is_needed():
    assert state("M9.3").status == "not_required"
    assert state(STRUCTURE).status == "missing"


def test_a_paper_whose_condition_lacks_a_fact_is_unknown_and_fires_nothing():
    found = state(VOLUNTEERS)
    assert (found.required, found.status, found.faults) == (None, "unknown", ())


def test_a_paper_handed_in_without_being_needed_is_ok():
    found = state("M3.6", handed("M3.6"))
    assert (found.required, found.status) == (False, "ok")


def test_a_file_that_cannot_be_used_is_not_in_the_statutory_form():
    locked = Attachment(f"{LICENCE}.pdf", "0" * 64, 9, "pdf", problem="encrypted")
    found = state(LICENCE, handed(LICENCE), attachments=(locked,))
    assert (found.status, found.reasons) == ("defective", ("R7",))


def test_a_named_file_that_the_package_lacks_is_missing_but_a_bare_workbook_brings_none():
    other = Attachment("other.pdf", "0" * 64, 9, "pdf")
    assert state(LICENCE, handed(LICENCE), attachments=(other,)).status == "missing"
    assert state(LICENCE, handed(LICENCE)).status == "ok"


@pytest.mark.parametrize(
    ("origin", "issuer", "status"),
    [
        ("外国", "澄江省文化和旅游厅", "ok"),
        ("外国", "澄州市文化旅游局", "defective"),
        ("香港", "澄南区文体旅游局", "defective"),
        ("内地", "澄南区文体旅游局", "ok"),
        ("外国", "文化旅游主管部门", "ok"),
        ("外国", None, "ok"),
    ],
)
def test_performers_from_abroad_need_an_approval_of_the_province(origin, issuer, status):
    act = Row("programme", 3, defaultdict(lambda: None, origin=origin))
    found = state(APPROVAL, handed(APPROVAL, issuer=issuer), programme=(act,))
    assert (found.status, found.reasons) == (status, () if status == "ok" else ("R9",))


@given(days=st.integers(-30, 30))
def test_a_later_limit_never_breaks_a_promise_that_held(days):
    asked = row(ROSTER, tolerance=True, promise=date(2026, 4, 12))
    limit = DATES.tolerance_limit + timedelta(days=days)
    found = state(ROSTER, asked, dates=replace(DATES, tolerance_limit=limit)).status
    assert (found == "tolerated") == (limit >= date(2026, 4, 12))
