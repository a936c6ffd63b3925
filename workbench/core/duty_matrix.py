"""The five-party matrix without holes: what a duty lacks, who is named twice, whose list nobody signed; line codes.

A duty has one accountable person, of the party that the pack names. The codes on a printed list are bound to the case,
the duty and that person: a line that comes back says by itself whether it is ours, whether it was read right, and
whether the person has changed since it was printed.

Source:
    check character: ISO/IEC 7064 MOD 37,36, over the 36 digits and capital letters.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from workbench.core.case import Case
from workbench.core.case_parts import DutyState as Said
from workbench.core.duties import DutyState, duties
from workbench.core.facts import day_of, normal
from workbench.core.pack import Duty, Pack
from workbench.core.parameters import words
from workbench.core.values import Application, Row
from workbench.errors import Text

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty-two signs without I, L, O and U, so that a code read aloud or off a bad copy stays itself."""
_SEVERAL = re.compile(r"[、；;，,/／]|\s和\s|\sand\s")
"""What separates two persons written into one field."""
_LINE = re.compile(r"(?<![0-9A-Z])([A-Z])\s?([0-9OIL]{2})\s?[-–—]\s?([0-9A-Z]{5})(?![0-9A-Z])")
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


@dataclass(frozen=True)
class Held:
    """A duty as it stands now: the list as handed in, with what the officer said over it."""

    code: str
    party: str
    status: str
    person: str = ""
    phone: str = ""
    post: str = ""
    support: tuple[str, ...] = ()
    oversee: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True)
class Fault:
    """Something wrong with the matrix: where, of what kind, and in words. ``code`` is a duty or a party."""

    code: str
    kind: str
    """``orphan``, ``several``, ``both``, ``two_parties``, ``two_places``, ``namesake``, ``unsigned``, ``nobody``."""
    text: Text


def held_in(case: Case, pack: Pack) -> tuple[Held, ...]:
    """Return every duty of the pack as it stands in a case, in pack order."""
    stated = {state.duty.code: state for state in duties(case.application, pack).states}
    return tuple(held(pack.duties[code], stated[code], case.duty(code)) for code in pack.duties)


def held(duty: Duty, state: DutyState, said: Said | None) -> Held:
    """Return a duty as it stands: what the officer said over what was handed in."""
    row = state.row
    person = said.person if said and said.person else str(row["signer"] or "") if row else ""
    due = row["due"] if row else None
    return Held(
        code=duty.code,
        party=duty.party,
        status=said.status if said and said.status else state.status,
        person=person,
        phone=said.phone if said else "",
        post=said.post if said else "",
        support=said.support if said and said.status else duty.support,
        oversee=said.oversee if said and said.status else duty.oversee,
        due=said.due if said and said.due else day_of(due),
    )


def faults(matrix: Sequence[Held], application: Application, pack: Pack) -> tuple[Fault, ...]:
    """Return everything wrong with a matrix, duties first, then persons, then parties.

    Args:
        matrix: Every duty of the pack.
        application: The package: its parties and posts.
        pack: The rules; the authorities' own duties (parties outside ``duty_parties``) may stay empty.
    """
    own = words(pack, "duty_parties")
    asked = [one for one in matrix if one.party in own and one.status != "not_applicable"]
    return (
        *(fault for one in asked for fault in _of_duty(one)),
        *_in_two_parties(asked),
        *_in_two_places(application),
        *_of_parties(application, own, {one.party for one in asked}),
    )


def _of_duty(one: Held) -> Iterator[Fault]:
    if not one.person.strip():
        yield Fault(one.code, "orphan", Text("未指定责任人", "nobody is named"))
    elif len(names_in(one.person)) > 1:
        zh, en = "主责只能是一人，现为", "one person answers for a duty, not"
        yield Fault(one.code, "several", Text(f"{zh}“{one.person}”", f"{en} “{one.person}”"))
    if one.party in {*one.support, *one.oversee}:
        zh, en = "主责方不能同时是配合方或监督方", "the accountable party cannot also support or oversee"
        yield Fault(one.code, "both", Text(zh, en))


def names_in(person: str) -> tuple[str, ...]:
    """Return the names that stand in a field for one person."""
    return tuple(name.strip() for name in _SEVERAL.split(person) if name.strip())


def _in_two_parties(asked: Iterable[Held]) -> Iterator[Fault]:
    """Yield persons who answer for two parties: one of them then oversees himself."""
    first: dict[object, Held] = {}
    told: set[tuple[object, str]] = set()
    for one in asked:
        name = normal(one.person, "text")
        known = first.setdefault(name, one) if name else one
        if known.party != one.party and (name, one.party) not in told:
            told.add((name, one.party))
            zh = f"{one.person} 同时为 {known.party}、{one.party} 两方主责（{known.code}、{one.code}）"
            en = f"{one.person} answers for both {known.party} and {one.party} ({known.code}, {one.code})"
            yield Fault(one.code, "two_parties", Text(zh, en))


def _in_two_places(application: Application) -> Iterator[Fault]:
    """Yield persons who lead two posts at the same time; a shift that ends when the other begins does not clash."""
    by_name: dict[object, list[Row]] = {}
    for row in application.rows("posts"):
        if name := normal(row["lead"], "text"):
            by_name.setdefault(name, []).append(row)
    for rows in by_name.values():
        for one, other in combinations(rows, 2):
            if _overlap(one, other):
                yield _clash(one, other)


def _overlap(one: Row, other: Row) -> bool:
    shifts = (one["on"], one["off"], other["on"], other["off"])
    if not all(isinstance(moment, datetime) for moment in shifts):
        return False
    start, end, begin, finish = shifts
    return start < finish and begin < end  # type: ignore[operator]


def _clash(one: Row, other: Row) -> Fault:
    where = f"{one['code']} {one['name']}、{other['code']} {other['name']}"
    same = normal(one["phone"], "text") == normal(other["phone"], "text")
    if same:
        zh, en = f"{one['lead']} 同一时段在两处：{where}", f"{one['lead']} is in two places at once: {where}"
        return Fault(str(one["code"]), "two_places", Text(zh, en))
    zh, en = (
        f"两岗同名“{one['lead']}”，电话不同，请核对：{where}",
        f"two posts name {one['lead']} with other phones: {where}",
    )
    return Fault(str(one["code"]), "namesake", Text(zh, en))


def _of_parties(application: Application, own: Iterable[str], with_duties: set[str]) -> Iterator[Fault]:
    for party in own:
        rows = [row for row in application.rows("parties") if row["party"] == party]
        if not rows and party in with_duties:
            yield Fault(party, "nobody", Text(f"{party} 方没有填报单位", f"party {party} names no organisation"))
        for row in rows:
            if row["signed"] is not True:
                zh, en = f"{row['name']} 未签认责任清单", f"{row['name']} has not signed its list"
                yield Fault(party, "unsigned", Text(zh, en))


# Line codes


def line_code(case: str, duty: Held) -> str:
    """Return the code of a duty's line, e.g. ``B07-3K9Q5``: four signs of a fingerprint and a check character.

    Args:
        case: Number of the case.
        duty: The duty; the code changes with its accountable person.
    """
    said = "|".join(("EAW-DUTY-1", case, duty.code, str(normal(duty.person, "text") or "")))
    digest = int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big")
    body = "".join(_CROCKFORD[digest >> shift & 31] for shift in (15, 10, 5, 0))
    return f"{duty.code}-{body}{check_character(duty.code + body)}"


def check_character(text: str) -> str:
    """Return the check character of a text of digits and capitals: ISO/IEC 7064 MOD 37,36."""
    product = 36
    for sign in text:
        total = (product + SIGNS.index(sign)) % 36 or 36
        product = total * 2 % 37
    return SIGNS[(37 - product) % 36]


def codes_in(text: str) -> tuple[str, ...]:
    """Return the line codes in typed or scanned text, in order, each once; width, case and blanks are forgiven."""
    plain = unicodedata.normalize("NFKC", text).upper()
    found = (f"{m[1]}{m[2].translate(_READ_AS)}-{m[3]}" for m in _LINE.finditer(plain))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class ReadLine:
    """What a code on a returned list says: ``own``, ``again``, ``older``, ``foreign`` or ``misread``."""

    code: str
    duty: str
    result: str
    text: Text


def read_lines(
    codes: Iterable[str], case: str, matrix: Sequence[Held], known: Mapping[str, str]
) -> tuple[ReadLine, ...]:
    """Return what codes on returned lists mean for a case.

    Args:
        codes: As :func:`codes_in` found them.
        case: Number of the case.
        matrix: Every duty as it stands now.
        known: Duty → code of the line that has already come back.
    """
    by_code = {one.code: one for one in matrix}
    return tuple(_read(code, case, by_code, known) for code in codes)


def _read(code: str, case: str, matrix: Mapping[str, Held], known: Mapping[str, str]) -> ReadLine:
    duty, _, tail = code.partition("-")
    body = tail[:-1].translate(_READ_AS)
    if check_character(duty + body).translate(_READ_AS) != tail[-1:].translate(_READ_AS):
        zh, en = "校验位不符，请重新读取", "the check character does not fit: read it again"
        return ReadLine(code, duty, "misread", Text(zh, en))
    if duty not in matrix:
        return ReadLine(code, duty, "foreign", Text("本案没有这项责任", "this case has no such duty"))
    wanted = line_code(case, matrix[duty])
    if body != wanted.partition("-")[2][:-1]:
        zh = "不是本案的清单，或打印后责任人已更换"
        en = "not a list of this case, or the person has changed since it was printed"
        return ReadLine(code, duty, "older", Text(zh, en))
    if known.get(duty) == wanted:
        return ReadLine(wanted, duty, "again", Text("此前已收回", "has come back before"))
    return ReadLine(wanted, duty, "own", Text("收回", "came back"))
