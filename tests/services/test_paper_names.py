"""What the files of papers are called: in the language of the paper, short enough, nothing a file system refuses."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workbench.errors import Text
from workbench.services import plan_desk
from workbench.services.paper_names import file_name
from workbench.storage.packs import load_pack

PERMIT = Text("安全许可决定书", "Permit decision")
HAN = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")


def test_a_chinese_paper_is_named_after_its_title_and_number():
    assert file_name("F11", PERMIT, "澄公治（大许准）字〔2026〕17号") == "F11_安全许可决定书_澄公治大许准字2026-17.pdf"
    assert file_name("F11", PERMIT, "") == "F11_安全许可决定书_草稿.pdf"


def test_an_english_draft_has_no_chinese_sign_in_its_name():
    assert file_name("F11.en", PERMIT, "") == "F11-en_Permit-decision_draft.pdf"
    assert file_name("F19", Text("安全工作方案", "Security plan (public copy)"), "", "en") == (
        "F19-en_Security-plan-public-copy_draft.pdf"
    )


def test_the_number_of_an_english_paper_stays_the_number_it_has():
    assert file_name("F28.en", Text("熔断卡", "Breaker sheet"), "RD-2026-0017") == (
        "F28-en_Breaker-sheet_RD-2026-0017.pdf"
    )


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=60), st.sampled_from(["F11", "F09:r2.en"]))
@example("场" * 200, "A" * 200, "", "F09:r2.en")
def test_every_name_is_short_and_nothing_a_file_system_refuses(zh, en, number, paper):
    name = file_name(paper, Text(zh, en), number)
    assert len(name) <= 80
    assert name.endswith(".pdf")
    assert not set(name) & set('\\/:*?"<>| \t\n\r\0')


def test_a_long_title_leaves_the_number_in_the_name():
    assert file_name("F24", Text("名" * 120, "name " * 60), "GW-2026-0017-G07").endswith("_GW-2026-0017-G07.pdf")


@pytest.mark.parametrize("kind", plan_desk.KINDS)
def test_papers_of_an_english_plan_are_named_in_english(packages, kind):
    source = plan_desk.of_package(packages["job-fair"], load_pack("cn_national"), "en")
    name = plan_desk.drawn(source, kind).file_name
    assert not HAN.search(name), name
    assert name.endswith("_draft.pdf")
