"""The register of numbers: without gaps, each with its case, voided ones with their reason and never issued."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core import commands as c
from workbench.core.decide_base import Refusal
from workbench.core.numbering import Drawn, number_faults
from workbench.errors import NotAllowedError
from workbench.services import documents, number_register
from workbench.services.acting import do

at = datetime.fromisoformat


def rows(office, **wanted):
    return number_register.register(office.desk, office.supervisor, **wanted).rows


def void(office, series, serial, reason="打印错误，重新制作", who=None):
    return number_register.void(office.desk, who or office.approver, series, 2026, serial, reason)


def test_every_number_names_its_paper_its_case_and_its_day(granted):
    found = {row.written: row for row in rows(granted)}
    state = granted.state()
    for number in (state.acceptance_number, state.corrections[0].number, state.decision.number):
        assert found[number].case == state.id
        assert found[number].case_number == state.number
    assert found[state.number].case_number == state.number
    assert found[state.decision.number].day == state.decision.on
    assert found[state.acceptance_number].title.zh == "受理通知书"


def test_the_register_of_a_played_office_has_no_gaps(three):
    found = number_register.register(three.desk, three.supervisor)
    assert len(found.rows) >= 5
    assert found.faults == ()


def test_year_and_series_narrow_the_register(granted):
    assert {row.series for row in rows(granted, series="大补字")} == {"大补字"}
    assert rows(granted, year=1999) == ()


def test_a_voided_number_stays_with_its_reason_and_the_next_goes_on(ready):
    notice = ready.state().corrections[0]
    row = void(ready, "大补字", 1)
    assert (row.written, row.void_reason) == (notice.number, "打印错误，重新制作")
    item = c.Deficiency("site", (), "又发现问题", "请说明")
    do(ready.desk, ready.officer, c.SendCorrection(ready.case, (item,), at("2026-04-18").date(), "新的情况"))
    assert [(r.serial, bool(r.void_reason)) for r in rows(ready, series="大补字")] == [(1, True), (2, False)]
    assert number_register.register(ready.desk, ready.supervisor).faults == ()


def test_a_paper_with_a_voided_number_is_not_issued_any_more(recommended):
    void(recommended, "大受字", 1)
    state = recommended.state()
    known = any(paper.number == state.acceptance_number for paper in state.documents)
    if known:
        assert documents.issue(recommended.desk, recommended.officer, recommended.case, "F03").number
        return
    with pytest.raises(documents.PaperError, match="作废"):
        documents.issue(recommended.desk, recommended.officer, recommended.case, "F03")


@pytest.mark.parametrize(
    ("series", "serial", "reason", "field"),
    [
        ("大补字", 1, "  ", "reason"),
        ("大补字", 99, "打印错误", "number"),
        ("不存在", 1, "打印错误", "number"),
        ("case", 1, "打印错误", "number"),
        ("大许准字", 1, "打印错误", "number"),
    ],
)
def test_what_may_not_be_voided_is_refused_and_stays(granted, series, serial, reason, field):
    before = rows(granted)
    with pytest.raises(Refusal, check=lambda r: (r.rule, r.field) == ("K32", field)):
        void(granted, series, serial, reason)
    assert rows(granted) == before


def test_a_number_is_voided_once(granted):
    void(granted, "大补字", 1)
    with pytest.raises(Refusal, match="已经作废"):
        void(granted, "大补字", 1)


def test_officers_do_not_void_numbers(granted):
    with pytest.raises(NotAllowedError):
        void(granted, "大补字", 1, who=granted.person("somebody", "officer"))


def test_the_register_made_again_from_the_records_is_the_same(granted):
    void(granted, "大补字", 1)
    before = rows(granted)
    granted.desk.database.journal.rebuild()
    assert rows(granted) == before


# K32


@given(st.lists(st.integers(1, 12), min_size=1, max_size=20))
def test_a_register_is_in_order_exactly_when_it_counts_from_one_without_gaps(serials):
    faults = number_faults(Drawn("大补字", 2026, serial) for serial in serials)
    assert (not faults) == (sorted(serials) == list(range(1, len(serials) + 1)))


@given(st.integers(1, 30), st.data())
def test_each_missing_number_is_named(count, data):
    gone = data.draw(st.sets(st.integers(1, count)))
    drawn = [Drawn("大补字", 2026, n) for n in range(1, count + 2) if n not in gone]
    assert {fault.serial for fault in number_faults(drawn)} == gone


def test_registers_are_judged_apart_and_a_void_number_needs_its_reason():
    drawn = [
        Drawn("大补字", 2025, 1),
        Drawn("大补字", 2026, 1),
        Drawn("大受字", 2026, 1, "作错"),
        Drawn("大受字", 2026, 2, " "),
    ]
    found = number_faults(drawn)
    assert [(fault.series, fault.year, fault.serial) for fault in found] == [("大受字", 2026, 2)]
