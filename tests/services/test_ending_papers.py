"""The decision that ends a permit: made by the act, in its own words and number, served; its reading version."""

from datetime import datetime

import pytest

from workbench.core import commands as c
from workbench.core.decide import Refusal
from workbench.services import documents
from workbench.services.acting import do
from workbench.services.looking import Look

at = datetime.fromisoformat
FACTS = "场地被征用为应急避难场所"
LOSSES = "经评估补偿场租二十万元"
HEARD = "被许可人书面同意撤回"

TITLES = {
    "withdraw": "大型群众性活动撤回安全许可决定书",
    "revoke": "大型群众性活动撤销安全许可决定书",
    "deregister": "大型群众性活动注销安全许可决定书",
}


def end(office, act, ground, moment="2026-04-20 10:00", **named):
    office.clock.set(at(moment))
    wish = c.EndPermit(office.case, act, FACTS, "、".join(_row(office, ground).basis), ground=ground, **named)
    do(office.desk, office.approver, wish)
    return Look(office.desk, office.state())


def _row(office, ground):
    return Look(office.desk, office.state()).pack.lists["permit_end_grounds"][ground]


def papers(look):
    return [name for name in documents.names(look) if name.startswith("F27")]


def test_there_is_no_such_paper_before_the_permit_has_ended(granted):
    assert papers(Look(granted.desk, granted.state())) == []


def test_a_withdrawal_says_what_was_found_on_what_law_what_is_made_good_and_what_may_be_done_against_it(granted, words):
    look = end(granted, "withdraw", "facts_changed", compensation=LOSSES, heard=HEARD)
    assert papers(look) == ["F27:1", "F27:1.en"]
    made = documents.make(look, "F27")
    text, permit = words(made.pdf), granted.state().decision
    assert "大终字〔2026〕1号" in made.number
    assert made.number == granted.state().closure.number
    for piece in (
        *(TITLES["withdraw"], made.number, permit.number, FACTS, LOSSES, HEARD, "撤回上述安全许可"),
        *("为公共利益撤回", "《中华人民共和国行政许可法》第八条", "申请行政复议", "提起行政诉讼", "原件尚未交回"),
        *("活动不得举办", "送达回证", "2026年4月20日"),
    ):
        assert piece in text, piece
    for piece in ("撤销上述", "注销上述", "第六十九条", "不得再次申请", "ALL."):
        assert piece not in text, piece


def test_a_revocation_for_fraud_names_the_day_until_which_nobody_may_apply_again(granted, words):
    look = end(granted, "revoke", "fraud", heard=HEARD)
    text = words(documents.make(look, "F27").pdf)
    for piece in (TITLES["revoke"], "以欺骗、贿赂等不正当手段取得", "第六十九条、第七十九条", "2029年4月20日以前"):
        assert piece in text, piece
    for piece in ("撤回上述", "公共利益", LOSSES):
        assert piece not in text, piece


def test_striking_off_a_permit_that_came_back_forbids_nothing_more(granted, words):
    text = words(documents.make(end(granted, "deregister", "surrender", returned=True), "F27").pdf)
    for piece in (TITLES["deregister"], "注销上述安全许可", "原件已交回", "第七十条"):
        assert piece in text, piece
    for piece in ("退票", "尚未交回", "不得再次申请"):
        assert piece not in text, piece


def test_a_permit_revoked_and_then_struck_off_keeps_both_decisions_under_numbers_of_their_own(granted, words):
    first = end(granted, "revoke", "fraud", heard=HEARD)
    kept = documents.issue(granted.desk, granted.officer, granted.case, "F27:1")
    look = end(granted, "deregister", "taken_away", "2026-04-21 10:00")
    assert papers(first)[0] == "F27:1"
    assert [name for name in papers(look) if "en" not in name] == ["F27:1", "F27:2"]
    assert documents.paper(granted.desk, granted.officer, granted.case, "F27:1").pdf == kept.pdf
    second = documents.make(look, "F27")
    assert "大终字〔2026〕2号" in second.number
    assert TITLES["deregister"] in words(second.pdf)


def test_the_reading_version_says_the_same_in_english_with_no_legal_force(granted, words):
    look = end(granted, "revoke", "fraud", heard=HEARD)
    original, reading = (documents.make(look, name) for name in ("F27:1", "F27:1.en"))
    text = words(reading.pdf)
    assert reading.number == original.number
    for piece in ("Revocation of the safety permit", "Articles 69 and 79", "nolegalforce", "before 20 April 2029"):
        assert "".join(piece.split()) in text, piece
    for piece in ("盖章处", "送达回证", "撤销上述安全许可"):
        assert piece not in text, piece


def test_the_decision_is_served_once_and_not_before_it_was_made(granted):
    end(granted, "withdraw", "facts_changed", compensation=LOSSES, heard=HEARD)
    granted.clock.set(at("2026-04-21 16:00"))
    wish = c.ServePaper(granted.case, "ending:1", at("2026-04-19 15:00"), "蒋知远", "in_person")
    with pytest.raises(Refusal, match="早于作出时间"):
        do(granted.desk, granted.officer, wish)
    served = c.ServePaper(granted.case, "ending:1", at("2026-04-21 15:00"), "蒋知远", "in_person")
    do(granted.desk, granted.officer, served)
    assert granted.state().after.served["ending:1"].receiver == "蒋知远"
    with pytest.raises(Refusal, match="ending:1"):
        do(granted.desk, granted.officer, served)


# The public copy


def publish(office, *codes, passages=(), where="website", **named):
    office.clock.set(at("2026-04-17 20:00"))
    wish = c.Publish(office.case, where, at("2026-04-17").date(), passages, removed=codes, **named)
    do(office.desk, office.officer, wish)
    return Look(office.desk, office.state())


@pytest.fixture
def unpublished(offices):
    """The festival, granted, its decision not made public yet."""
    return offices("unpublished", at("2026-04-16 09:00"))


def test_the_public_copy_is_a_draft_until_its_publication_is_recorded(unpublished):
    look = Look(unpublished.desk, unpublished.state())
    assert look.case.decision
    assert look.case.publication is None
    assert documents.make(look, "F11.public").draft
    with pytest.raises(documents.PaperError, match="草稿"):
        documents.issue(unpublished.desk, unpublished.officer, unpublished.case, "F11.public")
    publish(unpublished)
    assert not documents.issue(unpublished.desk, unpublished.officer, unpublished.case, "F11.public").draft


def test_each_kind_recorded_with_the_publication_is_left_out_of_the_copy_and_told_in_the_note(unpublished, words):
    plain = words(documents.make(Look(unpublished.desk, unpublished.state()), "F11.public").pdf)
    look = publish(unpublished, "maps", passages=("护栏分四格",))
    text, note = (words(documents.make(look, name).pdf) for name in ("F11.public", "F20"))
    for secret in ("区域图", "护栏分四格"):
        assert secret in plain
        assert secret not in text
    assert text.count("〔此处不予公开〕") == 2
    assert "节目单" in text
    for told in ("平面图与布防图", "护栏分四格"):
        assert told in note


def test_the_public_copy_names_organisations_in_full(unpublished, words):
    look = publish(unpublished, "officers")
    text = words(documents.make(look, "F11.public").pdf)
    assert str(look.case.application.fields["und.name"]) in text
    assert str(look.case.application.fields["und.safety_lead"]) not in text


def test_business_secrets_are_named_passage_by_passage(unpublished):
    with pytest.raises(Refusal, match="须写明隐去的文字"):
        publish(unpublished, "secrets")
    assert unpublished.state().publication is None


def test_a_decision_that_is_not_published_has_no_public_copy(unpublished):
    look = publish(unpublished, where="not_public", ground="state_secret")
    assert "F11.public" not in documents.names(look)
    assert "F20" in documents.names(look)
