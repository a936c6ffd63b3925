"""The one way to change a case: decide on the locked state, append, project, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from workbench.core.case import Case
from workbench.core.commands import Command
from workbench.core.decide import Actor, Context, check_role, check_state, decide
from workbench.core.describe import describe
from workbench.core.evolve import replay
from workbench.core.pack import Pack
from workbench.core.records import Event, Recorded
from workbench.errors import ConflictError, NotAllowedError, StorageError, Text
from workbench.exchange.export import ExportError, keep_checkpoint
from workbench.services.clocks import local_day
from workbench.services.desk import Desk, pack_of, stream_of
from workbench.services.looking import Look
from workbench.services.numbering import paper_number
from workbench.services.views import Person
from workbench.storage.journal import Tx, VersionConflictError

READS_GATE = frozenset(
    {"accept", "send_correction", "recommend", "countersign", "third_sign"}
    | {"record_opening_check", "open_event", "set_level"}
)
"""Commands whose rules look at open findings or at the computed level."""

NAMES_PEOPLE = frozenset({"record_site_check", "record_opening_check", "record_hazards", "recheck_hazards"})
"""Commands that name officers by their accounts."""


NAMES_APPROVER = frozenset({"extend_decision", "set_level"})
"""Commands that name the person who allowed them."""
APPROVER = "approver"


def do(desk: Desk, person: Person, command: Command, expected_version: int | None = None) -> Case:
    """Carry a command out and return the new state; see :func:`do_all`."""
    return do_all(desk, person, (command,), expected_version)


def do_all(desk: Desk, person: Person, commands: Sequence[Command], expected_version: int | None = None) -> Case:
    """Carry several commands of one case out, all or none, and return the new state.

    Args:
        desk: The opened office.
        person: Who is signed in.
        commands: The wishes, at least one; each is decided on the state that those before it make.
        expected_version: Version of the case that the person saw; ``None`` = whatever it is now.

    Raises:
        Refusal: A rule stands against it.
        ConflictError: The case moved on since ``expected_version``; nothing typed is lost.
        NotAllowedError: The account was closed, or lost a role, since the person signed in.
        StorageError: It could not be written; nothing was.
    """
    now, case = desk.clock.now(), commands[0].case
    signs = any(command.signed for command in commands)

    def build(tx: Tx) -> list[Event]:
        actor = as_known_now(desk, person)
        desk.renew_calendar(tx)
        state = desk.case_in(tx, case, from_journal=signs)
        events: list[Event] = []
        for command in commands:
            made = decide(state, command, context_for(desk, actor, state, command.kind, now, tx))
            state = replay(made, state)
            events += made
        return events

    try:
        desk.database.journal.append(stream_of(case), expected_version, build, actor=person.id, at=now)
    except VersionConflictError as conflict:
        raise conflict_in_words(desk, conflict) from conflict
    if signs:
        keep_outside(desk)
    return desk.case(case)


def as_known_now(desk: Desk, person: Person) -> Person:
    """Return a person with the roles that the account has now.

    Raises:
        NotAllowedError: The account was closed since the person signed in.
    """
    try:
        known = desk.database.accounts.get(person.id)
    except KeyError:
        known = None
    if known is None or not known.active:
        raise NotAllowedError(
            Text("账号已停用", "this account is closed"),
            remedy=Text("请联系管理员", "ask the administrator"),
        )
    return replace(person, roles=known.roles)


def keep_outside(desk: Desk) -> None:
    """Keep the head of the chain outside the database after a signature, so that a cut tail shows.

    The folder is the setting ``checkpoint_folder`` (better another disk), else ``checkpoints`` beside the data. The act
    is recorded already: a folder that cannot be written is told at the desk and undoes nothing.
    """
    named = desk.database.settings.get("checkpoint_folder")
    beside = desk.database.attachments.folder
    folder = Path(str(named)) if named else (beside.parent / "checkpoints" if beside else None)
    if folder is None:
        return
    try:
        keep_checkpoint(folder, desk.database.journal.head())
        desk.warning = None
    except ExportError as fault:
        desk.warning = fault


def context_for(
    desk: Desk, person: Person, state: Case | None, kind: str, now: datetime, tx: Tx | None = None
) -> Context:
    """Return what a decision may know; open findings only for commands whose rules read them."""
    look = Look(desk, state) if state is not None else None
    reads = look is not None and kind in READS_GATE
    return Context(
        pack=look.pack if look else desk.pack,
        calendar=desk.calendar,
        now=now,
        actor=Actor(person.id, person.name, person.roles),
        gate=look.gate if look and reads else (),
        draw=_drawer(desk, tx, now, state) if tx is not None else _cannot_draw,
        checkpoint=tx.head().short() if tx is not None else "",
        computed_level=look.risk.level.computed if look and reads else None,
        models=look.models if look else {},
        people=checkers(desk, look.pack) if look and kind in NAMES_PEOPLE else {},
        approvers=approvers(desk) if kind in NAMES_APPROVER else {},
    )


def checkers(desk: Desk, pack: Pack) -> dict[str, str]:
    """Return the names of the accounts that may take part in a check, by identifier."""
    roles = pack.roles.get("confirm_check", frozenset())
    return {one.id: one.name for one in desk.database.accounts.all() if one.active and one.roles & roles}


def approvers(desk: Desk) -> dict[str, str]:
    """Return who may allow what an officer asks for: identifier → name of everybody with the approver's role."""
    people = desk.database.accounts.all()
    return {person.id: person.name for person in people if person.active and APPROVER in person.roles}


def _cannot_draw(series: str) -> str:
    raise LookupError(f"no number of {series} outside a transaction")


def _drawer(desk: Desk, tx: Tx, now: datetime, state: Case | None) -> Callable[[str], str]:
    pack = pack_of(state.pack) if state else desk.pack

    def draw(series: str) -> str:
        year = local_day(now).year
        drawn = tx.draw_number(series, year, stream_of(state.id) if state else "")
        return paper_number(desk, pack, series, year, drawn)

    return draw


def conflict_in_words(desk: Desk, conflict: VersionConflictError) -> ConflictError:
    """Put what happened in between into words."""
    names = desk.names()
    changes = tuple(_told(desk, event, names.get(event.actor, event.actor)) for event in conflict.since)
    return ConflictError(conflict.message, changes=changes, where=conflict.where, remedy=conflict.remedy)


def _told(desk: Desk, event: Recorded, name: str) -> Text:
    title = describe(event, desk.pack)
    return Text(f"{name}：{title.zh}", f"{name}: {title.en}")


def refuse_early(desk: Desk, person: Person, kind: str, state: Case | None) -> None:
    """Refuse, before any file is kept, what could not be recorded: a reader's database, another's role, a wrong state.

    Raises:
        StorageError: The database is open for reading only.
        Refusal: The person's role or the state of the case does not allow the command.
    """
    if desk.read_only:
        raise StorageError(
            Text("数据库以只读方式打开", "the database is open for reading only"), where=desk.database.place
        )
    context = context_for(desk, person, state, kind, desk.clock.now())
    check_role(kind, context)
    check_state(state, kind, context)
