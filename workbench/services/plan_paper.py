"""Content of the security plan: facts, command, zones, posts, lists of people; the rest stands beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from reports import plan_blocks, security_plan
from reports.blocks import Document
from reports.security_plan import ContentLine, PostLine, SecurityPlan, Team
from reports.wording import filled, span_en, span_zh
from workbench.core.crowd_zones import ZoneState, whole
from workbench.core.deployment_posts import rule
from workbench.core.facts import day_of, number_of
from workbench.core.pack import Choice
from workbench.core.plan_contents import adequacy, contents
from workbench.core.plan_differences import persons_of
from workbench.core.values import Row, Scalar
from workbench.crowd.working import figure
from workbench.services import legal, plan_compare, plan_entry, plan_flow, plan_response
from workbench.services.command_registers import deputies, nets
from workbench.services.plan_public import redacted
from workbench.services.plan_score import own_scores
from workbench.services.plan_source import PlanSource, hours_of, hours_words, span_words
from workbench.services.wording import text_of

SUPPORT = 4
"""Supporting bodies named in the chart."""
LONGEST = "shift_limit"
"""Rule of the pack: longest shift of a post."""


def plan_document(source: PlanSource) -> Document:
    """Return the plan as blocks."""
    content = plan_content(source)
    return security_plan.document(redacted(content, source) if source.public else content, source.texts)


def plan_content(source: PlanSource) -> SecurityPlan:
    """Return the content of the plan; nothing in it is made up: what the case does not state says so."""
    texts = source.texts
    bars, ticks = _shifts(source)
    shown = source.ground.map
    return SecurityPlan(
        issue=source.issue,
        event=source.of("ev.name"),
        days=span_of(source),
        version=source.version_words,
        chapters=tuple(_chapters(source)),
        cover=_cover(source),
        map=shown,
        routes=plan_flow.routes(source),
        language=source.language,
        public=source.public,
        contents=tuple(_contents(source)),
        adequacy=_adequacy(source),
        versions=tuple(_versions(source)),
        copies=texts["copies_public"] if source.public else texts["copies"],
        facts=_facts(source),
        boxes=_boxes(source),
        basis=tuple(_basis(source)),
        command=_command(source),
        parties=tuple(_parties(source)),
        zones=tuple(_zones(source)),
        teams=teams(source),
        marks=source.fill("marks", marks=source.of("sec.mark")),
        entering=plan_flow.entering(source),
        goods=tuple(plan_entry.goods(source)),
        cases=tuple(plan_entry.cases(source)),
        leaving=plan_flow.leaving(source),
        steps=tuple(plan_response.steps(source)),
        scenarios=tuple(plan_response.scenarios(source)),
        left_out=plan_response.left_out(source),
        triggers=tuple(plan_response.triggers(source)),
        sequence=tuple(plan_response.sequence(source)),
        orders=tuple(plan_response.orders(source)),
        traffic=tuple(plan_flow.traffic(source)),
        safety=tuple(plan_response.safety(source)),
        nets=tuple(_nets(source)),
        contacts=tuple(_contacts(source)),
        outside=tuple(_outside(source)),
        shifts=bars,
        ticks=ticks,
        roster=source.roster,
        roster_note="　".join(_roster_notes(source)),
        differences=plan_compare.lines(source),
        gaps=() if source.public else shown.gaps,
    )


def span_of(source: PlanSource) -> str:
    """Return the days of the event in words."""
    first, last = (day_of(source.plan.fields.get(key)) for key in ("ev.start_date", "ev.end_date"))
    if first is None:
        return source.texts["unstated"]
    span = span_en if source.language == "en" else span_zh
    return span(first, last or first)


def _chapters(source: PlanSource) -> Iterator[tuple[str, str, str]]:
    for row in source.listed("plan_chapters"):
        yield row.code, source.say(row.text), source.data(row, "note")


def _cover(source: PlanSource) -> tuple[tuple[str, str], ...]:
    labels = source.texts["cover_rows"].split("|")
    every = teams(source)
    forces: dict[str, int] = {}
    for team in every:
        for force, count in team.forces().items():
            forces[force] = forces.get(force, 0) + count
    told = "、".join(f"{force} {count}" for force, count in forces.items())
    values = (
        " ".join(dict.fromkeys((source.of("loc.name"), source.of("loc.address")))),
        source.fill("cover_persons", expected=_expected(source), requested=source.of("ev.requested_capacity")),
        source.levels[2] or source.texts["risk_none"],
        source.fill(
            "cover_posts",
            posts=sum(len(team.posts) for team in every),
            persons=sum(team.persons for team in every),
            forces=told,
        ),
        source.of("und.name"),
        source.issue.organ or source.of("app.organ"),
    )
    return tuple(zip(labels, values, strict=True))


def _expected(source: PlanSource) -> str:
    return source.told(source.crowd.capacity.expected)


def _contents(source: PlanSource) -> Iterator[ContentLine]:
    """Yield the required contents with the chapters that have them, and where the organiser's plan shows them."""
    chapters, ours = list(source.listed("plan_chapters")), own_scores(source)
    for state in contents(source.filed, source.pack):
        code = state.content.code
        row = state.row
        theirs = "" if row is None else source.fill("pages", file=row["file"], pages=_pages(row))
        score = source.scores.get(code)
        own = tuple(chapter.code for chapter in chapters if code in codes_of(chapter))
        told = "" if score is None else source.fill("score", score=score)
        mine = source.fill("score", score=ours[code].score)
        lacking = tuple(source.say(point) for point in ours[code].lacking)
        yield ContentLine(code, source.say(state.content.text), own, theirs, told, mine, lacking)


def _adequacy(source: PlanSource) -> str:
    """Return the share of points of both plans in words."""
    ours = {code: own.score for code, own in own_scores(source).items()}
    shares = (adequacy(scores, source.pack) for scores in (source.scores, ours))
    theirs, mine = (source.texts["unscored"] if share is None else f"{share:.0%}" for share in shares)
    return source.fill("adequacy", theirs=theirs, ours=mine)


def codes_of(chapter: Choice) -> tuple[str, ...]:
    """Return the required contents that a chapter of the pack has."""
    named = chapter.data.get("contents")
    return named if isinstance(named, tuple) else ()


def _pages(row: Row) -> str:
    first, last = whole(row["page"]), whole(row["page_to"])
    if first is None:
        return "—"
    return f"{first}–{last}" if last is not None and last != first else str(first)


def _versions(source: PlanSource) -> Iterator[tuple[str, ...]]:
    for line in source.history:
        yield line.version, line.day, line.what, source.person(line.by) if line.by else "—"
    count = source.version.number - 1
    what = source.fill("version_edits", count=count) if count else source.texts["version_none"]
    yield source.version_words, f"{source.issue.day:%Y-%m-%d}", what, "—"


def _facts(source: PlanSource) -> str:
    before, after, level = source.levels
    risk = source.fill("risk_told", before=before, after=after, level=level) if before and after else ""
    return source.fill(
        "facts",
        content=source.of("ev.content"),
        days=span_of(source),
        place=source.of("loc.name"),
        sessions=source.of("ev.sessions"),
        expected=_expected(source),
        requested=source.of("ev.requested_capacity"),
        capacity=source.told(source.crowd.capacity.persons),
        risk=risk or source.texts["risk_none"],
    )


def _boxes(source: PlanSource) -> tuple[tuple[str, str, str], ...]:
    """Return the figures of the plan; each is a sum of its rows or a value of the crowd sums."""
    leaving, entry = source.crowd.leaving, source.crowd.entry
    widths = [one.opening.width for one in leaving.exits if one.opening] if leaving else []
    posts = source.plan.rows("posts")
    tickets = [n for row in source.plan.rows("sessions") if (n := whole(row["tickets"])) is not None]
    values = (
        source.crowd.capacity.expected,
        max(tickets, default=None),
        entry.lanes if entry else None,
        figure(sum(widths)) if widths else None,
        len(posts),
        sum(map(persons_of, posts)),
    )
    shown = ("—" if value is None else str(value) for value in values)
    units, what = source.texts["units"].split("|"), source.texts["boxes"].split("|")
    return tuple(zip(shown, units, what, strict=True))


def _basis(source: PlanSource) -> Iterator[tuple[str, ...]]:
    words = legal.in_english if source.language == "en" else legal.in_words
    for row in source.listed("plan_basis"):
        told = words(source.pack, row.basis, source.issue.day)
        if told:
            yield source.say(row.text), told


# posts and teams


def teams(source: PlanSource) -> tuple[Team, ...]:
    """Return the teams of the pack that have posts, in its order; posts of a team it does not know come last."""
    rows = source.plan.rows("posts")
    known = [row for row in source.pack.deployment.values() if row.data.get("kind") == "team"]
    words = [row.data.get("word") for row in known]
    made = [_team(source, row, [post for post in rows if post["team"] == row.data.get("word")]) for row in known]
    rest = [post for post in rows if post["team"] not in words]
    unstated = source.texts["unstated"]
    if rest:
        made.append(Team("", unstated, unstated, "", tuple(_post(source, row) for row in rest)))
    return tuple(team for team in made if team.posts)


def _team(source: PlanSource, row: Choice, posts: list[Row]) -> Team:
    leader = next((post["lead"] for post in posts if post["is_leader"] is True), None)
    title = f"{row.code} {source.say(row.text)}"
    lines = tuple(_post(source, post) for post in posts)
    return Team(row.code, title, source.person(leader), source.data(row, "task"), lines)


def _post(source: PlanSource, row: Row) -> PostLine:
    place = "　".join(text_of(row[key]) for key in ("name", "zone", "gate") if text_of(row[key]))
    lead = source.person(row["lead"])
    phone = "" if source.public else text_of(row["phone"])
    chief = source.word("chief", row["chief"]) if row["chief"] else ""
    return PostLine(
        code=str(row["code"]),
        name=place or source.texts["unstated"],
        kind=source.word("post_kind", row["kind"]),
        persons=persons_of(row),
        force=source.told(row["unit_type"]),
        task=source.told(row["task"]),
        answers=source.told(row["resp"]),
        lead=" ".join(part for part in (lead, chief, phone) if part),
        hours=hours_words(row, source.texts["unstated"]),
    )


# command


def _command(source: PlanSource) -> plan_blocks.Command:
    every = teams(source)
    fields = source.plan.fields
    post = next((row for row in source.plan.rows("posts") if row["is_leader"] is True), None)
    deputy = _deputy(source, post)
    fill = source.fill
    bodies = [text_of(row["name"]) for row in source.plan.rows("parties") if not row["uscc"] and text_of(row["name"])]
    centre: tuple[str, ...] = (source.texts["hidden_name" if source.public else "unstated"],)
    if post is not None and not source.public:
        centre = (f"{post['code']} {text_of(post['name'])}", text_of(post["zone"]))
    return plan_blocks.Command(
        (
            fill("chief", name=source.person(post["lead"] if post else None)),
            fill("deputy", name=source.person(deputy)),
        ),
        (
            source.texts["undertaker_box"],
            (source.of("und.name"), fill("safety_head", name=source.person(fields.get("und.safety_lead")))),
        ),
        (source.texts["centre_box"], centre),
        (source.texts["support_box"], tuple(bodies[:SUPPORT]) or (source.texts["unstated"],)),
        tuple(_team_box(source, team) for team in every[1:]),
    )


def _deputy(source: PlanSource, chief: Row | None) -> Scalar:
    """Return who stands in: as registered, else the lead of the next post of the commander's own team."""
    for person in deputies(source.registers):
        return person.name
    if chief is None:
        return None
    others = (row for row in source.plan.rows("posts") if row["team"] == chief["team"] and row["code"] != chief["code"])
    return next((row["lead"] for row in others), None)


def _team_box(source: PlanSource, team: Team) -> tuple[str, tuple[str, ...]]:
    values = {"leader": team.leader, "posts": str(len(team.posts)), "persons": str(team.persons)}
    lines = [filled(line, values) for line in source.texts["team_lines"].split("|")]
    forces = "、".join(f"{force} {count}" for force, count in team.forces().items())
    return team.title, (*lines, forces, *([team.task] if team.task else []))


def _parties(source: PlanSource) -> Iterator[tuple[str, ...]]:
    for row in source.plan.rows("parties"):
        lead = source.person(row["lead"]) if row["lead"] else source.texts["unstated"]
        yield (
            _role(source, row),
            source.told(row["name"]),
            lead,
            "　".join(part for part in (text_of(row["post"]), "" if source.public else text_of(row["phone"])) if part)
            or "—",
        )


def _role(source: PlanSource, row: Row) -> str:
    """Return the role of a party: as stated, in English that of its kind."""
    party = source.pack.parties.get(str(row["party"]))
    return source.told(row["role"]) if source.language == "zh" or party is None else source.say(party.text)


# zones


def _zones(source: PlanSource) -> Iterator[tuple[str, ...]]:
    states = {state.code: state for state in source.crowd.capacity.zones}
    gates, posts = source.plan.rows("gates"), source.plan.rows("posts")
    for row in source.plan.rows("zones"):
        code = str(row["code"])
        entries = [str(gate["code"]) for gate in gates if gate["leads_to"] == code or _enters(gate, code)]
        exits = plan_flow.exits_of_zone(source, code)
        lead = next((post["lead"] for post in posts if post["zone"] == code and post["chief"]), None)
        sign = source.ground.sign("zone", row["kind"])
        yield (
            code,
            source.told(row["name"]),
            source.say(sign.text) if sign else source.told(row["kind"]),
            _number(row["net"]),
            _holds(states.get(code)),
            _number(row["expected_peak"]),
            "、".join(entries) or "—",
            exits[0][0] if exits else "—",
            source.person(lead) if lead else "—",
        )


def _enters(gate: Row, zone: str) -> bool:
    return gate["zone"] == zone and whole(gate["lanes"]) is not None


def _number(value: object) -> str:
    found = number_of(value if isinstance(value, int | str) or value is None else str(value))
    return "—" if found is None else f"{found.normalize():f}"


def _holds(state: ZoneState | None) -> str:
    return "—" if state is None or state.holding is None else str(state.holding.persons)


# people and hours


def _nets(source: PlanSource) -> Iterator[tuple[str, ...]]:
    """Yield the nets of the register of communications; a public copy has none."""
    for net in () if source.public else nets(source.registers):
        lead = " ".join(part for part in (net.lead, net.phone) if part)
        means = (source.told(value) for value in (net.first, net.second, net.whistle))
        yield net.net, net.call or "—", net.users.replace("\n", "、"), *means, lead or "—"


def _contacts(source: PlanSource) -> Iterator[tuple[str, ...]]:
    """Yield who is reached where: the form's own contacts, then leaders and chiefs among the posts."""
    labels = source.texts["contact_rows"].split("|")
    keys = (
        ("sec.lead", "sec.phone", "und.name"),
        ("und.contact", "und.contact_phone", "und.name"),
        ("und.event_lead", "und.event_phone", "und.name"),
        ("ven.contact", "ven.phone", "ven.owner"),
    )
    fields = source.plan.fields
    for label, (name, phone, body) in zip(labels, keys, strict=True):
        yield label, source.of(body), source.person(fields.get(name)), source.phone(fields.get(phone))
    for person in deputies(source.registers):
        yield (
            source.texts["deputy_seat"],
            source.told(person.place),
            source.person(person.name),
            source.phone(person.phone),
        )
    for row in source.plan.rows("posts"):
        if row["is_leader"] is True or row["chief"]:
            seat = source.word("chief", row["chief"]) if row["chief"] else source.word("team", row["team"])
            where = f"{row['code']} {text_of(row['name'])}"
            yield seat, where, source.person(row["lead"]), source.phone(row["phone"])
    for row in source.plan.rows("parties"):
        where = source.told(row["name"])
        yield _role(source, row), where, source.person(row["lead"]), source.phone(row["phone"])


def _outside(source: PlanSource) -> Iterator[tuple[str, ...]]:
    rows = [(source.say(row.text), str(row.data["number"])) for row in source.listed("outside_numbers")]
    for at in range(0, len(rows), 2):
        second = rows[at + 1] if at + 1 < len(rows) else ("—", "—")
        yield (*rows[at], *second)


Bars = tuple[tuple[str, float, float, str], ...]


def _shifts(source: PlanSource) -> tuple[Bars, tuple[tuple[float, str], ...]]:
    """Return the different hours of each team as bars, and the hours of the scale."""
    spans: dict[tuple[str, datetime, datetime], int] = {}
    for row in source.plan.rows("posts"):
        found = hours_of(row)
        if found is not None:
            key = (source.word("team", row["team"]), *found)
            spans[key] = spans.get(key, 0) + persons_of(row)
    if not spans:
        return (), ()
    first = min(on for _, on, _ in spans).replace(minute=0)
    last = max(off for _, _, off in spans)
    bars = tuple(
        (team, _hours(first, on), _hours(first, off), f"{span_words(on, off)}　{persons}")
        for (team, on, off), persons in sorted(spans.items(), key=lambda item: (item[0][1], item[0][0]))
    )
    return bars, tuple(_ticks(first, last))


def _hours(first: datetime, at: datetime) -> float:
    return (at - first) / timedelta(hours=1)


def _ticks(first: datetime, last: datetime) -> Iterator[tuple[float, str]]:
    """Yield some ten full hours with their names, days where there are several."""
    hours = max(1, int(_hours(first, last)) + 1)
    step = max(1, -(-hours // 12))
    for hour in range(0, hours + 1, step):
        at = first + timedelta(hours=hour)
        yield float(hour), f"{at:%H:%M}" if hours <= 24 else f"{at:%d %Hh}"


def _roster_notes(source: PlanSource) -> Iterator[str]:
    if not source.roster:
        yield source.texts["no_roster"]
    longest = rule(source.pack, LONGEST, "hours") if LONGEST in source.pack.deployment else None
    found = [(row, span) for row in source.plan.rows("posts") if (span := hours_of(row)) is not None]
    over = [str(r["code"]) for r, (on, off) in found if longest is not None and _hours(on, off) > float(longest)]
    if over:
        yield source.fill(
            "shift_long",
            count=len(over),
            hours=longest,
            codes=source.texts["hidden_name"] if source.public else "、".join(over[:20]),
        )
