"""The deployment of a case: command, teams, the matrix of posts and days, forces, what the rules say, and filling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from workbench.core import deployment_soft as soft
from workbench.core import roster as rosters
from workbench.core import roster_fill
from workbench.core.case import Case
from workbench.core.commands import EditRoster
from workbench.core.crowd_zones import whole
from workbench.core.deployment import TeamState, deployment
from workbench.core.deployment_posts import Post
from workbench.core.pack import Pack
from workbench.core.parts_deployment import RosterSlot
from workbench.core.roster import Plan, Slot
from workbench.core.roster_edit import changed
from workbench.core.roster_fill import Filling
from workbench.core.roster_forces import of_register
from workbench.core.working_plan import plan_number
from workbench.errors import NO_TEXT, Text
from workbench.services import access, crowd_desk, deployment_notes, roster_solver
from workbench.services.command_registers import deputies, nets
from workbench.services.deployment_notes import Ground
from workbench.services.desk import Desk
from workbench.services.looking import Look
from workbench.services.views import Person
from workbench.services.views_deployment import (
    DayView,
    DeploymentView,
    FaultView,
    FillView,
    ForceView,
    GroupView,
    PersonView,
    PostView,
    ProposalView,
    ShiftView,
    TeamView,
)

Roster = Mapping[str, RosterSlot]


def deployment_view(desk: Desk, person: Person, case: str) -> DeploymentView:
    """Return the deployment of a case.

    Args:
        desk: The opened office.
        person: Who looks.
        case: Identifier of the case.

    Raises:
        NotAllowedError: The person may not read cases.
        StorageError: There is no such case.
    """
    access.require(desk.pack, person, "read_case")
    return view_of(ground_of(Look(desk, desk.case(case))))


def ground_of(look: Look) -> Ground:
    """Return what the deployment of a case is read from."""
    case = look.case
    found = look.assessment.deployment
    return Ground(
        look.plan, look.pack, found, look.level, case.id, case.version, case.roster, case.registers, case.drills
    )


def of_package(path: Path, pack: Pack) -> DeploymentView:
    """Return the deployment of a package that nobody has received: its plan, and nobody on its posts."""
    application, crowd = crowd_desk.read(path, pack)
    level = whole(crowd.staff.level.data["level"])
    return view_of(Ground(application, pack, deployment(application, pack), level))


def view_of(ground: Ground) -> DeploymentView:
    """Return a deployment as it stands."""
    pack, found, roster = ground.pack, ground.found, ground.roster
    made = rosters.plan(ground.plan, pack, of_register(ground.registers.values(), pack))
    by_post: dict[str, list[Slot]] = {}
    for slot in made.slots.values():
        by_post.setdefault(slot.post, []).append(slot)
    keyed = rosters.keyed_posts(found.posts if found else ())
    kinds = {str(row["code"]): str(row["kind"] or "") for row in ground.plan.rows("zones")}
    lacks = {id(post.row): tuple(row.text for row in rows) for post, rows in (found.unfixed if found else ())}
    posts = tuple(
        _post(key, post, kinds, lacks.get(id(post.row), ()), tuple(_days(roster, by_post.get(key, ()))))
        for key, post in keyed.items()
    )
    return DeploymentView(
        case=ground.case,
        version=ground.version,
        plan=plan_number(ground.plan) if found else "",
        days=made.days,
        posts=posts,
        command=tuple(_leaders(found.team("command"))) if found else (),
        deputies=tuple(deputies(ground.registers)),
        nets=tuple(nets(ground.registers)),
        drilled=tuple(sorted(_drilled(ground).items())),
        teams=tuple(_team(pack, team, posts) for team in (found.teams if found else ())),
        groups=tuple(_group(state) for state in soft.groups(ground.plan, pack, ground.level)),
        level=ground.level,
        forces=tuple(_force(made, roster, name) for name in made.forces),
        by_unit=tuple(_by_unit(pack, posts)),
        day_fills=tuple(_sum(day.fill for post in posts for day in post.days if day.day == on) for on in made.days),
        fill=_sum(post.fill for post in posts),
        rostered=bool(roster),
        faults=tuple(_fault(fault, made) for fault in rosters.faults(roster, made)),
        notes=deployment_notes.notes(ground),
        fixed_percent=_percent(found.fixed_percent) if found else None,
        mobile=len(found.mobile) if found else 0,
        mobile_least=found.mobile_least if found else 0,
        mobile_reference=found.mobile_reference if found else None,
    )


# Filling


def fill_down(desk: Desk, person: Person, case: str, post: str, day: date) -> tuple[EditRoster, ProposalView]:
    """Return the act that puts the people of a post on a day onto its later days, and what it would change."""
    state, made = _opened(desk, person, case)
    return _proposal(state, made, roster_fill.fill_down(state.roster, made, post, day))


def fill_up(
    desk: Desk, person: Person, case: str, posts: Iterable[str] = (), days: Iterable[date] = ()
) -> tuple[EditRoster, ProposalView]:
    """Return the act that fills posts up to their requirement, and what it would change; none named = all."""
    state, made = _opened(desk, person, case)
    return _proposal(state, made, roster_fill.fill_up(state.roster, made, posts, days))


def solve(desk: Desk, person: Person, case: str) -> tuple[EditRoster, ProposalView]:
    """Return the act of the fullest roster that the forces allow, and what would stay open; it replaces nobody."""
    state, made = _opened(desk, person, case)
    found = roster_solver.solve(state.roster, made)
    return _proposal(state, made, found.filling, found.bound)


def _opened(desk: Desk, person: Person, case: str) -> tuple[Case, Plan]:
    access.require(desk.pack, person, "read_case")
    look = Look(desk, desk.case(case))
    return look.case, rosters.roster_plan(look.case, look.pack)


def _proposal(state: Case, made: Plan, found: Filling, bound: int | None = None) -> tuple[EditRoster, ProposalView]:
    after = changed(state.roster, found.changes)
    missing = ((slot, rosters.gap(after, slot)) for slot in made.slots.values())
    open_ = tuple((slot.post, slot.day, slot.shift, count) for slot, count in missing if count)
    view = ProposalView(len(found.changes), found.before, found.after, open_, bound)
    return EditRoster(state.id, found.changes), view


# Parts


def _percent(share: Fraction | None) -> Decimal | None:
    """Return a share in percent to two places; ``None`` stays."""
    return None if share is None else (Decimal(share.numerator) / share.denominator).quantize(Decimal("0.01"))


def _days(roster: Roster, slots: Iterable[Slot]) -> Iterator[DayView]:
    several = tuple(slots)
    after = {slot.start: slot for slot in several}
    by_day: dict[date, list[ShiftView]] = {}
    for slot in several:
        entry = roster.get(slot.key)
        fill = FillView(rosters.have(roster, slot), slot.need, rosters.gap(roster, slot))
        duties = entry.duties if entry else ()
        by_day.setdefault(slot.day, []).append(
            ShiftView(slot.shift, slot.start, slot.end, fill, duties, _relief(roster, after.get(slot.end)))
        )
    for day, shifts in by_day.items():
        yield DayView(day, tuple(shifts), _sum(shift.fill for shift in shifts))


def _relief(roster: Roster, later: Slot | None) -> Text:
    """Return who takes over in the shift that begins when one ends, and how many of them are missing."""
    if later is None:
        return NO_TEXT
    entry, missing = roster.get(later.key), rosters.gap(roster, later)
    there = [f"{duty.force} {duty.persons} {'、'.join(duty.names)}".strip() for duty in (entry.duties if entry else ())]
    at, zh, en = f"{later.start:%m-%d %H:%M}", "；".join(there) or "无人", "; ".join(there) or "nobody"
    if missing:
        zh, en = f"{zh}，缺 {missing} 人", f"{en}, {missing} missing"
    return Text(f"{at} 接班：{zh}", f"relieved {at}: {en}")


def _sum(fills: Iterable[FillView]) -> FillView:
    several = tuple(fills)
    return FillView(*(sum(getattr(fill, name) for fill in several) for name in ("have", "need", "gap")))


def _post(
    key: str, post: Post, zone_kinds: Mapping[str, str], missing: tuple[Text, ...], days: tuple[DayView, ...]
) -> PostView:
    return PostView(
        key=key,
        code=post.code,
        name=post.name,
        kind=post.kind,
        layer=post.layer,
        team=post.team,
        zone=post.zone,
        zone_kind=zone_kinds.get(post.zone, ""),
        gate=post.gate,
        unit=post.unit,
        unit_type=post.unit_type,
        lead=post.lead,
        phone=post.phone,
        equipment=str(post.row["equip"] or ""),
        persons=post.persons or 0,
        key_post=post.key,
        chief=post.chief,
        missing=missing,
        days=days,
        fill=_sum(day.fill for day in days),
    )


def _leaders(teams: Iterable[TeamState]) -> Iterator[PersonView]:
    for team in teams:
        for post in team.leaders:
            yield PersonView(post.lead, post.phone, post.name, post.code)


def _drilled(ground: Ground) -> dict[str, date]:
    """Return the scenarios of the exercises kept in the case with the day of the last one."""
    days = sorted((one.on, one.scenarios) for one in ground.drills.values())
    return {code: on for on, codes in days for code in codes}


def _team(pack: Pack, team: TeamState, posts: tuple[PostView, ...]) -> TeamView:
    data = team.row.data
    return TeamView(
        code=team.row.code,
        role=str(data.get("role", "")),
        title=team.row.text,
        task=Text(str(data.get("task_zh", "")), str(data.get("task_en", ""))),
        leaders=tuple(_leaders((team,))),
        led=team.led,
        posts=len(team.posts),
        strength=team.persons,
        unit_types=team.unit_types,
        mixed=soft.mixed(team, pack),
        fill=_sum(post.fill for post in posts if post.team == team.row.data.get("word")),
    )


def _group(state: soft.GroupState) -> GroupView:
    row = state.stated
    lead = PersonView(str(row["lead"] or ""), str(row["phone"] or "")) if row is not None and row["lead"] else None
    return GroupView(state.row.code, state.row.text, state.wanted, row is not None, lead)


def _force(made: Plan, roster: Roster, name: str) -> ForceView:
    force = made.forces[name]
    busy = [
        (made.slots[key], duty.persons)
        for key, entry in roster.items()
        if key in made.slots
        for duty in entry.duties
        if duty.force == name
    ]
    called, rested = rosters.peak(busy)[0], rosters.peak(busy, made.rules.rest)[0]
    return ForceView(name, tuple(sorted(force.unit_types)), force.persons, force.certified, called, rested)


def _by_unit(pack: Pack, posts: tuple[PostView, ...]) -> Iterator[tuple[Text, int, FillView]]:
    names = {row.text.zh: row.text for row in pack.lists["unit_types"].values()}
    for said in dict.fromkeys(post.unit_type for post in posts):
        own = [post for post in posts if post.unit_type == said]
        title = names.get(said, Text(said or "未定", said or "not stated"))
        yield title, sum(post.persons for post in own), _sum(post.fill for post in own)


def _fault(fault: rosters.RosterFault, made: Plan) -> FaultView:
    posts = dict.fromkeys(made.slots[key].post for key in fault.slots if key in made.slots)
    return FaultView(fault.kind, fault.hard, fault.text, tuple(posts))
