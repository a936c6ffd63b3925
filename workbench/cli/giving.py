"""What the acts on the command line share: who gives what on which case, times, officers, lists in files, papers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from workbench.cli.base import CHOICE, say, show, signed_in
from workbench.errors import Text, WorkbenchError

if TYPE_CHECKING:
    from workbench.core.case import Case
    from workbench.core.commands import Command
    from workbench.core.pack import Pack
    from workbench.services.desk import Desk
    from workbench.services.views import Person

T = TypeVar("T")
At = Annotated[str, typer.Option("--at", help="YYYY-MM-DD HH:MM；空为现在 · empty = now")]
Second = Annotated[str, typer.Option("--second", help="另一名检查人员的账户 · account of the other officer")]


@dataclass(frozen=True)
class Giver:
    """A person signed in at an office, the case meant, and the present local time."""

    desk: Desk
    person: Person
    case: str
    now: datetime

    @property
    def state(self) -> Case:
        """Return the case as it stands now."""
        return self.desk.case(self.case)

    @property
    def pack(self) -> Pack:
        """Return the rules the case is judged by."""
        from workbench.services.desk import pack_of

        return pack_of(self.state.pack)

    def moment(self, text: str) -> datetime:
        """Read a time option; empty means now."""
        return moment(text, self.now)

    def give(self, command: Command, done: Text) -> None:
        """Give a command, say that it was done, and issue the paper that it brought.

        A paper that cannot be issued yet (its law is not confirmed) is told; the act stands all the same.
        """
        from workbench.services import acting, documents

        acting.do(self.desk, self.person, command)
        show(done.in_language(CHOICE.language))
        try:
            made = documents.issue_of_act(self.desk, self.person, self.case, command.kind)
        except WorkbenchError as fault:
            show(say("已登记，文书尚未出具：", "recorded; the paper is not issued yet: "), err=True)
            show(fault.told(CHOICE.language), err=True)
            return
        if made is not None:
            show(f"{made.title.in_language(CHOICE.language)} {made.number}")

    def officers(self, other: str) -> tuple[str, ...]:
        """Return the two officers of a check: who is signed in, and the account named."""
        from workbench.services import office

        known = {one.account: one.id for one in office.people(self.desk)}
        return tuple(one for one in (self.person.id, known.get(other.strip().lower(), other)) if one)


@contextmanager
def giver(case: str, account: str) -> Iterator[Giver]:
    """Sign in at the office and find the case."""
    from workbench.services import documents, office
    from workbench.services.clocks import local_time

    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        yield Giver(desk, person, documents.find(desk, case).id, local_time(desk.clock.now()))


def give(case: str, account: str, make: Callable[[str, datetime], Command], done: Text) -> None:
    """Sign in, make the command with the case and the present local time, and give it."""
    with giver(case, account) as by:
        by.give(make(by.case, by.now), done)


def moment(text: str, now: datetime) -> datetime:
    """Read a time option; empty means now."""
    try:
        return datetime.fromisoformat(text) if text else now
    except ValueError as fault:
        raise typer.BadParameter(say("时间应为 YYYY-MM-DD HH:MM", "times are YYYY-MM-DD HH:MM")) from fault


def stated_moment(text: str) -> datetime:
    """Read a time that has to be given."""
    return moment(text.strip() or "?", datetime(1970, 1, 1))  # noqa: DTZ001  (a local time, never used)


def pairs(texts: Sequence[str] | None, shape: str) -> Iterator[tuple[str, str]]:
    """Read options of the shape ``code=words``."""
    for text in texts or ():
        key, sign, value = text.partition("=")
        if not (key.strip() and sign):
            raise typer.BadParameter(say(f"“{text}”应写作 {shape}", f"“{text}” should read {shape}"))
        yield key.strip(), value.strip()


def with_names(names: str) -> Any:
    """Return the option ``--with name=text`` for fields that a command seldom needs all of; ``names`` are its help."""
    return typer.Option("--with", help=f"名称=内容，可重复 · name=text, repeatable: {names}")


class Words:
    """What ``--with name=text`` said, by name; a name that the command does not know is wrong use."""

    def __init__(self, texts: Sequence[str] | None, names: str) -> None:
        """Read the options; ``names`` are those that the command knows, parted by blanks."""
        self._said: dict[str, list[str]] = {name: [] for name in names.split()}
        for name, text in pairs(texts, "name=text"):
            if name not in self._said:
                raise typer.BadParameter(say(f"没有“{name}”；可用：{names}", f"no “{name}”; there are: {names}"))
            self._said[name].append(text)

    def __getitem__(self, name: str) -> str:
        """Return what was said last under a name; empty when nothing was."""
        return self._said[name][-1] if self._said[name] else ""

    def all(self, name: str) -> tuple[str, ...]:
        """Return everything said under a name, in order."""
        return tuple(self._said[name])


def rows_of(path: Path, make: Callable[[dict[str, Any]], T], fields: str) -> tuple[T, ...]:
    """Read a JSON file that holds a list of objects; ``fields`` are told when it holds anything else."""
    try:
        return tuple(make(row) for row in json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError) as fault:
        told = say(f"须为对象列表，字段：{fields}", f"a list of objects with the fields: {fields}")
        raise typer.BadParameter(f"{path}: {told}") from fault
