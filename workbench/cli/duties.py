"""``workbench duties …``: the matrix of a case, lists that came back, what an earlier case had."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from workbench.cli.base import CHOICE, NOT_IN_ORDER, Account, AsJson, say, show, show_json, signed_in, stop, table

if TYPE_CHECKING:
    from workbench.core.duty_matrix import ReadLine

app = typer.Typer(help="五方责任 · Five-party duties", no_args_is_help=True)


@app.command("list", help="责任矩阵与校核结果 · The matrix and what is wrong with it")
def list_(case: str, account: Account = "", as_json: AsJson = False) -> None:
    """Print every duty with its person and line code, and what the checks of the matrix find."""
    from workbench.services import duty_desk, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        found = duty_desk.table(desk, signed_in(desk, account), case)
    if as_json:
        show_json(found)
    else:
        rows = [
            (d.line or d.duty, d.title.in_language(CHOICE.language), d.person, d.status, d.due, d.returned)
            for d in found.lines
        ]
        heads = [say("编码", "code"), say("责任", "duty"), say("责任人", "person"), say("状态", "state")]
        table("", [*heads, say("期限", "due"), say("收回", "came back")], rows)
        for fault in found.faults:
            show(f"{fault.code} {fault.text.in_language(CHOICE.language)}")
    stop(NOT_IN_ORDER if found.faults else 0)


@app.command("returned", help="按行码登记收回的签认清单；文字取自文件或标准输入 · Record signed lines that came back")
def returned(
    case: str,
    text: Annotated[Path | None, typer.Argument(help="含行码的文字文件 · a text file with line codes")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只读取 · read only")] = False,
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """Read line codes from a file or the input, say what each means, and record those that are in order."""
    from workbench.services import acting, documents, duty_desk, office

    read = text.read_text(encoding="utf-8", errors="replace") if text else sys.stdin.read()
    with office.desk_at(CHOICE.data, create=False) as desk:
        person = signed_in(desk, account)
        state = documents.find(desk, case)
        lines = duty_desk.read_back(desk, person, state.id, read)
        wish = duty_desk.returned(state.id, lines, desk, text.name if text else "typed")
        if wish is not None and not dry_run:
            acting.do(desk, person, wish)
        owed = [d.line for d in duty_desk.table(desk, person, state.id).lines if not d.returned]
    _tell(lines, owed, as_json=as_json)
    stop(0 if all(line.result in {"own", "again"} for line in lines) else NOT_IN_ORDER)


def _tell(lines: tuple[ReadLine, ...], owed: list[str], *, as_json: bool) -> None:
    if as_json:
        show_json({"lines": lines, "not_returned": owed})
        return
    for line in lines:
        show(f"{line.code} {line.text.in_language(CHOICE.language)}")
    show(say(f"尚未收回 {len(owed)} 行：", f"{len(owed)} lines have not come back: ") + " ".join(owed))
