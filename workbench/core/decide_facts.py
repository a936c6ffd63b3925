"""Rules of the fact ledger: what may be entered, and which value may govern."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workbench.core import commands as c
from workbench.core.case import Case
from workbench.core.decide_base import Context, Extra, Rule, choices, listed, require, stated
from workbench.core.facts import ledger, normal, shown_value
from workbench.core.values import Scalar
from workbench.errors import Text

KINDS: dict[str, Text] = {
    "number": Text("数字", "a number"),
    "date": Text("日期（YYYY-MM-DD）", "a date (YYYY-MM-DD)"),
    "time": Text("时刻（HH:MM）", "a time (HH:MM)"),
    "text": Text("文字", "text"),
}


def _state_fact(case: Case, command: c.StateFact, context: Context) -> Extra:
    """A statement names a fact, a value of its kind and where it stands; a paper of the package has that page."""
    if not command.how:
        listed(command.statement, case.stated, "statement")
        return {}
    stated(command, "statement", "file")
    listed(command.how, choices(context.pack, "statement_origins"), "how")
    _check_value(command.fact, command.value, context)
    attachment = case.application.attachment(command.file)
    pages = attachment.pages if attachment else None
    require(
        command.page >= 0 and (pages is None or command.page <= pages),
        "range",
        "page",
        (f"{command.file} 没有第 {command.page} 页", f"{command.file} has no page {command.page}"),
        ("请核对页码", "check the page number"),
    )
    return {}


def _check_value(fact: str, value: Scalar, context: Context) -> None:
    listed(fact, context.pack.facts, "fact")
    kind = context.pack.facts[fact].kind
    found = normal(value, kind)
    fits = {
        "number": isinstance(found, Decimal),
        "date": isinstance(value, date),
        "time": isinstance(found, str) and len(found) == 5 and found[2] == ":",
    }.get(kind, bool(found))
    words = KINDS[kind]
    require(
        fits,
        "kind",
        "value",
        (f"“{value if value is not None else ''}”不是{words.zh}", f"“{value or ''}” is not {words.en}"),
        (f"请填写{words.zh}", f"enter {words.en}"),
    )


def _choose_fact(case: Case, command: c.ChooseFact, context: Context) -> Extra:
    """The value that governs is one of those stated, and the reason stands beside it."""
    listed(command.fact, context.pack.facts, "fact")
    if command.value is None:
        return {}
    stated(command, "reason")
    fact = context.pack.facts[command.fact]
    entries = ledger(case.application, context.pack, case.stated.items())
    entry = next((e for e in entries if (e.code, e.scope) == (command.fact, command.scope)), None)
    known = [value for value, _ in entry.values] if entry else []
    require(
        normal(command.value, fact.kind) in known,
        "stated",
        "value",
        (f"{fact.text.zh}没有这样的陈述", f"{fact.text.en}: nothing states this value"),
        ("请先登记该陈述及其出处，再采信", "enter the statement and where it stands first"),
    )
    governs = fact.governs if command.scope == fact.scope else ()
    return {"known": [shown_value(v) for v in known], "governs": list(governs)}


RULES: dict[str, Rule] = {f.__name__[1:]: f for f in (_state_fact, _choose_fact)}
"""Command kind → rule."""
