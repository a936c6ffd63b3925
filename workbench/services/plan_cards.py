"""Pocket cards of the posts of a plan: one for every post, with its map, its way out, its duties and its version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reports import post_card
from reports.blocks import Document
from reports.furniture import check_code
from reports.issue import payload
from reports.plan_blocks import PostCard
from reports.wording import filled
from workbench.core.deployment_posts import of_kind
from workbench.core.pack import Choice
from workbench.core.plan_differences import persons_of
from workbench.core.values import Row
from workbench.services.command_registers import net_of
from workbench.services.plan_paper import span_of
from workbench.services.plan_source import CARD, PlanSource, hours_words
from workbench.services.views_deployment import NetView
from workbench.services.wording import text_of

MOST_DUTIES, LONGEST_DUTY = 5, 24
"""Duties on a card, and characters of a Chinese one."""
NEIGHBOURS = 2


def cards_document(source: PlanSource, *, four_up: bool = False) -> Document:
    """Return the cards of all posts in the order of the plan."""
    texts = source.card_texts
    title = texts["sheet_title"] if four_up else texts["title"]
    return post_card.document(tuple(cards(source)), source.issue, title, four_up=four_up, language=source.language)


def cards(source: PlanSource) -> Iterator[PostCard]:
    """Yield the card of every post."""
    names = {str(row["code"]): text_of(row["name"]) for row in source.plan.rows("posts")}
    for row in source.plan.rows("posts"):
        yield _card(source, row, names)


def _card(source: PlanSource, row: Row, names: Mapping[str, str]) -> PostCard:
    texts, code = source.card_texts, str(row["code"])
    crop, exit_, metres = source.ground.crop(row)
    out = filled(texts["out"], {"code": exit_, "metres": f"{metres:.0f}"}) if metres is not None else texts["out_none"]
    kind, team = source.word("post_kind", row["kind"]), source.word("team", row["team"])
    net = net_of(source.registers, {code, text_of(row["unit"]), *_team(source, row)} - {""})
    return PostCard(
        code=code,
        name=source.told(row["name"]),
        kind=f"{team}　{kind}",
        event=f"{source.of('ev.name')}　{span_of(source)}",
        boxes=_boxes(source, row, net),
        rows=tuple(zip(texts["rows"].split("|"), _rows(source, row, names), strict=True)),
        out=out,
        duties_title=texts["duties_title"],
        duties=_duties(source, row),
        reactions_head=_three(texts["reactions_head"]),
        reactions=tuple(_reactions(source, code, exit_)),
        scale_title=_two(texts["scale_title"]),
        scale=tuple(_scale(source)),
        lines=tuple(_lines(source, row, net)),
        sign=(*texts["sign"].split("|"), texts["return"]),
        payload=_payload(source, code),
        foot=_foot(source, code),
        map=source.ground.map,
        crop=crop,
    )


def _boxes(source: PlanSource, row: Row, net: NetView | None) -> tuple[tuple[str, str], ...]:
    """Return channel, call sign, superior and lead; the superior by the call sign of the net, else by name."""
    code, none = str(row["code"]), source.card_texts["none"]
    above = (net.call or net.lead) if net else ""
    values = (net.first if net else none, code, above or _leader(source, row) or none, source.person(row["lead"]))
    return tuple(zip(source.card_texts["boxes"].split("|"), values, strict=True))


def _team(source: PlanSource, row: Row) -> Iterator[str]:
    """Yield the names of the team of a post in both languages."""
    for found in of_kind(source.pack, "team"):
        if found.data.get("word") == row["team"]:
            yield from (found.text.zh, found.text.en)


def _leader(source: PlanSource, row: Row) -> str:
    """Return who leads the team of a post, where that is another post."""
    posts = source.plan.rows("posts")
    led = (one for one in posts if one["is_leader"] is True and one["team"] == row["team"] and one is not row)
    return next((text_of(one["lead"]) for one in led), "")


def _lines(source: PlanSource, row: Row, net: NetView | None) -> Iterator[tuple[str, str]]:
    """Yield how to report, what never to do, to whom and for what the post answers, and what helps without radio."""
    texts = source.card_texts
    words = (
        texts["report"],
        texts["never"],
        text_of(row["resp"]),
        net.second if net else "",
        net.whistle if net else "",
    )
    for label, told in zip(texts["lines"].split("|"), words, strict=True):
        if told:
            yield label, told


def _rows(source: PlanSource, row: Row, names: Mapping[str, str]) -> tuple[str, ...]:
    near = source.ground.neighbours(row, NEIGHBOURS)
    place = "　".join(text_of(row[key]) for key in ("name", "zone", "gate") if text_of(row[key]))
    return (
        place or source.texts["unstated"],
        "　".join(f"{code}（{names[code]}）" for code in near) or source.card_texts["alone"],
        f"{source.told(row['unit_type'])} {persons_of(row)}　{text_of(row['unit'])}",
        hours_words(row, source.texts["unstated"]),
        source.told(row["task"]),
    )


def _duties(source: PlanSource, row: Row) -> tuple[str, ...]:
    """Return the duties of the kind of post."""
    found = _of_kind(source, row)
    duties = found.data.get(f"duties_{source.language}") if found else None
    return duties[:MOST_DUTIES] if isinstance(duties, tuple) else (source.told(row["task"]),)


def _of_kind(source: PlanSource, row: Row) -> Choice | None:
    return next((one for one in source.listed("card_duties") if one.data["word"] == row["kind"]), None)


def _reactions(source: PlanSource, code: str, exit_: str) -> Iterator[tuple[str, str, str]]:
    values = {"code": code, "exit": exit_ or "—"}
    for row in source.listed("card_reactions"):
        yield source.say(row.text), filled(source.data(row, "say"), values), filled(source.data(row, "do"), values)


def _scale(source: PlanSource) -> Iterator[tuple[int, str]]:
    for row in source.listed("card_scale"):
        yield int(str(row.data["heads"])), source.say(row.text)


def _number(source: PlanSource, code: str) -> str:
    return f"{source.issue.number}-{code}" if source.issue.number else code


def _payload(source: PlanSource, code: str) -> str:
    """Return the content of the code: as on other papers, with the number of the card; none on a draft."""
    issue = source.issue
    return payload(CARD, issue).replace(issue.number, _number(source, code), 1) if issue.seal and issue.number else ""


def _foot(source: PlanSource, code: str) -> str:
    check = check_code(source.issue.seal) if source.issue.seal else ""
    values = {"number": _number(source, code), "check": check, "version": source.version_words}
    return filled(source.card_texts["foot"], values)


def _two(text: str) -> tuple[str, str]:
    first, second = text.split("|")
    return first, second


def _three(text: str) -> tuple[str, str, str]:
    first, second, third = text.split("|")
    return first, second, third
