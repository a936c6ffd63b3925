"""Commands about checks: packages before they are handed in, several packages beside each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import CHOICE, NOT_IN_ORDER, AsJson, PackName, day, progress, show, show_json, stop

if TYPE_CHECKING:
    from workbench.services.views import TogetherView


def mount(app: typer.Typer) -> None:
    """Add the commands."""
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
