"""What the rules say of a deployment, one remark each: elements, first wave, chiefs, shifts, teams, patrols, slots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from workbench.core import deployment_soft as soft
from workbench.core.deployment import Deployment
from workbench.core.deployment_posts import of_kind, word
from workbench.core.entry_quotas import quotas, without_session
from workbench.core.findings_deployment import chiefs_missing
from workbench.core.pack import Pack
from workbench.core.parts_deployment import RosterSlot
from workbench.core.parts_emergency import DrillRecord
from workbench.core.register_entries import RegisterEntry
from workbench.core.values import Application
from workbench.errors import Text
from workbench.services.command_registers import deputies, nets
from workbench.services.views_deployment import NoteView

AIRSPACE_REGISTER = "airspace_notice"
"""Register of the case with the low-altitude notices and their response points."""
SUPPLY_REGISTER = "supply"
"""Register of the case with its logistics."""


@dataclass(frozen=True)
class Ground:
    """What the deployment of a case, or of a package that nobody has received, is read from.

    Attributes:
        plan: The application with the plan in force.
        found: Its deployment; ``None`` without a sheet of posts.
        level: Security level that the functional groups are scaled by.
        registers: Entries of the case's registers; ``drills`` the exercises kept in it.
    """

    plan: Application
    pack: Pack
    found: Deployment | None
    level: int | None
    case: str = ""
    version: int = 0
    roster: Mapping[str, RosterSlot] = field(default_factory=dict)
    registers: Mapping[str, RegisterEntry] = field(default_factory=dict)
    drills: Mapping[str, DrillRecord] = field(default_factory=dict)


_ELEMENTS = {
    "command_post": Text("定点指挥部", "command post"),
    "three_teams": Text("三组有组长和电话", "teams led and reachable"),
    "mobile_ge_5": Text("机动点数量", "number of mobile points"),
    "three_layers": Text("远端、周边、近端都有岗位", "posts in every layer"),
    "three_zones": Text("核心、警戒、控制区", "core, cordon and control zones"),
    "key_posts_named": Text("关键岗定人", "key posts name somebody"),
    "four_fixings_100": Text("四定齐全", "four fixings at every post"),
}
"""Element → what it asks for."""
TOLD_BY_CHECKS = frozenset({*_ELEMENTS, "first_wave", "chiefs"})
"""Rules that checks of the register tell too."""


def notes(ground: Ground) -> tuple[NoteView, ...]:
    """Return the remarks in the order of the rules; without a sheet of posts only that it is missing."""
    found = ground.found
    if found is None:
        text = Text("缺“岗位”表，部署无法核验", "the sheet of posts is missing: nothing can be checked")
        return (NoteView("posts", ok=False, text=text),)
    return (
        *_conditions(found),
        *_spots(found),
        *_chiefs(found),
        *_shifts(found),
        *_doubled(found),
        *_teams(ground, found),
        *_patrols(ground, found),
        *_domains(ground, found),
        *_circle(ground, found),
        *_route(ground, found),
        *_quotas(ground),
        *_airspace(ground),
        *_entered(ground),
    )


def _conditions(found: Deployment) -> Iterator[NoteView]:
    for one in found.conditions:
        yield NoteView(one.name, one.ok, _ELEMENTS[one.name] if one.ok else one.why)


def _spots(found: Deployment) -> Iterator[NoteView]:
    if not found.key_posts:
        text = Text("没有标明关键岗，首波力量无法核验", "no post is marked as key: the first wave cannot be checked")
        yield NoteView("first_wave", ok=None, text=text)
    for spot in found.spots:
        radius = f"{found.radius.normalize():f}"
        there = "—" if spot.persons is None else spot.persons
        zh = f"{spot.post.code} {radius} m 内 {there} 人（应有 {found.wave}）"
        en = f"{spot.post.code}: {there} within {radius} m ({found.wave} wanted)"
        yield NoteView("first_wave", spot.ok, Text(zh, en), (spot.post.code,))


def _chiefs(found: Deployment) -> Iterator[NoteView]:
    if found.chiefs is None:
        text = Text(
            "缺“区域”或“出入口”表，三长无法核验",
            "the sheet of zones or of gates is missing: the three chiefs cannot be checked",
        )
        yield NoteView("chiefs", ok=None, text=text)
        return
    if found.chiefs.complete:
        yield NoteView("chiefs", ok=True, text=Text("三长齐全", "the three chiefs are named"))
    for codes, what in chiefs_missing(found.chiefs):
        text = Text(f"{what.zh}：{'、'.join(codes)}", f"{what.en}: {', '.join(codes)}")
        yield NoteView("chiefs", ok=False, text=text, objects=codes)


def _shifts(found: Deployment) -> Iterator[NoteView]:
    untimed = tuple(post.code for post in found.posts if post.hours is None)
    if untimed:
        text = Text(
            f"上下岗时间未填或颠倒，按全天排班：{'、'.join(untimed)}",
            f"times missing or reversed, rostered for the whole day: {', '.join(untimed)}",
        )
        yield NoteView("no_times", ok=False, text=text, objects=untimed)
    for post, hours in found.long_shifts:
        text = Text(
            f"{post.code} 一班 {float(hours):g} 小时，须轮换", f"{post.code}: {float(hours):g} h, to be relieved"
        )
        yield NoteView("long_shift", ok=False, text=text, objects=(post.code,))


def _doubled(found: Deployment) -> Iterator[NoteView]:
    for lead, posts in soft.doubled(found):
        codes = tuple(post.code for post in posts)
        text = Text(
            f"{lead} 同时任 {'、'.join(codes)} 负责人，须换人或错开时间",
            f"{lead} is named at {', '.join(codes)} at the same time: name somebody else, or part the times",
        )
        yield NoteView("lead_twice", ok=False, text=text, objects=codes)


def _teams(ground: Ground, found: Deployment) -> Iterator[NoteView]:
    for team in found.team("team"):
        kinds = "、".join(team.unit_types) or "—"
        title = team.row.text
        text = Text(f"{title.zh}混合编组：{kinds}", f"{title.en}, types of units: {len(team.unit_types)}")
        yield NoteView("mixed_units", soft.mixed(team, ground.pack), text, (word(team.row),), soft=True)


def _patrols(ground: Ground, found: Deployment) -> Iterator[NoteView]:
    for pairing in soft.pairings(found, ground.pack):
        counts = f"{len(pairing.first)} / {len(pairing.second)}"
        text = Text(f"{pairing.row.text.zh}：{counts}", f"{pairing.row.text.en}: {counts}")
        yield NoteView("pairing", pairing.complete, text, soft=True)


def _domains(ground: Ground, found: Deployment) -> Iterator[NoteView]:
    for row, covered in soft.domains(found, ground.plan, ground.pack):
        text = row.text if covered else Text(f"{row.text.zh}没有岗位", f"{row.text.en}: no post")
        yield NoteView("domain", covered, text)


def _circle(ground: Ground, found: Deployment) -> Iterator[NoteView]:
    ring = soft.circle(found, ground.pack)
    minutes, posts = f"{ring.minutes:f}", (*ring.untold, *ring.late)
    zh = f"快反圈 {len(ring.posts)} 岗，应在 {minutes} 分钟内到达"
    en = f"quick-reaction circle: {len(ring.posts)} posts, to arrive within {minutes} min"
    if posts:
        codes = [post.code for post in posts]
        zh = f"{zh}；未写明或超时：{'、'.join(codes)}"
        en = f"{en}; not stated or later: {', '.join(codes)}"
    yield NoteView("quick_circle", ring.closed, Text(zh, en), tuple(post.code for post in posts), soft=True)


def _airspace(ground: Ground) -> Iterator[NoteView]:
    """Tell whether every low-altitude notice names its response point."""
    notices = [entry for entry in ground.registers.values() if entry.register == AIRSPACE_REGISTER]
    for entry in notices:
        area, point = str(entry.get("area") or ""), str(entry.get("point") or "")
        zh = f"低慢小管控（{area}）应急处置点：{point or '未定'}"
        en = f"low-altitude control ({area}), response point: {point or 'none'}"
        yield NoteView("airspace_point", bool(point), Text(zh, en))


def _entered(ground: Ground) -> Iterator[NoteView]:
    """Tell what only the registers of the case can say: a deputy, nets with their whistle signal, logistics.

    Where nothing is entered it is not known, which is no fault of the plan.
    """
    registers = ground.registers
    names = [person.name for person in deputies(registers)]
    told = Text(f"副指挥长：{'、'.join(names)}", f"deputy: {', '.join(names)}")
    yield NoteView("deputy", True if names else None, told if names else Text("未登记副指挥长", "no deputy entered"))
    known = tuple(nets(registers))
    mute = [one.net for one in known if not one.whistle.strip()]
    every = Text(f"通信网 {len(known)} 个，都有哨声信号", f"{len(known)} nets, each with its whistle signal")
    if mute:
        every = Text(f"没有哨声信号：{'、'.join(mute)}", f"no whistle signal: {', '.join(mute)}")
    none = Text("未登记通信网和哨声信号", "no nets and no whistle signal entered")
    yield NoteView("comms", not mute if known else None, every if known else none, soft=True)
    if not any(entry.register == AIRSPACE_REGISTER for entry in registers.values()):
        text = Text("未登记低慢小管控和应急处置点", "no low-altitude control and no response point entered")
        yield NoteView("airspace_none", ok=None, text=text)
    supplies = sum(entry.register == SUPPLY_REGISTER for entry in registers.values())
    some = Text(f"后勤保障 {supplies} 项", f"{supplies} supplies entered")
    yield NoteView(
        "supply", True if supplies else None, some if supplies else Text("未登记后勤保障", "no supplies entered")
    )


def _route(ground: Ground, found: Deployment) -> Iterator[NoteView]:
    sides = {word(row): row.text.en for row in of_kind(ground.pack, "side")}
    for side in found.route:
        for gap in side.wide:
            zh = f"{side.word} {gap.start:f}–{gap.end:f} km 无岗（{gap.length:f} km）"
            en = f"{sides.get(side.word, side.word)}: no post from {gap.start:f} to {gap.end:f} km ({gap.length:f} km)"
            yield NoteView("route_gap", ok=False, text=Text(zh, en))


def _quotas(ground: Ground) -> Iterator[NoteView]:
    found = tuple(quotas(ground.plan, ground.registers.values()))
    bare = tuple(one.session for one in found if one.quota is None)
    if bare:
        names = "、".join(bare), ", ".join(bare)
        text = Text(f"未登记入场时段：{names[0]}", f"no entry slots stated: {names[1]}")
        yield NoteView("no_entry_slots", ok=None, text=text, objects=bare)
    for one in (one for one in found if one.quota is not None):
        zh = f"{one.session} 入场名额 {one.quota}，发售 {one.tickets} 张"
        en = f"{one.session}: slots for {one.quota}, {one.tickets} tickets"
        yield NoteView("entry_slots", one.covered, Text(zh, en), (one.session,))
    for session in without_session(ground.plan, ground.registers.values()):
        text = Text(
            f"入场时段所写场次 {session} 不在方案中", f"slots name session {session}, which the plan does not have"
        )
        yield NoteView("entry_session", ok=False, text=text)
