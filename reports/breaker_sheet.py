"""F28 熔断卡: every trigger with thresholds, decider and measure, and the scenarios they set going, on one side of A4.

The sheet is measured, not hoped for: type and texts are taken down step by step until everything stands on one page.
The type is never smaller than :data:`LEAST`; what is shortened ends in a reference to the plan, and nothing is cut off.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from reports import instrument
from reports.blocks import Block, Cell, Column, Document, FormTitle, Span, Table, TableRow, Words, words
from reports.compose import pages
from reports.issue import Issue, meta
from reports.wording import filled

LEAST = 7.5
"""Smallest type on the sheet [pt]."""
MANY = 99
GREYS = {"yellow": "#F3F3F3", "orange": "#E2E2E2", "red": "#C9C9C9"}
"""Level → grey behind it; the word stands in the head of its column."""


@dataclass(frozen=True)
class TriggerLine:
    """A trigger: levels in words, the resume rule, who decides, and the measure at red with its owner."""

    code: str
    title: str
    yellow: str
    orange: str
    red: str
    resume: str
    decider: str
    deputy: str
    action: str
    owner: str


@dataclass(frozen=True)
class ScenarioLine:
    """A scenario: its first actions with their owners, the words of the announcement, triggers that set it going."""

    code: str
    title: str
    actions: tuple[tuple[str, str], ...]
    words: str
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True)
class OtherLine:
    """A scenario that no trigger sets going: code, title, and who may stop the event in it (empty = not named)."""

    code: str
    title: str = ""
    decider: str = ""


@dataclass(frozen=True)
class BreakerSheet:
    """Content of the sheet.

    Attributes:
        issue: The formal side.
        facts: Event, version of the plan, time and place, approved number, command post, office.
        triggers: Those that the plan adopts.
        scenarios: Those that the triggers set going.
        others: The scenarios that no trigger sets going; their actions stand in the plan.
        language: ``zh`` or ``en``.
    """

    issue: Issue
    facts: tuple[str, ...]
    triggers: tuple[TriggerLine, ...]
    scenarios: tuple[ScenarioLine, ...]
    others: tuple[OtherLine, ...] = ()
    language: str = "zh"


@dataclass(frozen=True)
class Step:
    """A way to set the sheet.

    Attributes:
        size: Type size [pt].
        owners: Whether the actions of scenarios name their owners.
        shown, spoken: How many scenarios stand here in full, and of how many the announcement.
        brief: Whether the other scenarios stand here with trigger, decider and first action, else only in the plan.
        others: What stands here of scenarios without trigger: 2 = name and who may stop, 1 = name, 0 = code.
        first, names, measure, levels: Longest texts in half characters.
    """

    size: float
    owners: bool = True
    shown: int = MANY
    spoken: int = MANY
    brief: bool = True
    others: int = 2
    first: int = 120
    names: int = 240
    measure: int = 2400
    levels: int = 240


STEPS = (
    *(Step(size) for size in (9.0, 8.5, 8.0, LEAST)),
    Step(LEAST, owners=False),
    *(Step(LEAST, owners=False, spoken=spoken, names=80, measure=240, levels=80) for spoken in (11, 9, 7, 5)),
    *(
        Step(LEAST, owners=False, shown=shown, spoken=5, names=80, measure=240, levels=80)
        for shown in (11, 9, 7, 6, 5, 4, 3, 2, 1)
    ),
    *(Step(LEAST, owners=False, shown=0, others=others, names=80, measure=240, levels=80) for others in (2, 1, 0)),
    *(
        Step(LEAST, owners=False, shown=0, others=0, first=first, names=80, measure=240, levels=80)
        for first in (110, 100, 90, 80, 70, 60, 50)
    ),
    *(
        Step(LEAST, owners=False, shown=0, brief=False, others=0, names=names, measure=240, levels=80)
        for names in range(80, 30, -4)
    ),
    *(
        Step(
            LEAST,
            owners=False,
            shown=0,
            brief=False,
            others=0,
            names=20 + part // 5,
            measure=30 + 7 * part // 2,
            levels=8 + 6 * part // 5,
        )
        for part in range(60, -1, -2)
    ),
)
"""Ways to set the sheet, the fullest first; each takes less room than the one before, the last whatever is said."""


def document(content: BreakerSheet, texts: Mapping[str, str]) -> Document:
    """Return the sheet as blocks that stand on one page; ``texts`` are the templates of the pack."""
    bare = replace(content, issue=_ANY)
    return _set(content, texts, STEPS[_fitting(bare, tuple(sorted(texts.items())))])


_ANY = Issue("", "", date.min, datetime.min.replace(tzinfo=UTC), "")
"""The formal side takes part in no measure: it stands outside the type area, or has room of its own."""


@lru_cache(maxsize=32)
def _fitting(content: BreakerSheet, texts: tuple[tuple[str, str], ...]) -> int:
    """Return the first step at which everything stands on one page, found by halving; at worst the last."""
    told = dict(texts)
    return bisect_left(STEPS[:-1], 1, key=lambda step: len(pages(_set(content, told, step))) == 1)


def _set(content: BreakerSheet, texts: Mapping[str, str], step: Step) -> Document:
    number = content.issue.number
    people = _people(content, stopping=step.others > 1)
    blocks: list[Block] = [FormTitle(f"{texts['title']}　{number}" if number else texts["title"], compact=True)]
    blocks += [_facts(content, texts, step), _legend(people, texts, step), _triggers(content, people, texts, step)]
    shown = content.scenarios[: step.shown]
    if shown:
        blocks.append(_scenarios(shown, texts, step))
    rest = content.scenarios[step.shown :]
    if rest and step.brief:
        blocks.append(_brief(rest, content, people, (texts, step)))
    left = tuple(OtherLine(one.code) for one in rest if not step.brief)
    unspoken = tuple(one.code for one in shown[step.spoken :])
    blocks.append(_foot((*left, *content.others), people, unspoken, (texts, step)))
    about = meta("F28", texts["title"], "sheet", content.issue)
    return Document(replace(about, language="en") if content.language == "en" else about, tuple(blocks))


FACT_WIDTHS = (24.0, 92.0, 28.0, 42.0)
TRIGGER_WIDTHS = (90.5, 13.0, 17.0, 34.0, 21.0, 10.5)
SCENARIO_WIDTHS = (40.0, 146.0)
WIDTH = 186.0
"""Widths of the columns [mm]; each adds up to the type area."""
LEVEL_COLUMNS = {1: "yellow", 2: "orange", 3: "red"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _people(content: BreakerSheet, *, stopping: bool) -> dict[str, str]:
    """Return everybody who decides, stands in or carries out, each once, with the letter that stands for them.

    ``stopping`` adds those who may stop the event in scenarios that no trigger sets going.
    """
    named = [name for line in content.triggers for name in (line.decider, line.deputy, line.owner) if name]
    named += [line.decider for line in content.others if stopping and line.decider]
    return {name: _letter(number) for number, name in enumerate(dict.fromkeys(named))}


def _letter(number: int) -> str:
    """Return A to Z, then A1 to Z1, then A2 and on."""
    round_, place = divmod(number, len(LETTERS))
    return f"{LETTERS[place]}{round_ or ''}"


def _facts(content: BreakerSheet, texts: Mapping[str, str], step: Step) -> Table:
    titles = instrument.titles(texts["facts"], len(content.facts))
    cells = [
        (Cell(words(title), head=True), Cell(words(_short(fact, max(step.names, LEAST_FACT), "", texts))))
        for title, fact in zip(titles, content.facts, strict=True)
    ]
    rows = tuple(TableRow((*left, *right)) for left, right in zip(cells[::2], cells[1::2], strict=True))
    return Table(tuple(Column("", width) for width in FACT_WIDTHS), rows, size=step.size, dense=True)


LEAST_FACT = 60
"""Half characters that a fact of the event always has."""


def _legend(people: Mapping[str, str], texts: Mapping[str, str], step: Step) -> Table:
    told = "　".join(f"{letter} {_short(name, step.names, '', texts)}" for name, letter in people.items())
    return _lines((f"{texts['people']}{told}",), step.size)


def _lines(lines: tuple[str, ...], size: float) -> Table:
    rows = tuple(TableRow((Cell(words(line)),)) for line in lines)
    return Table((Column("", WIDTH),), rows, size=size, dense=True)


def _triggers(content: BreakerSheet, people: Mapping[str, str], texts: Mapping[str, str], step: Step) -> Table:
    rows = tuple(_trigger(line, people, texts, step) for line in content.triggers)
    return Table(_columns(texts["triggers"], TRIGGER_WIDTHS), rows, size=step.size, dense=True)


def _columns(titles: str, widths: tuple[float, ...]) -> tuple[Column, ...]:
    named = instrument.titles(titles, len(widths))
    return tuple(Column(title, width) for title, width in zip(named, widths, strict=True))


def _trigger(line: TriggerLine, people: Mapping[str, str], texts: Mapping[str, str], step: Step) -> TableRow:
    who = "/".join(people.get(name, texts["missing"]) for name in (line.decider, line.deputy, line.owner))
    named = (
        Span(f"{line.code} {line.title}　", strong=True),
        Span(_short(line.action, step.measure, line.code, texts)),
    )
    levels = ((Span(_short(text, step.levels, "", texts)),) for text in _levels(line))
    return TableRow(tuple(_cell(told, at) for at, told in enumerate((named, *levels, (Span(who, strong=True),)))))


def _levels(line: TriggerLine) -> tuple[str, ...]:
    return (line.yellow, line.orange, line.red, line.resume)


def _cell(told: Words, column: int) -> Cell:
    shade = GREYS.get(LEVEL_COLUMNS.get(column, ""), "")
    return Cell(told, fill=shade, align="centre" if column == len(TRIGGER_WIDTHS) - 1 else "")


def _scenarios(lines: tuple[ScenarioLine, ...], texts: Mapping[str, str], step: Step) -> Table:
    rows = tuple(_scenario(line, texts, step, spoken=at < step.spoken) for at, line in enumerate(lines))
    return Table(_columns(texts["scenarios"], SCENARIO_WIDTHS), rows, size=step.size, dense=True)


def _scenario(line: ScenarioLine, texts: Mapping[str, str], step: Step, *, spoken: bool) -> TableRow:
    told = " ".join(_action(number, *action, texts, step) for number, action in enumerate(line.actions, 1))
    named, done = f"{line.code} {line.title}", _short(told, MOST_DONE, line.code, texts)
    said = (Span(f"　{texts['spoken']}", strong=True), Span(_short(line.words, MOST_SPOKEN, line.code, texts)))
    return TableRow((Cell(words(named, strong=True)), Cell((Span(done), *(said if spoken else ())))))


def _brief(
    lines: tuple[ScenarioLine, ...],
    content: BreakerSheet,
    people: Mapping[str, str],
    wording: tuple[Mapping[str, str], Step],
) -> Table:
    """Return scenarios side by side: trigger, who may stop, first action."""
    texts, step = wording
    deciders = {line.code: people.get(line.decider, texts["missing"]) for line in content.triggers}
    cells = [Cell(_called(line, deciders, wording)) for line in lines]
    cells += [Cell()] * (len(cells) % 2)
    columns = (Column(texts["brief"], WIDTH / 2),) * 2
    rows = tuple(TableRow(pair) for pair in zip(cells[::2], cells[1::2], strict=True))
    return Table(columns, rows, size=step.size, dense=True)


def _called(line: ScenarioLine, deciders: Mapping[str, str], wording: tuple[Mapping[str, str], Step]) -> Words:
    texts, step = wording
    who = "/".join(dict.fromkeys(deciders[code] for code in line.triggers if code in deciders))
    called = {"triggers": " ".join(line.triggers) or texts["missing"], "who": who or texts["missing"]}
    first = line.actions[0][0] if line.actions else texts["missing"]
    named = Span(f"{line.code} {line.title}", strong=True)
    return named, Span(filled(texts["brief_called"], called) + _short(first, step.first, line.code, texts))


MOST_DONE = 480
"""Half characters of the first actions."""
MOST_SPOKEN = 320
"""Half characters of an announcement: some twenty seconds; a longer one is read from the plan."""


def _action(number: int, action: str, owner: str, texts: Mapping[str, str], step: Step) -> str:
    named = filled(texts["owner"], {"name": owner}) if owner and step.owners else ""
    return f"{'①②③④⑤'[number - 1]}{action}{named}"


def _foot(
    others: tuple[OtherLine, ...],
    people: Mapping[str, str],
    unspoken: tuple[str, ...],
    wording: tuple[Mapping[str, str], Step],
) -> Table:
    texts, step = wording
    lines = []
    if others and step.others > 1:
        lines.append(filled(texts["others"], {"codes": _stopping(others, people, texts)}))
    elif others:
        named = texts["comma"].join(f"{one.code} {one.title}" for one in others)
        codes = named if step.others else " ".join(one.code for one in others)
        lines.append(filled(texts["elsewhere"], {"codes": codes}))
    if unspoken:
        lines.append(filled(texts["unspoken"], {"codes": " ".join(unspoken)}))
    return _lines((texts["rule"], *lines, texts["sign"]), max(LEAST, step.size - 0.5))


def _stopping(others: tuple[OtherLine, ...], people: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """Return the scenarios by who may stop the event in them: the letter once, then code and name of each."""
    by_whom: dict[str, list[str]] = {}
    for one in others:
        by_whom.setdefault(people.get(one.decider, texts["missing"]), []).append(f"{one.code} {one.title}")
    told = {who: texts["comma"].join(named) for who, named in by_whom.items()}
    return texts["semicolon"].join(filled(texts["stopped_by"], {"who": who, "named": n}) for who, n in told.items())


def _short(text: str, most: int, code: str, texts: Mapping[str, str]) -> str:
    """Return a text of at most so many half characters; what is longer ends in a reference to the plan."""
    one_line = " ".join(text.split())
    if sum(map(_wide, one_line)) <= most:
        return one_line
    reference = filled(texts["see"], {"code": code}).strip()
    begun = "".join(_begin(one_line, most - sum(map(_wide, reference)))).rstrip("，、；。,.; ")
    return f"{begun}… {reference}" if begun else reference


def _begin(text: str, most: int) -> Iterator[str]:
    room = most
    for char in text:
        room -= _wide(char)
        if room < 0:
            return
        yield char


def _wide(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1
