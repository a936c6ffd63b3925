"""Organisations: where a firm appears, what is known of it, and what received packages propose for the register."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workbench.core import codec
from workbench.core.case import Case
from workbench.core.pack import Pack
from workbench.core.register_entries import RegisterEntry, blank, entry_of
from workbench.core.register_match import code_key, name_key, same
from workbench.core.values import Application, Row, Scalar
from workbench.errors import Text
from workbench.services import access, registers
from workbench.services.clocks import local_time
from workbench.services.desk import Desk
from workbench.services.queue import days
from workbench.services.register_rows import roles_of
from workbench.services.register_views import Appearance, CaseBody, EntryDetail, EntryView, Proposal
from workbench.services.register_words import Speaker, joined
from workbench.services.views_lists import Person
from workbench.services.wording import text_of
from workbench.storage.queue import CaseFilter, Sort
from workbench.storage.registers import BodyRow, EntryFilter, EntryRow

ORGANISATION, LICENCE, INCIDENT, ASIDE = "organisation", "licence", "incident", "set_aside"
"""Registers of the pack that the program itself fills and reads."""

NEWEST = 200
"""Most cases whose packages are looked through for proposals at once."""


def detail(desk: Desk, person: Person, register: str, entry: str) -> EntryDetail:
    """Return an entry with what belongs to it, where it appears, and how it came to be as it is.

    Raises:
        StorageError: There is no such entry.
    """
    access.require(desk.pack, person, "read_registers")
    row = desk.database.registers.get(register, entry)
    if row is None:
        raise registers.no_entry(entry)
    view = registers.speaker_for(desk, (row,)).view(row)
    parts = tuple(
        registers.page(desk, person, code, registers.Wanted(owner=entry))
        for code, found in desk.pack.registers.items()
        if found.owner and found.field(found.owner).target == register  # type: ignore[union-attr]
    )
    log = () if row.case else registers.log_of(desk, register, entry)
    known = register == ORGANISATION
    appearances = appearances_of(desk, row) if known else ()
    return EntryDetail(view, parts, appearances, log, warnings_for(desk, (row,))[row.entry] if known else ())


def appearances_of(desk: Desk, row: EntryRow) -> tuple[Appearance, ...]:
    """Return the cases in which an organisation appears, the newest event first."""
    found: dict[str, list[BodyRow]] = {}
    for case, body in desk.database.registers.cases_with(row.code_key, row.name_key):
        if same((body.code_key, body.name_key), (row.code_key, row.name_key)):
            found.setdefault(case, []).append(body)
    cases = desk.database.registers.cases(found)
    made = [Appearance(cases[case], roles_in_words(desk.pack, bodies), persons_of(bodies))
            for case, bodies in found.items() if case in cases]  # fmt: skip
    return tuple(sorted(made, key=lambda a: (a.case.first_day is not None, str(a.case.first_day)), reverse=True))


def roles_in_words(pack: Pack, bodies: Iterable[BodyRow]) -> tuple[Text, ...]:
    """Return the roles of an organisation in a case, each once."""
    rows = pack.lists["organisation_roles"]
    return tuple(rows[role].text for role in dict.fromkeys(body.role for body in bodies))


def persons_of(bodies: Iterable[BodyRow]) -> int | None:
    """Return how many persons an organisation sends to a case; ``None`` when it is not stated."""
    stated = [body.persons for body in bodies if body.persons is not None]
    return sum(stated) if stated else None


def warnings_for(desk: Desk, rows: Iterable[EntryRow], until: date | None = None) -> dict[str, tuple[Text, ...]]:
    """Return what to know before relying on organisations, by entry: a ban, open incidents, lapsed licences.

    Args:
        desk: The opened office.
        rows: The organisations.
        until: The day to which licences must hold; ``None`` = tell of those that lapse soon.
    """
    shown = tuple(rows)
    speaker = Speaker(desk.pack, local_time(desk.clock.now()), {})
    owned = desk.database.registers.find(EntryFilter(owners=tuple(row.entry for row in shown))) if shown else ()
    return {
        row.entry: tuple(
            _warnings(desk, speaker.view(row), [speaker.view(one) for one in owned if one.owner == row.entry], until)
        )
        for row in shown
    }


def _warnings(desk: Desk, view: EntryView, owned: list[EntryView], until: date | None) -> Iterator[Text]:
    yield from _ban(desk, view)
    incidents = [one for one in owned if one.register == INCIDENT]
    open_ = [one for one in incidents if one.open]
    if open_:
        what = joined(one.title for one in open_)
        yield Text(f"有 {len(open_)} 件问题未关闭：{what.zh}", f"open incidents ({len(open_)}): {what.en}")
    elif incidents:
        yield Text(f"有 {len(incidents)} 件问题记录，均已关闭", f"incidents on record, all closed: {len(incidents)}")
    for one in owned:
        for day in one.watched:
            if day.state == "past" or (day.moment < until if until else day.state == "soon"):
                name = desk.pack.registers[one.register].text
                yield Text(f"{name.zh} {one.title.zh}：{day.words.zh}", f"{name.en} {one.title.en}: {day.words.en}")


def _ban(desk: Desk, view: EntryView) -> Iterator[Text]:
    first, last = view.values.get("ban_from"), view.values.get("ban_until")
    today = desk.today
    if last is None or not (first is None or first <= today) or not today <= last:  # type: ignore[operator]
        return
    ground = view.words.get("ban_ground")
    zh, en = (f"（{ground.zh}）", f" ({ground.en})") if ground else ("", "")
    yield Text(f"{last} 前限制申请{zh}", f"barred from applying until {last}{en}")


# Organisations of a case


@dataclass(frozen=True)
class _InCase:
    """An organisation of a case, joined from the rows that name it, and its entry in the register."""

    bodies: list[BodyRow]
    row: EntryRow | None


def _in_case(desk: Desk, case: str) -> tuple[_InCase, ...]:
    grouped: dict[str, list[BodyRow]] = {}
    for _case, body in desk.database.registers.bodies((case,)):
        grouped.setdefault(body.name_key, []).append(body)
    keys = [_key(bodies) for bodies in grouped.values()]
    known = desk.database.registers.alike(keys, ORGANISATION)
    return tuple(
        _InCase(bodies, next((row for row in known if same(key, (row.code_key, row.name_key))), None))
        for key, bodies in zip(keys, grouped.values(), strict=True)
    )


def _key(bodies: list[BodyRow]) -> tuple[str, str]:
    return next((b.code_key for b in bodies if b.code_key), ""), bodies[0].name_key


def needed_until(desk: Desk, case: str) -> date | None:
    """Return the day to which licences must hold for a case: the one after the event ends."""
    found = desk.database.registers.cases((case,)).get(case)
    last = found.last_day or found.first_day if found else None
    return last + timedelta(days=1) if last else None


def warned_of(desk: Desk, case: str) -> tuple[tuple[str, str, tuple[Text, ...]], ...]:
    """Return (name, entry, warnings) of the organisations of a case about which there is something to know."""
    known = [(one.bodies[0].name, one.row) for one in _in_case(desk, case) if one.row is not None]
    warnings = warnings_for(desk, (row for _name, row in known), needed_until(desk, case))
    return tuple((name, row.entry, warnings[row.entry]) for name, row in known if warnings[row.entry])


def bodies_of(desk: Desk, case: str) -> tuple[CaseBody, ...]:
    """Return the organisations of a case with what the register knows of each, in the order of the application."""
    found = _in_case(desk, case)
    warnings = warnings_for(desk, (one.row for one in found if one.row is not None), needed_until(desk, case))
    return tuple(_case_body(desk, case, one, warnings) for one in found)


def _case_body(desk: Desk, case: str, one: _InCase, warnings: dict[str, tuple[Text, ...]]) -> CaseBody:
    name, roles = one.bodies[0].name, roles_in_words(desk.pack, one.bodies)
    if one.row is None:
        key = _key(one.bodies)
        rows = desk.database.registers.alike((key,), ASIDE)
        return CaseBody(name, roles, "", (), aside=any(same(key, (row.code_key, row.name_key)) for row in rows))
    incidents = desk.database.registers.find(EntryFilter(registers=(INCIDENT,), owners=(one.row.entry,)))
    others = [found for found in appearances_of(desk, one.row) if found.case.case != case]
    return CaseBody(
        name=name,
        roles=roles,
        entry=one.row.entry,
        warnings=warnings[one.row.entry],
        incidents=len(incidents),
        open_incidents=sum(not incident.closed for incident in incidents),
        other_cases=len(others),
    )


# Proposals of received packages


@dataclass(frozen=True)
class _Found:
    """What a package says of an organisation, before it is compared with the register."""

    values: dict[str, Scalar]
    licence: dict[str, Scalar]


def proposals(desk: Desk, person: Person, case: str = "") -> tuple[Proposal, ...]:
    """Return the organisations of received packages that the register lacks, or has with other values.

    Nothing is entered: a person confirms each with :func:`confirm`. The same organisation is proposed once, as the
    newest package has it.

    Args:
        desk: The opened office.
        person: Who looks.
        case: One case; empty = the newest ones.
    """
    access.require(desk.pack, person, "read_registers")
    made: dict[str, Proposal] = {}
    for name in (case,) if case else _newest(desk):
        state = desk.case(name)
        for proposal in _of_case(desk, state):
            key = name_key(proposal.name)
            made[key] = _completed(desk, made[key], proposal) if key in made else proposal
    aside = desk.database.registers.alike([_keys(one) for one in made.values()], ASIDE)
    return tuple(one for one in made.values() if not any(_is_aside(one, row) for row in aside))


def put_aside(desk: Desk, person: Person, proposal: Proposal) -> str:
    """Propose an organisation no more, or these changes to a known one; return the entry that says so.

    It lasts until the entry is struck; a known organisation is proposed again when a package has other changes.

    Raises:
        NotAllowedError: The person's role does not include keeping registers.
    """
    told = {"name": proposal.name, "code": proposal.values.get("code"), "content": _content(proposal)}
    return registers.record(desk, person, ASIDE, told)


def _keys(proposal: Proposal) -> tuple[str, str]:
    return code_key(proposal.values.get("code")), name_key(proposal.name)


def _is_aside(proposal: Proposal, row: EntryRow) -> bool:
    if not same(_keys(proposal), (row.code_key, row.name_key)):
        return False
    return not proposal.entry or codec.read(RegisterEntry, row.body).get("content") == _content(proposal)


def _content(proposal: Proposal) -> str:
    """Return the fingerprint of changes to a known organisation; empty for a new one, whatever is said of it."""
    if not proposal.entry:
        return ""
    said = codec.plain(proposal.values), codec.plain(proposal.licence) if proposal.licence else None
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def _completed(desk: Desk, newer: Proposal, older: Proposal) -> Proposal:
    """Return a new organisation's proposal with what only an older package states of it."""
    if newer.entry:
        return newer
    register = desk.pack.registers[ORGANISATION]
    values = entry_of(register, {**older.values.all, **newer.values.all})
    words = Speaker(desk.pack, local_time(desk.clock.now()), {}).words(register, values)
    kept = newer if newer.licence is not None else older
    return replace(newer, values=values, words=words, licence=kept.licence, licence_words=kept.licence_words)


def _newest(desk: Desk) -> tuple[str, ...]:
    found = desk.database.search_cases(CaseFilter(), days(desk), sort=Sort("received", descending=True), limit=NEWEST)
    return tuple(row.case for row in found.rows)


def _of_case(desk: Desk, case: Case) -> Iterator[Proposal]:
    title = text_of(case.application.fields.get("ev.name"))
    found = _stated(desk.pack, case.application)
    _put_bans(case, found)
    keys = [(code_key(one.values.get("code")), name_key(one.values.get("name"))) for one in found]
    known = desk.database.registers.alike(keys, ORGANISATION)
    for one, key in zip(found, keys, strict=True):
        row = next((row for row in known if same(key, (row.code_key, row.name_key))), None)
        proposal = _compared(desk, case.id, title, one, row)
        if proposal is not None:
            yield proposal


def _stated(pack: Pack, application: Application) -> tuple[_Found, ...]:
    """Return the organisations of an application, each once: several rows of one organisation are joined."""
    roles, found = roles_of(pack), dict[str, _Found]()
    for row in application.rows("parties"):
        role = roles.get(text_of(row["role"]))
        if role and row["name"]:
            _join(pack, found, row, role)
    for row in application.rows("forces"):
        known = found.get(name_key(row["name"]))
        if known is not None and isinstance(row["registered"], int):
            known.values["registered"] = row["registered"]
    if (venue := application.fields.get("ven.owner")) and name_key(venue) in found:
        found[name_key(venue)].values["capacity"] = application.fields.get("ev.rated_capacity")
    return tuple(found.values())


def _put_bans(case: Case, found: Iterable[_Found]) -> None:
    """Put the bans that were pronounced in a case to the organisations that they concern."""
    for ban in case.after.bans:
        for one in found:
            key = code_key(one.values.get("code")), name_key(one.values.get("name"))
            if same(key, (code_key(ban.uscc), name_key(ban.organisation))):
                last = ban.until - timedelta(days=1)
                one.values.update({"ban_ground": ban.ground, "ban_from": ban.since, "ban_until": last})


_LASTING = ("registered", "capacity", "code", "ban_ground", "ban_from", "ban_until")
"""Fields in which the newest statement replaces what stands."""

_PARTY_COLUMNS = {"name": "name", "uscc": "code", "legal_rep": "legal_rep", "lead": "lead", "phone": "phone",
                  "address": "address"}  # fmt: skip
"""Column of the parties' sheet → field of an organisation."""


def _join(pack: Pack, found: dict[str, _Found], row: Row, role: str) -> None:
    one = found.setdefault(name_key(row["name"]), _Found({"roles": ()}, {}))
    for column, field in _PARTY_COLUMNS.items():
        if not blank(row[column]):
            one.values.setdefault(field, _clean(field, row[column]))
    before = one.values["roles"]
    assert isinstance(before, tuple)
    one.values["roles"] = tuple(dict.fromkeys((*before, role)))
    kind = pack.lists["organisation_roles"][role].data.get("licence")
    if row["licence"] and kind and not one.licence:
        one.licence.update({"kind": kind, "number": row["licence"], "expires": row["valid_until"]})


def _clean(field: str, value: Scalar) -> Scalar:
    return code_key(value) if field == "code" else value


def _compared(desk: Desk, case: str, title: str, found: _Found, row: EntryRow | None) -> Proposal | None:
    """Return what a package proposes for an organisation; ``None`` when the register has all of it."""
    register = desk.pack.registers[ORGANISATION]
    before = codec.read(RegisterEntry, row.body) if row else None
    values = _laid_over(before, found.values)
    licence = _new_licence(desk, found, row)
    made = entry_of(register, values)
    differs = tuple(f.label for f in register.fields if before is not None and before.get(f.key) != made.get(f.key))
    if before is not None and not differs and licence is None:
        return None
    speaker = Speaker(desk.pack, local_time(desk.clock.now()), {})
    return Proposal(
        case=case,
        case_title=title,
        entry=row.entry if row else "",
        version=row.version if row else 0,
        values=made,
        words=speaker.words(register, made),
        licence=licence,
        licence_words=_licence_words(desk, speaker, licence),
        differs=differs,
    )


def _laid_over(before: RegisterEntry | None, stated: dict[str, Scalar]) -> dict[str, Scalar]:
    """Return what stands, with what is new: a contact changes from event to event and replaces nothing."""
    if before is None:
        return stated
    kept = before.all
    roles = (*_texts(kept.get("roles")), *_texts(stated.get("roles")))
    lasting = {key: stated[key] for key in _LASTING if stated.get(key)}
    return {**stated, **kept, **lasting, "roles": tuple(dict.fromkeys(roles))}


def _texts(value: Scalar) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _new_licence(desk: Desk, found: _Found, row: EntryRow | None) -> RegisterEntry | None:
    """Return the licence that a package states, unless the register has that number with that day."""
    if not found.licence:
        return None
    made = entry_of(desk.pack.registers[LICENCE], {"organisation": row.entry if row else "-", **found.licence})
    if row is None:
        return made
    known = desk.database.registers.find(EntryFilter(registers=(LICENCE,), owners=(row.entry,)))
    entries = [codec.read(RegisterEntry, one.body) for one in known]
    there = any(all(e.get(key) == made.get(key) for key in ("number", "expires")) for e in entries)
    return None if there else made


def _licence_words(desk: Desk, speaker: Speaker, licence: RegisterEntry | None) -> Text:
    if licence is None:
        return Text("", "")
    words = speaker.words(desk.pack.registers[LICENCE], licence)
    return joined(words[key] for key in ("kind", "number", "expires") if key in words)


def confirm(desk: Desk, person: Person, proposal: Proposal) -> str:
    """Enter an organisation as a package proposes it, with its licence, and return its identifier.

    Raises:
        Refusal: A value is wrong; it is entered by hand then.
        ConflictError: Somebody changed the organisation since the proposal was made.
    """
    entry = registers.record(
        *(desk, person, ORGANISATION, proposal.values.all),
        entry=proposal.entry,
        version=proposal.version if proposal.entry else None,
    )
    if proposal.licence is not None:
        licence = {**proposal.licence.all, "organisation": entry}
        registers.record(desk, person, LICENCE, licence, entry=_same_number(desk, entry, licence))
    return entry


def _same_number(desk: Desk, organisation: str, licence: dict[str, Scalar]) -> str:
    """Return the licence of that number that is on record already: it was renewed."""
    known = desk.database.registers.find(EntryFilter(registers=(LICENCE,), owners=(organisation,)))
    return next((row.entry for row in known if row.title == licence.get("number")), "")
