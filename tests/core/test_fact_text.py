"""What the text of papers proposes for the ledger: found where it stands, never taken for more than a hint."""

from datetime import date
from decimal import Decimal

import pytest

from workbench.core.fact_text import proposals
from workbench.core.facts import normal
from workbench.core.values import Application, Attachment


@pytest.fixture(scope="module")
def pack():
    from workbench.storage.packs import load_pack

    return load_pack("cn_national")


def found(pack, *pages, known=()):
    paper = Attachment("M3.1.pdf", "a" * 64, 10, "pdf", len(pages), tuple(pages))
    made = proposals(Application("2026.1", {}, {}, (paper,)), pack, known)
    return {(p.fact, p.value, p.page) for p in made}


@pytest.mark.parametrize(
    ("text", "fact", "value"),
    [
        ("本活动每场预计同时在场16,000人，", "FA05", 16000),
        ("每场预计1.6万人。", "FA05", 16000),
        ("每场预计人数：１６０００人".translate(str.maketrans("１６０", "160")), "FA05", 16000),
        ("场地面积约120,000平方米", "FA06", 120000),
        ("累计责任限额人民币10,000,000元", "FA09", 10_000_000),
        ("安全出口总净宽\n51.5米", "FA21", Decimal("51.5")),
        ("开始日期：2026年4月29日", "FA02", date(2026, 4, 29)),
        ("半程关门时间11:45", "FA32", "11:45"),
        ("公开销售比例不低于85%", "FA08", 85),
    ],
)
def test_a_value_is_found_after_its_cue_and_before_its_unit(pack, text, fact, value):
    assert (fact, value, 1) in found(pack, text)


@pytest.mark.parametrize(
    "text",
    [
        "每场预计的人流高峰在入场前；共有1200人值守",
        "场地面积见附图3",
        "全部场次累计716,000人",
        "开始日期：2026年2月30日",
        "每场预计人数见表，16,000元",
        "",
    ],
)
def test_another_clause_another_unit_or_an_impossible_day_proposes_nothing(pack, text):
    assert not {f for f in found(pack, text) if f[0] in {"FA02", "FA05", "FA06", "FA26"}}


def test_a_page_without_text_is_passed_over(pack):
    assert found(pack, None, "额定容量18,000人") == {("FA13", 18000, 2)}


def test_what_the_ledger_has_from_that_page_is_not_proposed_again(pack):
    known = {("FA13", "M3.1.pdf", 1, normal(18000, "number"))}
    assert found(pack, "额定容量18,000人", "额定容量18,000人", known=known) == {("FA13", 18000, 2)}


def test_the_same_find_always_has_the_same_key(pack):
    paper = Attachment("M3.1.pdf", "a" * 64, 10, "pdf", 1, ("额定容量18,000人；额定容量18,000人",))
    first, second = (proposals(Application("2026.1", {}, {}, (paper,)), pack) for _ in range(2))
    assert len(first) == 1
    assert [p.key for p in first] == [p.key for p in second]
