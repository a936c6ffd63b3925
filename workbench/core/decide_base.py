"""What every decision needs: who, when, by which rules; and how it refuses.

A rule is a function of case, command and context that refuses or returns what the event holds beyond the command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from workbench.core.calendar import WorkCalendar
from workbench.core.case import Case
from workbench.core.pack import Pack
from workbench.errors import NotAllowedError, Text, WorkbenchError

CHINA = timezone(timedelta(hours=8))
"""Asia/Shanghai: no summer time."""


class Refusal(WorkbenchError):  # noqa: N818  (the word of the architecture: a command is refused)
    """A command that may not be given now.

    Attributes:
        rule: The rule that stands against it: an article (``TAR.14``) or a rule of the workbench (``four_eyes``).
        field: The field of the command concerned; empty when it is the command as a whole.
    """

    def __init__(self, rule: str, field_name: str, message: Text, remedy: Text) -> None:
        """Keep rule, field, message and remedy; all four are always there."""
        super().__init__(message, where=field_name, remedy=remedy)
        self.rule = rule
        self.field = field_name


class RoleRefusal(Refusal, NotAllowedError):  # noqa: N818  (as Refusal)
    """The person's roles do not include the act."""


@dataclass(frozen=True)
class Actor:
    """Who gives a command."""

    id: str
    name: str
    roles: frozenset[str]


@dataclass(frozen=True)
class GateItem:
    """An open finding that closes a gate (``decision``, ``opening``, ``plan``, ``print``).

    ``fired``: a check found it in the application; otherwise it is something that the review has left open.
    """

    check: str
    severity: str
    gates: tuple[str, ...]
    text: Text
    objects: tuple[str, ...] = ()
    fired: bool = False


def no_numbers(series: str) -> str:
    """Refuse to draw: for contexts in which no paper can be issued."""
    raise LookupError(f"no number to draw from series {series}")


@dataclass(frozen=True)
class Context:
    """What a decision may know besides the case.

    Attributes:
        pack: The rule pack of the case.
        calendar: Working days.
        now: Moment of recording, aware.
        actor: Who gives the command.
        gate: Open findings that close gates, computed by the service from the pure checks.
        draw: Draws the next number of a series, inside the deciding transaction.
        checkpoint: Head of the journal before this act.
        computed_level: The security level that follows from scores and floors, ``None`` while it cannot be told.
        models: Versions of the models that numbers rest on, by name.
        people: Names of the accounts that may confirm a check, by identifier; read by acts that name officers.
        approvers: People who may allow what an officer asks for: identifier → name; only for commands that name one.
    """

    pack: Pack
    calendar: WorkCalendar
    now: datetime
    actor: Actor
    gate: tuple[GateItem, ...] = ()
    draw: Callable[[str], str] = no_numbers
    checkpoint: str = ""
    computed_level: int | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    approvers: Mapping[str, str] = field(default_factory=dict)

    @property
    def local(self) -> datetime:
        """Return the moment of recording as a local time without zone."""
        return self.now.astimezone(CHINA).replace(tzinfo=None)

    @property
    def today(self) -> date:
        """Return the local day of recording."""
        return self.local.date()

    def closed(self, gate: str) -> tuple[GateItem, ...]:
        """Return the findings that close a gate."""
        return tuple(g for g in self.gate if gate in g.gates)

    def number(self, act: str) -> tuple[str, str]:
        """Draw the number of the paper that an act issues; return paper code and number.

        The list ``act_papers`` of the pack names the paper; an act without one has no number.
        """
        row = self.pack.lists.get("act_papers", {}).get(act)
        if row is None:
            return "", ""
        paper = str(row.data["paper"])
        known = self.pack.papers.get(paper)
        return paper, self.draw(known.series if known and known.series else paper)


Extra = dict[str, Any]
Rule = Callable[[Case, Any, Context], Extra]


def numbered(context: Context, act: str) -> Extra:
    """Return the paper that an act issues and its number, drawn now, as an event holds them."""
    paper, number = context.number(act)
    return {"paper": paper, "number": number}


def require(holds: object, rule: str, field_name: str, message: tuple[str, str], remedy: tuple[str, str]) -> None:
    """Refuse unless the condition holds.

    Args:
        holds: What must be true (not empty).
        rule: Article or rule of the workbench.
        field_name: Field of the command.
        message: What is wrong, Chinese and English.
        remedy: What to do, Chinese and English.
    """
    if not holds:
        raise Refusal(rule, field_name, Text(*message), Text(*remedy))


def stated(command: object, *names: str) -> None:
    """Refuse when a text or list field of the command is blank."""
    for name in names:
        value = getattr(command, name)
        blank = not value.strip() if isinstance(value, str) else not value
        require(
            not blank,
            "stated",
            name,
            (f"“{name}”未填写", f"“{name}” is empty"),
            ("请填写后再提交", "fill it in and try again"),
        )


def listed(value: str, codes: Iterable[str], field_name: str) -> None:
    """Refuse a code that is not among those of the pack."""
    known = tuple(codes)
    require(
        value in known,
        "listed",
        field_name,
        (f"“{value}”不在规则包的列表中", f"“{value}” is not in the list of the rule pack"),
        (f"可选：{'、'.join(known[:12])}", f"choose one of: {', '.join(known[:12])}"),
    )


def all_listed(values: Iterable[str], codes: Iterable[str], field_name: str) -> None:
    """Refuse when any of several codes is not among those of the pack."""
    known = tuple(codes)
    for value in values:
        listed(value, known, field_name)


def not_future(moment: datetime | date, context: Context, field_name: str) -> None:
    """Refuse a fact that is dated later than the moment of recording (a minute of grace for times)."""
    latest = context.local + timedelta(minutes=1)
    require(
        moment <= (latest if isinstance(moment, datetime) else latest.date()),
        "not_future",
        field_name,
        ("所填时间晚于当前时间", "the stated time lies in the future"),
        ("请核对日期和时间", "check date and time"),
    )


def two_officers(officers: tuple[str, ...], rule: str, context: Context) -> Extra:
    """Return two different accounts and their names, the person's own first; refuse anything else.

    An officer is named by the identifier of the account; a name will do where only one account has it.
    """
    accounts = tuple(_account(officer, context) for officer in officers if officer.strip())
    require(
        len(accounts) >= 2 and len(set(accounts)) == len(accounts) == len(officers),
        rule,
        "officers",
        ("须由两名以上不同人员实施", "two different officers at least are needed"),
        ("请选择两名不同的人员", "choose two different officers"),
    )
    require(
        context.actor.id in accounts,
        rule,
        "officers",
        ("登记人须为检查人员之一", "who records it is one of the officers"),
        ("请由到场的人员登记，另一名以本人账号确认", "one of those who were there records it; the other confirms"),
    )
    ordered = tuple(sorted(accounts, key=lambda account: account != context.actor.id))
    return {"accounts": list(ordered), "officers": [context.people[account] for account in ordered]}


def _account(officer: str, context: Context) -> str:
    """Return the account meant by an identifier, or by a name that only one account has."""
    if officer in context.people:
        return officer
    meant = [account for account, name in context.people.items() if name == officer.strip()]
    require(
        len(meant) == 1,
        "listed",
        "officers",
        (f"“{officer}”不是可实施检查的账户", f"“{officer}” is no account that may take part in a check"),
        ("请从人员名单中选择", "choose from the list of people"),
    )
    return meant[0]


def another_person(approver: str, context: Context) -> None:
    """Refuse when the named approver is the person who gives the command."""
    require(
        approver.strip() not in {context.actor.id, context.actor.name},
        "four_eyes",
        "approver",
        ("批准人不得为本人", "one cannot approve one's own request"),
        ("请填写另一名批准人", "name another person"),
    )


def choices(pack: Pack, name: str) -> tuple[str, ...]:
    """Return the codes of a short list of the pack."""
    return tuple(pack.lists.get(name, {}))


def nothing(_case: Case, _command: Any, _context: Context) -> Extra:
    """Allow: no rule stands against the command beyond role and state."""
    return {}
