"""Do licences, insurance and traffic control last long enough?

Papers are judged in ``completeness``. Expiry fires the validity check alone: what is expired is not thereby missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.completeness import PaperState, too_short
from workbench.core.facts import day_of
from workbench.core.values import Application, Row
from workbench.errors import Text


@dataclass(frozen=True)
class Expiry:
    """Something that ends too early: the object (paper code, organisation, field key) and the words."""

    object: str
    why: Text


def expiries(application: Application, states: tuple[PaperState, ...], needed: date) -> tuple[Expiry, ...]:
    """Return all that ends too early: papers, parties, forces, insurance, traffic control, in this order."""
    return (
        *(Expiry(s.item.code, f.why) for s in states for f in s.faults if f.check == "K10"),
        *_rows(application.rows("parties"), Text("主体", "party"), needed),
        *_rows(application.rows("forces"), Text("力量", "force"), needed),
        *_insurance(application, needed),
        *_traffic(application),
    )


def _rows(rows: tuple[Row, ...], kind: Text, needed: date) -> Iterator[Expiry]:
    for row in rows:
        until = day_of(row["valid_until"])
        if until is not None and until < needed:
            name = str(row["name"] or row["licence"] or "")
            yield Expiry(name, too_short(Text(f"{kind.zh} {name}", f"{kind.en} {name}"), until, needed))


def _insurance(application: Application, needed: date) -> Iterator[Expiry]:
    start = day_of(application.fields.get("ins.from"))
    end = day_of(application.fields.get("ins.to"))
    first = day_of(application.fields.get("ev.start_date"))
    if end is not None and end < needed:
        yield Expiry("ins.to", Text(f"保险终止 {end}，需 ≥ {needed}", f"insurance ends {end}, must be ≥ {needed}"))
    if start is not None and first is not None and start > first:
        yield Expiry(
            "ins.from", Text(f"保险起始 {start}，晚于活动首日 {first}", f"insurance starts {start}, after {first}")
        )


def _traffic(application: Application) -> Iterator[Expiry]:
    until = application.fields.get("sw.road_to")
    ends = [row["end"] for row in application.rows("sessions")]
    last = max((end for end in ends if isinstance(end, datetime)), default=None)
    if application.fields.get("sw.road_use") is True and isinstance(until, datetime) and last and until < last:
        yield Expiry(
            "sw.road_to",
            Text(
                f"道路管制至 {until:%m-%d %H:%M}，早于活动结束 {last:%m-%d %H:%M}",
                f"traffic control ends {until:%m-%d %H:%M}, before the event ends {last:%m-%d %H:%M}",
            ),
        )
