"""Pocket cards: one for every post, black only, nothing off the card, and backs that meet their fronts."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from reports.compose import pages
from reports.figures import qr_inks
from reports.ink import Area, Circle, Glyphs, Line, Rect, Rule, Strokes, sheet_of
from reports.issue import Issue
from reports.pdf import render
from reports.post_card import LEAST, QR, back, front
from reports.style import A4, A6, MM
from workbench.core.deployment_posts import of_kind
from workbench.core.register_entries import RegisterEntry
from workbench.core.values import Row
from workbench.services import paper_check, plan_cards
from workbench.services.crowd_desk import read as read_package
from workbench.services.plan_source import PlanSource, version_of
from workbench.storage.packs import load_pack, sample_package

ISSUE = Issue("澄州市公安局", "GW-2026-0017", date(2026, 4, 10), datetime(2026, 4, 10, tzinfo=UTC), "CZ-DHA-2026-0017",
              "第六届澄湖湾音乐节", seal="0123456789abcdef" * 2, chain="c1", seq=7, head="ab" * 16)  # fmt: skip


@pytest.fixture(scope="module")
def source():
    pack = load_pack("cn_national")
    application, crowd = read_package(sample_package("job-fair"), pack)
    return PlanSource(application, application, pack, crowd, ISSUE, version_of(application))


@pytest.fixture(scope="module")
def cards(source):
    return list(plan_cards.cards(source))


@pytest.fixture(scope="module")
def single(source):
    document = plan_cards.cards_document(source)
    return document, pages(document)


def said(inks):
    return "".join("".join(ink.text for ink in inks if isinstance(ink, Glyphs)).split())


def test_every_post_has_one_card_of_two_sides_on_a6(source, single):
    codes = [str(row["code"]) for row in source.plan.rows("posts")]
    made = single[1]
    assert len(made) == 2 * len(codes)
    for number, code in enumerate(codes):
        for side in made[2 * number : 2 * number + 2]:
            assert (sheet_of(side).w, sheet_of(side).h) == A6
            assert code in said(side)
            assert f"GW-2026-0017-{code}" in said(side)
            assert source.version.digest in said(side)


def test_four_cards_share_a_sheet_and_each_back_lies_behind_its_front(source, cards):
    made = pages(plan_cards.cards_document(source, four_up=True))
    assert len(made) == 2 * -(-len(cards) // 4)
    assert {(sheet_of(page).w, sheet_of(page).h) for page in made} == {A4}

    def place(page, code):
        runs = [i for i in page if isinstance(i, Glyphs) and i.text == code and i.size > 12]
        return {(run.x > A4[0] / 2, run.y > A4[1] / 2) for run in runs}

    for card in cards[:4]:
        ((right, lower),) = place(made[0], card.code)
        assert place(made[1], card.code) == {(not right, lower)}


def test_cards_are_black_and_grey(single):
    for page in single[1]:
        for ink in page:
            for name in ("fill", "stroke", "colour"):
                colour = (
                    getattr(ink, name, "")
                    if isinstance(ink, Area | Circle | Glyphs | Line | Rect | Rule | Strokes)
                    else ""
                )
                assert not colour or colour[1:3].lower() == colour[3:5].lower() == colour[5:7].lower(), ink


def test_a_card_has_at_most_five_duties_of_at_most_twenty_four_characters(source, cards):
    assert all(1 <= len(card.duties) <= plan_cards.MOST_DUTIES for card in cards)
    for row in source.listed("card_duties"):
        assert all(len(duty) <= plan_cards.LONGEST_DUTY for duty in row.data["duties_zh"])
        assert len(row.data["duties_zh"]) == len(row.data["duties_en"]) <= plan_cards.MOST_DUTIES


def test_no_card_names_a_telephone(source, single):
    text = "".join(said(page) for page in single[1])
    assert not re.search(r"1\d{10}", text)
    assert all(str(row["phone"]) not in text for row in source.plan.rows("posts"))


def test_text_is_large_enough_but_for_the_foot_and_the_map(cards):
    for card in cards[:6]:
        for side in (front(replace(card, crop=None)), tuple(back(card))):
            small = [ink.text for ink in side if isinstance(ink, Glyphs) and ink.size < LEAST]
            assert all(text.strip() in card.foot for text in small), small


def test_the_code_on_the_back_names_the_card(cards):
    for card in cards[:3]:
        assert card.payload.startswith(f"EAW1;F24;GW-2026-0017-{card.code};2026-04-10;0123456789abcdef;c1:7:")
        assert len(card.payload.encode()) <= 180
        squares = [ink for ink in back(card) if isinstance(ink, Rect) and ink.w < 20 and ink.h < 3]
        drawn = qr_inks(card.payload, 0.0, 0.0, QR * 1.14)
        assert len([ink for ink in squares if ink.stroke == ""]) >= len(drawn) - 2
        assert QR * 1.14 >= 17 * MM


def test_the_way_out_names_an_exit_of_the_plan(source, cards):
    gates = {str(row["code"]) for row in source.plan.rows("gates") if row["evac"] is True}
    for card in cards:
        assert re.search(r"撤离方向　(\w+)", card.out)[1] in gates
        assert card.crop.way[0] == card.crop.at


def long_post(source):
    name = "临湖东北侧第二看台与三号餐饮摊位之间的应急疏散通道及无障碍坡道交汇处夜间照明不足路段" * 2
    first = source.plan.rows("posts")[0]
    values = {**first.values, "code": "NE-1234", "name": name[:60], "lead": "阿依古丽·买买提明江·阿卜杜热合曼",
              "task": name * 2, "unit": name[:60]}  # fmt: skip
    return Row("posts", 1, values)


def test_a_name_of_sixty_characters_stays_on_the_card(source):
    plan = replace(source.plan, sheets={**source.plan.sheets, "posts": (long_post(source),)})
    document = plan_cards.cards_document(replace(source, plan=plan))
    assert paper_check.faults(render(document).pdf, document.meta) == ()
    for ink in pages(document)[0]:
        if isinstance(ink, Glyphs):
            width = pdfmetrics.stringWidth(ink.text, ink.font, ink.size) + ink.spacing * (len(ink.text) - 1)
            assert ink.x >= 0
            assert ink.x + width <= A6[0], ink


@pytest.mark.parametrize("four_up", [False, True])
def test_the_finished_file_has_the_form_of_cards(source, four_up):
    posts = source.plan.rows("posts")[:5]
    few = replace(source, plan=replace(source.plan, sheets={**source.plan.sheets, "posts": posts}))
    document = plan_cards.cards_document(few, four_up=four_up)
    made = render(document)
    assert made.pages == (4 if four_up else 10)
    assert paper_check.faults(made.pdf, document.meta) == ()
    assert render(plan_cards.cards_document(few, four_up=four_up)).pdf == made.pdf


def test_a_post_without_a_place_has_a_card_that_says_so(source):
    row = source.plan.rows("posts")[0]
    lost = Row("posts", 1, {**row.values, "x": None, "y": None})
    plan = replace(source.plan, sheets={**source.plan.sheets, "posts": (lost,)}, site=None)
    (card,) = plan_cards.cards(replace(source, plan=plan))
    assert card.crop is None
    assert "听从指挥" in card.out
    assert "没有可绘制的内容" in said(front(card))


def test_a_draft_has_no_code(source):
    bare = replace(source, issue=replace(ISSUE, number="", seal="", draft=True))
    card = next(plan_cards.cards(bare))
    assert card.payload == ""
    assert render(plan_cards.cards_document(replace(bare, plan=replace(
        bare.plan, sheets={**bare.plan.sheets, "posts": bare.plan.rows("posts")[:1]})))).pages == 2  # fmt: skip


def test_the_code_on_every_printed_card_is_read_back_as_its_own(source, scan):
    posts = source.plan.rows("posts")[:5]
    few = replace(source, plan=replace(source.plan, sheets={**source.plan.sheets, "posts": posts}))
    want = [card.payload for card in plan_cards.cards(few)]
    assert [text.split(";")[2] for text in want] == [f"GW-2026-0017-{row['code']}" for row in posts]
    sides = scan(render(plan_cards.cards_document(few)).pdf)
    assert sides == [texts for payload in want for texts in ([], [payload])]
    sheet = scan(render(plan_cards.cards_document(few, four_up=True)).pdf)
    assert [sorted(texts) for texts in sheet] == [[], sorted(want[:4]), [], sorted(want[4:])]


def test_a_damaged_code_is_not_read_as_something_else(cards, scan):
    squares = qr_inks(cards[0].payload, 30.0, 30.0, QR * 1.14)
    assert scan(drawn(squares)) == [[cards[0].payload]]
    row = [ink for ink in squares if ink.y == squares[-1].y]
    with pytest.raises(AssertionError):
        scan(drawn([ink for ink in squares if ink is not row[-1]]))


def drawn(squares):
    """A page with nothing on it but these rectangles."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(150, 150))
    for ink in squares:
        canvas.rect(ink.x, 150 - ink.y - ink.h, ink.w, ink.h, stroke=0, fill=1)
    canvas.save()
    return out.getvalue()


def of_net(users, **means):
    told = {"net": "现场网", "users": users, "first": "三频道", "second": "有线电话", "whistle": "三短", **means}
    return {"N1": RegisterEntry("comms_net", tuple(told.items()))}


@pytest.mark.parametrize("by", ["team", "english", "unit", "code"])
def test_a_card_has_the_channel_the_superior_and_the_whistle_of_the_net_its_post_uses(source, by):
    row = next(row for row in source.plan.rows("posts") if row["unit"] and row["resp"])
    team = next(one for one in of_kind(source.pack, "team") if one.data["word"] == row["team"]).text
    users = {"team": team.zh, "english": team.en, "unit": str(row["unit"]), "code": str(row["code"])}[by]
    kept = replace(source, registers=of_net(f"指挥部、{users}", call="泰山"))
    card = next(card for card in plan_cards.cards(kept) if card.code == row["code"])
    assert [value for _, value in card.boxes] == ["三频道", row["code"], "泰山", row["lead"]]
    assert dict(card.lines) | {"责任": row["resp"], "备用": "有线电话", "哨声": "三短"} == dict(card.lines)
    assert all(words in said(tuple(back(card))) for words in (str(row["resp"]), "有线电话", "三短"))


def test_without_a_net_of_its_own_a_card_says_so_and_names_the_leader_of_the_team(source):
    rows = source.plan.rows("posts")
    led = next(row for row in rows if row["is_leader"] is not True and any(
        one["is_leader"] is True and one["team"] == row["team"] for one in rows))  # fmt: skip
    leader = next(one["lead"] for one in rows if one["is_leader"] is True and one["team"] == led["team"])
    cards = {card.code: card for card in plan_cards.cards(replace(source, registers=of_net("医疗组")))}
    assert [value for _, value in cards[led["code"]].boxes] == ["未定", led["code"], leader, led["lead"]]
    assert "哨声" not in dict(cards[led["code"]].lines)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_lines_of_a_back_end_above_the_signatures_whatever_they_say(source, language):
    long = "听到哨声后原地不动，先看指挥员手势，再沿本岗撤离方向引导观众" * 3
    (card,) = plan_cards.cards(replace(
        source, plan=replace(source.plan, sheets={**source.plan.sheets, "posts": (long_post(source),)}),
        language=language, registers=of_net("NE-1234", second=long, whistle=long)))  # fmt: skip
    inks = [ink for ink in back(card) if isinstance(ink, Glyphs)]
    signature = min(ink.y for ink in inks if ink.text in card.sign[0])
    last = max(ink.y for ink in inks if ink.text.startswith("听到哨声"))
    assert last < signature - 9
