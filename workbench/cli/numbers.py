"""The register of numbers on the command line: list it, void a number with its reason."""

from __future__ import annotations

from typing import Annotated

import typer

from workbench.cli.base import CHOICE, NOT_IN_ORDER, Account, AsJson, say, show, show_json, signed_in, stop, table

app = typer.Typer(help="文号登记簿 · The register of numbers")


@app.callback(invoke_without_command=True)
def numbers(
    context: typer.Context,
    year: Annotated[int | None, typer.Option("--year", help="年份 · year")] = None,
    series: Annotated[str, typer.Option("--series", help="文种代字 · series")] = "",
    account: Account = "",
    as_json: AsJson = False,
) -> None:
    """List the numbers drawn, voided ones with their reason; exit code 3 when the register has gaps."""
    if context.invoked_subcommand is not None:
        return
    from workbench.services import number_register, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        found = number_register.register(desk, signed_in(desk, account), year, series)
    if as_json:
        show_json(found)
    else:
        heads = [
            say("文号", "number"),
            say("文书", "paper"),
            say("案卷", "case"),
            say("日期", "day"),
            say("作废理由", "void"),
        ]
        rows = [
            (r.written, r.title.in_language(CHOICE.language), r.case_number, str(r.day), r.void_reason)
            for r in found.rows
        ]
        table("", heads, rows) if rows else show(say("登记簿是空的", "the register is empty"))
        for fault in found.faults:
            show(f"✗ {fault.series} {fault.year} {fault.serial}  {fault.text.in_language(CHOICE.language)}")
    stop(NOT_IN_ORDER if found.faults else 0)


@app.command(help="作废文号并记明理由 · Void a number with its reason")
def void(
    series: str,
    year: int,
    number: int,
    reason: Annotated[str, typer.Option("--reason", help="理由 · reason")],
    account: Account = "",
) -> None:
    """Void a number; it stays in the register and is never used again."""
    from workbench.services import number_register, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        row = number_register.void(desk, signed_in(desk, account), series, year, number, reason)
    show(say(f"已作废 {row.written}：{row.void_reason}", f"voided {row.written}: {row.void_reason}"))
