"""Papers of service, publication and archive: F17, F20 with the public copies of the decision, F21."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reports import parts, public_copy
from reports.blocks import Document
from reports.issue import Issue
from reports.parts import Head, Pairs, Rows, Sentence, Sheet, Signing
from reports.wording import day_zh, span_zh
from workbench.core.case import Case
from workbench.core.case_parts import Issued
from workbench.core.describe import describe
from workbench.core.evolve import replay
from workbench.core.facts import day_of
from workbench.core.pack import Pack
from workbench.core.values import Scalar
from workbench.errors import Text
from workbench.services import paper_contents as contents
from workbench.services.allowed import allowed
from workbench.services.clocks import local_day
from workbench.services.desk import stream_of
from workbench.services.looking import Look
from workbench.services.papers_instruments import decision_document
from workbench.services.slips import Slip, Which, form, instrument, texts

_DECIDED = ("third_signed", "countersigned")
_OVER = frozenset({"ended", "stopped", "reviewed", "archived", "cancelled", "permit_ended", "refused", "withdrawn"})
"""States in which a case can be summed up."""
_PUBLIC = Text("公开版", "public copy")


def slips(look: Look) -> Iterator[Slip]:
    """Yield the proof of delivery and the papers of publication of a decision, and the summary of a closed case."""
    case = look.case
    if case.decision is not None:
        yield form(look, "F17", _delivery)
        yield form(look, "F20", _publication)
        if case.publication is None or not case.publication.ground:
            which = Which(name=_PUBLIC, variant="public")
            yield instrument(look, case.decision.paper, _public_copy, case.decision.number, which)
    if case.status in _OVER:
        yield form(look, "F21", _summary)


def as_decided(look: Look) -> Look:
    """Return the case as the decision left it: later steps must not change what a copy of the decision says."""
    entry = contents.entry_of(look, look.case.decision.number if look.case.decision else "", _DECIDED)
    events = look.desk.database.journal.read(stream_of(look.case.id))
    return Look(look.desk, replay(events[: entry.version]) or look.case, local_day(entry.at))


def persons(case: Case, pack: Pack) -> tuple[str, ...]:
    """Return the names of people that an application states; a promisor may be an organisation or a party instead."""
    keys = ("und.legal_rep", "und.event_lead", "und.contact", "und.safety_lead", "ven.manager", "ven.contact")
    values = case.application.fields
    fields = [values.get(key) for key in (*keys, "tmp.lead", "sec.lead")]
    parties = case.application.rows("parties")
    rows = [row[key] for row in parties for key in ("lead", "legal_rep")]
    bodies = {values.get("und.name"), values.get("ven.owner"), *(row["name"] for row in parties)}
    bodies |= {party.text.zh for party in pack.parties.values()}
    promisors = [promise.promisor for promise in case.promises.values() if promise.promisor not in bodies]
    return tuple(str(value) for value in (*fields, *rows, *promisors) if value)


def _officers(case: Case) -> tuple[str, ...]:
    """Return the names of the officers who work on a case, without those who sign its decision."""
    site = [name for check in case.site_checks for name in check.officers]
    opening = [name for check in case.opening_checks for name in check.officers]
    return tuple(dict.fromkeys((case.officer_name, *site, *opening)))


def _sheet(look: Look, paper: str, issue: Issue, made: tuple[parts.Part, ...]) -> Document:
    content = Sheet(paper, issue, made, values={"event": contents.field(look, "ev.name")})
    return parts.document(content, texts(look, paper))


def _title_of_decision(look: Look) -> str:
    return look.pack.papers[look.case.decision.paper].text.zh if look.case.decision else ""


def _delivery(look: Look, issue: Issue) -> Document:
    """Return the proof of delivery; what is not known yet stays for the hand."""
    case, delivered = look.case, look.case.delivery
    methods = look.pack.lists["delivery_methods"]
    method = methods[delivered.method].text.zh if delivered and delivered.method in methods else ""
    limit = delivered.limit if delivered else None
    values = (
        *(_title_of_decision(look), case.decision.number if case.decision else "", contents.field(look, "und.name")),
        *(case.number, method, day_zh(delivered.on) if delivered else "", day_zh(limit) if limit else ""),
        delivered.receiver if delivered else "",
    )
    more = _circumstances(look, texts(look, "F17"))
    late = (Sentence("late", kind="flush"),) if delivered and delivered.late else ()
    basis = {"basis": contents.basis(look, "F17", issue.day)}
    pairs = Pairs((*zip(_labels(look, "F17"), values, strict=True), *more), across=2, label=22.0)
    signed = Rows("signed_columns", ((43.0, "left"),) * 4, (), empty=2)
    made: tuple[parts.Part, ...] = (pairs, *late, Head("signed_head"), signed, Sentence("note", basis), Signing())
    return _sheet(look, "F17", issue, made)


def _labels(look: Look, paper: str) -> list[str]:
    return texts(look, paper)["labels"].split("|")


def _circumstances(look: Look, said: dict[str, str]) -> list[tuple[str, str]]:
    """Return what else is recorded of the service: who took it, by which post, who refused it before whom."""
    one = look.case.delivery
    if one is None:
        return []
    stated = (one.relation, one.tracking, one.receipt, one.refused, one.witness)
    return [(name, value) for name, value in zip(said["more"].split("|"), stated, strict=True) if value]


def _publication(look: Look, issue: Issue) -> Document:
    """Return the note on what of the decision is made public, where, and what is left out."""
    case, public, said = look.case, look.case.publication, texts(look, "F20")
    places = look.pack.lists["publication_places"]
    where = (places[public.where].text.zh if public.where in places else public.where) if public else ""
    values = (
        *(_title_of_decision(look), case.decision.number if case.decision else "", contents.field(look, "ev.name")),
        *(case.number, where, day_zh(public.on) if public else ""),
    )
    known = look.pack.lists["redactions"]
    kinds = [known[code].text.zh if code in known else code for code in (public.removed if public else ())]
    left_out = dict.fromkeys((*said["always"].split("|"), *kinds, *(public.redactions if public else ())))
    rows = Rows("redaction_columns", _TWO, [(str(n), text) for n, text in enumerate(left_out, 1)])
    note = Sentence("note", {"basis": contents.basis(look, "F20", issue.day)})
    withheld = [parts.Plain(text, "flush") for text in _withheld(look)]
    pairs = Pairs(values, "labels", across=2, label=22.0)
    made: tuple[parts.Part, ...] = (pairs, *withheld, Head("redactions_head"), rows, note, Signing())
    return _sheet(look, "F20", issue, made)


def _withheld(look: Look) -> Iterator[str]:
    """Yield why a decision is not made public, and what else was noted."""
    public, grounds = look.case.publication, look.pack.lists["withholding_grounds"]
    if public and public.ground in grounds:
        yield f"{texts(look, 'F20')['withheld']}{grounds[public.ground].text.zh}"
    if public and public.note:
        yield public.note


_TWO = ((12.0, "centre"), (160.0, "left"))


def _public_copy(look: Look) -> Document:
    """Return the public copy; until the publication is recorded with what it leaves out, it is a draft."""
    at, said = as_decided(look), texts(look, "F20")
    wording = {"mark": said["mark"], "note": said["public_note"], "left_out": said["left_out"]}
    made = public_copy.document(decision_document(at), _left_out(look, at.case), wording)
    return made if look.case.publication else replace(made, meta=replace(made.meta, draft=True))


def _left_out(look: Look, decided: Case) -> public_copy.Hidden:
    """Return what the kinds and passages recorded with the publication take out of the decision."""
    public, known = look.case.publication, look.pack.lists["redactions"]
    rows = [known[code].data for code in (public.removed if public else ()) if code in known]
    names = _officers(look.case) if any(row.get("officers") for row in rows) else ()
    return public_copy.Hidden(
        (*persons(decided, look.pack), *names),
        tuple(word for row in rows for word in _subjects(row)),
        public.redactions if public else (),
    )


def _subjects(row: Mapping[str, Scalar]) -> tuple[str, ...]:
    """Return the words of a kind of matter that is left out by sentence; other kinds have none."""
    named = row.get("subjects")
    return named if isinstance(named, tuple) else ()


# F21


def _summary(look: Look, issue: Issue) -> Document:
    """Return figures, lessons, course and the index of the file."""
    made: list[parts.Part] = [Pairs(_facts(look), "labels", across=2, label=22.0)]
    made += [Head("figures_head"), Pairs(_figures(look), "figures", across=3, label=36.0)]
    lessons = look.case.review.lessons if look.case.review else ()
    rows = Rows("lesson_columns", _TWO, [(str(n), text) for n, text in enumerate(lessons, 1)])
    made += [Head("review_head"), rows if lessons else Sentence("no_lessons")]
    made += [Head("course_head"), Rows("course_columns", _COURSE, list(_course(look)))]
    made += [Head("index_head"), Rows("index_columns", _INDEX, list(_index(look))), Signing()]
    return _sheet(look, "F21", issue, tuple(made))


_COURSE = ((30.0, "centre"), (82.0, "left"), (60.0, "left"))
_INDEX = ((12.0, "centre"), (53.0, "left"), (51.0, "left"), (22.0, "centre"), (34.0, "centre"))


def _facts(look: Look) -> tuple[str, ...]:
    case, fields = look.case, look.case.application.fields
    first, last = day_of(fields.get("ev.start_date")), day_of(fields.get("ev.end_date"))
    statuses = look.pack.lists["statuses"]
    people = allowed(look)
    return (
        *(contents.field(look, "ev.name"), contents.field(look, "und.name")),
        *(span_zh(first, last) if first and last else "", contents.field(look, "loc.name")),
        *(
            people.text.zh if people else "—",
            case.decision.number if case.decision else "—",
        ),
        *(statuses[case.status].text.zh, case.officer_name),
    )


def _figures(look: Look) -> tuple[str, ...]:
    """Return what the record counts by itself, then what the review stated."""
    case = look.case
    found = sum(len(c.findings) for c in case.site_checks) + sum(len(c.hazards) for c in case.opening_checks)
    halts = sum(entry.kind in {"suspended", "stopped"} for entry in case.run)
    counts = (len(case.site_checks) + len(case.opening_checks), found, len(case.corrections), len(case.promises))
    return tuple(str(count) for count in (*counts, halts, len(case.changes)))


def _course(look: Look) -> Iterator[tuple[str, str, str]]:
    """Yield the signed and numbered steps with their day."""
    events = look.desk.database.journal.read(stream_of(look.case.id))
    for event in events[: look.case.version]:
        number = str(event.body.get("number") or "")
        if event.kind != "document_issued" and (number or "fingerprint" in event.body):
            yield local_day(event.at).isoformat(), describe(event, look.pack).zh, number


def _index(look: Look) -> Iterator[tuple[str, ...]]:
    """Yield every paper issued, then every file of the application."""
    for number, issued in enumerate(look.case.documents, 1):
        yield _issued_line(number, issued)
    known = len(look.case.documents)
    for number, file in enumerate(look.case.application.attachments, known + 1):
        yield str(number), file.name, "—", "—", file.sha256[:16]


def _issued_line(number: int, issued: Issued) -> tuple[str, ...]:
    day = local_day(issued.act.at).isoformat()
    return str(number), issued.title.zh, issued.number, day, issued.sha256[:16]
