"""Back-test of the likeness to recorded accidents: the ranking, and how it orders pairs beside the headcount alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core import risk_accidents
from workbench.core.pack import Pack
from workbench.core.risk_accidents import Backtest, Ordering
from workbench.errors import Text
from workbench.storage.packs import load_pack


@dataclass(frozen=True)
class RankedView:
    """A recorded case: likeness to the other accidents, headcount before the event, evidence mark."""

    code: str
    title: Text
    safe: bool
    share: float
    headcount: int | None
    dead: int
    injured: int
    mark: str


@dataclass(frozen=True)
class BacktestView:
    """The ranking with what it does and does not show, in words."""

    ranking: tuple[RankedView, ...]
    told: tuple[Text, ...]
    areas: tuple[tuple[str, int, float | None], ...]
    """Name, number of pairs, share of pairs in the right order."""


def backtest(pack: Pack | str = "cn_national") -> BacktestView:
    """Return the back-test over the accidents of a pack, given by name or itself."""
    rules = load_pack(pack) if isinstance(pack, str) else pack
    found = risk_accidents.backtest(rules)
    ranking = tuple(
        RankedView(
            code=one.row.code,
            title=one.row.text,
            safe=risk_accidents.safe(one.row),
            share=float(one.share),
            headcount=one.headcount,
            dead=int(str(one.row.data.get("dead", 0))),
            injured=int(str(one.row.data.get("injured", 0))),
            mark=one.row.mark,
        )
        for one in found.ranking
    )
    return BacktestView(ranking, tuple(_told(found)), tuple(_areas(found)))


def _areas(found: Backtest) -> Iterator[tuple[str, int, float | None]]:
    for name in ("every", "every_headcount", "matched", "matched_headcount"):
        order: Ordering = getattr(found, name)
        yield name, order.pairs, None if order.area is None else float(order.area)


def _told(found: Backtest) -> Iterator[Text]:
    for zh, en, likeness, alone in (
        ("全部配对", "all pairs", found.every, found.every_headcount),
        ("人数相近的配对", "pairs of like headcount", found.matched, found.matched_headcount),
    ):
        yield Text(
            f"{zh}：按相似度 AUC {_area(likeness)}（{likeness.pairs} 对），只按人数 {_area(alone)}（{alone.pairs} 对）",
            f"{en}: AUC by likeness {_area(likeness)} ({likeness.pairs} pairs), by headcount alone {_area(alone)} "
            f"({alone.pairs} pairs)",
        )
    yield Text(
        "只有事故被记录，没有暴露量：这是排序，不是概率。安全案例很少，特征取自事故记述，结果偏乐观。",
        "Only accidents are recorded and there is no denominator: this is a ranking, not a probability. Safe cases are "
        "few and the features were read from accounts of accidents, so the result flatters.",
    )


def _area(order: Ordering) -> str:
    return "—" if order.area is None else f"{float(order.area):.2f}"
