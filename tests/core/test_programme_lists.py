"""Lists compared and hint words: every planted difference is found, none is invented, hints never conclude."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.core.commands import ProgrammeLine
from workbench.core.lexicon import lexicon
from workbench.core.programme_lists import compare, differing, names
from workbench.core.writing import folded, name_key, simplified_table

ARTISTS = [
    "纸船信号灯",
    "竹林夜航班",
    "两只搪瓷碗",
    "江风与旧电台",
    "云堰电报局",
    "灰喜鹊练习册",
    "Kestrel Trio",
    "湖心二十四点",
]
WORKS = [
    "海拔零米",
    "第三排座位",
    "借一盏灯",
    "潮位表",
    "慢慢靠岸",
    "Low Tide",
    "一号仓库",
    "梅雨手册",
    "晚稻",
    "旧钥匙",
]
TRADITIONAL = str.maketrans(
    "纸号灯竹两风与旧电云报练册点拔盏潮码头库书钥", "紙號燈竹兩風與舊電雲報練冊點拔盞潮碼頭庫書鑰"
)


@pytest.fixture(scope="module")
def table(pack):
    return simplified_table(pack)


def kinds(base, other, table, aliases=()):
    return [d.kind for d in compare(base, other, names(table, dict(aliases))) if d.kind != "same"]


def lines(*pairs):
    return [ProgrammeLine(*pair) for pair in pairs]


BASE = lines(
    ("纸船信号灯", "海拔零米", "S1"), ("云堰电报局", "《一号仓库》", "S1"), ("青团俱乐部", "六点半的渡轮", "S2")
)


@pytest.mark.parametrize(
    ("written", "same"),
    [("雲堰電報局", "云堰电报局"), ("ＬＯＷ　Ｔｉｄｅ", "low tide"), ("《一号仓库》", "一号仓库"), ("⼀号库", "一号库"),
     ("Cafe\u0301", "CAFÉ"), ("零\u200b米", "零米")],
)  # fmt: skip
def test_writings_of_one_name_have_one_key(written, same, table):
    assert name_key(written, table) == name_key(same, table) != ""


@pytest.mark.parametrize("other", [("云堰电信局"), ("云堰电报局二队"), ("云堰电报局2")])
def test_other_names_have_other_keys(other, table):
    assert name_key("云堰电报局", table) != name_key(other, table)


def test_folding_for_hints_keeps_every_place(table):
    text = "ﬁ㍿ＡＢ雲堰，《①》"
    assert len(folded(text, table)) == len(text)


def test_the_same_list_has_no_difference(table):
    assert kinds(BASE, BASE, table) == []


def test_another_writing_is_told_and_is_no_difference(table):
    other = lines(
        ("紙船信號燈", "海拔零米", "s1"), ("云堰电报局", "一号仓库", "S1"), ("青团俱乐部", "六点半的渡轮", "S2")
    )
    found = compare(BASE, other, names(table, {}))
    assert [d.kind for d in found] == ["variant", "variant", "same"]
    assert differing(found) == ()


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (BASE[:2], ["removed"]),
        ([*BASE, ProgrammeLine("夜行绿皮车", "末班", "S2")], ["added"]),
        ([BASE[0], ProgrammeLine("云堰电报局", "二号仓库", "S1"), BASE[2]], ["renamed"]),
        ([BASE[0], ProgrammeLine("另一支队", "一号仓库", "S1"), BASE[2]], ["performer"]),
        ([BASE[1], BASE[0], BASE[2]], ["reordered"]),
        ([BASE[0], ProgrammeLine("云堰电报局", "一号仓库", "S2"), BASE[2]], ["moved"]),
        ([ProgrammeLine(line.artist, line.work) for line in BASE], ["variant"][:0]),
    ],
)
def test_each_kind_of_difference_is_named(other, expected, table):
    assert [k for k in kinds(BASE, other, table) if k != "variant"] == expected


def test_an_alias_makes_two_names_one_and_chains_end(table):
    other = [BASE[0], ProgrammeLine("电报局乐团", "一号仓库", "S1"), BASE[2]]
    assert kinds(BASE, other, table) == ["performer"]
    assert kinds(BASE, other, table, {"电报局乐团": "云堰电报局"}.items()) == ["variant"]
    assert kinds(BASE, other, table, {"电报局乐团": "电报局", "电报局": "云堰电报局"}.items()) == ["variant"]
    assert kinds(BASE, BASE, table, {"甲": "乙", "乙": "甲"}.items()) == []


def test_an_added_line_stands_behind_its_forerunner(table):
    other = [BASE[0], ProgrammeLine("夜行绿皮车", "末班", "S1"), *BASE[1:]]
    assert [d.kind for d in compare(BASE, other, names(table, {}))] == ["same", "added", "same", "same"]


@st.composite
def planted(draw):
    """A list without repeated names, a second one with planted changes, and what was planted by line."""
    count = draw(st.integers(3, 40))
    base = [ProgrammeLine(f"{ARTISTS[n % 8]}{n}", f"{WORKS[n % 10]}{n}", f"S{n % 3}") for n in range(count)]
    plants = draw(st.lists(st.sampled_from(["same", "renamed", "performer", "removed", "variant", "alias", "moved"]),
                           min_size=count, max_size=count))  # fmt: skip
    extra = draw(st.integers(0, 4))
    return base, plants, extra


def plant(line, kind, n):
    return {
        "renamed": ProgrammeLine(line.artist, f"新作品之{n}", line.session),
        "performer": ProgrammeLine(f"新演出者{n}", line.work, line.session),
        "variant": ProgrammeLine(f" {line.artist.translate(TRADITIONAL)}　", f"《{line.work.upper()}》", line.session),
        "alias": ProgrammeLine(f"别名{n}号", line.work, line.session),
        "moved": ProgrammeLine(line.artist, line.work, "S9"),
    }.get(kind, line)


@given(planted())
@settings(max_examples=150, deadline=None)
def test_every_planted_difference_is_found_and_none_is_invented(table, case):
    base, plants, extra = case
    other = [plant(line, kind, n) for n, (line, kind) in enumerate(zip(base, plants, strict=True)) if kind != "removed"]
    other += [ProgrammeLine(f"加演{n}", f"加演曲{n}", "S0") for n in range(extra)]
    aliases = {
        f"别名{n}号": line.artist for n, (line, kind) in enumerate(zip(base, plants, strict=True)) if kind == "alias"
    }
    found = compare(base, other, names(table, aliases))
    expected = ["variant" if kind == "alias" else kind for kind in plants]
    assert [d.kind for d in sorted((d for d in found if d.row >= 0), key=lambda d: d.row)] == expected
    assert [d.kind for d in found if d.row < 0] == ["added"] * extra


@given(st.permutations(range(12)))
@settings(max_examples=100, deadline=None)
def test_the_fewest_lines_are_told_to_stand_in_another_order(table, order):
    base = [ProgrammeLine(f"队{n}", f"曲{n}") for n in range(12)]
    found = kinds(base, [base[n] for n in order], table)
    assert set(found) <= {"reordered"}
    rise = [1] * 12
    for i in range(12):
        rise[i] = 1 + max((rise[j] for j in range(i) if order[j] < order[i]), default=0)
    assert len(found) == 12 - max(rise)


def test_ten_thousand_lines_are_compared_in_a_moment(table):
    base = [ProgrammeLine(f"{ARTISTS[n % 8]}{n}", f"{WORKS[n % 10]}{n}", f"S{n % 9}") for n in range(10_000)]
    other = base.copy()
    random.Random(7).shuffle(other)
    other[:500] = [ProgrammeLine(f"新{n}", f"新曲{n}", "S1") for n in range(500)]
    found = compare(base, other, names(table, {}))
    assert sum(d.kind == "added" for d in found) == sum(d.kind == "removed" for d in found) == 500


# Hint words


def test_a_hint_says_where_it_stands_and_concludes_nothing(pack):
    text = "第一段平静\n数到三，翻過欄杆，把门推倒"
    (hit,) = lexicon(pack).hits(text)
    assert (text[hit.at : hit.at + 4], hit.line, hit.word) == ("翻過欄杆", 2, "翻過欄杆")
    assert hit.criterion in pack.criteria
    assert "翻過欄杆" in hit.excerpt


def test_every_hint_word_points_at_a_criterion_and_is_an_office_default(pack):
    rows = pack.lists["lexicon"].values()
    assert {row.mark for row in rows} == {"P"}
    assert {row.data["criterion"] for row in rows} <= set(pack.criteria)
    assert not any(
        word in genre
        for genre in ("重金属", "朋克", "说唱", "电子", "摇滚")
        for row in rows
        for word in row.data["words"]
    )


def test_an_ordinary_text_has_no_hint(pack):
    assert list(lexicon(pack).hits("借一盏灯，慢慢靠岸，把风寄走")) == []
