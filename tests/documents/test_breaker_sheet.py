"""The breaker sheet stands on one side of A4 whatever the plan says, in both languages, and hides nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from reports.breaker_sheet import LEAST, BreakerSheet, OtherLine, ScenarioLine, TriggerLine, document
from reports.compose import pages
from reports.ink import Glyphs
from reports.issue import Issue
from reports.papers import texts_of
from reports.pdf import render
from workbench.core.breakers import OfficeWords, breakers
from workbench.services.crowd_desk import read as read_package
from workbench.services.papers_emergency import content_of
from workbench.storage.packs import load_pack, sample_package

PACK = load_pack("cn_national")
ISSUE = Issue(
    "澄州市公安局",
    "CZ-RD-0147",
    date(2026, 4, 10),
    datetime(2026, 4, 10, tzinfo=UTC),
    "CZ-0147",
    seal="a" * 64,
    chain="office",
    seq=7,
    head="b" * 64,
)
WORDS = {
    "zh": "观众请勿推挤并听从现场工作人员指引缓慢离开",
    "en": "Please walk slowly and follow the staff to the nearest exit now ",
}


def texts(language):
    return texts_of(PACK.papers, "F28", language)


def long(language, length):
    return (WORDS[language] * (length // 10 + 1))[:length]


def trigger(number, language, measure, name):
    row = list(PACK.triggers.values())[number]
    level = long(language, measure // 4)
    people = (f"{letter}{number}{long(language, name)}"[:name] for letter in "甲乙丙")
    decider, deputy, owner = people
    title, action = row.text.in_language(language), long(language, measure)
    return TriggerLine(row.code, title, level, level, level, level, decider, deputy, action, owner)


def scenario(row, language, action, words):
    actions = tuple((long(language, action), long(language, 60)) for _ in range(3))
    return ScenarioLine(row.code, row.text.in_language(language), actions, long(language, words))


def sheet(language, measure, name, action, words):
    """Return a sheet with everything that the pack has, each text as long as told."""
    return BreakerSheet(
        issue=ISSUE,
        facts=(long(language, 60), "0" * 12, long(language, 120), "25000", long(language, 200), long(language, 60)),
        triggers=tuple(trigger(number, language, measure, name) for number in range(len(PACK.triggers))),
        scenarios=tuple(scenario(row, language, action, words) for row in PACK.scenarios.values()),
    )


def sizes(made):
    return {ink.size for page in pages(made) for ink in page if isinstance(ink, Glyphs)}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("lengths", [(2000, 60, 2000, 600), (90, 30, 90, 200)])
def test_everything_at_its_longest_stands_on_one_page_in_readable_type(language, lengths):
    made = document(sheet(language, *lengths), texts(language))
    assert len(pages(made)) == 1
    assert min(sizes(made)) >= LEAST


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_shortened_names_where_the_whole_stands(language, read):
    content = sheet(language, 300, 60, 300, 600)
    shown = "".join(read(render(document(content, texts(language))).pdf).text.split())
    see = "".join(texts(language)["see"].split()).replace("{code}", "")
    for line in content.triggers:
        assert f"{see}{line.code}" in shown
    for line in content.scenarios:
        assert line.code in shown


@pytest.fixture(scope="module")
def festival():
    """The sheet of the sample in a language, as the case makes it."""
    application, _ = read_package(sample_package("chenghu-bay-festival"), PACK)
    view = SimpleNamespace(plan=breakers(application, PACK, OfficeWords()), application=application, pack=PACK)
    return lambda language: content_of(view, ISSUE, texts(language), language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_scenario_of_a_trigger_stands_with_trigger_and_first_action_and_nothing_is_shortened(
    festival, read, language
):
    content = festival(language)
    made = document(content, texts(language))
    assert len(pages(made)) == 1
    shown = "".join(read(render(made).pdf).text.split())
    assert "".join(texts(language)["see"].split()).replace("{code}", "") + "TR" not in shown
    assert "…" not in shown
    assert len(content.scenarios) > 10
    for line in content.scenarios:
        assert line.triggers, line.code
        stands = shown.index("".join(f"{line.code} {line.title}".split()))
        assert "".join(line.actions[0][0].split()) in shown[stands:], line.code


def test_a_scenario_in_brief_says_who_may_stop(festival, read):
    content = festival("en")
    deciders = [f"D{n % 3}" for n in range(len(content.triggers))]
    lines = (
        replace(line, decider=one, deputy="", owner="") for line, one in zip(content.triggers, deciders, strict=True)
    )
    content = replace(content, triggers=tuple(lines))
    shown = "".join(read(render(document(content, texts("en"))).pdf).text.split())
    letters = dict(zip([line.code for line in content.triggers], "ABC" * len(deciders), strict=False))
    assert "AD0BD1CD2" in shown
    for line in content.scenarios:
        who = "/".join(dict.fromkeys(letters[code] for code in line.triggers))
        assert f"({''.join(line.triggers)},{who})" in shown, line.code


@pytest.mark.parametrize("language", ["zh", "en"])
def test_long_names_are_shortened_before_the_thresholds_are(festival, read, language):
    content = festival(language)
    names = [tuple(f"{letter}{n}{long('zh', 60)}"[:60] for letter in "甲乙丙") for n in range(len(content.triggers))]
    lines = (
        replace(line, decider=one, deputy=two, owner=three)
        for line, (one, two, three) in zip(content.triggers, names, strict=True)
    )
    content = replace(content, triggers=tuple(lines))
    made = document(content, texts(language))
    assert len(pages(made)) == 1
    shown = "".join(read(render(made).pdf).text.split())
    for line in content.triggers:
        for told in (line.yellow, line.orange, line.red, line.resume):
            assert "".join(told.split()) in shown, line.code


def test_short_texts_stand_whole_and_in_larger_type(read):
    content = sheet("zh", 8, 6, 8, 20)
    few = {"facts": ("活动", "0", "地点", "25000", "指挥部", "机关")}
    content = replace(content, triggers=content.triggers[:4], scenarios=content.scenarios[:3], **few)
    made = document(content, texts("zh"))
    shown = "".join(read(render(made).pdf).text.split())
    assert "见方案" not in shown
    for line in content.triggers:
        assert line.action in shown
        assert line.decider in shown
    for line in content.scenarios:
        assert line.words in shown
    assert max(block.size for block in made.blocks if hasattr(block, "size")) == 9.0


def test_levels_are_told_by_words_and_by_grey(read):
    made = document(sheet("zh", 8, 6, 8, 20), texts("zh"))
    shown = read(render(made).pdf).text
    for word in ("黄预警", "橙限流", "红暂停", "恢复"):
        assert word in "".join(shown.split())
    fills = [
        cell.fill for block in made.blocks for row in getattr(block, "rows", ()) for cell in row.cells if cell.fill
    ]
    assert len(set(fills)) == 3
    assert all(fill[1:3] == fill[3:5] == fill[5:7] for fill in fills)


def test_the_number_and_the_check_code_stand_on_it(read):
    shown = "".join(read(render(document(sheet("zh", 8, 6, 8, 20), texts("zh"))).pdf).text.split())
    assert "CZ-RD-0147" in shown
    assert "aaaa-aaaa-aaaa-aaaa" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_scenario_without_trigger_stands_with_its_name_and_who_may_stop(festival, read, language):
    content = festival(language)
    assert len(content.others) == 9
    made = document(content, texts(language))
    assert len(pages(made)) == 1
    assert min(sizes(made)) >= LEAST
    shown = "".join(read(render(made).pdf).text.split())
    told = shown[shown.index("".join(texts(language)["others"].split("{")[0].split())) :]
    for line in content.others:
        assert "".join(f"{line.code} {line.title}".split()) in told, line.code
    assert told.count("A：" if language == "zh" else "A:") == 1, "all of them are stopped by the same person"


def test_scenarios_without_trigger_are_told_under_the_one_who_may_stop_each(read):
    content = replace(
        sheet("en", 8, 6, 8, 20),
        triggers=(),
        scenarios=(),
        others=(OtherLine("EM08", "Lost child", "Zhou"), OtherLine("EM09", "Water", "Lin"), OtherLine("EM11", "Gas")),
    )
    shown = "".join(read(render(document(content, texts("en"))).pdf).text.split())
    assert "A:EM08Lostchild;B:EM09Water;—:EM11Gas" in shown
    assert "AZhouBLin" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("called", [0, 12, 25])
@pytest.mark.parametrize("lengths", [(2000, 60, 2000, 600), (60, 20, 60, 120), (8, 6, 8, 20)])
def test_however_many_scenarios_have_no_trigger_each_stands_on_the_one_page(language, called, lengths, read):
    content = sheet(language, *lengths)
    assert (len(content.triggers), len(content.scenarios)) == (18, 25)
    rest = tuple(OtherLine(one.code, one.title, f"{one.code}{long('zh', 60)}") for one in content.scenarios[called:])
    content = replace(content, scenarios=content.scenarios[:called], others=rest)
    made = document(content, texts(language))
    assert len(pages(made)) == 1
    assert min(sizes(made)) >= LEAST
    shown = read(render(made).pdf).text
    assert all(row.code in shown for row in PACK.scenarios.values())
