"""Entries of registers: what is refused at which field, who is the same organisation, which days are watched."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core import commands as c
from workbench.core.decide import Refusal, undo_of
from workbench.core.register_entries import entry_of, faults, unfinished
from workbench.core.register_match import code_key, name_key, same
from workbench.core.register_watch import watched

at = datetime.fromisoformat
DESK = {
    "at": at("2026-05-01T15:00"),
    "kind": "dispute",
    "what": "票务纠纷",
    "mediators": ("police", "lawyer"),
    "tail": "123X",
    "closed": at("2026-05-01T16:00"),
}


def wrong(pack, register, **values):
    """Return the fields that are refused."""
    row = pack.registers[register]
    return [fault.field for fault in faults(pack, row, entry_of(row, values))]


def test_a_whole_entry_has_no_fault_and_its_halves_are_parted(pack):
    row = pack.registers["service_record"]
    entry = entry_of(row, DESK)
    assert faults(pack, row, entry) == ()
    assert dict(entry.personal) == {"tail": "123X"}
    assert "tail" not in dict(entry.values)
    assert entry.get("kind") == "dispute"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"what": "  "}, "what"),
        ({"kind": "quarrel"}, "kind"),
        ({"mediators": ("police", "nobody")}, "mediators"),
        ({"closed": at("2026-05-01T14:59")}, "closed"),
        ({"tail": "32010119900101123X"}, "tail"),
        ({"phone": "电话"}, "phone"),
        ({"at": date(2026, 5, 1)}, "at"),
        ({"what": "当事人 32010119900101123X 报称"}, "what"),
        ({"what": "x" * 4001}, "what"),
    ],
)
def test_a_wrong_value_is_refused_at_its_field_with_a_remedy(changed, field, pack):
    row = pack.registers["service_record"]
    found = faults(pack, row, entry_of(row, DESK | changed))
    assert [fault.field for fault in found] == [field]
    assert found[0].message.zh
    assert found[0].remedy.en


def test_numbers_are_whole_where_they_must_be_and_never_below_zero(pack):
    base = {"item": "meal", "persons": 3, "shifts": 2, "each": Decimal("1.5")}
    assert wrong(pack, "supply", **base) == []
    assert wrong(pack, "supply", **base | {"persons": -1}) == ["persons"]
    assert wrong(pack, "supply", **base | {"persons": Decimal("2.5")}) == ["persons"]
    assert wrong(pack, "supply", **base | {"persons": True}) == ["persons"]


def test_every_register_of_the_pack_is_described_in_both_languages_and_can_name_its_entries(pack):
    assert {row.scope for row in pack.registers.values()} == {"office", "case"}
    for row in pack.registers.values():
        assert row.field(row.title), row.code
        assert row.columns, row.code
        assert row.empty.zh or row.owner, row.code
        assert all(field.label.zh and field.label.en for field in row.fields), row.code


def test_no_register_asks_for_a_whole_identity_number(pack):
    for row in pack.registers.values():
        for field in row.fields:
            assert "身份证" not in field.label.zh
            assert ("证件号" in field.label.zh) == (field.kind == "tail"), field.key


@pytest.mark.parametrize(
    ("first", "second", "equal"),
    [
        (("", "澄州龙湾（样例）保安 有限公司"), ("", "澄州龙湾(样例)保安有限公司"), True),
        (("91329912MX2798300K", "旧名"), ("９１３２９９１２mx2798300k", "新名"), True),
        (("91329912MX2798300K", "同名公司"), ("91329912MX2842877D", "同名公司"), False),
        (("91329912MX2798300K", "同名公司"), ("", "同名公司"), True),
        (("", ""), ("", ""), False),
    ],
)
def test_the_credit_code_decides_where_both_are_known_else_the_name(first, second, equal):
    keys = [(code_key(code), name_key(name)) for code, name in (first, second)]
    assert same(*keys) is equal


@given(st.text(max_size=30))
def test_the_key_of_a_name_does_not_change_when_it_is_made_again(text):
    assert name_key(name_key(text)) == name_key(text)


def test_a_licence_is_good_through_its_last_day_and_lapses_on_the_next(pack):
    row = pack.registers["licence"]
    entry = entry_of(row, {"organisation": "o", "kind": "other", "number": "1", "expires": date(2026, 5, 2)})
    states = [next(watched(row, entry, at(f"2026-05-0{day}T23:00"))) for day in (1, 2, 3)]
    assert [(found.left, found.past) for found in states] == [(1, False), (0, False), (-1, True)]


def test_a_due_moment_counts_to_the_minute_and_only_until_the_entry_is_closed(pack):
    row = pack.registers["pass_batch"]
    asked = {
        "type": "t",
        "holder": "媒体组",
        "count": 4,
        "asked": at("2026-04-28T18:00"),
        "due": at("2026-04-29T08:00"),
    }
    entry = entry_of(row, asked)
    assert [found.past for found in watched(row, entry, at("2026-04-29T08:00"))] == [False]
    assert [found.past for found in watched(row, entry, at("2026-04-29T08:01"))] == [True]
    closed = entry_of(row, asked | {"delivered": at("2026-04-29T07:30")})
    assert not unfinished(row, closed)
    assert list(watched(row, closed, at("2026-05-01T08:00"))) == []


def test_an_entry_of_a_case_can_be_changed_struck_and_brought_back(life):
    life.accept()
    first = c.SetEntry("case-1", "language-1", "language", (("language", "德语"), ("needed", 2), ("ready", 0)))
    life.give(first)
    before = life.case
    life.give(c.StrikeEntry("case-1", "language-1"))
    assert not life.case.registers
    life.give(undo_of(before, c.StrikeEntry("case-1", "language-1")))
    assert life.case.registers == before.registers


def test_an_entry_stays_in_the_register_it_was_made_in(life):
    life.accept()
    life.give(c.SetEntry("case-1", "x-1", "staff_care", (("measure", "轮岗"),)))
    with pytest.raises(Refusal) as refusal:
        life.give(c.SetEntry("case-1", "x-1", "publicity", (("title", "须知"),)))
    assert refusal.value.field == "register"


def test_a_case_takes_no_entry_of_the_office(life):
    life.accept()
    with pytest.raises(Refusal) as refusal:
        life.give(c.SetEntry("case-1", "o-1", "organisation", (("name", "某公司"), ("roles", ("guards",)))))
    assert refusal.value.field == "register"


def test_personal_data_in_the_open_half_is_refused(life):
    life.accept()
    values = (("at", at("2026-05-01T15:00")), ("kind", "help"), ("what", "问路"), ("person", "张三"))
    with pytest.raises(Refusal) as refusal:
        life.give(c.SetEntry("case-1", "s-1", "service_record", values))
    assert refusal.value.field == "person"
