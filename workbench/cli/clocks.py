"""Time limits on the command line: the deadlines of a case with their sums."""

from __future__ import annotations

import typer

from workbench.cli.base import CHOICE, Account, AsJson, say, show, show_json, signed_in

app = typer.Typer()


@app.command("clocks", help="逐行列出案卷的各项时限 · The time limits of a case, line by line")
def clocks(case: str, account: Account = "", as_json: AsJson = False) -> None:
    """Print every deadline of a case with its derivation."""
    from workbench.services import office
    from workbench.services.time_limits import STATES, left_of, time_limits, when

    with office.desk_at(CHOICE.data, create=False) as desk:
        found = time_limits(desk, signed_in(desk, account), case)
    if as_json:
        show_json(found)
        return
    language = CHOICE.language
    show(say("案卷 ", "case ") + f"{found.number} · {found.today} · {say('日历 ', 'calendar ')}{found.calendar}")
    for limit in found.limits:
        guess = say("（预估）", " (estimate)") if limit.estimate else ""
        told = [when(limit).in_language(language) + guess, STATES[limit.state].in_language(language)]
        told += [text for text in (left_of(limit).in_language(language),) if text]
        show(f"\n{limit.title.in_language(language)}  {'  '.join(told)}")
        for line in limit.lines:
            show(f"  {line.told(language)}")
