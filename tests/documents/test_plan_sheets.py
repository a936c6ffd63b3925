"""Sheets of patrols and checkpoints, and what the plan says of goods and cases at the entrance: rows of the pack."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from reports.issue import Issue
from reports.pdf import render
from workbench.services import paper_check, plan_entry, plan_sheets
from workbench.services.crowd_desk import read as read_package
from workbench.services.plan_source import PlanSource, version_of
from workbench.storage.packs import load_pack, sample_package

ISSUE = Issue("澄州市公安局", "AB-2026-0017", date(2026, 4, 10), datetime(2026, 4, 10, tzinfo=UTC), "CZ-DHA-2026-0017",
              "第六届澄湖湾音乐节", seal="0123456789abcdef" * 2, chain="c1", seq=7, head="ab" * 16)  # fmt: skip
PACK = load_pack("cn_national")


def source_of(name, language="zh"):
    application, crowd = read_package(sample_package(name), PACK)
    return PlanSource(application, application, PACK, crowd, ISSUE, version_of(application), language)


@pytest.fixture(scope="module")
def festival():
    return source_of("chenghu-bay-festival")


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_checkpoint_has_its_goods_and_its_cases_on_its_one_sheet(festival, read, language):
    source = replace(festival, language=language)
    document = plan_sheets.document_of(source, "checkpoints")
    made = render(document)
    assert paper_check.faults(made.pdf, document.meta) == ()
    posts = [row["code"] for row in source.plan.rows("posts") if str(row["code"]).startswith("S")]
    pages = [squeezed(page) for page in read(made.pdf).pages]
    assert len(pages) == len(posts) > 0
    for code, page in zip(posts, pages, strict=True):
        assert code in page
        for row in (*source.listed("prohibited_items"), *source.listed("irregular_cases")):
            assert squeezed(source.say(row.text)) in page, row.code
        for row in (*source.listed("goods_kinds"), *source.listed("irregular_cases")):
            assert squeezed(source.data(row, "do")) in page, row.code


def test_every_item_stands_under_its_own_kind_and_once(festival):
    found = {name: items.split("；") for name, items, _, _ in plan_entry.goods(festival)}
    kinds = {row.text.zh: row.code for row in festival.listed("goods_kinds")}
    listed = {row.text.zh: row.data["kind"] for row in festival.listed("prohibited_items")}
    assert {item: kinds[name] for name, items in found.items() for item in items} == listed
    assert sum(map(len, found.values())) == len(listed)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_no_rule_says_is_told_to_be_a_default_of_the_office(festival, language):
    source = replace(festival, language=language)
    default = source.texts["office_default"]
    for row, line in zip(source.listed("irregular_cases"), plan_entry.cases(source), strict=True):
        assert (default in line[3]) == (row.mark == "P"), row.code
        lawful = any(code in PACK.laws for code in row.basis)
        assert lawful == any(word in line[3] for word in ("条例》第", "法》第", "Article")), row.code
        assert lawful or row.mark == "P"
    kinds = dict(zip((row.code for row in source.listed("goods_kinds")), plan_entry.goods(source), strict=True))
    assert default not in kinds["prohibited"][3]
    assert default in kinds["restricted"][3]
