"""Papers of intake: application form F01, promise F02, non-acceptance F04, receipts F06, tolerated deficiencies F22."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from reports import parts
from reports.blocks import Document
from reports.issue import Issue
from reports.parts import Head, Notice, Pairs, Plain, Rows, Sentence, Sheet, Signing
from reports.wording import day_zh, filled, hour_zh, masked_phone
from workbench.core.case import Case
from workbench.core.commands import Promise
from workbench.core.evolve import replay
from workbench.core.promises import with_defaults
from workbench.core.values import Row, Scalar
from workbench.errors import Text
from workbench.services import paper_contents as contents
from workbench.services.desk import stream_of
from workbench.services.looking import Look
from workbench.services.promises import fallback_text
from workbench.services.slips import Slip, Which, form, instrument, texts

_UNACCEPTED = {"not_required": "declared_not_required", "not_accepted": "acceptance_refused"}
"""How a case ends without acceptance → the event that says so."""
_CHANNELS = ("window", "online", "post", "email")


def slips(look: Look) -> Iterator[Slip]:
    """Yield what the office and the applicant hand each other before acceptance."""
    case = look.case
    if case.closure is not None and case.closure.kind in _UNACCEPTED:
        yield instrument(look, "F04", _unaccepted, case.closure.number)
    if case.promises:
        yield instrument(look, "F22", _tolerated, case.tolerance_number)
    yield form(look, "F01", _application, own=True)
    yield form(look, "F02", _promise, own=True)
    for number in range(1, len(case.supplements) + 2):
        name = Text(f"第{number}次", f"no. {number}") if case.supplements else None
        which = Which(str(number), name, tail=str(number))
        yield form(look, "F06", partial(_receipt, number=number), which, own=True)


# F01


def _application(look: Look, issue: Issue) -> Document:
    """Return the application as registered: the keyed sheet by section, sessions, organisations."""
    said, application = texts(look, "F01"), look.case.application
    made: list[parts.Part] = []
    sections: dict[str, list[tuple[str, str]]] = {}
    yes, no = said["yes_no"].split("|")
    for column in look.pack.sheets["event"].columns:
        value = application.fields.get(column.key)
        shown = _shown(column.key, value, {True: yes, False: no}) + (column.unit if value is not None else "")
        sections.setdefault(column.section, []).append((column.label.zh, shown))
    for section, pairs in sections.items():
        made += [Head(text=section), Pairs(pairs, across=2, label=32.0)]
    made += [
        Head("sessions_head"),
        Rows("session_columns", _SESSIONS, [_session(r) for r in look.case.application.rows("sessions")]),
    ]
    made += [Head("parties_head"), Rows("party_columns", _PARTIES, [_party(r) for r in application.rows("parties")])]
    made += [Sentence("declaration", kind="declaration"), Signing()]
    return parts.document(_sheet(look, "F01", issue, made), said)


_SESSIONS = ((14.0, "centre"), (38.0, "left"), *((30.0, "centre"),) * 3, (15.0, "centre"), (15.0, "centre"))
_PARTIES = ((8.0, "centre"), (24.0, "left"), (58.0, "left"), (38.0, "left"), (20.0, "left"), (24.0, "left"))


def _sheet(look: Look, paper: str, issue: Issue, made: list[parts.Part]) -> Sheet:
    return Sheet(paper, issue, tuple(made), values={"event": contents.field(look, "ev.name")})


def _shown(key: str, value: Scalar | object, words: dict[bool, str]) -> str:
    """Return a value as the form shows it; telephones with their middle hidden."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return words[value]
    if isinstance(value, tuple):
        return "、".join(str(v) for v in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return masked_phone(str(value)) if "phone" in key else str(value)


def _session(row: Row) -> tuple[str, ...]:
    keys = ("code", "title", "doors", "start", "end", "expected", "approved_req")
    return tuple(_shown(key, row[key], {}) for key in keys)


def _party(row: Row) -> tuple[str, ...]:
    keys = ("party", "role", "name", "uscc", "lead", "phone")
    return tuple(_shown(key, row[key], {}) for key in keys)


# F02


def _promise(look: Look, issue: Issue) -> Document:
    """Return the letter that the applicant signs: true papers, safety, and what is owed with its day."""
    values = {
        "organ": contents.organ(look),
        "applicant": contents.field(look, "und.name"),
        "event": contents.field(look, "ev.name"),
        "basis": contents.purpose(look, "safety_duty", issue.day),
    }
    owed = list(_asked(look))
    table: list[parts.Part] = (
        [Sentence("owed", kind=_SPOKEN), Rows("owed_columns", _OWED, owed, empty=2)]
        if owed
        else [Sentence("owed_none", kind=_SPOKEN)]
    )
    made: list[parts.Part] = [
        Sentence("addressee", values, "flush"),
        Sentence("opening", values),
        Head("truth_head"),
        Sentence("truth"),
    ]
    made += [Head("safety_head"), Sentence("safety", values, _SPOKEN), Head("owed_head"), *table]
    made += [Sentence("consequence", kind=_SPOKEN), Signing()]
    return parts.document(_sheet(look, "F02", issue, made), texts(look, "F02"))


_SPOKEN = "declaration"
_OWED = ((12.0, "centre"), (66.0, "left"), (36.0, "centre"), (26.0, "left"), (32.0, "left"))


def _asked(look: Look) -> Iterator[tuple[str, ...]]:
    """Yield what is promised, else what the application asks to be tolerated; only what may be tolerated at all."""
    if look.case.promises:
        for number, promise in enumerate(look.case.promises.values(), 1):
            yield (
                str(number),
                contents.title(look, promise.item),
                hour_zh(promise.due),
                promise.promisor,
                _fallback(look, promise),
            )
        return
    rows = [r for r in look.case.application.rows("materials") if r["tolerance"] is True]
    able = [r for r in rows if (known := look.pack.materials.get(str(r["item"]))) and known.tolerable]
    for number, row in enumerate(able, 1):
        day = row["promise"]
        yield str(number), contents.title(look, str(row["item"])), day_zh(day) if isinstance(day, date) else "", "", ""


def _fallback(look: Look, promise: Promise) -> str:
    return fallback_text(look, with_defaults(promise, look.pack)).zh


# F04


def _unaccepted(look: Look) -> Document:
    """Return the notice that no permit is needed, or the decision that the authority is not competent."""
    closure = look.case.closure
    assert closure is not None
    issue = contents.issued(look, closure.number, _UNACCEPTED[closure.kind])
    values = {
        "received": day_zh(look.case.received.date()),
        "event": contents.field(look, "ev.name"),
        "reason": closure.reason.rstrip("。"),
        "basis": contents.basis(look, "F04", issue.day),
        "competent": closure.competent,
        **contents.remedies(look),
        **contents.contact(look),
    }
    keys = ["opening", closure.kind, "competent" if closure.competent else "duty", "appeal", "contact"]
    content = Notice(
        *("F04", issue, contents.field(look, "und.name")),
        tuple(Sentence(key, values) for key in keys),
        title="title_not_required" if closure.kind == "not_required" else "title",
    )
    return parts.document(content, texts(look, "F04"))


# F06


def _receipt(look: Look, issue: Issue, number: int) -> Document:
    """Return the receipt for what came in: the application at first, then each supplement."""
    at = _as_received(look, number)
    said, case = texts(look, "F06"), at
    lines = list(_lines(look, at, number))
    received = case.received if number == 1 else case.supplements[number - 2].received
    values = (
        contents.field(look, "ev.name"),
        contents.field(look, "und.name"),
        case.number,
        f"{received:%Y-%m-%d %H:%M}",
        dict(zip(_CHANNELS, said["channels"].split("|"), strict=True)).get(case.channel, case.channel),
        str(case.copies),
    )
    note = {"count": str(len(lines)), "basis": contents.basis(look, "F06", received.date())}
    made: list[parts.Part] = [Pairs(values, "labels", across=2, label=24.0), Rows("columns", _RECEIVED, lines)]
    made += [Sentence("note", note), Signing()]
    return parts.document(_sheet(look, "F06", issue, made), said)


_RECEIVED = ((12.0, "centre"), (84.0, "left"), (24.0, "centre"), (14.0, "centre"), (14.0, "centre"), (24.0, "left"))


def _as_received(look: Look, number: int) -> Case:
    """Return the case right after the receipt, or right after a supplement."""
    events = look.desk.database.journal.read(stream_of(look.case.id))
    kind = "package_received" if number == 1 else "supplement_received"
    own = [event for event in events if event.kind == kind]
    last = own[0 if number == 1 else number - 2].version
    return replay(events[:last]) or look.case


def _lines(look: Look, at: Case, number: int) -> Iterator[tuple[str, ...]]:
    named = set(at.supplements[number - 2].items) if number > 1 else None
    rows = [r for r in at.application.rows("materials") if r["file"] is not None]
    wanted = [r for r in rows if not named or str(r["item"]) in named]
    for line, row in enumerate(wanted, 1):
        item = str(row["item"])
        known = look.pack.materials.get(item)
        name = f"{item} {known.text.zh if known else row['title'] or ''}"
        yield (str(line), name, *(_shown(k, row[k], {}) for k in ("original", "copies", "pages", "note")))


# F22


def _tolerated(look: Look) -> Document:
    """Return the decision that names every paper owed, by when, by whom, and what follows if it does not come."""
    case, said = look.case, texts(look, "F22")
    issue = contents.issued(look, case.tolerance_number, "accepted") if case.tolerance_number else contents.draft(look)
    owed = {promise.item for promise in case.open_promises()}
    rows = [
        (
            str(n),
            contents.title(look, p.item),
            p.letter or "—",
            hour_zh(p.due),
            p.promisor,
            _fallback(look, p),
            p.item not in owed,
        )
        for n, p in enumerate(case.promises.values(), 1)
    ]
    never = "、".join(row.text.zh for code, row in look.pack.classes.items() if not _tolerable(look, code))
    kinds = {p.type for p in case.promises.values()}
    effects = [Sentence(key) for kind, key in _EFFECTS if kind in kinds]
    values = {"event": contents.field(look, "ev.name"), "list": never, **contents.contact(look)}
    made: list[parts.Part] = [Sentence("opening", values), Rows("columns", _TOLERATED, rows)]
    made += [Head("never_head"), Sentence("never", values), Head("effect_head"), *effects]
    made += [
        Head("closing_head"),
        Sentence("closing"),
        Plain(filled(said["promisor"], {}), "flush"),
        Sentence("contact", values),
    ]
    return parts.document(Notice("F22", issue, contents.field(look, "und.name"), tuple(made)), said)


_EFFECTS = (("before_decision", "effect_before"), ("before_opening", "effect_opening"))
_TOLERATED = (
    *((10.0, "centre"), (38.0, "left"), (22.0, "left"), (26.0, "centre")),
    *((24.0, "left"), (24.0, "left"), (12.0, "centre")),
)


def _tolerable(look: Look, material_class: str) -> bool:
    return any(m.tolerable for m in look.pack.materials.values() if m.class_code == material_class)
