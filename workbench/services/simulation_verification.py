"""The published verification cases of the simulation, run in a process of their own; a crash is that case's failure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from workbench.core.pack import Pack
from workbench.crowd.vv import FAIL, NOT_APPLICABLE, PASS, Case, criterion
from workbench.crowd.vv_suite import chosen
from workbench.errors import NO_TEXT, Text, WorkbenchError
from workbench.services.simulation import constants
from workbench.services.simulation_process import SimulationCancelled, Watching, carried_out, worker_command
from workbench.storage.packs import load_pack

NOT_RUN = "not run"
"""Verdict of a case that was not asked for: the long ones in the short form."""

VERDICTS = {
    PASS: Text("通过", "pass"),
    FAIL: Text("不通过", "Fail"),
    NOT_APPLICABLE: Text("不适用", "not applicable"),
    NOT_RUN: Text("未运行", "not run"),
}


@dataclass(frozen=True)
class VerificationRow:
    """A case ready to be shown: publication, clause, criterion, what was measured, verdict."""

    code: str
    text: Text
    source: str
    clause: str
    criterion: Text
    measured: Text = NO_TEXT
    verdict: str = NOT_RUN
    long: bool = False


def listed() -> tuple[VerificationRow, ...]:
    """Return every case before it is run; those that do not apply say why."""
    return tuple(map(_row, chosen((), long=True)))


def _row(case: Case) -> VerificationRow:
    row = VerificationRow(case.code, case.text, case.source, case.clause, criterion(case), long=case.long)
    return row if case.check else replace(row, measured=case.reason, verdict=NOT_APPLICABLE)


def verified(
    only: Iterable[str] = (),
    *,
    long: bool = False,
    pack: Pack | str = "cn_national",
    watching: Watching | None = None,
    command: Callable[[Path], Sequence[str]] = worker_command,
) -> tuple[VerificationRow, ...]:
    """Return the cases with what came of them.

    Args:
        only: Codes; none = all.
        long: Also those that take longer than a few seconds.
        pack: Constants, or the name of the pack.
        watching: Progress (``begun``, ``case``, ``done``, ``of``), cancel, time limit.
        command: The command of the worker for a folder.

    Raises:
        WorkbenchError: There is no such case, it was cancelled or took too long.
    """
    cases = {case.code: case for case in chosen(only, long=long)}
    rows = {code: _row(case) for code, case in cases.items()}
    todo = [code for code, case in cases.items() if case.check]
    order = constants(load_pack(pack) if isinstance(pack, str) else pack)
    while todo:
        run = _Run(rows, (watching or Watching()).heard)
        try:
            watch = replace(watching or Watching(), heard=run.hear)
            carried_out({"kind": "verify", "only": todo, **order}, watch, command)
        except SimulationCancelled:
            raise
        except WorkbenchError as fault:
            if not run.begun:
                raise
            rows[run.begun] = replace(rows[run.begun], measured=fault.message, verdict=FAIL)
        todo = [code for code in todo if rows[code].verdict == NOT_RUN]
    return tuple(rows.values())


def with_verdict(row: VerificationRow, found: Mapping[str, Any]) -> VerificationRow:
    """Return a case with what a line of the worker says came of it."""
    return replace(row, measured=Text(**found["measured"]), verdict=str(found["verdict"]))


class _Run:
    """Hears one worker: which case it has begun, and what came of those before."""

    def __init__(self, rows: dict[str, VerificationRow], heard: Callable[[Any], None] | None) -> None:
        self.rows, self.pass_on = rows, heard
        self.begun = ""

    def hear(self, line: Any) -> None:
        """Take a line of the worker."""
        self.begun = line.get("begun", self.begun)
        found = line.get("case")
        if found:
            self.begun = ""
            self.rows[found["code"]] = with_verdict(self.rows[found["code"]], found)
        if self.pass_on is not None:
            self.pass_on(line)
