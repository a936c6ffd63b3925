"""The programme on the command line: items, statistics of an event or a year, lists side by side, import of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import CHOICE, Account, AsJson, say, show, show_json, signed_in, stop, table
from workbench.errors import Text

if TYPE_CHECKING:
    from workbench.core.programme import Statistics
    from workbench.services.views import ActView, ProgrammeView

COUNTED: dict[str, Text] = {
    "acts": Text("演出组", "acts"),
    "works": Text("作品", "works"),
    "concluded": Text("已审", "concluded"),
    "acts_cancelled": Text("建议取消的演出组", "acts advised to be cancelled"),
    "works_cancelled": Text("建议取消的作品", "works advised to be cancelled"),
    "acts_changed": Text("修改后通过的演出组", "acts passed after change"),
    "works_changed": Text("修改后通过的作品", "works passed after change"),
    "consulted": Text("会商", "with another authority"),
    "refused": Text("不符合许可条件", "not permitted"),
    "interactive": Text("互动", "interactive"),
    "strong": Text("高强度互动", "strong interaction"),
    "accepted": Text("承办者已接受", "accepted by the undertaker"),
}


def programme(
    case: Annotated[str, typer.Argument(help="案卷 · case; 空则按年 · none: by year")] = "",
    year: Annotated[int, typer.Option("--year", help="按年统计 · statistics of a year")] = 0,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Show the programme of a case with its statistics, or the statistics of a year."""
    from workbench.services import documents, office, programme_desk

    if bool(case) == bool(year):
        raise typer.BadParameter(say("请给出案卷，或用 --year 给出年份", "give a case, or a year with --year"))
    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        if year:
            _show_year(programme_desk.year_statistics(desk, person, year), as_json=as_json)
            return
        view, acts = programme_desk.case_programme(desk, person, documents.find(desk, case).id)
    if as_json:
        show_json(_plain(view, acts))
    else:
        _show_case(view, acts)
    stop(0)


def _show_year(found: dict[str, Statistics], *, as_json: bool) -> None:
    total = next(iter(found.values()), None)
    for statistics in list(found.values())[1:]:
        total = total + statistics if total else statistics
    if as_json:
        show_json({"events": found, "total": total})
        return
    heads = [say("案卷", "case"), *(name.in_language(CHOICE.language) for name in COUNTED.values())]
    rows = [(number, *(str(getattr(s, key)) for key in COUNTED)) for number, s in found.items()]
    if total is not None:
        rows.append((say("合计", "total"), *(str(getattr(total, key)) for key in COUNTED)))
    table("", heads, rows) if rows else show(say("该年没有有节目的活动", "no event of that year has a programme"))


def _show_case(view: ProgrammeView, acts: tuple[ActView, ...]) -> None:
    heads = [say("序号", "no."), say("演出者", "artist"), say("作品", "work"), say("结论", "verdict")]
    heads += [say("状态", "standing"), say("提示", "hints")]
    rows = [
        (act.no, str(act.row["artist"] or ""), str(act.row["work"] or ""), act.verdict, act.standing, _hints(act))
        for act in acts
    ]
    table("", heads, rows)
    for key, name in COUNTED.items():
        show(f"{name.in_language(CHOICE.language)}: {getattr(view.statistics, key)}")
    for line in _differences(view):
        show(line)


def _hints(act: ActView) -> str:
    return " ".join((*act.hints, *(f"{hit.criterion}“{hit.hit.word}”" for hit in act.hits)))


def _differences(view: ProgrammeView) -> list[str]:
    told = []
    for compared in view.compared:
        for shown in compared.lines:
            if shown.found.kind not in {"same", "variant"}:
                sides = (shown.found.before, shown.found.after)
                before, after = (f"{side.artist} {side.work}".strip() if side else "—" for side in sides)
                title, word = (t.in_language(CHOICE.language) for t in (compared.title, shown.word))
                told.append(f"{title} {word}: {before} → {after}")
    return told


def _plain(view: ProgrammeView, acts: tuple[ActView, ...]) -> dict[str, object]:
    """Return what a machine reads; hints say that they are hints."""
    return {
        "statistics": view.statistics,
        "locked": view.locked,
        "unchanged": view.unchanged,
        "items": [_item(act) for act in acts],
        "differences": [
            {"list": c.which, "kind": line.found.kind, "before": line.found.before, "after": line.found.after}
            for c in view.compared
            for line in c.lines
            if line.found.kind != "same"
        ],
        "pending_rows": [row.number for row in view.pending],
    }


def _item(act: ActView) -> dict[str, object]:
    return {
        "no": act.no,
        "session": act.row["session"],
        "artist": act.row["artist"],
        "work": act.row["work"],
        "verdict": act.verdict,
        "grounds": act.grounds,
        "standing": act.standing,
        "answer_due": act.answer_due,
        "overdue": act.overdue,
        "interaction": act.form.what,
        "strength": act.strength,
        "lacks": act.lacks,
        "hints": [*act.hints],
        "hint_words": [
            {"word": h.hit.word, "criterion": h.criterion, "file": h.file, "page": h.page, "line": h.hit.line}
            for h in act.hits
        ],
    }
