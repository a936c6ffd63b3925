"""Tickets of large commercial performances: the share on public sale, and when reserved tickets get their persons.

The pack's list ``ticket_rules`` says where the two rules apply; shares are compared unrounded.

Source:
    Notice of 2023 on large commercial performances (B): 85 % public, the rest bound 24 hours before the show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from workbench.core.facts import condition_facts, number_of
from workbench.core.pack import Pack
from workbench.core.parameters import choices, number
from workbench.core.scope import headcount
from workbench.core.values import Application, Row, Scalar
from workbench.errors import Text

_HOUR = Decimal(3600)


@dataclass(frozen=True)
class SessionTickets:
    """The tickets of one session.

    Attributes:
        public, requested: On public sale, and the number asked for; ``None`` = not stated.
        share: Public over requested, unrounded.
        reserved: Tickets that are not sold publicly.
        hours: Hours from the binding of reserved tickets to the start; ``None`` = not stated.
        share_ok, bound_ok: ``None`` = the figures do not tell.
    """

    session: str
    public: Decimal | None
    requested: Decimal | None
    share: Decimal | None
    reserved: Decimal | None
    hours: Decimal | None
    share_ok: bool | None
    bound_ok: bool | None


@dataclass(frozen=True)
class Tickets:
    """Whether the two rules apply (``None`` = a fact is missing), and the sessions that state tickets."""

    applies: bool | None
    sessions: tuple[SessionTickets, ...] = ()


def tickets(application: Application, pack: Pack) -> Tickets:
    """Return the tickets of every session, in sheet order."""
    facts = {**condition_facts(application, pack), "case.headcount": headcount(application)}
    told = [row.when.test(facts) for row in choices(pack, "ticket_rules").values() if row.when is not None]
    applies = True if True in told else None if None in told else False
    if not applies:
        return Tickets(applies)
    return Tickets(applies, tuple(_sessions(application, pack)))


def _sessions(application: Application, pack: Pack) -> Iterator[SessionTickets]:
    least, hours_before = number(pack, "ticket_public_share"), number(pack, "ticket_bind_hours")
    for row in application.rows("sessions"):
        if not number_of(row["tickets"]) and not number_of(row["public"]):
            continue
        public, requested = number_of(row["public"]), number_of(row["approved_req"])
        share = public / requested if public is not None and requested else None
        hours = _hours(row["bind_by"], row["start"])
        yield SessionTickets(
            session=str(row["code"]),
            public=public,
            requested=requested,
            share=share,
            reserved=_reserved(row),
            hours=hours,
            share_ok=None if share is None else share >= least,
            bound_ok=_bound(row, hours, hours_before),
        )


def _reserved(row: Row) -> Decimal | None:
    """Return the tickets not on public sale: as stated, else what public sale leaves of all."""
    stated, all_, public = (number_of(row[key]) for key in ("reserved", "tickets", "public"))
    if stated is not None or all_ is None or public is None:
        return stated
    return all_ - public


def _hours(bound: Scalar, start: Scalar) -> Decimal | None:
    if not isinstance(bound, datetime) or not isinstance(start, datetime):
        return None
    return Decimal(int((start - bound).total_seconds())) / _HOUR


def _bound(row: Row, hours: Decimal | None, least: Decimal) -> bool | None:
    """Return whether reserved tickets are bound in time; a time left out is not in time, and no ticket needs one."""
    reserved = _reserved(row)
    if reserved == 0:
        return True
    if hours is None:
        return False if reserved is not None and row["bind_by"] is None else None
    return hours >= least


def shortfalls(found: Tickets, pack: Pack) -> Iterator[tuple[str, Text]]:
    """Yield (session, words) for every session with too small a share on public sale."""
    least = (number(pack, "ticket_public_share") * 100).normalize()
    for one in found.sessions:
        if one.share_ok is False and one.share is not None:
            share = f"{one.public}/{one.requested} = {percent(one.share)}% < {least:f}%"
            yield one.session, Text(f"{one.session} 公开销售 {share}", f"{one.session}: on public sale {share}")


def percent(share: Decimal) -> str:
    """Return a share in percent, cut after four decimals so that it never shows a limit that it misses."""
    return f"{share * 100 // Decimal('0.0001') * Decimal('0.0001'):.4f}"


def unbound(found: Tickets, pack: Pack) -> Iterator[tuple[str, Text]]:
    """Yield (session, words) for every session whose reserved tickets get their persons too late, or never."""
    least = f"{number(pack, 'ticket_bind_hours'):g}"
    for one in found.sessions:
        if one.bound_ok is not False:
            continue
        if one.hours is None:
            zh = f"{one.session} 有非公开票 {one.reserved} 张，未填身份绑定截止时间"
            yield one.session, Text(zh, f"{one.session}: {one.reserved} reserved tickets, no time of binding stated")
        else:
            zh = f"{one.session} 非公开票于开演前 {one.hours:g} 小时绑定，须 ≥ {least} 小时"
            en = f"{one.session}: reserved tickets bound {one.hours:g} h before the start, must be ≥ {least} h"
            yield one.session, Text(zh, en)
