"""``workbench deployment``, ``workbench roster``, ``workbench act roster``: teams, posts, people, gaps, filling."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import (
    CHOICE,
    NOT_IN_ORDER,
    Account,
    AsJson,
    PackName,
    Subject,
    day,
    say,
    show,
    show_json,
    signed_in,
    stop,
    table,
)
from workbench.cli.giving import Giver, Words, giver, pairs, with_names
from workbench.errors import Text

if TYPE_CHECKING:
    from workbench.core.commands import EditRoster
    from workbench.services.views_deployment import DeploymentView, FillView, NoteView, PostView, ProposalView, TeamView

app = typer.Typer()

FILL, SOLVE, DOWN = "fill", "solve", "down"
ROSTER = "post day apply"
"""Names of ``--with``."""
MARKS = {True: "✓", False: "✗", None: "—"}


def mount(whole: typer.Typer) -> None:
    """Add the commands."""
    whole.command(help="勤务部署：编组、岗位、缺口、核验 · The deployment: teams, posts, gaps, checks")(deployment)
    whole.command(help="勤务排班：各日人数与缺口；补齐或求解 · The roster: people and gaps by day; fill or solve it")(
        roster
    )


def _in(text: Text) -> str:
    return text.in_language(CHOICE.language)


def deployment(
    subject: Subject, pack: PackName = "cn_national", account: Account = "", as_json: AsJson = False
) -> None:
    """Show the deployment of a case or of a package file; exit code 3 when something is not as it should be."""
    found = _seen(subject, pack, account)
    show_json(found) if as_json else _show(found)
    wrong = any(note.ok is False and not note.soft for note in found.notes) or any(fault.hard for fault in found.faults)
    stop(NOT_IN_ORDER if wrong else 0)


def roster(
    subject: Subject,
    by: Annotated[
        str, typer.Option("--by", help="fill 按编制补齐 · solve 求解 · down 向下填充 (fill, solve, fill down)")
    ] = "",
    with_: Annotated[list[str] | None, with_names(ROSTER)] = None,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show who is on which post on which day, or propose how to fill it; exit code 3 while people are missing.

    ``post=F01`` shows the shifts of a post with who takes over; ``post=F01 day=2026-05-01`` names where to fill down
    from. Nothing changes before ``apply=yes``.
    """
    said = Words(with_, ROSTER)
    if not by:
        found = _seen(subject, "cn_national", account)
        posts = [post for post in found.posts if said["post"] in ("", post.key)]
        if said["post"] and not posts:
            raise typer.BadParameter(say(f"没有岗位 {said['post']}", f"there is no post {said['post']}"))
        if as_json:
            show_json(posts)
        elif said["post"]:
            _shifts(posts)
        else:
            _matrix(found)
        stop(NOT_IN_ORDER if found.fill.gap else 0)
    with giver(subject, account) as given:
        command, proposal = _proposed(given, by, said)
        show_json(proposal) if as_json else _propose(proposal)
        if said["apply"] and command.changes:
            given.give(command, Text("已排入", "entered"))
    stop(NOT_IN_ORDER if proposal.after else 0)


@app.command("roster", help="排班：岗位某日的人员；不列单位即撤下 · Put people on a post; no force takes them off")
def put(
    case: str,
    post: Annotated[str, typer.Argument(help="岗位编号 · code of the post")],
    on: Annotated[str, typer.Argument(help="日期 YYYY-MM-DD · day")],
    forces: Annotated[list[str] | None, typer.Argument(help="单位=人数[:姓名,姓名] · FORCE=PEOPLE[:NAME,NAME]")] = None,
    shift: Annotated[int, typer.Option("--shift", min=1, help="班次 · shift")] = 1,
    account: Account = "",
) -> None:
    """Put people on a post on a day, in place of whoever was there."""
    from workbench.core.commands import Duty, EditRoster, RosterChange

    duties = []
    for force, said in pairs(forces, "FORCE=3:NAME,NAME"):
        persons, _, names = said.partition(":")
        if not persons.strip().isdecimal():
            raise typer.BadParameter(say(f"“{said}”中没有人数", f"no number of people in “{said}”"))
        duties.append(Duty(force, int(persons), tuple(n.strip() for n in names.split(",") if n.strip())))
    with giver(case, account) as by:
        change = RosterChange(post, _day(on), shift, tuple(duties))
        by.give(EditRoster(by.case, (change,)), Text("已排班", "entered"))


def _day(text: str) -> date:
    found = day(text)
    if found is None:
        raise typer.BadParameter(say("请写明日期 YYYY-MM-DD", "state the day as YYYY-MM-DD"))
    return found


def _seen(subject: str, pack: str, account: str) -> DeploymentView:
    from workbench.services import crowd_desk, deployment_desk, office
    from workbench.services.desk import pack_named

    if Path(subject).is_file():
        return deployment_desk.of_package(Path(subject), pack_named(pack))
    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        return deployment_desk.deployment_view(desk, person, crowd_desk.opened(desk, person, subject))


def _proposed(given: Giver, by: str, said: Words) -> tuple[EditRoster, ProposalView]:
    from workbench.services import deployment_desk as service

    whose = (given.desk, given.person, given.case)
    posts = [said["post"]] if said["post"] else []
    days = [_day(said["day"])] if said["day"] else []
    if by == FILL:
        return service.fill_up(*whose, posts, days)
    if by == SOLVE:
        return service.solve(*whose)
    if by == DOWN and posts and days:
        return service.fill_down(*whose, posts[0], days[0])
    known = say("用 fill、solve，或 down 并写明 post 和 day", "use fill, solve, or down with post and day")
    raise typer.BadParameter(known)


def _show(found: DeploymentView) -> None:
    fill = found.fill
    show(say(f"{len(found.posts)} 岗，{_fill(fill)}", f"{len(found.posts)} posts, {_fill(fill)}"))
    people = [(say("指挥长", "commander"), one) for one in found.command]
    people += [(say("副指挥长", "deputy"), one) for one in found.deputies]
    for office, one in people:
        show(f"{office}{say('：', ': ')}{' '.join(part for part in (one.name, one.phone, one.place) if part)}")
    if found.nets:
        heads = [say("通信网", "net"), say("呼号", "call"), say("主用", "first"), say("备用", "second")]
        rows = ((one.net, one.call, one.first, one.second, one.whistle) for one in found.nets)
        table("", [*heads, say("哨声", "whistle")], rows)
    heads = [
        say("编组", "team"),
        say("负责人", "led by"),
        say("岗位", "posts"),
        say("人数", "strength"),
        say("排班", "roster"),
    ]
    table("", heads, (_team(team) for team in found.teams))
    heads = [say("力量类型", "unit type"), say("人数", "strength"), say("排班", "roster")]
    table("", heads, ((_in(title), str(strength), _fill(own)) for title, strength, own in found.by_unit))
    table("", ["", say("核验", "check")], ((_mark(note), _in(note.text)) for note in found.notes))
    for fault in found.faults:
        show(f"{'✗' if fault.hard else '▲'} {_in(fault.text)}")
    wanted = [group for group in found.groups if group.wanted and not group.there]
    if wanted:
        names = say("、", ", ").join(_in(group.title) for group in wanted)
        show(say(f"▲ 按等级还应有职能组：{names}", f"▲ groups the level calls for: {names}"))


def _mark(note: NoteView) -> str:
    return "▲" if note.soft and note.ok is False else MARKS[note.ok]


def _team(team: TeamView) -> tuple[str, ...]:
    leaders = "、".join(f"{person.name} {person.phone}".strip() for person in team.leaders) or "—"
    return f"{team.code} {_in(team.title)}", leaders, str(team.posts), str(team.strength), _fill(team.fill)


def _fill(fill: FillView) -> str:
    gap = say(f"，缺 {fill.gap}", f", {fill.gap} missing") if fill.gap else ""
    return f"{fill.have} / {fill.need}{gap}"


def _matrix(found: DeploymentView) -> None:
    heads = [say("岗位", "post"), *(f"{on:%m-%d}" for on in found.days), say("缺口", "gap")]
    table("", heads, (_line(post) for post in found.posts))
    show(_fill(found.fill))
    for fault in found.faults:
        show(f"{'✗' if fault.hard else '▲'} {_in(fault.text)}")


def _shifts(posts: Iterable[PostView]) -> None:
    """Show the shifts of posts: when, how many of those needed, who, and who takes over."""
    heads = [
        say("岗位", "post"),
        say("班次", "shift"),
        say("到岗", "there"),
        say("力量", "force"),
        say("接班", "relief"),
    ]
    rows = (
        (
            post.key,
            f"{one.start:%m-%d %H:%M}–{one.end:%m-%d %H:%M}",
            f"{one.fill.have} / {one.fill.need}",
            "、".join(f"{duty.force} {duty.persons} {'、'.join(duty.names)}".strip() for duty in one.duties) or "—",
            _in(one.relief) or "—",
        )
        for post in posts
        for on in post.days
        for one in on.shifts
    )
    table("", heads, rows)


def _line(post: PostView) -> Iterable[str]:
    cells = (f"{on.fill.have} / {on.fill.need}" for on in post.days)
    return (f"{post.key} {post.name}", *cells, str(post.fill.gap) if post.fill.gap else "—")


def _propose(found: ProposalView) -> None:
    show(
        say(
            f"改动 {found.places} 格，缺口 {found.before} → {found.after}",
            f"{found.places} places change, {found.before} → {found.after} missing",
        )
    )
    if found.bound is not None:
        show(say(f"缺口不可能少于 {found.bound}", f"no roster leaves fewer than {found.bound} missing"))
    if found.open:
        heads = [say("岗位", "post"), say("日期", "day"), say("班次", "shift"), say("仍缺", "still missing")]
        table("", heads, ((post, f"{on}", str(shift), str(count)) for post, on, shift, count in found.open))
