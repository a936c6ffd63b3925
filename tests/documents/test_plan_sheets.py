"""Sheets of patrols and checkpoints, and what the plan says of goods and cases at the entrance: rows of the pack."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports.issue import Issue
from reports.pdf import render
from workbench.core.register_entries import RegisterEntry
from workbench.core.values import Feature, Row
from workbench.services import paper_check, plan_entry, plan_flow, plan_sheets
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


@pytest.mark.parametrize("kind", ["patrol", "checkpoints"])
def test_every_english_sheet_says_that_the_texts_of_the_organiser_stand_as_filed(festival, read, kind):
    words = PACK.papers["F19"].texts["as_filed"]
    chinese, english = squeezed(words.zh), squeezed(words.en)
    for language in ("zh", "en"):
        pages = read(render(plan_sheets.document_of(replace(festival, language=language), kind)).pdf).pages
        assert all((english in squeezed(page)) == (language == "en") for page in pages)
        assert not any(chinese in squeezed(page) for page in pages)


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


def patrolled(source, *routes):
    """The plan with patrol routes drawn on it: (code, name, points)."""
    drawn = tuple(
        Feature("patrol", code, "", name, "LineString", (tuple((Decimal(x), Decimal(y)) for x, y in points),))
        for code, name, points in routes
    )
    site = replace(source.plan.site, features=(*source.plan.site.features, *drawn))
    return replace(source, plan=replace(source.plan, site=site))


def one_walk(source):
    """A plan of one patrol, P1 on a line of 400 m with A01 and D04 at its sides, C03 on it, and B02 far off."""
    first = source.plan.rows("posts")[0]
    posts = tuple(
        Row("posts", n, {**first.values, "code": code, "name": name, "kind": kind, "x": x, "y": y})
        for n, (code, name, kind, x, y) in enumerate(
            [("P1", "巡逻一组", "巡逻", 12, 4), ("C03", "三岗", "固定", 380, 0),
             ("D04", "四岗", "固定", 158, 2), ("A01", "一岗", "固定", 150, 15),
             ("B02", "二岗", "固定", 200, 16)], 1
        )
    )  # fmt: skip
    sheets = {**source.plan.sheets, "posts": posts, "gates": ()}
    bare = replace(source, plan=replace(source.plan, sheets=sheets, site=replace(source.plan.site, features=())))
    return patrolled(bare, ("R1", "北侧围栏线", ((0, 0), (400, 0))))


def test_a_patrol_follows_its_drawn_route_with_metres_in_the_order_of_the_way(festival):
    (sheet,) = plan_sheets.patrols(one_walk(festival))
    assert sheet.name == "P1 巡逻一组"
    assert sheet.rows == ("0米　起点", "75米　途中", "150米　A01 一岗、D04 四岗", "227米　途中", "303米　途中",
                          "380米　C03 三岗", "400米　终点")  # fmt: skip
    assert sheet.facts[-1] == ("巡逻路线", "R1 北侧围栏线，全长400米，打点处7个")
    assert "按所绘巡逻路线" in sheet.note
    assert "两侧15米内" in sheet.note
    assert sheet.note.endswith("30米内最近的路线（本单位默认）。")


def test_a_route_drawn_the_other_way_is_walked_the_other_way(festival):
    source = one_walk(festival)
    site = replace(source.plan.site, features=())
    bare = replace(source, plan=replace(source.plan, site=site))
    (sheet,) = plan_sheets.patrols(patrolled(bare, ("R1", "", ((400, 0), (0, 0)))))
    named = [row.split("　")[1] for row in sheet.rows if "途中" not in row]
    assert named == ["起点", "C03 三岗", "D04 四岗、A01 一岗", "终点"]


def test_a_round_route_ends_where_it_began_and_one_that_nobody_walks_has_a_sheet(festival):
    round_ = ("R2", "环线", ((900, 900), (940, 900), (940, 940), (900, 940), (900, 900)))
    walked, alone = plan_sheets.patrols(patrolled(one_walk(festival), round_))
    assert walked.name == "P1 巡逻一组"
    assert alone.name == "R2 环线"
    assert alone.rows == ("0米　起点", "80米　途中", "160米　回到起点")
    assert alone.facts[0] == ("岗位", "没有巡逻岗在这条路线上")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_no_route_is_drawn_the_sheet_says_so_and_names_the_nearest_posts(festival, read, language):
    source = replace(festival, language=language)
    document = plan_sheets.document_of(source, "patrol")
    made = render(document)
    assert paper_check.faults(made.pdf, document.meta) == ()
    posts = [row for row in source.plan.rows("posts") if row["kind"] == "巡逻"]
    pages = [squeezed(page) for page in read(made.pdf).pages]
    assert len(pages) == len(posts)
    for row, page in zip(posts, pages, strict=True):
        assert (
            squeezed({"zh": "最近的岗位，最多6个（本单位默认）", "en": "at most 6 (office default)"}[language]) in page
        )
        assert all(code in page for code in source.ground.neighbours(row, 6))


def with_figures(source, mark="P", **figures):
    rows = {code: replace(source.pack.parameters[code], value=value, mark=mark) for code, value in figures.items()}
    return replace(source, pack=replace(source.pack, parameters={**source.pack.parameters, **rows}))


def test_an_offices_own_distances_make_other_check_points_and_stand_on_the_sheet(festival):
    walk = with_figures(one_walk(festival), "A", patrol_beside=16, patrol_close=0, patrol_stretch=500, patrol_reach=5)
    (sheet,) = plan_sheets.patrols(walk)
    assert sheet.rows == ("0米　起点", "150米　A01 一岗", "158米　D04 四岗", "200米　B02 二岗", "380米　C03 三岗",
                          "400米　终点")  # fmt: skip
    for told in ("两侧16米内", "相距0米以内", "超过500米", "5米内最近的路线。"):
        assert told in sheet.note
    assert "默认" not in sheet.note


def test_the_pack_that_an_office_writes_gives_the_patrols_their_distances(festival, tmp_path):
    own = tmp_path / "chengzhou"
    own.mkdir()
    head = 'name = "chengzhou"\nversion = "1"\nextends = "cn_national"\nzh = "澄州"\nen = "Chengzhou"'
    (own / "pack.toml").write_text(f"[pack]\n{head}\nvalid_from = 2026-01-01\n", encoding="utf-8")
    (own / "own.toml").write_text('[[parameters]]\ncode = "patrol_stretch"\nvalue = 250\n', encoding="utf-8")
    walk = replace(one_walk(festival), pack=load_pack("chengzhou", folder=tmp_path))
    (sheet,) = plan_sheets.patrols(walk)
    assert sheet.rows == ("0米　起点", "150米　A01 一岗、D04 四岗", "380米　C03 三岗", "400米　终点")


def test_a_patrol_out_of_the_offices_reach_has_the_nearest_posts_in_the_offices_number(festival):
    walked, alone = plan_sheets.patrols(with_figures(one_walk(festival), patrol_reach=3, patrol_nearest=2))
    assert (walked.name, walked.rows) == ("P1 巡逻一组", ("A01 一岗", "D04 四岗"))
    assert "最多2个（本单位默认）" in walked.note
    assert alone.name == "R1 北侧围栏线"


def test_a_drawn_route_stands_on_the_map_with_its_key(festival):
    shown = one_walk(festival).ground.map
    assert [(way.style, way.points) for way in shown.ways] == [("walked", ((0.0, 0.0), (400.0, 0.0)))]
    assert "巡逻路线" in [key.name for key in shown.keys]


@pytest.mark.parametrize("points", [(), ((5, 5),), ((5, 5), (5, 5))])
def test_a_route_of_no_length_is_none(festival, points):
    source = patrolled(festival, ("R9", "空线", points))
    assert all(sheet.name != "R9 空线" for sheet in plan_sheets.patrols(source))


def test_a_route_of_five_thousand_points_breaks_over_pages(festival):
    zigzag = tuple((x, x % 2 * 3) for x in range(5000))
    document = plan_sheets.document_of(patrolled(one_walk(festival), ("R3", "长线", zigzag)), "patrol")
    made = render(document)
    assert paper_check.faults(made.pdf, document.meta) == ()
    assert made.pages > 3


def test_the_plan_tells_for_each_session_whether_its_slots_take_its_tickets_and_which_states_none(festival):
    def slot(session, quota):
        return RegisterEntry("entry_slot", (("session", session), ("quota", quota)))

    with_slots = replace(festival, registers={"a": slot("S1", 25000), "b": slot("S2", 24000), "c": slot("S2", 1)})
    assert dict(plan_flow.traffic(with_slots))["分时段入场"] == (
        "S1 名额25000，发售25000，足够；S2 名额24001，发售25000，少999；未登记时段：S3、S4"
    )
    english = dict(plan_flow.traffic(replace(festival, language="en")))
    assert english["Entry slots"] == "no slots stated: S1, S2, S3, S4"
