"""Packages in: a look without storing, receipt as a new case, and supplements to a case."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from workbench.core.case import Case
from workbench.core.commands import FulfilPromise, ReceivePackage, ReceiveSupplement
from workbench.core.pack import Pack
from workbench.core.records import Event
from workbench.core.values import Application, Attachment, Problem
from workbench.errors import PackageError, Text
from workbench.exchange.attachments import take_in
from workbench.exchange.limits import DEFAULT, MIB
from workbench.exchange.notes import Notes, PackageRefused
from workbench.exchange.package import PICTURE, OpenedPackage, open_package, read_package
from workbench.exchange.summary import import_summary
from workbench.services.acting import do, refuse_early
from workbench.services.clocks import local_time
from workbench.services.desk import Desk, pack_named, pack_of
from workbench.services.views import Person

Report = Callable[[int, int, str], None]


REFUSALS = "office/intake"
"""The stream on which packages that were refused as a whole are recorded."""

MOST_ENTRIES = 50
"""Entries named in the record of a refusal, at most."""


@dataclass(frozen=True)
class Looked:
    """What a dry run found: the application, the problems by place, and the counts."""

    application: Application
    problems: tuple[Problem, ...]
    summary: dict[str, object]


@dataclass(frozen=True)
class Answered:
    """What a supplement answers; empty items = everything the last notice asked for."""

    received: datetime | None = None
    items: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Received:
    """A package that became a case: its identifier and number, what was wrong by place, and the counts."""

    case: str
    number: str
    problems: tuple[Problem, ...]
    summary: dict[str, object] = field(default_factory=dict)


def dry_run(
    path: Path,
    *,
    pack: str = "cn_national",
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Looked:
    """Read a package and store nothing.

    Raises:
        PackageError: The package cannot be taken in at all.
    """
    rules = pack_named(pack)
    application = read_package(path, rules, progress=progress, cancelled=cancelled)
    return Looked(application, application.problems, import_summary(application, rules))


def receive(
    desk: Desk,
    person: Person,
    path: Path,
    *,
    received: datetime | None = None,
    channel: str = "window",
    progress: Report | None = None,
) -> Received:
    """Take a package in as a new case: its files are kept before the event that names them.

    Args:
        desk: The opened office.
        person: Who receives it.
        path: Folder, zip or workbook.
        received: Local time of receipt; now by default.
        channel: How it came.
        progress: Called per file.
    """
    refuse_early(desk, person, ReceivePackage.kind, None)
    with _opened(desk, person, path, desk.pack, progress) as opened:
        _keep(desk, opened)
        application = opened.application
    case = secrets.token_hex(6)
    moment = received or local_time(desk.clock.now())
    state = do(desk, person, ReceivePackage(case, application, moment, channel), expected_version=0)
    return Received(case, state.number, application.problems, import_summary(application, desk.pack))


def supplement(
    desk: Desk,
    person: Person,
    case: str,
    path: Path,
    answered: Answered | None = None,
    *,
    progress: Report | None = None,
) -> Received:
    """Take a supplement in: files that the corrected workbook still names and that are registered stay as they are."""
    told = answered or Answered()
    before = desk.case(case)
    refuse_early(desk, person, ReceiveSupplement.kind, before)
    with _opened(desk, person, path, pack_of(before.pack), progress) as opened:
        _keep(desk, opened)
        application = carried_over(before.application, opened.application)
    moment = told.received or local_time(desk.clock.now())
    items = told.items or tuple(item.code for notice in before.corrections[-1:] for item in notice.items)
    command = ReceiveSupplement(case, application, moment, items, told.note)
    state = do(desk, person, command, before.version)
    return Received(case, state.number, application.problems)


@contextmanager
def _opened(desk: Desk, person: Person, path: Path, pack: Pack, progress: Report | None) -> Iterator[OpenedPackage]:
    """Open a package; one that is refused as a whole leaves an entry in the journal: the file, why, which entries."""
    try:
        with open_package(path, pack, progress=progress) as opened:
            yield opened
    except PackageRefused as refusal:
        entries = [problem.original for problem in refusal.problems[:MOST_ENTRIES] if problem.original]
        event = Event("package_refused", {"file": path.name, "why": refusal.message.zh, "entries": entries})
        desk.database.journal.append(REFUSALS, None, lambda _tx: [event], actor=person.id, at=desk.clock.now())
        raise


def carried_over(before: Application, new: Application) -> Application:
    """Return the new application with the registered files that it names and does not bring again."""
    brought = {a.name for a in new.attachments}
    kept = tuple(a for a in before.attachments if a.name not in brought)
    known = {a.name for a in kept}
    problems = tuple(p for p in new.problems if not (p.kind == "file_not_found" and p.original in known))
    site = new.site or before.site
    return replace(new, attachments=(*kept, *new.attachments), problems=problems, site=site)


def fulfil(desk: Desk, person: Person, case: str, item: str, path: Path, note: str = "") -> Case:
    """Keep a paper that was owed, and record that it came in now; see :func:`deliver`."""
    return deliver(desk, person, FulfilPromise(case, item, path.name, "", note), path)


def deliver(desk: Desk, person: Person, wish: FulfilPromise, path: Path) -> Case:
    """Keep a paper that was owed, and record when it came in; the hash in the wish is that of the file.

    Raises:
        PackageError: The file cannot be read or used: too large, encrypted, broken, not what its name says.
    """
    sha256 = keep_paper(desk, person, wish.case, wish.kind, path)
    return do(desk, person, replace(wish, file=path.name, sha256=sha256))


def keep_paper(desk: Desk, person: Person, case: str, kind: str, path: Path) -> str:
    """Keep one file that a command of a kind will name, and return its hash.

    Raises:
        PackageError: The file cannot be read or used.
    """
    refuse_early(desk, person, kind, desk.case(case))
    data = _owed_bytes(path)
    attachment = _usable(path.name, data)
    sha256 = desk.database.attachments.put(data, path.name)
    desk.database.attachments.keep_texts(sha256, [page or "" for page in attachment.text])
    return sha256


def _owed_bytes(path: Path) -> bytes:
    """Return the bytes of one paper within the limit of a package's file."""
    try:
        if path.stat().st_size > DEFAULT.file_bytes:
            most = DEFAULT.file_bytes // MIB
            raise PackageError(
                Text(f"文件超过 {most} MiB", f"the file is larger than {most} MiB"),
                where=path.name,
                remedy=Text("请缩小后重新递交", "make it smaller and hand it in again"),
            )
        return path.read_bytes()
    except OSError as fault:
        raise PackageError(Text("文件无法读取", "the file cannot be read"), where=path.name) from fault


def _usable(name: str, data: bytes) -> Attachment:
    """Return the paper as an attachment; one that cannot be used does not keep a promise."""
    notes = Notes()
    attachment = take_in(name, data, DEFAULT, notes)
    if attachment.problem:
        fault = notes.all()[0]
        raise PackageError(fault.message, where=name, remedy=fault.remedy)
    return attachment


def _keep(desk: Desk, opened: OpenedPackage) -> None:
    for attachment in opened.application.attachments:
        sha256 = desk.database.attachments.put(opened.read(attachment.name), attachment.name)
        desk.database.attachments.keep_texts(sha256, [page or "" for page in attachment.text])
    picture = opened.picture()
    if picture is not None:
        desk.database.attachments.put(picture, PICTURE)


def file_bytes(desk: Desk, attachment: Attachment) -> bytes:
    """Return the bytes of a registered attachment, checked against its hash.

    Raises:
        StorageError: It is missing or was changed.
    """
    return desk.database.attachments.get(attachment.sha256)


def page_texts(desk: Desk, attachment: Attachment) -> tuple[str, ...]:
    """Return the text of every page of a registered attachment; empty when none could be read."""
    return desk.database.attachments.texts(attachment.sha256)
