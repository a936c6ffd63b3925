"""Commands about checks: packages before they are handed in, several packages beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import (
    CHOICE,
    NOT_IN_ORDER,
    Account,
    AsJson,
    PackName,
    day,
    progress,
    say,
    show,
    show_json,
    signed_in,
    stop,
    table,
)

if TYPE_CHECKING:
    from workbench.services.views import FindingView, TogetherView


def mount(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(help="列出案卷的全部检查结果 · List the findings of a case")(findings)
    app.command(help="预审申请包（可多个），不用数据库 · Pre-check packages without any database")(check)


def check(
    packages: Annotated[list[Path], typer.Argument(help="申请包，多个时比对冲突 · one package or several")],
    as_of: Annotated[str, typer.Option("--as-of", help="YYYY-MM-DD")] = "",
    pack: PackName = "cn_national",
    cross: Annotated[bool, typer.Option("--cross", help="只看多包之间的冲突 · only clashes between packages")] = False,
    as_json: AsJson = False,
) -> None:
    """Pre-check packages without any database; several are compared with each other too."""
    from workbench.services import liaison

    with progress("预审申请包", "pre-checking the package"):
        if len(packages) > 1 or cross:
            found = liaison.precheck_together(packages, as_of=day(as_of), pack=pack)
        else:
            view = liaison.precheck(packages[0], as_of=day(as_of), pack=pack)
            found = None
    if found is not None:
        _together(found, only=cross, as_json=as_json)
        return
    show_json(view.answer) if as_json else show(liaison.render_page(view, CHOICE.language))
    stop(NOT_IN_ORDER if liaison.is_blocked(view) else 0)


def _together(found: TogetherView, *, only: bool, as_json: bool) -> None:
    from workbench.services import liaison

    told = found.cross if only else {"packages": [view.answer for view in found.views], "cross": found.cross}
    if as_json:
        show_json(told)
    else:
        for view in () if only else found.views:
            show(liaison.render_page(view, CHOICE.language))
        show(liaison.render_cross(found, CHOICE.language))
    wrong = bool(found.cross["must_fire_pairs"]) if only else any(map(liaison.is_blocked, found.views))
    stop(NOT_IN_ORDER if wrong else 0)


def findings(
    case: Annotated[str, typer.Argument(help="案卷编号或标识 · number or identifier")],
    all_: Annotated[
        bool, typer.Option("--all", help="含正常和未评价的检查 · checks in order and not evaluated too")
    ] = False,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """List the checks of a case: severity, object, rule, what settles it, where; the reading is recorded."""
    from workbench.services import checking, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        found = checking.findings(desk, signed_in(desk, account), case)
    shown = found if all_ else tuple(f for f in found if f.fired)
    if as_json:
        show_json(checking.listed(found))
    elif shown:
        heads = [say("检查", "check"), say("严重程度", "severity"), say("情形", "finding"), say("依据", "rule")]
        heads += [say("处理", "what settles it"), say("位置", "place")]
        table("", heads, (_row(f) for f in shown))
    else:
        show(say("已检查的项目没有发现问题", "nothing was found wrong in what was checked"))
    stop(NOT_IN_ORDER if any(f.fired and f.gates for f in found) else 0)


def _row(found: FindingView) -> tuple[str, ...]:
    from workbench.services import checking

    language = CHOICE.language
    told = [why.in_language(language) for why in found.why] or [checking.standing(found).in_language(language)]
    title = f"{found.check} {found.title.in_language(language)}"
    place = checking.place(found).in_language(language)
    return (
        title,
        found.severity,
        "\n".join(told),
        found.law.in_language(language),
        found.remedy.in_language(language),
        place,
    )
