"""F19 安全工作方案: cover, contents, the required contents and where they stand, then the chapters of the pack.

A field copy has names and telephones; a public copy has neither, nor posts nor maps. What the case does not state is
said not to be stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from reports import instrument
from reports import plan_blocks as b
from reports.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Gap,
    Heading,
    Para,
    Signatures,
    Span,
    Table,
    TableRow,
    Timeline,
    Words,
)
from reports.blocks import words as words_of
from reports.issue import Issue, meta
from reports.site_values import SiteMap
from reports.wording import filled, numeral_zh

Lines: TypeAlias = tuple[tuple[str, ...], ...]
"""Rows of a table, cell by cell."""
WIDE = "000"
"""Place kept for the number of a page that is not known yet."""
WIDTH = 166.0
"""Width of the type area [mm]."""


@dataclass(frozen=True)
class ContentLine:
    """One of the contents that a plan must have: code, title, chapters of this plan that have it; the organiser's own.

    ``theirs`` is where it stands in the organiser's plan (file and pages), ``score`` what the officer gave it; ``own``
    the score of this plan by the same grades, ``lacking`` the review points that it does not show.
    """

    code: str
    title: str
    chapters: tuple[str, ...]
    theirs: str = ""
    score: str = ""
    own: str = ""
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class PostLine:
    """A post: code, name with zone, kind, persons, forces, task, answerable to whom, who leads, hours."""

    code: str
    name: str
    kind: str
    persons: int
    force: str
    task: str
    answers: str
    lead: str
    hours: str


@dataclass(frozen=True)
class Team:
    """A team with its posts: name, leader, task."""

    code: str
    title: str
    leader: str
    task: str
    posts: tuple[PostLine, ...]

    @property
    def persons(self) -> int:
        """Return the persons of all its posts."""
        return sum(post.persons for post in self.posts)

    def forces(self) -> dict[str, int]:
        """Return force → persons, in the order of the posts."""
        found: dict[str, int] = {}
        for post in self.posts:
            found[post.force] = found.get(post.force, 0) + post.persons
        return found


@dataclass(frozen=True)
class Entering:
    """Entry and screening: gates, arrivals per interval, capacities (name, persons per hour), sentences."""

    gates: Lines = ()
    bars: tuple[tuple[str, int], ...] = ()
    lines: tuple[tuple[str, int], ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Leaving:
    """Egress: exits, areas with their first and second way and time, sentences, curves of who is still inside."""

    exits: Lines = ()
    areas: Lines = ()
    told: tuple[str, ...] = ()
    curves: tuple[tuple[str, tuple[tuple[float, float], ...]], ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A scenario card: code, title, rows of (label, lines)."""

    code: str
    title: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class SecurityPlan:
    """Content of the plan.

    Attributes:
        issue: The formal side.
        language: ``zh`` or ``en``.
        public: A copy without names below the signing level, telephones, posts and maps.
        version: Version in force, in words.
        chapters: (key, title, note) in order; a chapter without a key of :data:`CHAPTERS` is an error of the pack.
        facts: Paragraph, boxes of figures, legal basis.
        command: Chart of command.
        parties: Who answers for what.
        teams: Posts by team.
        gaps: What the plan lacks, in words.
    """

    issue: Issue
    event: str
    days: str
    version: str
    chapters: tuple[tuple[str, str, str], ...]
    cover: tuple[tuple[str, str], ...]
    map: SiteMap
    routes: SiteMap
    language: str = "zh"
    public: bool = False
    contents: tuple[ContentLine, ...] = ()
    adequacy: str = ""
    versions: Lines = ()
    copies: str = ""
    facts: str = ""
    boxes: tuple[tuple[str, str, str], ...] = ()
    basis: Lines = ()
    command: b.Command | None = None
    parties: Lines = ()
    zones: Lines = ()
    teams: tuple[Team, ...] = ()
    marks: str = ""
    entering: Entering = field(default_factory=Entering)
    goods: Lines = ()
    cases: Lines = ()
    leaving: Leaving = field(default_factory=Leaving)
    steps: Lines = ()
    scenarios: tuple[Scenario, ...] = ()
    left_out: str = ""
    triggers: Lines = ()
    sequence: tuple[tuple[str, str, str], ...] = ()
    orders: Lines = ()
    traffic: Lines = ()
    safety: Lines = ()
    nets: Lines = ()
    contacts: Lines = ()
    outside: Lines = ()
    shifts: tuple[tuple[str, float, float, str], ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    roster: Lines = ()
    roster_note: str = ""
    differences: Lines = ()
    signers: str = ""
    gaps: tuple[str, ...] = ()


def document(content: SecurityPlan, texts: Mapping[str, str]) -> Document:
    """Return the plan as blocks; ``texts`` are the templates of the pack."""
    blocks: list[Block] = [*_opening(content, texts)]
    for number, (key, title, note) in enumerate(content.chapters, 1):
        blocks.append(b.Chapter(_numeral(content, number), title, note))
        blocks += CHAPTERS[key](content, texts)
    blocks.append(Signatures(_signers(texts)))
    title = texts["title"] + (texts["public_mark"] if content.public else "")
    handling = texts["handling_public"] if content.public else texts["handling"]
    about = meta(
        "F19", title, "plan", content.issue, running=f"{title}　{content.event}　{content.version}", handling=handling
    )
    return Document(replace(about, language="en" if content.language == "en" else "zh-CN"), tuple(blocks))


def _numeral(content: SecurityPlan, number: int) -> str:
    return str(number) if content.language == "en" else numeral_zh(number)


def _signers(texts: Mapping[str, str]) -> tuple[tuple[str, tuple[Span, ...]], ...]:
    places = instrument.titles(texts["signers"], 4)
    return tuple((place, (Span(texts["date_line"]),)) for place in places)


def _opening(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    """Yield cover, list of chapters, the required contents, versions and copies."""
    handling = texts["handling_public"] if content.public else texts["handling"]
    number = content.issue.number or texts["unnumbered"]
    yield b.Cover(
        f"{number}　{content.version}",
        handling,
        content.event,
        texts["title"],
        content.days,
        content.cover,
        content.version,
        None if content.public else content.map,
    )
    entries = tuple((_numeral(content, n), title) for n, (_, title, _) in enumerate(content.chapters, 1))
    yield b.Contents(texts["contents_head"], entries)
    yield Heading(texts["coverage_head"], 2)
    yield _coverage(content, texts)
    yield Para(words_of(texts["coverage_note"]), "note")
    yield Heading(texts["versions_head"], 2)
    yield _table(texts["version_columns"], (22, 34, 74, 36), content.versions, {0, 1, 3})
    if content.language == "en":
        yield Para(words_of(texts["as_filed"]), "note")
    if content.copies:
        yield Para(words_of(content.copies), "note")
    for gap in content.gaps:
        yield Para(words_of(gap), "note")
    yield b.PageEnd()


def _coverage(content: SecurityPlan, texts: Mapping[str, str]) -> Table:
    rows = tuple((line.code, line.title, _ours(content, line, texts)) for line in content.contents)
    return _table(texts["coverage_columns"], (16, 108, 42), rows, {0, 2})


def _ours(content: SecurityPlan, line: ContentLine, texts: Mapping[str, str]) -> Words:
    """Return the chapters of this plan that have a content, each with its page and a link to it."""
    made: list[Span] = []
    for number, (key, title, _) in enumerate(content.chapters, 1):
        if key in line.chapters:
            numeral = _numeral(content, number)
            target = b.Chapter(numeral, title).bookmark
            before, after = filled(texts["chapter_page"], {"chapter": numeral}).split("|")
            made += [Span(texts["list_comma"])] if made else []
            made += [Span(before, link=target), Span(WIDE, link=target, page=True), Span(after, link=target)]
    return tuple(made) or words_of("—")


def _table(
    titles: str,
    widths: Sequence[float],
    rows: Sequence[Sequence[str | Words]],
    centred: set[int] | None = None,
    size: float = 8.2,
) -> Table:
    """Return a table of plain cells; an empty table has one row that says so."""
    names = instrument.titles(titles, len(widths))
    columns = tuple(
        Column(name, width, "centre" if index in (centred or set()) else "left")
        for index, (name, width) in enumerate(zip(names, widths, strict=True))
    )
    made = rows or (("—",) * len(widths),)
    return Table(columns, tuple(TableRow(tuple(map(_cell, row))) for row in made), size=size)


def _cell(told: str | Words) -> Cell:
    return Cell(words_of(told) if isinstance(told, str) else told)


# chapters


def _facts(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    yield Para(words_of(content.facts))
    if content.boxes:
        yield b.Boxes(content.boxes)
    yield _table(texts["basis_columns"], (46, 120), content.basis)


def _command(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    if content.command is not None:
        yield content.command
    yield Para(words_of(texts["command_rule"]))
    yield _table(texts["party_columns"], (26, 62, 28, 50), content.parties, {0})


def _zones(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    widths = (13, 31, 17, 17, 17, 17, 18, 18, 18)
    yield _table(texts["zone_columns"], widths, content.zones, {0, 3, 4, 5})
    if content.public:
        yield Para(words_of(texts["no_map"]), "note")
        return
    yield b.SitePage(content.map, texts["map_title"])


POSTS = (12.0, 24.0, 12.0, 9.0, 13.0, 35.0, 30.0, 20.0, 11.0)


def _deployment(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    if not content.teams:
        yield Para(words_of(texts["no_posts"]))
    for team in content.teams:
        forces = "、".join(f"{force} {count}" for force, count in team.forces().items())
        values = {"title": team.title, "leader": team.leader, "posts": str(len(team.posts))}
        told = filled(texts["team_line"], {**values, "persons": str(team.persons), "forces": forces})
        yield Heading(told, 2)
        if not content.public:
            rows = tuple(tuple(_of_post(post)) for post in team.posts)
            yield _table(texts["post_columns"], POSTS, rows, {0, 2, 3, 4, 8}, 7.8)
        yield Para(words_of(team.task), "note")
    yield Heading(texts["totals_head"], 2)
    yield _totals(content, texts)
    if content.marks:
        yield Para(words_of(content.marks), "note")


def _of_post(post: PostLine) -> Iterator[str]:
    yield from (post.code, post.name, post.kind, str(post.persons), post.force, post.task, post.answers)
    yield from (post.lead, post.hours)


def _totals(content: SecurityPlan, texts: Mapping[str, str]) -> Table:
    """Return the totals: every figure is a sum of the rows above."""
    forces = tuple(dict.fromkeys(force for team in content.teams for force in team.forces()))
    first, posts, persons = instrument.titles(texts["total_columns"], 3)
    step = (WIDTH - 46 - 32) / max(1, len(forces))
    columns = (
        Column(first, 46.0),
        Column(posts, 16.0, "centre"),
        Column(persons, 16.0, "centre"),
        *(Column(force, step, "centre") for force in forces or ("—",)),
    )
    rows = [
        (t.title, str(len(t.posts)), str(t.persons), *(str(t.forces().get(f, 0)) for f in forces))
        for t in content.teams
    ]
    total = {force: sum(team.forces().get(force, 0) for team in content.teams) for force in forces}
    rows.append(
        (
            texts["total"],
            str(sum(len(team.posts) for team in content.teams)),
            str(sum(team.persons for team in content.teams)),
            *(str(total[force]) for force in forces),
        )
    )
    made = [
        TableRow(tuple(Cell((Span(text, strong=row is rows[-1]),)) for text in _filled(row, len(columns))))
        for row in rows
    ]
    return Table(columns, tuple(made), size=8.0)


def _filled(row: tuple[str, ...], count: int) -> tuple[str, ...]:
    return (*row, *("—",) * (count - len(row)))


def _entry(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    given = content.entering
    yield from (Para(words_of(line)) for line in given.told)
    if given.bars:
        yield b.Arrivals(given.bars, given.lines, texts["arrivals_caption"])
    yield _table(texts["gate_columns"], (14, 30, 15, 15, 20, 34, 22, 16), given.gates, {0, 2, 3, 4, 6, 7})
    yield Heading(texts["goods_head"], 2)
    yield _table(texts["goods_columns"], (18, 66, 42, 40), content.goods, {0})
    yield Heading(texts["cases_head"], 2)
    yield _table(texts["case_columns"], (34, 50, 42, 40), content.cases)


def _egress(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    given = content.leaving
    if not content.public:
        yield b.SiteFigure(content.routes, 108.0, texts["routes_caption"])
    yield _table(texts["exit_columns"], (14, 34, 18, 24, 18, 30, 28), given.exits, {0, 2, 3, 4})
    yield _table(texts["area_columns"], (13, 37, 20, 34, 34, 28), given.areas, {0, 2, 5})
    yield from (Para(words_of(line)) for line in given.told)
    yield _table(texts["step_columns"], (30, 45, 47, 44), content.steps)


def _scenarios(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    if content.scenarios:
        yield b.Cards(tuple((one.code, one.title, one.rows) for one in content.scenarios))
    else:
        yield Para(words_of(texts["no_scenarios"]))
    if content.left_out:
        yield Para(words_of(content.left_out), "note")


def _breaker(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    widths = (13, 30, 15, 15, 15, 14, 18, 18, 28)
    yield _table(texts["trigger_columns"], widths, content.triggers, {0, 2, 3, 4, 5, 6}, 7.8)
    yield Heading(texts["sequence_head"], 2)
    yield Timeline(content.sequence)
    yield _table(texts["order_columns"], (34, 26, 74, 32), content.orders)
    yield Para(words_of(texts["breaker_rule"]))
    yield Para(words_of(texts["resume_rule"]))


def _traffic(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    yield _table(texts["plain_columns"], (34, 132), content.traffic)
    if content.leaving.curves:
        yield b.Curves(content.leaving.curves, texts["minutes"], texts["dispersal_caption"])


def _safety(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    yield _table(texts["safety_columns"], (26, 90, 50), content.safety)


def _comms(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    yield Para(words_of(texts["comms_rule"]))
    if content.public:
        yield Para(words_of(texts["no_contacts"]), "note")
    else:
        if content.nets:
            yield _table(texts["net_columns"], (20, 18, 30, 24, 24, 25, 25), content.nets)
        yield _table(texts["contact_columns"], (34, 56, 30, 46), content.contacts)
    yield _table(texts["outside_columns"], (40, 43, 40, 43), content.outside, {1, 3})


def _roster(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    if content.shifts:
        yield b.Shifts(content.shifts, content.ticks, texts["shifts_caption"])
    if content.roster and not content.public:
        yield _table(texts["roster_columns"], (20, 76, 18, 26, 26), content.roster, {0, 2, 3, 4})
    if content.roster_note:
        yield Para(words_of(content.roster_note), "note")


def _compare(content: SecurityPlan, texts: Mapping[str, str]) -> Iterator[Block]:
    rows = tuple(
        (
            line.code,
            line.title,
            line.theirs or texts["absent"],
            line.score or "—",
            _ours(content, line, texts),
            line.own or "—",
        )
        for line in content.contents
    )
    yield _table(texts["their_columns"], (11, 46, 43, 13, 39, 14), rows, {0, 3, 4, 5})
    if content.adequacy:
        yield Para(words_of(content.adequacy))
    missed = [f"{line.code} {texts['list_comma'].join(line.lacking)}" for line in content.contents if line.lacking]
    if missed:
        yield Para(words_of(texts["lacking"] + texts["list_semicolon"].join(missed)), "note")
    yield Heading(texts["differences_head"], 2)
    if content.differences:
        yield _table(texts["difference_columns"], (42, 40, 42, 42), content.differences)
    else:
        yield Para(words_of(texts["no_differences"]))
    yield Heading(texts["sign_head"], 2)
    yield Gap(1.0)


ChapterBlocks = Callable[[SecurityPlan, Mapping[str, str]], Iterator[Block]]
CHAPTERS: dict[str, ChapterBlocks] = {
    "facts": _facts,
    "command": _command,
    "zones": _zones,
    "deployment": _deployment,
    "entry": _entry,
    "egress": _egress,
    "scenarios": _scenarios,
    "breaker": _breaker,
    "traffic": _traffic,
    "safety": _safety,
    "comms": _comms,
    "roster": _roster,
    "compare": _compare,
}
"""Key of a chapter → its blocks; the pack's list of chapters names them in order."""
