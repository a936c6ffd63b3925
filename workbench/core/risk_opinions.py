"""Second opinions on the security level: red lines, rule matrix, gaps in entry, stay and exit, resemblance.

None of them decides. Each says which levels it allows and why; where the main level is none of those, that is shown.

Source:
    Matrix axioms: :mod:`workbench.core.risk_matrix`. Design, information, management × ingress, circulation, egress:
    G. K. Still, Introduction to Crowd Science (M). Which factor belongs where: office default of the pack.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from workbench.core import risk
from workbench.core.facts import number_of
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices
from workbench.core.risk_accidents import Resemblance
from workbench.core.risk_matrix import Cell, Matrix
from workbench.errors import Text

Scored = Mapping[str, int]
"""Scores after controls of the factors that have one."""


@dataclass(frozen=True)
class Opinion:
    """A second opinion: the levels it allows, highest last; figure and reason; for the matrix its cell."""

    code: str
    title: Text
    levels: tuple[int, ...]
    figure: Text
    why: Text
    details: tuple[Text, ...] = ()
    cell: Cell | None = None

    def differs(self, level: int | None) -> bool:
        """Return whether the main level is none of those allowed."""
        return level is not None and bool(self.levels) and level not in self.levels


def codes(row: Choice, name: str) -> tuple[str, ...]:
    """Return a list of codes of a row."""
    value = row.data.get(name)
    return tuple(str(one) for one in value) if isinstance(value, tuple | list) else ()


def levels_of(row: Choice) -> tuple[int, ...]:
    """Return the levels that a row allows."""
    return tuple(int(code) for code in codes(row, "levels"))


def reached(rows: Iterable[Choice], value: Decimal) -> Choice | None:
    """Return the last of the rows whose bound (``from``) a value reaches."""
    found = [row for row in rows if value >= (number_of(row.data["from"]) or 0)]
    return max(found, key=lambda row: number_of(row.data["from"]) or Decimal(0), default=None)


def matrix_of(pack: Pack) -> Matrix:
    """Return the rule matrix of the pack."""
    return Matrix(tuple(codes(row, "colours") for row in choices(pack, "risk_matrix").values()))


def red_lines(pack: Pack, floor: risk.Floor) -> Opinion:
    """Return what the red lines say: the floor of the level and what holds it."""
    title = Text("红线规则", "Red-line rules")
    if floor.level is None:
        every = tuple(sorted((number for number, _ in risk.bounds(pack)), reverse=True))
        return Opinion("red_lines", title, every, Text("无", "none"), Text("没有触发红线", "no red line holds"))
    allowed = tuple(range(floor.level, 0, -1))
    name = Text(f"不低于 {floor.level} 级", f"level {floor.level} at least")
    why = Text("；".join(r.zh for r in floor.reasons), "; ".join(r.en for r in floor.reasons))
    return Opinion("red_lines", title, allowed, name, why)


def rule_matrix(pack: Pack, scores: Scored) -> Opinion:
    """Return what the rule matrix says: both axes are the middle between mean and largest score of their factors."""
    title, matrix = Text("风险矩阵", "Rule matrix"), matrix_of(pack)
    shares = {code: _axis(row, scores) for code, row in choices(pack, "risk_axes").items()}
    likelihood, consequence = shares.get("likelihood"), shares.get("consequence")
    if likelihood is None or consequence is None:
        nothing = Text("没有已评因素", "no factor is scored")
        return Opinion("matrix", title, (), Text("—", "—"), nothing)
    cell = matrix.at(likelihood, consequence)
    colour = choices(pack, "risk_colours")[matrix.colour(cell)]
    figure = Text(f"{cell[0]} × {cell[1]}", f"{cell[0]} × {cell[1]}")
    why = Text(
        f"可能性 {float(likelihood):.2f}，后果 {float(consequence):.2f}，{colour.text.zh}区",
        f"likelihood {float(likelihood):.2f}, consequence {float(consequence):.2f}: {colour.text.en.lower()}",
    )
    return Opinion("matrix", title, levels_of(colour), figure, why, cell=cell)


def _axis(row: Choice, scores: Scored) -> Fraction | None:
    known = [scores[code] for code in codes(row, "factors") if code in scores]
    if not known:
        return None
    return (Fraction(sum(known), len(known)) + max(known)) / 2 / risk.HIGHEST_SCORE


def dim_ice(pack: Pack, scores: Scored, left_out: frozenset[str] = frozenset()) -> Opinion:
    """Return the gaps: cells of design, information, management × ingress, circulation, egress with a bad factor.

    A cell whose factors are not all scored may still turn out to be a gap, so the opinion then allows every level from
    the gaps that are known to those that are possible; ``left_out`` names the factors that do not apply.
    """
    gaps, open_ = [], 0
    for row in choices(pack, "dim_ice").values():
        least = int(number_of(row.data["gap_from"]) or risk.HIGHEST_SCORE)
        own = [code for code in codes(row, "factors") if code not in left_out]
        bad = [code for code in own if scores.get(code, 0) >= least]
        if bad:
            listed = "、".join(bad)
            gaps.append(Text(f"{row.text.zh}（{listed}）", f"{row.text.en} ({', '.join(bad)})"))
        elif any(code not in scores for code in own):
            open_ += 1
    levels = _gap_levels(pack, len(gaps), len(gaps) + open_)
    figure = f"{len(gaps)}–{len(gaps) + open_}" if open_ else f"{len(gaps)}"
    total = len(choices(pack, "dim_ice"))
    told = Text("；".join(g.zh for g in gaps) or "没有缺口", "; ".join(g.en for g in gaps) or "no gap")
    if open_:
        found = Text("；".join(g.zh for g in gaps), "; ".join(g.en for g in gaps))
        told = Text(
            "；".join(filter(None, (found.zh, f"{open_} 格未评完"))),
            "; ".join(filter(None, (found.en, f"{open_} cells not scored in full"))),
        )
    shown = Text(f"{figure} / {total}", f"{figure} / {total}")
    return Opinion("dim_ice", Text("设计·信息·管理缺口", "Gaps (DIM-ICE)"), levels, shown, told, tuple(gaps))


def _gap_levels(pack: Pack, fewest: int, most: int) -> tuple[int, ...]:
    """Return the levels that any number of gaps between two allows, the highest level last."""
    rows = choices(pack, "dim_ice_levels").values()
    bands = [reached(rows, Decimal(count)) for count in range(fewest, most + 1)]
    return tuple(sorted({level for band in bands if band for level in levels_of(band)}, reverse=True))


def resemblance(pack: Pack, found: tuple[Resemblance, ...]) -> Opinion:
    """Return what the likeness to recorded accidents says; a ranking, never a probability."""
    title = Text("事故相似", "Resemblance to accidents")
    share = found[0].share if found else Fraction(0)
    exact = Decimal(share.numerator) / share.denominator
    band = reached(choices(pack, "resemblance_levels").values(), exact)
    nearest = found[0].row.text if found else Text("无", "none")
    figure = Text(f"{float(share):.2f}", f"{float(share):.2f}")
    why = Text(f"最相似：{nearest.zh}", f"nearest: {nearest.en}")
    return Opinion("resemblance", title, levels_of(band) if band else (), figure, why)
