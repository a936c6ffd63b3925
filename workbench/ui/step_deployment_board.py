"""The deployment as a board: posts in groups of zone kind and team, and for each day how many people of how many.

Plain values, made from what the services return; :mod:`workbench.ui.step_deployment_model` shows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workbench.core.pack import Pack
from workbench.core.values import Row, Scalar
from workbench.services.views import CaseView, SiteObjectView
from workbench.services.views_deployment import DeploymentView, FillView, ShiftView
from workbench.ui.i18n import say, tr
from workbench.ui.step_deployment_words import team
from workbench.ui.step_site_words import dotted, term, words

KIND_ICONS = {
    "post_fixed": "shield",
    "post_patrol": "route",
    "post_mobile": "users",
    "post_lookout": "eye",
    "post_screening": "scan-eye",
    "post_passage": "layout-rows",
    "post_quick": "clock-exclamation",
}
"""Row of the pack → icon."""
SHORT = 0.75
"""From this share on a gap is tinted as a small one."""


@dataclass(frozen=True)
class DayCell:
    """People on a post on a day; ``have`` is ``None`` while nobody has made a roster."""

    have: int | None
    need: int

    @property
    def gap(self) -> int:
        """Return how many people are missing; without a roster nothing is known to be missing."""
        return 0 if self.have is None else max(0, self.need - self.have)

    @property
    def kind(self) -> str:
        """Return the colour family: ``ok``, ``warn``, ``bad``, ``info`` (more than needed), ``neu`` (no roster)."""
        if self.have is None:
            return "neu"
        if not self.gap:
            return "info" if self.have > self.need else "ok"
        return "warn" if self.have >= SHORT * self.need else "bad"

    def words(self) -> str:
        """Return both numbers."""
        return f"{'—' if self.have is None else self.have} / {self.need}"


@dataclass(frozen=True)
class Bar:
    """A shift of a post."""

    start: datetime
    end: datetime
    cell: DayCell
    number: int = 1

    def sentence(self) -> str:
        """Return the shift in words."""
        told = f"{self.start:%m-%d %H:%M}–{self.end:%m-%d %H:%M}{tr('，')}{self.cell.words()}"
        return told + (f"{tr('，')}{tr('缺 {count} 人', count=self.cell.gap)}" if self.cell.gap else "")


@dataclass(frozen=True)
class ShiftRow:
    """A post with its shifts on a day."""

    key: str
    name: str
    bars: tuple[Bar, ...]

    def sentence(self) -> str:
        """Return the post with its shifts in words."""
        return f"{self.name}{tr('：')}" + (tr("；").join(bar.sentence() for bar in self.bars) or tr("不设岗"))


@dataclass(frozen=True)
class PostLine:
    """A post: its row, its group, its days; ``key`` names it in the plan, so doubled codes stay apart."""

    key: str
    post: SiteObjectView
    icon: str
    zone_kind: str
    team: str
    cells: tuple[DayCell | None, ...]
    bars: tuple[tuple[Bar, ...], ...] = ()
    """Its shifts, day by day."""

    @property
    def code(self) -> str:
        """Return the code."""
        return self.post.code

    @property
    def name(self) -> str:
        """Return the name as it stands in the sheet."""
        return words(self.post.row["name"])

    @property
    def doubled(self) -> bool:
        """Return whether an earlier row has the same code."""
        return self.key != self.code

    @property
    def persons(self) -> int:
        """Return the people wanted at a time."""
        return number(self.post.row["persons"])

    @property
    def gap(self) -> int:
        """Return the gap of all days."""
        return sum(cell.gap for cell in self.cells if cell)


@dataclass(frozen=True)
class PostGroup:
    """A heading: posts of one kind of zone in one team; ``have`` is ``None`` while nobody has made a roster."""

    title: str
    count: int
    have: int | None
    need: int


@dataclass(frozen=True)
class Board:
    """Days and posts, the posts in the order shown."""

    days: tuple[date, ...] = ()
    lines: tuple[PostLine, ...] = ()
    rostered: bool = False
    """Whether anybody has made a roster."""

    def entries(self, shown: Callable[[PostLine], bool], pack: Pack) -> Iterator[PostGroup | PostLine]:
        """Yield headings and posts, leaving out what a filter hides."""
        for (zone, team_), own in grouped(self.lines).items():
            seen = [line for line in own if shown(line)]
            if seen:
                title = dotted(zone_word(zone, pack), team(team_, pack)) or tr("未归区")
                have, need = filled(own)
                yield PostGroup(title, len(own), have if self.rostered else None, need)
                yield from seen

    def shifts(self, day: date) -> tuple[ShiftRow, ...]:
        """Return the shifts of every post on a day; a day that is none of them has none."""
        if day not in self.days:
            return ()
        place = self.days.index(day)
        return tuple(ShiftRow(line.key, f"{line.code} {line.name}", line.bars[place]) for line in self.lines)

    def day_gaps(self) -> tuple[int, ...]:
        """Return the gap of each day."""
        return tuple(
            sum(cell.gap for line in self.lines if (cell := line.cells[place]) is not None)
            for place in range(len(self.days))
        )


def board_of(view: CaseView, pack: Pack, found: DeploymentView | None = None) -> Board:
    """Return the board of a case; while its deployment is being worked out, with the posts as the plan states them."""
    days = found.days if found else days_of(view)
    rostered = found.rostered if found else False
    known = {one.key: one.days for one in found.posts} if found else {}
    zones = {one.code: words(one.row["kind"]) for one in view.site if one.kind == "zone"}
    icons = {words(row.data.get("word")): code for code, row in pack.deployment.items()}
    lines = []
    seen: Counter[str] = Counter()
    for post in (one for one in view.site if one.kind == "post"):
        seen[post.code] += 1
        key = post.code if post.code and seen[post.code] == 1 else f"{post.code}#{seen[post.code]}"
        icon = KIND_ICONS.get(icons.get(words(post.row["kind"]), ""), "map-pin")
        if key in known:
            own: tuple[DayCell | None, ...] = tuple(_cell(one.fill, rostered=rostered) for one in known[key])
            bars = tuple(tuple(_bar(shift, rostered=rostered) for shift in one.shifts) for one in known[key])
        else:
            own = tuple(DayCell(None, number(post.row["persons"])) for _day in days)
            bars = tuple(() for _day in days)
        lines.append(
            PostLine(key, post, icon, zones.get(words(post.row["zone"]), ""), words(post.row["team"]), own, bars)
        )
    return Board(tuple(days), tuple(sorted(lines, key=_order(pack))), rostered)


def days_of(view: CaseView) -> tuple[date, ...]:
    """Return the days of the occurrences; where none is stated, the days on which posts are manned."""
    starts: Iterable[Scalar] = [row["start"] for row in view.sheets.get("sessions", ())]
    found = {moment.date() for moment in starts if isinstance(moment, datetime)}
    if not found:
        posts = (one.row["on"] for one in view.site if one.kind == "post")
        found = {moment.date() for moment in posts if isinstance(moment, datetime)}
    return tuple(sorted(found))


def grouped(lines: Sequence[PostLine]) -> dict[tuple[str, str], list[PostLine]]:
    """Return posts by kind of zone and team, in the order given."""
    found: dict[tuple[str, str], list[PostLine]] = {}
    for line in lines:
        found.setdefault((line.zone_kind, line.team), []).append(line)
    return found


def filled(lines: Iterable[PostLine]) -> tuple[int, int]:
    """Return people on duty and people needed, summed over days; more than needed on a post fills no other."""
    cells = [cell for line in lines for cell in line.cells if cell is not None]
    return sum(min(cell.have or 0, cell.need) for cell in cells), sum(cell.need for cell in cells)


def leader_of(lines: Iterable[PostLine], code: str) -> Row | None:
    """Return the row that leads a team."""
    own = [line.post.row for line in lines if line.team == code]
    return next((row for row in own if row["is_leader"] is True), None)


def by_unit_type(lines: Iterable[PostLine], pack: Pack) -> tuple[tuple[str, int], ...]:
    """Return people at a time by type of unit, the largest first."""
    sums: Counter[str] = Counter()
    for line in lines:
        sums[term(line.post.row["unit_type"], pack) or tr("未定")] += line.persons
    return tuple(sums.most_common())


def zone_word(kind: str, pack: Pack) -> str:
    """Return the name of a kind of zone as a heading."""
    row = next(
        (r for r in pack.deployment.values() if r.data.get("kind") == "zone" and r.data.get("word") == kind), None
    )
    return say(row.text) if row else term(kind, pack)


def number(value: Scalar) -> int:
    """Return a whole number; 0 for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _cell(fill: FillView, *, rostered: bool) -> DayCell:
    return DayCell(fill.need - fill.gap if fill.gap else fill.have, fill.need) if rostered else DayCell(None, fill.need)


def _bar(shift: ShiftView, *, rostered: bool) -> Bar:
    return Bar(shift.start, shift.end, _cell(shift.fill, rostered=rostered), shift.number)


def _order(pack: Pack) -> Callable[[PostLine], tuple[int, int]]:
    kinds = next((column.options for column in pack.sheets["zones"].columns if column.key == "kind"), ())
    teams = [words(row.data.get("word")) for row in pack.deployment.values() if row.data.get("kind") == "team"]
    places = {kind: place for place, kind in enumerate(kinds)}
    ranks = {code: place for place, code in enumerate(teams)}
    return lambda line: (places.get(line.zone_kind, len(places)), ranks.get(line.team, len(ranks)))
