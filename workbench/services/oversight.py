"""For supervisors: decided cases, a case's history and readers, verification of the chain, export, erasure by law."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from workbench.core.case import Case
from workbench.core.decide_base import require
from workbench.core.describe import changes
from workbench.core.evolve import evolve
from workbench.core.values import Scalar
from workbench.errors import Text, WorkbenchError
from workbench.exchange import verify
from workbench.exchange.export import CaseSlice
from workbench.exchange.export import export_case as write_export
from workbench.services import access, documents, queue
from workbench.services.desk import Desk, pack_of, stream_of
from workbench.services.looking import BEFORE_DECISION, OPEN_PERMIT
from workbench.services.paper_names import file_name
from workbench.services.views import ChainResult, DecisionRow, Person, ReadEntry, TimelineEntry
from workbench.services.wording import entry_of
from workbench.storage.projections import CaseRow
from workbench.storage.queue import CaseFilter, Sort

OUTCOMES = ("grant", "refuse")


@dataclass(frozen=True)
class DecisionFilter:
    """Which decisions the history shows: days of decision (both ends included), outcome, level, names, text."""

    first: date | None = None
    last: date | None = None
    outcomes: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    undertakers: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    text: str = ""
    after: tuple[Scalar, ...] | None = None
    limit: int = 200


def decisions(desk: Desk, person: Person, wanted: DecisionFilter | None = None) -> tuple[DecisionRow, ...]:
    """Return decided cases, the newest first.

    Args:
        desk: The opened office.
        person: Who looks.
        wanted: The filter; everything decided by default.
    """
    access.require(desk.pack, person, "read_history")
    asked = wanted or DecisionFilter()
    chosen = CaseFilter(
        text=asked.text,
        outcomes=asked.outcomes or OUTCOMES,
        levels=asked.levels,
        undertakers=asked.undertakers,
        officers=asked.officers,
        decided=(asked.first, asked.last) if asked.first or asked.last else None,
    )
    after = None if asked.after is None else tuple(v for v in asked.after if isinstance(v, str | int))
    found = desk.database.search_cases(
        chosen, queue.days(desk), sort=Sort("decided", descending=True), after=after, limit=asked.limit
    )
    return tuple(_row(row) for row in found.rows)


def _row(row: CaseRow) -> DecisionRow:
    assert row.decided is not None
    return DecisionRow(
        case=row.case,
        number=row.number,
        paper_number=row.paper_number,
        title=row.title,
        undertaker=row.undertaker,
        outcome=row.outcome,
        level=row.level,
        officer=row.officer,
        approver=row.approver,
        decided=row.decided,
        used_days=row.used_days,
        stale=row.stale,
    )


def timeline(desk: Desk, person: Person, case: str) -> tuple[TimelineEntry, ...]:
    """Return a case's events in order, each with what it changed."""
    access.require(desk.pack, person, "read_case")
    names, entries = desk.names(), list[TimelineEntry]()
    state: Case | None = None
    for event in desk.database.journal.read(stream_of(case)):
        after = evolve(state, event)
        entries.append(entry_of(event, pack_of(after.pack), names, changes(state, after)))
        state = after
    return tuple(entries)


def life(desk: Desk, person: Person, case: str) -> tuple[tuple[TimelineEntry, ...], tuple[ReadEntry, ...]]:
    """Return the events of a case and its readers, oldest first, and record that this person read them."""
    access.require(desk.pack, person, "read_history")
    desk.database.access.record(case, actor=person.id, at=desk.clock.now())
    return timeline(desk, person, case), readers(desk, person, case)


def readers(desk: Desk, person: Person, case: str) -> tuple[ReadEntry, ...]:
    """Return who opened a case, and when."""
    access.require(desk.pack, person, "read_history")
    names = desk.names()
    return tuple(ReadEntry(names.get(r.actor, r.actor), r.at) for r in desk.database.access.readings(case))


def verify_desk(
    desk: Desk, progress: Callable[[int, int], None] | None = None, person: Person | None = None
) -> ChainResult:
    """Recompute the whole chain of the present database; it shows nothing of any case.

    Args:
        desk: The opened office.
        progress: Called now and then.
        person: Who asks in the window; ``None`` for whoever holds the file and could verify a copy of it anyway.
    """
    if person is not None:
        access.require(desk.pack, person, "verify_records")
    started = time.perf_counter()
    found = desk.database.journal.verify(progress)
    return ChainResult(
        chain=found.head.chain,
        count=found.count,
        head=found.head.hash,
        genuine=found.genuine,
        first_bad=found.first_bad,
        reason=found.reason,
        seconds=Decimal(str(round(time.perf_counter() - started, 3))),
    )


@dataclass(frozen=True)
class PathVerdict:
    """What the stand-alone verifier says of an export: genuine, altered or unknown, the first bad entry, its lines.

    ``findings`` are codes of what the replay of the workflow shows, which no hash can.
    """

    verdict: str
    genuine: bool
    first_bad: int | None
    page: str
    findings: tuple[str, ...] = ()

    @property
    def in_order(self) -> bool:
        """Return whether it is genuine and its workflow has nothing to note."""
        return self.genuine and not self.findings


def verify_path(path: Path, checkpoints: tuple[str, ...] = ()) -> PathVerdict:
    """Judge an export or a database copy with the stand-alone verifier.

    Args:
        path: Folder, zip or database file.
        checkpoints: What is known from outside: ``chain:seq:hash``, the words of a QR code, or a file of them.

    Raises:
        WorkbenchError: There is no such file, or a text without a checkpoint was given.
    """
    if not path.exists():
        raise WorkbenchError(Text("找不到文件", "no such file"), where=str(path))
    outside = [point for given in checkpoints for point in _points(given)]
    found = verify.verify(path, outside)
    codes = tuple(f.code for f in found.findings)
    return PathVerdict(found.verdict, found.verdict == "genuine", found.first_bad, verify.told(found), codes)


def _points(given: str) -> list[verify.Checkpoint]:
    file = Path(given)
    found = verify.checkpoints_in(file.read_text(encoding="utf-8") if file.is_file() else given)
    if not found:
        raise WorkbenchError(
            Text("没有可用的检查点", "there is no checkpoint in it"),
            where=given,
            remedy=Text("格式为 链:序号:指纹", "checkpoints are chain:number:hash"),
        )
    return found


def told(found: ChainResult | PathVerdict, language: str) -> str:
    """Return a verification as a page for a person."""
    if isinstance(found, PathVerdict):
        return found.page
    verdict = Text("记录完整", "the record is whole") if found.genuine else Text("记录被改动", "the record was altered")
    place = "" if found.first_bad is None else f" #{found.first_bad}"
    lines = (
        f"{verdict.in_language(language)}{place}: {found.reason.in_language(language)}",
        f"{found.chain}:{found.count}:{found.head}",
    )
    return "\n".join(lines)


def export_case(desk: Desk, person: Person, case: str, target: Path) -> Path:
    """Write a case out with its proof: journal, files, papers, manifest; taking it out is a reading and is recorded.

    Raises:
        ExportError: The target exists or cannot be written.
    """
    access.require(desk.pack, person, "export_case")
    state = documents.find(desk, case)
    desk.database.access.record(state.id, actor=person.id, at=desk.clock.now())
    part = CaseSlice(
        case=state.id,
        head=desk.database.journal.head(),
        entries=list(desk.database.journal.entries()),
        attachments=_files(desk, state.id),
        content=desk.database.attachments.get,
        payload=desk.database.journal.payload,
    )
    return write_export(part, target)


def erase_personal_data(desk: Desk, person: Person, case: str, reason: str) -> Case:
    """Erase the personal data of a closed case because the law orders it, and return the case that is left.

    The application goes as a whole, with the names of its files; numbers, verdicts, signatures and issued papers stay.
    The register's row keeps number, status, people of the office and days of the procedure; title, undertaker and
    place are gone.

    Args:
        desk: The opened office.
        person: Who erases.
        case: Identifier or number.
        reason: The order or request, and its date; recorded for good, so without personal data.

    Raises:
        NotAllowedError: The person's role does not include it.
        Refusal: No reason is given, or the case is still open.
        StorageError: There is nothing to erase.
    """
    access.require(desk.pack, person, "erase_personal_data")
    state = documents.find(desk, case)
    require(
        *(reason.strip(), "PIPL.47", "reason"),
        ("未写明删除依据", "the reason of the erasure is not stated"),
        ("请写明删除要求的来源和日期，不写个人资料", "name the order or request and its date, without personal data"),
    )
    require(
        *(state.status not in BEFORE_DECISION | OPEN_PERMIT, "PIPL.47", "case"),
        ("案卷尚未办结，处理目的尚未实现", "the case is still open: the data is needed for its purpose"),
        ("办结、撤回或终止后再删除", "erase it once the case is decided, withdrawn or ended"),
    )
    desk.database.erase(state.id, reason.strip(), actor=person.id, at=desk.clock.now())
    return desk.case(state.id)


def _files(desk: Desk, case: str) -> dict[str, str]:
    """Return every file that any version of a case names: hash → name."""
    files: dict[str, str] = {}
    state: Case | None = None
    for event in desk.database.journal.read(stream_of(case)):
        state = evolve(state, event)
        files |= {a.sha256: a.name for a in state.application.attachments}
        files |= _promised(state)
        files |= _consulted(state)
        files |= {d.sha256: file_name(d.paper, d.title, d.number) for d in state.documents}
    return files


def _promised(state: Case) -> dict[str, str]:
    """Return the letters of promises and the papers that came in on them, those sent back too."""
    met = {f.sha256: f.file for f in (*state.fulfilments.values(), *state.later_fulfilments.values()) if f.sha256}
    return met | {step.sha256: step.file for steps in state.promise_steps.values() for step in steps if step.sha256}


def _consulted(state: Case) -> dict[str, str]:
    """Return the files of consultation: packets that went out, replies and scans that came back, refused ones too."""
    replies = [reply for asked in state.consultations.values() for reply in asked.replies if reply.sha256]
    packets = state.consulting.packets.values()
    sent = {sha256: f"{packet.request} {number}" for packet in packets for number, sha256 in enumerate(packet.forms, 1)}
    scans = {reply.scan_sha256: reply.scan for reply in replies if reply.scan_sha256}
    refused = {one.sha256: one.file for one in state.consulting.refused if one.kept}
    return {**sent, **scans, **{reply.sha256: reply.file for reply in replies}, **refused}
