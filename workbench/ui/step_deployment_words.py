"""Posts, forces, emergency scenarios and triggers as rows; counts are plain sums of what the application states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.core.pack import Pack
from workbench.core.values import Row, Scalar
from workbench.errors import Text
from workbench.services.views import SiteObjectView
from workbench.ui.i18n import say, tr
from workbench.ui.step_site_rows import Cell, Head, TableRow
from workbench.ui.step_site_words import dotted, figure, proper, shown, term, words


@dataclass(frozen=True)
class Team:
    """The command post or a team of the pack; ``word`` is that of the workbook, ``leads`` says that it has a leader."""

    word: str
    title: Text
    task: Text
    leads: bool


def teams_of(pack: Pack) -> tuple[Team, ...]:
    """Return command post and teams in pack order."""
    rows = (row for row in pack.deployment.values() if row.data.get("kind") == "team")
    return tuple(
        Team(
            words(row.data.get("word")),
            row.text,
            Text(str(row.data.get("task_zh", "")), str(row.data.get("task_en", ""))),
            bool(row.data.get("leader_required")),
        )
        for row in rows
    )


NUMBERED = re.compile("[①-⑳\n]|(?:^|(?<=[\\s；;]))[0-9]{1,2}[.、)）]")  # keys
"""What begins an action in a list of actions."""
READ = ("forces", "emergency", "triggers")
"""Sheets that are read only."""


def force_heads() -> tuple[Head, ...]:
    """Return the columns of the forces."""
    return (
        Head(tr("力量"), 220, 3),
        Head(tr("人数"), 76, figures=True),
        Head(tr("持证与培训"), 120, 1),
        Head(tr("许可证"), 170, 2),
        Head(tr("负责人"), 110, 1),
    )


def trigger_heads() -> tuple[Head, ...]:
    """Return the columns of the circuit-breaker triggers."""
    return (
        Head(tr("触发项"), 170, 2),
        Head(tr("黄"), 60, figures=True),
        Head(tr("橙"), 60, figures=True),
        Head(tr("红"), 60, figures=True),
        Head(tr("恢复"), 60, figures=True),
        Head(tr("监测"), 140, 2),
        Head(tr("措施"), 180, 4),
    )


def force_row(pack: Pack, number: int, row: Row) -> TableRow:
    """Return a force as a row."""
    people = figure(row["persons"]) if row["persons"] is not None else shown(row["qty"])
    papers = [
        tr("持证 {count}", count=figure(row["certified"])) if row["certified"] is not None else "",
        tr("培训 {count}", count=figure(row["trained"])) if row["trained"] is not None else "",
    ]
    until = tr("至 {day}", day=shown(row["valid_until"])) if row["valid_until"] is not None else ""
    told = [part for part in papers if part]
    kind = term(row["kind"], pack)
    return TableRow(
        f"forces {number}",
        (
            Cell(words(row["name"]) or kind, dotted(kind, row["spec"], row["contract"])),
            Cell(people),
            Cell(told[0] if told else "—", told[1] if len(told) > 1 else ""),
            Cell(words(row["licence"]) or "—", until),
            Cell(words(row["lead"]) or "—"),
        ),
    )


def trigger_row(number: int, row: Row) -> TableRow:
    """Return a trigger as a row."""
    unit = proper(words(row["unit"]))
    hold = tr("持续 {minutes} 分钟", minutes=figure(row["hold_min"])) if row["hold_min"] is not None else ""
    return TableRow(
        f"triggers {number}",
        (
            Cell(f"{words(row['code'])} {words(row['measure'])}", dotted(unit, hold, applies(row["applicable"]))),
            *(Cell(figure(row[colour])) for colour in ("yellow", "orange", "red", "resume")),
            Cell(words(row["monitor"]) or "—", words(row["responsible"])),
            Cell(words(row["action"]) or "—"),
        ),
    )


def applies(value: Scalar) -> str:
    """Return that a row does not apply; nothing when it does."""
    return tr("不适用") if value is False else ""


def team(value: Scalar, pack: Pack) -> str:
    """Return the name of a team in the language of the window."""
    found = next((row for row in pack.deployment.values() if row.data.get("word") == value), None)
    return say(found.text) if found else words(value)


def hours(on: Scalar, off: Scalar) -> str:
    """Return when a post is manned."""
    told = [f"{moment:%H:%M}" for moment in (on, off) if isinstance(moment, datetime)]
    return "–".join(told) if told else "—"


def people(posts: Sequence[SiteObjectView]) -> int:
    """Return the people of all posts as stated."""
    return sum(post.row["persons"] for post in posts if isinstance(post.row["persons"], int))


def by_team(posts: Sequence[SiteObjectView], pack: Pack) -> str:
    """Return posts and people of each team, in the order of the pack."""
    told = []
    for code in dict.fromkeys(words(post.row["team"]) for post in posts):
        own = [post for post in posts if words(post.row["team"]) == code]
        told.append(tr("{team} {posts} 岗 {people} 人", team=team(code, pack), posts=len(own), people=people(own)))
    return tr("；").join(sorted(told))


def steps_of(actions: str) -> tuple[str, ...]:
    """Return the numbered actions of a scenario one by one; a text without numbers is one action."""
    parts = [part.strip(" ；;。\n") for part in NUMBERED.split(actions)]  # keys
    return tuple(part for part in parts if part)
