"""What the commands share: language, output, tables, options, signing in."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from workbench.errors import Text, WorkbenchError

if TYPE_CHECKING:
    from workbench.core.values import Problem
    from workbench.services.desk import Desk
    from workbench.services.views import Person

NOT_IN_ORDER = 3
DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Characters that turn the direction of a line."""


@dataclass
class Choice:
    """What the person chose before the command: the language and where the data lives."""

    language: str = "zh"
    data: str = ""


CHOICE = Choice()

AsJson = Annotated[bool, typer.Option("--json", help="机器可读输出 · machine-readable output")]
Account = Annotated[str, typer.Option("--account", help="账户 · account")]
PackName = Annotated[str, typer.Option("--pack", help="规则包 · rule pack")]
Subject = Annotated[str, typer.Argument(help="案卷（编号或标识）或申请包文件 · case or package file")]


def say(zh: str, en: str) -> str:
    """Return the text in the chosen language."""
    return Text(zh, en).in_language(CHOICE.language)


def clean(text: str) -> str:
    """Return text that a terminal only shows: control and direction characters of a package become a mark."""
    return "".join("\ufffd" if unsafe(character) else character for character in text)


def unsafe(character: str) -> bool:
    """Return whether a character could command a terminal or reorder a line."""
    return (unicodedata.category(character) == "Cc" and character not in "\n\t") or character in DIRECTIONS


def show(text: str, *, err: bool = False) -> None:
    """Print text for a person."""
    typer.echo(clean(text), err=err)


def plain(value: object) -> object:
    """Turn a view into values that JSON holds; numbers with decimals stay exact as text."""
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    if is_dataclass(value) and not isinstance(value, type):
        return {k: plain(v) for k, v in asdict(value).items()}
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(v) for v in (sorted(value, key=str) if isinstance(value, (set, frozenset)) else value)]
    if isinstance(value, (date, datetime, Decimal, Path)):
        return str(value)
    return value


def show_json(value: object) -> None:
    """Print a value as JSON."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=1))


def stop(code: int) -> NoReturn:
    """End with an exit code."""
    raise typer.Exit(code)


@contextmanager
def progress(zh: str, en: str) -> Iterator[Callable[..., None]]:
    """Show progress of long work on the error stream, so that output stays clean; silent where nobody watches."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        row = bar.add_task(say(zh, en), total=None)
        yield lambda done, total, name="": bar.update(row, completed=done, total=total, description=name or None)


def table(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a plain table; user text is never read as markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Plain

    grid = Table(title=title or None, title_justify="left")
    for head in heads:
        grid.add_column(head, overflow="fold")
    for row in rows:
        grid.add_row(*(Plain(clean(cell)) for cell in row))
    Console(width=None if sys.stdout.isatty() else 140).print(grid)


def signed_in(desk: Desk, account: str) -> Person:
    """Sign the person in whose account is given; the password comes from WORKBENCH_PASSWORD or is asked for."""
    from workbench.services import office

    account = account or os.environ.get("WORKBENCH_ACCOUNT", "") or typer.prompt(say("账户", "account"))
    password = os.environ.get("WORKBENCH_PASSWORD") or typer.prompt(say("口令", "password"), hide_input=True)
    return office.sign_in(desk, account, password)


def show_problems(problems: Iterable[Problem]) -> None:
    """Print import problems by place."""
    language = CHOICE.language
    rows = [
        (p.severity, p.file, p.sheet, p.cell or str(p.row or ""), p.original[:60], _mended(p, language))
        for p in problems
    ]
    heads = ["", say("文件", "file"), say("工作表", "sheet"), say("单元格", "cell"), say("原值", "as written")]
    if rows:
        table(say("导入说明", "import notes"), [*heads, say("说明", "what and how to mend")], rows)


def _mended(problem: Problem, language: str) -> str:
    """Return what is wrong, and below it how to mend it."""
    told = (problem.message, *((problem.remedy,) if problem.remedy else ()))
    return "\n".join(text.in_language(language) for text in told)


def day(text: str) -> date | None:
    """Read a date option; empty means today."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise typer.BadParameter(say("日期应为 YYYY-MM-DD", "dates are YYYY-MM-DD")) from fault


def refuse_overwriting(target: Path) -> NoReturn:
    """Refuse to write over a file that holds something else."""
    raise WorkbenchError(
        Text("目标已存在，不覆盖", "the target exists and is not overwritten"),
        where=str(target),
        remedy=Text("请换一个文件名", "choose another name"),
    )
