"""``workbench act …`` on site: inspections before opening, hazards, rectification orders and re-checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from workbench.cli.base import Account, say, show
from workbench.cli.giving import (
    At,
    Giver,
    Second,
    Words,
    give,
    giver,
    moment,
    pairs,
    rows_of,
    stated_moment,
    with_names,
)
from workbench.errors import Text

if TYPE_CHECKING:
    from workbench.core.commands import HazardFound, ItemResult, Photo

app = typer.Typer()

HAZARD_FIELDS = "what place severity holder due item basis photos"
"""Fields of a hazard in a file."""
INSPECTION = "rest met hazards undertaker venue at"
HAZARD = "what place holder due severity item propose at"
RECHECK = "undertaker at"


@app.command("inspect", help="举办前检查（两名人员） · The inspection before opening, by two officers")
def inspect(
    case: str,
    second: Second,
    passed: Annotated[bool, typer.Option("--passed/--not-passed", help="结论 · conclusion")],
    item: Annotated[list[str] | None, typer.Option("--item", help="项目=结果[:说明] · item=result[:note]")] = None,
    with_: Annotated[list[str] | None, with_names(INSPECTION)] = None,
    account: Account = "",
) -> None:
    """Record the inspection line by line; it counts once the other officer has confirmed it.

    ``rest`` is the result of all items that are not named, ``met`` a condition found fulfilled (``c1:evidence``),
    ``hazards`` a JSON file with a list of hazards.
    """
    from workbench.core.commands import ConditionResult, RecordOpeningCheck

    said = Words(with_, INSPECTION)
    conditions = (one.partition(":") for one in said.all("met"))
    with giver(case, account) as by:
        wish = RecordOpeningCheck(
            by.case,
            by.moment(said["at"]),
            by.officers(second),
            passed=passed,
            results=tuple(_results(by, item, said["rest"])),
            found=_listed(by, Path(said["hazards"])) if said["hazards"] else (),
            conditions=tuple(ConditionResult(key, fulfilled=True, evidence=proof) for key, _, proof in conditions),
            undertaker=said["undertaker"],
            venue=said["venue"],
        )
        by.give(wish, Text("检查已登记", "inspection recorded"))
        _tell_waiting(by, "opening", len(by.state.opening_checks))


def _results(by: Giver, item: list[str] | None, rest: str) -> Iterator[ItemResult]:
    """Yield what came out item by item; ``rest`` answers those that were not named."""
    from workbench.core.commands import ItemResult
    from workbench.core.decide_after import inspection_items

    named = {code: text.partition(":") for code, text in pairs(item, "IS01=hazard:说明")}
    for code in dict.fromkeys((*inspection_items(by.state, "opening", by.pack), *named)):
        result, _, note = named.get(code, (rest, "", ""))
        if result:
            yield ItemResult(code, result, note)


def _listed(by: Giver, path: Path) -> tuple[HazardFound, ...]:
    """Read hazards from a file; photos are named beside it and kept with the case."""
    from workbench.core.commands import HazardFound

    def one(row: dict[str, Any]) -> HazardFound:
        photos = tuple(path.parent / name for name in row.get("photos", ()))
        words = {**row, "due": datetime.fromisoformat(row["due"])}
        return HazardFound(**{**words, "photos": tuple(_photos(by, photos))})

    return rows_of(path, one, HAZARD_FIELDS)


def _photos(by: Giver, paths: Iterable[Path]) -> Iterator[Photo]:
    from workbench.services import inspections

    for path in paths:
        yield inspections.keep_photo(by.desk, by.person, by.case, path)


def _tell_waiting(by: Giver, kind: str, number: int) -> None:
    """Say what the other officer has to confirm."""
    words = say("待另一名检查人员以本人账户确认：", "the other officer confirms under the own account: ")
    show(f"{words}workbench act confirm {by.state.number} {kind}:{number}")


@app.command("hazard", help="现场登记隐患，活动进行中亦可 · Record a hazard found on site, also while the event runs")
def hazard(
    case: str,
    second: Second,
    with_: Annotated[list[str], with_names(HAZARD)],
    photo: Annotated[list[Path] | None, typer.Option("--photo", help="照片文件，可重复 · a photo, repeatable")] = None,
    account: Account = "",
) -> None:
    """Record a hazard; it stands at once. What is proposed (``propose``: suspend, stop) stops nothing by itself."""
    from workbench.core.commands import HazardFound, RecordHazards

    said = Words(with_, HAZARD)
    due, severity = stated_moment(said["due"]), said["severity"] or "general"
    with giver(case, account) as by:
        photos = tuple(_photos(by, photo or ()))
        found = HazardFound(said["what"], said["place"], severity, said["holder"], due, said["item"], photos=photos)
        wish = RecordHazards(by.case, by.moment(said["at"]), by.officers(second), (found,), said["propose"])
        by.give(wish, Text("隐患已登记", "hazard recorded"))
        _tell_waiting(by, "patrol", len(by.state.after.patrols))


@app.command("order", help="责令整改 · Order that hazards be removed")
def order(
    case: str,
    hazards: Annotated[list[str], typer.Argument(help="H1 H2 …")],
    requirement: Annotated[str, typer.Option("--requirement", help="整改要求 · what must be done")],
    due: Annotated[str, typer.Option("--due", help="YYYY-MM-DD HH:MM")],
    basis: Annotated[str, typer.Option("--basis", help="依据条款代码 · article")],
    account: Account = "",
) -> None:
    """Order a duty holder to remove hazards by a moment; the order is numbered and issued."""
    from workbench.core.commands import OrderRectification

    give(
        case,
        account,
        lambda found, _now: OrderRectification(found, tuple(hazards), requirement, stated_moment(due), basis),
        Text("已责令整改", "rectification ordered"),
    )


@app.command("recheck", help="隐患复查（两名人员） · Re-check hazards, by two officers")
def recheck(
    case: str,
    second: Second,
    removed: Annotated[list[str] | None, typer.Option("--removed", help="H1[=说明] 合格 · found removed")] = None,
    stands: Annotated[list[str] | None, typer.Option("--stands", help="H1[=说明] 不合格 · still stands")] = None,
    with_: Annotated[list[str] | None, with_names(RECHECK)] = None,
    account: Account = "",
) -> None:
    """Record what a re-check found; a hazard closes once both officers confirmed that it is removed."""
    from workbench.core.commands import HazardResult, RecheckHazards

    said = Words(with_, RECHECK)
    told = [(text, True) for text in removed or ()] + [(text, False) for text in stands or ()]
    results = tuple(HazardResult(text.partition("=")[0], passed, text.partition("=")[2]) for text, passed in told)
    with giver(case, account) as by:
        wish = RecheckHazards(by.case, by.moment(said["at"]), by.officers(second), results, said["undertaker"])
        by.give(wish, Text("复查已登记", "re-check recorded"))
        _tell_waiting(by, "recheck", len(by.state.after.rechecks))


@app.command("serve", help="登记通知书送达 · Record that an order or notice was served")
def serve(
    case: str,
    target: Annotated[str, typer.Argument(help="order:1 run:2 ending:1")],
    receiver: Annotated[str, typer.Option("--receiver", help="签收人 · receiver")],
    method: Annotated[str, typer.Option("--method")] = "in_person",
    at: At = "",
    account: Account = "",
) -> None:
    """Record that an order, or a notice of the running event, was handed over."""
    from workbench.core.commands import ServePaper

    give(
        case,
        account,
        lambda found, now: ServePaper(found, target, moment(at, now), receiver, method),
        Text("已登记送达", "service recorded"),
    )


@app.command("confirm", help="另一名检查人员确认 · The other officer confirms a check")
def confirm(
    case: str,
    check: Annotated[str, typer.Argument(help="site:1 opening:1 patrol:1 recheck:1")],
    account: Account = "",
) -> None:
    """Confirm, under the own account, a check that names this officer."""
    from workbench.core.commands import ConfirmCheck

    give(case, account, lambda found, _now: ConfirmCheck(found, check), Text("已确认", "confirmed"))
