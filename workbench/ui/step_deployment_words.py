"""Posts, forces, emergency scenarios and triggers as rows; counts are plain sums of what the application states."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from workbench.core.pack import Choice, Pack, Scenario, Trigger
from workbench.core.values import Row, Scalar
from workbench.errors import Text
from workbench.services.views import CaseView, SiteObjectView
from workbench.ui.i18n import language, say, tr
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
        *(Head(name, 74, figures=True) for name in (tr("黄"), tr("橙"), tr("红"), tr("恢复"))),
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


def own_names(rows: Mapping[str, Scenario] | Mapping[str, Trigger]) -> dict[str, str]:
    """Return the pack's names by code where the window does not speak the language of the sheets."""
    return {code: say(row.text) for code, row in rows.items()} if language() != "zh" else {}


def trigger_row(names: Mapping[str, str], number: int, row: Row) -> TableRow:
    """Return a trigger as a row; ``names`` are those to show instead of the sheet's, by code."""
    code = words(row["code"])
    unit = proper(words(row["unit"]))
    hold = tr("持续 {minutes} 分钟", minutes=figure(row["hold_min"])) if row["hold_min"] is not None else ""
    return TableRow(
        f"triggers {number}",
        (
            Cell(f"{code} {names.get(code) or words(row['measure'])}", dotted(unit, hold, applies(row["applicable"]))),
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


@dataclass(frozen=True)
class Problem:
    """Something wrong with a post: ``kind`` is the colour family of its tag."""

    words: str
    kind: str = "bad"
    more: str = ""


def fixings_of(pack: Pack, row: Row) -> list[tuple[str, Text, tuple[str, ...]]]:
    """Return the four fixings: code, title, and the columns that are empty in a row."""
    found = []
    for code, one in pack.deployment.items():
        columns = one.data.get("columns")
        if one.data.get("kind") == "fixing" and isinstance(columns, tuple | list):
            found.append((code, one.text, tuple(key for key in columns if not stated(row.values.get(key)))))
    return found


def stated(value: Scalar) -> bool:
    """Say whether a column says something; no people are nobody."""
    return value is not None and str(value).strip() not in {"", "0"}


def shift_hours(row: Row) -> float | None:
    """Return how long a shift is [h]; ``None`` without valid times."""
    on, off = row["on"], row["off"]
    if not isinstance(on, datetime) or not isinstance(off, datetime) or off <= on:
        return None
    return (off - on).total_seconds() / 3600


def shift_limit(pack: Pack) -> int:
    """Return the longest shift that the pack allows [h]."""
    rows = (row.data.get("hours") for row in pack.deployment.values() if row.data.get("kind") == "rule")
    return next((int(hours) for hours in rows if isinstance(hours, int | Decimal)), 24)


def problems_of(post: SiteObjectView, pack: Pack, view: CaseView, *, doubled: bool) -> list[Problem]:
    """Return what is wrong with a post: fixings, shift, zone, code, and the checks that name it."""
    row = post.row
    found = [Problem(tr("编号重复"))] if doubled else []
    for _code, title, lacks in fixings_of(pack, row):
        if lacks:
            labels = {one.key: one.label for one in pack.sheets["posts"].columns}
            found.append(Problem(f"{tr('未')}{say(title)}", "bad", tr("、").join(say(labels[key]) for key in lacks)))
    hours_, limit = shift_hours(row), shift_limit(pack)
    if hours_ is None:
        found.append(Problem(tr("上下岗时间不成立"), "warn"))
    elif hours_ > limit:
        found.append(Problem(tr("单班 {hours} 小时 > {limit}", hours=f"{hours_:g}", limit=limit), "warn"))
    zones = {one.code for one in view.site if one.kind == "zone"}
    if row["zone"] and words(row["zone"]) not in zones:
        found.append(Problem(tr("没有区域 {code}", code=words(row["zone"]))))
    for finding in view.findings:
        if finding.fired and post.code in (*finding.objects, *finding.places):
            told = [say(why) for why, place in zip(finding.why, finding.places, strict=False) if place == post.code]
            kind = "bad" if finding.severity in {"block", "red", "critical"} else "warn"
            found.append(Problem(finding.check, kind, tr("；").join(told) or say(finding.title)))
    return found


def rows_of(pack: Pack, kind: str) -> list[Choice]:
    """Return the rows of a kind in the pack's table of the deployment."""
    return [row for row in pack.deployment.values() if row.data.get("kind") == kind]


def in_language(row: Choice, name: str) -> str:
    """Return a text of a row that is given in both languages."""
    return say(Text(str(row.data.get(f"{name}_zh", "")), str(row.data.get(f"{name}_en", ""))))


def fault_word(kind: str) -> str:
    """Return a fault of the roster in a word."""
    told = {
        "unknown": tr("方案已无此班"),
        "twice": tr("一人两处"),
        "over": tr("超过力量人数"),
        "rest": tr("轮休不足"),
        "long": tr("连续在岗过长"),
        "uncertified": tr("持证不足"),
    }
    return told.get(kind, kind)
