"""``workbench facts CASE``: the ledger of key facts."""

from __future__ import annotations

from workbench.cli.base import CHOICE, Account, AsJson, say, show_json, signed_in, table

STATES = {
    "single": ("单一陈述", "stated once"),
    "agreed": ("一致", "agreed"),
    "open": ("不一致", "differs"),
    "settled": ("已采信", "settled"),
}


def facts(case: str, account: Account = "", as_json: AsJson = False) -> None:
    """Print every key fact with all its statements, whether they agree, and the value that governs."""
    from workbench.services import fact_desk, office

    with office.desk_at(CHOICE.data, create=False) as desk:
        lines = fact_desk.table(desk, signed_in(desk, account), case)
    if as_json:
        show_json(lines)
        return
    rows = [
        (
            f"{line.code} {line.title.in_language(CHOICE.language)}",
            "\n".join(f"{value} {line.unit} — {', '.join(places)}" for value, places in line.values.items()),
            say(*STATES[line.state]),
            f"{line.governing} {line.reason}".strip(),
        )
        for line in lines
    ]
    heads = [say("事实", "fact"), say("陈述与出处", "statements"), say("状态", "state"), say("采信值", "governing")]
    table("", heads, rows)
