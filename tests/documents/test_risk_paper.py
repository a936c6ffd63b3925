"""The risk report with everything in it: figures as vectors, both seats, what would change the level."""

import pikepdf
import pytest

from reports import limit_figure, risk_figures
from reports.blocks import Bar, Bars, Grid, Histogram, Limits, Pair, Radar, Tornado
from reports.ink import Area, Glyphs, Rect, Rule
from reports.pdf import render
from reports.risk_report import Doubt, EvidenceLine, MatrixFigure, MeasureLine, OpinionLine, People

COUNTS = tuple(100 if 30 <= n < 40 else 0 for n in range(100))
WHOLE = {
    "people": People((("额定容量", 30000, True), ("疏散容量", None, False)), None, 25000, 25000, ("出入口宽度未填",)),
    "doubt": Doubt(
        COUNTS,
        147,
        1000,
        (("P5", 31.0), ("P50", 35.2), ("P95", 39.1)),
        ("二级 93%", "三级 7%"),
        ((0.0, 4), (25.0, 3), (45.0, 2), (65.0, 1)),
        35.2,
        (("D4.2 设计密度", 34.0, 47.5),),
        ("D4.2设计密度由3变为4：总分36.10，二级。",),
    ),
    "opinions": (
        OpinionLine("红线规则", "二级、一级", "不低于 2 级", "五千人以上营业性演出", differs=False),
        OpinionLine("缺口", "四级", "0 / 9", "没有缺口", differs=True),
    ),
    "matrix": MatrixFigure(((4, 2), (4, 4)), ("重", "轻"), ("低", "高"), (0, 1)),
    "measures": (MeasureLine("分区隔离", "D4.2 −1", "承办者", "2026年4月28日", "分区图"),),
    "evidence": (EvidenceLine("评估报告.pdf", "M8.1", "D4.2、D6.1", "734721da"),),
    "seats": "主审评分在先；评估单位评分尚未公开。",
    "model": "cn_national 2026.1 8fdda8932bcc4486",
}


@pytest.fixture(scope="module")
def whole(request):
    return render(request.getfixturevalue("paper")("F10", **WHOLE))


def test_every_chapter_stands_in_order_with_its_words(whole, read):
    text = read(whole.pdf).text
    titles = ("一、评估对象", "三、人数核定", "五、风险因素", "六、区间", "七、第二意见", "八、管控措施", "九、结论")
    places = [text.index(title) for title in titles]
    assert places == sorted(places)
    for words in ("P5035.2", "种子147", "四级≠", "D4.2−1", "734721da", "不能核算", "8fdda8932bcc4486", "尚未公开"):
        assert words in "".join(text.split())


def test_the_figures_are_vectors(whole):
    import io

    with pikepdf.open(io.BytesIO(whole.pdf)) as pdf:
        kinds = [str(x.get("/Subtype")) for page in pdf.pages for x in page.resources.get("/XObject", {}).values()]
    assert "/Image" not in kinds


def texts_of(chunk):
    return [ink.text for ink in chunk.inks if isinstance(ink, Glyphs)]


def test_a_star_with_an_open_dimension_draws_no_shape_and_says_so():
    axes = (("甲", 10.0, 5.0), ("乙", 20.0, None), ("丙", 30.0, 15.0))
    chunk = risk_figures.radar(Radar(axes, "图"), 230.0)
    assert sum(isinstance(ink, Area) for ink in chunk.inks) == 1
    assert "—" in texts_of(chunk)


def test_the_bars_of_a_tornado_reach_from_the_base_to_both_ends():
    chunk = risk_figures.tornado(Tornado((("因素", 30.0, 40.0),), 35.0, "总分", (45.0,), "图"), 230.0)
    below, above = (ink for ink in chunk.inks if isinstance(ink, Rect))
    assert below.x + below.w == pytest.approx(above.x)
    assert below.w == pytest.approx(above.w)
    assert {"30.0", "40.0"} <= set(texts_of(chunk))


def test_a_limit_outside_the_tornado_is_not_drawn():
    near = risk_figures.tornado(Tornado((("因素", 30.0, 50.0),), 35.0, "总分", (45.0,), "图"), 230.0)
    far = risk_figures.tornado(Tornado((("因素", 30.0, 40.0),), 35.0, "总分", (45.0,), "图"), 230.0)
    assert ("45" in texts_of(near), "45" in texts_of(far)) == (True, False)


def test_columns_of_the_histogram_are_as_high_as_their_counts():
    counts = (0,) * 30 + (10, 20) + (0,) * 68
    chunk = risk_figures.histogram(Histogram(counts, ((0.0, 4), (31.0, 3)), (), "", "图"), 230.0)
    first, second = (ink for ink in chunk.inks if isinstance(ink, Rect))
    assert second.h == pytest.approx(2 * first.h)
    assert first.fill != second.fill


def test_samples_that_are_all_alike_still_make_a_figure():
    counts = (0,) * 99 + (5,)
    assert risk_figures.histogram(Histogram(counts, ((0.0, 4),), (("P50", 99.5),), "", "图"), 230.0).height > 0
    assert risk_figures.histogram(Histogram((0,) * 100, ((0.0, 4),), (), "", "图"), 230.0).height > 0
    assert risk_figures.tornado(Tornado((), 35.0, "总分", (), "图"), 230.0).height > 0


def test_two_figures_stand_side_by_side_within_the_width():
    grid = Grid(((4, 2), (4, 4)), ("重", "轻"), ("低", "高"), ("可能性", "后果"), (0, 1, "本活动"), "图")
    bars = Bars((Bar("甲", "", 10.0, None),), (25.0,), ("前", "后"), "图")
    chunk = risk_figures.pair(Pair(grid, bars), 480.0)
    for ink in chunk.inks:
        if isinstance(ink, Rect):
            assert -0.1 <= ink.x <= ink.x + ink.w <= 480.1
        if isinstance(ink, Rule):
            assert max(ink.x, ink.x2) <= 480.1
    assert "本活动" in texts_of(chunk)


def test_the_longest_limit_fits_and_an_unknown_one_is_a_word():
    lines = (("额定容量", 10, True), ("疏散容量", None, False))
    chunk = limit_figure.limits(Limits(lines, ("申请", 1_000_000), "不能核算", "图"), 470.0)
    assert all(ink.x + ink.w <= 470 for ink in chunk.inks if isinstance(ink, Rect))
    assert {"不能核算", "申请 1000000"} <= set(texts_of(chunk))
