"""What stands on papers about entry beside the sums: goods that may not come in, and cases out of the ordinary."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.core.pack import Choice
from workbench.services import legal
from workbench.services.plan_source import PlanSource


def goods(source: PlanSource) -> Iterator[tuple[str, ...]]:
    """Yield each kind of goods with its items, what is done with them, and on what that rests."""
    items = list(source.listed("prohibited_items"))
    for kind in source.listed("goods_kinds"):
        named = [source.say(row.text) for row in items if row.data["kind"] == kind.code]
        basis = dict.fromkeys(code for row in items if row.data["kind"] == kind.code for code in row.basis)
        told = source.texts["item_comma"].join(named)
        yield source.say(kind.text), told, source.data(kind, "do"), _rests(source, kind, tuple(basis))


def cases(source: PlanSource) -> Iterator[tuple[str, ...]]:
    """Yield each case out of the ordinary: what it is, what is done, who is told, on what that rests."""
    for row in source.listed("irregular_cases"):
        yield source.say(row.text), source.data(row, "do"), source.data(row, "report"), _rests(source, row)


def _rests(source: PlanSource, row: Choice, more: tuple[str, ...] = ()) -> str:
    """Return the articles of a row, and that it is a default of the office where no rule says it."""
    words = legal.in_english if source.language == "en" else legal.in_words
    told = words(source.pack, dict.fromkeys((*row.basis, *more)), source.issue.day)
    default = source.texts["office_default"] if row.mark == "P" else ""
    return source.texts["basis_join"].join(part for part in (told, default) if part)
