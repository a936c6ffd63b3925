"""Who is asked and by when, what a packet shows, which numbers are hidden, which replies differ."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core import consultation
from workbench.core.decide_base import Refusal
from workbench.core.masking import masked
from workbench.core.packet_contents import sections
from workbench.core.parameters import choices


@pytest.fixture(scope="module")
def application(packages, pack):
    from workbench.exchange.package import read_package

    return read_package(packages["chenghu-bay-festival"], pack)


def codes(pack, application, level=None):
    return {one.row.code: one.holds for one in consultation.proposals(application, pack, level)}


def with_fields(application, **fields):
    from dataclasses import replace

    return replace(application, fields={**application.fields, **{k.replace("__", "."): v for k, v in fields.items()}})


def test_a_switch_of_the_form_calls_for_its_authority(pack, application):
    for field, code in (("sw__uav", "airspace"), ("loc__water", "water"), ("sw__radio", "radio")):
        assert codes(pack, with_fields(application, **{field: True}))[code] is True
        assert code not in codes(pack, with_fields(application, **{field: False}))
        assert codes(pack, with_fields(application, **{field: None}))[code] is None


def test_the_security_level_calls_for_the_emergency_authority(pack, application):
    from dataclasses import replace

    rows = tuple(replace(row, values={**row.values, "expected": 3000}) for row in application.rows("sessions"))
    quiet = with_fields(replace(application, sheets={**application.sheets, "sessions": rows}), sw__fireworks=False)
    held = {level: codes(pack, quiet, level).get("emergency") for level in (1, 2, 3)}
    assert [level for level, holds in held.items() if holds] == [1, 2]


def test_every_authority_has_questions_reasons_days_and_sections_that_exist(pack):
    known = choices(pack, "packet_sections")
    for row in choices(pack, "consult_departments").values():
        assert consultation.questions(row)
        assert row.data["why_zh"]
        assert set(consultation.codes_of(row, "sections")) <= set(known)
        assert int(row.data["days"]) > 0


def test_every_section_names_fields_sheets_columns_and_words_that_exist(pack):
    fields = {c.key for s in pack.sheets.values() if s.keyed for c in s.columns}
    for row in choices(pack, "packet_sections").values():
        assert set(consultation.codes_of(row, "fields")) <= fields, row.code
        if sheet := row.data.get("sheet"):
            columns = {c.key: c for c in pack.sheets[sheet].columns}
            assert set(consultation.codes_of(row, "columns")) <= set(columns), row.code
            for rule in consultation.codes_of(row, "only"):
                key, _, word = rule.partition("=")
                assert word in columns[key].options, row.code


def test_no_section_holds_identity_numbers_or_names_of_staff(pack):
    private = {"und.legal_rep", "und.id_tail", "und.safety_id_tail", "und.safety_phone", "ven.phone", "sec.phone"}
    for row in choices(pack, "packet_sections").values():
        assert not private & set(consultation.codes_of(row, "fields"))
        assert row.data.get("sheet") not in {"parties", "duties", "posts", "statements", "materials"}
        assert not {"phone", "lead", "id_tail", "supervisor"} & set(consultation.codes_of(row, "columns"))


def test_sections_that_are_not_declared_are_not_there(pack, application):
    shown = sections(application, pack, ("event",))
    assert [one.code for one in shown] == ["event"]
    works = [str(row["work"]) for row in application.rows("programme")]
    assert not [work for work in works if work in repr(shown)]
    assert all(work in repr(sections(application, pack, ("programme",))) for work in works)


@given(st.dates(date(2026, 1, 5), date(2026, 12, 1)), st.integers(0, 20))
def test_a_reply_is_asked_for_a_working_day_before_the_decision_and_never_in_the_past(pack, calendar, today, days):
    row = choices(pack, "consult_departments")["culture"]
    decision = today + timedelta(days=days)
    due = consultation.reply_due(row, pack, calendar, today, decision)
    assert due >= today
    assert due <= max(decision, today)
    free = consultation.reply_due(row, pack, calendar, today, None)
    assert calendar.workdays_between(today, free) == int(row.data["days"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("身份证320402199001011234。", "身份证**************1234。"),
        ("身份证 320402 19900101 123X", "身份证 **************123X"),
        ("电话13812345678", "电话138****5678"),
        ("电话 138-1234-5678，", "电话 138****5678，"),
        ("电话１３８１２３４５６７８", "电话１３８****５６７８"),
        ("0519-88881234", "0519******34"),
        ("25000 2026-04-29 13:00", "25000 2026-04-29 13:00"),
        ("统一代码 91320400MA1X2Y3Z4A", "统一代码 91320400MA1X2Y3Z4A"),
        ("面积 57600 平方米，4 场", "面积 57600 平方米，4 场"),
    ],
)
def test_numbers_of_persons_are_hidden_and_others_stay(text, shown):
    assert masked(text) == shown


@given(st.from_regex(r"[1-9]\d{5}(19|20)\d{9}[\dX]", fullmatch=True), st.text("证号：，。 ", max_size=5))
def test_no_identity_number_comes_through(number, around):
    assert number not in masked(f"{around}{number}{around}")
    assert number[:14] not in masked(f"{around}{number}{around}")


def answered(life, request, position, text="理由"):
    life.do("SendConsultation", request, f"部门{request}", ("意见",), date(2026, 4, 20))
    life.do("ReceiveOpinion", request, position, "复函", text)


@pytest.mark.parametrize(
    ("positions", "differ"),
    [(("agree", "object"), True), (("agree", "agree"), False), (("object", "object"), False),
     (("agree", "no_remark"), False), (("no_remark", "object"), False), (("agree_if", "object"), True)],
)  # fmt: skip
def test_only_an_objection_beside_another_view_is_a_conflict(life, positions, differ):
    life.accept()
    for at, position in enumerate(positions):
        answered(life, f"q{at}", position)
    assert bool(consultation.conflicts(life.case, life.pack)) == differ


def test_a_superseded_reply_takes_no_part(life):
    life.accept()
    answered(life, "q0", "agree")
    answered(life, "q1", "object")
    life.do("SendConsultation", "q2", "部门q1", ("意见",), date(2026, 4, 20), supersedes="q1")
    assert not consultation.conflicts(life.case, life.pack)
    assert [key for key, _ in consultation.waiting(life.case)] == ["q2"]


def test_an_objection_needs_a_reason_and_an_agreement_none(life):
    life.accept()
    life.do("SendConsultation", "q0", "消防", ("意见",), date(2026, 4, 20))
    with pytest.raises(Refusal) as refusal:
        life.do("ReceiveOpinion", "q0", "object", "复函")
    assert refusal.value.field == "text"
    life.do("ReceiveOpinion", "q0", "agree", "复函")


def test_what_has_been_answered_is_not_urged(life):
    life.accept()
    answered(life, "q0", "agree")
    with pytest.raises(Refusal) as refusal:
        life.do("UrgeConsultation", "q0", "phone")
    assert refusal.value.rule == "answered"
