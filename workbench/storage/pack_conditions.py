"""Conditions of packs: CEL over named facts, compiled once to a plain predicate.

Three rules decide results (they are the product's, not CEL's):

- a fact that is missing or not stated is *unknown*: the answer is ``None`` unless the rest decides it
  (``true || unknown`` is true, ``false && unknown`` is false);
- every number is a double, in the facts and in the condition, so ``count.programme > 0`` and ``ev.x == 1`` compare;
- dates and times are their ISO text, which compares in time order.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from workbench.core.pack import Facts, When
from workbench.core.values import Scalar
from workbench.errors import PackError, Text

WORDS: dict[str, bool] = {"always": True, "optional": False, "never": False}
"""Conditions that are words; ``optional`` is never required."""

_MACROS = frozenset({"all", "exists", "exists_one", "filter", "map"})


class ConditionError(PackError):
    """A condition cannot be read, or does not give yes or no."""


@lru_cache(maxsize=1)
def _environment() -> Any:
    """Return the one CEL environment (the import costs start-up time, so it waits for the first condition)."""
    logging.getLogger("celpy").setLevel(logging.CRITICAL)
    import celpy

    return celpy.Environment()


@lru_cache(maxsize=4096)
def condition(source: str) -> When:
    """Return the condition; it is compiled when it is first asked.

    Args:
        source: ``always``, ``optional``, ``never``, or a CEL expression.
    """
    if source in WORDS:
        answer = WORDS[source]
        return When(source, lambda _facts: answer)
    return When(source, Condition(source))


def compile_condition(source: str) -> When:
    """Return the condition with its compiled predicate.

    Raises:
        ConditionError: The source is not CEL.
    """
    when = condition(source)
    fact_names(when)
    return when


class Condition:
    """A CEL condition; call it with facts."""

    def __init__(self, source: str) -> None:
        """Keep the source."""
        self.source = source

    @cached_property
    def tree(self) -> Any:
        """Return the syntax tree; numbers in it are doubles.

        Raises:
            ConditionError: The source is not CEL.
        """
        from celpy.celparser import CELParseError

        try:
            tree = _environment().compile(self.source)
        except CELParseError as error:
            raise ConditionError(
                Text(
                    f"条件有误（第 {error.column} 列）：{self.source}",
                    f"bad condition (column {error.column}): {self.source}",
                )
            ) from error
        _numbers_as_doubles(tree)
        return tree

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the facts that the condition names, in order."""
        return tuple(dict.fromkeys(_names(self.tree, frozenset())))

    @cached_property
    def _program(self) -> Any:
        return _environment().program(self.tree, functions={"size": _size})

    def __call__(self, facts: Facts) -> bool | None:
        """Return true, false, or ``None`` when a needed fact is unknown.

        Raises:
            ConditionError: All facts are known and the condition still has no answer: types do not fit.
        """
        from celpy.celtypes import BoolType
        from celpy.evaluation import CELEvalError

        try:
            answer = self._program.evaluate(_activation(self.names, facts))
        except CELEvalError as error:
            if any(facts.get(name) is None for name in self.names):
                return None
            raise ConditionError(self._unanswered(error.args[0])) from error
        if isinstance(answer, (bool, BoolType)):
            return bool(answer)
        raise ConditionError(self._unanswered(f"{type(answer).__name__}"))

    def _unanswered(self, why: object) -> Text:
        return Text(
            f"条件得不出是或否：{self.source}（{why}）", f"the condition gives no yes or no: {self.source} ({why})"
        )


def fact_names(when: When) -> tuple[str, ...]:
    """Return the facts a condition names, in order; words name none."""
    return when.test.names if isinstance(when.test, Condition) else ()


def compared_words(when: When) -> Iterator[tuple[str, str]]:
    """Yield (fact, word) for every text that a condition compares a fact with."""
    if isinstance(when.test, Condition):
        for node in when.test.tree.find_data("relation"):
            yield from _words_of(node)


def numbers_in(when: When) -> Iterator[str]:
    """Yield the numbers that stand in a condition, as text."""
    if isinstance(when.test, Condition):
        for literal in when.test.tree.find_data("literal"):
            if literal.children[0].type == "FLOAT_LIT":
                yield str(literal.children[0])


def _words_of(relation: Any) -> Iterator[tuple[str, str]]:
    """Yield the pairs of one comparison; the fact may stand on either side."""
    sides = [child for child in relation.children if child is not None]
    if len(sides) < 2:
        return
    facts = [name for side in sides for name in _names(side, frozenset())]
    for name in facts:
        for word in (w for side in sides for w in _texts(side)):
            yield name, word


def _texts(tree: Any) -> Iterator[str]:
    for literal in tree.find_data("literal"):
        token = literal.children[0]
        if token.type == "STRING_LIT":
            yield str(token)[1:-1]


def _numbers_as_doubles(tree: Any) -> None:
    """Turn integer literals into floating ones, except inside an index, which must stay an integer."""
    indexes = {id(n) for node in tree.find_data("member_index") for n in node.children[1].iter_subtrees()}
    for literal in tree.find_data("literal"):
        token = literal.children[0]
        if token.type == "INT_LIT" and id(literal) not in indexes:
            literal.children[0] = token.update(type="FLOAT_LIT", value=f"{int(token, 0)}.0")


def _names(tree: Any, bound: frozenset[str]) -> Iterator[str]:
    """Yield the dotted names below a node, leaving out variables bound by a macro."""
    name = _dotted(tree)
    if name is not None:
        if name.split(".")[0] not in bound:
            yield name
        return
    inner = bound | _bound_here(tree)
    for child in tree.children:
        if hasattr(child, "children"):
            yield from _names(child, inner)


def _bound_here(tree: Any) -> frozenset[str]:
    """Return the variable that a macro call binds: the first argument of ``list.exists(x, …)``."""
    if tree.data != "member_dot_arg" or str(tree.children[1]) not in _MACROS or tree.children[2] is None:
        return frozenset()
    first = _dotted(tree.children[2].children[0])
    return frozenset() if first is None else frozenset({first})


def _dotted(tree: Any) -> str | None:
    """Return ``a.b.c`` when a node is nothing but that name."""
    if tree.data == "ident":
        return str(tree.children[0])
    if tree.data == "member_dot":
        owner = _dotted(tree.children[0])
        return None if owner is None else f"{owner}.{tree.children[1]}"
    if tree.data == "paren_expr":
        return None
    children = [c for c in tree.children if c is not None]
    if len(children) == 1 and hasattr(children[0], "children"):
        return _dotted(children[0])
    return None


def _size(value: Any) -> Any:
    """Return CEL's ``size`` as a double, like every other number here."""
    from celpy import celtypes

    return celtypes.DoubleType(len(value))


def _activation(names: tuple[str, ...], facts: Facts) -> dict[str, Any]:
    """Return the facts a condition names as nested CEL maps; unknown ones are left out."""
    from celpy import celtypes

    nested: dict[str, Any] = {}
    for name in names:
        *owners, last = name.split(".")
        here = nested
        for owner in owners:
            here = here.setdefault(owner, celtypes.MapType())
        value = facts.get(name)
        if value is not None:
            here[last] = to_cel(value)
    return nested


def to_cel(value: Scalar) -> Any:
    """Return a fact as a CEL value: numbers as doubles, dates as ISO text, several texts as a list."""
    from celpy import celtypes

    match value:
        case bool():
            return celtypes.BoolType(value)
        case int() | Decimal():
            return celtypes.DoubleType(float(value))
        case datetime():
            return celtypes.StringType(value.isoformat(timespec="minutes"))
        case date():
            return celtypes.StringType(value.isoformat())
        case tuple():
            return celtypes.ListType([celtypes.StringType(v) for v in value])
        case _:
            return celtypes.StringType(str(value))
