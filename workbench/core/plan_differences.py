"""The plan in force beside the plan as filed: headcount, posts by kind, forces, exits, widths, lanes, guards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from workbench.core.crowd_zones import whole
from workbench.core.facts import number_of
from workbench.core.pack import Pack
from workbench.core.values import Application, Row
from workbench.errors import Text


@dataclass(frozen=True)
class Difference:
    """A figure that is not the same in both plans, or that contradicts another one of the case.

    Attributes:
        what: What is compared.
        filed, now: Both values; empty where a plan has none.
        note: Why it matters, or which rows it comes from.
        posts: Posts of the plan in force that it is about, by code.
        gates: Gates of the plan in force that it is about, by code.
        sheet: Sheet that it is a difference of: ``posts`` or ``gates``.
    """

    what: Text
    filed: Text
    now: Text
    note: Text
    posts: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    sheet: str = "posts"


_NONE = Text("无", "none")


def differences(filed: Application, plan: Application, pack: Pack) -> tuple[Difference, ...]:
    """Return what of the plan in force is not as it was filed, and where the filed one contradicts itself."""
    return (*_against_form(filed, plan), *changes(filed, plan, pack))


def changes(filed: Application, plan: Application, pack: Pack) -> tuple[Difference, ...]:
    """Return what of the plan in force is not as it was filed; none where the office has edited nothing."""
    return (*_posts(filed, plan, pack), *_gates(filed, plan))


def _against_form(filed: Application, plan: Application) -> Iterator[Difference]:
    """Yield figures of the form that are not the sum of the rows of the plan in force."""
    posts, gates = plan.rows("posts"), plan.rows("gates")
    guards = [row for row in posts if _of_company(row, plan)]
    sums = (
        ("sec.guards", Text("保安人数", "guards"), sum(map(persons_of, guards)), "posts"),
        ("sec.lanes", Text("安检通道", "screening lanes"), sum(whole(row["lanes"]) or 0 for row in gates), "gates"),
    )
    for key, what, count, sheet in sums:
        stated = whole(filed.fields.get(key))
        if stated is not None and plan.rows(sheet) and stated != count:
            note = Text("申请表与岗位、出入口合计不一致", "the form and the sum of the rows differ")
            yield Difference(what, _count(stated), _count(count), note, sheet=sheet)


def _of_company(row: Row, plan: Application) -> bool:
    """Return whether a post is held by one of the guard or screening companies of the sheet of forces."""
    companies = {_text(force["name"]) for force in plan.rows("forces") if force["licence"]}
    return _text(row["unit"]) in companies


def _count(value: int) -> Text:
    return Text(str(value), str(value))


def _posts(filed: Application, plan: Application, pack: Pack) -> Iterator[Difference]:
    before, after = filed.rows("posts"), plan.rows("posts")
    old = {str(row["code"]): row for row in before}
    new = tuple(str(row["code"]) for row in after if str(row["code"]) not in old)
    yield from _if_other(Text("岗位总数", "posts"), len(before), len(after), _codes(before, after), new)
    was, now = (sum(map(persons_of, rows)) for rows in (before, after))
    changed = _changed(before, after, "persons")
    yield from _if_other(Text("岗位人数", "persons on post"), was, now, _listed(changed), tuple(changed))
    kinds = {
        str(row.data.get("word")): row.text for row in pack.deployment.values() if row.data.get("kind") == "post_kind"
    }
    counts = tuple(Counter(_text(row["kind"]) for row in rows) for rows in (before, after))
    for word in dict.fromkeys((*counts[0], *counts[1])):
        name = kinds.get(word, Text(word, word))
        yield from _if_other(
            Text(f"岗位类型 {name.zh}", f"posts: {name.en}"),
            counts[0][word],
            counts[1][word],
            Text("按类型", "by kind"),
            tuple(
                code
                for row in after
                if _text(row["kind"]) == word and _other_kind(old.get(code := str(row["code"])), word)
            ),
        )
    moved = [code for code, (old, new) in _both(before, after).items() if (old["x"], old["y"]) != (new["x"], new["y"])]
    if moved:
        yield Difference(Text("点位移动", "posts moved"), _NONE, _count(len(moved)), _listed(moved), tuple(moved))


def _gates(filed: Application, plan: Application) -> Iterator[Difference]:
    before, after = filed.rows("gates"), plan.rows("gates")
    open_ = tuple([row for row in rows if row["evac"] is True] for rows in (before, after))
    was, now = ({str(row["code"]) for row in rows} for rows in open_)
    turned = tuple(code for row in after if (code := str(row["code"])) in was ^ now)
    for one in _if_other(Text("疏散出口", "exits"), len(was), len(now), _codes(*open_)):
        yield replace(one, gates=turned, sheet="gates")
    for key, what in (("width", Text("净宽（米）", "clear width (m)")), ("lanes", Text("通道", "lanes"))):
        for code, (old, new) in _both(before, after).items():
            if number_of(old[key]) != number_of(new[key]):
                had, has = (Text(_text(row[key]) or "—", _text(row[key]) or "—") for row in (old, new))
                named, note = Text(f"{code} {what.zh}", f"{code} {what.en}"), Text("出入口", "gates")
                yield Difference(named, had, has, note, gates=(code,), sheet="gates")


def _both(before: tuple[Row, ...], after: tuple[Row, ...]) -> Mapping[str, tuple[Row, Row]]:
    old = {str(row["code"]): row for row in before}
    return {str(row["code"]): (old[str(row["code"])], row) for row in after if str(row["code"]) in old}


def _codes(before: list[Row] | tuple[Row, ...], after: list[Row] | tuple[Row, ...]) -> Text:
    old, new = ({str(row["code"]) for row in rows} for rows in (before, after))
    added, gone = sorted(new - old), sorted(old - new)
    zh = "；".join(part for part in (_some("增", added), _some("减", gone)) if part)
    en = "; ".join(part for part in (_some("new", added), _some("gone", gone)) if part)
    return Text(zh, en)


def _some(word: str, codes: list[str]) -> str:
    return f"{word} {'、'.join(codes[:8])}{'…' if len(codes) > 8 else ''}" if codes else ""


def _changed(before: tuple[Row, ...], after: tuple[Row, ...], key: str) -> list[str]:
    return [code for code, (old, new) in _both(before, after).items() if old[key] != new[key]]


def _other_kind(filed: Row | None, word: str) -> bool:
    """Return whether a post was filed as another kind, or not at all."""
    return filed is None or _text(filed["kind"]) != word


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _listed(codes: list[str]) -> Text:
    told = "、".join(codes[:8]) + ("…" if len(codes) > 8 else "")
    return Text(told, told)


def _if_other(what: Text, before: int, after: int, note: Text, posts: tuple[str, ...] = ()) -> Iterator[Difference]:
    if before != after:
        yield Difference(what, _count(before), _count(after), note, posts)


def persons_of(row: Row) -> int:
    """Return the persons of a post; none stated counts as none."""
    return max(0, whole(row["persons"]) or 0)
