"""What the shipped packs say: counts, both languages, a basis for every row, and the rules that never bend."""

import dataclasses
import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from workbench.errors import NO_TEXT, Text
from workbench.storage.pack_fields import texts_of
from workbench.storage.packs import forms_folder, load_pack

HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
MINE = ("documents", "plan", "duties", "programme", "risk", "emergency", "triggers", "deployment", "laws")


@pytest.fixture(scope="module")
def pack():
    return load_pack("cn_national")


@pytest.fixture(scope="module", params=["cn_national", "cn_jiangsu"])
def each(request):
    return load_pack(request.param)


def rows(pack):
    """Yield every coded row of the themes tested here, with a name for messages."""
    tables = (
        "classes", "materials", "plan", "parties", "duties", "criteria", "grounds",
        "dimensions", "factors", "scenarios", "triggers", "deployment", "laws",
    )  # fmt: skip
    for table in tables:
        yield from ((f"{table}.{code}", row) for code, row in getattr(pack, table).items())
    for name, choices in pack.lists.items():
        yield from ((f"lists.{name}.{code}", row) for code, row in choices.items())


def by(rows, field):
    return Counter(getattr(row, field) for row in rows.values())


def test_nine_classes_hold_the_papers(pack):
    assert list(pack.classes) == [f"M{n}" for n in range(1, 10)]
    assert by(pack.materials, "class_code") == dict(zip(pack.classes, (4, 4, 6, 3, 5, 5, 7, 3, 10), strict=True))
    assert all(code.split(".")[0] == row.class_code for code, row in pack.materials.items())


def test_application_status_plan_and_venue_consent_are_never_tolerable(each):
    bound = [r for c, r in each.materials.items() if r.class_code in {"M1", "M2", "M4"} or c == "M5.1"]
    assert len(bound) == 12
    assert not any(r.tolerable or r.suspensive for r in bound)


def test_only_tolerable_papers_can_be_owed_until_the_opening(each):
    assert all(
        r.tolerable and r.class_code in {"M6", "M7", "M8", "M9"} for r in each.materials.values() if r.suspensive
    )


def test_papers_that_may_not_be_tolerated_are_those_of_the_published_table(pack):
    strict = {"M3.1", "M3.2", "M3.5", "M5.1", "M5.2", "M5.4", "M6.1", "M7.1", "M8.1"}
    strict |= {c for c, r in pack.materials.items() if r.class_code in {"M1", "M2", "M4"}}
    assert {c for c, r in pack.materials.items() if not r.tolerable} == strict


def test_the_plan_has_eleven_contents_of_equal_weight_with_review_points(pack):
    assert list(pack.plan) == [f"P{n}" for n in range(1, 12)]
    assert {row.weight for row in pack.plan.values()} == {Decimal(1)}
    assert all(3 <= len(row.points) <= 7 for row in pack.plan.values())


def test_every_party_has_its_duties(pack):
    assert by(pack.duties, "party") == {"A": 11, "B": 15, "C": 12, "D": 14, "E": 15}
    assert all(code[0] == row.party for code, row in pack.duties.items())


def test_a_duty_says_when_and_by_what_evidence(pack):
    for code, row in pack.duties.items():
        assert row.phase in pack.lists["duty_phases"], code
        assert re.fullmatch(r"apply|decision|day|[-+]\d+d", row.due), code
        assert row.evidence != NO_TEXT, code
        assert row.party not in {*row.support, *row.oversee}, code


def test_what_is_due_after_the_event_belongs_to_the_phase_after(pack):
    assert {c for c, r in pack.duties.items() if r.due.startswith("+")} == {
        c for c, r in pack.duties.items() if r.phase == "after"
    }


def test_programme_criteria_and_grounds(pack):
    groups = {"artists": 6, "works": 4, "words": 4, "visuals": 5, "interaction": 10, "audience": 4, "process": 4}
    assert by(pack.criteria, "group") == groups
    assert set(groups) == set(pack.lists["criterion_groups"])
    assert by(pack.grounds, "kind") == {"content": 10, "safety": 7}


def test_only_a_content_ban_supports_the_verdict_of_not_permitted(pack):
    needs = {c for c, r in pack.lists["programme_verdicts"].items() if r.data["needs_content_ground"]}
    assert needs == {"not_permitted"}
    assert {r.text.zh for r in pack.lists["programme_verdicts"].values()} == {
        "通过", "修改后通过", "建议取消", "会商文旅后定", "不符合许可条件",
    }  # fmt: skip


def test_workbook_words_lead_to_criteria_that_exist(pack):
    for name in ("interaction_codes", "effect_codes"):
        for word, row in pack.lists[name].items():
            named = (*row.data["criteria"], *row.data.get("look", ()))
            assert set(named) <= set(pack.criteria), word
    assert pack.lists["interaction_codes"]["神秘嘉宾"].data["criteria"] == ("PI7",)


def test_no_genre_has_a_code_of_its_own(pack):
    """Genre alone is never a ground: it may only colour the crowd-energy factor."""
    genre = re.compile("重金属|朋克|说唱|电子|摇滚")
    judged = [row for table in (pack.criteria, pack.grounds) for row in table.values()]
    assert not [row.code for row in judged if genre.search(row.text.zh)]
    coloured = {code for code, row in pack.factors.items() if any(genre.search(a.zh) for a in row.anchors)}
    assert coloured == {"D3.3"}


def test_risk_dimensions_weigh_a_hundred_and_factors_have_five_anchors(pack):
    assert sum(row.weight for row in pack.dimensions.values()) == 100
    assert by(pack.factors, "dimension") == {"D1": 7, "D2": 7, "D3": 7, "D4": 9, "D5": 5, "D6": 7, "D7": 6}
    assert all(len(set(row.anchors)) == 5 for row in pack.factors.values())
    critical = {c for c, r in pack.factors.items() if r.critical}
    assert critical == {"D1.4", "D2.2", "D2.3", "D3.4", "D3.5", "D4.2", "D4.3", "D4.5", "D6.7", "D7.2"}


def test_risk_levels_start_at_their_lower_bounds(pack):
    found = {row.text.zh: row.data["lower"] for row in pack.lists["risk_levels"].values()}
    assert found == {"四级": 0, "三级": 25, "二级": 45, "一级": 65}


def test_measures_lower_factors_that_exist(pack):
    for code, row in pack.lists["measures"].items():
        assert row.data["factors"], code
        assert set(row.data["factors"]) <= set(pack.factors), code
        assert 1 <= row.data["reduction"] <= 4, code


def test_every_scenario_has_three_first_actions(pack):
    assert list(pack.scenarios) == [f"EM{n:02d}" for n in range(1, 26)]
    for code, row in pack.scenarios.items():
        assert len(row.actions) == 3, code
        assert NO_TEXT not in {row.trigger, row.lead}, code
        assert row.when is not None, code


def test_trigger_thresholds_rise_to_red_and_resume_below_it(pack):
    assert list(pack.triggers) == [f"TR-{n:02d}" for n in range(1, 19)]
    for code, row in pack.triggers.items():
        sign = -1 if row.direction == "down" else 1
        steps = [sign * row.numbers[k] for k in ("yellow", "orange", "red") if k in row.numbers]
        assert all(a < b for a, b in pairwise(steps)), code
        if {"red", "resume"} <= set(row.numbers):
            assert sign * row.numbers["resume"] < sign * row.numbers["red"], code
    assert [c for c, r in pack.triggers.items() if r.direction == "down"] == ["TR-05"]


def test_the_stop_notice_has_no_confirmed_article_as_shipped(pack):
    assert not any(row.data["confirmed"] for row in pack.lists["stop_articles"].values())
    assert pack.laws["PSAL.44"].mark == "M"


def test_deployment_templates_are_complete(pack):
    kinds = Counter(row.data["kind"] for row in pack.deployment.values())
    asked = {"team": 5, "zone": 3, "layer": 3, "post_kind": 7, "fixing": 4, "chief": 3, "group": 23}
    assert {k: kinds[k] for k in asked} == asked
    groups = [row.data for row in pack.deployment.values() if row.data["kind"] == "group"]
    assert [g["number"] for g in groups] == list(range(1, 24))
    assert Counter(g["level"] for g in groups) == {4: 6, 3: 5, 2: 7, 1: 5}


def test_an_article_is_filed_under_its_act_and_number(each):
    for code, row in each.laws.items():
        act, _, tail = code.partition(".")
        assert act == row.act, code
        assert row.article in {tail, ""}, code
        assert row.article or row.mark == "B", f"{code}: only an act read in part may lack an article"


def test_an_act_has_one_title(each):
    titles = {(row.act, row.title) for row in each.laws.values()}
    assert len(titles) == len({act for act, _ in titles})


def test_the_renumbered_public_order_law_splits_at_the_turn_of_2026(pack):
    assert pack.laws["PSAL.28"].valid_from.isoformat() == "2026-01-01"
    assert {r.valid_to.isoformat() for r in pack.laws.values() if r.act == "PSAL2012"} == {"2025-12-31"}


def test_no_row_claims_more_than_the_article_it_rests_on(each):
    """A row marked A names at least one article read in full.

    One that rests on the office alone is marked P or M, unless it names what was published.
    """
    for name, row in rows(each):
        if row.mark == "A" and row.basis:
            assert any(b in each.laws and each.laws[b].mark == "A" for b in row.basis), name
        if row.basis == ("office",) and not getattr(row, "data", {}).get("cited_zh"):
            assert row.mark in {"P", "M"}, name


def test_every_text_stands_in_both_languages(each):
    for name, row in rows(each):
        for field, text in texts_of(row):
            assert HAN.search(text.zh) or not re.search(r"[A-Za-z]{4}", text.zh), f"{name}.{field}: {text.zh}"
            assert text.en.strip(), f"{name}.{field}"
            assert not HAN.search(text.en), f"{name}.{field}: {text.en}"


def test_every_text_in_the_data_of_a_row_has_its_counterpart(each):
    for name, row in rows(each):
        data = getattr(row, "data", {})
        for key, value in data.items():
            if key.endswith("_zh"):
                other = data[f"{key[:-3]}_en"]
                assert isinstance(value, str) or len(value) == len(other), f"{name}.{key}"
                assert not HAN.search(" ".join(other) if isinstance(other, tuple) else other), f"{name}.{key}"


def test_english_says_different_things_about_different_rows(pack):
    for table in ("materials", "duties", "criteria", "factors", "scenarios", "triggers"):
        found = Counter(row.text.en for row in getattr(pack, table).values())
        assert max(found.values()) == 1, (table, found.most_common(1))


def test_house_words_are_used_in_english(each):
    wrong = re.compile(r"\b(contractor|fix notice|defer|alert zone|halt)", re.IGNORECASE)
    for name, row in rows(each):
        for field, text in texts_of(row):
            assert not wrong.search(text.en), f"{name}.{field}: {text.en}"


def test_packs_name_no_page_of_the_web():
    for path in sorted(forms_folder().glob("cn_*/*.toml")):
        text = path.read_text(encoding="utf-8").lower()
        assert not re.search(r"https?:|www\.|\.com\b|\.cn\b|微信", text), path.name


def test_every_theme_has_its_file():
    assert {p.stem for p in (forms_folder() / "cn_national").glob("*.toml")} >= set(MINE)


def test_a_province_changes_basis_and_nothing_else():
    base, province = load_pack("cn_national"), load_pack("cn_jiangsu")
    loose = {"basis": (), "source": "", "valid_from": None, "valid_to": None}
    for table in ("materials", "duties", "classes", "factors"):
        ours, theirs = getattr(province, table), getattr(base, table)
        assert list(ours) == list(theirs)
        for code, row in ours.items():
            assert dataclasses.replace(row, **loose) == dataclasses.replace(theirs[code], **loose), code
    assert Text("江苏省规则包", "Jiangsu rule pack") == province.title


def test_a_rule_of_one_city_is_only_the_model_of_an_office_default(each):
    for name, row in rows(each):
        if any(b.startswith("BJR") for b in row.basis):
            assert row.basis[0] == "office", name
            assert row.mark == "P", name
