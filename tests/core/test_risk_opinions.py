"""Second opinions: the axioms of risk matrices tried on every colouring, gaps, likeness to accidents, back-test."""

from fractions import Fraction
from itertools import product

import pytest

from workbench.core import risk, risk_accidents, risk_opinions
from workbench.core.risk_matrix import BETWEEN, CONSISTENT, WEAK, Matrix, faults
from workbench.storage.packs import load_pack

G, Y, R = "green", "yellow", "red"
ONLY_3X3 = Matrix(((G, Y, R), (G, Y, Y), (G, G, G)))
"""The one colouring of three by three that keeps the axioms (Cox 2008)."""


@pytest.fixture(scope="module")
def pack():
    return load_pack("cn_national")


def staircases(size):
    """Yield every matrix whose colours never fall to the right or upwards."""
    heights = [h for h in product(range(size + 1), repeat=size) if list(h) == sorted(h, reverse=True)]
    for green, other in product(heights, repeat=2):
        if all(g <= o for g, o in zip(green, other, strict=True)):
            yield Matrix(
                tuple(
                    tuple(G if j < green[i] else Y if j < other[i] else R for i in range(size))
                    for j in reversed(range(size))
                )
            )


def test_of_all_colourings_of_three_by_three_exactly_the_published_one_keeps_the_axioms():
    every = (Matrix((c[:3], c[3:6], c[6:])) for c in product((G, Y, R), repeat=9))
    assert [matrix for matrix in every if not faults(matrix)] == [ONLY_3X3]


def test_the_matrix_of_the_pack_is_one_of_the_few_five_by_five_that_keep_the_axioms(pack):
    kept = [matrix for matrix in staircases(5) if not faults(matrix)]
    assert risk_opinions.matrix_of(pack) in kept
    assert len(kept) <= 3


def test_by_the_theorem_the_first_column_and_the_lowest_row_are_green_and_their_neighbours_never_red(pack):
    matrix = risk_opinions.matrix_of(pack)
    for cell in matrix:
        if 1 in cell:
            assert matrix.colour(cell) == G
        if 2 in cell:
            assert matrix.colour(cell) != R


@pytest.mark.parametrize(
    ("rows", "broken"),
    [
        (((Y, Y, R), (G, R, Y), (G, G, G)), WEAK),
        (((G, R, R), (G, Y, R), (G, G, G)), BETWEEN),
        (((G, Y, R), (G, Y, Y), (Y, G, G)), CONSISTENT),
        (((G, Y), (G, "blue")), CONSISTENT),
        (((G, Y, R),), CONSISTENT),
        ((), CONSISTENT),
    ],
)
def test_a_matrix_that_breaks_an_axiom_is_told_which(rows, broken):
    assert broken in faults(Matrix(rows))


def test_every_factor_stands_on_exactly_one_axis(pack):
    axes = [set(risk_opinions.codes(row, "factors")) for row in pack.lists["risk_axes"].values()]
    assert not axes[0] & axes[1]
    assert axes[0] | axes[1] == set(pack.factors)


def test_worse_scores_never_lead_to_a_better_cell(pack):
    cells = [risk_opinions.rule_matrix(pack, dict.fromkeys(pack.factors, score)).cell for score in range(5)]
    assert cells == sorted(cells)
    assert (cells[0], cells[4]) == ((1, 1), (5, 5))


def test_one_very_bad_factor_is_not_averaged_away_in_the_matrix(pack):
    calm = dict.fromkeys(pack.factors, 0)
    bad = risk_opinions.rule_matrix(pack, {**calm, "D4.3": 4}).cell
    assert bad[1] >= 3


def test_gaps_name_their_cell_and_factor_and_more_of_them_raise_the_level(pack):
    calm = dict.fromkeys(pack.factors, 0)
    assert risk_opinions.dim_ice(pack, calm).levels == (4,)
    found = risk_opinions.dim_ice(pack, {**calm, "D4.2": 3})
    assert [gap.zh for gap in found.details] == ["设计·场内（D4.2）"]
    assert risk_opinions.dim_ice(pack, dict.fromkeys(pack.factors, 4)).levels == (2, 1)


def test_a_factor_without_a_score_never_counts_as_no_gap(pack):
    nothing = risk_opinions.dim_ice(pack, {})
    assert nothing.levels == (4, 3, 2, 1)
    assert nothing.figure.zh == "0–9 / 9"
    one = next(iter(pack.lists["dim_ice"].values())).data["factors"]
    rest = {code: 0 for code in pack.factors if code not in one}
    assert "1 格未评完" in risk_opinions.dim_ice(pack, rest).why.zh
    assert risk_opinions.dim_ice(pack, rest, frozenset(one)).levels == (4,)


def test_a_red_line_allows_no_level_below_its_floor(pack):
    floor = risk.Floor(2, (), ())
    opinion = risk_opinions.red_lines(pack, floor)
    assert (opinion.differs(3), opinion.differs(2), opinion.differs(None)) == (True, False, False)
    assert not risk_opinions.red_lines(pack, risk.Floor(None, (), ())).differs(4)


def test_an_event_with_the_features_of_a_recorded_accident_resembles_it_most(pack):
    row = pack.lists["accidents"]["akashi_2001"]
    found = risk_accidents.resembling(pack, frozenset(row.data["features"]))
    assert found[0].share == 1
    assert found[0].row.code == "akashi_2001"
    assert risk_accidents.resembling(pack, frozenset()) == ()


def test_features_follow_from_scores_and_open_factors_show_none(pack):
    assert risk_accidents.features_of(pack, {"D4.4": 4}) == {"two_way", "slope"}
    assert risk_accidents.features_of(pack, {}) == frozenset()


def test_every_accident_has_known_features_and_none_is_shared_by_a_safe_case_alone(pack):
    known = set(pack.lists["accident_features"])
    accidents = [row for row in pack.lists["accidents"].values() if not risk_accidents.safe(row)]
    assert len(accidents) == 15
    assert all(row.data["features"] and set(row.data["features"]) <= known for row in accidents)


def test_the_back_test_leaves_each_accident_out_and_counts_pairs_beside_the_headcount(pack):
    found = risk_accidents.backtest(pack)
    by_code = {one.row.code: one for one in found.ranking}
    assert by_code["roskilde_2000"].share == 0
    assert found.every.pairs == 15 * 3
    assert found.every.area > found.every_headcount.area
    assert found.matched.pairs == found.matched_headcount.pairs < found.every.pairs


def test_an_ordering_counts_ties_half_and_knows_nothing_without_pairs():
    assert risk_accidents.Ordering(4, 1, 2).area == Fraction(1, 2)
    assert risk_accidents.Ordering(0, 0, 0).area is None
