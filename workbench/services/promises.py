"""Tolerated deficiencies as people see them: one case's promises with their course, and the list over all cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from workbench.core import promises as core
from workbench.core.case import Case, Status
from workbench.core.commands import AttachLetter, Promise
from workbench.core.decide_clock import decision_due
from workbench.core.parts_promise import PromiseStep
from workbench.core.promises import Standing
from workbench.errors import NO_TEXT, Text
from workbench.services import access, intake, queue
from workbench.services.acting import context_for, do
from workbench.services.clocks import local_time
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person
from workbench.services.wording import text_of
from workbench.storage.queue import CaseFilter, Sort

STANDINGS: dict[Standing, Text] = {
    Standing.OPEN: Text("待补齐", "Open"),
    Standing.DUE_SOON: Text("即将到期", "Due soon"),
    Standing.OVERDUE: Text("已逾期", "Overdue"),
    Standing.DELIVERED: Text("已收到，待复核", "Came in, to confirm"),
    Standing.KEPT: Text("已补齐", "Kept"),
    Standing.KEPT_LATE: Text("逾期补齐", "Kept late"),
    Standing.WAIVED: Text("已免除", "Waived"),
    Standing.FALLBACK: Text("已按后果降低人数", "Lower number in force"),
}
"""What a standing is called."""

STEPS: dict[str, Text] = {
    "made": Text("作出承诺", "Promised"),
    "letter": Text("承诺书归卷", "Letter on file"),
    "reminded": Text("催告", "Reminded"),
    "extended": Text("延长期限", "Extended"),
    "delivered": Text("收到材料", "Paper came in"),
    "returned": Text("复核不符，退回", "Sent back on checking"),
    "confirmed": Text("复核确认", "Confirmed"),
    "waived": Text("免除", "Waived"),
}
"""What a step in the life of a promise is called."""

LIVE = frozenset({Status.TOLERATED, Status.ACCEPTED, Status.PAUSED, Status.RECOMMENDED, Status.COUNTERSIGNED}) | {
    Status.GRANTED,
    Status.CLEARED,
}
"""States in which promises still count."""

PAGE = 200


@dataclass(frozen=True)
class StepLine:
    """A step in the life of a promise: when (local), by whom, what, and the details in words."""

    at: datetime
    name: str
    kind: str
    title: Text
    detail: Text = NO_TEXT
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True)
class PromiseLine:
    """A promise as it stands.

    Attributes:
        rule: From what the moment follows, in words; empty when it stands alone.
        rule_now: The moment that the rule gives today, where it is another one than promised.
        fallback: What follows when it is not kept, in words.
        reminders: Days on which the promisor is to be reminded, with whether that day has come unanswered.
        closes: The gate that it closes now: ``decision``, ``opening`` or none.
        number: Number of people in force because it was not kept.
    """

    case: str
    case_number: str
    event: str
    officer: str
    item: str
    title: Text
    promisor: str
    type: str
    type_text: Text
    due: datetime
    standing: Standing
    standing_text: Text
    fallback: str
    fallback_text: Text
    rule: Text = NO_TEXT
    rule_now: datetime | None = None
    letter: str = ""
    letter_sha256: str = ""
    reminders: tuple[date, ...] = ()
    remind_now: bool = False
    reminded: date | None = None
    closes: str = ""
    number: int | None = None
    steps: tuple[StepLine, ...] = ()

    @property
    def is_open(self) -> bool:
        """Return whether something is still to be done about it."""
        return self.standing in OPEN_STANDINGS


OPEN_STANDINGS = frozenset({Standing.OPEN, Standing.DUE_SOON, Standing.OVERDUE, Standing.DELIVERED, Standing.FALLBACK})


@dataclass(frozen=True)
class CasePromises:
    """The promises of a case, what they leave of the approved number, and what could never be promised."""

    lines: tuple[PromiseLine, ...]
    approved: int | None = None
    in_force: int | None = None
    never: tuple[Text, ...] = ()


def of_case(desk: Desk, person: Person, case: str) -> CasePromises:
    """Return the promises of a case in the order made, each with its course."""
    look = Look(desk, desk.case(case))
    access.require(look.pack, person, "read_case")
    return case_promises(look)


def case_promises(look: Look) -> CasePromises:
    """Return the promises of a case as it stands now."""
    said = look.case.decision or look.case.recommendation
    return CasePromises(
        tuple(lines(look)),
        said.approved if said else None,
        core.number_in_force(look.case, local_time(look.desk.clock.now())),
        tuple(m.text for m in look.pack.materials.values() if not m.tolerable and not m.optional),
    )


def lines(look: Look) -> Iterator[PromiseLine]:
    """Yield the promises of a case in the order made."""
    now = local_time(look.desk.clock.now())
    for item in look.case.promises:
        made = look.case.promise(item)
        if made is not None:
            yield _line(look, core.with_defaults(made, look.pack), now)


def _line(look: Look, promise: Promise, now: datetime) -> PromiseLine:
    case, pack = look.case, look.pack
    reminders = core.reminder_days(promise, look.desk.calendar, pack)
    standing = core.standing(case, promise.item, now, reminders[0] if reminders else None)
    steps = case.promise_steps.get(promise.item, ())
    reminded = max((local_time(s.act.at).date() for s in steps if s.kind == "reminded"), default=None)
    known = pack.materials.get(promise.item)
    return PromiseLine(
        *(case.id, case.number, text_of(case.application.fields.get("ev.name")), case.officer_name),
        item=promise.item,
        title=known.text if known else Text(promise.item, promise.item),
        promisor=promise.promisor,
        type=promise.type,
        type_text=_word(look, "promise_types", promise.type),
        due=promise.due,
        standing=standing,
        standing_text=STANDINGS[standing],
        fallback=promise.fallback,
        fallback_text=fallback_text(look, promise),
        rule=rule_text(look, promise),
        rule_now=_moved(look, promise),
        letter=promise.letter,
        letter_sha256=promise.letter_sha256,
        reminders=reminders,
        remind_now=_remind_now(standing, reminders, reminded, now.date()),
        reminded=reminded,
        closes=_closes(case, promise, now),
        number=promise.number if core.is_lowered(case, promise, now) else None,
        steps=tuple(_step(look, step) for step in steps),
    )


def _word(look: Look, name: str, code: str) -> Text:
    row = look.pack.lists.get(name, {}).get(code)
    return row.text if row else Text(code, code)


def fallback_text(look: Look, promise: Promise) -> Text:
    """Return what follows when a promise is not kept, with the number where there is one."""
    word = _word(look, "promise_fallbacks", promise.fallback)
    if promise.number is None:
        return word
    return Text(f"{word.zh}至 {promise.number:,} 人", f"{word.en}: {promise.number:,}")


def rule_text(look: Look, promise: Promise) -> Text:
    """Return the rule from which the moment follows, in words."""
    row = look.pack.lists.get("promise_anchors", {}).get(promise.anchor)
    if row is None:
        return NO_TEXT
    return Text(
        str(row.data["word_zh"]).format(count=promise.amount), str(row.data["word_en"]).format(count=promise.amount)
    )


def _moved(look: Look, promise: Promise) -> datetime | None:
    """Return what the rule gives now where that is another moment: the event or the period for the decision moved."""
    given = moment_by_rule(look, promise)
    return given if given is not None and given != promise.due else None


def moment_by_rule(look: Look, promise: Promise) -> datetime | None:
    """Return the moment that the rule of a promise gives, from the case as it stands."""
    context = context_for(look.desk, _NOBODY, look.case, "", look.desk.clock.now())
    accepted = look.case.accepted or look.desk.today
    due = decision_due(look.case, accepted, context).value
    return core.due_by_rule(look.case, promise, look.desk.calendar, look.pack, due)


_NOBODY = Person("", "", "", frozenset())


def _remind_now(standing: Standing, reminders: tuple[date, ...], reminded: date | None, today: date) -> bool:
    """Return whether a reminder is due that nobody has recorded."""
    if standing not in {Standing.DUE_SOON, Standing.OVERDUE}:
        return False
    come = [day for day in reminders if day <= today]
    return bool(come) and (reminded is None or reminded < come[-1])


def _closes(case: Case, promise: Promise, now: datetime) -> str:
    if case.status not in LIVE or promise.item not in {p.item for p in core.unmet(case, now)}:
        return ""
    return "decision" if promise.type == "before_decision" and case.decision is None else "opening"


def _step(look: Look, step: PromiseStep) -> StepLine:
    return StepLine(
        local_time(step.act.at), step.act.name, step.kind, STEPS[step.kind], _detail(look, step), step.file, step.sha256
    )


def _detail(look: Look, step: PromiseStep) -> Text:
    """Return the details of a step in words."""
    told = [*_moments(step)]
    if step.code:
        told.append(_word(look, "waive_grounds" if step.kind == "waived" else "reminder_channels", step.code))
    if step.who:
        told.append(Text(f"批准人 {step.who}", f"approved by {step.who}"))
    told += [Text(part, part) for part in (step.text, step.file) if part]
    return Text(" · ".join(t.zh for t in told), " · ".join(t.en for t in told))


def _moments(step: PromiseStep) -> Iterator[Text]:
    if step.due is not None and step.was is not None:
        moved = f"{step.was:%m-%d %H:%M} → {step.due:%m-%d %H:%M}"
        yield Text(moved, moved)
    elif step.due is not None:
        yield Text(f"{step.due:%Y-%m-%d %H:%M} 前补齐", f"by {step.due:%Y-%m-%d %H:%M}")
    if step.received is not None:
        yield Text(f"收到时间 {step.received:%Y-%m-%d %H:%M}", f"received {step.received:%Y-%m-%d %H:%M}")


# Over all cases


@dataclass(frozen=True)
class Register:
    """The open promises of all cases, the earliest moment first, and how many of them press."""

    lines: tuple[PromiseLine, ...]
    overdue: int = 0
    soon: int = 0
    to_confirm: int = 0
    reminders: int = 0


def register(desk: Desk, person: Person) -> Register:
    """Return every promise that is still open, over all cases, the earliest moment first."""
    access.require(desk.pack, person, "read_queue")
    found = [line for case in _cases(desk) for line in lines(Look(desk, desk.case(case))) if line.is_open]
    found.sort(key=lambda line: (line.due, line.case_number, line.item))

    def count(*standings: Standing) -> int:
        return sum(line.standing in standings for line in found)

    return Register(
        tuple(found),
        count(Standing.OVERDUE, Standing.FALLBACK),
        count(Standing.DUE_SOON),
        count(Standing.DELIVERED),
        sum(line.remind_now for line in found),
    )


def _cases(desk: Desk) -> Iterator[str]:
    """Yield the cases with an open promise, by the earliest moment."""
    wanted = CaseFilter(promise_open=True, statuses=tuple(sorted(status.value for status in LIVE)))
    after: tuple[str | int, ...] | None = None
    while True:
        page = desk.database.search_cases(wanted, queue.days(desk), sort=Sort("promise_due"), after=after, limit=PAGE)
        yield from (row.case for row in page.rows)
        after = page.next_key
        if after is None:
            return


# Letters


def attach_letter(desk: Desk, person: Person, wish: AttachLetter, path: Path) -> Case:
    """Keep the letter of a promise and put it on file; name and hash in the wish are those of the file.

    Raises:
        PackageError: The file cannot be read or used.
    """
    sha256 = intake.keep_paper(desk, person, wish.case, wish.kind, path)
    return do(desk, person, replace(wish, file=path.name, sha256=sha256))


def keep_letter(desk: Desk, person: Person, case: str, path: Path) -> tuple[str, str]:
    """Keep the letter of a promise that the acceptance will name; return its file name and hash.

    Raises:
        PackageError: The file cannot be read or used.
    """
    return path.name, intake.keep_paper(desk, person, case, "accept", path)


def moment_for(desk: Desk, person: Person, case: str, promise: Promise) -> datetime | None:
    """Return the moment that the rule of a promise still to be made gives; ``None`` when it cannot be told."""
    look = Look(desk, desk.case(case))
    access.require(look.pack, person, "read_case")
    return moment_by_rule(look, promise)
