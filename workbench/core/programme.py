"""The programme as acts, works and segments, and what follows from what was said about them.

A row of the sheet is one item; rows of the same performer in the same session are one act. Parts that an officer adds
from the papers are items too and belong to a row. Interaction is what the sheet states, amended by the officer's
sub-form. Nothing here judges: types of music, hints and counts never make a verdict.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from workbench.core import codec
from workbench.core.canonical import fingerprint as canonical_fingerprint
from workbench.core.case import Case
from workbench.core.commands import ProgrammeLine
from workbench.core.pack import Choice, Pack
from workbench.core.parameters import choices
from workbench.core.parts_programme import Interaction, ProgrammePart
from workbench.core.values import Application, Row, Scalar

SHEET = "programme"
TAG = "EAW-P2"
"""Domain tag of the fingerprint of a final programme: no other hash of the workbench begins like this."""

ADVISED, ANSWERED, SETTLED, OPEN, CONSULTED, BARRED = "advised", "answered", "settled", "open", "consulted", "barred"
"""Where an item stands: no conclusion (open), advice out, advice not accepted (answered), settled, with another
authority (consulted), barred from the permit."""


@dataclass(frozen=True)
class Item:
    """A row of the sheet, or a part that was added to one (``part``); ``row`` is the row it stands in."""

    no: str
    row: Row
    part: ProgrammePart | None = None

    @property
    def title(self) -> str:
        """Return performer and work."""
        work = self.part.title if self.part else _text(self.row["work"])
        return " ".join(text for text in (_text(self.row.values.get("artist")), work) if text)

    @property
    def what(self) -> str:
        """Return ``work`` or ``segment``; a row of the sheet is a work."""
        return self.part.what if self.part else "work"


@dataclass(frozen=True)
class ProgrammeAct:
    """Items of one performer in one session, in sheet order."""

    session: str
    artist: str
    items: tuple[Item, ...]


def _text(value: Scalar) -> str:
    return "" if value is None else str(value)


def act_rows(application: Application) -> dict[str, Row]:
    """Return the rows of the programme by their number, in sheet order; of equal numbers the first."""
    found: dict[str, Row] = {}
    for row in application.rows(SHEET):
        found.setdefault(str(row["no"]), row)
    return found


def items(case: Case) -> dict[str, Item]:
    """Return every item by its number or code: each row followed by the parts that were added to it."""
    rows = act_rows(case.application)
    parts: dict[str, list[Item]] = {}
    for code, part in case.programme_items.items():
        if part.parent in rows:
            parts.setdefault(part.parent, []).append(Item(code, rows[part.parent], part))
    listed = (item for no, row in rows.items() for item in (Item(no, row), *parts.get(no, ())))
    return {item.no: item for item in listed}


def acts(found: Iterable[Item]) -> tuple[ProgrammeAct, ...]:
    """Return items gathered into acts, in the order in which an act first appears."""
    gathered: dict[tuple[str, str, int], list[Item]] = {}
    for item in found:
        session, artist = _text(item.row.values.get("session")), _text(item.row.values.get("artist"))
        nameless = 0 if artist else item.row.number
        gathered.setdefault((session, artist, nameless), []).append(item)
    return tuple(ProgrammeAct(session, artist, tuple(own)) for (session, artist, _), own in gathered.items())


# Interaction


def interaction(item: Item, case: Case, pack: Pack) -> Interaction:
    """Return the sub-form of an item: what the officer filled in, else what the sheet states."""
    said = case.interactions.get(item.no, Interaction())
    values: dict[str, object] = {}
    for code, row in choices(pack, "interaction_fields").items():
        name = _FIELD.get(code, code)
        given, column = getattr(said, name), str(row.data["column"])
        stated = item.row.values.get(column) if column and item.part is None else None
        values[name] = given or (_text(stated) if stated is not None else given)
    return Interaction(**values)  # type: ignore[arg-type]


_FIELD = {"kind": "what"}
"""Rows of ``interaction_fields`` whose name differs from the field that holds it."""


def kind_of_interaction(found: Interaction, pack: Pack) -> Choice | None:
    """Return the row of the pack for a kind of interaction; ``None`` for one it does not know."""
    return choices(pack, "interaction_codes").get(found.what)


def strength(found: Interaction, pack: Pack) -> int:
    """Return how strong an interaction is, 0 (none) to 3."""
    kind = kind_of_interaction(found, pack)
    value = kind.data.get("strength") if kind else 0
    return value if isinstance(value, int) else 0


def controlled(found: Interaction, pack: Pack) -> bool:
    """Say whether an interaction needs its sub-form; a kind that the pack does not know does."""
    kind = kind_of_interaction(found, pack)
    return bool(kind.data.get("controlled")) if kind else bool(found.what)


def lacks(found: Interaction, pack: Pack) -> tuple[Choice, ...]:
    """Return the required fields of the sub-form that nobody has filled in; none where there is no interaction."""
    if not controlled(found, pack):
        return ()
    rows = choices(pack, "interaction_fields").items()
    return tuple(row for code, row in rows if row.data["required"] and not getattr(found, _FIELD.get(code, code)))


# Where an item stands


def standing(no: str, case: Case, pack: Pack) -> str:
    """Return where an item stands, from verdict and answer."""
    said = case.programme.get(no)
    row = choices(pack, "programme_verdicts").get(said.verdict) if said else None
    if row is None:
        return OPEN
    settled = row.data.get("settled")
    if settled == "yes":
        return SETTLED
    if settled != "answer":
        return BARRED if row.data.get("adverse") else CONSULTED
    answer = case.answers.get(no)
    if answer is None:
        return ADVISED
    return SETTLED if answer.accepted else ANSWERED


_ADVICE = frozenset({"change", "cancel"})


def counted_as(no: str, case: Case, pack: Pack) -> str:
    """Return what the statistics count a conclusion as: pass, change, cancel, consult, refuse; empty without one.

    An item that passes because earlier advice was carried out counts as what was advised.
    """
    verdicts = choices(pack, "programme_verdicts")
    said = case.programme.get(no)
    now, before = (
        str(verdicts[code].data.get("counts", "")) if code in verdicts else ""
        for code in (said.verdict if said else "", case.advised.get(no, ""))
    )
    return before if now == "pass" and before in _ADVICE else now


@dataclass(frozen=True)
class Statistics:
    """Counts of one event; ``acts`` are performers by session, ``works`` items of all.

    An act is advised to be cancelled when all its items are; items of other acts are counted as works.
    """

    acts: int = 0
    works: int = 0
    concluded: int = 0
    acts_cancelled: int = 0
    works_cancelled: int = 0
    acts_changed: int = 0
    works_changed: int = 0
    consulted: int = 0
    refused: int = 0
    interactive: int = 0
    strong: int = 0
    accepted: int = 0

    def __add__(self, other: Statistics) -> Statistics:
        """Return the sum of two events."""
        return Statistics(*(getattr(self, n) + getattr(other, n) for n in self.__dataclass_fields__))


STRONG = 3
"""Strength from which an interaction counts as strong."""


def statistics(case: Case, pack: Pack) -> Statistics:
    """Return the counts of a case's programme."""
    found = items(case)
    said = {no: counted_as(no, case, pack) for no in found}
    whole = {kind: Counter[bool]() for kind in ("cancel", "change")}
    gathered = acts(found.values())
    for act in gathered:
        kinds = [said[item.no] for item in act.items]
        for kind, counter in whole.items():
            counter[True] += all(k == kind for k in kinds)
            counter[False] += 0 if all(k == kind for k in kinds) else kinds.count(kind)
    strengths = [strength(interaction(item, case, pack), pack) for item in found.values()]
    kinds = list(said.values())
    return Statistics(
        acts=len(gathered),
        works=len(found),
        concluded=sum(map(bool, kinds)),
        acts_cancelled=whole["cancel"][True],
        works_cancelled=whole["cancel"][False],
        acts_changed=whole["change"][True],
        works_changed=whole["change"][False],
        consulted=kinds.count("consult"),
        refused=kinds.count("refuse"),
        interactive=sum(map(bool, strengths)),
        strong=sum(s >= STRONG for s in strengths),
        accepted=sum(no in found and answer.accepted for no, answer in case.answers.items()),
    )


# The final list


def line_of(item: Item) -> ProgrammeLine:
    """Return an item as a line of a list."""
    work = item.part.title if item.part else _text(item.row.values.get("work"))
    return ProgrammeLine(_text(item.row.values.get("artist")), work, _text(item.row.values.get("session")))


def sheet_lines(case: Case) -> tuple[ProgrammeLine, ...]:
    """Return the organiser's own list: the rows of the sheet."""
    return tuple(line_of(Item(no, row)) for no, row in act_rows(case.application).items())


def approved_items(case: Case, pack: Pack) -> tuple[Item, ...]:
    """Return the items that may be performed: all but those that were cancelled or barred."""
    verdicts = choices(pack, "programme_verdicts")
    out = {code for code, row in verdicts.items() if row.data.get("counts") in {"cancel", "refuse"}}
    said = case.programme
    return tuple(item for no, item in items(case).items() if no not in said or said[no].verdict not in out)


def final_fingerprint(case: Case) -> str:
    """Return the fingerprint of the programme as reviewed, with interaction, verdicts and answers; 64 hex digits."""
    parts = (case.programme_items, case.interactions, case.programme, case.answers)
    rows = [sorted((key, codec.plain(v)) for key, v in row.values.items()) for row in case.application.rows(SHEET)]
    plain = [codec.plain({key: part[key] for key in sorted(part)}) for part in parts]
    return canonical_fingerprint([TAG, [list(map(list, row)) for row in rows], *plain])


def performed_lines(case: Case, pack: Pack) -> dict[str, tuple[ProgrammeLine, datetime | None]]:
    """Return what is verified on site by key: the last approved changed list, else the approved items of the sheet."""
    approved = {n for n, change in enumerate(case.changes, 1) if change.result == "approved"}
    changed = [v for v in case.variations if v.request in approved]
    if changed:
        last = changed[-1]
        return {f"{last.request}.{n}": (line, None) for n, line in enumerate(last.lines, 1)}
    return {item.no: (line_of(item), _start(item)) for item in approved_items(case, pack)}


def _start(item: Item) -> datetime | None:
    value = item.row.values.get("start")
    return value if isinstance(value, datetime) else None


def overdue(case: Case, pack: Pack, today: date) -> Iterator[str]:
    """Yield the items whose advice was not answered by the day it was due."""
    for no, said in case.programme.items():
        due = said.answer_due
        if due is not None and due < today and standing(no, case, pack) == ADVISED:
            yield no
